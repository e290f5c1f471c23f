//! A short notation for answers, so that a table has one row a wording.

#![allow(dead_code, reason = "each test file uses a part of it")]

use wording::{Amount, Count, Found, Language, Qualifier, Reading, Unit};

/// A reading as "qualifier point lower..upper".
pub(crate) fn short(reading: &Reading) -> String {
    let number = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
    let (point, lower, upper) = (number(reading.point()), number(reading.lower()), number(reading.upper()));
    let name = reading.qualifier().as_str();
    match reading.qualifier() {
        Qualifier::Exact => point,
        Qualifier::Range | Qualifier::Vague => format!("{name} {lower}..{upper}"),
        _ => format!("{name} {point} [{lower}..{upper}]"),
    }
}

fn found(found: &Found) -> String {
    let population = found.population.map_or("", |population| population.as_str());
    let measure = found.measure.map_or("", |measure| measure.as_str());
    let rest =
        [population, measure].iter().filter(|word| !word.is_empty()).fold(String::new(), |all, word| all + " " + word);
    short(&found.reading) + &rest
}

/// An answer of `read_count` in short.
pub(crate) fn count(words: &str) -> String {
    let count = wording::read_count(words);
    assert_eq!(
        wording::read_count_in(words, None),
        count,
        "{words:?} is read as English, whatever language it looks like"
    );
    shown(count)
}

/// Compares answers of `read_count_in` with a table of languages and words.
pub(crate) fn check_in(rows: &[(Language, &str, &str)]) {
    let read = |language, words| shown(wording::read_count_in(words, Some(language)));
    let wrong = rows.iter().filter(|(language, words, expected)| read(*language, words) != *expected);
    let shown: Vec<String> = wrong
        .map(|(language, words, expected)| {
            format!("{} {words:?}\n   read     {}\n   expected {expected}", language.tag(), read(*language, words))
        })
        .collect();
    assert!(shown.is_empty(), "{} of {} rows\n{}", shown.len(), rows.len(), shown.join("\n"));
}

pub(crate) fn shown(count: Count) -> String {
    match count {
        Count::None => "none".to_owned(),
        Count::One(one) => found(&one),
        Count::Multiple(all) => all.iter().map(found).collect::<Vec<_>>().join(" + "),
        Count::Ambiguous(ways) => ways.iter().map(|(one, _)| found(one)).collect::<Vec<_>>().join(" | ") + " ?",
    }
}

fn amount_of(reading: &Reading) -> String {
    let unit = match reading.unit() {
        Unit::People => "people".to_owned(),
        Unit::Money(code) => code.clone(),
        Unit::Percent => "%".to_owned(),
        Unit::Things(noun) => noun.clone(),
        Unit::Number => String::new(),
    };
    format!("{} {unit}", short(reading)).trim().to_owned()
}

/// An answer of `read_amount` in short.
pub(crate) fn amount(words: &str) -> String {
    let amount = wording::read_amount(words);
    assert_eq!(
        wording::read_amount_in(words, None),
        amount,
        "{words:?} is read as English, whatever language it looks like"
    );
    shown_amount(amount)
}

/// An answer of `read_amount_in` in short.
pub(crate) fn amount_in(words: &str, language: Option<Language>) -> String {
    shown_amount(wording::read_amount_in(words, language))
}

fn shown_amount(amount: Amount) -> String {
    match amount {
        Amount::None => "none".to_owned(),
        Amount::One(one) => amount_of(&one),
        Amount::Ambiguous(ways) => ways.iter().map(|(one, _)| amount_of(one)).collect::<Vec<_>>().join(" | ") + " ?",
    }
}

/// Compares a table with what is read, and shows every row that differs.
pub(crate) fn check(read: fn(&str) -> String, rows: &[(&str, &str)]) {
    let wrong = rows.iter().filter(|(words, expected)| read(words) != *expected);
    let shown: Vec<String> = wrong
        .map(|(words, expected)| format!("{words:?}\n   read     {}\n   expected {expected}", read(words)))
        .collect();
    assert!(shown.is_empty(), "{} of {} rows\n{}", shown.len(), rows.len(), shown.join("\n"));
}
