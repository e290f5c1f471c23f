//! So many connections at once, and never all of them to hosts that keep silent.
//!
//! There are three lanes, and a host begins where it belongs by how it was the last time. A host of which nothing is known
//! begins in the quick lane. When its patience ends it moves to the slow one; where that is full and no quick slot is free,
//! it is broken off and begins anew when the slow lane has room. What timed out begins in the third lane the next time. So a
//! host that hangs costs the quick lane one patience, once; nobody but others like it waits for it from then on; and it
//! always gets its full time in the end, unless it is one that can come later and there are many of them.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

use crate::answer::Waits;

/// How many wait for each slot of the slow lanes, at the most, of those that can come later.
const WAITING: usize = 2;

/// How a host was the last time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pace {
    /// It answered within the patience, or nothing is known of it.
    #[default]
    Quick,
    /// It answered later.
    Slow,
    /// It did not answer in time.
    Hung,
}

/// The slots of each lane, and how long a fetch may stay among the quick ones.
pub(crate) struct Lanes {
    quick: Semaphore,
    slow: Lane,
    hung: Lane,
    patience: Duration,
}

/// A lane for hosts that keep one waiting.
struct Lane {
    slots: Semaphore,
    most_waiting: usize,
    waiting: AtomicUsize,
}

impl Lanes {
    /// Makes lanes of so many slots: a quarter of them slow, an eighth for what hangs, and one each at least.
    pub(crate) fn new(at_once: usize, patience: Duration) -> Self {
        let (slow, hung) = ((at_once / 4).max(1), (at_once / 8).max(1));
        let quick = at_once.saturating_sub(slow + hung).max(1);
        Self { quick: Semaphore::new(quick), slow: Lane::new(slow), hung: Lane::new(hung), patience }
    }

    /// Runs a fetch in the lane where it belongs, and says whether it was done within the patience. It is made again where
    /// it was broken off; nothing comes of one that can come later where so many wait already.
    pub(crate) async fn run<T, F: Future<Output = T>>(
        &self,
        known: Pace,
        waits: Waits,
        make: impl Fn() -> F,
    ) -> Option<(T, bool)> {
        let lane = match known {
            Pace::Quick => {
                if let Some(done) = self.run_quick(&make).await {
                    return Some(done);
                }
                &self.slow
            }
            Pace::Slow => &self.slow,
            Pace::Hung => &self.hung,
        };
        let _slot = lane.take(waits).await?;
        let begun = Instant::now();
        let done = make().await;
        Some((done, begun.elapsed() <= self.patience))
    }

    async fn run_quick<T, F: Future<Output = T>>(&self, make: impl Fn() -> F) -> Option<(T, bool)> {
        let slot = self.quick.acquire().await;
        let mut running = pin!(make());
        if let Ok(done) = timeout(self.patience, running.as_mut()).await {
            return Some((done, true));
        }
        loop {
            if let Ok(_slow) = self.slow.slots.try_acquire() {
                drop(slot);
                return Some((running.await, false));
            }
            if self.quick.available_permits() == 0 {
                return None;
            }
            if let Ok(done) = timeout(self.patience, running.as_mut()).await {
                return Some((done, false));
            }
        }
    }
}

impl Lane {
    fn new(slots: usize) -> Self {
        Self { slots: Semaphore::new(slots), most_waiting: slots * WAITING, waiting: AtomicUsize::new(0) }
    }

    /// Waits for a slot; gives none to who can come later where so many wait already.
    async fn take(&self, waits: Waits) -> Option<SemaphorePermit<'_>> {
        let _place = Place::behind(&self.waiting, |waiting| waits == Waits::Always || waiting < self.most_waiting)?;
        // It is never closed, so this is always a slot.
        self.slots.acquire().await.ok()
    }
}

/// A place among those that wait, given back also by who is broken off.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn behind(waiting: &'a AtomicUsize, may: impl Fn(usize) -> bool) -> Option<Self> {
        let taken = waiting.try_update(Ordering::Relaxed, Ordering::Relaxed, |now| may(now).then_some(now + 1));
        taken.ok().map(|_| Self(waiting))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
