//! Properties that hold for every reading and every text.

#![allow(clippy::unwrap_used, reason = "in the makers of readings a failure is a failed test")]

use std::cmp::Ordering;

use proptest::prelude::*;
use wording::{Amount, Count, Found, Qualifier, RULE_SET, Reading, Unit, read_amount, read_count};

/// Every number of signers in an answer.
fn counts(count: Count) -> Vec<Found> {
    match count {
        Count::None => Vec::new(),
        Count::One(one) => vec![one],
        Count::Multiple(all) => all,
        Count::Ambiguous(ways) => ways.into_iter().map(|(found, _)| found).collect(),
    }
}

/// Every reading in an answer.
fn amounts(amount: Amount) -> Vec<Reading> {
    match amount {
        Amount::None => Vec::new(),
        Amount::One(one) => vec![one],
        Amount::Ambiguous(ways) => ways.into_iter().map(|(reading, _)| reading).collect(),
    }
}

fn is_sound(reading: &Reading) -> bool {
    let ordered = |low: Option<u64>, high: Option<u64>| low.zip(high).is_none_or(|(low, high)| low <= high);
    ordered(reading.lower(), reading.point().filter(|_| reading.qualifier() != Qualifier::MoreThan))
        && ordered(reading.point().filter(|_| !is_below(reading.qualifier())), reading.upper())
        && ordered(reading.lower(), reading.upper())
        && reading.rule() == RULE_SET
}

const fn is_below(qualifier: Qualifier) -> bool {
    matches!(qualifier, Qualifier::Nearly | Qualifier::FewerThan)
}

/// Words that the grammar knows, in any order.
fn known_words() -> impl Strategy<Value = String> {
    let words = [
        "more",
        "than",
        "over",
        "at",
        "least",
        "nearly",
        "fewer",
        "up",
        "to",
        "about",
        "between",
        "and",
        "from",
        "or",
        "so",
        "of",
        "the",
        "a",
        "couple",
        "few",
        "several",
        "hundred",
        "hundreds",
        "thousand",
        "million",
        "dozen",
        "dozens",
        "half",
        "one",
        "twenty",
        "-",
        "three",
        "12",
        "300",
        "1,000",
        "1.000",
        "1.2k",
        "100+",
        "12/50",
        "2018",
        "$",
        "%",
        "employees",
        "former",
        "signatures",
        "people",
        "signed",
        "petition",
        "by",
        "not",
        "in",
        "June",
        "rose",
        "offices",
        "including",
        "(",
        ")",
        ",",
        ".",
        "students",
        "members",
        "public",
        "no",
        "k",
        "18446744073709551615",
        "per",
        "cent",
        "nobody",
        "walk",
        "out",
        "pledged",
        "USD",
        "'",
        "–",
    ];
    prop::collection::vec((prop::sample::select(words.to_vec()), prop::sample::select(vec![" ", " ", " ", ""])), 0..14)
        .prop_map(|parts| parts.into_iter().fold(String::new(), |text, (word, gap)| text + word + gap))
}

/// The words without the numbers, which have no upper end.
fn open_ended() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["more than", "over", "at least", "upwards of", "in excess of", "no fewer than"])
        .prop_map(str::to_owned)
}

/// Lower bounds that vague words set.
const VAGUE: &[u64] =
    &[2, 3, 20, 24, 36, 40, 200, 300, 2_000, 3_000, 20_000, 200_000, 300_000, 2_000_000, 20_000_000, 3_000_000_000];

/// Readings of every shape, in every unit whose words carry it.
fn readings() -> impl Strategy<Value = Reading> {
    let unit = prop_oneof![
        Just(Unit::People),
        Just(Unit::Number),
        Just(Unit::Percent),
        prop::sample::select(vec!["USD", "EUR", "GBP", "CHF", "INR", "SEK", "CAD"])
            .prop_map(|code| Unit::Money(code.to_owned())),
    ];
    let number = prop_oneof![
        0..3_000_u64,
        0..1_000_000_000_000_u64,
        (0..10_000_u64).prop_map(|few| few * 10_000),
        0..9_000_000_000_000_000_000_u64
    ];
    let point = (prop::sample::select(Qualifier::ALL.to_vec()), number.clone(), number, unit)
        .prop_filter_map("no such shape", of_point);
    prop_oneof![4 => point, 1 => rounded()]
}

