//! Watching pages: which is due, what a look leaves, and what each guild makes of it. The workers act for the program and
//! for no caller: there is no right to check.
//!
//! A look is noted for all guilds at once, where nothing is anybody's; then each guild that cites the page takes notice in a
//! transaction of its own (`notice`). Whatever happens in between, asking again gives what is still to be done.

mod asked;
mod copies;
mod counting;
mod notice;

pub use crate::store::counters::Lost;
pub(in crate::service) use asked::Asked;
pub use copies::Wanted;

use jiff::{SignedDuration, Timestamp};

use super::trace::{Actor, Trace};
use super::{Service, ServiceError};
use crate::clock::draw;
use crate::domain::ledger::Act;
use crate::domain::watching::counter::LOST;
use crate::domain::watching::pace::{self, Attention};
use crate::domain::watching::tries::Try;
use crate::domain::watching::{Ask, Failure, Found, Look, PageState, Reading, Trouble};
use crate::store::pages::{self, News, Settled};
use crate::store::{Conn, StoreError, copies as wanted, counters, hosts, watched};

/// How long whoever looks at a page holds it: a look takes 20 seconds at the most, and waits for a free slot before.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long a host is left alone while somebody visits it.
pub(in crate::service) const VISIT: SignedDuration = SignedDuration::from_mins(1);
/// How long a host has rest between two looks, unless it wants more.
const REST: SignedDuration = SignedDuration::from_secs(2);
/// How long ago others answered at the latest, where this machine is taken to be cut off.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// For how long a host is left alone at the most, whatever it asks.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(24);
/// How long a page waits that was put off, since many slow ones were waited for.
const PUT_OFF: SignedDuration = SignedDuration::from_mins(5);
/// How many are taken at once.
const AT_ONCE: i64 = 50;
/// For how long what came on record keeps a page lively, and for how long a change does so that may be taken back.
const LIVELY: SignedDuration = SignedDuration::from_hours(48);
const FRESH: SignedDuration = SignedDuration::from_hours(3);

/// A page that somebody holds to look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed(pages::Claimed);

impl Claimed {
    /// Gives its number among pages, for the log.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.0.id
    }

    /// Says what to ask for.
    #[must_use]
    pub fn ask(&self) -> Ask {
        let pages::Claimed { url, robots, validators, counters, .. } = &self.0;
        Ask { url: url.clone(), robots: robots.clone(), validators: validators.clone(), counters: counters.clone() }
    }
}

impl Service {
    /// Lets the pages be watched of some sources that were on record before pages were. Says whether any were left.
    pub async fn attach_sources(&self) -> Result<bool, ServiceError> {
        let now = self.now();
        let unattached = watched::list_unattached(&mut self.store.read().await?, AT_ONCE).await?;
        for (guild, source, doc) in &unattached {
            let (guild, source) = (*guild, *source);
            let attached = self.store.write(guild, now, |uow| {
                Box::pin(async move {
                    watched::attach_itself(uow.conn(), guild, source, doc, now).await?;
                    Ok::<_, ServiceError>(())
                })
            });
            attached.await?;
        }
        Ok(!unattached.is_empty())
    }

    /// Claims a page that is due and whose host is free; nothing where there is none.
    pub async fn claim_page(&self) -> Result<Option<Claimed>, ServiceError> {
        let now = self.now();
        let times = (now, later(now, LEASE), later(now, VISIT));
        for (id, host) in pages::list_due(&mut self.store.read().await?, now, AT_ONCE).await? {
            let host = host.as_str();
            let claim = self.store.share(|shared| Box::pin(pages::claim(shared.conn(), (id, host), times)));
            if let Some(claimed) = claim.await? {
                return Ok(Some(Claimed(claimed)));
            }
        }
        Ok(None)
    }

    /// Lets go of a page at a stop.
    pub async fn let_page_go(&self, claimed: &Claimed) -> Result<(), ServiceError> {
        Ok(self.store.share(|shared| Box::pin(pages::release(shared.conn(), &claimed.0))).await?)
    }

