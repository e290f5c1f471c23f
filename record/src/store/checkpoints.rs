//! Checkpoints of the ledger: the daily point of each guild's chain that its review channel is told.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, StoreError};
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::ledger::{Anchor, LedgerHash};

/// Lists guilds with a review channel whose chain is longer than what was told, and whose last checkpoint was planned at
/// `last` or before; a guild's first day has none.
pub async fn list_due(conn: &mut Conn, last: Timestamp) -> Result<Vec<GuildId>, StoreError> {
    let due = query!(
        conn,
        scalars,
        i64,
        "SELECT g.id FROM guild g LEFT JOIN checkpoint c ON c.guild = g.id
         WHERE g.review_channel IS NOT NULL AND COALESCE(c.planned_at, g.created_at) <= $1
           AND g.ledger_seq > COALESCE(c.told_seq, 0)",
        last
    )?;
    Ok(due.into_iter().map(GuildId::from).collect())
}

/// Plans a guild's checkpoint at the end its chain has now, unless one was planned after `last`.
pub async fn plan(conn: &mut Conn, guild: GuildId, last: Timestamp, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO checkpoint (guild, planned_at, seq, head)
         SELECT id, CAST($2 AS BIGINT), ledger_seq, ledger_head FROM guild WHERE id = $1 AND ledger_seq > 0
         ON CONFLICT (guild) DO UPDATE SET planned_at = excluded.planned_at, seq = excluded.seq, head = excluded.head,
             ended_at = NULL
         WHERE checkpoint.planned_at <= $3",
        guild,
        at,
        last
    )?;
    Ok(())
}

/// A checkpoint that was planned and not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The review channel.
    pub channel: ChannelId,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// The point of the chain.
    pub anchor: Anchor,
}

row! {
    struct Row {
        guild: i64,
        channel: i64,
        planned_at: i64,
        seq: i64,
        head: LedgerHash as Vec<u8>,
    }
}

/// Lists checkpoints that were planned and neither told nor given up.
pub async fn list_untold(conn: &mut Conn) -> Result<Vec<Untold>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT c.guild, g.review_channel AS channel, c.planned_at, c.seq, c.head
         FROM checkpoint c JOIN guild g ON g.id = c.guild
         WHERE c.ended_at IS NULL AND g.review_channel IS NOT NULL"
    )?;
    let read = |row: Row| {
        let guild = GuildId::from(row.guild);
        Ok(Untold {
            channel: ChannelId::from(row.channel),
            planned_at: RowOf::new("checkpoint", row.seq).instant("planned_at", row.planned_at)?,
            anchor: Anchor { guild, seq: row.seq, hash: row.head },
        })
    };
    rows.into_iter().map(read).collect()
}

/// Notes that a checkpoint was told.
pub async fn told(conn: &mut Conn, guild: GuildId, planned_at: Timestamp, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE checkpoint SET ended_at = $3, told_at = $3, told_seq = seq, told_head = head
         WHERE guild = $1 AND planned_at = $2",
        guild,
        planned_at,
        at
    )?;
    Ok(())
}

/// Notes that a checkpoint is given up until the next day.
pub async fn give_up(conn: &mut Conn, guild: GuildId, planned_at: Timestamp, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE checkpoint SET ended_at = $3 WHERE guild = $1 AND planned_at = $2 AND ended_at IS NULL",
        guild,
        planned_at,
        at
    )?;
    Ok(())
}

/// Gives the last checkpoint that was told, and when.
pub async fn last_told(conn: &mut Conn, guild: GuildId) -> Result<Option<(Anchor, Timestamp)>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        (i64, i64, Vec<u8>),
        "SELECT told_at, told_seq, told_head FROM checkpoint WHERE guild = $1 AND told_at IS NOT NULL",
        guild
    )?;
    row.map(|(at, seq, head)| {
        let of = RowOf::new("checkpoint", seq);
        let hash = LedgerHash::try_from(head).map_err(|error| of.corrupt("told_head", error))?;
        Ok((Anchor { guild, seq, hash }, of.instant("told_at", at)?))
    })
    .transpose()
}
