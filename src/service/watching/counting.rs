//! A guild takes notice of what a live counter read: it comes on record as a report of its own, or moderators are asked.
//!
//! A reading is like the last report in all but its number and its moment, so that what moderators put right in one holds for
//! those that follow. Where the last report is not relied on any more, none follows it.

use jiff::Timestamp;

use super::trace;
use crate::domain::Reading;
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act, ObjectKind};
use crate::domain::organisation::OrganisationRef;
use crate::domain::proposal::{Proposal, RecordProposal};
use crate::domain::record::{Body, CountReport, Rank};
use crate::domain::review::{Standing, SubmissionKind, SubmissionState};
use crate::domain::watching::counter::{self as rules, ASKED_AGAIN, CounterState, Counting, Next};
use crate::service::ServiceError;
use crate::service::review::publish::{Publisher, Record};
use crate::store::counters::Running;
use crate::store::submissions::NewSubmission;
use crate::store::{UnitOfWork, counters, records, sources, submissions};

/// Takes notice of what a counter last read.
pub(super) async fn notice(uow: &mut UnitOfWork<'_>, number: Number) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let Some(counter) = counters::find(uow.conn(), guild, number).await? else { return Ok(()) };
    let Some((value, read_at)) = counter.read else { return Ok(()) };
    counters::noticed(uow.conn(), guild, number, read_at).await?;
    if counter.state == CounterState::Stopped {
        return Ok(());
    }
    let Some(last) = counters::last_report(uow.conn(), guild, counter.last).await? else { return Ok(()) };
    let Body::Count(report) = &last.body else { return Ok(()) };
    let report = CountReport {
        wording: value.to_string(),
        language: None,
        reading: u64::try_from(value).ok().map(Reading::counter),
        as_of: PartialDate::Instant(read_at),
        note: None,
        ..report.clone()
    };
    match next(&last, (value, read_at)) {
        Next::Leave => Ok(()),
        Next::Keep => keep(uow, &counter, &last, report).await,
        Next::Ask(_) if is_asked(uow, &counter).await? => Ok(()),
        Next::Ask(_) => ask(uow, &counter, &last, report).await,
    }
}

/// Decides what becomes of a reading. What is no exact number says nothing of what is sudden.
fn next(last: &records::Record, read: (i64, Timestamp)) -> Next {
    let before = last.body.reading().and_then(Reading::point).and_then(|point| i64::try_from(point).ok());
    let at = last.body.as_of().map_or(Timestamp::MIN, PartialDate::start);
    match before {
        Some(before) => rules::next((before, at), read),
        None if read.1.duration_since(at) < rules::APART => Next::Leave,
        None => Next::Keep,
    }
}

/// Puts a reading on record.
async fn keep(
    uow: &mut UnitOfWork<'_>,
    counter: &Running,
    last: &records::Record,
    report: CountReport,
) -> Result<(), ServiceError> {
    let (guild, number) = (uow.guild(), uow.number()?);
    let organisation = last.organisation.map(OrganisationRef::Known);
    let record = Record {
        number,
        revision: 1,
        petition: last.petition,
        organisation: organisation.as_ref(),
        source: last.source,
        body: &Body::Count(report),
        rank: Rank::Normal,
        flag: None,
    };
    Publisher::new(uow, trace(Act::Notice)).record(record, None).await?;
    Ok(counters::set_last(uow.conn(), guild, counter.number, number).await?)
}

/// Says whether moderators are being asked about a sudden reading, or have lately rejected one.
async fn is_asked(uow: &mut UnitOfWork<'_>, counter: &Running) -> Result<bool, ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let Some(asked) = counter.asked else { return Ok(false) };
    let found = submissions::find(uow.conn(), guild, asked).await?;
    Ok(found.is_some_and(|found| match found.state {
        SubmissionState::Pending => true,
        SubmissionState::Rejected => {
            at.duration_since(found.decided.map_or(found.submitted_at, |one| one.at)) < ASKED_AGAIN
        }
        SubmissionState::Approved | SubmissionState::Withdrawn => false,
    }))
}

/// Asks moderators about a reading: it waits as what a person files does, and nobody filed it.
async fn ask(
    uow: &mut UnitOfWork<'_>,
    counter: &Running,
    last: &records::Record,
    report: CountReport,
) -> Result<(), ServiceError> {
    let (guild, at, number) = (uow.guild(), uow.at(), uow.number()?);
    let proposal = Proposal::Record(Box::new(RecordProposal {
        petition: last.petition,
        organisation: last.organisation.map(OrganisationRef::Known),
        source: sources::find(uow.conn(), guild, last.source).await?,
        body: Body::Count(report),
        counting: Some(Counting::By(counter.number)),
    }));
    let sealed = uow.store().seal_proposal(guild, number, &proposal)?;
    let submission = NewSubmission {
        number,
        kind: SubmissionKind::Count,
        petition: Some(last.petition),
        waits_for: None,
        sealed: &sealed,
        contributor: None,
        standing: Standing::Everyone,
    };
    submissions::insert(uow.conn(), guild, submission, at).await?;
    counters::set_asked(uow.conn(), guild, counter.number, number).await?;
    uow.append(trace(Act::File).entry(ObjectKind::Submission, number, 1, &proposal)?);
    Ok(())
}
