//! Showing what is reviewed.

use super::SubmissionView;
use super::decide::decision;
use super::{flagged, question};
use crate::domain::guild::Names;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition::PetitionState;
use crate::domain::proposal::{PetitionProposal, Proposal, RecordProposal};
use crate::domain::record::RecordState;
use crate::domain::review::{Standing, SubmissionKind, SubmissionState};
use crate::domain::signatory::SignatoryProposal;
use crate::domain::source::Beside;
use crate::service::ServiceError;
use crate::service::log::namesakes::Sees;
use crate::service::log::similar::similar;
use crate::service::log::steps::{beside_of, organisation_name};
use crate::service::refusal::Refusal;
use crate::store::records::{self, Record};
use crate::store::submissions::{self, Submission};
use crate::store::{Conn, Sealed, Store, petitions, signatories, sources};

/// Shows a submission or a flagged record by its number, with what is like it.
pub(crate) async fn find(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<SubmissionView, ServiceError> {
    if let Some(found) = submissions::find(conn, guild, number).await? {
        let pending = found.state == SubmissionState::Pending;
        let (talked, edited) = (found.changes > 0, found.revision > 1);
        let mut view = of_submission(store, conn, guild, found).await?;
        if talked {
            view.questions = question::asked(store, conn, guild, number).await?;
        }
        if edited {
            for sealed in submissions::list_originals(conn, guild, number).await? {
                view.originals.push(store.open_proposal(guild, number, &sealed)?);
            }
        }
        if let Some(proposal) = view.proposal.as_ref().filter(|_| pending) {
            view.similar = similar(store, conn, guild, proposal, (Some(number), Sees::Everything)).await?;
            if let Some(source) = proposal.source() {
                let known = sources::find_by_url(conn, guild, &source.url).await?.map(|(known, _)| known);
                view.beside = beside_of(conn, guild, source, known).await?;
            }
        }
        return Ok(view);
    }
    let unknown = || Refusal::NoSuchSubmission(number.to_string());
    let record = records::find(conn, guild, number).await?.ok_or_else(unknown)?;
    if record.flag.is_some() {
        return Ok(of_record(record));
    }
    let decision = flagged::decision(store, conn, guild, number).await?.ok_or_else(unknown)?;
    Ok(SubmissionView { decision: Some(decision), ..of_record(record) })
}

/// Shows a submission, without what is like it.
pub(crate) async fn of_submission(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    found: Submission,
) -> Result<SubmissionView, ServiceError> {
    let proposal = match (&found.sealed, found.state) {
        (Some(sealed), _) => Some(store.open_proposal(guild, found.number, sealed)?),
        // What is about a petition that was removed went with it.
        (None, SubmissionState::Approved) if found.petition.is_some() && found.petition_doc.is_none() => None,
        (None, SubmissionState::Approved) => published(store, conn, guild, found.kind, found.number).await?,
        (None, _) => None,
    };
    let organisation = match &proposal {
        Some(proposal) => organisation_name(conn, guild, proposal).await?,
        None => None,
    };
    Ok(SubmissionView { organisation, ..with(store, guild, &found, proposal)? })
}

/// Shows what waits as a list does: everything that its own row says.
pub(super) fn of_waiting(store: &Store, guild: GuildId, found: &Submission) -> Result<SubmissionView, ServiceError> {
    let opened = found.sealed.as_ref().map(|sealed| store.open_proposal(guild, found.number, sealed)).transpose()?;
    with(store, guild, found, opened)
}

fn with(
    store: &Store,
    guild: GuildId,
    found: &Submission,
    proposal: Option<Proposal>,
) -> Result<SubmissionView, ServiceError> {
    let petition = match (&found.petition_doc, found.waits_for, &found.waits_for_sealed) {
        (Some(doc), ..) => Some((doc.title.clone(), false)),
        (None, Some(number), Some(sealed)) => title(store, guild, number, sealed)?.map(|title| (title, true)),
        _ => None,
    };
    // A petition that waits is its own: its contributor's handle there is the one its records show.
    let about = found.petition.or(found.waits_for).unwrap_or(found.number);
    let handle = found.contributor.map(|key| store.keys().handle(guild, about, &key)).unwrap_or_default();
    Ok(SubmissionView {
        number: found.number,
        kind: found.kind,
        proposal,
        petition,
        about: found.petition.or(found.waits_for),
        organisation: None,
        handle,
        standing: found.standing,
        blocked: found.blocked,
        questions: Vec::new(),
        originals: Vec::new(),
        approved_before: found.approved_before,
        rejected_before: found.rejected_before,
        submitted_at: found.submitted_at,
        edited: found.revision > 1,
        decision: decision(found),
        similar: Vec::new(),
        beside: Beside::default(),
        flag: None,
    })
}

/// Shows a record that is or was flagged.
pub(crate) fn of_record(record: Record) -> SubmissionView {
    SubmissionView {
        number: record.number,
        kind: record.body.kind().into(),
        petition: Some((record.petition_doc.title.clone(), false)),
        about: Some(record.petition),
        organisation: record.organisation_name.clone(),
        handle: String::new(),
        // Imported on the host, by nobody who could be blocked.
        standing: Standing::Admin,
        blocked: false,
        questions: Vec::new(),
        originals: Vec::new(),
        approved_before: 0,
        rejected_before: 0,
        submitted_at: record.accepted_at,
        edited: record.revision > 1,
        decision: None,
        similar: Vec::new(),
        beside: Beside::default(),
        flag: record.flag.clone(),
        proposal: proposed(record),
    }
}

pub(crate) fn title(
    store: &Store,
    guild: GuildId,
    number: Number,
    sealed: &Sealed,
) -> Result<Option<String>, ServiceError> {
    Ok(match store.open_proposal(guild, number, sealed)? {
        Proposal::Petition(petition) => Some(petition.doc.title),
        Proposal::Source(_)
        | Proposal::Capture(_)
        | Proposal::Record(_)
        | Proposal::Signatory(_)
        | Proposal::Organisation(_)
        | Proposal::PetitionEdit(_) => None,
    })
}

/// Gives what was proposed as it now stands published; nothing of what was removed, since channels show it.
async fn published(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    kind: SubmissionKind,
    number: Number,
) -> Result<Option<Proposal>, ServiceError> {
    match kind {
        SubmissionKind::Organisation | SubmissionKind::PetitionEdit => last_proposed(store, conn, guild, number).await,
        SubmissionKind::Petition => published_petition(conn, guild, number).await,
        SubmissionKind::Source => {
            match sources::find(conn, guild, number).await? {
                Some(source) => Ok(Some(Proposal::Source(Box::new(source)))),
                // An archived copy of one.
                None => last_proposed(store, conn, guild, number).await,
            }
        }
        SubmissionKind::Signatory => published_signatory(store, conn, guild, number).await,
        SubmissionKind::Count
        | SubmissionKind::Fact
        | SubmissionKind::Statement
        | SubmissionKind::Response
        | SubmissionKind::Request
        | SubmissionKind::Commitment => {
            let found = records::find(conn, guild, number).await?;
            Ok(found.filter(|record| record.state != RecordState::Removed).and_then(proposed))
        }
    }
}

async fn published_signatory(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<Proposal>, ServiceError> {
    let Some(found) = signatories::find(conn, guild, number).await? else { return Ok(None) };
    let Some(source) = sources::find(conn, guild, found.source).await? else { return Ok(None) };
    let names = if found.sealed.is_some() { Names::On } else { Names::Off };
    let kept = found.sealed.map(|sealed| store.open_signatory(guild, number, &sealed)).transpose()?;
    Ok(Some(Proposal::Signatory(Box::new(SignatoryProposal {
        petition: found.petition,
        person: kept.map(|kept| kept.person),
        part: found.part,
        basis: found.basis,
        names,
        source,
    }))))
}

/// Gives what was last proposed of something that has no object of its own, out of its entry in the ledger.
async fn last_proposed(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<Proposal>, ServiceError> {
    let Some(seq) = submissions::find_last_proposed(conn, guild, number).await? else { return Ok(None) };
    let opened = store.opened(conn, guild, seq).await?;
    let after = opened.into_iter().find(|(field, _)| field == "after");
    after.map(|(_, json)| submissions::read_proposal(number, &json)).transpose().map_err(ServiceError::from)
}

async fn published_petition(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Proposal>, ServiceError> {
    let found = petitions::find(conn, guild, number).await?;
    let Some(petition) = found.filter(|one| one.state != PetitionState::Removed) else { return Ok(None) };
    let Some(source) = sources::find(conn, guild, petition.source).await? else { return Ok(None) };
    let addressees = petitions::list_addressees(conn, guild, number).await?;
    Ok(Some(Proposal::Petition(Box::new(PetitionProposal {
        slug: petition.slug,
        doc: petition.doc,
        addressees: addressees.into_iter().map(|(number, _)| OrganisationRef::Known(number)).collect(),
        demands: petitions::list_demands(conn, guild, number).await?,
        collection: petition.collection,
        source,
    }))))
}

/// Gives a record as it was proposed; nothing of one whose words are gone.
pub(in crate::service) fn proposed(record: Record) -> Option<Proposal> {
    (record.state != RecordState::Redacted).then(|| {
        Proposal::Record(Box::new(RecordProposal {
            petition: record.petition,
            organisation: record.organisation.map(OrganisationRef::Known),
            source: Some(record.source_doc),
            body: record.body,
            counting: None,
        }))
    })
}
