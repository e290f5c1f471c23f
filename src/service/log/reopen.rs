//! From a submission back to a draft, so that a moderator's edit is read like anything that is typed.

use jiff::Timestamp;

use super::draft::{Draft, Filled, Settled};
use super::typed::{NewCount, NewFact, NewPetition, NewRequest, NewResponse, NewSource, NewStatement, Typed};
use crate::domain::organisation::OrganisationRef;
use crate::domain::proposal::{PetitionProposal, Proposal, RecordProposal};
use crate::domain::record::{Body, Words};
use crate::domain::source::SourceDoc;
use crate::service::Field;

impl Draft {
    /// Makes the draft that reads as this proposal. What no form asks for comes with the source and the settled words.
    pub(crate) fn reopen(proposal: &Proposal, at: Timestamp) -> Self {
        let mut draft = match proposal {
            Proposal::Petition(petition) => petition_draft(petition, at),
            Proposal::Source(source) => Self::new(Typed::Source(source_typed(source)), at),
            Proposal::Record(record) => record_draft(record, at),
        };
        draft.source = proposal.source().cloned();
        draft
    }
}

fn petition_draft(petition: &PetitionProposal, at: Timestamp) -> Draft {
    let doc = &petition.doc;
    let mut draft = Draft::new(
        Typed::Petition(NewPetition {
            title: doc.title.clone(),
            url: petition.source.url.as_str().to_owned(),
            organisation: petition.addressees.first().map(named).unwrap_or_default(),
            issued_on: doc.issued_on.to_string(),
            kind: Some(doc.kind),
            scope: doc.scope.clone(),
            visibility: Some(doc.visibility),
            sponsor: doc.sponsors.first().cloned(),
        }),
        at,
    );
    draft.words = Some(Filled::from([
        (Field::Summary, doc.summary.clone().unwrap_or_default()),
        (Field::Demands, petition.demands.join("\n")),
    ]));
    draft
}

fn source_typed(source: &SourceDoc) -> NewSource {
    NewSource {
        url: source.url.as_str().to_owned(),
        publisher: source.publisher.clone(),
        title: source.title.clone(),
        published: source.published.map(|date| date.to_string()),
        source_type: source.source_type,
        access: source.access,
        read_on: Some(source.retrieved_at.to_string()),
    }
}

fn record_draft(record: &RecordProposal, at: Timestamp) -> Draft {
    let petition = record.petition.to_string();
    let url = record.source.as_ref().map(|source| source.url.as_str().to_owned());
    let organisation = record.organisation.as_ref().map(named);
    let required_url = url.clone().unwrap_or_default();
    // An originator that is the publisher goes on following the publisher.
    let originator = |originator: &str| {
        let publisher = record.source.as_ref().map(SourceDoc::publisher_or_host);
        Some(originator.to_owned()).filter(|name| publisher != Some(name))
    };
    match &record.body {
        Body::Count(count) => {
            let mut draft = Draft::new(
                Typed::Count(NewCount {
                    petition,
                    url: required_url,
                    wording: count.wording.clone(),
                    as_of: count.as_of.to_string(),
                    population: Some(count.population),
                    of: organisation,
                    measure: Some(count.measure),
                    originator: originator(&count.originator),
                    note: count.note.clone(),
                }),
                at,
            );
            draft.settled = Some(Settled { wording: count.wording.clone(), reading: count.reading.clone() });
            draft
        }
        Body::Fact(fact) => {
            let mut draft = Draft::new(
                Typed::Fact(NewFact {
                    petition,
                    url: required_url,
                    subject: fact.subject.clone(),
                    property: fact.property.clone(),
                    wording: fact.wording.clone(),
                    as_of: fact.as_of.map(|date| date.to_string()),
                    originator: originator(&fact.originator),
                }),
                at,
            );
            draft.settled = Some(Settled { wording: fact.wording.clone(), reading: fact.reading.clone() });
            draft
        }
        Body::Statement(said) => with_words(
            Typed::Statement(NewStatement {
                petition,
                url: required_url,
                speaker: said.speaker.clone(),
                capacity: said.capacity,
                said_on: said.said_on.to_string(),
                channel: said.channel.clone(),
                directed_to: said.directed_to.clone(),
                paraphrase: None,
            }),
            &said.words,
            at,
        ),
        Body::Response(said) => {
            let kinds = said.kinds.as_slice();
            let typed = kinds.first().map(|kind| {
                Typed::Response(NewResponse {
                    petition: petition.clone(),
                    url: required_url.clone(),
                    kind: *kind,
                    said_on: said.said_on.to_string(),
                    also: None,
                    organisation: organisation.clone(),
                    speaker: said.speaker.clone(),
                    capacity: Some(said.capacity),
                    channel: said.channel.clone(),
                    refers: Some(said.refers),
                })
            });
            let typed = typed.unwrap_or_else(|| unreachable!("a response has at least one kind"));
            let mut draft = with_words(typed, &said.words, at);
            draft.kinds = Some(kinds.to_vec());
            draft
        }
        Body::Request(request) => Draft::new(
            Typed::Request(NewRequest {
                petition,
                asked_on: request.asked_on.to_string(),
                deadline: request.deadline.to_string(),
                asker: request.asker.clone(),
                organisation,
                url,
                result: request.result,
            }),
            at,
        ),
    }
}

fn with_words(typed: Typed, words: &Words, at: Timestamp) -> Draft {
    let mut draft = Draft::new(typed, at);
    let filled = [(Field::Quote, words.quote()), (Field::Paraphrase, words.paraphrase())];
    draft.words = Some(filled.into_iter().filter_map(|(field, text)| Some((field, text?.to_owned()))).collect());
    draft
}

/// Names an organisation so that it is found again.
fn named(organisation: &OrganisationRef) -> String {
    match organisation {
        OrganisationRef::Known(number) => number.to_string(),
        OrganisationRef::New(name) => name.clone(),
    }
}
