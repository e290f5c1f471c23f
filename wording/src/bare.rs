//! Bare phrases: words that give a number and nothing else, so that no verb has to bind it.

use crate::candidate::Candidate;
use crate::noun::Class;
use crate::token::{Kind, Token, word_at};
use crate::words::{MONTHS, Part, part};

/// Words that may stand beside a number in a bare phrase.
pub(crate) const FILLERS: &[&str] = &[
    "and",
    "or",
    "including",
    "plus",
    "of",
    "out",
    "the",
    "a",
    "an",
    "with",
    "in",
    "total",
    "so",
    "far",
    "now",
    "already",
    "today",
    "yesterday",
    "as",
    "by",
    "on",
    "at",
    "to",
    "from",
    "up",
    "down",
    "them",
    "among",
    "altogether",
    "currently",
    "count",
    "tally",
    "than",
    "less",
    "online",
    "alone",
    "only",
    "there",
    "were",
    "are",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "support",
    "within",
    "during",
    "after",
    "before",
    "updated",
    "early",
    "late",
    "since",
    "least",
    "well",
    "along",
    "then",
    "later",
    "rose",
    "grew",
    "ranging",
    "anywhere",
];

/// How many words may name the place or employer of the people counted: "of the Contoso Cloud Company".
const LONGEST_NAME: usize = 5;

/// Whether the tokens of a sentence are its numbers and words that bind nothing.
pub(crate) fn is_bare(tokens: &[Token], candidates: &[Candidate]) -> bool {
    let mut at = 0;
    for candidate in candidates {
        let is_unknown = candidate.noun.class == Class::Unknown && !candidate.ruled_out;
        if is_unknown || !tokens[at..candidate.phrase.start].iter().all(is_idle) {
            return false;
        }
        at = named_end(tokens, candidate);
    }
    tokens[at..].iter().all(is_idle)
}

/// The token after a number, its noun and the name after that: "over 100 employees of Contoso".
fn named_end(tokens: &[Token], candidate: &Candidate) -> usize {
    let end = candidate.end();
    if !candidate.is_named() || !matches!(word_at(tokens, end), "of" | "at" | "from" | "in" | "across" | "inside") {
        return end;
    }
    let is_named = |token: &Token| token.word().is_some_and(|word| matches!(word, "the" | "its") || is_name(word));
    let name = tokens[end + 1..].iter().take_while(|token| is_named(token)).count();
    if (1..=LONGEST_NAME).contains(&name) { end + 1 + name } else { end }
}

/// Whether a word may be a part of a name and is no verb of the past.
fn is_name(word: &str) -> bool {
    matches!(part(word), Part::Plain | Part::Organisation) && !word.ends_with("ed")
}

fn is_idle(token: &Token) -> bool {
    match &token.kind {
        Kind::Word { text, .. } => {
            FILLERS.contains(&text.as_str())
                || MONTHS.contains(&text.as_str())
                || matches!(part(text), Part::Signature(_))
        }
        Kind::Mark(mark) => ".,;:()[]\"'-–".contains(*mark),
        Kind::Opaque => true,
        Kind::Number(_) | Kind::Fraction(..) => false,
    }
}
