//! Messages the bot posted by itself, and what they show.

use jiff::Timestamp;

use super::decode::{RowOf, readable, to_json};
use super::sql::{query, row};
use super::{Conn, StoreError, UnitOfWork, cards};
use crate::domain::ids::{ChannelId, GuildId, Number};

/// A submission whose message is missing or out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The guild.
    pub guild: GuildId,
    /// The submission.
    pub number: Number,
    /// The message's channel, or the review channel.
    pub channel: ChannelId,
    /// The message that is out of date.
    pub message: Option<u64>,
    /// What is noted that it shows, where there is one.
    pub shows: Option<String>,
    /// What it should show: state, revision, and how often something else changed, such as `pending 1.2`.
    pub shown: String,
}

row! {
    struct Row {
        guild: i64,
        number: i64,
        channel: i64,
        message: Option<i64>,
        shows: Option<String>,
        shown: String,
    }
}

impl Row {
    fn read(self) -> Result<Due, StoreError> {
        Ok(Due {
            guild: GuildId::from(self.guild),
            number: RowOf::new("submission", self.number).number("number", self.number)?,
            channel: ChannelId::from(self.channel),
            message: self.message.map(i64::cast_unsigned),
            shows: self.shows,
            shown: self.shown,
        })
    }
}

/// Writes what a message should show of a row: its state and revision, and how often something else changed.
macro_rules! shown {
    ($row:literal, $revision:literal) => {
        concat!(
            $row,
            ".state || ' ' || ",
            $revision,
            " || CASE WHEN ",
            $row,
            ".changes > 0 THEN '.' || ",
            $row,
            ".changes ELSE '' END"
        )
    };
}

/// Writes what a message should show of a source's change: that it was told, and how often words were taken out of it.
macro_rules! told {
    ($row:literal) => {
        concat!("'change ' || CAST(", $row, ".changes AS TEXT)")
    };
}

macro_rules! unposted_but {
    ($passed_over:literal) => {
        concat!(
            "SELECT guild, number, channel, message, CAST(NULL AS TEXT) AS shows, shown FROM (
                 SELECT s.guild, s.number, g.review_channel AS channel, CAST(NULL AS BIGINT) AS message,
                        ",
            shown!("s", "s.revision"),
            " AS shown, s.submitted_at AS since
                 FROM guild g JOIN submission s ON s.guild = g.id AND s.state = 'pending'
                 WHERE g.review_channel IS NOT NULL
                 UNION ALL
                 SELECT w.guild, w.number, g.review_channel, NULL, ",
            shown!("w", "1"),
            ", w.asked_at
                 FROM guild g JOIN waiting w ON w.guild = g.id AND w.state = 'pending'
                 WHERE g.review_channel IS NOT NULL
                 UNION ALL
                 SELECT c.guild, c.number, g.review_channel, NULL, ",
            told!("c"),
            ", c.found_at
                 FROM guild g JOIN source_change c ON c.guild = g.id AND c.tell
                 WHERE g.review_channel IS NOT NULL
             ) AS waits
             WHERE channel NOT IN (",
            $passed_over,
            ") AND NOT EXISTS (SELECT 1 FROM posted p WHERE p.guild = waits.guild AND p.object = waits.number)
             ORDER BY since, number LIMIT $1"
        )
    };
}

/// What shows something as waiting is a range of texts rather than a pattern, which the index `posted_waiting` has.
macro_rules! outdated_but {
    ($passed_over:literal) => {
        concat!(
            "SELECT guild, number, channel, message, shows, shown FROM (
                 SELECT s.guild, s.number, p.channel, p.message, ",
            shown!("s", "s.revision"),
            " AS shown,
                        p.shown AS shows, p.posted_at
                 FROM posted p JOIN submission s ON s.guild = p.guild AND s.number = p.object
                 WHERE p.shown >= 'pending' AND p.shown < 'pendinh'
                 UNION ALL
                 SELECT w.guild, w.number, p.channel, p.message, ",
            shown!("w", "1"),
            ", p.shown, p.posted_at
                 FROM posted p JOIN waiting w ON w.guild = p.guild AND w.number = p.object
                 WHERE p.shown >= 'pending' AND p.shown < 'pendinh'
                 UNION ALL
                 SELECT c.guild, c.number, p.channel, p.message, ",
            told!("c"),
            ", p.shown, p.posted_at
                 FROM posted p JOIN source_change c ON c.guild = p.guild AND c.number = p.object
                 WHERE p.shown >= 'pending' AND p.shown < 'pendinh'
             ) AS posts
             WHERE shows <> shown AND channel NOT IN (",
            $passed_over,
            ") ORDER BY posted_at, message LIMIT $1"
        )
    };
}

/// What [`list_outdated`] asks SQLite.
pub(super) const OUTDATED: &str = outdated_but!("SELECT value FROM json_each($2)");

/// Lists pending submissions that no message shows, in guilds with a review channel that is not among `passed_over`,
/// oldest first.
pub async fn list_unposted(conn: &mut Conn, passed_over: &[ChannelId], limit: i64) -> Result<Vec<Due>, StoreError> {
    let passed_over = to_json(&ids(passed_over))?;
    let rows = query!(
        conn,
        fetch_all,
        Row,
        sqlite: unposted_but!("SELECT value FROM json_each($2)"),
        postgres: unposted_but!("SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json))"),
        limit,
        passed_over
    )?;
    readable(rows.into_iter().map(Row::read))
}

