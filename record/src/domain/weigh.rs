//! Which of several reports is current, and whether those of one moment agree.
//!
//! Nothing is averaged and nothing is chosen by the order of filing: old news filed today is history, not news. Count
//! reports are weighed within one measure, population and organisation, fact claims within one subject and property.

use std::cmp::Ordering;

use jiff::{Timestamp, ToSpan};

use super::Reading;
use super::date::PartialDate;
use super::record::Rank;

/// What of a report decides where it stands among its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// When it was so, where anybody says.
    pub as_of: Option<PartialDate>,
    /// What its words allow, where they have a reading.
    pub reading: Option<Reading>,
    /// Whether an editor prefers it.
    pub rank: Rank,
    /// When its source was last read.
    pub retrieved_at: PartialDate,
}

/// Whether the reports of the current moment can all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// There is one.
    Single,
    /// There are several, and their readings meet.
    Consistent,
    /// There are several, and two of their readings exclude each other.
    Disputed,
}

/// How reports stand to each other. Indices point into what was weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The reports of the current moment, the one to show first at the front.
    pub current: Vec<usize>,
    /// Whether they agree.
    pub agreement: Agreement,
    /// The rest, latest first.
    pub earlier: Vec<usize>,
    /// Set when the current number is surely smaller than the one before it.
    pub fell_from: Option<usize>,
    /// Set when at least three ever higher reports came within the last day: how many.
    pub rising: Option<usize>,
}

/// Weighs reports of one kind at `now`. Gives `None` when there are none.
#[must_use]
pub fn weigh(reports: &[Weight], now: Timestamp) -> Option<Weighed> {
    // A date's start is worked out once for each, and not at every comparison.
    let starts: Vec<Timestamp> =
        reports.iter().map(|report| report.as_of.map_or(Timestamp::MIN, PartialDate::start)).collect();
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by(|a, b| starts[*b].cmp(&starts[*a]).then_with(|| finer_first(&reports[*a], &reports[*b])));
    let newest = reports.get(*order.first()?)?.as_of;
    let (current, earlier): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|i| reports[*i].as_of == newest);
    let agreement = agreement(&current, reports);
    let fell_from = earlier.first().copied().filter(|before| {
        agreement != Agreement::Disputed
            && current.first().is_some_and(|c| is_surely_less(&reports[*c], &reports[*before]))
    });
    let rising = rising(reports, now);
    Some(Weighed { current, agreement, earlier, fell_from, rising })
}

/// Orders two reports whose as-of starts alike: the finer date first, so that a month never displaces its first day; then
/// the preferred, the tighter, the one read last.
pub(super) fn finer_first(a: &Weight, b: &Weight) -> Ordering {
    let precision = |w: &Weight| w.as_of.map(PartialDate::precision);
    precision(b)
        .cmp(&precision(a))
        .then_with(|| a.rank.cmp(&b.rank))
        .then_with(|| match (&a.reading, &b.reading) {
            (Some(x), Some(y)) => x.tighter(y),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        })
        .then_with(|| b.retrieved_at.start().cmp(&a.retrieved_at.start()))
}

/// Says whether reports of one date agree.
pub(super) fn agreement(current: &[usize], reports: &[Weight]) -> Agreement {
    let excluded = current
        .iter()
        .enumerate()
        .any(|(at, i)| current[at + 1..].iter().any(|j| conflicts(&reports[*i], &reports[*j])));
    match (current.len(), excluded) {
        (_, true) => Agreement::Disputed,
        (0 | 1, false) => Agreement::Single,
        (_, false) => Agreement::Consistent,
    }
}

/// Says whether two reports cannot both be true. Words without a reading exclude nothing.
#[must_use]
pub fn conflicts(a: &Weight, b: &Weight) -> bool {
    matches!((&a.reading, &b.reading), (Some(x), Some(y)) if !x.agrees_with(y))
}

fn is_surely_less(now: &Weight, before: &Weight) -> bool {
    let bound = |w: &Weight, pick: fn(&Reading) -> Option<u64>| w.reading.as_ref().and_then(pick);
    matches!((bound(now, Reading::upper), bound(before, Reading::lower)), (Some(most), Some(least)) if most < least)
}

