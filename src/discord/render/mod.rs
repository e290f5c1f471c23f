//! Renders a [`Reply`] as a Discord message: embeds and classic components.
//!
//! **Invariant.** Whatever the reply holds, the message is within every limit of Discord, pings nobody, holds no link
//! but those of its sources, and says what it had no room for.

mod components;
mod fit;
mod inert;
mod line;
mod source;

use serenity::all::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateEmbed, CreateEmbedFooter,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage, CreateModal, EditAttachments,
    EditInteractionResponse, EditMessage, Mentionable as _, MessageFlags, RoleId,
};

use self::line::Line;
use crate::answers::edges;
use crate::answers::reply::{Attached, Audience, Choice, Content, FormReply, Reply};
use crate::domain::digest::Sound;

/// The most characters of a file's description; Discord takes 1,024 of its own counting.
const DESCRIPTION: usize = 1_000;

/// A reply in Discord's form.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The descriptions of its embeds, in Discord's markdown.
    pub descriptions: Vec<String>,
    /// The footer of the last embed: plain text.
    pub footer: Option<String>,
    /// Its buttons and selects.
    pub rows: Vec<CreateActionRow>,
    /// Who sees it.
    pub audience: Audience,
    /// The file that goes with it; a picture is shown in the last embed. One that is not painted yet does not go.
    pub file: Option<Attached>,
    /// The role that a message of our own mentions.
    pub mention: Option<RoleId>,
    /// Whether a message of our own makes itself heard.
    pub sound: Sound,
}

/// Renders a reply. `marker` is what stands in its footer, so that the message can be found again.
#[must_use]
pub fn render(reply: &Reply, marker: Option<String>) -> Rendered {
    let rows = components::rows(&reply.actions);
    let body = line::lay_out(reply.title.as_ref(), &reply.blocks);
    let notes: Vec<Line> = edges::cut_actions(rows.left_out).iter().map(|words| Line::small(words)).collect();
    let mut sources: Vec<String> = rows.links.iter().map(|link| format!("-# {link}")).collect();
    sources.extend(source::list(&reply.footnotes));
    let spare = marker.as_deref().map_or(0, fit::length);
    let mut descriptions = fit::fit(&body, &notes, &sources, spare);
    if descriptions.is_empty() {
        descriptions.push(edges::nothing().to_owned());
    }
    let (audience, file) = (reply.audience, reply.file.clone());
    let (mention, sound) = (reply.mention.map(|role| RoleId::new(role.get())), reply.sound);
    Rendered { descriptions, footer: marker, rows: rows.shown, audience, file, mention, sound }
}

/// Renders a form.
pub fn render_form(form: &FormReply) -> CreateModal {
    components::modal(form)
}

/// Brings suggestions within Discord's limits; a value that is too long could not be sent back and is left out.
#[must_use]
pub fn render_choices(choices: &[Choice]) -> Vec<(String, String)> {
    let sendable = choices.iter().filter(|choice| (1..=100).contains(&choice.value.chars().count()));
    sendable.take(25).map(|choice| (components::shorten(&choice.label, 100), choice.value.clone())).collect()
}

/// Pings nobody, whatever a message holds.
pub fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

impl Rendered {
    fn embeds(&self) -> Vec<CreateEmbed> {
        let last = self.descriptions.len() - 1;
        let embeds = self.descriptions.iter().enumerate().map(|(at, description)| {
            let embed = CreateEmbed::new().description(description);
            if at < last {
                return embed;
            }
            let embed = match &self.file {
                Some(Attached { name, content: Content::Picture { .. } }) => embed.attachment(name.clone()),
                Some(_) | None => embed,
            };
            match &self.footer {
                Some(footer) => embed.footer(CreateEmbedFooter::new(footer)),
                None => embed,
            }
        });
        embeds.collect()
    }

    /// Gives the files that go with it.
    #[must_use]
    pub fn files(&self) -> Vec<CreateAttachment> {
        let file = self.file.iter().filter_map(|file| match &file.content {
            Content::File(bytes) | Content::Picture { png: bytes, .. } => {
                Some(CreateAttachment::bytes(bytes.clone(), file.name.clone()))
            }
            Content::Chart(_) => None,
        });
        file.collect()
    }

    /// Says what is said of the files: the same files without what they hold, which goes beside the message.
    fn labels(&self) -> Vec<CreateAttachment> {
        let label = self.file.iter().filter_map(|file| match &file.content {
            Content::File(_) => Some(CreateAttachment::bytes(Vec::new(), file.name.clone())),
            Content::Picture { description, .. } => {
                let description = components::shorten(description, DESCRIPTION);
                Some(CreateAttachment::bytes(Vec::new(), file.name.clone()).description(description))
            }
            Content::Chart(_) => None,
        });
        label.collect()
    }

    /// Takes the place of all files that an edited message had.
    fn new_files(&self) -> EditAttachments {
        self.labels().into_iter().fold(EditAttachments::new(), EditAttachments::add)
    }

    fn is_private(&self) -> bool {
        self.audience == Audience::Private
    }

    /// Makes what takes a pressed message's place; who sees that one cannot change any more.
    pub fn replacement(&self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .embeds(self.embeds())
            .files(self.labels())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// Makes the answer to a command.
    pub fn response(&self) -> CreateInteractionResponseMessage {
        self.replacement().ephemeral(self.is_private())
    }

    /// Makes what fills a deferral.
    pub fn filling(&self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .embeds(self.embeds())
            .attachments(self.new_files())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// Makes a message beside an answer, for the person alone.
    pub fn beside(&self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .embeds(self.embeds())
            .files(self.labels())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
            .ephemeral(true)
    }

    /// Makes a message of our own. It mentions the role that was chosen for it and nobody else.
    pub fn message(&self) -> CreateMessage {
        let message = CreateMessage::new().embeds(self.embeds()).files(self.labels());
        let mut message = message.components(self.rows.clone());
        if self.sound == Sound::Silent {
            message = message.flags(MessageFlags::SUPPRESS_NOTIFICATIONS);
        }
        match self.mention {
            Some(role) => message.content(role.mention().to_string()).allowed_mentions(nobody().roles([role])),
            None => message.allowed_mentions(nobody()),
        }
    }

    /// Makes the new form of a message of our own.
    pub fn edit(&self) -> EditMessage {
        EditMessage::new()
            .embeds(self.embeds())
            .attachments(self.new_files())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }
}
