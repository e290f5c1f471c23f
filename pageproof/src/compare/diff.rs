//! A difference that a person can read: the words around a claim, what was kept, removed and added.

use std::collections::HashSet;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::text::{Sentence, Text, only_in_one};
use crate::fold::{find, fold};

/// How many words are shown at most.
const MOST_WORDS: usize = 120;

/// How many sentences of each text are looked at.
const MOST_SENTENCES: usize = 64;

/// How many words of a sentence are compared.
const LONGEST: usize = 400;

/// How many unchanged words are shown beside those that changed.
const BESIDE: usize = 8;

/// Fewer unchanged words than these between changed ones are shown as changed: `the` and `of` stand in every sentence.
const FEWEST_KEPT: usize = 2;

/// What changed, as words in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The runs of words, 120 words at most; empty where nothing changed, or nothing but the order of sentences.
    pub runs: Vec<Run>,
    /// Whether more changed than is shown.
    pub is_cut: bool,
}

/// Words that one thing happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What happened to them.
    pub kind: RunKind,
    /// The words, as they are written, a space between them. `…` stands for words that did not change.
    pub words: String,
}

/// What happened to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunKind {
    /// They stand in both texts.
    Kept,
    /// They stand in the earlier text alone.
    Removed,
    /// They stand in the later text alone.
    Added,
}

/// Shows what changed between two texts, next to a claim where one is given, else from the beginning.
#[must_use]
pub fn diff(before: &Text, now: &Text, claim: Option<&str>) -> Diff {
    if before.fingerprint() == now.fingerprint() {
        return Diff::default();
    }
    let claim = claim.map(fold).filter(|claim| !claim.is_empty());
    let (removed, added) = only_in_one(before, now);
    let focus = claim.and_then(|claim| focus(before, &claim).or_else(|| focus(now, &claim)));
    let (mut removed, mut added) = (places(before, &removed), places(now, &added));
    let total = removed.len() + added.len();
    nearest(&mut removed, focus);
    nearest(&mut added, focus);
    let mut is_cut = removed.len() + added.len() < total;

    let mut hunks = pair(before, now, &removed, &added);
    hunks.sort_by_key(|hunk| (hunk.distance(focus), hunk.at()));
    let mut chosen: Vec<(usize, Vec<Piece<'_>>)> = Vec::new();
    let mut words = 0;
    for hunk in hunks {
        let pieces = hunk.pieces(before, now);
        words += pieces.len();
        if words > MOST_WORDS && !chosen.is_empty() {
            is_cut = true;
            break;
        }
        chosen.push((hunk.at(), pieces));
    }
    chosen.sort_by_key(|(at, _)| *at);
    let mut pieces: Vec<Piece<'_>> = chosen.into_iter().flat_map(|(_, pieces)| pieces).collect();
    is_cut |= pieces.len() > MOST_WORDS;
    pieces.truncate(MOST_WORDS);
    Diff { runs: runs(pieces), is_cut }
}

/// A word and what happened to it.
#[derive(Clone, Copy)]
struct Piece<'a> {
    kind: RunKind,
    word: &'a str,
}

/// A sentence that changed, came or went.
#[derive(Clone, Copy)]
enum Hunk {
    Changed(usize, usize),
    Removed(usize),
    /// Its place, and that of the last sentence before it which stands in the earlier text.
    Added(usize, usize),
}

impl Hunk {
    const fn at(&self) -> usize {
        match self {
            Self::Changed(at, _) | Self::Removed(at) | Self::Added(_, at) => *at,
        }
    }

    const fn distance(&self, focus: Option<usize>) -> usize {
        match focus {
            Some(focus) => self.at().abs_diff(focus),
            None => 0,
        }
    }

    fn pieces<'a>(self, before: &'a Text, now: &'a Text) -> Vec<Piece<'a>> {
        match self {
            Self::Changed(old, new) => changed(&words(before, old), &words(now, new)),
            Self::Removed(at) => among(before, at, RunKind::Removed),
            Self::Added(at, _) => among(now, at, RunKind::Added),
        }
    }
}

/// The words of a sentence as they are written.
fn words(text: &Text, at: usize) -> Vec<&str> {
    let place = text.sentences.get(at).map(|sentence| sentence.place.clone()).unwrap_or_default();
    text.as_str().get(place).unwrap_or_default().split_whitespace().take(LONGEST).collect()
}

/// A sentence that came or went, with the words on both sides of it.
fn among(text: &Text, at: usize, kind: RunKind) -> Vec<Piece<'_>> {
    let kept = |word| Piece { kind: RunKind::Kept, word };
    let left = at.checked_sub(1).map(|at| words(text, at)).unwrap_or_default();
    let skipped = left.len().saturating_sub(BESIDE);
    let ellipsis = (skipped > 0).then_some("…");
    let before = ellipsis.into_iter().chain(left.into_iter().skip(skipped)).map(kept);
    let right = words(text, at + 1);
    let ellipsis = (right.len() > BESIDE).then_some("…");
    let after = right.into_iter().take(BESIDE).chain(ellipsis).map(kept);
    before.chain(words(text, at).into_iter().map(|word| Piece { kind, word })).chain(after).collect()
}

