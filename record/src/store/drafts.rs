//! Drafts: what somebody is about to file, sealed, for a day.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, Place, Sealed, Store, StoreError};
use crate::domain::ids::{ActorKey, GuildId};

/// Whose draft, and which: all three must be right for anything to be found.
#[derive(Clone, Copy, Debug)]
pub struct DraftKey<'a> {
    /// The guild.
    pub guild: GuildId,
    /// The draft's id.
    pub id: &'a str,
    /// Who typed it.
    pub actor: ActorKey,
}

/// How many drafts one person may have open.
const OPEN: i64 = 20;

/// Adds a draft. Where its author has too many open, the oldest go.
pub async fn insert(
    conn: &mut Conn,
    key: DraftKey<'_>,
    sealed: &Sealed,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM draft WHERE guild = $1 AND actor = $2 AND id NOT IN (
             SELECT id FROM draft WHERE guild = $1 AND actor = $2 ORDER BY expires_at DESC, id LIMIT $3)",
        key.guild,
        key.actor,
        OPEN - 1
    )?;
    query!(
        conn,
        execute,
        "INSERT INTO draft (id, guild, actor, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)",
        key.id,
        key.guild,
        key.actor,
        sealed,
        expires_at
    )?;
    Ok(())
}

/// Finds a draft that has not ended at `now`.
pub async fn find(conn: &mut Conn, key: DraftKey<'_>, now: Timestamp) -> Result<Option<Sealed>, StoreError> {
    let sealed = query!(
        conn,
        scalar_optional,
        Vec<u8>,
        "SELECT sealed FROM draft WHERE id = $1 AND guild = $2 AND actor = $3 AND expires_at > $4",
        key.id,
        key.guild,
        key.actor,
        now
    )?;
    Ok(sealed.map(Sealed::from))
}

/// Replaces a draft that is still there and has not ended; says whether it was.
pub async fn replace(conn: &mut Conn, key: DraftKey<'_>, sealed: &Sealed, now: Timestamp) -> Result<bool, StoreError> {
    let replaced = query!(
        conn,
        execute,
        "UPDATE draft SET sealed = $5 WHERE id = $1 AND guild = $2 AND actor = $3 AND expires_at > $4",
        key.id,
        key.guild,
        key.actor,
        now,
        sealed
    )?;
    Ok(replaced == 1)
}

/// Takes a draft out, so that nobody else finds it; nothing where it is gone or has ended.
pub async fn take(conn: &mut Conn, key: DraftKey<'_>, now: Timestamp) -> Result<Option<Sealed>, StoreError> {
    let sealed = query!(
        conn,
        scalar_optional,
        Vec<u8>,
        "DELETE FROM draft WHERE id = $1 AND guild = $2 AND actor = $3 AND expires_at > $4 RETURNING sealed",
        key.id,
        key.guild,
        key.actor,
        now
    )?;
    Ok(sealed.map(Sealed::from))
}

/// Lists somebody's drafts, in whatever state: id, body, and when it ends.
pub async fn list_own(
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
) -> Result<Vec<(String, Sealed, Timestamp)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (String, Vec<u8>, i64),
        "SELECT id, sealed, expires_at FROM draft WHERE guild = $1 AND actor = $2 ORDER BY expires_at, id",
        guild,
        actor
    )?;
    let read = |(id, sealed, at)| Ok((id, Sealed::from(sealed), RowOf::new("draft", 0).instant("expires_at", at)?));
    rows.into_iter().map(read).collect()
}

/// Deletes all of somebody's drafts.
pub async fn delete_own(conn: &mut Conn, guild: GuildId, actor: ActorKey) -> Result<u64, StoreError> {
    query!(conn, execute, "DELETE FROM draft WHERE guild = $1 AND actor = $2", guild, actor)
}

/// Deletes a guild's drafts that have ended at `now`.
pub async fn clear(conn: &mut Conn, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM draft WHERE guild = $1 AND expires_at <= $2", guild, now)?;
    Ok(())
}

impl Store {
    /// Seals a draft's plain text.
    pub fn seal_draft(&self, guild: GuildId, id: &str, plain: &[u8]) -> Result<Sealed, StoreError> {
        let purpose = purpose(id);
        let place = Place { guild, id: 0, purpose: &purpose };
        Ok(self.keys().sealer().seal(self.entropy(), place, plain)?)
    }

    /// Opens a draft.
    pub fn open_draft(
        &self,
        guild: GuildId,
        id: &str,
        sealed: &Sealed,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
        let purpose = purpose(id);
        self.open_sealed(Place { guild, id: 0, purpose: &purpose }, sealed)
    }
}

/// A draft's id is no number, so that it stands in the purpose.
fn purpose(id: &str) -> String {
    format!("draft/{id}")
}