    /// Notes what a look gave, and when the next one is due. What somebody brings who was overtaken is left out.
    pub async fn settle_page(&self, claimed: &Claimed, look: &Look) -> Result<(), ServiceError> {
        let (now, page, bounds) = (self.now(), &claimed.0, &self.limits.looks);
        let [random] = draw(self.entropy.as_ref());
        let unreached = look.failure().is_some_and(|one| matches!(one.trouble, Trouble::NotReached | Trouble::TooSlow));
        self.store
            .share(|shared| {
                Box::pin(async move {
                    let conn = shared.conn();
                    note_hosts(conn, (&page.host, Some(page.host_until)), look, now).await?;
                    // The row is held from here on, so that nobody overtakes within this transaction.
                    if !pages::is_held(conn, page).await? {
                        return Ok(());
                    }
                    if look.found == Found::Later {
                        return pages::put_off(conn, page, later(now, pace::jittered(PUT_OFF, random))).await;
                    }
                    let change = put_reading(conn, page.id, &look.found, now).await?;
                    if let Found::Read(reading) = &look.found {
                        pages::set_declared(conn, page.id, reading.said.address.as_ref()).await?;
                    }
                    let since = [LIVELY, FRESH].map(|time| now.checked_sub(time).unwrap_or(Timestamp::MIN));
                    let changed_now = change == Put::Another;
                    let mut attention = watched::attention(conn, page.id, since, changed_now).await?;
                    if self.asked.is_hurried(page.id, now) {
                        attention = Attention::Rising;
                    }
                    let a_day_ago = now.checked_sub(A_DAY).unwrap_or(Timestamp::MIN);
                    let cut_off = unreached && pages::is_cut_off(conn, page, a_day_ago).await?;
                    let numbers = (page.counters.as_slice(), look.counted.as_slice());
                    if !cut_off && counters::put_counted(conn, page.id, numbers, now).await? {
                        attention = attention.max(Attention::Lively);
                    }
                    let mut settled = settled(page, &look.found, cut_off, now);
                    settled.news = match (change, page.state != settled.state) {
                        (Put::First | Put::Another, _) => News::Text,
                        (Put::Nothing, true) => News::State,
                        (Put::Nothing, false) => News::None,
                    };
                    let (rest, asked) = match &look.found {
                        Found::Failed(failure) => {
                            (pace::rest_after(settled.failures, failure.retry_after, bounds), failure.retry_after)
                        }
                        Found::Same | Found::Read(_) | Found::Counted | Found::Later => {
                            settled.every = pace::rest(page.every, attention, bounds);
                            (settled.every, None)
                        }
                    };
                    // A host that asks for rest gets all of it.
                    let least = asked.unwrap_or_default().min(rest);
                    settled.next_check = later(now, pace::jittered(rest, random).max(least));
                    // What is new is worth keeping, and of what is gone the last that was there.
                    match settled.state {
                        PageState::Gone if page.state != PageState::Gone => {
                            let read_at = page.read_at.unwrap_or(now);
                            wanted::want_anew(conn, page.id, read_at, now).await?;
                        }
                        _ if changed_now => wanted::want_anew(conn, page.id, now, now).await?,
                        _ => {}
                    }
                    pages::settle(conn, page, &settled).await
                })
            })
            .await?;
        Ok(())
    }

    /// Lets guilds take notice of what is new about the sources they cite and the counters they follow, of some at once, and
    /// hurries what is asked about a lot. Says whether any were left.
    pub async fn notice_sources(&self) -> Result<bool, ServiceError> {
        self.hurry_asked().await?;
        let sources = self.notice_some(Behind::Source).await?;
        let counters = self.notice_some(Behind::Counter).await?;
        Ok(sources || counters)
    }

    /// Takes notice of some that are behind. Says whether there may be more.
    async fn notice_some(&self, what: Behind) -> Result<bool, ServiceError> {
        let (now, mut after) = (self.now(), None);
        loop {
            let behind = {
                let mut conn = self.store.read().await?;
                match what {
                    Behind::Source => watched::list_behind(&mut conn, after, AT_ONCE).await?,
                    Behind::Counter => counters::list_behind(&mut conn, after, AT_ONCE).await?,
                }
            };
            let mut any = false;
            for (guild, number) in &behind {
                let (guild, number) = (*guild, *number);
                let noticed = match what {
                    Behind::Source => self.store.write(guild, now, |uow| Box::pin(notice::notice(uow, number))).await,
                    Behind::Counter => {
                        self.store.write(guild, now, |uow| Box::pin(counting::notice(uow, number))).await
                    }
                };
                match noticed {
                    // One that cannot be read is behind the next time as well, and keeps no other waiting.
                    Err(ServiceError::Fault(error)) if error.is_of_one_row() => {
                        tracing::error!(%error, %guild, %number, "{}", what.unread());
                    }
                    noticed => any |= noticed.map(|()| true)?,
                }
            }
            let is_full = i64::try_from(behind.len()).is_ok_and(|some| some >= AT_ONCE);
            if any || !is_full {
                return Ok(any && is_full);
            }
            after = behind.last().copied();
        }
    }

    /// Lists the counters whose pages have no number any more, of which moderators are to be told.
    pub async fn lost_counters(&self) -> Result<Vec<Lost>, ServiceError> {
        let before = self.now().checked_sub(LOST).unwrap_or(Timestamp::MIN);
        Ok(counters::list_lost(&mut self.store.read().await?, before, AT_ONCE).await?)
    }

    /// Notes that moderators were told so, or cannot be.
    pub async fn lost_told(&self, lost: &Lost) -> Result<(), ServiceError> {
        let (guild, number, since) = (lost.guild, lost.counter.number, lost.since);
        self.store
            .write(guild, self.now(), |uow| {
                Box::pin(async move { Ok(counters::lost_told(uow.conn(), guild, number, since).await?) })
            })
            .await
    }

