//! Digests: what a channel is told and when, and how far it was told.

use jiff::Timestamp;
use jiff::civil::Date;

use super::decode::{RowOf, to_json};
use super::sql::{query, row};
use super::{Conn, StoreError};
use crate::domain::digest::{DigestDoc, Filter, Paused};
use crate::domain::ids::{ChannelId, GuildId, Number, RoleId};

/// A digest that was not deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its number.
    pub number: Number,
    /// The channel it tells.
    pub channel: ChannelId,
    /// The role that the first message of a run mentions.
    pub role: Option<RoleId>,
    /// Why it is paused, where it is.
    pub paused: Option<Paused>,
    /// The ledger's sequence up to which everything was told or left out.
    pub cursor: i64,
    /// The date of its last run, in its own zone.
    pub last_on: Date,
    /// When it is due next; nothing while it is paused.
    pub next_at: Option<Timestamp>,
    /// How many runs it has had, those of milestones among them.
    pub runs: i64,
    /// Whether it told of what was new at least once.
    pub begun: bool,
    /// Its revision.
    pub revision: i64,
    /// What was chosen for it.
    pub doc: DigestDoc,
}

row! {
    struct Row {
        number: i64,
        channel: i64,
        role: Option<i64>,
        paused: Option<String>,
        cursor: i64,
        last_on: String,
        next_at: Option<i64>,
        runs: i64,
        begun: bool,
        revision: i64,
        doc: String,
    }
}

impl Row {
    fn read(self) -> Result<Digest, StoreError> {
        let row = RowOf::new("digest", self.number);
        let last_on = self.last_on.parse().map_err(|error: jiff::Error| row.corrupt("last_on", error))?;
        Ok(Digest {
            number: row.number("number", self.number)?,
            channel: ChannelId::from(self.channel),
            role: self.role.map(RoleId::from),
            paused: self.paused.map(|word| row.word("paused", &word, Paused::parse)).transpose()?,
            cursor: self.cursor,
            last_on,
            next_at: self.next_at.map(|at| row.instant("next_at", at)).transpose()?,
            runs: self.runs,
            begun: self.begun,
            revision: self.revision,
            doc: row.json("doc", &self.doc)?,
        })
    }
}

/// Adds a digest that runs.
pub async fn insert(conn: &mut Conn, guild: GuildId, digest: &Digest, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO digest (guild, number, channel, role, state, cursor, last_on, next_at, revision, doc_version, doc,
                             created_at)
         VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $9, $10, $11)",
        guild,
        digest.number,
        digest.channel,
        digest.role,
        digest.cursor,
        digest.last_on.to_string(),
        digest.next_at,
        digest.revision,
        1,
        to_json(&digest.doc)?,
        at
    )?;
    Ok(())
}

/// Puts a digest as it is now, if it still has the revision before. Gives whether it had.
///
/// The ledger keeps what it was; moderators who were to be told of a pause are told no more once it runs.
pub async fn update(conn: &mut Conn, guild: GuildId, digest: &Digest) -> Result<bool, StoreError> {
    let done = query!(
        conn,
        execute,
        "UPDATE digest SET channel = $3, role = $4, paused = $5, state = CASE WHEN $5 IS NULL THEN 'running' ELSE 'paused' END,
             last_on = $6, next_at = $7, revision = $8, doc = $9,
             warn_since = CASE WHEN $5 IS NULL THEN NULL ELSE warn_since END
         WHERE guild = $1 AND number = $2 AND state <> 'deleted' AND revision = $8 - 1",
        guild,
        digest.number,
        digest.channel,
        digest.role,
        digest.paused.map(Paused::as_str),
        digest.last_on.to_string(),
        digest.next_at,
        digest.revision,
        to_json(&digest.doc)?
    )?;
    Ok(done == 1)
}

/// Deletes a digest: it is asked for no more.
pub async fn delete(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE digest SET state = 'deleted', paused = NULL, next_at = NULL, warn_since = NULL, role = NULL,
             revision = revision + 1
         WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    Ok(())
}

/// Finds a digest that was not deleted.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Digest>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT number, channel, role, paused, cursor, last_on, next_at, runs, begun, revision, doc FROM digest
         WHERE guild = $1 AND number = $2 AND state <> 'deleted'",
        guild,
        number
    )?;
    row.map(Row::read).transpose()
}

/// Lists a guild's digests that were not deleted.
pub async fn list(conn: &mut Conn, guild: GuildId, limit: i64) -> Result<Vec<Digest>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, channel, role, paused, cursor, last_on, next_at, runs, begun, revision, doc FROM digest
         WHERE guild = $1 AND state <> 'deleted' ORDER BY number LIMIT $2",
        guild,
        limit
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// Says whether a digest is about an organisation.
pub(super) async fn is_about(conn: &mut Conn, guild: GuildId, organisation: Number) -> Result<bool, StoreError> {
    let about = Filter::Organisation(organisation);
    Ok(list(conn, guild, i64::MAX).await?.iter().any(|digest| digest.doc.filter == about))
}

