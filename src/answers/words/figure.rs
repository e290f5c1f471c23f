//! A count in the words it was reported in, cut to the number and its mark where the rest is said anyway.
//!
//! "over 100 employees" of Microsoft becomes "over 100", followed by "employees of Microsoft". Nothing is ever put in
//! other words: what cannot be cut cleanly stands whole, and what gives no figure stands in quotation marks.

use crate::answers::prose::capitalised;
use crate::answers::reply::{Span, Text};
use crate::answers::say::{plain, stored_strong, strong};
use crate::domain::record::CountReport;
use crate::domain::text::{fold, single_spaced};
use crate::domain::{Population, Qualifier, Reading};

use wording::{ARCHIVE_RULE, COUNTER_RULE, Count, Language, read_count, read_count_in};

/// The most characters of a wording in a line.
const LONGEST: usize = 160;

/// How a count is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::answers) enum Figure {
    /// The number with its mark: "more than 300". Who was counted follows.
    Number(String),
    /// Words that name who was counted themselves: "a single employee".
    Whole(String),
    /// Words that give no figure: "hundreds of". Who was counted follows.
    Vague(String),
    /// Words that are no number at all.
    Words(String),
    /// A bare number that stands in no words: an archive's, which only says that it was near ("about 300,000"), or a live
    /// counter's.
    Bare(String),
}

impl Figure {
    /// Takes a report's figure out of its words.
    pub(in crate::answers) fn of(count: &CountReport, organisation: Option<&str>) -> Self {
        let wording = count.wording.trim();
        let Some(reading) = &count.reading else { return Self::Words(shortened(wording)) };
        if [ARCHIVE_RULE, COUNTER_RULE].contains(&reading.rule()) {
            return Self::Bare(reading.words());
        }
        let language = count.language.as_deref().and_then(Language::parse).unwrap_or(Language::English);
        // The answer says in English who was counted, so only English words lose what says it again.
        let one = reading.point() == Some(1) && reading.qualifier() == Qualifier::Exact;
        let may_lose = language == Language::English && !one;
        let cut = |phrase| may_lose.then(|| without_who(phrase, count.population, organisation));
        // Most wordings are a number and who was counted, and need no search for the words that carry it.
        if let Some(number) = cut(wording).filter(|number| is_all_of(number, reading)) {
            return Self::cut_to(&number, wording, reading);
        }
        let phrase = phrase(wording, reading, language).unwrap_or(wording);
        match (reading.qualifier(), cut(phrase).filter(|number| reads_as(number, reading))) {
            (_, Some(number)) => Self::cut_to(&number, phrase, reading),
            (Qualifier::Vague, None) => Self::Words(shortened(phrase)),
            (_, None) => Self::Whole(shortened(phrase)),
        }
    }

    fn cut_to(number: &str, phrase: &str, reading: &Reading) -> Self {
        match reading.qualifier() {
            Qualifier::Vague => Self::Vague(shortened(&with_of(phrase, number))),
            _ => Self::Number(shortened(number)),
        }
    }

    /// Says the figure as it heads an answer: strong, with a capital letter or in quotation marks.
    pub(in crate::answers) fn heading(&self) -> Span {
        match self {
            Self::Number(words) | Self::Whole(words) => stored_strong(capitalised(words)),
            Self::Vague(words) | Self::Words(words) => stored_strong(format!("“{words}”")),
            Self::Bare(words) => strong(capitalised(words)),
        }
    }

    /// Says the figure within a line.
    pub(in crate::answers) fn inline(&self) -> Span {
        match self {
            Self::Number(words) | Self::Whole(words) => Span::Stored(words.clone()),
            Self::Vague(words) | Self::Words(words) => Span::Stored(format!("“{words}”")),
            Self::Bare(words) => plain(words.clone()),
        }
    }

    /// Puts a figure and who was counted together.
    pub(in crate::answers) fn with(&self, figure: Text, who: Text) -> Text {
        match self {
            Self::Number(_) | Self::Bare(_) => figure.then(who),
            Self::Whole(_) => figure.then(Text::own("(").join(who).join(Text::own(")"))),
            Self::Vague(_) => figure.then(who).then(Text::own("(no figure was given)")),
            Self::Words(_) => figure.then(Text::own("(").join(who).join(Text::own("; no figure was given)"))),
        }
    }
}

/// Finds the words that carry this reading.
fn phrase<'a>(wording: &'a str, reading: &Reading, language: Language) -> Option<&'a str> {
    let found = match read_count_in(wording, Some(language)) {
        Count::None => Vec::new(),
        Count::One(found) => vec![found],
        Count::Multiple(found) => found,
        Count::Ambiguous(ways) => ways.into_iter().map(|(found, _)| found).collect(),
    };
    let found = found.into_iter().find(|found| found.reading == *reading)?;
    wording.get(found.span).map(str::trim)
}

