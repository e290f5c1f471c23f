//! The noun phrase after a number: whom or what it counts.

use crate::noun::{Class, Noun};
use crate::token::{Kind, Token, glued_mark_at, mark_at};
use crate::{Measure, Population};

use super::lexicon::{Lexicon, Role};
use super::phrase;

/// How many words before its noun a noun phrase may have: "300 sehr besorgte Contoso-Mitarbeiter".
const REACH: usize = 6;

/// How many words after it may say that they are former ones.
const REACH_AFTER: usize = 3;

/// What a word in a noun phrase is.
enum Part {
    Noun(Class, Option<Population>, Option<Measure>),
    Former,
    Current,
    Contract,
    Extra,
    End,
}

fn part(role: Role) -> Option<Part> {
    Some(match role {
        Role::People(population, measure) => Part::Noun(Class::People, population, measure),
        Role::Signature(measure) => Part::Noun(Class::Signatures, None, Some(measure)),
        Role::Organisation => Part::Noun(Class::Organisations, None, Some(Measure::Organisations)),
        Role::Former => Part::Former,
        Role::Current => Part::Current,
        Role::Contract => Part::Contract,
        Role::Extra => Part::Extra,
        Role::Stop
        | Role::Filler
        | Role::Auxiliary
        | Role::Sign
        | Role::Of
        | Role::And
        | Role::Or
        | Role::To
        | Role::Rise
        | Role::From
        | Role::Whole
        | Role::OutOf
        | Role::Fragment
        | Role::Block
        | Role::Including
        | Role::Month
        | Role::Idle
        | Role::Before(_) => Part::End,
        _ => return None,
    })
}

/// What the adjectives of a noun phrase say of those it counts.
#[derive(Default)]
struct Adjectives {
    former: bool,
    current: bool,
    contract: bool,
}

impl Adjectives {
    fn see(&mut self, part: &Part) {
        self.former |= matches!(part, Part::Former);
        self.current |= matches!(part, Part::Current);
        self.contract |= matches!(part, Part::Contract);
    }

    /// The population that they make of the noun's.
    fn population(&self, population: Option<Population>) -> Option<Population> {
        let is_staff = matches!(population, None | Some(Population::Employees));
        match (self.former, self.current) {
            (true, true) => Some(Population::Mixed),
            _ if self.contract => Some(Population::Contractors),
            (true, false) if is_staff => Some(Population::FormerEmployees),
            (true, false) => None,
            (false, _) => population,
        }
    }
}

