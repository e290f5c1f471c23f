//! Filing: the draft is consumed in the transaction that makes its submissions, so that it files once.

use jiff::Timestamp;

use super::draft::Own;
use super::drafted::{DraftId, Filed};
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::petition::PetitionState;
use crate::domain::proposal::Proposal;
use crate::domain::review::{Standing, SubmissionKind, SubmissionState};
use crate::service::access::Access;
use crate::service::find::follow;
use crate::service::limits::Window;
use crate::service::refusal::Refusal;
use crate::service::review::decide;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Service, ServiceError};
use crate::store::submissions::NewSubmission;
use crate::store::{UnitOfWork, petitions, submissions};

/// Whether what is filed is approved with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Approve {
    No,
    AtOnce,
}

impl Service {
    /// Files a draft: it becomes one submission for each proposal, once, however often this is asked.
    pub async fn file(&self, caller: &Caller, draft: &DraftId) -> Result<Filed, ServiceError> {
        self.file_and(caller, draft, Approve::No).await
    }

    /// Files a draft and approves it at once: a single moderator's own, which the ledger marks *alone*.
    pub async fn file_and_approve(&self, caller: &Caller, draft: &DraftId) -> Result<Filed, ServiceError> {
        self.file_and(caller, draft, Approve::AtOnce).await
    }

    async fn file_and(&self, caller: &Caller, draft: &DraftId, approve: Approve) -> Result<Filed, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move { self.file_in(uow, caller, draft, approve).await })
            })
            .await
    }

    async fn file_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        caller: &Caller,
        id: &DraftId,
        approve: Approve,
    ) -> Result<Filed, ServiceError> {
        let access = Access::of(&self.store, uow.conn(), caller).await?;
        let own = Own { guild: caller.guild, actor: access.contributor, id: id.clone() };
        let now = uow.at();
        let draft = own.take(&self.store, uow.conn(), now).await?;
        if draft.proposals.is_empty() {
            return Err(if draft.words.is_some() { Refusal::NoWords } else { Refusal::ChooseReading }.into());
        }
        access.permit_submit(uow.conn(), caller).await?;
        self.keep_to_limits(uow, &access, draft.proposals.len()).await?;
        let mut numbers = Vec::with_capacity(draft.proposals.len());
        for proposal in &draft.proposals {
            numbers.push(self.file_one(uow, &access, proposal).await?);
        }
        if approve == Approve::AtOnce {
            for number in &numbers {
                decide::approve_in(uow, &self.store, &access, *number).await?;
            }
        }
        Ok(Filed { numbers, approved: approve == Approve::AtOnce })
    }

    async fn file_one(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        proposal: &Proposal,
    ) -> Result<Number, ServiceError> {
        let (guild, now) = (uow.guild(), uow.at());
        let (petition, waits_for) = match proposal.petition() {
            Some(about) => stand_of(uow, access, about).await?,
            None => (None, None),
        };
        let number = uow.number()?;
        let sealed = self.store.seal_proposal(guild, number, proposal)?;
        let submission = NewSubmission {
            number,
            kind: proposal.kind(),
            petition,
            waits_for,
            sealed: &sealed,
            contributor: Some(access.contributor),
            standing: access.standing,
        };
        submissions::insert(uow.conn(), guild, submission, now).await?;
        let trace = Trace { act: LedgerAct::File, actor: Actor::Person(access.contributor, access.standing) };
        uow.append(trace.entry(ObjectKind::Submission, number, 1, &proposal.without_person())?);
        Ok(number)
    }

    /// Refuses who has filed too much of late for `more` filings, with the moment when they are taken. What is more
    /// than a window takes at all is taken by an empty one: words that give two numbers are filed together.
    async fn keep_to_limits(&self, uow: &mut UnitOfWork<'_>, access: &Access, more: usize) -> Result<(), ServiceError> {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        let windows = match access.standing {
            Standing::Everyone => &self.limits.everyone,
            Standing::Contributor | Standing::Moderator | Standing::Admin => &self.limits.contributors,
        };
        let mut again_at: Option<Timestamp> = None;
        for Window { count, within } in windows {
            let (guild, back) = (uow.guild(), i64::from(*count).saturating_sub(more).max(0));
            let oldest = submissions::find_submitted_at(uow.conn(), guild, access.contributor, back).await?;
            let free_at = oldest.map(|oldest| oldest.checked_add(*within).unwrap_or(Timestamp::MAX));
            again_at = again_at.max(free_at.filter(|free_at| *free_at > uow.at()));
        }
        again_at.map_or(Ok(()), |again_at| Err(Refusal::TooFast { again_at }.into()))
    }
}

/// Says where the petition of a proposal stands as it is filed: on record, or the contributor's own that waits. It may
/// have been approved, rejected or removed since the draft was read.
async fn stand_of(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    about: Number,
) -> Result<(Option<Number>, Option<Number>), ServiceError> {
    let guild = uow.guild();
    if let Some(petition) = petitions::find(uow.conn(), guild, about).await? {
        let petition = follow(uow.conn(), guild, petition).await?;
        return match petition.state {
            PetitionState::Published => Ok((Some(petition.number), None)),
            PetitionState::Removed => Err(Refusal::PetitionRemoved(petition.slug.to_string(), None).into()),
            PetitionState::Hidden | PetitionState::Merged => Err(gone(about)),
        };
    }
    match submissions::find(uow.conn(), guild, about).await? {
        Some(own)
            if own.state == SubmissionState::Pending
                && own.kind == SubmissionKind::Petition
                && own.contributor == Some(access.contributor) =>
        {
            Ok((None, Some(about)))
        }
        _ => Err(gone(about)),
    }
}

fn gone(petition: Number) -> ServiceError {
    Refusal::NoSuchPetition { given: petition.to_string(), close: Vec::new() }.into()
}
