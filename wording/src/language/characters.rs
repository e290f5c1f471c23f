//! Numbers in Japanese and Chinese, which write no spaces: digits with what stands at them.
//!
//! A number counts people only where a counter, a qualifier, a noun or the end of the text follows it, so that years,
//! days, money and everything with a counter of its own is never a count of signers. Numbers in characters alone are
//! not read.

use crate::amount::{self, Amount};
use crate::count::{self, Count, Counted, Found};
use crate::digits;
use crate::fold::{Glyph, fold};
use crate::numeral::{Size, at_least, scaled};
use crate::phrase::{PLAINLY, Way, ways};
use crate::qualify::{self, Bound};
use crate::range::{Joint, range_ways};
use crate::{Measure, Population, Qualifier, Reading, Unit};

use super::script::{Mark, Script};

/// Characters that multiply the digits before them.
const SCALES: [(char, u64); 9] = [
    ('十', 10),
    ('百', 100),
    ('千', 1_000),
    ('万', 10_000),
    ('萬', 10_000),
    ('億', 100_000_000),
    ('亿', 100_000_000),
    ('兆', 1_000_000_000_000),
    ('仟', 1_000),
];

/// How far after a number its noun is looked for.
const REACH: usize = 14;

/// A number in the text with what belongs to it.
struct Figure {
    ways: Vec<Way>,
    start: usize,
    end: usize,
    unit: Unit,
    is_counted: bool,
    is_named: bool,
    ruled_out: bool,
    population: Option<Population>,
    measure: Option<Measure>,
}

/// Reads the number of signers.
pub(super) fn count(script: &Script, words: &str) -> Count {
    let glyphs = fold(words).unwrap_or_default();
    let mut all = Vec::new();
    for (place, sentence) in sentences(&glyphs).into_iter().enumerate() {
        let figures = figures(script, sentence);
        let is_bound = binds(script, sentence, &figures);
        let standing =
            figures.iter().filter(|one| is_bound && !one.ruled_out && one.is_counted && one.unit == Unit::Number);
        all.extend(standing.map(|one| counted(script, sentence, one, place)));
    }
    all.retain(|one: &Counted| !one.ways.is_empty());
    count::answer(all)
}

/// Reads an amount.
pub(super) fn amount(script: &Script, words: &str) -> Amount {
    let glyphs = fold(words).unwrap_or_default();
    let mut amounts: Vec<Vec<Way>> = Vec::new();
    for sentence in sentences(&glyphs) {
        for one in figures(script, sentence).into_iter().filter(|one| !one.ruled_out) {
            let unit = match one.unit {
                Unit::Number if one.is_named => Unit::People,
                Unit::Number if one.is_counted => Unit::Number,
                Unit::Number => continue,
                unit => unit,
            };
            let in_unit = |(reading, label): Way| Some((reading.in_unit(unit.clone())?, label));
            amounts.push(one.ways.into_iter().filter_map(in_unit).collect());
        }
    }
    let mut seen = std::collections::HashSet::new();
    amounts.retain(|ways: &Vec<Way>| !ways.is_empty() && seen.insert(ways.clone()));
    amount::answer(amounts)
}

fn sentences(glyphs: &[Glyph]) -> Vec<&[Glyph]> {
    let is_end = |glyph: &Glyph| matches!(glyph.char, '。' | '!' | '?' | '\n' | ';');
    glyphs.split(is_end).filter(|sentence| !sentence.is_empty()).collect()
}

fn counted(script: &Script, sentence: &[Glyph], one: &Figure, place: usize) -> Counted {
    let span = sentence[one.start].start..sentence[one.end - 1].end;
    let signs = (0..sentence.len()).any(|at| script.find(sentence, at, is_signing).is_some());
    let measure = one.measure.or_else(|| signs.then_some(Measure::Signatures));
    let found = |(reading, label): &Way| {
        let reading = reading.clone().in_unit(Unit::People)?;
        let is_year = !one.is_named && *label == PLAINLY && is_year(&reading);
        let label = if is_year { "a number of signers, not a year" } else { *label };
        Some((Found { reading, population: one.population, measure, span: span.clone() }, label))
    };
    Counted { ways: one.ways.iter().filter_map(found).collect(), act: None, sentence: place, is_named: one.is_named }
}

