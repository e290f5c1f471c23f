//! Deciding: approve or reject, once.

use jiff::Timestamp;

use super::publish::{Publisher, Record};
use super::{Decided, Decision, SubmissionView, flagged, signatory, view};
use crate::domain::acting::Effect;
use crate::domain::commitment::Commitment;
use crate::domain::ids::{ActorKey, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::petition::PetitionState;
use crate::domain::petition_edit::Change;
use crate::domain::proposal::{Proposal, RecordProposal};
use crate::domain::record::{Body, Rank, RecordState};
use crate::domain::review::{Decided as Verdict, RejectReason, Standing, SubmissionKind, SubmissionState};
use crate::domain::text::{TextError, clean};
use crate::domain::watching::counter::Counting;
use crate::service::access::Access;
use crate::service::find::follow;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::petitions::Petition;
use crate::store::questions::Said;
use crate::store::submissions::{self, Submission};
use crate::store::{Store, UnitOfWork, counters, petitions, records, sources};

/// The longest note to a rejection, in characters.
const NOTE: usize = 1_000;

impl Service {
    /// Approves a submission: what it proposes is published under its number. A flagged record is confirmed.
    pub async fn approve(&self, caller: &Caller, number: Number) -> Result<Decided, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ApproveAnothers).await?;
                    let waiting = approve_in(uow, &self.store, &access, number).await?;
                    let submission = seen(uow, &self.store, &access, number, (SubmissionState::Approved, None)).await?;
                    Ok(Decided { submission, waiting, rejected: Vec::new() })
                })
            })
            .await
    }

    /// Rejects a submission for a coded reason; `note` stands in the ledger. A flagged record is deprecated, and with a
    /// petition is rejected what waited for it.
    pub async fn reject(
        &self,
        caller: &Caller,
        number: Number,
        reason: RejectReason,
        note: Option<String>,
    ) -> Result<Decided, ServiceError> {
        let note = note.filter(|note| !note.trim().is_empty()).map(|note| clean(&note, NOTE)).transpose();
        let note = note.map_err(|error| Refusal::BadText { field: Field::Note, error })?;
        let note = note.as_deref();
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Reject).await?;
                    if reason == RejectReason::Other && note.is_none() {
                        return Err(Refusal::BadText { field: Field::Note, error: TextError::Empty }.into());
                    }
                    let rejected = reject_in(uow, &access, number, reason, note).await?;
                    let submission =
                        seen(uow, &self.store, &access, number, (SubmissionState::Rejected, Some(reason))).await?;
                    Ok(Decided { submission, waiting: Vec::new(), rejected })
                })
            })
            .await
    }
}

/// Shows what was decided as it stands in the transaction that decides it: what is committed needs no reading after.
async fn seen(
    uow: &mut UnitOfWork<'_>,
    store: &Store,
    access: &Access,
    number: Number,
    (state, reason): (SubmissionState, Option<RejectReason>),
) -> Result<SubmissionView, ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    if submissions::find(uow.conn(), guild, number).await?.is_some() {
        return view::find(store, uow.conn(), guild, number).await;
    }
    let gone = || Refusal::NoSuchSubmission(number.to_string());
    let record = records::find(uow.conn(), guild, number).await?.ok_or_else(gone)?;
    // The entry of a flag's decision is written with the commit, so that it is not read back here.
    let decision = Decision { number, state, by: access.standing, alone: false, at, reason };
    Ok(SubmissionView { decision: Some(decision), ..view::of_record(record) })
}

/// Approves one submission, and gives what waited for it.
pub(crate) async fn approve_in(
    uow: &mut UnitOfWork<'_>,
    store: &Store,
    access: &Access,
    number: Number,
) -> Result<Vec<Number>, ServiceError> {
    let guild = uow.guild();
    let Some(found) = submissions::find(uow.conn(), guild, number).await? else {
        let confirmed = flagged::confirm(uow, number).await?;
        let actor = Actor::Person(access.moderator, access.standing);
        let trace = Trace { act: LedgerAct::Confirm, actor };
        let entry = flagged::decide(uow, trace, number, (RecordState::Accepted, &confirmed)).await?;
        uow.append(entry);
        return Ok(Vec::new());
    };
    let alone = found.contributor == Some(access.contributor);
    access.permit(if alone { Act::ApproveOwn } else { Act::ApproveAnothers })?;
    let proposal = open_pending(store, uow, &found)?;
    if let Some(petition) = found.waits_for {
        return Err(Refusal::PetitionWaits(petition).into());
    }
    let actor = if alone { Actor::Alone } else { Actor::Person };
    let trace = Trace { act: LedgerAct::Approve, actor: actor(access.moderator, access.standing) };
    publish(&mut Publisher::new(uow, trace), &found, &proposal).await?;
    let decided = Verdict { by: access.standing, alone, at: uow.at(), reason: None };
    submissions::decide(uow.conn(), guild, number, SubmissionState::Approved, decided).await?;
    match proposal {
        Proposal::Petition(_) => Ok(submissions::release(uow.conn(), guild, number).await?),
        Proposal::Signatory(_) => {
            signatory::forget(uow, &found, &proposal).await?;
            Ok(Vec::new())
        }
        Proposal::Source(_)
        | Proposal::Capture(_)
        | Proposal::Record(_)
        | Proposal::Organisation(_)
        | Proposal::PetitionEdit(_) => Ok(Vec::new()),
    }
}

