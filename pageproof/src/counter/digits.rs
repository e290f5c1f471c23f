//! Whole numbers as pages write them.

use super::NotRead;

/// What may stand between groups of three digits.
pub(super) const GROUPS: [char; 8] = [',', '.', '\'', '\u{2019}', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];
/// The most digits of a number.
const DIGITS: usize = 12;
/// The most characters of a number, with what stands between its digits.
const LONGEST: usize = 40;

/// Gives the one number of a text.
pub(super) fn only(text: &str) -> Result<u64, NotRead> {
    let (mut rest, mut found) = (text, None);
    while let Some(at) = rest.find(|c: char| c.is_numeric()) {
        let (before, from) = rest.split_at(at);
        let (number, behind) = taken(before, from).ok_or(NotRead::NoNumber)?;
        if found.replace(number?).is_some() {
            return Err(NotRead::Several);
        }
        rest = behind;
    }
    found.ok_or(NotRead::NoNumber)
}

/// Gives the number that a text begins with, and what is behind it.
pub(super) fn at_start(text: &str) -> Option<(Result<u64, NotRead>, &str)> {
    text.starts_with(|c: char| c.is_ascii_digit()).then(|| taken("", text)).flatten()
}

/// Gives the number that a text ends with, and what is before it.
pub(super) fn at_end(text: &str) -> Option<(Result<u64, NotRead>, &str)> {
    let is_of = |c: char| c.is_ascii_digit() || GROUPS.contains(&c);
    // No number is longer than this, and a page may have megabytes of digits.
    let tail = text.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let from = tail + text.get(tail..)?.trim_end_matches(is_of).len();
    let (before, run) = text.split_at_checked(from)?;
    // A comma or a space before the number is none of it.
    let skipped = run.len() - run.trim_start_matches(|c: char| !c.is_ascii_digit()).len();
    let (marks, number) = run.split_at_checked(skipped)?;
    let whole = text.get(..before.len() + marks.len())?;
    let (number, behind) = taken(before, number).filter(|_| !number.is_empty())?;
    behind.is_empty().then_some((number, whole))
}

/// Refuses what is larger than a count of people.
pub(super) fn bounded(number: u64) -> Result<u64, NotRead> {
    if number < 10_u64.pow(12) { Ok(number) } else { Err(NotRead::TooLarge) }
}

/// Takes the number that `text` begins with, and gives what is behind it; nothing where it is a part of something else: a
/// decimal, a fraction, a percentage, a word, less than nothing.
fn taken<'a>(before: &str, text: &'a str) -> Option<(Result<u64, NotRead>, &'a str)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2212}' | '/' | '$' | '€' | '£' | '#');
    if before.ends_with(is_part) {
        return None;
    }
    let mut digits: String = text.chars().take(DIGITS + 1).take_while(char::is_ascii_digit).collect();
    let mut rest = text.get(digits.len()..)?;
    if digits.len() > DIGITS {
        return Some((Err(NotRead::TooLarge), rest));
    }
    let mut separator = None;
    while digits.len() <= DIGITS
        && let Some(mark) = rest.chars().next().filter(|mark| GROUPS.contains(mark))
    {
        let group = rest.get(mark.len_utf8()..)?;
        let length = group.chars().take(4).take_while(char::is_ascii_digit).count();
        if length == 0 {
            break;
        }
        let is_first = separator.is_none();
        let fits = length == 3 && *separator.get_or_insert(mark) == mark && (!is_first || digits.len() <= 3);
        if !fits {
            return None;
        }
        digits.push_str(group.get(..length)?);
        rest = group.get(length..)?;
    }
    let ends_it = |c: char| c.is_alphanumeric() || matches!(c, '%' | '‰' | '/' | '\u{2013}');
    let is_whole = !rest.trim_start_matches(' ').starts_with(['%', '‰']) && !rest.starts_with(ends_it);
    if digits.is_empty() || !is_whole {
        return None;
    }
    let number =
        if digits.len() > DIGITS { Err(NotRead::TooLarge) } else { digits.parse().map_err(|_| NotRead::TooLarge) };
    Some((number, rest))
}
