//! When a digest runs, as people type it.

use jiff::civil::{Date, Time};

use super::{Day, Nth, Recurrence};
use crate::domain::named::named;
use crate::domain::text::fold;

named! {
    /// How often a digest runs.
    pub enum Every {
        /// Every day.
        Day = "day",
        /// Monday to Friday.
        Weekday = "weekday",
        /// Once a week, or once in so many weeks.
        Week = "week",
        /// Once a month.
        Month = "month",
    }
}

/// What was typed that says no time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The day does not fit how often it runs.
    On(String),
    /// The number of weeks fits nothing but weeks, 1 to 52.
    Weeks(i64),
    /// The time of day.
    At(String),
}

/// Reads on which dates a digest runs. `on` is a day of the week for weeks; for months a number, `last day`, or such as
/// `second tuesday`. Left out it is Monday, or the first.
pub fn recurrence(every: Every, on: Option<&str>, weeks: Option<i64>, from: Date) -> Result<Recurrence, Unclear> {
    if let Some(weeks) = weeks.filter(|weeks| every != Every::Week || !(1..=52).contains(weeks)) {
        return Err(Unclear::Weeks(weeks));
    }
    let typed = on.map(|on| fold(on.trim()));
    let unclear = || Unclear::On(on.unwrap_or_default().trim().to_owned());
    match (every, typed.as_deref()) {
        (Every::Day, None) => Ok(Recurrence::Day),
        (Every::Weekday, None) => Ok(Recurrence::Weekday),
        (Every::Day | Every::Weekday, Some(_)) => Err(unclear()),
        (Every::Week, typed) => {
            let on = typed.map_or(Some(Day::Monday), day).ok_or_else(unclear)?;
            let weeks = weeks.and_then(|weeks| u8::try_from(weeks).ok()).unwrap_or(1);
            Ok(Recurrence::Weeks { weeks, on, from })
        }
        (Every::Month, None) => Ok(Recurrence::MonthDay { day: 1 }),
        (Every::Month, Some(typed)) => of_month(typed).ok_or_else(unclear),
    }
}

/// Reads a day of the week by its name or the first three letters.
fn day(typed: &str) -> Option<Day> {
    let typed = typed.trim_end_matches('s');
    Day::ALL.iter().copied().find(|day| {
        let name = day.as_str();
        typed.len() >= 3 && name.starts_with(typed) || name.trim_end_matches('s') == typed
    })
}

fn of_month(typed: &str) -> Option<Recurrence> {
    if matches!(typed, "last" | "last day") {
        return Some(Recurrence::MonthDay { day: 31 });
    }
    let digits = typed.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    if let Some(day) = digits.parse().ok().filter(|day| (1..=31).contains(day) && ordinal(typed, digits)) {
        return Some(Recurrence::MonthDay { day });
    }
    let (nth, on) = typed.split_once(' ')?;
    let nth = match nth {
        "first" | "1st" | "1" => Nth::Of(1),
        "second" | "2nd" | "2" => Nth::Of(2),
        "third" | "3rd" | "3" => Nth::Of(3),
        "fourth" | "4th" | "4" => Nth::Of(4),
        "last" => Nth::Last,
        _ => return None,
    };
    Some(Recurrence::MonthNth { nth, on: day(on.trim())? })
}

fn ordinal(typed: &str, digits: &str) -> bool {
    matches!(typed.strip_prefix(digits), Some("" | "st" | "nd" | "rd" | "th"))
}

/// Reads a time of day such as `9:00` or `21:30`.
pub fn time_of_day(typed: &str) -> Result<Time, Unclear> {
    let unclear = || Unclear::At(typed.trim().to_owned());
    let (hour, minute) = typed.trim().split_once(':').ok_or_else(unclear)?;
    let number = |digits: &str, most: usize| {
        let whole = !digits.is_empty() && digits.len() <= most && digits.bytes().all(|byte| byte.is_ascii_digit());
        whole.then(|| digits.parse::<i8>().ok()).flatten()
    };
    let (Some(hour), Some(minute), true) = (number(hour, 2), number(minute, 2), minute.len() == 2) else {
        return Err(unclear());
    };
    Time::new(hour, minute, 0, 0).map_err(|_| unclear())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn read(every: Every, on: &str) -> Result<Recurrence, Unclear> {
        recurrence(every, Some(on), None, date(2026, 11, 22))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let weekly = |on| Recurrence::Weeks { weeks: 1, on, from: date(2026, 11, 22) };
        assert_eq!(read(Every::Week, "Tuesday"), Ok(weekly(Day::Tuesday)));
        assert_eq!(read(Every::Week, " thu "), Ok(weekly(Day::Thursday)));
        assert_eq!(read(Every::Week, "Wednesdays"), Ok(weekly(Day::Wednesday)));
        assert_eq!(read(Every::Month, "15"), Ok(Recurrence::MonthDay { day: 15 }));
        assert_eq!(read(Every::Month, "31st"), Ok(Recurrence::MonthDay { day: 31 }));
        assert_eq!(read(Every::Month, "Last day"), Ok(Recurrence::MonthDay { day: 31 }));
        assert_eq!(read(Every::Month, "2nd Tuesday"), Ok(Recurrence::MonthNth { nth: Nth::Of(2), on: Day::Tuesday }));
        assert_eq!(read(Every::Month, "last fri"), Ok(Recurrence::MonthNth { nth: Nth::Last, on: Day::Friday }));
    }

    #[test]
    fn what_says_no_day_is_said_back() {
        for (every, on) in [
            (Every::Week, "15"),
            (Every::Week, "t"),
            (Every::Month, "32"),
            (Every::Month, "fifth monday"),
            (Every::Day, "monday"),
            (Every::Month, "2x"),
        ] {
            assert_eq!(read(every, on), Err(Unclear::On(on.to_owned())), "{on}");
        }
        let weeks = |every, weeks| recurrence(every, None, Some(weeks), date(2026, 11, 22));
        assert_eq!(weeks(Every::Week, 53), Err(Unclear::Weeks(53)));
        assert_eq!(weeks(Every::Month, 2), Err(Unclear::Weeks(2)));
        assert!(weeks(Every::Week, 2).is_ok());
    }

    #[test]
    fn times_of_day_have_two_parts() {
        assert_eq!(time_of_day("9:00"), Ok(time(9, 0, 0, 0)));
        assert_eq!(time_of_day(" 21:30 "), Ok(time(21, 30, 0, 0)));
        for wrong in ["9", "24:00", "9:5", "9am", "-1:00", "09:00:00", ""] {
            assert_eq!(time_of_day(wrong), Err(Unclear::At(wrong.to_owned())));
        }
    }
}
