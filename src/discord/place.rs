//! The bot's own place in a guild: what it may do where, and where a member's roles stand.
//!
//! Discord is asked only by the few commands that need it; everything else comes with the interaction.

use jiff::SignedDuration;
use serenity::all::{
    ApplicationId, ChannelId, ChannelType, GuildChannel, GuildId, InteractionId, Member, PartialGuild,
    PermissionOverwriteType, Permissions, RoleId, UserId,
};

use super::bot::Bot;
use super::http::Trouble;
use super::unasked::Unasked;
use crate::answers::post::Address;
use crate::domain::ids;
use crate::service::Caller;
use crate::service::setup::{BotPlace, ReviewPlace, Sees};

/// The permissions the invite link asks for, by Discord's names for people.
pub(super) const NEEDED: [(Permissions, &str); 6] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, READ_MESSAGE_HISTORY),
];

const READ_MESSAGE_HISTORY: &str = "Read Message History";

/// When Discord's ids begin to count, in milliseconds since 1970.
const DISCORDS_EPOCH: i64 = 1_420_070_400_000;

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

/// Looks at what the bot lacks in the channel it was asked in, in the review channel and in those that are set to a
/// petition, and whether the moderators' role sees `/review`. `ahead` is how far our clock is ahead of Discord's.
pub(super) async fn look(
    bot: &Bot,
    caller: &Caller,
    here: (Option<Permissions>, bool),
    ahead: SignedDuration,
) -> BotPlace {
    let missing_here = missing(here.0.unwrap_or_default(), here.1);
    let mut place = BotPlace { missing_here, clock: ahead, ..BotPlace::default() };
    let Ok(settings) = bot.service().settings(caller).await else { return place };
    let channels = bot.service().petition_channels(caller).await.unwrap_or_default();
    let Some(bots) = Bots::of(bot, caller).await else {
        place.elsewhere = channels.into_iter().map(|channel| (channel, None)).collect();
        return place;
    };
    if let Some(role) = settings.moderator_role {
        place.moderators_see = moderators_see(bot, &bots.guild, RoleId::new(role.get())).await;
    }
    if let Some(channel) = settings.review_channel {
        place.missing_in_review = bots.lack_in(bot.unasked(), channel).await.map(|(missing, _)| missing);
    }
    for channel in channels.into_iter().filter(|one| *one != caller.channel && Some(*one) != settings.review_channel) {
        place.elsewhere.push((channel, bots.lack_in(bot.unasked(), channel).await.map(|(missing, _)| missing)));
    }
    place
}

/// Says how far our clock is ahead of Discord's at an interaction that has just come, the way here included.
pub(super) fn ahead(bot: &Bot, interaction: InteractionId) -> SignedDuration {
    // The upper bits of an id are the milliseconds since 2015 began.
    let made = (interaction.get() >> 22).cast_signed() + DISCORDS_EPOCH;
    SignedDuration::from_millis(bot.service().now().as_millisecond().saturating_sub(made))
}

/// Looks at a channel that submissions are to be shown in.
pub(super) async fn review(bot: &Bot, caller: &Caller, channel: ids::ChannelId) -> ReviewPlace {
    let seen = match Bots::of(bot, caller).await {
        Some(bots) => bots.lack_in(bot.unasked(), channel).await,
        None => None,
    };
    seen.map_or_else(ReviewPlace::default, |(missing, is_public)| ReviewPlace { missing: Some(missing), is_public })
}

/// Looks up what the bot lacks in a channel; `None` when Discord does not say.
pub(super) async fn lacks(bot: &Bot, caller: &Caller, channel: ids::ChannelId) -> Option<Vec<&'static str>> {
    let bots = Bots::of(bot, caller).await?;
    bots.lack_in(bot.unasked(), channel).await.map(|(missing, _)| missing)
}

/// Says whether the bot, who is `user`, may read what was said in a channel before; `None` when Discord does not say.
pub(super) async fn reads_back(unasked: &Unasked, user: UserId, to: Address) -> Option<bool> {
    let bots = Bots::look_up(unasked, user, GuildId::new(to.guild.get())).await?;
    let (missing, _) = bots.lack_in(unasked, to.channel).await?;
    Some(!missing.contains(&READ_MESSAGE_HISTORY))
}

