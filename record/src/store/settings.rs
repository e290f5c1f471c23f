//! What a guild has chosen, and how much it holds.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, StoreError};
use crate::domain::Language;
use crate::domain::guild::{GuildSettings, Moderation, Names, SubmitPolicy, Zone};
use crate::domain::ids::{ChannelId, GuildId, Number, RoleId};
use crate::domain::ledger::LedgerHash;

row! {
    struct Row {
        zone: String,
        language: String,
        submit_policy: String,
        contributor_role: Option<i64>,
        moderator_role: Option<i64>,
        review_channel: Option<i64>,
        single_moderator: bool,
        private_default: bool,
        keep_names: bool,
        configured_at: Option<i64>,
    }
}

/// Gives a guild's settings: the defaults until somebody has set it up.
pub async fn get(conn: &mut Conn, guild: GuildId) -> Result<GuildSettings, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT zone, language, submit_policy, contributor_role, moderator_role, review_channel, single_moderator,
                private_default, keep_names, configured_at
         FROM guild WHERE id = $1 AND configured_at IS NOT NULL",
        guild
    )?;
    row.map_or_else(|| Ok(GuildSettings::default()), Row::read)
}

impl Row {
    fn read(self) -> Result<GuildSettings, StoreError> {
        let at = RowOf::new("guild", 0);
        Ok(GuildSettings {
            zone: Zone::parse(&self.zone).map_err(|error| at.corrupt("zone", error))?,
            language: at.word("language", &self.language, Language::parse)?,
            submit: at.word("submit_policy", &self.submit_policy, SubmitPolicy::parse)?,
            contributor_role: self.contributor_role.map(RoleId::from),
            moderator_role: self.moderator_role.map(RoleId::from),
            review_channel: self.review_channel.map(ChannelId::from),
            moderation: if self.single_moderator { Moderation::Single } else { Moderation::Several },
            private_by_default: self.private_default,
            names: if self.keep_names { Names::On } else { Names::Off },
            configured_at: self.configured_at.map(|ms| at.instant("configured_at", ms)).transpose()?,
        })
    }
}

/// Writes a guild's settings and gives their new revision.
pub async fn put(conn: &mut Conn, guild: GuildId, settings: &GuildSettings) -> Result<i64, StoreError> {
    query!(
        conn,
        scalar,
        i64,
        "UPDATE guild SET zone = $2, submit_policy = $3, contributor_role = $4, moderator_role = $5,
                review_channel = $6, single_moderator = $7, private_default = $8, configured_at = $9,
                keep_names = $10, language = $11, revision = revision + 1
         WHERE id = $1 RETURNING revision",
        guild,
        settings.zone.name(),
        settings.submit.as_str(),
        settings.contributor_role,
        settings.moderator_role,
        settings.review_channel,
        settings.moderation == Moderation::Single,
        settings.private_by_default,
        settings.configured_at,
        settings.names == Names::On,
        settings.language.tag()
    )
}

/// Lists the channels that are set to a petition or told by a digest, up to `limit`.
pub async fn channels(conn: &mut Conn, guild: GuildId, limit: i64) -> Result<Vec<ChannelId>, StoreError> {
    let channels = query!(
        conn,
        scalars,
        i64,
        "SELECT channel FROM channel WHERE guild = $1
         UNION SELECT channel FROM digest WHERE guild = $1 AND state <> 'deleted' ORDER BY channel LIMIT $2",
        guild,
        limit
    )?;
    Ok(channels.into_iter().map(ChannelId::from).collect())
}

/// What should have been done by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// Submissions that wait for a decision since a moment or longer.
    pub waiting: u64,
    /// Since when the oldest of them waits.
    pub oldest: Option<Timestamp>,
    /// Messages for the review channel that were not sent.
    pub unsent: u64,
    /// Drafts that should have been cleared away.
    pub uncleared: u64,
    /// Digests that were planned and not sent.
    pub late_digests: u64,
}

