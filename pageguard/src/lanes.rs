//! So many connections at once, and never all of them to hosts that keep silent.
//!
//! There are two lanes. A fetch begins in the quick one. When its patience ends it moves to the slow one, which has a
//! quarter of the slots; where that is full and no quick slot is free, it is broken off and begins anew when the slow lane
//! has room. A host that was slow the last time begins there at once. So a host that hangs costs the quick lane one
//! patience, once, and nothing from then on; and it always gets its full time in the end.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

/// The slots, and how long a fetch may stay among the quick ones.
pub(crate) struct Lanes {
    quick: Semaphore,
    slow: Semaphore,
    patience: Duration,
}

impl Lanes {
    pub(crate) fn new(at_once: usize, patience: Duration) -> Self {
        let slow = (at_once / 4).max(1);
        let quick = at_once.saturating_sub(slow).max(1);
        Self { quick: Semaphore::new(quick), slow: Semaphore::new(slow), patience }
    }

    /// Runs a fetch in the lane where it belongs, and says whether it was slow. It is made again where it was broken off.
    pub(crate) async fn run<T, F: Future<Output = T>>(&self, known_slow: bool, make: impl Fn() -> F) -> (T, bool) {
        if !known_slow && let Some(done) = self.run_quick(&make).await {
            return done;
        }
        // A semaphore that is never closed always gives.
        let _slot = self.slow.acquire().await;
        let begun = Instant::now();
        let done = make().await;
        (done, begun.elapsed() > self.patience)
    }

    async fn run_quick<T, F: Future<Output = T>>(&self, make: impl Fn() -> F) -> Option<(T, bool)> {
        let slot = self.quick.acquire().await;
        let mut running = pin!(make());
        if let Ok(done) = timeout(self.patience, running.as_mut()).await {
            return Some((done, false));
        }
        loop {
            if let Ok(_slow) = self.slow.try_acquire() {
                drop(slot);
                return Some((running.await, true));
            }
            if self.quick.available_permits() == 0 {
                return None;
            }
            if let Ok(done) = timeout(self.patience, running.as_mut()).await {
                return Some((done, true));
            }
        }
    }
}
