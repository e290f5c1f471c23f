//! Whether a page is gone: by how it answered over a span, never by one answer.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::PageState;

/// Over how many days a page is judged.
pub const SPAN: i64 = 14;

/// On how many days at least it must have failed: a page that is looked at twice in a fortnight is not gone for one of them.
const FAILED: usize = 4;

/// How a page answered, day by day, of the last 14 days that it was tried on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tries(Vec<Day>);

/// One day: days since 1970, how often it was tried, and how often it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Day(i64, u32, u32);

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Try {
    /// The page answered.
    Answered,
    /// It did not.
    Failed,
}

impl Tries {
    /// Takes in one more try, forgets those of more than 14 days before, and says where the page stands.
    ///
    /// It is gone where it was tried for 14 days, answered on fewer than three of four days, and does not answer now.
    pub fn add(&mut self, at: Timestamp, how: Try) -> PageState {
        let today = at.as_second().div_euclid(SignedDuration::from_hours(24).as_secs());
        self.0.retain(|day| (0..SPAN).contains(&(today - day.0)));
        if self.0.last().is_none_or(|day| day.0 != today) {
            self.0.push(Day(today, 0, 0));
        }
        if let Some(Day(_, tries, answered)) = self.0.last_mut() {
            *tries = tries.saturating_add(1);
            *answered = answered.saturating_add(u32::from(how == Try::Answered));
        }
        match how {
            Try::Answered => PageState::Live,
            Try::Failed if self.is_gone(today) => PageState::Gone,
            Try::Failed => PageState::Suspect,
        }
    }

    fn is_gone(&self, today: i64) -> bool {
        let spans = self.0.first().is_some_and(|day| today - day.0 >= SPAN - 1);
        let answered = self.0.iter().filter(|Day(_, _, answered)| *answered > 0).count();
        let failed = self.0.len() - answered;
        spans && failed >= FAILED && answered * 4 < self.0.len() * 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(how: impl Fn(i64) -> Try, until: i64) -> Vec<PageState> {
        let mut tries = Tries::default();
        let day = |day: i64| Timestamp::from_second(1_529_366_400 + day * 86_400).unwrap();
        (0..until).map(|at| tries.add(day(at), how(at))).collect()
    }

    #[test]
    fn one_failure_is_not_the_end_of_a_page() {
        let told = days(|day| if day == 20 { Try::Failed } else { Try::Answered }, 30);
        assert_eq!(told.iter().filter(|state| **state == PageState::Suspect).count(), 1);
        assert!(!told.contains(&PageState::Gone));
        // Also where it is the only try there ever was, or one of two.
        assert_eq!(days(|_| Try::Failed, 1), [PageState::Suspect]);
        let mut tries = Tries::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        tries.add(at(0), Try::Answered);
        assert_eq!(tries.add(at(13 * 86_400), Try::Failed), PageState::Suspect);
    }

    #[test]
    fn a_page_that_fails_over_the_span_is_gone_and_back_with_one_answer() {
        let told = days(|day| if day < 20 { Try::Answered } else { Try::Failed }, 30);
        assert_eq!(told.iter().position(|state| *state == PageState::Gone), Some(23), "below three of four days");
        let told = days(|day| if day == 25 { Try::Answered } else { Try::Failed }, 26);
        assert_eq!((told[12], told[13], told[25]), (PageState::Suspect, PageState::Gone, PageState::Live));
        // It fails on every fifth day, and is not gone.
        let told = days(|day| if day % 5 == 4 { Try::Failed } else { Try::Answered }, 60);
        assert!(!told.contains(&PageState::Gone));
    }
}
