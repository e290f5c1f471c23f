//! A typed line as a question. What commands and options there are is read from the tree that Discord is given, so that
//! the two cannot differ.
//!
//! To let another command ask: its name in [`ASKING`], and its view in [`view`].

use serde_json::Value;
use slashline::Typed;

use crate::answers::view::{History, PetitionRef, View};
use crate::discord::commands::tree;
use crate::domain::Population;
use crate::domain::findable::Findable;
use crate::domain::petition::Collection;

/// Says why a line is no question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotAQuestion {
    /// There is no such command.
    #[error("there is no command `/{given}`: {known}")]
    Unknown {
        /// What was typed.
        given: String,
        /// The commands that can be asked.
        known: String,
    },
    /// A command that does more than ask, or shows what waits.
    #[error("`/{0}` is for people on Discord, whose rights Discord tells; here only the published record is read")]
    NotAsking(String),
    /// The command that hands out a file.
    #[error("`/export` hands out a file: `undersigned export` writes it here")]
    Export,
    /// Something is wrong with the options.
    #[error("`/{command}`: {slip}; its options are {known}")]
    Option {
        /// The command.
        command: String,
        /// What is wrong.
        slip: slashline::Slip,
        /// The options it has.
        known: String,
    },
    /// An option is missing.
    #[error("`/{command}` needs `{option}`")]
    Missing {
        /// The command.
        command: String,
        /// The option.
        option: String,
    },
    /// An option holds something else than one of its choices.
    #[error("`{option}` is one of {choices}; it was `{given}`")]
    Choice {
        /// The option.
        option: String,
        /// What was typed.
        given: String,
        /// What there is to choose from.
        choices: String,
    },
}

/// Reads a line such as `/count show petition:x` as the question it asks.
pub(super) fn read(line: &str, page: u32) -> Result<View, NotAQuestion> {
    let commands = serde_json::to_value(tree()).unwrap_or_default();
    let (mut path, mut level, mut rest) = (Vec::new(), list(&commands), line.trim().trim_start_matches('/'));
    let options = loop {
        let (word, after) = slashline::word(rest);
        let found = level.iter().find(|one| one["name"] == word).ok_or_else(|| unknown(&path, word))?;
        path.push(word);
        rest = after;
        match list(&found["options"]) {
            options if options.iter().any(is_subcommand) => level = options,
            options => break options,
        }
    };
    let command = path.join(" ");
    if command == "export" {
        return Err(NotAQuestion::Export);
    }
    if !asks(&command) {
        return Err(NotAQuestion::NotAsking(command));
    }
    let typed = take(&command, options, rest)?;
    view(&command, &typed, page).ok_or(NotAQuestion::NotAsking(command))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_subcommand(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(1 | 2))
}

fn unknown(path: &[&str], word: &str) -> NotAQuestion {
    let given = [path, &[word]].concat().join(" ").trim().to_owned();
    NotAQuestion::Unknown { given, known: format!("try {}", ASKING.map(|command| format!("/{command}")).join(", ")) }
}

/// Takes the options apart and checks them as Discord's client would.
fn take(command: &str, options: &[Value], text: &str) -> Result<Typed, NotAQuestion> {
    let names: Vec<&str> = options.iter().filter_map(|option| option["name"].as_str()).collect();
    let typed = slashline::options(text, &names).map_err(|slip| NotAQuestion::Option {
        command: command.to_owned(),
        slip,
        known: names.join(", "),
    })?;
    let mut read = Typed::new();
    for option in options {
        let name = option["name"].as_str().unwrap_or_default();
        match typed.iter().find(|(given, _)| given == name) {
            Some((_, given)) => read.push((name.to_owned(), choose(option, name, given)?)),
            None if option["required"] == true => {
                return Err(NotAQuestion::Missing { command: command.to_owned(), option: name.to_owned() });
            }
            None => {}
        }
    }
    Ok(read)
}

/// Takes the choice that was typed by its name or its value; other text as it is.
fn choose(option: &Value, name: &str, given: &str) -> Result<String, NotAQuestion> {
    const BOOLEAN: u64 = 5;
    let choices: Vec<(&str, &str)> = if option["type"] == BOOLEAN {
        vec![("true", "true"), ("false", "false")]
    } else {
        list(&option["choices"])
            .iter()
            .filter_map(|one| Some((one["name"].as_str()?, one["value"].as_str()?)))
            .collect()
    };
    if choices.is_empty() {
        return Ok(given.to_owned());
    }
    let chosen = choices.iter().find(|(name, value)| *name == given || *value == given);
    chosen.map(|(_, value)| (*value).to_owned()).ok_or_else(|| NotAQuestion::Choice {
        option: name.to_owned(),
        given: given.to_owned(),
        choices: choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
    })
}

/// The commands that ask, in the order they are offered.
const ASKING: [&str; 14] = [
    "petition show",
    "petition list",
    "petition timeline",
    "petition chart",
    "petition history",
    "count show",
    "response show",
    "statement list",
    "fact show",
    "source show",
    "commitment list",
    "organisation show",
    "search",
    "undersigned about",
];

fn asks(command: &str) -> bool {
    ASKING.contains(&command)
}

