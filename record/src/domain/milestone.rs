//! Milestones: round numbers that a petition's count passes, each told once.
//!
//! Two rules. *Reached*: only what a report's words vouch for reaches a threshold, so that nothing approximate, no upper end
//! and no figure in words does. *Crossed*: a report before stood below the threshold, and none before had reached it; what
//! is first heard of above a threshold was never seen to cross it.

use super::{Qualifier, Reading};

/// The smallest threshold that may be chosen: below it a milestone would tell of single people.
pub const SMALLEST: u64 = 10;
/// The largest: more than there are people.
pub const LARGEST: u64 = 1_000_000_000_000;
/// The most thresholds of one list.
pub const MOST: usize = 50;

/// Which thresholds are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Thresholds {
    /// 100, 250, 500, 1,000, 2,500, 5,000 and so on.
    #[default]
    Series,
    /// These, from the smallest.
    Chosen(Vec<u64>),
    /// None.
    Off,
}

impl Thresholds {
    /// Reads what somebody typed: `off`, `series`, or numbers with commas between them. Gives `None` for anything else.
    ///
    /// Where blanks follow the commas, as in `500, 1,000`, a comma within a number groups its digits.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        match typed.to_lowercase().as_str() {
            "off" => return Some(Self::Off),
            "series" => return Some(Self::Series),
            _ => {}
        }
        let spaced = typed.contains(", ");
        let parts: Vec<&str> = if spaced { typed.split(", ").collect() } else { typed.split(',').collect() };
        let mut chosen = parts.into_iter().map(|part| number(part.trim())).collect::<Option<Vec<u64>>>()?;
        chosen.sort_unstable();
        chosen.dedup();
        (chosen.len() <= MOST).then_some(Self::Chosen(chosen))
    }

    /// Writes it as [`Self::parse`] reads it.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Series => "series".to_owned(),
            Self::Off => "off".to_owned(),
            Self::Chosen(chosen) => chosen.iter().map(u64::to_string).collect::<Vec<_>>().join(","),
        }
    }

    /// Lists the thresholds that a number has reached, from the smallest.
    #[must_use]
    pub fn reached(&self, number: u64) -> Vec<u64> {
        match self {
            Self::Series => series().take_while(|threshold| *threshold <= number).collect(),
            Self::Chosen(chosen) => chosen.iter().copied().filter(|threshold| *threshold <= number).collect(),
            Self::Off => Vec::new(),
        }
    }
}

/// Gives 100, 250, 500 and ten times these, up to the largest.
pub fn series() -> impl Iterator<Item = u64> {
    (0..u32::MAX)
        .map_while(|power| 10u64.checked_pow(power))
        .flat_map(|ten| [100, 250, 500].map(|first| (ten, first)))
        .map_while(|(ten, first)| ten.checked_mul(first))
        .take_while(|threshold| *threshold <= LARGEST)
}

/// Reads one threshold: digits, grouped by commas or not.
fn number(typed: &str) -> Option<u64> {
    let mut groups = typed.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let digits = format!("{first}{}", rest.concat());
    let plain = grouped && digits.chars().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
    let number = digits.parse().ok().filter(|_| plain)?;
    (SMALLEST..=LARGEST).contains(&number).then_some(number)
}

/// Gives the smallest number that a report's words vouch for; nothing where they are approximate, name an upper end alone
/// or give no figure.
#[must_use]
pub fn vouched(reading: &Reading) -> Option<u64> {
    match reading.qualifier() {
        Qualifier::Exact | Qualifier::MoreThan | Qualifier::AtLeast | Qualifier::Rounded | Qualifier::Range => {
            reading.lower()
        }
        Qualifier::Nearly | Qualifier::FewerThan | Qualifier::UpTo | Qualifier::Approx | Qualifier::Vague => None,
    }
}

/// Says whether a report stood below a threshold: its upper end lies below, or it has none and vouches for less.
#[must_use]
pub fn stood_below(reading: &Reading, threshold: u64) -> bool {
    match (reading.upper(), vouched(reading)) {
        (Some(upper), _) => upper < threshold,
        (None, Some(vouched)) => vouched < threshold,
        (None, None) => false,
    }
}

