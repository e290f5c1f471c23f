//! One organisation: its names, where it belongs, and what it is asked.

use super::about::Asked;
use crate::domain::ids::Number;
use crate::domain::organisation::{Organisation, Related};
use crate::domain::published::Petition;
use crate::domain::text::fold;
use crate::service::rights::permit_ask;
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::organisation;

/// The answer to "who is this?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationAnswer {
    /// The organisation.
    pub organisation: Organisation,
    /// What it belongs to or belonged to.
    pub parents: Vec<Related>,
    /// What belongs to it or belonged to it.
    pub parts: Vec<Related>,
    /// The latest petitions addressed to it.
    pub petitions: Vec<Petition>,
    /// How many are addressed to it in all.
    pub total: u64,
    /// How many commitments of it stand.
    pub commitments: u64,
}

impl Service {
    /// Answers who an organisation is, by any of its names or by its number.
    pub async fn organisation(&self, caller: &Caller, given: &str) -> Result<Asked<OrganisationAnswer>, ServiceError> {
        permit_ask()?;
        let number: Option<Number> = given.trim().parse().ok();
        let mut conn = self.store().read().await?;
        let found = organisation::read(&mut conn, caller.guild, &fold(given), number).await?;
        drop(conn);
        let Some(organisation) = found.organisation else {
            return Err(self.no_such_organisation(caller, given).await?.into());
        };
        let answer = OrganisationAnswer {
            organisation,
            parents: found.parents,
            parts: found.parts,
            petitions: found.petitions,
            total: found.total,
            commitments: found.commitments,
        };
        Ok(Asked { private_by_default: found.private_by_default, answer })
    }
}
