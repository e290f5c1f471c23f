//! A handle on a person in a guild.

use std::sync::Arc;

use super::{Client, Place};
use crate::{
    ChannelId, GuildId, Permissions, RoleId, UserId,
    state::{MemberState, Shared},
};

/// A person in a guild. Cloning it makes another handle on the same one.
#[derive(Clone)]
pub struct Member {
    shared: Arc<Shared>,
    guild: GuildId,
    user: UserId,
}

impl Member {
    pub(crate) const fn new(shared: Arc<Shared>, guild: GuildId, user: UserId) -> Self {
        Self { shared, guild, user }
    }

    /// Returns the person's user id, the same in every guild.
    #[must_use]
    pub const fn id(&self) -> UserId {
        self.user
    }

    /// Returns the guild.
    #[must_use]
    pub const fn guild(&self) -> GuildId {
        self.guild
    }

    /// Returns the person's name.
    #[must_use]
    pub fn name(&self) -> String {
        self.shared.look(|world| world.users.get(&self.user).map(|user| user.name.clone())).unwrap_or_default()
    }

    /// Writes what a message must contain to mention the person.
    #[must_use]
    pub fn mention(&self) -> String {
        format!("<@{}>", self.user)
    }

    /// Returns what the person may do in a channel.
    #[must_use]
    pub fn permissions_in(&self, channel: ChannelId) -> Permissions {
        self.shared.look(|world| world.channel_permissions(channel, self.user))
    }

    /// Gives the person a role.
    pub fn grant(&self, role: RoleId) {
        self.change(|member| {
            if !member.roles.contains(&role) {
                member.roles.push(role);
            }
        });
    }

    /// Takes a role away.
    pub fn revoke(&self, role: RoleId) {
        self.change(|member| member.roles.retain(|held| *held != role));
    }

    /// Makes the person the guild's owner.
    pub fn make_owner(&self) {
        self.shared.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.guild) {
                guild.owner = self.user;
            }
        });
    }

    /// Lets the person leave the guild.
    pub fn leave(&self) {
        self.shared.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.guild) {
                guild.members.remove(&self.user);
            }
            let event = serde_json::json!({
                "guild_id": self.guild, "user": crate::state::render::user_by_id(world, self.user),
            });
            world.emit(self.guild, "GUILD_MEMBER_REMOVE", crate::Intents::GUILD_MEMBERS, &event);
        });
    }

    /// Goes to a channel, to do something there.
    #[must_use]
    pub fn in_channel(&self, channel: ChannelId) -> Place {
        Place::new(self.shared.clone(), self.guild, self.user, channel)
    }

    /// Opens the person's client, to see what they see.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.shared.clone(), self.guild, self.user)
    }

    fn change(&self, change: impl FnOnce(&mut MemberState)) {
        self.shared.change(|world| {
            if let Some(member) = world.guilds.get_mut(&self.guild).and_then(|guild| guild.members.get_mut(&self.user))
            {
                change(member);
            }
            world.emit_member(self.guild, self.user, "GUILD_MEMBER_UPDATE");
        });
    }
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Member").field("user", &self.user).field("guild", &self.guild).finish_non_exhaustive()
    }
}
