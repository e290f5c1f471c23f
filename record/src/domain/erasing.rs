//! Taking a person's name out of text, however it is written there: case, marks and punctuation do not matter.

use serde_json::{Map, Value};
use unicode_normalization::char::is_combining_mark;

use super::text::{fold, is_unspaced};

/// What stands where a name was.
pub const ERASED: &str = "[erased]";

/// How many characters may stand between two words of a name: `Ada . Lovelace`.
const BETWEEN: usize = 3;

/// A name that is looked for in texts. Has no `Debug`: it is as good as the name.
#[derive(Clone, PartialEq, Eq)]
pub struct SoughtName {
    words: Vec<String>,
    /// The same with the last word first, as a list writes it: `Lovelace, Ada`.
    turned: Vec<String>,
}

/// A word of a text: where it stands, and what it is folded.
pub(super) struct Word {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) folded: String,
}

impl SoughtName {
    /// Takes a name apart; `None` where there is no word of it.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let words: Vec<String> = cut(name).into_iter().map(|word| word.folded).collect();
        let (last, before) = words.split_last()?;
        let turned = std::iter::once(last).chain(before).cloned().collect();
        Some(Self { words, turned })
    }

    /// Takes the name out of a text; `None` where it does not stand there.
    #[must_use]
    pub fn erase(&self, text: &str) -> Option<String> {
        let words = cut(text);
        let (mut erased, mut done, mut place) = (String::with_capacity(text.len()), 0, 0);
        while let Some(rest) = words.get(place..).filter(|rest| !rest.is_empty()) {
            match self.stands_at(text, rest) {
                Some((from, to)) => {
                    erased.push_str(text.get(done..from).unwrap_or_default());
                    erased.push_str(ERASED);
                    done = to;
                    place += self.words.len();
                }
                None => place += 1,
            }
        }
        (done > 0).then(|| erased + text.get(done..).unwrap_or_default())
    }

    fn stands_at(&self, text: &str, words: &[Word]) -> Option<(usize, usize)> {
        let words = words.get(..self.words.len())?;
        let is = |name: &[String]| words.iter().zip(name).all(|(word, wanted)| word.folded == *wanted);
        let between = |pair: &[Word]| match pair {
            [one, next] => text.get(one.to..next.from).unwrap_or_default(),
            _ => "",
        };
        let near = words.windows(2).all(|pair| between(pair).chars().count() <= BETWEEN);
        let listed = || words.windows(2).next().is_some_and(|pair| between(pair).contains(','));
        let stands = near && (is(&self.words) || (is(&self.turned) && listed()));
        Some((words.first()?.from, words.last()?.to)).filter(|_| stands)
    }

    /// Says whether the name stands in a short name, whose words are set apart by hyphens.
    #[must_use]
    pub fn is_in_a_slug(&self, slug: &str) -> bool {
        slug.contains(&self.words.join("-"))
    }

    /// Takes the name out of every text in a document, but out of no address: that would lead elsewhere. A difference in
    /// which it stands across what changed and what did not goes as a whole. Says whether anything was taken.
    pub fn erase_in(&self, document: &mut Value) -> bool {
        match document {
            Value::String(text) if is_address(text) => false,
            Value::String(text) => match self.erase(text) {
                Some(erased) => {
                    *text = erased;
                    true
                }
                None => false,
            },
            Value::Array(items) => self.erase_all(items.iter_mut()),
            Value::Object(fields) => {
                let erased = self.erase_all(fields.values_mut());
                let across = sides(fields).iter().any(|side| self.erase(side).is_some());
                if across {
                    fields.insert("diff".to_owned(), Value::Array(Vec::new()));
                    fields.insert("is_cut".to_owned(), Value::Bool(true));
                }
                erased || across
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// Goes through all of them, also after the name was found in one.
    fn erase_all<'a>(&self, items: impl Iterator<Item = &'a mut Value>) -> bool {
        items.filter_map(|item| self.erase_in(item).then_some(())).count() > 0
    }

    /// Says whether the name stands in an address in a document.
    #[must_use]
    pub fn is_in_an_address(&self, document: &Value) -> bool {
        match document {
            Value::String(text) => is_address(text) && self.erase(text).is_some(),
            Value::Array(items) => items.iter().any(|item| self.is_in_an_address(item)),
            Value::Object(fields) => fields.values().any(|item| self.is_in_an_address(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// How many words of a text are taken for a name at the most.
const LONGEST_NAME: usize = 5;

/// Lists what can be a name in a document, as it is written: every few words in a row, also across what changed and what did not.
#[must_use]
pub fn likely_names(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let across = document.as_object().map(sides).unwrap_or_default();
    for text in texts(document).into_iter().chain(across.iter().map(String::as_str)) {
        let words = cut(text);
        for (at, first) in words.iter().enumerate() {
            let lasts = words.iter().skip(at).take(LONGEST_NAME);
            found.extend(lasts.filter_map(|last| text.get(first.from..last.to)).map(str::to_owned));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Lists every text in a document.
#[must_use]
pub fn texts(document: &Value) -> Vec<&str> {
    match document {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// Gives what a document's difference shows of the text before and of the one after, and all of it in its order; nothing where it
/// holds none.
pub(super) fn sides(fields: &Map<String, Value>) -> Vec<String> {
    let runs: Vec<(&str, &str)> = fields
        .get("diff")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|run| Some((run.get("kind")?.as_str()?, run.get("words")?.as_str()?)))
        .collect();
    let without = |other: &str| {
        let words: Vec<&str> = runs.iter().filter(|(kind, _)| *kind != other).map(|(_, words)| *words).collect();
        words.join(" ")
    };
    if runs.is_empty() { Vec::new() } else { ["added", "removed", ""].map(without).to_vec() }
}

pub(super) fn is_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace)
}

/// Cuts a text into words: runs of letters and digits, and single characters where a script writes no spaces.
pub(super) fn cut(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let unspaced = is_unspaced(letter);
        let inside = !unspaced && (letter.is_alphanumeric() || (open.is_some() && is_combining_mark(letter)));
        if !inside && let Some(from) = open.take() {
            words.push(Word { from, to: at, folded: fold(text.get(from..at).unwrap_or_default()) });
        }
        if inside && open.is_none() {
            open = Some(at);
        }
        if unspaced && letter.is_alphanumeric() {
            words.push(Word { from: at, to: at + letter.len_utf8(), folded: letter.to_string() });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erased(name: &str, text: &str) -> Option<String> {
        SoughtName::of(name).unwrap().erase(text)
    }

    #[test]
    fn a_name_is_found_however_it_is_written_and_nothing_else_is_taken() {
        for (name, text, left) in [
            ("Ada Lovelace", "said Ada Lovelace, who signed", "said [erased], who signed"),
            ("Ada Lovelace", "ADA  LOVELACE's letter", "[erased]'s letter"),
            ("Ada Lovelace", "by Lovelace, Ada; 1843", "by [erased]; 1843"),
            ("Ada Lovelace", "A\u{301}da Love\u{301}lace", "[erased]"),
            ("Zoë Müller", "Zoe Muller and zoë-müller", "[erased] and [erased]"),
            ("Conor O'Brien", "Conor O’Brien.", "[erased]."),
            ("王小明", "我是王小明。", "我是[erased]。"),
            ("Ada Lovelace", "Ada Lovelace Ada Lovelace", "[erased] [erased]"),
        ] {
            assert_eq!(erased(name, text).as_deref(), Some(left), "{name} in {text}");
        }
        for text in ["Ada", "Adam Lovelace", "Ada Lovelaces", "Lovelace Ada", "Ada and her friend Lovelace", ""] {
            assert_eq!(erased("Ada Lovelace", text), None, "{text}");
        }
        assert!(SoughtName::of(" ., ").is_none());
    }

    #[test]
    fn a_name_across_what_changed_takes_the_difference_with_it() {
        let run = |kind: &str, words: &str| serde_json::json!({ "kind": kind, "words": words });
        let name = SoughtName::of("Ada Lovelace").unwrap();
        for (runs, left) in [
            (
                vec![
                    run("kept", "says Ada"),
                    run("removed", "Lovelce,"),
                    run("added", "Lovelace,"),
                    run("kept", "who"),
                ],
                0,
            ),
            (vec![run("removed", "Ada"), run("kept", "Lovelace")], 0),
            (vec![run("kept", "says Ada Lovelace"), run("added", "again")], 2),
            (vec![run("added", "Ada"), run("removed", "of London"), run("kept", "Lovelace")], 0),
        ] {
            let mut document = serde_json::json!({ "doc": { "diff": runs, "is_cut": false } });
            assert!(name.erase_in(&mut document), "{runs:?}");
            assert_eq!(document["doc"]["diff"].as_array().unwrap().len(), left, "{document}");
            assert_eq!(document["doc"]["is_cut"], left == 0);
            assert!(!name.erase_in(&mut document));
        }
        let mut other = serde_json::json!({ "diff": [run("removed", "Ada"), run("added", "Lovelace")] });
        assert!(name.erase_in(&mut other), "as both are read one after the other");
    }

    #[test]
    fn whatever_can_be_a_name_is_listed_also_across_what_changed() {
        let run = |kind: &str, words: &str| serde_json::json!({ "kind": kind, "words": words });
        let diff =
            serde_json::json!({ "diff": [run("kept", "says Ada"), run("added", "King"), run("kept", "Lovelace.")] });
        let found = likely_names(&diff);
        for name in ["Ada", "Ada King Lovelace", "Ada Lovelace", "says Ada King Lovelace"] {
            assert!(found.iter().any(|one| one == name), "{name}: {found:?}");
        }
        assert!(likely_names(&serde_json::json!({ "excerpt": "a b c d e f" })).iter().all(|name| name.len() <= 9));
        assert!(likely_names(&Value::Null).is_empty());
    }

    #[test]
    fn a_document_keeps_its_addresses() {
        let mut document = serde_json::json!({
            "note": "by Ada Lovelace", "url": "https://example.org/ada-lovelace", "more": [{ "by": "Ada Lovelace" }],
        });
        let name = SoughtName::of("ada lovelace").unwrap();
        assert!(name.erase_in(&mut document) && !name.erase_in(&mut document));
        assert!(name.is_in_an_address(&document));
        let mut told = texts(&document);
        told.sort_unstable();
        assert_eq!(told, ["[erased]", "by [erased]", "https://example.org/ada-lovelace"]);
    }
}
