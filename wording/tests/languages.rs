//! The tables of examples in `docs/`, read as they stand there, so that documentation and rules cannot disagree.

#![allow(clippy::unwrap_used, reason = "a cell that is no number is a failed test")]

mod support;

use support::{amount_in, check_in};
use wording::{Count, Found, Language, Reading, read_count_in};

use Language::{Chinese, Dutch, English, French, German, Italian, Japanese, Portuguese, Spanish};

/// What a row says: qualifier, point, lower, upper.
type Row = (String, Option<u64>, Option<u64>, Option<u64>);

const TABLES: &[(Language, &str)] = &[
    (Language::German, include_str!("../docs/german.md")),
    (Language::French, include_str!("../docs/french.md")),
    (Language::Spanish, include_str!("../docs/spanish.md")),
    (Language::Portuguese, include_str!("../docs/portuguese.md")),
    (Language::Italian, include_str!("../docs/italian.md")),
    (Language::Dutch, include_str!("../docs/dutch.md")),
    (Language::Japanese, include_str!("../docs/japanese.md")),
    (Language::Chinese, include_str!("../docs/chinese.md")),
];

/// The examples of a table, each with what its row says.
fn examples(table: &str) -> Vec<(String, Row)> {
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| words"));
    let number = |cell: &str| if cell.is_empty() { None } else { Some(cell.parse().unwrap()) };
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let row = (cells[1].trim_matches('`').to_owned(), number(cells[2]), number(cells[3]), number(cells[4]));
        let words: Vec<String> = cells[0].split(" · ").map(|words| words.trim().to_owned()).collect();
        words.into_iter().map(move |words| (words, row.clone()))
    })
    .collect()
}

fn said(count: &Count) -> Row {
    match count {
        Count::One(Found { reading, .. }) => {
            (reading.qualifier().as_str().to_owned(), reading.point(), reading.lower(), reading.upper())
        }
        Count::None => ("none".to_owned(), None, None, None),
        other => (format!("{other:?}"), None, None, None),
    }
}

fn wrong_rows(read: impl Fn(Language, &str) -> Count) -> Vec<String> {
    let mut wrong = Vec::new();
    for (language, table) in TABLES {
        let examples = examples(table);
        assert!(examples.len() > 40, "the table of {language:?} has {} examples", examples.len());
        for (words, expected) in examples {
            let found = said(&read(*language, &words));
            if found != expected {
                wrong.push(format!("{} {words:?}\n   read     {found:?}\n   expected {expected:?}", language.tag()));
            }
        }
    }
    wrong
}

