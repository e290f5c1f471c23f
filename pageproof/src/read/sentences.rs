//! Sentences, so that the one with a number in it can be shown by itself.

use super::Block;

/// A sentence and the block it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The place of its block.
    pub block: usize,
    /// Its words.
    pub text: &'a str,
}

/// Words that end in a full stop and end no sentence, in lower case.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "inc", "corp", "co", "ltd", "llc", "gov", "sen", "rep", "gen",
    "lt", "col", "sgt", "no", "nos", "vs", "v", "etc", "e.g", "i.e", "approx", "ca", "cf", "dept", "est", "fig", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "p", "pp", "vol", "a.m", "p.m",
    "u.s", "u.k", "u.n", "d.c", "hr", "fr", "z.b", "bzw", "nr", "ca", "m", "mme", "mlle", "sra", "dott", "al",
];

/// Lists the sentences of blocks, in their order. No sentence goes from one block into the next.
pub fn sentences(blocks: &[Block]) -> impl Iterator<Item = Sentence<'_>> {
    let each = blocks.iter().enumerate();
    each.flat_map(|(block, of)| split(&of.text).map(move |text| Sentence { block, text }))
}

/// Splits a text into its sentences, without the white space between them.
///
/// A sentence ends at `.`, `!`, `?` or `…`, with the quotation marks and brackets that close after it, before white space
/// and what can begin a sentence: anything but a small letter. Not after an abbreviation, an initial, or the number of a
/// thing. `。`, `！` and `？` end one wherever they stand.
///
/// ```
/// use pageproof::read::split;
///
/// let text = "Over 1.5 million people signed, Dr. Chen of the U.S. office said. “We asked.” Nobody answered.";
/// let sentences: Vec<&str> = split(text).collect();
/// assert_eq!(sentences.len(), 3);
/// assert_eq!(sentences[1], "“We asked.”");
/// ```
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (sentence, after) = rest.split_at_checked(end(rest)).unwrap_or((rest, ""));
        rest = after.trim_start();
        Some(sentence.trim_end())
    })
}

/// Where the first sentence of a text ends. Looks at each character once, but for the word before a full stop.
fn end(text: &str) -> usize {
    let mut from = 0;
    while let Some((before, mark, closed)) = next_mark(text, from) {
        let tail = text.get(closed..).unwrap_or_default();
        let is_closed = closed > before + mark.len_utf8();
        let is_end = matches!(mark, '。' | '！' | '？')
            || tail.is_empty()
            || tail.starts_with(char::is_whitespace)
                && !tail.trim_start().starts_with(char::is_lowercase)
                && (is_closed || mark != '.' || !is_abbreviation(text.get(..before).unwrap_or_default(), tail));
        if is_end {
            return closed;
        }
        from = closed;
    }
    text.len()
}

/// The next mark that can end a sentence: its place, itself, and the place after it and what closes with it.
fn next_mark(text: &str, from: usize) -> Option<(usize, char, usize)> {
    let rest = text.get(from..)?;
    let (at, mark) = rest.char_indices().find(|(_, c)| is_mark(*c))?;
    let tail = rest.get(at + mark.len_utf8()..)?;
    Some((from + at, mark, text.len() - tail.trim_start_matches(is_closing).len()))
}

const fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

const fn is_closing(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）')
}

/// Says whether the full stop after this belongs to a word.
fn is_abbreviation(before: &str, after: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '[')).next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    let lower = word.to_lowercase();
    // "No. 5" and "p. 7" go on; "He said no. Nobody…" does not.
    let needs_number = matches!(lower.as_str(), "no" | "nos" | "p" | "pp" | "fig" | "vol" | "nr" | "mar");
    let is_numbered = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    is_initial || ABBREVIATIONS.contains(&lower.as_str()) && (!needs_number || is_numbered)
}
