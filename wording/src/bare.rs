//! Bare phrases: words that give a number and nothing else, so that no verb has to bind it.

use crate::candidate::Candidate;
use crate::noun::Class;
use crate::token::{Kind, Token};
use crate::words::{MONTHS, Part, part};

/// Words that may stand beside a number in a bare phrase.
const FILLERS: &[&str] = &[
    "and",
    "or",
    "including",
    "plus",
    "of",
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

/// Whether the tokens of a sentence are its numbers and words that bind nothing.
pub(crate) fn is_bare(tokens: &[Token], candidates: &[Candidate]) -> bool {
    let mut at = 0;
    for candidate in candidates {
        if !tokens[at..candidate.phrase.start].iter().all(is_idle) {
            return false;
        }
        at = candidate.end();
    }
    candidates
        .iter()
        .all(|candidate| candidate.noun.class != Class::Unknown)
        && tokens[at..].iter().all(is_idle)
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
