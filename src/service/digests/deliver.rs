//! Planning runs and sending them. The words are the caller's, who says what goes into which message.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::manage::entry;
use super::{Claimed, Digest, Outlook, Part, RunId, Warning};
use crate::domain::digest::{Cause, Item, NothingNew, Paused};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::Act as LedgerAct;
use crate::service::ask::news::Bulletin;
use crate::service::trace::{Actor, Trace};
use crate::service::{Service, ServiceError};
use crate::store::{deliveries, digests};

/// How long a sender holds a run; each message begun puts it off. Twice what a request to Discord may take.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// How many runs are looked at in a round.
const AT_ONCE: i64 = 50;

/// A run that somebody holds, with its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The run.
    pub claimed: Claimed,
    /// Its messages, in order.
    pub parts: Vec<(Part, Vec<Item>)>,
}

/// How planning ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// The run is planned.
    Yes,
    /// There is nothing to send.
    Nothing,
    /// Somebody else was faster; what there is now is to be looked at anew.
    Overtaken,
}

/// Why a run's message is not to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Somebody else sends the run by now.
    Overtaken,
}

impl Service {
    /// Looks at the digests that are due.
    pub async fn due_digests(&self) -> Result<Vec<Outlook>, ServiceError> {
        let (mut due, now) = (Vec::new(), self.now());
        let listed = digests::list_due(&mut self.store.read().await?, now, AT_ONCE).await?;
        for (guild, number) in listed {
            let mut conn = self.store.read_snapshot().await?;
            // Another process may have planned its run since it was listed; what is not due any more is not sent by hand.
            let found = digests::find(&mut conn, guild, number).await?;
            if let Some(digest) = found.filter(|digest| digest.next_at.is_some_and(|at| at <= now)) {
                due.push(self.outlook(&mut conn, guild, digest).await?);
            }
        }
        Ok(due)
    }

    /// Plans a run with the messages it is to have, and moves the digest on. Where there is nothing new and nothing to be
    /// said of that, it only moves on.
    pub async fn plan_run(&self, outlook: &Outlook, parts: &[Vec<Item>]) -> Result<Planned, ServiceError> {
        let Outlook { guild, digest, run, .. } = outlook;
        let nothing = parts.iter().all(Vec::is_empty) && run.imported == 0 && run.left_out == 0;
        let sends = !nothing || run.cause == Cause::ByHand || digest.doc.nothing_new == NothingNew::Line;
        let id = RunId { guild: *guild, digest: digest.number, run: digest.runs + 1 };
        let now = self.now();
        let to = digests::Progress {
            cursor: outlook.upto,
            last_on: outlook.scheduled.map_or(digest.last_on, |due| due.run.on),
            next_at: next(digest, outlook.scheduled.map(|due| due.run.on), now),
        };
        let due_at = outlook.due_at;
        let planned = self.store.write(*guild, now, |uow| {
            Box::pin(async move {
                if !digests::advance(uow.conn(), *guild, digest, to).await? {
                    return Err(PlanError::Overtaken);
                }
                if sends {
                    let (channel, role) = (digest.channel, digest.role);
                    let new = deliveries::NewRun { id, channel, role, due_at, doc: run, parts };
                    if !deliveries::plan(uow, &new).await? {
                        return Err(PlanError::Overtaken);
                    }
                }
                Ok(())
            })
        });
        match planned.await {
            Ok(()) if sends => Ok(Planned::Yes),
            Ok(()) => Ok(Planned::Nothing),
            Err(PlanError::Overtaken) => Ok(Planned::Overtaken),
            Err(PlanError::Store(error)) => Err(error.into()),
        }
    }

    /// Works out anew when each digest is due: a zone's rules or the machine's clock may have changed since.
    pub async fn reschedule_digests(&self) -> Result<(), ServiceError> {
        let now = self.now();
        let running = digests::list_running(&mut self.store.read().await?).await?;
        for (guild, number) in running {
            let found = digests::find(&mut self.store.read().await?, guild, number).await?;
            let Some(digest) = found.filter(|digest| digest.next_at.is_none_or(|next| next > now)) else { continue };
            let (due, next) = digest.doc.schedule().due(digest.last_on, now);
            let next = due.map(|due| due.run).or(next).map(|run| run.due);
            if next != digest.next_at {
                let digest = &digest;
                let set = self.store.write(guild, now, |uow| {
                    Box::pin(async move {
                        digests::set_next(uow.conn(), guild, digest, next).await?;
                        Ok::<_, ServiceError>(())
                    })
                });
                set.await?;
            }
        }
        Ok(())
    }

    /// Claims the runs that wait to be sent, one after another, and gives the first that could be claimed.
    pub async fn claim_run(&self) -> Result<Option<Sending>, ServiceError> {
        let now = self.now();
        let open = deliveries::list_open(&mut self.store.read().await?, now, AT_ONCE).await?;
        let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        for id in open {
            let claim = self.store.write(id.guild, now, |uow| {
                Box::pin(async move { Ok::<_, ServiceError>(deliveries::claim(uow.conn(), id, (now, until)).await?) })
            });
            if let Some(claimed) = claim.await? {
                return Ok(Some(self.sending(claimed).await?));
            }
        }
        Ok(None)
    }

    /// Gives a run that was claimed with its messages.
    async fn sending(&self, claimed: Claimed) -> Result<Sending, ServiceError> {
        let mut conn = self.store.read().await?;
        let items = deliveries::list_items(&mut conn, claimed.id).await?;
        let parts = deliveries::list_parts(&mut conn, claimed.id).await?;
        let of = |part: &Part| items.iter().filter(|(at, _)| *at == part.part).map(|(_, item)| *item).collect();
        let parts = parts.into_iter().map(|part| (of(&part), part)).map(|(items, part)| (part, items)).collect();
        Ok(Sending { claimed, parts })
    }

