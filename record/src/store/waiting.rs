//! Acts that wait for a second moderator, and what moderators destroyed lately.

use jiff::Timestamp;

use super::decode::{RowOf, readable};
use super::sql::{query, row};
use super::{Conn, Sealed, StoreError};
use crate::domain::acting::{Deed, WaitState};
use crate::domain::ids::{ActorKey, GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::review::Standing;

/// An act that waits or waited.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its number.
    pub number: Number,
    /// What is to be done.
    pub deed: Deed,
    /// To what kind of object.
    pub kind: ObjectKind,
    /// To which one; nothing where it is several.
    pub object: Option<Number>,
    /// Where it stands.
    pub state: WaitState,
    /// What was asked for, while it waits; nothing of an erasure, of which the row says all.
    pub sealed: Option<Sealed>,
    /// Who asked, while it waits.
    pub asked_by: Option<ActorKey>,
    /// When.
    pub asked_at: Timestamp,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
    /// When it was decided, as what, and whether alone.
    pub decided: Option<(Timestamp, Standing, bool)>,
}

row! {
    struct Row {
        number: i64,
        act: String,
        object_kind: String,
        object: i64,
        state: String,
        sealed: Option<Vec<u8>>,
        asked_by: Option<Vec<u8>>,
        asked_at: i64,
        expires_at: i64,
        decided_at: Option<i64>,
        decided_as: Option<String>,
        decided_alone: bool,
    }
}

impl Row {
    fn read(self) -> Result<Waiting, StoreError> {
        let row = RowOf::new("waiting", self.number);
        let decided = match (self.decided_at, self.decided_as.as_deref()) {
            (Some(at), Some(standing)) => Some((
                row.instant("decided_at", at)?,
                row.word("decided_as", standing, Standing::parse)?,
                self.decided_alone,
            )),
            _ => None,
        };
        let asked_by = self.asked_by.map(ActorKey::try_from).transpose();
        Ok(Waiting {
            number: row.number("number", self.number)?,
            deed: row.word("act", &self.act, Deed::parse)?,
            kind: row.word("object_kind", &self.object_kind, |word| word.parse().ok())?,
            object: Number::new(self.object),
            state: row.word("state", &self.state, WaitState::parse)?,
            sealed: self.sealed.map(Sealed::from),
            asked_by: asked_by.map_err(|error| row.corrupt("asked_by", error))?,
            asked_at: row.instant("asked_at", self.asked_at)?,
            expires_at: row.instant("expires_at", self.expires_at)?,
            decided,
        })
    }
}

macro_rules! waiting_where {
    ($tail:literal) => {
        concat!(
            "SELECT number, act, object_kind, object, state, sealed, asked_by, asked_at, expires_at, decided_at,
                    decided_as, decided_alone
             FROM waiting WHERE guild = $1 AND ",
            $tail
        )
    };
}

/// Finds an act that waits or waited.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Waiting>, StoreError> {
    let row = query!(conn, fetch_optional, Row, waiting_where!("number = $2"), guild, number)?;
    row.map(Row::read).transpose()
}

/// Finds the act of this kind that waits for an object, and can still be confirmed at `now`.
pub async fn find_pending(
    conn: &mut Conn,
    guild: GuildId,
    (deed, object): (Deed, Number),
    now: Timestamp,
) -> Result<Option<Waiting>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        waiting_where!("state = 'pending' AND act = $2 AND object = $3 AND expires_at > $4 ORDER BY number LIMIT 1"),
        guild,
        deed.as_str(),
        object,
        now
    )?;
    row.map(Row::read).transpose()
}

/// Lists what waits, the oldest first, up to `limit`.
pub async fn list_pending(conn: &mut Conn, guild: GuildId, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        waiting_where!("state = 'pending' ORDER BY asked_at, number LIMIT $2"),
        guild,
        limit
    )?;
    readable(rows.into_iter().map(Row::read))
}

