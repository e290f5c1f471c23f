//! Asking for an act, looking at it, and doing it: once, in one write with its ledger entry.

use super::{ActPreview, Acted, Ended, NewAct, Plan, Wanted, burst, plan, second};
use crate::domain::acting::{Asked, Deed, Effect, Needs, Request, Stand, mentions};
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::petition_edit::Change;
use crate::domain::record::RecordState;
use crate::domain::signatory::SignatoryStanding;
use crate::domain::text::clean;
use crate::service::access::Access;
use crate::service::log::DraftId;
use crate::service::log::read::Calendar;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::drafts::{self, DraftKey};
use crate::store::{UnitOfWork, acts, effects, redaction, signatories, submissions, waiting};

/// The longest note, in characters.
const NOTE: usize = 1_000;

impl Service {
    /// Shows what an act would do, and keeps it for whoever asked to do or to leave.
    pub async fn act(&self, caller: &Caller, typed: &NewAct) -> Result<ActPreview, ServiceError> {
        let note = cleaned(typed.note.as_deref())?;
        let note = &note;
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Amend).await?;
                    let request = request(uow, typed, note.clone()).await?;
                    let plan = self.plan(uow.conn(), caller.guild, request).await?;
                    refuse_stopped(uow, &access, &plan).await?;
                    let draft = DraftId::random(uow.entropy());
                    self.keep_request(uow, &access, &draft, &plan.request).await?;
                    Ok(ActPreview { draft, plan })
                })
            })
            .await
    }

    /// Does what was looked at, or lets it wait for a second moderator.
    pub async fn perform(&self, caller: &Caller, draft: &DraftId) -> Result<Acted, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Amend).await?;
                    let request = self.take_request(uow, &access, draft).await?;
                    let plan = self.plan(uow.conn(), caller.guild, request).await?;
                    match plan.needs {
                        Needs::One => {
                            refuse_own(uow, &access, &plan).await?;
                            self.perform_in(uow, &access, plan, Actor::Person).await
                        }
                        Needs::ASecond => {
                            refuse_stopped(uow, &access, &plan).await?;
                            let ended = second::ask(uow, &access, &plan, self.limits.second_waits).await?;
                            Ok(Acted { plan, ended, stopped: false })
                        }
                    }
                })
            })
            .await
    }

    /// Does an act now.
    pub(super) async fn perform_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        plan: Plan,
        actor: fn(crate::domain::ids::ActorKey, crate::domain::review::Standing) -> Actor,
    ) -> Result<Acted, ServiceError> {
        refuse_stopped(uow, access, &plan).await?;
        let by = actor(access.moderator, access.standing);
        let seq = uow.next_seq();
        match &plan.request.asked {
            Asked::UndoBurst(seqs) => burst::undo(&self.store, uow, by, seqs, &plan.request).await?,
            Asked::Redact(_) => redact(uow, by, &plan).await?,
            Asked::Erase => erase(uow, access, by, &plan).await?,
            Asked::Edit(_, proposal) | Asked::Correct(_, proposal) => {
                self.amend_in(uow, by, &plan, proposal).await?;
            }
            Asked::Deprecate
            | Asked::Retract
            | Asked::Hide
            | Asked::Unhide
            | Asked::Remove
            | Asked::Merge(_)
            | Asked::Stop
            | Asked::Undo(_) => {
                make(uow, &plan.effects).await?;
                leave_entry(uow, by, &plan, &plan.effects).await?;
            }
        }
        let stopped = destroys(&plan) && burst::note(uow, access, seq, &self.limits).await?;
        let ended = if matches!(by, Actor::Alone(..)) { Ended::DoneAlone } else { Ended::Done };
        Ok(Acted { plan, ended, stopped })
    }

    /// Keeps a request for whoever asked, under the key they moderate by: nothing that is filed is found there.
    pub(super) async fn keep_request(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        draft: &DraftId,
        request: &Request,
    ) -> Result<(), ServiceError> {
        let (guild, at) = (uow.guild(), uow.at());
        let sealed = self.store.seal_draft(guild, &draft.0, &json(request)?)?;
        let key = DraftKey { guild, id: &draft.0, actor: access.moderator };
        let expires_at = at.checked_add(self.limits.drafts_kept).unwrap_or(jiff::Timestamp::MAX);
        Ok(drafts::insert(uow.conn(), key, &sealed, expires_at).await?)
    }

    /// Takes a request out, so that it is done once.
    pub(super) async fn take_request(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        draft: &DraftId,
    ) -> Result<Request, ServiceError> {
        let (guild, at) = (uow.guild(), uow.at());
        let key = DraftKey { guild, id: &draft.0, actor: access.moderator };
        let sealed = drafts::take(uow.conn(), key, at).await?.ok_or(Refusal::DraftGone)?;
        let plain = self.store.open_draft(guild, &draft.0, &sealed)?;
        Ok(serde_json::from_slice(&plain).map_err(|_| Refusal::DraftGone)?)
    }
}