/// A reading with this qualifier at this number.
fn of_point((qualifier, point, other, unit): (Qualifier, u64, u64, Unit)) -> Option<Reading> {
    let (point, lower, upper) = match qualifier {
        Qualifier::Exact => (Some(point), Some(point), Some(point)),
        Qualifier::MoreThan => (Some(point), Some(point + 1), None),
        Qualifier::AtLeast => (Some(point), Some(point), None),
        Qualifier::Nearly | Qualifier::FewerThan => (Some(point), None, Some(point.checked_sub(1)?)),
        Qualifier::UpTo => (Some(point), None, Some(point)),
        Qualifier::Approx => (Some(point), None, None),
        Qualifier::Range => (None, Some(point.min(other)), Some(point.max(other))),
        Qualifier::Vague => (None, Some(VAGUE[usize::try_from(other).ok()? % VAGUE.len()]), None),
        Qualifier::Rounded => return None,
    };
    Some(Reading::new(qualifier, point, lower, upper, unit, RULE_SET).unwrap())
}

/// A number of people or dollars cut at a place.
fn rounded() -> impl Strategy<Value = Reading> {
    (1..100_000_u64, 1..=12_u32, prop::bool::ANY).prop_map(|(digits, place, is_money)| {
        let step = 10_u64.pow(place);
        let point = digits * step;
        let unit = if is_money { Unit::Money("USD".to_owned()) } else { Unit::People };
        Reading::new(
            Qualifier::Rounded,
            Some(point),
            Some(point - step / 2),
            Some(point + step / 2 - 1),
            unit,
            RULE_SET,
        )
        .unwrap()
    })
}

