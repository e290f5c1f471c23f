//! The words around a number that say how they bound it: "more than", "nearly", "or so", "+".

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::Qualifier;
use crate::token::{Token, glued_mark_at, mark_at, word_at, words_at};

/// What the words before a number do to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Nothing.
    Plain,
    /// They bound it.
    By(Qualifier),
    /// They contradict each other: "up to about".
    Unclear,
}

use Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Words before a number; a longer phrase stands before the shorter that it starts with.
const BEFORE: &[(&str, Qualifier)] = &[
    ("no more than", UpTo),
    ("not more than", UpTo),
    ("no greater than", UpTo),
    ("no fewer than", AtLeast),
    ("no less than", AtLeast),
    ("not fewer than", AtLeast),
    ("not less than", AtLeast),
    ("nothing less than", AtLeast),
    ("just over", MoreThan),
    ("well over", MoreThan),
    ("slightly over", MoreThan),
    ("a little over", MoreThan),
    ("far more than", MoreThan),
    ("well more than", MoreThan),
    ("just more than", MoreThan),
    ("slightly more than", MoreThan),
    ("a little more than", MoreThan),
    ("more than", MoreThan),
    ("greater than", MoreThan),
    ("larger than", MoreThan),
    ("over", MoreThan),
    ("in excess of", MoreThan),
    ("north of", MoreThan),
    ("just above", MoreThan),
    ("well above", MoreThan),
    ("above", MoreThan),
    ("exceeding", MoreThan),
    ("exceeds", MoreThan),
    ("exceeded", MoreThan),
    ("topping", MoreThan),
    ("topped", MoreThan),
    ("surpassing", MoreThan),
    ("surpassed", MoreThan),
    ("just past", MoreThan),
    ("at least", AtLeast),
    ("upwards of", AtLeast),
    ("upward of", AtLeast),
    ("a minimum of", AtLeast),
    ("minimum of", AtLeast),
    ("nearly", Nearly),
    ("almost", Nearly),
    ("approaching", Nearly),
    ("just shy of", Nearly),
    ("shy of", Nearly),
    ("fewer than", FewerThan),
    ("less than", FewerThan),
    ("slightly fewer than", FewerThan),
    ("slightly less than", FewerThan),
    ("just under", FewerThan),
    ("well under", FewerThan),
    ("slightly under", FewerThan),
    ("a little under", FewerThan),
    ("under", FewerThan),
    ("just below", FewerThan),
    ("below", FewerThan),
    ("up to", UpTo),
    ("as many as", UpTo),
    ("as much as", UpTo),
    ("at most", UpTo),
    ("at the most", UpTo),
    ("a maximum of", UpTo),
    ("maximum of", UpTo),
    ("just about", Approx),
    ("somewhere around", Approx),
    ("more or less", Approx),
    ("in the region of", Approx),
    ("on the order of", Approx),
    ("close to", Approx),
    ("an estimated", Approx),
    ("estimated", Approx),
    ("approximately", Approx),
    ("approx", Approx),
    ("roughly", Approx),
    ("around", Approx),
    ("about", Approx),
    ("circa", Approx),
    ("some", Approx),
    ("ca", Approx),
    ("c", Approx),
];

/// Words before a number that do not bound it.
const IDLE: &[&str] = &["a total of", "exactly", "precisely", "a full", "the", "all", "only", "just", "a whopping"];

/// Symbols before a number.
const SIGNS: &[(char, Qualifier)] =
    &[('>', MoreThan), ('≥', AtLeast), ('<', FewerThan), ('≤', UpTo), ('~', Approx), ('±', Approx)];

/// Words after a number, or after its noun.
const AFTER: &[(&str, Qualifier)] = &[
    ("or so", Approx),
    ("or thereabouts", Approx),
    ("give or take", Approx),
    ("or more", AtLeast),
    ("or greater", AtLeast),
    ("and counting", AtLeast),
    ("and up", AtLeast),
    ("or fewer", UpTo),
    ("or less", UpTo),
];

/// How many qualifiers in a row are looked at: "at least about" is two.
const LONGEST_CHAIN: usize = 4;