/// Rejects one submission, and gives what waited for it and is rejected with it: what is about a petition that is not
/// on record is about none.
async fn reject_in(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    number: Number,
    reason: RejectReason,
    note: Option<&str>,
) -> Result<Vec<Number>, ServiceError> {
    let guild = uow.guild();
    let Some(found) = submissions::find(uow.conn(), guild, number).await? else {
        let deprecated = flagged::deprecate(uow, number).await?;
        let trace = rejecting(access, Actor::Person);
        let entry = flagged::decide(uow, trace, number, (RecordState::Deprecated, &deprecated)).await?;
        uow.append(with_reason(entry, reason, note));
        return Ok(Vec::new());
    };
    let mut waiting = Vec::new();
    if found.kind == SubmissionKind::Petition {
        for number in submissions::list_waiting_for(uow.conn(), guild, number).await? {
            waiting.extend(submissions::find(uow.conn(), guild, number).await?);
        }
    }
    let along = RejectReason::NotAboutThisPetition;
    // What was rejected with its petition is taken back with it.
    let rejected = std::iter::once((&found, reason)).chain(waiting.iter().map(|one| (one, along)));
    let effects: Vec<Effect> =
        rejected.filter_map(|(one, reason)| effect(one, decided(access, one, reason, uow.at()))).collect();
    reject_one(uow, access, &found, (reason, note), &effects).await?;
    for one in &waiting {
        reject_one(uow, access, one, (along, None), &[]).await?;
    }
    Ok(waiting.iter().map(|one| one.number).collect())
}

/// Gives what a rejection changes, by which it is taken back; nothing of a name, which is not held after it.
fn effect(found: &Submission, decided: Verdict) -> Option<Effect> {
    let change = Change { from: None, to: Some(decided) };
    (found.kind != SubmissionKind::Signatory).then_some(Effect::Rejected(found.number, change))
}

fn decided(access: &Access, found: &Submission, reason: RejectReason, at: Timestamp) -> Verdict {
    let alone = found.contributor == Some(access.contributor);
    Verdict { by: access.standing, alone, at, reason: Some(reason) }
}

async fn reject_one(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    found: &Submission,
    (reason, note): (RejectReason, Option<&str>),
    effects: &[Effect],
) -> Result<(), ServiceError> {
    refuse_decided(found)?;
    let guild = uow.guild();
    let about_a_person = match found.kind {
        SubmissionKind::Signatory => Some(signatory::open_to_reject(uow, found, note)?),
        _ => None,
    };
    let decided = decided(access, found, reason, uow.at());
    submissions::decide(uow.conn(), guild, found.number, SubmissionState::Rejected, decided).await?;
    let sealed = note.map(|note| uow.store().seal_said(guild, found.number, Said::Note, note)).transpose()?;
    submissions::put_note(uow.conn(), guild, found.number, sealed.as_ref()).await?;
    let trace = rejecting(access, if decided.alone { Actor::Alone } else { Actor::Person });
    let entry = trace.signed(Entry::new(trace.act, ObjectKind::Submission, found.number, found.revision));
    let entry = with_reason(entry, reason, note);
    uow.append(if effects.is_empty() { entry } else { entry.with("effects", json(&effects)?) });
    match about_a_person {
        Some(proposal) => signatory::forget(uow, found, &proposal).await,
        None => Ok(()),
    }
}

fn rejecting(access: &Access, actor: fn(ActorKey, Standing) -> Actor) -> Trace {
    Trace { act: LedgerAct::Reject, actor: actor(access.moderator, access.standing) }
}

fn with_reason(entry: Entry, reason: RejectReason, note: Option<&str>) -> Entry {
    let entry = entry.with("reason", reason.as_str());
    match note {
        Some(note) => entry.with("note", note),
        None => entry,
    }
}

/// Refuses a submission that was decided.
pub(crate) fn refuse_decided(found: &Submission) -> Result<(), Refusal> {
    decision(found).map_or(Ok(()), |decision| Err(Refusal::AlreadyDecided(decision)))
}

/// Gives what was decided of a submission.
pub(super) fn decision(found: &Submission) -> Option<Decision> {
    found.decided.map(|decided| Decision::of(found.number, found.state, decided))
}

