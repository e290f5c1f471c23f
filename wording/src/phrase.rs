//! A number with everything that belongs to it: qualifiers, a currency, a percent sign, the other end of a range.

use crate::cardinal;
use crate::numeral::{Numeral, Size, numeral_at, plural};
use crate::qualify::{self, Bound};
use crate::range;
use crate::token::{Kind, Token, mark_at, word_at};
use crate::{Qualifier, RULE_SET, Reading, Unit, unit};

/// One way to read a phrase, with the label of that way.
pub(crate) type Way = (Reading, &'static str);

/// The label of the only way to read a phrase.
pub(crate) const PLAINLY: &str = "as written";

/// A number in the text with what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// The ways to read it; none where it is a number but cannot be read.
    pub(crate) ways: Vec<Way>,
    /// Its first token.
    pub(crate) start: usize,
    /// The token after it.
    pub(crate) end: usize,
    /// Where the number itself starts, after its qualifiers.
    pub(crate) number: usize,
    /// What the words right at the number say that it counts: money, percent, or nothing.
    pub(crate) unit: Unit,
}

/// Reads a number phrase at a place.
pub(crate) fn phrase_at(tokens: &[Token], at: usize) -> Option<Phrase> {
    if !can_start(tokens.get(at)?) {
        return None;
    }
    range::range_at(tokens, at).or_else(|| simple_at(tokens, at)).or_else(|| fraction_at(tokens, at))
}

/// Whether a token can start a number phrase: most words cannot, and are passed over at once.
fn can_start(token: &Token) -> bool {
    const OTHERS: &[&str] =
        &["between", "from", "a", "an", "half", "several", "couple", "no", "nobody", "none", "single"];
    match &token.kind {
        Kind::Number(_) | Kind::Fraction(..) => true,
        Kind::Mark(mark) => !mark.is_alphanumeric() && !".,;:()'\"-–".contains(*mark),
        Kind::Word { text, capitals, .. } => {
            // Currency codes and the letters before a sign ("US$", "Rs") are short.
            let is_currency = text.len() <= 2 || (*capitals && text.len() == 3);
            is_currency
                || OTHERS.contains(&text.as_str())
                || cardinal::small(text).is_some()
                || plural(text).is_some()
                || qualify::is_first_word(text)
        }
        Kind::Opaque => false,
    }
}

/// Reads a phrase with one number.
pub(crate) fn simple_at(tokens: &[Token], at: usize) -> Option<Phrase> {
    let (bound, start) = qualify::before(tokens, at);
    let amount = amount_at(tokens, start)?;
    let after = qualify::after(tokens, amount.end);
    let end = after.map_or(amount.end, |(_, end)| end);
    let bound = qualify::both(bound, after.map(|(qualifier, _)| qualifier));
    let percent = percent_end(tokens, end);
    let unit = if percent.is_some() { Unit::Percent } else { amount.unit };
    let ways = ways(bound, amount.size, &unit);
    Some(Phrase { ways, start: at, end: percent.unwrap_or(end), number: start, unit })
}

/// A number with its currency or percent sign.
pub(crate) struct Amount {
    /// What the number says.
    pub(crate) size: Size,
    /// Money, percent, or a bare number.
    pub(crate) unit: Unit,
    /// The token after it.
    pub(crate) end: usize,
}

/// Reads one number with the currency before or after it, or percent.
pub(crate) fn amount_at(tokens: &[Token], at: usize) -> Option<Amount> {
    if let Some((code, next)) = currency_before(tokens, at) {
        let Numeral { size, end } = numeral_at(tokens, next)?;
        return Some(Amount { size, unit: Unit::Money(code.to_owned()), end });
    }
    let Numeral { size, end } = numeral_at(tokens, at)?;
    if let Some(end) = percent_end(tokens, end) {
        return Some(Amount { size, unit: Unit::Percent, end });
    }
    Some(match currency_after(tokens, end) {
        Some((code, end)) => Amount { size, unit: Unit::Money(code.to_owned()), end },
        None => Amount { size, unit: Unit::Number, end },
    })
}

/// A mark such as "$" or "US$", or a code such as "CHF", before a number.
pub(crate) fn currency_before(tokens: &[Token], at: usize) -> Option<(&'static str, usize)> {
    let token = tokens.get(at)?;
    match &token.kind {
        Kind::Mark(mark) => unit::currency_of_mark(mark.encode_utf8(&mut [0; 4])).map(|code| (code, at + 1)),
        Kind::Word { text, .. } if mark_at(tokens, at + 1, '$') => {
            unit::currency_of_mark(&format!("{text}$")).map(|code| (code, at + 2))
        }
        Kind::Word { text, capitals, .. } => {
            let code = if *capitals { unit::currency_of_code(&text.to_uppercase()) } else { None };
            code.or_else(|| unit::currency_of_mark(text)).map(|code| (code, at + 1))
        }
        Kind::Number(_) | Kind::Fraction(..) | Kind::Opaque => None,
    }
}