/// The words of a sentence that was changed into another one.
fn changed<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Piece<'a>> {
    let (folded_old, folded_new): (Vec<_>, Vec<_>) =
        (old.iter().map(|w| fold(w)).collect(), new.iter().map(|w| fold(w)).collect());
    let ops = capture_diff_slices(Algorithm::Myers, &folded_old, &folded_new);
    let last = ops.len().saturating_sub(1);
    let mut pieces = Vec::new();
    let mut put = |kind, words: &[&'a str]| pieces.extend(words.iter().map(|word| Piece { kind, word }));
    let (mut gone, mut come) = (0..0, 0..0);
    for (at, op) in ops.iter().enumerate() {
        let (from, to) = (op.old_range(), op.new_range());
        let is_edge = at == 0 || at == last;
        if matches!(op, DiffOp::Equal { .. }) && (is_edge || from.len() > FEWEST_KEPT) {
            put(RunKind::Removed, part(old, &gone));
            put(RunKind::Added, part(new, &come));
            let kept = part(new, &to);
            let (start, end) = (if at == 0 { 0 } else { BESIDE }, if at == last { 0 } else { BESIDE });
            match kept.split_at_checked(start).filter(|_| kept.len() > start + end + FEWEST_KEPT) {
                Some((first, rest)) => {
                    put(RunKind::Kept, first);
                    put(RunKind::Kept, &["…"]);
                    put(RunKind::Kept, part(rest, &(rest.len() - end..rest.len())));
                }
                None => put(RunKind::Kept, kept),
            }
            (gone, come) = (from.end..from.end, to.end..to.end);
        } else {
            (gone.end, come.end) = (from.end, to.end);
        }
    }
    put(RunKind::Removed, part(old, &gone));
    put(RunKind::Added, part(new, &come));
    pieces
}

fn part<'a, 'b>(words: &'b [&'a str], range: &Range<usize>) -> &'b [&'a str] {
    words.get(range.clone()).unwrap_or_default()
}

/// Finds the sentence that a claim stands in.
fn focus(text: &Text, claim: &str) -> Option<usize> {
    let whole = text.sentences.iter().position(|sentence| find(&sentence.folded, claim).is_some());
    // A claim of several sentences.
    whole.or_else(|| text.sentences.iter().position(|sentence| find(claim, &sentence.folded).is_some()))
}

/// The places of these sentences in their text, both in the same order.
fn places(text: &Text, sentences: &[&Sentence]) -> Vec<usize> {
    let starts = sentences.iter().map(|sentence| sentence.place.start);
    starts.filter_map(|start| text.sentences.binary_search_by_key(&start, |one| one.place.start).ok()).collect()
}

/// Keeps the sentences nearest to a place.
fn nearest(places: &mut Vec<usize>, focus: Option<usize>) {
    places.sort_by_key(|at| (focus.map_or(0, |focus| at.abs_diff(focus)), *at));
    places.truncate(MOST_SENTENCES);
    places.sort_unstable();
}

/// Pairs each sentence that went with the one that came which has most of its words, two fifths of them or more.
fn pair(before: &Text, now: &Text, removed: &[usize], added: &[usize]) -> Vec<Hunk> {
    let bag = |text: &'_ Text, at: usize| -> HashSet<String> {
        text.sentences.get(at).map(|one| one.words().take(LONGEST).map(str::to_owned).collect()).unwrap_or_default()
    };
    let mut left: Vec<(usize, HashSet<String>)> = added.iter().map(|at| (*at, bag(now, *at))).collect();
    let mut hunks = Vec::new();
    for at in removed {
        let words = bag(before, *at);
        let shared =
            |other: &HashSet<String>| words.intersection(other).count() * 200 / (words.len() + other.len()).max(1);
        let best = left.iter().enumerate().map(|(place, (_, other))| (shared(other), std::cmp::Reverse(place))).max();
        match best.filter(|(shared, _)| *shared >= 40) {
            Some((_, std::cmp::Reverse(place))) => hunks.push(Hunk::Changed(*at, left.remove(place).0)),
            None => hunks.push(Hunk::Removed(*at)),
        }
    }
    hunks.extend(left.into_iter().map(|(at, _)| Hunk::Added(at, anchor(before, now, at))));
    hunks
}

/// The place in the earlier text that a sentence came behind.
fn anchor(before: &Text, now: &Text, at: usize) -> usize {
    let mut behind = now.sentences.iter().take(at).rev().take(MOST_SENTENCES);
    let place = |one: &Sentence| before.sentences.iter().position(|other| other.folded == one.folded);
    behind.find_map(place).unwrap_or_default()
}

/// Joins words of one kind that follow each other.
fn runs(pieces: Vec<Piece<'_>>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in pieces {
        match runs.last_mut().filter(|run| run.kind == piece.kind) {
            Some(run) => {
                run.words.push(' ');
                run.words.push_str(piece.word);
            }
            None => runs.push(Run { kind: piece.kind, words: piece.word.to_owned() }),
        }
    }
    runs
}
