//! Wiping the traces that an erasure leaves in the database's own files.
//!
//! SQLite overwrites what is deleted (`secure_delete`), but its log still holds the pages as they were until it is
//! folded into the file and cut. That needs a moment in which nobody reads, so that it is noted in the erasure's own
//! transaction and tried until it is done. PostgreSQL has no such step for us: its own vacuum frees what was deleted.

use super::sql::query;
use super::{Conn, Store, StoreError, UnitOfWork, meta};

/// The key in `meta`.
const KEY: &str = "wipe_due";

/// Notes that something was erased, and traces of it must go.
pub async fn note_due(uow: &mut UnitOfWork<'_>) -> Result<(), StoreError> {
    let at = uow.at().as_millisecond().to_string();
    query!(
        uow,
        execute,
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        KEY,
        at
    )?;
    Ok(())
}

impl Store {
    /// Wipes what erasures left in the log, where that is due. Says whether nothing is left to do.
    pub async fn wipe(&self) -> Result<bool, StoreError> {
        let Some(noted) = find_due(&mut self.read().await?).await? else { return Ok(true) };
        if !self.0.db.cut_log().await? {
            return Ok(false);
        }
        self.note_wiped(&noted).await?;
        Ok(true)
    }

    async fn note_wiped(&self, noted: &str) -> Result<(), StoreError> {
        let mut conn = self.0.db.begin().await?;
        // What was erased meanwhile has noted another moment, and is due still.
        match query!(conn, execute, "DELETE FROM meta WHERE key = $1 AND value = $2", KEY, noted) {
            Ok(_) => conn.commit().await,
            Err(error) => {
                conn.roll_back().await;
                Err(error)
            }
        }
    }
}

async fn find_due(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    meta::find(conn, KEY).await
}
