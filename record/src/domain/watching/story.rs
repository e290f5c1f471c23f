//! What happened to a source, from all its readings in order of time: told the same whoever filed them, and when.

use pageproof::compare::{self, Class, RunKind, Text, compare};
use pageproof::excerpt::excerpt;
use pageproof::read::split;

use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::record::Body;
use crate::domain::source::{ChangeClass, ChangeDoc, DiffRun, RunKind as Kind};

/// A text that a source had at a time.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// The reading.
    pub capture: Number,
    /// When it was read.
    pub at: PartialDate,
    /// The text; nothing where it is not kept any more.
    pub text: Option<&'a str>,
}

/// Words that somebody cites a source for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The record that cites it.
    pub record: Number,
    /// The words.
    pub words: String,
}

/// What became of a source from one reading to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing that a reader would call a change.
    Same,
    /// A text of the two is not kept: what was told of them stays.
    Unknown(Number, Number),
    /// It changed.
    Changed(Box<Changed>),
}

/// A change between two readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The reading before.
    pub from: Number,
    /// The reading after.
    pub to: Number,
    /// The reading whose text, or whose words, are back.
    pub restores: Option<Number>,
    /// What kind of change.
    pub class: ChangeClass,
    /// Whether moderators should look: words that are cited are concerned, or much is gone or back.
    pub matters: bool,
    /// What is told of it.
    pub doc: ChangeDoc,
}

/// What is told of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// From each reading to the next.
    pub steps: Vec<Step>,
    /// Records whose words stood on the page and do not any more.
    pub left: Vec<Left>,
}

/// A record whose words left the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The record.
    pub record: Number,
    /// The last reading that has its words.
    pub last: Number,
    /// When they were first seen to be gone.
    pub by: Option<PartialDate>,
}

/// Gives the words by which a record stands on its source, where it quotes any.
#[must_use]
pub fn words_of(body: &Body) -> Option<&str> {
    match body {
        Body::Count(count) => Some(&count.wording),
        Body::Fact(fact) => Some(&fact.wording),
        Body::Statement(said) => said.words.quote(),
        Body::Response(said) => said.words.quote(),
        Body::Commitment(commitment) => Some(&commitment.text),
        Body::Request(_) => None,
    }
}

/// Tells what happened over these readings, the earliest first.
#[must_use]
pub fn tell(observations: &[Observation<'_>], claims: &[Claim]) -> Story {
    let texts: Vec<Option<Text>> = observations.iter().map(|one| one.text.map(Text::new)).collect();
    let words: Vec<&str> = claims.iter().map(|claim| claim.words.as_str()).collect();
    let mut steps = Vec::new();
    for at in 1..observations.len() {
        let (before, now) = (&observations[at - 1], &observations[at]);
        let (Some(last), Some(text)) = (&texts[at - 1], &texts[at]) else {
            steps.push(Step::Unknown(before.capture, now.capture));
            continue;
        };
        let kept: Vec<usize> = (0..at).filter(|place| texts[*place].is_some()).collect();
        let earlier: Vec<&Text> = kept.iter().filter_map(|place| texts[*place].as_ref()).collect();
        let change = compare(&earlier, text, &words);
        let step = change.and_then(|change| {
            let class = class_of(change.class)?;
            let restored = change.restores.and_then(|place| kept.get(place)).map(|place| &observations[*place]);
            let records = |places: &[usize]| places.iter().filter_map(|at| Some(claims.get(*at)?.record)).collect();
            let doc = ChangeDoc {
                before: Some(before.at),
                on: now.at,
                restored: restored.map(|one| one.at),
                gone: records(&change.gone),
                back: records(&change.back),
                diff: Vec::new(),
                is_cut: false,
            };
            let touched = words.iter().position(|claim| is_touched(last, text, claim));
            let focus = change.gone.iter().chain(&change.back).copied().next().or(touched);
            let matters = match class {
                ChangeClass::Removal | ChangeClass::Restoration => true,
                _ => focus.is_some(),
            };
            let back = restored.map(|one| one.capture);
            let doc = with_diff(doc, last, text, focus.and_then(|at| words.get(at).copied()));
            let (from, to) = (before.capture, now.capture);
            Some(Step::Changed(Box::new(Changed { from, to, restores: back, class, matters, doc })))
        });
        steps.push(step.unwrap_or(Step::Same));
    }
    Story { steps, left: left(observations, &texts, claims) }
}

fn class_of(class: Class) -> Option<ChangeClass> {
    Some(match class {
        Class::Cosmetic => return None,
        Class::Correction => ChangeClass::Correction,
        Class::Substantive => ChangeClass::Substantive,
        Class::Removal => ChangeClass::Removal,
        Class::Restoration => ChangeClass::Restoration,
    })
}

/// Says whether a sentence that holds the claim reads otherwise now.
fn is_touched(before: &Text, now: &Text, claim: &str) -> bool {
    let holds = |sentence: &&str| Text::new(sentence).holds(claim);
    before.as_str().lines().flat_map(split).filter(holds).any(|sentence| !now.holds(sentence))
}

fn with_diff(doc: ChangeDoc, before: &Text, now: &Text, claim: Option<&str>) -> ChangeDoc {
    let compare::Diff { runs, is_cut } = compare::diff(before, now, claim);
    let kind = |kind| match kind {
        RunKind::Kept => Kind::Kept,
        RunKind::Removed => Kind::Removed,
        RunKind::Added => Kind::Added,
    };
    let diff = runs.into_iter().map(|run| DiffRun { kind: kind(run.kind), words: run.words }).collect();
    ChangeDoc { diff, is_cut, ..doc }
}

/// Finds the claims that the last text does not hold and an earlier one did.
fn left(observations: &[Observation<'_>], texts: &[Option<Text>], claims: &[Claim]) -> Vec<Left> {
    let Some(last) = texts.iter().rev().flatten().next() else { return Vec::new() };
    let gone = claims.iter().filter(|claim| !last.holds(&claim.words));
    gone.filter_map(|claim| {
        let held = texts.iter().rposition(|text| text.as_ref().is_some_and(|text| text.holds(&claim.words)))?;
        let by = observations.iter().skip(held + 1).find(|one| one.text.is_some()).map(|one| one.at);
        Some(Left { record: claim.record, last: observations[held].capture, by })
    })
    .collect()
}

/// Cuts the words around the first claim that a text holds out of it; nothing where nothing is cited or none of it is there.
#[must_use]
pub fn excerpt_of(text: &str, claims: &[Claim]) -> Option<String> {
    let found = claims.iter().map(|claim| excerpt(text, &claim.words)).find(|found| found.is_found);
    found.map(|found| found.text)
}
