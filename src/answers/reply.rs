//! A reply: everything the bot can say, as a plain value that knows no chat and no terminal.
//!
//! Invariant: text that came from people or pages enters only as [`Span::Stored`], which every renderer shows inert:
//! it cannot ping, forge a link, break out of its formatting or reverse its direction. Links stand only in
//! [`Reply::footnotes`] and in link buttons.

use std::borrow::Cow;

use jiff::Timestamp;
use stepchart::Chart;

use super::press::Press;
use crate::domain::digest::Sound;
use crate::domain::ids::{ChannelId, Number, RoleId};
use crate::domain::source::SourceUrl;

/// Who sees a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever asked.
    Private,
    /// Everyone in the channel.
    Channel,
}

/// How what was asked ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was done or answered.
    Answered,
    /// Something stood in the way, and the reply says what.
    Refused,
    /// The fault is ours; the reply gives its reference.
    Fault,
}

/// One answer, preview, review or error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Who sees it.
    pub audience: Audience,
    /// How what was asked ended.
    pub end: End,
    /// The question it answers, or what it is about.
    pub title: Option<Text>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Its sources, numbered from 1 as [`Span::Mark`] has them.
    pub footnotes: Vec<Footnote>,
    /// What can be pressed, in rows of at most five buttons or one select.
    pub actions: Vec<Vec<Action>>,
    /// A file that goes with it.
    pub file: Option<Attached>,
    /// The role that a message of our own mentions; answers mention nobody.
    pub mention: Option<RoleId>,
    /// Whether a message of our own makes itself heard.
    pub sound: Sound,
}

/// A file that goes with a reply.
#[derive(Clone, PartialEq, Eq)]
pub struct Attached {
    /// What it is called: letters, digits, hyphens and its ending.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// Something to keep, as it is.
    File(Vec<u8>),
    /// A picture that is still to be painted, which takes a renderer some milliseconds; it describes itself in words.
    Chart(Box<Chart>),
    /// A picture to be shown with the reply.
    Picture {
        /// The picture, as PNG.
        png: Vec<u8>,
        /// The same in words, for who does not see it. Up to 1,024 characters.
        description: String,
    },
}

impl std::fmt::Debug for Attached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.content {
            Content::File(bytes) => write!(f, "Attached({}, {} bytes)", self.name, bytes.len()),
            Content::Chart(chart) => write!(f, "Attached({}, a chart: {})", self.name, chart.description),
            Content::Picture { description, .. } => write!(f, "Attached({}, a picture: {description})", self.name),
        }
    }
}

/// A piece of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A line of its own weight above what follows.
    Heading(Text),
    /// A line.
    Line(Text),
    /// An item of a list.
    Item(Text),
    /// Quoted words, possibly several lines.
    Quote(Text),
    /// A line in small print.
    Small(Text),
    /// Space between what belongs together.
    Gap,
}

/// A run of spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

/// A piece of text, by where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// The bot's own words.
    Own(String),
    /// The bot's own words, strong.
    Strong(String),
    /// Words of people or pages, shown inert.
    Stored(String),
    /// Words of people or pages, shown inert and strong.
    StoredStrong(String),
    /// A moment, shown in each reader's own zone.
    Instant(Timestamp, InstantStyle),
    /// The mark of a footnote, from 1.
    Mark(usize),
    /// The words of a record, behind its mark while an answer is put together: where they have left the page, that is said.
    Claim(Number),
    /// A command to type, without its slash: `count log`.
    Command(&'static str),
    /// Something to type or a field's name, in its own words: `as_of`.
    Literal(String),
    /// A channel, shown by its name.
    Channel(ChannelId),
    /// A role, shown by its name and never pinged.
    Role(RoleId),
}

/// How a moment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstantStyle {
    /// Day and time.
    Full,
    /// As a distance from now: "3 minutes ago".
    Relative,
}

/// A source in the list below a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// What it is called: publisher and date.
    pub label: String,
    /// Where it leads.
    pub url: SourceUrl,
    /// Its archived copy: what it is called and where it leads.
    pub archived: Option<(String, SourceUrl)>,
    /// Whether the link may be shown outside an embed: pending items' may not.
    pub pending: bool,
}

/// Something that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A button.
    Button {
        /// What it says.
        label: Cow<'static, str>,
        /// What it does.
        press: Press,
        /// How it looks.
        style: Style,
    },
    /// A button that opens a page.
    Link {
        /// What it says.
        label: &'static str,
        /// Where it leads.
        url: SourceUrl,
    },
    /// A list to choose one of.
    Select {
        /// What it says before anything is chosen.
        placeholder: &'static str,
        /// What choosing does; the value goes with it.
        press: Press,
        /// At most 25.
        options: Vec<Choice>,
    },
    /// A list that Discord makes itself, to choose one of.
    Native {
        /// What it says before anything is chosen.
        placeholder: &'static str,
        /// What choosing does.
        press: Press,
        /// What it lists.
        lists: Listed,
    },
}

/// What Discord itself lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// The server's roles.
    Roles,
    /// The server's channels in which one can write.
    Channels,
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The one that goes on.
    Primary,
    /// One beside it.
    Secondary,
    /// The one that refuses or destroys.
    Danger,
}

/// Something to choose: shown as `label`, sent as `value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What people see. Up to 100 characters.
    pub label: String,
    /// What is sent. Up to 100 characters.
    pub value: String,
}

/// A form to fill in, in the bot's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormReply {
    /// Its title. Up to 45 characters.
    pub title: String,
    /// What sending it does.
    pub press: Press,
    /// One to five inputs.
    pub inputs: Vec<Input>,
}

/// One input of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The field's id, sent back with what was typed.
    pub field: crate::service::Field,
    /// What it is called. Up to 45 characters.
    pub label: String,
    /// What it holds already.
    pub value: String,
    /// An example of what to type.
    pub placeholder: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it takes several lines.
    pub long: bool,
    /// The most characters it takes, up to 4000.
    pub limit: u16,
}

/// What a command or press is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A reply; after a press it takes the place of the message that was pressed.
    Reply(Reply),
    /// A reply of its own, beside the message that was pressed.
    Beside(Reply),
    /// A form.
    Form(FormReply),
}

impl Reply {
    /// Starts a reply with nothing in it.
    #[must_use]
    pub fn new(audience: Audience) -> Self {
        Self {
            audience,
            end: End::Answered,
            title: None,
            blocks: Vec::new(),
            footnotes: Vec::new(),
            actions: Vec::new(),
            file: None,
            mention: None,
            sound: Sound::Normal,
        }
    }
}

impl Answer {
    /// Says how what was asked ended.
    #[must_use]
    pub fn end(&self) -> End {
        match self {
            Self::Reply(reply) | Self::Beside(reply) => reply.end,
            Self::Form(_) => End::Answered,
        }
    }
}

impl Text {
    /// Makes text of the bot's own words.
    #[must_use]
    pub fn own(words: impl Into<String>) -> Self {
        Self(vec![Span::Own(words.into())])
    }

    /// Adds a span.
    #[must_use]
    pub fn with(mut self, span: Span) -> Self {
        self.0.push(span);
        self
    }
}
