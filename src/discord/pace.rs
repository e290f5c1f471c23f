//! Paces our own messages: under 40 a second in all, and no guild takes the turns of the others.
//!
//! Discord lets 50 requests a second through and limits each channel besides, which serenity's limiter knows. Each
//! guild has one request under way at most and queues for the next by itself; so in the common queue every guild
//! stands once, whatever it has to say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Queue, OwnedMutexGuard};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::answers::post::PostError;
use crate::domain::ids::GuildId;

/// The least time between two requests: 33 a second.
const APART: Duration = Duration::from_millis(30);
/// Guilds that want nothing are forgotten when so many are remembered.
const MOST: usize = 1_024;

/// Gives turns.
#[derive(Debug)]
pub(super) struct Pace {
    /// When the next request may begin. A tokio Mutex, because its waiters are served in the order they came.
    next: Queue<Instant>,
    guilds: Mutex<HashMap<GuildId, Arc<Queue<()>>>>,
}

/// A guild's turn: its next one comes when this is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _held: OwnedMutexGuard<()>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { next: Queue::new(Instant::now()), guilds: Mutex::new(HashMap::new()) }
    }

    /// Waits for a guild's next turn; fails when the program stops first.
    pub(super) async fn turn(&self, guild: GuildId, stop: &CancellationToken) -> Result<Turn, PostError> {
        let held = self.queue(guild).lock_owned().await;
        let mut next = self.next.lock().await;
        // The common queue is held while waiting, so that it moves on in order.
        if timeout_at(*next, stop.cancelled()).await.is_ok() {
            return Err(PostError::Stopping);
        }
        *next = Instant::now() + APART;
        Ok(Turn { _held: held })
    }

    fn queue(&self, guild: GuildId) -> Arc<Queue<()>> {
        let mut guilds = self.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        if guilds.len() >= MOST {
            guilds.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        Arc::clone(guilds.entry(guild).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn a_busy_guild_does_not_hold_up_the_others() {
        let (pace, stop) = (Arc::new(Pace::new()), CancellationToken::new());
        let (busy, other) = (GuildId::new(1), GuildId::new(2));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let (pace, stop) = (Arc::clone(&pace), stop.clone());
            tasks.spawn(async move { pace.turn(busy, &stop).await.map(drop) });
        }
        tokio::task::yield_now().await;
        let begun = Instant::now();
        pace.turn(other, &stop).await.unwrap();
        assert!(begun.elapsed() < APART * 5, "{:?}", begun.elapsed());
    }

    #[tokio::test(flavor = "current_thread")]
    async fn fewer_than_forty_begin_within_a_second() {
        let (pace, stop) = (Pace::new(), CancellationToken::new());
        let begun = Instant::now();
        for guild in 1..=10 {
            pace.turn(GuildId::new(guild), &stop).await.unwrap();
        }
        assert!(begun.elapsed() >= Duration::from_millis(9 * 25));
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_stop_ends_the_waiting() {
        let (pace, stop) = (Pace::new(), CancellationToken::new());
        stop.cancel();
        pace.turn(GuildId::new(1), &stop).await.ok();
        assert_eq!(pace.turn(GuildId::new(1), &stop).await.err(), Some(PostError::Stopping));
    }
}
