//! Fields whose words can be taken away, and taking them out of documents.

use serde_json::Value;
use unicode_normalization::char::is_combining_mark;

use crate::domain::erasing::is_address;
use crate::domain::named::named;
use crate::domain::text::is_unspaced;

/// What stands where words were taken away.
pub const REDACTED: &str = "[redacted]";

named! {
    /// A field of a record, petition or source whose words can be taken away, by its name in the document.
    pub enum Redactable {
        /// The words of a count or a fact.
        Wording = "wording",
        /// The words that were said.
        Quote = "quote",
        /// What was said, in an editor's words.
        Paraphrase = "paraphrase",
        /// Who counted or says so.
        Originator = "originator",
        /// Who speaks.
        Speaker = "speaker",
        /// Where it was said.
        Channel = "channel",
        /// To whom it was said.
        DirectedTo = "directed_to",
        /// About what it was said.
        About = "about",
        /// Why a response is judged as it is.
        JudgedBecause = "judged_because",
        /// Who asked for comment.
        Asker = "asker",
        /// What was promised.
        Text = "text",
        /// Where in the source it stands.
        Locator = "locator",
        /// A note for readers.
        Note = "note",
        /// What a petition or source is called.
        Title = "title",
        /// What a petition says.
        Summary = "summary",
        /// Whose employees may sign.
        Scope = "scope",
        /// Who stands behind a petition.
        Sponsors = "sponsors",
        /// Who wrote a source.
        Authors = "authors",
        /// Who published a source.
        Publisher = "publisher",
        /// What was read of a source, at whatever time.
        Excerpt = "excerpt",
    }
}

impl Redactable {
    /// Says whether it holds the words that survive every act but the erasure of a person's own data.
    #[must_use]
    pub fn is_wording(self) -> bool {
        matches!(self, Self::Wording | Self::Quote | Self::Text)
    }
}

/// Takes a field's words out of a document, wherever the field stands in it, and gives them. What was taken before is
/// not given again.
pub fn redact(document: &mut Value, field: Redactable) -> Vec<String> {
    let mut taken = Vec::new();
    walk(document, field.as_str(), &mut taken);
    taken.retain(|words| words != REDACTED && !words.trim().is_empty());
    taken.sort_unstable();
    taken.dedup();
    taken
}

