//! Setting digests up: each change is an entry of the ledger, and who sets one up must be able to write where it tells.

use jiff::Timestamp;
use jiff::civil::time;

use super::{
    ChannelChoice, Digest, DigestChange, DigestShown, FilterAsked, MOST, Mention, Mentionable, Writes, milestones,
};
use crate::domain::date::PartialDate;
use crate::domain::digest::typed::{self, Every, Unclear};
use crate::domain::digest::{Day, DigestDoc, Filter, NothingNew, Paused, Recurrence, Sound, What};
use crate::domain::guild::{GuildSettings, Zone};
use crate::domain::ids::{ChannelId, GuildId, Number, RoleId};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::service::access::Access;
use crate::service::find::{find_petition, no_such_petition};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::{Conn, UnitOfWork, deliveries, digests, news, organisations, petitions};

/// How many of the next runs are shown.
const SHOWN: usize = 3;
/// The most petitions that one digest names.
const NAMED: usize = 25;

impl Service {
    /// Sets a digest up. It tells what is accepted from now on, or since the date that was given.
    pub async fn create_digest(
        &self,
        caller: &Caller,
        change: &DigestChange,
        since: Option<&str>,
    ) -> Result<DigestShown, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfigureDigests).await?;
                    let (guild, now) = (uow.guild(), uow.at());
                    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
                    if digests::list(uow.conn(), guild, most).await?.len() == MOST {
                        return Err(Refusal::TooManyDigests(MOST).into());
                    }
                    let start = match since {
                        Some(since) => looked_back(uow, since, &access.settings).await?,
                        None => uow.next_seq() - 1,
                    };
                    let doc = DigestDoc {
                        filter: Filter::All,
                        recurrence: Recurrence::Day,
                        at: time(9, 0, 0, 0),
                        zone: access.settings.zone.name().to_owned(),
                        nothing_new: NothingNew::Silent,
                        sound: Sound::Normal,
                    };
                    let mut digest = Digest {
                        number: uow.number()?,
                        channel: caller.channel,
                        role: None,
                        paused: None,
                        cursor: start,
                        last_on: doc.schedule().begun(now),
                        next_at: None,
                        runs: 0,
                        begun: false,
                        revision: 1,
                        doc,
                    };
                    apply(uow.conn(), caller, change, &mut digest, now).await?;
                    digests::insert(uow.conn(), guild, &digest, now).await?;
                    leave(uow, &access, LedgerAct::Schedule, &digest)?;
                    shown(uow.conn(), guild, digest).await
                })
            })
            .await
    }

    /// Changes a digest.
    pub async fn edit_digest(
        &self,
        caller: &Caller,
        digest: &str,
        change: &DigestChange,
    ) -> Result<DigestShown, ServiceError> {
        self.change_digest(caller, digest, LedgerAct::Schedule, Some(change), |_, _| Ok(())).await
    }

    /// Pauses a digest.
    pub async fn pause_digest(&self, caller: &Caller, digest: &str) -> Result<DigestShown, ServiceError> {
        let pause = |digest: &mut Digest, _: Timestamp| {
            (digest.paused, digest.next_at) = (Some(digest.paused.unwrap_or(Paused::ByModerator)), None);
            Ok(())
        };
        self.change_digest(caller, digest, LedgerAct::Pause, None, pause).await
    }

    /// Lets a paused digest run again: what was missed meanwhile comes with its next run.
    pub async fn resume_digest(&self, caller: &Caller, digest: &str) -> Result<DigestShown, ServiceError> {
        let resume = |digest: &mut Digest, now: Timestamp| {
            if digest.paused.take().is_some() {
                begin_anew(digest, now);
            }
            Ok(())
        };
        self.change_digest(caller, digest, LedgerAct::Resume, None, resume).await
    }

    /// Lets a digest run now, beside its schedule.
    pub async fn send_digest(&self, caller: &Caller, digest: &str) -> Result<DigestShown, ServiceError> {
        let send = |digest: &mut Digest, now| {
            if digest.paused.is_some() {
                return Err(Refusal::DigestPaused(digest.number));
            }
            digest.next_at = Some(now);
            Ok(())
        };
        self.change_digest(caller, digest, LedgerAct::Send, None, send).await
    }

    /// Deletes a digest and gives up what it has not sent. A milestone among it is told by another that would tell it.
    pub async fn delete_digest(&self, caller: &Caller, digest: &str) -> Result<Number, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfigureDigests).await?;
                    let (guild, now) = (uow.guild(), uow.at());
                    let mut found = find_digest(uow.conn(), guild, digest).await?;
                    digests::delete(uow.conn(), guild, found.number).await?;
                    let untold = deliveries::give_up(uow.conn(), guild, found.number, now).await?;
                    let milestones: Vec<_> = untold.into_iter().filter(|one| one.what == What::Milestone).collect();
                    milestones::plan(uow, &milestones).await?;
                    found.revision += 1;
                    leave(uow, &access, LedgerAct::Delete, &found)?;
                    Ok(found.number)
                })
            })
            .await
    }

    /// Lists the digests of the caller's guild.
    pub async fn digests(&self, caller: &Caller) -> Result<Vec<DigestShown>, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::ConfigureDigests).await?;
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let mut listed = Vec::new();
        for digest in digests::list(&mut conn, caller.guild, most).await? {
            listed.push(shown(&mut conn, caller.guild, digest).await?);
        }
        Ok(listed)
    }

    /// Shows a digest of the caller's guild.
    pub async fn digest(&self, caller: &Caller, digest: &str) -> Result<DigestShown, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::ConfigureDigests).await?;
        let found = find_digest(&mut conn, caller.guild, digest).await?;
        shown(&mut conn, caller.guild, found).await
    }

    async fn change_digest(
        &self,
        caller: &Caller,
        digest: &str,
        act: LedgerAct,
        change: Option<&DigestChange>,
        with: impl Fn(&mut Digest, Timestamp) -> Result<(), Refusal> + Send + Sync,
    ) -> Result<DigestShown, ServiceError> {
        let with = &with;
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfigureDigests).await?;
                    let (guild, now) = (uow.guild(), uow.at());
                    let before = find_digest(uow.conn(), guild, digest).await?;
                    let mut after = before.clone();
                    if let Some(change) = change {
                        apply(uow.conn(), caller, change, &mut after, now).await?;
                    }
                    with(&mut after, now)?;
                    if after != before {
                        after.revision += 1;
                        if !digests::update(uow.conn(), guild, &after).await? {
                            return Err(Refusal::ObjectChanged(after.number).into());
                        }
                        leave(uow, &access, act, &after)?;
                    }
                    shown(uow.conn(), guild, after).await
                })
            })
            .await
    }
}

