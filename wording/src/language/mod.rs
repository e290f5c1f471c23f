//! The languages whose words are read, and which of them words are in.
//!
//! English has an engine of its own; six languages that write spaces share `find`, Japanese and Chinese share
//! `characters`. To add a language: a file with its [`lexicon::Table`] and its table of examples in `docs/`, a variant
//! of [`Language`], and a line in each `match` that the compiler then asks for.

mod cardinal;
mod characters;
mod chinese;
mod dutch;
mod english;
mod find;
mod french;
mod german;
mod guess;
mod italian;
mod japanese;
mod lexicon;
mod merge;
mod noun;
mod numeral;
mod phrase;
mod portuguese;
mod rules;
mod script;
mod spanish;
mod split;

use crate::amount::Amount;
use crate::count::{Count, read_count};
use crate::read_amount;

use lexicon::Lexicon;
use script::Script;

/// Names a language whose words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Japanese: digits and their qualifiers.
    Japanese,
    /// Chinese, simplified or traditional: digits and their qualifiers.
    Chinese,
}

/// What reads a language.
enum Engine {
    English,
    Spaced(&'static Lexicon),
    Running(&'static Script),
}

impl Language {
    /// Lists every language, English first.
    pub const ALL: &[Self] = &[
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Italian,
        Self::Dutch,
        Self::Japanese,
        Self::Chinese,
    ];

    /// Gives the language's BCP 47 tag, such as `de`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Italian => "it",
            Self::Dutch => "nl",
            Self::Japanese => "ja",
            Self::Chinese => "zh",
        }
    }

    /// Finds the language of a BCP 47 tag by its first part: `de`, `de-AT` and `DE_ch` are German.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        Self::ALL.iter().copied().find(|one| one.tag() == primary)
    }

    /// Guesses the language that most of the words belong to; `None` where they belong to none or to several alike.
    #[must_use]
    pub fn guess(words: &str) -> Option<Self> {
        match guess::closest(words).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    fn engine(self) -> Engine {
        match self {
            Self::English => Engine::English,
            Self::German => Engine::Spaced(&german::LEXICON),
            Self::French => Engine::Spaced(&french::LEXICON),
            Self::Spanish => Engine::Spaced(&spanish::LEXICON),
            Self::Portuguese => Engine::Spaced(&portuguese::LEXICON),
            Self::Italian => Engine::Spaced(&italian::LEXICON),
            Self::Dutch => Engine::Spaced(&dutch::LEXICON),
            Self::Japanese => Engine::Running(&japanese::SCRIPT),
            Self::Chinese => Engine::Running(&chinese::SCRIPT),
        }
    }

    fn count(self, words: &str) -> Count {
        match self.engine() {
            Engine::English => read_count(words),
            Engine::Spaced(lexicon) => find::count(lexicon, words),
            Engine::Running(script) => characters::count(script, words),
        }
    }

    fn amount(self, words: &str) -> Amount {
        match self.engine() {
            Engine::English => read_amount(words),
            Engine::Spaced(lexicon) => find::amount(lexicon, words),
            Engine::Running(script) => characters::amount(script, words),
        }
    }
}

/// Reads the number of signers as [`read_count`] does, from words in a language.
///
/// Without a language the words are read in the one they belong to most. Where they belong to several alike, all are
/// read, and readings that differ are all given; words that belong to none are read by the rules for English.
#[must_use]
pub fn read_count_in(words: &str, language: Option<Language>) -> Count {
    match language {
        Some(language) => language.count(words),
        None => match closest_or_english(words).as_slice() {
            [only] => only.count(words),
            several => merge::counts(&several.iter().map(|one| (*one, one.count(words))).collect::<Vec<_>>()),
        },
    }
}

/// Reads an amount as [`read_amount`] does, from words in a language; without one as [`read_count_in`] finds it.
#[must_use]
pub fn read_amount_in(words: &str, language: Option<Language>) -> Amount {
    match language {
        Some(language) => language.amount(words),
        None => match closest_or_english(words).as_slice() {
            [only] => only.amount(words),
            several => merge::amounts(&several.iter().map(|one| (*one, one.amount(words))).collect::<Vec<_>>()),
        },
    }
}

fn closest_or_english(words: &str) -> Vec<Language> {
    let closest = guess::closest(words);
    if closest.is_empty() { vec![Language::English] } else { closest }
}
