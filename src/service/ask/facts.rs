//! What is known beside the counts: claims by subject and property, and which of them contradict each other.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked};
use crate::domain::published::{Cited, Record, Sources, weight};
use crate::domain::record::{Body, FactClaim, RecordKind};
use crate::domain::text::fold;
use crate::domain::weigh::{Agreement, Weight, conflicts, weigh};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// A fact claim of the record.
pub type Fact = Cited<FactClaim>;

/// Claims about one property of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactGroup {
    /// The subject, as the first claim has it.
    pub subject: String,
    /// The property.
    pub property: String,
    /// The claims of the current moment: those that contradict one another first.
    pub current: Vec<Fact>,
    /// How many of these contradict another, at the front; none where all agree.
    pub in_dispute: usize,
    /// Whether they agree.
    pub agreement: Agreement,
    /// The rest, latest first.
    pub earlier: Vec<Fact>,
}

/// The answer to "what is known?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsAnswer {
    /// The petition.
    pub about: About,
    /// The claims, by subject and property.
    pub groups: Vec<FactGroup>,
    /// The properties on record, where one was asked for that is not among them.
    pub others: Vec<String>,
}

impl Service {
    /// Answers what is known, of one property or of all.
    pub async fn facts(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        property: Option<&str>,
    ) -> Result<Asked<Found<FactsAnswer>>, ServiceError> {
        let wanted = Wanted { kinds: &[RecordKind::Fact], ..Wanted::default() };
        let now = self.now();
        self.ask(caller, petition, wanted, |about, rest| {
            let mut groups = groups(of_facts(rest.records), &about.sources, now);
            let mut others: Vec<String> = groups.iter().map(|group| group.property.clone()).collect();
            if let Some(property) = property {
                groups.retain(|group| super::suggest::meant(property, &group.property));
            }
            others.dedup();
            let others = if groups.is_empty() { others } else { Vec::new() };
            Ok(FactsAnswer { about, groups, others })
        })
        .await
    }
}

fn of_facts(records: Vec<Record>) -> Vec<Fact> {
    let take = |body| if let Body::Fact(fact) = body { Some(fact) } else { None };
    records.into_iter().filter_map(|record| record.filter_map(take)).collect()
}

fn groups(facts: Vec<Fact>, sources: &Sources, now: Timestamp) -> Vec<FactGroup> {
    let mut grouped: BTreeMap<(String, String), Vec<Fact>> = BTreeMap::new();
    for fact in facts {
        grouped.entry((fold(&fact.body.subject), fold(&fact.body.property))).or_default().push(fact);
    }
    grouped.into_values().filter_map(|facts| group(&facts, sources, now)).collect()
}

fn group(facts: &[Fact], sources: &Sources, now: Timestamp) -> Option<FactGroup> {
    let weights: Vec<Weight> =
        facts.iter().map(|fact| weight(fact, fact.body.as_of, fact.body.reading.as_ref(), sources)).collect();
    let found = weigh(&weights, now)?;
    let contradicted =
        |one: &usize| found.current.iter().any(|other| one != other && conflicts(&weights[*one], &weights[*other]));
    let (mut current, agreeing): (Vec<usize>, Vec<usize>) = found.current.iter().partition(|one| contradicted(one));
    // In a dispute no claim is the tighter one: what was published last comes first, as everywhere.
    let published = |fact: &Fact| sources.get(&fact.source).and_then(|source| source.doc.published);
    current.sort_by_key(|one| std::cmp::Reverse(published(&facts[*one]).map(crate::domain::date::PartialDate::start)));
    let in_dispute = current.len();
    current.extend(agreeing);
    let pick = |places: &[usize]| places.iter().map(|at| facts[*at].clone()).collect();
    let first = facts.first()?;
    Some(FactGroup {
        subject: first.body.subject.clone(),
        property: first.body.property.clone(),
        current: pick(&current),
        in_dispute,
        agreement: found.agreement,
        earlier: pick(&found.earlier),
    })
}
