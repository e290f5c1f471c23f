//! One source, when it was read, and what stands on it.

use super::about::Asked;
use crate::domain::ids::Number;
use crate::domain::published::{Petition, Record, Source};
use crate::domain::source::SourceUrl;
use crate::service::rights::permit_ask;
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::asking::source;

/// The answer to "what is this source?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAnswer {
    /// The source with its captures, latest first.
    pub source: Source,
    /// What stands on it, by number: the first ones.
    pub records: Vec<Record>,
    /// How many records stand on it in all.
    pub total: u64,
    /// The petitions these are about, and those that stand on the source themselves.
    pub petitions: Vec<Petition>,
}

impl Service {
    /// Answers what a source is, by its number or address.
    pub async fn source(&self, caller: &Caller, given: &str) -> Result<Asked<SourceAnswer>, ServiceError> {
        permit_ask()?;
        let number: Option<Number> = given.trim().parse().ok();
        let url = SourceUrl::parse(given).ok();
        let mut conn = self.store().read().await?;
        let found = source::read(&mut conn, caller.guild, number, url.as_ref().map(SourceUrl::as_str)).await?;
        let source = found.source.ok_or_else(|| Refusal::NoSuchSource(given.to_owned()))?;
        let answer = SourceAnswer {
            source,
            records: found.citing.records,
            total: found.citing.total,
            petitions: found.citing.petitions,
        };
        Ok(Asked { private_by_default: found.private_by_default, answer })
    }
}
