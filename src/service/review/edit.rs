//! Editing before deciding: the form, and what it holds, read like anything that is typed.

use super::decide::{open_pending, refuse_decided};
use super::{SubmissionView, view};
use crate::domain::acting::Effect;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::petition_edit::Change;
use crate::domain::proposal::Proposal;
use crate::service::access::Access;
use crate::service::log::Form;
use crate::service::log::draft::Draft;
use crate::service::log::forms;
use crate::service::log::read::{Pending, Read, Reader};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::UnitOfWork;
use crate::store::submissions::{self, Submission};

impl Service {
    /// Gives the form by which a moderator edits a submission before deciding.
    pub async fn edit_form(&self, caller: &Caller, number: Number) -> Result<Form, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::Edit).await?;
        let none = || Refusal::NoSuchSubmission(number.to_string());
        let found = submissions::find(&mut conn, caller.guild, number).await?.ok_or_else(none)?;
        refuse_decided(&found)?;
        permit_own(&access, &found)?;
        let sealed = found.sealed.as_ref().ok_or_else(none)?;
        let proposal = self.store.open_proposal(caller.guild, number, sealed)?;
        Ok(forms::edit(&Draft::reopen(&proposal, self.now())))
    }

    /// Takes what the edit form holds. The original stays, sealed, beside the edited one.
    pub async fn edit(
        &self,
        caller: &Caller,
        number: Number,
        fields: &[(Field, String)],
    ) -> Result<SubmissionView, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Edit).await?;
                    self.edit_in(uow, &access, number, fields).await?;
                    view::find(&self.store, uow.conn(), caller.guild, number).await
                })
            })
            .await
    }

    async fn edit_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        number: Number,
        fields: &[(Field, String)],
    ) -> Result<(), ServiceError> {
        let guild = uow.guild();
        let none = || Refusal::NoSuchSubmission(number.to_string());
        let found = submissions::find(uow.conn(), guild, number).await?.ok_or_else(none)?;
        let before = open_pending(&self.store, uow, &found)?;
        permit_own(access, &found)?;
        let after = self.reread(uow, access, &before, fields).await?;
        if after == before {
            return Ok(());
        }
        let sealed = self.store.seal_proposal(guild, number, &after)?;
        let at = uow.at();
        let revision = submissions::edit(uow.conn(), guild, number, &sealed, at).await?;
        let trace = Trace { act: LedgerAct::Edit, actor: Actor::Person(access.moderator, access.standing) };
        let entry = trace.entry(ObjectKind::Submission, number, revision, &after.without_person())?;
        let effects = [Effect::Proposed(number, Change { from: found.revision, to: revision })];
        uow.append(entry.with("effects", json(&effects)?));
        Ok(())
    }

    /// Reads a proposal again with what was changed. Words that now give several numbers, or can be read in several
    /// ways, are refused: a submission is one.
    pub(in crate::service) async fn reread(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        before: &Proposal,
        fields: &[(Field, String)],
    ) -> Result<Proposal, ServiceError> {
        let mut draft = Draft::reopen(before, uow.at());
        draft.take_changes(fields)?;
        let reader = Reader {
            store: &self.store,
            guild: uow.guild(),
            zone: access.settings.zone.rules(),
            language: access.settings.language,
            at: uow.at(),
            pending: Pending::Any,
            names: access.settings.names,
        };
        match reader.read(uow.conn(), &draft).await? {
            Read::Ready(proposals, _) => match <[Proposal; 1]>::try_from(proposals) {
                Ok([proposal]) => Ok(proposal),
                Err(_) => Err(Refusal::ChooseReading.into()),
            },
            Read::Ask(_) => Err(Refusal::ChooseReading.into()),
            // A submission is about a petition; only a draft from a message may not know yet.
            Read::Petition | Read::Words(_) | Read::Wording(..) => Err(Refusal::NoWords.into()),
        }
    }
}

/// Asks the matrix whether the caller may edit this, where it is their own.
fn permit_own(access: &Access, found: &Submission) -> Result<(), Refusal> {
    if found.contributor == Some(access.contributor) { access.permit(Act::EditOwn) } else { Ok(()) }
}