/// Makes the view that the command of this name shows.
fn view(command: &str, typed: &Typed, page: u32) -> Option<View> {
    let text = |name: &str| typed.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone());
    let petition = text("petition").map_or(PetitionRef::Unsaid, PetitionRef::Typed);
    Some(match command {
        "petition show" => View::Petition { petition },
        "petition list" => {
            let state = text("state").as_deref().and_then(Collection::parse);
            View::Petitions { organisation: text("organisation"), state, tag: text("tag"), page }
        }
        "petition history" => View::History { petition, page },
        "petition timeline" => View::Timeline { petition, page },
        "petition chart" => View::Chart { petition },
        "count show" => {
            let population = text("population").as_deref().and_then(Population::parse);
            let everything = text("history").as_deref() == Some("true");
            let history = if everything { History::Everything } else { History::Current };
            View::Counts { petition, population, history, page }
        }
        "response show" => View::Responses { petition, organisation: text("organisation"), page },
        "statement list" => View::Statements { petition, speaker: text("speaker"), page },
        "fact show" => View::Facts { petition, property: text("property"), page },
        "source show" => View::Source { source: text("source")?, page },
        "commitment list" => View::Commitments { petition, page },
        "undersigned about" => View::About,
        "organisation show" => View::Organisation { organisation: text("organisation")? },
        "search" => View::Search { text: text("text")?, kind: text("kind").as_deref().and_then(Findable::parse), page },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Lists every command that is not only a parent, with its options.
    fn leaves() -> Vec<(String, Vec<Value>)> {
        let commands = serde_json::to_value(tree()).unwrap();
        let mut found = Vec::new();
        // Menus are not typed.
        let typed = |command: &&Value| command["type"] != 2 && command["type"] != 3;
        for command in list(&commands).iter().filter(typed) {
            let name = command["name"].as_str().unwrap();
            let options = list(&command["options"]);
            if !options.iter().any(is_subcommand) {
                found.push((name.to_owned(), options.to_vec()));
            }
            for sub in options.iter().filter(|one| is_subcommand(one)) {
                let path = format!("{name} {}", sub["name"].as_str().unwrap());
                found.push((path, list(&sub["options"]).to_vec()));
            }
        }
        found
    }

    /// Writes an option with a value it takes.
    fn written(option: &Value) -> String {
        let value = match (option["type"].as_u64(), option["choices"][0]["value"].as_str()) {
            (Some(5), _) => "true",
            (_, Some(choice)) => choice,
            _ => "something",
        };
        format!(" {}:{value}", option["name"].as_str().unwrap())
    }

    #[test]
    fn every_command_whose_answer_can_be_private_asks_and_no_other_does() {
        let private = |options: &[Value]| options.iter().any(|option| option["name"] == "private");
        let readers = leaves().into_iter().filter(|(path, options)| private(options) && path != "export");
        let readers: BTreeSet<String> = readers.map(|(path, _)| path).collect();
        assert_eq!(readers, ASKING.map(str::to_owned).into());
        assert_eq!(read("/export", 1), Err(NotAQuestion::Export));
        for (path, options) in leaves().iter().filter(|(path, _)| !asks(path) && path != "export") {
            let line: String = options.iter().map(written).collect();
            assert_eq!(read(&format!("/{path}{line}"), 1), Err(NotAQuestion::NotAsking(path.clone())));
        }
    }

    #[test]
    fn every_option_of_a_question_changes_it_but_who_sees_the_answer() {
        for (path, options) in leaves().iter().filter(|(path, _)| asks(path)) {
            let needed: String = options.iter().filter(|option| option["required"] == true).map(written).collect();
            let plain = read(&format!("/{path}{needed}"), 1).unwrap();
            for option in options.iter().filter(|option| option["required"] != true) {
                let asked = read(&format!("/{path}{needed}{}", written(option)), 1).unwrap();
                assert_eq!(asked == plain, option["name"] == "private", "/{path} {}", option["name"]);
            }
        }
    }

    #[test]
    fn a_line_is_read_as_it_is_typed_on_discord() {
        let petition = PetitionRef::Typed("microsoft ice 2018".to_owned());
        let population = Population::parse("students_or_academics");
        let expected = View::Counts { petition, population, history: History::Everything, page: 3 };
        let line = "/count show petition:microsoft ice 2018 population:students or academics history:true";
        assert_eq!(read(line, 3), Ok(expected));
        assert!(matches!(read("petition list", 1), Ok(View::Petitions { .. })));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_there_is() {
        let said = |line: &str| read(line, 1).unwrap_err().to_string();
        assert!(said("/count sow").contains("no command `/count sow`: try /petition show"), "{}", said("/count sow"));
        assert!(said("/count").contains("/count show"), "{}", said("/count"));
        assert!(said("").contains("there is no command"), "{}", said(""));
        assert!(said("/count show petitoin:x").contains("no option `petitoin`; its options are petition, population"));
        assert!(said("/source show").contains("needs `source`"));
        let wrong = said("/count show population:martians");
        assert!(wrong.contains("`population` is one of") && wrong.contains("it was `martians`"), "{wrong}");
        assert!(said("/review queue").contains("for people on Discord"));
    }
}
