//! Command trees, as they are registered.

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_model::application::command::Command;

use super::{Problems, problems::at};

const TOO_LARGE: usize = 8000;

/// Checks commands given at once. With one command alone, mistakes are told without its index.
pub(crate) fn commands(problems: &mut Problems, trees: &[Value], alone: bool) {
    let mut names = HashSet::new();
    for (index, tree) in trees.iter().enumerate() {
        let path = if alone { String::new() } else { index.to_string() };
        command(problems, &path, tree);
        let kind = tree["type"].as_u64().unwrap_or(1);
        if !names.insert((kind, tree["name"].as_str().unwrap_or_default().to_owned())) {
            problems.add(
                &at(&path, "name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
}

fn command(problems: &mut Problems, path: &str, tree: &Value) {
    if !tree.is_object() {
        return problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }
    let kind = tree["type"].as_u64().unwrap_or(1);
    if kind == 1 {
        name(problems, &at(path, "name"), &tree["name"]);
        problems.length(&at(path, "description"), &tree["description"], 1, 100);
    } else {
        problems.length(&at(path, "name"), &tree["name"], 1, 32);
        if tree["description"].as_str().is_some_and(|text| !text.is_empty()) {
            let message = "Context menu commands cannot have description";
            problems.add(&at(path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_NOT_ALLOWED", message);
        }
    }
    for (key, most) in [("name_localizations", 32), ("description_localizations", 100)] {
        for (locale, text) in tree[key].as_object().into_iter().flatten() {
            problems.length(&at(path, format!("{key}.{locale}")), text, 1, most);
        }
    }
    for (key, known) in [("contexts", 0..=2), ("integration_types", 0..=1)] {
        let strange = |value: &Value| value.as_u64().is_none_or(|value| !known.contains(&value));
        if tree[key].as_array().is_some_and(|all| all.iter().any(strange)) {
            problems.add(&at(path, key), "BASE_TYPE_CHOICES", format!("Value must be one of {known:?}."));
        }
    }
    options(problems, path, &tree["options"], 0);
    if characters(tree) > TOO_LARGE {
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", format!("Command exceeds maximum size ({TOO_LARGE})"));
    }
    if problems.none() {
        independently(problems, path, tree);
    }
}

fn name(problems: &mut Problems, path: &str, name: &Value) {
    problems.length(path, name, 1, 32);
    let fine = |c: char| (c.is_alphanumeric() && c.to_lowercase().eq([c])) || matches!(c, '-' | '_' | '\'');
    if name.as_str().is_some_and(|name| !name.chars().all(fine)) {
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

/// Checks options at a depth: 0 in a command, 1 in a group or subcommand of it, 2 in a group's subcommand.
fn options(problems: &mut Problems, path: &str, given: &Value, depth: usize) {
    let Some(given) = given.as_array() else {
        return;
    };
    problems.count(&at(path, "options"), given.len(), 0, 25);
    let is_sub = |option: &Value| matches!(option["type"].as_u64(), Some(1 | 2));
    if given.iter().any(is_sub) && !given.iter().all(is_sub) {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        problems.add(&at(path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    let mut names = HashSet::new();
    let mut optional_seen = false;
    for (index, option) in given.iter().enumerate() {
        let path = at(path, format!("options.{index}"));
        if !names.insert(option["name"].as_str().unwrap_or_default()) {
            problems.add(
                &at(&path, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        let required = option["required"].as_bool().unwrap_or(false);
        if required && optional_seen {
            let message = "Required options must be placed before non-required options";
            problems.add(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional_seen |= !required && !is_sub(option);
        one_option(problems, &path, option, depth);
    }
}

fn one_option(problems: &mut Problems, path: &str, option: &Value, depth: usize) {
    name(problems, &at(path, "name"), &option["name"]);
    problems.length(&at(path, "description"), &option["description"], 1, 100);
    match option["type"].as_u64() {
        Some(2) if depth == 0 => options(problems, path, &option["options"], 1),
        Some(1) if depth <= 1 => options(problems, path, &option["options"], 2),
        Some(3..=11) if !option["options"].is_null() && option["options"] != json!([]) => {
            problems.add(
                &at(path, "options"),
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "This option type cannot have options",
            );
        }
        Some(3..=11) => {}
        _ => problems.add(&at(path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Option type is invalid here"),
    }
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    choices_of(problems, path, option, choices);
    if option["autocomplete"] == true && (!choices.is_empty() || !matches!(option["type"].as_u64(), Some(3 | 4 | 10))) {
        let message = "Autocomplete is for strings and numbers without choices";
        problems.add(&at(path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message);
    }
    for (key, least) in [("min_length", 0), ("max_length", 1)] {
        if option[key].as_u64().is_some_and(|count| !(least..=6000).contains(&count)) {
            problems.add(
                &at(path, key),
                "NUMBER_TYPE_BOUNDS",
                format!("int value should be between {least} and 6000."),
            );
        }
    }
}

fn choices_of(problems: &mut Problems, path: &str, option: &Value, choices: &[Value]) {
    problems.count(&at(path, "choices"), choices.len(), 0, 25);
    let mut names = HashSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let path = at(path, format!("choices.{index}"));
        problems.length(&at(&path, "name"), &choice["name"], 1, 100);
        if !names.insert(choice["name"].as_str()) {
            problems.add(&path, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", "Choice name already exists");
        }
        match (option["type"].as_u64(), &choice["value"]) {
            (Some(3), value) => problems.length(&at(&path, "value"), value, 1, 100),
            (Some(4 | 10), Value::Number(_)) => {}
            _ => problems.add(&at(&path, "value"), "NUMBER_TYPE_COERCE", "Value is not int."),
        }
    }
}

/// Counts a command's characters as Discord does, the longest localisation standing for the text.
fn characters(tree: &Value) -> usize {
    let longest = |text: &Value, others: &Value| {
        let all = others.as_object().into_iter().flat_map(|all| all.values()).chain([text]);
        all.filter_map(Value::as_str).map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let own = longest(&tree["name"], &tree["name_localizations"])
        + longest(&tree["description"], &tree["description_localizations"]);
    let list = |key: &str| tree[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let choices = list("choices").iter().map(|choice| {
        longest(&choice["name"], &choice["name_localizations"])
            + choice["value"].as_str().map_or(0, |text| text.chars().count())
    });
    own + choices.sum::<usize>() + list("options").iter().map(characters).sum::<usize>()
}

fn independently(problems: &mut Problems, path: &str, tree: &Value) {
    let mut tree = tree.clone();
    // What a bot may leave out and Discord fills in.
    for (key, value) in [("type", json!(1)), ("version", json!("1")), ("description", json!(""))] {
        if tree[key].is_null() {
            tree[key] = value;
        }
    }
    if let Some(bits) = tree["default_member_permissions"].as_u64() {
        tree["default_member_permissions"] = json!(bits.to_string());
    }
    for tree in in_reach(tree) {
        let checked = serde_json::from_value::<Command>(tree)
            .map_err(|error| error.to_string())
            .and_then(|command| twilight_validate::command::command(&command).map_err(|error| error.to_string()));
        if let Err(message) = checked {
            problems.add(path, "BASE_TYPE_INVALID", message);
        }
    }
}

/// Gives a command as the independent check can take it: it still has the limit of earlier years, half of today's, so
/// that a larger one is checked subcommand by subcommand.
fn in_reach(tree: Value) -> Vec<Value> {
    if characters(&tree) <= twilight_validate::command::COMMAND_TOTAL_LENGTH {
        return vec![tree];
    }
    let options = tree["options"].as_array().cloned().unwrap_or_default();
    let alone = |option: Value| {
        let mut tree = tree.clone();
        tree["options"] = json!([option]);
        tree
    };
    options.into_iter().map(alone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_more_than_4000_characters_is_checked_part_by_part() {
        let sub = |name: usize, description: &str| json!({ "type": 1, "name": format!("s{name}"), "description": description });
        let long = "x".repeat(90);
        let mut subs: Vec<Value> = (0..25).map(|name| sub(name, &long)).collect();
        for one in &mut subs {
            one["options"] = json!([{ "type": 3, "name": "of", "description": long }]);
        }
        let tree = |subs: &[Value]| json!({ "name": "ab", "description": "abc", "options": subs });
        let told = |subs: &[Value]| {
            let mut problems = Problems::default();
            command(&mut problems, "", &tree(subs));
            problems.none()
        };
        assert!(characters(&tree(&subs)) > 4_000 && told(&subs));
        subs[24]["options"][0]["name"] = json!("NOT LOWER");
        assert!(!told(&subs));
    }

    #[test]
    fn the_longest_localisation_counts() {
        let tree = json!({
            "name": "ab", "description": "abc", "description_localizations": { "de": "abcdef" },
            "options": [{ "name": "x", "description": "y", "choices": [{ "name": "n", "value": "vv" }] }],
        });
        assert_eq!(characters(&tree), 2 + 6 + 2 + 3);
    }
}