/// Says whether a threshold that is reached now was crossed, by what was accepted before.
#[must_use]
pub fn crossed(threshold: u64, before: &[&Reading]) -> bool {
    before.iter().any(|reading| stood_below(reading, threshold))
        && !before.iter().any(|reading| vouched(reading).is_some_and(|vouched| vouched >= threshold))
}

#[cfg(test)]
mod tests {
    use wording::{Count, read_count};

    use super::*;

    fn read(words: &str) -> Reading {
        match read_count(words) {
            Count::One(found) => found.reading,
            other => panic!("{words}: {other:?}"),
        }
    }

    #[test]
    fn the_series_is_a_hundred_two_and_a_half_and_five_hundred_and_ten_times_these() {
        let first: Vec<u64> = series().take(8).collect();
        assert_eq!(first, [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000]);
        assert_eq!(series().last(), Some(LARGEST));
        assert_eq!(Thresholds::default().reached(1_060), [100, 250, 500, 1_000]);
        assert_eq!(Thresholds::default().reached(99), Vec::<u64>::new());
    }

    #[test]
    fn thresholds_are_numbers_with_commas() {
        let chosen = |numbers: &[u64]| Some(Thresholds::Chosen(numbers.to_vec()));
        assert_eq!(Thresholds::parse("300,50,300"), chosen(&[50, 300]));
        assert_eq!(Thresholds::parse(" 100, 1,000, 25000 "), chosen(&[100, 1_000, 25_000]));
        assert_eq!(Thresholds::parse("500"), chosen(&[500]));
        assert_eq!(Thresholds::parse("OFF"), Some(Thresholds::Off));
        assert_eq!(Thresholds::parse("series"), Some(Thresholds::Series));
        for wrong in ["", "1,000", "9", "a hundred", "100, ", "1,00, 300", "0100", "-100", "1000000000001"] {
            assert_eq!(Thresholds::parse(wrong), None, "{wrong}");
        }
        let many: Vec<String> = (0..=MOST).map(|more| (100 + more).to_string()).collect();
        assert_eq!(Thresholds::parse(&many.join(",")), None);
    }

    #[test]
    fn what_is_written_is_read_again() {
        for thresholds in [Thresholds::Series, Thresholds::Off, Thresholds::Chosen(vec![10, 1_000])] {
            assert_eq!(Thresholds::parse(&thresholds.written()), Some(thresholds));
        }
    }

    #[test]
    fn only_what_words_vouch_for_reaches_a_threshold() {
        let vouched_for = [
            ("1,060", Some(1_060)),
            ("more than 1,000", Some(1_001)),
            ("at least 1,000", Some(1_000)),
            ("between 1,000 and 1,200", Some(1_000)),
            ("1.2k", Some(1_150)),
            ("about 1,000", None),
            ("nearly 1,000", None),
            ("fewer than 1,000", None),
            ("up to 1,000", None),
            ("hundreds", None),
        ];
        for (words, expected) in vouched_for {
            assert_eq!(vouched(&read(words)), expected, "{words}");
        }
        assert_eq!(vouched(&Reading::archive(1_000)), None);
    }

    #[test]
    fn a_threshold_is_crossed_where_a_report_stood_below_and_none_had_reached_it() {
        let crossing = |before: &[&str]| {
            let before: Vec<Reading> = before.iter().map(|words| read(words)).collect();
            crossed(1_000, &before.iter().collect::<Vec<_>>())
        };
        assert!(crossing(&["950"]));
        assert!(crossing(&["more than 900"]), "it vouches for 901 and no more");
        assert!(crossing(&["nearly 1,000"]));
        assert!(crossing(&["950", "about 1,000"]));
        assert!(!crossing(&[]), "a first count was not seen to cross anything");
        assert!(!crossing(&["about 950"]), "an approximate one surely stood nowhere");
        assert!(!crossing(&["hundreds"]));
        assert!(!crossing(&["1k"]), "it may have been more");
        assert!(!crossing(&["950", "1,020", "940"]), "a fall and a rise is no crossing");
    }
}
