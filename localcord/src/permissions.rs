//! Who may do what, worked out as Discord documents it.
//!
//! Guild permissions are those of everyone and of the member's roles; a channel's overwrites change them in the order everyone,
//! roles, member. The owner and administrators may do everything. A thread takes its parent's.

pub use twilight_model::guild::Permissions;

use crate::{ChannelId, GuildId, RoleId, UserId, state::World};

/// What the bot's invite link asks for.
pub const INVITE: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// What a new guild grants everyone.
pub const EVERYONE: Permissions = INVITE
    .union(Permissions::USE_SLASH_COMMANDS)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CHANGE_NICKNAME)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::CONNECT)
    .union(Permissions::SPEAK);

/// Whom an overwrite in a channel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whom {
    /// Everyone in the guild.
    Everyone,
    /// Those who have the role.
    Role(RoleId),
    /// One member; [`Guild::bot`](crate::Guild::bot) names the bot.
    Member(UserId),
}

impl World {
    /// Works out a member's permissions in the whole guild; empty for those who are not in it.
    pub(crate) fn guild_permissions(&self, guild: GuildId, user: UserId) -> Permissions {
        let Some(state) = self.guilds.get(&guild) else {
            return Permissions::empty();
        };
        let Some(member) = state.members.get(&user) else {
            return Permissions::empty();
        };
        if state.owner == user {
            return Permissions::all();
        }
        let held = state
            .roles
            .values()
            .filter(|role| role.id.get() == guild.get() || member.roles.contains(&role.id))
            .fold(Permissions::empty(), |sum, role| sum | role.permissions);
        if held.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { held }
    }

    /// Works out a member's permissions in a channel; empty for those who cannot see it.
    pub(crate) fn channel_permissions(&self, channel: ChannelId, user: UserId) -> Permissions {
        let Some(here) = self.channels.get(&channel) else {
            return Permissions::empty();
        };
        let mut held = self.guild_permissions(here.guild, user);
        if held.contains(Permissions::ADMINISTRATOR) {
            return held;
        }
        let source = here.parent.filter(|_| here.kind.is_thread()).and_then(|parent| self.channels.get(&parent));
        let overwrites = &source.unwrap_or(here).overwrites;
        if let Some((allow, deny)) = overwrites.get(&Whom::Everyone) {
            held = (held - *deny) | *allow;
        }
        let roles = self
            .guilds
            .get(&here.guild)
            .and_then(|guild| guild.members.get(&user))
            .map(|member| member.roles.as_slice())
            .unwrap_or_default();
        let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
        for role in roles {
            if let Some((more, less)) = overwrites.get(&Whom::Role(*role)) {
                allow |= *more;
                deny |= *less;
            }
        }
        held = (held - deny) | allow;
        if let Some((allow, deny)) = overwrites.get(&Whom::Member(user)) {
            held = (held - *deny) | *allow;
        }
        if held.contains(Permissions::VIEW_CHANNEL) { held } else { Permissions::empty() }
    }
}
