//! Checkpoints: once a day, where the ledger grew, the review channel is told the chain's end.
//!
//! A checkpoint is planned before it is sent, at the end the chain has then. Whoever sends it makes the same message under
//! the same nonce; what was planned longer ago than a nonce holds is looked for in the channel before it is sent.

use jiff::{SignedDuration, Timestamp};

use super::{Service, ServiceError};
use crate::domain::ids::GuildId;
use crate::store::checkpoints;

/// Between two checkpoints at the least.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A checkpoint to tell.
pub type Checkpoint = checkpoints::Untold;

impl Service {
    /// Plans what checkpoints are due, and gives those that are to be told.
    pub async fn checkpoints(&self) -> Result<Vec<Checkpoint>, ServiceError> {
        let now = self.now();
        let last = now.checked_sub(DAY).unwrap_or(Timestamp::MIN);
        for guild in checkpoints::list_due(&mut self.store.read().await?, last).await? {
            let plan = self.store.write(guild, now, |uow| {
                Box::pin(async move {
                    checkpoints::plan(uow.conn(), guild, last, now).await?;
                    Ok::<_, ServiceError>(())
                })
            });
            plan.await?;
        }
        Ok(checkpoints::list_untold(&mut self.store.read().await?).await?)
    }

    /// Notes that a checkpoint was told.
    pub async fn checkpoint_told(&self, guild: GuildId, planned_at: Timestamp) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(guild, now, |uow| {
                Box::pin(async move { Ok(checkpoints::told(uow.conn(), guild, planned_at, now).await?) })
            })
            .await
    }

    /// Notes that a checkpoint cannot be told today.
    pub async fn checkpoint_given_up(&self, guild: GuildId, planned_at: Timestamp) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(guild, now, |uow| {
                Box::pin(async move { Ok(checkpoints::give_up(uow.conn(), guild, planned_at, now).await?) })
            })
            .await
    }
}
