//! Text as people give it: cleaned on the way in, folded for comparison, cut into search terms.

use std::borrow::Cow;

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
    // Most text needs none of it.
    let kept = if text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)) {
        Cow::Borrowed(text)
    } else {
        let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        unified.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
    };
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
    clean(&single_spaced(text), limit)
}

/// Folds text for comparison: compatibility forms, case and diacritics no longer differ, white space is single.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most text needs none of it.
    if text.is_ascii() {
        return single_spaced(&text.to_ascii_lowercase());
    }
    let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let lower = bare.to_lowercase().replace('ß', "ss").replace('ø', "o").replace('ł', "l").replace('đ', "d");
    let composed: String = lower.nfc().collect();
    single_spaced(&composed)
}

/// Puts one space where there is any white space, and none at the ends.
#[must_use]
pub fn single_spaced(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The longest term that is indexed, in characters; longer words are cut, in texts and in questions alike.
const LONGEST_TERM: usize = 40;

/// Cuts text into the terms that search and completion look up: folded words with their parts (`microsoft` of
/// `microsoft's`, `theverge` of `theverge.com`), and pairs of neighbouring characters where a script writes no spaces
/// (Chinese, Japanese, Korean).
///
/// The same on both databases, since neither is asked to do it. Sorted, each term once.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found: Vec<String> = words(&folded).collect();
    let within: Vec<String> = found.iter().flat_map(|word| parts(word)).collect();
    found.extend(within);
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

/// Cuts folded text into words, long ones cut as terms are; every apostrophe is the same.
pub fn words(folded: &str) -> impl Iterator<Item = String> {
    let one = |c| if c == '’' { '\'' } else { c };
    folded.unicode_words().map(move |word| word.chars().take(LONGEST_TERM).map(one).collect())
}

/// Gives the parts of a word that are words themselves.
fn parts(word: &str) -> impl Iterator<Item = String> {
    let several = word.split(['\'', '.', ':', '_']).filter(move |part| part.len() < word.len());
    several.filter(|part| part.chars().count() > 1 && part.contains(char::is_alphabetic)).map(str::to_owned)
}

/// What somebody looks for, cut as [`terms`] cuts texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The terms that must stand there, each once.
    pub whole: Vec<String>,
    /// The last term, which may be the beginning of one.
    pub last: String,
}

/// Cuts what somebody looks for into terms; `None` where there is no word in it.
///
/// Where a script writes no spaces, a run of its characters is looked for by its pairs, so that any part of a text finds
/// it.
#[must_use]
pub fn sought(text: &str) -> Option<Sought> {
    let folded = fold(text);
    let (mut terms, mut rest): (Vec<String>, &str) = (Vec::new(), &folded);
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let letters: Vec<char> = run.chars().collect();
        match (unspaced, letters.as_slice()) {
            (true, [_]) => terms.push(run.to_owned()),
            (true, several) => terms.extend(several.windows(2).map(|pair| pair.iter().collect::<String>())),
            (false, _) => terms.extend(words(run)),
        }
        rest = after;
    }
    let last = terms.pop()?;
    let mut whole: Vec<String> = terms.into_iter().filter(|term| *term != last).collect();
    whole.sort_unstable();
    whole.dedup();
    Some(Sought { whole, last })
}

/// Says whether a character belongs to a script without spaces; its middle dot stands between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
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
        assert_eq!(terms("Microsoft's open letter: Open!"), ["letter", "microsoft", "microsoft's", "open"]);
        assert_eq!(terms("https://www.theverge.com").len(), 5);
        assert_eq!(terms("Microsoft’s"), terms("Microsoft's"));
        assert!(terms("公開書簡").contains(&"公開".to_owned()));
        assert!(terms("公開書簡").contains(&"書簡".to_owned()));
    }

    #[test]
    fn what_is_looked_for_is_cut_as_texts_are() {
        let found = |text: &str| sought(text).map(|sought| (sought.whole, sought.last));
        let of = |whole: &[&str], last: &str| Some((whole.iter().map(ToString::to_string).collect(), last.to_owned()));
        assert_eq!(found("Open  LETTER, open"), of(&["letter"], "open"));
        assert_eq!(found("公開書簡"), of(&["公開", "開書"], "書簡"));
        assert_eq!(found("2018年 公開"), of(&["2018", "年"], "公開"));
        assert_eq!(found("サティア・ナデラ").unwrap().1, "テラ", "the marks of a syllable fold away");
        assert_eq!(found("?! …"), None);
        for text in ["公開書簡", "Microsoft's open letter", "サティア・ナデラ", "2018年の公開書簡"] {
            let (whole, last) = found(text).unwrap();
            let terms = terms(text);
            assert!(whole.iter().chain([&last]).all(|term| terms.contains(term)), "{text}");
        }
    }
}