#[test]
fn every_example_is_read_as_its_row_says() {
    let wrong = wrong_rows(|language, words| read_count_in(words, Some(language)));
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn without_a_language_an_example_is_read_as_its_row_says_or_asked() {
    let is_meant = |found: &(Found, &str), row: &Row| said(&Count::One(found.0.clone())) == *row;
    let mut wrong = Vec::new();
    for (language, table) in TABLES {
        for (words, expected) in examples(table) {
            let count = read_count_in(&words, None);
            let is_asked = matches!(&count, Count::Ambiguous(ways) if ways.iter().any(|way| is_meant(way, &expected)));
            if said(&count) != expected && !is_asked {
                wrong.push(format!("{} {words:?}: {:?}", language.tag(), said(&count)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_language_of_a_phrase_is_guessed_or_left_open_but_never_taken_for_another() {
    for (language, table) in TABLES {
        let examples = examples(table);
        let guesses: Vec<Option<Language>> = examples.iter().map(|(words, _)| Language::guess(words)).collect();
        let wrong: Vec<&str> = examples
            .iter()
            .zip(&guesses)
            .filter(|(_, guess)| guess.is_some_and(|guess| guess != *language))
            .map(|((words, _), _)| words.as_str())
            .collect();
        assert!(wrong.is_empty(), "{language:?}: {wrong:?}");
        let open = guesses.iter().filter(|guess| guess.is_none()).count();
        let is_spaced = !matches!(language, Japanese | Chinese);
        assert!(!is_spaced || open * 10 < examples.len(), "{language:?}: {open} of {} left open", examples.len());
    }
}

#[test]
fn a_tag_names_its_language_whatever_follows_its_first_part() {
    for (tag, language) in [("de", German), ("de-AT", German), ("PT_br", Portuguese), ("zh-Hant-TW", Chinese)] {
        assert_eq!(Language::parse(tag), Some(language));
    }
    assert_eq!((Language::parse("sv"), Language::parse("")), (None, None));
    assert!(Language::ALL.iter().all(|one| Language::parse(one.tag()) == Some(*one)));
}

#[test]
fn with_a_language_a_full_stop_or_comma_has_the_meaning_it_has_there() {
    check_in(&[
        (German, "1.000", "1000"),
        (German, "1.000.000 Unterschriften", "1000000 signatures"),
        (German, "1.000,0 Unterschriften", "1000 signatures"),
        (German, "1.000,5 Unterschriften", "none"),
        (German, "1,000 Unterschriften", "1000 signatures | 1 signatures ?"),
        (French, "10,500 signatures", "10500 signatures ?"),
        (Spanish, "1,000 firmas", "1000 signatures | 1 signatures ?"),
        (Italian, "1’000 firme", "1000 signatures"),
        (Dutch, "10.30", "none"),
        (Japanese, "1,000人", "1000"),
        (English, "1.000", "1000 | 1 ?"),
    ]);
    let labels = |words, language| match read_count_in(words, language) {
        Count::Ambiguous(ways) => ways.into_iter().map(|(_, label)| label).collect(),
        _ => Vec::new(),
    };
    assert_eq!(
        labels("1,000 firmas", Some(Spanish)),
        ["the comma separates thousands", "the comma is a decimal comma"]
    );
    assert_eq!(labels("1.000", None), ["the point separates thousands", "the point is a decimal point"]);
}

#[test]
fn a_sentence_counts_only_who_signed() {
    check_in(&[
        (
            German,
            "Mehr als 300 Beschäftigte haben den offenen Brief unterschrieben.",
            "more_than 300 [301..] employees signatures",
        ),
        (German, "Der Brief wurde von 300 Beschäftigten unterzeichnet.", "300 employees signatures"),
        (German, "338 von 770 Beschäftigten haben unterschrieben.", "338 employees signatures"),
        (German, "Von 770 Beschäftigten haben 338 unterschrieben.", "338 signatures"),
        (German, "Einer von 300 Beschäftigten, die den Brief unterschrieben haben.", "none"),
        (German, "Das Unternehmen mit 770 Beschäftigten hat den Brief erhalten.", "none"),
        (German, "Das Unternehmen entließ 50 Beschäftigte, die unterschrieben hatten.", "none"),
        (German, "300 Beschäftigte haben nicht unterschrieben.", "none"),
        (German, "Wenn 300 Beschäftigte unterschrieben haben, wird er übergeben.", "none"),
        (German, "Ziel sind 500 Unterschriften.", "none"),
        (German, "Es fehlen noch 200 Unterschriften.", "none"),
        (German, "Am 19. Juni 2018 haben 300 Beschäftigte unterschrieben.", "300 employees signatures"),
        (French, "Plus de 300 salariés ont signé la lettre ouverte.", "more_than 300 [301..] employees signatures"),
        (French, "La lettre, signée par plus de 300 salariés, demande…", "more_than 300 [301..] employees signatures"),
        (French, "338 salariés sur 770 ont signé.", "338 employees signatures"),
        (French, "Une entreprise de 770 salariés, dont 300 ont signé la lettre.", "300 signatures"),
        (French, "300 salariés n’ont pas signé.", "none"),
        (French, "En 2018, 300 salariés ont signé.", "300 employees signatures"),
        (French, "La pétition a recueilli 12 501 signatures.", "12501 signatures"),
        (Spanish, "La carta fue firmada por más de 300 empleados.", "more_than 300 [301..] employees signatures"),
        (Spanish, "De los 770 empleados, 338 firmaron.", "338 signatures"),
        (Spanish, "La empresa despidió a 50 empleados que firmaron.", "none"),
        (
            Portuguese,
            "Mais de 300 funcionários assinaram a carta aberta.",
            "more_than 300 [301..] employees signatures",
        ),
        (Italian, "La lettera è stata firmata da oltre 300 dipendenti.", "more_than 300 [301..] employees signatures"),
        (Dutch, "De brief is door ruim 300 medewerkers ondertekend.", "more_than 300 [301..] employees signatures"),
        (Japanese, "2018年6月19日、300人の従業員が署名した。", "300 employees signatures"),
        (Japanese, "従業員300人以上が公開書簡に署名した。", "at_least 300 [300..] employees signatures"),
        (Japanese, "770人中300人が署名した。", "300 signatures"),
        (Japanese, "300人が署名しなかった。", "none"),
        (Chinese, "超过300名员工签署了公开信。", "more_than 300 [301..] employees signatures"),
        (Chinese, "770名员工中的338名签署了公开信。", "338 signatures"),
        (Chinese, "没有300名员工签署。", "none"),
        (Chinese, "公司有10万名员工。", "none"),
    ]);
}

#[test]
fn the_noun_says_who_was_counted() {
    check_in(&[
        (German, "21 ehemalige Mitarbeiter", "21 former_employees"),
        (German, "21 Ex-Mitarbeiter", "21 former_employees"),
        (German, "21 aktuelle und ehemalige Mitarbeiter", "21 mixed"),
        (German, "12 freie Mitarbeiter", "12 contractors"),
        (German, "300 Contoso-Mitarbeiter", "300 employees"),
        (German, "12 Studierende", "12 students_or_academics"),
        (German, "30 Gewerkschaften", "30 organisations"),
        (German, "300 Streikende", "300 participants"),
        (German, "über 100 Beschäftigte von Contoso", "more_than 100 [101..] employees"),
        (French, "21 salariés et anciens salariés", "21 mixed"),
        (French, "300 signatures de salariés", "300 employees signatures"),
        (French, "300 salariés chez Contoso", "300 employees"),
        (Spanish, "21 empleados actuales y antiguos", "21 mixed"),
        (Spanish, "21 exempleados", "21 former_employees"),
        (Portuguese, "21 ex-funcionários", "21 former_employees"),
        (Italian, "12 lavoratori e studenti", "12 mixed"),
        (Dutch, "21 oud-medewerkers", "21 former_employees"),
        (Japanese, "元従業員12人", "12 former_employees"),
        (Chinese, "12名前员工", "12 former_employees"),
    ]);
}

#[test]
fn several_numbers_are_never_added_and_a_rise_is_its_second() {
    check_in(&[
        (German, "12 Beschäftigte und mehr als 300.000 Bürger", "12 employees + more_than 300000 [300001..] public"),
        (German, "300.000 Unterschriften, darunter 500 Beschäftigte", "300000 signatures + 500 employees"),
        (French, "300 000 signatures, dont 500 salariés", "300000 signatures + 500 employees"),
        (German, "von 150 auf 300 Unterschriften", "300 signatures"),
        (Dutch, "van 150 naar 300 handtekeningen", "300 signatures"),
        (French, "de 150 à 300 signatures", "range 150..300 signatures | 300 signatures ?"),
        (Spanish, "de 150 a 300 firmas", "range 150..300 signatures | 300 signatures ?"),
        (German, "300 oder 400 Beschäftigte", "300 employees | 400 employees ?"),
        (German, "2018", "2018 ?"),
    ]);
}

#[test]
fn amounts_are_read_in_their_unit() {
    let rows = [
        (German, "19,4 Millionen Dollar", "rounded 19400000 [19350000..19449999] USD"),
        (German, "mehr als 400 Büros", "more_than 400 [401..] büros"),
        (German, "46 verschiedene Länder", "46 länder"),
        (German, "knapp 50 Prozent", "nearly 50 [..49] %"),
        (French, "19,4 M€", "rounded 19400000 [19350000..19449999] EUR"),
        (French, "1 500 euros", "1500 EUR"),
        (French, "46 pays", "46 pays"),
        (Spanish, "19,4 millones de dólares", "rounded 19400000 [19350000..19449999] USD"),
        (Portuguese, "R$ 1.500", "1500 BRL"),
        (Italian, "50 per cento", "50 %"),
        (Dutch, "1,2 miljard euro", "rounded 1200000000 [1150000000..1249999999] EUR"),
        (Japanese, "3万円", "rounded 30000 [25000..34999] JPY"),
        (Japanese, "約300人", "approx 300 [..] people"),
        (Chinese, "1.2亿元", "rounded 120000000 [115000000..124999999] CNY"),
        (Chinese, "超过50%", "more_than 50 [51..] %"),
        (German, "am 19. Juni 2018", "none"),
        (German, "von den 770", "none"),
    ];
    for (language, words, expected) in rows {
        assert_eq!(amount_in(words, Some(language)), expected, "{words:?} in {language:?}");
    }
}

#[test]
fn words_of_several_languages_are_read_in_all_of_them() {
    let first = |words: &str| match read_count_in(words, None) {
        Count::One(found) => Some(found.reading),
        _ => None,
    };
    let lower = |words: &str| first(words).and_then(|reading: Reading| reading.lower());
    // Spanish and Portuguese, Japanese and Chinese say the same here.
    assert_eq!(first("aproximadamente 400").and_then(|reading| reading.point()), Some(400));
    assert_eq!(lower("100人以上"), Some(100));
    assert_eq!(
        (Language::guess("aproximadamente 400"), Language::guess("100人以上"), Language::guess("338")),
        (None, None, None)
    );
    // English has a decimal point here, French none.
    assert!(matches!(read_count_in("1.000 signatures", None), Count::Ambiguous(ways) if ways.len() == 2));
}

#[test]
fn a_word_that_joins_two_numbers_in_one_language_makes_no_doubt_of_english() {
    let users = wording::read_amount_in("88888 users of Zanzibar", None);
    assert!(matches!(users, wording::Amount::One(_)), "{users:?}");
}
