//! Petitions and what they ask for.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::ids::Number;
use super::named::named;
use super::source::SourceUrl;
use super::text::fold;

named! {
    /// What form the petition takes.
    pub enum PetitionKind {
        /// A letter for others to read.
        OpenLetter = "open_letter",
        /// A petition with a list to sign.
        Petition = "petition",
        /// A promise to act.
        Pledge = "pledge",
        /// An e-mail inside the organisation.
        InternalEmail = "internal_email",
        /// A call to walk out.
        WalkoutCall = "walkout_call",
    }
}

named! {
    /// How the petition came to be known.
    pub enum Visibility {
        /// Known inside the organisation only.
        Internal = "internal",
        /// Internal, and made public by others.
        Leaked = "leaked",
        /// Published by its authors.
        Public = "public",
    }
}

named! {
    /// Whether signatures are being collected.
    pub enum Collection {
        /// Nobody has said.
        Unknown = "unknown",
        /// People can sign.
        Collecting = "collecting",
        /// Closed to new signatures.
        Closed = "closed",
        /// Handed over.
        Delivered = "delivered",
        /// Over.
        Concluded = "concluded",
        /// Taken back by its organisers.
        Withdrawn = "withdrawn",
    }
}

named! {
    /// Where a petition stands in the record. What waits for a decision is a submission and not here yet.
    pub enum PetitionState {
        /// Shown to everyone.
        Published = "published",
        /// Out of sight, and can come back.
        Hidden = "hidden",
        /// One with another petition, which answers for it.
        Merged = "merged",
        /// Answers "removed", never "unknown".
        Removed = "removed",
    }
}

named! {
    /// How one petition stands to another.
    pub enum Relation {
        /// Goes on from an earlier petition.
        FollowUpOf = "follow_up_of",
        /// The same petition, logged twice.
        DuplicateOf = "duplicate_of",
        /// Argues against another.
        CounterLetterTo = "counter_letter_to",
        /// Written by others in support.
        SolidarityWith = "solidarity_with",
        /// One of a campaign.
        PartOf = "part_of",
    }
}

named! {
    /// What became of a demand.
    pub enum DemandOutcome {
        /// Nothing was said.
        Unanswered = "unanswered",
        /// The addressee said no.
        Refused = "refused",
        /// Met in part.
        PartlyMet = "partly_met",
        /// Met.
        Met = "met",
    }
}

/// One thing a petition asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Its number in the guild.
    pub number: Number,
    /// Its place in the petition, from 1.
    pub position: u16,
    /// The demand in words.
    pub text: String,
    /// What became of it.
    pub outcome: DemandOutcome,
}

/// The short name a petition is asked for by: lower-case letters, digits and hyphens, 2 to 60 of them, and not digits
/// alone, which would read as a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// A slug that is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a short name: 2 to 60 lower-case letters, digits and single hyphens, beginning with a letter or digit, and not digits alone"
)]
pub struct SlugError(pub String);

impl Slug {
    /// The most characters a slug has.
    pub const LONGEST: usize = 60;

    /// Makes a slug out of a title, cut at a word; `None` when the title holds no letter or digit that a slug can hold.
    /// A title of digits alone gets a word before it: `petition-1984`.
    #[must_use]
    pub fn from_title(title: &str) -> Option<Self> {
        let folded = fold(title).replace(['\'', '’'], "");
        let mut slug = String::new();
        for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
            if !slug.is_empty() && slug.len() + 1 + word.len() > 48 {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word[..word.len().min(48)]);
        }
        if !slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_digit()) {
            slug.insert_str(0, "petition-");
        }
        slug.parse().ok()
    }

    /// Gives the slug with a number behind it, for a title that is taken: `open-letter-2`.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        let tail = format!("-{n}");
        let kept = self.0.len().min(Self::LONGEST.saturating_sub(tail.len()));
        Self(format!("{}{tail}", self.0[..kept].trim_end_matches('-')))
    }

    /// Gives the slug's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        let shaped = (2..=Self::LONGEST).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && text.bytes().any(|b| !b.is_ascii_digit())
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if shaped { Ok(Self(text.to_owned())) } else { Err(SlugError(text.to_owned())) }
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is said of a petition beyond what it is sorted and found by: the typed document of its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionDoc {
    /// Its title.
    pub title: String,
    /// What form it takes.
    pub kind: PetitionKind,
    /// What it says, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whose employees may sign, in words, where that is not the addressee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// When it was issued.
    pub issued_on: PartialDate,
    /// When it was handed over, where somebody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<PartialDate>,
    /// How it came to be known.
    pub visibility: Visibility,
    /// The language it is written in, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who stands behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sponsors: Vec<String>,
    /// Words it is filed under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Pages about it that came with an imported row and that nobody has read for this record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<SourceUrl>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_titles_words() {
        let slug = Slug::from_title("Microsoft employees’ open letter: cancel the ICE contract").unwrap();
        assert_eq!(slug.as_str(), "microsoft-employees-open-letter-cancel-the-ice");
        assert_eq!(slug.numbered(2).as_str(), "microsoft-employees-open-letter-cancel-the-ice-2");
        assert_eq!(Slug::from_title("公開書簡"), None);
        assert_eq!(Slug::from_title(&"x".repeat(200)).unwrap().as_str().len(), 48);
    }

    #[test]
    fn a_title_of_digits_alone_makes_no_short_name_that_reads_as_a_number() {
        assert_eq!(Slug::from_title("1984").unwrap().as_str(), "petition-1984");
        assert_eq!(Slug::from_title(&"9".repeat(200)).unwrap().as_str().len(), 57);
        assert_eq!(Slug::from_title("9/11").unwrap().as_str(), "9-11");
    }

    #[test]
    fn what_is_not_a_slug_is_refused() {
        for text in ["", "a", "-ab", "ab-", "a--b", "Ab", "a b", "1984", &"a".repeat(61)] {
            assert!(text.parse::<Slug>().is_err(), "{text}");
        }
    }
}
