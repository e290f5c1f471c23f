//! Reads the number of signers from words.
//!
//! A bare phrase gives its number. In a sentence only a number that is bound to signing counts; the rest of the text
//! stays words.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::bind::{self, Act, Sentence};
use crate::candidate::{Candidate, candidates, sentences};
use crate::phrase::PLAINLY;
use crate::token::{Token, tokens, word_at};
use crate::words::{PETITIONS, Part, part};
use crate::{Measure, Population, Qualifier, Reading, Unit, bare, dates};

/// One number of signers found in the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the words say of the number; its unit is people.
    pub reading: Reading,
    /// Who was counted, where the words say so.
    pub population: Option<Population>,
    /// What was counted, where the words say so: "signatures", "pledged to walk out".
    pub measure: Option<Measure>,
    /// The bytes of the input that carry the number, its qualifier and its noun.
    pub span: Range<usize>,
}

/// Says what number of signers words give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// No number of signers in these words: they stand alone.
    None,
    /// One number.
    One(Found),
    /// Several numbers for several populations or measures, in the order of the words. They are never added; one may
    /// be a part of another ("300,000 signatures including 500 employees").
    Multiple(Vec<Found>),
    /// Words that can be read two ways ("1.000", "12/50"), each with a short label of the way it is read: the person is
    /// asked. One way alone stands here too where the words may also be something other than a number of signers.
    Ambiguous(Vec<(Found, &'static str)>),
}

/// A number that counts, with what is needed to tell it from the others.
pub(crate) struct Counted {
    /// The ways to read it.
    pub(crate) ways: Vec<(Found, &'static str)>,
    /// How its sentence binds it to signing.
    pub(crate) act: Option<Act>,
    /// Which sentence it stands in.
    pub(crate) sentence: usize,
    /// Whether it counts people, signatures or organisations by its noun.
    pub(crate) is_named: bool,
}

/// Reads the number of signers from a bare phrase ("more than 300", "over 100 employees") or a sentence of news text.
#[must_use]
pub fn read_count(words: &str) -> Count {
    let tokens = tokens(words);
    let sentences: Vec<(&[Token], Vec<Candidate>)> =
        sentences(&tokens).into_iter().map(|tokens| (tokens, candidates(tokens))).collect();
    let is_bare = sentences.iter().all(|(tokens, candidates)| bare::is_bare(tokens, candidates));
    let mut counted = Vec::new();
    for (place, (tokens, candidates)) in sentences.iter().enumerate() {
        let found = if is_bare { in_phrase(tokens, candidates) } else { in_sentence(tokens, candidates) };
        counted.extend(found.into_iter().map(|found| Counted { sentence: place, ..found }));
    }
    closest(&mut counted);
    answer(counted)
}

/// The numbers of a bare phrase: all that nothing rules out.
fn in_phrase(tokens: &[Token], candidates: &[Candidate]) -> Vec<Counted> {
    let names_signatures = tokens.iter().filter_map(Token::word).any(|word| matches!(part(word), Part::Signature(_)));
    let measure = if names_signatures && candidates.len() == 1 { Some(Measure::Signatures) } else { None };
    let standing = candidates.iter().filter(|candidate| !candidate.ruled_out);
    let mut out: Vec<Counted> = standing.map(|candidate| counted(tokens, candidate, None, measure)).collect();
    out.retain(|counted| !counted.ways.is_empty());
    out
}

/// The numbers of a sentence that it binds to signing.
fn in_sentence(tokens: &[Token], candidates: &[Candidate]) -> Vec<Counted> {
    let mut starts = vec![false; tokens.len()];
    for candidate in candidates.iter().filter(|candidate| candidate.is_named()) {
        starts[candidate.phrase.start] = true;
    }
    let has_petition = tokens.iter().filter_map(Token::word).any(|word| PETITIONS.contains(&word));
    let sentence = Sentence { tokens, has_petition, starts };
    let act = |candidate: &Candidate| {
        if candidate.ruled_out { None } else { bind::act(&sentence, &candidate.phrase, &candidate.noun) }
    };
    let mut acts: Vec<Option<Act>> = candidates.iter().map(act).collect();
    spread(tokens, candidates, &mut acts);
    let bound = candidates.iter().zip(acts).filter_map(|(candidate, act)| act.map(|act| (candidate, act)));
    let mut out: Vec<Counted> =
        bound.map(|(candidate, act)| counted(tokens, candidate, Some(act), act.measure())).collect();
    out.retain(|counted| !counted.ways.is_empty());
    out
}

/// Binds what is coordinated with a bound number ("12 employees and 300 students signed") or is a part of it
/// ("300,000 signatures (including 500 employees)").
fn spread(tokens: &[Token], candidates: &[Candidate], acts: &mut [Option<Act>]) {
    let can = |candidate: &Candidate| !candidate.ruled_out && candidate.is_named();
    let pairs = || candidates.windows(2).enumerate();
    for (place, pair) in pairs() {
        let [before, after] = pair else { continue };
        if !can(after) {
            continue;
        }
        if is_part(tokens, before, after) {
            acts[place + 1] = acts[place].or(acts[place + 1]);
        } else if acts[place + 1].is_none() && is_and(tokens, before, after) {
            acts[place + 1] = acts[place];
        }
    }
    for (place, pair) in pairs().rev() {
        if let [before, after] = pair
            && acts[place].is_none()
            && can(before)
            && is_and(tokens, before, after)
        {
            acts[place] = acts[place + 1];
        }
    }
}

/// Whether only "and", "as well as" or a comma stands between two numbers.
fn is_and(tokens: &[Token], before: &Candidate, after: &Candidate) -> bool {
    let words = words_between(tokens, before, after);
    !words.is_empty() && words.iter().all(|word| matches!(*word, "and" | "as" | "well" | "along" | "with" | "plus"))
}

/// Whether the second number says that it is a part of the first.
fn is_part(tokens: &[Token], before: &Candidate, after: &Candidate) -> bool {
    let words = words_between(tokens, before, after);
    let is_short = words.len() <= 4;
    let names_part = words.iter().any(|word| matches!(*word, "including" | "included" | "among" | "them"));
    is_short && (names_part || (after.noun.of_them && words.len() <= 1))
}

fn words_between<'a>(tokens: &'a [Token], before: &Candidate, after: &Candidate) -> Vec<&'a str> {
    let between = before.end()..after.phrase.start;
    if between.len() > 8 {
        return vec!["too far"; 5];
    }
    between.map(|at| word_at(tokens, at)).filter(|word| !word.is_empty()).collect()
}

