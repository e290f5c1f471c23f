//! Who may not file: contributors by their keys, each with the submission they were blocked from.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::ids::{ActorKey, GuildId, Number};

/// Says whether moderators have stopped this person from filing.
pub async fn is_blocked(conn: &mut Conn, guild: GuildId, actor: ActorKey) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT blocked_at FROM block WHERE guild = $1 AND actor = $2",
        guild,
        actor
    )?;
    Ok(found.is_some())
}

/// Finds since when somebody is stopped from filing, and the submission they were stopped from.
pub async fn find(
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
) -> Result<Option<(Timestamp, Option<Number>)>, StoreError> {
    let found = query!(
        conn,
        fetch_optional,
        (i64, Option<i64>),
        "SELECT blocked_at, submission FROM block WHERE guild = $1 AND actor = $2",
        guild,
        actor
    )?;
    let row = RowOf::new("block", 0);
    let read = |(at, from)| Ok((row.instant("blocked_at", at)?, row.maybe_number("submission", from)?));
    found.map(read).transpose()
}

/// Blocks a contributor. Gives `false` for one who was blocked already.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
    submission: Number,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let added = query!(
        conn,
        execute,
        "INSERT INTO block (guild, actor, blocked_at, submission) VALUES ($1, $2, $3, $4)
         ON CONFLICT (guild, actor) DO NOTHING",
        guild,
        actor,
        at,
        submission
    )?;
    Ok(added == 1)
}

/// Unblocks who filed a submission: by their key where it is held, and by the submission they were blocked from. Gives
/// the keys that were blocked.
pub async fn delete(
    conn: &mut Conn,
    guild: GuildId,
    actor: Option<ActorKey>,
    submission: Number,
) -> Result<Vec<ActorKey>, StoreError> {
    let gone = query!(
        conn,
        scalars,
        Vec<u8>,
        "DELETE FROM block WHERE guild = $1 AND (actor = $2 OR submission = $3) RETURNING actor",
        guild,
        actor,
        submission
    )?;
    let row = RowOf::new("block", submission.get());
    gone.into_iter().map(|key| ActorKey::try_from(key).map_err(|error| row.corrupt("actor", error))).collect()
}
