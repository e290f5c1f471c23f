//! One number, in digits or words, with its scale: "338", "1.2 million", "two dozen", "several hundred", "nobody".

use crate::cardinal::{cardinal_at, scale};
use crate::digits::Written;
use crate::token::{Kind, Token, mark_at, word_at, words_at};
use crate::vague;

/// A number and what is known of how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// What it says.
    pub(crate) size: Size,
    /// The token after it.
    pub(crate) end: usize,
}

/// What a number says before any qualifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// The number itself: "338", "one hundred and fifty", "a hundred".
    Whole(u64),
    /// A number cut at a place: digits before a scale, or any number that ends in "million" and above.
    Cut {
        /// The number.
        point: u64,
        /// The place of its last printed digit.
        step: u64,
    },
    /// A round measure: "a dozen", "half a million". It is near the number.
    Measure(u64),
    /// At least this many: "hundreds", "several".
    AtLeast(u64),
    /// "1.000": a thousand, or one.
    Dotted {
        /// As a separator of thousands.
        thousands: u64,
        /// As a decimal point, if that leaves a whole number.
        decimal: Option<u64>,
    },
    /// A number that is no whole one, or too large, or cannot be told.
    Unread,
}

/// Reads one number at a place.
pub(crate) fn numeral_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    digits_at(tokens, at)
        .or_else(|| half_at(tokens, at))
        .or_else(|| dozen_at(tokens, at))
        .or_else(|| several_at(tokens, at))
        .or_else(|| plural_at(tokens, at))
        .or_else(|| spelled_at(tokens, at))
}

/// Digits, with the scale word after them.
fn digits_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let Kind::Number(written) = tokens.get(at)?.kind else {
        return None;
    };
    if written.plural {
        return Some(Numeral { size: at_least(written.mantissa.checked_mul(2)), end: at + 1 });
    }
    if matches!(word_at(tokens, at + 1), "dozen") {
        return Some(Numeral { size: whole(written).map_or(Size::Unread, |number| measure(number, 12)), end: at + 2 });
    }
    let after = at + 1 + usize::from(mark_at(tokens, at + 1, '-'));
    let word = scale(word_at(tokens, after)).or_else(|| short_scale(tokens, at)).filter(|_| written.scale == 1);
    let end = if word.is_some() { after + 1 } else { at + 1 };
    let size = scaled(written, word.unwrap_or(written.scale));
    Some(and_a_half(tokens, Numeral { size, end }))
}

/// "bn" and "mn" after a space; a lone "m" may be metres.
fn short_scale(tokens: &[Token], at: usize) -> Option<u64> {
    match word_at(tokens, at + 1) {
        "bn" => Some(1_000_000_000),
        "mn" | "mln" => Some(1_000_000),
        _ => None,
    }
}

/// Reads digits as what they say with a scale.
pub(crate) fn scaled(written: Written, scale: u64) -> Size {
    if scale == 1 && written.dotted {
        let decimal = whole(written);
        return Size::Dotted { thousands: written.mantissa, decimal };
    }
    if scale == 1 {
        return whole(written).map_or(Size::Unread, Size::Whole);
    }
    if written.dotted {
        return Size::Unread;
    }
    cut(written, scale).unwrap_or(Size::Unread)
}

/// The whole number that digits are, if they are one.
fn whole(written: Written) -> Option<u64> {
    let divisor = 10_u64.checked_pow(written.places)?;
    written.mantissa.is_multiple_of(divisor).then(|| written.mantissa / divisor)
}

/// A number cut at the last digit before a scale: 1.2 with 1,000 is 1,200 to the hundred.
fn cut(written: Written, scale: u64) -> Option<Size> {
    let divisor = 10_u64.checked_pow(written.places)?;
    let point = u128::from(written.mantissa) * u128::from(scale);
    if !point.is_multiple_of(u128::from(divisor)) {
        return None;
    }
    let point = u64::try_from(point / u128::from(divisor)).ok()?;
    Some(match scale / divisor {
        0 | 1 => Size::Whole(point),
        step if point >= step => Size::Cut { point, step },
        _ => Size::Unread,
    })
}

/// "Half a million", "half a dozen".
fn half_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let start = at + usize::from(word_at(tokens, at) == "a");
    let next = words_at(tokens, start, "half a").or_else(|| words_at(tokens, start, "half"))?;
    let next = next + usize::from(mark_at(tokens, next, '-'));
    let whole = if word_at(tokens, next) == "dozen" { 12 } else { scale(word_at(tokens, next))? };
    Some(Numeral { size: Size::Measure(whole / 2), end: next + 1 })
}

