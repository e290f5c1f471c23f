//! Records that an import flagged: published already, and looked at like what waits.

use super::Decision;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::record::RecordState;
use crate::domain::review::{RejectReason, Standing, SubmissionState};
use crate::service::ServiceError;
use crate::service::access::Access;
use crate::service::refusal::Refusal;
use crate::service::trace::{Actor, Trace};
use crate::store::{Conn, Store, UnitOfWork, records};

/// Confirms a flagged record: it stays as it is, and nobody need look again.
pub(super) async fn confirm(uow: &mut UnitOfWork<'_>, access: &Access, number: Number) -> Result<(), ServiceError> {
    let guild = uow.guild();
    match records::confirm(uow.conn(), guild, number).await? {
        Some(revision) => {
            let act = LedgerAct::Confirm;
            let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
            let after = after(RecordState::Accepted);
            uow.append(trace.entry(ObjectKind::Record, number, revision, &after)?);
            Ok(())
        }
        None => Err(refuse(uow, number).await?.into()),
    }
}

/// Gives what the ledger keeps of a record whose flag was decided about: its words stay as they are.
pub(super) fn after(state: RecordState) -> serde_json::Value {
    serde_json::json!({ "state": state.as_str(), "flag": null })
}

/// Deprecates a flagged record, and gives its revision.
pub(super) async fn deprecate(uow: &mut UnitOfWork<'_>, number: Number) -> Result<i64, ServiceError> {
    let guild = uow.guild();
    let found = records::find(uow.conn(), guild, number).await?;
    let deprecated = match found.filter(|record| record.state.may_become(RecordState::Deprecated)) {
        Some(_) => records::deprecate_flagged(uow.conn(), guild, number).await?,
        None => None,
    };
    match deprecated {
        Some(revision) => Ok(revision),
        None => Err(refuse(uow, number).await?.into()),
    }
}

/// Says why there is no flag to decide about: somebody did, or there never was one.
async fn refuse(uow: &mut UnitOfWork<'_>, number: Number) -> Result<Refusal, ServiceError> {
    let guild = uow.guild();
    let store = uow.store().clone();
    let decided = decision(&store, uow.conn(), guild, number).await?;
    Ok(decided.map_or_else(|| Refusal::NoSuchSubmission(number.to_string()), Refusal::AlreadyDecided))
}

/// Gives what was decided of a record that an import had flagged.
pub(super) async fn decision(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<Decision>, ServiceError> {
    let Some((seq, act, at)) = records::find_flag_decision(conn, guild, number).await? else { return Ok(None) };
    let opened = store.opened(conn, guild, seq).await?;
    let said = |field: &str| {
        let (_, value) = opened.iter().find(|(name, _)| name == field)?;
        std::str::from_utf8(value).ok()
    };
    Ok(Some(Decision {
        number,
        state: if act == LedgerAct::Confirm.as_str() { SubmissionState::Approved } else { SubmissionState::Rejected },
        // What can no longer be opened was a moderator at the least.
        by: said("standing").and_then(Standing::parse).unwrap_or(Standing::Moderator),
        alone: said("alone").is_some(),
        at,
        reason: said("reason").and_then(RejectReason::parse),
    }))
}
