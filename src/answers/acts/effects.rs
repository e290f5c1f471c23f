//! What changes, line by line.

use crate::answers::prose::{counted, organisation_kind};
use crate::answers::reply::Text;
use crate::answers::say::{brief, literal, plain, say, stored, strong};
use crate::answers::words::names::{judged as rated, replaced};
use crate::domain::acting::{Difference, Effect};
use crate::domain::petition::PetitionState;
use crate::domain::signatory::SignatoryStanding;
use crate::domain::watching::counter::CounterState;

/// How many lines are shown; the rest is counted.
const LINES: usize = 12;
/// The most characters of what a field holds.
const HELD: usize = 300;

/// Says what a field held and what it will hold.
pub(super) fn difference(one: &Difference) -> Text {
    let field = literal(&one.field);
    let words = |words: &str| stored(brief(words, HELD));
    match (&one.before, &one.after) {
        (Some(before), Some(after)) => say("{}: “{}” → “{}”", [field, words(before), words(after)]),
        (None, Some(after)) => say("{}: new: “{}”", [field, words(after)]),
        (Some(before), None) => say("{}: “{}” goes", [field, words(before)]),
        (None, None) => say("{}", [field]),
    }
}

/// Says what each effect changes; words that change are told by [`difference`].
pub(super) fn lines(effects: &[Effect]) -> Vec<Text> {
    let mut lines: Vec<Text> = effects.iter().filter_map(line).collect();
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(say("… and {}", [plain(counted(more, "more change", "more changes"))]));
    }
    lines
}

fn line(effect: &Effect) -> Option<Text> {
    Some(match effect {
        Effect::Record(number, change) => {
            say("{}: {} → {}", [strong(number), plain(replaced(change.from.state)), plain(replaced(change.to.state))])
        }
        Effect::Petition(number, change) => {
            say("{}: {} → {}", [strong(number), plain(petition(change.from.state)), plain(petition(change.to.state))])
        }
        Effect::RecordsMoved(numbers, change) => {
            say("{} to {}", [plain(counted(numbers.len(), "record moves", "records move")), strong(change.to)])
        }
        Effect::RecordsOf(numbers, change) => {
            say("{} {}", [plain(counted(numbers.len(), "record concerns", "records concern")), strong(change.to)])
        }
        Effect::Demand(number, change) => say("The demand {} moves to {}", [strong(number), strong(change.to.0)]),
        Effect::SignatoriesMoved(numbers, change) => say(
            "{} to {}",
            [plain(counted(numbers.len(), "name on the list moves", "names on the list move")), strong(change.to)],
        ),
        Effect::Signatory(number, change) => say("{} is {}", [strong(number), plain(standing(change.to.state))]),
        Effect::Addressee((petition, organisation), change) => {
            let words = if change.to.is_some() { "{} is addressed to {}" } else { "{} is no longer addressed to {}" };
            say(words, [strong(petition), strong(organisation)])
        }
        Effect::Related((petition, other, _), change) => {
            let words = if change.to { "{} stands to {}" } else { "{} no longer stands to {}" };
            say(words, [strong(petition), strong(other)])
        }
        Effect::Organisation(number, change) => match change.to {
            Some(into) => say("{} answers with {}", [strong(number), strong(into)]),
            None => say("{} answers for itself", [strong(number)]),
        },
        Effect::Known(number, change) => {
            let words =
                if change.to.is_some() { "{} “{}” is on record" } else { "{} “{}” goes off the record" };
            let name = change.to.as_ref().or(change.from.as_ref()).map_or("", |called| &called.name);
            say(words, [strong(number), stored(name)])
        }
        Effect::Kind(number, change) => say(
            "{}: {} → {}",
            [strong(number), plain(organisation_kind(change.from)), plain(organisation_kind(change.to))],
        ),
        Effect::Name(name, change) => match change.to {
            Some(to) => say("“{}” leads to {}", [stored(name), strong(to)]),
            None => say("“{}” leads nowhere any more", [stored(name)]),
        },
        Effect::Source(number, change) => {
            let words =
                if change.to.is_some() { "{} “{}” is on record" } else { "{} “{}” goes off the record" };
            let doc = change.to.as_ref().or(change.from.as_ref());
            let title = doc.map_or("", |doc| doc.title.as_deref().unwrap_or(doc.publisher_or_host()));
            say(words, [strong(number), stored(title)])
        }
        Effect::Flag(number, change) => {
            let words = if change.to.is_some() {
                "{} waits in the queue to be looked at"
            } else {
                "{} waits in the queue no more"
            };
            say(words, [strong(number)])
        }
        Effect::Rejected(number, change) => {
            let words = if change.to.is_some() { "{} is rejected" } else { "{} waits in the queue for a decision" };
            say(words, [strong(number)])
        }
        Effect::Applied(number, change) => {
            let words = if change.to { "What {} proposed stands" } else { "What {} proposed stands no more" };
            say(words, [strong(number)])
        }
        Effect::Blocked(number, change) => {
            let words = if change.to { "Whoever filed {} may file no more" } else { "Whoever filed {} may file again" };
            say(words, [strong(number)])
        }
        Effect::Counter(number, change) => {
            let words = match change.to {
                CounterState::Running => "The live counter of {} is read again",
                CounterState::Stopped => "The live counter of {} is no longer read",
            };
            say(words, [strong(number)])
        }
        Effect::Belongs((part, whole), change) => {
            let words = if change.to.is_some() { "{} belongs to {}" } else { "{} no longer belongs to {}" };
            say(words, [strong(part), strong(whole)])
        }
        Effect::Judged(judged, change) => {
            let (judgement, before) = &**judged;
            let (from, to) = if change.to { (*before, judgement.judged) } else { (judgement.judged, *before) };
            say("{}: {} → {}", [strong(judgement.object), plain(rated(from)), plain(rated(to))])
        }
        Effect::Words(..) | Effect::Card(..) | Effect::Proposed(..) => return None,
    })
}

fn petition(state: PetitionState) -> &'static str {
    match state {
        PetitionState::Published => "shown",
        PetitionState::Hidden => "hidden",
        PetitionState::Merged => "one with another",
        PetitionState::Removed => "removed",
    }
}

fn standing(standing: SignatoryStanding) -> &'static str {
    match standing {
        SignatoryStanding::Standing => "on the list",
        SignatoryStanding::Withdrawn => "withdrawn",
        SignatoryStanding::RetractedShown => "shown as withdrawn",
        SignatoryStanding::Merged => "one with another entry",
        SignatoryStanding::Erased => "erased",
    }
}
