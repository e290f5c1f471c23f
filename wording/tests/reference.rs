//! A slow, separate reference for the simple forms: a qualifier, a number, a noun, each looked up in a list.

use proptest::prelude::*;
use wording::{Count, Measure, Population, Qualifier, read_count};

/// Qualifiers with how far lower and upper lie from the number, where the words set them.
const QUALIFIERS: &[(&str, Qualifier, Option<i64>, Option<i64>)] = &[
    ("", Qualifier::Exact, Some(0), Some(0)),
    ("exactly", Qualifier::Exact, Some(0), Some(0)),
    ("more than", Qualifier::MoreThan, Some(1), None),
    ("over", Qualifier::MoreThan, Some(1), None),
    ("just over", Qualifier::MoreThan, Some(1), None),
    ("at least", Qualifier::AtLeast, Some(0), None),
    ("no fewer than", Qualifier::AtLeast, Some(0), None),
    ("nearly", Qualifier::Nearly, None, Some(-1)),
    ("almost", Qualifier::Nearly, None, Some(-1)),
    ("fewer than", Qualifier::FewerThan, None, Some(-1)),
    ("just under", Qualifier::FewerThan, None, Some(-1)),
    ("up to", Qualifier::UpTo, None, Some(0)),
    ("no more than", Qualifier::UpTo, None, Some(0)),
    ("about", Qualifier::Approx, None, None),
    ("roughly", Qualifier::Approx, None, None),
];

const NOUNS: &[(&str, Option<Population>, Option<Measure>)] = &[
    ("employees", Some(Population::Employees), None),
    ("former employees", Some(Population::FormerEmployees), None),
    ("contractors", Some(Population::Contractors), None),
    ("students", Some(Population::StudentsOrAcademics), None),
    ("members of the public", Some(Population::Public), None),
    ("signatures", None, Some(Measure::Signatures)),
];

/// Spells a number below a million, one digit at a time.
fn spelled(number: u64) -> String {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let place = |value: u64| usize::try_from(value).unwrap_or_default();
    let after = |rest: u64, joint: &str| {
        if rest == 0 { String::new() } else { format!("{joint}{}", spelled(rest)) }
    };
    match number {
        0..20 => UNITS[place(number)].to_owned(),
        20..100 => format!("{}{}", TENS[place(number / 10)], after(number % 10, "-")),
        100..1_000 => format!("{} hundred{}", UNITS[place(number / 100)], after(number % 100, " and ")),
        _ => {
            let joint = if number % 1_000 < 100 { " and " } else { " " };
            format!("{} thousand{}", spelled(number / 1_000), after(number % 1_000, joint))
        }
    }
}

/// Digits with a separator after every third, counted from the end.
fn separated(number: u64, separator: &str) -> String {
    let digits: Vec<char> = number.to_string().chars().rev().collect();
    let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().rev().collect()).collect();
    groups.into_iter().rev().collect::<Vec<_>>().join(separator)
}

/// The ways to write a number that mean it exactly.
fn written(number: u64) -> Vec<String> {
    vec![
        number.to_string(),
        separated(number, ","),
        separated(number, "\u{a0}"),
        separated(number, "'"),
        spelled(number),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn simple_forms_are_read_as_the_reference_reads_them(
        number in prop_oneof![2..200_u64, 2..1_000_000_u64],
        form in 0..5_usize,
        qualifier in prop::sample::select(QUALIFIERS.to_vec()),
        noun in prop::sample::select(NOUNS.to_vec()),
    ) {
        let text = format!("{} {} {}", qualifier.0, written(number)[form], noun.0);
        let Count::One(found) = read_count(&text) else { return Err(TestCaseError::fail(text)) };
        let bound = |by: Option<i64>| by.map(|by| number.checked_add_signed(by).unwrap());
        prop_assert_eq!(found.reading.qualifier(), qualifier.1, "{}", &text);
        prop_assert_eq!(found.reading.point(), Some(number), "{}", &text);
        prop_assert_eq!((found.reading.lower(), found.reading.upper()), (bound(qualifier.2), bound(qualifier.3)), "{}", &text);
        prop_assert_eq!((found.population, found.measure), (noun.1, noun.2), "{}", &text);
    }
}
