//! From a submission back to a draft, so that a moderator's edit is read like anything that is typed.

use jiff::Timestamp;

use super::draft::{Draft, Filled, Settled};
use super::typed::{
    NewCapture, NewCommitment, NewCount, NewFact, NewOrganisation, NewPetition, NewPetitionEdit, NewRequest,
    NewResponse, NewSignatory, NewSource, NewStatement, Typed,
};
use crate::domain::Reading;
use crate::domain::commitment::Commitment;
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition_edit::PetitionEdit;
use crate::domain::proposal::{Named, OrganisationProposal, PetitionProposal, Proposal, RecordProposal};
use crate::domain::record::{Body, CountReport, FactClaim, Statement, Words};
use crate::domain::response::{Request, Response, ResponseKind};
use crate::domain::signatory::SignatoryProposal;
use crate::domain::source::SourceDoc;
use crate::domain::watching::copies::made_at;
use crate::service::Field;

impl Draft {
    /// Makes the draft that reads as this proposal. What no form asks for comes with the source and the settled words.
    pub(crate) fn reopen(proposal: &Proposal, at: Timestamp) -> Self {
        let mut draft = match proposal {
            Proposal::Petition(petition) => petition_draft(petition, at),
            Proposal::Source(source) => Self::new(Typed::Source(source_typed(source)), at),
            Proposal::Capture(capture) => {
                let (source, archive_url) = (capture.source.get().to_string(), capture.archive_url.as_str().to_owned());
                // What the address says goes before: another address says another date.
                let read_on = made_at(&capture.archive_url).is_none().then(|| capture.archived_at.to_string());
                Self::new(Typed::Capture(NewCapture { source, archive_url, read_on }), at)
            }
            Proposal::Record(record) => record_draft(record, at),
            Proposal::Signatory(signatory) => Self::new(Typed::Signatory(signatory_typed(signatory)), at),
            Proposal::Organisation(proposed) => Self::new(Typed::Organisation(organisation_typed(proposed)), at),
            Proposal::PetitionEdit(edit) => Self::new(Typed::PetitionEdit(edit_typed(edit)), at),
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

fn signatory_typed(signatory: &SignatoryProposal) -> NewSignatory {
    let person = signatory.person.as_ref();
    NewSignatory {
        petition: signatory.petition.to_string(),
        url: signatory.source.url.as_str().to_owned(),
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        affiliation: person.and_then(|person| person.affiliation.clone()),
        basis: Some(signatory.basis),
        part: Some(signatory.part),
        names: Some(signatory.names),
    }
}

fn organisation_typed(proposed: &OrganisationProposal) -> NewOrganisation {
    let belonging = proposed.parent.as_ref().map(|parent| parent.belonging).unwrap_or_default();
    NewOrganisation {
        name: proposed.organisation.name.clone(),
        kind: proposed.kind,
        aliases: joined(&proposed.aliases),
        parent: proposed.parent.as_ref().map(|parent| parent.organisation.name.clone()),
        since: belonging.since.map(|date| date.to_string()),
        until: belonging.until.map(|date| date.to_string()),
    }
}

fn edit_typed(edit: &PetitionEdit) -> NewPetitionEdit {
    let name = |named: Option<&Named>| named.map(|named| named.name.clone());
    let (added, removed) = (edit.relations.added.first(), edit.relations.removed.first());
    NewPetitionEdit {
        petition: edit.petition.to_string(),
        title: edit.title.as_ref().map(|change| change.to.clone()),
        state: edit.collection.as_ref().map(|change| change.to),
        issued_on: edit.issued_on.as_ref().map(|change| change.to.to_string()),
        delivered_on: edit
            .delivered_on
            .as_ref()
            .map(|change| change.to.map_or_else(|| "-".to_owned(), |on| on.to_string())),
        scope: edit.scope.as_ref().map(|change| change.to.clone().unwrap_or_else(|| "-".to_owned())),
        addressee: name(edit.addressees.added.first()),
        tags: joined(&edit.tags.added),
        relation: added.map(|one| one.relation),
        other: added.map(|one| one.other.to_string()),
        remove_addressee: name(edit.addressees.removed.first()),
        remove_tags: joined(&edit.tags.removed),
        remove_relation: removed.map(|one| one.other.to_string()),
    }
}

fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(", "))
}

fn settled(wording: &str, reading: Option<&Reading>, language: Option<&str>) -> Settled {
    Settled { wording: wording.to_owned(), reading: reading.cloned(), language: language.map(str::to_owned) }
}

/// What every record is typed with.
struct About<'a> {
    petition: String,
    url: Option<String>,
    organisation: Option<String>,
    source: Option<&'a SourceDoc>,
    at: Timestamp,
}

