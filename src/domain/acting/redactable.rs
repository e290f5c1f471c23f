//! Fields whose words can be taken away, and taking them out of documents.

use serde_json::Value;

use crate::domain::named::named;

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

/// Takes these words out of a text, where they stand in it.
#[must_use]
pub fn without(text: &str, words: &[String]) -> Option<String> {
    let kept = words.iter().fold(text.to_owned(), |kept, words| kept.replace(words.as_str(), REDACTED));
    (kept != text).then_some(kept)
}

/// Says whether a document or text holds any of these words.
#[must_use]
pub fn mentions(stored: &[u8], words: &[String]) -> bool {
    let held = String::from_utf8_lossy(stored);
    // A document writes some letters otherwise than they are.
    let written = |words: &String| serde_json::to_string(words).unwrap_or_default();
    words.iter().any(|words| held.contains(words.as_str()) || held.contains(written(words).trim_matches('"')))
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
        assert!(redact(&mut document, Redactable::Originator).is_empty());
    }
}
