//! Letting the names on lists go, a while after their petition is over.

use jiff::Timestamp;

use super::trace::json;
use super::{Service, ServiceError};
use crate::domain::ids::GuildId;
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::store::ended;

impl Service {
    /// Notes which petitions are over at `now`, and clears away the names of those that have been for long enough.
    pub async fn expire_names(&self, now: Timestamp) -> Result<(), ServiceError> {
        let over = now.checked_sub(self.limits.names_kept).unwrap_or(Timestamp::MIN);
        let guilds = ended::guilds_due(&mut self.store.read().await?, over).await?;
        for guild in guilds {
            // What keeps one guild from being cleared keeps no other.
            if let Err(error) = self.expire_in(guild, now, over).await {
                tracing::error!(%error, "failed to clear away names whose petition is over");
            }
        }
        Ok(())
    }

    async fn expire_in(&self, guild: GuildId, now: Timestamp, over: Timestamp) -> Result<(), ServiceError> {
        self.store
            .write(guild, now, |uow| {
                Box::pin(async move {
                    ended::note(uow).await?;
                    for petition in ended::list_due(uow.conn(), guild, over).await? {
                        let names = ended::expire(uow, petition).await?;
                        let after = json(&serde_json::json!({ "names": names }))?;
                        uow.append(
                            Entry::new(LedgerAct::ForgetNames, ObjectKind::Petition, petition, 0).with("after", after),
                        );
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Wipes the traces that erasures leave in the database's files. Says whether nothing is left to do.
    pub async fn wipe(&self) -> Result<bool, ServiceError> {
        Ok(self.store.wipe().await?)
    }
}
