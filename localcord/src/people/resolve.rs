//! People, roles and channels that somebody names, and the objects Discord sends along for them.

use serde_json::{Value, json};

use crate::{
    ChannelId, GuildId, RoleId, UserId,
    state::{World, render},
};

/// Something named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    User(UserId),
    Role(RoleId),
    Channel(ChannelId),
}

impl Named {
    pub(super) const fn number(self) -> u64 {
        match self {
            Self::User(id) => id.get(),
            Self::Role(id) => id.get(),
            Self::Channel(id) => id.get(),
        }
    }
}

/// Finds a user by `@name`, `<@id>`, name or id.
pub(super) fn user(world: &World, text: &str) -> Option<Named> {
    let bare = strip(text, &["<@!", "<@", "@"]);
    let by_id = bare.parse().ok().and_then(|id| world.users.get(&UserId::new(id)));
    by_id.or_else(|| world.users.values().find(|user| user.name == bare)).map(|user| Named::User(user.id))
}

/// Finds a role of a guild by `@name`, `<@&id>`, name or id.
pub(super) fn role(world: &World, guild: GuildId, text: &str) -> Option<Named> {
    let bare = strip(text, &["<@&", "@"]);
    let roles = &world.guilds.get(&guild)?.roles;
    let by_id = bare.parse().ok().and_then(|id| roles.get(&RoleId::new(id)));
    by_id.or_else(|| roles.values().find(|role| role.name == bare)).map(|role| Named::Role(role.id))
}

/// Finds a channel of a guild that a person sees, by `#name`, `<#id>`, name or id.
pub(super) fn channel(world: &World, guild: GuildId, viewer: UserId, text: &str) -> Option<Named> {
    let bare = strip(text, &["<#", "#"]);
    let number = bare.parse().ok();
    let mut seen = world.channels.values().filter(|one| one.guild == guild && world.can_see(one.id, viewer));
    seen.find(|one| Some(one.id.get()) == number || one.name == bare).map(|one| Named::Channel(one.id))
}

fn strip<'a>(text: &'a str, marks: &[&str]) -> &'a str {
    let text = text.trim();
    let bare = marks.iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text);
    bare.strip_suffix('>').unwrap_or(bare)
}

/// Writes the `resolved` object for what was named.
pub(super) fn resolved(world: &World, guild: GuildId, viewer: UserId, named: &[Named]) -> Value {
    let mut out = json!({});
    for one in named {
        let id = one.number().to_string();
        match one {
            Named::User(user) => {
                out["users"][&id] = render::user_by_id(world, *user);
                if let Some(mut member) = render::partial_member(world, guild, *user) {
                    // Resolved members leave out what interactions do not carry.
                    if let Some(fields) = member.as_object_mut() {
                        fields.remove("deaf");
                        fields.remove("mute");
                    }
                    member["permissions"] = render::permissions(world.guild_permissions(guild, *user));
                    out["members"][&id] = member;
                }
            }
            Named::Role(role) => {
                let state = world.guilds.get(&guild).and_then(|guild| guild.roles.get(role));
                out["roles"][&id] = state.map(render::role).unwrap_or_default();
            }
            Named::Channel(channel) => {
                out["channels"][&id] = render::interaction_channel(world, *channel, viewer).unwrap_or_default();
            }
        }
    }
    out
}
