//! Digests: what a channel is told, when, and of what.

mod schedule;
pub mod typed;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

pub use schedule::{Day, Due, Nth, Recurrence, Run, Schedule};

use super::guild::Zone;
use super::ids::Number;
use super::named::named;

/// Which petitions a digest is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// All of them.
    All,
    /// Those addressed to an organisation or to what belongs to it.
    Organisation(Number),
    /// These.
    Petitions(Vec<Number>),
    /// Those that bear a tag.
    Tag(String),
}

named! {
    /// What is sent when there is nothing new.
    pub enum NothingNew {
        /// Nothing.
        Silent = "silent",
        /// One line that says so.
        Line = "line",
    }
}

named! {
    /// Whether a message makes itself heard.
    pub enum Sound {
        /// As the channel's readers have it set.
        Normal = "normal",
        /// Without a notification.
        Silent = "silent",
    }
}

named! {
    /// Why a digest is paused.
    pub enum Paused {
        /// A moderator paused it.
        ByModerator = "by_moderator",
        /// The bot does not see the channel.
        NoAccess = "no_access",
        /// The bot lacks a permission in the channel.
        MissingPermissions = "missing_permissions",
        /// The channel is gone.
        UnknownChannel = "unknown_channel",
        /// Discord refused the message, which is a fault of the bot's.
        Refused = "refused",
    }
}

named! {
    /// Whether a card is kept current.
    pub enum CardState {
        /// It is.
        Kept = "kept",
        /// Its channel is closed to the bot.
        Paused = "paused",
        /// It was taken off: its message is emptied, and then it is forgotten.
        Leaving = "leaving",
    }
}

/// What a moderator chose for a digest, its channel apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestDoc {
    /// Which petitions it is about.
    pub filter: Filter,
    /// On which dates it runs.
    pub recurrence: Recurrence,
    /// At what time of day.
    pub at: Time,
    /// In which zone, by its IANA name.
    pub zone: String,
    /// What is sent when there is nothing new.
    pub nothing_new: NothingNew,
    /// Whether its messages make themselves heard.
    pub sound: Sound,
}

impl DigestDoc {
    /// Gives when it runs. A zone that this program does not know any more is taken for UTC.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        let zone = Zone::parse(&self.zone).unwrap_or_default();
        Schedule { recurrence: self.recurrence, at: self.at, zone }
    }
}

named! {
    /// In what way something is news to a channel.
    pub enum What {
        /// It was not told there before.
        New = "new",
        /// It was told there, and is not any more what it was.
        Changed = "changed",
        /// It was judged what became of it.
        Judged = "judged",
        /// A petition's count is rising fast.
        Rising = "rising",
        /// A count crossed a threshold.
        Milestone = "milestone",
    }
}

/// One thing to tell: which channel is told what is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item {
    /// What it is told of: a record, a petition or a demand.
    pub object: Number,
    /// The object's revision or the judgement's; of a milestone, the threshold.
    pub revision: i64,
    /// In what way it is news.
    pub what: What,
    /// The petition it belongs to.
    pub petition: Number,
}

named! {
    /// Why a run is.
    pub enum Cause {
        /// Its time came.
        Due = "due",
        /// Its time had come a while ago.
        Late = "late",
        /// A moderator sent it.
        ByHand = "by_hand",
        /// A count crossed a threshold.
        Milestone = "milestone",
    }
}

/// What a run tells beside its items, fixed when it was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunDoc {
    /// Why it is.
    pub cause: Cause,
    /// How many runs before it were missed.
    pub missed: usize,
    /// How many changes are too old, or too many, to be told one by one.
    pub left_out: usize,
    /// How many petitions were taken in from archives.
    pub imported: usize,
    /// Whether its messages make themselves heard.
    pub sound: Sound,
}
