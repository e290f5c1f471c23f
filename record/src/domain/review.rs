//! Submissions and what is decided of them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::named::named;
use super::record::RecordKind;

named! {
    /// Where a submission stands.
    pub enum SubmissionState {
        /// Waits for a decision.
        Pending = "pending",
        /// Became part of the record.
        Approved = "approved",
        /// Did not, for a reason.
        Rejected = "rejected",
        /// Was taken back by who filed it.
        Withdrawn = "withdrawn",
    }
}

named! {
    /// How long something has waited at the least.
    pub enum Waited {
        /// A day.
        Day = "over_1_day",
        /// Three days.
        ThreeDays = "over_3_days",
        /// A week.
        Week = "over_1_week",
    }
}

impl Waited {
    /// Gives the length of time.
    #[must_use]
    pub const fn span(self) -> SignedDuration {
        let days = match self {
            Self::Day => 1,
            Self::ThreeDays => 3,
            Self::Week => 7,
        };
        SignedDuration::from_hours(24 * days)
    }
}

named! {
    /// Why a submission is rejected.
    pub enum RejectReason {
        /// No source is given.
        NoSource = "no_source",
        /// The source does not say it.
        SourceDoesNotSayIt = "source_does_not_say_it",
        /// It is on record already.
        Duplicate = "duplicate",
        /// It belongs to another petition or to none.
        NotAboutThisPetition = "not_about_this_petition",
        /// It gives away somebody's personal data.
        PersonalData = "personal_data",
        /// It abuses somebody.
        Abusive = "abusive",
        /// Nobody can tell what it says.
        Unreadable = "unreadable",
        /// Something else: the note says what.
        Other = "other",
    }
}

named! {
    /// What is submitted.
    pub enum SubmissionKind {
        /// A petition.
        Petition = "petition",
        /// A source.
        Source = "source",
        /// A count report.
        Count = "count",
        /// A fact claim.
        Fact = "fact",
        /// A statement.
        Statement = "statement",
        /// A response.
        Response = "response",
        /// A request for comment.
        Request = "request",
        /// A signatory.
        Signatory = "signatory",
        /// A commitment.
        Commitment = "commitment",
        /// An organisation, or what is added to one.
        Organisation = "organisation",
        /// A change to a petition.
        PetitionEdit = "petition_edit",
    }
}

impl From<RecordKind> for SubmissionKind {
    fn from(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Count => Self::Count,
            RecordKind::Fact => Self::Fact,
            RecordKind::Statement => Self::Statement,
            RecordKind::Response => Self::Response,
            RecordKind::Request => Self::Request,
            RecordKind::Commitment => Self::Commitment,
        }
    }
}

named! {
    /// What somebody may do in a guild, by what their roles and permissions there give them at this moment.
    pub enum Standing {
        /// Any member.
        Everyone = "everyone",
        /// Has the contributor role.
        Contributor = "contributor",
        /// Decides on submissions.
        Moderator = "moderator",
        /// May manage the server.
        Admin = "admin",
    }
}

/// What was decided of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The standing of who decided.
    pub by: Standing,
    /// Whether a single moderator decided about their own.
    pub alone: bool,
    /// When.
    pub at: Timestamp,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RejectReason>,
}
