//! Effects: single changes to the record, each from what stands to what should, made forwards or backwards.

use serde::{Deserialize, Serialize};

use crate::domain::commitment::{Judged, Judgement};
use crate::domain::ids::Number;
use crate::domain::ledger::ObjectKind;
use crate::domain::organisation::{Belonging, OrganisationKind};
use crate::domain::petition::{Collection, PetitionDoc, PetitionState, Relation};
use crate::domain::petition_edit::Change;
use crate::domain::record::{Body, RecordState};
use crate::domain::review::Decided;
use crate::domain::signatory::SignatoryStanding;
use crate::domain::source::SourceDoc;
use crate::domain::watching::counter::CounterState;

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

/// What an organisation is called, and what sort it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// The name it is shown by.
    pub name: String,
    /// What sort.
    pub kind: OrganisationKind,
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
    /// Whether an organisation is on record, and as what.
    Known(Number, Box<Change<Option<Called>>>),
    /// What sort of organisation it is.
    Kind(Number, Change<OrganisationKind>),
    /// Which organisation answers to a name, as it is written; where it does not yet or no more, none.
    Name(String, Change<Option<Number>>),
    /// Which organisation records concern.
    RecordsOf(Vec<Number>, Change<Number>),
    /// Whether an organisation belongs to another, and when.
    Belongs((Number, Number), Change<Option<Belonging>>),
    /// Whether a judgement stands, and what stands where it does not.
    Judged(Box<(Judgement, Judged)>, Change<bool>),
    /// Whether a source is on record, and what is said of it.
    Source(Number, Box<Change<Option<SourceDoc>>>),
    /// Why somebody should look at a record, where an import said so and nobody has.
    Flag(Number, Change<Option<String>>),
    /// How a submission was rejected, or that it waits.
    Rejected(Number, Change<Option<Decided>>),
    /// What a submission that waits proposes, by the revision that says so.
    Proposed(Number, Change<i64>),
    /// Whether what a submission changed on record stands; the changes are effects of their own.
    Applied(Number, Change<bool>),
    /// Whether who filed a submission may file no more.
    Blocked(Number, Change<bool>),
    /// Whether the live counter is read that began with a record.
    Counter(Number, Change<CounterState>),
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
            Self::Known(number, change) => Self::Known(number, Box::new(turned(*change))),
            Self::Kind(number, change) => Self::Kind(number, turned(change)),
            Self::Source(number, change) => Self::Source(number, Box::new(turned(*change))),
            Self::Flag(number, change) => Self::Flag(number, turned(change)),
            Self::Rejected(number, change) => Self::Rejected(number, turned(change)),
            Self::Proposed(number, change) => Self::Proposed(number, turned(change)),
            Self::Applied(number, change) => Self::Applied(number, turned(change)),
            Self::Blocked(number, change) => Self::Blocked(number, turned(change)),
            Self::Counter(number, change) => Self::Counter(number, turned(change)),
        }
    }

    /// Says whether one moderator may make it: what removes, erases, brings back or makes one of two needs a second.
    #[must_use]
    pub fn needs(&self) -> Needs {
        if self.weighs().0 { Needs::ASecond } else { Needs::One }
    }

    /// Says whether it takes something out of readers' sight.
    #[must_use]
    pub fn destroys(&self) -> bool {
        self.weighs().1
    }

    /// Says whether it needs a second moderator, and whether it takes something out of readers' sight.
    fn weighs(&self) -> (bool, bool) {
        match self {
            Self::Record(_, change) => {
                let removed = [change.from.state, change.to.state].contains(&RecordState::Removed);
                (removed, change.to.state != RecordState::Accepted)
            }
            Self::Petition(_, change) => {
                (change.to.state != PetitionState::Hidden, change.to.state != PetitionState::Published)
            }
            Self::Organisation(_, change) => (true, change.to.is_some()),
            Self::Signatory(_, change) => {
                let (from, to) = (change.from.state, change.to.state);
                let taken_off = matches!(to, SignatoryStanding::Withdrawn | SignatoryStanding::RetractedShown);
                (from == SignatoryStanding::Merged || !taken_off, to != SignatoryStanding::Standing)
            }
            Self::Source(_, change) => (false, change.to.is_none()),
            Self::Known(_, change) => (false, change.to.is_none()),
            Self::Words(..)
            | Self::RecordsMoved(..)
            | Self::Card(..)
            | Self::Demand(..)
            | Self::SignatoriesMoved(..)
            | Self::Addressee(..)
            | Self::Related(..)
            | Self::Kind(..)
            | Self::Name(..)
            | Self::RecordsOf(..)
            | Self::Belongs(..)
            | Self::Judged(..)
            | Self::Flag(..)
            | Self::Rejected(..)
            | Self::Proposed(..)
            | Self::Applied(..)
            | Self::Blocked(..)
            | Self::Counter(..) => (false, false),
        }
    }

    /// Names the object whose history it belongs to, where it is one.
    #[must_use]
    pub fn object(&self) -> Option<(ObjectKind, Number)> {
        Some(match self {
            Self::Record(number, _) | Self::Words(number, _) | Self::Flag(number, _) | Self::Counter(number, _) => {
                (ObjectKind::Record, *number)
            }
            Self::Petition(number, _) | Self::Card(number, _) => (ObjectKind::Petition, *number),
            Self::Signatory(number, _) => (ObjectKind::Signatory, *number),
            Self::Organisation(number, _) | Self::Known(number, _) | Self::Kind(number, _) => {
                (ObjectKind::Organisation, *number)
            }
            Self::Source(number, _) => (ObjectKind::Source, *number),
            Self::Judged(judged, _) => {
                let kind = match judged.0.judged {
                    Judged::Demand(_) => ObjectKind::Demand,
                    Judged::Commitment(_) => ObjectKind::Record,
                };
                (kind, judged.0.object)
            }
            Self::Rejected(number, _)
            | Self::Proposed(number, _)
            | Self::Applied(number, _)
            | Self::Blocked(number, _) => (ObjectKind::Submission, *number),
            Self::RecordsMoved(..)
            | Self::Demand(..)
            | Self::SignatoriesMoved(..)
            | Self::Addressee(..)
            | Self::Related(..)
            | Self::Name(..)
            | Self::RecordsOf(..)
            | Self::Belongs(..) => return None,
        })
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
