//! Messages as they stand in a channel.

use std::{fmt::Write as _, sync::Arc};

use serde_json::Value;
use twilight_model::channel::message::Embed;

use super::Component;
use crate::{ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};

/// A message, as it stood when it was looked at.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Where it stands.
    pub channel: ChannelId,
    /// The channel's guild.
    pub guild: GuildId,
    /// Who wrote it.
    pub author: UserId,
    /// The writer's name.
    pub author_name: String,
    /// Its text.
    pub content: String,
    /// Its embeds.
    pub embeds: Vec<Embed>,
    /// Its buttons and selects, in reading order.
    pub components: Vec<Component>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// The only person who sees it, when it is ephemeral.
    pub only_for: Option<UserId>,
    /// Whether it still shows "is thinking": a deferral that was not filled in yet.
    pub loading: bool,
    /// How often it was edited; filling in a deferral is no edit.
    pub edits: u32,
    /// Whom it notified when it appeared. Edits notify nobody.
    pub pings: Vec<Ping>,
    /// Whom it highlights now, notified or not.
    pub mentions: Vec<Ping>,
    /// The nonce it was made with.
    pub nonce: Option<String>,
    /// Discord's message flags.
    pub flags: u64,
    /// Discord's message type: 0 plain, 19 reply, 20 slash command, 23 menu.
    pub kind: u8,
    /// The message it replies to.
    pub reply_to: Option<MessageId>,
    /// The interaction it answers.
    pub interaction: Option<InteractionId>,
    /// When it was last edited, in milliseconds of Unix time.
    pub(crate) edited_ms: Option<u64>,
    pub(crate) raw_embeds: Vec<Value>,
    pub(crate) raw_components: Vec<Value>,
}

/// Somebody whom a message notifies or highlights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ping {
    /// Everyone in the channel, by `@everyone`.
    Everyone,
    /// Everyone in the channel who is online, by `@here`.
    Here,
    /// Those who have the role.
    Role(RoleId),
    /// One person.
    User(UserId),
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachment {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub filename: String,
    /// Its alternative text.
    pub description: Option<String>,
    /// The media type the bot gave.
    pub content_type: Option<String>,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

impl Message {
    /// Tells whether only one person sees it.
    #[must_use]
    pub const fn ephemeral(&self) -> bool {
        self.only_for.is_some()
    }

    /// Tells whether it was edited.
    #[must_use]
    pub const fn edited(&self) -> bool {
        self.edits > 0
    }

    /// Finds a button or select by its label or custom id.
    #[must_use]
    pub fn component(&self, label_or_id: &str) -> Option<&Component> {
        let named =
            |c: &&Component| c.custom_id.as_deref() == Some(label_or_id) || c.label.as_deref() == Some(label_or_id);
        self.components.iter().find(named)
    }

    /// Writes out everything a person reads: the text, the embeds, the components' labels, one thing a line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = self.content.clone();
        let mut line = |text: &str| {
            if !text.is_empty() {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(text);
            }
        };
        for embed in &self.embeds {
            line(embed.author.as_ref().map_or("", |author| &author.name));
            line(embed.title.as_deref().unwrap_or_default());
            line(embed.description.as_deref().unwrap_or_default());
            for field in &embed.fields {
                line(&field.name);
                line(&field.value);
            }
            line(embed.footer.as_ref().map_or("", |footer| &footer.text));
        }
        let labels = self.components.iter().filter_map(|c| c.label.as_ref().or(c.placeholder.as_ref()));
        let buttons = labels.fold(String::new(), |mut all, label| {
            let _ = write!(all, "[{label}] ");
            all
        });
        line(buttons.trim_end());
        out
    }
}
