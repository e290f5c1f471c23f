//! Digests: what a channel is told, when, and what became of each run.
//!
//! A run is planned with everything it tells, in one transaction that moves the digest on; then it is sent, by whoever
//! claims it. So a restart loses nothing and a second process doubles nothing.

mod deliver;
pub(in crate::service) mod manage;
mod milestones;
mod outlook;

use jiff::Timestamp;

pub use deliver::{Planned, Sending, Unsent};
pub use milestones::{Chosen, MilestonesShown};
pub use outlook::{Considered, Outlook, Verdict};

use crate::domain::digest::typed::Every;
use crate::domain::digest::{NothingNew, Sound};
use crate::domain::ids::{ChannelId, RoleId};
pub use crate::store::deliveries::{Claimed, Part, RunId};
pub use crate::store::digests::{Digest, Warning};

/// The most digests of a guild.
pub const MOST: usize = 25;

/// A channel that a digest is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelChoice {
    /// The channel.
    pub channel: ChannelId,
    /// Whether whoever chooses it can write there.
    pub writes: Writes,
    /// Permissions that the bot lacks there.
    pub missing: Vec<&'static str>,
}

/// Whether somebody can write in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// They can.
    Yes,
    /// They cannot.
    No,
}

/// Whom the first message of a run mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// Nobody.
    Nobody,
    /// A role, and whether anybody may mention it.
    Role(RoleId, Mentionable),
}

/// Whether anybody may mention a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mentionable {
    /// Anybody may.
    Yes,
    /// Only whom Discord allows to mention every role, which the bot never asks for.
    No,
}

/// Which petitions a digest is to be about, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterAsked {
    /// All.
    All,
    /// Those of an organisation, by name or number.
    Organisation(String),
    /// Some, by short names or numbers with commas between them.
    Petitions(String),
    /// Those with a tag.
    Tag(String),
    /// More than one of these, which is refused.
    Several,
}

/// What is to be chosen or changed of a digest; what is left out stays, or is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestChange {
    /// The channel.
    pub channel: Option<ChannelChoice>,
    /// Which petitions.
    pub filter: Option<FilterAsked>,
    /// How often.
    pub every: Option<Every>,
    /// On which day.
    pub on: Option<String>,
    /// In how many weeks once.
    pub weeks: Option<i64>,
    /// At what time of day.
    pub at: Option<String>,
    /// In which zone.
    pub zone: Option<String>,
    /// What is sent when there is nothing new.
    pub nothing_new: Option<NothingNew>,
    /// Whether it makes itself heard.
    pub sound: Option<Sound>,
    /// Whom it mentions.
    pub mention: Option<Mention>,
}

/// A digest as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestShown {
    /// The digest.
    pub digest: Digest,
    /// What its filter names: petitions' titles, the organisation's name or the tag.
    pub about: Vec<String>,
    /// When it runs next; what is paused, would.
    pub next: Vec<Timestamp>,
}
