//! How a count went: what reports say of each date, in the order of the dates.
//!
//! Each report stands for its own date and nothing is drawn between two. Of one date, reports that can all be true say one
//! thing together, as narrow as their bounds make it; those that exclude each other all stand. No number is made that
//! nobody reported: a bound of a level is a bound of a report, and so is its point.

use super::Reading;
use super::date::PartialDate;
use super::weigh::{Agreement, Weight, agreement, finer_first};

/// How a count went. Indices point into what was weighed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// What was reported of each date, the earliest first; on one start a finer date comes after the coarser one.
    pub steps: Vec<Step>,
    /// The reports that give no number, or no date.
    pub wordless: Vec<usize>,
}

/// What was reported of one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The date, as finely as it is known.
    pub on: PartialDate,
    /// What it came to: one level, or those that exclude each other.
    pub levels: Vec<Level>,
    /// Whether its reports agree.
    pub agreement: Agreement,
}

/// What a report, or several that agree, say it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The smallest whole number that all their words allow.
    pub lower: Option<u64>,
    /// The number that the tightest of them said.
    pub point: Option<u64>,
    /// The largest whole number that all their words allow.
    pub upper: Option<u64>,
    /// The reports, the one to show first at the front. Never empty.
    pub reports: Vec<usize>,
}

impl Step {
    /// Says whether the most that this date allows is less than the least of the one before; never where levels exclude
    /// each other.
    #[must_use]
    pub fn surely_fell_from(&self, before: &Self) -> bool {
        let ([now], [then]) = (self.levels.as_slice(), before.levels.as_slice()) else { return false };
        matches!((now.upper, then.lower), (Some(most), Some(least)) if most < least)
    }
}

/// Puts reports of one kind in the order of their dates.
#[must_use]
pub fn course(reports: &[Weight]) -> Course {
    let (mut dated, wordless): (Vec<usize>, Vec<usize>) =
        (0..reports.len()).partition(|at| reports[*at].as_of.is_some() && numbered(&reports[*at]).is_some());
    dated.sort_by(|a, b| {
        let date = |at: usize| reports[at].as_of.map(|on| (on.start(), on.precision()));
        date(*a).cmp(&date(*b)).then_with(|| finer_first(&reports[*a], &reports[*b]))
    });
    let of_one_date = dated.chunk_by(|a, b| reports[*a].as_of == reports[*b].as_of);
    let steps = of_one_date.filter_map(|group| {
        let on = reports[*group.first()?].as_of?;
        let agreement = agreement(group, reports);
        let levels = match agreement {
            Agreement::Single | Agreement::Consistent => vec![together(group, reports)],
            Agreement::Disputed => apart(group, reports),
        };
        Some(Step { on, levels, agreement })
    });
    Course { steps: steps.collect(), wordless }
}

/// Gives a report's reading where it has any number.
fn numbered(report: &Weight) -> Option<&Reading> {
    report
        .reading
        .as_ref()
        .filter(|reading| reading.lower().is_some() || reading.point().is_some() || reading.upper().is_some())
}

/// Takes what reports that agree say together.
fn together(group: &[usize], reports: &[Weight]) -> Level {
    let readings = || group.iter().filter_map(|at| numbered(&reports[*at]));
    let lower = readings().filter_map(Reading::lower).max();
    let upper = readings().filter_map(Reading::upper).min();
    let point = readings().next().and_then(Reading::point);
    let inside = |point: &u64| lower.is_none_or(|least| least <= *point) && upper.is_none_or(|most| *point <= most);
    Level { lower, point: point.filter(inside), upper, reports: group.to_vec() }
}

