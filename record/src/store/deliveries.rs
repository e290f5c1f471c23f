//! Deliveries: the runs of digests, their messages, and what each channel was told.
//!
//! A run is planned in one transaction with everything it tells. Whoever sends it holds a lease, and writes only while the
//! number of attempts is the one that was claimed: a sender that was overtaken changes nothing any more.

use jiff::Timestamp;

use super::decode::{RowOf, to_json};
use super::sql::{query, row};
use super::{Conn, StoreError, UnitOfWork};
use crate::domain::digest::{Item, RunDoc, What};
use crate::domain::ids::{ChannelId, GuildId, Number, RoleId};
use crate::domain::nonce::nonce;

/// Which run of which digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunId {
    /// The guild.
    pub guild: GuildId,
    /// The digest.
    pub digest: Number,
    /// Which of its runs, from 1.
    pub run: i64,
}

/// A run that is to be planned.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    /// Which it is.
    pub id: RunId,
    /// The channel it tells.
    pub channel: ChannelId,
    /// The role that its first message mentions.
    pub role: Option<RoleId>,
    /// When it was due.
    pub due_at: Timestamp,
    /// What it tells beside its items.
    pub doc: &'a RunDoc,
    /// What each message tells.
    pub parts: &'a [Vec<Item>],
}

