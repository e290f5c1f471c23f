//! Tokens of a language that writes a comma before decimals and a full stop between thousands.

use crate::digits::Written;
use crate::fold::{Glyph, fold};
use crate::token::{Kind, Token, split};

use super::lexicon::{Lexicon, Role};

/// Splits a text into tokens by the language's way to write numbers, short words and elisions.
pub(super) fn tokens(lexicon: &Lexicon, text: &str) -> Vec<Token> {
    let glyphs = loosened(lexicon, &turned(fold(text).unwrap_or_default()));
    let split = split(&glyphs, lexicon.table.shortened);
    let mut out: Vec<Token> = Vec::with_capacity(split.len());
    for token in split {
        if token.is_mark(CUT) {
            // The apostrophe of "d'1 million", which would make one word of both.
            if let Some(Token { kind: Kind::Word { text, .. }, span, .. }) = out.last_mut() {
                text.push('\'');
                span.end = token.span.end;
            }
            continue;
        }
        match elision(lexicon, &token) {
            Some((short, rest)) => out.extend([short, rest]),
            None => out.push(Token { kind: known(token.kind), ..token }),
        }
    }
    mark_ordinals(lexicon, &mut out);
    out
}

/// Turns commas and full stops between digits round, so that "1.000,5" is read as "1,000.5" is in English. Full stops
/// that separate no groups of three make a date or a time, here told by a colon.
fn turned(mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut at = 0;
    while at < glyphs.len() {
        let length = glyphs[at..].iter().take_while(|glyph| glyph.char.is_ascii_digit() || is_mark(glyph)).count();
        let run = &mut glyphs[at..at + length];
        let joins = joining_marks(run);
        let is_grouped = joins.iter().all(|place| run[*place].char == ',' || is_group_of_three(run, *place));
        for place in joins {
            run[place].char = match run[place].char {
                ',' => '.',
                _ if is_grouped => ',',
                _ => ':',
            };
        }
        at += length.max(1);
    }
    glyphs
}

/// Stands for an apostrophe between a short word and a number.
const CUT: char = '\u{1f}';

/// Sets a number apart from the short word before it ("d'1 million") and the scale glued to it ("2mila").
fn loosened(lexicon: &Lexicon, glyphs: &[Glyph]) -> Vec<Glyph> {
    let is_digit = |at: usize| glyphs.get(at).is_some_and(|glyph| glyph.char.is_ascii_digit());
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for (at, glyph) in glyphs.iter().enumerate() {
        let after_letter = at > 0 && glyphs[at - 1].char.is_alphabetic();
        if glyph.char == '\'' && after_letter && is_digit(at + 1) {
            out.push(Glyph { char: CUT, ..*glyph });
            continue;
        }
        if at > 0 && is_digit(at - 1) && glyph.char.is_alphabetic() && lexicon.is_scale(&letters(glyphs, at)) {
            out.push(Glyph { char: ' ', start: glyph.start, end: glyph.start });
        }
        out.push(*glyph);
    }
    out
}

/// The letters at a place, as far as the longest scale word goes.
fn letters(glyphs: &[Glyph], at: usize) -> String {
    const LONGEST: usize = 12;
    let letters = glyphs[at..].iter().take(LONGEST).take_while(|glyph| glyph.char.is_alphabetic());
    letters.flat_map(|glyph| glyph.char.to_lowercase()).collect()
}

fn is_mark(glyph: &Glyph) -> bool {
    matches!(glyph.char, '.' | ',')
}

/// The marks of a run that stand between two digits.
fn joining_marks(run: &[Glyph]) -> Vec<usize> {
    let is_digit = |place: usize| run.get(place).is_some_and(|glyph| glyph.char.is_ascii_digit());
    (1..run.len()).filter(|place| is_mark(&run[*place]) && is_digit(place - 1) && is_digit(place + 1)).collect()
}

fn is_group_of_three(run: &[Glyph], mark: usize) -> bool {
    run[mark + 1..].iter().take_while(|glyph| glyph.char.is_ascii_digit()).count() == 3
}