    /// Drops the oldest texts of pages that nobody needs where there are too many, and what hosts asked that holds no more.
    pub async fn drop_texts(&self) -> Result<(), ServiceError> {
        let (most, now) = (self.limits.texts_kept, self.now());
        self.store.share(|shared| Box::pin(pages::drop_texts(shared.conn(), most))).await?;
        self.store.share(|shared| Box::pin(hosts::forget(shared.conn(), now))).await?;
        Ok(())
    }
}

/// Notes what a look says of its hosts: what the page's own asks of robots, and for how long it and the one that a redirect
/// led to are left alone. What was `claimed` for the visit gives way.
pub(in crate::service) async fn note_hosts(
    conn: &mut Conn,
    (host, claimed): (&str, Option<Timestamp>),
    look: &Look,
    now: Timestamp,
) -> Result<(), StoreError> {
    let rest = host_rest(REST.max(look.rest), look.failure().filter(|_| look.elsewhere.is_none()));
    hosts::note(conn, host, look.rules.as_ref(), claimed, (now, later(now, rest))).await?;
    let asked = host_rest(SignedDuration::ZERO, look.failure());
    if let (Some(host), true) = (&look.elsewhere, asked > REST) {
        hosts::note(conn, host, None, None, (now, later(now, asked))).await?;
    }
    Ok(())
}

/// Gives how long a host has rest: a while at the least, and as long as it asks with a failure. That means all of its pages.
fn host_rest(least: SignedDuration, failure: Option<&Failure>) -> SignedDuration {
    let asked = failure.filter(|failure| failure.status.is_some()).and_then(|failure| failure.retry_after);
    least.max(asked.unwrap_or_default().min(LONGEST_REST))
}

/// What a guild takes notice of.
#[derive(Clone, Copy, Debug)]
enum Behind {
    /// A source.
    Source,
    /// A live counter.
    Counter,
}

impl Behind {
    const fn unread(self) -> &'static str {
        match self {
            Self::Source => "a source cannot be read, and nothing is noticed of it",
            Self::Counter => "a counter's report cannot be read, and nothing follows it",
        }
    }
}

/// Says what a look leaves of how the page answers.
fn settled(page: &pages::Claimed, found: &Found, cut_off: bool, now: Timestamp) -> Settled {
    let mut settled = Settled {
        at: now,
        next_check: now,
        every: page.every,
        validators: page.validators.clone(),
        state: page.state,
        tries: page.tries.clone(),
        failures: 0,
        trouble: None,
        status: None,
        news: News::None,
    };
    match found {
        Found::Same | Found::Counted => settled.state = settled.tries.add(now, Try::Answered),
        Found::Read(reading) => {
            settled.state = settled.tries.add(now, Try::Answered);
            settled.validators.clone_from(&reading.validators);
            settled.status = Some(reading.status);
        }
        Found::Later => {}
        Found::Failed(failure) => {
            settled.failures = page.failures.saturating_add(1);
            settled.trouble = Some(failure.trouble);
            settled.status = failure.status;
            // What nobody answers who was asked is no fault of a page's.
            if failure.trouble.counts() && !cut_off {
                settled.state = settled.tries.add(now, Try::Failed);
            }
        }
    }
    settled
}

/// What became of what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Put {
    /// Nothing new.
    Nothing,
    /// The page's first text.
    First,
    /// Another text than before.
    Another,
}

/// Keeps what was read, where the page has another text than before.
async fn put_reading(conn: &mut Conn, page: i64, found: &Found, now: Timestamp) -> Result<Put, StoreError> {
    let known = match found {
        Found::Same | Found::Read(_) => pages::list_known(conn, page).await?,
        Found::Failed(_) | Found::Counted | Found::Later => return Ok(Put::Nothing),
    };
    let last = known.first();
    let reading: &Reading = match (found, last) {
        (Found::Read(reading), last) if last.is_none_or(|last| last.fingerprint != reading.fingerprint) => reading,
        (_, Some(last)) => {
            pages::seen(conn, page, last.number, now).await?;
            return Ok(Put::Nothing);
        }
        (_, None) => return Ok(Put::Nothing),
    };
    let number = last.map_or(1, |last| last.number + 1);
    let same = known.iter().find(|known| known.fingerprint == reading.fingerprint).and_then(|same| same.holder);
    pages::insert_reading(conn, (page, number), reading, same, now).await?;
    Ok(if number == 1 { Put::First } else { Put::Another })
}

const fn trace(act: Act) -> Trace {
    Trace { act, actor: Actor::Operator }
}

fn later(now: Timestamp, time: SignedDuration) -> Timestamp {
    now.checked_add(time).unwrap_or(Timestamp::MAX)
}
