//! Guesses the language of words: the one whose tables know most of them.

use crate::Language;
use crate::fold::fold;
use crate::token::Token;

use super::{Engine, english, split};

/// Gives the languages that know most of the words, all where several know as many, none where none knows any.
pub(super) fn closest(words: &str) -> Vec<Language> {
    let scores: Vec<(Language, usize)> = Language::ALL.iter().map(|one| (*one, known(*one, words))).collect();
    let most = scores.iter().map(|(_, score)| *score).max().unwrap_or(0);
    scores.into_iter().filter(|(_, score)| *score == most && most > 0).map(|(language, _)| language).collect()
}

/// How many of the words a language knows.
fn known(language: Language, words: &str) -> usize {
    match language.engine() {
        Engine::English => {
            crate::token::tokens(words).iter().filter_map(Token::word).filter(|word| english::knows(word)).count()
        }
        Engine::Spaced(lexicon) => {
            let tokens = split::tokens(lexicon, words);
            tokens.iter().filter_map(Token::word).filter(|word| lexicon.knows(word)).count()
        }
        Engine::Running(script) => {
            let text: String = fold(words).unwrap_or_default().iter().map(|glyph| glyph.char).collect();
            script.known(&text)
        }
    }
}