/// Lists which digests are due, the longest overdue first.
pub async fn list_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<(GuildId, Number)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT guild, number FROM digest WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at, guild, number LIMIT $2",
        now,
        limit
    )?;
    rows.into_iter().map(numbered).collect()
}

/// Lists every digest that runs, of every guild.
pub async fn list_running(conn: &mut Conn) -> Result<Vec<(GuildId, Number)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT guild, number FROM digest WHERE state = 'running' ORDER BY guild, number"
    )?;
    rows.into_iter().map(numbered).collect()
}

fn numbered((guild, number): (i64, i64)) -> Result<(GuildId, Number), StoreError> {
    Ok((GuildId::from(guild), RowOf::new("digest", number).number("number", number)?))
}

/// How far a digest was told, and when it is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The ledger's sequence up to which everything was told or left out.
    pub cursor: i64,
    /// The date of its last run.
    pub last_on: Date,
    /// When it is due next.
    pub next_at: Option<Timestamp>,
}

/// Moves a digest on from where it was seen to stand. Gives whether it still stood there: of two that plan one run, one does.
pub async fn advance(conn: &mut Conn, guild: GuildId, seen: &Digest, to: Progress) -> Result<bool, StoreError> {
    let done = query!(
        conn,
        execute,
        "UPDATE digest SET cursor = $3, last_on = $4, next_at = $5, runs = runs + 1, begun = TRUE
         WHERE guild = $1 AND number = $2 AND state <> 'deleted' AND revision = $6 AND runs = $7",
        guild,
        seen.number,
        to.cursor,
        to.last_on.to_string(),
        to.next_at,
        seen.revision,
        seen.runs
    )?;
    Ok(done == 1)
}

/// Takes a digest's next run for something else than what is new since the last. Gives whether it still stood as it was seen.
pub async fn take_run(conn: &mut Conn, guild: GuildId, seen: &Digest) -> Result<bool, StoreError> {
    let done = query!(
        conn,
        execute,
        "UPDATE digest SET runs = runs + 1 WHERE guild = $1 AND number = $2 AND state = 'running' AND revision = $3 AND runs = $4",
        guild,
        seen.number,
        seen.revision,
        seen.runs
    )?;
    Ok(done == 1)
}

/// Sets when a digest is due next, where it still stands as it was seen.
pub async fn set_next(
    conn: &mut Conn,
    guild: GuildId,
    seen: &Digest,
    next_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE digest SET next_at = $3
         WHERE guild = $1 AND number = $2 AND state = 'running' AND revision = $4 AND runs = $5",
        guild,
        seen.number,
        next_at,
        seen.revision,
        seen.runs
    )?;
    Ok(())
}

/// Lets moderators be told that a digest was paused for want of a channel.
pub async fn warn(conn: &mut Conn, guild: GuildId, number: Number, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE digest SET warn_since = $3 WHERE guild = $1 AND number = $2 AND state = 'paused'",
        guild,
        number,
        at
    )?;
    Ok(())
}

/// A pause that moderators are to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The guild.
    pub guild: GuildId,
    /// Its review channel.
    pub review_channel: ChannelId,
    /// The digest.
    pub digest: Digest,
    /// Since when it is paused.
    pub since: Timestamp,
}

/// Lists the pauses that moderators are to be told of, in guilds with a review channel.
pub async fn list_warnings(conn: &mut Conn, limit: i64) -> Result<Vec<Warning>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64, i64),
        "SELECT d.guild, d.number, g.review_channel, d.warn_since FROM digest d JOIN guild g ON g.id = d.guild
         WHERE d.warn_since IS NOT NULL AND g.review_channel IS NOT NULL ORDER BY d.warn_since, d.guild, d.number LIMIT $1",
        limit
    )?;
    let mut warnings = Vec::with_capacity(rows.len());
    for (guild, number, channel, since) in rows {
        let (guild, number) = numbered((guild, number))?;
        if let Some(digest) = find(conn, guild, number).await? {
            let since = RowOf::new("digest", number.get()).instant("warn_since", since)?;
            warnings.push(Warning { guild, review_channel: ChannelId::from(channel), digest, since });
        }
    }
    Ok(warnings)
}

/// Notes that moderators were told of a pause, or cannot be.
pub async fn warned(conn: &mut Conn, guild: GuildId, number: Number, since: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE digest SET warn_since = NULL WHERE guild = $1 AND number = $2 AND warn_since = $3",
        guild,
        number,
        since
    )?;
    Ok(())
}
