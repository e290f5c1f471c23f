//! Who is asking: the facts that the interaction itself brings, never anything remembered.

use crate::domain::ids::{ChannelId, GuildId, RoleId, UserId};

/// A person in a guild's channel, with what Discord says of them at this press.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The guild: the wall.
    pub guild: GuildId,
    /// The channel they are in.
    pub channel: ChannelId,
    /// The person. Never stored and never logged; see [`crate::domain::ids::ActorKey`].
    pub user: UserId,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// What they may do in the channel.
    pub permissions: Permissions,
    /// The position of their highest role; `None` for the guild's owner, above whom no role is.
    pub highest_role: Option<u16>,
}

/// The permissions of Discord that give a standing here. An administrator has both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Manage Guild: may set up.
    pub manage_guild: bool,
    /// Manage Messages: moderates where no moderator role is chosen.
    pub manage_messages: bool,
}
