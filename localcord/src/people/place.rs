//! A member in a channel: where everything people do begins.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    ChannelId, GuildId, InteractionId, Message, MessageId, Outcome, Permissions, UserError, UserId,
    seen::Answer,
    state::{Draft, InteractionKind, Post, Press, Shared, Speaker, World},
};

/// A member in a channel. Cloning it makes another handle on the same one.
#[derive(Clone)]
pub struct Place {
    pub(super) shared: Arc<Shared>,
    pub(super) guild: GuildId,
    pub(super) user: UserId,
    pub(super) channel: ChannelId,
}

impl Place {
    pub(super) const fn new(shared: Arc<Shared>, guild: GuildId, user: UserId, channel: ChannelId) -> Self {
        Self { shared, guild, user, channel }
    }

    /// Writes an ordinary message. Fails when the member may not, or it is empty or too long.
    pub fn post(&self, text: &str) -> Result<Message, UserError> {
        let length = text.chars().count();
        if text.trim().is_empty() || length > 2000 {
            return Err(UserError::BadMessage(length));
        }
        self.shared.change(|world| {
            self.here(world)?;
            let held = world.channel_permissions(self.channel, self.user);
            let thread = world.channels.get(&self.channel).is_some_and(|state| state.kind.is_thread());
            let needed = if thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
            if !held.contains(needed) {
                return Err(UserError::CannotWrite(self.channel));
            }
            let post = Post {
                channel: self.channel,
                author: self.user,
                speaker: Speaker::Plain,
                only_for: None,
                interaction: None,
                kind: 0,
            };
            let draft = Draft { content: Some(text.to_owned()), ..Draft::default() };
            world.create_message(post, draft).ok_or(UserError::CannotSeeChannel(self.channel))
        })
    }

    /// Deletes a message of the member's own, or any as a moderator; dismisses one that only they see.
    pub fn delete(&self, message: &Message) -> Result<(), UserError> {
        self.shared.change(|world| {
            let found = self.visible(world, message.id)?;
            let may = world.channel_permissions(self.channel, self.user).contains(Permissions::MANAGE_MESSAGES);
            if found.author != self.user && found.only_for != Some(self.user) && !may {
                return Err(UserError::CannotSeeMessage(message.id));
            }
            world.delete_message(message.id);
            Ok(())
        })
    }

    /// Checks that the member is in the guild and sees the channel.
    pub(super) fn here(&self, world: &World) -> Result<(), UserError> {
        let inside = world.guilds.get(&self.guild).is_some_and(|guild| guild.members.contains_key(&self.user));
        let belongs = world.channels.get(&self.channel).is_some_and(|channel| channel.guild == self.guild);
        if !inside {
            Err(UserError::NotAMember)
        } else if !belongs || !world.available(self.guild) || !world.can_see(self.channel, self.user) {
            Err(UserError::CannotSeeChannel(self.channel))
        } else {
            Ok(())
        }
    }

    /// Finds a message as the member sees it now.
    pub(super) fn visible<'a>(&self, world: &'a World, id: MessageId) -> Result<&'a Message, UserError> {
        self.here(world)?;
        let found = world.messages.get(&id).filter(|message| message.channel == self.channel);
        let found = found.filter(|message| message.only_for.is_none_or(|reader| reader == self.user));
        found.ok_or(UserError::CannotSeeMessage(id))
    }

    /// Hands an interaction to the bot.
    pub(super) fn press(
        &self,
        world: &mut World,
        kind: InteractionKind,
        source: Option<MessageId>,
        data: Value,
    ) -> InteractionId {
        let Self { guild, channel, user, .. } = *self;
        world.press(&Press { kind, guild, channel, user, source, data })
    }

    /// Waits for the answer, and for a deferred one to be filled in.
    pub(super) async fn outcome(&self, id: InteractionId) -> Result<Outcome, UserError> {
        let config = &self.shared.config;
        let answered = |world: &World| world.interactions.get(&id)?.first.map(|first| first.answer);
        let answer = self.shared.until(config.answer_within, answered).await;
        match answer {
            Some(Answer::Deferred) => {
                self.shared.until(config.fill_within, |world| filled(world, id).then_some(())).await;
            }
            Some(Answer::DeferredUpdate) => {
                self.shared.until(config.update_within, |world| updated(world, id).then_some(())).await;
            }
            Some(Answer::Message | Answer::UpdateMessage | Answer::Modal | Answer::Autocomplete | Answer::None)
            | None => {}
        }
        self.shared.look(|world| world.outcome(id)).ok_or(UserError::UnknownInteraction(id))
    }
}

/// Tells whether a deferral was filled in, or deleted.
fn filled(world: &World, id: InteractionId) -> bool {
    let original = world.interactions.get(&id).and_then(|interaction| interaction.original);
    !original.and_then(|id| world.messages.get(&id)).is_some_and(|message| message.loading)
}

fn updated(world: &World, id: InteractionId) -> bool {
    world.interactions.get(&id).is_none_or(|interaction| {
        let gone = interaction.original.is_some_and(|id| !world.messages.contains_key(&id));
        gone || interaction.edits > 0 || !interaction.followups.is_empty()
    })
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").field("user", &self.user).field("channel", &self.channel).finish_non_exhaustive()
    }
}
