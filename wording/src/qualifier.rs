//! How the words bound a number: the *qualifier* of a reading.

use serde::{Deserialize, Serialize};

/// Says how the words bound a number; each fixes which of point, lower and upper a reading has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// "338", "a single employee", "nobody": the number itself.
    Exact,
    /// "over 100", "more than 100": at least one more than the number.
    MoreThan,
    /// "100+", "at least 100": the number or more.
    AtLeast,
    /// "nearly 30,000": under the number, and close to it.
    Nearly,
    /// "fewer than 100": under the number.
    FewerThan,
    /// "up to 500", "at most 500": the number or fewer.
    UpTo,
    /// "about 400", "a dozen": near the number, on either side; no bound.
    Approx,
    /// "1.2k", "3 million": cut to the places that are printed.
    Rounded,
    /// "400 to 500": both ends given, no point.
    Range,
    /// "hundreds", "several hundred": a lower bound only, no point.
    Vague,
}

impl Qualifier {
    /// Lists every qualifier, in the order of the table in the crate documentation.
    pub const ALL: &[Self] = &[
        Self::Exact,
        Self::MoreThan,
        Self::AtLeast,
        Self::Nearly,
        Self::FewerThan,
        Self::UpTo,
        Self::Approx,
        Self::Rounded,
        Self::Range,
        Self::Vague,
    ];

    /// Gives the name used in files and columns, such as `more_than`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::MoreThan => "more_than",
            Self::AtLeast => "at_least",
            Self::Nearly => "nearly",
            Self::FewerThan => "fewer_than",
            Self::UpTo => "up_to",
            Self::Approx => "approx",
            Self::Rounded => "rounded",
            Self::Range => "range",
            Self::Vague => "vague",
        }
    }

    /// Finds the qualifier with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }
}
