//! Guilds, their channels, roles and members.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use super::{World, render};
use crate::{ChannelId, GuildId, Permissions, RoleId, UserId, clock, permissions, permissions::Whom};

/// A person or a bot.
#[derive(Clone, Debug)]
pub(crate) struct UserState {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) bot: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct GuildState {
    pub(crate) id: GuildId,
    pub(crate) name: String,
    pub(crate) owner: UserId,
    pub(crate) roles: BTreeMap<RoleId, RoleState>,
    pub(crate) members: BTreeMap<UserId, MemberState>,
    pub(crate) bot_role: RoleId,
    /// Whether it is there; an outage takes it away for a while.
    pub(crate) available: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct RoleState {
    pub(crate) id: RoleId,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    pub(crate) position: usize,
    pub(crate) mentionable: bool,
    /// Whether it is the bot's own.
    pub(crate) managed: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct MemberState {
    pub(crate) roles: Vec<RoleId>,
    pub(crate) joined_ms: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct ChannelState {
    pub(crate) id: ChannelId,
    pub(crate) guild: GuildId,
    pub(crate) name: String,
    pub(crate) kind: ChannelKind,
    pub(crate) parent: Option<ChannelId>,
    pub(crate) position: usize,
    pub(crate) overwrites: BTreeMap<Whom, (Permissions, Permissions)>,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
}

/// The kinds of channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChannelKind {
    /// A text channel.
    Text,
    /// A voice channel.
    Voice,
    /// A heading over other channels.
    Category,
    /// A channel others can follow.
    Announcement,
    /// A thread of an announcement channel.
    AnnouncementThread,
    /// A thread.
    PublicThread,
    /// A thread for those invited.
    PrivateThread,
    /// A channel of threads alone.
    Forum,
}

impl ChannelKind {
    /// Returns Discord's number for it.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Voice => 2,
            Self::Category => 4,
            Self::Announcement => 5,
            Self::AnnouncementThread => 10,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
            Self::Forum => 15,
        }
    }

    pub(crate) const fn is_thread(self) -> bool {
        matches!(self, Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread)
    }

    /// Tells whether messages can stand in it.
    pub(crate) const fn takes_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }
}

impl World {
    /// Finds the user of this name, or makes one.
    pub(crate) fn user_named(&mut self, name: &str) -> UserId {
        if let Some(user) = self.users.values().find(|user| user.name == name) {
            return user.id;
        }
        let id = UserId::new(self.id());
        self.users.insert(id, UserState { id, name: name.to_owned(), bot: false });
        id
    }

    /// Makes a guild with the bot in it and tells the bot.
    pub(crate) fn create_guild(&mut self, id: GuildId, name: &str, bot_permissions: Permissions) {
        let owner = self.user_named(&format!("owner-of-{id}"));
        let everyone = RoleState {
            id: RoleId::new(id.get()),
            name: "@everyone".to_owned(),
            permissions: permissions::EVERYONE,
            position: 0,
            mentionable: false,
            managed: false,
        };
        let bot_role = RoleState {
            id: RoleId::new(self.id()),
            name: self.users.get(&self.bot).map(|bot| bot.name.clone()).unwrap_or_default(),
            permissions: bot_permissions,
            position: 1,
            mentionable: false,
            managed: true,
        };
        let joined_ms = clock::now_ms();
        let guild = GuildState {
            id,
            name: name.to_owned(),
            owner,
            bot_role: bot_role.id,
            available: true,
            members: BTreeMap::from([
                (owner, MemberState { roles: Vec::new(), joined_ms }),
                (self.bot, MemberState { roles: vec![bot_role.id], joined_ms }),
            ]),
            roles: BTreeMap::from([(everyone.id, everyone), (bot_role.id, bot_role)]),
        };
        self.guilds.insert(id, guild);
        self.announce_guild(id);
    }

    /// Tells the bot of a guild it is in, all of it.
    pub(crate) fn announce_guild(&mut self, id: GuildId) {
        if let Some(event) = render::guild_create(self, id) {
            self.emit(id, "GUILD_CREATE", Intents::GUILDS, &event);
        }
    }

