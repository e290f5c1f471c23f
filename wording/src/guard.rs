//! What keeps a number from being a count of signers, wherever it stands: an earlier figure, a denominator, an
//! addition, a goal, a date, a label.

use crate::dates::{is_date, is_year};
use crate::noun::{Class, Noun};
use crate::phrase::Phrase;
use crate::token::{Kind, Token, glued_mark_at, mark_at, word_at, word_before, words_at};
use crate::words::CHANGE;
use crate::{Qualifier, Unit};

/// How far back a verb of change or a goal is looked for.
const REACH: usize = 6;

/// Words that make a number the name of something, or an age.
const LABELS: &[&str] = &[
    "no",
    "nos",
    "number",
    "local",
    "page",
    "pages",
    "chapter",
    "section",
    "article",
    "room",
    "building",
    "flight",
    "route",
    "version",
    "ios",
    "windows",
    "line",
    "item",
    "step",
    "phase",
    "week",
    "day",
    "tier",
    "level",
    "grade",
    "figure",
    "table",
    "title",
    "rule",
    "act",
    "bill",
    "series",
    "season",
    "episode",
    "volume",
    "issue",
    "aged",
    "age",
    "interstate",
    "highway",
    "category",
    "type",
    "fortune",
    "top",
    "first",
    "last",
    "next",
    "past",
    "previous",
    "every",
    "each",
    "per",
    "than",
    "times",
    "gate",
    "floor",
    "suite",
];

/// Words that leave open whether the number is the number.
const HEDGES: &[&str] = &[
    "or",
    "nor",
    "even",
    "perhaps",
    "possibly",
    "maybe",
    "likely",
    "potentially",
    "not",
    "never",
    "neither",
    "barely",
    "hardly",
    "scarcely",
    "without",
    "another",
    "additional",
    "additionally",
    "extra",
    "further",
    "nowhere",
    "anywhere",
];

/// Words before a number that is wished for or asked.
const GOALS: &[&str] = &[
    "need",
    "needs",
    "needed",
    "needing",
    "require",
    "requires",
    "required",
    "goal",
    "target",
    "threshold",
    "aim",
    "aims",
    "aiming",
    "hope",
    "hopes",
    "hoping",
    "seek",
    "seeks",
    "seeking",
    "want",
    "wants",
    "if",
    "unless",
    "until",
    "once",
    "quota",
    "ask",
    "asks",
];

/// Nouns after which "of" counts, where it else names the whole: "a group of 300 employees".
const COUNTED: &[&str] = &[
    "total",
    "group",
    "signature",
    "signatures",
    "names",
    "support",
    "backing",
    "coalition",
    "list",
    "crowd",
    "gathering",
    "alliance",
    "number",
    "behalf",
    "tally",
    "count",
];

/// Whether the words around a number rule it out as a count of signers.
pub(crate) fn rules_out(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    phrase.unit != Unit::Number
        || noun.class == Class::Other
        || is_hedged(tokens, phrase, noun)
        || is_earlier(tokens, phrase, noun)
        || is_whole(tokens, phrase)
        || is_goal(tokens, phrase, noun)
        || is_ratio(tokens, phrase, noun)
        || is_denied(tokens, noun)
        || is_date(tokens, phrase, noun)
        || is_joined(tokens, phrase, noun)
}

/// Whether the words around a number rule it out as the amount that a text gives.
pub(crate) fn rules_out_amount(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    let is_compound = phrase.unit == Unit::Number && glued_mark_at(tokens, phrase.end, '-');
    is_compound
        || is_hedged(tokens, phrase, noun)
        || is_earlier(tokens, phrase, noun)
        || is_whole(tokens, phrase)
        || is_date(tokens, phrase, noun)
        || is_joined(tokens, phrase, noun)
}

/// "Or 300", "not 300", "No. 300", "the first 300".
fn is_hedged(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    let before = article_skipped(tokens, phrase.start);
    let word = word_before(tokens, before);
    let is_of = noun.of_them || word_at(tokens, phrase.end) == "of";
    let is_one_of = is_of && phrase.ways.iter().all(|(reading, _)| reading.upper() == Some(1));
    HEDGES.contains(&word) || LABELS.contains(&word) || word.ends_with("n't") || is_one_of
}

/// The place of an article just before, else the place itself.
fn article_skipped(tokens: &[Token], at: usize) -> usize {
    at - usize::from(matches!(word_before(tokens, at), "a" | "an" | "the"))
}

/// "Up from 150", "compared with 150", "rose by 150", "from 150 employees to 300".
fn is_earlier(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    let is_change = || nearest(tokens, phrase.start, REACH).any(|word| CHANGE.contains(&word));
    match word_before(tokens, phrase.start) {
        "from" => is_change() || word_at(tokens, noun.end) == "to",
        "by" => is_change(),
        "with" | "to" => matches!(word_before(tokens, phrase.start - 1), "compared" | "comparison" | "contrast"),
        "versus" | "vs" | "earlier" | "formerly" | "previously" | "was" if is_change() => true,
        "versus" | "vs" => true,
        _ => false,
    }
}

/// The words before a place in its sentence, nearest first; a comma or a colon ends them.
fn nearest(tokens: &[Token], at: usize, reach: usize) -> impl Iterator<Item = &str> {
    let before = tokens.get(at.saturating_sub(reach)..at).unwrap_or_default();
    before.iter().rev().take_while(|token| !matches!(token.kind, Kind::Mark(',' | ';' | ':'))).filter_map(Token::word)
}

