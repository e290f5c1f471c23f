//! Text without its dressing, for looking words up and for comparing: what is cosmetic is folded away.
//!
//! White space is one space; quotation marks and apostrophes are nothing; dashes and hyphens with the spaces around them are
//! `-`; letters are small, in their compatibility forms (`ﬁ`, full-width digits); what cannot be seen is nothing.

use unicode_normalization::UnicodeNormalization as _;

/// A folded text, with the place in its source that each byte came from.
pub(crate) struct Folded {
    pub(crate) text: String,
    from: Vec<usize>,
    length: usize,
}

impl Folded {
    pub(crate) fn of(source: &str) -> Self {
        let mut from = Vec::with_capacity(source.len());
        let text = run(source, |at, written| from.resize(written, at));
        Self { text, from, length: source.len() }
    }

    /// Finds words that are folded already; gives their place in the source.
    pub(crate) fn find(&self, folded: &str) -> Option<std::ops::Range<usize>> {
        let at = find(&self.text, folded)?;
        let place = |at: usize| self.from.get(at).copied().unwrap_or(self.length);
        Some(place(at)..place(at + folded.len()))
    }
}

/// Folds a text.
pub(crate) fn fold(source: &str) -> String {
    run(source, |_, _| {})
}

/// Finds whole words: `100 employees` is not in `3,100 employees`, nor in `100 employeeships`. Within the reach of a script
/// that has no spaces any place will do.
pub(crate) fn find(text: &str, words: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    let is_whole = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|after| after.chars().next());
        let joins = |edge: Option<char>, beyond: Option<char>| {
            edge.zip(beyond).is_some_and(|(edge, beyond)| is_one_word(edge, beyond))
        };
        // A number goes on behind a point or a comma: `3,100` and `100,000`.
        let mut rest = text.get(at + words.len()..).unwrap_or_default().chars();
        let goes_on = words.ends_with(|c: char| c.is_ascii_digit())
            && matches!(rest.next(), Some(',' | '.'))
            && rest.next().is_some_and(|c| c.is_ascii_digit());
        let mut back = text.get(..at).unwrap_or_default().chars().rev();
        let began = words.starts_with(|c: char| c.is_ascii_digit())
            && matches!(back.next(), Some(',' | '.'))
            && back.next().is_some_and(|c| c.is_ascii_digit());
        !joins(words.chars().next(), before) && !joins(words.chars().next_back(), after) && !goes_on && !began
    };
    text.match_indices(words).map(|(at, _)| at).find(|at| is_whole(*at))
}

fn is_one_word(one: char, other: char) -> bool {
    let is_spaced = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    is_spaced(one) && is_spaced(other)
}

/// Whether this is a letter of a script that is written without spaces.
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Folds a text, and tells after each character where it stood and how long the folded text is.
fn run(source: &str, mut tell: impl FnMut(usize, usize)) -> String {
    let mut out = String::with_capacity(source.len());
    for (at, c) in source.char_indices() {
        if c.is_ascii() {
            push(&mut out, c);
        } else {
            std::iter::once(c).nfkd().for_each(|part| push(&mut out, part));
        }
        tell(at, out.len());
    }
    out.truncate(out.trim_end().len());
    out
}

fn push(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else if c.is_whitespace() {
        if !out.is_empty() && !out.ends_with([' ', '-']) {
            out.push(' ');
        }
    } else if is_dash(c) {
        out.truncate(out.trim_end_matches(' ').len());
        if !out.ends_with('-') {
            out.push('-');
        }
    } else if !is_quote(c) && !is_unseen(c) {
        out.extend(c.to_lowercase());
    }
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{2032}' | '\u{2033}' | '\u{2039}' | '\u{203a}' | '\u{300c}'..='\u{300f}')
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}