/// Plans a run. Gives false where another digest of the channel tells one of the items already; then nothing is to be kept.
pub async fn plan(uow: &mut UnitOfWork<'_>, new: &NewRun<'_>) -> Result<bool, StoreError> {
    let RunId { guild, digest, run } = new.id;
    let at = uow.at();
    query!(
        uow,
        execute,
        "INSERT INTO delivery (guild, digest, run, channel, role, state, due_at, planned_at, not_before, doc_version, doc)
         VALUES ($1, $2, $3, $4, $5, 'planned', $6, $7, $7, $8, $9)",
        guild,
        digest,
        run,
        new.channel,
        new.role,
        new.due_at,
        at,
        1,
        to_json(new.doc)?
    )?;
    for (part, items) in (1i64..).zip(new.parts) {
        query!(
            uow,
            execute,
            "INSERT INTO delivery_part (guild, digest, run, part, nonce) VALUES ($1, $2, $3, $4, $5)",
            guild,
            digest,
            run,
            part,
            nonce("digest", [guild.as_i64(), digest.get(), run, part])
        )?;
        for (position, item) in (0i64..).zip(items) {
            let done = query!(
                uow,
                execute,
                "INSERT INTO told (guild, channel, object, revision, what, petition, digest, run, part, position)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                guild,
                new.channel,
                item.object,
                item.revision,
                item.what.as_str(),
                item.petition,
                digest,
                run,
                part,
                position
            )?;
            if done == 0 {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// A run that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Which it is.
    pub id: RunId,
    /// The fencing token.
    pub attempt: i64,
    /// The channel it tells.
    pub channel: ChannelId,
    /// The role that its first message mentions.
    pub role: Option<RoleId>,
    /// When it was due.
    pub due_at: Timestamp,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// What it tells beside its items.
    pub doc: RunDoc,
}

row! {
    struct ClaimedRow {
        attempts: i64,
        channel: i64,
        role: Option<i64>,
        due_at: i64,
        planned_at: i64,
        doc: String,
    }
}

/// Lists runs that wait to be sent at `now` and that nobody holds, the longest waiting first. Those of paused digests wait.
pub async fn list_open(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<RunId>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64),
        "SELECT r.guild, r.digest, r.run FROM delivery r
         JOIN digest d ON d.guild = r.guild AND d.number = r.digest AND d.state = 'running'
         WHERE r.ended_at IS NULL AND r.not_before <= $1 AND (r.lease_until IS NULL OR r.lease_until <= $1)
         ORDER BY r.not_before, r.guild, r.digest, r.run LIMIT $2",
        now,
        limit
    )?;
    let read = |(guild, digest, run)| {
        let digest = RowOf::new("delivery", digest).number("digest", digest)?;
        Ok(RunId { guild: GuildId::from(guild), digest, run })
    };
    rows.into_iter().map(read).collect()
}

/// Claims a run until `until`, if nobody holds it at `now`. A channel hears its runs one after another: an earlier run of
/// the same channel goes first.
pub async fn claim(
    conn: &mut Conn,
    id: RunId,
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<Claimed>, StoreError> {
    let RunId { guild, digest, run } = id;
    let row = query!(
        conn,
        fetch_optional,
        ClaimedRow,
        "UPDATE delivery SET state = 'sending', lease_until = $5, attempts = attempts + 1
         WHERE guild = $1 AND digest = $2 AND run = $3 AND ended_at IS NULL AND not_before <= $4
             AND (lease_until IS NULL OR lease_until <= $4)
             AND EXISTS (SELECT 1 FROM digest d WHERE d.guild = $1 AND d.number = $2 AND d.state = 'running')
             AND NOT EXISTS (
                 SELECT 1 FROM delivery e WHERE e.guild = $1 AND e.digest = $2 AND e.run < $3 AND e.ended_at IS NULL)
         RETURNING attempts, channel, role, due_at, planned_at, doc",
        guild,
        digest,
        run,
        now,
        until
    )?;
    row.map(|row| read_claimed(id, &row)).transpose()
}

fn read_claimed(id: RunId, found: &ClaimedRow) -> Result<Claimed, StoreError> {
    let row = RowOf::new("delivery", id.run);
    Ok(Claimed {
        id,
        attempt: found.attempts,
        channel: ChannelId::from(found.channel),
        role: found.role.map(RoleId::from),
        due_at: row.instant("due_at", found.due_at)?,
        planned_at: row.instant("planned_at", found.planned_at)?,
        doc: row.json("doc", &found.doc)?,
    })
}

/// Finds a run as it was planned.
pub async fn find(conn: &mut Conn, id: RunId) -> Result<Option<Claimed>, StoreError> {
    let RunId { guild, digest, run } = id;
    let row = query!(
        conn,
        fetch_optional,
        ClaimedRow,
        "SELECT attempts, channel, role, due_at, planned_at, doc FROM delivery
         WHERE guild = $1 AND digest = $2 AND run = $3",
        guild,
        digest,
        run
    )?;
    row.map(|row| read_claimed(id, &row)).transpose()
}

/// One message of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which, from 1.
    pub part: i64,
    /// What makes its sending repeatable.
    pub nonce: String,
    /// When its sending was begun last.
    pub tried_at: Option<Timestamp>,
    /// The message it became.
    pub message: Option<u64>,
    /// How often something in it changed since it was sent.
    pub stale: i64,
}

row! {
    struct PartRow {
        part: i64,
        nonce: String,
        tried_at: Option<i64>,
        message: Option<i64>,
        stale: i64,
    }
}

/// Lists the messages of a run in their order.
pub async fn list_parts(conn: &mut Conn, id: RunId) -> Result<Vec<Part>, StoreError> {
    let RunId { guild, digest, run } = id;
    let rows = query!(
        conn,
        fetch_all,
        PartRow,
        "SELECT part, nonce, tried_at, message, stale FROM delivery_part
         WHERE guild = $1 AND digest = $2 AND run = $3 ORDER BY part",
        guild,
        digest,
        run
    )?;
    let read = |found: PartRow| {
        let row = RowOf::new("delivery_part", found.part);
        Ok(Part {
            part: found.part,
            nonce: found.nonce,
            tried_at: found.tried_at.map(|at| row.instant("tried_at", at)).transpose()?,
            message: found.message.map(i64::cast_unsigned),
            stale: found.stale,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Lists what a run tells, each with the message it stands in, in order.
pub async fn list_items(conn: &mut Conn, id: RunId) -> Result<Vec<(i64, Item)>, StoreError> {
    let RunId { guild, digest, run } = id;
    let rows = query!(
        conn,
        fetch_all,
        ItemRow,
        "SELECT part, object, revision, what, petition FROM told
         WHERE guild = $1 AND digest = $2 AND run = $3 ORDER BY part, position",
        guild,
        digest,
        run
    )?;
    rows.iter().map(|row| Ok((row.0, read_item(row)?))).collect()
}

/// The message an item stands in, its object, revision and kind, and the petition.
type ItemRow = (i64, i64, i64, String, i64);

fn read_item((_, object, revision, what, petition): &ItemRow) -> Result<Item, StoreError> {
    let row = RowOf::new("told", *object);
    Ok(Item {
        object: row.number("object", *object)?,
        revision: *revision,
        what: row.word("what", what, What::parse)?,
        petition: row.number("petition", *petition)?,
    })
}

/// Notes that the sending of a message begins, and puts the lease off. Gives false for whoever was overtaken.
pub async fn begin_part(
    uow: &mut UnitOfWork<'_>,
    claimed: &Claimed,
    part: i64,
    until: Timestamp,
) -> Result<bool, StoreError> {
    if !holds(uow, claimed, until).await? {
        return Ok(false);
    }
    let (RunId { guild, digest, run }, at) = (claimed.id, uow.at());
    query!(
        uow,
        execute,
        "UPDATE delivery_part SET tried_at = $5 WHERE guild = $1 AND digest = $2 AND run = $3 AND part = $4",
        guild,
        digest,
        run,
        part,
        at
    )?;
    Ok(true)
}

async fn holds(uow: &mut UnitOfWork<'_>, claimed: &Claimed, until: Timestamp) -> Result<bool, StoreError> {
    let RunId { guild, digest, run } = claimed.id;
    let done = query!(
        uow,
        execute,
        "UPDATE delivery SET lease_until = $5
         WHERE guild = $1 AND digest = $2 AND run = $3 AND attempts = $4 AND state = 'sending'",
        guild,
        digest,
        run,
        claimed.attempt,
        until
    )?;
    Ok(done == 1)
}

/// Notes which message a part became. Any sender may: the message is there.
pub async fn part_sent(conn: &mut Conn, id: RunId, part: i64, message: u64) -> Result<(), StoreError> {
    let RunId { guild, digest, run } = id;
    query!(
        conn,
        execute,
        "UPDATE delivery_part SET message = $5
         WHERE guild = $1 AND digest = $2 AND run = $3 AND part = $4 AND message IS NULL",
        guild,
        digest,
        run,
        part,
        message.cast_signed()
    )?;
    Ok(())
}

/// Takes a message that was not sent out of its run, with what it would have told.
pub async fn drop_part(conn: &mut Conn, id: RunId, part: i64) -> Result<(), StoreError> {
    let RunId { guild, digest, run } = id;
    query!(
        conn,
        execute,
        "DELETE FROM told WHERE guild = $1 AND digest = $2 AND run = $3 AND part = $4",
        guild,
        digest,
        run,
        part
    )?;
    query!(
        conn,
        execute,
        "DELETE FROM delivery_part WHERE guild = $1 AND digest = $2 AND run = $3 AND part = $4 AND message IS NULL",
        guild,
        digest,
        run,
        part
    )?;
    Ok(())
}

/// Ends a run whose every message is there.
pub async fn finish(conn: &mut Conn, id: RunId, at: Timestamp) -> Result<(), StoreError> {
    let RunId { guild, digest, run } = id;
    query!(
        conn,
        execute,
        "UPDATE delivery SET state = 'sent', ended_at = $4, lease_until = NULL
         WHERE guild = $1 AND digest = $2 AND run = $3 AND ended_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM delivery_part p
             WHERE p.guild = $1 AND p.digest = $2 AND p.run = $3 AND p.message IS NULL)",
        guild,
        digest,
        run,
        at
    )?;
    Ok(())
}

/// Lets go of a run that is to be tried again at `not_before`.
pub async fn release(conn: &mut Conn, claimed: &Claimed, not_before: Timestamp) -> Result<(), StoreError> {
    let RunId { guild, digest, run } = claimed.id;
    query!(
        conn,
        execute,
        "UPDATE delivery SET state = 'planned', lease_until = NULL, not_before = $5
         WHERE guild = $1 AND digest = $2 AND run = $3 AND attempts = $4 AND ended_at IS NULL",
        guild,
        digest,
        run,
        claimed.attempt,
        not_before
    )?;
    Ok(())
}

/// Gives up what a deleted digest has not sent, and gives what it would have told: another may tell it.
pub async fn give_up(conn: &mut Conn, guild: GuildId, digest: Number, at: Timestamp) -> Result<Vec<Item>, StoreError> {
    let untold = query!(
        conn,
        fetch_all,
        ItemRow,
        "DELETE FROM told WHERE guild = $1 AND digest = $2 AND EXISTS (
             SELECT 1 FROM delivery_part p WHERE p.guild = $1 AND p.digest = $2 AND p.run = told.run AND p.part = told.part
                 AND p.message IS NULL AND p.tried_at IS NULL)
         RETURNING part, object, revision, what, petition",
        guild,
        digest
    )?;
    query!(
        conn,
        execute,
        "UPDATE delivery SET state = 'given_up', ended_at = $3, lease_until = NULL
         WHERE guild = $1 AND digest = $2 AND ended_at IS NULL",
        guild,
        digest,
        at
    )?;
    untold.iter().map(read_item).collect()
}

/// Says which of these a channel was told before.
pub async fn was_told(conn: &mut Conn, guild: GuildId, channel: ChannelId, item: &Item) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT object FROM told WHERE guild = $1 AND channel = $2 AND object = $3 AND revision = $4 AND what = $5",
        guild,
        channel,
        item.object,
        item.revision,
        item.what.as_str()
    )?;
    Ok(found.is_some())
}

/// Gives when a channel was last told that a petition's count is rising, and as the how-manieth time.
pub async fn last_rising(
    conn: &mut Conn,
    guild: GuildId,
    channel: ChannelId,
    petition: Number,
) -> Result<Option<(i64, Timestamp)>, StoreError> {
    let found = query!(
        conn,
        fetch_optional,
        (i64, i64),
        "SELECT t.revision, r.planned_at FROM told t
         JOIN delivery r ON r.guild = t.guild AND r.digest = t.digest AND r.run = t.run
         WHERE t.guild = $1 AND t.channel = $2 AND t.object = $3 AND t.what = 'rising' ORDER BY t.revision DESC LIMIT 1",
        guild,
        channel,
        petition
    )?;
    let read = |(revision, at)| Ok((revision, RowOf::new("delivery", revision).instant("planned_at", at)?));
    found.map(read).transpose()
}

/// Lists messages in which something has changed since they were sent, of digests that were not deleted.
pub async fn list_stale(conn: &mut Conn, limit: i64) -> Result<Vec<RunId>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64),
        "SELECT DISTINCT p.guild, p.digest, p.run FROM delivery_part p
         WHERE p.stale > 0 AND p.message IS NOT NULL ORDER BY p.guild, p.digest, p.run LIMIT $1",
        limit
    )?;
    let read = |(guild, digest, run)| {
        let digest = RowOf::new("delivery_part", digest).number("digest", digest)?;
        Ok(RunId { guild: GuildId::from(guild), digest, run })
    };
    rows.into_iter().map(read).collect()
}

/// Notes that a message shows what stood when it was seen to be stale `seen` times, or that it is gone.
pub async fn shown(conn: &mut Conn, id: RunId, part: i64, seen: i64) -> Result<(), StoreError> {
    let RunId { guild, digest, run } = id;
    query!(
        conn,
        execute,
        "UPDATE delivery_part SET stale = stale - $5 WHERE guild = $1 AND digest = $2 AND run = $3 AND part = $4",
        guild,
        digest,
        run,
        part,
        seen
    )?;
    Ok(())
}
