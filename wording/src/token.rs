//! Splits a text into words, numbers and marks, each with its bytes in the input.

use std::ops::Range;

use crate::digits::{self, Written};
use crate::fold::{Glyph, fold};

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its bytes in the input.
    pub(crate) span: Range<usize>,
    /// Whether nothing stands between it and the token before.
    pub(crate) glued: bool,
}

/// The kinds of token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with the apostrophes inside.
    Word {
        /// The word in lower case.
        text: String,
        /// Whether it was written in capitals only.
        capitals: bool,
        /// Whether it starts with a capital.
        title: bool,
    },
    /// A number in digits.
    Number(Written),
    /// Two whole numbers with a slash between: "12/50".
    Fraction(u64, u64),
    /// A mark or symbol. `'.'` stands for every end of a sentence, also a blank line.
    Mark(char),
    /// Something with digits that is no number: a date, a time, a version, an ordinal, an address on the web.
    Opaque,
}

impl Token {
    /// Gives the word in lower case, if it is one.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word { text, .. } => Some(text),
            Kind::Number(_) | Kind::Fraction(..) | Kind::Mark(_) | Kind::Opaque => None,
        }
    }

    /// Whether it is this mark.
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Gives the word at a place, or "" where there is none.
pub(crate) fn word_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).and_then(Token::word).unwrap_or("")
}

/// Gives the word just before a place, or "".
pub(crate) fn word_before(tokens: &[Token], at: usize) -> &str {
    at.checked_sub(1).map_or("", |before| word_at(tokens, before))
}

/// Whether this mark stands at a place.
pub(crate) fn mark_at(tokens: &[Token], at: usize, mark: char) -> bool {
    tokens.get(at).is_some_and(|token| token.is_mark(mark))
}

/// Whether this mark stands at a place with nothing before it.
pub(crate) fn glued_mark_at(tokens: &[Token], at: usize, mark: char) -> bool {
    mark_at(tokens, at, mark) && tokens.get(at).is_some_and(|token| token.glued)
}

/// Whether these words stand at a place; a hyphen in the text may stand between them.
pub(crate) fn words_at(tokens: &[Token], at: usize, words: &str) -> Option<usize> {
    let mut next = at;
    for (place, word) in words.split(' ').enumerate() {
        if place > 0 && mark_at(tokens, next, '-') {
            next += 1;
        }
        if word_at(tokens, next) != word {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// Whether a word that starts with a capital stands at a place: a name.
pub(crate) fn name_at(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Word { title: true, .. }))
}

/// Splits a text into tokens. A text that forces a direction of writing has none.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    split(&fold(text).unwrap_or_default(), SHORTENED)
}

/// Splits folded characters into tokens; a full stop after one of the words in `shortened` belongs to the word.
pub(crate) fn split(glyphs: &[Glyph], shortened: &[&str]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut glued = false;
    while let Some(glyph) = glyphs.get(at) {
        let (kind, end) = match glyph.char {
            '\n' if is_blank_line(glyphs, at) => (Some(Kind::Mark('.')), at + 1),
            ' ' | '\n' => (None, at + 1),
            char if char.is_alphanumeric() => letters_or_digits(glyphs, at, shortened),
            '+' if !glued && digit_at(glyphs, at + 1) => (Some(Kind::Opaque), digits::end_of_run(glyphs, at + 1)),
            '!' | '?' | '…' => (Some(Kind::Mark('.')), at + 1),
            char => (Some(Kind::Mark(char)), at + 1),
        };
        let is_token = kind.is_some();
        if let (Some(kind), Some(last)) = (kind, glyphs.get(end - 1)) {
            out.push(Token { kind, span: glyph.start..last.end, glued });
        }
        glued = is_token;
        at = end;
    }
    out
}

fn digit_at(glyphs: &[Glyph], at: usize) -> bool {
    glyphs.get(at).is_some_and(|glyph| glyph.char.is_ascii_digit())
}

