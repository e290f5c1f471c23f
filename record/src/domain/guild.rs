//! A guild's settings: one Discord server, and the wall around its record.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Language;
use super::ids::{ChannelId, RoleId};
use super::named::named;

named! {
    /// Who may file what moderators then review.
    pub enum SubmitPolicy {
        /// Every member.
        Everyone = "everyone",
        /// Members with the contributor role, and moderators.
        Contributors = "contributors",
    }
}

named! {
    /// Whether names of signatories are kept.
    pub enum Names {
        /// Only as keyed hashes: enough to know a name again, not to read it.
        Off = "off",
        /// Sealed, and shown in private answers.
        On = "on",
    }
}

/// An IANA time zone that this program knows, such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone, String);

/// A zone that is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone such as Europe/Berlin, America/New_York or UTC")]
pub struct ZoneError(pub String);

impl Zone {
    /// Finds a zone by its IANA name.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let name = name.trim();
        let zone = TimeZone::get(name).map_err(|_| ZoneError(name.to_owned()))?;
        let known = zone.iana_name().unwrap_or(name).to_owned();
        Ok(Self(zone, known))
    }

    /// Lists the zones whose name has this in it, however it is written: `new york` finds `America/New_York`.
    #[must_use]
    pub fn names_with(part: &str) -> Vec<String> {
        let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "");
        let part = plain(part.trim());
        let known = jiff::tz::db().available().map(|name| name.as_str().to_owned());
        let mut names: Vec<String> = known.filter(|name| plain(name).contains(&part)).collect();
        names.sort_unstable();
        names
    }

    /// Gives the zone's rules.
    #[must_use]
    pub fn rules(&self) -> &TimeZone {
        &self.0
    }

    /// Names the zone.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.1
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC, "UTC".to_owned())
    }
}

/// How many people decide here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Moderation {
    /// Nobody approves their own submission.
    #[default]
    Several,
    /// One moderator may approve their own; the ledger marks it *alone*.
    Single,
}

/// What a guild has chosen in `/setup`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuildSettings {
    /// The zone in which typed dates are taken.
    pub zone: Zone,
    /// The language of words that do not show their own.
    pub language: Language,
    /// Who may file.
    pub submit: SubmitPolicy,
    /// The role whose members contribute, where the policy asks for one.
    pub contributor_role: Option<RoleId>,
    /// The role whose members moderate; without one, whoever may manage messages.
    pub moderator_role: Option<RoleId>,
    /// Where submissions are announced to moderators.
    pub review_channel: Option<ChannelId>,
    /// Whether one person may decide alone.
    pub moderation: Moderation,
    /// Whether answers are private when nobody says.
    pub private_by_default: bool,
    /// Whether names of signatories are kept from now on.
    pub names: Names,
    /// When somebody went through `/setup`; `None` until then.
    pub configured_at: Option<Timestamp>,
}

impl Default for GuildSettings {
    fn default() -> Self {
        Self {
            zone: Zone::default(),
            language: Language::English,
            submit: SubmitPolicy::Everyone,
            contributor_role: None,
            moderator_role: None,
            review_channel: None,
            moderation: Moderation::Several,
            private_by_default: false,
            names: Names::Off,
            configured_at: None,
        }
    }
}
