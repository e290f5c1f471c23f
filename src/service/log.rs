//! Logging: from a filled-in command over a private preview to a submission that waits.

use serde::{Deserialize, Serialize};

use super::refusal::Field;
use crate::domain::Reading;
use crate::domain::ids::Number;
use crate::domain::petition::{PetitionKind, Visibility};
use crate::domain::proposal::Proposal;
use crate::domain::record::Capacity;
use crate::domain::response::{Refers, RequestResult, ResponseKind};
use crate::domain::source::{Access, SourceType};
use crate::domain::{Measure, Population};

/// `/petition log` as it was typed. Summary and demands come in its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewPetition {
    pub title: String,
    pub url: String,
    pub organisation: String,
    pub issued_on: String,
    pub kind: Option<PetitionKind>,
    pub scope: Option<String>,
    pub visibility: Option<Visibility>,
    pub sponsor: Option<String>,
}

/// `/count log` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewCount {
    pub petition: String,
    pub url: String,
    pub wording: String,
    pub as_of: String,
    pub population: Option<Population>,
    pub of: Option<String>,
    pub measure: Option<Measure>,
    pub originator: Option<String>,
    pub note: Option<String>,
}

/// `/response log` as it was typed. The words come in its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewResponse {
    pub petition: String,
    pub url: String,
    pub kind: ResponseKind,
    pub said_on: String,
    pub also: Option<ResponseKind>,
    pub organisation: Option<String>,
    pub speaker: Option<String>,
    pub capacity: Option<Capacity>,
    pub channel: Option<String>,
    pub refers: Option<Refers>,
}

/// `/response request` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewRequest {
    pub petition: String,
    pub asked_on: String,
    pub deadline: String,
    pub asker: String,
    pub organisation: Option<String>,
    pub url: Option<String>,
    pub result: Option<RequestResult>,
}

/// `/statement log` as it was typed. The words come in its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewStatement {
    pub petition: String,
    pub url: String,
    pub speaker: String,
    pub capacity: Capacity,
    pub said_on: String,
    pub channel: Option<String>,
    pub directed_to: Option<String>,
    pub paraphrase: Option<String>,
}

/// `/fact log` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewFact {
    pub petition: String,
    pub url: String,
    pub subject: String,
    pub property: String,
    pub wording: String,
    pub as_of: Option<String>,
    pub originator: Option<String>,
}

/// `/source log` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewSource {
    pub url: String,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub published: Option<String>,
    pub source_type: Option<SourceType>,
    pub access: Option<Access>,
    pub read_on: Option<String>,
}

/// What somebody typed into a log command.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Typed {
    Petition(NewPetition),
    Count(NewCount),
    Response(NewResponse),
    Request(NewRequest),
    Statement(NewStatement),
    Fact(NewFact),
    Source(NewSource),
}

/// The id of a draft: random, and no authority by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DraftId(pub String);

/// What became of a typed command.
#[derive(Clone, Debug, PartialEq)]
pub enum Drafted {
    /// The words are still missing: this form asks for them.
    NeedsWords(DraftId, Form),
    /// The words can be read in several ways; `choices` says which.
    NeedsReading(DraftId, Vec<(Reading, &'static str)>),
    /// Complete, for the contributor to look at.
    Preview(Box<Preview>),
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
    /// What is like it already, published or waiting.
    pub similar: Vec<Similar>,
    /// Whether the caller may approve it themselves at once.
    pub may_approve: MayApprove,
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
    /// Whether it stands on the very same page.
    pub same_page: bool,
    /// Whether it still waits.
    pub pending: bool,
}

/// What a filing made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The submissions' numbers.
    pub numbers: Vec<Number>,
    /// Whether they were approved at once.
    pub approved: bool,
}

/// A form of one to five fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub purpose: FormPurpose,
    /// Its fields, in order.
    pub fields: Vec<FormField>,
}

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPurpose {
    /// The words that a command has no room for.
    Words,
    /// Putting a draft right.
    Change,
    /// Saying what a source is.
    Describe,
    /// A moderator's edit of a submission.
    Edit,
    /// The note to a rejection.
    Reject,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Which field.
    pub field: Field,
    /// What it holds now.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it takes several lines.
    pub long: bool,
}

impl DraftId {
    /// Reads a draft's id out of a `custom_id`: 16 characters of Crockford's base 32, in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 16 && text.bytes().all(|b| b"0123456789abcdefghjkmnpqrstvwxyz".contains(&b));
        shaped.then(|| Self(text.to_owned()))
    }
}
