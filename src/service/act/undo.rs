//! Taking acts back: their effects made backwards, where they still stand.

use super::{Plan, Subject, subject};
use crate::domain::acting::{Effect, differences, inverse, needs};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::petition_edit::Change;
use crate::domain::review::SubmissionState;
use crate::service::ServiceError;
use crate::service::refusal::Refusal;
use crate::service::review::decide::refuse_decided;
use crate::store::acts::{self, Done};
use crate::store::{Conn, Store, StoreError, effects, organisations, sources, submissions};

/// Works out what taking back one act does.
pub(super) async fn plan(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
    plan: &mut Plan,
) -> Result<(), ServiceError> {
    let none = || Refusal::NotUndoable(seq.to_string());
    let done = acts::find(conn, guild, seq).await?.ok_or_else(none)?;
    let Some(made) = held(store, conn, guild, seq).await? else { return Err(stays(conn, guild, &done).await?.into()) };
    plan.request.object = done.object;
    if let Some(number) = done.object {
        plan.subject = Some(subject_of(conn, guild, done.kind, number).await?);
    }
    for effect in inverse(made) {
        // What was rejected with a petition and cannot wait any more stays as it is.
        let along = matches!(&effect, Effect::Rejected(number, _) if Some(*number) != done.object);
        if !along || effects::stands(conn, guild, &effect).await? {
            plan.effects.push(effect);
        }
    }
    for effect in &plan.effects {
        refuse(conn, guild, effect, &plan.effects).await?;
        match effect {
            Effect::Words(_, change) => plan.differences.extend(differences(&change.from, &change.to)),
            Effect::Card(_, change) => plan.differences.extend(differences(&change.from, &change.to)),
            Effect::Proposed(number, change) => {
                let Some(found) = submissions::find(conn, guild, *number).await? else { continue };
                let from = effects::proposed(conn, guild, &found, change.from).await?;
                let to = effects::proposed(conn, guild, &found, change.to).await?;
                let (Some(from), Some(to)) = (from, to) else { continue };
                let (from, to) =
                    (store.open_proposal(guild, *number, &from)?, store.open_proposal(guild, *number, &to)?);
                plan.differences.extend(differences(&from, &to));
            }
            _ => {}
        }
    }
    plan.undoes = Some(done.act);
    Ok(())
}

/// Names what an act was done to, which may be on record no more.
async fn subject_of(
    conn: &mut Conn,
    guild: GuildId,
    kind: ObjectKind,
    number: Number,
) -> Result<Subject, ServiceError> {
    let found = match kind {
        ObjectKind::Submission => None,
        _ => subject::by_number(conn, guild, number).await?,
    };
    Ok(found.unwrap_or(Subject { kind, record: None, number, title: String::new() }))
}

/// Says why an act stays that left nothing by which it could be taken back.
async fn stays(conn: &mut Conn, guild: GuildId, done: &Done) -> Result<Refusal, ServiceError> {
    let Ok(act) = done.act.parse() else { return Ok(Refusal::NotUndoable(done.seq.to_string())) };
    if let (LedgerAct::Reject, ObjectKind::Submission, Some(number)) = (act, done.kind, done.object) {
        let found = submissions::find(conn, guild, number).await?;
        if let Some(petition) = found.and_then(|found| found.waits_for) {
            return Ok(Refusal::WentWith { number, petition });
        }
    }
    Ok(Refusal::Stays { act, kind: done.kind, object: done.object })
}

