//! A petition's card: what it asks, how many signed, whether anybody answered.

use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked, Rest, split};
use super::commitments::{Promise, Rated, promises, rated};
use super::counts::{CountGroup, groups, of_counts, own};
use super::responses::{Addressee, Said};
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::{Demand, PetitionState};
use crate::domain::published::Kin;
use crate::domain::record::RecordKind;
use crate::domain::signatory::ListTally;
use crate::service::{Caller, Service, ServiceError};
use crate::store::Conn;
use crate::store::asking::{self, Wanted, dossier};

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
    /// How many names stand on the list that is logged here.
    pub list: ListTally,
    /// What each addressee has said.
    pub addressees: Vec<Addressee>,
    /// The petitions it stands in a relation to.
    pub kin: Vec<Kin>,
    /// When this was asked.
    pub now: Timestamp,
}

/// What an answer about a petition needs.
const WANTED: Wanted<'static> = Wanted {
    kinds: &[RecordKind::Count, RecordKind::Response, RecordKind::Request, RecordKind::Commitment],
    judgements: true,
    replaced: false,
    kin_counts: false,
    organisation: None,
};

impl Service {
    /// Answers what a petition is.
    pub async fn petition(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<PetitionAnswer>>, ServiceError> {
        let now = self.now();
        self.ask(caller, petition, WANTED, |about, rest| Ok(answer(about, rest, now))).await
    }

    /// Answers what a petition is to nobody in particular; nothing where readers do not see it.
    pub(in crate::service) async fn petition_card(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        petition: Number,
    ) -> Result<Option<PetitionAnswer>, ServiceError> {
        let found = dossier::read(conn, guild, &asking::Asked::Number(petition), WANTED).await?;
        let seen = split(found).filter(|(about, _)| about.petition.state == PetitionState::Published);
        Ok(seen.map(|(about, rest)| answer(about, rest, self.now())))
    }
}

fn answer(about: About, rest: Rest, now: Timestamp) -> PetitionAnswer {
    let counts = of_counts(rest.records.clone());
    let groups = groups(own(&counts, about.petition.number), &about.sources, now);
    let commitments = promises(&rest.records, &rest.judgements);
    let demands = rated(rest.demands, &rest.judgements);
    let said = Said::of(rest.records, &about);
    let addressees = said.organisations(&about).into_iter();
    let addressees = addressees.map(|organisation| said.by(organisation, &about, now)).collect();
    PetitionAnswer { about, demands, commitments, groups, list: rest.list, addressees, kin: rest.kin, now }
}
