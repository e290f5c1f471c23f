//! Judging what became of demands and commitments: at once, by a moderator, on a source and with a reason.
//!
//! A judgement replaces nothing: the latest stands, and one may go back.

use super::access::Access;
use super::find::refuse_removed;
use super::log::read::Calendar;
use super::refusal::Refusal;
use super::review::publish::Publisher;
use super::rights::Act;
use super::trace::{Actor, Trace, json};
use super::{Caller, Field, Service, ServiceError};
use crate::domain::acting::{Effect, Said};
use crate::domain::commitment::{Commitment, Judged, Judgement};
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::petition_edit::Change;
use crate::domain::record::Body;
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::domain::text::clean;
use crate::store::effects::said;
use crate::store::judgements::{self, Judgeable};
use crate::store::{UnitOfWork, records, sources};

/// The longest reason, in characters.
const REASON: usize = 1_000;

/// `/demand rate` or `/commitment rate` as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJudgement {
    /// The number of the demand or commitment.
    pub object: String,
    /// What is judged; which of the two it is says what the number is of.
    pub judged: Judged,
    /// The page that says so.
    pub url: String,
    /// Why.
    pub reason: String,
    /// When the commitment is due, where the page says so and the record does not yet.
    pub due: Option<String>,
}

/// What was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgedNow {
    /// The demand or commitment.
    pub object: Number,
    /// The petition it is about.
    pub petition: Number,
    /// What stood before.
    pub before: Judged,
    /// What stands now.
    pub now: Judged,
    /// When the commitment is due, where that was told just now.
    pub due: Option<PartialDate>,
}

impl Service {
    /// Judges a demand or a commitment.
    pub async fn judge(&self, caller: &Caller, typed: &NewJudgement) -> Result<JudgedNow, ServiceError> {
        let url = SourceUrl::parse(&typed.url).map_err(Refusal::BadUrl)?;
        let reason = clean(&typed.reason, REASON).map_err(|error| Refusal::BadText { field: Field::Reason, error })?;
        let (url, reason) = (&url, &reason);
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::Rate).await?;
                    let object = find(uow, typed).await?;
                    let dated = note_due(uow, &access, object.number, typed).await?;
                    let due = dated.as_ref().map(|(due, _)| *due);
                    keep(uow, &access, &object, (typed.judged, dated), url, reason).await?;
                    let (before, now) = (object.judged, typed.judged);
                    Ok(JudgedNow { object: object.number, petition: object.petition, before, now, due })
                })
            })
            .await
    }
}

/// Finds what is judged; what is not on record here answers as what never was.
async fn find(uow: &mut UnitOfWork<'_>, typed: &NewJudgement) -> Result<Judgeable, ServiceError> {
    let guild = uow.guild();
    let given = || typed.object.trim().to_owned();
    let number: Option<Number> = typed.object.trim().parse().ok();
    let (found, refusal) = match (typed.judged, number) {
        (Judged::Demand(_), Some(number)) => {
            (judgements::find_demand(uow.conn(), guild, number).await?, Refusal::NoSuchDemand(given()))
        }
        (Judged::Commitment(_), Some(number)) => {
            (judgements::find_commitment(uow.conn(), guild, number).await?, Refusal::NoSuchCommitment(given()))
        }
        (Judged::Demand(_), None) => (None, Refusal::NoSuchDemand(given())),
        (Judged::Commitment(_), None) => (None, Refusal::NoSuchCommitment(given())),
    };
    if let (None, Some(number)) = (&found, number) {
        let store = uow.store().clone();
        refuse_removed(&store, uow.conn(), guild, number).await?;
    }
    Ok(found.ok_or(refusal)?)
}

/// Notes when a commitment is due: one that a response opened has no date, since none is read out of words. A date that
/// stands is part of what was promised and does not change. Gives the date, and what it changed.
async fn note_due(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    number: Number,
    typed: &NewJudgement,
) -> Result<Option<(PartialDate, Effect)>, ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let calendar = Calendar { zone: access.settings.zone.rules(), at };
    let Some(due) = calendar.maybe_date(Field::Due, typed.due.as_deref())? else { return Ok(None) };
    let found = records::find(uow.conn(), guild, number).await?;
    let Some(from) = found.map(|record| said(&record)) else { return Ok(None) };
    let Body::Commitment(promise) = from.body.clone() else { return Ok(None) };
    match (promise.due, promise.made_on) {
        (Some(stands), _) if stands != due => {
            return Err(Refusal::DueStands { number, due: stands.to_string() }.into());
        }
        (Some(_), _) => return Ok(None),
        (None, Some(made_on)) if due.is_surely_before(made_on) => {
            let (value, after) = (due.to_string(), made_on.to_string());
            return Err(Refusal::WrongOrder { field: Field::Due, value, after }.into());
        }
        (None, _) => {}
    }
    let body = Body::Commitment(Commitment { due: Some(due), ..promise });
    records::replace_body(uow.conn(), guild, number, &body, at).await?;
    let to = Said { body, ..from.clone() };
    Ok(Some((due, Effect::Words(number, Box::new(Change { from, to })))))
}

async fn keep(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    object: &Judgeable,
    (judged, dated): (Judged, Option<(PartialDate, Effect)>),
    url: &SourceUrl,
    reason: &str,
) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let trace = Trace { act: LedgerAct::Rate, actor: Actor::Person(access.moderator, access.standing) };
    let doc = match sources::find_by_url(uow.conn(), guild, url).await? {
        Some((_, known)) => known,
        None => {
            SourceDoc::bare(url.clone(), PartialDate::Day(at.to_zoned(access.settings.zone.rules().clone()).date()))
        }
    };
    let source = Publisher::new(uow, trace).source(&doc).await?;
    let number = object.number;
    let (kind, revision) = match judged {
        Judged::Demand(outcome) => {
            (ObjectKind::Demand, judgements::judge_demand(uow.conn(), guild, number, outcome).await?)
        }
        Judged::Commitment(rating) => {
            (ObjectKind::Record, judgements::judge_commitment(uow.conn(), guild, number, rating).await?)
        }
    };
    let judgement = Judgement { object: number, revision, judged, source, reason: reason.to_owned(), judged_at: at };
    judgements::insert(uow.conn(), guild, object.petition, &judgement).await?;
    let mut after = serde_json::json!({ "judged": judged, "source": source });
    let mut effects = Vec::new();
    if let Some((due, worded)) = dated {
        after["due"] = serde_json::json!(due);
        effects.push(worded);
    }
    effects.push(Effect::Judged(Box::new((judgement, object.judged)), Change { from: false, to: true }));
    let entry = Entry::new(trace.act, kind, number, revision).with("reason", reason).with("after", json(&after)?);
    uow.append(trace.signed(entry.with("effects", json(&effects)?)));
    Ok(())
}
