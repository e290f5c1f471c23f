//! Parses the small values that settings share.

use std::fmt;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

/// Bounds the wait for a connection: it is part of every answer's three seconds.
pub(super) const CONNECT_TIMEOUTS: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(30);
/// Bounds the wait for an answer to be taken.
pub(super) const ANSWER_TIMEOUTS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_mins(1);
/// Bounds the wait for a message of our own to be taken: at most half of a delivery's lease.
pub(super) const MESSAGE_TIMEOUTS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(30);
/// Bounds the watchdog: below two minutes it would bite while a silent socket is still being noticed and replaced.
pub(super) const WATCHDOGS: RangeInclusive<Duration> = Duration::from_mins(2)..=Duration::from_hours(1);
/// Bounds a draft's life: what is never filed should not be kept longer than a week.
pub(super) const DRAFT_LIFETIMES: RangeInclusive<Duration> = Duration::from_mins(5)..=Duration::from_hours(7 * 24);

/// Bounds the wait for a second moderator: nobody looks within minutes, and after a month nobody remembers why.
pub(super) const WAITING_TIMES: RangeInclusive<Duration> = Duration::from_hours(1)..=Duration::from_hours(30 * 24);

/// After how long what waits may be called overdue: from an hour, which is somebody trying it out, to 90 days.
pub(super) const OVERDUE: RangeInclusive<Duration> = Duration::from_hours(1)..=Duration::from_hours(90 * 24);

/// How long a card's message may stay as it is: from ten seconds, below which Discord slows edits down, to a day.
pub(super) const CARD_INTERVALS: RangeInclusive<Duration> = Duration::from_secs(10)..=Duration::from_hours(24);

/// How long a watched page may rest: from a minute, below which a host would call it an attack, to 30 days.
pub(super) const LOOKS: RangeInclusive<Duration> = Duration::from_mins(1)..=Duration::from_hours(30 * 24);

/// How long names may be kept after their petition is over: from at once to ten years.
pub(super) const NAMES_KEPT: RangeInclusive<Duration> = Duration::from_hours(1)..=Duration::from_hours(10 * 366 * 24);

/// Holds a length of time written as `24h`, `5m`, `2s` or `100ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) Duration);

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let signed: jiff::SignedDuration = text.parse().map_err(|_| NotASpan)?;
        Duration::try_from(signed).map(Self).map_err(|_| NotASpan)
    }
}

/// Says that a text is no length of time.
#[derive(Debug)]
pub(super) struct NotASpan;

impl fmt::Display for NotASpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a length of time such as 24h, 5m, 2s or 100ms")
    }
}

/// Reads an address and says what is wrong with what is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Address(pub(super) SocketAddr);

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text.parse::<SocketAddr>() {
            Ok(address) if address.port() == 0 => Err("has no port"),
            Ok(address) => Ok(Self(address)),
            Err(_) => Err("is not an address with a port (names are not looked up)"),
        }
    }
}

/// Finds the name that was probably meant: the nearest within two slips of the hand.
pub(super) fn find_nearest(written: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    known.map(|name| (count_slips(written, name), name)).filter(|(slips, _)| *slips <= 2).min().map(|(_, name)| name)
}

/// Counts the letters to put in, take out or change to make one text of the other (Levenshtein's distance).
fn count_slips(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (b, above) in to.iter().zip(row.iter_mut().skip(1)) {
            let changed = diagonal + usize::from(a != *b);
            diagonal = *above;
            left = changed.min(*above + 1).min(left + 1);
            *above = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_the_name_that_was_meant() {
        let known = ["database.url", "key.file"];
        assert_eq!(find_nearest("databse.url", known.into_iter()), Some("database.url"));
        assert_eq!(find_nearest("key.flie", known.into_iter()), Some("key.file"));
        assert_eq!(find_nearest("colour", known.into_iter()), None);
    }

    #[test]
    fn slips_are_counted_as_edits() {
        assert_eq!(count_slips("kitten", "sitting"), 3);
        assert_eq!(count_slips("", "abc"), 3);
        assert_eq!(count_slips("abc", ""), 3);
        assert_eq!(count_slips("abc", "abc"), 0);
    }
}
