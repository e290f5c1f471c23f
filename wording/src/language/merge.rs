//! One answer out of what several languages make of the same words.

use crate::amount::Amount;
use crate::count::{Count, Found};
use crate::phrase::PLAINLY;
use crate::{Language, Reading};

/// Merges what languages that the words belong to alike make of a count.
///
/// Where all say the same, that stands; where they differ, every way is given and asked about. Words that may be
/// English give none where English gives none, and are sure where English is: the same nouns are common in several
/// languages.
pub(super) fn counts(answers: &[(Language, Count)]) -> Count {
    let says_none = |one: &(Language, Count)| one.1 == Count::None;
    if answers.iter().all(says_none) || answers.iter().any(|one| is_english(one) && says_none(one)) {
        return Count::None;
    }
    let is_sure = answers.iter().any(is_english) || !answers.iter().any(says_none);
    let is_multiple = answers.iter().all(|(_, one)| matches!(one, Count::Multiple(_)));
    let given = answers.iter().map(|(language, answer)| (*language, ways_of_count(answer)));
    let ways = distinct(given.collect(), says_same);
    match (ways.as_slice(), answers.first()) {
        ([(only, _)], _) if is_sure => Count::One(only.clone()),
        (_, Some((_, first))) if is_multiple && is_sure && ways_of_count(first).len() == ways.len() => first.clone(),
        _ => Count::Ambiguous(ways),
    }
}

/// Merges amounts in the same way.
pub(super) fn amounts(answers: &[(Language, Amount)]) -> Amount {
    let says_none = |one: &(Language, Amount)| one.1 == Amount::None;
    if answers.iter().all(says_none) || answers.iter().any(|one| is_english(one) && says_none(one)) {
        return Amount::None;
    }
    let is_sure = answers.iter().any(is_english) || !answers.iter().any(says_none);
    let given = answers.iter().map(|(language, answer)| (*language, ways_of_amount(answer)));
    let ways = distinct(given.collect(), |one, other| one == other);
    match ways.as_slice() {
        [(only, _)] if is_sure => Amount::One(only.clone()),
        _ => Amount::Ambiguous(ways),
    }
}

const fn is_english<T>((language, _): &(Language, T)) -> bool {
    matches!(language, Language::English)
}

/// The ways that differ, each with its label, or with its language where it has none.
fn distinct<T>(
    given: Vec<(Language, Vec<(T, &'static str)>)>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<(T, &'static str)> {
    let mut out: Vec<(T, &'static str)> = Vec::new();
    for (language, ways) in given {
        for (way, label) in ways {
            if !out.iter().any(|(known, _)| same(known, &way)) {
                out.push((way, if label == PLAINLY { label_of(language) } else { label }));
            }
        }
    }
    out
}

fn ways_of_count(count: &Count) -> Vec<(Found, &'static str)> {
    match count {
        Count::None => Vec::new(),
        Count::One(found) => vec![(found.clone(), PLAINLY)],
        Count::Multiple(found) => found.iter().map(|found| (found.clone(), PLAINLY)).collect(),
        Count::Ambiguous(ways) => ways.clone(),
    }
}

fn ways_of_amount(amount: &Amount) -> Vec<(Reading, &'static str)> {
    match amount {
        Amount::None => Vec::new(),
        Amount::One(reading) => vec![(reading.clone(), PLAINLY)],
        Amount::Ambiguous(ways) => ways.clone(),
    }
}

fn says_same(one: &Found, other: &Found) -> bool {
    (&one.reading, one.population, one.measure) == (&other.reading, other.population, other.measure)
}

const fn label_of(language: Language) -> &'static str {
    match language {
        Language::English => "as English",
        Language::German => "as German",
        Language::French => "as French",
        Language::Spanish => "as Spanish",
        Language::Portuguese => "as Portuguese",
        Language::Italian => "as Italian",
        Language::Dutch => "as Dutch",
        Language::Japanese => "as Japanese",
        Language::Chinese => "as Chinese",
    }
}
