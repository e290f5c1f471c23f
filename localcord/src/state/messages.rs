//! Messages made, changed and deleted.

use std::time::{Duration, Instant};

use serde::Deserialize as _;
use serde_json::{Value, json};
use twilight_model::{channel::message::Embed, gateway::Intents};

use super::{Allowed, Speaker, World, render};
use crate::{
    ChannelId, InteractionId, MessageId, UserId, clock,
    seen::{Attachment, Component, Message},
};

/// Seen by one person alone.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// Still "is thinking".
pub(crate) const LOADING: u64 = 1 << 7;
/// Embeds hidden.
pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// What a request says of a message. What is absent stays as it is when a message is edited.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Option<Vec<Value>>,
    pub(crate) components: Option<Vec<Value>>,
    pub(crate) allowed: Allowed,
    pub(crate) flags: Option<u64>,
    pub(crate) files: Vec<NewFile>,
    /// The attachments an edit keeps.
    pub(crate) keep: Option<Vec<u64>>,
    pub(crate) nonce: Option<String>,
    pub(crate) enforce_nonce: bool,
    pub(crate) reply_to: Option<MessageId>,
}

/// A file that came with a request.
#[derive(Clone, Debug)]
pub(crate) struct NewFile {
    pub(crate) filename: String,
    pub(crate) description: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: std::sync::Arc<[u8]>,
}

/// Where a new message stands and in whose name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Post {
    pub(crate) channel: ChannelId,
    pub(crate) author: UserId,
    pub(crate) speaker: Speaker,
    pub(crate) only_for: Option<UserId>,
    pub(crate) interaction: Option<InteractionId>,
    pub(crate) kind: u8,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            content: None,
            embeds: None,
            components: None,
            allowed: Allowed::Unsaid,
            flags: None,
            files: Vec::new(),
            keep: None,
            nonce: None,
            enforce_nonce: false,
            reply_to: None,
        }
    }
}

impl World {
    /// Makes a message. Gives nothing when there is no such channel.
    pub(crate) fn create_message(&mut self, post: Post, draft: Draft) -> Option<Message> {
        let guild = self.channels.get(&post.channel)?.guild;
        let id = MessageId::new(self.id());
        let author_name = self.users.get(&post.author).map(|user| user.name.clone()).unwrap_or_default();
        let mut message = Message {
            id,
            channel: post.channel,
            guild,
            author: post.author,
            author_name,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            only_for: post.only_for,
            loading: false,
            edits: 0,
            pings: Vec::new(),
            mentions: Vec::new(),
            nonce: draft.nonce.clone(),
            flags: if post.only_for.is_some() { EPHEMERAL } else { 0 },
            kind: post.kind,
            reply_to: draft.reply_to,
            interaction: post.interaction,
            edited_ms: None,
            raw_embeds: Vec::new(),
            raw_components: Vec::new(),
        };
        self.write(&mut message, draft, post.speaker);
        message.pings = self.notified(message.channel, &message.mentions, message.only_for);
        self.messages.insert(id, message.clone());
        self.emit_message(&message, "MESSAGE_CREATE");
        Some(message)
    }

    /// Makes the message "is thinking".
    pub(crate) fn create_loading(&mut self, post: Post) -> Option<Message> {
        let mut message = self.create_message(post, Draft::default())?;
        message.loading = true;
        message.flags |= LOADING;
        self.messages.insert(message.id, message.clone());
        Some(message)
    }

    /// Changes a message. Filling in a deferral pings as a new message would; any other edit pings nobody.
    pub(crate) fn edit_message(&mut self, id: MessageId, draft: Draft, speaker: Speaker) -> Option<Message> {
        let mut message = self.messages.get(&id)?.clone();
        self.write(&mut message, draft, speaker);
        if message.loading {
            message.loading = false;
            message.flags &= !LOADING;
            message.pings = self.notified(message.channel, &message.mentions, message.only_for);
        } else {
            message.edits += 1;
            message.edited_ms = Some(clock::now_ms());
        }
        self.messages.insert(id, message.clone());
        self.emit_message(&message, "MESSAGE_UPDATE");
        Some(message)
    }

    /// Deletes a message; tells whether there was one.
    pub(crate) fn delete_message(&mut self, id: MessageId) -> bool {
        let Some(message) = self.messages.remove(&id) else {
            return false;
        };
        if !message.ephemeral() {
            let event = json!({ "id": id, "channel_id": message.channel, "guild_id": message.guild });
            self.emit(message.guild, "MESSAGE_DELETE", Intents::GUILD_MESSAGES, &event);
        }
        true
    }

    fn write(&mut self, message: &mut Message, draft: Draft, speaker: Speaker) {
        // A suppressed embed is gone from the message, the bot's own included.
        if let Some(flags) = draft.flags {
            let kept = message.flags & (EPHEMERAL | LOADING);
            message.flags = kept | (flags & !(EPHEMERAL | LOADING));
        }
        if let Some(embeds) = draft.embeds {
            message.raw_embeds = embeds;
        }
        if message.flags & SUPPRESS_EMBEDS != 0 {
            message.raw_embeds.clear();
        }
        message.embeds = message.raw_embeds.iter().filter_map(|embed| Embed::deserialize(embed).ok()).collect();
        if let Some(components) = draft.components {
            message.components = Component::read_all(&components);
            message.raw_components = components;
        }
        if let Some(keep) = draft.keep {
            message.attachments.retain(|file| keep.contains(&file.id));
        }
        for file in draft.files {
            let id = self.id();
            let NewFile { filename, description, content_type, bytes } = file;
            message.attachments.push(Attachment { id, filename, description, content_type, bytes });
        }
        if let Some(content) = draft.content {
            message.content = content;
        }
        message.mentions =
            self.mentions(message.channel, message.author, &message.content, &draft.allowed, speaker, message.reply_to);
    }

    fn emit_message(&mut self, message: &Message, name: &str) {
        let sees = self.channel_permissions(message.channel, self.bot).contains(crate::Permissions::VIEW_CHANNEL);
        if message.ephemeral() || !sees {
            return;
        }
        let mut whole = render::message(self, message);
        whole["guild_id"] = json!(message.guild);
        whole["nonce"] = json!(message.nonce);
        if let Some(member) = render::partial_member(self, message.guild, message.author) {
            whole["member"] = member;
        }
        let bare = render::without_content(self, message, whole.clone());
        if self.bot_hears(message.guild) {
            self.hub.dispatch_message(message.guild, name, &whole, &bare);
        }
    }

    /// Finds the message made with this nonce a short while ago.
    pub(crate) fn by_nonce(&mut self, channel: ChannelId, nonce: &str, lives: Duration) -> Option<Message> {
        self.nonces.retain(|_, (_, at)| at.elapsed() < lives);
        let (id, _) = self.nonces.get(&(channel, nonce.to_owned()))?;
        self.messages.get(id).cloned()
    }

    /// Remembers the nonce of a message.
    pub(crate) fn remember_nonce(&mut self, message: &Message) {
        if let Some(nonce) = &message.nonce {
            self.nonces.insert((message.channel, nonce.clone()), (message.id, Instant::now()));
        }
    }
}
