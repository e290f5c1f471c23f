//! Characters as the reader sees them: one kind of space, dash, quotation mark and digit.

/// A character of the input, folded, with the bytes it stands on.
#[derive(Clone, Copy)]
pub(crate) struct Glyph {
    /// The folded character.
    pub(crate) char: char,
    /// Its first byte in the input.
    pub(crate) start: usize,
    /// The byte after it.
    pub(crate) end: usize,
}

/// Folds a text; `None` where it forces a direction of writing, because its digits are then not seen in their order.
pub(crate) fn fold(text: &str) -> Option<Vec<Glyph>> {
    let mut glyphs = Vec::with_capacity(text.len());
    for (start, char) in text.char_indices() {
        match char {
            '\u{202d}' | '\u{202e}' => return None,
            _ if is_unseen(char) => {}
            _ => glyphs.push(Glyph { char: plain(char), start, end: start + char.len_utf8() }),
        }
    }
    Some(glyphs)
}

/// Whether a character leaves no trace on the page: soft hyphens, joiners, marks of direction, variation selectors.
fn is_unseen(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{2060}'..='\u{2069}')
        || matches!(char, '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The plain form of a character: full-width forms, dashes, quotation marks and spaces.
fn plain(char: char) -> char {
    match char {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xfee0).map_or(char, plain),
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{2012}'..='\u{2015}' => '–',
        '‘' | '’' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '⁄' | '∕' => '/',
        '∼' | '≈' | '〜' => '~',
        '\n' => '\n',
        _ if char.is_whitespace() => ' ',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn full_width_digits_and_hidden_characters_are_folded_onto_their_own_bytes() {
        let text = "３\u{200b}0";
        let glyphs = fold(text).unwrap();
        let folded: String = glyphs.iter().map(|glyph| glyph.char).collect();
        assert_eq!(folded, "30");
        assert_eq!((glyphs[1].start, glyphs[1].end), (6, 7));
    }

    #[test]
    fn a_text_that_turns_its_digits_round_is_not_read() {
        assert!(fold("signed by \u{202e}001").is_none());
    }
}
