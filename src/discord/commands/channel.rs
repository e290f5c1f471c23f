//! The channel that is to be told something, as an option names it or as the command's own.

use serenity::all::{PartialChannel, Permissions};

use super::Context;
use crate::discord::bot::Bot;
use crate::discord::place;
use crate::domain::ids::ChannelId;
use crate::service::Caller;
use crate::service::digests::{ChannelChoice, Writes};

/// The channel a command was given in, as its interaction tells of it.
pub(super) struct Here {
    callers: Permissions,
    bots: Permissions,
    thread: bool,
}

/// Takes the channel a command was given in.
pub(super) fn here(ctx: Context<'_>) -> Here {
    let given = ctx.interaction;
    Here {
        callers: given.member.as_ref().and_then(|member| member.permissions).unwrap_or_default(),
        bots: given.app_permissions.unwrap_or_default(),
        thread: given.channel.as_ref().is_some_and(|channel| place::is_thread(channel.kind)),
    }
}

impl Here {
    /// Makes it the channel that was chosen.
    pub(super) fn choice(&self, channel: ChannelId) -> ChannelChoice {
        let missing = place::missing(self.bots, self.thread);
        ChannelChoice { channel, writes: writes(self.callers, self.thread), missing }
    }
}

/// Looks at a channel that was chosen: Discord says with it what its chooser may do there.
pub(super) async fn chosen(bot: &Bot, caller: &Caller, channel: &PartialChannel) -> ChannelChoice {
    let id = ChannelId::new(channel.id.get());
    let thread = place::is_thread(channel.kind);
    let missing = place::lacks(bot, caller, id).await.unwrap_or_else(|| vec!["View Channel"]);
    ChannelChoice { channel: id, writes: writes(channel.permissions.unwrap_or_default(), thread), missing }
}

fn writes(may: Permissions, thread: bool) -> Writes {
    let send = if thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    let can = may.contains(Permissions::ADMINISTRATOR) || may.contains(Permissions::VIEW_CHANNEL | send);
    if can { Writes::Yes } else { Writes::No }
}
