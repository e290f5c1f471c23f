//! Comparing two readings: can both be true, and which says more.

use std::cmp::Ordering;

use crate::{Qualifier, Reading};

impl Reading {
    /// Whether both readings can be true: their units are the same and their intervals meet, open ends being open.
    ///
    /// An approximate number stands for its point alone, and is in conflict only when it lies further from the other
    /// reading than its printed precision: the place of its last digit that is not zero, 100 for "about 1,500" and
    /// 10,000 for "about 30,000". Of two approximate numbers the coarser precision counts.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.unit() == other.unit() && gap(self, other) <= tolerance(self).max(tolerance(other))
    }

    /// Orders by tightness: [`Ordering::Less`] when `self` says more than `other`.
    ///
    /// Closed intervals come first, the narrower before the wider; then those with only an upper bound (nothing is
    /// below zero), the lower before the higher; then those with only a lower bound, the higher before the lower;
    /// last the approximate ones, the finer precision first.
    #[must_use]
    pub fn tighter(&self, other: &Self) -> Ordering {
        tightness(self).cmp(&tightness(other))
    }
}

/// The class of an interval, then its width or what stands for it; the smaller the tighter.
fn tightness(reading: &Reading) -> (u8, u64) {
    match (reading.lower(), reading.upper()) {
        (Some(lower), Some(upper)) => (0, upper - lower),
        (None, Some(upper)) => (1, upper),
        (Some(lower), None) => (2, u64::MAX - lower),
        (None, None) => (3, tolerance(reading)),
    }
}

/// How far apart two intervals are; zero when they meet.
fn gap(one: &Reading, other: &Reading) -> u64 {
    let (low, high) = ends(one);
    let (other_low, other_high) = ends(other);
    other_low.saturating_sub(high).max(low.saturating_sub(other_high))
}

/// The ends of an interval as numbers; an approximate number is its own point.
fn ends(reading: &Reading) -> (u64, u64) {
    match (reading.qualifier(), reading.point()) {
        (Qualifier::Approx, Some(point)) => (point, point),
        _ => (reading.lower().unwrap_or(0), reading.upper().unwrap_or(u64::MAX)),
    }
}

/// The printed precision of an approximate number; zero for every other.
fn tolerance(reading: &Reading) -> u64 {
    if !reading.is_approximate() {
        return 0;
    }
    let point = reading.point().unwrap_or(0);
    let mut place = 1_u64;
    while point != 0 && place <= point / 10 && point.is_multiple_of(place * 10) {
        place *= 10;
    }
    place
}
