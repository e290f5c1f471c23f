//! Dates as pages write them, no more precise than they are written.

use jiff::civil::Date;
use jiff::{Timestamp, fmt::rfc2822};

/// A date as it is written, and as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// As it is written.
    pub text: String,
    /// As it is read; none where it cannot be.
    pub when: Option<When>,
}

/// A date, as precise as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// A year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
    /// A day. Also of a time without an offset from UTC: which moment it is cannot be known, and a day is never shifted.
    Day(Date),
    /// A moment.
    Instant(Timestamp),
}

/// The years that a page can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Dated {
    pub(super) fn read(text: &str) -> Self {
        Self { text: text.to_owned(), when: When::read(text) }
    }
}

impl When {
    /// Reads a date: [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) and ISO 8601, whole or to the day, month or year, `/` for
    /// `-` as citations have it, without signs; RFC 2822; an English month's name with day and year. Numbers whose order says
    /// which is the month (`6/7/2018`) are not read.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_long = text.len() > 64 || !text.is_ascii();
        (!is_long).then(|| Self::iso(text).or_else(|| Self::letter(text)).or_else(|| Self::words(text)))?
    }

    fn iso(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let text = text.replace('/', "-");
        match (digits, text.len()) {
            (4, 4) => year(&text).map(Self::Year),
            (4, 7) => month(year(text.get(..4)?)?, number(text.strip_prefix(text.get(..4)?)?.strip_prefix('-')?)?),
            (8, 8) => day(year(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..)?)?),
            (4, _) => Self::long(&text),
            _ => None,
        }
    }

    /// A day, or a moment of it.
    fn long(text: &str) -> Option<Self> {
        let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
        let mut numbers = text.get(..end)?.split('-');
        let written = (year(numbers.next()?)?, number(numbers.next()?)?, number(numbers.next()?)?);
        let day = day(written.0, written.1, written.2).filter(|_| numbers.next().is_none())?;
        let time = text
            .get(end..)?
            .trim_start_matches(['T', 't', ' '])
            .replace([' '], "")
            .replace("UTC", "Z")
            .replace("GMT", "Z");
        let Self::Day(date) = day else { return None };
        let instant = format!("{date}T{time}").parse::<Timestamp>().ok();
        Some(instant.map_or(day, Self::Instant))
    }

    fn letter(text: &str) -> Option<Self> {
        let instant = rfc2822::parse(text).ok()?.timestamp();
        let Self::Day(_) = day_of(instant)? else { return None };
        Some(Self::Instant(instant))
    }

    /// "January 24, 2018", "24 January 2018", "Jan. 24, 2018", "June 2018".
    fn words(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [month_name, of] => month(year(of)?, named(month_name)?),
            [month_name, of_month, of] if named(month_name).is_some() => {
                day(year(of)?, named(month_name)?, number(of_month)?)
            }
            [of_month, month_name, of] => day(year(of)?, named(month_name)?, number(of_month)?),
            _ => None,
        }
    }
}

fn year(text: &str) -> Option<i16> {
    let is_plain = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_plain && YEARS.contains(year))
}

fn number(text: &str) -> Option<i8> {
    let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok())?
}

fn month(year: i16, month: i8) -> Option<When> {
    (1..=12).contains(&month).then_some(When::Month(year, month))
}

fn day(year: i16, month: i8, day: i8) -> Option<When> {
    Date::new(year, month, day).ok().map(When::Day)
}

fn day_of(instant: Timestamp) -> Option<When> {
    let date = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
    YEARS.contains(&date.year()).then_some(When::Day(date))
}

/// The month that a word names, in full or short.
fn named(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = full
        .iter()
        .position(|name| *name == word)
        .or_else(|| MONTHS.iter().position(|name| *name == word || word == "sept" && *name == "sep"))?;
    i8::try_from(at + 1).ok()
}
