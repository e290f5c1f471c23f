//! Writes state as the JSON Discord sends.

use serde_json::{Value, json};

use super::{ChannelState, RoleState, UserState, World};
use crate::{
    ChannelId, GuildId, UserId, clock,
    permissions::{Permissions, Whom},
    seen::{Attachment, Message, Ping},
};

pub(crate) fn user(user: &UserState) -> Value {
    json!({
        "id": user.id, "username": user.name, "discriminator": "0", "global_name": null, "avatar": null,
        "bot": user.bot, "public_flags": 0, "banner": null, "accent_color": null,
        "avatar_decoration_data": null, "primary_guild": null, "clan": null, "collectibles": null,
    })
}

/// Writes a user by id; somebody unknown appears as Discord shows deleted accounts.
pub(crate) fn user_by_id(world: &World, id: UserId) -> Value {
    world.users.get(&id).map_or_else(|| user(&UserState { id, name: "deleted_user".to_owned(), bot: false }), user)
}

/// Writes the bot as it sees itself.
pub(crate) fn current_user(world: &World) -> Value {
    let mut me = user_by_id(world, world.bot);
    me["verified"] = json!(true);
    me["mfa_enabled"] = json!(true);
    me["flags"] = json!(0);
    me["email"] = Value::Null;
    me
}

pub(crate) fn role(role: &RoleState) -> Value {
    json!({
        "id": role.id, "name": role.name, "permissions": permissions(role.permissions), "position": role.position,
        "color": 0, "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "hoist": false, "managed": role.managed, "mentionable": role.mentionable, "flags": 0,
        "icon": null, "unicode_emoji": null,
    })
}

pub(crate) fn permissions(permissions: Permissions) -> Value {
    json!(permissions.bits().to_string())
}

/// Writes a member without its user.
pub(crate) fn partial_member(world: &World, guild: GuildId, user: UserId) -> Option<Value> {
    let member = world.guilds.get(&guild)?.members.get(&user)?;
    Some(json!({
        "roles": member.roles, "joined_at": clock::iso(member.joined_ms), "nick": null, "avatar": null, "banner": null,
        "premium_since": null, "pending": false, "flags": 0, "communication_disabled_until": null,
        "unusual_dm_activity_until": null, "avatar_decoration_data": null, "deaf": false, "mute": false,
    }))
}

pub(crate) fn member(world: &World, guild: GuildId, id: UserId) -> Option<Value> {
    let mut member = partial_member(world, guild, id)?;
    member["user"] = user_by_id(world, id);
    Some(member)
}

pub(crate) fn channel(channel: &ChannelState) -> Value {
    let mut out = json!({
        "id": channel.id, "guild_id": channel.guild, "type": channel.kind.number(), "name": channel.name,
        "parent_id": channel.parent, "last_message_id": null, "flags": 0, "rate_limit_per_user": 0,
    });
    if channel.kind.is_thread() {
        out["thread_metadata"] = thread_metadata(channel);
        out["owner_id"] = json!(channel.guild);
        out["message_count"] = json!(0);
        out["member_count"] = json!(1);
        out["total_message_sent"] = json!(0);
    } else {
        out["position"] = json!(channel.position);
        out["permission_overwrites"] =
            channel.overwrites.iter().map(|(whom, allowed)| overwrite(channel, *whom, *allowed)).collect();
        out["topic"] = Value::Null;
        out["nsfw"] = json!(false);
    }
    out
}

fn thread_metadata(channel: &ChannelState) -> Value {
    json!({
        "archived": channel.archived, "locked": channel.locked, "auto_archive_duration": 1440,
        "archive_timestamp": clock::iso(channel.id.created_ms()),
        "create_timestamp": clock::iso(channel.id.created_ms()),
    })
}

fn overwrite(channel: &ChannelState, whom: Whom, (allow, deny): (Permissions, Permissions)) -> Value {
    let (id, kind) = match whom {
        Whom::Everyone => (channel.guild.get(), 0),
        Whom::Role(role) => (role.get(), 0),
        Whom::Member(user) => (user.get(), 1),
    };
    json!({ "id": id.to_string(), "type": kind, "allow": permissions(allow), "deny": permissions(deny) })
}

/// Writes a channel as interactions carry it, with the person's permissions in it.
pub(crate) fn interaction_channel(world: &World, id: ChannelId, viewer: UserId) -> Option<Value> {
    let state = world.channels.get(&id)?;
    let mut out = channel(state);
    if let Some(fields) = out.as_object_mut() {
        fields.remove("permission_overwrites");
    }
    out["permissions"] = permissions(world.channel_permissions(id, viewer));
    Some(out)
}

