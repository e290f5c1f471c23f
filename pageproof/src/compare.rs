//! What changed between two readings of a page, and whether a claim still stands on it: [`compare`].
//!
//! | class | rule, the first that holds |
//! |---|---|
//! | none | the texts are the same |
//! | cosmetic | the same by their [`Fingerprint`]s: only what `fold` folds away differs (white space, quotation marks, dashes, case), the order of lines' breaks, or lines that `noise` knows (adverts, related links, counters, "updated 5 minutes ago") |
//! | restoration | the fingerprint is that of an earlier capture; or a claim that was gone from the last one stands there again |
//! | removal | a claim that stood in the last capture is gone |
//! | correction | a sentence came that says so: "Correction:", "an earlier version of this article" |
//! | removal | [`FEWEST`] words or more are gone, and less than a third as many came |
//! | substantive | the other way round: [`FEWEST`] words or more came, and less than a third as many are gone |
//! | substantive | a word came or went that turns the sense: not, never, without |
//! | correction | [`FEW`] words or fewer came and went together; a number that changed is such a word |
//! | substantive | everything else |
//!
//! Words are counted as a bag: of the sentences that stand in one text alone, those words that stand in those of the other
//! as well did not change. So a sentence that moved, or was split in two, is no change of words.
//!
//! Invariant: comparing a text with itself, or with what is cosmetically the same, gives no change that anybody is told of.

mod diff;
mod noise;
mod text;

use std::collections::HashMap;

pub use diff::{Diff, Run, RunKind, diff};
pub use text::{Fingerprint, Text};

/// From how many words on their loss is a removal, and their coming an addition.
pub const FEWEST: usize = 5;

/// Up to how many words that came and went are a correction.
pub const FEW: usize = 10;

/// How a page changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub class: Class,
    /// By which rule.
    pub reason: Reason,
    /// The place of the earlier capture whose text, or whose claim, is back; the latest of them.
    pub restores: Option<usize>,
    /// The places of the claims that stood in the last capture and stand here no more.
    pub gone: Vec<usize>,
    /// The places of the claims that did not stand in the last capture, stood in one before it, and stand here.
    pub back: Vec<usize>,
}

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing that a reader would call a change.
    Cosmetic,
    /// An error put right, or a few words.
    Correction,
    /// Another text.
    Substantive,
    /// Words are gone.
    Removal,
    /// Words are back.
    Restoration,
}

/// The rule by which a change has its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Only its dressing differs.
    Dressing,
    /// It is what it was in an earlier capture.
    SameAsEarlier,
    /// A claim is back.
    ClaimBack,
    /// A claim is gone.
    ClaimGone,
    /// The page says that it was corrected.
    Marked,
    /// Words are gone, and hardly any came.
    WordsGone,
    /// A word came or went that turns the sense.
    SenseTurned,
    /// A few words came or went.
    FewWords,
    /// Words came.
    Added,
    /// Words came and went.
    Rewritten,
}

