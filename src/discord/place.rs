//! The bot's own place in a guild: what it may do where, and where a member's roles stand.
//!
//! Discord is asked only by the few commands that need it; everything else comes with the interaction.

use serenity::all::{
    ChannelId, ChannelType, GuildChannel, GuildId, PartialGuild, PermissionOverwriteType, Permissions, RoleId, UserId,
};

use super::bot::Bot;
use super::http;
use crate::domain::ids;
use crate::service::Caller;
use crate::service::setup::{BotPlace, ReviewPlace};

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

/// Looks at a channel that submissions are to be shown in.
pub(super) async fn review(bot: &Bot, caller: &Caller, channel: ids::ChannelId) -> ReviewPlace {
    let seen = look_in(bot, caller, ChannelId::new(channel.get())).await;
    seen.map_or_else(ReviewPlace::default, |(missing, is_public)| ReviewPlace { missing: Some(missing), is_public })
}

/// Works out what the bot lacks in a channel; `None` when Discord does not say.
async fn missing_in(bot: &Bot, caller: &Caller, channel: ChannelId) -> Option<Vec<&'static str>> {
    look_in(bot, caller, channel).await.map(|(missing, _)| missing)
}

/// Works out what the bot lacks in a channel, and whether every member can read there.
async fn look_in(bot: &Bot, caller: &Caller, channel: ChannelId) -> Option<(Vec<&'static str>, bool)> {
    let channel = look_up(bot.messages().get_channel(channel).await, "look up the review channel")?.guild()?;
    let (thread, hidden) = (is_thread(channel.kind), channel.kind == ChannelType::PrivateThread);
    // A thread has no permissions of its own: its parent's count.
    let stands_in = match channel.parent_id.filter(|_| thread) {
        Some(parent) => look_up(bot.messages().get_channel(parent).await, "look up the review channel")?.guild()?,
        None => channel,
    };
    let guild = guild(bot, caller).await?;
    let member = look_up(bot.messages().get_member(guild.id, bot.user()).await, "look up the bot's roles")?;
    let is_public = !hidden && everyone_reads(&guild, &stands_in);
    Some((missing(guild.user_permissions_in(&stands_in, &member), thread), is_public))
}

/// Says whether members without any role can read a channel. The role of all has the guild's id.
fn everyone_reads(guild: &PartialGuild, channel: &GuildChannel) -> bool {
    let everyone = RoleId::new(guild.id.get());
    let basic = guild.roles.get(&everyone).map_or(Permissions::empty(), |role| role.permissions);
    let here = channel.permission_overwrites.iter().find(|one| one.kind == PermissionOverwriteType::Role(everyone));
    let have = here.map_or(basic, |here| (basic - here.deny) | here.allow);
    basic.contains(Permissions::ADMINISTRATOR) || have.contains(Permissions::VIEW_CHANNEL)
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