/// Looks for what should have been done: decided since `decided`, announced since `sent`, cleared since `cleared`.
pub async fn overdue(
    conn: &mut Conn,
    guild: GuildId,
    (decided, sent, cleared): (Timestamp, Timestamp, Timestamp),
) -> Result<Overdue, StoreError> {
    let (waiting, oldest, unsent, uncleared, late_digests) = query!(
        conn,
        fetch_one,
        (i64, Option<i64>, i64, i64, i64),
        "SELECT
            (SELECT COUNT(*) FROM submission WHERE guild = $1 AND state = 'pending' AND submitted_at <= $2),
            (SELECT MIN(submitted_at) FROM submission WHERE guild = $1 AND state = 'pending' AND submitted_at <= $2),
            (SELECT COUNT(*) FROM submission s JOIN guild g ON g.id = s.guild
             WHERE s.guild = $1 AND s.state = 'pending' AND s.submitted_at <= $3 AND g.review_channel IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM posted p WHERE p.guild = s.guild AND p.object = s.number))
            + (SELECT COUNT(*) FROM checkpoint c JOIN guild g ON g.id = c.guild
               WHERE c.guild = $1 AND c.ended_at IS NULL AND c.planned_at <= $3 AND g.review_channel IS NOT NULL),
            (SELECT COUNT(*) FROM draft WHERE guild = $1 AND expires_at <= $4)
            + (SELECT COUNT(*) FROM forgetting WHERE guild = $1 AND goes_at <= $4),
            (SELECT COUNT(*) FROM delivery r JOIN digest d ON d.guild = r.guild AND d.number = r.digest
             WHERE r.guild = $1 AND r.ended_at IS NULL AND r.planned_at <= $3 AND d.state = 'running')",
        guild,
        decided,
        sent,
        cleared
    )?;
    let at = RowOf::new("submission", 0);
    Ok(Overdue {
        waiting: waiting.unsigned_abs(),
        oldest: oldest.map(|ms| at.instant("submitted_at", ms)).transpose()?,
        unsent: unsent.unsigned_abs(),
        uncleared: uncleared.unsigned_abs(),
        late_digests: late_digests.unsigned_abs(),
    })
}

/// Gives the revision of a guild's settings.
pub async fn revision(conn: &mut Conn, guild: GuildId) -> Result<i64, StoreError> {
    query!(conn, scalar, i64, "SELECT revision FROM guild WHERE id = $1", guild)
}

/// Sets what a channel is about.
pub async fn set_channel(
    conn: &mut Conn,
    guild: GuildId,
    channel: ChannelId,
    petition: Number,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO channel (guild, channel, petition) VALUES ($1, $2, $3)
         ON CONFLICT (guild, channel) DO UPDATE SET petition = excluded.petition",
        guild,
        channel,
        petition
    )?;
    Ok(())
}

/// How much a guild holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Submissions that wait.
    pub waiting: u64,
    /// Petitions on record.
    pub petitions: u64,
    /// Records that are published.
    pub records: u64,
    /// The ledger's last sequence.
    pub ledger_seq: u64,
    /// The ledger's last hash.
    pub ledger_head: LedgerHash,
}

row! {
    struct TallyRow {
        waiting: i64,
        petitions: i64,
        records: i64,
        ledger_seq: i64,
        ledger_head: LedgerHash as Vec<u8>,
    }
}

/// Counts what a guild holds; nothing for one that is not known.
pub async fn tally(conn: &mut Conn, guild: GuildId) -> Result<Tally, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        TallyRow,
        "SELECT (SELECT COUNT(*) FROM submission s WHERE s.guild = g.id AND s.state = 'pending') AS waiting,
                (SELECT COUNT(*) FROM petition p WHERE p.guild = g.id AND p.state = 'published') AS petitions,
                (SELECT COUNT(*) FROM record r WHERE r.guild = g.id AND r.state NOT IN ('redacted', 'removed')) AS records,
                ledger_seq, ledger_head
         FROM guild g WHERE g.id = $1",
        guild
    )?;
    Ok(row.map_or(
        Tally { waiting: 0, petitions: 0, records: 0, ledger_seq: 0, ledger_head: LedgerHash::ZERO },
        |row| Tally {
            waiting: row.waiting.unsigned_abs(),
            petitions: row.petitions.unsigned_abs(),
            records: row.records.unsigned_abs(),
            ledger_seq: row.ledger_seq.unsigned_abs(),
            ledger_head: row.ledger_head,
        },
    ))
}

/// One text for both databases.
pub(super) const TO_CLEAR: &str = "\
SELECT guild FROM draft WHERE expires_at <= $1
UNION SELECT guild FROM submission
WHERE decided_at <= $2 AND (sealed IS NOT NULL OR contributor IS NOT NULL)";

/// Gives the guilds that have something to clear away: drafts that ended before `drafts`, or sealed bodies and
/// contributors' keys of what was decided before `decided`.
pub async fn guilds_to_clear(
    conn: &mut Conn,
    drafts: Timestamp,
    decided: Timestamp,
) -> Result<Vec<GuildId>, StoreError> {
    let guilds = query!(conn, scalars, i64, TO_CLEAR, drafts, decided)?;
    Ok(guilds.into_iter().map(GuildId::from).collect())
}
