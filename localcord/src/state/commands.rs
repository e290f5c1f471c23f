//! The commands the bot has registered.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{CommandId, GuildId, UserId, seen::Registered};

/// Registered commands, in the order they were registered.
#[derive(Debug, Default)]
pub(crate) struct Commands {
    pub(crate) all: Vec<Registered>,
    /// How often the bot wrote to its commands.
    pub(crate) registrations: usize,
    /// Names made today per scope: Discord allows 200 a day.
    created: Vec<(Option<GuildId>, u64)>,
}

/// How many commands may be created a day in one scope.
pub(crate) const CREATES_A_DAY: usize = 200;

const DAY_MS: u64 = 86_400_000;

impl Commands {
    /// Lists the commands of one scope.
    pub(crate) fn list(&self, guild: Option<GuildId>) -> impl Iterator<Item = &Registered> {
        self.all.iter().filter(move |command| command.guild == guild)
    }

    /// Finds the command that one of this name and kind would replace.
    pub(crate) fn same(&self, guild: Option<GuildId>, tree: &Value) -> Option<&Registered> {
        self.list(guild).find(|command| command.name == tree["name"] && kind(&command.json) == kind(tree))
    }

    /// Tells whether so many more may be created today.
    pub(crate) fn may_create(&mut self, guild: Option<GuildId>, more: usize, now_ms: u64) -> bool {
        self.created.retain(|(_, at)| now_ms.saturating_sub(*at) < DAY_MS);
        self.created.iter().filter(|(scope, _)| *scope == guild).count() + more <= CREATES_A_DAY
    }

    /// Puts a command in place; one of the same name and kind keeps its id.
    pub(crate) fn put(
        &mut self,
        guild: Option<GuildId>,
        tree: &Value,
        bot: UserId,
        fresh: u64,
        now_ms: u64,
    ) -> Registered {
        let old = self.same(guild, tree).map(|command| (command.id, command.json.clone()));
        let id = old.as_ref().map_or_else(|| CommandId::new(fresh), |(id, _)| *id);
        let mut json = fill_in(tree, guild, bot);
        json["id"] = json!(id);
        // The version changes only when the command does.
        let unchanged = old.as_ref().filter(|(_, old)| {
            let mut old = old.clone();
            old["version"] = Value::Null;
            let mut new = json.clone();
            new["version"] = Value::Null;
            old == new
        });
        json["version"] = unchanged.map_or_else(|| json!(fresh.to_string()), |(_, old)| old["version"].clone());
        let command = Registered { id, guild, name: tree["name"].as_str().unwrap_or_default().to_owned(), json };
        if let Some(place) = self.all.iter_mut().find(|command| command.id == id) {
            *place = command.clone();
        } else {
            self.created.push((guild, now_ms));
            self.all.push(command.clone());
        }
        command
    }

    /// Drops every command of a scope but these.
    pub(crate) fn keep_only(&mut self, guild: Option<GuildId>, ids: &BTreeSet<CommandId>) {
        self.all.retain(|command| command.guild != guild || ids.contains(&command.id));
    }
}

pub(crate) fn kind(tree: &Value) -> u64 {
    tree["type"].as_u64().unwrap_or(1)
}

/// Adds what Discord adds to a command it is given.
fn fill_in(tree: &Value, guild: Option<GuildId>, bot: UserId) -> Value {
    let mut out = tree.clone();
    out["application_id"] = json!(bot);
    if let Some(guild) = guild {
        out["guild_id"] = json!(guild);
    }
    let defaults = [
        ("type", json!(1)),
        ("description", json!("")),
        ("default_member_permissions", Value::Null),
        ("nsfw", json!(false)),
        ("name_localizations", Value::Null),
        ("description_localizations", Value::Null),
        ("contexts", Value::Null),
        ("integration_types", json!([0])),
    ];
    for (key, value) in defaults {
        if out.get(key).is_none() {
            out[key] = value;
        }
    }
    // Bots send permission sets as strings or numbers; Discord always answers with strings.
    if let Some(bits) = out["default_member_permissions"].as_u64() {
        out["default_member_permissions"] = json!(bits.to_string());
    }
    out
}
