//! What is different between two versions of something, field by field.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// A field that holds something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field's name in the document.
    pub field: String,
    /// What it held.
    pub before: Option<String>,
    /// What it holds.
    pub after: Option<String>,
}

/// Lists the fields that differ, by name. A reading follows from its words, so that it is not told of.
pub fn differences(before: &impl Serialize, after: &impl Serialize) -> Vec<Difference> {
    let (mut before, after) = (fields(before), fields(after));
    let mut all: Vec<Difference> = after
        .into_iter()
        .map(|(field, after)| Difference { before: before.remove(&field), field, after: Some(after) })
        .collect();
    all.extend(before.into_iter().map(|(field, before)| Difference { field, before: Some(before), after: None }));
    all.retain(|one| one.before != one.after);
    all.sort_unstable_by(|one, other| one.field.cmp(&other.field));
    all
}

fn fields(document: &impl Serialize) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(document) = serde_json::to_value(document) {
        collect("", &document, &mut found);
    }
    found
}

fn collect(name: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let words = match value {
        Value::Object(_) if name == "reading" => return,
        Value::Object(fields) => return fields.iter().for_each(|(name, value)| collect(name, value, found)),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            return items.iter().for_each(|item| collect(name, item, found));
        }
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Null => return,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => plain(value),
    };
    let held = found.entry(name.to_owned()).or_default();
    if !held.is_empty() {
        held.push_str(", ");
    }
    held.push_str(&words);
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_and_no_reading() {
        let before =
            serde_json::json!({ "count": { "wording": "over 100", "note": "x", "reading": { "lower": 101 } } });
        let after =
            serde_json::json!({ "count": { "wording": "over 100", "kinds": ["a", "b"], "reading": { "lower": 9 } } });
        let told = |field: &str, before: Option<&str>, after: Option<&str>| Difference {
            field: field.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        assert_eq!(differences(&before, &after), [told("kinds", None, Some("a, b")), told("note", Some("x"), None)]);
    }
}
