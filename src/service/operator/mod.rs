//! Publishing on the host: the demo record and archives, with no caller and no review.
//!
//! Whatever is published here leaves its ledger entry (*import*, by `operator`), one for each object. A row of an
//! archive that came in before changes nothing.

mod erase;
mod names;
mod publish;
mod take_in;

pub use erase::{Person, Standing};
pub use take_in::TakenIn;

pub use names::{ListedName, NameList, NamesOutcome};

use crate::domain::commitment::Judged;
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::organisation::{OrganisationKind, OrganisationRef};
use crate::domain::petition::{Relation, Slug};
use crate::domain::proposal::PetitionProposal;
use crate::domain::record::{Body, Rank, RecordState};
use crate::domain::source::{CaptureDoc, SourceDoc, SourceUrl};

/// An organisation, so that it has its kind and its other names before a petition names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedOrganisation {
    /// The name it is shown by.
    pub name: String,
    /// What sort it is.
    pub kind: OrganisationKind,
    /// Other and older names that find it.
    pub aliases: Vec<String>,
}

/// A record of an imported petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedRecord {
    /// The organisation it concerns.
    pub organisation: Option<OrganisationRef>,
    /// Where it stands; `None` where the petition's own source says it.
    pub source: Option<SourceDoc>,
    /// What it says.
    pub body: Body,
    /// How much it weighs.
    pub rank: Rank,
    /// Why somebody should look at it, such as `archive_number`; it is then in the review queue.
    pub flag: Option<String>,
    /// Where it stands.
    pub state: RecordState,
    /// What replaced it: its place among the entry's records.
    pub superseded_by: Option<usize>,
}

/// Which petition another stands to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// One by its short name.
    Slug(Slug),
    /// One by its row in the same archive.
    Row(String),
}

/// A reading of a source that somebody made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedCapture {
    /// Whose: the address of a source of the same entry.
    pub url: SourceUrl,
    /// When.
    pub retrieved_at: PartialDate,
    /// What was found.
    pub doc: CaptureDoc,
}

/// One row of an archive: a petition with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which archive.
    pub archive: String,
    /// Which row of it.
    pub row: String,
    /// Organisations to be known before.
    pub organisations: Vec<ImportedOrganisation>,
    /// The petition. Its tags stand in its document.
    pub petition: PetitionProposal,
    /// Its records.
    pub records: Vec<ImportedRecord>,
    /// How it stands to others, which may come later in the same batch.
    pub relations: Vec<(Relation, Other)>,
    /// Captures of its sources.
    pub captures: Vec<ImportedCapture>,
    /// What was judged of its demands and commitments, in order.
    pub judgements: Vec<ImportedJudgement>,
}

/// What was judged of a demand or a commitment of the same entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedJudgement {
    /// Its place, from 0, among the entry's demands or records, as the judgement is of one or the other.
    pub place: usize,
    /// What was judged.
    pub judged: Judged,
    /// The source it stands on.
    pub source: SourceDoc,
    /// Why.
    pub reason: String,
    /// When it was judged.
    pub judged_at: jiff::Timestamp,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The row.
    pub row: String,
    /// The petition it is.
    pub petition: Number,
    /// Whether it came in now; a row that was there already changed nothing.
    pub new: bool,
    /// The records it brought, in their order; none where it was there already.
    pub records: Vec<Number>,
}
