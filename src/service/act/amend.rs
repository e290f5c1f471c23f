//! Saying a record better, or replacing it: the form, and what it holds, read like anything that is typed.

use super::perform::{leave_entry, make};
use super::{ActPreview, NewAct, Plan, Wanted, plan};
use crate::domain::acting::{Asked, Effect, Request, Stand};
use crate::domain::ids::Number;
use crate::domain::organisation::OrganisationKind;
use crate::domain::petition_edit::Change;
use crate::domain::proposal::{Proposal, RecordProposal};
use crate::domain::record::{Body, Rank, RecordState};
use crate::domain::text::clean;
use crate::service::access::Access;
use crate::service::log::draft::Draft;
use crate::service::log::{DraftId, Form, forms};
use crate::service::refusal::{Refusal, Whereabouts};
use crate::service::review::publish::{self, Publisher};
use crate::service::review::view;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::effects::said;
use crate::store::records::Record;
use crate::store::{UnitOfWork, petitions};

impl Service {
    /// Begins to edit or to correct a record: gives the form with what it says.
    pub async fn begin_amendment(&self, caller: &Caller, typed: &NewAct) -> Result<(DraftId, Form), ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Amend).await?;
                    let record = plan::typed_record(uow.conn(), caller.guild, &typed.object).await?;
                    if record.state != RecordState::Accepted {
                        let now = Whereabouts::Record(record.state);
                        return Err(Refusal::StandsSo { number: record.number, now }.into());
                    }
                    let note = typed.note.as_deref().filter(|note| !note.trim().is_empty());
                    let note = note.map(|note| clean(note, 1_000)).transpose();
                    let note = note.map_err(|error| Refusal::BadText { field: Field::Note, error })?;
                    let (number, revision) = (record.number, record.revision);
                    let proposal = proposal(record)?;
                    let asked = match typed.wanted {
                        Wanted::Correct => Asked::Correct(revision, Box::new(proposal)),
                        _ => Asked::Edit(revision, Box::new(proposal)),
                    };
                    let request = Request { object: Some(number), asked, ground: typed.ground, note };
                    let form = form(&request, uow)?;
                    let draft = DraftId::random(uow.entropy());
                    self.keep_request(uow, &access, &draft, &request).await?;
                    Ok((draft, form))
                })
            })
            .await
    }

    /// Gives the form of an amendment again.
    pub async fn amendment_form(&self, caller: &Caller, draft: &DraftId) -> Result<Form, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Amend).await?;
                    let request = self.take_request(uow, &access, draft).await?;
                    self.keep_request(uow, &access, draft, &request).await?;
                    form(&request, uow)
                })
            })
            .await
    }

    /// Takes what the form holds, and shows what would be said otherwise.
    pub async fn amend(
        &self,
        caller: &Caller,
        draft: &DraftId,
        fields: &[(Field, String)],
    ) -> Result<ActPreview, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Amend).await?;
                    let request = self.take_request(uow, &access, draft).await?;
                    let request = self.refilled(uow, &access, request, fields).await?;
                    let plan = self.plan(uow.conn(), caller.guild, request).await?;
                    self.keep_request(uow, &access, draft, &plan.request).await?;
                    Ok(ActPreview { draft: draft.clone(), plan })
                })
            })
            .await
    }

    async fn refilled(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        request: Request,
        fields: &[(Field, String)],
    ) -> Result<Request, ServiceError> {
        let gone = || ServiceError::from(Refusal::DraftGone);
        let before = Proposal::Record(Box::new(held(&request)?.clone()));
        let Proposal::Record(after) = self.reread(uow, access, &before, fields).await? else { return Err(gone()) };
        let asked = match request.asked {
            Asked::Edit(revision, _) => Asked::Edit(revision, after),
            Asked::Correct(revision, _) => Asked::Correct(revision, after),
            _ => return Err(gone()),
        };
        Ok(Request { asked, ..request })
    }

    /// Makes an amendment: a new revision of the record, or a record in its place.
    pub(super) async fn amend_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        by: Actor,
        plan: &Plan,
        proposal: &RecordProposal,
    ) -> Result<(), ServiceError> {
        let (subject, guild) = (plan.subject.as_ref().ok_or(Refusal::DraftGone)?, uow.guild());
        let record = plan::record(uow.conn(), guild, subject).await?;
        check_response(uow, &record, &proposal.body).await?;
        let act = super::perform::word(plan.request.asked.deed());
        let mut publisher = Publisher::new(uow, Trace { act, actor: by });
        let source = proposal.source.as_ref().ok_or(Refusal::NeedsSource(record.number))?;
        let source = publisher.source(source).await?;
        if matches!(plan.request.asked, Asked::Correct(..)) {
            return correct(&mut publisher, &record, proposal, source, plan).await;
        }
        let organisation = match &proposal.organisation {
            Some(named) => Some(publisher.organisation(named, OrganisationKind::Employer).await?.0),
            None => None,
        };
        let from = said(&record);
        let to = crate::domain::acting::Said { body: proposal.body.clone(), organisation, source };
        let effects = [Effect::Words(record.number, Box::new(Change { from, to }))];
        make(uow, &effects).await?;
        leave_entry(uow, by, plan, &effects).await
    }
}

/// Publishes a record in the place of another. Taken back, the new one is no longer relied on: numbers are not reused.
async fn correct(
    publisher: &mut Publisher<'_, '_>,
    record: &Record,
    proposal: &RecordProposal,
    source: Number,
    plan: &Plan,
) -> Result<(), ServiceError> {
    let number = publisher.uow.number()?;
    let new = publish::Record {
        number,
        revision: 1,
        petition: record.petition,
        organisation: proposal.organisation.as_ref(),
        source,
        body: &proposal.body,
        rank: Rank::Normal,
        flag: None,
    };
    publisher.record(new, None).await?;
    let stands = Change { from: Stand::of(RecordState::Deprecated), to: Stand::of(RecordState::Accepted) };
    let replaced = Change {
        from: Stand::of(RecordState::Accepted),
        to: Stand { state: RecordState::Superseded, by: Some(number) },
    };
    let replaced = Effect::Record(record.number, replaced);
    let by = publisher.trace().actor;
    make(publisher.uow, std::slice::from_ref(&replaced)).await?;
    leave_entry(publisher.uow, by, plan, &[Effect::Record(number, stands), replaced]).await
}

fn proposal(record: Record) -> Result<RecordProposal, Refusal> {
    let number = record.number;
    match view::proposed(record) {
        Some(Proposal::Record(proposal)) => Ok(*proposal),
        _ => Err(Refusal::NoSuchObject(number.to_string())),
    }
}

fn held(request: &Request) -> Result<&RecordProposal, Refusal> {
    match &request.asked {
        Asked::Edit(_, proposal) | Asked::Correct(_, proposal) => Ok(proposal),
        _ => Err(Refusal::DraftGone),
    }
}

fn form(request: &Request, uow: &UnitOfWork<'_>) -> Result<Form, ServiceError> {
    let proposal = Proposal::Record(Box::new(held(request)?.clone()));
    Ok(forms::edit(&Draft::reopen(&proposal, uow.at())))
}

/// Refuses a response that would be from before the petition without speaking of it (invariant 5).
async fn check_response(uow: &mut UnitOfWork<'_>, record: &Record, body: &Body) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let Body::Response(response) = body else { return Ok(()) };
    let petition = petitions::find(uow.conn(), guild, record.petition).await?;
    let petition = petition.ok_or_else(|| Refusal::NoSuchObject(record.petition.to_string()))?;
    Ok(response.check(petition.doc.issued_on).map_err(Refusal::from)?)
}
