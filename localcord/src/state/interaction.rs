//! Interactions from the press to the last answer.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use super::{World, render};
use crate::{
    ChannelId, GuildId, InteractionId, MessageId, UserId, clock,
    seen::{Answer, Choice, Modal, Outcome},
};

/// One interaction and what became of it.
#[derive(Clone)]
pub(crate) struct Interaction {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) kind: InteractionKind,
    pub(crate) guild: GuildId,
    pub(crate) channel: ChannelId,
    pub(crate) user: UserId,
    pub(crate) started: Instant,
    /// The event as it was sent, to send it again.
    pub(crate) event: Value,
    /// The message a component or a component's modal belongs to.
    pub(crate) source: Option<MessageId>,
    pub(crate) first: Option<First>,
    /// What `@original` names.
    pub(crate) original: Option<MessageId>,
    pub(crate) followups: Vec<MessageId>,
    pub(crate) modal: Option<Modal>,
    /// Whether the modal can still be sent.
    pub(crate) modal_open: bool,
    pub(crate) choices: Vec<Choice>,
    /// How often the original was edited through this interaction.
    pub(crate) edits: u32,
}

/// Interactions remembered, the latest; older ones are as good as expired.
const KEPT: usize = 20_000;

/// What kind of thing the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InteractionKind {
    Slash,
    Menu,
    Component,
    Autocomplete,
    Modal,
}

impl InteractionKind {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Slash | Self::Menu => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// The first answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct First {
    pub(crate) answer: Answer,
    pub(crate) ephemeral: bool,
    pub(crate) elapsed: Duration,
}

/// What a new interaction is made from.
pub(crate) struct Press {
    pub(crate) kind: InteractionKind,
    pub(crate) guild: GuildId,
    pub(crate) channel: ChannelId,
    pub(crate) user: UserId,
    pub(crate) source: Option<MessageId>,
    pub(crate) data: Value,
}

impl Interaction {
    /// Writes what messages say about the interaction they answer.
    pub(crate) fn metadata(&self, world: &World) -> Value {
        let mut out = json!({
            "id": self.id, "type": self.kind.number(), "user": render::user_by_id(world, self.user),
            "authorizing_integration_owners": { "0": self.guild },
        });
        if self.kind == InteractionKind::Component {
            out["interacted_message_id"] = json!(self.source);
        }
        if self.kind == InteractionKind::Modal {
            out["triggering_interaction_metadata"] = json!({
                "id": self.id, "type": if self.source.is_some() { 3 } else { 2 },
                "user": render::user_by_id(world, self.user), "authorizing_integration_owners": { "0": self.guild },
                "interacted_message_id": self.source,
            });
        }
        out
    }
}

impl World {
    /// Makes an interaction and hands it to the bot.
    pub(crate) fn press(&mut self, press: &Press) -> InteractionId {
        let id = InteractionId::new(self.id());
        let token = token(id);
        let event = self.interaction_event(id, &token, press);
        self.emit_interaction(press.guild, &event);
        let interaction = Interaction {
            id,
            token,
            kind: press.kind,
            guild: press.guild,
            channel: press.channel,
            user: press.user,
            started: Instant::now(),
            event,
            source: press.source,
            first: None,
            original: None,
            followups: Vec::new(),
            modal: None,
            modal_open: false,
            choices: Vec::new(),
            edits: 0,
        };
        self.interactions.insert(id, interaction);
        if self.interactions.len() > KEPT {
            self.interactions.pop_first();
        }
        id
    }

    /// Sends an interaction's event; no intent is needed for those.
    pub(crate) fn emit_interaction(&mut self, guild: GuildId, event: &Value) {
        self.emit(guild, "INTERACTION_CREATE", Intents::empty(), event);
    }

    fn interaction_event(&self, id: InteractionId, token: &str, press: &Press) -> Value {
        let mut member = render::member(self, press.guild, press.user).unwrap_or_default();
        member["permissions"] = render::permissions(self.channel_permissions(press.channel, press.user));
        let mut event = json!({
            "id": id, "application_id": self.bot, "type": press.kind.number(), "token": token, "version": 1,
            "data": press.data, "guild_id": press.guild, "channel_id": press.channel,
            "guild": { "id": press.guild, "features": [], "locale": "en-US" },
            "channel": render::interaction_channel(self, press.channel, press.user), "member": member,
            "app_permissions": render::permissions(self.channel_permissions(press.channel, self.bot)),
            "locale": "en-US", "guild_locale": "en-US", "entitlements": [], "entitlement_sku_ids": [],
            "authorizing_integration_owners": { "0": press.guild }, "context": 0,
            "attachment_size_limit": crate::rest::FILE_LIMIT,
        });
        if let Some(source) = press.source.and_then(|source| self.messages.get(&source)) {
            event["message"] = render::message(self, source);
        }
        event
    }

    /// Hands out a copy of an interaction whose id says it is `age_ms` old.
    pub(crate) fn copy_stale(&mut self, id: InteractionId, age_ms: u64) -> Option<InteractionId> {
        let mut copy = self.interactions.get(&id)?.clone();
        copy.id = InteractionId::new(self.mint.backdated(clock::now_ms().saturating_sub(age_ms)));
        copy.token = token(copy.id);
        copy.event["id"] = json!(copy.id);
        copy.event["token"] = json!(copy.token);
        copy.started = Instant::now();
        copy.first = None;
        copy.original = None;
        copy.followups.clear();
        copy.modal = None;
        copy.modal_open = false;
        copy.choices.clear();
        copy.edits = 0;
        let (fresh, guild, event) = (copy.id, copy.guild, copy.event.clone());
        self.interactions.insert(fresh, copy);
        self.emit_interaction(guild, &event);
        Some(fresh)
    }

    /// Copies out what the person sees of an interaction.
    pub(crate) fn outcome(&self, id: InteractionId) -> Option<Outcome> {
        let interaction = self.interactions.get(&id)?;
        let message = |id: &MessageId| self.messages.get(id).cloned();
        Some(Outcome {
            interaction: id,
            answer: interaction.first.map_or(Answer::None, |first| first.answer),
            ephemeral: interaction.first.is_some_and(|first| first.ephemeral),
            elapsed: interaction.first.map_or_else(|| interaction.started.elapsed(), |first| first.elapsed),
            message: interaction.original.as_ref().and_then(message),
            modal: interaction.modal.clone(),
            followups: interaction.followups.iter().filter_map(message).collect(),
            choices: interaction.choices.clone(),
        })
    }
}

/// Makes an interaction's token. Nobody attacks this stand-in: it need not be hard to guess, only different each time.
fn token(id: InteractionId) -> String {
    format!("aW50ZXJhY3Rpb246{id}x{:016x}", id.get().wrapping_mul(0x9e37_79b9_7f4a_7c15))
}
