//! The words by which English is told from other languages.

use crate::words::{MONTHS, Part, part};
use crate::{bare, cardinal, numeral, qualify, unit};

/// Words of reports that no rule for English reads.
const COMMON: &str = "demanding over employer letter petition open signed letter's company company's been published dozen \
    hundred thousand nobody none single several few couple between up least most away many ceo tech not no new us";

/// Whether a word is an English one of the kind that reports of petitions are written with.
pub(super) fn knows(word: &str) -> bool {
    part(word) != Part::Plain
        || qualify::is_first_word(word)
        || bare::FILLERS.contains(&word)
        || MONTHS.contains(&word)
        || unit::currency_of_noun(word).is_some()
        || cardinal::small(word).or_else(|| cardinal::scale(word)).or_else(|| numeral::plural(word)).is_some()
        || COMMON.split_whitespace().any(|known| known == word)
}
