//! Why an act on what is published was not done, in words.

use super::stays::stays;
use super::{acted, object_kind};
use crate::answers::prose::capitalised;
use crate::answers::reply::{InstantStyle, Span, Text};
use crate::answers::say::{plain, say, strong, typed};
use crate::answers::words::names::replaced;
use crate::domain::acting::WaitState;
use crate::domain::petition::PetitionState;
use crate::domain::record::RecordState;
use crate::domain::signatory::SignatoryStanding;
use crate::service::Refusal;
use crate::service::refusal::Whereabouts;

/// Words a refusal about an act.
pub(in crate::answers) fn of_acts(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::NoSuchObject(given) => say(
            "There is no “{}” here that this can be done to. Choose one from the list that opens as you type.",
            [typed(given)],
        ),
        Refusal::StandsSo { number, now } => {
            say("{} is {}. Nothing was changed.", [strong(number), plain(whereabouts(*now))])
        }
        Refusal::ObjectChanged(number) => say(
            "{} was changed after you looked. Nothing was changed now; look at it again and run the command anew.",
            [strong(number)],
        ),
        Refusal::NotUndoable(given) => say(
            "There is no act “{}” here. The list that opens as you type has the latest that can be taken back; `#142` \
             means the last one on #142.",
            [typed(given)],
        ),
        Refusal::Stays { act, kind, object } => {
            let what = match object {
                Some(number) => say("{} {}: {}.", [strong(number), plain(object_kind(*kind)), plain(acted(*act))]),
                None => say("{}.", [plain(capitalised(acted(*act)))]),
            };
            what.then(say("This stays as it is.", [])).then(say(stays(*act, *kind), []))
        }
        Refusal::WentWith { number, petition } => say(
            "{} was rejected with the petition {}, which it is about. Take the rejection of {} back, and both wait again.",
            [strong(number), strong(petition), strong(petition)],
        ),
        Refusal::NotHeld(number) => say(
            "{} cannot wait again: the text of what was rejected is held for 30 days, or until who filed it has it \
             erased. They can file it anew.",
            [strong(number)],
        ),
        Refusal::InUse(number) => say(
            "{} stays while anything on record names it or stands on it. Take that back first, or let it stand elsewhere.",
            [strong(number)],
        ),
        Refusal::AskedAlready(number) => {
            say("This is asked for already, and waits for a second moderator as {}.", [strong(number)])
        }
        Refusal::OwnAct => say(
            "You asked for this yourself, and it needs a second moderator. An admin can let one moderate alone in \
             `/setup`.",
            [],
        ),
        Refusal::TooSoonToConfirm { number, from } => say(
            "{} was asked for a moment ago. You can confirm it {}.",
            [strong(number), Span::Instant(*from, InstantStyle::Relative)],
        ),
        Refusal::ActDecided { number, state } => {
            let state = match state {
                WaitState::Pending => "still waiting",
                WaitState::Done => "confirmed and done already",
                WaitState::Declined => "declined already",
                WaitState::Expired => "too old: nobody confirmed it in time",
            };
            say("{} is {}. Nothing was changed now.", [strong(number), plain(state)])
        }
        Refusal::Stopped => say(
            "You have taken much out of sight in a short time. Until another moderator has looked at it, you can take \
             nothing more away. Everything else still works.",
            [],
        ),
        Refusal::WordingStays => say(
            "These words stay whatever becomes of the record, unless they are somebody's personal data: then give \
             `personal_data` as the reason. Otherwise `/review deprecate` keeps it out of answers.",
            [],
        ),
        Refusal::NothingToRedact => say("This field is not there, or holds nothing to redact.", []),
        Refusal::WordsInNote => {
            say("The note holds the words that are to go, and notes are kept. Write it without them.", [])
        }
        Refusal::NotAlike(number) => say(
            "{} is not of the same sort as that, or is the same one. Two petitions become one, two organisations, or two names \
             on one list.",
            [strong(number)],
        ),
        _ => say("Nothing was changed.", []),
    }
}

fn whereabouts(now: Whereabouts) -> &'static str {
    match now {
        Whereabouts::Record(RecordState::Accepted) => "on record, and stands",
        Whereabouts::Record(state) => replaced(state),
        Whereabouts::Petition(PetitionState::Published) => "shown to everyone",
        Whereabouts::Petition(PetitionState::Hidden) => "hidden",
        Whereabouts::Petition(PetitionState::Merged) => "one with another petition",
        Whereabouts::Petition(PetitionState::Removed) => "removed",
        Whereabouts::Signatory(SignatoryStanding::Standing) => "on the list",
        Whereabouts::Signatory(SignatoryStanding::Withdrawn | SignatoryStanding::RetractedShown) => "withdrawn",
        Whereabouts::Signatory(SignatoryStanding::Merged) => "one with another entry",
        Whereabouts::Signatory(SignatoryStanding::Erased) => "erased, for good",
        Whereabouts::MergedOrganisation => "one with another organisation",
    }
}
