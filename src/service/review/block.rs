//! Stopping contributors from filing, by what they filed: nobody learns who they are.

use super::{SubmissionView, view};
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::review::Standing;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Service, ServiceError};
use crate::store::submissions::{self, Submission};
use crate::store::{UnitOfWork, blocks};

impl Service {
    /// Shows whom a block would stop, or says why it cannot.
    pub async fn may_block(&self, caller: &Caller, number: Number) -> Result<SubmissionView, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::Block).await?;
        let found = submissions::find(&mut conn, caller.guild, number).await?;
        refuse(&found.ok_or_else(|| Refusal::NoSuchSubmission(number.to_string()))?)?;
        view::find(&self.store, &mut conn, caller.guild, number).await
    }

    /// Stops who filed a submission from filing. What they filed stays, and they go on asking, reading what became of it
    /// and withdrawing. Blocking twice blocks once.
    pub async fn block(&self, caller: &Caller, number: Number) -> Result<SubmissionView, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let (guild, at) = (uow.guild(), uow.at());
                    let access = self.access(uow.conn(), caller, Act::Block).await?;
                    let none = || Refusal::NoSuchSubmission(number.to_string());
                    let found = submissions::find(uow.conn(), guild, number).await?.ok_or_else(none)?;
                    refuse(&found)?;
                    let contributor = found.contributor.ok_or(Refusal::NobodyHeld(number))?;
                    if blocks::insert(uow.conn(), guild, contributor, number, at).await? {
                        submissions::touch_all_of(uow.conn(), guild, contributor).await?;
                        let actor = Actor::Person(access.moderator, access.standing);
                        leave(uow, Trace { act: LedgerAct::Block, actor }, &found);
                    }
                    view::find(&self.store, uow.conn(), guild, number).await
                })
            })
            .await
    }

    /// Lets who filed a submission file again. Who is not blocked stays so.
    pub async fn unblock(&self, caller: &Caller, number: Number) -> Result<SubmissionView, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let guild = uow.guild();
                    let access = self.access(uow.conn(), caller, Act::Block).await?;
                    let none = || Refusal::NoSuchSubmission(number.to_string());
                    let found = submissions::find(uow.conn(), guild, number).await?.ok_or_else(none)?;
                    let unblocked = blocks::delete(uow.conn(), guild, found.contributor, number).await?;
                    for contributor in &unblocked {
                        submissions::touch_all_of(uow.conn(), guild, *contributor).await?;
                    }
                    if !unblocked.is_empty() {
                        let actor = Actor::Person(access.moderator, access.standing);
                        leave(uow, Trace { act: LedgerAct::Unblock, actor }, &found);
                    }
                    view::find(&self.store, uow.conn(), guild, number).await
                })
            })
            .await
    }
}

/// Leaves the entry: by whom, from which submission, and nothing of who is blocked.
fn leave(uow: &mut UnitOfWork<'_>, trace: Trace, found: &Submission) {
    uow.append(trace.signed(Entry::new(trace.act, ObjectKind::Submission, found.number, found.revision)));
}

/// Refuses a submission that nobody is blocked from.
fn refuse(found: &Submission) -> Result<(), Refusal> {
    if found.standing >= Standing::Moderator {
        return Err(Refusal::FiledAsModerator(found.number));
    }
    match found.contributor {
        Some(_) => Ok(()),
        None => Err(Refusal::NobodyHeld(found.number)),
    }
}
