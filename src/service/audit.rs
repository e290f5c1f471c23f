//! The ledger for moderators: what was done, and for an admin what one member did as a moderator.
//!
//! Nothing here says who contributed, and nobody's acts are asked for without the ledger noting that they were.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::log::read::{Calendar, choice};
use super::rights::Act;
use super::trace::Actor;
use super::{Caller, Field, Refusal, Service, ServiceError, trace::Trace};
use crate::domain::date::PartialDate;
use crate::domain::ids::{Number, Purpose, UserId};
use crate::domain::ledger::{Act as LedgerAct, Anchor, Entry};
use crate::store::audit::{self, Wanted};
use crate::store::{Openings, WriteLedgerError, checkpoints, settings};

pub use crate::store::audit::{By, Line};

/// How many entries are on a page: each takes two lines of a phone.
const PAGE: i64 = 8;

/// Which entries are asked for.
pub type AuditOf = Wanted;

/// What was typed into the options of the ledger's command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedAudit {
    /// The number of an object.
    pub record: Option<Number>,
    /// What was done.
    pub act: Option<String>,
    /// From which date on.
    pub since: Option<String>,
}

/// A page of the ledger, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The entries.
    pub lines: Vec<Line>,
    /// How many there are of what was asked for.
    pub total: u64,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// The last point of the chain that the review channel was told, and when.
    pub told: Option<(Anchor, Timestamp)>,
}

/// The ledger as lines of text.
#[derive(Clone, PartialEq, Eq)]
pub struct LedgerFile {
    /// How many bytes it has.
    pub length: usize,
    /// What it holds; nothing where it is longer than was asked for.
    pub text: Option<String>,
}

impl Service {
    /// Reads what was typed for the ledger: a number, an act's word and a date in the guild's zone.
    pub async fn audit_of(&self, caller: &Caller, typed: &TypedAudit) -> Result<AuditOf, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::ReadLedger).await?;
        let act = |text: &String| choice(Field::Act, text, |word| word.parse::<LedgerAct>().ok());
        let calendar = Calendar { zone: access.settings.zone.rules(), at: self.now() };
        let since = calendar.maybe_date(Field::Since, typed.since.as_deref())?;
        Ok(AuditOf {
            object: typed.record,
            act: typed.act.as_ref().map(act).transpose()?,
            since: since.map(|date| beginning(date, calendar.zone)),
        })
    }

    /// Gives a page of the ledger, the newest first.
    pub async fn audit(&self, caller: &Caller, of: AuditOf, page: u32) -> Result<Audit, ServiceError> {
        let guild = caller.guild;
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::ReadLedger).await?;
        let total = audit::count(&mut conn, guild, of).await?;
        let (pages, from) = pages(total, page)?;
        let lines = audit::list(&self.store, &mut conn, guild, of, (PAGE, from)).await?;
        let told = checkpoints::last_told(&mut conn, guild).await?;
        Ok(Audit { lines, total: total.unsigned_abs(), page, pages, told })
    }

    /// Gives the ledger as lines of text without what its commitments stand for, where that is `limit` bytes at most.
    pub async fn ledger_file(&self, caller: &Caller, limit: usize) -> Result<LedgerFile, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::ReadLedger).await?;
        drop(conn);
        let (mut text, mut length) = (String::new(), 0);
        let written = self.store.write_ledger(caller.guild, Openings::Left, |lines| {
            length += lines.len();
            if length <= limit {
                text.push_str(lines);
            }
            Ok(())
        });
        match written.await {
            Ok(_) => Ok(LedgerFile { length, text: (length <= limit).then_some(text) }),
            Err(WriteLedgerError::Store(error)) => Err(error.into()),
            // Nothing is written anywhere but to memory.
            Err(WriteLedgerError::Write(_)) => Ok(LedgerFile { length, text: None }),
        }
    }

    /// Notes that somebody's acts as a moderator are asked for, and gives the number of that entry and the first page. The
    /// member is known by the key of such acts alone; what they contributed stands under another one.
    pub async fn who(&self, caller: &Caller, member: UserId) -> Result<(i64, Audit), ServiceError> {
        let guild = caller.guild;
        let key = self.store.keys().actor(Purpose::Moderate, guild, member);
        let noted = self.store.write(guild, self.now(), |uow| {
            Box::pin(async move {
                let access = self.access(uow.conn(), caller, Act::AskWho).await?;
                let actor = Actor::Person(access.moderator, access.standing);
                let revision = settings::revision(uow.conn(), guild).await?;
                let entry = Trace { act: LedgerAct::Who, actor }.signed(Entry::of_guild(LedgerAct::Who, revision));
                uow.append(entry.with(audit::ASKED, key.as_bytes().to_vec()));
                Ok::<_, ServiceError>(())
            })
        });
        noted.await?;
        let mut conn = self.store.read().await?;
        let asked = audit::last_asked(&self.store, &mut conn, guild, key).await?.ok_or(Refusal::NoSuchPage)?;
        drop(conn);
        Ok((asked, self.who_page(caller, asked, 1).await?))
    }

    /// Gives a page of the acts that the entry `asked` noted were asked for.
    pub async fn who_page(&self, caller: &Caller, asked: i64, page: u32) -> Result<Audit, ServiceError> {
        let guild = caller.guild;
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::AskWho).await?;
        let found = audit::find_asked(&self.store, &mut conn, guild, asked).await?;
        let key = found.ok_or(Refusal::NoSuchPage)?;
        // What came after the question is left out, so that turning a page shifts nothing; so is the question itself.
        let mut theirs = audit::list_by_actor(&self.store, &mut conn, guild, key).await?;
        theirs.retain(|seq| *seq < asked);
        let total = i64::try_from(theirs.len()).unwrap_or(i64::MAX);
        let (pages, from) = pages(total, page)?;
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let room = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let on_page: Vec<i64> = theirs.into_iter().skip(from).take(room).collect();
        let lines = audit::list_these(&self.store, &mut conn, guild, &on_page).await?;
        Ok(Audit { lines, total: total.unsigned_abs(), page, pages, told: None })
    }
}

/// Gives the first moment of a date where the guild is.
fn beginning(date: PartialDate, zone: &TimeZone) -> Timestamp {
    match date {
        PartialDate::Instant(at) => at,
        PartialDate::Year(_) | PartialDate::Month(..) | PartialDate::Day(_) => {
            let midnight = date.start().to_zoned(TimeZone::UTC).datetime().to_zoned(zone.clone());
            midnight.map_or(date.start(), |there| there.timestamp())
        }
    }
}

/// Gives how many pages there are, and what stands before this one.
fn pages(total: i64, page: u32) -> Result<(u32, i64), Refusal> {
    let pages = ((total + PAGE - 1) / PAGE).max(1);
    if page == 0 || i64::from(page) > pages {
        return Err(Refusal::NoSuchPage);
    }
    Ok((u32::try_from(pages).unwrap_or(u32::MAX), (i64::from(page) - 1) * PAGE))
}