/// The bot as a member of a guild.
struct Bots {
    guild: PartialGuild,
    member: Member,
}

impl Bots {
    /// Looks both up in a caller's guild; `None` when Discord does not say.
    async fn of(bot: &Bot, caller: &Caller) -> Option<Self> {
        Self::look_up(bot.unasked(), bot.user(), GuildId::new(caller.guild.get())).await
    }

    /// Looks both up; `None` when Discord does not say.
    async fn look_up(unasked: &Unasked, user: UserId, guild: GuildId) -> Option<Self> {
        let member = look_up(unasked.member(guild, user).await, "look up the bot's roles")?;
        Some(Self { guild: look_up(unasked.guild(guild).await, "look up a guild")?, member })
    }

    /// Works out what the bot lacks in a channel, and whether every member can read there; `None` when Discord does not
    /// say.
    async fn lack_in(&self, unasked: &Unasked, channel: ids::ChannelId) -> Option<(Vec<&'static str>, bool)> {
        let find = async |channel| look_up(unasked.channel(channel).await, "look up a channel")?.guild();
        let channel = find(ChannelId::new(channel.get())).await?;
        let (thread, hidden) = (is_thread(channel.kind), channel.kind == ChannelType::PrivateThread);
        // A thread has no permissions of its own: its parent's count.
        let stands_in = match channel.parent_id.filter(|_| thread) {
            Some(parent) => find(parent).await?,
            None => channel,
        };
        let is_public = !hidden && everyone_reads(&self.guild, &stands_in);
        Some((missing(self.guild.user_permissions_in(&stands_in, &self.member), thread), is_public))
    }
}

/// Says whether the bearers of a role see `/review`: by Server Settings where they say something of the role, else by its
/// permissions. What Server Settings say of all of the bot's commands is not read.
async fn moderators_see(bot: &Bot, guild: &PartialGuild, role: RoleId) -> Option<Sees> {
    let has = guild.roles.get(&role)?.permissions;
    let sees = |yes: bool| Some(if yes { Sees::Yes } else { Sees::No });
    // The bot's user and its application have one id.
    let application = ApplicationId::new(bot.user().get());
    let chosen = bot.unasked().commands_permissions(application, guild.id).await;
    let commands = bot.unasked().commands(application).await;
    if let (Ok(chosen), Ok(commands)) = (chosen, commands)
        && let Some(review) = commands.iter().find(|command| command.name == "review")
        && let Some(of_review) = chosen.iter().find(|one| one.id.get() == review.id.get())
        && let Some(of_role) = of_review.permissions.iter().find(|one| one.id.get() == role.get())
    {
        return sees(of_role.permission);
    }
    sees(has.contains(Permissions::ADMINISTRATOR) || has.contains(Permissions::MANAGE_MESSAGES))
}

/// Says whether members without any role can read a channel. The role of all has the guild's id.
fn everyone_reads(guild: &PartialGuild, channel: &GuildChannel) -> bool {
    let everyone = RoleId::new(guild.id.get());
    let basic = guild.roles.get(&everyone).map_or(Permissions::empty(), |role| role.permissions);
    let here = channel.permission_overwrites.iter().find(|one| one.kind == PermissionOverwriteType::Role(everyone));
    let have = here.map_or(basic, |here| (basic - here.deny) | here.allow);
    basic.contains(Permissions::ADMINISTRATOR) || have.contains(Permissions::VIEW_CHANNEL)
}

/// Names what the invite link asks for and is not there.
pub(super) fn missing(have: Permissions, thread: bool) -> Vec<&'static str> {
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
    look_up(bot.unasked().guild(GuildId::new(caller.guild.get())).await, "look up a guild")
}

fn look_up<T>(found: Result<T, Trouble>, act: &'static str) -> Option<T> {
    found.map_err(|trouble| trouble.log(act)).ok()
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