/// Takes what each report says by itself; those that say the same stand together.
fn apart(group: &[usize], reports: &[Weight]) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for at in group {
        let alone = together(&[*at], reports);
        let same =
            |level: &&mut Level| (level.lower, level.point, level.upper) == (alone.lower, alone.point, alone.upper);
        match levels.iter_mut().find(same) {
            Some(level) => level.reports.push(*at),
            None => levels.push(alone),
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Rank;
    use crate::domain::{Qualifier, Unit};

    fn report(as_of: &str, (lower, point, upper): (Option<u64>, Option<u64>, Option<u64>)) -> Weight {
        let qualifier = match (lower, upper) {
            (Some(lower), Some(upper)) if lower == upper => Qualifier::Exact,
            (Some(_), Some(_)) => Qualifier::Range,
            (Some(_), None) => Qualifier::MoreThan,
            (None, Some(_)) => Qualifier::FewerThan,
            (None, None) => Qualifier::Approx,
        };
        let reading = Reading::new(qualifier, point, lower, upper, Unit::People, "conservative-1").unwrap();
        let as_of = Some(PartialDate::try_from(as_of.to_owned()).unwrap());
        Weight { as_of, reading: Some(reading), rank: Rank::Normal, retrieved_at: PartialDate::Year(2018) }
    }

    fn exact(as_of: &str, n: u64) -> Weight {
        report(as_of, (Some(n), Some(n), Some(n)))
    }

    fn more_than(as_of: &str, n: u64) -> Weight {
        report(as_of, (Some(n + 1), Some(n), None))
    }

    fn ends(step: &Step) -> Vec<(Option<u64>, Option<u64>)> {
        step.levels.iter().map(|level| (level.lower, level.upper)).collect()
    }

    #[test]
    fn dates_come_in_order_and_the_finer_of_one_start_last() {
        let reports = [more_than("2018-06-21", 300), exact("2018-06-01", 50), exact("2018-06", 400)];
        let course = course(&reports);
        let dates: Vec<String> = course.steps.iter().map(|step| step.on.to_string()).collect();
        assert_eq!(dates, ["2018-06", "2018-06-01", "2018-06-21"]);
        assert_eq!(course.steps[2].levels[0].reports, [0]);
    }

    #[test]
    fn reports_that_agree_are_one_level_between_the_bounds_they_give() {
        let reports = [more_than("2018-06-19", 29_200), report("2018-06-19", (None, Some(30_000), Some(29_999)))];
        let steps = course(&reports).steps;
        assert_eq!(steps.len(), 1);
        assert_eq!((steps[0].agreement, ends(&steps[0])), (Agreement::Consistent, vec![(Some(29_201), Some(29_999))]));
        assert_eq!(steps[0].levels[0].point, None, "30,000 is outside of what both allow");
        let narrower = [more_than("2018-06-19", 300), exact("2018-06-19", 338)];
        assert_eq!(
            course(&narrower).steps[0].levels[0],
            Level { lower: Some(338), point: Some(338), upper: Some(338), reports: vec![1, 0] }
        );
    }

    #[test]
    fn levels_that_exclude_each_other_all_stand_and_no_third_is_made() {
        let reports = [exact("2018-06-19", 490), exact("2018-06-19", 505), exact("2018-06-19", 490)];
        let steps = course(&reports).steps;
        assert_eq!(steps[0].agreement, Agreement::Disputed);
        assert_eq!(ends(&steps[0]), [(Some(490), Some(490)), (Some(505), Some(505))]);
        assert_eq!(steps[0].levels[0].reports, [0, 2]);
    }

    #[test]
    fn words_without_a_number_are_no_step() {
        let mut words = exact("2018-06-19", 1);
        words.reading = None;
        let mut undated = exact("2018-06-19", 2);
        undated.as_of = None;
        let course = course(&[words, exact("2018-06-20", 3), undated]);
        assert_eq!((course.steps.len(), course.wordless), (1, vec![0, 2]));
    }

    #[test]
    fn only_a_sure_fall_is_a_fall() {
        let fell = |now: Weight, before: Weight| {
            let steps = course(&[before, now]).steps;
            steps[1].surely_fell_from(&steps[0])
        };
        assert!(fell(exact("2018-08-02", 3_064), exact("2018-04-01", 3_074)));
        assert!(!fell(more_than("2018-08-02", 100), exact("2018-04-01", 3_074)));
    }
}
