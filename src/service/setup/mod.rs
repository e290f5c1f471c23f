//! Setting up a guild, and saying what is wrong with it.

pub(super) mod configure;
mod diagnose;

use crate::domain::Language;
use crate::domain::digest::Paused;
use crate::domain::guild::{GuildSettings, Moderation, Names, SubmitPolicy};
use crate::domain::ids::{ChannelId, Number, RoleId};
use crate::domain::petition::Slug;
use jiff::{SignedDuration, Timestamp};

/// A role somebody chose, with its place in the guild's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleChoice {
    /// The role.
    pub role: RoleId,
    /// Its position; nobody chooses one above their own highest.
    pub position: u16,
}

/// What `/setup` changes; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupChange {
    /// The moderators' role.
    pub moderators: Option<RoleChoice>,
    /// The contributors' role.
    pub contributors: Option<RoleChoice>,
    /// Where submissions are announced.
    pub review_channel: Option<ChannelId>,
    /// The zone of typed dates, as typed.
    pub zone: Option<String>,
    /// The language of words that do not show their own.
    pub language: Option<Language>,
    /// Who may file.
    pub submit: Option<SubmitPolicy>,
    /// Whether one may decide alone.
    pub moderation: Option<Moderation>,
    /// Whether answers are private when nobody says.
    pub private_by_default: Option<bool>,
    /// Whether names of signatories are kept from now on.
    pub names: Option<Names>,
}

/// What Discord says about the bot's own place in a guild, gathered by the layer that knows Discord.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BotPlace {
    /// Permissions the bot lacks in the channel it was asked in, by Discord's names.
    pub missing_here: Vec<&'static str>,
    /// Permissions the bot lacks in the review channel; `None` where that could not be looked up.
    pub missing_in_review: Option<Vec<&'static str>>,
    /// The same for channels that are set to a petition.
    pub elsewhere: Vec<(ChannelId, Option<Vec<&'static str>>)>,
    /// Whether the moderators' role sees `/review`, as far as Discord says.
    pub moderators_see: Option<Sees>,
    /// How far our clock is ahead of Discord's; behind where it is negative.
    pub clock: SignedDuration,
}

/// Whether somebody sees a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// They do.
    Yes,
    /// They do not.
    No,
}

/// What Discord says about the channel that submissions are to be shown in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewPlace {
    /// Permissions the bot lacks there, by Discord's names; `None` where that could not be looked up.
    pub missing: Option<Vec<&'static str>>,
    /// Whether every member can read there, so that what waits would be public.
    pub is_public: bool,
}

/// Something that is wrong, and can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody went through `/setup`.
    NotSetUp,
    /// There is no review channel: moderators learn of submissions by `/review queue` only.
    NoReviewChannel,
    /// The bot lacks permissions in a channel.
    Missing {
        /// Which channel.
        channel: ChannelId,
        /// Which permissions, by Discord's names.
        permissions: Vec<&'static str>,
    },
    /// The review channel could not be looked up.
    ReviewChannelUnknown(ChannelId),
    /// No role moderates: whoever has Manage Messages does, also where one channel alone gives it.
    NoModeratorRole,
    /// Only contributors may file, and no role makes one.
    NobodyContributes,
    /// The chosen moderators need Manage Messages to see `/review`, unless Server Settings let them.
    ReviewCommandHidden,
    /// A channel that is set to a petition could not be looked up.
    ChannelUnknown(ChannelId),
    /// Our clock is ahead of Discord's by so much, or behind where it is negative.
    Clock(SignedDuration),
    /// Submissions have waited too long for a decision: how many, and since when the oldest waits.
    Waiting(u64, Timestamp),
    /// Messages for the review channel are not sent, so many.
    Unsent(u64),
    /// Drafts that should be gone are still there, so many: what clears away does not run.
    Uncleared(u64),
    /// A digest is paused for want of its channel.
    DigestPaused(Number, ChannelId, Paused),
    /// Digests that were planned are not sent, so many.
    LateDigests(u64),
    /// A card is paused, since its channel is closed to the bot.
    CardPaused(Number, ChannelId, Paused),
    /// The tally of signatories is not what counting them gives, on so many petitions.
    TallyDiffers(usize),
}

/// What `/undersigned diagnose` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The settings as they stand.
    pub settings: GuildSettings,
    /// What is wrong; nothing where all is well.
    pub problems: Vec<Problem>,
    /// Channels in which the bot may do all that it needs to.
    pub fit: Vec<ChannelId>,
    /// How many submissions wait.
    pub waiting: u64,
    /// How many petitions are on record.
    pub petitions: u64,
    /// How many records are published.
    pub records: u64,
    /// The ledger's last sequence and head hash, in hexadecimal.
    pub ledger: (u64, String),
}

/// The petition that a channel is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelPetition {
    /// Its number.
    pub number: Number,
    /// The short name it is asked for by.
    pub slug: Slug,
    /// Its title.
    pub title: String,
}
