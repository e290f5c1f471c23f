//! Live counters: a number that a page publishes, read again and again, each reading a report of its own.
//!
//! How the number is found on the page is [`pageproof::counter`]'s; here is what becomes of a reading. Approved is the
//! counter, with its first report, and not each reading: so whatever falls or jumps suddenly is asked about first.

use jiff::{SignedDuration, Timestamp};
pub use pageproof::counter::{RECIPES, Recipe};
use pageproof::counter::{Rule, recipe};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::domain::ids::Number;
use crate::domain::named::named;
use crate::domain::source::SourceUrl;

/// How far apart two reports of one counter are at the least.
pub const APART: SignedDuration = SignedDuration::from_hours(1);
/// How long moderators are left alone who rejected a reading.
pub const ASKED_AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// How long a page gives no number before moderators are told so.
pub const LOST: SignedDuration = SignedDuration::from_hours(48);

/// Where a number is read, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// The address that is asked: the source's, or one where its number stands as data.
    pub url: SourceUrl,
    /// The rule, as [`pageproof::counter::Rule`] writes it.
    pub rule: String,
}

/// Why a number cannot be read so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CounterError {
    /// The recipe is for other pages.
    #[error("the recipe is for other pages")]
    NotItsPage,
    /// It is no rule.
    #[error("{0}")]
    Rule(String),
}

impl Counter {
    /// Reads a recipe's name or a rule that was typed for a page.
    pub fn parse(given: &str, page: &SourceUrl) -> Result<Self, CounterError> {
        let made = Url::parse(page.as_str()).ok().and_then(|page| recipe(given, &page));
        if let Some(made) = made {
            let (address, rule) = made.ok_or(CounterError::NotItsPage)?;
            let url = SourceUrl::parse(&address).map_err(|_| CounterError::NotItsPage)?;
            return Ok(Self { url, rule: rule.to_string() });
        }
        let rule = given.parse::<Rule>().map_err(|error| CounterError::Rule(error.to_string()))?;
        Ok(Self { url: page.clone(), rule: rule.to_string() })
    }
}

/// What a proposed report has to do with a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Later readings are to come on record by themselves.
    From(Counter),
    /// It is a sudden reading of the counter that began with this report.
    By(Number),
}

named! {
    /// Why a page that answered gave no number.
    pub enum Missed {
        /// The rule is for JSON, and the answer is none.
        NotJson = "not_json",
        /// What the rule names is not there.
        Nothing = "nothing",
        /// What the rule names is there several times, with several numbers.
        Several = "several",
        /// What the rule names is no whole number.
        NoNumber = "no_number",
        /// The number has more than 12 digits.
        TooLarge = "too_large",
    }
}

/// What was read by one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The rule.
    pub rule: String,
    /// The number.
    pub value: Result<i64, Missed>,
}

named! {
    /// Whether a counter is read.
    pub enum CounterState {
        /// It is.
        Running = "running",
        /// Moderators stopped it.
        Stopped = "stopped",
    }
}

/// A counter as it is shown with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The report it began with.
    pub number: Number,
    /// Whether it is read.
    pub state: CounterState,
    /// Its rule.
    pub rule: String,
    /// The address that is asked.
    pub url: String,
    /// The number that was last read, and when.
    pub read: Option<(i64, Timestamp)>,
    /// Why the last answer gave none, where it gave none.
    pub missed: Option<Missed>,
    /// Whether the page answered the last time.
    pub is_reached: bool,
    /// Whether its last report is not relied on any more, so that none follows it.
    pub rests: bool,
}

named! {
    /// What is sudden about a reading.
    pub enum Sudden {
        /// Many fewer than before.
        Fall = "fall",
        /// Many more than before.
        Jump = "jump",
    }
}

/// A fall by no more than this, or by one in a hundred, happens where double signatures are struck off.
const STRUCK_OFF: i128 = 10;
/// A rise by no more than this happens on any day.
const RISE: i128 = 1_000;

/// What becomes of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It comes on record.
    Keep,
    /// Nothing: the number is the same, or the last report is not an hour old.
    Leave,
    /// Moderators are asked.
    Ask(Sudden),
}

/// Decides what becomes of a number read at a moment, after the last report of its counter. A fall is sudden where more than
/// ten and more than one in a hundred are lost, a jump where more than a thousand come and more than there were.
#[must_use]
pub fn next(last: (i64, Timestamp), read: (i64, Timestamp)) -> Next {
    let ((before, at), (now, read_at)) = (last, read);
    if now == before || read_at.duration_since(at) < APART {
        return Next::Leave;
    }
    let more = i128::from(now) - i128::from(before);
    if more < -STRUCK_OFF && more * -100 > i128::from(before) {
        Next::Ask(Sudden::Fall)
    } else if more > RISE && more > i128::from(before) {
        Next::Ask(Sudden::Jump)
    } else {
        Next::Keep
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_comes_on_record_an_hour_after_the_last_unless_it_is_sudden_or_the_same() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_mins(minutes)).unwrap();
        for (before, now, next_is) in [
            (5_000, 5_000, Next::Leave),
            (5_000, 5_001, Next::Keep),
            (5_000, 4_990, Next::Keep),
            (5_000, 4_950, Next::Keep),
            (5_000, 4_949, Next::Ask(Sudden::Fall)),
            (20, 10, Next::Keep),
            (20, 9, Next::Ask(Sudden::Fall)),
            (5_000, 0, Next::Ask(Sudden::Fall)),
            (5_000, 10_000, Next::Keep),
            (5_000, 10_001, Next::Ask(Sudden::Jump)),
            (0, 1_000, Next::Keep),
            (0, 1_001, Next::Ask(Sudden::Jump)),
            (0, i64::MAX, Next::Ask(Sudden::Jump)),
            (i64::MAX, 0, Next::Ask(Sudden::Fall)),
        ] {
            assert_eq!(next((before, at(0)), (now, at(60))), next_is, "{before} {now}");
            assert_eq!(next((before, at(0)), (now, at(59))), Next::Leave, "{before} {now}");
        }
    }
}
