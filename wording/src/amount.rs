//! Reads an amount for a fact claim: money, a percentage, a number of things.

use crate::Reading;

/// Says what amount words give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// No amount in these words: they stand alone.
    None,
    /// One amount.
    One(Reading),
    /// Words that can be read two ways, each with a short label of the way it is read: the person is asked.
    Ambiguous(Vec<(Reading, &'static str)>),
}

/// Reads an amount from a bare phrase or a sentence.
#[must_use]
pub fn read_amount(words: &str) -> Amount {
    let _ = words;
    Amount::None
}