    /// Reads what there is to say of the items of one run now.
    pub async fn run_bulletin(&self, id: RunId, items: &[Item]) -> Result<Bulletin, ServiceError> {
        let mut conn = self.store.read_snapshot().await?;
        self.bulletin(&mut conn, id.guild, items).await
    }

    /// Notes that the sending of a message begins.
    pub async fn begin_part(&self, claimed: &Claimed, part: i64) -> Result<Result<(), Unsent>, ServiceError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        self.store
            .write(claimed.id.guild, now, |uow| {
                Box::pin(async move {
                    let held = deliveries::begin_part(uow, claimed, part, until).await?;
                    Ok(if held { Ok(()) } else { Err(Unsent::Overtaken) })
                })
            })
            .await
    }

    /// Notes which message a part became, and ends a run whose last it was.
    pub async fn part_sent(&self, id: RunId, part: i64, message: u64) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(id.guild, now, |uow| {
                Box::pin(async move {
                    deliveries::part_sent(uow.conn(), id, part, message).await?;
                    Ok(deliveries::finish(uow.conn(), id, now).await?)
                })
            })
            .await
    }

    /// Lets go of a run that did not arrive, to be tried again after a while: longer each time, an hour at most, and never
    /// before the time that Discord gave has passed.
    pub async fn put_run_off(&self, claimed: &Claimed, held: Duration) -> Result<(), ServiceError> {
        let now = self.now();
        let doublings = u32::try_from(claimed.attempt.clamp(0, 10)).unwrap_or(10);
        let wait = SignedDuration::from_secs(5 * 2i64.pow(doublings)).min(SignedDuration::from_hours(1));
        let wait = wait.max(SignedDuration::try_from(held).unwrap_or(SignedDuration::MAX));
        let not_before = now.checked_add(wait).unwrap_or(Timestamp::MAX);
        self.store
            .write(claimed.id.guild, now, |uow| {
                Box::pin(async move { Ok(deliveries::release(uow.conn(), claimed, not_before).await?) })
            })
            .await
    }

    /// Lets go of a run at a stop: whoever comes next sends it at once.
    pub async fn let_run_go(&self, claimed: &Claimed) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(claimed.id.guild, now, |uow| {
                Box::pin(async move { Ok(deliveries::release(uow.conn(), claimed, now).await?) })
            })
            .await
    }

    /// Pauses a digest whose channel is closed to the bot; moderators are to be told once. What was planned waits.
    pub async fn pause_for(&self, claimed: &Claimed, why: Paused) -> Result<(), ServiceError> {
        let (id, now) = (claimed.id, self.now());
        self.store
            .write(id.guild, now, |uow| {
                Box::pin(async move {
                    deliveries::release(uow.conn(), claimed, now).await?;
                    let found = digests::find(uow.conn(), id.guild, id.digest).await?;
                    let Some(mut digest) = found.filter(|digest| digest.paused.is_none()) else { return Ok(()) };
                    (digest.paused, digest.next_at) = (Some(why), None);
                    digest.revision += 1;
                    if digests::update(uow.conn(), id.guild, &digest).await? {
                        digests::warn(uow.conn(), id.guild, id.digest, now).await?;
                        let trace = Trace { act: LedgerAct::Pause, actor: Actor::Operator };
                        uow.append(trace.signed(entry(trace.act, &digest)?));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Lists the pauses that moderators are to be told of.
    pub async fn digest_warnings(&self) -> Result<Vec<Warning>, ServiceError> {
        Ok(digests::list_warnings(&mut self.store.read().await?, AT_ONCE).await?)
    }

    /// Notes that moderators were told of a pause, or cannot be.
    pub async fn digest_warned(&self, guild: GuildId, digest: Number, since: Timestamp) -> Result<(), ServiceError> {
        self.store
            .write(guild, self.now(), |uow| {
                Box::pin(async move { Ok(digests::warned(uow.conn(), guild, digest, since).await?) })
            })
            .await
    }

    /// Gives the runs in whose messages something has changed since they were sent.
    pub async fn stale_runs(&self) -> Result<Vec<Sending>, ServiceError> {
        let mut conn = self.store.read().await?;
        let mut stale = Vec::new();
        for id in deliveries::list_stale(&mut conn, AT_ONCE).await? {
            if let Some(claimed) = deliveries::find(&mut conn, id).await? {
                stale.push(self.sending(claimed).await?);
            }
        }
        Ok(stale)
    }

    /// Notes that a message shows what stood when it was seen to be stale `seen` times, or that it is gone.
    pub async fn part_shown(&self, id: RunId, part: i64, seen: i64) -> Result<(), ServiceError> {
        self.store
            .write(id.guild, self.now(), |uow| {
                Box::pin(async move { Ok(deliveries::shown(uow.conn(), id, part, seen).await?) })
            })
            .await
    }
}

/// Gives when a digest is due after a run.
fn next(digest: &Digest, run_on: Option<jiff::civil::Date>, now: Timestamp) -> Option<Timestamp> {
    let (_, next) = digest.doc.schedule().due(run_on.unwrap_or(digest.last_on), now);
    next.map(|run| run.due)
}

/// Why a run was not planned.
#[derive(Debug, thiserror::Error)]
enum PlanError {
    #[error("somebody else was faster")]
    Overtaken,
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}
