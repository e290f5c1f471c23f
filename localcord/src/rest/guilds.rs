//! Guilds, their channels, roles and members.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::json;

use super::{Answer, Refusal, Reply, access};
use crate::{
    ids::{GuildId, UserId},
    state::{Shared, render},
};

pub(super) async fn show(State(shared): State<Arc<Shared>>, Path(guild): Path<u64>) -> Answer {
    let guild = GuildId::new(guild);
    shared.look(|world| {
        if !world.available(guild) {
            return Err(Refusal::unavailable());
        }
        // A guild the bot is not in does not exist for it.
        let found = render::guild(world, guild).filter(|_| world.bot_is_in(guild));
        found.map(Reply::Json).ok_or_else(Refusal::unknown_guild)
    })
}

pub(super) async fn mine(State(shared): State<Arc<Shared>>) -> Answer {
    shared.look(|world| {
        let guilds = world.guilds.values().filter(|guild| world.bot_is_in(guild.id)).map(|guild| {
            let permissions = render::permissions(world.guild_permissions(guild.id, world.bot));
            json!({ "id": guild.id, "name": guild.name, "icon": null, "owner": false, "permissions": permissions, "features": [] })
        });
        Ok(Reply::Json(guilds.collect()))
    })
}

pub(super) async fn channels(State(shared): State<Arc<Shared>>, Path(guild): Path<u64>) -> Answer {
    let guild = GuildId::new(guild);
    shared.look(|world| {
        access::inside(world, guild)?;
        let inside = world.channels.values().filter(|channel| channel.guild == guild && !channel.kind.is_thread());
        Ok(Reply::Json(inside.map(render::channel).collect()))
    })
}

pub(super) async fn roles(State(shared): State<Arc<Shared>>, Path(guild): Path<u64>) -> Answer {
    let guild = GuildId::new(guild);
    shared.look(|world| {
        access::inside(world, guild)?;
        let roles = world.guilds.get(&guild).into_iter().flat_map(|guild| guild.roles.values());
        Ok(Reply::Json(roles.map(render::role).collect()))
    })
}

pub(super) async fn member(State(shared): State<Arc<Shared>>, Path((guild, user)): Path<(u64, u64)>) -> Answer {
    let (guild, user) = (GuildId::new(guild), UserId::new(user));
    shared.look(|world| {
        access::inside(world, guild)?;
        if !world.users.contains_key(&user) {
            return Err(Refusal::unknown_user());
        }
        render::member(world, guild, user).map(Reply::Json).ok_or_else(Refusal::unknown_member)
    })
}
