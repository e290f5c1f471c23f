//! Slash commands and their suggestions.

use serde_json::{Value, json};
use slashline::{Slip, Typed};

use super::{
    Place,
    options::Typist,
    resolve::{self, Named},
};
use crate::{
    Choice, InteractionId, Outcome, Permissions, Registered, UserError,
    seen::Answer,
    state::{InteractionKind, World},
};

/// A command or subcommand that was found.
struct Target {
    command: Registered,
    /// The names from the command down, without a slash.
    path: Vec<String>,
    /// The options it takes.
    options: Vec<Value>,
}

impl Place {
    /// Types a slash command and sends it: `/count show petition:x private:true`. Values with a colon in them are quoted.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it.
    pub async fn slash(&self, text: &str) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            let (target, rest) = self.target(world, text)?;
            let typed = target.read(rest)?;
            self.send_slash(world, &target, &typed)
        })?;
        self.outcome(id).await
    }

    /// Sends a slash command with its options given one by one, taken as they are: `slash_with("count log", &[("petition", "x")])`.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it.
    pub async fn slash_with(&self, path: &str, options: &[(&str, &str)]) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            let (target, typed) = self.given(world, path, options)?;
            self.send_slash(world, &target, &typed)
        })?;
        self.outcome(id).await
    }

    /// Types part of a command and returns what is suggested for one of its options, the cursor standing in it.
    ///
    /// Fails where Discord's client would not ask, and when the bot gave nothing in time.
    pub async fn autocomplete(&self, text: &str, option: &str) -> Result<Vec<Choice>, UserError> {
        let id = self.shared.change(|world| {
            let (target, rest) = self.target(world, text)?;
            let typed = target.read(rest)?;
            self.send_partial(world, &target, typed, option)
        })?;
        self.suggested(id, option).await
    }

    /// Does the same with the options given one by one, taken as they are.
    ///
    /// Fails where Discord's client would not ask, and when the bot gave nothing in time.
    pub async fn autocomplete_with(
        &self,
        path: &str,
        options: &[(&str, &str)],
        option: &str,
    ) -> Result<Vec<Choice>, UserError> {
        let id = self.shared.change(|world| {
            let (target, typed) = self.given(world, path, options)?;
            self.send_partial(world, &target, typed, option)
        })?;
        self.suggested(id, option).await
    }

    async fn suggested(&self, id: InteractionId, option: &str) -> Result<Vec<Choice>, UserError> {
        let outcome = self.outcome(id).await?;
        if outcome.answer == Answer::Autocomplete {
            Ok(outcome.choices)
        } else {
            Err(UserError::NoSuggestions(option.to_owned()))
        }
    }

    /// Lists the names of the slash commands and menus this member is offered here, those of both scopes as often as they are listed.
    #[must_use]
    pub fn offered(&self) -> Vec<String> {
        self.shared.look(|world| self.offers(world).map(|command| command.name.clone()).collect())
    }

    /// Goes through the commands this member is offered here.
    pub(super) fn offers<'a>(&'a self, world: &'a World) -> impl Iterator<Item = &'a Registered> {
        let held = world.channel_permissions(self.channel, self.user);
        let bot_here = world.bot_is_in(self.guild);
        let both = world.commands.list(Some(self.guild)).chain(world.commands.list(None));
        both.filter(move |command| {
            bot_here && held.contains(Permissions::USE_SLASH_COMMANDS) && offered_to(command, held)
        })
    }

    /// Checks that the member can use commands here at all.
    pub(super) fn can_command(&self, world: &World) -> Result<(), UserError> {
        self.here(world)?;
        let held = world.channel_permissions(self.channel, self.user);
        if held.contains(Permissions::USE_SLASH_COMMANDS) {
            Ok(())
        } else {
            Err(UserError::CannotUseCommands(self.channel))
        }
    }

    /// Finds the command or subcommand a text begins with, and returns what follows.
    fn target<'t>(&self, world: &World, text: &'t str) -> Result<(Target, &'t str), UserError> {
        self.can_command(world)?;
        let (name, mut rest) = slashline::word(text.trim_start().strip_prefix('/').unwrap_or(text));
        if name.is_empty() {
            return Err(UserError::NotACommand(text.to_owned()));
        }
        let slash = |command: &&Registered| command.name == name && command.json["type"] == 1;
        let command =
            self.offers(world).find(slash).cloned().ok_or_else(|| UserError::UnknownCommand(name.to_owned()))?;
        let mut path = vec![command.name.clone()];
        let mut options = list(&command.json);
        while options.iter().any(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
            let (name, after) = slashline::word(rest);
            let found = options.iter().find(|option| option["name"] == name);
            let found =
                found.ok_or_else(|| UserError::UnknownSubcommand { command: title(&path), name: name.to_owned() })?;
            path.push(name.to_owned());
            options = list(found);
            rest = after;
        }
        Ok((Target { command, path, options }, rest))
    }

    /// Finds a command by its path, and takes the options that are given for it.
    fn given(&self, world: &World, path: &str, options: &[(&str, &str)]) -> Result<(Target, Typed), UserError> {
        let (target, rest) = self.target(world, path)?;
        if !rest.is_empty() {
            return Err(UserError::UnknownSubcommand { command: target.title(), name: rest.to_owned() });
        }
        let mut typed = Typed::new();
        for (name, value) in options {
            if !target.names().contains(name) {
                return Err(UserError::UnknownOption { command: target.title(), name: (*name).to_owned() });
            }
            if typed.iter().any(|(given, _)| given == name) {
                return Err(UserError::OptionTwice((*name).to_owned()));
            }
            typed.push(((*name).to_owned(), (*value).to_owned()));
        }
        Ok((target, typed))
    }

    fn send_partial(
        &self,
        world: &mut World,
        target: &Target,
        mut typed: Typed,
        option: &str,
    ) -> Result<InteractionId, UserError> {
        let focus = target.options.iter().find(|one| one["name"] == option);
        let focus =
            focus.ok_or_else(|| UserError::UnknownOption { command: target.title(), name: option.to_owned() })?;
        if focus["autocomplete"] != true {
            return Err(UserError::NotAutocompleted(option.to_owned()));
        }
        if !typed.iter().any(|(name, _)| name == option) {
            typed.push((option.to_owned(), String::new()));
        }
        let data = self.partial(world, target, &typed, option);
        Ok(self.press(world, InteractionKind::Autocomplete, None, data))
    }

    fn send_slash(&self, world: &mut World, target: &Target, typed: &Typed) -> Result<InteractionId, UserError> {
        let typist = Typist { world, guild: self.guild, user: self.user };
        let (mut options, mut named) = (Vec::new(), Vec::new());
        for option in &target.options {
            let name = option["name"].as_str().unwrap_or_default();
            let Some((_, text)) = typed.iter().find(|(given, _)| given == name) else {
                if option["required"] == true {
                    return Err(UserError::MissingOption(name.to_owned()));
                }
                continue;
            };
            let value = typist.read(option, text)?;
            options.push(json!({ "name": name, "type": option["type"], "value": value.json }));
            named.extend(value.named);
        }
        let data = self.data(world, target, &options, &named);
        Ok(self.press(world, InteractionKind::Slash, None, data))
    }

    /// Writes what is there while somebody types: the option with the cursor raw, others where they can be read.
    fn partial(&self, world: &World, target: &Target, typed: &Typed, focus: &str) -> Value {
        let typist = Typist { world, guild: self.guild, user: self.user };
        let (mut options, mut named) = (Vec::new(), Vec::new());
        for (name, text) in typed {
            let Some(option) = target.options.iter().find(|option| option["name"] == *name) else {
                continue;
            };
            if name == focus {
                options.push(json!({ "name": name, "type": option["type"], "value": text, "focused": true }));
            } else if let Ok(value) = typist.read(option, text) {
                options.push(json!({ "name": name, "type": option["type"], "value": value.json }));
                named.extend(value.named);
            }
        }
        self.data(world, target, &options, &named)
    }

    fn data(&self, world: &World, target: &Target, options: &[Value], named: &[Named]) -> Value {
        let mut options = json!(options);
        // The innermost name comes first: a group's subcommand, then the group.
        let depth = target.path.len();
        for (place, name) in target.path.iter().enumerate().skip(1).rev() {
            let kind = if place == depth - 1 { 1 } else { 2 };
            options = json!([{ "name": name, "type": kind, "options": options }]);
        }
        let mut data = json!({ "id": target.command.id, "name": target.command.name, "type": 1, "options": options });
        if let Some(guild) = target.command.guild {
            data["guild_id"] = json!(guild);
        }
        if !named.is_empty() {
            data["resolved"] = resolve::resolved(world, self.guild, self.user, named);
        }
        data
    }
}

