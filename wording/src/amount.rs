//! Reads an amount for a fact claim: money, a percentage, a number of things.

use crate::candidate::{Candidate, candidates, sentences};
use crate::noun::Class;
use crate::phrase::PLAINLY;
use crate::token::{Token, mark_at, tokens, word_at};
use crate::words::{Part, part};
use crate::{Qualifier, Reading, Unit, dates, guard};

/// Says what amount words give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// No amount in these words: they stand alone.
    None,
    /// One amount.
    One(Reading),
    /// Words that can be read two ways, each with a short label of the way it is read: the person is asked.
    Ambiguous(Vec<(Reading, &'static str)>),
}

/// How many words after a number are searched for its noun.
const REACH: usize = 8;

/// Reads an amount from a bare phrase or a sentence: "$19.4 million", "more than 400 offices", "46 countries".
///
/// Of the noun, the last word of its first run of plurals is kept: "400 regional offices" are `offices`. An earlier
/// figure ("up from 40"), a whole ("of 770 staff") and a date give none. Several amounts in one text are asked about.
#[must_use]
pub fn read_amount(words: &str) -> Amount {
    let tokens = tokens(words);
    let mut amounts: Vec<Vec<(Reading, &'static str)>> = Vec::new();
    for sentence in sentences(&tokens) {
        let standing = candidates(sentence).into_iter();
        let standing = standing.filter(|one| !guard::rules_out_amount(sentence, &one.phrase, &one.noun));
        amounts.extend(standing.map(|one| ways(sentence, &one)).filter(|ways| !ways.is_empty()));
    }
    let mut seen = std::collections::HashSet::new();
    amounts.retain(|ways| seen.insert(ways.clone()));
    answer(amounts)
}

/// The ways to read one amount, in its unit.
fn ways(tokens: &[Token], candidate: &Candidate) -> Vec<(Reading, &'static str)> {
    let unit = unit(tokens, candidate);
    let is_plain = candidate.phrase.ways.iter().all(|(reading, _)| reading.qualifier() == Qualifier::Exact);
    let is_year = unit == Unit::Number && is_plain && tokens.get(candidate.phrase.number).is_some_and(dates::is_year);
    let label = |label| {
        if is_year { "a number, not a year" } else { label }
    };
    let ways = candidate.phrase.ways.iter();
    ways.filter_map(|(reading, said)| Some((reading.clone().in_unit(unit.clone())?, label(*said)))).collect()
}

/// What the amount counts.
fn unit(tokens: &[Token], candidate: &Candidate) -> Unit {
    match (&candidate.phrase.unit, candidate.noun.class) {
        (Unit::Number, Class::People | Class::Signatures) => Unit::People,
        (Unit::Number, _) => noun(tokens, candidate.phrase.end).map_or(Unit::Number, Unit::Things),
        (unit, _) => unit.clone(),
    }
}

/// The noun after a number: the last of the first run of plurals, else the last word.
fn noun(tokens: &[Token], at: usize) -> Option<String> {
    let start = at + usize::from(word_at(tokens, at) == "of");
    let is_noun = |word: &str| !word.is_empty() && part(word) != Part::Stop;
    let after = (start..start + REACH).map(|at| word_at(tokens, at));
    let phrase: Vec<&str> = after.take_while(|word| is_noun(word)).collect();
    let first = phrase.iter().position(|word| is_plural(word));
    let plurals = first.map(|first| phrase[first..].iter().take_while(|word| is_plural(word)).count() + first);
    let head = plurals.map_or(phrase.last(), |end| phrase.get(end - 1));
    head.filter(|_| !mark_at(tokens, at, '-')).map(|word| (*word).to_owned())
}

fn is_plural(word: &str) -> bool {
    let is_name = ["ss", "us", "is", "'s"].iter().any(|end| word.ends_with(end));
    (word.ends_with('s') && !is_name) || matches!(word, "children" | "people" | "women" | "men")
}

/// The answer that the amounts give together.
pub(crate) fn answer(mut amounts: Vec<Vec<(Reading, &'static str)>>) -> Amount {
    let is_plain = amounts.iter().flatten().all(|(_, label)| *label == PLAINLY);
    match (amounts.len(), amounts.pop()) {
        (_, None) => Amount::None,
        (1, Some(mut only)) if is_plain && only.len() == 1 => {
            only.pop().map_or(Amount::None, |(one, _)| Amount::One(one))
        }
        (1, Some(only)) => Amount::Ambiguous(only),
        (_, Some(last)) => {
            amounts.push(last);
            Amount::Ambiguous(amounts.into_iter().enumerate().flat_map(|(place, ways)| placed(place, ways)).collect())
        }
    }
}

/// Labels an amount that is plain in itself by its place in the text.
fn placed(place: usize, ways: Vec<(Reading, &'static str)>) -> impl Iterator<Item = (Reading, &'static str)> {
    let by_place = if place == 0 { "the first amount in the words" } else { "a later amount in the words" };
    ways.into_iter().map(move |(reading, label)| (reading, if label == PLAINLY { by_place } else { label }))
}
