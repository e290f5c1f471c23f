//! A handle on a guild.

use std::sync::Arc;

use serde_json::json;
use twilight_model::gateway::Intents;

use super::Member;
use crate::{
    ChannelId, ChannelKind, GuildId, Permissions, RoleId, UserId, clock,
    permissions::Whom,
    state::{ChannelState, MemberState, RoleState, Shared, World},
};

/// A guild. Cloning it makes another handle on the same one.
#[derive(Clone)]
pub struct Guild {
    shared: Arc<Shared>,
    id: GuildId,
}

impl Guild {
    pub(crate) const fn new(shared: Arc<Shared>, id: GuildId) -> Self {
        Self { shared, id }
    }

    /// Returns the guild's id.
    #[must_use]
    pub const fn id(&self) -> GuildId {
        self.id
    }

    /// Returns the bot's user id, for overwrites.
    #[must_use]
    pub fn bot(&self) -> UserId {
        self.shared.bot
    }

    /// Returns the guild's owner, who may do everything.
    #[must_use]
    pub fn owner(&self) -> Member {
        let owner = self.shared.look(|world| world.guilds.get(&self.id).map(|guild| guild.owner));
        self.member(owner.unwrap_or_else(|| UserId::new(0)))
    }

    /// Lets a person in, with roles, and returns a handle on them. A name stands for the same person in every guild.
    #[must_use]
    pub fn join(&self, name: &str, roles: &[RoleId]) -> Member {
        let user = self.shared.change(|world| {
            let user = world.user_named(name);
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild.members.insert(user, MemberState { roles: roles.to_vec(), joined_ms: clock::now_ms() });
            }
            world.emit_member(self.id, user, "GUILD_MEMBER_ADD");
            user
        });
        self.member(user)
    }

    fn member(&self, user: UserId) -> Member {
        Member::new(self.shared.clone(), self.id, user)
    }

    /// Makes a role above all others.
    #[must_use]
    pub fn create_role(&self, name: &str, permissions: Permissions) -> RoleId {
        self.shared.change(|world| {
            let id = RoleId::new(world.id());
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                let position = guild.roles.len();
                let role =
                    RoleState { id, name: name.to_owned(), permissions, position, mentionable: false, managed: false };
                guild.roles.insert(id, role);
            }
            world.emit_role(self.id, id, "GUILD_ROLE_CREATE");
            id
        })
    }

    /// Changes what a role may do.
    pub fn set_role_permissions(&self, role: RoleId, permissions: Permissions) {
        self.change_role(role, |role| role.permissions = permissions);
    }

    /// Lets everyone mention a role.
    pub fn make_mentionable(&self, role: RoleId) {
        self.change_role(role, |role| role.mentionable = true);
    }

    /// Changes what everyone may do.
    pub fn set_everyone_permissions(&self, permissions: Permissions) {
        self.set_role_permissions(RoleId::new(self.id.get()), permissions);
    }

    /// Changes what the bot's own role allows. What everyone may do it may still do: see [`Guild::limit_bot`].
    pub fn set_bot_permissions(&self, permissions: Permissions) {
        let role = self.shared.look(|world| world.guilds.get(&self.id).map(|guild| guild.bot_role));
        if let Some(role) = role {
            self.set_role_permissions(role, permissions);
        }
    }

    /// Leaves the bot exactly these permissions in a channel, by an overwrite for it alone.
    pub fn limit_bot(&self, channel: ChannelId, permissions: Permissions) {
        self.overwrite(channel, Whom::Member(self.bot()), permissions, !permissions);
    }

    /// Deletes a role, and takes it from all who have it.
    pub fn delete_role(&self, role: RoleId) {
        self.shared.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild.roles.remove(&role);
                guild.members.values_mut().for_each(|member| member.roles.retain(|held| *held != role));
            }
            let event = json!({ "guild_id": self.id, "role_id": role });
            world.emit(self.id, "GUILD_ROLE_DELETE", Intents::GUILDS, &event);
        });
    }

    fn change_role(&self, role: RoleId, change: impl FnOnce(&mut RoleState)) {
        self.shared.change(|world| {
            if let Some(role) = world.guilds.get_mut(&self.id).and_then(|guild| guild.roles.get_mut(&role)) {
                change(role);
            }
            world.emit_role(self.id, role, "GUILD_ROLE_UPDATE");
        });
    }

    /// Makes a text channel.
    #[must_use]
    pub fn create_channel(&self, name: &str) -> ChannelId {
        self.create_channel_of(name, ChannelKind::Text)
    }

    /// Makes a channel of a kind; threads are made with [`Guild::create_thread`].
    #[must_use]
    pub fn create_channel_of(&self, name: &str, kind: ChannelKind) -> ChannelId {
        self.shared.change(|world| {
            let id = self.add_channel(world, name, kind, None);
            world.emit_channel(id, "CHANNEL_CREATE");
            id
        })
    }

    /// Makes a text channel with an id of the caller's choice, so that what a bot kept of it in an earlier run is found again.
    #[must_use]
    pub fn create_channel_with_id(&self, id: ChannelId, name: &str) -> ChannelId {
        self.shared.change(|world| {
            self.put_channel(world, id, name, ChannelKind::Text, None);
            world.emit_channel(id, "CHANNEL_CREATE");
            id
        })
    }

    /// Makes a thread in a channel: an announcement thread in an announcement channel, else a public one.
    #[must_use]
    pub fn create_thread(&self, parent: ChannelId, name: &str) -> ChannelId {
        self.shared.change(|world| {
            let announcement = world.channels.get(&parent).is_some_and(|state| state.kind == ChannelKind::Announcement);
            let kind = if announcement { ChannelKind::AnnouncementThread } else { ChannelKind::PublicThread };
            let id = self.add_channel(world, name, kind, Some(parent));
            world.emit_channel(id, "THREAD_CREATE");
            id
        })
    }

    fn add_channel(&self, world: &mut World, name: &str, kind: ChannelKind, parent: Option<ChannelId>) -> ChannelId {
        let id = ChannelId::new(world.id());
        self.put_channel(world, id, name, kind, parent);
        id
    }

    fn put_channel(&self, world: &mut World, id: ChannelId, name: &str, kind: ChannelKind, parent: Option<ChannelId>) {
        let channel = ChannelState {
            id,
            guild: self.id,
            name: name.to_owned(),
            kind,
            parent,
            position: world.channels.len(),
            overwrites: std::collections::BTreeMap::default(),
            archived: false,
            locked: false,
        };
        world.channels.insert(id, channel);
    }

    /// Archives a thread and locks it: only moderators can write there again.
    pub fn lock_thread(&self, thread: ChannelId) {
        self.shared.change(|world| {
            if let Some(state) = world.channels.get_mut(&thread) {
                state.archived = true;
                state.locked = true;
            }
            world.emit_channel(thread, "THREAD_UPDATE");
        });
    }

    /// Deletes a channel with its threads and all that was said there, and tells the bot.
    pub fn delete_channel(&self, channel: ChannelId) {
        self.shared.change(|world| {
            let thread = world.channels.get(&channel).is_some_and(|state| state.kind.is_thread());
            world.emit_channel(channel, if thread { "THREAD_DELETE" } else { "CHANNEL_DELETE" });
            world.channels.retain(|id, state| *id != channel && state.parent != Some(channel));
            let World { channels, messages, .. } = world;
            messages.retain(|_, message| channels.contains_key(&message.channel));
        });
    }

    /// Allows something in a channel, on top of what roles allow.
    pub fn allow(&self, channel: ChannelId, whom: Whom, permissions: Permissions) {
        self.overwrite(channel, whom, permissions, Permissions::empty());
    }

    /// Denies something in a channel, whatever roles allow.
    pub fn deny(&self, channel: ChannelId, whom: Whom, permissions: Permissions) {
        self.overwrite(channel, whom, Permissions::empty(), permissions);
    }

    /// Takes an overwrite away: what the bot was left by [`Guild::limit_bot`] is again what its roles allow.
    pub fn clear_overwrite(&self, channel: ChannelId, whom: Whom) {
        self.change_channel(channel, |state| {
            state.overwrites.remove(&whom);
        });
    }

    fn overwrite(&self, channel: ChannelId, whom: Whom, allow: Permissions, deny: Permissions) {
        self.change_channel(channel, |state| {
            let (allowed, denied) =
                state.overwrites.entry(whom).or_insert((Permissions::empty(), Permissions::empty()));
            *allowed = (*allowed - deny) | allow;
            *denied = (*denied - allow) | deny;
        });
    }

    fn change_channel(&self, channel: ChannelId, change: impl FnOnce(&mut ChannelState)) {
        self.shared.change(|world| {
            if let Some(state) = world.channels.get_mut(&channel) {
                change(state);
            }
            world.emit_channel(channel, "CHANNEL_UPDATE");
        });
    }
}

impl std::fmt::Debug for Guild {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Guild").field(&self.id).finish()
    }
}
