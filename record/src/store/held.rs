//! What is held about one person, found by the keys they are known by, and how it is let go.
//!
//! Keys stand in columns and, sealed, in the ledger's openings. An opening is found by unsealing it: nothing beside it
//! says whose it is.

use jiff::Timestamp;

use super::chain::purpose;
use super::decode::RowOf;
use super::sql::query;
use super::{Conn, Place, Sealed, Store, StoreError, UnitOfWork};
use crate::domain::ids::{ActorKey, GuildId, Number, Purpose};

/// The field of an entry that says who acted.
const ACTOR: &str = "actor";
/// How many openings are held at once.
const PAGE: i64 = 1_000;

/// An entry of the ledger that says that a person acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done, in the ledger's word.
    pub act: String,
    /// To what kind of object, in the ledger's word.
    pub object_kind: String,
    /// The object; `None` for the guild itself.
    pub object: Option<Number>,
    /// Under which of their keys.
    pub by: Purpose,
    /// When the key goes, where its owner had it erased and it is kept until then.
    pub goes_at: Option<Timestamp>,
}

type Row = (i64, Vec<u8>, i64, String, String, i64, Option<i64>);

impl Store {
    /// Lists the entries after the place `after` that one of these keys acted in, and gives the last place looked at.
    pub async fn entries_by(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        keys: &[(Purpose, ActorKey)],
        after: i64,
    ) -> Result<(Vec<Acted>, i64), StoreError> {
        let (mut found, mut last) = (Vec::new(), after);
        loop {
            let rows = query!(
                conn,
                fetch_all,
                Row,
                "SELECT o.seq, o.value, l.at, l.act, l.object_kind, l.object, f.goes_at
                 FROM opening o JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq
                 LEFT JOIN forgetting f ON f.guild = o.guild AND f.seq = o.seq
                 WHERE o.guild = $1 AND o.seq > $2 AND o.field = $3 ORDER BY o.seq LIMIT $4",
                guild,
                last,
                ACTOR,
                PAGE
            )?;
            let Some(end) = rows.last().map(|row| row.0) else { return Ok((found, last)) };
            last = end;
            for (seq, value, at, act, object_kind, object, goes_at) in rows {
                let place = Place { guild, id: seq, purpose: &purpose(ACTOR) };
                // One that cannot be unsealed says of nobody that they acted.
                let Ok(actor) = self.open_sealed(place, &Sealed::from(value)) else { continue };
                let own = keys.iter().find(|(_, key)| key.as_bytes()[..] == actor[..]);
                if let Some((by, _)) = own {
                    let at = RowOf::new("ledger", seq).instant("at", at)?;
                    let goes_at = goes_at.map(|at| RowOf::new("forgetting", seq).instant("goes_at", at)).transpose()?;
                    found.push(Acted { seq, at, act, object_kind, object: Number::new(object), by: *by, goes_at });
                }
            }
        }
    }
}

/// Counts where a moderator's key stands until others have acted or a week has passed: erasures and acts they asked for,
/// and what they took out of sight lately.
pub async fn count_notes(conn: &mut Conn, guild: GuildId, moderator: ActorKey) -> Result<u64, StoreError> {
    let notes = query!(
        conn,
        scalar,
        i64,
        "SELECT (SELECT COUNT(*) FROM waiting WHERE guild = $1 AND asked_by = $2)
              + (SELECT COUNT(*) FROM destruction WHERE guild = $1 AND actor = $2)",
        guild,
        moderator
    )?;
    Ok(notes.unsigned_abs())
}

/// Destroys who acted in these entries; that something was done stays.
pub async fn forget_actor(uow: &mut UnitOfWork<'_>, entries: &[i64]) -> Result<(), StoreError> {
    let guild = uow.guild();
    for seq in entries {
        query!(uow, execute, "DELETE FROM opening WHERE guild = $1 AND seq = $2 AND field = $3", guild, *seq, ACTOR)?;
    }
    Ok(())
}

/// Notes when who acted in an entry goes. What was noted before stands.
pub async fn forget_actor_at(uow: &mut UnitOfWork<'_>, seq: i64, goes_at: Timestamp) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "INSERT INTO forgetting (guild, seq, goes_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        guild,
        seq,
        goes_at
    )?;
    Ok(())
}

/// Lists the guilds with entries whose actor is to go by `now`.
pub async fn guilds_to_forget(conn: &mut Conn, now: Timestamp) -> Result<Vec<GuildId>, StoreError> {
    let guilds = query!(conn, scalars, i64, "SELECT DISTINCT guild FROM forgetting WHERE goes_at <= $1", now)?;
    Ok(guilds.into_iter().map(GuildId::from).collect())
}

/// Destroys who acted where that is due by `now`. Says whether it was anywhere.
pub async fn forget_due(uow: &mut UnitOfWork<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let due = query!(uow, scalars, i64, "SELECT seq FROM forgetting WHERE guild = $1 AND goes_at <= $2", guild, now)?;
    forget_actor(uow, &due).await?;
    query!(uow, execute, "DELETE FROM forgetting WHERE guild = $1 AND goes_at <= $2", guild, now)?;
    Ok(!due.is_empty())
}

/// Unties everything that was decided from who filed it, and destroys what of it was not published: bodies, originals,
/// questions, answers and notes, in the ledger's openings too.
pub async fn untie(uow: &mut UnitOfWork<'_>, contributor: ActorKey) -> Result<u64, StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "DELETE FROM opening WHERE guild = $1 AND field = 'after' AND seq IN (
             SELECT l.seq FROM submission s
             JOIN ledger l ON l.guild = s.guild AND l.object = s.number AND l.act IN ('file', 'edit')
             WHERE s.guild = $1 AND s.contributor = $2 AND s.state IN ('rejected', 'withdrawn'))",
        guild,
        contributor
    )?;
    query!(
        uow,
        execute,
        "DELETE FROM revision WHERE guild = $1 AND sealed IS NOT NULL AND number IN (
             SELECT number FROM submission
             WHERE guild = $1 AND contributor = $2 AND state IN ('rejected', 'withdrawn'))",
        guild,
        contributor
    )?;
    query!(
        uow,
        execute,
        "DELETE FROM question WHERE guild = $1 AND submission IN (
             SELECT number FROM submission WHERE guild = $1 AND contributor = $2 AND state <> 'pending')",
        guild,
        contributor
    )?;
    query!(
        uow,
        execute,
        "UPDATE submission SET sealed = NULL, contributor = NULL, note = NULL
         WHERE guild = $1 AND contributor = $2 AND state <> 'pending'",
        guild,
        contributor
    )
}