fn cleaned(note: Option<&str>) -> Result<Option<String>, Refusal> {
    let note = note.filter(|note| !note.trim().is_empty()).map(|note| clean(note, NOTE)).transpose();
    note.map_err(|error| Refusal::BadText { field: Field::Note, error })
}

async fn request(uow: &mut UnitOfWork<'_>, typed: &NewAct, note: Option<String>) -> Result<Request, ServiceError> {
    let guild = uow.guild();
    let (object, asked) = match &typed.wanted {
        Wanted::Undo => {
            let given = typed.object.trim();
            let given_short = || given.chars().take(100).collect();
            let seq = if let Ok(seq) = given.parse::<i64>() {
                seq
            } else {
                // What was taken off the record is found by its number, which the ledger knows.
                let object = match given.parse() {
                    Ok(number) => number,
                    Err(_) => plan::typed(uow.conn(), guild, given).await?,
                };
                let last = acts::find_last(uow.conn(), guild, object).await?;
                last.ok_or_else(|| Refusal::NoSuchObject(given_short()))?
            };
            (None, Asked::Undo(seq))
        }
        Wanted::Merge(into) => {
            let object = plan::typed(uow.conn(), guild, &typed.object).await?;
            (Some(object), Asked::Merge(plan::typed(uow.conn(), guild, into).await?))
        }
        Wanted::Edit | Wanted::Correct => return Err(Refusal::NothingToChange.into()),
        Wanted::Deprecate => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Deprecate),
        Wanted::Retract => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Retract),
        Wanted::Hide => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Hide),
        Wanted::Unhide => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Unhide),
        Wanted::Remove => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Remove),
        Wanted::Stop => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Stop),
        Wanted::Redact(field) => (Some(plan::typed(uow.conn(), guild, &typed.object).await?), Asked::Redact(*field)),
    };
    Ok(Request { object, asked, ground: typed.ground, note })
}

/// Says whether a plan takes something out of readers' sight.
fn destroys(plan: &Plan) -> bool {
    match &plan.request.asked {
        Asked::Redact(_) | Asked::Correct(..) => true,
        Asked::UndoBurst(_) => false,
        _ => plan.effects.iter().any(Effect::destroys),
    }
}

/// Refuses to bring back what the caller filed, as approving it would be refused, and to say otherwise what waits of them,
/// as editing it would be.
async fn refuse_own(uow: &mut UnitOfWork<'_>, access: &Access, plan: &Plan) -> Result<(), ServiceError> {
    let guild = uow.guild();
    for effect in &plan.effects {
        let (number, act) = match effect {
            Effect::Record(number, Change { to: Stand { state: RecordState::Accepted, .. }, .. })
            | Effect::Applied(number, Change { to: true, .. })
            | Effect::Rejected(number, Change { to: None, .. }) => (number, Act::ApproveOwn),
            Effect::Source(number, change) if change.to.is_some() => (number, Act::ApproveOwn),
            Effect::Proposed(number, _) => (number, Act::EditOwn),
            _ => continue,
        };
        let filed = submissions::find(uow.conn(), guild, *number).await?;
        if filed.is_some_and(|filed| filed.contributor == Some(access.contributor)) {
            access.permit(act)?;
        }
    }
    Ok(())
}

async fn refuse_stopped(uow: &mut UnitOfWork<'_>, access: &Access, plan: &Plan) -> Result<(), ServiceError> {
    if destroys(plan) { refuse_if_stopped(uow, access).await } else { Ok(()) }
}

/// Refuses whoever destroyed so much that they are stopped.
pub(in crate::service) async fn refuse_if_stopped(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    if waiting::is_stopped(uow.conn(), guild, access.moderator).await? {
        return Err(Refusal::Stopped.into());
    }
    Ok(())
}