/// Finds a digest of a guild by its number, with or without `#`.
pub(super) async fn find_digest(conn: &mut Conn, guild: GuildId, given: &str) -> Result<Digest, ServiceError> {
    let unknown = || Refusal::NoSuchDigest(given.trim().to_owned());
    let number = given.parse::<Number>().map_err(|_| unknown())?;
    Ok(digests::find(conn, guild, number).await?.ok_or_else(unknown)?)
}

/// Gives the ledger's sequence before what is to be looked back on.
async fn looked_back(uow: &mut UnitOfWork<'_>, since: &str, settings: &GuildSettings) -> Result<i64, ServiceError> {
    let refuse = |_| Refusal::BadDate { field: Field::Since, value: since.trim().to_owned() };
    let date = PartialDate::parse(since, settings.zone.rules(), uow.at()).map_err(refuse)?;
    let guild = uow.guild();
    Ok(news::before(uow.conn(), guild, date.start()).await?)
}

async fn apply(
    conn: &mut Conn,
    caller: &Caller,
    change: &DigestChange,
    digest: &mut Digest,
    now: Timestamp,
) -> Result<(), ServiceError> {
    if let Some(chosen) = &change.channel {
        digest.channel = channel(chosen)?;
    }
    if let Some(mention) = change.mention {
        digest.role = match mention {
            Mention::Nobody => None,
            Mention::Role(role, _) if role.get() == caller.guild.get() => {
                return Err(Refusal::EveryoneRole(Field::Role).into());
            }
            Mention::Role(_, Mentionable::No) => return Err(Refusal::RoleNotMentionable.into()),
            Mention::Role(role, Mentionable::Yes) => Some(role),
        };
    }
    if let Some(asked) = &change.filter {
        digest.doc.filter = filter(conn, caller.guild, asked).await?;
    }
    digest.doc.nothing_new = change.nothing_new.unwrap_or(digest.doc.nothing_new);
    digest.doc.sound = change.sound.unwrap_or(digest.doc.sound);
    let before = digest.doc.schedule();
    reschedule(change, &mut digest.doc, now)?;
    if digest.next_at.is_none() || digest.doc.schedule() != before {
        begin_anew(digest, now);
    }
    Ok(())
}

/// Lets a digest run at its schedule's next time, unless it is paused.
fn begin_anew(digest: &mut Digest, now: Timestamp) {
    let schedule = digest.doc.schedule();
    digest.last_on = schedule.begun(now);
    let next = schedule.runs_after(digest.last_on).next().map(|run| run.due);
    digest.next_at = next.filter(|_| digest.paused.is_none());
}

/// Takes a channel in which whoever chose it, and the bot, can write.
pub(in crate::service) fn channel(chosen: &ChannelChoice) -> Result<ChannelId, Refusal> {
    match chosen.writes {
        Writes::No => Err(Refusal::CannotWriteThere(chosen.channel)),
        Writes::Yes if !chosen.missing.is_empty() => {
            Err(Refusal::BotCannotWriteThere(chosen.channel, chosen.missing.clone()))
        }
        Writes::Yes => Ok(chosen.channel),
    }
}