/// A noun such as "dollars", "of dollars" or "US dollars", a code, or a sign, after a number.
fn currency_after(tokens: &[Token], at: usize) -> Option<(&'static str, usize)> {
    let start = at + usize::from(word_at(tokens, at) == "of");
    let state = match word_at(tokens, start) {
        "u" if word_at(tokens, start + 1) == "s" => 2,
        "us" | "american" => 1,
        _ => 0,
    };
    let token = tokens.get(start + state)?;
    let code = match &token.kind {
        Kind::Mark(mark) if state == 0 && start == at => match mark {
            '€' | '£' => unit::currency_of_mark(mark.encode_utf8(&mut [0; 4])),
            _ => None,
        },
        Kind::Word { text, capitals, .. } => {
            let code = if *capitals { unit::currency_of_code(&text.to_uppercase()) } else { None };
            code.or_else(|| unit::currency_of_noun(text))
        }
        Kind::Mark(_) | Kind::Number(_) | Kind::Fraction(..) | Kind::Opaque => None,
    };
    code.map(|code| (code, start + state + 1))
}

/// Where "%", "percent", "per cent" ends.
pub(crate) fn percent_end(tokens: &[Token], at: usize) -> Option<usize> {
    let at = at + usize::from(mark_at(tokens, at, '-'));
    match word_at(tokens, at) {
        "percent" | "pct" => Some(at + 1),
        "per" if word_at(tokens, at + 1) == "cent" => Some(at + 2),
        _ => mark_at(tokens, at, '%').then_some(at + 1),
    }
}

/// The readings of a number with a qualifier; none where the words do not say what is bounded.
pub(crate) fn ways(bound: Bound, size: Size, unit: &Unit) -> Vec<Way> {
    let of = |point| of_bound(bound, point, unit);
    match size {
        Size::Dotted { thousands, decimal } => {
            let thousands = of(thousands).map(|reading| (reading, "the point separates thousands"));
            let decimal = decimal.and_then(of).map(|reading| (reading, "the point is a decimal point"));
            thousands.into_iter().chain(decimal).collect()
        }
        Size::Cut { point, step } if bound == Bound::Plain => plainly(cut(point, step, unit)),
        Size::Measure(point) if bound == Bound::Plain => {
            plainly(Reading::of_point(Qualifier::Approx, point, unit.clone()))
        }
        Size::Whole(point) | Size::Cut { point, .. } | Size::Measure(point) => plainly(of(point)),
        Size::AtLeast(lower) => plainly(vague(bound, lower, unit)),
        Size::Unread => Vec::new(),
    }
}

fn plainly(reading: Option<Reading>) -> Vec<Way> {
    reading.map(|reading| (reading, PLAINLY)).into_iter().collect()
}

fn of_bound(bound: Bound, point: u64, unit: &Unit) -> Option<Reading> {
    match bound {
        Bound::Plain => Reading::of_point(Qualifier::Exact, point, unit.clone()),
        Bound::By(qualifier) => Reading::of_point(qualifier, point, unit.clone()),
        Bound::Unclear => None,
    }
}

/// A rounded reading: half a place below, and just under half a place above.
fn cut(point: u64, step: u64, unit: &Unit) -> Option<Reading> {
    let upper = point.checked_add(step / 2)?.checked_sub(1)?;
    let lower = point.checked_sub(step / 2)?;
    Reading::new(Qualifier::Rounded, Some(point), Some(lower), Some(upper), unit.clone(), RULE_SET).ok()
}

/// A vague reading. "More than" and "at least" leave its lower bound standing; every other qualifier leaves none.
fn vague(bound: Bound, lower: u64, unit: &Unit) -> Option<Reading> {
    let stands = matches!(bound, Bound::Plain | Bound::By(Qualifier::MoreThan | Qualifier::AtLeast));
    let reading = || Reading::new(Qualifier::Vague, None, Some(lower), None, unit.clone(), RULE_SET).ok();
    if stands { reading() } else { None }
}

/// "12/50": one of the two, and the words do not say which.
fn fraction_at(tokens: &[Token], at: usize) -> Option<Phrase> {
    let (bound, start) = qualify::before(tokens, at);
    let Kind::Fraction(one, other) = tokens.get(start)?.kind else {
        return None;
    };
    let first = of_bound(bound, one, &Unit::Number).map(|reading| (reading, "the first number, out of the second"));
    let second = of_bound(bound, other, &Unit::Number).map(|reading| (reading, "the second number"));
    let ways = first.into_iter().chain(second).collect();
    Some(Phrase { ways, start: at, end: start + 1, number: start, unit: Unit::Number })
}