/// Lists what was to be confirmed until `now` and was not.
pub async fn list_expired(conn: &mut Conn, guild: GuildId, now: Timestamp) -> Result<Vec<Waiting>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        waiting_where!("state = 'pending' AND expires_at <= $2 ORDER BY number"),
        guild,
        now
    )?;
    readable(rows.into_iter().map(Row::read))
}

/// Says whether somebody destroyed so much that they are stopped until `now`'s burst is decided about.
pub async fn is_stopped(conn: &mut Conn, guild: GuildId, actor: ActorKey) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT number FROM waiting
         WHERE guild = $1 AND state = 'pending' AND act = 'undo_burst' AND asked_by = $2 LIMIT 1",
        guild,
        actor
    )?;
    Ok(found.is_some())
}

/// Lists the guilds that have something to expire or to forget.
pub async fn guilds_to_clear(
    conn: &mut Conn,
    now: Timestamp,
    destroyed: Timestamp,
) -> Result<Vec<GuildId>, StoreError> {
    let guilds = query!(
        conn,
        scalars,
        i64,
        "SELECT guild FROM waiting WHERE state = 'pending' AND expires_at <= $1
         UNION SELECT guild FROM destruction WHERE at <= $2",
        now,
        destroyed
    )?;
    Ok(guilds.into_iter().map(GuildId::from).collect())
}

/// An act to wait.
#[derive(Clone, Copy, Debug)]
pub struct NewWaiting<'a> {
    /// Its number.
    pub number: Number,
    /// What is to be done.
    pub deed: Deed,
    /// To what kind of object.
    pub kind: ObjectKind,
    /// To which one.
    pub object: Option<Number>,
    /// What was asked for, where the row does not say all.
    pub sealed: Option<&'a Sealed>,
    /// Who asked.
    pub asked_by: ActorKey,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
}

/// Lets an act wait.
pub async fn insert(conn: &mut Conn, guild: GuildId, new: NewWaiting<'_>, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO waiting (guild, number, act, object_kind, object, state, sealed, asked_by, asked_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9)",
        guild,
        new.number,
        new.deed.as_str(),
        new.kind.as_str(),
        new.object.map_or(0, Number::get),
        new.sealed,
        new.asked_by,
        at,
        new.expires_at
    )?;
    Ok(())
}

/// Says what became of an act that waits: nothing is held of what was asked for, or by whom. Says whether it waited.
pub async fn decide(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    state: WaitState,
    by: Option<(Standing, bool)>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let decided = query!(
        conn,
        execute,
        "UPDATE waiting SET state = $3, sealed = NULL, asked_by = NULL, decided_at = $4, decided_as = $5,
                decided_alone = $6
         WHERE guild = $1 AND number = $2 AND state = 'pending'",
        guild,
        number,
        state.as_str(),
        at,
        by.map(|(standing, _)| standing.as_str()),
        by.is_some_and(|(_, alone)| alone)
    )?;
    Ok(decided == 1)
}

/// Notes who destroys something with the entry `seq`.
pub async fn note_destruction(
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
    actor: ActorKey,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO destruction (guild, seq, actor, at) VALUES ($1, $2, $3, $4)",
        guild,
        seq,
        actor,
        at
    )?;
    Ok(())
}

/// Lists the entries with which somebody destroyed something after `since`, the latest first.
pub async fn list_destruction(
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
    since: Timestamp,
) -> Result<Vec<i64>, StoreError> {
    query!(
        conn,
        scalars,
        i64,
        "SELECT seq FROM destruction WHERE guild = $1 AND actor = $2 AND at > $3 ORDER BY seq DESC",
        guild,
        actor,
        since
    )
}

/// Forgets who destroyed these things, since it was decided about them.
pub async fn forget_destruction(
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
    until: Timestamp,
) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM destruction WHERE guild = $1 AND actor = $2 AND at <= $3", guild, actor, until)?;
    Ok(())
}

/// Forgets who destroyed what before `until`.
pub async fn clear_destruction(conn: &mut Conn, guild: GuildId, until: Timestamp) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM destruction WHERE guild = $1 AND at <= $2", guild, until)?;
    Ok(())
}