/// "A dozen", "two dozen", "three score".
fn dozen_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let (count, end) = match word_at(tokens, at) {
        "a" => (1, at + 1),
        _ => cardinal_at(tokens, at).map(|number| (number.value, number.end))?,
    };
    let end = end + usize::from(mark_at(tokens, end, '-'));
    let unit = match word_at(tokens, end) {
        "dozen" => 12,
        "score" => 20,
        _ => return None,
    };
    Some(Numeral { size: measure(count, unit), end: end + 1 })
}

/// "Several hundred", "a few dozen", "a couple of thousand", and these without a scale.
fn several_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let found = [("several", 3), ("a few", 2), ("a couple of", 2), ("a couple", 2), ("couple of", 2), ("couple", 2)];
    let (least, next) = found.iter().find_map(|(words, least)| words_at(tokens, at, words).map(|end| (*least, end)))?;
    if let Some(plural) = plural_at(tokens, next) {
        return Some(plural);
    }
    let (unit, mut end) = match word_at(tokens, next) {
        "dozen" => (12, next + 1),
        "score" => (20, next + 1),
        word => scale(word).map_or((1, next), |unit| (unit, next + 1)),
    };
    let further = scale(word_at(tokens, end)).filter(|value| unit > 1 && *value > unit);
    end += usize::from(further.is_some());
    let least: Option<u64> = u64::checked_mul(least, unit).and_then(|least| least.checked_mul(further.unwrap_or(1)));
    Some(Numeral { size: at_least(least), end })
}

/// "Hundreds", "tens of thousands", "hundreds and hundreds".
fn plural_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let base = plural(word_at(tokens, at))?;
    let end = repeated(tokens, at);
    if word_at(tokens, end) == "of"
        && let Some(scale) = plural(word_at(tokens, end + 1)).filter(|scale| *scale >= 2_000)
    {
        return Some(Numeral { size: at_least(base.checked_mul(scale / 2)), end: end + 2 });
    }
    Some(Numeral { size: at_least(Some(base)), end })
}

/// Where "hundreds", "hundreds and hundreds" or "thousands upon thousands" ends.
fn repeated(tokens: &[Token], at: usize) -> usize {
    let joins = matches!(word_at(tokens, at + 1), "and" | "upon" | "on");
    let same = word_at(tokens, at + 2) == word_at(tokens, at);
    if joins && same { at + 3 } else { at + 1 }
}

/// What a plural is at least.
pub(crate) fn plural(word: &str) -> Option<u64> {
    match word {
        "tens" => Some(20),
        "dozens" => Some(24),
        "scores" => Some(40),
        _ => word.strip_suffix('s').and_then(scale).map(|scale| 2 * scale),
    }
}

/// Numbers in words; "nobody", "none" and "a single" too.
fn spelled_at(tokens: &[Token], at: usize) -> Option<Numeral> {
    let fixed = [("no one", 0), ("nobody", 0), ("none", 0), ("a single", 1), ("single", 1)];
    if let Some((value, end)) = fixed.iter().find_map(|(words, value)| Some((*value, words_at(tokens, at, words)?))) {
        return Some(Numeral { size: Size::Whole(value), end });
    }
    let number = cardinal_at(tokens, at)?;
    let size = match number.last_scale {
        step if step >= 1_000_000 => Size::Cut { point: number.value, step },
        _ => Size::Whole(number.value),
    };
    Some(and_a_half(tokens, Numeral { size, end: number.end }))
}

/// "Two and a half million" is not read, but as one number.
fn and_a_half(tokens: &[Token], numeral: Numeral) -> Numeral {
    match words_at(tokens, numeral.end, "and a half") {
        Some(end) => Numeral { size: Size::Unread, end: end + usize::from(scale(word_at(tokens, end)).is_some()) },
        None => numeral,
    }
}

/// Some round measures: three dozen.
pub(crate) fn measure(count: u64, unit: u64) -> Size {
    count.checked_mul(unit).map_or(Size::Unread, Size::Measure)
}

/// A lower bound, where vague words can set it.
pub(crate) fn at_least(lower: Option<u64>) -> Size {
    lower.filter(|lower| vague::words_of_lower(*lower).is_some()).map_or(Size::Unread, Size::AtLeast)
}
