//! Reminding moderators of what has waited too long: once a day at most for each guild, whoever asks.
//!
//! A reminder is planned before it is sent. What was planned and not sent is sent within a moment, under a nonce that any
//! process makes alike; after that it is given up until the next day, since nobody knows whether it was sent.

use jiff::{SignedDuration, Timestamp};

use super::{Service, ServiceError};
use crate::domain::ids::GuildId;
use crate::store::reminders::{self, Unsent};

/// Between two reminders at the least.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long a reminder that was planned is sent: less than a nonce surely holds.
const SENT_WITHIN: SignedDuration = SignedDuration::from_mins(2);

/// A reminder to send.
pub type Reminder = Unsent;

impl Service {
    /// Plans what reminders are due, and gives those that were planned and are to be sent.
    pub async fn reminders(&self) -> Result<Vec<Reminder>, ServiceError> {
        let now = self.now();
        let before = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let (overdue, last) = (before(self.limits.overdue_after), before(DAY));
        let due = reminders::list_due(&mut self.store.read().await?, overdue, last).await?;
        for guild in due {
            let plan = self.store.write(guild, now, |uow| {
                Box::pin(async move {
                    reminders::plan(uow.conn(), guild, last, now).await?;
                    Ok::<_, ServiceError>(())
                })
            });
            plan.await?;
        }
        Ok(reminders::list_unsent(&mut self.store.read().await?, overdue, before(SENT_WITHIN)).await?)
    }

    /// Notes that a reminder was sent, or that nobody can be reminded today.
    pub async fn reminded(&self, guild: GuildId, planned_at: Timestamp) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(guild, now, |uow| {
                Box::pin(async move {
                    reminders::sent(uow.conn(), guild, planned_at, now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Gives after how long what waits is overdue.
    #[must_use]
    pub fn overdue_after(&self) -> SignedDuration {
        self.limits.overdue_after
    }
}
