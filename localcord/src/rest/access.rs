//! What the bot may do where.

use super::Refusal;
use crate::{
    ChannelId, GuildId, Permissions,
    state::{ChannelState, Draft, World},
};

/// Finds a channel the bot can see: unknown channels are 10003, hidden ones and those of guilds it left 50001, and those of
/// a guild that is away 503.
pub(super) fn visible(world: &World, channel: ChannelId) -> Result<&ChannelState, Refusal> {
    let state = world.channels.get(&channel).ok_or_else(Refusal::unknown_channel)?;
    if !world.available(state.guild) {
        return Err(Refusal::unavailable());
    }
    if held(world, channel).contains(Permissions::VIEW_CHANNEL) { Ok(state) } else { Err(Refusal::missing_access()) }
}

/// Checks that the bot may send this message in a channel.
pub(super) fn may_send(world: &World, channel: ChannelId, draft: &Draft) -> Result<(), Refusal> {
    let state = visible(world, channel)?;
    if !state.kind.takes_messages() {
        return Err(Refusal::not_a_text_channel());
    }
    let speak = if state.kind.is_thread() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    let mut needed = speak;
    if draft.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty()) {
        needed |= Permissions::EMBED_LINKS;
    }
    if !draft.files.is_empty() {
        needed |= Permissions::ATTACH_FILES;
    }
    if draft.reply_to.is_some() {
        needed |= Permissions::READ_MESSAGE_HISTORY;
    }
    if !held(world, channel).contains(needed) {
        return Err(Refusal::missing_permissions());
    }
    if state.locked { Err(Refusal::archived()) } else { Ok(()) }
}

/// Checks that the bot may read what was said in a channel.
pub(super) fn may_read(world: &World, channel: ChannelId) -> Result<bool, Refusal> {
    visible(world, channel)?;
    Ok(held(world, channel).contains(Permissions::READ_MESSAGE_HISTORY))
}

pub(super) fn held(world: &World, channel: ChannelId) -> Permissions {
    world.channel_permissions(channel, world.bot)
}

/// Checks that the bot is in a guild.
pub(super) fn inside(world: &World, guild: GuildId) -> Result<(), Refusal> {
    if !world.guilds.contains_key(&guild) {
        return Err(Refusal::unknown_guild());
    }
    if !world.available(guild) {
        return Err(Refusal::unavailable());
    }
    if world.bot_is_in(guild) { Ok(()) } else { Err(Refusal::missing_access()) }
}