/// Keeps of what is glued to a number only "k": "300m" are metres, "100s" is no plural here.
fn known(kind: Kind) -> Kind {
    match kind {
        Kind::Number(Written { scale, plural, .. }) if scale > 1_000 || plural => Kind::Opaque,
        kind => kind,
    }
}

/// Splits "d'employés" into "d'" and "employés".
fn elision(lexicon: &Lexicon, token: &Token) -> Option<(Token, Token)> {
    let Kind::Word { text, capitals, .. } = &token.kind else {
        return None;
    };
    let (short, rest) = text.split_once('\'')?;
    if !lexicon.table.elided.contains(&short) || rest.is_empty() {
        return None;
    }
    // The apostrophe may be of several bytes; the short word is plain letters, so its own bytes are those folded.
    let cut = token.span.start + short.len();
    let word = |text: String| Kind::Word { text, capitals: *capitals, title: false };
    let first = Token { kind: word(format!("{short}'")), span: token.span.start..cut, glued: token.glued };
    Some((first, Token { kind: word(rest.to_owned()), span: cut..token.span.end, glued: true }))
}

/// Makes "19." before a month, and "100." after "der", what they are: no numbers.
fn mark_ordinals(lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 1 < tokens.len() {
        let is_dotted = matches!(tokens[at].kind, Kind::Number(Written { places: 0, grouped: false, .. }))
            && tokens[at + 1].is_mark('.')
            && tokens[at + 1].glued;
        let names_one = lexicon.has_ordinals() && lexicon.is_noun(tokens, at + 2);
        let after_article = at > 0 && lexicon.is(tokens, at - 1, Role::Ordinal);
        let is_ordinal = lexicon.is(tokens, at + 2, Role::Month) || names_one || after_article;
        if is_dotted && is_ordinal {
            let dot = tokens.remove(at + 1);
            tokens[at].kind = Kind::Opaque;
            tokens[at].span.end = dot.span.end;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;
    use crate::language::{french, german};
    use crate::token::{Kind, Token};

    fn number(tokens: &[Token]) -> Option<(u64, u32)> {
        match tokens {
            [Token { kind: Kind::Number(written), .. }] => Some((written.mantissa, written.places)),
            _ => None,
        }
    }

    #[test]
    fn the_comma_is_decimal_and_the_full_stop_separates_thousands() {
        for (text, expected) in [
            ("1.000", Some((1_000, 0))),
            ("1.000.000", Some((1_000_000, 0))),
            ("1 000", Some((1_000, 0))),
            ("1\u{202f}000", Some((1_000, 0))),
            ("1'000", Some((1_000, 0))),
            ("1.000,5", Some((10_005, 1))),
            ("1,2", Some((12, 1))),
            ("19.06.2018", None),
            ("10.30", None),
            ("1.2.3", None),
            ("1.50.000", None),
        ] {
            assert_eq!(number(&tokens(&german::LEXICON, text)), expected, "{text}");
        }
    }

    #[test]
    fn short_words_before_an_apostrophe_stand_alone() {
        let text = "plus d’une";
        let found: Vec<&str> = tokens(&french::LEXICON, text).iter().map(|token| &text[token.span.clone()]).collect();
        assert_eq!(found, ["plus", "d", "’une"]);
        let texts = |text: &str| -> Vec<String> {
            tokens(&french::LEXICON, text).iter().map(|token| token.word().unwrap_or("#").to_owned()).collect()
        };
        assert_eq!(texts("plus d’1 million"), ["plus", "d'", "#", "million"]);
        assert_eq!(texts("2mille"), ["#", "mille"]);
    }

    #[test]
    fn ordinal_numbers_are_no_numbers() {
        let is_opaque = |text: &str| tokens(&german::LEXICON, text).iter().any(|token| token.kind == Kind::Opaque);
        assert!(
            is_opaque("am 19. Juni")
                && is_opaque("die 100. Unterschrift")
                && is_opaque("300. Unterschrift")
                && !is_opaque("es sind 300. Die Firma")
        );
    }
}
