//! Text as people give it: cleaned on the way in, folded for comparison, cut into search terms.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest stored text, in characters: a modal's own limit.
pub const LONGEST: usize = 4_000;

/// Text that was empty or too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("nothing was written")]
    Empty,
    /// More characters than the field takes.
    #[error("{length} characters were written and {limit} is the limit")]
    TooLong {
        /// How many characters were given.
        length: usize,
        /// How many the field takes.
        limit: usize,
    },
}

/// Cleans text for storing: NUL and other control characters go (line breaks stay), white space at the ends goes.
///
/// The words themselves are never changed: what is hostile in them is made inert where they are shown.
pub fn clean(text: &str, limit: usize) -> Result<String, TextError> {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept: String = unified.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let cleaned = kept.trim();
    let length = cleaned.chars().count();
    match length {
        0 => Err(TextError::Empty),
        _ if length > limit => Err(TextError::TooLong { length, limit }),
        _ => Ok(cleaned.to_owned()),
    }
}

/// Cleans text for one line: as [`clean`], with line breaks turned into spaces.
pub fn clean_line(text: &str, limit: usize) -> Result<String, TextError> {
    let joined: Vec<&str> = text.split_whitespace().collect();
    clean(&joined.join(" "), limit)
}

/// Folds text for comparison: compatibility forms, case and diacritics no longer differ, white space is single.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most text needs none of it.
    if text.is_ascii() {
        return text.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let lower = bare.to_lowercase().replace('ß', "ss").replace('ø', "o").replace('ł', "l").replace('đ', "d");
    let composed: String = lower.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest term that is indexed, in characters; longer words are cut, in texts and in questions alike.
const LONGEST_TERM: usize = 40;

/// Cuts text into the terms that search and completion look up: folded words, and pairs of neighbouring
/// characters where a script writes no spaces (Chinese, Japanese, Korean).
///
/// The same on both databases, since neither is asked to do it. Sorted, each term once.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found: Vec<String> = words(&folded).collect();
    let unspaced: Vec<char> = folded.chars().collect();
    for pair in unspaced.windows(2) {
        if let [first, second] = pair
            && is_unspaced(*first)
            && is_unspaced(*second)
        {
            found.push([*first, *second].iter().collect());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Cuts folded text into words, long ones cut as terms are.
pub fn words(folded: &str) -> impl Iterator<Item = String> {
    folded.unicode_words().map(|word| word.chars().take(LONGEST_TERM).collect())
}

/// Says whether a character is of a script that writes no spaces between words.
#[must_use]
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_words_stay() {
        assert_eq!(clean(" a\0b\r\nc\u{7}\u{202e}d ", 20).unwrap(), "ab\nc\u{202e}d");
        assert_eq!(clean_line("one\n two\t three", 20).unwrap(), "one two three");
    }

    #[test]
    fn empty_and_overlong_text_are_refused_with_figures() {
        assert_eq!(clean(" \n\0", 5), Err(TextError::Empty));
        assert_eq!(clean("abcdef", 5), Err(TextError::TooLong { length: 6, limit: 5 }));
    }

    #[test]
    fn folding_forgets_case_marks_and_width() {
        assert_eq!(fold("José  ÅNGSTRÖM"), "jose angstrom");
        assert_eq!(fold("Ｍicrosoft"), "microsoft");
        assert_eq!(fold("Straße"), fold("STRASSE"));
    }

    #[test]
    fn terms_are_words_and_pairs_of_unspaced_characters() {
        assert_eq!(terms("Microsoft's open letter: Open!"), ["letter", "microsoft's", "open"]);
        assert!(terms("公開書簡").contains(&"公開".to_owned()));
        assert!(terms("公開書簡").contains(&"書簡".to_owned()));
    }
}
