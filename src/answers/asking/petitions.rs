//! "Which petitions are there?": a page of them, each with its number first.

use super::Shown;
use super::counts::{self, Told};
use super::page::arrows;
use crate::answers::press::Press;
use crate::answers::prose::{counted, date, petition_kind};
use crate::answers::reply::{Action, Block, Choice, Reply, Span, Text};
use crate::answers::say::{all_of, literal, plain, say, stored, stored_strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::answers::words::names;
use crate::domain::ids::Number;
use crate::service::ask::{ListItem, PetitionsAnswer};

/// Answers which petitions there are.
pub(super) fn reply(answer: &PetitionsAnswer, shown: Shown) -> Reply {
    let mut reply = Reply::new(shown.audience).titled(title(answer));
    if answer.items.is_empty() {
        reply = reply.line(say("**No petition matches.** `/petition list` without options shows all.", []));
    }
    if let Some(line) = with_parts(answer) {
        reply = reply.small(line);
    }
    for item in &answer.items {
        reply.blocks.extend(blocks(item, answer));
    }
    if answer.pages > 1 {
        let place = say("Page {} of {}", [plain(answer.page.to_string()), plain(answer.pages.to_string())]);
        reply = reply.small(place);
    }
    let (state, tag) = (answer.state, answer.tag.clone());
    let organisation = answer.organisation.map(|number| number.get().to_string());
    let at = |page| View::Petitions { organisation: organisation.clone(), state, tag: tag.clone(), page };
    let reply = reply.row(arrows(answer.page, answer.pages, at));
    if answer.items.is_empty() { reply } else { reply.row(vec![open(answer)]) }
}

fn title(answer: &PetitionsAnswer) -> Text {
    let mut title = Text::own(counted(answer.total, "petition", "petitions"));
    if let Some(name) = answer.organisation.and_then(|number| answer.organisations.get(&number)) {
        title = title.join(say(" to {}", [stored(shortened(name))]));
    }
    if let Some(state) = answer.state {
        title = title.join(say(" ({})", [plain(names::collection(state))]));
    }
    if let Some(tag) = &answer.tag {
        title = title.join(say(", tagged {}", [stored(shortened(tag))]));
    }
    title
}

/// Says whose petitions are listed as well: those of what belongs to the organisation that was asked for.
fn with_parts(answer: &PetitionsAnswer) -> Option<Text> {
    let name = |number: &Number| answer.organisations.get(number).map(|name| stored(shortened(name)));
    let parts: Vec<Span> = answer.parts.iter().filter_map(name).collect();
    let meant = answer.organisation.as_ref().and_then(name)?;
    if parts.is_empty() {
        return None;
    }
    Some(say("With those to what belongs or belonged to {}:", [meant]).then(Text(all_of(parts))).join(Text::own(".")))
}

fn blocks(item: &ListItem, answer: &PetitionsAnswer) -> Vec<Block> {
    let petition = &item.petition;
    let told = Told::new(&answer.organisations, &answer.sources);
    let title = Block::Line(Text(vec![stored_strong(shortened(&petition.doc.title))]));
    let count = match item.groups.as_slice() {
        [] => Text::own("No count recorded"),
        [only] => counts::brief(only, told),
        [first, rest @ ..] => {
            let more = counted(rest.len(), "more group counted apart", "more groups counted apart");
            counts::brief(first, told).join(Text::own(format!("; {more}")))
        }
    };
    let kind = plain(petition_kind(petition.doc.kind));
    let names = petition.addressees.iter().take(3).filter_map(|number| answer.organisations.get(number));
    let to = all_of(names.map(|name| stored(shortened(name))));
    let mut line = Text(vec![kind]);
    if !to.is_empty() {
        line = line.then(Text::own("to")).then(Text(to));
    }
    if petition.addressees.len() > 3 {
        line = line.join(Text::own(format!(" and {} more", petition.addressees.len() - 3)));
    }
    line = line.join(say(", {} · {}", [date(petition.doc.issued_on), literal(petition.slug.clone())]));
    vec![title, Block::Line(count), Block::Small(line)]
}

/// A list from which one of the page's petitions is opened.
fn open(answer: &PetitionsAnswer) -> Action {
    let options = answer.items.iter().map(|item| choice(item.petition.number.get(), &item.petition.doc.title));
    Action::Select {
        placeholder: "Open a petition",
        press: Press::Pick(View::Petition { petition: PetitionRef::Unsaid }),
        options: options.collect(),
    }
}

/// Makes the choice of a petition: its value is its number.
pub(super) fn choice(number: i64, title: &str) -> Choice {
    Choice::new(title, number)
}
