//! A text that can be compared.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use super::noise;
use crate::fold::{find, fold};
use crate::read::split;

/// The text of a page at one time, ready for comparing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    lines: String,
    /// All of it, folded.
    folded: String,
    /// What counts of it.
    pub(super) sentences: Vec<Sentence>,
    fingerprint: Fingerprint,
}

/// A sentence, in the text and folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) place: Range<usize>,
    pub(super) folded: String,
}

/// The SHA-256 of what counts of a text: equal for texts that differ in nothing a reader would call a change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Text {
    /// Takes a text whose lines are its blocks, as [`crate::read::Page::words`] gives it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut sentences = Vec::new();
        let mut hash = Sha256::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let folded = fold(line);
            if folded.is_empty() || noise::is_noise(&folded) {
                continue;
            }
            hash.update(&folded);
            hash.update(b" ");
            let pieces = split(line).map(|piece| Sentence { place: place(text, piece), folded: fold(piece) });
            sentences.extend(pieces.filter(|sentence| !sentence.folded.is_empty()));
        }
        Self { lines: text.to_owned(), folded: fold(text), sentences, fingerprint: Fingerprint(hash.finalize().into()) }
    }

    /// Gives the text as it was taken.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.lines
    }

    /// Gives what two texts without a change between them have in common.
    #[must_use]
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Says whether a claim stands in the text, whatever its white space, quotation marks, dashes and case, as whole words.
    /// An empty claim stands nowhere.
    #[must_use]
    pub fn holds(&self, claim: &str) -> bool {
        find(&self.folded, &fold(claim)).is_some()
    }
}

impl Sentence {
    /// Its words, without the marks around them.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let bare = self
            .folded
            .split([' ', '-'])
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '%' | '+')));
        bare.filter(|word| !word.is_empty())
    }
}

/// The place of a piece that was cut out of a text.
fn place(text: &str, piece: &str) -> Range<usize> {
    let at = piece.as_ptr().addr() - text.as_ptr().addr();
    at..at + piece.len()
}

/// Gives the sentences that stand in the first text alone, and those that stand in the second alone, wherever they stand.
pub(super) fn only_in_one<'a>(one: &'a Text, other: &'a Text) -> (Vec<&'a Sentence>, Vec<&'a Sentence>) {
    (only_in_first(one, other), only_in_first(other, one))
}

fn only_in_first<'a>(one: &'a Text, other: &Text) -> Vec<&'a Sentence> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    other.sentences.iter().for_each(|sentence| *left.entry(&sentence.folded).or_default() += 1);
    let is_alone = |sentence: &&Sentence| match left.get_mut(sentence.folded.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        Some(_) | None => true,
    };
    one.sentences.iter().filter(is_alone).collect()
}

impl Fingerprint {
    /// Gives its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Takes the bytes of one that was kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Fingerprint({self})")
    }
}
