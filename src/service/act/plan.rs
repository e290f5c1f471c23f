//! What an act will do, worked out from what stands now.

use std::collections::BTreeMap;

use super::{Plan, Subject, merge, subject, undo};
use crate::domain::acting::{
    Asked, Difference, Effect, Ground, Needs, Redactable, Request, Stand, differences, needs, redact,
};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::petition::PetitionState;
use crate::domain::petition_edit::Change;
use crate::domain::proposal::{Proposal, RecordProposal};
use crate::domain::record::RecordState;
use crate::domain::signatory::SignatoryStanding;
use crate::domain::watching::counter::CounterState;
use crate::service::refusal::{Refusal, Whereabouts};
use crate::service::review::view;
use crate::service::{Service, ServiceError};
use crate::store::records::{self, Record};
use crate::store::{Conn, acts, counters, effects, petitions, signatories, sources};

impl Service {
    /// Works out what a request will do. Nothing is changed.
    pub(super) async fn plan(&self, conn: &mut Conn, guild: GuildId, request: Request) -> Result<Plan, ServiceError> {
        let object = request.object;
        let gone = || Refusal::NoSuchObject(object.map_or_else(String::new, |number| number.to_string()));
        let subject = match (&request.asked, object) {
            // What an undo is about may be off the record.
            (Asked::Undo(_), _) | (_, None) => None,
            (_, Some(number)) => Some(subject::by_number(conn, guild, number).await?.ok_or_else(gone)?),
        };
        let mut plan = Plan {
            subject,
            other: None,
            undoes: None,
            effects: Vec::new(),
            differences: Vec::new(),
            needs: Needs::One,
            request,
        };
        match (&plan.request.asked, plan.subject.clone()) {
            (Asked::Undo(seq), _) => undo::plan(&self.store, conn, guild, *seq, &mut plan).await?,
            (Asked::UndoBurst(seqs), _) => {
                let seqs = seqs.clone();
                undo::plan_all(&self.store, conn, guild, &seqs, &mut plan).await?;
            }
            (asked, Some(subject)) => self.plan_on(conn, guild, asked.clone(), &subject, &mut plan).await?,
            (_, None) => return Err(gone().into()),
        }
        for effect in &plan.effects {
            if !effects::stands(conn, guild, effect).await? {
                let number = effect.object().map(|(_, number)| number).or(plan.request.object);
                return Err(number.map_or_else(gone, Refusal::ObjectChanged).into());
            }
        }
        plan.needs = plan.needs.max(needs(&plan.effects));
        Ok(plan)
    }

    async fn plan_on(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        asked: Asked,
        subject: &Subject,
        plan: &mut Plan,
    ) -> Result<(), ServiceError> {
        match asked {
            Asked::Edit(revision, proposal) | Asked::Correct(revision, proposal) => {
                plan.differences = changed(conn, guild, subject, revision, &proposal).await?;
            }
            Asked::Deprecate => plan.effects = vec![restated(conn, guild, subject, RecordState::Deprecated).await?],
            Asked::Retract => plan.effects = vec![restated(conn, guild, subject, RecordState::Retracted).await?],
            Asked::Hide => {
                plan.effects =
                    vec![moved(conn, guild, subject, &[PetitionState::Published], PetitionState::Hidden).await?];
            }
            Asked::Unhide => {
                plan.effects =
                    vec![moved(conn, guild, subject, &[PetitionState::Hidden], PetitionState::Published).await?];
            }
            Asked::Remove => plan.effects = removed(conn, guild, subject).await?,
            Asked::Erase => plan.effects = vec![erased(conn, guild, subject).await?],
            Asked::Stop => plan.effects = vec![stopped(conn, guild, subject).await?],
            Asked::Redact(field) => {
                if field.is_wording() && plan.request.ground != Ground::PersonalData {
                    return Err(Refusal::WordingStays.into());
                }
                plan.differences = redacted(conn, guild, subject, field).await?;
            }
            Asked::Merge(into) => merge::plan(conn, guild, subject, into, plan).await?,
            Asked::Undo(_) | Asked::UndoBurst(_) => {}
        }
        Ok(())
    }
}

/// Refuses anything but a record, and gives it.
pub(super) async fn record(conn: &mut Conn, guild: GuildId, subject: &Subject) -> Result<Record, ServiceError> {
    let found = match subject.kind {
        ObjectKind::Record => records::find(conn, guild, subject.number).await?,
        _ => None,
    };
    Ok(found.ok_or_else(|| Refusal::NoSuchObject(subject.number.to_string()))?)
}

async fn restated(conn: &mut Conn, guild: GuildId, subject: &Subject, to: RecordState) -> Result<Effect, ServiceError> {
    let record = record(conn, guild, subject).await?;
    if !record.state.may_become(to) {
        let now = Whereabouts::Record(record.state);
        return Err(Refusal::StandsSo { number: record.number, now }.into());
    }
    let from = Stand { state: record.state, by: record.superseded_by };
    Ok(Effect::Record(record.number, Change { from, to: Stand::of(to) }))
}

