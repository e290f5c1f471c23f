//! Finds the numbers of a text in a language that writes spaces, and which of them count signers.
//!
//! Stricter than the rules for English: in a sentence a number counts if it counts signatures, or if it counts people
//! or organisations beside a verb of signing that nothing in the sentence leaves open.

use crate::amount::{self, Amount};
use crate::candidate::{Candidate, sentences};
use crate::count::{self, Count, Counted, counted};
use crate::noun::Class;
use crate::phrase::Way;
use crate::token::{Kind, Token, glued_mark_at};
use crate::{Measure, Reading, Unit};

use super::lexicon::{Lexicon, Role};
use super::noun::noun_at;
use super::phrase::{after, phrase_at};
use super::rules;
use super::split::tokens;

/// How many words may name the employer of the people counted.
const LONGEST_NAME: usize = 5;

/// Reads the number of signers.
pub(super) fn count(lexicon: &Lexicon, words: &str) -> Count {
    let tokens = tokens(lexicon, words);
    let sentences: Vec<(&[Token], Vec<Candidate>)> =
        sentences(&tokens).into_iter().map(|tokens| (tokens, candidates(lexicon, tokens))).collect();
    let is_bare = sentences.iter().all(|(tokens, candidates)| is_bare(lexicon, tokens, candidates));
    let mut all = Vec::new();
    for (place, (tokens, candidates)) in sentences.iter().enumerate() {
        let standing = if is_bare {
            candidates.iter().filter(|one| !one.ruled_out).collect()
        } else {
            bound(lexicon, tokens, candidates)
        };
        let is_alone = candidates.len() == 1;
        let names_signatures = (0..tokens.len()).any(|at| lexicon.is(tokens, at, Role::Signature(Measure::Signatures)));
        let measure = (!is_bare || (is_alone && names_signatures)).then_some(Measure::Signatures);
        all.extend(standing.into_iter().map(|one| Counted { sentence: place, ..counted(tokens, one, None, measure) }));
    }
    all.retain(|one| !one.ways.is_empty());
    count::answer(all)
}

/// Reads an amount.
pub(super) fn amount(lexicon: &Lexicon, words: &str) -> Amount {
    let tokens = tokens(lexicon, words);
    let mut amounts: Vec<Vec<Way>> = Vec::new();
    for tokens in sentences(&tokens) {
        let found = candidates(lexicon, tokens).into_iter();
        let standing = found.filter(|one| !rules::rules_out_amount(lexicon, tokens, &one.phrase, &one.noun));
        amounts.extend(standing.map(|one| ways(lexicon, tokens, &one)).filter(|ways| !ways.is_empty()));
    }
    let mut seen = std::collections::HashSet::new();
    amounts.retain(|ways| seen.insert(ways.clone()));
    amount::answer(amounts)
}

/// The ways to read an amount, in its unit.
fn ways(lexicon: &Lexicon, tokens: &[Token], candidate: &Candidate) -> Vec<Way> {
    let unit = match (&candidate.phrase.unit, candidate.noun.class) {
        (Unit::Number, Class::People | Class::Signatures) => Unit::People,
        (Unit::Number, _) => thing(lexicon, tokens, candidate.phrase.end).map_or(Unit::Number, Unit::Things),
        (unit, _) => unit.clone(),
    };
    let in_unit = |(reading, label): &(Reading, &'static str)| Some((reading.clone().in_unit(unit.clone())?, *label));
    candidate.phrase.ways.iter().filter_map(in_unit).collect()
}

/// The noun of what is counted, where it is certain: the only word, or the one with a capital in a language that writes
/// nouns so.
fn thing(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<String> {
    let start = lexicon.end_of(tokens, at, Role::Of).unwrap_or(at);
    let is_end = |at: usize| {
        let ends = |role| {
            matches!(role, Role::Stop | Role::Filler | Role::Of | Role::And | Role::Whole | Role::OutOf | Role::Month)
        };
        lexicon.find(tokens, at, |role| ends(role).then_some(())).is_some()
    };
    let words = (start..tokens.len()).take_while(|at| tokens[*at].word().is_some() && !is_end(*at));
    let words: Vec<&Token> = words.take(LONGEST_NAME).map(|at| &tokens[at]).collect();
    let is_noun = |token: &&&Token| matches!(token.kind, Kind::Word { title: true, .. });
    let found = match words.as_slice() {
        [only] => Some(*only),
        several if lexicon.table.noun_capitals => several.iter().find(is_noun).copied(),
        _ => None,
    };
    found.and_then(Token::word).filter(|word| word.chars().count() > 2).map(str::to_owned)
}

/// Finds the numbers of a sentence, in the order of the words.
fn candidates(lexicon: &Lexicon, tokens: &[Token]) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(mut phrase) = phrase_at(lexicon, tokens, at) else {
            at += 1;
            continue;
        };
        if let Some(end) = lexicon.end_of(tokens, phrase.end, Role::Fragment) {
            // "Un million et demi" is not read, but as one number.
            (phrase.ways, phrase.end) = (Vec::new(), end);
        }
        let mut noun = noun_at(lexicon, tokens, phrase.end);
        let ruled_out = rules::rules_out(lexicon, tokens, &phrase, &noun);
        if noun.end > phrase.end
            && let Some((qualifier, end)) = after(lexicon, tokens, noun.end)
        {
            phrase.requalify(qualifier);
            noun.end = end;
        }
        at = noun.end.max(phrase.end);
        out.push(Candidate { phrase, noun, ruled_out });
    }
    out
}

