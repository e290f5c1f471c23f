//! A petition's card: what it asks, how many signed, whether anybody answered.

use super::about::{About, Asked, Found, PetitionAsked};
use super::counts::{CountGroup, groups, of_counts, own};
use super::responses::{Addressee, Said};
use crate::domain::petition::Demand;
use crate::domain::published::Kin;
use crate::domain::record::RecordKind;
use crate::domain::signatory::ListTally;
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// The answer to "what is this petition?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionAnswer {
    /// The petition.
    pub about: About,
    /// What it asks for, in order.
    pub demands: Vec<Demand>,
    /// How many signed, by population.
    pub groups: Vec<CountGroup>,
    /// How many names stand on the list that is logged here.
    pub list: ListTally,
    /// What each addressee has said.
    pub addressees: Vec<Addressee>,
    /// The petitions it stands in a relation to.
    pub kin: Vec<Kin>,
}

impl Service {
    /// Answers what a petition is.
    pub async fn petition(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<PetitionAnswer>>, ServiceError> {
        let kinds = [Some(RecordKind::Count), Some(RecordKind::Response), Some(RecordKind::Request), None];
        let now = self.now();
        self.ask(caller, petition, Wanted { kinds, ..Wanted::default() }, |about, rest| {
            let counts = of_counts(rest.records.clone());
            let groups = groups(own(&counts, about.petition.number), &about.sources, now);
            let said = Said::of(rest.records, &about);
            let addressees = said.organisations(&about, None).into_iter();
            let addressees = addressees.map(|organisation| said.by(organisation, &about, now)).collect();
            Ok(PetitionAnswer { about, demands: rest.demands, groups, list: rest.list, addressees, kin: rest.kin })
        })
        .await
    }
}
