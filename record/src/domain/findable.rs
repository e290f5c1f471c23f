//! What a search finds: every kind of thing that is published and has words.

use super::named::named;
use super::record::RecordKind;

named! {
    /// A kind of thing that words find.
    pub enum Findable {
        /// A petition.
        Petition = "petition",
        /// An organisation.
        Organisation = "organisation",
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
        /// A commitment.
        Commitment = "commitment",
    }
}

impl From<RecordKind> for Findable {
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
