//! Reads the settings file into names and texts.

use std::path::Path;

use toml::Value;

/// Holds one entry of the file: `limits.contributor_per_hour` and what stands there.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) value: Result<String, NotScalar>,
}

/// Says that a value is neither text nor a whole number; no setting is anything else.
#[derive(Debug, Clone, Copy)]
pub(super) struct NotScalar;

/// Reads a file and lists its entries; fails with what to tell the operator.
pub(super) fn list_entries(path: &Path) -> Result<Vec<Entry>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        // The error's own text quotes the line, which may hold a secret that was put into the wrong place.
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or(""));
        let line = before.matches('\n').count() + 1;
        format!("is not valid TOML at line {line}")
    })?;
    let mut entries = Vec::new();
    flatten("", table, &mut entries);
    Ok(entries)
}

fn flatten(prefix: &str, table: toml::Table, entries: &mut Vec<Entry>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        let value = match value {
            Value::Table(inner) => {
                flatten(&name, inner, entries);
                continue;
            }
            Value::String(text) => Ok(text),
            Value::Integer(number) => Ok(number.to_string()),
            Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) => Err(NotScalar),
        };
        entries.push(Entry { name, value });
    }
}
