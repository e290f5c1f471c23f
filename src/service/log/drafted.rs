//! What becomes of what was typed: a form, a question, a preview, a filing.

use serde::{Deserialize, Serialize};

use super::form::Form;
use super::page::Unread;
use crate::domain::Reading;
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::source::{Beside, SourceUrl};

/// The id of a draft: random, and no authority by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DraftId(pub String);

/// What became of a typed command.
#[derive(Clone, Debug, PartialEq)]
pub enum Drafted {
    /// Made from a message: which petition it is about is asked for first.
    NeedsPetition(Box<WhichPetition>),
    /// The words are still missing: this form asks for them.
    NeedsWords(DraftId, Form),
    /// A count whose words are still to be chosen from its page, or typed.
    NeedsWording(Box<WhichWords>),
    /// The words can be read in several ways; `choices` says which.
    NeedsReading(DraftId, Vec<(Reading, &'static str)>),
    /// Complete, for the contributor to look at.
    Preview(Box<Preview>),
}

/// What was taken from a message, and the petitions it may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhichPetition {
    /// The draft.
    pub draft: DraftId,
    /// The link that was taken.
    pub url: String,
    /// How many links the message holds.
    pub links: usize,
    /// The words that were taken.
    pub quote: Option<String>,
    /// The petitions to choose from: the channel's own first, then the caller's own that wait, then the latest.
    pub petitions: Vec<PetitionOffer>,
}

/// A petition to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionOffer {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// Whether it waits for a decision itself.
    pub waiting: bool,
}

/// The sentences of a page that give a number of signers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhichWords {
    /// The draft.
    pub draft: DraftId,
    /// Where they stand.
    pub url: SourceUrl,
    /// What can be chosen.
    pub offers: Vec<Offer>,
    /// Why nothing was read, where nothing was.
    pub unread: Option<Unread>,
}

/// A sentence to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The sentence, in the page's own words.
    pub wording: String,
    /// How it is read: several readings where it gives several numbers.
    pub readings: Vec<Reading>,
    /// Whether it can be read in several ways, which is asked when it is chosen.
    pub is_ambiguous: bool,
}

/// What the page that something is filed from was read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPage {
    /// Nobody asked.
    Unasked,
    /// It was read.
    Read,
    /// It could not be read.
    Unread(Unread),
}

/// What a contributor sees before filing.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The draft.
    pub draft: DraftId,
    /// What would be filed: one proposal, or two where the words give two numbers.
    pub proposals: Vec<Proposal>,
    /// The title of the petition it is about, where it is about one.
    pub petition: Option<String>,
    /// The name of the organisation it concerns, where it concerns one.
    pub organisation: Option<String>,
    /// The source's number, where it is on record.
    pub source_known: Option<Number>,
    /// Whether the source's page was read.
    pub page: OfPage,
    /// What the source may be confused with.
    pub beside: Beside,
    /// What is like it already, published or waiting.
    pub similar: Vec<Similar>,
    /// Whether the caller may approve it themselves at once.
    pub may_approve: MayApprove,
    /// How many links the message holds that it was made from; 0 where it was typed.
    pub links: usize,
}

/// Whether a preview offers *File and approve*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayApprove {
    /// Another person decides.
    No,
    /// A single moderator's own.
    Yes,
}

/// Something on record or waiting that is like a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    /// Its number.
    pub number: Number,
    /// Its wording, title or first words.
    pub words: String,
    /// Who published it.
    pub publisher: String,
    /// Where it stands.
    pub url: Option<SourceUrl>,
    /// Whether it stands on the very same page.
    pub same_page: bool,
    /// Whether it still waits.
    pub pending: bool,
    /// In what it is like it.
    pub likeness: Likeness,
}

/// In what one thing is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// In what it says or where it stands.
    Content,
    /// In a person's name, however it is written. The words are empty where the name is not kept.
    SameName,
    /// In a near spelling of a person's name.
    NearName,
}

/// What a filing made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The submissions' numbers.
    pub numbers: Vec<Number>,
    /// Whether they were approved at once.
    pub approved: bool,
}

impl DraftId {
    /// Crockford's base 32 in lower case: no letter that reads as a digit.
    pub(super) const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

    /// Reads a draft's id out of a `custom_id`: 16 digits of Crockford's base 32, in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 16 && text.bytes().all(|byte| Self::DIGITS.contains(&byte));
        shaped.then(|| Self(text.to_owned()))
    }
}
