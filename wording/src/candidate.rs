//! Finds the numbers of a text, sentence by sentence, each with its noun.

use crate::noun::{Class, Noun, noun_at};
use crate::phrase::{Phrase, phrase_at};
use crate::token::{Token, word_at};
use crate::{Qualifier, Reading, guard, qualify};

/// A number with its noun.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The number and its qualifiers.
    pub(crate) phrase: Phrase,
    /// What it counts.
    pub(crate) noun: Noun,
    /// Whether its surroundings keep it from being a count of signers.
    pub(crate) ruled_out: bool,
}

impl Candidate {
    /// The token after the number and the noun that belongs to it.
    pub(crate) fn end(&self) -> usize {
        match self.noun.class {
            Class::Absent if self.noun.whole.is_none() => self.phrase.end,
            Class::Unknown => self.phrase.end,
            Class::Absent | Class::People | Class::Signatures | Class::Organisations | Class::Other => self.noun.end,
        }
    }

    /// Whether it counts people, signatures or organisations by its noun.
    pub(crate) fn is_named(&self) -> bool {
        matches!(self.noun.class, Class::People | Class::Signatures | Class::Organisations)
    }

    /// The bytes of the input that it stands on.
    pub(crate) fn span(&self, tokens: &[Token]) -> std::ops::Range<usize> {
        let first = tokens.get(self.phrase.start).map_or(0, |token| token.span.start);
        let last = tokens.get(self.end().saturating_sub(1)).map_or(first, |token| token.span.end);
        first..last
    }
}

/// Splits tokens into sentences. A full stop inside a name ("Bosch.io") ends none.
pub(crate) fn sentences(tokens: &[Token]) -> Vec<&[Token]> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let is_end = token.is_mark('.') && !tokens.get(at + 1).is_some_and(|next| next.glued);
        if is_end {
            out.push(&tokens[start..=at]);
            start = at + 1;
        }
    }
    out.push(&tokens[start..]);
    out
}

/// Finds the numbers of a sentence, in the order of the words.
pub(crate) fn candidates(tokens: &[Token]) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(mut phrase) = phrase_at(tokens, at) else {
            at += 1;
            continue;
        };
        let mut noun = noun_at(tokens, phrase.end);
        let ruled_out = guard::rules_out(tokens, &phrase, &noun);
        qualify_after_noun(tokens, &mut phrase, &mut noun);
        at = noun.end.max(phrase.end);
        out.push(Candidate { phrase, noun, ruled_out });
    }
    out
}

/// Takes a qualifier that follows the noun: "300 employees or more", "300 signatures and counting".
fn qualify_after_noun(tokens: &[Token], phrase: &mut Phrase, noun: &mut Noun) {
    if noun.end == phrase.end || word_at(tokens, noun.end).is_empty() {
        return;
    }
    let Some((qualifier, end)) = qualify::after(tokens, noun.end) else {
        return;
    };
    noun.end = end;
    phrase.requalify(qualifier);
}

impl Phrase {
    /// Takes a qualifier that follows the noun; ways that it contradicts go.
    pub(crate) fn requalify(&mut self, qualifier: Qualifier) {
        let ways = self.ways.drain(..);
        self.ways = ways.filter_map(|(reading, label)| Some((requalified(&reading, qualifier)?, label))).collect();
    }
}

/// An exact or already so qualified reading with a qualifier; none where both would contradict each other.
fn requalified(reading: &Reading, qualifier: Qualifier) -> Option<Reading> {
    match (reading.qualifier(), reading.point()) {
        (Qualifier::Exact, Some(point)) => Reading::of_point(qualifier, point, reading.unit().clone()),
        (same, _) if same == qualifier => Some(reading.clone()),
        _ => None,
    }
}
