//! Guesses the language of words: the one whose tables know most of them.

use crate::Language;
use crate::fold::fold;
use crate::token::Token;

use super::{Engine, english, split};

/// Gives the languages that know most of the words, all where several know as many, none where none knows any.
pub(super) fn closest(words: &str) -> Vec<Language> {
    let scores: Vec<(Language, usize)> = Language::ALL.iter().map(|one| (*one, score(*one, words))).collect();
    let most = scores.iter().map(|(_, score)| *score).max().unwrap_or(0);
    scores.into_iter().filter(|(_, score)| *score == most && most > 0).map(|(language, _)| language).collect()
}

/// How much the words speak for a language.
fn score(language: Language, words: &str) -> usize {
    match language.engine() {
        Engine::English => {
            let tokens = crate::token::tokens(words);
            2 * tokens.iter().filter_map(Token::word).filter(|word| english::knows(word)).count()
        }
        Engine::Spaced(lexicon) => {
            let tokens = split::tokens(lexicon, words);
            tokens.iter().filter_map(Token::word).map(|word| lexicon.weight(word)).sum()
        }
        Engine::Running(script) => {
            let text: String = fold(words).unwrap_or_default().iter().map(|glyph| glyph.char).collect();
            let is_kana = |char: char| ('\u{3041}'..='\u{30ff}').contains(&char);
            if language == Language::Chinese && text.chars().any(is_kana) { 0 } else { script.known(&text) }
        }
    }
}
