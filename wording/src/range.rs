//! Two numbers that bound one: "between 400 and 500", "400 to 500", "400–500"; and "from 150 to 300", which may be a
//! rise.

use crate::numeral::Size;
use crate::phrase::{Amount, PLAINLY, Phrase, Way, amount_at, simple_at, ways};
use crate::qualify::{self, Bound};
use crate::token::{Kind, Token, mark_at, word_at, word_before};
use crate::words::CHANGE;
use crate::{Qualifier, RULE_SET, Reading, Unit};

/// How far back a verb of change is looked for: "rose in two days from".
const VERB_REACH: usize = 6;

/// Reads a range at a place.
pub(crate) fn range_at(tokens: &[Token], at: usize) -> Option<Phrase> {
    match word_at(tokens, at) {
        "between" => between(tokens, at),
        "from" => from_to(tokens, at),
        _ => dashed(tokens, at),
    }
}

/// "Between 400 and 500".
fn between(tokens: &[Token], at: usize) -> Option<Phrase> {
    let (bound, start) = qualify::before(tokens, at + 1);
    let low = amount_at(tokens, start)?;
    if !matches!(word_at(tokens, low.end), "and" | "to") && !is_dash(tokens, low.end) {
        return None;
    }
    let (other_bound, other_start) = qualify::before(tokens, low.end + 1);
    let high = amount_at(tokens, other_start)?;
    let is_plain = bound == Bound::Plain && other_bound == Bound::Plain;
    Some(pair(at, start, &low, &high, is_plain.then_some(Joint::Range)))
}

/// "400 to 500", "400–500", "five or six", with no qualifier that would blur the ends.
fn dashed(tokens: &[Token], at: usize) -> Option<Phrase> {
    let (bound, start) = qualify::before(tokens, at);
    let low = amount_at(tokens, start)?;
    let joint = joint(tokens, low.end)?;
    let high = amount_at(tokens, low.end + 1)?;
    let joint = if is_phone(tokens, start, low.end) { Joint::MaybeRange } else { joint };
    Some(pair(at, start, &low, &high, (bound == Bound::Plain).then_some(joint)))
}

/// What stands between two numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// "Between … and …", "–": a range.
    Range,
    /// "Or": a range of two neighbours, and else one of the two.
    Or,
    /// "To": a range, or a fall where the first number is the larger.
    To,
    /// A hyphen in the shape of a phone number.
    MaybeRange,
}

fn joint(tokens: &[Token], at: usize) -> Option<Joint> {
    match word_at(tokens, at) {
        "to" => Some(Joint::To),
        "or" => Some(Joint::Or),
        _ => is_dash(tokens, at).then_some(Joint::Range),
    }
}

/// Whether a hyphen or a dash stands here.
pub(crate) fn is_dash(tokens: &[Token], at: usize) -> bool {
    mark_at(tokens, at, '-') || mark_at(tokens, at, '–')
}

/// Whether three digits, a hyphen and four digits stand here: "555-1234".
pub(crate) fn is_phone(tokens: &[Token], start: usize, dash: usize) -> bool {
    let digits = |at: usize| {
        tokens.get(at).map_or(0, |token| match token.kind {
            Kind::Number(written) if !written.grouped && written.scale == 1 => token.span.len(),
            _ => 0,
        })
    };
    dash == start + 1 && mark_at(tokens, dash, '-') && digits(start) == 3 && digits(dash + 1) == 4
}

/// Joins two numbers into one phrase; without a joint it is a pair of numbers that cannot be read.
pub(crate) fn pair(at: usize, number: usize, low: &Amount, high: &Amount, joint: Option<Joint>) -> Phrase {
    let unit = match (&low.unit, &high.unit) {
        (one, other) if one == other || *other == Unit::Number => Some(one.clone()),
        (Unit::Number, other) => Some(other.clone()),
        _ => None,
    };
    let ways =
        unit.as_ref().zip(joint).map_or_else(Vec::new, |(unit, joint)| range_ways(low.size, high.size, unit, joint));
    let end = high.end;
    Phrase { ways, start: at, end, number, unit: unit.unwrap_or(Unit::Number) }
}

/// The ways to read two numbers: a range where the second is not smaller, and else only "to" can be read, as a fall.
pub(crate) fn range_ways(low: Size, high: Size, unit: &Unit, joint: Joint) -> Vec<Way> {
    let Some((lower, upper)) = ends(low, high) else {
        return Vec::new();
    };
    let range =
        |lower, upper| Reading::new(Qualifier::Range, None, Some(lower), Some(upper), unit.clone(), RULE_SET).ok();
    let plain = |label| range(lower, upper).map(|reading| (reading, label)).into_iter().collect();
    match joint {
        Joint::MaybeRange => plain("a range, not a phone number"),
        Joint::Range | Joint::To if lower <= upper => plain(PLAINLY),
        Joint::Range => Vec::new(),
        Joint::Or if lower.checked_add(1) == Some(upper) => plain(PLAINLY),
        Joint::Or => {
            let one =
                |size, label| ways(Bound::Plain, size, unit).into_iter().map(move |(reading, _)| (reading, label));
            one(low, "the first of two numbers").chain(one(high, "the second of two numbers")).collect()
        }
        Joint::To => {
            let turned = range(upper, lower).map(|reading| (reading, "a range, its ends turned round"));
            let fall = Reading::of_point(Qualifier::Exact, upper, unit.clone())
                .map(|reading| (reading, "a fall to the second number"));
            turned.into_iter().chain(fall).collect()
        }
    }
}

/// The two numbers; a scale after the second counts for both in "5 to 6 million".
fn ends(low: Size, high: Size) -> Option<(u64, u64)> {
    let upper = point(high)?;
    let lower = point(low)?;
    let shared = match (low, high) {
        (Size::Whole(lower), Size::Cut { point, .. }) if lower < 1_000 => {
            let scale = 1_000_u64.pow(point.ilog10() / 3);
            lower.checked_mul(scale).filter(|scaled| *scaled < point)
        }
        _ => None,
    };
    Some((shared.unwrap_or(lower), upper))
}

fn point(size: Size) -> Option<u64> {
    match size {
        Size::Whole(point) | Size::Cut { point, .. } | Size::Measure(point) => Some(point),
        Size::AtLeast(_) | Size::Dotted { .. } | Size::Unread => None,
    }
}

/// "From 150 to 300": the second number after a verb of change, a range after "ranging", and else either.
fn from_to(tokens: &[Token], at: usize) -> Option<Phrase> {
    let first = simple_at(tokens, at + 1)?;
    if word_at(tokens, first.end) != "to" {
        return None;
    }
    let second = simple_at(tokens, first.end + 1)?;
    let is_change =
        (1..=VERB_REACH).any(|back| at.checked_sub(back).is_some_and(|place| CHANGE.contains(&word_at(tokens, place))));
    if is_change {
        return Some(Phrase { start: at, ..second });
    }
    let range = dashed(tokens, at + 1);
    let is_range = matches!(
        word_before(tokens, at),
        "ranging" | "ranges" | "ranged" | "anywhere" | "somewhere" | "estimates" | "varying"
    );
    let as_range = range
        .into_iter()
        .flat_map(|phrase| phrase.ways)
        .map(|(reading, _)| (reading, if is_range { PLAINLY } else { "a range" }));
    let as_rise = second
        .ways
        .into_iter()
        .filter(|_| !is_range)
        .map(|(reading, _)| (reading, "a rise or fall to the second number"));
    let ways = as_range.chain(as_rise).collect();
    Some(Phrase { ways, start: at, end: second.end, number: at, unit: second.unit })
}