fn is_year(reading: &Reading) -> bool {
    reading.qualifier() == Qualifier::Exact && reading.point().is_some_and(|point| (1900..2100).contains(&point))
}

const fn is_signing(mark: Mark) -> Option<()> {
    match mark {
        Mark::Signature | Mark::Sign => Some(()),
        _ => None,
    }
}

/// Whether a sentence lets its numbers count: nothing else stands in it, or it speaks of signing and leaves none open.
fn binds(script: &Script, sentence: &[Glyph], figures: &[Figure]) -> bool {
    let mut is_outside = vec![true; sentence.len()];
    for figure in figures {
        is_outside[figure.start..figure.end].fill(false);
    }
    let outside: Vec<usize> = (0..sentence.len()).filter(|at| is_outside[*at]).collect();
    if outside.iter().any(|at| script.is(sentence, *at, Mark::Block).is_some()) {
        return false;
    }
    let speaks = (0..sentence.len()).any(|at| script.find(sentence, at, is_signing).is_some());
    speaks || is_bare(script, sentence, &outside)
}

fn is_bare(script: &Script, sentence: &[Glyph], outside: &[usize]) -> bool {
    let filler = |mark| matches!(mark, Mark::Filler | Mark::Idle | Mark::Former | Mark::People(..)).then_some(());
    let mut until = 0;
    outside.iter().all(|at| {
        if *at < until || !sentence[*at].char.is_alphanumeric() {
            return true;
        }
        let end = script.find(sentence, *at, filler).map(|((), end)| end);
        until = end.unwrap_or(until);
        end.is_some()
    })
}

/// Finds the numbers of a sentence.
fn figures(script: &Script, sentence: &[Glyph]) -> Vec<Figure> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        match number_at(script, sentence, at) {
            Some(number) => {
                let figure = figure(script, sentence, at, &number);
                at = figure.end.max(at + 1);
                out.push(figure);
            }
            None if sentence[at].char.is_ascii_digit() => at = digits::end_of_run(sentence, at).max(at + 1),
            None => at += 1,
        }
    }
    out
}

/// A number with its scale.
struct Number {
    size: Size,
    end: usize,
}

/// Reads digits with their scales, or a vague number such as "数百".
fn number_at(script: &Script, glyphs: &[Glyph], at: usize) -> Option<Number> {
    if let Some(((), next)) = script.find(glyphs, at, |mark| (mark == Mark::Several).then_some(())) {
        let (scale, end) = scale_at(glyphs, next)?;
        return Some(Number { size: at_least(scale.checked_mul(2)), end });
    }
    digits_at(glyphs, at)
}

fn digits_at(glyphs: &[Glyph], at: usize) -> Option<Number> {
    let (first, mut end) = digits::plain(glyphs, at)?;
    let Some((scale, next)) = scale_at(glyphs, end) else {
        return Some(Number { size: first.map_or(Size::Unread, |written| scaled(written, 1)), end });
    };
    let Some(mut total) = first.map(|written| scaled(written, scale)) else {
        return Some(Number { size: Size::Unread, end: next });
    };
    end = next;
    let mut last = scale;
    // "1万2000" goes on below the scale.
    while let Some((written, next)) = digits::plain(glyphs, end) {
        let (scale, next) = scale_at(glyphs, next).unwrap_or((1, next));
        let more = written.map(|written| scaled(written, scale));
        total = if scale < last { more.map_or(Size::Unread, |more| sum(total, more, last)) } else { Size::Unread };
        (last, end) = (scale, next);
    }
    Some(Number { size: total, end })
}

/// The sum of a number and what is written below its scale; cut where the smaller is.
fn sum(total: Size, more: Size, scale: u64) -> Size {
    let (Size::Cut { point, .. } | Size::Whole(point)) = total else {
        return Size::Unread;
    };
    match more {
        Size::Whole(more) if more < scale => point.checked_add(more).map_or(Size::Unread, Size::Whole),
        Size::Cut { point: more, step } if more < scale => {
            point.checked_add(more).map_or(Size::Unread, |point| Size::Cut { point, step })
        }
        _ => Size::Unread,
    }
}

