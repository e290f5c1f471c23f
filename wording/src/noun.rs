//! The noun phrase after a number: whom or what it counts.

use crate::phrase::simple_at;
use crate::token::{Kind, Token, glued_mark_at, mark_at, name_at, word_at, words_at};
use crate::words::{Part, is_public, part};
use crate::{Measure, Population};

/// What a noun phrase counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// No noun stands after the number.
    Absent,
    /// People who can sign.
    People,
    /// Signatures, signatories.
    Signatures,
    /// Organisations.
    Organisations,
    /// Words, but no noun that is known.
    Unknown,
    /// Something that never signs; also a compound ("five-hour") and an addition ("200 more").
    Other,
}

/// A noun phrase.
#[derive(Clone, Debug)]
pub(crate) struct Noun {
    /// What it counts.
    pub(crate) class: Class,
    /// Who was counted, where it says so.
    pub(crate) population: Option<Population>,
    /// What was counted, where it says so.
    pub(crate) measure: Option<Measure>,
    /// The token after it.
    pub(crate) end: usize,
    /// Whether it starts with "of them".
    pub(crate) of_them: bool,
    /// The whole number it is a part of: "338 of 770 staff".
    pub(crate) whole: Option<u64>,
}

/// How many tokens a noun phrase is searched for its noun: "2,900 highly skilled Belarusian tech and game workers".
const REACH: usize = 8;

/// How many tokens a second noun after "and" is searched.
const SECOND_REACH: usize = 4;

/// Reads the noun phrase that starts at a place.
pub(crate) fn noun_at(tokens: &[Token], at: usize) -> Noun {
    let at = at + usize::from(glued_mark_at(tokens, at, '\''));
    let mut noun = Noun { class: Class::Absent, population: None, measure: None, end: at, of_them: false, whole: None };
    if glued_mark_at(tokens, at, '-') {
        return Noun { class: Class::Other, ..noun };
    }
    let start = partitive(tokens, at, &mut noun);
    let head = Head::find(tokens, start, REACH, start > at, &mut noun);
    noun.end = head.end;
    noun.class = head.class;
    match head.part {
        Some(part) => take(tokens, &mut noun, part, &head),
        None => noun.population = head.public.then_some(Population::Public),
    }
    noun
}

/// Steps over "of", "of the", "of them", "out of".
fn partitive(tokens: &[Token], at: usize, noun: &mut Noun) -> usize {
    let Some(next) = words_at(tokens, at, "out of").or_else(|| words_at(tokens, at, "of")) else {
        return at;
    };
    match word_at(tokens, next) {
        "them" | "whom" | "those" | "these" => {
            noun.of_them = true;
            next + 1
        }
        "the" | "its" | "their" | "our" | "his" | "her" => next + 1,
        _ => next,
    }
}

/// The first known noun of a phrase and the words before it.
struct Head {
    class: Class,
    part: Option<Part>,
    adjectives: Vec<Part>,
    public: bool,
    walkout: bool,
    end: usize,
}

impl Head {
    /// Searches the noun; inside "of the company's 1,200 employees" one number is stepped over.
    fn find(tokens: &[Token], start: usize, reach: usize, is_part: bool, noun: &mut Noun) -> Self {
        let mut head = Self::empty(start);
        let mut at = start;
        while at < start + reach {
            if is_part
                && noun.whole.is_none()
                && let Some(whole) = simple_at(tokens, at)
            {
                noun.whole = whole.ways.first().and_then(|(reading, _)| reading.point());
                at = whole.end;
                head.end = at;
                continue;
            }
            let Some(next) = step(tokens, at) else { break };
            let word = word_at(tokens, at);
            match part(word) {
                Part::Stop => break,
                found @ (Part::Former | Part::Current | Part::Contract) => {
                    head.adjectives.push(found);
                }
                Part::Plain if word.is_empty() => {}
                Part::Plain => head.see(word),
                found @ (Part::People(..) | Part::Signature(_) | Part::Organisation) => {
                    return head.with(found, next);
                }
                Part::Thing | Part::Extra => {
                    return Self { class: Class::Other, end: next, ..head };
                }
            }
            if joins_current_and_former(tokens, next, &head) || joins_names(tokens, next) {
                at = next + 1;
            } else {
                at = next;
            }
            head.end = at;
        }
        head
    }

    fn empty(end: usize) -> Self {
        Self { class: Class::Absent, part: None, adjectives: Vec::new(), public: false, walkout: false, end }
    }

    fn has(&self, adjective: Part) -> bool {
        self.adjectives.contains(&adjective)
    }

    fn see(&mut self, word: &str) {
        self.class = Class::Unknown;
        self.public |= is_public(word);
        self.walkout |= matches!(word, "walkout" | "strike");
    }

