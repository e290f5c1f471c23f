//! Reminders of what has waited too long: when the last one of each guild was planned and sent.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, StoreError};
use crate::domain::ids::{ChannelId, GuildId, Number};

/// Lists guilds with a review channel in which something was filed at `overdue` or before and waits, and whose last
/// reminder was planned at `last` or before.
pub async fn list_due(conn: &mut Conn, overdue: Timestamp, last: Timestamp) -> Result<Vec<GuildId>, StoreError> {
    let due = query!(
        conn,
        scalars,
        i64,
        "SELECT g.id FROM guild g LEFT JOIN reminder r ON r.guild = g.id
         WHERE g.review_channel IS NOT NULL AND (r.planned_at IS NULL OR r.planned_at <= $2)
           AND EXISTS (SELECT 1 FROM submission s
                       WHERE s.guild = g.id AND s.state = 'pending' AND s.submitted_at <= $1)",
        overdue,
        last
    )?;
    Ok(due.into_iter().map(GuildId::from).collect())
}

/// Plans a guild's reminder for now, unless one was planned after `last`. Says whether it did.
pub async fn plan(conn: &mut Conn, guild: GuildId, last: Timestamp, at: Timestamp) -> Result<bool, StoreError> {
    let planned = query!(
        conn,
        execute,
        "INSERT INTO reminder (guild, planned_at) VALUES ($1, $2)
         ON CONFLICT (guild) DO UPDATE SET planned_at = excluded.planned_at, sent_at = NULL
         WHERE reminder.planned_at <= $3",
        guild,
        at,
        last
    )?;
    Ok(planned == 1)
}

/// A reminder that was planned and not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Whose.
    pub guild: GuildId,
    /// The review channel.
    pub channel: ChannelId,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// How many are overdue.
    pub overdue: u64,
    /// The one that has waited longest, and since when.
    pub oldest: (Number, Timestamp),
}

row! {
    struct Row {
        guild: i64,
        channel: i64,
        planned_at: i64,
        overdue: i64,
        oldest: i64,
        oldest_at: i64,
    }
}

/// Lists reminders planned after `from` that were not sent, with what is overdue now: filed at `overdue` or before.
pub async fn list_unsent(conn: &mut Conn, overdue: Timestamp, from: Timestamp) -> Result<Vec<Unsent>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT r.guild, g.review_channel AS channel, r.planned_at,
                (SELECT COUNT(*) FROM submission s
                 WHERE s.guild = r.guild AND s.state = 'pending' AND s.submitted_at <= $1) AS overdue,
                o.number AS oldest, o.submitted_at AS oldest_at
         FROM reminder r JOIN guild g ON g.id = r.guild
         JOIN submission o ON o.guild = r.guild AND o.number =
              (SELECT s.number FROM submission s WHERE s.guild = r.guild AND s.state = 'pending' AND s.submitted_at <= $1
               ORDER BY s.submitted_at, s.number LIMIT 1)
         WHERE r.sent_at IS NULL AND r.planned_at > $2 AND g.review_channel IS NOT NULL",
        overdue,
        from
    )?;
    let read = |row: Row| {
        let of = RowOf::new("reminder", row.oldest);
        Ok(Unsent {
            guild: GuildId::from(row.guild),
            channel: ChannelId::from(row.channel),
            planned_at: of.instant("planned_at", row.planned_at)?,
            overdue: row.overdue.unsigned_abs(),
            oldest: (of.number("oldest", row.oldest)?, of.instant("submitted_at", row.oldest_at)?),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Notes that a reminder was sent, or is given up.
pub async fn sent(conn: &mut Conn, guild: GuildId, planned_at: Timestamp, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE reminder SET sent_at = $3 WHERE guild = $1 AND planned_at = $2",
        guild,
        planned_at,
        at
    )?;
    Ok(())
}
