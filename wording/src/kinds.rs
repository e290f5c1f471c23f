//! Who was counted (*population*) and what was counted (*measure*).

use serde::{Deserialize, Serialize};

/// Names who was counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// People who work for the organisation.
    Employees,
    /// People who used to work for it.
    FormerEmployees,
    /// People who work there for somebody else or on their own account.
    Contractors,
    /// Students, teachers and researchers.
    StudentsOrAcademics,
    /// Anybody else: members of the public, customers, residents.
    Public,
    /// Several of these in one number.
    Mixed,
    /// The words do not say.
    Unknown,
}

impl Population {
    /// Lists every population, in the order they are shown: employees before the public.
    pub const ALL: &[Self] = &[
        Self::Employees,
        Self::FormerEmployees,
        Self::Contractors,
        Self::StudentsOrAcademics,
        Self::Public,
        Self::Mixed,
        Self::Unknown,
    ];

    /// Gives the name used in files and columns, such as `former_employees`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Employees => "employees",
            Self::FormerEmployees => "former_employees",
            Self::Contractors => "contractors",
            Self::StudentsOrAcademics => "students_or_academics",
            Self::Public => "public",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }

    /// Finds the population with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }
}

/// Names what was counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Signatures under the petition, named or not.
    Signatures,
    /// Signatories whose names are shown.
    NamedSignatories,
    /// Organisations that signed.
    Organisations,
    /// People who support it without signing.
    Supporters,
    /// People who said that they would walk out.
    WalkoutPledges,
    /// People who took part in a walkout, a strike, a protest.
    Participants,
}

impl Measure {
    /// Lists every measure, in the order they are shown.
    pub const ALL: &[Self] = &[
        Self::Signatures,
        Self::NamedSignatories,
        Self::Organisations,
        Self::Supporters,
        Self::WalkoutPledges,
        Self::Participants,
    ];

    /// Gives the name used in files and columns, such as `walkout_pledges`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signatures => "signatures",
            Self::NamedSignatories => "named_signatories",
            Self::Organisations => "organisations",
            Self::Supporters => "supporters",
            Self::WalkoutPledges => "walkout_pledges",
            Self::Participants => "participants",
        }
    }

    /// Finds the measure with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }
}