    fn with(self, found: Part, end: usize) -> Self {
        let class = match found {
            Part::Signature(_) => Class::Signatures,
            Part::Organisation => Class::Organisations,
            _ => Class::People,
        };
        Self { class, part: Some(found), end, ..self }
    }

    /// The population of the noun with the adjectives before it.
    fn population(&self) -> Option<Population> {
        let Some(Part::People(population, _)) = self.part else {
            return None;
        };
        let is_staff = matches!(population, None | Some(Population::Employees));
        let contract = self.has(Part::Contract);
        match (self.has(Part::Former), self.has(Part::Current)) {
            (true, true) => Some(Population::Mixed),
            (true, false) if is_staff && !contract => Some(Population::FormerEmployees),
            _ if contract => Some(Population::Contractors),
            _ => population,
        }
    }
}

/// The place after a word of a noun phrase; marks end it, but for quotation marks and the hyphens of compounds.
fn step(tokens: &[Token], at: usize) -> Option<usize> {
    match &tokens.get(at)?.kind {
        Kind::Word { .. } => Some(at + 1 + usize::from(glued_mark_at(tokens, at + 1, '\''))),
        Kind::Mark('"' | '\'') => Some(at + 1),
        Kind::Mark('-') if tokens.get(at + 1).is_some_and(|next| next.glued) => Some(at + 1),
        Kind::Mark(_) | Kind::Number(_) | Kind::Fraction(..) | Kind::Opaque => None,
    }
}

/// Whether "and" or "or" stands between "current" and "former".
fn joins_current_and_former(tokens: &[Token], at: usize, head: &Head) -> bool {
    let is_joint = matches!(word_at(tokens, at), "and" | "or") || mark_at(tokens, at, '/') || mark_at(tokens, at, '&');
    let other = part(word_at(tokens, at + 1));
    is_joint
        && ((head.has(Part::Current) && other == Part::Former) || (head.has(Part::Former) && other == Part::Current))
}

/// Whether "and" stands between two names: "1,000 Contoso and Fabrikam employees".
fn joins_names(tokens: &[Token], at: usize) -> bool {
    let is_joint = word_at(tokens, at) == "and" || mark_at(tokens, at, '&');
    let is_name = |place: usize| name_at(tokens, place) && part(word_at(tokens, place)) == Part::Plain;
    is_joint && at.checked_sub(1).is_some_and(is_name) && is_name(at + 1)
}

/// Takes the noun that was found, then what it is compounded with ("worker signatures") and coordinated with
/// ("students and faculty").
fn take(tokens: &[Token], noun: &mut Noun, found: Part, head: &Head) {
    noun.population = head.population();
    noun.measure = measure(found, head.walkout);
    compound(tokens, noun);
    if noun.class == Class::People {
        if let Some(end) = words_at(tokens, noun.end, "of the public") {
            noun.population = Some(Population::Public);
            noun.end = end;
        }
        coordinate(tokens, noun);
    }
}

const fn measure(found: Part, walkout: bool) -> Option<Measure> {
    match found {
        Part::Signature(None) if walkout => Some(Measure::WalkoutPledges),
        Part::People(_, measure) | Part::Signature(measure) => measure,
        Part::Organisation => Some(Measure::Organisations),
        _ => None,
    }
}

/// Nouns right after the noun: the last says what is counted, the others who.
fn compound(tokens: &[Token], noun: &mut Noun) {
    for _ in 0..REACH {
        let (class, population, measure) = match part(word_at(tokens, noun.end)) {
            Part::People(population, measure) => (Class::People, population, measure),
            Part::Signature(measure) => (Class::Signatures, None, measure),
            Part::Organisation => (Class::Organisations, None, Some(Measure::Organisations)),
            Part::Thing => (Class::Other, None, None),
            _ => return,
        };
        noun.class = class;
        noun.population = population.or(noun.population);
        noun.measure = measure.or(noun.measure);
        noun.end += 1;
    }
}

/// More nouns under the same number. After a comma only inside a list, as a new clause may start there.
fn coordinate(tokens: &[Token], noun: &mut Noun) {
    for _ in 0..REACH {
        let is_comma = mark_at(tokens, noun.end, ',');
        let is_joint = matches!(word_at(tokens, noun.end), "and" | "or")
            || mark_at(tokens, noun.end, '&')
            || mark_at(tokens, noun.end, '/');
        if !is_comma && !is_joint {
            return;
        }
        let start = noun.end + 1 + usize::from(is_comma && word_at(tokens, noun.end + 1) == "and");
        let second = Head::find(tokens, start, SECOND_REACH, false, &mut noun.clone());
        let goes_on = !is_comma
            || start > noun.end + 1
            || matches!(word_at(tokens, second.end), "and" | "or")
            || mark_at(tokens, second.end, ',');
        if second.class != Class::People || !goes_on {
            return;
        }
        noun.population = united(noun.population, second.population());
        noun.end = second.end;
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