fn is_blank_line(glyphs: &[Glyph], at: usize) -> bool {
    glyphs.get(at + 1).is_some_and(|next| next.char == '\n')
}

/// A word, a number or something opaque, and where it ends.
fn letters_or_digits(glyphs: &[Glyph], at: usize, shortened: &[&str]) -> (Option<Kind>, usize) {
    let (kind, end) = if digit_at(glyphs, at) { digits::number(glyphs, at) } else { word(glyphs, at, shortened) };
    let is_address =
        [':', '/', '/'].iter().zip(&glyphs[end..]).filter(|(mark, glyph)| **mark == glyph.char).count() == 3;
    let is_host = matches!(&kind, Kind::Word { text, .. } if text == "www")
        && glyphs.get(end).is_some_and(|glyph| glyph.char == '.');
    if is_address || is_host {
        let length = glyphs[end..].iter().take_while(|glyph| !matches!(glyph.char, ' ' | '\n')).count();
        return (Some(Kind::Opaque), end + length);
    }
    (Some(kind), end)
}

/// Letters with apostrophes and, in abbreviations such as "U.S." and "approx.", full stops.
fn word(glyphs: &[Glyph], at: usize, shortened: &[&str]) -> (Kind, usize) {
    let mut end = at;
    let is_letter = |place: usize| glyphs.get(place).is_some_and(|glyph: &Glyph| glyph.char.is_alphanumeric());
    while is_letter(end) || (end > at && glyphs.get(end).is_some_and(|glyph| glyph.char == '\'') && is_letter(end + 1))
    {
        end += 1;
    }
    let written: String = glyphs[at..end].iter().map(|glyph| glyph.char).collect();
    if written.chars().any(char::is_numeric) {
        return (Kind::Opaque, end);
    }
    let text = written.to_lowercase();
    if glyphs.get(end).is_some_and(|glyph| glyph.char == '.') && takes_full_stop(&text, shortened) {
        end += 1;
    }
    let capitals = written.chars().all(char::is_uppercase);
    let title = written.starts_with(char::is_uppercase);
    (Kind::Word { text, capitals, title }, end)
}

/// Whether a full stop after the word belongs to it. A single letter is an initial or a part of "U.S.".
fn takes_full_stop(word: &str, shortened: &[&str]) -> bool {
    word.chars().count() == 1 || shortened.contains(&word)
}

/// English words that are written short, with a full stop.
const SHORTENED: &[&str] = &[
    "approx", "ca", "est", "inc", "corp", "ltd", "co", "mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "vs", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "pct", "gov", "sen", "rep", "dept",
];

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn kinds(text: &str) -> Vec<String> {
        let name = |kind: &Kind| match kind {
            Kind::Word { text, .. } => text.clone(),
            Kind::Number(_) => "number".to_owned(),
            Kind::Fraction(one, other) => format!("{one} over {other}"),
            Kind::Mark(mark) => mark.to_string(),
            Kind::Opaque => "opaque".to_owned(),
        };
        tokens(text).iter().map(|token| name(&token.kind)).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(kinds("approx. 300 U.S. staff."), ["approx", "number", "u", "s", "staff", "."]);
    }

    #[test]
    fn dates_times_versions_phones_and_addresses_are_no_numbers() {
        for text in [
            "2018/06/19",
            "2018-06-19",
            "19:30",
            "1.2.3",
            "206-555-0100",
            "+44",
            "3rd",
            "Q3",
            "007",
            "1990s",
            "9/11",
            "24/7",
        ] {
            assert_eq!(kinds(text), ["opaque"], "{text}");
        }
        assert_eq!(kinds("https://example.org/2018/300?x=1 now"), ["opaque", "now"]);
    }

    #[test]
    fn tokens_know_their_bytes() {
        let text = "über ３００ Leute";
        let found: Vec<&str> = tokens(text).iter().map(|token| &text[token.span.clone()]).collect();
        assert_eq!(found, ["über", "３００", "Leute"]);
    }
}