/// Makes effects in order; all of them, or the unit of work fails.
pub(in crate::service) async fn make(uow: &mut UnitOfWork<'_>, effects: &[Effect]) -> Result<(), ServiceError> {
    for effect in effects {
        let changed = match effects::make(uow, effect).await {
            Ok(made) => !made,
            // What it leads to was taken off the record meanwhile.
            Err(error) if error.is_of_nothing() => true,
            Err(error) => return Err(error.into()),
        };
        if changed {
            let number = effect.object().map_or(Number::FIRST, |(_, number)| number);
            return Err(Refusal::ObjectChanged(number).into());
        }
    }
    Ok(())
}

/// Names a deed as the ledger does.
pub(super) fn word(deed: Deed) -> LedgerAct {
    match deed {
        Deed::Edit => LedgerAct::Edit,
        Deed::Correct => LedgerAct::Correct,
        Deed::Deprecate => LedgerAct::Deprecate,
        Deed::Retract => LedgerAct::Retract,
        Deed::Hide => LedgerAct::Hide,
        Deed::Unhide => LedgerAct::Unhide,
        Deed::Remove => LedgerAct::Remove,
        Deed::Redact => LedgerAct::Redact,
        Deed::Merge => LedgerAct::Merge,
        Deed::Erase => LedgerAct::Erase,
        Deed::Stop => LedgerAct::Pause,
        Deed::Undo | Deed::UndoBurst => LedgerAct::Undo,
    }
}

/// Leaves the entry of an act with its effects, by which it can be taken back.
pub(super) async fn leave_entry(
    uow: &mut UnitOfWork<'_>,
    by: Actor,
    plan: &Plan,
    effects: &[Effect],
) -> Result<(), ServiceError> {
    let entry = entry(uow, by, plan).await?;
    uow.append(entry.with("effects", json(&effects)?));
    Ok(())
}

/// Makes the entry of an act: what it was done to, by whom and why.
async fn entry(uow: &mut UnitOfWork<'_>, by: Actor, plan: &Plan) -> Result<Entry, ServiceError> {
    let act = word(plan.request.asked.deed());
    let entry = match &plan.subject {
        Some(subject) => {
            let revision = effects::find_revision(uow, subject.kind, subject.number).await?;
            Entry::new(act, subject.kind, subject.number, revision)
        }
        None => Entry::of_guild(act, 0),
    };
    let entry = Trace { act, actor: by }.signed(entry).with("reason", plan.request.ground.as_str());
    Ok(match &plan.request.note {
        Some(note) => entry.with("note", note.as_str()),
        None => entry,
    })
}

async fn redact(uow: &mut UnitOfWork<'_>, by: Actor, plan: &Plan) -> Result<(), ServiceError> {
    let (Some(subject), Asked::Redact(field)) = (&plan.subject, &plan.request.asked) else {
        return Err(Refusal::NothingToRedact.into());
    };
    let words = redaction::redact_field(uow, subject.kind, subject.number, *field).await?;
    if words.is_empty() {
        return Err(Refusal::NothingToRedact.into());
    }
    if plan.request.note.as_ref().is_some_and(|note| mentions(note.as_bytes(), &words)) {
        return Err(Refusal::WordsInNote.into());
    }
    let entry = entry(uow, by, plan).await?;
    uow.append(entry.with("field", field.as_str()));
    Ok(())
}

/// Erases somebody on a list. The entry holds no effects: nothing takes it back.
async fn erase(uow: &mut UnitOfWork<'_>, access: &Access, by: Actor, plan: &Plan) -> Result<(), ServiceError> {
    let (guild, gone) = (uow.guild(), || Refusal::NoSuchObject(String::new()));
    let number = plan.request.object.ok_or_else(gone)?;
    let found = signatories::find(uow.conn(), guild, number).await?.ok_or_else(gone)?;
    let today = Calendar { zone: access.settings.zone.rules(), at: uow.at() }.today();
    let revision = signatories::erase(uow, &found, today).await?;
    let after = serde_json::json!({ "standing": SignatoryStanding::Erased });
    uow.append(Trace { act: LedgerAct::Erase, actor: by }.entry(ObjectKind::Signatory, number, revision, &after)?);
    Ok(())
}
