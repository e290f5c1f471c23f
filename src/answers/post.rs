//! The port through which the program speaks unasked: workers hold it, the Discord layer is behind it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::reply::Reply;
use crate::domain::ids::{ChannelId, GuildId, Number};

/// A message of ours in a channel, by Discord's id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageId(pub u64);

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageId(redacted)")
    }
}

/// What a message of ours is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// An object, which it shows.
    Object(Number),
    /// What has waited too long.
    Overdue,
    /// The end of the ledger's chain, by its sequence.
    Checkpoint(i64),
    /// A message of a digest's run: which digest, run and message.
    Digest(Number, i64, i64),
    /// A digest that was paused, as which revision of it.
    Paused(Number, i64),
    /// A card, as the how-manieth message of it.
    Card(Number, i64),
    /// A card that was paused, as which revision of it.
    CardPaused(Number, i64),
    /// A live counter whose page has no number any more, and since when, in milliseconds.
    Lost(Number, i64),
}

/// The visible mark by which a message is found again.
impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(number) => number.fmt(f),
            Self::Overdue => f.write_str("reminder"),
            Self::Checkpoint(seq) => write!(f, "checkpoint {seq}"),
            Self::Digest(digest, run, part) => write!(f, "digest {digest}, run {run}, part {part}"),
            Self::Paused(digest, revision) => write!(f, "digest {digest} paused, revision {revision}"),
            Self::Card(card, posting) => write!(f, "card {card}, message {posting}"),
            Self::CardPaused(card, revision) => write!(f, "card {card} paused, revision {revision}"),
            Self::Lost(counter, since) => write!(f, "counter {counter} lost, since {since}"),
        }
    }
}

/// Where a message belongs, and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The guild: sending is fair between them.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// What it is about: that stands in the footer, so that the message can be found again.
    pub about: Topic,
}

/// Why a message was not sent or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Discord forbids it until somebody changes a permission or chooses another channel.
    #[error("the channel is closed to the bot ({0})")]
    Closed(Closed),
    /// The message to be changed is gone.
    #[error("the message is gone")]
    MessageGone,
    /// Discord takes no more just now. Nothing was sent; it is worth another try after this time, and not before.
    #[error("discord takes no more for {} seconds", .0.as_secs())]
    Held(Duration),
    /// Discord was not reached, answered with a fault of its own, or its answer was lost: whether anything was sent is
    /// uncertain. Worth another try later.
    #[error("discord was not reached")]
    Unreachable,
    /// Discord refused the message itself, which is a fault of ours.
    #[error("discord refused the message with code {0}")]
    Refused(i64),
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopping,
}

/// Why a channel is closed to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// The bot does not see the channel (50001).
    #[error("no access")]
    NoAccess,
    /// The bot lacks a permission there (50013).
    #[error("missing permissions")]
    MissingPermissions,
    /// There is no such channel (10003).
    #[error("unknown channel")]
    UnknownChannel,
}

/// What sending is asked for, without naming an async trait's machinery everywhere.
pub type Sending<'a, T> = Pin<Box<dyn Future<Output = Result<T, PostError>> + Send + 'a>>;

/// Sends and changes the program's own messages: paced, fair between guilds, never pinging anybody.
pub trait Post: Send + Sync {
    /// Sends a message. `nonce` makes a repeated sending within minutes give the first message again.
    fn send<'a>(&'a self, to: Address, reply: &'a Reply, nonce: &'a str) -> Sending<'a, MessageId>;

    /// Changes a message that was sent.
    fn edit<'a>(&'a self, to: Address, message: MessageId, reply: &'a Reply) -> Sending<'a, ()>;

    /// Looks among a channel's latest messages for ours about an object, after an uncertain end.
    fn find(&self, to: Address) -> Sending<'_, Option<MessageId>>;
}
