//! What somebody proposes for the record: a petition, a source or a record, complete but not yet published.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::ids::Number;
use super::organisation::{Belonging, OrganisationKind, OrganisationRef};
use super::petition::{Collection, PetitionDoc, Slug};
use super::petition_edit::PetitionEdit;
use super::record::Body;
use super::review::SubmissionKind;
use super::signatory::SignatoryProposal;
use super::source::{SourceDoc, SourceUrl};
use super::watching::counter::Counting;

/// A petition that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionProposal {
    /// The short name it will be asked for by, if it is still free when it is approved.
    pub slug: Slug,
    /// What is said of it.
    pub doc: PetitionDoc,
    /// To whom it is addressed.
    pub addressees: Vec<OrganisationRef>,
    /// What it asks for, one by one.
    pub demands: Vec<String>,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// Where it can be read, or who reported it.
    pub source: SourceDoc,
}

/// A record that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordProposal {
    /// The petition it is about: published, or the proposer's own and still pending.
    pub petition: Number,
    /// The organisation it concerns: whose employees are counted, who speaks, who was asked.
    pub organisation: Option<OrganisationRef>,
    /// Where it stands. Only a request for comment may still lack one, and is not published before it has one.
    pub source: Option<SourceDoc>,
    /// What it says.
    pub body: Body,
    /// What it has to do with a live counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counting: Option<Counting>,
}

/// The organisation that a proposed one belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// The organisation, and the name it is shown by.
    pub organisation: Named,
    /// When.
    pub belonging: Belonging,
}

/// An organisation as a proposal names it, with the name that is shown for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The organisation.
    pub organisation: OrganisationRef,
    /// The name it is shown by.
    pub name: String,
}

/// An organisation that is proposed, or what is added to one on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationProposal {
    /// The organisation.
    pub organisation: Named,
    /// What sort it is; where one on record is said to be none other, nothing.
    pub kind: Option<OrganisationKind>,
    /// Names it answers to from now on.
    pub aliases: Vec<String>,
    /// An organisation it belongs to.
    pub parent: Option<Parent>,
}

/// An archived copy of a source that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureProposal {
    /// The source.
    pub source: Number,
    /// What the source is called.
    pub name: String,
    /// Where the copy is.
    pub archive_url: SourceUrl,
    /// When it was made.
    pub archived_at: PartialDate,
    /// The page that it is of by its address, where that is not the source's: reviewers are warned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_page: Option<SourceUrl>,
}

/// Something proposed for the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// A petition.
    Petition(Box<PetitionProposal>),
    /// A source.
    Source(Box<SourceDoc>),
    /// An archived copy of a source.
    Capture(Box<CaptureProposal>),
    /// A record.
    Record(Box<RecordProposal>),
    /// Somebody who signed.
    Signatory(Box<SignatoryProposal>),
    /// An organisation.
    Organisation(Box<OrganisationProposal>),
    /// A change to a petition on record.
    PetitionEdit(Box<PetitionEdit>),
}

impl Proposal {
    /// Says what it will be submitted as.
    #[must_use]
    pub fn kind(&self) -> SubmissionKind {
        match self {
            Self::Petition(_) => SubmissionKind::Petition,
            Self::Source(_) | Self::Capture(_) => SubmissionKind::Source,
            Self::Record(record) => record.body.kind().into(),
            Self::Organisation(_) => SubmissionKind::Organisation,
            Self::PetitionEdit(_) => SubmissionKind::PetitionEdit,
            Self::Signatory(_) => SubmissionKind::Signatory,
        }
    }

    /// Gives the petition it is about, where it is about one.
    #[must_use]
    pub fn petition(&self) -> Option<Number> {
        match self {
            Self::Petition(_) | Self::Source(_) | Self::Capture(_) | Self::Organisation(_) => None,
            Self::Record(record) => Some(record.petition),
            Self::Signatory(signatory) => Some(signatory.petition),
            Self::PetitionEdit(edit) => Some(edit.petition),
        }
    }

    /// Says whether it stands on a source of its own: names do not, and a petition that is changed has its source.
    #[must_use]
    pub fn needs_source(&self) -> bool {
        match self {
            Self::Petition(_) | Self::Source(_) | Self::Record(_) | Self::Signatory(_) => true,
            Self::Capture(_) | Self::Organisation(_) | Self::PetitionEdit(_) => false,
        }
    }

    /// Gives its source.
    #[must_use]
    pub fn source(&self) -> Option<&SourceDoc> {
        match self {
            Self::Petition(petition) => Some(&petition.source),
            Self::Source(source) => Some(source),
            Self::Record(record) => record.source.as_ref(),
            Self::Signatory(signatory) => Some(&signatory.source),
            Self::Capture(_) | Self::Organisation(_) | Self::PetitionEdit(_) => None,
        }
    }

    /// Gives its source, to be described or put right.
    pub fn source_mut(&mut self) -> Option<&mut SourceDoc> {
        match self {
            Self::Petition(petition) => Some(&mut petition.source),
            Self::Source(source) => Some(source),
            Self::Record(record) => record.source.as_mut(),
            Self::Signatory(signatory) => Some(&mut signatory.source),
            Self::Capture(_) | Self::Organisation(_) | Self::PetitionEdit(_) => None,
        }
    }

    /// Gives the date it is about.
    #[must_use]
    pub fn as_of(&self) -> Option<PartialDate> {
        match self {
            Self::Petition(petition) => Some(petition.doc.issued_on),
            Self::Source(source) => source.published,
            Self::Capture(capture) => Some(capture.archived_at),
            Self::Record(record) => record.body.as_of(),
            Self::Signatory(_) | Self::Organisation(_) | Self::PetitionEdit(_) => None,
        }
    }

    /// Gives the proposal as it may stand in the ledger: without who signed.
    #[must_use]
    pub fn without_person(&self) -> Cow<'_, Self> {
        match self {
            Self::Signatory(signatory) => {
                Cow::Owned(Self::Signatory(Box::new(SignatoryProposal { person: None, ..(**signatory).clone() })))
            }
            Self::Petition(_)
            | Self::Source(_)
            | Self::Capture(_)
            | Self::Record(_)
            | Self::Organisation(_)
            | Self::PetitionEdit(_) => Cow::Borrowed(self),
        }
    }
}
