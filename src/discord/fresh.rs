//! Tells interactions that arrive from those that a resumed connection replays after their three seconds are over.
//!
//! An interaction's id holds when Discord made it. Our clock may be wrong by any amount, so what counts is how much
//! later one arrives than the promptest of all did: the smallest distance ever seen between the two clocks. Ours is
//! monotonic, so nobody sets it; that it runs a little faster or slower than Discord's is allowed for.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is older than this is dropped before any effect: its answer could not arrive in time.
pub(super) const LIMIT: Duration = Duration::from_millis(2_500);
/// How far two clocks drift apart: 100 parts in a million, twice what ordinary crystals do.
const DRIFT: i64 = 10_000;

/// Remembers the smallest distance between Discord's clock and ours.
#[derive(Debug)]
pub(super) struct Freshness {
    begun: Instant,
    promptest: Mutex<Option<Seen>>,
}

/// An arrival, in milliseconds: our clock's reading, and how far it lay after Discord's.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: i64,
    distance: i64,
}

impl Freshness {
    /// Begins to listen.
    pub(super) fn new() -> Self {
        Self { begun: Instant::now(), promptest: Mutex::new(None) }
    }

    /// Says how much longer than the promptest an interaction was on its way. The first is the promptest.
    pub(super) fn age(&self, interaction: u64) -> Duration {
        let now = i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.age_at(interaction, now)
    }

    fn age_at(&self, interaction: u64, now: i64) -> Duration {
        let made = (interaction >> 22).cast_signed();
        let distance = now.saturating_sub(made);
        let mut promptest = self.promptest.lock().unwrap_or_else(PoisonError::into_inner);
        let expected = promptest.map(|seen| seen.distance + (now - seen.at).max(0) / DRIFT);
        match expected {
            Some(expected) if distance > expected => {
                Duration::from_millis(u64::try_from(distance - expected).unwrap_or(u64::MAX))
            }
            Some(_) | None => {
                *promptest = Some(Seen { at: now, distance });
                Duration::ZERO
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(made_ms: i64) -> u64 {
        made_ms.cast_unsigned() << 22
    }

    #[test]
    fn what_lay_waiting_is_told_from_what_arrives() {
        let fresh = Freshness::new();
        assert_eq!(fresh.age_at(id(1_000_000), 500), Duration::ZERO);
        assert_eq!(fresh.age_at(id(1_001_000), 1_600), Duration::from_millis(100));
        assert_eq!(fresh.age_at(id(1_001_000), 4_500), Duration::from_secs(3));
        assert_eq!(fresh.age_at(id(1_010_000), 9_400), Duration::ZERO);
        assert_eq!(fresh.age_at(id(1_010_000), 9_500), Duration::from_millis(100));
    }

    #[test]
    fn a_clock_that_runs_fast_does_not_deafen_the_bot() {
        let fresh = Freshness::new();
        fresh.age_at(id(0), 0);
        let day = 86_400_000;
        // 50 parts in a million: more than four seconds a day.
        assert!(fresh.age_at(id(day), day + day / 20_000) < LIMIT);
    }
}
