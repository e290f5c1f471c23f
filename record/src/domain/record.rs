//! Records: what is logged about a petition. They share one life, one way to be cited and one way to be reviewed.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::named::named;
use super::{Measure, Population, Reading};
use crate::domain::commitment::Commitment;
use crate::domain::response::{Request, Response};

named! {
    /// The kinds of record.
    pub enum RecordKind {
        /// Somebody's number of signers.
        Count = "count",
        /// Somebody's figure about something else.
        Fact = "fact",
        /// What somebody said.
        Statement = "statement",
        /// What an addressee answered.
        Response = "response",
        /// That somebody asked an addressee for comment.
        Request = "request",
        /// What an organisation promised.
        Commitment = "commitment",
    }
}

named! {
    /// Where a published record stands. What waits or was rejected is a submission and not here.
    pub enum RecordState {
        /// Stands.
        Accepted = "accepted",
        /// Replaced by a correction.
        Superseded = "superseded",
        /// No longer relied on, with a reason.
        Deprecated = "deprecated",
        /// Taken back by who said it.
        Retracted = "retracted",
        /// Its words are gone for a person's sake.
        Redacted = "redacted",
        /// Taken away by moderators: asked for, it answers "removed".
        Removed = "removed",
    }
}

impl RecordState {
    /// Says whether a record may go from this state to `next`. Only what stands can change; redaction and removal are
    /// always open, and only taking an act back leads back.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Redacted | Self::Removed, _) | (_, Self::Accepted) => false,
            (_, Self::Redacted | Self::Removed) => true,
            _ => self == Self::Accepted,
        }
    }
}

named! {
    /// How much a report weighs among reports of the same moment.
    pub enum Rank {
        /// Comes first.
        Preferred = "preferred",
        /// As any other.
        Normal = "normal",
    }
}

named! {
    /// In which capacity somebody speaks.
    pub enum Capacity {
        /// The organisation itself.
        Official = "official",
        /// One of its executives.
        Executive = "executive",
        /// An employee, for themselves.
        EmployeePersonal = "employee_personal",
        /// A union or an advocacy group.
        UnionOrAdvocacy = "union_or_advocacy",
        /// Nobody who is named.
        Anonymous = "anonymous",
    }
}

impl Capacity {
    /// Says whether words in this capacity are the organisation's own. An employee's post is not the company.
    #[must_use]
    pub fn speaks_for_the_organisation(self) -> bool {
        matches!(self, Self::Official | Self::Executive)
    }
}

/// What somebody said: in quotation, in other words, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawWords", into = "RawWords")]
pub struct Words {
    quote: Option<String>,
    paraphrase: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paraphrase: Option<String>,
}

/// Neither a quotation nor a paraphrase was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("neither a quotation nor a paraphrase is given")]
pub struct NoWords;

impl Words {
    /// Makes words of a quotation, a paraphrase, or both.
    pub fn new(quote: Option<String>, paraphrase: Option<String>) -> Result<Self, NoWords> {
        if quote.is_none() && paraphrase.is_none() { Err(NoWords) } else { Ok(Self { quote, paraphrase }) }
    }

    /// Gives the quoted words.
    #[must_use]
    pub fn quote(&self) -> Option<&str> {
        self.quote.as_deref()
    }

    /// Gives what was said, in an editor's words.
    #[must_use]
    pub fn paraphrase(&self) -> Option<&str> {
        self.paraphrase.as_deref()
    }
}

impl TryFrom<RawWords> for Words {
    type Error = NoWords;

    fn try_from(raw: RawWords) -> Result<Self, NoWords> {
        Self::new(raw.quote, raw.paraphrase)
    }
}

impl From<Words> for RawWords {
    fn from(words: Words) -> Self {
        Self { quote: words.quote, paraphrase: words.paraphrase }
    }
}

/// Somebody's number of signers. A count is a report, not a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountReport {
    /// What is counted.
    pub measure: Measure,
    /// Who is counted.
    pub population: Population,
    /// The words as they were written, for ever.
    pub wording: String,
    /// The language of the words, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the words allow; `None` where the words stand alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// When it was so.
    pub as_of: PartialDate,
    /// Who counted.
    pub originator: String,
    /// Where in the source it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// A note for readers, such as why a count fell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Somebody's figure about something that is not a count of signers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactClaim {
    /// What it is about.
    pub subject: String,
    /// Which property of it: value, users, offices.
    pub property: String,
    /// The words as they were written, for ever.
    pub wording: String,
    /// The language of the words, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the words allow; `None` where the words stand alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// When it was so, where anybody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// Who says so.
    pub originator: String,
}

/// What somebody said about the matter. Words of the company from before the petition are statements too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Who speaks.
    pub speaker: String,
    /// In which capacity.
    pub capacity: Capacity,
    /// Where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When it was said.
    pub said_on: PartialDate,
    /// The words.
    pub words: Words,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directed_to: Option<String>,
    /// About what, where that is not the matter itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// The typed document of a record's row, by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// A count report.
    Count(CountReport),
    /// A fact claim.
    Fact(FactClaim),
    /// A statement.
    Statement(Statement),
    /// A response.
    Response(Response),
    /// A request for comment.
    Request(Request),
    /// A commitment.
    Commitment(Commitment),
}

impl Body {
    /// The version of the document's form, stored beside it.
    pub const VERSION: i64 = 1;

    /// Says which kind of record it is.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Count(_) => RecordKind::Count,
            Self::Fact(_) => RecordKind::Fact,
            Self::Statement(_) => RecordKind::Statement,
            Self::Response(_) => RecordKind::Response,
            Self::Request(_) => RecordKind::Request,
            Self::Commitment(_) => RecordKind::Commitment,
        }
    }

    /// Gives the date it is sorted by: when it was so, was said or was asked; of a commitment, when it is due.
    #[must_use]
    pub fn as_of(&self) -> Option<PartialDate> {
        match self {
            Self::Count(count) => Some(count.as_of),
            Self::Fact(fact) => fact.as_of,
            Self::Statement(statement) => Some(statement.said_on),
            Self::Response(response) => Some(response.said_on),
            Self::Request(request) => Some(request.asked_on),
            Self::Commitment(commitment) => commitment.due,
        }
    }

    /// Gives the reading of its words, where it has one.
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        match self {
            Self::Count(count) => count.reading.as_ref(),
            Self::Fact(fact) => fact.reading.as_ref(),
            Self::Statement(_) | Self::Response(_) | Self::Request(_) | Self::Commitment(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_empty() {
        assert_eq!(Words::new(None, None), Err(NoWords));
        assert!(serde_json::from_str::<Words>("{}").is_err());
        let words: Words = serde_json::from_str(r#"{"quote":"Not cool."}"#).unwrap();
        assert_eq!(words.quote(), Some("Not cool."));
    }

    #[test]
    fn only_what_stands_can_change_and_redaction_is_final() {
        assert!(RecordState::Accepted.may_become(RecordState::Superseded));
        assert!(!RecordState::Superseded.may_become(RecordState::Deprecated));
        assert!(RecordState::Superseded.may_become(RecordState::Redacted));
        assert!(!RecordState::Redacted.may_become(RecordState::Redacted));
    }

    #[test]
    fn an_employees_words_are_not_the_companys() {
        let own: Vec<_> = Capacity::ALL.iter().filter(|c| c.speaks_for_the_organisation()).collect();
        assert_eq!(own, [&Capacity::Official, &Capacity::Executive]);
    }
}
