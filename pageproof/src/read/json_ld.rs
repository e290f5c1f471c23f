//! What a page says of itself in [JSON-LD](https://www.w3.org/TR/json-ld11/), read as plain JSON with the names of schema.org.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// How many scripts of a page are read.
const MOST_SCRIPTS: usize = 32;

/// How many objects of them are looked at.
const MOST_OBJECTS: usize = 2000;

/// The object that is about the page, with what it refers to.
#[derive(Default)]
pub(super) struct Article {
    pub(super) headline: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    /// Whether it says that everybody can read it.
    pub(super) is_free: Option<bool>,
}

/// Reads the scripts of a page. What is no JSON is left out, as search engines do.
pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> Article {
    let values: Vec<Value> = scripts.take(MOST_SCRIPTS).filter_map(parse).collect();
    let mut objects = Vec::new();
    for value in &values {
        collect(value, &mut objects);
    }
    let by_id: ById<'_> = objects.iter().filter_map(|one| Some((one.get("@id")?.as_str()?, *one))).collect();
    let best = objects.iter().filter(|one| rank(one) > 0);
    // Of equal ones the first: `max_by_key` gives the last.
    best.rev().max_by_key(|one| rank(one)).map(|best| article(best, &by_id)).unwrap_or_default()
}

type Object = Map<String, Value>;
type ById<'a> = HashMap<&'a str, &'a Object>;

/// Reads a script. Raw line breaks within strings, which many systems write, count as spaces.
fn parse(script: &str) -> Option<Value> {
    let bare =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let bare =
        bare.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    let spaced: String = bare.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&spaced).ok()
}

/// Collects the objects of a script: it, those of an array, and those of a graph.
fn collect<'a>(value: &'a Value, objects: &mut Vec<&'a Object>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| collect(one, objects)),
        Value::Object(object) if objects.len() < MOST_OBJECTS => {
            objects.push(object);
            for inner in ["@graph", "mainEntity"].iter().filter_map(|name| object.get(*name)) {
                collect(inner, objects);
            }
        }
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// How much an object is about the page: an article more than the page it stands on.
fn rank(object: &Object) -> u8 {
    let of = |name: &str| match name.rsplit(['/', ':']).next().unwrap_or_default() {
        kind if kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report" => 3,
        "VideoObject" | "CreativeWork" => 2,
        kind if kind.ends_with("Page") => 1,
        _ => 0,
    };
    list(object.get("@type")).iter().filter_map(|kind| kind.as_str()).map(of).max().unwrap_or_default()
}

fn article(object: &Object, by_id: &ById<'_>) -> Article {
    let text =
        |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned).filter(|text| !text.trim().is_empty());
    let names =
        |field: &str| list(object.get(field)).into_iter().filter_map(|one| name(one, by_id)).collect::<Vec<_>>();
    let language = list(object.get("inLanguage")).first().and_then(|one| match one {
        Value::Object(inner) => inner.get("alternateName").or_else(|| inner.get("name"))?.as_str(),
        other => other.as_str(),
    });
    Article {
        headline: text("headline").or_else(|| text("name")),
        publisher: names("publisher").into_iter().next(),
        authors: names("author"),
        published: text("datePublished"),
        modified: text("dateModified"),
        language: language.map(str::to_owned),
        is_free: object.get("isAccessibleForFree").and_then(|free| match free {
            Value::Bool(free) => Some(*free),
            Value::String(free) => free.to_ascii_lowercase().parse().ok(),
            _ => None,
        }),
    }
}

/// The name of a person or an organisation: a text, an object with a name, or a reference to one.
fn name(value: &Value, by_id: &ById<'_>) -> Option<String> {
    let name = match value {
        Value::String(name) => name.as_str(),
        Value::Object(object) => {
            let named = |object: &Object| object.get("name").is_some();
            let meant = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id)).copied();
            let object = if named(object) { object } else { meant? };
            list(object.get("name")).first()?.as_str()?
        }
        _ => return None,
    };
    let is_name = !name.trim().is_empty() && !name.starts_with("http");
    is_name.then(|| name.to_owned())
}

/// A value as a list, whether it is written as one or not.
fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}
