//! Signatories: people who signed, as far as anybody has a reason to hold that.
//!
//! Part, affiliation, verification and standing are separate axes: who signed first may withdraw, and whose affiliation
//! is stated need not be verified. Names are off unless a guild turns them on; then who a person is stands in keyed
//! hashes alone. No `Debug` here shows a name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::guild::Names;
use super::ids::Number;
use super::named::named;
use super::source::SourceDoc;

named! {
    /// What part a person has in a petition.
    pub enum Part {
        /// One of those who signed first, as the source has them.
        FirstSignatory = "first_signatory",
        /// One of all who signed.
        Signatory = "signatory",
    }
}

named! {
    /// Why a person may be on record as a signatory.
    pub enum Basis {
        /// The person signs in the source.
        SignsInSource = "signs_in_source",
        /// The person has agreed, and the source records it.
        Consent = "consent",
    }
}

named! {
    /// Whether somebody has checked that the person is who the list says.
    pub enum Verification {
        /// Nobody has.
        Unverified = "unverified",
        /// Somebody has.
        Verified = "verified",
    }
}

named! {
    /// Where a signatory stands.
    pub enum SignatoryStanding {
        /// Shown where names are, and counted.
        Standing = "standing",
        /// Neither shown nor counted.
        Withdrawn = "withdrawn",
        /// Shown as withdrawn, and not counted.
        RetractedShown = "retracted_shown",
        /// One with another entry, which stands for both.
        Merged = "merged",
        /// Gone for the person's sake: nothing of them is held but what stops logging them again.
        Erased = "erased",
    }
}

named! {
    /// What a person who no longer wants to stand on a list wishes.
    pub enum Wish {
        /// Not to be shown any more.
        NotShown = "not_shown",
        /// To be shown as withdrawn.
        ShownAsWithdrawn = "shown_as_withdrawn",
        /// To be erased.
        Erased = "erased",
    }
}

impl SignatoryStanding {
    /// Says whether a signatory may go from this standing to `next`. Nobody is put back on a list, since only a new
    /// signature does that, and erasure is always open and final.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Erased | Self::Merged, _) | (_, Self::Standing) => false,
            (_, Self::Erased)
            | (Self::Standing, _)
            | (Self::Withdrawn, Self::RetractedShown)
            | (Self::RetractedShown, Self::Withdrawn) => true,
            (Self::Withdrawn | Self::RetractedShown, _) => false,
        }
    }
}

/// A person as a list names them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name, as it is written.
    pub name: String,
    /// Where the person belongs, as they or the list state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(redacted)")
    }
}

/// What is kept of a signatory, sealed, where names are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The person.
    pub person: Person,
    /// The source of their withdrawal, where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Number>,
    /// The source of what was found when they were checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<Number>,
}

impl Kept {
    /// Keeps a person of whom nothing else is said.
    #[must_use]
    pub const fn of(person: Person) -> Self {
        Self { person, withdrawal: None, verified_by: None }
    }
}

/// A signatory that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatoryProposal {
    /// The petition: published, or the proposer's own and still pending.
    pub petition: Number,
    /// Who signed; nothing once it was decided where names are off, and in the ledger never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// What part they have.
    pub part: Part,
    /// Why they may be on record.
    pub basis: Basis,
    /// Whether the name was to be kept when it was filed.
    pub names: Names,
    /// Where it stands.
    pub source: SourceDoc,
}

/// A keyed hash of a name, or of what near spellings of one share: 128 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameHash([u8; 16]);

impl NameHash {
    /// Wraps the 128 bits kept of the hash.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the 128 bits.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for NameHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameHash(redacted)")
    }
}

/// How many stand on the list logged here, and how many no longer do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListTally {
    /// Names that stand.
    pub standing: u64,
    /// Names that were withdrawn, shown as such or not.
    pub withdrawn: u64,
    /// Names that were erased.
    pub erased: u64,
}

impl ListTally {
    /// Adds signatories of one standing. One that was merged is counted where it went.
    pub fn add(&mut self, standing: SignatoryStanding, signatories: u64) {
        match standing {
            SignatoryStanding::Standing => self.standing += signatories,
            SignatoryStanding::Withdrawn | SignatoryStanding::RetractedShown => self.withdrawn += signatories,
            SignatoryStanding::Erased => self.erased += signatories,
            SignatoryStanding::Merged => {}
        }
    }

    /// Says whether any name was ever logged.
    #[must_use]
    pub fn was_logged(self) -> bool {
        self != Self::default()
    }
}

/// A signatory as a list shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The number.
    pub number: Number,
    /// What part they have.
    pub part: Part,
    /// Whether somebody has checked that they are who the list says.
    pub verification: Verification,
    /// Whether they stand, or are shown as withdrawn.
    pub standing: SignatoryStanding,
    /// When that changed.
    pub changed_on: Option<PartialDate>,
    /// Where they sign.
    pub source: Number,
    /// Who they are.
    pub kept: Kept,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_put_back_and_erasure_is_final() {
        use SignatoryStanding::{Erased, Merged, RetractedShown, Standing, Withdrawn};
        for before in SignatoryStanding::ALL {
            assert!(!before.may_become(Standing), "{before:?}");
            assert!(!Erased.may_become(*before) && !Merged.may_become(*before), "{before:?}");
        }
        for before in [Standing, Withdrawn, RetractedShown] {
            assert!(before.may_become(Erased), "{before:?}");
        }
        assert!(Standing.may_become(Withdrawn) && Standing.may_become(RetractedShown) && Standing.may_become(Merged));
        assert!(Withdrawn.may_become(RetractedShown) && RetractedShown.may_become(Withdrawn));
        assert!(!Withdrawn.may_become(Withdrawn) && !RetractedShown.may_become(RetractedShown));
    }

    #[test]
    fn a_tally_counts_who_stands_and_who_no_longer_does() {
        let mut tally = ListTally::default();
        assert!(!tally.was_logged());
        tally.add(SignatoryStanding::Standing, 3);
        tally.add(SignatoryStanding::Withdrawn, 1);
        tally.add(SignatoryStanding::RetractedShown, 1);
        tally.add(SignatoryStanding::Erased, 1);
        assert_eq!(tally, ListTally { standing: 3, withdrawn: 2, erased: 1 });
        assert!(tally.was_logged());
    }

    #[test]
    fn no_debug_shows_a_name() {
        let person = Person { name: "Ada Lovelace".to_owned(), affiliation: Some("Analytical Engines".to_owned()) };
        let shown = format!("{person:?} {:?} {:?}", Kept::of(person.clone()), NameHash::new([7; 16]));
        assert!(!shown.contains("Ada") && !shown.contains("Engines") && !shown.contains('7'), "{shown}");
    }
}
