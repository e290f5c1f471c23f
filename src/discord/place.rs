//! The bot's own place in a guild: what it may do where, and where a member's roles stand.
//!
//! Discord is asked only by the few commands that need it; everything else comes with the interaction.

use serenity::all::{ChannelType, GuildId, PartialGuild, Permissions, UserId};

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

/// Looks at what the bot lacks in the channel it was asked in.
pub(super) async fn look(_bot: &Bot, _caller: &Caller, here: Option<Permissions>, thread: bool) -> BotPlace {
    BotPlace { missing_here: missing(here.unwrap_or_default(), thread), missing_in_review: None }
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
    match bot.messages().get_guild(GuildId::new(caller.guild.get())).await {
        Ok(guild) => Some(guild),
        Err(error) => {
            http::trouble(&error).log("look up a guild");
            None
        }
    }
}
