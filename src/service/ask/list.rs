//! The guild's petitions, a page at a time.

use super::about::Asked;
use super::close;
use super::counts::{CountGroup, groups, of_counts, own};
use crate::domain::ids::Number;
use crate::domain::petition::Collection;
use crate::domain::published::{Names, Petition, Sources};
use crate::domain::text::fold;
use crate::service::rights::permit_ask;
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::asking::suggest::{self, Typed};
use crate::store::asking::{ListAsked, Listed, list};

/// How many petitions a page shows: each takes three lines on a phone, and its sources a line more.
pub const PAGE: u32 = 8;

/// A petition of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// The petition.
    pub petition: Petition,
    /// How many signed, by population.
    pub groups: Vec<CountGroup>,
}

/// The answer to "which petitions are there?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionsAnswer {
    /// The petitions of this page, latest first.
    pub items: Vec<ListItem>,
    /// How many there are in all.
    pub total: u64,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are; at least one.
    pub pages: u32,
    /// The organisation that was asked for.
    pub organisation: Option<Number>,
    /// Those that belong to it, among whom the petitions of the page are addressed to some.
    pub parts: Vec<Number>,
    /// Where the collection stands that was asked for.
    pub state: Option<Collection>,
    /// The tag that was asked for.
    pub tag: Option<String>,
    /// The names of the organisations the answer speaks of.
    pub organisations: Names,
    /// The sources the answer cites.
    pub sources: Sources,
}

impl Service {
    /// Lists petitions addressed to an organisation, in a state, under a tag.
    pub async fn petitions(
        &self,
        caller: &Caller,
        organisation: Option<&str>,
        state: Option<Collection>,
        tag: Option<&str>,
        page: u32,
    ) -> Result<Asked<PetitionsAnswer>, ServiceError> {
        permit_ask()?;
        let folded = organisation.map(|given| (fold(given), given.trim().parse().ok()));
        let range = tag.map(range);
        let asked = ListAsked {
            organisation: folded.as_ref().map(|(folded, number)| (folded.as_str(), *number)),
            state,
            tag: range.as_ref().map(|(from, to)| (from.as_str(), to.as_str())),
            skip: i64::from(page.saturating_sub(1)) * i64::from(PAGE),
            page: i64::from(PAGE),
        };
        let listed = list::read(&mut self.store().read().await?, caller.guild, asked).await?;
        if let Some(given) = organisation.filter(|_| listed.meant.is_none()) {
            return Err(self.no_such_organisation(caller, given).await?.into());
        }
        let unfiltered = organisation.is_none() && state.is_none() && tag.is_none();
        if unfiltered && listed.total == 0 {
            return Err(Refusal::NoPetitions.into());
        }
        self.page(listed, page, state, tag)
    }

    fn page(
        &self,
        listed: Listed,
        page: u32,
        state: Option<Collection>,
        tag: Option<&str>,
    ) -> Result<Asked<PetitionsAnswer>, ServiceError> {
        let pages = u32::try_from(listed.total.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX).max(1);
        if !(1..=pages).contains(&page) {
            return Err(Refusal::NoSuchPage.into());
        }
        let (now, counts) = (self.now(), of_counts(listed.counts));
        let items = listed.petitions.into_iter().map(|petition| {
            let groups = groups(own(&counts, petition.number), &listed.sources, now);
            ListItem { petition, groups }
        });
        let items: Vec<ListItem> = items.collect();
        let addressed = |part: &Number| items.iter().any(|item| item.petition.addressees.contains(part));
        let parts = listed.parts.into_iter().filter(addressed).collect();
        let answer = PetitionsAnswer {
            items,
            total: listed.total,
            page,
            pages,
            organisation: listed.meant,
            parts,
            state,
            tag: tag.map(str::to_owned),
            organisations: listed.organisations,
            sources: listed.sources,
        };
        Ok(Asked { private_by_default: listed.private_by_default, answer })
    }

    /// Says that there is no such organisation, and which were close.
    pub(super) async fn no_such_organisation(&self, caller: &Caller, given: &str) -> Result<Refusal, ServiceError> {
        let mut conn = self.store().read().await?;
        let mut names = Vec::new();
        for start in close::beginnings(given) {
            let found = suggest::organisations(&mut conn, caller.guild, &Typed::new(&start)).await?;
            names.extend(found.into_iter().map(|(_, name)| name));
        }
        Ok(Refusal::NoSuchOrganisation { given: given.to_owned(), close: close::closest(&fold(given), names) })
    }
}

/// Gives the first and last tag that are meant: one, or all that begin with what was cut to fit a button.
fn range(tag: &str) -> (String, String) {
    match tag.strip_suffix('…') {
        Some(start) => (start.to_owned(), format!("{start}{}", char::MAX)),
        None => (tag.to_owned(), tag.to_owned()),
    }
}
