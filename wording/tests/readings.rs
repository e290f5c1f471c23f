//! What a reading can be, and how two of them compare.

#![allow(clippy::panic, reason = "in `read` a failure is a failed test")]

use std::cmp::Ordering;

use wording::{Count, Qualifier, RULE_SET, Reading, ReadingError, Unit, read_count};

fn read(words: &str) -> Reading {
    match read_count(words) {
        Count::One(found) => found.reading,
        other => panic!("{words}: {other:?}"),
    }
}

#[test]
fn a_reading_of_another_shape_than_its_qualifier_is_refused() {
    let new = |qualifier, point, lower, upper| Reading::new(qualifier, point, lower, upper, Unit::People, RULE_SET);
    for (qualifier, point, lower, upper) in [
        (Qualifier::Exact, Some(100), Some(100), None),
        (Qualifier::MoreThan, Some(100), Some(100), None),
        (Qualifier::MoreThan, Some(101), Some(101), None),
        (Qualifier::MoreThan, Some(100), Some(101), Some(200)),
        (Qualifier::Nearly, Some(100), Some(90), Some(99)),
        (Qualifier::Approx, Some(100), Some(95), Some(105)),
        (Qualifier::Rounded, Some(1_200), Some(1_000), Some(1_300)),
        (Qualifier::Range, None, Some(500), Some(400)),
        (Qualifier::Range, Some(450), Some(400), Some(500)),
        (Qualifier::Vague, Some(200), Some(200), None),
        (Qualifier::Vague, None, Some(217), None),
    ] {
        assert!(new(qualifier, point, lower, upper).is_err(), "{qualifier:?} {point:?} {lower:?} {upper:?}");
    }
}

#[test]
fn an_unknown_currency_a_capital_noun_and_an_empty_rule_are_refused() {
    let new = |unit, rule: &str| Reading::new(Qualifier::Approx, Some(1), None, None, unit, rule);
    assert!(matches!(new(Unit::Money("XXX".to_owned()), RULE_SET), Err(ReadingError::Unit(_))));
    assert!(matches!(new(Unit::Things("Offices".to_owned()), RULE_SET), Err(ReadingError::Unit(_))));
    assert_eq!(new(Unit::People, " "), Err(ReadingError::NoRule));
}

#[test]
fn json_of_another_shape_is_refused() {
    let json =
        r#"{"qualifier":"more_than","point":100,"lower":100,"upper":null,"unit":"people","rule":"conservative-1"}"#;
    let error = serde_json::from_str::<Reading>(json).unwrap_err().to_string();
    assert!(error.starts_with("a reading more_than cannot have point Some(100)"), "{error}");
}

#[test]
fn an_archive_row_is_near_its_number() {
    let row = Reading::archive(61);
    assert!(row.is_approximate());
    assert_eq!((row.rule(), row.point(), row.lower(), row.upper()), ("archive-1", Some(61), None, None));
    assert!(row.agrees_with(&read("more than 60 employees")));
}

#[test]
fn readings_agree_when_their_intervals_meet() {
    for (one, other, agree) in [
        ("more than 29,200", "fewer than 30,000", true),
        ("490", "505", false),
        ("more than 300", "300", false),
        ("more than 300", "301", true),
        ("at least 300", "300", true),
        ("up to 500", "at least 500", true),
        ("fewer than 500", "at least 500", false),
        ("400 to 500", "1.2k", false),
        ("hundreds", "338", true),
        ("hundreds", "150", false),
        ("about 1,500", "1,600", true),
        ("about 1,500", "1,601", false),
        ("about 1,500", "about 2,000", true),
        ("about 30,000", "about 40,000", true),
        ("about 30,000", "about 41,000", false),
        ("about 30,000", "more than 40,000", false),
        ("about 0", "2", false),
    ] {
        assert_eq!(read(one).agrees_with(&read(other)), agree, "{one} and {other}");
    }
}

#[test]
fn readings_of_different_units_never_agree() {
    let money =
        Reading::new(Qualifier::Approx, Some(300), None, None, Unit::Money("USD".to_owned()), RULE_SET).unwrap();
    assert!(!money.agrees_with(&read("about 300")));
}

#[test]
fn the_tighter_reading_comes_first() {
    let order = [
        "338",
        "330 to 340",
        "1.2k",
        "fewer than 500",
        "up to 500",
        "more than 300",
        "at least 300",
        "hundreds",
        "about 338",
        "about 300",
    ];
    for pair in order.windows(2) {
        assert_eq!(read(pair[0]).tighter(&read(pair[1])), Ordering::Less, "{pair:?}");
    }
    assert_eq!(read("over 99").tighter(&read("at least 100")), Ordering::Equal);
}

#[test]
fn words_are_canonical() {
    for (said, words) in [
        ("over 300", "more than 300"),
        ("300+", "at least 300"),
        ("almost 30,000", "nearly 30,000"),
        ("under 100", "fewer than 100"),
        ("as many as 500", "up to 500"),
        ("some 400", "about 400"),
        ("between 400 and 500", "400 to 500"),
        ("1.2K", "1.2k"),
        ("2.3M", "2.3 million"),
        ("three million", "3 million"),
        ("over 1.2 million", "more than 1.2 million"),
        ("over 1,234,567", "more than 1,234,567"),
        ("1000000", "1,000,000"),
        ("100s", "hundreds"),
        ("several hundred", "several hundred"),
        ("nobody", "0"),
    ] {
        assert_eq!(read(said).words(), words);
    }
}
