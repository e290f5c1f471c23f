//! Time and randomness, as arguments.
//!
//! Nothing else in the program asks the system for either, so that a test or the demo can say what time it is and
//! have the same run twice. Take `&dyn Clock` and `&dyn Entropy`; the binary passes [`SystemClock`] and
//! [`SystemEntropy`].

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Returns the present instant.
    fn now(&self) -> Timestamp;
}

/// Fills buffers with bytes nobody can foretell.
pub trait Entropy: Send + Sync {
    /// Overwrites all of `buffer`.
    fn fill(&self, buffer: &mut [u8]);
}

/// Draws an array of `N` bytes.
pub fn draw<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// Reads the system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Runs as the system's clock does, ahead of it by as much as it was moved: the demo's clock.
#[derive(Debug, Default)]
pub struct ShiftedClock(Mutex<SignedDuration>);

impl ShiftedClock {
    /// Moves the clock on by `step`.
    pub fn advance(&self, step: SignedDuration) {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(step);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let (now, ahead) = (SystemClock.now(), *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        now.checked_add(ahead).unwrap_or(now)
    }
}

/// Reads the system's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "without randomness no key, nonce or salt is safe, so there is nothing to go on with"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the system's source of randomness answers");
    }
}

/// Stands still until it is told otherwise: the clock of tests and of the demo.
#[derive(Debug)]
pub struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// Makes a clock that says `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock to `now`.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves the clock on by `step`; past the end of time it stays where it was.
    pub fn advance(&self, step: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(step).unwrap_or(*now);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the same bytes in every run from the same seed: never where a secret matters.
#[derive(Debug)]
pub struct FakeEntropy {
    seed: u64,
    drawn: Mutex<u64>,
}

impl FakeEntropy {
    /// Makes a source that is told apart from others by `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: Mutex::new(0) }
    }
}

impl Entropy for FakeEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in buffer.chunks_mut(32) {
            let block =
                Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(drawn.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            *drawn += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fake_clock_moves_only_when_told() {
        let clock = FakeClock::new(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), clock.now());
        clock.advance(SignedDuration::from_secs(90));
        assert_eq!(clock.now().as_second(), 90);
        clock.set(Timestamp::MAX);
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn fake_entropy_repeats_by_seed_and_never_within_a_run() {
        let (one, same, other) = (FakeEntropy::new(1), FakeEntropy::new(1), FakeEntropy::new(2));
        let first: [u8; 40] = draw(&one);
        assert_eq!(first, draw::<40>(&same));
        assert_ne!(first, draw::<40>(&other));
        assert_ne!(first, draw::<40>(&one));
    }

    #[test]
    fn the_systems_entropy_differs_between_draws() {
        assert_ne!(draw::<32>(&SystemEntropy), draw::<32>(&SystemEntropy));
    }
}
