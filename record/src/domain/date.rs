//! Dates that carry their precision: "June 2018" never becomes 1 June, and a day is never shifted by a zone.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// How finely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A calendar year.
    Year,
    /// A calendar month.
    Month,
    /// A calendar day.
    Day,
    /// A moment, in UTC.
    Instant,
}

impl Precision {
    /// Names the precision as the database stores it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Instant => "instant",
        }
    }

    /// Reads the name that [`Precision::as_str`] gives.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Year, Self::Month, Self::Day, Self::Instant].into_iter().find(|p| p.as_str() == text)
    }
}

/// A year, month, day or moment, known as finely as it was written.
///
/// Days, months and years are calendar dates with no zone; only [`PartialDate::Instant`] is a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    /// A calendar year.
    Year(i16),
    /// A month of a year, 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(Date),
    /// A moment.
    Instant(Timestamp),
}

/// The first year a date may have: before it stand slips of the keyboard and the empty cells of spreadsheets.
const FIRST_YEAR: i16 = 1000;

/// A date that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date such as 2018-06-19, 2018-06, 2018, 2018-06-19 14:30, today, yesterday or now")]
pub struct DateError(pub String);

impl PartialDate {
    /// Reads a date as people type it: `2018-06-19`, `2018-06`, `2018`, `2018-06-19 14:30`, `today`, `yesterday`, `now`.
    ///
    /// Times of day and the words are taken in `zone`, the guild's. Anything else is refused: `19/6` can mean two things.
    pub fn parse(text: &str, zone: &TimeZone, now: Timestamp) -> Result<Self, DateError> {
        let trimmed = text.trim();
        let today = now.to_zoned(zone.clone()).date();
        match trimmed.to_ascii_lowercase().as_str() {
            "today" => return Ok(Self::Day(today)),
            "yesterday" => return today.checked_sub(1.day()).map(Self::Day).map_err(|_| DateError(text.to_owned())),
            "now" => return Ok(Self::Instant(whole_minute(now))),
            _ => {}
        }
        Self::parse_written(trimmed).or_else(|| parse_local(trimmed, zone)).ok_or_else(|| DateError(text.to_owned()))
    }

    /// Reads the forms that need no zone: the ones [`fmt::Display`] writes.
    fn parse_written(text: &str) -> Option<Self> {
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if let Some(moment) = text.strip_suffix('Z') {
            return moment.contains('T').then(|| text.parse().ok().and_then(instant)).flatten();
        }
        let parts: Vec<&str> = text.split('-').collect();
        let [year, rest @ ..] = parts.as_slice() else { return None };
        if year.len() != 4 || !digits(year) || !rest.iter().all(|p| p.len() == 2 && digits(p)) {
            return None;
        }
        let year = year.parse().ok().filter(|y| *y >= FIRST_YEAR)?;
        match rest {
            [] => Some(Self::Year(year)),
            [month] => {
                let month = month.parse().ok()?;
                Date::new(year, month, 1).ok().map(|_| Self::Month(year, month))
            }
            [month, day] => Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().map(Self::Day),
            _ => None,
        }
    }

    /// Says how finely the date is known.
    #[must_use]
    pub fn precision(self) -> Precision {
        match self {
            Self::Year(_) => Precision::Year,
            Self::Month(..) => Precision::Month,
            Self::Day(_) => Precision::Day,
            Self::Instant(_) => Precision::Instant,
        }
    }

    /// Gives the first moment the date can mean, calendar dates taken in UTC: what records are sorted by.
    #[must_use]
    pub fn start(self) -> Timestamp {
        match self {
            Self::Instant(at) => at,
            _ => self.first_day().map_or(Timestamp::MIN, midnight),
        }
    }

    /// Gives the first moment after everything the date can mean.
    #[must_use]
    pub fn end(self) -> Timestamp {
        let after = match self {
            Self::Instant(at) => return at,
            Self::Year(_) => 1.year(),
            Self::Month(..) => 1.month(),
            Self::Day(_) => 1.day(),
        };
        self.first_day().and_then(|d| d.checked_add(after).ok()).map_or(Timestamp::MAX, midnight)
    }

    /// Says whether everything the date can mean lies behind `now` wherever people are: a day is over everywhere twelve
    /// hours after it is in UTC.
    #[must_use]
    pub fn is_over(self, now: Timestamp) -> bool {
        let over = match self {
            Self::Instant(at) => at,
            Self::Year(_) | Self::Month(..) | Self::Day(_) => {
                self.end().checked_add(SignedDuration::from_hours(12)).unwrap_or(Timestamp::MAX)
            }
        };
        over <= now
    }

    fn first_day(self) -> Option<Date> {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::Day(day) => Some(day),
            Self::Instant(at) => Some(at.to_zoned(TimeZone::UTC).date()),
        }
    }

    /// Rebuilds a date from what the database holds: its [`start`](Self::start) in milliseconds and its precision.
    #[must_use]
    pub fn from_parts(start_ms: i64, precision: Precision) -> Option<Self> {
        let at = Timestamp::from_millisecond(start_ms).ok()?;
        let day = at.to_zoned(TimeZone::UTC).date();
        Some(match precision {
            Precision::Year => Self::Year(day.year()),
            Precision::Month => Self::Month(day.year(), day.month()),
            Precision::Day => Self::Day(day),
            Precision::Instant => Self::Instant(at),
        })
    }

    /// Says whether `finer` lies inside this coarser date, as 19 June 2018 lies in June 2018.
    #[must_use]
    pub fn contains(self, finer: Self) -> bool {
        self.precision() < finer.precision() && self.start() <= finer.start() && finer.start() < self.end()
    }

    /// Says whether everything this date can mean lies before everything `other` can mean.
    #[must_use]
    pub fn is_surely_before(self, other: Self) -> bool {
        self.end() <= other.start() && self != other
    }
}

