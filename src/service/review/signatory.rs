//! Signatories in review: nothing of a name outlives the decision but what the guild keeps.

use super::SubmissionView;
use super::decide::{open_pending, refuse_decided, standing_petition};
use super::publish::Publisher;
use super::view;
use crate::domain::acting::Effect;
use crate::domain::guild::Names;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::person_name::NameKeys;
use crate::domain::proposal::Proposal;
use crate::domain::signatory::{Kept, Person, SignatoryProposal, SignatoryStanding};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Service, ServiceError};
use crate::store::signatories::{self, NewSignatory};
use crate::store::submissions::{self, Submission};
use crate::store::{UnitOfWork, settings};

/// How many entries are kept apart from a name at once.
const KEPT_APART: i64 = 50;

impl Service {
    /// Keeps a submitted name apart, for good, from those on the list that are like it: they are different people.
    pub async fn keep_apart(&self, caller: &Caller, number: Number) -> Result<SubmissionView, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::KeepApart).await?;
                    let none = || Refusal::NoSuchSubmission(number.to_string());
                    let found = submissions::find(uow.conn(), caller.guild, number).await?.ok_or_else(none)?;
                    refuse_decided(&found)?;
                    if found.contributor == Some(access.contributor) {
                        access.permit(Act::EditOwn)?;
                    }
                    let Proposal::Signatory(proposal) = open_pending(&self.store, uow, &found)? else {
                        return Err(none().into());
                    };
                    keep_apart(uow, found.petition.unwrap_or(proposal.petition), keys(&proposal)?.1).await?;
                    let trace =
                        Trace { act: LedgerAct::KeepApart, actor: Actor::Person(access.moderator, access.standing) };
                    let entry = Entry::new(LedgerAct::KeepApart, ObjectKind::Submission, number, found.revision);
                    uow.append(trace.signed(entry));
                    view::find(&self.store, uow.conn(), caller.guild, number).await
                })
            })
            .await
    }
}

async fn keep_apart(uow: &mut UnitOfWork<'_>, petition: Number, name: NameKeys) -> Result<(), ServiceError> {
    let (guild, store) = (uow.guild(), uow.store().clone());
    let hash = store.keys().name(guild, &name);
    let near = (store.keys().near_name(guild, &name), store.keys().turned_name(guild, &name));
    for alike in signatories::list_alike(uow.conn(), guild, petition, hash, near, KEPT_APART).await? {
        signatories::keep_apart(uow.conn(), guild, petition, hash, &alike.name_hash).await?;
    }
    Ok(())
}

/// Gives who is proposed, and their name's keys.
fn keys(proposal: &SignatoryProposal) -> Result<(&Person, NameKeys), Refusal> {
    let person = proposal.person.as_ref().ok_or_else(|| Refusal::NotAName(String::new()))?;
    let keys = NameKeys::of(&person.name).ok_or_else(|| Refusal::NotAName(person.name.clone()))?;
    Ok((person, keys))
}

/// Puts a signatory on the list: the name as the guild keeps it, which is as a keyed hash unless names were on when it
/// was filed and are on now.
pub(super) async fn publish(
    publisher: &mut Publisher<'_, '_>,
    found: &Submission,
    proposal: &SignatoryProposal,
) -> Result<(), ServiceError> {
    let (person, name) = keys(proposal)?;
    let (guild, store) = (publisher.uow.guild(), publisher.uow.store().clone());
    let petition = standing_petition(publisher.uow, found.petition.unwrap_or(proposal.petition)).await?.number;
    let (name_hash, near_hash) = (store.keys().name(guild, &name), store.keys().near_name(guild, &name));
    let conn = publisher.uow.conn();
    if signatories::is_barred(conn, guild, name_hash).await? {
        return Err(Refusal::NameBarred(found.number).into());
    }
    let near = (near_hash, None);
    let alike = signatories::list_alike(conn, guild, petition, name_hash, near, 1).await?;
    if let Some(same) = alike.first().filter(|one| one.name_hash == name_hash.as_bytes() && counts(one.standing)) {
        return Err(Refusal::SameName { number: found.number, on_record: same.number }.into());
    }
    let keeps = settings::get(conn, guild).await?.names == Names::On && proposal.names == Names::On;
    let kept = Kept::of(person.clone());
    let sealed = if keeps { Some(store.seal_signatory(guild, found.number, &kept)?) } else { None };
    let source = publisher.source(&proposal.source).await?;
    let (number, revision, part, basis) = (found.number, found.revision, proposal.part, proposal.basis);
    let new =
        NewSignatory { number, revision, petition, source, part, basis, name_hash, near_hash, sealed: sealed.as_ref() };
    signatories::insert(publisher.uow, new).await?;
    let after = serde_json::json!({ "petition": petition, "source": source, "part": part, "basis": basis });
    let entry = publisher.trace().entry(ObjectKind::Signatory, number, revision, &after)?;
    // The one opening that holds a name: erasing the signatory destroys it.
    let entry = if keeps { entry.with("person", json(person)?) } else { entry };
    publisher.leave(entry, &[Effect::published_signatory(number)])
}

/// Says whether a signatory of the same name would be the same person twice. Who withdrew may sign again.
fn counts(standing: SignatoryStanding) -> bool {
    match standing {
        SignatoryStanding::Standing | SignatoryStanding::RetractedShown => true,
        SignatoryStanding::Withdrawn | SignatoryStanding::Merged | SignatoryStanding::Erased => false,
    }
}

/// Opens a submission to reject it. A note that holds the name is refused, since notes stay.
pub(super) fn open_to_reject(
    uow: &UnitOfWork<'_>,
    found: &Submission,
    note: Option<&str>,
) -> Result<Proposal, ServiceError> {
    let proposal = open_pending(uow.store(), uow, found)?;
    match (&proposal, note) {
        (Proposal::Signatory(signatory), Some(note)) if keys(signatory)?.1.is_named_in(note) => {
            Err(Refusal::NameInNote.into())
        }
        _ => Ok(proposal),
    }
}

/// Forgets what a decided submission said of a person, and what was kept apart for the sake of a name that is on no list.
pub(crate) async fn forget(
    uow: &mut UnitOfWork<'_>,
    found: &Submission,
    proposal: &Proposal,
) -> Result<(), ServiceError> {
    let (guild, store) = (uow.guild(), uow.store().clone());
    submissions::forget_body(uow.conn(), guild, found.number).await?;
    if let Proposal::Signatory(proposal) = proposal {
        let petition = found.petition.unwrap_or(proposal.petition);
        let name = store.keys().name(guild, &keys(proposal)?.1);
        signatories::forget_apart(uow.conn(), guild, petition, name).await?;
    }
    Ok(())
}