/// The words that [`BEFORE`] and [`IDLE`] start with: most words of a text are none, and cost one look-up.
static FIRST_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let phrases = BEFORE.iter().map(|(words, _)| *words).chain(IDLE.iter().copied());
    phrases.filter_map(|words| words.split(' ').next()).collect()
});

/// Whether a word can start a qualifier.
pub(crate) fn is_first_word(word: &str) -> bool {
    FIRST_WORDS.contains(word)
}

/// Reads the qualifiers at a place, and gives where they end.
pub(crate) fn before(tokens: &[Token], at: usize) -> (Bound, usize) {
    let mut bound = Bound::Plain;
    let mut end = at;
    for _ in 0..LONGEST_CHAIN {
        let Some((found, next)) = one_before(tokens, end) else {
            break;
        };
        bound = both_before(bound, found);
        end = next;
    }
    (bound, end)
}

/// One qualifier, or one idle word, and where it ends.
fn one_before(tokens: &[Token], at: usize) -> Option<(Option<Qualifier>, usize)> {
    if !is_first_word(word_at(tokens, at)) {
        return sign(tokens, at);
    }
    let words = BEFORE.iter().find_map(|(words, one)| words_at(tokens, at, words).map(|end| (Some(*one), end)));
    // "C$400" is an amount in Canadian dollars, not about 400 dollars.
    let words = words.filter(|(_, end)| !glued_mark_at(tokens, *end, '$'));
    words.or_else(|| {
        let idle = IDLE.iter().find_map(|words| words_at(tokens, at, words))?;
        Some((None, idle))
    })
}

/// A symbol before a number; "≥" may be written ">=".
fn sign(tokens: &[Token], at: usize) -> Option<(Option<Qualifier>, usize)> {
    let (sign, qualifier) = SIGNS.iter().find(|(sign, _)| mark_at(tokens, at, *sign))?;
    let or_equal = glued_mark_at(tokens, at + 1, '=');
    match (sign, or_equal) {
        ('>', true) => Some((Some(AtLeast), at + 2)),
        ('<', true) => Some((Some(UpTo), at + 2)),
        _ => Some((Some(*qualifier), at + 1)),
    }
}

/// Reads the qualifier after a number, and gives where it ends.
pub(crate) fn after(tokens: &[Token], at: usize) -> Option<(Qualifier, usize)> {
    if glued_mark_at(tokens, at, '+') {
        return Some((AtLeast, at + 1));
    }
    let hyphen = usize::from(mark_at(tokens, at, '-'));
    match word_at(tokens, at + hyphen) {
        "plus" if hyphen == 1 || word_at(tokens, at + 1).is_empty() => {
            return Some((AtLeast, at + hyphen + 1));
        }
        "odd" | "ish" => return Some((Approx, at + hyphen + 1)),
        _ => {}
    }
    let comma = usize::from(mark_at(tokens, at, ','));
    let found = AFTER.iter().find_map(|(words, one)| Some((*one, words_at(tokens, at + comma, words)?)));
    // "Over 100 and up to 200" goes on.
    found.filter(|(_, end)| word_at(tokens, *end) != "to")
}

/// What two qualifiers before a number say together; the second may be idle.
pub(crate) fn both_before(before: Bound, other: Option<Qualifier>) -> Bound {
    match (before, other) {
        (kept, None) => kept,
        (Bound::Plain, Some(qualifier)) => Bound::By(qualifier),
        (Bound::By(one), Some(other)) if one == other => before,
        _ => Bound::Unclear,
    }
}

/// What both ends together say: "over 100+" is no more than "100 or more".
pub(crate) fn both(before: Bound, after: Option<Qualifier>) -> Bound {
    match (before, after) {
        (kept, None) => kept,
        (Bound::Plain, Some(after)) => Bound::By(after),
        (Bound::By(one), Some(other)) if one == other => before,
        (Bound::By(MoreThan), Some(AtLeast)) => Bound::By(AtLeast),
        _ => Bound::Unclear,
    }
}
