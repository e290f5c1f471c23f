//! What organisations committed to, and what became of that and of the demands.

use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked};
use crate::domain::commitment::{Commitment, Judged, Judgement, Rating};
use crate::domain::ids::Number;
use crate::domain::petition::Demand;
use crate::domain::published::{Cited, Record};
use crate::domain::record::{Body, RecordKind};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// A demand or a commitment with what was judged of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated<T> {
    /// The demand or commitment.
    pub of: T,
    /// What was judged of it, the latest first: that one stands.
    pub judgements: Vec<Judgement>,
}

/// A commitment of the record.
pub type Promise = Rated<Cited<Commitment>>;

impl<T> Rated<T> {
    fn new(of: T, number: Number, judgements: &[Judgement]) -> Self {
        let own = judgements.iter().rev().filter(|judgement| judgement.object == number);
        Self { of, judgements: own.cloned().collect() }
    }

    /// Gives the judgement that stands.
    #[must_use]
    pub fn latest(&self) -> Option<&Judgement> {
        self.judgements.first()
    }
}

impl Promise {
    /// Says what became of it.
    #[must_use]
    pub fn rating(&self) -> Rating {
        match self.latest().map(|judgement| judgement.judged) {
            Some(Judged::Commitment(rating)) => rating,
            Some(Judged::Demand(_)) | None => Rating::NotYetRated,
        }
    }

    /// Says whether its day has passed while more is awaited.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.of.body.is_overdue(self.rating(), now)
    }
}

/// The answer to "what was promised?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentsAnswer {
    /// The petition.
    pub about: About,
    /// The commitments, in the order they are due; those without a date last.
    pub commitments: Vec<Promise>,
    /// The demands and what became of them.
    pub demands: Vec<Rated<Demand>>,
    /// When this was asked.
    pub now: Timestamp,
}

impl Service {
    /// Answers what the addressees committed to, and what became of it.
    pub async fn commitments(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<CommitmentsAnswer>>, ServiceError> {
        let wanted = Wanted { kinds: &[RecordKind::Commitment], judgements: true, ..Wanted::default() };
        let now = self.now();
        self.ask(caller, petition, wanted, |about, rest| {
            let commitments = promises(&rest.records, &rest.judgements);
            let demands = rated(rest.demands, &rest.judgements);
            Ok(CommitmentsAnswer { about, commitments, demands, now })
        })
        .await
    }
}

/// Takes the commitments out of records, in the order they are due; those without a date last.
pub(super) fn promises(records: &[Record], judgements: &[Judgement]) -> Vec<Promise> {
    let take = |body| if let Body::Commitment(commitment) = body { Some(commitment) } else { None };
    let promises = records.iter().filter_map(|record| record.clone().filter_map(take));
    let mut promises: Vec<Promise> = promises
        .map(|record| {
            let number = record.number;
            Rated::new(record, number, judgements)
        })
        .collect();
    promises.sort_by_key(|promise| {
        let due = promise.of.body.due;
        (due.is_none(), due.map(crate::domain::date::PartialDate::start), promise.of.number)
    });
    promises
}

/// Puts to demands what was judged of them.
pub(super) fn rated(demands: Vec<Demand>, judgements: &[Judgement]) -> Vec<Rated<Demand>> {
    let rated = |demand: Demand| {
        let number = demand.number;
        Rated::new(demand, number, judgements)
    };
    demands.into_iter().map(rated).collect()
}
