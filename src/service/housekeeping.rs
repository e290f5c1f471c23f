//! Clearing away what has had its time, and checking what is kept beside the record.

use jiff::{SignedDuration, Timestamp};

use super::{Service, ServiceError};
use crate::store::{drafts, held, settings, submissions, waiting, wipe};

/// How long what was decided is kept beyond the decision itself: long enough to ask why.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long it is kept who destroyed what: long enough to notice a burst, and no longer than an act waits.
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How often the tallies are compared with the signatories: every one is read.
const CHECKED_EVERY: SignedDuration = SignedDuration::from_mins(55);

impl Service {
    /// Compares the tallies with the signatories where that is due at `now`, for the operator's metrics.
    pub async fn check_tallies(&self, now: Timestamp) -> Result<(), ServiceError> {
        Ok(self.store.check_tallies(now, CHECKED_EVERY).await?)
    }

    /// Clears away what has had its time at `now`: drafts of a day ago, and of what was decided 30 days ago the sealed
    /// bodies that were not published and every contributor's key, in the ledger's openings too. What waited for a second
    /// moderator for too long ends, and moderators who had themselves erased are forgotten 30 days after each act.
    pub async fn housekeeping(&self, now: Timestamp) -> Result<(), ServiceError> {
        let decided = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
        let mut conn = self.store.read().await?;
        let destroyed = now.checked_sub(LATELY).unwrap_or(Timestamp::MIN);
        let mut guilds = settings::guilds_to_clear(&mut conn, now, decided).await?;
        guilds.extend(waiting::guilds_to_clear(&mut conn, now, destroyed).await?);
        guilds.extend(held::guilds_to_forget(&mut conn, now).await?);
        guilds.sort_unstable();
        guilds.dedup();
        drop(conn);
        for guild in guilds {
            let cleared = self
                .store
                .write(guild, now, |uow| {
                    Box::pin(async move {
                        drafts::clear(uow.conn(), guild, now).await?;
                        submissions::clear_decided(uow.conn(), guild, decided).await?;
                        waiting::clear_destruction(uow.conn(), guild, destroyed).await?;
                        if held::forget_due(uow, now).await? {
                            wipe::note_due(uow).await?;
                        }
                        self.expire(uow).await?;
                        Ok::<_, ServiceError>(())
                    })
                })
                .await;
            // What keeps one guild from being cleared keeps no other.
            if let Err(error) = cleared {
                tracing::error!(%error, "failed to clear away what has had its time in a guild");
            }
        }
        Ok(())
    }
}
