//! Records that an import flagged: published already, and looked at like what waits.

use super::Decision;
use crate::domain::acting::{Effect, Stand};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::petition_edit::Change;
use crate::domain::record::RecordState;
use crate::domain::review::{RejectReason, Standing, SubmissionState};
use crate::service::ServiceError;
use crate::service::act::make;
use crate::service::refusal::Refusal;
use crate::service::trace::{Trace, json};
use crate::store::records::{self, Record};
use crate::store::{Conn, Store, UnitOfWork, effects};

/// Gives what confirming a flagged record changes: it stays as it is, and nobody need look again.
pub(super) async fn confirm(uow: &mut UnitOfWork<'_>, number: Number) -> Result<Vec<Effect>, ServiceError> {
    let guild = uow.guild();
    match records::find(uow.conn(), guild, number).await? {
        Some(record) if record.flag.is_some() => Ok(vec![unflagged(record)]),
        _ => Err(refuse(uow, number).await?.into()),
    }
}

/// Gives what rejecting a flagged record changes: it is not relied on.
pub(super) async fn deprecate(uow: &mut UnitOfWork<'_>, number: Number) -> Result<Vec<Effect>, ServiceError> {
    let guild = uow.guild();
    match records::find(uow.conn(), guild, number).await? {
        Some(record) if record.flag.is_some() && record.state == RecordState::Accepted => {
            let set_aside = Change { from: Stand::of(RecordState::Accepted), to: Stand::of(RecordState::Deprecated) };
            Ok(vec![Effect::Record(number, set_aside), unflagged(record)])
        }
        _ => Err(refuse(uow, number).await?.into()),
    }
}

fn unflagged(record: Record) -> Effect {
    Effect::Flag(record.number, Change { from: record.flag, to: None })
}

/// Makes what a decision changes and gives its entry: its words stay as they are.
pub(super) async fn decide(
    uow: &mut UnitOfWork<'_>,
    trace: Trace,
    number: Number,
    (state, changes): (RecordState, &[Effect]),
) -> Result<Entry, ServiceError> {
    make(uow, changes).await?;
    let revision = effects::find_revision(uow, ObjectKind::Record, number).await?;
    let after = serde_json::json!({ "state": state.as_str(), "flag": null });
    Ok(trace.entry(ObjectKind::Record, number, revision, &after)?.with("effects", json(&changes)?))
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