/// Writes a guild as `GET /guilds/{id}` answers it.
pub(crate) fn guild(world: &World, id: GuildId) -> Option<Value> {
    let state = world.guilds.get(&id)?;
    Some(json!({
        "id": id, "name": state.name, "owner_id": state.owner, "icon": null, "icon_hash": null, "splash": null,
        "discovery_splash": null, "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false,
        "widget_channel_id": null, "verification_level": 0, "default_message_notifications": 1,
        "explicit_content_filter": 0, "roles": state.roles.values().map(role).collect::<Vec<_>>(), "emojis": [],
        "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": null,
        "system_channel_flags": 0, "rules_channel_id": null, "max_presences": null, "max_members": 500_000,
        "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": "en-US", "public_updates_channel_id": null,
        "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "nsfw_level": 0, "nsfw": false,
        "stickers": [], "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "region": "deprecated",
    }))
}

/// Writes a guild as the gateway announces it. Without the privileged intent it names no member but the bot.
pub(crate) fn guild_create(world: &World, id: GuildId) -> Option<Value> {
    let mut out = guild(world, id)?;
    let state = world.guilds.get(&id)?;
    let joined = state.members.get(&world.bot)?.joined_ms;
    let inside = world.channels.values().filter(|channel| channel.guild == id);
    let (threads, channels): (Vec<_>, Vec<_>) = inside.partition(|channel| channel.kind.is_thread());
    out["joined_at"] = json!(clock::iso(joined));
    out["large"] = json!(false);
    out["unavailable"] = json!(false);
    out["member_count"] = json!(state.members.len());
    out["members"] = json!([member(world, id, world.bot)?]);
    out["channels"] = channels.into_iter().map(channel).collect();
    out["threads"] = threads.into_iter().filter(|thread| !thread.archived).map(channel).collect();
    for empty in ["voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
        out[empty] = json!([]);
    }
    Some(out)
}

/// Writes a message in full.
pub(crate) fn message(world: &World, message: &Message) -> Value {
    let mut out = json!({
        "id": message.id, "channel_id": message.channel, "author": user_by_id(world, message.author),
        "content": message.content, "timestamp": clock::iso(message.id.created_ms()),
        "edited_timestamp": message.edited_ms.map(clock::iso), "tts": false, "pinned": false,
        "mention_everyone": message.mentions.iter().any(|ping| matches!(ping, Ping::Everyone | Ping::Here)),
        "mentions": mentioned_users(world, message), "mention_roles": mentioned_roles(message),
        "attachments": message.attachments.iter().map(|file| attachment(message, file)).collect::<Vec<_>>(),
        "embeds": message.raw_embeds, "components": message.raw_components, "flags": message.flags, "type": message.kind,
    });
    if let Some(id) = message.interaction {
        out["application_id"] = json!(world.bot);
        out["webhook_id"] = json!(world.bot);
        if let Some(interaction) = world.interactions.get(&id) {
            out["interaction_metadata"] = interaction.metadata(world);
        }
    }
    if let Some(target) = message.reply_to {
        out["message_reference"] = json!({
            "type": 0, "message_id": target, "channel_id": message.channel, "guild_id": message.guild,
        });
    }
    out
}

fn mentioned_users(world: &World, message: &Message) -> Vec<Value> {
    let users = message.mentions.iter().filter_map(|ping| match ping {
        Ping::User(id) => Some(user_by_id(world, *id)),
        Ping::Everyone | Ping::Here | Ping::Role(_) => None,
    });
    users.collect()
}

fn mentioned_roles(message: &Message) -> Vec<Value> {
    let roles = message.mentions.iter().filter_map(|ping| match ping {
        Ping::Role(id) => Some(json!(id)),
        Ping::Everyone | Ping::Here | Ping::User(_) => None,
    });
    roles.collect()
}

fn attachment(message: &Message, file: &Attachment) -> Value {
    let url = format!("https://cdn.discordapp.com/attachments/{}/{}/{}", message.channel, file.id, file.filename);
    json!({
        "id": file.id.to_string(), "filename": file.filename, "description": file.description, "size": file.bytes.len(),
        "url": url, "proxy_url": url.replace("cdn.discordapp.com", "media.discordapp.net"),
        "content_type": file.content_type, "ephemeral": message.ephemeral(),
    })
}

/// Empties what a bot without the message content intent may not read of others' messages.
///
/// Its own messages, those that mention it and those an interaction hands over stay whole.
pub(crate) fn without_content(world: &World, message: &Message, mut rendered: Value) -> Value {
    let ours = message.author == world.bot || message.mentions.contains(&Ping::User(world.bot));
    if !ours {
        rendered["content"] = json!("");
        for list in ["embeds", "components", "attachments"] {
            rendered[list] = json!([]);
        }
    }
    rendered
}
