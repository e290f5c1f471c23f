//! A petition's card: what it asks, how many signed, whether anybody answered.

use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked};
use super::commitments::{Promise, Rated, promises, rated};
use super::counts::{CountGroup, groups, of_counts, own};
use super::responses::{Addressee, Said};
use crate::domain::petition::Demand;
use crate::domain::published::Kin;
use crate::domain::record::RecordKind;
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// The answer to "what is this petition?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionAnswer {
    /// The petition.
    pub about: About,
    /// What it asks for, in order, and what became of it.
    pub demands: Vec<Rated<Demand>>,
    /// What was promised, in the order it is due.
    pub commitments: Vec<Promise>,
    /// How many signed, by population.
    pub groups: Vec<CountGroup>,
    /// What each addressee has said.
    pub addressees: Vec<Addressee>,
    /// The petitions it stands in a relation to.
    pub kin: Vec<Kin>,
    /// When this was asked.
    pub now: Timestamp,
}

impl Service {
    /// Answers what a petition is.
    pub async fn petition(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<PetitionAnswer>>, ServiceError> {
        let kinds = &[RecordKind::Count, RecordKind::Response, RecordKind::Request, RecordKind::Commitment];
        let now = self.now();
        self.ask(caller, petition, Wanted { kinds, judgements: true, ..Wanted::default() }, |about, rest| {
            let counts = of_counts(rest.records.clone());
            let groups = groups(own(&counts, about.petition.number), &about.sources, now);
            let commitments = promises(&rest.records, &rest.judgements);
            let demands = rated(rest.demands, &rest.judgements);
            let said = Said::of(rest.records, &about);
            let addressees = said.organisations(&about).into_iter();
            let addressees = addressees.map(|organisation| said.by(organisation, &about, now)).collect();
            Ok(PetitionAnswer { about, demands, commitments, groups, addressees, kin: rest.kin, now })
        })
        .await
    }
}
