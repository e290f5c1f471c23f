//! One source, when it was read, and what stands on it.

use super::about::Asked;
use crate::domain::commitment::Judgement;
use crate::domain::ids::Number;
use crate::domain::published::{Petition, Record, Source};
use crate::domain::source::{Beside, SourceUrl};
use crate::domain::watching::counter::Shown as Counter;
use crate::service::log::steps::beside_of;
use crate::service::rights::permit_ask;
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::asking::source;
use crate::store::counters;

/// How many records of a source a page shows.
pub const PAGE: u32 = 12;

/// How many of a source's readings and changes are shown, the latest.
pub const LATEST: usize = 5;

/// The answer to "what is this source?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAnswer {
    /// The source with its latest readings and changes, and those readings that answers lead to.
    pub source: Source,
    /// How often its page was read in all.
    pub readings: u64,
    /// How often it changed in all.
    pub changes: u64,
    /// What it may be confused with.
    pub beside: Beside,
    /// The live counters that began with a report that stands on it.
    pub counters: Vec<Counter>,
    /// What stands on it, by number: those of this page.
    pub records: Vec<Record>,
    /// How many records stand on it in all.
    pub total: u64,
    /// What was judged on it, with the petition it is of, latest first: on the first page.
    pub judgements: Vec<(Number, Judgement)>,
    /// How many judgements rest on it in all.
    pub judged: u64,
    /// The petitions these are about, and on the first page those that stand on the source themselves.
    pub petitions: Vec<Petition>,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are; at least one.
    pub pages: u32,
}

impl Service {
    /// Answers what a source is, by its number or address, with a page of what stands on it.
    pub async fn source(&self, caller: &Caller, given: &str, page: u32) -> Result<Asked<SourceAnswer>, ServiceError> {
        permit_ask()?;
        let number: Option<Number> = given.trim().parse().ok();
        let url = SourceUrl::parse(given).ok();
        let mut conn = self.store().read().await?;
        let url = url.as_ref().map(SourceUrl::spellings);
        let skip = i64::from(page.saturating_sub(1)) * i64::from(PAGE);
        let latest = i64::try_from(LATEST).unwrap_or(i64::MAX);
        let found = source::read(&mut conn, caller.guild, number, url, (i64::from(PAGE), skip), latest).await?;
        let source = found.source.ok_or_else(|| Refusal::NoSuchSource(given.to_owned()))?;
        let pages = u32::try_from(found.citing.total.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX).max(1);
        if !(1..=pages).contains(&page) {
            return Err(Refusal::NoSuchPage.into());
        }
        let answer = SourceAnswer {
            beside: beside_of(&mut conn, caller.guild, &source.doc, Some(source.number)).await?,
            counters: counters::list_of(&mut conn, caller.guild, source.number).await?,
            source,
            readings: found.history.0,
            changes: found.history.1,
            records: found.citing.records,
            total: found.citing.total,
            judgements: found.citing.judgements,
            judged: found.citing.judged,
            petitions: found.citing.petitions,
            page,
            pages,
        };
        Ok(Asked { private_by_default: found.private_by_default, answer })
    }
}