#[test]
fn the_ends_of_a_range_share_no_scale_word() {
    let range = Reading::new(Qualifier::Range, None, Some(1), Some(1_010_000), Unit::People, RULE_SET).unwrap();
    assert_eq!(range.words(), "1 to 1,010,000");
    assert_eq!(counts(read_count(&range.words())).first().map(|found| found.reading.clone()), Some(range));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic_and_soundly(text in "\\PC{0,60}") {
        for found in counts(read_count(&text)) {
            prop_assert!(is_sound(&found.reading));
            prop_assert!(text.get(found.span).is_some_and(|words| !words.is_empty()));
        }
        prop_assert!(amounts(read_amount(&text)).iter().all(is_sound));
    }

    #[test]
    fn any_sequence_of_known_words_is_read_soundly(text in known_words()) {
        for found in counts(read_count(&text)) {
            prop_assert!(is_sound(&found.reading));
            prop_assert_eq!(found.reading.unit(), &Unit::People);
            prop_assert!(text.get(found.span).is_some_and(|words| !words.is_empty()));
        }
        prop_assert!(amounts(read_amount(&text)).iter().all(is_sound));
    }

    #[test]
    fn an_upper_bound_is_never_made_of_words_that_leave_the_end_open(
        words in open_ended(), number in 0..u64::from(u32::MAX), noun in prop::sample::select(vec!["", " employees", " signatures"]),
    ) {
        let text = format!("{words} {number}{noun}");
        let Count::One(found) = read_count(&text) else { return Err(TestCaseError::fail(text)) };
        prop_assert_eq!(found.reading.upper(), None);
        prop_assert_eq!(found.reading.point(), Some(number));
        prop_assert!(found.reading.lower().is_some_and(|lower| lower == number || lower == number + 1));
    }

    #[test]
    fn every_bound_comes_from_a_number_in_the_words(numbers in prop::collection::vec(0..100_000_u64, 1..4), gaps in known_gaps()) {
        let text: String = numbers.iter().zip(gaps).fold(String::new(), |text, (number, gap)| format!("{text}{gap} {number} "));
        for found in counts(read_count(&text)) {
            let reading = found.reading;
            let comes = |bound: u64| numbers.iter().any(|number| number.abs_diff(bound) <= 1);
            prop_assert!([reading.point(), reading.lower(), reading.upper()].into_iter().flatten().all(comes), "{}: {:?}", text, reading);
        }
    }

    #[test]
    fn a_reading_is_read_again_from_its_words(reading in readings()) {
        let words = reading.words();
        let again = match reading.unit() {
            Unit::People => counts(read_count(&words)).into_iter().map(|found| found.reading).collect(),
            Unit::Money(_) | Unit::Percent | Unit::Number | Unit::Things(_) => amounts(read_amount(&words)),
        };
        prop_assert_eq!(again.first(), Some(&reading), "{}", words);
        let is_year = reading.qualifier() == Qualifier::Exact && reading.point().is_some_and(|point| (1900..2100).contains(&point));
        prop_assert!(again.len() == 1 || is_year, "{}", words);
    }

    #[test]
    fn a_reading_survives_json(reading in readings()) {
        let json = serde_json::to_string(&reading).unwrap();
        prop_assert_eq!(serde_json::from_str::<Reading>(&json).unwrap(), reading);
    }

    #[test]
    fn capitals_and_full_width_digits_change_nothing(text in known_words().prop_filter("codes are capitals", |text| !text.contains("USD"))) {
        let wide: String = text.chars().map(|char| match char {
            '0'..='9' => char::from_u32(u32::from(char) - u32::from('0') + 0xff10).unwrap(),
            _ => char,
        }).collect();
        let readings = |text: &str| counts(read_count(text)).into_iter().map(|found| (found.reading, found.population)).collect::<Vec<_>>();
        prop_assert_eq!(readings(&text), readings(&wide));
    }

    #[test]
    fn agreement_is_mutual_and_each_reading_agrees_with_itself(one in readings(), other in readings()) {
        prop_assert!(one.agrees_with(&one));
        prop_assert_eq!(one.agrees_with(&other), other.agrees_with(&one));
        prop_assert_eq!(one.tighter(&other), other.tighter(&one).reverse());
    }

    #[test]
    fn of_three_readings_the_tightest_is_the_same_in_any_order(mut three in prop::collection::vec(readings(), 3)) {
        three.sort_by(Reading::tighter);
        prop_assert_ne!(three[0].tighter(&three[2]), Ordering::Greater);
        prop_assert_ne!(three[0].tighter(&three[1]), Ordering::Greater);
    }

    #[test]
    fn a_shape_that_is_accepted_is_in_order(
        qualifier in prop::sample::select(Qualifier::ALL.to_vec()),
        point in prop::option::of(0..5_u64), lower in prop::option::of(0..5_u64), upper in prop::option::of(0..5_u64),
    ) {
        if let Ok(reading) = Reading::new(qualifier, point, lower, upper, Unit::People, RULE_SET) {
            prop_assert!(is_sound(&reading));
        }
    }
}

/// Qualifiers and joints that change no number by more than one.
fn known_gaps() -> impl Strategy<Value = Vec<&'static str>> {
    let gaps = [
        "",
        "more than",
        "at least",
        "nearly",
        "to",
        "and",
        "up to",
        "from",
        "between",
        "or",
        "employees and",
        ", including",
        "of",
        "–",
    ];
    prop::collection::vec(prop::sample::select(gaps.to_vec()), 4)
}

#[test]
fn long_texts_are_read_in_linear_time() {
    let pieces = [
        "1,",
        "1-",
        "1/",
        "1,11,",
        "1 ",
        "more than ",
        "of ",
        "300 employees and ",
        "300 employees signed. ",
        "one ",
        "hundred and ",
        "(",
        "'",
        "-",
        "1.000 ",
        "signed by ",
        "a ",
        "from 3 to ",
        "1\u{200b}",
        "\n",
        "between ",
        "$",
        "a.b.c ",
    ];
    for piece in pieces {
        let text = piece.repeat(2_000);
        counts(read_count(&text));
        amounts(read_amount(&text));
    }
}