/// Reads scale characters: "万", "十万", "百万", "千万".
fn scale_at(glyphs: &[Glyph], at: usize) -> Option<(u64, usize)> {
    let one = |at: usize| {
        let glyph = glyphs.get(at)?;
        SCALES.iter().find(|(char, _)| *char == glyph.char).map(|(_, scale)| *scale)
    };
    let first = one(at)?;
    match one(at + 1).filter(|second| *second > first && *second >= 10_000) {
        Some(second) => Some((first * second, at + 2)),
        None => Some((first, at + 1)),
    }
}

/// Reads what stands around a number.
fn figure(script: &Script, glyphs: &[Glyph], at: usize, number: &Number) -> Figure {
    let mut figure = Figure {
        ways: Vec::new(),
        start: at,
        end: number.end,
        unit: Unit::Number,
        is_counted: false,
        is_named: false,
        ruled_out: false,
        population: None,
        measure: None,
    };
    let mut bound = qualified_before(script, glyphs, &mut figure);
    let other = range_end(script, glyphs, number.end);
    figure.end = other.as_ref().map_or(number.end, |other| other.end);
    bound = qualified_after(script, glyphs, &mut figure, bound);
    figure.ways = match &other {
        Some(other) if bound == Bound::Plain => range_ways(number.size, other.size, &figure.unit, Joint::Range),
        Some(_) => Vec::new(),
        None => ways(bound, number.size, &figure.unit),
    };
    named(script, glyphs, &mut figure);
    ruled(script, glyphs, &mut figure);
    figure
}

/// Takes the qualifiers and the currency sign before a number.
fn qualified_before(script: &Script, glyphs: &[Glyph], figure: &mut Figure) -> Bound {
    let mut bound = Bound::Plain;
    let pick = |mark| match mark {
        Mark::Before(qualifier) => Some(Some(qualifier)),
        Mark::Idle => Some(None),
        _ => None,
    };
    loop {
        figure.start = spaces_before(glyphs, figure.start);
        match figure.start.checked_sub(1).map(|before| glyphs[before].char) {
            Some('$') => figure.unit = Unit::Money("USD".to_owned()),
            Some('€') => figure.unit = Unit::Money("EUR".to_owned()),
            Some('¥' | '￥') => {
                // Yen and yuan are written with the same sign.
                figure.ruled_out = true;
                return bound;
            }
            _ => match script.before(glyphs, figure.start, pick) {
                Some((found, start)) => {
                    bound = qualify::both_before(bound, found);
                    figure.start = start;
                    continue;
                }
                None => return bound,
            },
        }
        figure.start -= 1;
    }
}

/// Where the spaces before a place start, if something stands before them.
fn spaces_before(glyphs: &[Glyph], at: usize) -> usize {
    let start = at - glyphs[..at].iter().rev().take_while(|glyph| glyph.char == ' ').count();
    if start == 0 { at } else { start }
}

fn spaces_after(glyphs: &[Glyph], at: usize) -> usize {
    at + glyphs[at..].iter().take_while(|glyph| glyph.char == ' ').count()
}

/// The other end of a range: "400~500人", "400人から500人" is none, as it may be a rise.
fn range_end(script: &Script, glyphs: &[Glyph], at: usize) -> Option<Number> {
    let next = match glyphs.get(at)?.char {
        '~' | '-' | '–' => at + 1,
        _ => script.is(glyphs, at, Mark::To)?,
    };
    digits_at(glyphs, next)
}

/// Takes the counter, the unit and the qualifiers after a number, in any order that is usual.
fn qualified_after(script: &Script, glyphs: &[Glyph], figure: &mut Figure, before: Bound) -> Bound {
    let mut bound = before;
    let inside = |mark| if let Mark::Inside(qualifier) = mark { Some(qualifier) } else { None };
    let after = |mark| if let Mark::After(qualifier) = mark { Some(qualifier) } else { None };
    if let Some((qualifier, end)) = script.find(glyphs, figure.end, inside) {
        bound = qualify::both(bound, Some(qualifier));
        figure.end = scale_at(glyphs, end).map_or(end, |_| end);
        if scale_at(glyphs, end).is_some() {
            // "1千多万" leaves open what is more.
            bound = Bound::Unclear;
        }
    }
    unit_after(script, glyphs, figure);
    let counter = spaces_after(glyphs, figure.end);
    if figure.unit == Unit::Number
        && let Some(end) = counter_at(script, glyphs, counter)
    {
        (figure.end, figure.is_counted, figure.is_named) = (end, true, true);
    }
    while let Some((qualifier, end)) = script.find(glyphs, figure.end, after) {
        bound = qualify::both(bound, Some(qualifier));
        (figure.end, figure.is_counted) = (end, true);
    }
    // "300以上人" does not exist, but "300以上の人" and a counter after the qualifier do.
    if figure.unit == Unit::Number
        && let Some(end) = counter_at(script, glyphs, figure.end)
    {
        (figure.end, figure.is_counted, figure.is_named) = (end, true, true);
    }
    bound
}

