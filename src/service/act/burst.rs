//! A burst: so much destroyed by one moderator in so short a time that they are stopped until another has looked.

use super::perform::make;
use super::second::PURPOSE;
use super::undo;
use crate::domain::acting::{Asked, Deed, Ground, Request};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::service::access::Access;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Limits, ServiceError};
use crate::store::waiting::{self, NewWaiting};
use crate::store::{Store, UnitOfWork, effects};

/// Notes that somebody destroyed something with the entry `seq`, and stops them where it was one too many. Says whether
/// they are stopped.
pub(in crate::service) async fn note(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    seq: i64,
    limits: &Limits,
) -> Result<bool, ServiceError> {
    let (guild, at, actor) = (uow.guild(), uow.at(), access.moderator);
    waiting::note_destruction(uow.conn(), guild, seq, actor, at).await?;
    let since = at.checked_sub(limits.destructive.within).unwrap_or(jiff::Timestamp::MIN);
    let seqs = waiting::list_destruction(uow.conn(), guild, actor, since).await?;
    if seqs.len() < limits.destructive.count as usize {
        return Ok(false);
    }
    let number = uow.number()?;
    let request = Request { object: None, asked: Asked::UndoBurst(seqs), ground: Ground::Mistake, note: None };
    let sealed = uow.seal(PURPOSE, number.get(), &json(&request)?)?;
    let expires_at = at.checked_add(limits.second_waits).unwrap_or(jiff::Timestamp::MAX);
    let (deed, kind) = (Deed::UndoBurst, ObjectKind::Guild);
    let new = NewWaiting { number, deed, kind, object: None, sealed: Some(&sealed), asked_by: actor, expires_at };
    waiting::insert(uow.conn(), guild, new, at).await?;
    let trace = Trace { act: LedgerAct::Stop, actor: Actor::Person(access.moderator, access.standing) };
    uow.append(trace.signed(Entry::of_guild(trace.act, 0)).with("waiting", number.to_string()));
    Ok(true)
}

/// Takes back what a burst destroyed, the latest first, as far as it still stands; each leaves an entry of its own.
pub(super) async fn undo(
    store: &Store,
    uow: &mut UnitOfWork<'_>,
    by: Actor,
    seqs: &[i64],
    request: &Request,
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    for seq in seqs {
        let Some((done, back)) = undo::standing(store, uow.conn(), guild, *seq).await? else { continue };
        make(uow, &back).await?;
        let Some(object) = done.object else { continue };
        let revision = effects::find_revision(uow, done.kind, object).await?;
        let trace = Trace { act: LedgerAct::Undo, actor: by };
        let entry = trace.signed(Entry::new(trace.act, done.kind, object, revision));
        uow.append(entry.with("reason", request.ground.as_str()).with("effects", json(&back)?));
    }
    Ok(())
}
