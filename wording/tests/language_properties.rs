//! Properties that hold for every text in every language.

use proptest::prelude::*;
use wording::Language::{Chinese, Dutch, French, German, Italian, Japanese, Portuguese, Spanish};
use wording::{
    Amount, Count, Found, Language, Qualifier, RULE_SET, Reading, Unit, read_amount_in, read_count, read_count_in,
};

/// The words of the tables of examples: what the rules know, in every language.
const TABLES: [&str; 8] = [
    include_str!("../docs/german.md"),
    include_str!("../docs/french.md"),
    include_str!("../docs/spanish.md"),
    include_str!("../docs/portuguese.md"),
    include_str!("../docs/italian.md"),
    include_str!("../docs/dutch.md"),
    include_str!("../docs/japanese.md"),
    include_str!("../docs/chinese.md"),
];

fn counts(count: Count) -> Vec<Found> {
    match count {
        Count::None => Vec::new(),
        Count::One(one) => vec![one],
        Count::Multiple(all) => all,
        Count::Ambiguous(ways) => ways.into_iter().map(|(found, _)| found).collect(),
    }
}

fn amounts(amount: Amount) -> Vec<Reading> {
    match amount {
        Amount::None => Vec::new(),
        Amount::One(one) => vec![one],
        Amount::Ambiguous(ways) => ways.into_iter().map(|(reading, _)| reading).collect(),
    }
}

/// Whether no bound lies on the wrong side of another; the shape of each qualifier is checked where readings are made.
fn is_sound(reading: &Reading) -> bool {
    let is_ordered = reading.lower().zip(reading.upper()).is_none_or(|(lower, upper)| lower <= upper);
    let again = Reading::new(
        reading.qualifier(),
        reading.point(),
        reading.lower(),
        reading.upper(),
        reading.unit().clone(),
        reading.rule(),
    );
    is_ordered && reading.rule() == RULE_SET && again.as_ref() == Ok(reading)
}

/// Every language, and none.
fn languages() -> impl Strategy<Value = Option<Language>> {
    prop::option::of(prop::sample::select(Language::ALL.to_vec()))
}

/// Words of one language's table in any order, with marks and other languages' words between them.
fn known_words() -> impl Strategy<Value = String> {
    let mut words: Vec<String> = TABLES.iter().flat_map(|table| table.split_whitespace()).map(str::to_owned).collect();
    words.extend(
        "1,000 1.000,5 300 3万 数 以上 % € $ - ( ) . , ' oder ou of y e ; 2018 从 から".split(' ').map(str::to_owned),
    );
    let part = (prop::sample::select(words), prop::sample::select(vec![" ", " ", " ", ""]));
    prop::collection::vec(part, 0..12)
        .prop_map(|parts| parts.into_iter().fold(String::new(), |text, (word, gap)| text + &word + gap))
}