    /// Tells whether the bot is in the guild.
    pub(crate) fn bot_is_in(&self, guild: GuildId) -> bool {
        self.guilds.get(&guild).is_some_and(|state| state.members.contains_key(&self.bot))
    }

    /// Tells whether a guild is there, or never was: an outage has not taken it away.
    pub(crate) fn available(&self, guild: GuildId) -> bool {
        self.guilds.get(&guild).is_none_or(|state| state.available)
    }

    /// Tells whether the bot hears of what happens in the guild.
    pub(crate) fn bot_hears(&self, guild: GuildId) -> bool {
        self.bot_is_in(guild) && self.available(guild)
    }

    /// Takes a guild away, and tells the bot.
    pub(crate) fn make_unavailable(&mut self, guild: GuildId) {
        self.emit(guild, "GUILD_DELETE", Intents::GUILDS, &json!({ "id": guild, "unavailable": true }));
        if let Some(state) = self.guilds.get_mut(&guild) {
            state.available = false;
        }
    }

    /// Brings a guild back, and tells the bot.
    pub(crate) fn make_available(&mut self, guild: GuildId) {
        if let Some(state) = self.guilds.get_mut(&guild).filter(|state| !state.available) {
            state.available = true;
            self.announce_guild(guild);
        }
    }

    /// Sends an event of a guild to the shard that serves it, if it asked for such events.
    pub(crate) fn emit(&mut self, guild: GuildId, name: &str, intents: Intents, data: &Value) {
        if self.bot_hears(guild) {
            self.hub.dispatch(guild, name, intents, data);
        }
    }

    pub(crate) fn emit_role(&mut self, guild: GuildId, role: RoleId, name: &str) {
        let Some(state) = self.guilds.get(&guild).and_then(|guild| guild.roles.get(&role)) else {
            return;
        };
        let event = json!({ "guild_id": guild, "role": render::role(state) });
        self.emit(guild, name, Intents::GUILDS, &event);
    }

    pub(crate) fn emit_channel(&mut self, channel: ChannelId, name: &str) {
        let Some(state) = self.channels.get(&channel) else {
            return;
        };
        let (guild, event) = (state.guild, render::channel(state));
        self.emit(guild, name, Intents::GUILDS, &event);
    }

    /// Tells of a member's change: always when it is the bot itself, else only with the privileged intent.
    pub(crate) fn emit_member(&mut self, guild: GuildId, user: UserId, name: &str) {
        let Some(mut event) = render::member(self, guild, user) else {
            return;
        };
        event["guild_id"] = json!(guild);
        let intents = if user == self.bot { Intents::empty() } else { Intents::GUILD_MEMBERS };
        self.emit(guild, name, intents, &event);
    }

    /// Takes the bot out of a guild and tells it. Its commands for the guild go too.
    pub(crate) fn remove_bot(&mut self, guild: GuildId) {
        let event = json!({ "id": guild });
        self.emit(guild, "GUILD_DELETE", Intents::GUILDS, &event);
        let bot = self.bot;
        if let Some(state) = self.guilds.get_mut(&guild) {
            state.members.remove(&bot);
            state.roles.remove(&state.bot_role);
        }
        self.commands.all.retain(|command| command.guild != Some(guild));
    }

    /// Puts the bot into a guild it was removed from.
    pub(crate) fn invite_bot(&mut self, guild: GuildId, permissions: Permissions) {
        if self.bot_is_in(guild) {
            return;
        }
        let (bot, role) = (self.bot, RoleId::new(self.id()));
        let name = self.users.get(&bot).map(|bot| bot.name.clone()).unwrap_or_default();
        if let Some(state) = self.guilds.get_mut(&guild) {
            let position = state.roles.len();
            state.bot_role = role;
            state
                .roles
                .insert(role, RoleState { id: role, name, permissions, position, mentionable: false, managed: true });
            state.members.insert(bot, MemberState { roles: vec![role], joined_ms: clock::now_ms() });
        }
        self.announce_guild(guild);
    }

    /// Tells whether a user sees a channel.
    pub(crate) fn can_see(&self, channel: ChannelId, user: UserId) -> bool {
        self.channel_permissions(channel, user).contains(Permissions::VIEW_CHANNEL)
    }
}
