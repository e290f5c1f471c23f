//! Forms: a title and one to five inputs.

use std::collections::HashSet;

use serde_json::Value;
use twilight_model::channel::message::Component;

use super::{Problems, problems::at};

/// Checks the data of an answer of type 9.
pub(crate) fn modal(problems: &mut Problems, path: &str, data: &Value) {
    problems.length(&at(path, "title"), &data["title"], 1, 45);
    problems.length(&at(path, "custom_id"), &data["custom_id"], 1, 100);
    let rows = data["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let path = at(path, "components");
    problems.count(&path, rows.len(), 1, 5);
    let mut ids = HashSet::new();
    for (index, row) in rows.iter().enumerate() {
        let path = at(&path, format!("{index}.components"));
        let inputs = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        problems.count(&path, inputs.len(), 1, 1);
        for (index, child) in inputs.iter().enumerate() {
            let path = at(&path, index);
            input(problems, &path, child);
            if !ids.insert(child["custom_id"].as_str()) {
                let message = "Component custom id cannot be duplicated";
                problems.add(&at(&path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message);
            }
        }
    }
    if problems.none() {
        independently(problems, &path, rows);
    }
}

fn input(problems: &mut Problems, path: &str, input: &Value) {
    if input["type"] != 4 {
        return problems.add(&at(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (4,).");
    }
    problems.length(&at(path, "custom_id"), &input["custom_id"], 1, 100);
    problems.length(&at(path, "label"), &input["label"], 1, 45);
    problems.length(&at(path, "placeholder"), &input["placeholder"], 0, 100);
    problems.length(&at(path, "value"), &input["value"], 0, 4000);
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        problems.add(&at(path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).");
    }
    for (key, least) in [("min_length", 0), ("max_length", 1)] {
        if input[key].as_u64().is_some_and(|count| !(least..=4000).contains(&count)) {
            let message = format!("int value should be between {least} and 4000.");
            problems.add(&at(path, key), "NUMBER_TYPE_BOUNDS", message);
        }
    }
}

fn independently(problems: &mut Problems, path: &str, rows: &[Value]) {
    for (index, row) in rows.iter().enumerate() {
        let checked = serde_json::from_value::<Component>(row.clone())
            .map_err(|error| error.to_string())
            .and_then(|row| twilight_validate::component::component_v1(&row).map_err(|error| error.to_string()));
        if let Err(message) = checked {
            problems.add(&at(path, index), "BASE_TYPE_INVALID", message);
        }
    }
}