/// How a language says each qualifier of one number, the number being `#`.
const SAID: &[(Language, &[(Qualifier, &str)])] = &[
    (
        German,
        &[
            (Qualifier::Exact, "# Beschäftigte"),
            (Qualifier::MoreThan, "mehr als # Beschäftigte"),
            (Qualifier::AtLeast, "mindestens # Beschäftigte"),
            (Qualifier::Nearly, "knapp # Beschäftigte"),
            (Qualifier::FewerThan, "weniger als # Beschäftigte"),
            (Qualifier::UpTo, "bis zu # Beschäftigte"),
            (Qualifier::Approx, "rund # Beschäftigte"),
        ],
    ),
    (
        French,
        &[
            (Qualifier::Exact, "# salariés"),
            (Qualifier::MoreThan, "plus de # salariés"),
            (Qualifier::AtLeast, "au moins # salariés"),
            (Qualifier::Nearly, "presque # salariés"),
            (Qualifier::FewerThan, "moins de # salariés"),
            (Qualifier::UpTo, "jusqu’à # salariés"),
            (Qualifier::Approx, "environ # salariés"),
        ],
    ),
    (
        Spanish,
        &[
            (Qualifier::Exact, "# empleados"),
            (Qualifier::MoreThan, "más de # empleados"),
            (Qualifier::AtLeast, "al menos # empleados"),
            (Qualifier::Nearly, "casi # empleados"),
            (Qualifier::FewerThan, "menos de # empleados"),
            (Qualifier::UpTo, "hasta # empleados"),
            (Qualifier::Approx, "unos # empleados"),
        ],
    ),
    (
        Portuguese,
        &[
            (Qualifier::Exact, "# funcionários"),
            (Qualifier::MoreThan, "mais de # funcionários"),
            (Qualifier::AtLeast, "pelo menos # funcionários"),
            (Qualifier::Nearly, "quase # funcionários"),
            (Qualifier::FewerThan, "menos de # funcionários"),
            (Qualifier::UpTo, "até # funcionários"),
            (Qualifier::Approx, "cerca de # funcionários"),
        ],
    ),
    (
        Italian,
        &[
            (Qualifier::Exact, "# dipendenti"),
            (Qualifier::MoreThan, "più di # dipendenti"),
            (Qualifier::AtLeast, "almeno # dipendenti"),
            (Qualifier::Nearly, "quasi # dipendenti"),
            (Qualifier::FewerThan, "meno di # dipendenti"),
            (Qualifier::UpTo, "fino a # dipendenti"),
            (Qualifier::Approx, "circa # dipendenti"),
        ],
    ),
    (
        Dutch,
        &[
            (Qualifier::Exact, "# medewerkers"),
            (Qualifier::MoreThan, "meer dan # medewerkers"),
            (Qualifier::AtLeast, "minstens # medewerkers"),
            (Qualifier::Nearly, "bijna # medewerkers"),
            (Qualifier::FewerThan, "minder dan # medewerkers"),
            (Qualifier::UpTo, "maximaal # medewerkers"),
            (Qualifier::Approx, "ongeveer # medewerkers"),
        ],
    ),
    (
        Japanese,
        &[
            (Qualifier::Exact, "#人の従業員"),
            (Qualifier::MoreThan, "#人を超える従業員"),
            (Qualifier::AtLeast, "#人以上の従業員"),
            (Qualifier::Nearly, "#人近くの従業員"),
            (Qualifier::FewerThan, "#人未満の従業員"),
            (Qualifier::UpTo, "最大#人の従業員"),
            (Qualifier::Approx, "約#人の従業員"),
        ],
    ),
    (
        Chinese,
        &[
            (Qualifier::Exact, "#名员工"),
            (Qualifier::MoreThan, "超过#名员工"),
            (Qualifier::AtLeast, "至少#名员工"),
            (Qualifier::Nearly, "近#名员工"),
            (Qualifier::FewerThan, "不到#名员工"),
            (Qualifier::UpTo, "最多#名员工"),
            (Qualifier::Approx, "约#名员工"),
        ],
    ),
];

/// Digits in groups of three with a separator.
fn separated(number: u64, separator: &str) -> String {
    let digits: Vec<char> = number.to_string().chars().rev().collect();
    let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().rev().collect()).collect();
    groups.into_iter().rev().collect::<Vec<_>>().join(separator)
}

/// The ways in which a language writes a number in digits.
fn written(language: Language, number: u64) -> Vec<String> {
    let separators: &[&str] =
        if matches!(language, Japanese | Chinese) { &["", ","] } else { &["", ".", " ", "\u{a0}", "\u{202f}", "'"] };
    separators.iter().map(|separator| separated(number, separator)).collect()
}

