//! A number with its qualifiers, its currency, or the other end of its range.

use crate::numeral::{Numeral, Size};
use crate::phrase::{Amount, PLAINLY, Phrase, currency_before, percent_end, ways};
use crate::qualify::{self, Bound};
use crate::range::{Joint, is_dash, is_phone, pair};
use crate::token::{Kind, Token, glued_mark_at, mark_at, word_at};
use crate::unit;
use crate::{Qualifier, Unit};

use super::lexicon::{Lexicon, Role};
use super::numeral::{numeral_at, several_units_at};

/// How many qualifiers in a row are looked at.
const LONGEST_CHAIN: usize = 4;

/// Reads a number phrase at a place.
pub(super) fn phrase_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Phrase> {
    let phrase = between(lexicon, tokens, at)
        .or_else(|| from_to(lexicon, tokens, at))
        .or_else(|| dashed(lexicon, tokens, at))
        .or_else(|| simple_at(lexicon, tokens, at))?;
    Some(Phrase {
        ways: phrase.ways.into_iter().map(|(reading, label)| (reading, relabelled(label))).collect(),
        ..phrase
    })
}

/// Names the mark that the language writes, where the rules for English name theirs.
fn relabelled(label: &'static str) -> &'static str {
    match label {
        "the point separates thousands" => "the comma separates thousands",
        "the point is a decimal point" => "the comma is a decimal comma",
        label => label,
    }
}

/// Reads a phrase with one number.
pub(super) fn simple_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Phrase> {
    let (bound, start) = before(lexicon, tokens, at);
    let amount = amount_at(lexicon, tokens, start)?;
    let after = after(lexicon, tokens, amount.end);
    let end = after.map_or(amount.end, |(_, end)| end);
    let bound = qualify::both(bound, after.map(|(qualifier, _)| qualifier));
    let money = currency_after(lexicon, tokens, end).filter(|_| amount.unit == Unit::Number);
    let (unit, end) = match (percent(lexicon, tokens, end), money) {
        (Some(end), _) => (Unit::Percent, end),
        (None, Some((code, end))) => (Unit::Money(code.to_owned()), end),
        (None, None) => (amount.unit, end),
    };
    Some(Phrase { ways: ways(bound, amount.size, &unit), start: at, end, number: start, unit })
}

/// Reads the qualifiers at a place, and gives where they end.
fn before(lexicon: &Lexicon, tokens: &[Token], at: usize) -> (Bound, usize) {
    let mut bound = Bound::Plain;
    let mut end = at;
    for _ in 0..LONGEST_CHAIN {
        // "Unos" is about before a number, and several before "cientos".
        if several_units_at(lexicon, tokens, end).is_some() {
            break;
        }
        let found = lexicon.find(tokens, end, |role| match role {
            Role::Before(qualifier) => Some(Some(Bound::By(qualifier))),
            Role::Unclear => Some(Some(Bound::Unclear)),
            Role::Idle => Some(None),
            _ => None,
        });
        let Some((found, next)) = found.or_else(|| sign(tokens, end)) else {
            break;
        };
        bound = match (bound, found) {
            (kept, None) => kept,
            (Bound::Plain, Some(found)) => found,
            (one, Some(other)) if one == other => one,
            _ => Bound::Unclear,
        };
        end = next;
    }
    (bound, end)
}

/// A symbol before a number.
fn sign(tokens: &[Token], at: usize) -> Option<(Option<Bound>, usize)> {
    let is_sign = matches!(tokens.get(at)?.kind, Kind::Mark('>' | '≥' | '<' | '≤' | '~' | '±'));
    let (bound, end) = if is_sign { qualify::before(tokens, at) } else { return None };
    (end > at).then_some((Some(bound), end))
}

/// Reads the qualifier after a number or its noun, and gives where it ends.
pub(super) fn after(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(Qualifier, usize)> {
    if glued_mark_at(tokens, at, '+') {
        return Some((Qualifier::AtLeast, at + 1));
    }
    let at = at + usize::from(mark_at(tokens, at, ','));
    let found = lexicon.find(tokens, at, |role| match role {
        Role::After(qualifier) => Some(qualifier),
        _ => None,
    });
    // "300 o más de 400" goes on.
    found.filter(|(_, end)| numeral_at(lexicon, tokens, *end).is_none() && !lexicon.is(tokens, *end, Role::Of))
}

/// Reads one number with the currency before or after it, or per cent.
fn amount_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Amount> {
    if let Some((code, next)) = currency_before(tokens, at)
        && let Some(Numeral { size, end }) = numeral_at(lexicon, tokens, next)
    {
        return Some(Amount { size, unit: Unit::Money(code.to_owned()), end });
    }
    let Numeral { size, end } = numeral_at(lexicon, tokens, at)?;
    if let Some(end) = percent(lexicon, tokens, end) {
        return Some(Amount { size, unit: Unit::Percent, end });
    }
    Some(match currency_after(lexicon, tokens, end) {
        Some((code, end)) => Amount { size, unit: Unit::Money(code.to_owned()), end },
        None => Amount { size, unit: Unit::Number, end },
    })
}

fn percent(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<usize> {
    percent_end(tokens, at).or_else(|| lexicon.end_of(tokens, at, Role::Percent))
}

/// A noun such as "Euro" or "de dólares", a code, or a sign, after a number.
fn currency_after(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(&'static str, usize)> {
    let sign = |mark: char| unit::currency_of_mark(mark.encode_utf8(&mut [0; 4]));
    match &tokens.get(at)?.kind {
        Kind::Mark(mark @ ('€' | '£' | '$')) => sign(*mark).map(|code| (code, at + 1)),
        Kind::Word { text, capitals: true, .. } => {
            unit::currency_of_code(&text.to_uppercase()).map(|code| (code, at + 1))
        }
        _ => None,
    }
    .or_else(|| {
        let start = lexicon.end_of(tokens, at, Role::Of).unwrap_or(at);
        lexicon.find(tokens, start, |role| match role {
            Role::Money(code) => Some(code),
            _ => None,
        })
    })
}

/// "Zwischen 400 und 500".
fn between(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Phrase> {
    let start = lexicon.end_of(tokens, at, Role::Between)?;
    let (bound, start) = before(lexicon, tokens, start);
    let low = amount_at(lexicon, tokens, start)?;
    let joint = lexicon.end_of(tokens, low.end, Role::And)?;
    let (other_bound, other_start) = before(lexicon, tokens, joint);
    let high = amount_at(lexicon, tokens, other_start)?;
    let is_plain = bound == Bound::Plain && other_bound == Bound::Plain;
    Some(pair(at, start, &low, &high, is_plain.then_some(Joint::Range)))
}

/// "400 bis 500", "400–500", "fünf oder sechs", with no qualifier that would blur the ends.
fn dashed(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Phrase> {
    let (bound, start) = before(lexicon, tokens, at);
    let low = amount_at(lexicon, tokens, start)?;
    let (joint, end) = joint(lexicon, tokens, low.end)?;
    let high = amount_at(lexicon, tokens, end)?;
    let joint = if is_phone(tokens, start, low.end) { Joint::MaybeRange } else { joint };
    let phrase = pair(at, start, &low, &high, (bound == Bound::Plain).then_some(joint));
    Some(with_unit_after(lexicon, tokens, phrase))
}

/// A qualifier after both ends leaves them without a reading: "400 bis 500 oder mehr".
fn with_unit_after(lexicon: &Lexicon, tokens: &[Token], phrase: Phrase) -> Phrase {
    match after(lexicon, tokens, phrase.end) {
        Some((_, end)) => Phrase { ways: Vec::new(), end, ..phrase },
        None => phrase,
    }
}

fn joint(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(Joint, usize)> {
    if is_dash(tokens, at) {
        return Some((Joint::Range, at + 1));
    }
    lexicon.find(tokens, at, |role| match role {
        Role::To => Some(Joint::Range),
        Role::Or => Some(Joint::Or),
        _ => None,
    })
}

/// "Von 150 auf 300" is the second number; "de 150 a 300" may be a range or a rise, and is asked; "von 400 bis 500" is
/// a range, as the language has another word for the rise.
fn from_to(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Phrase> {
    let first_at = lexicon.end_of(tokens, at, Role::From)?;
    let first = simple_at(lexicon, tokens, first_at)?;
    let rise = lexicon.end_of(tokens, first.end, Role::Rise);
    let range = lexicon.end_of(tokens, first.end, Role::To);
    let second = simple_at(lexicon, tokens, rise.or(range)?)?;
    if range.is_none() {
        return Some(Phrase { start: at, ..second });
    }
    let as_range = dashed(lexicon, tokens, first_at)?;
    if rise.is_none() {
        return Some(Phrase { start: at, ..as_range });
    }
    let labelled = |phrase: Phrase, label| phrase.ways.into_iter().map(move |(reading, _)| (reading, label));
    let (end, unit) = (second.end, second.unit.clone());
    let ways = labelled(as_range, "a range").chain(labelled(second, "a rise or fall to the second number")).collect();
    Some(Phrase { ways, start: at, end, number: at, unit })
}

/// Whether a phrase has one plain way to read it, with this qualifier.
pub(super) fn is_plainly(phrase: &Phrase, qualifier: Qualifier) -> bool {
    phrase.ways.iter().all(|(reading, label)| reading.qualifier() == qualifier && *label == PLAINLY)
}

/// The number that a phrase names in its first way.
pub(super) fn point(phrase: &Phrase) -> Option<u64> {
    phrase.ways.first().and_then(|(reading, _)| reading.point())
}

/// Whether a single number starts at a place.
pub(super) fn number_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<(Option<u64>, usize)> {
    let Numeral { size, end } = numeral_at(lexicon, tokens, at)?;
    let value = match size {
        Size::Whole(value) | Size::Measure(value) | Size::Cut { point: value, .. } => Some(value),
        Size::AtLeast(_) | Size::Dotted { .. } | Size::Unread => None,
    };
    Some((value, end))
}

/// Whether a word follows that makes the number one half of a compound: "300-seitig".
pub(super) fn is_compound(tokens: &[Token], at: usize) -> bool {
    glued_mark_at(tokens, at, '-') && !word_at(tokens, at + 1).is_empty()
}
