//! Which commands Discord was told about last. It belongs to the installation and to no guild, so it leaves no entry in
//! any ledger.

use super::{Service, ServiceError};

impl Service {
    /// Gives the mark of the commands that were registered last.
    pub async fn registered_commands(&self) -> Result<Option<String>, ServiceError> {
        Ok(self.store().registered_commands().await?)
    }

    /// Notes the mark of the commands that were registered.
    pub async fn note_registered_commands(&self, mark: &str) -> Result<(), ServiceError> {
        Ok(self.store().note_registered_commands(mark).await?)
    }
}