/// Says why an effect of an undo cannot be made, where more can be said than that something changed meanwhile.
async fn refuse(conn: &mut Conn, guild: GuildId, effect: &Effect, among: &[Effect]) -> Result<(), ServiceError> {
    let refusal = match effect {
        Effect::Rejected(number, change) => {
            let Some(found) = submissions::find(conn, guild, *number).await? else { return Ok(()) };
            if change.to.is_some() {
                return Ok(refuse_decided(&found)?);
            }
            if found.state == SubmissionState::Rejected && found.sealed.is_none() {
                return Err(Refusal::NotHeld(*number).into());
            }
            let Some(petition) = found.waits_for else { return Ok(()) };
            let waits = submissions::find(conn, guild, petition).await?;
            let waits = waits.is_some_and(|waits| waits.state == SubmissionState::Pending);
            let comes = among.iter().any(|one| matches!(one, Effect::Rejected(number, _) if *number == petition));
            (!waits && !comes).then_some(Refusal::WentWith { number: *number, petition })
        }
        Effect::Proposed(number, _) => {
            let Some(found) = submissions::find(conn, guild, *number).await? else { return Ok(()) };
            return Ok(refuse_decided(&found)?);
        }
        Effect::Blocked(number, Change { to: true, .. }) => {
            let found = submissions::find(conn, guild, *number).await?;
            found.is_some_and(|found| found.contributor.is_none()).then_some(Refusal::NobodyHeld(*number))
        }
        Effect::Source(number, change) => match &change.to {
            Some(doc) => {
                sources::find_by_url(conn, guild, &doc.url).await?.map(|(known, _)| Refusal::SourceKnown(known))
            }
            None => effects::is_cited(conn, guild, *number).await?.then_some(Refusal::InUse(*number)),
        },
        Effect::Known(number, change) => {
            if let Some(called) = &change.to {
                taken(conn, guild, &called.name).await?
            } else {
                let going = among.iter().filter(|one| goes_with(one, *number)).count();
                let going = i64::try_from(going).unwrap_or(i64::MAX);
                effects::is_named(conn, guild, *number, going).await?.then_some(Refusal::InUse(*number))
            }
        }
        Effect::Name(name, Change { from: None, .. }) => taken(conn, guild, name).await?,
        _ => None,
    };
    refusal.map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// Says whether a name or a parent of an organisation goes with it.
fn goes_with(effect: &Effect, organisation: Number) -> bool {
    match effect {
        Effect::Name(_, change) => change.from == Some(organisation) && change.to.is_none(),
        Effect::Belongs((part, _), change) => *part == organisation && change.to.is_none(),
        _ => false,
    }
}

/// Refuses a name that leads to an organisation by now.
async fn taken(conn: &mut Conn, guild: GuildId, name: &str) -> Result<Option<Refusal>, ServiceError> {
    let Some(number) = organisations::find_by_name(conn, guild, name).await? else { return Ok(None) };
    let of = organisations::find_name(conn, guild, number).await?.unwrap_or_default();
    Ok(Some(Refusal::NameTaken { name: name.to_owned(), of }))
}

/// Works out what taking back several acts does, the latest first; those that no longer stand are left as they are.
pub(super) async fn plan_all(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seqs: &[i64],
    plan: &mut Plan,
) -> Result<(), ServiceError> {
    for seq in seqs {
        plan.effects.extend(standing(store, conn, guild, *seq).await?.map(|(_, effects)| effects).unwrap_or_default());
    }
    plan.needs = plan.needs.max(needs(&plan.effects));
    Ok(())
}

/// Gives what takes an act back, where it still stands.
pub(super) async fn standing(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
) -> Result<Option<(Done, Vec<Effect>)>, ServiceError> {
    let Some(done) = acts::find(conn, guild, seq).await? else { return Ok(None) };
    let Some(made) = held(store, conn, guild, seq).await? else { return Ok(None) };
    let back = inverse(made);
    for effect in &back {
        if !effects::stands(conn, guild, effect).await? {
            return Ok(None);
        }
    }
    Ok(Some((done, back)))
}

/// Gives the effects of an act, where they are held.
async fn held(store: &Store, conn: &mut Conn, guild: GuildId, seq: i64) -> Result<Option<Vec<Effect>>, ServiceError> {
    let opened = store.opened(conn, guild, seq).await?;
    let Some((_, held)) = opened.into_iter().find(|(field, _)| field == "effects") else { return Ok(None) };
    let effects = serde_json::from_slice(&held).map_err(|error| StoreError::Corrupt {
        table: "opening",
        column: "effects",
        row: seq.to_string(),
        source: Box::new(error),
    })?;
    Ok(Some(effects))
}
