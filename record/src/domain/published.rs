//! What is published, as it is read: a petition, a record, a source, each with its number and where it stands.

use std::collections::BTreeMap;

use super::date::PartialDate;
use super::ids::Number;
use super::petition::{Collection, PetitionDoc, PetitionState, Relation};
use super::record::{Body, Rank, RecordState};
use super::source::{CaptureDoc, ChangeClass, ChangeDoc, LinkState, SourceDoc, SourceUrl};
use super::weigh::Weight;

/// A petition of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petition {
    /// Its number.
    pub number: Number,
    /// The short name it is asked for by.
    pub slug: String,
    /// Where it stands in the record.
    pub state: PetitionState,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// The source it stands on.
    pub source: Number,
    /// To whom it is addressed, in order.
    pub addressees: Vec<Number>,
    /// What is said of it.
    pub doc: PetitionDoc,
}

/// A petition that stands to another in a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// The other petition.
    pub petition: Petition,
    /// The relation.
    pub relation: Relation,
    /// Which of the two says it of the other.
    pub side: Side,
}

/// The side of a relation that another petition is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// This petition is, say, a follow-up of the other.
    Towards,
    /// The other is, say, a follow-up of this one.
    From,
}

/// A published record with what it says, its source and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<T> {
    /// Its number.
    pub number: Number,
    /// The petition it is about.
    pub petition: Number,
    /// The organisation it concerns.
    pub organisation: Option<Number>,
    /// The source it stands on.
    pub source: Number,
    /// Where it stands.
    pub state: RecordState,
    /// What replaced it.
    pub superseded_by: Option<Number>,
    /// Whether an editor prefers it.
    pub rank: Rank,
    /// What it says.
    pub body: T,
}

/// A published record of any kind.
pub type Record = Cited<Body>;

impl<T> Cited<T> {
    /// Gives the same record with its words taken for what they are.
    pub fn map<U>(self, take: impl FnOnce(T) -> U) -> Cited<U> {
        let Self { number, petition, organisation, source, state, superseded_by, rank, body } = self;
        Cited { number, petition, organisation, source, state, superseded_by, rank, body: take(body) }
    }

    /// Gives the record as one of the kind that `take` finds in it.
    pub fn filter_map<U>(self, take: impl FnOnce(T) -> Option<U>) -> Option<Cited<U>> {
        let Self { number, petition, organisation, source, state, superseded_by, rank, body } = self;
        take(body).map(|body| Cited { number, petition, organisation, source, state, superseded_by, rank, body })
    }

    /// Says whether it stands, so that it may count and be answered with.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.state == RecordState::Accepted
    }
}

/// A source of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub number: Number,
    /// What is known of its link.
    pub link: LinkState,
    /// What is said of it.
    pub doc: SourceDoc,
    /// What was read there, latest first.
    pub captures: Vec<Capture>,
    /// What changed there, latest first, where that was asked for.
    pub changes: Vec<SourceChange>,
}

impl SourceChange {
    /// Says whether it is an edit that leaves the words alone which the source is cited for, and no more than that.
    #[must_use]
    pub fn is_a_mere_edit(&self) -> bool {
        self.doc.is_a_mere_edit(self.class)
    }
}

/// What changed on a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChange {
    /// Its number.
    pub number: Number,
    /// What kind of change it is.
    pub class: ChangeClass,
    /// What is told of it.
    pub doc: ChangeDoc,
}

/// One reading of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// When.
    pub retrieved_at: PartialDate,
    /// What was kept of it.
    pub doc: CaptureDoc,
}

impl Source {
    /// Gives its archived copy, when it was made and where it is: of several the latest, but where words have left the page
    /// the latest that was made before they were gone.
    #[must_use]
    pub fn archived(&self) -> Option<(PartialDate, &SourceUrl)> {
        let copy = |capture: &Capture| capture.doc.archived_at.unwrap_or(capture.retrieved_at);
        let copies = self.captures.iter().filter_map(|one| one.doc.archive_url.as_ref().map(|url| (copy(one), url)));
        let gone_at = self.captures.iter().find_map(|capture| capture.doc.left_by).map(PartialDate::start);
        let before = |(at, _): &(PartialDate, &SourceUrl)| gone_at.is_none_or(|gone| at.start() < gone);
        let latest = |(at, _): &(PartialDate, &SourceUrl)| at.start();
        copies.clone().filter(before).max_by_key(latest).or_else(|| copies.max_by_key(latest))
    }

    /// Gives when the last reading was made that has a record's words, where they have left the page since.
    #[must_use]
    pub fn last_with(&self, record: Number) -> Option<PartialDate> {
        self.captures.iter().find(|one| one.doc.last_with.contains(&record)).map(|one| one.retrieved_at)
    }
}

/// The sources an answer cites, by number.
pub type Sources = BTreeMap<Number, Source>;

/// The names of the organisations an answer speaks of, by number.
pub type Names = BTreeMap<Number, String>;

/// Gives what [`weigh`](super::weigh::weigh) needs to know of a record.
#[must_use]
pub fn weight<T>(
    record: &Cited<T>,
    as_of: Option<PartialDate>,
    reading: Option<&super::Reading>,
    sources: &Sources,
) -> Weight {
    let read = sources.get(&record.source).map_or(PartialDate::Year(1), |source| source.doc.retrieved_at);
    Weight { as_of, reading: reading.cloned(), rank: record.rank, retrieved_at: read }
}