async fn filter(conn: &mut Conn, guild: GuildId, asked: &FilterAsked) -> Result<Filter, ServiceError> {
    match asked {
        FilterAsked::All => Ok(Filter::All),
        FilterAsked::Several => Err(Refusal::SeveralFilters.into()),
        FilterAsked::Tag(tag) => Ok(Filter::Tag(tag.trim().to_lowercase())),
        FilterAsked::Organisation(given) => {
            let unknown = || Refusal::NoSuchOrganisation { given: given.trim().to_owned(), close: Vec::new() };
            let found = match given.parse::<Number>() {
                Ok(number) => organisations::find_name(conn, guild, number).await?.map(|_| number),
                Err(_) => organisations::find_by_name(conn, guild, given).await?,
            };
            Ok(Filter::Organisation(found.ok_or_else(unknown)?))
        }
        FilterAsked::Petitions(given) => {
            let mut petitions = Vec::new();
            for one in given.split(',').map(str::trim).filter(|one| !one.is_empty()) {
                match find_petition(conn, guild, one).await? {
                    Some(found) if petitions.contains(&found.number) => {}
                    Some(found) => petitions.push(found.number),
                    None => return Err(no_such_petition(conn, guild, one).await?.into()),
                }
            }
            if petitions.is_empty() || petitions.len() > NAMED {
                let value = given.trim().chars().take(100).collect();
                return Err(Refusal::BadChoice { field: Field::Petitions, value }.into());
            }
            Ok(Filter::Petitions(petitions))
        }
    }
}

/// Changes when it runs: whatever of it is said anew, with the rest as it was.
fn reschedule(change: &DigestChange, doc: &mut DigestDoc, now: Timestamp) -> Result<(), Refusal> {
    let refuse = |field, value: &str| Refusal::BadChoice { field, value: value.trim().chars().take(100).collect() };
    if let Some(zone) = &change.zone {
        Zone::parse(zone).map_err(|_| refuse(Field::Zone, zone))?.name().clone_into(&mut doc.zone);
    }
    let unclear = |unclear| match unclear {
        Unclear::On(typed) => refuse(Field::On, &typed),
        Unclear::Weeks(weeks) => refuse(Field::Weeks, &weeks.to_string()),
        Unclear::At(typed) => refuse(Field::At, &typed),
    };
    if let Some(at) = &change.at {
        doc.at = typed::time_of_day(at).map_err(unclear)?;
    }
    if change.every.is_none() && change.on.is_none() && change.weeks.is_none() {
        return Ok(());
    }
    let today = now.to_zoned(doc.schedule().zone.rules().clone()).date();
    let (every, day, weeks) = match doc.recurrence {
        Recurrence::Day => (Every::Day, None, None),
        Recurrence::Weekday => (Every::Weekday, None, None),
        Recurrence::Weeks { weeks, on, .. } => (Every::Week, Some(on), Some(i64::from(weeks))),
        Recurrence::MonthDay { .. } | Recurrence::MonthNth { .. } => (Every::Month, None, None),
    };
    // A day or a number of weeks alone means weeks where it ran daily, and a day of the month where it ran monthly.
    let meant = change.every.unwrap_or(match every {
        Every::Day | Every::Weekday => Every::Week,
        Every::Week | Every::Month => every,
    });
    let kept = |day: Day| day.as_str().to_owned();
    let on = change.on.clone().or_else(|| day.filter(|_| meant == Every::Week).map(kept));
    let weeks = change.weeks.or(weeks.filter(|_| meant == Every::Week && change.every.is_none()));
    doc.recurrence = typed::recurrence(meant, on.as_deref(), weeks, today).map_err(unclear)?;
    Ok(())
}

/// Leaves the entry of what was done to a digest, with what it is now.
fn leave(uow: &mut UnitOfWork<'_>, access: &Access, act: LedgerAct, digest: &Digest) -> Result<(), ServiceError> {
    let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
    uow.append(trace.signed(entry(act, digest)?));
    Ok(())
}

/// Makes the entry of what was done to a digest.
pub(super) fn entry(act: LedgerAct, digest: &Digest) -> Result<Entry, ServiceError> {
    let after = json(&serde_json::json!({
        "channel": digest.channel.get(),
        "role": digest.role.map(RoleId::get),
        "paused": digest.paused,
        "doc": digest.doc,
    }))?;
    Ok(Entry::new(act, ObjectKind::Digest, digest.number, digest.revision).with("after", after))
}

pub(super) async fn shown(conn: &mut Conn, guild: GuildId, digest: Digest) -> Result<DigestShown, ServiceError> {
    let about = match &digest.doc.filter {
        Filter::All => Vec::new(),
        Filter::Tag(tag) => vec![tag.clone()],
        Filter::Organisation(number) => {
            let name = organisations::find_name(conn, guild, *number).await?;
            vec![name.unwrap_or_else(|| number.to_string())]
        }
        Filter::Petitions(numbers) => {
            let mut titles = Vec::new();
            for number in numbers {
                let found = petitions::find(conn, guild, *number).await?;
                titles.push(found.map_or_else(|| number.to_string(), |found| found.doc.title));
            }
            titles
        }
    };
    let runs = digest.doc.schedule();
    let next = runs.runs_after(digest.last_on).map(|run| run.due).take(SHOWN).collect();
    Ok(DigestShown { digest, about, next })
}
