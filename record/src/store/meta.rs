//! What the database notes about itself, over all guilds: short texts by key.

use super::sql::query;
use super::{Conn, Store, StoreError};

/// Finds what was noted under a key.
pub(super) async fn find(conn: &mut Conn, key: &str) -> Result<Option<String>, StoreError> {
    query!(conn, scalar_optional, String, "SELECT value FROM meta WHERE key = $1", key)
}

impl Store {
    /// Notes a value under a key, in the place of what was noted before.
    pub(super) async fn note(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let mut conn = self.0.db.begin().await?;
        let noted = query!(
            conn,
            execute,
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            value
        );
        match noted {
            Ok(_) => conn.commit().await,
            Err(error) => {
                conn.roll_back().await;
                Err(error)
            }
        }
    }
}
