//! Acts on what is published: what may be asked for, what each changes, and what it takes to do it.
//!
//! An act is a list of [`Effect`]s, each from what stands to what should. They are shown before the act is done, kept
//! with its ledger entry, and made backwards to undo it: whatever can be done this way can be undone. Whether a second
//! moderator is needed follows from the effects alone ([`needs`]), so an undo needs what the act it performs needs.
//!
//! To add an act: a variant of [`Deed`] and of [`Asked`], and where its effects are planned in `service::act`.

use serde::{Deserialize, Serialize};

use super::ids::Number;
use super::named::named;
use super::proposal::RecordProposal;

mod difference;
mod effect;
mod redactable;

pub use difference::{Difference, differences};
pub use effect::{Called, Card, Effect, Needs, Said, Stand, inverse, needs};
pub use redactable::{REDACTED, Redactable, mentions, mentions_read, redact, take_out, without, without_read};

named! {
    /// What a moderator does to something published.
    pub enum Deed {
        /// Says it better, as a new revision.
        Edit = "edit",
        /// Replaces a record by another.
        Correct = "correct",
        /// No longer relies on a record.
        Deprecate = "deprecate",
        /// Notes that a record was taken back by who said it.
        Retract = "retract",
        /// Puts a petition out of sight.
        Hide = "hide",
        /// Brings a hidden petition back.
        Unhide = "unhide",
        /// Takes a petition or record away: asked for, it answers "removed".
        Remove = "remove",
        /// Takes one field's words away for good.
        Redact = "redact",
        /// Makes one of two.
        Merge = "merge",
        /// Erases somebody on a list, for good.
        Erase = "erase",
        /// Stops a live counter.
        Stop = "stop",
        /// Takes an earlier act back.
        Undo = "undo",
        /// Takes back all that one moderator destroyed in a burst.
        UndoBurst = "undo_burst",
    }
}

named! {
    /// Why something is done to what is published: shown to readers, so that it names nobody.
    pub enum Ground {
        /// It was wrong.
        Wrong = "wrong",
        /// The source says something else, or nothing any more.
        SourceDoesNotSayIt = "source_does_not_say_it",
        /// Whoever said it took it back.
        TakenBack = "taken_back",
        /// It is on record already.
        Duplicate = "duplicate",
        /// It belongs to another petition or to none.
        NotAboutThisPetition = "not_about_this_petition",
        /// It gives away somebody's personal data.
        PersonalData = "personal_data",
        /// It abuses somebody.
        Abusive = "abusive",
        /// An earlier act of moderators was a mistake.
        Mistake = "mistake",
        /// Something else.
        Other = "other",
    }
}

named! {
    /// Where an act stands that needs a second moderator.
    pub enum WaitState {
        /// Waits for one.
        Pending = "pending",
        /// Was confirmed and done.
        Done = "done",
        /// Was declined.
        Declined = "declined",
        /// Was confirmed by nobody in time.
        Expired = "expired",
    }
}

/// When something was removed, and why: what readers are told of it, and never by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal {
    /// When.
    pub at: jiff::Timestamp,
    /// Why, where that is still held.
    pub why: Option<Ground>,
}

/// What is asked for, with what it takes beyond the object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// A record is to say this, from the revision that was looked at.
    Edit(i64, Box<RecordProposal>),
    /// A record is to be replaced by this one, from the revision that was looked at.
    Correct(i64, Box<RecordProposal>),
    /// A record is no longer to be relied on.
    Deprecate,
    /// A record was taken back by who said it.
    Retract,
    /// A petition is to be put out of sight.
    Hide,
    /// A petition is to be brought back.
    Unhide,
    /// A petition or record is to be taken away.
    Remove,
    /// A field's words are to be taken away for good.
    Redact(Redactable),
    /// The object is to become one with this one, which stays.
    Merge(Number),
    /// Somebody on a list is to be erased.
    Erase,
    /// The live counter of a count report is not to be read any more.
    Stop,
    /// The act of this ledger entry is to be taken back.
    Undo(i64),
    /// The acts of these ledger entries are to be taken back, the latest first.
    UndoBurst(Vec<i64>),
}

impl Asked {
    /// Says which deed it is.
    #[must_use]
    pub fn deed(&self) -> Deed {
        match self {
            Self::Edit(..) => Deed::Edit,
            Self::Correct(..) => Deed::Correct,
            Self::Deprecate => Deed::Deprecate,
            Self::Retract => Deed::Retract,
            Self::Hide => Deed::Hide,
            Self::Unhide => Deed::Unhide,
            Self::Remove => Deed::Remove,
            Self::Redact(_) => Deed::Redact,
            Self::Merge(_) => Deed::Merge,
            Self::Erase => Deed::Erase,
            Self::Stop => Deed::Stop,
            Self::Undo(_) => Deed::Undo,
            Self::UndoBurst(_) => Deed::UndoBurst,
        }
    }
}

/// An act that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What it is done to; nothing where it is done to several at once.
    pub object: Option<Number>,
    /// What is to be done.
    pub asked: Asked,
    /// Why.
    pub ground: Ground,
    /// What else moderators should know; in the ledger, and shown to no reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
