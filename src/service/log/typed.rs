//! What the log commands bring, option by option, before anything of it is read.

use serde::{Deserialize, Serialize};

use crate::domain::guild::Names;
use crate::domain::organisation::OrganisationKind;
use crate::domain::petition::{Collection, PetitionKind, Relation, Visibility};
use crate::domain::record::Capacity;
use crate::domain::response::{Refers, RequestResult, ResponseKind};
use crate::domain::signatory::{Basis, Part};
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
    pub as_of: String,
    /// Nothing where it is to be chosen from the page.
    pub wording: Option<String>,
    pub population: Option<Population>,
    pub of: Option<String>,
    pub measure: Option<Measure>,
    pub originator: Option<String>,
    pub note: Option<String>,
    /// How the page's running number is read, where later readings are to follow.
    #[serde(default)]
    pub counter: Option<String>,
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

/// `/source capture` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewCapture {
    pub source: String,
    pub archive_url: String,
    /// When it was made, where its address does not say.
    pub read_on: Option<String>,
}

/// `/signatory log` as it was typed.
#[derive(Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewSignatory {
    pub petition: String,
    pub url: String,
    pub name: String,
    pub affiliation: Option<String>,
    pub basis: Option<Basis>,
    pub part: Option<Part>,
    /// Whether names were kept when it was filed; nothing before that.
    pub names: Option<Names>,
}

impl std::fmt::Debug for NewSignatory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSignatory(redacted)")
    }
}

/// `/commitment log` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewCommitment {
    pub petition: String,
    pub url: String,
    pub text: String,
    pub due: Option<String>,
    pub organisation: Option<String>,
    pub said_on: Option<String>,
}

/// `/organisation log` as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewOrganisation {
    pub name: String,
    pub kind: Option<OrganisationKind>,
    pub aliases: Option<String>,
    pub parent: Option<String>,
    pub since: Option<String>,
    pub until: Option<String>,
}

/// `/petition edit` as it was typed: what is left out stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct NewPetitionEdit {
    pub petition: String,
    pub title: Option<String>,
    pub state: Option<Collection>,
    pub issued_on: Option<String>,
    pub delivered_on: Option<String>,
    pub scope: Option<String>,
    pub addressee: Option<String>,
    pub tags: Option<String>,
    pub relation: Option<Relation>,
    pub other: Option<String>,
    pub remove_addressee: Option<String>,
    pub remove_tags: Option<String>,
    pub remove_relation: Option<String>,
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
    Capture(NewCapture),
    Signatory(NewSignatory),
    Commitment(NewCommitment),
    Organisation(NewOrganisation),
    PetitionEdit(NewPetitionEdit),
}
