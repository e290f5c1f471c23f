//! Buttons and selects: five rows, five buttons or one select in each.

use std::collections::HashSet;

use serde_json::Value;
use twilight_model::channel::message::Component;

use super::{Problems, problems::at};

/// Checks a message's components. With `layout` they are of the second kind, which twilight alone judges.
pub(super) fn components(problems: &mut Problems, path: &str, components: &[Value], layout: bool) {
    if !layout {
        problems.count(path, components.len(), 0, 5);
        for (index, value) in components.iter().enumerate() {
            row(problems, &at(path, index), value);
        }
    }
    let mut ids = HashSet::new();
    for (index, value) in components.iter().enumerate() {
        unique_ids(problems, &at(path, index), value, &mut ids);
    }
    if problems.none() {
        independently(problems, path, components, layout);
    }
}

fn row(problems: &mut Problems, path: &str, row: &Value) {
    if row["type"] != 1 {
        return problems.add(&at(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1,).");
    }
    let children = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    problems.count(&at(path, "components"), children.len(), 1, 5);
    let selects = children.iter().filter(|child| child["type"] != 2).count();
    if selects > 0 && children.len() > 1 {
        problems.add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
    }
    for (index, child) in children.iter().enumerate() {
        let path = at(path, format!("components.{index}"));
        match child["type"].as_u64() {
            Some(2) => button(problems, &path, child),
            Some(3 | 5..=8) => select(problems, &path, child),
            _ => problems.add(&at(&path, "type"), "BASE_TYPE_CHOICES", "Value must be one of (2, 3, 5, 6, 7, 8)."),
        }
    }
}

fn button(problems: &mut Problems, path: &str, button: &Value) {
    problems.length(&at(path, "label"), &button["label"], 0, 80);
    match button["style"].as_u64() {
        Some(1..=4) => problems.length(&at(path, "custom_id"), &button["custom_id"], 1, 100),
        Some(5) => {
            problems.length(&at(path, "url"), &button["url"], 1, 512);
            problems.address(&at(path, "url"), &button["url"], &["http", "https", "discord"]);
            if !button["custom_id"].is_null() {
                let message = "A custom id and url cannot both be specified";
                problems.add(&at(path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message);
            }
        }
        Some(6) => problems.length(&at(path, "sku_id"), &button["sku_id"], 1, 20),
        _ => problems.add(&at(path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6)."),
    }
    let bare = button["label"].as_str().is_none_or(str::is_empty) && button["emoji"].is_null();
    if bare && button["style"] != 6 {
        problems.add(path, "BUTTON_COMPONENT_MISSING_LABEL", "A button must have a label or emoji");
    }
}

fn select(problems: &mut Problems, path: &str, select: &Value) {
    problems.length(&at(path, "custom_id"), &select["custom_id"], 1, 100);
    problems.length(&at(path, "placeholder"), &select["placeholder"], 0, 150);
    for (key, least) in [("min_values", 0), ("max_values", 1)] {
        if select[key].as_u64().is_some_and(|count| !(least..=25).contains(&count)) {
            let message = format!("int value should be between {least} and 25.");
            problems.add(&at(path, key), "NUMBER_TYPE_BOUNDS", message);
        }
    }
    if select["type"] != 3 {
        return;
    }
    let options = select["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    problems.count(&at(path, "options"), options.len(), 1, 25);
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = at(path, format!("options.{index}"));
        problems.length(&at(&path, "label"), &option["label"], 1, 100);
        problems.length(&at(&path, "value"), &option["value"], 1, 100);
        problems.length(&at(&path, "description"), &option["description"], 0, 100);
        if !values.insert(option["value"].as_str()) {
            let message = "The specified option value is already used";
            problems.add(&at(&path, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    }
}

fn unique_ids<'a>(problems: &mut Problems, path: &str, value: &'a Value, ids: &mut HashSet<&'a str>) {
    if let Some(id) = value["custom_id"].as_str()
        && !ids.insert(id)
    {
        let message = "Component custom id cannot be duplicated";
        problems.add(&at(path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message);
    }
    let children = value["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (index, child) in children.iter().enumerate() {
        unique_ids(problems, &at(path, format!("components.{index}")), child, ids);
    }
}

fn independently(problems: &mut Problems, path: &str, components: &[Value], layout: bool) {
    let read: Result<Vec<Component>, _> = components.iter().map(|one| serde_json::from_value(one.clone())).collect();
    match read {
        Err(error) => problems.add(path, "UNION_TYPE_CHOICES", error.to_string()),
        Ok(read) => {
            if let Err(error) = twilight_validate::message::components(&read, layout) {
                problems.add(path, "BASE_TYPE_INVALID", error.to_string());
            }
        }
    }
}
