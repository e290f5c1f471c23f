//! Fields whose words can be taken away, and taking them out of documents.

use serde_json::Value;
use unicode_normalization::char::is_combining_mark;

use crate::domain::erasing::{Word, cut, is_address, sides};
use crate::domain::named::named;
use crate::domain::text::is_unspaced;

/// How many words of some that are taken away are too many where they stand in a row, and of how many bytes: less of a
/// quotation is in every other sentence.
const TOO_MANY: usize = 4;
const TOO_LONG: usize = 12;

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

/// Takes these words out of what was read of a page, where they can stand in other quotation marks and other case, and where a
/// part of them can stand alone: cut at an end, or with other words between.
#[must_use]
pub fn without_read(text: &str, words: &[String]) -> Option<String> {
    let exactly = without(text, words);
    let text = exactly.as_deref().unwrap_or(text);
    let spoken = cut(text);
    let mut gone = vec![false; spoken.len()];
    for sought in words.iter().map(|words| cut(words)) {
        for from in 0..spoken.len() {
            let run = longest_run(text, spoken.get(from..).unwrap_or_default(), &sought);
            gone.iter_mut().skip(from).take(run).for_each(|gone| *gone = true);
        }
    }
    let (mut kept, mut done) = (String::with_capacity(text.len()), 0);
    let mut places = spoken.iter().zip(&gone).peekable();
    while let Some((word, is_gone)) = places.next() {
        if !is_gone {
            continue;
        }
        let mut to = word.to;
        while let Some((next, _)) = places.next_if(|(_, is_gone)| **is_gone) {
            to = next.to;
        }
        kept.push_str(text.get(done..word.from).unwrap_or_default());
        kept.push_str(REDACTED);
        done = to;
    }
    if done > 0 { Some(kept + text.get(done..).unwrap_or_default()) } else { exactly }
}

/// Counts the words at the beginning that are some of those sought in a row: all of them, or too many.
fn longest_run(text: &str, spoken: &[Word], sought: &[Word]) -> usize {
    let run_at = |at: usize| {
        let pairs = spoken.iter().zip(sought.iter().skip(at));
        let run: Vec<&Word> = pairs.take_while(|(one, other)| one.folded == other.folded).map(|(one, _)| one).collect();
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return 0 };
        let long = run.iter().map(|word| word.folded.len()).sum::<usize>() >= TOO_LONG;
        let enough = run.len() == sought.len() || run.len() >= TOO_MANY && long;
        if enough && !is_inside(text, first.from) && !is_inside(text, last.to) { run.len() } else { 0 }
    };
    (0..sought.len()).map(run_at).max().unwrap_or_default()
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

/// Says whether a document of what was read of a page, or of how it changed, holds any of these words, where [`without_read`]
/// would take them out.
#[must_use]
pub fn mentions_read(stored: &[u8], words: &[String]) -> bool {
    let held = String::from_utf8_lossy(stored);
    match serde_json::from_str(&held) {
        Ok(document @ (Value::Object(_) | Value::Array(_))) => holds_read(&document, words),
        _ => without_read(&held, words).is_some(),
    }
}

fn holds_read(value: &Value, words: &[String]) -> bool {
    match value {
        Value::String(text) => without_read(text, words).is_some(),
        Value::Array(items) => items.iter().any(|item| holds_read(item, words)),
        Value::Object(fields) => {
            let across = || sides(fields).iter().any(|side| without_read(side, words).is_some());
            fields.values().any(|held| holds_read(held, words)) || across()
        }
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
    fn words_of_a_page_go_however_they_are_set_and_where_many_of_them_stand_together() {
        let words = ["We're \"proud\" to support this important work, said the company".to_owned(), "5".to_owned()];
        for (text, left) in [
            ("So: we’re “proud” to support this important work, said The Company.", Some("So: [redacted].")),
            ("WE’RE PROUD to\nsupport this important work …", Some("[redacted] …")),
            ("… glad to support this important work today", Some("… glad [redacted] today")),
            ("We're glad, said the company", None),
            ("to do this work", None),
            ("5 of 1,500 and 1.5", Some("[redacted] of 1,500 and 1.5")),
            ("", None),
        ] {
            assert_eq!(without_read(text, &words).as_deref(), left, "{text}");
        }
        let run = |kind: &str, words: &str| serde_json::json!({ "kind": kind, "words": words });
        let diff = [run("kept", "We're"), run("removed", "proud"), run("added", "glad"), run("kept", "to support")];
        let document = |diff: &[Value]| serde_json::to_vec(&serde_json::json!({ "doc": { "diff": diff } })).unwrap();
        assert!(mentions_read(&document(&diff), &words), "as it was before");
        assert!(!mentions_read(&document(&diff[2..]), &words));
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