/// Cuts from the end what says who was counted.
fn without_who(phrase: &str, population: Population, organisation: Option<&str>) -> String {
    let organisation = fold(organisation.unwrap_or_default());
    let says_who = |word: &str| {
        let folded = fold(word);
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        nouns(population).contains(&bare) || organisation.split(' ').any(|name| !name.is_empty() && name == bare)
    };
    let mut words: Vec<&str> = phrase.split_whitespace().collect();
    while words.last().is_some_and(|word| says_who(word)) {
        words.pop();
    }
    words.join(" ")
}

/// Says whether the words are the number with its mark and nothing else.
fn is_all_of(number: &str, reading: &Reading) -> bool {
    // The words a reading itself would be said in read as it.
    number == reading.words()
        || matches!(read_count(number), Count::One(found) if found.reading == *reading && found.span == (0..number.len()))
}

fn reads_as(number: &str, reading: &Reading) -> bool {
    match read_count(number) {
        Count::One(found) => found.reading == *reading,
        Count::Ambiguous(ways) => ways.iter().any(|(found, _)| found.reading == *reading),
        Count::None | Count::Multiple(_) => false,
    }
}

/// The words that may be cut because the answer says them itself.
fn nouns(population: Population) -> &'static [&'static str] {
    match population {
        Population::Employees => &[
            "employee",
            "employees",
            "worker",
            "workers",
            "staff",
            "staffers",
            "members",
            "signatures",
            "signatories",
            "signers",
            "people",
            "names",
            "of",
            "the",
            "at",
            "from",
            "its",
            "company",
        ],
        Population::FormerEmployees => &["former", "ex-employees", "employees", "workers", "staff", "of", "the"],
        Population::Contractors => &["contractors", "contract", "workers", "of", "the", "at"],
        Population::StudentsOrAcademics => &["students", "academics"],
        Population::Public => &["members", "of", "the", "public", "people", "signatures"],
        Population::Mixed | Population::Unknown => {
            &["signatures", "signatories", "signers", "people", "names", "supporters"]
        }
    }
}

/// Keeps the "of" of "hundreds of" inside the quotation.
fn with_of(phrase: &str, number: &str) -> String {
    match phrase.strip_prefix(number).and_then(|rest| rest.split_whitespace().next()) {
        Some("of") => format!("{number} of"),
        Some(_) | None => number.to_owned(),
    }
}

/// Shortens a wording that fills more than a few lines, and says how much is left out.
pub(in crate::answers) fn shortened(words: &str) -> String {
    let line = single_spaced(words);
    let length = words.chars().count();
    if length <= LONGEST {
        return line;
    }
    let kept: String = line.chars().take(LONGEST - 40).collect();
    format!("{}… ({} more characters)", kept.trim_end(), length - (LONGEST - 40))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Measure;
    use crate::domain::date::PartialDate;

    fn figure(wording: &str, population: Population) -> Figure {
        let reading = match read_count(wording) {
            Count::One(found) => Some(found.reading),
            Count::None | Count::Multiple(_) | Count::Ambiguous(_) => None,
        };
        Figure::of(&report(wording, population, reading), Some("Microsoft"))
    }

    fn report(wording: &str, population: Population, reading: Option<Reading>) -> CountReport {
        CountReport {
            measure: Measure::Signatures,
            population,
            wording: wording.to_owned(),
            language: None,
            reading,
            as_of: PartialDate::Year(2018),
            originator: String::new(),
            locator: None,
            note: None,
        }
    }

    #[test]
    fn who_was_counted_is_not_said_twice() {
        let employees = Population::Employees;
        assert_eq!(figure("over 100 employees", employees), Figure::Number("over 100".into()));
        assert_eq!(figure("more than 300", employees), Figure::Number("more than 300".into()));
        assert_eq!(figure("more than 300 Microsoft employees", employees), Figure::Number("more than 300".into()));
        assert_eq!(figure("500 employees of Microsoft", employees), Figure::Number("500".into()));
        let mixed = Population::Mixed;
        assert_eq!(figure("more than 300,000 signatures", mixed), Figure::Number("more than 300,000".into()));
    }

    #[test]
    fn words_in_another_language_are_cut_to_the_number_and_stand_whole() {
        let wording = "Der Brief wurde von mehr als 300 Beschäftigten unterzeichnet.";
        let Count::One(found) = read_count_in(wording, Some(Language::German)) else { panic!("one number") };
        let report = CountReport {
            language: Some("de".to_owned()),
            reading: Some(found.reading),
            ..report(wording, Population::Employees, None)
        };
        assert_eq!(Figure::of(&report, None), Figure::Whole("mehr als 300 Beschäftigten".into()));
    }

    #[test]
    fn what_cannot_be_cut_cleanly_stands_whole() {
        assert_eq!(figure("a single employee", Population::Employees), Figure::Whole("a single employee".into()));
    }

    #[test]
    fn words_without_a_figure_stand_in_quotation_marks() {
        assert_eq!(figure("hundreds of employees", Population::Employees), Figure::Vague("hundreds of".into()));
        assert_eq!(figure("a great many", Population::Employees), Figure::Words("a great many".into()));
    }

    #[test]
    fn a_long_wording_says_how_much_is_left_out() {
        let said = shortened(&"x".repeat(400));
        assert!(said.ends_with("… (280 more characters)"), "{said}");
    }
}
