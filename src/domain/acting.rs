//! Acts on what is published: what may be asked for, what each changes, and what it takes to do it.
//!
//! An act is a list of [`Effect`]s, each from what stands to what should. They are shown before the act is done, kept
//! with its ledger entry, and made backwards to undo it: whatever can be done this way can be undone. Whether a second
//! moderator is needed follows from the effects alone ([`needs`]), so an undo needs what the act it performs needs.
//!
//! To add an act: a variant of [`Deed`] and of [`Asked`], and where its effects are planned in `service::act`.

use serde::{Deserialize, Serialize};

use super::commitment::{Judged, Judgement};
use super::ids::Number;
use super::ledger::ObjectKind;
use super::named::named;
use super::organisation::Belonging;
use super::petition::{Collection, PetitionDoc, PetitionState, Relation};
use super::petition_edit::Change;
use super::proposal::RecordProposal;
use super::record::{Body, RecordState};
use super::signatory::SignatoryStanding;

mod difference;
mod redactable;

pub use difference::{Difference, differences};
pub use redactable::{REDACTED, Redactable, mentions, redact, take_out, without};

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

/// Where something stands, and what answers for it where something does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand<T> {
    /// Where it stands.
    pub state: T,
    /// What replaced it, or what it was merged into.
    pub by: Option<Number>,
}

impl<T> Stand<T> {
    /// Stands for itself.
    pub const fn of(state: T) -> Self {
        Self { state, by: None }
    }
}

/// What a record says, about what, and on which source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Its words.
    pub body: Body,
    /// The organisation it concerns.
    pub organisation: Option<Number>,
    /// The source it stands on.
    pub source: Number,
}

/// What a petition's card says, and whom it is addressed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What is said of it.
    pub doc: PetitionDoc,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// Whom it addresses: numbers and names.
    pub addressees: Vec<(Number, String)>,
    /// How it stands to others.
    pub relations: Vec<(Relation, Number)>,
}

/// One change to the record, which can be made forwards and backwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Where a record stands.
    Record(Number, Change<Stand<RecordState>>),
    /// What a record says.
    Words(Number, Box<Change<Said>>),
    /// Which petition records are about.
    RecordsMoved(Vec<Number>, Change<Number>),
    /// Where a petition stands.
    Petition(Number, Change<Stand<PetitionState>>),
    /// What a petition's card says.
    Card(Number, Box<Change<Card>>),
    /// Which petition a demand belongs to, and its place there.
    Demand(Number, Change<(Number, i64)>),
    /// Which petition signatories stand under.
    SignatoriesMoved(Vec<Number>, Change<Number>),
    /// Where a signatory stands.
    Signatory(Number, Change<Stand<SignatoryStanding>>),
    /// Whether an organisation is addressed by a petition, and at which place.
    Addressee((Number, Number), Change<Option<i64>>),
    /// Whether a petition stands so to another.
    Related((Number, Number, Relation), Change<bool>),
    /// What an organisation was merged into.
    Organisation(Number, Change<Option<Number>>),
    /// Which organisation answers to a name, as it is written.
    Name(String, Change<Number>),
    /// Which organisation records concern.
    RecordsOf(Vec<Number>, Change<Number>),
    /// Whether an organisation belongs to another, and when.
    Belongs((Number, Number), Change<Option<Belonging>>),
    /// Whether a judgement stands, and what stands where it does not.
    Judged(Box<(Judgement, Judged)>, Change<bool>),
}

impl Effect {
    /// Publishes a record. Taken back, it is no longer relied on: numbers are not reused, and its words survive.
    #[must_use]
    pub fn published_record(number: Number) -> Self {
        let (from, to) = (Stand::of(RecordState::Deprecated), Stand::of(RecordState::Accepted));
        Self::Record(number, Change { from, to })
    }

    /// Publishes a petition. Taken back, it is hidden, with what is about it.
    #[must_use]
    pub fn published_petition(number: Number) -> Self {
        let (from, to) = (Stand::of(PetitionState::Hidden), Stand::of(PetitionState::Published));
        Self::Petition(number, Change { from, to })
    }

    /// Puts somebody on a list. Taken back, they are not shown and not counted.
    #[must_use]
    pub fn published_signatory(number: Number) -> Self {
        let (from, to) = (Stand::of(SignatoryStanding::Withdrawn), Stand::of(SignatoryStanding::Standing));
        Self::Signatory(number, Change { from, to })
    }

