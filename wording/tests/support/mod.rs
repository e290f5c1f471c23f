//! A short notation for answers, so that a table has one row a wording.

#![allow(dead_code, reason = "each test file uses a part of it")]

use wording::{Amount, Count, Found, Qualifier, Reading, Unit};

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
    match wording::read_count(words) {
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
    match wording::read_amount(words) {
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
