//! What goes of a submission that was decided.

use jiff::Timestamp;

use crate::domain::ids::{GuildId, Number};
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

/// Erases what is kept of submissions decided before `decided` beyond the decision: sealed bodies and originals that
/// were not published, contributors' keys, and the ledger's openings of both.
pub async fn clear_decided(conn: &mut Conn, guild: GuildId, decided: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM opening WHERE guild = $1 AND field = 'actor' AND seq IN (
             SELECT l.seq FROM submission s
             JOIN ledger l ON l.guild = s.guild AND l.object = s.number AND l.object_kind = 'submission'
                          AND l.act IN ('file', 'answer', 'withdraw')
             WHERE s.guild = $1 AND s.decided_at <= $2 AND s.contributor IS NOT NULL)",
        guild,
        decided
    )?;
    query!(
        conn,
        execute,
        "DELETE FROM opening WHERE guild = $1 AND field = 'after' AND seq IN (
             SELECT l.seq FROM submission s
             JOIN ledger l ON l.guild = s.guild AND l.object = s.number AND l.act IN ('file', 'edit')
             WHERE s.guild = $1 AND s.decided_at <= $2 AND s.state <> 'approved' AND s.sealed IS NOT NULL)",
        guild,
        decided
    )?;
    query!(
        conn,
        execute,
        "DELETE FROM revision WHERE guild = $1 AND sealed IS NOT NULL AND number IN (
             SELECT number FROM submission
             WHERE guild = $1 AND decided_at <= $2 AND state <> 'approved' AND sealed IS NOT NULL)",
        guild,
        decided
    )?;
    query!(
        conn,
        execute,
        "DELETE FROM question WHERE guild = $1 AND submission IN (
             SELECT number FROM submission WHERE guild = $1 AND decided_at <= $2
               AND (sealed IS NOT NULL OR contributor IS NOT NULL))",
        guild,
        decided
    )?;
    query!(
        conn,
        execute,
        "UPDATE submission SET sealed = NULL, contributor = NULL, note = NULL
         WHERE guild = $1 AND decided_at <= $2 AND (sealed IS NOT NULL OR contributor IS NOT NULL)",
        guild,
        decided
    )?;
    Ok(())
}

/// Forgets what a decided submission proposed, what it was before it was edited, and what was asked about it.
pub async fn forget_body(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE submission SET sealed = NULL WHERE guild = $1 AND number = $2 AND state <> 'pending'",
        guild,
        number
    )?;
    query!(
        conn,
        execute,
        "DELETE FROM revision WHERE guild = $1 AND number = $2 AND sealed IS NOT NULL",
        guild,
        number
    )?;
    query!(conn, execute, "DELETE FROM question WHERE guild = $1 AND submission = $2", guild, number)?;
    Ok(())
}
