//! Signatories: the list as people see it, and what becomes of those who no longer want to stand on it.
//!
//! Whether somebody was checked is an axis of its own: it moves no tally and no standing.
//!
//! Three wishes are three acts: not to be shown, to be shown as withdrawn, to be erased. None of them moves a count that
//! somebody reported; each moves the tally of the list, and the answer says why.

mod affiliate;
mod breakdown;
mod list;
mod verify;
mod withdraw;

pub use breakdown::{BreakdownAnswer, FiguresShown};
use jiff::Timestamp;

use super::ask::About;
use crate::domain::ids::Number;
use crate::domain::signatory::{ListTally, Listed, SignatoryStanding, Verification, Wish};

/// The answer to "who signed?", for the asker alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatoriesAnswer {
    /// The petition.
    pub about: About,
    /// How many stand on the list logged here.
    pub list: ListTally,
    /// The names, where they are kept.
    pub names: NamesShown,
}

/// A page of names, or that there are none to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamesShown {
    /// Names are off here.
    Off,
    /// A page of those that are kept and shown.
    Page {
        /// The names.
        names: Vec<Listed>,
        /// Whether there is a next page.
        more: bool,
    },
}

/// `/signatory withdraw` as it was typed.
#[derive(Clone)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct Withdrawal {
    pub signatory: String,
    pub shown: Wish,
    pub url: Option<String>,
    pub on: Option<String>,
}

impl std::fmt::Debug for Withdrawal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Withdrawal({:?})", self.shown)
    }
}

/// `/signatory verify` as it was typed.
#[derive(Clone)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct Check {
    pub signatory: String,
    pub verification: Verification,
    pub url: Option<String>,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({:?})", self.verification)
    }
}

/// What was noted of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The signatory.
    pub number: Number,
    /// The petition.
    pub petition: Number,
    /// What stood before.
    pub before: Verification,
    /// What stands now.
    pub now: Verification,
    /// Whether the name is kept, so that the list shows it.
    pub shown: bool,
}

/// `/signatory affiliate` as it was typed.
#[derive(Clone)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct Affiliation {
    pub signatory: String,
    pub affiliation: Option<String>,
}

impl std::fmt::Debug for Affiliation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Affiliation(redacted)")
    }
}

/// Where somebody belongs, as it is said now.
#[derive(Clone, PartialEq, Eq)]
pub struct Affiliated {
    /// The signatory.
    pub number: Number,
    /// The petition.
    pub petition: Number,
    /// What was said before.
    pub before: Option<String>,
    /// What is said now.
    pub now: Option<String>,
}

impl std::fmt::Debug for Affiliated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Affiliated({:?})", self.number)
    }
}

/// What became of a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The signatory.
    pub number: Number,
    /// The petition's title.
    pub petition: String,
    /// Where they stand now.
    pub standing: SignatoryStanding,
    /// What is still to be done.
    pub erasure: Erasure,
    /// Whether whoever did it is stopped from taking more out of sight.
    pub stopped: bool,
}

/// How far an erasure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// Nobody asked for one.
    NotAsked,
    /// It is asked for, hidden meanwhile, and waits for another moderator under this number.
    WaitsForAnother(Number),
    /// It is asked for, hidden meanwhile, and waits under this number for the same single moderator, who confirms it from
    /// this moment on.
    WaitsUntil(Number, Timestamp),
    /// It is done, by two people.
    Done,
    /// It is done, by a single moderator.
    DoneAlone,
}
