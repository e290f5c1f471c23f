//! How many signed: reports weighed within one measure, population and organisation, and never added.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ToSpan};

use super::about::{About, Asked, Found, PetitionAsked};
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::published::{Cited, Kin, Record, Sources, weight};
use crate::domain::record::{Body, CountReport, RecordKind};
use crate::domain::signatory::ListTally;
use crate::domain::weigh::{Agreement, weigh};
use crate::domain::{Measure, Population};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// A count report of the record.
pub type Count = Cited<CountReport>;

/// Reports on one measure, population and organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountGroup {
    /// What was counted.
    pub measure: Measure,
    /// Who was counted.
    pub population: Population,
    /// Whose.
    pub organisation: Option<Number>,
    /// The reports of the current moment, the one to show first at the front. Never empty.
    pub current: Vec<Count>,
    /// Whether these agree.
    pub agreement: Agreement,
    /// The rest, latest first.
    pub earlier: Vec<Count>,
    /// The one before, where the current number is surely smaller.
    pub fell_from: Option<Count>,
    /// Set where the number is rising.
    pub rising: Option<Rising>,
}

/// Ever higher reports within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rising {
    /// How many.
    pub reports: usize,
    /// Within how long.
    pub within: SignedDuration,
}

/// Another petition's counts, never added to this one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The petition.
    pub kin: Kin,
    /// Its counts.
    pub groups: Vec<CountGroup>,
}

/// The answer to "how many signed?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountsAnswer {
    /// The petition.
    pub about: About,
    /// Its counts, employees before the public.
    pub groups: Vec<CountGroup>,
    /// How many names stand on the list that is logged here; no report says so. Left out where one population was asked
    /// for, since a list does not say who its people are.
    pub list: ListTally,
    /// The counts of petitions it stands in a relation to.
    pub apart: Vec<Apart>,
    /// What was superseded, deprecated or retracted, latest first, where it was asked for.
    pub replaced: Vec<Count>,
    /// The populations that are counted, where one was asked for that is not among them.
    pub others: Vec<Population>,
}

impl Service {
    /// Answers how many signed. `everything` asks for what was replaced as well.
    pub async fn counts(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        population: Option<Population>,
        everything: bool,
    ) -> Result<Asked<Found<CountsAnswer>>, ServiceError> {
        let kinds = &[RecordKind::Count];
        let wanted = Wanted { kinds, replaced: everything, kin_counts: true, ..Wanted::default() };
        let now = self.now();
        self.ask(caller, petition, wanted, |about, rest| {
            let petition = about.petition.number;
            let stands_here = |count: &Count| count.petition == petition && count.stands();
            let (own, others): (Vec<Count>, Vec<Count>) = of_counts(rest.records).into_iter().partition(stands_here);
            let groups = groups(own, &about.sources, now);
            let apart = apart(rest.kin, &others, &about.sources, now);
            let replaced = replaced(others, petition);
            Ok(CountsAnswer { about, groups, list: rest.list, apart, replaced, others: Vec::new() }.of(population))
        })
        .await
    }
}

impl CountsAnswer {
    /// Keeps what is about one population.
    fn of(mut self, population: Option<Population>) -> Self {
        let Some(wanted) = population else { return self };
        self.list = ListTally::default();
        let mut others: Vec<Population> = self.groups.iter().map(|group| group.population).collect();
        others.dedup();
        self.groups.retain(|group| group.population == wanted);
        self.replaced.retain(|count| count.body.population == wanted);
        for apart in &mut self.apart {
            apart.groups.retain(|group| group.population == wanted);
        }
        self.apart.retain(|apart| !apart.groups.is_empty());
        self.others = if self.groups.is_empty() { others } else { Vec::new() };
        self
    }
}

/// Takes the count reports out of records.
pub(in crate::service) fn of_counts(records: Vec<Record>) -> Vec<Count> {
    let take = |body| if let Body::Count(count) = body { Some(count) } else { None };
    records.into_iter().filter_map(|record| record.filter_map(take)).collect()
}

/// Takes the counts of one petition that stand.
pub(in crate::service) fn own(counts: &[Count], petition: Number) -> Vec<Count> {
    counts.iter().filter(|count| count.petition == petition && count.stands()).cloned().collect()
}

/// Puts reports into groups, each weighed by itself: signatures before other measures, employees before the public.
pub(in crate::service) fn groups(counts: Vec<Count>, sources: &Sources, now: Timestamp) -> Vec<CountGroup> {
    let mut grouped: BTreeMap<(Measure, Population, Option<Number>), Vec<Count>> = BTreeMap::new();
    for count in counts {
        let key = (count.body.measure, count.body.population, count.organisation);
        grouped.entry(key).or_default().push(count);
    }
    let weighed = grouped.into_iter().filter_map(|((measure, population, organisation), counts)| {
        let weights: Vec<_> = counts
            .iter()
            .map(|count| weight(count, Some(count.body.as_of), count.body.reading.as_ref(), sources))
            .collect();
        let found = weigh(&weights, now)?;
        let rising = found.rising.map(|reports| Rising { reports, within: within(&counts, now) });
        let fell_from = found.fell_from.and_then(|at| counts.get(at).cloned());
        let mut counts: Vec<Option<Count>> = counts.into_iter().map(Some).collect();
        let mut pick = |places: &[usize]| -> Vec<Count> {
            places.iter().filter_map(|at| counts.get_mut(*at).and_then(Option::take)).collect()
        };
        let (current, earlier) = (pick(&found.current), pick(&found.earlier));
        Some(CountGroup {
            measure,
            population,
            organisation,
            current,
            agreement: found.agreement,
            earlier,
            fell_from,
            rising,
        })
    });
    weighed.collect()
}

/// Says over how long the moments of the last day stretch.
fn within(counts: &[Count], now: Timestamp) -> SignedDuration {
    let since = now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
    let moments = counts.iter().filter_map(|count| match count.body.as_of {
        PartialDate::Instant(at) if at > since && at <= now => Some(at),
        _ => None,
    });
    let (first, last) = moments.fold((now, since), |(first, last), at| (first.min(at), last.max(at)));
    last.duration_since(first).max(SignedDuration::ZERO)
}

fn apart(kin: Vec<Kin>, counts: &[Count], sources: &Sources, now: Timestamp) -> Vec<Apart> {
    let mut seen = std::collections::BTreeSet::new();
    // Two petitions may stand to each other in two ways; their counts are told once.
    let once = kin.into_iter().filter(move |kin| seen.insert(kin.petition.number));
    let with_groups = once.map(|kin| {
        let groups = groups(own(counts, kin.petition.number), sources, now);
        Apart { kin, groups }
    });
    with_groups.filter(|apart| !apart.groups.is_empty()).collect()
}

fn replaced(counts: Vec<Count>, petition: Number) -> Vec<Count> {
    let mut replaced: Vec<Count> =
        counts.into_iter().filter(|count| count.petition == petition && !count.stands()).collect();
    replaced.sort_by_key(|count| std::cmp::Reverse((count.body.as_of.start(), count.number)));
    replaced
}