    /// Gives the change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        fn turned<T>(Change { from, to }: Change<T>) -> Change<T> {
            Change { from: to, to: from }
        }
        match self {
            Self::Record(number, change) => Self::Record(number, turned(change)),
            Self::Words(number, change) => Self::Words(number, Box::new(turned(*change))),
            Self::RecordsMoved(numbers, change) => Self::RecordsMoved(numbers, turned(change)),
            Self::Petition(number, change) => Self::Petition(number, turned(change)),
            Self::Card(number, change) => Self::Card(number, Box::new(turned(*change))),
            Self::Demand(number, change) => Self::Demand(number, turned(change)),
            Self::SignatoriesMoved(numbers, change) => Self::SignatoriesMoved(numbers, turned(change)),
            Self::Signatory(number, change) => Self::Signatory(number, turned(change)),
            Self::Addressee(pair, change) => Self::Addressee(pair, turned(change)),
            Self::Related(pair, change) => Self::Related(pair, turned(change)),
            Self::Organisation(number, change) => Self::Organisation(number, turned(change)),
            Self::Name(name, change) => Self::Name(name, turned(change)),
            Self::RecordsOf(numbers, change) => Self::RecordsOf(numbers, turned(change)),
            Self::Belongs(pair, change) => Self::Belongs(pair, turned(change)),
            Self::Judged(judgement, change) => Self::Judged(judgement, turned(change)),
        }
    }

    /// Says whether one moderator may make it: what removes, erases, brings back or makes one of two needs a second.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let two = match self {
            Self::Record(_, change) => {
                change.from.state == RecordState::Removed || change.to.state == RecordState::Removed
            }
            Self::Petition(_, change) => change.to.state != PetitionState::Hidden,
            Self::Organisation(..) => true,
            Self::Signatory(_, change) => {
                change.from.state == SignatoryStanding::Merged
                    || !matches!(change.to.state, SignatoryStanding::Withdrawn | SignatoryStanding::RetractedShown)
            }
            Self::Words(..)
            | Self::RecordsMoved(..)
            | Self::Card(..)
            | Self::Demand(..)
            | Self::SignatoriesMoved(..)
            | Self::Addressee(..)
            | Self::Related(..)
            | Self::Name(..)
            | Self::RecordsOf(..)
            | Self::Belongs(..)
            | Self::Judged(..) => false,
        };
        if two { Needs::ASecond } else { Needs::One }
    }

    /// Says whether it takes something out of readers' sight.
    #[must_use]
    pub fn destroys(&self) -> bool {
        match self {
            Self::Record(_, change) => change.to.state != RecordState::Accepted,
            Self::Petition(_, change) => change.to.state != PetitionState::Published,
            Self::Organisation(_, change) => change.to.is_some(),
            Self::Signatory(_, change) => change.to.state != SignatoryStanding::Standing,
            Self::Words(..)
            | Self::RecordsMoved(..)
            | Self::Card(..)
            | Self::Demand(..)
            | Self::SignatoriesMoved(..)
            | Self::Addressee(..)
            | Self::Related(..)
            | Self::Name(..)
            | Self::RecordsOf(..)
            | Self::Belongs(..)
            | Self::Judged(..) => false,
        }
    }

    /// Names the object whose history it belongs to, where it is one.
    #[must_use]
    pub fn object(&self) -> Option<(ObjectKind, Number)> {
        match self {
            Self::Record(number, _) | Self::Words(number, _) => Some((ObjectKind::Record, *number)),
            Self::Petition(number, _) | Self::Card(number, _) => Some((ObjectKind::Petition, *number)),
            Self::Signatory(number, _) => Some((ObjectKind::Signatory, *number)),
            Self::Organisation(number, _) => Some((ObjectKind::Organisation, *number)),
            Self::Judged(judged, _) => {
                let kind = match judged.0.judged {
                    Judged::Demand(_) => ObjectKind::Demand,
                    Judged::Commitment(_) => ObjectKind::Record,
                };
                Some((kind, judged.0.object))
            }
            Self::RecordsMoved(..)
            | Self::Demand(..)
            | Self::SignatoriesMoved(..)
            | Self::Addressee(..)
            | Self::Related(..)
            | Self::Name(..)
            | Self::RecordsOf(..)
            | Self::Belongs(..) => None,
        }
    }
}

/// How many moderators an act needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// One is enough.
    One,
    /// A second one confirms it.
    ASecond,
}

/// Says how many moderators these effects need together.
#[must_use]
pub fn needs(effects: &[Effect]) -> Needs {
    effects.iter().map(Effect::needs).max().unwrap_or(Needs::One)
}

/// Gives the effects that take these back, in their order.
#[must_use]
pub fn inverse(effects: Vec<Effect>) -> Vec<Effect> {
    effects.into_iter().rev().map(Effect::inverse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn petition(from: PetitionState, to: PetitionState) -> Effect {
        let number = Number::FIRST;
        Effect::Petition(number, Change { from: Stand::of(from), to: Stand::of(to) })
    }

    #[test]
    fn an_undo_needs_what_the_act_it_performs_needs() {
        let hide = petition(PetitionState::Published, PetitionState::Hidden);
        assert_eq!(hide.needs(), Needs::One);
        assert_eq!(hide.clone().inverse().needs(), Needs::ASecond);
        assert_eq!(hide.clone().inverse().inverse(), hide);
        let remove = petition(PetitionState::Hidden, PetitionState::Removed);
        assert_eq!(needs(&[hide, remove]), Needs::ASecond);
    }
}