impl Target {
    fn title(&self) -> String {
        title(&self.path)
    }

    /// Takes apart what was typed behind the command.
    fn read(&self, text: &str) -> Result<Typed, UserError> {
        slashline::options(text, &self.names()).map_err(|slip| match slip {
            Slip::Unknown(name) => UserError::UnknownOption { command: self.title(), name },
            Slip::Twice(name) => UserError::OptionTwice(name),
        })
    }

    fn names(&self) -> Vec<&str> {
        self.options.iter().filter_map(|option| option["name"].as_str()).collect()
    }
}

fn title(path: &[String]) -> String {
    format!("/{}", path.join(" "))
}

fn list(node: &Value) -> Vec<Value> {
    node["options"].as_array().cloned().unwrap_or_default()
}

/// Tells whether a command is shown in guilds to somebody with these permissions.
fn offered_to(command: &Registered, held: Permissions) -> bool {
    let holds = |key: &str, number: u64| command.json[key].as_array().is_none_or(|all| all.contains(&json!(number)));
    let needed = command.json["default_member_permissions"].as_str().and_then(|bits| bits.parse().ok());
    let allowed = needed.is_none_or(|bits: u64| {
        // Zero means nobody but administrators.
        let needed = Permissions::from_bits_truncate(bits);
        held.contains(Permissions::ADMINISTRATOR) || (bits != 0 && held.contains(needed))
    });
    allowed && holds("contexts", 0) && holds("integration_types", 0)
}