/// Compares a reading with those before it, the oldest first, and says what changed since the last of them. None where
/// nothing did, or where there is no earlier one.
///
/// `claims` are words that somebody cites the page for. Compare only what [`crate::read::Page::evidence`] gave.
///
/// ```
/// use pageproof::compare::{Class, Text, compare};
///
/// let with = Text::new("The cloud is ready.\nWe are proud to serve the agency with it.");
/// let without = Text::new("The cloud is ready.");
/// let claims = ["proud to serve the agency"];
/// let removal = compare(&[&with], &without, &claims).unwrap();
/// assert_eq!((removal.class, removal.gone), (Class::Removal, vec![0]));
/// let restoration = compare(&[&with, &without], &with, &claims).unwrap();
/// assert_eq!((restoration.class, restoration.restores), (Class::Restoration, Some(0)));
/// ```
#[must_use]
pub fn compare(earlier: &[&Text], now: &Text, claims: &[&str]) -> Option<Change> {
    let (last, before) = earlier.split_last()?;
    if last.as_str() == now.as_str() {
        return None;
    }
    let stands: Vec<(bool, bool)> = claims.iter().map(|claim| (last.holds(claim), now.holds(claim))).collect();
    let which = |is_it: &dyn Fn(usize, (bool, bool)) -> bool| {
        stands.iter().enumerate().filter(|(at, stands)| is_it(*at, **stands)).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let had = |at: usize| before.iter().rposition(|text| claims.get(at).is_some_and(|claim| text.holds(claim)));
    let gone = which(&|_, stands| stands == (true, false));
    let back = which(&|at, stands| stands == (false, true) && had(at).is_some());
    let same = before.iter().rposition(|text| text.fingerprint() == now.fingerprint());
    let of = |class, reason, restores| Some(Change { class, reason, restores, gone: gone.clone(), back: back.clone() });

    if last.fingerprint() == now.fingerprint() {
        return of(Class::Cosmetic, Reason::Dressing, None);
    }
    if same.is_some() {
        return of(Class::Restoration, Reason::SameAsEarlier, same);
    }
    if !gone.is_empty() {
        return of(Class::Removal, Reason::ClaimGone, None);
    }
    if let Some(restored) = back.iter().filter_map(|at| had(*at)).max() {
        return of(Class::Restoration, Reason::ClaimBack, Some(restored));
    }
    let (class, reason) = weigh(last, now);
    of(class, reason, None)
}

/// Judges a change by its words alone.
fn weigh(last: &Text, now: &Text) -> (Class, Reason) {
    let (removed, added) = text::only_in_one(last, now);
    let mut bag: HashMap<&str, i64> = HashMap::new();
    for (sentences, one) in [(&removed, -1), (&added, 1)] {
        sentences.iter().flat_map(|sentence| sentence.words()).for_each(|word| *bag.entry(word).or_default() += one);
    }
    let sum = |sign: i64| bag.values().map(|one| usize::try_from(one * sign).unwrap_or_default()).sum::<usize>();
    let (went, came) = (sum(-1), sum(1));
    let turned = bag.iter().any(|(word, one)| *one != 0 && TURNING.contains(word));
    if added.iter().any(|sentence| is_marked(&sentence.folded)) {
        (Class::Correction, Reason::Marked)
    } else if went >= FEWEST && came * 3 < went {
        (Class::Removal, Reason::WordsGone)
    } else if came >= FEWEST && went * 3 < came {
        (Class::Substantive, Reason::Added)
    } else if turned {
        (Class::Substantive, Reason::SenseTurned)
    } else if went + came <= FEW {
        (Class::Correction, Reason::FewWords)
    } else {
        (Class::Substantive, Reason::Rewritten)
    }
}

/// Words that turn the sense of a sentence, folded.
const TURNING: &[&str] = &[
    "not", "no", "never", "none", "nobody", "nothing", "without", "cannot", "cant", "wont", "dont", "doesnt", "didnt",
    "isnt", "arent", "wasnt", "werent", "hasnt", "havent", "wouldnt", "refused", "denied", "false", "nicht", "kein",
    "keine", "keinen", "nie", "ohne", "pas", "jamais", "sans", "aucun", "aucune", "nunca", "sin", "ningun", "mai",
    "senza", "niet", "geen", "nooit", "nao", "sem",
];

/// Says whether a sentence says that the page was corrected.
fn is_marked(folded: &str) -> bool {
    let begins = [
        "correction",
        "corrections",
        "clarification",
        "editors note",
        "erratum",
        "berichtigung",
        "korrektur",
        "richtigstellung",
        "rectificatif",
        "correccion",
        "rettifica",
        "errata corrige",
        "correctie",
        "rectificatie",
    ];
    let says = [
        "earlier version of this",
        "previous version of this",
        "original version of this",
        "has been corrected",
        "was corrected",
        "updated to correct",
        "amended to",
        "was amended on",
        "regret the error",
        "in einer früheren version",
        "version précédente de cet",
    ];
    let is_headed = |begin: &&str| {
        folded.strip_prefix(*begin).is_some_and(|rest| {
            rest.starts_with([':', '(', '-', ',', '.'])
                || rest.is_empty()
                || rest.starts_with(" :")
                || rest.starts_with(" (")
        })
    };
    begins.iter().any(is_headed) || says.iter().any(|says| folded.contains(says))
}
