//! When to look again: by attention, by how the last look ended, and by chance.

use std::ops::RangeInclusive;

use jiff::SignedDuration;

/// After a failure nobody looks again before this.
const AFTER_A_FAILURE: SignedDuration = SignedDuration::from_mins(15);

/// After failures a page is looked at on each day, so that its days can be counted: chance may add a tenth to this.
const A_DAY: SignedDuration = SignedDuration::from_hours(20);

/// How much a page is worth looking at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Nothing happens around it.
    Quiet,
    /// Signatures are being collected for what it is about.
    Collecting,
    /// Something about it was put on record, or asked for, or it changed, within the last days.
    Lively,
    /// Its petition's count is rising, or it changed within hours.
    Rising,
}

/// Says how long to rest after a look that went well: minutes where much happens, and twice as long each time where nothing
/// does, within what the operator set.
#[must_use]
pub fn rest(before: SignedDuration, attention: Attention, bounds: &RangeInclusive<SignedDuration>) -> SignedDuration {
    let wanted = match attention {
        Attention::Rising => *bounds.start(),
        Attention::Lively => SignedDuration::from_mins(30),
        Attention::Collecting => SignedDuration::from_hours(3),
        Attention::Quiet => before.saturating_mul(2).max(SignedDuration::from_hours(6)),
    };
    wanted.clamp(*bounds.start(), *bounds.end())
}

/// Says how long to rest after so many failures in a row: twice as long each time, up to a day, and never less than the host
/// asked for, up to what the operator set.
#[must_use]
pub fn rest_after(
    failures: i64,
    asked: Option<SignedDuration>,
    bounds: &RangeInclusive<SignedDuration>,
) -> SignedDuration {
    let doublings = u32::try_from(failures.clamp(1, 12) - 1).unwrap_or_default();
    let backed_off = AFTER_A_FAILURE.saturating_mul(1 << doublings).clamp(*bounds.start(), A_DAY.max(*bounds.start()));
    backed_off.max(asked.unwrap_or_default()).min(A_DAY.max(*bounds.end()))
}

/// Moves a rest by up to a tenth, later or earlier, so that what began together does not stay so.
#[must_use]
pub fn jittered(rest: SignedDuration, random: u8) -> SignedDuration {
    let tenth = rest.as_millis() / 10;
    let moved = tenth * (i128::from(random) * 2 - 255) / 255;
    rest.saturating_add(SignedDuration::from_millis(i64::try_from(moved).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: fn(i64) -> SignedDuration = SignedDuration::from_mins;
    const HOURS: fn(i64) -> SignedDuration = SignedDuration::from_hours;

    #[test]
    fn a_page_is_looked_at_by_attention_within_the_bounds() {
        let bounds = MINUTES(5)..=HOURS(72);
        assert_eq!(rest(HOURS(72), Attention::Rising, &bounds), MINUTES(5));
        let mut quiet = MINUTES(5);
        let steps: Vec<_> = (0..6)
            .map(|_| {
                quiet = rest(quiet, Attention::Quiet, &bounds);
                quiet
            })
            .collect();
        assert_eq!(steps, [6, 12, 24, 48, 72, 72].map(HOURS));
        assert_eq!(rest(HOURS(1), Attention::Collecting, &(HOURS(8)..=HOURS(9))), HOURS(8));
    }

    #[test]
    fn failures_back_off_and_the_host_is_heeded() {
        let bounds = MINUTES(5)..=HOURS(72);
        assert_eq!(rest_after(1, None, &bounds), MINUTES(15));
        assert_eq!(rest_after(3, None, &bounds), HOURS(1));
        assert_eq!(rest_after(40, None, &bounds), HOURS(20));
        assert_eq!(rest_after(1, Some(HOURS(30)), &bounds), HOURS(30));
        assert_eq!(rest_after(1, Some(HOURS(10_000)), &bounds), HOURS(72));
    }

    #[test]
    fn chance_moves_a_rest_by_a_tenth_at_most() {
        assert_eq!(jittered(MINUTES(10), 0), MINUTES(9));
        assert_eq!(jittered(MINUTES(10), 255), MINUTES(11));
        assert!((MINUTES(9)..=MINUTES(11)).contains(&jittered(MINUTES(10), 77)));
    }
}
