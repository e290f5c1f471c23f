//! Why an act on what is published was not done, in words.

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
            "There is no act “{}” that can be taken back: redactions and erasures cannot. The list that opens as you type \
             has the latest acts; `#142` means the last one on #142.",
            [typed(given)],
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