/// Lists messages that show a submission as waiting in a state or revision that it has left.
///
/// A message that shows a decision is out of date only once [`show_again`] says so. Those in the channels `passed_over` are
/// left out.
pub async fn list_outdated(conn: &mut Conn, passed_over: &[ChannelId], limit: i64) -> Result<Vec<Due>, StoreError> {
    let passed_over = to_json(&ids(passed_over))?;
    let rows = query!(
        conn,
        fetch_all,
        Row,
        sqlite: OUTDATED,
        postgres: outdated_but!("SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($2 AS json))"),
        limit,
        passed_over
    )?;
    readable(rows.into_iter().map(Row::read))
}

fn ids(channels: &[ChannelId]) -> Vec<i64> {
    channels.iter().map(|channel| channel.as_i64()).collect()
}

/// Notes what a message shows.
pub async fn put(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    channel: ChannelId,
    message: u64,
    shown: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO posted (guild, channel, message, object, shown, posted_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (guild, message, object) DO UPDATE SET shown = excluded.shown",
        guild,
        channel,
        message.cast_signed(),
        number,
        shown,
        at
    )?;
    Ok(())
}

/// Notes that a message shows something else than it did; what it was said to show meanwhile stands.
pub async fn update(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    message: u64,
    (was, shown): (&str, &str),
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE posted SET shown = $5 WHERE guild = $1 AND message = $2 AND object = $3 AND shown = $4",
        guild,
        message.cast_signed(),
        number,
        was,
        shown
    )?;
    Ok(())
}

/// Whose messages show an object: its own, those of acts that wait about it, or would make one of two (which other is
/// sealed), a petition's title in every message about the petition, a source in what stands on it, and what is like a record
/// in what waits about the same petition.
macro_rules! showing {
    ($update:literal) => {
        concat!(
            $update,
            " IN (
             SELECT CAST($2 AS BIGINT)
             UNION SELECT number FROM waiting WHERE guild = $1 AND (object = $2 OR (state = 'pending' AND act = 'merge'))
             UNION SELECT number FROM submission WHERE guild = $1 AND (petition = $2 OR waits_for = $2)
             UNION SELECT number FROM record WHERE guild = $1 AND source = $2
             UNION SELECT number FROM petition WHERE guild = $1 AND source = $2
             UNION SELECT number FROM source_change WHERE guild = $1 AND (source = $2 OR source = (
                 SELECT source FROM record WHERE guild = $1 AND number = $2))
             UNION SELECT petition FROM demand WHERE guild = $1 AND number = $2
             UNION SELECT number FROM submission WHERE guild = $1 AND state = 'pending' AND petition IN (
                 SELECT petition FROM record WHERE guild = $1 AND number = $2
                 UNION SELECT petition FROM submission WHERE guild = $1 AND number = $2))"
        )
    };
}

/// Lets the messages that show an object be edited, since it says something else: each counts as showing what was before,
/// in a word that no earlier one was, and one that is on its way counts so as well.
pub async fn show_again(uow: &mut UnitOfWork<'_>, number: Number) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        showing!(
            "UPDATE posted SET shown = CASE WHEN shown LIKE 'pending 0%' THEN shown || '0' ELSE 'pending 0' END
             WHERE guild = $1 AND object"
        ),
        guild,
        number
    )?;
    query!(
        uow,
        execute,
        showing!("UPDATE submission SET changes = changes + 1 WHERE guild = $1 AND state = 'pending' AND number"),
        guild,
        number
    )?;
    query!(
        uow,
        execute,
        showing!("UPDATE waiting SET changes = changes + 1 WHERE guild = $1 AND state = 'pending' AND number"),
        guild,
        number
    )?;
    cards::hurry(uow, number).await?;
    tell_again(uow, number).await
}

/// Lets the messages of digests that tell of an object, or of what belongs to it, be edited.
async fn tell_again(uow: &mut UnitOfWork<'_>, number: Number) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "UPDATE delivery_part SET stale = stale + 1 WHERE guild = $1 AND message IS NOT NULL AND EXISTS (
             SELECT 1 FROM told AS t
             WHERE t.guild = $1 AND t.digest = delivery_part.digest AND t.run = delivery_part.run
                 AND t.part = delivery_part.part
                 AND (t.object = $2 OR t.petition = $2
                     OR t.object IN (SELECT number FROM record WHERE guild = $1 AND source = $2)
                     OR t.petition IN (SELECT number FROM petition WHERE guild = $1 AND source = $2)
                     OR t.petition IN (SELECT petition FROM demand WHERE guild = $1 AND number = $2)))",
        guild,
        number
    )?;
    Ok(())
}

/// Forgets the messages that show a submission.
pub async fn forget(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM posted WHERE guild = $1 AND object = $2", guild, number)?;
    Ok(())
}

/// Forgets the messages of a channel.
pub async fn forget_channel(conn: &mut Conn, guild: GuildId, channel: ChannelId) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM posted WHERE guild = $1 AND channel = $2", guild, channel)?;
    Ok(())
}
