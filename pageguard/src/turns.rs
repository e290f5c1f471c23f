//! One fetch at a time from each host, with a rest in between, and what is remembered of hosts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use crate::lanes::Pace;

/// From how many hosts on those that nothing is known of any more are forgotten.
const MANY: usize = 4096;

/// For how long it is remembered that a host was not quick.
const REMEMBERED: Duration = Duration::from_hours(1);

/// The hosts that were fetched from lately.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Arc<tokio::sync::Mutex<Host>>>>);

/// What is remembered of a host.
#[derive(Default)]
pub(crate) struct Host {
    last: Option<Instant>,
    pace: Pace,
}

/// The right to fetch from a host; whoever holds it is the only one.
pub(crate) struct Turn(OwnedMutexGuard<Host>);

impl Turns {
    /// Waits until the host is free, and has rested for so long.
    pub(crate) async fn take(&self, host: &str, rest: Duration) -> Turn {
        let turn = self.host(host).lock_owned().await;
        if let Some(last) = turn.last {
            tokio::time::sleep_until(last + rest).await;
        }
        Turn(turn)
    }

    fn host(&self, name: &str) -> Arc<tokio::sync::Mutex<Host>> {
        // A std Mutex, because nothing is awaited while it is held.
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MANY && !hosts.contains_key(name) {
            let now = Instant::now();
            hosts.retain(|_, host| {
                host.try_lock().is_ok_and(|host| host.is_worth_keeping(now)) || Arc::strong_count(host) > 1
            });
        }
        hosts.entry(name.to_owned()).or_default().clone()
    }
}

impl Host {
    fn is_worth_keeping(&self, now: Instant) -> bool {
        let keep = if self.pace == Pace::Quick { Duration::from_mins(1) } else { REMEMBERED };
        self.last.is_some_and(|last| now < last + keep)
    }
}

impl Turn {
    /// Says how the host was the last time.
    pub(crate) fn pace(&self) -> Pace {
        self.0.pace
    }

    /// Remembers how the host was.
    pub(crate) fn end(mut self, pace: Pace) {
        self.0.pace = pace;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // The rest begins now, also after what was broken off.
        self.0.last = Some(Instant::now());
    }
}
