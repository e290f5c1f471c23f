//! What becomes of a signatory who no longer wants to stand on a list.

use super::{Erasure, Withdrawal, Withdrawn};
use crate::domain::acting::{Deed, Effect, Stand};
use crate::domain::date::PartialDate;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::person_name::NameKeys;
use crate::domain::petition_edit::Change;
use crate::domain::signatory::{SignatoryStanding, Wish};
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::domain::text::TextError;
use crate::service::access::Access;
use crate::service::act::{Ended, ask_erasure, note_destruction, refuse_if_stopped};
use crate::service::log::read::Calendar;
use crate::service::refusal::Refusal;
use crate::service::review::publish::Publisher;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::signatories::{self, Signatory};
use crate::store::{Conn, UnitOfWork, petitions, waiting};

/// How many entries of one name are told apart.
const SAME_NAME: i64 = 6;

impl Service {
    /// Does what a signatory wishes. An erasure hides at once and waits for a second moderator, whose asking for it too
    /// confirms it; a single moderator's own second word counts after ten minutes, and the ledger marks it *alone*.
    pub async fn withdraw_signatory(&self, caller: &Caller, wish: &Withdrawal) -> Result<Withdrawn, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| Box::pin(async move { self.withdraw_in(uow, caller, wish).await }))
            .await
    }

    async fn withdraw_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        caller: &Caller,
        wish: &Withdrawal,
    ) -> Result<Withdrawn, ServiceError> {
        let act = if wish.shown == Wish::Erased { Act::EraseSignatory } else { Act::WithdrawSignatory };
        let access = self.access(uow.conn(), caller, act).await?;
        let found = self.find_signatory(uow.conn(), caller.guild, &wish.signatory).await?;
        let calendar = Calendar { zone: access.settings.zone.rules(), at: uow.at() };
        let on = calendar.maybe_past(Field::On, wish.on.as_deref())?.unwrap_or_else(|| calendar.today());
        let source = match wish.url.as_deref().filter(|url| !url.trim().is_empty()) {
            Some(url) => Some(SourceDoc::bare(SourceUrl::parse(url).map_err(Refusal::BadUrl)?, calendar.today())),
            None => None,
        };
        refuse_if_stopped(uow, &access).await?;
        let seq = uow.next_seq();
        let (standing, erasure) = match wish.shown {
            Wish::NotShown => {
                let standing = SignatoryStanding::Withdrawn;
                (change(uow, &access, &found, standing, (on, source.as_ref())).await?, Erasure::NotAsked)
            }
            Wish::ShownAsWithdrawn => {
                // What is shown needs a source (invariant 1).
                let source = source.ok_or(Refusal::BadText { field: Field::Url, error: TextError::Empty })?;
                let standing = SignatoryStanding::RetractedShown;
                (change(uow, &access, &found, standing, (on, Some(&source))).await?, Erasure::NotAsked)
            }
            Wish::Erased => self.erase(uow, &access, &found, calendar.today()).await?,
        };
        // What is confirmed here was counted when it was done.
        let stopped = !matches!(erasure, Erasure::Done | Erasure::DoneAlone)
            && note_destruction(uow, &access, seq, &self.limits).await?;
        let petition = petitions::find(uow.conn(), caller.guild, found.petition).await?;
        let petition = petition.map(|petition| petition.doc.title).unwrap_or_default();
        Ok(Withdrawn { number: found.number, petition, standing, erasure, stopped })
    }

    /// Confirms the erasure that another asked for, or asks for one: hidden at once, and then it waits.
    async fn erase(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        found: &Signatory,
        today: PartialDate,
    ) -> Result<(SignatoryStanding, Erasure), ServiceError> {
        refuse_unless(found, SignatoryStanding::Erased)?;
        let (guild, at) = (uow.guild(), uow.at());
        if let Some(waits) = waiting::find_pending(uow.conn(), guild, (Deed::Erase, found.number), at).await? {
            let acted = self.confirm_in(uow, access, waits.number).await?;
            let erasure = if acted.ended == Ended::DoneAlone { Erasure::DoneAlone } else { Erasure::Done };
            return Ok((SignatoryStanding::Erased, erasure));
        }
        let mut hidden = found.standing;
        let mut revision = found.revision;
        if found.standing.may_become(SignatoryStanding::Withdrawn) {
            hidden = SignatoryStanding::Withdrawn;
            revision = signatories::change(uow, found, hidden, today, found.sealed.as_ref()).await?;
        }
        let (number, ended) = ask_erasure(uow, access, found.number, self.limits.second_waits).await?;
        let trace = Trace { act: LedgerAct::AskErasure, actor: Actor::Person(access.moderator, access.standing) };
        let after = serde_json::json!({ "standing": hidden });
        let entry = trace.entry(ObjectKind::Signatory, found.number, revision, &after)?;
        let entry = entry.with("waiting", number.to_string());
        uow.append(if hidden == found.standing { entry } else { entry.with("effects", effects(found, hidden)?) });
        Ok((
            hidden,
            match ended {
                Ended::WaitsForOneself(_, from, _) => Erasure::WaitsUntil(number, from),
                Ended::Waits(..) | Ended::Done | Ended::DoneAlone => Erasure::WaitsForAnother(number),
            },
        ))
    }

    /// Finds a signatory by number, or by a name that only one entry bears. Who was erased is found by nothing but the
    /// number.
    pub(super) async fn find_signatory(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        given: &str,
    ) -> Result<Signatory, ServiceError> {
        let none = || Refusal::NoSuchSignatory(given.trim().chars().take(100).collect());
        if let Ok(number) = given.trim().parse::<Number>() {
            // One that was merged answers with the entry that stands for both.
            let number = signatories::find_merged_into(conn, guild, number).await?.unwrap_or(number);
            return Ok(signatories::find(conn, guild, number).await?.ok_or_else(none)?);
        }
        let name = NameKeys::of(given).ok_or_else(none)?;
        let mut found = signatories::list_by_name(conn, guild, self.store.keys().name(guild, &name), SAME_NAME).await?;
        match (found.pop(), found.as_slice()) {
            (Some(only), []) => Ok(only),
            (Some(last), others) => {
                let numbers = others.iter().map(|one| one.number).chain([last.number]).collect();
                Err(Refusal::WhichSignatory(numbers).into())
            }
            (None, _) => Err(none().into()),
        }
    }
}

