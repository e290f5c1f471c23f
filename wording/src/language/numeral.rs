//! One number: digits with their scale, words, round measures and vague plurals.

use crate::numeral::{Numeral, Size, at_least, measure, scaled};
use crate::token::{Kind, Token, mark_at, word_at};

use super::cardinal::{Cardinal, cardinal_at};
use super::lexicon::{Lexicon, Role};

/// Reads one number at a place.
pub(super) fn numeral_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    digits_at(lexicon, tokens, at)
        .or_else(|| fixed_at(lexicon, tokens, at))
        .or_else(|| several_at(lexicon, tokens, at))
        .or_else(|| plural_at(lexicon, tokens, at))
        .or_else(|| spelled_at(lexicon, tokens, at))
}

/// Digits, with the scale word after them, or the round number that they count: "3 dizaines".
fn digits_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    let Kind::Number(written) = tokens.get(at)?.kind else {
        return None;
    };
    let after = at + 1 + usize::from(mark_at(tokens, at + 1, '-'));
    let scale = lexicon.find(tokens, after, scale).or_else(|| scale_of_money(tokens, after));
    if let Some((scale, end)) = scale.filter(|_| written.scale == 1) {
        return Some(Numeral { size: scaled(written, scale), end });
    }
    let size = scaled(written, written.scale);
    Some(counted_plural(lexicon, tokens, Numeral { size, end: at + 1 }))
}

const fn scale(role: Role) -> Option<u64> {
    match role {
        Role::Scale(scale) => Some(scale),
        _ => None,
    }
}

/// "19,4 M€".
fn scale_of_money(tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    (word_at(tokens, at) == "m" && mark_at(tokens, at + 1, '€')).then_some((1_000_000, at + 1))
}

/// A number of round ones: "deux douzaines" are near twenty-four.
fn counted_plural(lexicon: &Lexicon, tokens: &[Token], number: Numeral) -> Numeral {
    let counted = |role| if role == Role::Dozen { Some(12) } else { plural(role) };
    let Some((unit, end)) = lexicon.find(tokens, number.end, counted) else {
        return number;
    };
    let size = match number.size {
        Size::Whole(count) => measure(count, unit),
        _ => Size::Unread,
    };
    Numeral { size, end }
}

const fn plural(role: Role) -> Option<u64> {
    match role {
        Role::Plural(unit) => Some(unit),
        _ => None,
    }
}

/// What is said in fixed words: "niemand", "une centaine".
fn fixed_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    let (size, end) = lexicon.find(tokens, at, |role| match role {
        Role::Fixed(number) => Some(Size::Whole(number)),
        Role::Round(number) => Some(Size::Measure(number)),
        _ => None,
    })?;
    Some(Numeral { size, end })
}

/// "Mehrere", "einige": at least two.
fn several_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    let alone = |end| Numeral { size: at_least(Some(2)), end };
    several_units_at(lexicon, tokens, at).or_else(|| lexicon.end_of(tokens, at, Role::Several).map(alone))
}

/// "Mehrere hundert", "quelques centaines", "unos cientos": at least two of them.
pub(super) fn several_units_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    let next = lexicon.end_of(tokens, at, Role::Several).or_else(|| lexicon.end_of(tokens, at, Role::Some))?;
    let next = lexicon.end_of(tokens, next, Role::Of).unwrap_or(next);
    let unit = |role| match role {
        Role::Unit(unit) => Some(unit),
        _ => None,
    };
    let of_unit = |(unit, end): (u64, usize)| Numeral { size: at_least(unit.checked_mul(2)), end };
    plural_at(lexicon, tokens, next).or_else(|| lexicon.find(tokens, next, unit).map(of_unit))
}

/// "Hunderte", "dizaines de milliers", "cientos y cientos": a plural is at least two.
fn plural_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    let (unit, end) = lexicon.find(tokens, at, plural)?;
    let end = repeated(lexicon, tokens, at, end);
    let further = lexicon.end_of(tokens, end, Role::Of).unwrap_or(end);
    match lexicon.find(tokens, further, plural).filter(|(further, _)| *further >= 1_000 && *further > unit) {
        Some((scale, end)) => {
            let least = unit.checked_mul(scale).and_then(|product| product.checked_mul(2));
            Some(Numeral { size: at_least(least), end })
        }
        None => Some(Numeral { size: at_least(unit.checked_mul(2)), end }),
    }
}

/// Where "Hunderte und Aberhunderte" or "miles y miles" ends.
fn repeated(lexicon: &Lexicon, tokens: &[Token], at: usize, end: usize) -> usize {
    let same = word_at(tokens, end + 1).ends_with(word_at(tokens, at));
    if lexicon.is(tokens, end, Role::And) && same { end + 2 } else { end }
}

/// A number in words. What ends in a million or above is cut there, as in English.
fn spelled_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Numeral> {
    let Cardinal { value, last_scale, end } = cardinal_at(lexicon, tokens, at)?;
    let size = if last_scale >= 1_000_000 { Size::Cut { point: value, step: last_scale } } else { Size::Whole(value) };
    Some(counted_plural(lexicon, tokens, Numeral { size, end }))
}
