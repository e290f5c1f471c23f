//! A view: a question as a value, whether it came from a command, a button or a page's arrow.
//!
//! Written into a `custom_id` as `<name>.<part>.<part>` (see `view/written.rs`), so that buttons work after a restart.

mod written;

use crate::domain::Population;
use crate::domain::breakdown::Aspect;
use crate::domain::findable::Findable;
use crate::domain::ids::Number;
use crate::domain::petition::Collection;
use crate::domain::review::{SubmissionKind, Waited};
use crate::service::ask::Format;
use crate::service::audit::AuditOf;

/// Which petition is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PetitionRef {
    /// Nothing was said: the channel's, else the only one, else a select.
    Unsaid,
    /// What was typed: a slug, a title's slug, or a number.
    Typed(String),
    /// One by its number.
    Number(Number),
}

/// Whether what has been replaced is shown too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// Only what stands.
    Current,
    /// What was superseded, deprecated and retracted as well.
    Everything,
}

/// A question. Pages count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the command of the same name with its options, or a button of one")]
pub enum View {
    Petition { petition: PetitionRef },
    Petitions { organisation: Option<String>, state: Option<Collection>, tag: Option<String>, page: u32 },
    Timeline { petition: PetitionRef, page: u32 },
    Chart { petition: PetitionRef },
    History { petition: PetitionRef, page: u32 },
    Counts { petition: PetitionRef, population: Option<Population>, history: History, page: u32 },
    Responses { petition: PetitionRef, organisation: Option<String>, page: u32 },
    Statements { petition: PetitionRef, speaker: Option<String>, page: u32 },
    Facts { petition: PetitionRef, property: Option<String>, page: u32 },
    Source { source: String, page: u32 },
    Search { text: String, kind: Option<Findable>, page: u32 },
    Signatories { petition: PetitionRef, by: Option<Aspect>, page: u32 },
    Export { petition: PetitionRef, format: Format },
    Queue { kind: Option<SubmissionKind>, petition: PetitionRef, age: Option<Waited>, page: u32 },
    Submission { number: Number },
    Audit { of: AuditOf, page: u32 },
    Who { asked: i64, page: u32 },
    Submissions { page: u32 },
    Earlier { number: Number, page: u32 },
    Commitments { petition: PetitionRef, page: u32 },
    Sources { petition: PetitionRef, page: u32 },
    Organisation { organisation: String },
    About,
}
