//! Numbers spelled out: "twenty-three", "one hundred and fifty", "two thousand".

use crate::token::{Token, mark_at, word_at};

/// The words below twenty and the tens.
const SMALL: [(&str, u64); 28] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// The words that multiply what stands before them.
const SCALES: [(&str, u64); 6] = [
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
    ("k", 1_000),
];

/// A number spelled out.
pub(crate) struct Cardinal {
    /// Its value.
    pub(crate) value: u64,
    /// The scale word it ends in, if it ends in one; 1 otherwise.
    pub(crate) last_scale: u64,
    /// The token after it.
    pub(crate) end: usize,
}

/// Finds the value of a scale word.
pub(crate) fn scale(word: &str) -> Option<u64> {
    SCALES.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Finds the value of a word below twenty or of a ten.
pub(crate) fn small(word: &str) -> Option<u64> {
    SMALL.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Reads a number spelled out at a place; its scale words fall, as in "two million three thousand".
pub(crate) fn cardinal_at(tokens: &[Token], at: usize) -> Option<Cardinal> {
    let mut total = 0_u64;
    let mut last_scale = u64::MAX;
    let mut end = at;
    while let Some((group, group_end)) = hundreds(tokens, after_and(tokens, end, at)) {
        let next = scale(word_at(tokens, group_end)).filter(|scale| *scale >= 1_000).unwrap_or(1);
        if next >= last_scale {
            break;
        }
        last_scale = next;
        total = total.checked_add(group.checked_mul(next)?)?;
        end = group_end + usize::from(next > 1);
    }
    (end > at).then_some(Cardinal { value: total, last_scale, end })
}

/// Steps over the "and" of "a thousand and one"; not before the number starts.
fn after_and(tokens: &[Token], at: usize, start: usize) -> usize {
    let joins = at > start && word_at(tokens, at) == "and" && below_hundred(tokens, at + 1).is_some();
    at + usize::from(joins)
}

/// Reads what stands before a scale word: up to "ninety-nine hundred and ninety-nine". "A" only before a scale.
fn hundreds(tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let (head, end) = if matches!(word_at(tokens, at), "a" | "an") {
        scale(word_at(tokens, at + 1)).filter(|_| word_at(tokens, at + 1) != "k").map(|_| (1, at + 1))?
    } else {
        below_hundred(tokens, at)?
    };
    if word_at(tokens, end) != "hundred" {
        return Some((head, end));
    }
    let value = head * 100;
    let rest = end + 1 + usize::from(word_at(tokens, end + 1) == "and");
    match below_hundred(tokens, rest).filter(|(_, rest_end)| word_at(tokens, *rest_end) != "hundred") {
        Some((tail, rest_end)) => Some((value + tail, rest_end)),
        _ => Some((value, end + 1)),
    }
}

/// Reads "three", "thirteen", "thirty", "thirty-three" and "thirty three".
fn below_hundred(tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let first = small(word_at(tokens, at))?;
    let next = at + 1 + usize::from(mark_at(tokens, at + 1, '-'));
    let unit = small(word_at(tokens, next)).filter(|unit| (1..10).contains(unit));
    match unit {
        Some(unit) if first >= 20 => Some((first + unit, next + 1)),
        _ => Some((first, at + 1)),
    }
}
