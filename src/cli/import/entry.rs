//! An action of the archive as an entry to publish.

use crate::domain::archive::{Action, ArchivedCount, FLAG, ORIGINATOR, Settled};
use crate::domain::date::PartialDate;
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition::Collection;
use crate::domain::proposal::PetitionProposal;
use crate::domain::record::{Body, Rank, RecordState};
use crate::domain::source::{SourceDoc, SourceType, SourceUrl};
use crate::service::operator::{Entry, ImportedRecord};

/// The name under which rows of this archive are remembered, whatever file they come in.
pub(super) const ARCHIVE: &str = "collective-action-in-tech";

/// Describes the archive as a source: read on the day its file was retrieved.
pub(super) fn archive_source(url: SourceUrl, retrieved: PartialDate) -> SourceDoc {
    SourceDoc {
        publisher: Some(ORIGINATOR.to_owned()),
        title: Some("Archive of worker actions".to_owned()),
        source_type: Some(SourceType::Aggregation),
        ..SourceDoc::bare(url, retrieved)
    }
}

/// Makes the entry of an action, every figure with the archive as its source.
pub(super) fn of_action(action: &Action, source: &SourceDoc) -> Entry {
    let petition = action.petition();
    let named = |name: &String| OrganisationRef::New(name.clone());
    // Of several companies nobody knows whose people signed.
    let of = if let [only] = petition.addressees.as_slice() { Some(named(only)) } else { None };
    Entry {
        archive: ARCHIVE.to_owned(),
        row: action.id.to_string(),
        organisations: Vec::new(),
        records: petition.counts.into_iter().map(|count| record(count, of.as_ref())).collect(),
        petition: PetitionProposal {
            slug: petition.slug,
            doc: petition.doc,
            addressees: petition.addressees.iter().map(named).collect(),
            demands: Vec::new(),
            collection: Collection::Unknown,
            source: source.clone(),
        },
        relations: Vec::new(),
        captures: Vec::new(),
        judgements: Vec::new(),
    }
}

fn record(count: ArchivedCount, of: Option<&OrganisationRef>) -> ImportedRecord {
    let employed = count.report.population == crate::domain::Population::Employees;
    ImportedRecord {
        organisation: of.filter(|_| employed).cloned(),
        source: None,
        body: Body::Count(count.report),
        rank: Rank::Normal,
        flag: (count.settled == Settled::No).then(|| FLAG.to_owned()),
        state: RecordState::Accepted,
        superseded_by: None,
    }
}