/// Opens what a pending submission proposes.
pub(super) fn open_pending(store: &Store, uow: &UnitOfWork<'_>, found: &Submission) -> Result<Proposal, ServiceError> {
    refuse_decided(found)?;
    let gone = || Refusal::NoSuchSubmission(found.number.to_string());
    let sealed = found.sealed.as_ref().ok_or_else(gone)?;
    Ok(store.open_proposal(uow.guild(), found.number, sealed)?)
}

async fn publish(
    publisher: &mut Publisher<'_, '_>,
    found: &Submission,
    proposal: &Proposal,
) -> Result<(), ServiceError> {
    let guild = publisher.uow.guild();
    match proposal {
        Proposal::Petition(petition) => {
            publisher.petition(found.number, found.revision, petition).await?;
            Ok(())
        }
        Proposal::Source(source) => {
            if let Some((known, _)) = sources::find_by_url(publisher.uow.conn(), guild, &source.url).await? {
                return Err(Refusal::SourceKnown(known).into());
            }
            publisher.source_proposal(found, source).await
        }
        Proposal::Capture(capture) => publisher.capture_proposal(found, capture).await,
        Proposal::Record(record) => publish_record(publisher, found, record).await,
        Proposal::Signatory(proposal) => signatory::publish(publisher, found, proposal).await,
        Proposal::Organisation(organisation) => publisher.organisation_proposal(found, organisation).await,
        Proposal::PetitionEdit(edit) => publisher.petition_edit(found, edit).await,
    }
}

async fn publish_record(
    publisher: &mut Publisher<'_, '_>,
    found: &Submission,
    record: &RecordProposal,
) -> Result<(), ServiceError> {
    let source = record.source.as_ref().ok_or(Refusal::NeedsSource(found.number))?;
    let petition = standing_petition(publisher.uow, found.petition.unwrap_or(record.petition)).await?;
    if let Body::Response(response) = &record.body {
        response.check(petition.doc.issued_on).map_err(Refusal::from)?;
    }
    let source = publisher.source(source).await?;
    let new = Record {
        number: found.number,
        revision: found.revision,
        petition: petition.number,
        organisation: record.organisation.as_ref(),
        source,
        body: &record.body,
        rank: Rank::Normal,
        flag: None,
    };
    // A response that commits opens a commitment: in its own words, on the same source.
    let opened = match &record.body {
        Body::Response(response) => Commitment::opened_by(response),
        _ => None,
    };
    if let Some(counting) = &record.counting {
        publisher.record(new, None).await?;
        return follow_number(publisher.uow, found.number, counting).await;
    }
    let Some(commitment) = opened else { return publisher.record(new, None).await };
    let (number, body) = (publisher.uow.number()?, Body::Commitment(commitment));
    publisher.record(new, Some(number)).await?;
    publisher.record(Record { number, revision: 1, body: &body, ..new }, None).await
}

/// Lets a live counter begin with a report, or go on from one that moderators were asked about.
async fn follow_number(uow: &mut UnitOfWork<'_>, report: Number, counting: &Counting) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    match counting {
        Counting::From(counter) => {
            // Another may have been approved while this one waited.
            if let Some(known) = counters::find_running(uow.conn(), guild, counter).await? {
                return Err(Refusal::CounterKnown(known).into());
            }
            counters::begin(uow.conn(), guild, report, counter, at).await?;
        }
        Counting::By(first) => {
            let Some(counter) = counters::find(uow.conn(), guild, *first).await? else { return Ok(()) };
            let mut dates = Vec::new();
            for number in [counter.last, report] {
                dates.push(records::find(uow.conn(), guild, number).await?.and_then(|one| one.body.as_of()));
            }
            // Others may have come on record while it waited.
            if let [before, Some(own)] = dates.as_slice()
                && before.is_none_or(|before| before.start() <= own.start())
            {
                counters::set_last(uow.conn(), guild, *first, report).await?;
            }
        }
    }
    Ok(())
}

/// Finds the petition that a record is published under: the one it was filed about, or the one that answers for it.
pub(super) async fn standing_petition(uow: &mut UnitOfWork<'_>, number: Number) -> Result<Petition, ServiceError> {
    let guild = uow.guild();
    let none = || Refusal::NoSuchPetition { given: number.to_string(), close: Vec::new() };
    let petition = petitions::find(uow.conn(), guild, number).await?.ok_or_else(none)?;
    let petition = follow(uow.conn(), guild, petition).await?;
    match petition.state {
        PetitionState::Published | PetitionState::Hidden => Ok(petition),
        PetitionState::Removed => Err(Refusal::PetitionRemoved(petition.slug.to_string(), None).into()),
        PetitionState::Merged => Err(none().into()),
    }
}
