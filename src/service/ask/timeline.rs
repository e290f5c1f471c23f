//! What happened when.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use wording::COUNTER_RULE;

use super::about::{About, Asked, Found, PetitionAsked};
use super::commitments::{Promise, promises};
use crate::domain::date::{PartialDate, Precision};
use crate::domain::ids::Number;
use crate::domain::published::{Cited, Record, Source, SourceChange};
use crate::domain::record::{Body, CountReport, RecordKind, Statement};
use crate::domain::response::{Request, Response};
use crate::domain::{Measure, Population};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The petition was issued.
    Issued,
    /// The petition was handed over.
    Delivered,
    /// Somebody reported how many signed.
    Count(Box<Cited<CountReport>>),
    /// Somebody said something.
    Statement(Box<Cited<Statement>>),
    /// An addressee answered.
    Response(Box<Cited<Response>>),
    /// Somebody asked an addressee.
    Request(Box<Cited<Request>>),
    /// Something that was promised is or was due.
    Due(Box<Promise>),
    /// Something changed on a source.
    Change(Number, Box<SourceChange>),
}

/// An event and its date, as finely as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub on: PartialDate,
    /// What.
    pub event: Event,
    /// How many of its kind it stands for besides, of the same day: of a live counter's readings the last is told, and of
    /// edits that leave the words alone which are cited.
    pub more: usize,
}

/// The answer to "what happened when?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineAnswer {
    /// The petition.
    pub about: About,
    /// What happened, earliest first. On one day the petition itself comes first.
    pub entries: Vec<Entry>,
    /// When this was asked.
    pub now: Timestamp,
}

impl Service {
    /// Answers what happened when.
    pub async fn timeline(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<TimelineAnswer>>, ServiceError> {
        let kinds = &[
            RecordKind::Count,
            RecordKind::Statement,
            RecordKind::Response,
            RecordKind::Request,
            RecordKind::Commitment,
        ];
        let wanted = Wanted { kinds, judgements: true, ..Wanted::default() };
        let now = self.now();
        self.ask(caller, petition, wanted, |about, rest| {
            let issued = Entry { on: about.petition.doc.issued_on, event: Event::Issued, more: 0 };
            let delivered = about.petition.doc.delivered_on.map(|on| Entry { on, event: Event::Delivered, more: 0 });
            // What stands on the sources of other petitions is told there.
            let records = rest.records.iter().map(|record| record.source);
            let judged = rest.judgements.iter().map(|judgement| judgement.source);
            let own: BTreeSet<Number> = records.chain(judged).chain([about.petition.source]).collect();
            let due = promises(&rest.records, &rest.judgements).into_iter().filter_map(due);
            let changes: Vec<Entry> =
                about.sources.values().filter(|one| own.contains(&one.number)).flat_map(changes).collect();
            let mut entries: Vec<Entry> = std::iter::once(issued)
                .chain(delivered)
                .chain(rest.records.into_iter().filter_map(entry))
                .chain(due)
                .chain(changes)
                .collect();
            // Stable: on one date the petition stays first, then by number. A coarser date comes before the finer
            // ones it holds, so that "June 2018" heads its month.
            entries.sort_by_key(|entry| (entry.on.start(), entry.on.precision()));
            Ok(TimelineAnswer { about, entries: last_of_a_day(entries), now })
        })
        .await
    }
}

/// Leaves the last of what comes many times a day and says little each time.
fn last_of_a_day(entries: Vec<Entry>) -> Vec<Entry> {
    let keys: Vec<_> = entries.iter().map(often).collect();
    let mut days = BTreeMap::new();
    for key in keys.iter().flatten() {
        *days.entry(*key).or_insert(0_usize) += 1;
    }
    let mut left = days.clone();
    let mut kept = Vec::with_capacity(entries.len());
    for (mut entry, key) in entries.into_iter().zip(keys) {
        if let Some(key) = key {
            let to_come = left.entry(key).or_default();
            *to_come = to_come.saturating_sub(1);
            if *to_come > 0 {
                continue;
            }
            entry.more = days.get(&key).map_or(0, |all| all - 1);
        }
        kept.push(entry);
    }
    kept
}

/// What comes many times a day: the day, the source, and what is counted of whom.
type Often = (i64, Number, Option<(Measure, Population, Option<Number>)>);

fn often(entry: &Entry) -> Option<Often> {
    // What is known by the month or year alone is of no day.
    if entry.on.precision() < Precision::Day {
        return None;
    }
    let day = entry.on.start().as_second().div_euclid(24 * 60 * 60);
    match &entry.event {
        Event::Count(count) if count.body.reading.as_ref().is_some_and(|reading| reading.rule() == COUNTER_RULE) => {
            Some((day, count.source, Some((count.body.measure, count.body.population, count.organisation))))
        }
        Event::Change(source, change) if change.is_a_mere_edit() => Some((day, *source, None)),
        _ => None,
    }
}

fn changes(source: &Source) -> impl Iterator<Item = Entry> {
    let of = |change: &SourceChange| Entry {
        on: change.doc.on,
        event: Event::Change(source.number, Box::new(change.clone())),
        more: 0,
    };
    source.changes.iter().rev().map(of)
}

fn due(promise: Promise) -> Option<Entry> {
    Some(Entry { on: promise.of.body.due?, event: Event::Due(Box::new(promise)), more: 0 })
}

fn entry(record: Record) -> Option<Entry> {
    let on = record.body.as_of()?;
    let Record { number, petition, organisation, source, state, superseded_by, rank, body } = record;
    macro_rules! cited {
        ($body:expr) => {
            Box::new(Cited { number, petition, organisation, source, state, superseded_by, rank, body: $body })
        };
    }
    let event = match body {
        Body::Count(count) => Event::Count(cited!(count)),
        Body::Statement(statement) => Event::Statement(cited!(statement)),
        Body::Response(response) => Event::Response(cited!(response)),
        Body::Request(request) => Event::Request(cited!(request)),
        Body::Fact(_) | Body::Commitment(_) => return None,
    };
    Some(Entry { on, event, more: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::source::{ChangeClass, ChangeDoc};

    #[test]
    fn edits_are_counted_together_by_the_day_and_not_by_the_month() {
        let edit = |on: &str| {
            let on = PartialDate::try_from(on.to_owned()).unwrap();
            let (before, restored) = (None, None);
            let doc =
                ChangeDoc { before, on, restored, gone: Vec::new(), back: Vec::new(), diff: Vec::new(), is_cut: false };
            let change = SourceChange { number: Number::FIRST, class: ChangeClass::Correction, doc };
            Entry { on, event: Event::Change(Number::FIRST, Box::new(change)), more: 0 }
        };
        let dates = ["2018-06", "2018-06", "2018-06-01", "2018-06-01T14:30:00Z", "2018-06-02"];
        let told = last_of_a_day(dates.map(edit).into());
        let told: Vec<_> = told.iter().map(|one| (one.on.to_string(), one.more)).collect();
        let told: Vec<_> = told.iter().map(|(on, more)| (on.as_str(), *more)).collect();
        assert_eq!(told, [("2018-06", 0), ("2018-06", 0), ("2018-06-01T14:30:00Z", 1), ("2018-06-02", 0)]);
    }
}
