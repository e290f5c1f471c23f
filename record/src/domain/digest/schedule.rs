//! When a digest is due: wall time in a zone, so that nine o'clock stays nine o'clock when the clocks change.
//!
//! A schedule says on which dates it runs and at what time of day. One date has one run: a time that a clock change skips
//! runs at the first moment that there is after it, one that comes twice runs the first time, and a month that is too
//! short for its day runs on its last. What comes next follows from the date of the last run alone, so that a clock that
//! steps, or a zone whose rules change, doubles none.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::AmbiguousOffset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::domain::guild::Zone;
use crate::domain::named::named;

named! {
    /// A day of the week.
    pub enum Day {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Day {
    /// Gives the day of the week that a date is.
    #[must_use]
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

/// Which of a month's days of one name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nth {
    /// The first to the fourth, which every month has.
    Of(u8),
    /// The last.
    Last,
}

/// On which dates a schedule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "every")]
pub enum Recurrence {
    /// Every day.
    Day,
    /// Monday to Friday.
    Weekday,
    /// One day of every so many weeks, counted from the week that `from` lies in.
    Weeks {
        /// How many weeks from one run to the next, 1 to 52.
        weeks: u8,
        /// The day of the week.
        on: Day,
        /// A date of a week in which it runs.
        from: Date,
    },
    /// A day of the month, 1 to 31; the last one where the month has no such day.
    MonthDay {
        /// The day.
        day: u8,
    },
    /// The nth day of a name in the month.
    MonthNth {
        /// Which of them.
        nth: Nth,
        /// The day of the week.
        on: Day,
    },
}

impl Recurrence {
    /// The most weeks between two runs.
    pub const MOST_WEEKS: u8 = 52;

    /// Says whether it runs on a date.
    #[must_use]
    pub fn falls_on(self, date: Date) -> bool {
        match self {
            Self::Day => true,
            Self::Weekday => !matches!(Day::of(date), Day::Saturday | Day::Sunday),
            Self::Weeks { weeks, on, from } => {
                let between = (monday(date) - monday(from)).get_days() / 7;
                Day::of(date) == on && between.rem_euclid(i32::from(weeks.max(1))) == 0
            }
            Self::MonthDay { day } => {
                let last = date.days_in_month();
                date.day() == i8::try_from(day).unwrap_or(last).clamp(1, last)
            }
            Self::MonthNth { nth, on } => {
                Day::of(date) == on
                    && match nth {
                        Nth::Of(nth) => (date.day() - 1) / 7 + 1 == i8::try_from(nth).unwrap_or(i8::MAX),
                        Nth::Last => date.day() + 7 > date.days_in_month(),
                    }
            }
        }
    }
}

fn monday(date: Date) -> Date {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).unwrap_or(Date::MIN)
}

/// When something runs: on which dates, and at what time of day in which zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// On which dates.
    pub recurrence: Recurrence,
    /// At what time of day.
    pub at: Time,
    /// In which zone.
    pub zone: Zone,
}

/// One run: the date it belongs to and the moment it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The date, in the schedule's zone: no date has two.
    pub on: Date,
    /// When it is due.
    pub due: Timestamp,
}

/// A run that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The run.
    pub run: Run,
    /// How many runs before it were missed.
    pub missed: usize,
}

/// How many days a clock may have been ahead, the turn of a day in the zone included.
const STEP: i64 = 2;

/// The longest stretch of dates without a run: 52 weeks.
const LONGEST_WAIT: usize = 7 * Recurrence::MOST_WEEKS as usize + 7;

impl Schedule {
    /// Gives the runs on the dates after `last`, the earliest first; they end where the calendar does.
    pub fn runs_after(&self, last: Date) -> impl Iterator<Item = Run> + '_ {
        let next = move |last: Date| {
            let mut dates = last.series(1.day()).skip(1).take(LONGEST_WAIT);
            let on = dates.find(|date| self.recurrence.falls_on(*date))?;
            Some(Run { on, due: self.due_on(on)? })
        };
        std::iter::successors(next(last), move |run| next(run.on))
    }

    /// Gives the date before which no run is wanted by whoever begins at `now`: yesterday, or today where today's time has
    /// come.
    #[must_use]
    pub fn begun(&self, now: Timestamp) -> Date {
        let today = self.today(now);
        match self.due_on(today) {
            Some(due) if due > now => today.yesterday().unwrap_or(today),
            Some(_) | None => today,
        }
    }

    /// Gives the latest run that is due at `now` after the date `last`, and what comes next. A date that lies more than two
    /// days ahead is a clock's that was wrong, and counts as today; a smaller step back is waited out, so that nothing runs
    /// twice.
    #[must_use]
    pub fn due(&self, last: Date, now: Timestamp) -> (Option<Due>, Option<Run>) {
        let mut due: Option<Due> = None;
        let today = self.today(now);
        let wrong = today.checked_add(STEP.days()).is_ok_and(|furthest| last > furthest);
        for run in self.runs_after(if wrong { today } else { last }) {
            if run.due > now {
                return (due, Some(run));
            }
            let missed = due.map_or(0, |before| before.missed + 1);
            due = Some(Due { run, missed });
        }
        (due, None)
    }

    /// Gives when the last run before a date was due by the schedule, had it run then.
    #[must_use]
    pub fn previous(&self, on: Date) -> Option<Timestamp> {
        let mut dates = on.series((-1).day()).skip(1).take(LONGEST_WAIT);
        dates.find(|date| self.recurrence.falls_on(*date)).and_then(|on| self.due_on(on))
    }

    /// Gives the date in the zone.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        now.to_zoned(self.zone.rules().clone()).date()
    }

    /// Gives the moment of a date's run.
    fn due_on(&self, date: Date) -> Option<Timestamp> {
        let local = date.to_datetime(self.at);
        let found = self.zone.rules().to_ambiguous_timestamp(local);
        match found.offset() {
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => found.earlier().ok(),
            AmbiguousOffset::Gap { before, .. } => {
                // Told by the clock as it went before, the skipped time lies behind the change; the change is what is looked for.
                let behind = before.to_timestamp(local).ok()?;
                let after = behind.checked_add(1.second()).ok()?;
                self.zone.rules().preceding(after).next().map(|change| change.timestamp())
            }
        }
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
