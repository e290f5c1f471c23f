//! "Who signed, by what?": how many of which group, in full tens, and what is withheld.

use super::page::Section;
use super::signatories::on_the_list;
use super::{Shown, page, petition_line};
use crate::answers::prose::counted;
use crate::answers::reply::{Block, InstantStyle, Reply, Span, Text};
use crate::answers::say::{plain, say, stored, strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::domain::breakdown::{Aspect, LEAST};
use crate::domain::signatory::Part;
use crate::service::Refusal;
use crate::service::signatories::{BreakdownAnswer, FiguresShown};

/// Answers who signed, by part or affiliation.
pub(super) fn reply(answer: &BreakdownAnswer, shown: Shown) -> Result<Reply, Refusal> {
    let by = match answer.by {
        Aspect::Part => "part",
        Aspect::Affiliation => "affiliation",
    };
    let reply = Reply::new(shown.audience)
        .titled(Text::own(format!("Who signed, by {by}?")))
        .small(petition_line(&answer.about));
    let FiguresShown::Made { as_of, cells } = &answer.figures else {
        return if shown.page == 1 { Ok(none(reply, answer)) } else { Err(Refusal::NoSuchPage) };
    };
    let line = say("In full tens, as of {}:", [Span::Instant(*as_of, InstantStyle::Full)]);
    let pieces: Vec<Vec<Block>> =
        cells.iter().map(|cell| vec![Block::Item(figure(cell.1).join(called(answer.by, cell.0.as_deref())))]).collect();
    let number = answer.about.petition.number;
    let at = |page| View::Signatories { petition: PetitionRef::Number(number), by: Some(answer.by), page };
    let reply =
        page::put(reply.line(line), vec![Section::new(pieces)], (shown.page, page::MANY), &answer.about.sources, at)?;
    Ok(reply.small(Text::own(
        "Groups of fewer than 10, and what is beyond full tens, are withheld. Figures change only when 10 or more names have \
         come, or 10 or more have gone, since they were made.",
    )))
}

/// Names the button that leads here from the list.
pub(super) fn button(by: Aspect) -> &'static str {
    match by {
        Aspect::Part => "By part",
        Aspect::Affiliation => "By affiliation",
    }
}

fn none(reply: Reply, answer: &BreakdownAnswer) -> Reply {
    let why = match (&answer.figures, answer.list.standing) {
        (FiguresShown::NamesOff, _) => {
            say("**No affiliation is shown.** Affiliations are kept with names, and names are off here.", [])
        }
        (_, standing) if standing < LEAST => say(
            "**Nothing can be shown.** A list is broken down from 10 names on, so that no figure shows a person.",
            [],
        ),
        _ => say(
            "**No figures.** They are made once an hour, in batches of 10 names or more; no group of fewer than 10 is shown.",
            [],
        ),
    };
    let reply = reply.line(why);
    match on_the_list(answer.list) {
        Some(list) => reply.small(list.join(Text::own("."))),
        None => reply.small(Text::own("No list of names is logged here.")),
    }
}

fn figure(people: u64) -> Text {
    Text(vec![strong(counted(people, "name", "names"))])
}

fn called(by: Aspect, label: Option<&str>) -> Text {
    match (by, label) {
        (Aspect::Part, Some(word)) => Text::own(match Part::parse(word) {
            Some(Part::FirstSignatory) => " · signed first",
            Some(Part::Signatory) | None => " · signed",
        }),
        (Aspect::Affiliation, Some(label)) => say(" · {}", [stored(shortened(label))]),
        (_, None) => say(" · {}", [plain("not stated")]),
    }
}