/// The bounds that a qualifier gives a number, written down apart from the rules.
fn bounds(qualifier: Qualifier, number: u64) -> (Option<u64>, Option<u64>) {
    match qualifier {
        Qualifier::Exact => (Some(number), Some(number)),
        Qualifier::MoreThan => (Some(number + 1), None),
        Qualifier::AtLeast => (Some(number), None),
        Qualifier::Nearly | Qualifier::FewerThan => (None, Some(number - 1)),
        Qualifier::UpTo => (None, Some(number)),
        _ => (None, None),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic_and_soundly(text in "\\PC{0,50}", language in languages()) {
        for found in counts(read_count_in(&text, language)) {
            prop_assert!(is_sound(&found.reading));
            prop_assert!(text.get(found.span).is_some_and(|words| !words.is_empty()));
        }
        prop_assert!(amounts(read_amount_in(&text, language)).iter().all(is_sound));
    }

    #[test]
    fn any_sequence_of_known_words_is_read_soundly(text in known_words(), language in languages()) {
        for found in counts(read_count_in(&text, language)) {
            prop_assert!(is_sound(&found.reading), "{}", &text);
            prop_assert_eq!(found.reading.unit(), &Unit::People);
            prop_assert!(text.get(found.span).is_some_and(|words| !words.is_empty()));
        }
        prop_assert!(amounts(read_amount_in(&text, language)).iter().all(is_sound), "{}", &text);
    }

    #[test]
    fn a_reading_said_in_any_language_is_read_again(
        place in 0..SAID.len(), qualifier in 0..7_usize, form in 0..6_usize,
        number in prop_oneof![1..2_000_u64, 1..10_000_000_u64, (1..1_000_u64).prop_map(|thousands| thousands * 1_000)],
    ) {
        let (language, said) = SAID[place];
        let (qualifier, words) = said[qualifier];
        let forms = written(language, number);
        let text = words.replace('#', &forms[form % forms.len()]);
        let (lower, upper) = bounds(qualifier, number);
        for language in [Some(language), None] {
            let Count::One(found) = read_count_in(&text, language) else { return Err(TestCaseError::fail(text)) };
            prop_assert_eq!(found.reading.qualifier(), qualifier, "{}", &text);
            prop_assert_eq!(found.reading.point(), Some(number), "{}", &text);
            prop_assert_eq!((found.reading.lower(), found.reading.upper()), (lower, upper), "{}", &text);
            prop_assert_eq!(found.population, Some(wording::Population::Employees), "{}", &text);
            // The canonical English words of the reading are read as it, too.
            let again = counts(read_count(&found.reading.words()));
            prop_assert_eq!(again.first().map(|again| &again.reading), Some(&found.reading), "{}", &text);
        }
        prop_assert_eq!(Language::guess(&text), Some(language), "{}", &text);
    }

    #[test]
    fn every_bound_comes_from_a_number_in_the_words(
        numbers in prop::collection::vec(0..100_000_u64, 1..4), gaps in known_gaps(), language in languages(),
    ) {
        let text: String = numbers.iter().zip(gaps).fold(String::new(), |text, (number, gap)| format!("{text}{gap} {number} "));
        for found in counts(read_count_in(&text, language)) {
            let reading = found.reading;
            let comes = |bound: u64| numbers.iter().any(|number| number.abs_diff(bound) <= 1);
            prop_assert!([reading.point(), reading.lower(), reading.upper()].into_iter().flatten().all(comes), "{}: {:?}", text, reading);
        }
    }

    #[test]
    fn an_upper_bound_is_never_made_of_words_that_leave_the_end_open(
        place in 0..SAID.len(), qualifier in 1..3_usize, number in 0..u64::from(u32::MAX),
    ) {
        let (language, said) = SAID[place];
        let text = said[qualifier].1.replace('#', &number.to_string());
        let found = counts(read_count_in(&text, Some(language)));
        prop_assert_eq!(found.len(), 1, "{}", &text);
        prop_assert_eq!(found[0].reading.upper(), None, "{}", &text);
    }

    #[test]
    fn full_width_digits_change_nothing(text in known_words(), language in languages()) {
        let wide: String = text.chars().map(|char| match char {
            '0'..='9' => char::from_u32(u32::from(char) - u32::from('0') + 0xff10).unwrap(),
            _ => char,
        }).collect();
        let readings = |text: &str| counts(read_count_in(text, language)).into_iter().map(|found| (found.reading, found.population)).collect::<Vec<_>>();
        prop_assert_eq!(readings(&text), readings(&wide));
    }

    #[test]
    fn a_text_in_one_language_is_read_as_with_that_language_given(text in known_words()) {
        if let Some(language) = Language::guess(&text) {
            prop_assert_eq!(read_count_in(&text, None), read_count_in(&text, Some(language)));
        }
    }
}

/// Qualifiers and joints that change no number by more than one.
fn known_gaps() -> impl Strategy<Value = Vec<&'static str>> {
    let gaps = [
        "",
        "mehr als",
        "bis zu",
        "von",
        "auf",
        "zwischen",
        "und",
        "bis",
        "oder",
        "knapp",
        "plus de",
        "de",
        "à",
        "entre",
        "et",
        "dont",
        "sur",
        "más de",
        "a",
        "y",
        "casi",
        "até",
        "e",
        "tra",
        "oltre",
        "fino a",
        "meer dan",
        "tot",
        "of",
        "約",
        "以上",
        "人",
        "名员工",
        "超过",
        "至",
        "Beschäftigte",
        "signatures",
        "firmas",
        "–",
        "-",
    ];
    prop::collection::vec(prop::sample::select(gaps.to_vec()), 4)
}

#[test]
fn long_texts_are_read_in_linear_time() {
    let pieces = [
        "1.",
        "1,",
        "1 ",
        "mehr als ",
        "von ",
        "300 Beschäftigte und ",
        "hundert ",
        "plus d'",
        "de 3 à ",
        "cent ",
        "mil ",
        "y ",
        "e ",
        "tra ",
        "zwischen ",
        "数",
        "3万",
        "300人 ",
        "约",
        "以上",
        "人",
        "従業員",
        "'",
        "-",
        "Mitarbeiter*",
        "mehrere ",
    ];
    for piece in pieces {
        let text = piece.repeat(300);
        for language in Language::ALL {
            counts(read_count_in(&text, Some(*language)));
            amounts(read_amount_in(&text, Some(*language)));
        }
        counts(read_count_in(&text, None));
    }
}
