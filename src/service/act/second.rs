//! The second person: what waits for one, and what they say.

use jiff::{SignedDuration, Timestamp};

use super::{Acted, Ended, Plan, REFLECTION, WaitingAct, subject};
use crate::domain::acting::{Asked, Deed, Ground, Request, WaitState};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::service::access::Access;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Service, ServiceError};
use crate::store::waiting::{self, NewWaiting, Waiting};
use crate::store::{Conn, UnitOfWork, effects};

/// What a request that waits is sealed for.
pub(super) const PURPOSE: &str = "waiting";
/// How many that wait are shown at once.
const SHOWN: i64 = 10;

impl Service {
    /// Confirms what another asked for, and does it: by a second moderator, or by a single one after a while, alone.
    pub async fn confirm(&self, caller: &Caller, number: Number) -> Result<Acted, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfirmAct).await?;
                    self.confirm_in(uow, &access, number).await
                })
            })
            .await
    }

    /// Confirms within a unit of work.
    pub(in crate::service) async fn confirm_in(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        number: Number,
    ) -> Result<Acted, ServiceError> {
        let guild = uow.guild();
        let (found, own) = self.pending(uow, access, number).await?;
        let plan = self.plan(uow.conn(), guild, self.opened_request(guild, &found)?).await?;
        decide(uow, &found, WaitState::Done, Some((access, own))).await?;
        let actor = if own { Actor::Alone } else { Actor::Person };
        let acted = self.perform_in(uow, access, plan, actor).await?;
        settle_burst(uow, &found).await?;
        Ok(acted)
    }

    /// Declines what another asked for, or takes back what one asked for oneself: nothing is done.
    pub async fn decline(&self, caller: &Caller, number: Number) -> Result<WaitingAct, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfirmAct).await?;
                    let found = find_pending(uow, number).await?;
                    let own = found.asked_by == Some(access.moderator);
                    // Whoever was stopped does not let themselves go on.
                    if own && found.deed == Deed::UndoBurst {
                        Self::permit_own(uow, &access, &found)?;
                    }
                    decide(uow, &found, WaitState::Declined, Some((&access, own))).await?;
                    settle_burst(uow, &found).await?;
                    let act = LedgerAct::Decline;
                    let actor = Actor::Person(access.moderator, access.standing);
                    uow.append(Trace { act, actor }.signed(about(act, &found)).with("waiting", number.to_string()));
                    self.find_act(uow.conn(), caller.guild, number).await
                })
            })
            .await
    }

    /// Shows what waits for a second moderator, the oldest first.
    pub async fn waiting_acts(&self, caller: &Caller) -> Result<Vec<WaitingAct>, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        let mut acts = Vec::new();
        for found in waiting::list_pending(&mut conn, caller.guild, SHOWN).await? {
            acts.push(self.shown(&mut conn, caller.guild, found).await?);
        }
        Ok(acts)
    }

    /// Shows one act that waits for a second moderator, or did.
    pub async fn waiting_act(&self, caller: &Caller, number: Number) -> Result<WaitingAct, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        self.find_act(&mut conn, caller.guild, number).await
    }

    /// Shows one act, for whoever may see it.
    pub(in crate::service) async fn find_act(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        number: Number,
    ) -> Result<WaitingAct, ServiceError> {
        let found = waiting::find(conn, guild, number).await?;
        self.shown(conn, guild, found.ok_or_else(|| Refusal::NoSuchSubmission(number.to_string()))?).await
    }

    async fn shown(&self, conn: &mut Conn, guild: GuildId, found: Waiting) -> Result<WaitingAct, ServiceError> {
        let subject = match found.object {
            Some(number) => subject::by_number(conn, guild, number).await?,
            None => None,
        };
        let plan = match found.state {
            WaitState::Pending => match self.plan(conn, guild, self.opened_request(guild, &found)?).await {
                Ok(plan) => Some(plan),
                // What changed meanwhile is told to whoever confirms it.
                Err(ServiceError::Refused(_)) => None,
                Err(fault) => return Err(fault),
            },
            WaitState::Done | WaitState::Declined | WaitState::Expired => None,
        };
        let Waiting { number, deed, state, asked_at, expires_at, decided, .. } = found;
        Ok(WaitingAct { number, deed, subject, plan, state, asked_at, expires_at, decided })
    }

    /// Finds what waits, and says whether the caller asked for it themselves and may confirm it by now.
    async fn pending(
        &self,
        uow: &mut UnitOfWork<'_>,
        access: &Access,
        number: Number,
    ) -> Result<(Waiting, bool), ServiceError> {
        let found = find_pending(uow, number).await?;
        let own = found.asked_by == Some(access.moderator);
        if own {
            Self::permit_own(uow, access, &found)?;
        }
        Ok((found, own))
    }

    fn permit_own(uow: &UnitOfWork<'_>, access: &Access, found: &Waiting) -> Result<(), Refusal> {
        access.permit(confirming_own(found.deed))?;
        let from = found.asked_at.checked_add(REFLECTION).unwrap_or(Timestamp::MAX);
        match (found.deed, found.object) {
            _ if uow.at() >= from => Ok(()),
            (Deed::Erase, Some(number)) => Err(Refusal::TooSoon { number, from }),
            _ => Err(Refusal::TooSoonToConfirm { number: found.number, from }),
        }
    }

    fn opened_request(&self, guild: GuildId, found: &Waiting) -> Result<Request, ServiceError> {
        if let (Deed::Erase, Some(object)) = (found.deed, found.object) {
            return Ok(Request { object: Some(object), asked: Asked::Erase, ground: Ground::PersonalData, note: None });
        }
        let gone = || Refusal::ActDecided { number: found.number, state: found.state };
        let sealed = found.sealed.as_ref().ok_or_else(gone)?;
        let place = crate::store::Place { guild, id: found.number.get(), purpose: PURPOSE };
        let plain = self.store.open_sealed(place, sealed)?;
        Ok(serde_json::from_slice(&plain).map_err(|_| gone())?)
    }

    /// Lets what nobody confirmed in time go.
    pub(in crate::service) async fn expire(&self, uow: &mut UnitOfWork<'_>) -> Result<(), ServiceError> {
        let (guild, at) = (uow.guild(), uow.at());
        for found in waiting::list_expired(uow.conn(), guild, at).await? {
            decide(uow, &found, WaitState::Expired, None).await?;
            settle_burst(uow, &found).await?;
            let act = LedgerAct::Expire;
            let number = found.number.to_string();
            uow.append(Trace { act, actor: Actor::Operator }.signed(about(act, &found)).with("waiting", number));
        }
        Ok(())
    }
}

