//! A few words around a claim, for showing where a page says it.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::fold::{Folded, fold};

/// How many words an excerpt has at most: enough to judge a claim by, and a quotation in every law we know.
pub const MOST_WORDS: usize = 60;

/// How many bytes an excerpt has at most, for text in which words are made of anything.
const MOST_BYTES: usize = 1000;

/// A few words of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The words on one line, with `…` where the page goes on.
    pub text: String,
    /// Whether the claim stands in the page. Where it does not, the words are the first of the page.
    pub is_found: bool,
}

/// Cuts at most [`MOST_WORDS`] words around a claim out of a text.
///
/// The claim is found whatever its white space, quotation marks, dashes and case, as whole words. The words beside it are as
/// many on both sides; of a longer claim the first are given. A word is one by
/// [UAX 29](https://www.unicode.org/reports/tr29/#Word_Boundaries), or a letter of a script without spaces.
///
/// ```
/// use pageproof::excerpt::excerpt;
///
/// let found = excerpt("We are proud to “support” the work of the agency.", "proud to \"support\" the work");
/// assert!(found.is_found);
/// assert_eq!(found.text, "We are proud to “support” the work of the agency.");
/// ```
#[must_use]
pub fn excerpt(text: &str, claim: &str) -> Excerpt {
    let found = Folded::of(text).find(&fold(claim));
    let middle = found.clone().unwrap_or(0..0);
    // More than this of it is never shown.
    let nearest = text.floor_char_boundary(middle.start.saturating_sub(4 * MOST_BYTES));
    let before = text.get(..middle.start).unwrap_or_default();
    let near = text.get(nearest..middle.start).unwrap_or_default();
    let (claim, after) =
        text.get(middle.start..).unwrap_or_default().split_at_checked(middle.len()).unwrap_or_default();

    let claim_end = forward(claim, MOST_WORDS, MOST_BYTES);
    let (room, bytes) = (MOST_WORDS - count(claim, claim_end), MOST_BYTES - claim_end);
    if claim_end < claim.len() {
        return Excerpt {
            text: show(!before.trim().is_empty(), claim.get(..claim_end).unwrap_or_default(), true),
            is_found: true,
        };
    }
    // What one side does not need the other one gets.
    let needed = near.unicode_words().rev().take(room).count();
    let available = after.unicode_words().take(room).count();
    let on_left = needed.min((room / 2).max(room - available));
    let far = before.len() - near.len();
    let start = far + backward(near, on_left, if after.is_empty() { bytes } else { bytes / 2 });
    let left = before.len() - start;
    let end = forward(after, room - count(before.get(start..).unwrap_or_default(), left), bytes - left);
    let end = middle.end + end;
    let shown = text.get(start..end).unwrap_or_default();
    let goes_on = !text.get(end..).unwrap_or_default().trim().is_empty();
    Excerpt {
        text: show(!text.get(..start).unwrap_or_default().trim().is_empty(), shown, goes_on),
        is_found: found.is_some(),
    }
}

fn show(is_cut_before: bool, text: &str, is_cut_after: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (before, after) = (if is_cut_before { "… " } else { "" }, if is_cut_after { " …" } else { "" });
    format!("{before}{}{after}", words.join(" "))
}

fn count(text: &str, up_to: usize) -> usize {
    text.get(..up_to).unwrap_or_default().unicode_words().count()
}

/// Where so many words, or so many bytes, of a text end.
fn forward(text: &str, words: usize, bytes: usize) -> usize {
    let limit = text.floor_char_boundary(bytes);
    let mut left = words;
    for (at, piece) in text.split_word_bound_indices() {
        if at + piece.len() > limit {
            // A word that is longer than all that may be shown is cut.
            return if at == 0 { limit } else { at };
        }
        if is_word(piece) {
            if left == 0 {
                return at;
            }
            left -= 1;
        }
    }
    text.len()
}

/// Where the last so many words, or bytes, of a text begin.
fn backward(text: &str, words: usize, bytes: usize) -> usize {
    let limit = text.len().saturating_sub(bytes);
    let mut left = words;
    for (at, piece) in text.split_word_bound_indices().rev() {
        if at < limit || is_word(piece) && left == 0 {
            return at + piece.len();
        }
        left -= usize::from(is_word(piece));
    }
    0
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}
