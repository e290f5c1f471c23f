//! Organisations: employers, unions, agencies, publishers, and the names they answer to.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::ids::Number;
use super::named::named;

named! {
    /// What sort of organisation it is.
    pub enum OrganisationKind {
        /// Employs the people who petition.
        Employer = "employer",
        /// A union or an advocacy group.
        UnionOrAdvocacy = "union_or_advocacy",
        /// A public agency.
        Agency = "agency",
        /// Publishes sources.
        Publisher = "publisher",
    }
}

/// An organisation of a guild's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its number in the guild.
    pub number: Number,
    /// The name it is shown by.
    pub name: String,
    /// What sort it is.
    pub kind: OrganisationKind,
    /// Other and older names that find it.
    pub aliases: Vec<String>,
}

/// Since when, and until when, an organisation belongs to another; what nobody said is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belonging {
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
}

/// An organisation that another belongs to, or that belongs to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The other organisation.
    pub number: Number,
    /// The name it is shown by.
    pub name: String,
    /// When.
    pub belonging: Belonging,
}

/// An organisation as a proposal names it: one on record, or a name that becomes one when the proposal is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationRef {
    /// One on record.
    Known(Number),
    /// A name nobody has used yet in this guild.
    New(String),
}
