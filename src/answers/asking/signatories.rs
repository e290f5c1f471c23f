//! "Who signed?": how many stand on the list that is logged here, and their names where they are kept.

use std::collections::BTreeSet;

use super::breakdown;
use super::cite::cite;
use super::page::arrows;
use super::petition_line;
use crate::answers::press::Press;
use crate::answers::prose::{counted, date};
use crate::answers::reply::{Audience, Block, Reply, Style, Text};
use crate::answers::say::{button, plain, say, stored, stored_strong, strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::domain::breakdown::{Aspect, LEAST};
use crate::domain::ids::Number;
use crate::domain::signatory::{ListTally, Listed, Part, SignatoryStanding, Verification};
use crate::service::signatories::{NamesShown, SignatoriesAnswer};

/// Answers who signed, to the asker alone.
pub(super) fn reply(answer: &SignatoriesAnswer, page: u32) -> Reply {
    let petition = answer.about.petition.number;
    let reply = Reply::new(Audience::Private).titled(Text::own("Who signed?")).small(petition_line(&answer.about));
    let Some(line) = on_the_list(answer.list) else {
        return reply.line(say("**No list of names is logged here.** `/signatory log` files a name.", []));
    };
    let reply = reply.line(line.join(Text::own(".")));
    let reply = match &answer.names {
        NamesShown::Off => reply.small(say(
            "Names are off here: each is kept as a keyed hash alone, which knows a name again and shows none. `/setup` has \
             `names`.",
            [],
        )),
        NamesShown::Page { names, more } => with_names(reply, names, (page, *more), petition),
    };
    if answer.list.standing < LEAST {
        return reply;
    }
    let aspects = Aspect::ALL.iter().filter(|by| **by == Aspect::Part || answer.names != NamesShown::Off);
    let button = |by: &Aspect| {
        let petition = PetitionRef::Number(petition);
        button(
            breakdown::button(*by),
            Press::Show(View::Signatories { petition, by: Some(*by), page: 1 }),
            Style::Secondary,
        )
    };
    reply.row(aspects.map(button).collect())
}

/// Says how many names stand on the list, and why that is fewer than were logged; nothing where none ever was.
pub(super) fn on_the_list(list: ListTally) -> Option<Text> {
    if !list.was_logged() {
        return None;
    }
    let line = match list.standing {
        0 => say("**No name** stands on the list logged here any more", []),
        names => say("{} on the list logged here", [strong(counted(names, "name", "names"))]),
    };
    // How many went is not told: a single one would be somebody's act.
    let gone = match (list.withdrawn > 0, list.erased > 0) {
        (false, false) => return Some(line),
        (true, false) => "names that were withdrawn are",
        (false, true) => "names that were erased at the person's wish are",
        (true, true) => "names that were withdrawn, or erased at the person's wish, are",
    };
    Some(line.join(say("; {} not counted", [plain(gone)])))
}

fn with_names(mut reply: Reply, names: &[Listed], (page, more): (u32, bool), petition: Number) -> Reply {
    let sources: BTreeSet<Number> = names.iter().map(|one| one.source).collect();
    let mut part = None;
    for one in names {
        if part != Some(one.part) {
            part = Some(one.part);
            reply = reply.gap().heading(Text::own(match one.part {
                Part::FirstSignatory => "Signed first",
                Part::Signatory => "Signed",
            }));
        }
        reply.blocks.push(Block::Item(listed(one, sources.len() > 1)));
    }
    reply = match (names.is_empty(), sources.first()) {
        (true, _) => reply.small(Text::own("No name of them is kept: they were logged while names were off.")),
        (false, Some(only)) if sources.len() == 1 => {
            reply.small(say("As they sign in {}", [cite(*only)]).join(Text::own(".")))
        }
        _ => reply,
    };
    let pages = if more { page.saturating_add(1) } else { page };
    if pages > 1 {
        let more = if more { "; more on the next." } else { "; the end." };
        reply = reply.small(say("Page {}{}", [plain(page.to_string()), plain(more)]));
    }
    reply.row(arrows(page, pages, |page| View::Signatories { petition: PetitionRef::Number(petition), by: None, page }))
}

fn listed(one: &Listed, several_sources: bool) -> Text {
    let person = &one.kept.person;
    let mut line = Text(vec![stored_strong(shortened(&person.name))]);
    if let Some(affiliation) = &person.affiliation {
        line = line.join(say(", {}", [stored(shortened(affiliation))]));
    }
    if several_sources {
        line = line.then(Text(vec![cite(one.source)]));
    }
    if one.verification == Verification::Verified {
        line = line.join(Text::own(" · verified"));
        line = line.then(Text(one.kept.verified_by.into_iter().map(cite).collect()));
    }
    if one.standing == SignatoryStanding::RetractedShown {
        line = match one.changed_on {
            Some(on) => line.join(say(" · withdrawn on {}", [date(on)])),
            None => line.join(Text::own(" · withdrawn")),
        };
        line = line.then(Text(one.kept.withdrawal.into_iter().map(cite).collect()));
    }
    line
}