fn record_draft(record: &RecordProposal, at: Timestamp) -> Draft {
    let about = About {
        petition: record.petition.to_string(),
        url: record.source.as_ref().map(|source| source.url.as_str().to_owned()),
        organisation: record.organisation.as_ref().map(named),
        source: record.source.as_ref(),
        at,
    };
    match &record.body {
        Body::Count(count) => Draft { counting: record.counting.clone(), ..about.count(count) },
        Body::Fact(fact) => about.fact(fact),
        Body::Statement(said) => about.statement(said),
        Body::Response(said) => about.response(said),
        Body::Request(request) => about.request(request),
        Body::Commitment(commitment) => about.commitment(commitment),
    }
}

impl About<'_> {
    /// Gives the originator where it is not the publisher, whom it otherwise goes on following.
    fn originator(&self, originator: &str) -> Option<String> {
        let publisher = self.source.map(SourceDoc::publisher_or_host);
        Some(originator.to_owned()).filter(|name| publisher != Some(name))
    }

    fn count(self, count: &CountReport) -> Draft {
        let originator = self.originator(&count.originator);
        let typed = NewCount {
            petition: self.petition,
            url: self.url.unwrap_or_default(),
            wording: Some(count.wording.clone()),
            as_of: count.as_of.to_string(),
            population: Some(count.population),
            of: self.organisation,
            measure: Some(count.measure),
            originator,
            note: count.note.clone(),
            counter: None,
        };
        let mut draft = Draft::new(Typed::Count(typed), self.at);
        draft.settled = Some(settled(&count.wording, count.reading.as_ref(), count.language.as_deref()));
        draft.locator.clone_from(&count.locator);
        draft
    }

    fn fact(self, fact: &FactClaim) -> Draft {
        let originator = self.originator(&fact.originator);
        let typed = NewFact {
            petition: self.petition,
            url: self.url.unwrap_or_default(),
            subject: fact.subject.clone(),
            property: fact.property.clone(),
            wording: fact.wording.clone(),
            as_of: fact.as_of.map(|date| date.to_string()),
            originator,
        };
        let mut draft = Draft::new(Typed::Fact(typed), self.at);
        draft.settled = Some(settled(&fact.wording, fact.reading.as_ref(), fact.language.as_deref()));
        draft
    }

    fn statement(self, said: &Statement) -> Draft {
        let typed = NewStatement {
            petition: self.petition,
            url: self.url.unwrap_or_default(),
            speaker: said.speaker.clone(),
            capacity: said.capacity,
            said_on: said.said_on.to_string(),
            channel: said.channel.clone(),
            directed_to: said.directed_to.clone(),
            paraphrase: None,
        };
        with_words(Typed::Statement(typed), &said.words, self.at)
    }

    fn response(self, said: &Response) -> Draft {
        let kinds = said.kinds.as_slice();
        let typed = NewResponse {
            petition: self.petition,
            url: self.url.unwrap_or_default(),
            // What counts are the draft's own kinds, of which there may be more than the command's two.
            kind: kinds.first().copied().unwrap_or(ResponseKind::Acknowledged),
            said_on: said.said_on.to_string(),
            also: None,
            organisation: self.organisation,
            speaker: said.speaker.clone(),
            capacity: Some(said.capacity),
            channel: said.channel.clone(),
            refers: Some(said.refers),
        };
        let mut draft = with_words(Typed::Response(typed), &said.words, self.at);
        draft.kinds = Some(kinds.to_vec());
        draft
    }

    fn request(self, request: &Request) -> Draft {
        let typed = NewRequest {
            petition: self.petition,
            asked_on: request.asked_on.to_string(),
            deadline: request.deadline.to_string(),
            asker: request.asker.clone(),
            organisation: self.organisation,
            url: self.url,
            result: request.result,
        };
        Draft::new(Typed::Request(typed), self.at)
    }

    fn commitment(self, commitment: &Commitment) -> Draft {
        let typed = NewCommitment {
            petition: self.petition,
            url: self.url.unwrap_or_default(),
            text: commitment.text.clone(),
            due: commitment.due.map(|date| date.to_string()),
            organisation: self.organisation,
            said_on: commitment.made_on.map(|date| date.to_string()),
        };
        Draft::new(Typed::Commitment(typed), self.at)
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
