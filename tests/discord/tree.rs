//! The command tree as it is registered, against Discord's limits and against what it was.

use serde_json::Value;

use undersigned::discord::commands::tree;

fn commands() -> Vec<Value> {
    match serde_json::to_value(tree()).unwrap() {
        Value::Array(commands) => commands,
        other => panic!("a tree is a list: {other}"),
    }
}

fn options(of: &Value) -> Vec<&Value> {
    of["options"].as_array().into_iter().flatten().collect()
}

/// Lists a command and everything below it.
fn all(of: &Value) -> Vec<&Value> {
    options(of).into_iter().flat_map(all).chain([of]).collect()
}

fn length(value: &Value) -> usize {
    value.as_str().unwrap_or_default().chars().count()
}

/// Counts what Discord counts: names, descriptions and choices.
fn size(of: &Value) -> usize {
    let choices = of["choices"].as_array().into_iter().flatten();
    let of_choices: usize = choices.map(|choice| length(&choice["name"]) + length(&choice["value"])).sum();
    length(&of["name"]) + length(&of["description"]) + of_choices + options(of).into_iter().map(size).sum::<usize>()
}

/// Leaves out what says nothing, so that the snapshot can be read.
fn without_defaults(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let said = fields.into_iter().map(|(name, value)| (name, without_defaults(value)));
            let empty = [Value::Null, false.into(), serde_json::json!([]), serde_json::json!({})];
            Value::Object(said.filter(|(_, value)| !empty.contains(value)).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_defaults).collect()),
        other => other,
    }
}

#[test]
fn the_tree_is_what_it_was() {
    let told: Vec<Value> = commands().into_iter().map(without_defaults).collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&told).unwrap());
}

#[test]
fn the_tree_is_within_discords_limits() {
    assert!(commands().len() <= 100);
    for command in commands() {
        assert!(size(&command) <= 8_000, "{} has {}", command["name"], size(&command));
        // The menus of messages have a name in words and no description.
        if command["type"] == 3 {
            let name = command["name"].as_str().unwrap();
            assert!(length(&command["name"]) <= 32 && command["description"].is_null(), "{name}");
            continue;
        }
        for part in all(&command) {
            let (name, description) = (part["name"].as_str().unwrap(), part["description"].as_str().unwrap());
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && name.len() <= 32, "{name}");
            assert!((1..=100).contains(&description.chars().count()), "{name}: {description}");
            assert!(!description.starts_with("A slash command"), "{name} has no description");
            assert!(options(part).len() <= 25, "{name}");
            assert!(part["choices"].as_array().is_none_or(|choices| choices.len() <= 25), "{name}");
        }
    }
}

#[test]
fn required_options_come_first() {
    for command in commands() {
        for part in all(&command) {
            let required: Vec<bool> = options(part).iter().map(|o| o["required"] == true).collect();
            assert!(required.is_sorted_by(|a, b| a >= b), "{}: {required:?}", part["name"]);
        }
    }
}

#[test]
fn every_command_is_for_servers_only() {
    for command in commands() {
        assert_eq!(command["contexts"], serde_json::json!([0]), "{}", command["name"]);
        assert_eq!(command["integration_types"], serde_json::json!([0]), "{}", command["name"]);
    }
}

#[test]
fn only_what_moderators_and_admins_use_is_hidden_from_others() {
    let hidden: Vec<_> = commands()
        .into_iter()
        .filter(|command| !command["default_member_permissions"].is_null())
        .map(|command| (command["name"].clone(), command["default_member_permissions"].clone()))
        .collect();
    let (manage_messages, manage_guild) = ((1_u64 << 13).to_string(), (1_u64 << 5).to_string());
    let expected = [("review", manage_messages.clone()), ("digest", manage_messages), ("setup", manage_guild)];
    assert_eq!(hidden, expected.map(|(name, permission)| (name.into(), permission.into())));
}

#[test]
fn messages_have_two_menus_and_search_takes_what_its_buttons_have_room_for() {
    let commands = commands();
    let menus: Vec<&Value> = commands.iter().filter(|command| command["type"] == 3).map(|one| &one["name"]).collect();
    assert_eq!(menus, ["Log as statement", "Log as source"]);
    let search = commands.iter().find(|command| command["name"] == "search").unwrap();
    let names: Vec<&str> = options(search).iter().map(|option| option["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["text", "kind", "private"]);
    let limit = undersigned::service::ask::search::LONGEST;
    assert_eq!(options(search)[0]["max_length"], limit);
}

#[test]
fn every_reader_can_ask_privately_and_every_object_completes() {
    let readers = [
        "petition show",
        "petition list",
        "petition timeline",
        "petition chart",
        "petition history",
        "count show",
        "response show",
        "statement list",
    ];
    let others = ["fact show", "source show", "commitment list", "organisation show", "undersigned about"];
    let readers: Vec<&str> = readers.into_iter().chain(others).collect();
    let acts = ["record", "object", "into", "what", "act"];
    let completed = [
        "petition",
        "organisation",
        "source",
        "submission",
        "property",
        "speaker",
        "zone",
        "tag",
        "of",
        "digest",
        "petitions",
        "counter",
    ];
    let as_well =
        ["signatory", "demand", "commitment", "parent", "other", "addressee", "remove_addressee", "remove_relation"];
    // A name on record is added to, so that what is there is offered.
    // A day is offered where it is one of a schedule's.
    let names = ["organisation log name", "digest create on", "digest edit on"];
    for command in commands() {
        for sub in options(&command) {
            let path = format!("{} {}", command["name"].as_str().unwrap(), sub["name"].as_str().unwrap());
            let has_private = options(sub).iter().any(|o| o["name"] == "private");
            assert_eq!(has_private, readers.contains(&path.as_str()), "{path}");
            for option in options(sub) {
                let name = option["name"].as_str().unwrap();
                let expected = completed.contains(&name)
                    || as_well.contains(&name)
                    || acts.contains(&name)
                    || names.contains(&format!("{path} {name}").as_str());
                assert_eq!(option["autocomplete"] == true, expected, "{path} {name}");
            }
        }
    }
}