/// A candidate as numbers of signers, one for each way it can be read.
pub(crate) fn counted(tokens: &[Token], candidate: &Candidate, act: Option<Act>, measure: Option<Measure>) -> Counted {
    let noun = &candidate.noun;
    let measure = match (noun.measure, act) {
        (Some(Measure::Participants) | None, _) if measure.is_some() => measure,
        (said, _) => said,
    };
    let is_year = act.is_none() && is_lone_year(tokens, candidate);
    let found = |(reading, label): &(Reading, &'static str)| {
        let reading = reading.clone().in_unit(Unit::People)?;
        let label = if is_year { "a number of signers, not a year" } else { *label };
        Some((Found { reading, population: noun.population, measure, span: candidate.span(tokens) }, label))
    };
    let ways = candidate.phrase.ways.iter().filter_map(found).collect();
    Counted { ways, act, sentence: 0, is_named: candidate.is_named() }
}

/// Whether a bare number may also be a year: "2018".
fn is_lone_year(tokens: &[Token], candidate: &Candidate) -> bool {
    let is_plain = candidate.phrase.ways.iter().all(|(reading, _)| reading.qualifier() == Qualifier::Exact);
    !candidate.is_named() && is_plain && tokens.get(candidate.phrase.number).is_some_and(dates::is_year)
}

/// Keeps the numbers closest to signing: who took part in a protest is no signer where others are.
fn closest(counted: &mut Vec<Counted>) {
    let tier = |act: Option<Act>| match act {
        None | Some(Act::Sign | Act::Pledge | Act::Support) => 0,
        Some(Act::Author) => 1,
        Some(Act::Join) => 2,
    };
    let least = counted.iter().map(|one| tier(one.act)).min();
    counted.retain(|one| Some(tier(one.act)) == least);
}

/// The answer that the numbers give together.
pub(crate) fn answer(mut counted: Vec<Counted>) -> Count {
    drop_repeated(&mut counted);
    let is_asked = |one: &Counted| one.ways.iter().any(|(_, label)| *label != PLAINLY);
    if compete(&counted) || counted.iter().any(is_asked) {
        return Count::Ambiguous(all_ways(counted));
    }
    let mut found: Vec<Found> = counted.into_iter().flat_map(|one| one.ways).map(|(found, _)| found).collect();
    match found.pop() {
        None => Count::None,
        Some(only) if found.is_empty() => Count::One(only),
        Some(last) => {
            found.push(last);
            Count::Multiple(found)
        }
    }
}

/// Drops a number that says again what one before it said.
fn drop_repeated(counted: &mut Vec<Counted>) {
    let mut seen = HashSet::new();
    counted.retain(|one| {
        let says = one.ways.iter().map(|(found, _)| (found.reading.clone(), found.population, found.measure));
        seen.insert(says.collect::<Vec<_>>())
    });
}

/// Whether two of the numbers may be of the same count: of one population, or, where one does not say whom it counts,
/// in different sentences or beside a number without a noun.
fn compete(counted: &[Counted]) -> bool {
    let mut groups: HashMap<Option<Measure>, Vec<(Option<Population>, usize)>> = HashMap::new();
    for one in counted {
        let Some((found, _)) = one.ways.first() else {
            continue;
        };
        groups.entry(found.measure).or_default().push((found.population, one.sentence));
    }
    let is_unnamed = counted.len() > 1 && counted.iter().any(|one| !one.is_named);
    is_unnamed
        || groups.values().any(|group| {
            let populations: HashSet<_> = group.iter().map(|(population, _)| population).collect();
            let sentences: HashSet<_> = group.iter().map(|(_, sentence)| sentence).collect();
            populations.len() < group.len() || (populations.contains(&None) && sentences.len() > 1)
        })
}

/// Every way to read every number. Where the words of a number are plain, its place in the text is its label.
fn all_ways(counted: Vec<Counted>) -> Vec<(Found, &'static str)> {
    let is_alone = counted.len() == 1;
    let mut out = Vec::new();
    for (place, one) in counted.into_iter().enumerate() {
        for (found, label) in one.ways {
            let label = match (label, place) {
                (PLAINLY, 0) if !is_alone => "the first number in the words",
                (PLAINLY, _) if !is_alone => "a later number in the words",
                _ => label,
            };
            out.push((found, label));
        }
    }
    out
}
