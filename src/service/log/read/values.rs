//! Reading single values as people type them, each refusal naming its field.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::date::{PartialDate, Precision};
use crate::domain::text::{LONGEST, TextError, clean, clean_line};
use crate::service::Field;
use crate::service::refusal::Refusal;

/// The longest name of a person, organisation, channel or property, in characters.
pub(super) const NAME: usize = 100;
/// The longest title, demand or note.
pub(super) const TITLE: usize = 300;
/// The longest wording of a number: a sentence or two.
pub(super) const WORDING: usize = 500;

/// Reads one line.
pub(super) fn line(field: Field, text: &str, limit: usize) -> Result<String, Refusal> {
    clean_line(text, limit).map_err(|error| Refusal::BadText { field, error })
}

/// Reads one line that may be left out; nothing but white space is left out too.
pub(super) fn maybe_line(field: Field, text: Option<&str>, limit: usize) -> Result<Option<String>, Refusal> {
    left_out(field, text.map(|text| clean_line(text, limit)))
}

/// Reads text of several lines that may be left out.
pub(super) fn maybe_text(field: Field, text: Option<&str>) -> Result<Option<String>, Refusal> {
    left_out(field, text.map(|text| clean(text, LONGEST)))
}

/// Reads words with commas or semicolons between them, or one a line.
pub(super) fn list(field: Field, text: &str, longest: usize, limit: usize) -> Result<Vec<String>, Refusal> {
    let words: Vec<&str> = text.split([',', ';', '\n']).filter(|word| !word.trim().is_empty()).collect();
    if words.len() > limit {
        return Err(Refusal::TooMany { field, given: words.len(), limit });
    }
    words.into_iter().map(|word| line(field, word, longest)).collect()
}

fn left_out(field: Field, read: Option<Result<String, TextError>>) -> Result<Option<String>, Refusal> {
    match read {
        None | Some(Err(TextError::Empty)) => Ok(None),
        Some(Ok(text)) => Ok(Some(text)),
        Some(Err(error)) => Err(Refusal::BadText { field, error }),
    }
}

/// Reads one of a field's choices as people type it: in any case, with spaces or hyphens for `_`.
pub(crate) fn choice<T>(field: Field, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Refusal> {
    let word = text.trim().to_lowercase().replace([' ', '-'], "_");
    parse(&word).ok_or_else(|| Refusal::BadChoice { field, value: text.trim().chars().take(NAME).collect() })
}

/// Reads one of a field's choices that may be left out.
pub(crate) fn maybe_choice<T>(
    field: Field,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    if text.trim().is_empty() { Ok(None) } else { choice(field, text, parse).map(Some) }
}

/// The guild's zone, and the moment that *today* and *now* mean.
#[derive(Clone, Copy)]
pub(crate) struct Calendar<'a> {
    /// The guild's zone.
    pub(crate) zone: &'a TimeZone,
    /// When it was typed.
    pub(crate) at: Timestamp,
}

impl Calendar<'_> {
    /// Gives the day it is.
    pub(crate) fn today(self) -> PartialDate {
        PartialDate::Day(self.at.to_zoned(self.zone.clone()).date())
    }

    /// Reads any date.
    pub(super) fn date(self, field: Field, text: &str) -> Result<PartialDate, Refusal> {
        PartialDate::parse(text, self.zone, self.at)
            .map_err(|error| Refusal::BadDate { field, value: error.0.chars().take(NAME).collect() })
    }

    /// Reads any date that may be left out.
    pub(crate) fn maybe_date(self, field: Field, text: Option<&str>) -> Result<Option<PartialDate>, Refusal> {
        text.filter(|text| !text.trim().is_empty()).map(|text| self.date(field, text)).transpose()
    }

    /// Reads a date that has come already, at least in part: this month has, tomorrow has not.
    pub(super) fn past(self, field: Field, text: &str) -> Result<PartialDate, Refusal> {
        let date = self.date(field, text)?;
        if self.has_come(date) { Ok(date) } else { Err(Refusal::InTheFuture { field, value: date.to_string() }) }
    }

    /// Says whether a date has come.
    pub(super) fn has_come(self, date: PartialDate) -> bool {
        match date.precision() {
            Precision::Instant => date.start() <= self.at,
            Precision::Year | Precision::Month | Precision::Day => date.start() <= self.today().start(),
        }
    }

    /// Reads a date that may be left out and has come already.
    pub(crate) fn maybe_past(self, field: Field, text: Option<&str>) -> Result<Option<PartialDate>, Refusal> {
        text.filter(|text| !text.trim().is_empty()).map(|text| self.past(field, text)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::source::SourceType;

    #[test]
    fn a_day_has_come_when_it_has_in_the_guilds_zone() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        // 22:00 on 19 June in Los Angeles, and 20 June already in UTC.
        let calendar = Calendar { zone: &zone, at: "2018-06-20T05:00:00Z".parse().unwrap() };
        for text in ["2018-06-19", "2018-06", "2018", "now", "today", "2018-06-19 21:59"] {
            assert!(calendar.past(Field::AsOf, text).is_ok(), "{text}");
        }
        for text in ["2018-06-20", "2018-07", "2019", "2018-06-19 22:01"] {
            assert!(matches!(calendar.past(Field::AsOf, text), Err(Refusal::InTheFuture { .. })), "{text}");
        }
    }

    #[test]
    fn a_choice_is_read_however_it_is_spaced() {
        let read = |text| choice(Field::Type, text, SourceType::parse);
        assert_eq!(read(" First-hand report "), Ok(SourceType::FirstHandReport));
        assert_eq!(read("blog"), Err(Refusal::BadChoice { field: Field::Type, value: "blog".to_owned() }));
    }
}