/// Lets an act wait for a second moderator.
pub(super) async fn ask(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    plan: &Plan,
    waits: SignedDuration,
) -> Result<Ended, ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let subject = plan.subject.as_ref().ok_or(Refusal::DraftGone)?;
    let deed = plan.request.asked.deed();
    if let Some(found) = waiting::find_pending(uow.conn(), guild, (deed, subject.number), at).await? {
        return Err(Refusal::AskedAlready(found.number).into());
    }
    let number = uow.number()?;
    let expires_at = at.checked_add(waits).unwrap_or(Timestamp::MAX);
    let (kind, object, asked_by) = (subject.kind, Some(subject.number), access.moderator);
    let sealed = uow.seal(PURPOSE, number.get(), &json(&plan.request)?)?;
    let new = NewWaiting { number, deed, kind, object, sealed: Some(&sealed), asked_by, expires_at };
    waiting::insert(uow.conn(), guild, new, at).await?;
    let trace = Trace { act: LedgerAct::Ask, actor: Actor::Person(access.moderator, access.standing) };
    let revision = effects::find_revision(uow, kind, subject.number).await?;
    let entry = trace.signed(Entry::new(trace.act, kind, subject.number, revision));
    let entry = entry.with("reason", plan.request.ground.as_str()).with("deed", deed.as_str());
    uow.append(entry.with("waiting", number.to_string()));
    Ok(waits_for(access, deed, number, (at, expires_at)))
}

/// Lets an erasure wait for a second moderator; its entry is the caller's, who hides the signatory with it. Gives the
/// number under which it waits.
pub(in crate::service) async fn ask_erasure(
    uow: &mut UnitOfWork<'_>,
    access: &Access,
    signatory: Number,
    waits: SignedDuration,
) -> Result<(Number, Ended), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let number = uow.number()?;
    let expires_at = at.checked_add(waits).unwrap_or(Timestamp::MAX);
    let (deed, kind, object) = (Deed::Erase, ObjectKind::Signatory, Some(signatory));
    let new = NewWaiting { number, deed, kind, object, sealed: None, asked_by: access.moderator, expires_at };
    waiting::insert(uow.conn(), guild, new, at).await?;
    Ok((number, waits_for(access, deed, number, (at, expires_at))))
}

fn waits_for(access: &Access, deed: Deed, number: Number, (at, expires_at): (Timestamp, Timestamp)) -> Ended {
    match access.permit(confirming_own(deed)) {
        Ok(()) => Ended::WaitsForOneself(number, at.checked_add(REFLECTION).unwrap_or(Timestamp::MAX), expires_at),
        Err(_) => Ended::Waits(number, expires_at),
    }
}

/// Names the right to confirm what one asked for oneself.
fn confirming_own(deed: Deed) -> Act {
    if deed == Deed::Erase { Act::ConfirmOwnErasure } else { Act::ConfirmOwnAct }
}

/// Finds what waits, or says what became of it. What is not here answers as what never was.
async fn find_pending(uow: &mut UnitOfWork<'_>, number: Number) -> Result<Waiting, ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let found = waiting::find(uow.conn(), guild, number).await?;
    let found = found.ok_or_else(|| Refusal::NoSuchSubmission(number.to_string()))?;
    let state = match found.state {
        WaitState::Pending if found.expires_at > at => return Ok(found),
        WaitState::Pending => WaitState::Expired,
        decided => decided,
    };
    Err(Refusal::ActDecided { number, state }.into())
}

async fn decide(
    uow: &mut UnitOfWork<'_>,
    found: &Waiting,
    state: WaitState,
    by: Option<(&Access, bool)>,
) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let by = by.map(|(access, alone)| (access.standing, alone));
    if waiting::decide(uow.conn(), guild, found.number, state, by, at).await? {
        Ok(())
    } else {
        Err(Refusal::ActDecided { number: found.number, state: found.state }.into())
    }
}

/// Lets who was stopped go on, with nothing counted that was decided about.
async fn settle_burst(uow: &mut UnitOfWork<'_>, found: &Waiting) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    if let (Deed::UndoBurst, Some(actor)) = (found.deed, found.asked_by) {
        waiting::forget_destruction(uow.conn(), guild, actor, at).await?;
    }
    Ok(())
}

fn about(act: LedgerAct, found: &Waiting) -> Entry {
    match (found.kind, found.object) {
        (ObjectKind::Guild, _) | (_, None) => Entry::of_guild(act, 0),
        (kind, Some(object)) => Entry::new(act, kind, object, 1),
    }
}
