//! What happened to a source, from all its readings in order of time: told the same whoever filed them, and when.

use std::collections::BTreeSet;

use pageproof::compare::{self, Class, Reason, RunKind, Text, compare};
use pageproof::excerpt::excerpt;
use pageproof::read::split;
use wording::COUNTER_RULE;

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
    /// The text; nothing where it is not kept any more, or so much came since that it is not looked at.
    pub text: Option<&'a str>,
    /// What it has in common with texts that a reader would call the same, which stays known.
    pub fingerprint: &'a [u8],
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
        // A page says another number each time: a live counter's reading that left it is no news.
        Body::Count(count) if count.reading.as_ref().is_some_and(|reading| reading.rule() == COUNTER_RULE) => None,
        Body::Count(count) => Some(&count.wording),
        Body::Fact(fact) => Some(&fact.wording),
        Body::Statement(said) => said.words.quote(),
        Body::Response(said) => said.words.quote(),
        Body::Commitment(commitment) => Some(&commitment.text),
        Body::Request(_) => None,
    }
}

/// Chooses the readings whose texts a story is told from, of those that are in order of time and stand out or do not: the
/// latest, and those that stand out with the ones beside them. A page that never stands still has thousands.
///
/// A reading stands out that is an archived copy, or the last with words that left the page.
#[must_use]
pub fn looked_at(stands_out: &[bool], latest: usize) -> BTreeSet<usize> {
    let late = stands_out.len().saturating_sub(latest);
    let out = stands_out.iter().enumerate().filter(|(_, out)| **out).map(|(place, _)| place);
    let around = out.flat_map(|place| place.saturating_sub(1)..=place + 1);
    (late..stands_out.len()).chain(around.filter(|place| *place < stands_out.len())).collect()
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
            let same = same_without_text(observations, &texts, at);
            let restored = change.restores.and_then(|place| kept.get(place).copied());
            let restored = if change.reason == Reason::SameAsEarlier { restored.max(same) } else { same.or(restored) };
            let restored = restored.map(|place| &observations[place]);
            let class = if same.is_some() { ChangeClass::Restoration } else { class };
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
            let known = change.gone.iter().chain(&change.back).copied().next();
            let focus = known.or_else(|| touched(last, text, &words));
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

/// Finds the latest reading before one whose text was the same and is not looked at any more.
fn same_without_text(observations: &[Observation<'_>], texts: &[Option<Text>], at: usize) -> Option<usize> {
    let is_same = |place: &usize| observations[*place].fingerprint == observations[at].fingerprint;
    (0..at).rev().filter(|place| texts[*place].is_none()).find(is_same)
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

/// Finds the first of some words that stand in a sentence which reads otherwise now.
fn touched(before: &Text, now: &Text, words: &[&str]) -> Option<usize> {
    let sentences = before.as_str().lines().flat_map(split);
    let otherwise: Vec<Text> = sentences.filter(|sentence| !now.holds(sentence)).map(Text::new).collect();
    words.iter().position(|claim| otherwise.iter().any(|sentence| sentence.holds(claim)))
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

/// Says whether what was told as a restoration of an earlier reading's words stays, since its text is not looked at any more:
/// that they were there before cannot be seen without it.
#[must_use]
pub fn stays_restored(restores: Option<Number>, observations: &[Observation<'_>]) -> bool {
    let earlier = observations.iter().find(|one| Some(one.capture) == restores);
    earlier.is_some_and(|one| one.text.is_none())
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

/// Gives the claims that no text holds.
#[must_use]
pub fn nowhere<'a>(observations: &[Observation<'_>], claims: &'a [Claim]) -> Vec<&'a Claim> {
    let texts: Vec<Text> = observations.iter().filter_map(|one| one.text.map(Text::new)).collect();
    claims.iter().filter(|claim| !texts.iter().any(|text| text.holds(&claim.words))).collect()
}

/// Gives those claims that this text does not hold either.
#[must_use]
pub fn nowhere_in<'a>(text: &str, claims: &[&'a Claim]) -> Vec<&'a Claim> {
    let text = Text::new(text);
    claims.iter().filter(|claim| !text.holds(&claim.words)).copied().collect()
}

/// Cuts the words around the first claim that a text holds out of it; nothing where nothing is cited or none of it is there.
#[must_use]
pub fn excerpt_of(text: &str, claims: &[Claim]) -> Option<String> {
    let found = claims.iter().map(|claim| excerpt(text, &claim.words)).find(|found| found.is_found);
    found.map(|found| found.text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Told = BTreeMap<(usize, usize), (ChangeClass, Option<Number>)>;

    const TEXTS: [&str; 5] = [
        "The cloud is ready.\nWe are proud to serve the agency.\nMore than 300 people signed.",
        "The cloud is ready.\nMore than 300 people signed.",
        "The cloud is ready.\nWe are proud to serve the agency.",
        "The cloud is ready for all who wait.\nWe are proud to serve the agency.",
        "Nothing of it is left, and another story stands here.",
    ];

    fn number(n: usize) -> Number {
        Number::new(i64::try_from(n).unwrap() + 1).unwrap()
    }

    /// Takes in what is told now.
    fn told(story: &Story, seen: &[Observation<'_>], told: &mut Told) {
        for (at, step) in story.steps.iter().enumerate() {
            let restores = told.get(&(at, at + 1)).and_then(|(_, restores)| *restores);
            match step {
                Step::Unknown(..) => {}
                _ if stays_restored(restores, seen) => {}
                Step::Same => drop(told.remove(&(at, at + 1))),
                Step::Changed(found) => drop(told.insert((at, at + 1), (found.class, found.restores))),
            }
        }
    }

    #[test]
    fn a_story_is_the_same_where_only_the_latest_and_what_stands_out_is_looked_at() {
        let claims = ["proud to serve the agency", "More than 300 people signed"];
        let claims: Vec<Claim> = claims
            .iter()
            .zip(100..)
            .map(|(words, n)| Claim { record: number(n), words: (*words).to_owned() })
            .collect();
        let fingerprints = TEXTS.map(|text| *Text::new(text).fingerprint().as_bytes());
        let whole: usize = 7;
        for case in (0..TEXTS.len().pow(7)).step_by(61) {
            let which: Vec<usize> = (0..7).map(|place| case / TEXTS.len().pow(place) % TEXTS.len()).collect();
            // A page that has the same text again at once has no reading more.
            if which.windows(2).any(|two| two[0] == two[1]) {
                continue;
            }
            let seen = |upto: usize, has_text: &dyn Fn(usize) -> bool| -> Vec<Observation<'_>> {
                let one = |place: usize| Observation {
                    capture: number(place),
                    at: PartialDate::Year(1_990 + i16::try_from(place).unwrap()),
                    text: has_text(place).then(|| TEXTS[which[place]]),
                    fingerprint: &fingerprints[which[place]],
                };
                (0..upto).map(one).collect()
            };
            let (mut bit_by_bit, mut left) = (Told::new(), Vec::new());
            for upto in 1..=whole {
                let last = |place: usize| left.iter().any(|one: &Left| one.last == number(place));
                let stands_out: Vec<bool> = (0..upto).map(last).collect();
                let looked_at = looked_at(&stands_out, 2);
                let seen = seen(upto, &|place| looked_at.contains(&place));
                let story = tell(&seen, &claims);
                told(&story, &seen, &mut bit_by_bit);
                left = story.left;
            }
            let seen = seen(whole, &|_| true);
            let (story, mut at_once) = (tell(&seen, &claims), Told::new());
            told(&story, &seen, &mut at_once);
            assert_eq!((bit_by_bit, left), (at_once, story.left), "{which:?}");
        }
    }
}
