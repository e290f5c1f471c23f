//! The bot's own place in a guild: what it may do where, and where a member's roles stand.
//!
//! Discord is asked only by the few commands that need it; everything else comes with the interaction.

use serenity::all::{ChannelId, ChannelType, GuildId, PartialGuild, Permissions, UserId};

use super::bot::Bot;
use super::http;
use crate::service::Caller;
use crate::service::setup::BotPlace;

/// The permissions the invite link asks for, by Discord's names for people.
pub(super) const NEEDED: [(Permissions, &str); 6] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// The position of somebody's highest role; `None` inside for the guild's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Highest(pub(super) Option<u16>);

/// Says whether a channel is a thread.
pub(super) fn is_thread(kind: ChannelType) -> bool {
    matches!(kind, ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread)
}

/// Looks up where the caller's highest role stands; `None` when Discord does not say.
pub(super) async fn highest_role(bot: &Bot, caller: &Caller) -> Option<Highest> {
    let guild = guild(bot, caller).await?;
    if guild.owner_id == UserId::new(caller.user.get()) {
        return Some(Highest(None));
    }
    let theirs = guild.roles.values().filter(|role| caller.roles.iter().any(|own| own.get() == role.id.get()));
    Some(Highest(Some(theirs.map(|role| role.position).max().unwrap_or(0))))
}

/// Looks at what the bot lacks in the channel it was asked in, and in the review channel where there is one.
pub(super) async fn look(bot: &Bot, caller: &Caller, here: Option<Permissions>, thread: bool) -> BotPlace {
    let missing_here = missing(here.unwrap_or_default(), thread);
    let review = match bot.service().settings(caller).await {
        Ok(settings) => settings.review_channel,
        Err(_) => None,
    };
    let missing_in_review = match review {
        Some(channel) => missing_in(bot, caller, ChannelId::new(channel.get())).await,
        None => None,
    };
    BotPlace { missing_here, missing_in_review }
}

/// Works out what the bot lacks in a channel; `None` when Discord does not say.
async fn missing_in(bot: &Bot, caller: &Caller, channel: ChannelId) -> Option<Vec<&'static str>> {
    let channel = look_up(bot.messages().get_channel(channel).await, "look up the review channel")?.guild()?;
    let thread = is_thread(channel.kind);
    // A thread has no permissions of its own: its parent's count.
    let stands_in = match channel.parent_id.filter(|_| thread) {
        Some(parent) => look_up(bot.messages().get_channel(parent).await, "look up the review channel")?.guild()?,
        None => channel,
    };
    let guild = guild(bot, caller).await?;
    let member = look_up(bot.messages().get_member(guild.id, bot.user()).await, "look up the bot's roles")?;
    Some(missing(guild.user_permissions_in(&stands_in, &member), thread))
}

fn missing(have: Permissions, thread: bool) -> Vec<&'static str> {
    let needed = NEEDED.iter().filter(|(permission, _)| match *permission {
        Permissions::SEND_MESSAGES => !thread,
        Permissions::SEND_MESSAGES_IN_THREADS => thread,
        _ => true,
    });
    let lacks =
        needed.filter(|(permission, _)| !have.contains(Permissions::ADMINISTRATOR) && !have.contains(*permission));
    lacks.map(|(_, name)| *name).collect()
}

async fn guild(bot: &Bot, caller: &Caller) -> Option<PartialGuild> {
    look_up(bot.messages().get_guild(GuildId::new(caller.guild.get())).await, "look up a guild")
}

fn look_up<T>(found: serenity::Result<T>, act: &'static str) -> Option<T> {
    found.map_err(|error| http::trouble(&error).log(act)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_as_discord_names_it() {
        let have = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::READ_MESSAGE_HISTORY;
        assert_eq!(missing(have, false), ["Embed Links", "Attach Files"]);
        assert_eq!(missing(have, true), ["Send Messages in Threads", "Embed Links", "Attach Files"]);
        assert!(missing(Permissions::ADMINISTRATOR, true).is_empty());
    }
}
