//! The axis of numbers: where it begins and ends, and its ticks.

use crate::{Level, Panel};

/// What changes by less than this part of the largest number would hardly be seen on an axis from zero.
const SEEN: f64 = 0.25;

/// The part of the axis that stays free above the largest number, and what there is where that has no upper end.
const HEADROOM: f64 = 0.08;
const OPEN_HEADROOM: f64 = 0.2;

/// An axis of numbers: `from` stands at its foot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) from: u64,
    /// What its height stands for; a float, since it may be more than any count.
    to: f64,
    step: u64,
}

impl Axis {
    /// Makes the axis of a panel, with about `ticks` ticks.
    pub(crate) fn of(panel: &Panel, ticks: u64) -> Self {
        let numbers = panel.moments.iter().flat_map(|moment| &moment.levels).flat_map(numbers);
        let (least, most) = numbers.fold((u64::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
        let change = most.saturating_sub(least);
        let broken = panel.moments.len() > 1 && change > 0 && exact(change) < SEEN * exact(most);
        // Below the least number of a broken axis there is room to fall, and for what is open downwards.
        let from = if broken { least.saturating_sub(change / 2 + 1) } else { 0 };
        let step = nice(most.saturating_sub(from).div_ceil(ticks.max(1)).max(1));
        let from = from / step * step;
        let open = panel.moments.iter().flat_map(|moment| &moment.levels).any(|level| level.upper.is_none());
        let headroom = if open { OPEN_HEADROOM } else { HEADROOM };
        let to = (exact(most) + headroom * exact(most.saturating_sub(from))).max(exact(from) + 1.0);
        Self { from, to, step }
    }

    /// Says how far up a number stands, from 0 at the foot to 1 at the top.
    pub(crate) fn place(&self, n: u64) -> f64 {
        let whole = self.to - exact(self.from);
        if whole <= 0.0 { 0.0 } else { ((exact(n) - exact(self.from)) / whole).clamp(0.0, 1.0) }
    }

    /// Gives the ticks, the lowest first.
    pub(crate) fn ticks(&self) -> Vec<u64> {
        let mut ticks = Vec::new();
        let mut at = Some(self.from);
        while let Some(tick) = at.filter(|tick| exact(*tick) <= self.to && ticks.len() < 16) {
            ticks.push(tick);
            at = tick.checked_add(self.step);
        }
        ticks
    }
}

/// Lists the numbers that a level is drawn with: its ends, and what was said where it has none.
fn numbers(level: &Level) -> impl Iterator<Item = u64> + use<> {
    let said = if level.lower.is_none() && level.upper.is_none() { level.point } else { None };
    [level.lower, said, level.upper].into_iter().flatten()
}

/// Gives the smallest of 1, 2, 5, 10, 20, 50, … that is at least `step`.
fn nice(step: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for times in [1, 2, 5] {
            match power.checked_mul(times) {
                Some(found) if found >= step => return found,
                Some(_) => {}
                None => return step,
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return step,
        }
    }
}

/// Writes a number for a tick: whole, with its thousands apart, from a million on in millions and so on.
pub(crate) fn written(n: u64) -> String {
    const LARGE: [(u64, &str); 3] = [(1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M")];
    let large = LARGE.iter().find(|(of, _)| n >= *of && n.is_multiple_of(of / 100));
    let Some((of, mark)) = large else { return grouped(n) };
    let hundredths = n % of / (of / 100);
    let behind = format!(".{hundredths:02}");
    let behind = behind.trim_end_matches('0').trim_end_matches('.');
    format!("{}{behind}{mark}", grouped(n / of))
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place != 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "a place in a picture of a thousand pixels")]
fn exact(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::Moment;

    fn axis(numbers: &[u64]) -> Axis {
        let level = |n: &u64| Level { lower: Some(*n), point: Some(*n), upper: Some(*n), label: String::new() };
        let at = Timestamp::UNIX_EPOCH;
        let moments = numbers.iter().map(|n| Moment { from: at, until: at, levels: vec![level(n)] }).collect();
        Axis::of(&Panel { heading: String::new(), moments }, 4)
    }

    #[test]
    fn an_axis_begins_at_zero_where_what_changed_is_seen_there() {
        assert_eq!((axis(&[100, 300]).from, axis(&[100, 300]).ticks()), (0, vec![0, 100, 200, 300]));
        assert_eq!((axis(&[7]).from, axis(&[7]).ticks()), (0, vec![0, 2, 4, 6]));
        assert_eq!(axis(&[0]).ticks(), [0, 1]);
        let over = Level { lower: Some(101), point: Some(100), upper: None, label: String::new() };
        let moment = Moment { from: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH, levels: vec![over] };
        assert_eq!(Axis::of(&Panel { heading: String::new(), moments: vec![moment] }, 4).from, 0);
    }

    #[test]
    fn an_axis_is_broken_where_a_fall_would_not_be_seen() {
        let axis = axis(&[3_074, 3_064]);
        assert_eq!(axis.from, 3_055, "{axis:?}");
        assert!(axis.place(3_074) - axis.place(3_064) > 0.3, "{axis:?}");
    }

    #[test]
    fn the_largest_numbers_have_a_place() {
        let axis = axis(&[0, u64::MAX]);
        assert!(axis.ticks().len() > 1 && axis.place(u64::MAX) > 0.9, "{axis:?}");
        let none = Axis::of(&Panel { heading: String::new(), moments: Vec::new() }, 4);
        assert!((none.place(5) - 1.0).abs() < f64::EPSILON, "{none:?}");
    }

    #[test]
    fn ticks_are_written_short() {
        let cases = [(0, "0"), (1_000, "1,000"), (300_000, "300,000"), (1_500_000, "1.5M"), (2_000_000_000, "2G")];
        for (n, words) in cases {
            assert_eq!(written(n), words);
        }
        assert_eq!(written(1_234_567), "1,234,567");
    }
}