fn counter_at(script: &Script, glyphs: &[Glyph], at: usize) -> Option<usize> {
    script.is(glyphs, at, Mark::Counter).filter(|_| script.is(glyphs, at, Mark::NoCounter).is_none())
}

fn unit_after(script: &Script, glyphs: &[Glyph], figure: &mut Figure) {
    let at = spaces_after(glyphs, figure.end);
    let money = |mark| if let Mark::Money(code) = mark { Some(code) } else { None };
    if glyphs.get(at).is_some_and(|glyph| glyph.char == '%') {
        (figure.unit, figure.end) = (Unit::Percent, at + 1);
    } else if let Some((code, end)) = script.find(glyphs, at, money) {
        (figure.unit, figure.end) = (Unit::Money(code.to_owned()), end);
    }
}

/// Takes the noun that follows a number at once, or that stands before it: "従業員300人", "300人の従業員".
fn named(script: &Script, glyphs: &[Glyph], figure: &mut Figure) {
    if figure.unit != Unit::Number {
        return;
    }
    let noun = |mark| match mark {
        Mark::People(population, measure) => Some((population, measure)),
        Mark::Signature => Some((None, Some(Measure::Signatures))),
        _ => None,
    };
    let at = spaces_after(glyphs, figure.end);
    figure.is_counted |= glyphs.get(at).is_none_or(|glyph| !glyph.char.is_alphanumeric() && glyph.char != '%');
    let reach = if figure.is_named { REACH } else { 2 };
    let after = (at..at + reach)
        .take_while(|place| glyphs.get(*place).is_some_and(|glyph| is_in_phrase(glyph.char)))
        .find_map(|place| script.find(glyphs, place, noun).map(|(found, end)| (found, place, end)));
    if let Some(((population, measure), start, end)) = after {
        (figure.population, figure.measure) = (population, measure);
        former(script, glyphs, start, figure);
        (figure.end, figure.is_counted, figure.is_named) = (end, true, true);
    }
    if figure.population.is_none()
        && let Some(((population, measure), start)) = script.before(glyphs, spaces_before(glyphs, figure.start), noun)
    {
        (figure.population, figure.measure) = (population, figure.measure.or(measure));
        former(script, glyphs, start, figure);
        (figure.start, figure.is_named) = (start, true);
    }
}

/// Whether a character belongs to the noun phrase after a number; the particles of Japanese end one.
fn is_in_phrase(char: char) -> bool {
    char.is_alphanumeric() && !char.is_numeric() && !"がはをにでもへと".contains(char)
}

fn former(script: &Script, glyphs: &[Glyph], noun: usize, figure: &mut Figure) {
    let is_former = script.before(glyphs, noun, |mark| (mark == Mark::Former).then_some(())).is_some();
    if is_former && figure.population == Some(Population::Employees) {
        figure.population = Some(Population::FormerEmployees);
    }
}

/// Rules out ordinals, wholes and earlier figures.
fn ruled(script: &Script, glyphs: &[Glyph], figure: &mut Figure) {
    let other = script.before(glyphs, figure.start, |mark| (mark == Mark::Other).then_some(())).is_some();
    let at = spaces_after(glyphs, figure.end);
    let whole = script.is(glyphs, at, Mark::Whole).is_some() && script.is(glyphs, at, Mark::NoCounter).is_none();
    let is_touched = figure.start.checked_sub(1).is_some_and(|at| {
        let before = glyphs[at].char;
        before.is_ascii_alphanumeric() || matches!(before, '-' | '/' | '.' | '#' | '№' | '£' | '~' | '–')
    });
    let goes_on = glyphs
        .get(figure.end)
        .is_some_and(|next| next.char.is_ascii_alphanumeric() || matches!(next.char, '/' | ':' | '-'));
    figure.ruled_out |= other || whole || is_touched || goes_on;
}