/// Whether the tokens of a sentence are its numbers and words that bind nothing.
fn is_bare(lexicon: &Lexicon, tokens: &[Token], candidates: &[Candidate]) -> bool {
    let mut at = 0;
    for candidate in candidates {
        let is_unknown = candidate.noun.class == Class::Unknown && !candidate.ruled_out;
        if is_unknown || !is_idle(lexicon, tokens, at, candidate.phrase.start) {
            return false;
        }
        at = named_end(lexicon, tokens, candidate);
    }
    is_idle(lexicon, tokens, at, tokens.len())
}

/// The token after a number, its noun and a name after that: "mehr als 100 Beschäftigte von Contoso", "chez Contoso".
fn named_end(lexicon: &Lexicon, tokens: &[Token], candidate: &Candidate) -> usize {
    let end = candidate.end();
    let link = lexicon.find(tokens, end, |role| matches!(role, Role::Of | Role::Stop | Role::Filler).then_some(()));
    let Some(((), next)) = link.filter(|_| candidate.is_named()) else {
        return end;
    };
    let is_name = |at: &usize| {
        let is_capital = matches!(tokens[*at].kind, Kind::Word { title: true, .. });
        is_capital && lexicon.find(tokens, *at, Some).is_none()
    };
    let name = (next..tokens.len()).take_while(is_name).count();
    if (1..=LONGEST_NAME).contains(&name) { next + name } else { end }
}

/// Whether nothing between two places binds a number.
fn is_idle(lexicon: &Lexicon, tokens: &[Token], start: usize, end: usize) -> bool {
    let idle = |role| {
        let is = matches!(
            role,
            Role::Filler | Role::Idle | Role::Month | Role::Signature(_) | Role::Including | Role::And | Role::Extra
        );
        is.then_some(())
    };
    let mut at = start;
    while at < end {
        at = match &tokens[at].kind {
            Kind::Word { .. } => match lexicon.find(tokens, at, idle) {
                Some(((), next)) => next,
                None => return false,
            },
            Kind::Mark(mark) if ".,;:()[]\"'-–".contains(*mark) => at + 1,
            Kind::Opaque => at + 1,
            Kind::Mark(_) | Kind::Number(_) | Kind::Fraction(..) => return false,
        };
    }
    true
}

/// The numbers of a sentence that it binds to signing.
fn bound<'a>(lexicon: &Lexicon, tokens: &[Token], candidates: &'a [Candidate]) -> Vec<&'a Candidate> {
    let mut is_inside = vec![false; tokens.len()];
    for one in candidates {
        is_inside[one.phrase.start..one.end()].fill(true);
    }
    if rules::is_open(lexicon, tokens, &is_inside) {
        return Vec::new();
    }
    let has_sign = rules::has_sign(lexicon, tokens);
    let binds = |one: &&Candidate| match one.noun.class {
        _ if one.ruled_out => false,
        Class::Signatures => true,
        Class::People | Class::Organisations => has_sign || is_part(lexicon, tokens, one, candidates),
        Class::Absent => rules::sign_follows(lexicon, tokens, one.end()) && !glued_mark_at(tokens, one.end(), '-'),
        Class::Unknown | Class::Other => false,
    };
    candidates.iter().filter(binds).collect()
}

/// Whether a number says that it is a part of the signatures before it: "300.000 Unterschriften, darunter 500 …".
fn is_part(lexicon: &Lexicon, tokens: &[Token], one: &Candidate, candidates: &[Candidate]) -> bool {
    let signatures = |other: &Candidate| {
        other.noun.class == Class::Signatures && !other.ruled_out && other.phrase.start < one.phrase.start
    };
    lexicon.before(tokens, one.phrase.start, Role::Including).is_some() && candidates.iter().any(signatures)
}