fn midnight(day: Date) -> Timestamp {
    // A civil midnight in UTC exists for every `Date` but the very last ones of the calendar.
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

fn whole_minute(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or(at)
}

/// Reads `2018-06-19 14:30` as a moment of `zone`'s wall clock.
fn parse_local(text: &str, zone: &TimeZone) -> Option<PartialDate> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let PartialDate::Day(day) = PartialDate::parse_written(day)? else { return None };
    let (hour, minute) = time.trim().split_once(':')?;
    let two = |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i8>().ok()).flatten();
    let at = jiff::civil::Time::new(two(hour)?, two(minute)?, 0, 0).ok()?;
    day.to_datetime(at).to_zoned(zone.clone()).ok().and_then(|zoned| instant(zoned.timestamp()))
}

/// Takes a moment unless it lies before the first year: a zone can push it there.
fn instant(at: Timestamp) -> Option<PartialDate> {
    (at.to_zoned(TimeZone::UTC).year() >= FIRST_YEAR).then_some(PartialDate::Instant(at))
}

impl fmt::Display for PartialDate {
    /// Writes the date as files have it: `2018`, `2018-06`, `2018-06-19`, `2018-06-18T17:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Instant(at) => write!(f, "{at}"),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        Self::parse_written(&text).ok_or(DateError(text))
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<PartialDate, DateError> {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        PartialDate::parse(text, &zone, "2018-06-20T05:00:42Z".parse().unwrap())
    }

    #[test]
    fn dates_are_read_as_finely_as_they_are_written() {
        assert_eq!(parse("2018"), Ok(PartialDate::Year(2018)));
        assert_eq!(parse("2018-06"), Ok(PartialDate::Month(2018, 6)));
        assert_eq!(parse(" 2018-06-19 "), Ok(PartialDate::Day(Date::constant(2018, 6, 19))));
        assert_eq!(parse("2018-06-19 14:30").unwrap().to_string(), "2018-06-19T21:30:00Z");
        assert_eq!(parse("2018-06-18T17:00:00Z").unwrap().to_string(), "2018-06-18T17:00:00Z");
    }

    #[test]
    fn the_words_are_taken_in_the_guilds_zone() {
        assert_eq!(parse("today").unwrap().to_string(), "2018-06-19");
        assert_eq!(parse("Yesterday").unwrap().to_string(), "2018-06-18");
        assert_eq!(parse("now").unwrap().to_string(), "2018-06-20T05:00:00Z");
    }

    #[test]
    fn what_can_mean_two_things_is_refused_with_its_value() {
        for text in [
            "19/6",
            "6/19/2018",
            "18-06-19",
            "2018-13",
            "2018-02-30",
            "0000",
            "0999-12-31",
            "-000001-01-01T00:00:00Z",
            "June 2018",
            "",
            "2018-6-1",
            "2018-06-19 25:00",
        ] {
            assert_eq!(parse(text), Err(DateError(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_date_survives_the_database() {
        for text in ["2018", "2018-06", "2018-06-19", "2018-06-18T17:00:00Z", "1000", "9998-12-31"] {
            let date = parse(text).unwrap();
            assert_eq!(PartialDate::from_parts(date.start().as_millisecond(), date.precision()), Some(date));
            assert_eq!(PartialDate::try_from(date.to_string()), Ok(date));
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_read_is_read_again_from_what_is_stored(
            text in "[0-2]?[0-9]{3}(-[0-9]{2}(-[0-9]{2}([ T][0-2][0-9]:[0-5][0-9](:00Z)?)?)?)?|\\PC{0,20}",
            zone in proptest::sample::select(vec!["UTC", "Asia/Tokyo", "America/Los_Angeles"]),
        ) {
            let zone = TimeZone::get(zone).unwrap();
            if let Ok(date) = PartialDate::parse(&text, &zone, "2018-06-20T05:00:42Z".parse().unwrap()) {
                proptest::prop_assert_eq!(PartialDate::try_from(date.to_string()), Ok(date));
                let stored = (date.start().as_millisecond(), date.precision());
                proptest::prop_assert_eq!(PartialDate::from_parts(stored.0, stored.1), Some(date));
            }
        }
    }

    #[test]
    fn a_zone_does_not_push_a_moment_before_the_first_year() {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        assert!(PartialDate::parse("1000-01-01 00:00", &zone, Timestamp::UNIX_EPOCH).is_err());
    }

    #[test]
    fn a_month_contains_its_days_and_no_others() {
        let june = parse("2018-06").unwrap();
        assert!(june.contains(parse("2018-06-30").unwrap()));
        assert!(!june.contains(parse("2018-07-01").unwrap()));
        assert!(!june.contains(june));
        assert!(parse("2018").unwrap().contains(june));
    }

    #[test]
    fn only_dates_that_cannot_overlap_are_surely_before_one_another() {
        assert!(parse("2018-06-18").unwrap().is_surely_before(parse("2018-06-19").unwrap()));
        assert!(!parse("2018-06").unwrap().is_surely_before(parse("2018-06-19").unwrap()));
        assert!(!parse("2018-06-19").unwrap().is_surely_before(parse("2018-06-19").unwrap()));
    }
}
