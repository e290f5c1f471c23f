//! What on record has the words that somebody looks for.

use std::collections::BTreeMap;

use super::about::Asked;
use crate::domain::findable::Findable;
use crate::domain::ids::Number;
use crate::domain::published::{Names, Petition, Record, Sources};
use crate::domain::text::{TextError, clean_line, sought};
use crate::service::find::refuse_removed;
use crate::service::rights::permit_ask;
use crate::service::{Caller, Field, Refusal, Service, ServiceError};
pub use crate::store::asking::search::LOOKED_THROUGH;
use crate::store::asking::search::{self, Found, SearchAsked};

/// How many a page shows: each takes two or three lines on a phone, and its source a line more.
pub const PAGE: u32 = 8;

/// The longest text that is looked for, in characters: what the buttons to its other pages have room for.
pub const LONGEST: usize = 60;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A petition of [`SearchAnswer::petitions`].
    Petition(Number),
    /// An organisation: its number, and the other names it answers to.
    Organisation(Number, Vec<String>),
    /// A source of [`SearchAnswer::sources`].
    Source(Number),
    /// A record, about a petition of [`SearchAnswer::petitions`].
    Record(Box<Record>),
}

/// The answer to "where does it say so?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchAnswer {
    /// What was looked for, on one line.
    pub text: String,
    /// Of which kind.
    pub kind: Option<Findable>,
    /// What this page shows: the best first, the latest first among equals.
    pub hits: Vec<Hit>,
    /// How many there are in all, of those that were looked through.
    pub total: u64,
    /// Whether so many have the words that only those filed last were looked through.
    pub more: bool,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are; at least one.
    pub pages: u32,
    /// The petitions the answer speaks of.
    pub petitions: BTreeMap<Number, Petition>,
    /// The names of the organisations the answer speaks of.
    pub organisations: Names,
    /// The sources the answer cites.
    pub sources: Sources,
}

impl Service {
    /// Answers what on record has every word of a text; the last one may be a beginning.
    pub async fn search(
        &self,
        caller: &Caller,
        text: &str,
        kind: Option<Findable>,
        page: u32,
    ) -> Result<Asked<SearchAnswer>, ServiceError> {
        permit_ask()?;
        let bad = |error| Refusal::BadText { field: Field::Text, error };
        let text = clean_line(text, LONGEST).map_err(bad)?;
        let sought = sought(&text).ok_or_else(|| bad(TextError::Empty))?;
        let skip = i64::from(page.saturating_sub(1)) * i64::from(PAGE);
        let asked = SearchAsked { sought: &sought, kind, skip, page: i64::from(PAGE) };
        let mut conn = self.store().read().await?;
        let found = search::read(&mut conn, caller.guild, asked).await?;
        if let (0, Some(number)) = (found.total, text.strip_prefix('#').and_then(|digits| digits.parse().ok())) {
            refuse_removed(self.store(), &mut conn, caller.guild, number).await?;
        }
        drop(conn);
        let pages = u32::try_from(found.total.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX).max(1);
        if !(1..=pages).contains(&page) {
            return Err(Refusal::NoSuchPage.into());
        }
        let private_by_default = found.private_by_default;
        let answer = SearchAnswer { text, kind, page, pages, ..SearchAnswer::of(found) };
        Ok(Asked { private_by_default, answer })
    }
}

impl SearchAnswer {
    fn of(found: Found) -> Self {
        let mut records: BTreeMap<Number, Record> = found.records.into_iter().map(|one| (one.number, one)).collect();
        let mut names: BTreeMap<Number, Vec<String>> = BTreeMap::new();
        for (organisation, name) in found.names {
            let shown = found.organisations.get(&organisation);
            names.entry(organisation).or_default().extend(Some(name).filter(|name| Some(name) != shown));
        }
        let hits = found.hits.into_iter().filter_map(|(kind, number)| match kind {
            Findable::Petition => Some(Hit::Petition(number)),
            Findable::Organisation => Some(Hit::Organisation(number, names.remove(&number).unwrap_or_default())),
            Findable::Source => Some(Hit::Source(number)),
            Findable::Count
            | Findable::Fact
            | Findable::Statement
            | Findable::Response
            | Findable::Request
            | Findable::Commitment => records.remove(&number).map(|record| Hit::Record(Box::new(record))),
        });
        Self {
            text: String::new(),
            kind: None,
            hits: hits.collect(),
            total: found.total,
            more: found.more,
            page: 1,
            pages: 1,
            petitions: found.petitions.into_iter().map(|petition| (petition.number, petition)).collect(),
            organisations: found.organisations,
            sources: found.sources,
        }
    }
}