/// Reads the noun phrase that starts at a place.
pub(super) fn noun_at(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Noun {
    let mut noun = Noun { class: Class::Absent, population: None, measure: None, end: at, of_them: false, whole: None };
    if glued_mark_at(tokens, at, '-') {
        return Noun { class: Class::Other, ..noun };
    }
    if let Some(end) = lexicon.end_of(tokens, at, Role::Extra) {
        return Noun { class: Class::Other, end, ..noun };
    }
    let start = partitive(lexicon, tokens, at, &mut noun);
    head(lexicon, tokens, start, &mut noun);
    if noun.class == Class::Signatures {
        signed_by(lexicon, tokens, &mut noun);
    }
    if noun.class == Class::Absent && noun.whole.is_none() {
        noun.end = at;
    }
    noun
}

/// Steps over "of", and over the whole that the number is a part of: "338 von 770", "338 sur les 770".
fn partitive(lexicon: &Lexicon, tokens: &[Token], at: usize, noun: &mut Noun) -> usize {
    let of = lexicon.end_of(tokens, at, Role::Of);
    let Some(next) = of.or_else(|| lexicon.end_of(tokens, at, Role::OutOf)) else {
        return at;
    };
    let number = (next..next + 3).find_map(|start| {
        let is_skipped = (next..start).all(|place| {
            lexicon.is(tokens, place, Role::Stop)
                || lexicon.is(tokens, place, Role::Idle)
                || is_before(lexicon, tokens, place)
        });
        if is_skipped { phrase::number_at(lexicon, tokens, start) } else { None }
    });
    match number {
        Some((whole, end)) => {
            noun.whole = Some(whole.unwrap_or(u64::MAX));
            noun.end = end;
            end
        }
        None if of.is_some() => {
            // "300 of the employees"
            let article = lexicon.is(tokens, next, Role::Stop);
            noun.of_them = article;
            next + usize::from(article)
        }
        None => at,
    }
}

fn is_before(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    lexicon.find(tokens, at, |role| matches!(role, Role::Before(_)).then_some(())).is_some()
}

/// Searches the noun and what is coordinated with it.
fn head(lexicon: &Lexicon, tokens: &[Token], start: usize, noun: &mut Noun) {
    let mut adjectives = Adjectives::default();
    let mut at = start;
    for _ in 0..REACH {
        let next = match lexicon.find(tokens, at, part) {
            Some((Part::Noun(class, population, measure), end)) => {
                (noun.class, noun.measure, noun.end) = (class, measure, ending(lexicon, tokens, end));
                if class == Class::People {
                    after_noun(lexicon, tokens, noun, &mut adjectives);
                    noun.population = adjectives.population(population);
                    coordinate(lexicon, tokens, noun);
                }
                return;
            }
            Some((Part::Extra, end)) => {
                (noun.class, noun.end) = (Class::Other, end);
                return;
            }
            Some((Part::End, _)) if joins_adjectives(lexicon, tokens, at, &adjectives) => at + 1,
            Some((Part::End, _)) => return,
            Some((found, end)) => {
                adjectives.see(&found);
                end
            }
            None => match tokens.get(at).map(|token| &token.kind) {
                Some(Kind::Word { .. }) => {
                    (noun.class, noun.end) = (Class::Unknown, at + 1);
                    at + 1
                }
                Some(Kind::Mark('"')) => at + 1,
                Some(Kind::Mark('-')) if tokens.get(at + 1).is_some_and(|next| next.glued) => at + 1,
                _ => return,
            },
        };
        at = next;
    }
}

/// Whether "and" stands between "current" and "former".
fn joins_adjectives(lexicon: &Lexicon, tokens: &[Token], at: usize, seen: &Adjectives) -> bool {
    let follows = |role| lexicon.is(tokens, at + 1, role);
    let is_joint = lexicon.is(tokens, at, Role::And) || lexicon.is(tokens, at, Role::Or);
    is_joint && ((seen.current && follows(Role::Former)) || (seen.former && follows(Role::Current)))
}

/// Steps over what is glued to a noun to name all genders: "Mitarbeiter*innen", "salarié·es", "empleados/as".
fn ending(lexicon: &Lexicon, tokens: &[Token], end: usize) -> usize {
    const MARKS: &[char] = &['*', ':', '_', '/', '·', '•', '.', '-', '(', ')', '\''];
    let mut at = end;
    let mut last = end;
    while tokens.get(at).is_some_and(|token| token.glued) && at < end + 6 {
        match &tokens[at].kind {
            Kind::Mark(mark) if MARKS.contains(mark) => at += 1,
            Kind::Word { .. } if at > end && lexicon.is(tokens, at, Role::Ending) => {
                at += 1;
                last = at + usize::from(glued_mark_at(tokens, at, ')'));
            }
            _ => break,
        }
    }
    last
}

/// Takes the adjectives that follow a noun: "empleados actuales y antiguos".
fn after_noun(lexicon: &Lexicon, tokens: &[Token], noun: &mut Noun, adjectives: &mut Adjectives) {
    let mut at = noun.end;
    for _ in 0..REACH_AFTER {
        match lexicon.find(tokens, at, part) {
            Some((found @ (Part::Former | Part::Current | Part::Contract), end)) => {
                // "salariés et anciens salariés": the adjective belongs to the noun that follows.
                if matches!(lexicon.find(tokens, end, part), Some((Part::Noun(..), _))) {
                    return;
                }
                adjectives.see(&found);
                (noun.end, at) = (end, end);
            }
            Some((Part::End, end)) if lexicon.is(tokens, at, Role::And) => at = end,
            _ => return,
        }
    }
}

/// More nouns under the same number: "Beschäftigte und Leiharbeiter", "trabajadores y trabajadoras".
fn coordinate(lexicon: &Lexicon, tokens: &[Token], noun: &mut Noun) {
    for _ in 0..REACH {
        let joint = lexicon.end_of(tokens, noun.end, Role::And);
        let Some(mut at) = joint.or_else(|| mark_at(tokens, noun.end, '/').then_some(noun.end + 1)) else {
            return;
        };
        let mut adjectives = Adjectives::default();
        while let Some((found @ (Part::Former | Part::Current | Part::Contract), end)) = lexicon.find(tokens, at, part)
        {
            adjectives.see(&found);
            at = end + usize::from(mark_at(tokens, end, '-'));
        }
        let Some((Part::Noun(Class::People, population, _), end)) = lexicon.find(tokens, at, part) else {
            return;
        };
        noun.end = ending(lexicon, tokens, end);
        noun.population = united(noun.population, adjectives.population(population));
    }
}

/// The population of two nouns under one number; not said where one of them does not say.
fn united(one: Option<Population>, other: Option<Population>) -> Option<Population> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Some(Population::Mixed),
        (one, other) if one == other => one,
        _ => None,
    }
}

/// "300 signatures de salariés": who gave them.
fn signed_by(lexicon: &Lexicon, tokens: &[Token], noun: &mut Noun) {
    let Some(start) = lexicon.end_of(tokens, noun.end, Role::Of) else {
        return;
    };
    let mut givers = Noun { class: Class::Absent, population: None, measure: None, whole: None, ..noun.clone() };
    head(lexicon, tokens, start, &mut givers);
    if givers.class == Class::People {
        noun.population = givers.population;
        noun.end = givers.end;
    }
}