fn walk(value: &mut Value, field: &str, taken: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, held) in fields {
                if name == field { take(held, taken) } else { walk(held, field, taken) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, field, taken)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn take(held: &mut Value, taken: &mut Vec<String>) {
    match held {
        Value::String(words) => taken.push(std::mem::replace(words, REDACTED.to_owned())),
        Value::Array(items) => items.iter_mut().for_each(|item| take(item, taken)),
        Value::Object(fields) => fields.values_mut().for_each(|inner| take(inner, taken)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Takes these words out of a text, wherever they stand in it as words of their own. Where some begin or end in others,
/// all of it goes, whichever are looked for first.
#[must_use]
pub fn without(text: &str, words: &[String]) -> Option<String> {
    let words = || words.iter().filter(|words| !words.is_empty());
    let stands = |from: usize| words().filter_map(move |words| Some((from, end_of(text, from, words)?)));
    let (mut kept, mut done) = (String::with_capacity(text.len()), 0);
    let mut found = text.char_indices().flat_map(|(from, _)| stands(from)).peekable();
    while let Some((from, mut to)) = found.next() {
        while let Some((_, further)) = found.next_if(|(next, _)| *next < to) {
            to = to.max(further);
        }
        kept.push_str(text.get(done..from).unwrap_or_default());
        kept.push_str(REDACTED);
        done = to;
    }
    (done > 0).then(|| kept + text.get(done..).unwrap_or_default())
}

/// Takes these words out of every text in a document, but out of no address, and out of nothing without which it could
/// not be read any more. Says whether anything was taken.
pub fn take_out(document: &mut Value, words: &[String], reads: impl Fn(&Value) -> bool) -> bool {
    let (mut places, mut taken) = (Vec::new(), false);
    list_places(document, String::new(), &mut places);
    for place in places {
        let Some(held) = document.pointer_mut(&place) else { continue };
        let text = held.as_str().filter(|text| !is_address(text));
        let Some(left) = text.and_then(|text| without(text, words)) else { continue };
        let before = std::mem::replace(held, Value::String(left));
        if reads(document) {
            taken = true;
        } else if let Some(held) = document.pointer_mut(&place) {
            *held = before;
        }
    }
    taken
}

fn list_places(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, held)| list_places(held, format!("{place}/{name}"), places));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| list_places(item, format!("{place}/{at}"), places));
        }
        Value::String(_) => places.push(place),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Gives where words end that begin at `from`; `None` where they do not stand there, or in a longer word or number.
fn end_of(text: &str, from: usize, words: &str) -> Option<usize> {
    let to = from + words.len();
    let stands = text.get(from..to) == Some(words) && !is_inside(text, from) && !is_inside(text, to);
    stands.then_some(to)
}

/// Says whether a place in a text is inside a word or a number, such as `1,500`.
fn is_inside(text: &str, place: usize) -> bool {
    let (before, after) = text.split_at(place);
    let (mut back, mut on) = (before.chars().rev(), after.chars());
    let (Some(last), Some(next)) = (back.next(), on.next()) else { return false };
    let is_digit = |letter: Option<char>| letter.is_some_and(char::is_numeric);
    let sets_apart = |letter: char| matches!(letter, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}');
    let of_a_word = |letter: char| letter.is_alphanumeric() && !is_unspaced(letter);
    (of_a_word(last) && of_a_word(next))
        || is_combining_mark(next)
        || (sets_apart(last) && is_digit(back.next()) && is_digit(Some(next)))
        || (sets_apart(next) && is_digit(Some(last)) && is_digit(on.next()))
}

/// Says whether a document or text holds any of these words, where [`without`] would take them out.
#[must_use]
pub fn mentions(stored: &[u8], words: &[String]) -> bool {
    let held = String::from_utf8_lossy(stored);
    match serde_json::from_str(&held) {
        Ok(document @ (Value::Object(_) | Value::Array(_))) => holds(&document, words),
        _ => without(&held, words).is_some(),
    }
}

fn holds(value: &Value, words: &[String]) -> bool {
    match value {
        Value::String(text) => without(text, words).is_some(),
        Value::Array(items) => items.iter().any(|item| holds(item, words)),
        Value::Object(fields) => fields.values().any(|held| holds(held, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fields_words_are_taken_wherever_it_stands_and_given_once() {
        let mut document = serde_json::json!({
            "count": { "originator": "Ada \"L\"", "note": "by Ada" }, "earlier": [{ "originator": "Ada \"L\"" }],
        });
        let before = serde_json::to_vec(&document).unwrap();
        let taken = redact(&mut document, Redactable::Originator);
        assert_eq!(taken, ["Ada \"L\""]);
        assert!(mentions(&before, &taken) && !mentions(&serde_json::to_vec(&document).unwrap(), &taken));
        assert_eq!(document["count"]["note"], "by Ada");
        let five = ["5".to_owned()];
        assert!(mentions(br#"{"wording":"5 people"}"#, &five) && mentions(b"5", &five));
        assert!(!mentions(br#"{"wording":"15 people","petition":5}"#, &five) && !mentions(b"page 15", &five));
        assert!(redact(&mut document, Redactable::Originator).is_empty());
    }
    #[test]
    fn words_go_with_what_begins_like_them_and_never_out_of_other_words_or_numbers() {
        for (words, text, left) in [
            (&["Ann", "Ann Smith"][..], "says Ann Smith, not Ann", "says [redacted], not [redacted]"),
            (&["Ann Smith", "Smith of Perth"], "Ann Smith of Perth", "[redacted]"),
            (&["Ann"], "Anna, Joann and Ann's", "Anna, Joann and [redacted]'s"),
            (&["a a"], "ba a a", "ba [redacted]"),
            (&["5"], "5 of 1500, 1,500, 1.5 and 1'500: $5.", "[redacted] of 1500, 1,500, 1.5 and 1'500: $[redacted]."),
            (&["5, 6"], "4, 5, 6", "4, [redacted]"),
            (&["Zoe"], "Zoe\u{308} and Zoe", "Zoe\u{308} and [redacted]"),
            (&["王小明"], "我是王小明。", "我是[redacted]。"),
        ] {
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(without(text, &words).as_deref(), Some(left), "{words:?} in {text}");
        }
        for text in ["1500", "15", "1,5", "5.5", ""] {
            assert_eq!(without(text, &["5".to_owned()]), None, "{text}");
        }
    }
}
