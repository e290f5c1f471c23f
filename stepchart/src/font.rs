//! The font: what it has letters for, how wide words are in it, and what is shown of text it has none for.

use std::sync::OnceLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

/// How the SVG names the font; viewers that lack it take another.
pub(crate) const NAMED: &str = "font-family=\"DejaVu Sans, sans-serif\" font-stretch=\"condensed\"";

/// The family the picture is painted with.
pub(crate) const FAMILY: &str = "DejaVu Sans";

/// Stands for a run of characters that the font lacks.
const LACKING: char = '□';

/// The weight of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Gives the files of the font, all weights.
pub(crate) fn files() -> [&'static [u8]; 2] {
    [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold()]
}

/// A face's tables of characters and widths, in thousandths of the size.
struct Face {
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

fn face(weight: Weight) -> Option<&'static Face> {
    static FACES: OnceLock<[Option<Face>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| {
        files().map(|file| {
            let font = FontRef::new(file).ok()?;
            let widths = font.glyph_metrics(Size::new(1_000.0), LocationRef::default());
            Some(Face { letters: font.charmap(), widths })
        })
    });
    let place = match weight {
        Weight::Regular => 0,
        Weight::Bold => 1,
    };
    faces[place].as_ref()
}

impl Face {
    fn width(&self, letter: char) -> Option<f64> {
        self.letters.map(letter).and_then(|glyph| self.widths.advance_width(glyph)).map(f64::from)
    }
}

/// Says how wide words are.
pub(crate) fn width(words: &str, size: f64, weight: Weight) -> f64 {
    let Some(face) = face(weight) else { return 0.0 };
    words.chars().filter_map(|letter| face.width(letter)).sum::<f64>() * size / 1_000.0
}

/// Gives text on one line without what controls its direction or cannot be seen.
pub(crate) fn legible(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c));
    let mut out = String::with_capacity(text.len());
    for c in shown {
        // One space at most, and none at the front.
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Gives text as the font can show it.
pub(crate) fn drawable(text: &str) -> String {
    let mut out = String::new();
    for c in legible(text).chars() {
        let known = c == ' ' || face(Weight::Regular).is_some_and(|face| face.letters.map(c).is_some());
        if known {
            out.push(c);
        } else if !out.ends_with(LACKING) {
            out.push(LACKING);
        }
    }
    out
}

/// Says whether a character controls the text instead of standing in it, or is none at all.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        // Private use, and what is no character and may not stand in XML.
        || matches!(u32::from(c), 0xe000..=0xf8ff | 0xf0000.. | 0xfdd0..=0xfdef)
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Gives words that are no wider than `room`, ending in `…` where they were.
pub(crate) fn fitted(words: &str, room: f64, size: f64, weight: Weight) -> String {
    if width(words, size, weight) <= room {
        return words.to_owned();
    }
    let left = room - width("…", size, weight);
    let mut kept = String::new();
    let mut taken = 0.0;
    for c in words.chars() {
        taken += face(weight).and_then(|face| face.width(c)).unwrap_or_default() * size / 1_000.0;
        if taken > left {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Breaks words into at most `most` lines no wider than `room`; the last ends in `…` where there was more.
pub(crate) fn lines(words: &str, room: f64, most: usize, size: f64, weight: Weight) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = words.split(' ').filter(|word| !word.is_empty()).peekable();
    while rest.peek().is_some() && lines.len() < most {
        if lines.len() + 1 == most {
            let all: Vec<&str> = rest.by_ref().collect();
            lines.push(fitted(&all.join(" "), room, size, weight));
            break;
        }
        let mut line = String::new();
        while let Some(word) = rest.peek() {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && width(&longer, size, weight) > room {
                break;
            }
            line = longer;
            rest.next();
        }
        lines.push(fitted(&line, room, size, weight));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_lacks_is_one_box_a_run() {
        assert_eq!(drawable("公開書簡 to Google 🎉🎉!"), "□ to Google □!");
        assert_eq!(drawable("Žižek Ελλάδα Россия “so”…"), "Žižek Ελλάδα Россия “so”…");
    }

    #[test]
    fn what_turns_or_hides_text_is_left_out() {
        assert_eq!(drawable("a\u{202e}b\u{0}c\u{200b}\n d\u{feff}\u{ffff}\u{e000}"), "abc d");
    }

    #[test]
    fn words_are_cut_to_their_room() {
        let cut = fitted(&"word ".repeat(200), 400.0, 40.0, Weight::Bold);
        assert!(cut.ends_with('…') && width(&cut, 40.0, Weight::Bold) <= 400.0, "{cut}");
        assert_eq!(fitted("word", 400.0, 40.0, Weight::Bold), "word");
        let broken = lines(&"word ".repeat(200), 400.0, 2, 40.0, Weight::Bold);
        assert_eq!(broken.len(), 2);
        assert!(broken[1].ends_with('…') && !broken[0].ends_with('…'), "{broken:?}");
        assert_eq!(lines(&"x".repeat(500), 400.0, 2, 40.0, Weight::Bold).len(), 1);
    }
}