/// "Of 770 staff", "of its 1,200 employees", "a company of 100,000", "among 770", "/ 2,000".
fn is_whole(tokens: &[Token], phrase: &Phrase) -> bool {
    if phrase.start > 0 && mark_at(tokens, phrase.start - 1, '/') {
        return true;
    }
    let mut at = phrase.start;
    for _ in 0..4 {
        match word_before(tokens, at) {
            "of" => return !is_counted(tokens, at - 1),
            "among" => return !matches!(word_before(tokens, at - 1), "from"),
            "the" | "its" | "their" | "our" | "his" | "her" => at -= 1,
            word if word.ends_with("'s") => at -= 1,
            _ => return false,
        }
    }
    false
}

/// Whether the word before "of" makes what follows a count.
fn is_counted(tokens: &[Token], of: usize) -> bool {
    COUNTED.contains(&word_before(tokens, of)) && !GOALS.contains(&word_before(tokens, of - 1))
}

/// "Needs 300 signatures", "a goal of 2,000", "300 signatures short".
fn is_goal(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    nearest(tokens, phrase.start, 4).any(|word| GOALS.contains(&word))
        || matches!(word_at(tokens, noun.end), "short" | "needed" | "required" | "shy" | "away" | "ago" | "later")
}

/// "Nine out of ten employees": small numbers that stand for a share; "one in five".
fn is_ratio(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    let is_small = |number: u64| number <= 10;
    let point = phrase.ways.first().and_then(|(reading, _)| reading.point());
    let is_spelled = tokens.get(phrase.number).is_some_and(|token| token.word().is_some());
    let of_ten = is_spelled && noun.whole.is_some_and(is_small) && point.is_some_and(is_small);
    let is_number = |at: usize| matches!(tokens.get(at).map(|token| &token.kind), Some(Kind::Number(_)));
    let is_in = |at: usize| word_at(tokens, at) == "in";
    let in_five = is_in(phrase.end)
        && (is_number(phrase.end + 1) || crate::cardinal::cardinal_at(tokens, phrase.end + 1).is_some());
    let after_in = phrase.start >= 2 && is_in(phrase.start - 1) && {
        is_number(phrase.start - 2) || crate::cardinal::cardinal_at(tokens, phrase.start - 2).is_some()
    };
    of_ten || after_in || (in_five && point.is_some_and(is_small))
}

/// "100 did not sign", "100 refused", "100 were asked to sign", "12 signatories were fired".
fn is_denied(tokens: &[Token], noun: &Noun) -> bool {
    const DENIED: &[&str] = &[
        "not",
        "never",
        "refused",
        "declined",
        "failed",
        "yet",
        "could",
        "may",
        "might",
        "should",
        "would",
        "must",
        "can",
        "eligible",
        "asked",
        "invited",
        "urged",
        "fired",
        "dismissed",
        "suspended",
        "disciplined",
        "sacked",
        "laid",
        "withdrew",
        "removed",
        "retracted",
        "rescinded",
        "unable",
        "unwilling",
        "expected",
        "missing",
    ];
    for at in noun.end..noun.end + 4 {
        let word = word_at(tokens, at);
        if word.ends_with("n't") || (DENIED.contains(&word) && !asks(tokens, at, noun)) {
            return true;
        }
        if !matches!(
            word,
            "have"
                | "has"
                | "had"
                | "did"
                | "do"
                | "were"
                | "was"
                | "are"
                | "is"
                | "who"
                | "that"
                | "also"
                | "later"
                | "been"
                | "being"
        ) {
            return false;
        }
    }
    false
}

/// "300 employees asked", "urged": their own act, unless "were asked".
fn asks(tokens: &[Token], at: usize, noun: &Noun) -> bool {
    matches!(word_at(tokens, at), "asked" | "urged") && at == noun.end
}

/// A number that touches something it cannot be told from: "555 1234", "#100", "10-to-4", "/100", "100:1".
pub(crate) fn is_joined(tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    let is_numeric = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            matches!(token.kind, Kind::Number(_) | Kind::Fraction(..) | Kind::Opaque) && !is_year(token)
        })
    };
    let before = phrase.start.checked_sub(1);
    let after_number = before.is_some_and(is_numeric);
    let before_number = noun.class == Class::Absent && is_numeric(phrase.end) && !is_restated(phrase);
    let after_mark =
        before.is_some_and(|at| matches!(tokens[at].kind, Kind::Mark('#' | '№' | '@' | '=' | '^' | '\\' | '*' | '§')));
    let is_touched = |at: usize| mark_at(tokens, at, '-') || mark_at(tokens, at, '.');
    let is_cut = before.is_some_and(|at| is_touched(at) && tokens.get(at + 1).is_some_and(|token| token.glued));
    let after_hyphen = before.is_some_and(|at| mark_at(tokens, at, '-') && glued_mark_at(tokens, at, '-'));
    let before_mark = ['/', '*', '=', '★', '☆', '°', '€', '×', '@', '_', '\\', '^', '‰', '½']
        .iter()
        .any(|mark| mark_at(tokens, phrase.end, *mark));
    let is_list = phrase.start == 0 && mark_at(tokens, phrase.end, ')');
    after_number
        || is_cut
        || before_number
        || after_mark
        || after_hyphen
        || before_mark
        || is_list
        || words_at(tokens, phrase.end, "degrees").is_some()
}

/// A range ends in a number of its own and is never split from what follows.
fn is_restated(phrase: &Phrase) -> bool {
    phrase.ways.iter().any(|(reading, _)| reading.qualifier() == Qualifier::Range)
}