fn refuse_unless(found: &Signatory, next: SignatoryStanding) -> Result<(), Refusal> {
    if found.standing.may_become(next) {
        Ok(())
    } else {
        Err(Refusal::SignatoryIs { number: found.number, standing: found.standing })
    }
}

/// Changes where a signatory stands; the source of a withdrawal that is shown is kept with the name.
async fn change(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    found: &Signatory,
    standing: SignatoryStanding,
    (on, source): (PartialDate, Option<&SourceDoc>),
) -> Result<SignatoryStanding, ServiceError> {
    refuse_unless(found, standing)?;
    let act = if standing == SignatoryStanding::RetractedShown { LedgerAct::Retract } else { LedgerAct::Withdraw };
    let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
    let source = match source {
        Some(source) => Some(Publisher::new(uow, trace).source(source).await?),
        None => None,
    };
    let (guild, store) = (uow.guild(), uow.store().clone());
    let sealed = match &found.sealed {
        Some(sealed) if source.is_some() => {
            let mut kept = store.open_signatory(guild, found.number, sealed)?;
            kept.withdrawal = source;
            Some(store.seal_signatory(guild, found.number, &kept)?)
        }
        other => other.clone(),
    };
    let revision = signatories::change(uow, found, standing, on, sealed.as_ref()).await?;
    let after = serde_json::json!({ "standing": standing, "on": on, "source": source });
    let entry = trace.entry(ObjectKind::Signatory, found.number, revision, &after)?;
    uow.append(entry.with("effects", effects(found, standing)?));
    Ok(standing)
}

/// Writes down what changed, by which it can be taken back.
fn effects(found: &Signatory, to: SignatoryStanding) -> Result<Vec<u8>, ServiceError> {
    let change = Change { from: Stand::of(found.standing), to: Stand::of(to) };
    json(&[Effect::Signatory(found.number, change)])
}
