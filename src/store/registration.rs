//! Which commands Discord was told about last, so that a start tells it nothing it knows.

use super::sql::query;
use super::{Store, StoreError};

/// The key in `meta`.
const KEY: &str = "commands";

impl Store {
    /// Gives the mark of the commands that were registered last.
    pub async fn registered_commands(&self) -> Result<Option<String>, StoreError> {
        let mut conn = self.read().await?;
        query!(conn, scalar_optional, String, "SELECT value FROM meta WHERE key = $1", KEY)
    }

    /// Notes the mark of the commands that were registered.
    pub async fn note_registered_commands(&self, mark: &str) -> Result<(), StoreError> {
        let mut conn = self.0.db.begin().await?;
        let noted = query!(
            conn,
            execute,
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            KEY,
            mark
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
