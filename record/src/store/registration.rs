//! Which commands Discord was told about last, so that a start tells it nothing it knows.

use super::{Store, StoreError, meta};

/// The key in `meta`.
const KEY: &str = "commands";

impl Store {
    /// Gives the mark of the commands that were registered last.
    pub async fn registered_commands(&self) -> Result<Option<String>, StoreError> {
        meta::find(&mut self.read().await?, KEY).await
    }

    /// Notes the mark of the commands that were registered.
    pub async fn note_registered_commands(&self, mark: &str) -> Result<(), StoreError> {
        self.note(KEY, mark).await
    }
}
