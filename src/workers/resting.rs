//! Channels that are left alone for a while, since Discord did not take what was for them.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::answers::post::PostError;
use crate::domain::ids::ChannelId;

/// How long a channel that was not reached is left alone.
pub(super) const UNREACHED_FOR: Duration = Duration::from_secs(30);
/// How long at least one is left alone that Discord takes no more for.
const HELD_FOR: Duration = Duration::from_millis(500);

/// Channels that are left alone, and until when. A restart forgets them: it is a courtesy, and no schedule.
#[derive(Debug, Default)]
pub struct Resting(HashMap<ChannelId, Instant>);

impl Resting {
    /// Leaves a channel alone for a while.
    pub(super) fn rest(&mut self, channel: ChannelId, time: Duration) {
        self.0.insert(channel, Instant::now() + time);
    }

    /// Leaves a channel alone that was not reached or takes no more, as long as is due.
    pub(super) fn after(&mut self, channel: ChannelId, error: PostError) {
        match error {
            PostError::Held(wait) => self.rest(channel, wait.max(HELD_FOR)),
            _ => self.rest(channel, UNREACHED_FOR),
        }
    }

    /// Says whether a channel is left alone now.
    pub(super) fn holds(&self, channel: ChannelId) -> bool {
        self.0.get(&channel).is_some_and(|until| *until > Instant::now())
    }

    /// Gives the channels that are left alone now, and forgets the others.
    pub(super) fn channels(&mut self) -> Vec<ChannelId> {
        let now = Instant::now();
        self.0.retain(|_, until| *until > now);
        self.0.keys().copied().collect()
    }
}
