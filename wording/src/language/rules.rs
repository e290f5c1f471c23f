//! What keeps a number from being a count of signers, and what binds it to signing.

use crate::guard::is_joined;
use crate::noun::{Class, Noun};
use crate::phrase::Phrase;
use crate::token::{Kind, Token};
use crate::{Qualifier, Unit, dates};

use super::lexicon::{Lexicon, Role};
use super::phrase::{is_compound, is_plainly, point};

/// How far before a number its aim is looked for.
const REACH: usize = 6;

/// How many words may stand between a number without a noun and its verb.
const VERB_REACH: usize = 3;

/// Whether the words around a number rule it out as a count of signers.
pub(super) fn rules_out(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    phrase.unit != Unit::Number || is_goal(lexicon, tokens, phrase) || rules_out_amount(lexicon, tokens, phrase, noun)
}

/// Whether a word that is not known stands before a plural, as in "anderthalb Millionen": it may be a part of the number.
fn is_cut_off(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase) -> bool {
    let before = phrase.start.checked_sub(1).and_then(|at| tokens[at].word());
    is_plainly(phrase, Qualifier::Vague) && before.is_some_and(|word| !lexicon.knows(word))
}

/// Whether they rule it out as the amount that a text gives.
pub(super) fn rules_out_amount(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    noun.class == Class::Other
        || is_compound(tokens, phrase.end)
        || is_cut_off(lexicon, tokens, phrase)
        || is_share(noun, phrase)
        || is_whole(lexicon, tokens, phrase, noun)
        || is_date(lexicon, tokens, phrase, noun)
        || is_joined(tokens, phrase, noun)
}

/// "Neun von zehn": small numbers that stand for a share.
fn is_share(noun: &Noun, phrase: &Phrase) -> bool {
    noun.whole.is_some_and(|whole| whole <= 10) && point(phrase).is_some_and(|point| point <= 10)
}

/// "Sur 770", "von den 770", "a company of 770", "gegenüber 150"; "weitere 200", "200 Unterschriften mehr"; "drei Komma 5".
fn is_whole(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    if lexicon.before(tokens, phrase.start, Role::Extra).is_some() || lexicon.is(tokens, noun.end, Role::Extra) {
        return true;
    }
    if lexicon.before(tokens, phrase.start, Role::Fragment).is_some() {
        return true;
    }
    let at = article_skipped(lexicon, tokens, phrase.start);
    let before = |role| lexicon.before(tokens, phrase.start, role).or_else(|| lexicon.before(tokens, at, role));
    if let Some(start) = before(Role::Whole).or_else(|| before(Role::OutOf)) {
        return lexicon.before(tokens, start, Role::Counted).is_none();
    }
    let of = lexicon.before(tokens, at, Role::Of);
    // "Von 770 Beschäftigten …" and "von den 770" speak of the whole.
    of.is_some_and(|start| start == 0 || at < phrase.start)
}

fn article_skipped(lexicon: &Lexicon, tokens: &[Token], at: usize) -> usize {
    at.checked_sub(1).filter(|before| lexicon.is(tokens, *before, Role::Stop)).unwrap_or(at)
}

fn is_goal(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase) -> bool {
    let near = phrase.start.saturating_sub(REACH)..phrase.start;
    near.clone().any(|at| lexicon.is(tokens, at, Role::Goal)) || lexicon.is(tokens, phrase.end, Role::Goal)
}

/// "19 juin", "juin 2018", "en 2018"; a year beside a known noun is a number.
fn is_date(lexicon: &Lexicon, tokens: &[Token], phrase: &Phrase, noun: &Noun) -> bool {
    let month_at = |at: usize| lexicon.is(tokens, at, Role::Month);
    let after = lexicon.end_of(tokens, phrase.end, Role::Of).unwrap_or(phrase.end);
    let before = phrase.number.checked_sub(1);
    let of_month = before.is_some_and(|at| month_at(at) || (at > 0 && month_at(at - 1)));
    let is_digits = matches!(tokens.get(phrase.number).map(|token| &token.kind), Some(Kind::Number(_)));
    if is_digits && (month_at(phrase.end) || month_at(after) || of_month) {
        return true;
    }
    let is_year = is_plainly(phrase, Qualifier::Exact) && tokens.get(phrase.number).is_some_and(dates::is_year);
    let is_named = matches!(noun.class, Class::People | Class::Signatures | Class::Organisations);
    is_year && !is_named && tokens.len() > 1
}

/// Whether a sentence leaves open whether anybody signed.
///
/// What stands inside a number phrase does not count: "nicht mehr als 300" is a bound.
pub(super) fn is_open(lexicon: &Lexicon, tokens: &[Token], is_inside: &[bool]) -> bool {
    (0..tokens.len()).any(|at| !is_inside[at] && lexicon.is(tokens, at, Role::Block))
}

/// Whether a sentence has a verb of signing.
pub(super) fn has_sign(lexicon: &Lexicon, tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|at| lexicon.is(tokens, at, Role::Sign))
}

/// Whether a verb of signing follows a number at once: "300 haben bereits unterschrieben".
pub(super) fn sign_follows(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let mut next = at;
    for _ in 0..VERB_REACH {
        if lexicon.is(tokens, next, Role::Sign) {
            return true;
        }
        let Some(end) = lexicon.end_of(tokens, next, Role::Auxiliary) else {
            return false;
        };
        next = end;
    }
    lexicon.is(tokens, next, Role::Sign)
}