async fn moved(
    conn: &mut Conn,
    guild: GuildId,
    subject: &Subject,
    from: &[PetitionState],
    to: PetitionState,
) -> Result<Effect, ServiceError> {
    let found = petitions::find(conn, guild, subject.number).await?;
    let petition = found.ok_or_else(|| Refusal::NoSuchObject(subject.number.to_string()))?;
    if !from.contains(&petition.state) {
        let now = Whereabouts::Petition(petition.state);
        return Err(Refusal::StandsSo { number: petition.number, now }.into());
    }
    let from = Stand { state: petition.state, by: petition.merged_into };
    Ok(Effect::Petition(petition.number, Change { from, to: Stand::of(to) }))
}

/// Takes a petition or record away. What a record had replaced is not relied on either: nothing stands for it.
async fn removed(conn: &mut Conn, guild: GuildId, subject: &Subject) -> Result<Vec<Effect>, ServiceError> {
    if subject.kind == ObjectKind::Petition {
        let from = [PetitionState::Published, PetitionState::Hidden];
        return Ok(vec![moved(conn, guild, subject, &from, PetitionState::Removed).await?]);
    }
    let mut effects = vec![restated(conn, guild, subject, RecordState::Removed).await?];
    for replaced in acts::list_replaced_by(conn, guild, subject.number).await? {
        let from = Stand { state: RecordState::Superseded, by: Some(subject.number) };
        effects.push(Effect::Record(replaced, Change { from, to: Stand::of(RecordState::Deprecated) }));
    }
    Ok(effects)
}

/// Erases somebody on a list.
async fn erased(conn: &mut Conn, guild: GuildId, subject: &Subject) -> Result<Effect, ServiceError> {
    let found = match subject.kind {
        ObjectKind::Signatory => signatories::find(conn, guild, subject.number).await?,
        _ => None,
    };
    let one = found.ok_or_else(|| Refusal::NoSuchObject(subject.number.to_string()))?;
    let erased = SignatoryStanding::Erased;
    if !one.standing.may_become(erased) {
        return Err(Refusal::SignatoryIs { number: one.number, standing: one.standing }.into());
    }
    Ok(Effect::Signatory(one.number, Change { from: Stand::of(one.standing), to: Stand::of(erased) }))
}

/// Stops the live counter that a report began, or that it is the last of.
async fn stopped(conn: &mut Conn, guild: GuildId, subject: &Subject) -> Result<Effect, ServiceError> {
    let none = || Refusal::NoCounter(subject.number);
    let number = counters::find_of(conn, guild, subject.number).await?.ok_or_else(none)?;
    let counter = counters::find(conn, guild, number).await?.ok_or_else(none)?;
    if counter.state == CounterState::Stopped {
        return Err(none().into());
    }
    Ok(Effect::Counter(number, Change { from: counter.state, to: CounterState::Stopped }))
}

/// Says what a proposal would say otherwise than the record.
async fn changed(
    conn: &mut Conn,
    guild: GuildId,
    subject: &Subject,
    revision: i64,
    proposal: &RecordProposal,
) -> Result<Vec<Difference>, ServiceError> {
    let record = record(conn, guild, subject).await?;
    if record.state != RecordState::Accepted {
        let now = Whereabouts::Record(record.state);
        return Err(Refusal::StandsSo { number: record.number, now }.into());
    }
    if record.revision != revision {
        return Err(Refusal::ObjectChanged(record.number).into());
    }
    let Some(Proposal::Record(before)) = view::proposed(record) else { return Err(Refusal::NothingToChange.into()) };
    let differences = differences(&before, &proposal);
    if differences.is_empty() { Err(Refusal::NothingToChange.into()) } else { Ok(differences) }
}

/// Says which words would go.
async fn redacted(
    conn: &mut Conn,
    guild: GuildId,
    subject: &Subject,
    field: Redactable,
) -> Result<Vec<Difference>, ServiceError> {
    let document = match subject.kind {
        ObjectKind::Record => serde_json::to_value(record(conn, guild, subject).await?.body),
        ObjectKind::Petition => {
            serde_json::to_value(petitions::find(conn, guild, subject.number).await?.map(|one| one.doc))
        }
        ObjectKind::Source if field == Redactable::Excerpt => {
            let captures = sources::list_captures(conn, guild, subject.number).await?;
            serde_json::to_value(
                captures.into_iter().map(|(number, doc)| (number.to_string(), doc)).collect::<BTreeMap<_, _>>(),
            )
        }
        ObjectKind::Source => serde_json::to_value(sources::find(conn, guild, subject.number).await?),
        _ => return Err(Refusal::NoSuchObject(subject.number.to_string()).into()),
    };
    let mut after = document.unwrap_or_default();
    let before = after.clone();
    redact(&mut after, field);
    let differences = differences(&before, &after);
    if differences.is_empty() { Err(Refusal::NothingToRedact.into()) } else { Ok(differences) }
}

/// Finds the record that something typed names.
pub(super) async fn typed_record(conn: &mut Conn, guild: GuildId, given: &str) -> Result<Record, ServiceError> {
    let subject = subject::find(conn, guild, given).await?;
    record(conn, guild, &subject).await
}

/// Gives the number of what something typed names.
pub(super) async fn typed(conn: &mut Conn, guild: GuildId, given: &str) -> Result<Number, ServiceError> {
    Ok(subject::find(conn, guild, given).await?.number)
}
