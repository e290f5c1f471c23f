//! Stopping contributors from filing, by what they filed: nobody learns who they are.

use super::{SubmissionView, view};
use crate::domain::acting::Effect;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::petition_edit::Change;
use crate::domain::review::Standing;
use crate::service::access::Access;
use crate::service::act::make;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Service, ServiceError};
use crate::store::UnitOfWork;
use crate::store::submissions::{self, Submission};

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
                    let guild = uow.guild();
                    let access = self.access(uow.conn(), caller, Act::Block).await?;
                    let none = || Refusal::NoSuchSubmission(number.to_string());
                    let found = submissions::find(uow.conn(), guild, number).await?.ok_or_else(none)?;
                    refuse(&found)?;
                    turn(uow, &access, &found, Change { from: false, to: true }).await?;
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
                    turn(uow, &access, &found, Change { from: true, to: false }).await?;
                    view::find(&self.store, uow.conn(), guild, number).await
                })
            })
            .await
    }
}

/// Blocks or unblocks, where that is not so already, and leaves the entry: by whom, from which submission, and nothing of
/// who is blocked.
async fn turn(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    found: &Submission,
    change: Change<bool>,
) -> Result<(), ServiceError> {
    if found.blocked == change.to {
        return Ok(());
    }
    let act = if change.to { LedgerAct::Block } else { LedgerAct::Unblock };
    let effects = [Effect::Blocked(found.number, change)];
    make(uow, &effects).await?;
    let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
    let entry = trace.signed(Entry::new(act, ObjectKind::Submission, found.number, found.revision));
    uow.append(entry.with("effects", json(&effects)?));
    Ok(())
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