/// Counts the reports of the last day that are dated to the moment and each surely higher than the one before.
fn rising(reports: &[Weight], now: Timestamp) -> Option<usize> {
    let since = now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
    let mut recent: Vec<(Timestamp, u64)> = reports
        .iter()
        .filter_map(|w| match w.as_of {
            Some(PartialDate::Instant(at)) if at > since && at <= now => Some((at, w.reading.as_ref()?.lower()?)),
            _ => None,
        })
        .collect();
    recent.sort_unstable();
    recent.dedup_by_key(|(at, _)| *at);
    let ever_higher = recent.windows(2).all(|pair| pair[0].1 < pair[1].1);
    (ever_higher && recent.len() >= 3).then_some(recent.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Qualifier, Unit};

    const NOW: &str = "2018-06-22T00:00:00Z";

    fn report(as_of: &str, reading: impl Into<Option<Reading>>) -> Weight {
        Weight {
            as_of: Some(PartialDate::try_from(as_of.to_owned()).unwrap()),
            reading: reading.into(),
            rank: Rank::Normal,
            retrieved_at: PartialDate::Year(2018),
        }
    }

    fn exact(n: u64) -> Reading {
        Reading::new(Qualifier::Exact, Some(n), Some(n), Some(n), Unit::People, "conservative-1").unwrap()
    }

    fn more_than(n: u64) -> Reading {
        Reading::new(Qualifier::MoreThan, Some(n), Some(n + 1), None, Unit::People, "conservative-1").unwrap()
    }

    fn fewer_than(n: u64) -> Reading {
        Reading::new(Qualifier::FewerThan, Some(n), None, Some(n - 1), Unit::People, "conservative-1").unwrap()
    }

    fn weighed(reports: &[Weight]) -> Weighed {
        weigh(reports, NOW.parse().unwrap()).unwrap()
    }

    #[test]
    fn nothing_weighs_nothing() {
        assert_eq!(weigh(&[], NOW.parse().unwrap()), None);
    }

    #[test]
    fn the_latest_as_of_is_current_whatever_was_filed_last() {
        let reports = [
            report("2018-06-21", more_than(300)),
            report("2018-06-19", more_than(100)),
            report("2018-06-19", more_than(150)),
        ];
        let weighed = weighed(&reports);
        assert_eq!(weighed.current, [0]);
        assert_eq!(weighed.agreement, Agreement::Single);
        assert_eq!(weighed.earlier, [2, 1], "the tighter of one day first");
    }

    #[test]
    fn a_coarser_date_never_displaces_a_finer_one_inside_it() {
        for (coarse, fine) in [("2018-06", "2018-06-19"), ("2018-06", "2018-06-01"), ("2018", "2018-01")] {
            let reports = [report(coarse, exact(1)), report(fine, exact(2))];
            assert_eq!(weighed(&reports).current, [1], "{coarse} {fine}");
        }
    }

    #[test]
    fn reports_that_meet_are_consistent_and_those_that_do_not_are_disputed() {
        let meet = [report("2018-06-19", more_than(29_200)), report("2018-06-19", fewer_than(30_000))];
        assert_eq!(weighed(&meet).agreement, Agreement::Consistent);
        let exclude = [report("2018-06-19", exact(490)), report("2018-06-19", exact(505))];
        assert_eq!(weighed(&exclude).agreement, Agreement::Disputed);
        let one_of_three =
            [report("2018-06-19", more_than(400)), report("2018-06-19", exact(490)), report("2018-06-19", exact(505))];
        assert_eq!(weighed(&one_of_three).agreement, Agreement::Disputed);
    }

    #[test]
    fn ties_go_to_the_preferred_then_the_tighter_then_the_last_read() {
        let mut preferred = report("2018-06-19", more_than(100));
        preferred.rank = Rank::Preferred;
        assert_eq!(weighed(&[report("2018-06-19", exact(120)), preferred]).current, [1, 0]);
        assert_eq!(weighed(&[report("2018-06-19", more_than(100)), report("2018-06-19", exact(120))]).current, [1, 0]);
        let mut read_later = report("2018-06-19", exact(120));
        read_later.retrieved_at = PartialDate::Year(2019);
        assert_eq!(weighed(&[report("2018-06-19", exact(120)), read_later]).current, [1, 0]);
        assert_eq!(weighed(&[report("2018-06-19", None), report("2018-06-19", exact(120))]).current, [1, 0]);
    }

    #[test]
    fn only_a_sure_fall_is_a_fall() {
        let fell = [report("2018-08-02", exact(3_064)), report("2018-04-01", exact(3_074))];
        assert_eq!(weighed(&fell).fell_from, Some(1));
        let open = [report("2018-08-02", more_than(100)), report("2018-04-01", exact(3_074))];
        assert_eq!(weighed(&open).fell_from, None);
    }

    #[test]
    fn three_ever_higher_reports_of_a_day_are_rising() {
        let at = |hour: &str, n| report(&format!("2018-06-21T{hour}:00:00Z"), exact(n));
        assert_eq!(weighed(&[at("20", 490), at("21", 505), at("22", 650)]).rising, Some(3));
        assert_eq!(weighed(&[at("20", 490), at("21", 480), at("22", 650)]).rising, None);
        assert_eq!(weighed(&[report("2018-06-19", exact(1)), at("21", 505), at("22", 650)]).rising, None);
    }
}
