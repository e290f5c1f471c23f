//! Taking acts back: their effects made backwards, where they still stand.

use super::{Plan, subject};
use crate::domain::acting::{Effect, differences, inverse, needs};
use crate::domain::ids::GuildId;
use crate::service::ServiceError;
use crate::service::refusal::Refusal;
use crate::store::acts::{self, Done};
use crate::store::{Conn, Store, StoreError, effects};

/// Works out what taking back one act does.
pub(super) async fn plan(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
    plan: &mut Plan,
) -> Result<(), ServiceError> {
    let (done, effects) = find(store, conn, guild, seq).await?.ok_or_else(|| Refusal::NotUndoable(seq.to_string()))?;
    plan.request.object = done.object;
    if let Some(number) = done.object {
        plan.subject = subject::by_number(conn, guild, number).await?;
    }
    plan.undoes = Some(done.act);
    plan.effects = inverse(effects);
    for effect in &plan.effects {
        if let Effect::Words(_, change) = effect {
            plan.differences.extend(differences(&change.from, &change.to));
        }
        if let Effect::Card(_, change) = effect {
            plan.differences.extend(differences(&change.from, &change.to));
        }
    }
    Ok(())
}

/// Works out what taking back several acts does, the latest first; those that no longer stand are left as they are.
pub(super) async fn plan_all(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seqs: &[i64],
    plan: &mut Plan,
) -> Result<(), ServiceError> {
    for seq in seqs {
        plan.effects.extend(standing(store, conn, guild, *seq).await?.map(|(_, effects)| effects).unwrap_or_default());
    }
    plan.needs = plan.needs.max(needs(&plan.effects));
    Ok(())
}

/// Gives what takes an act back, where it still stands.
pub(super) async fn standing(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
) -> Result<Option<(Done, Vec<Effect>)>, ServiceError> {
    let Some((done, made)) = find(store, conn, guild, seq).await? else { return Ok(None) };
    let back = inverse(made);
    for effect in &back {
        if !effects::stands(conn, guild, effect).await? {
            return Ok(None);
        }
    }
    Ok(Some((done, back)))
}

async fn find(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
) -> Result<Option<(Done, Vec<Effect>)>, ServiceError> {
    let Some(done) = acts::find(conn, guild, seq).await? else { return Ok(None) };
    let opened = store.opened(conn, guild, seq).await?;
    let Some((_, held)) = opened.into_iter().find(|(field, _)| field == "effects") else { return Ok(None) };
    let effects = serde_json::from_slice(&held).map_err(|error| StoreError::Corrupt {
        table: "opening",
        column: "effects",
        row: seq.to_string(),
        source: Box::new(error),
    })?;
    Ok(Some((done, effects)))
}
