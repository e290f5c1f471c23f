//! Milestones: found in what the ledger accepted, noted once, and told at once where a digest would tell of the petition.

use std::collections::{BTreeMap, BTreeSet};

use super::Digest;
use crate::domain::digest::{Cause, Item, RunDoc, What};
use crate::domain::ids::{ChannelId, GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::milestone::{Thresholds, crossed, vouched};
use crate::domain::petition::PetitionState;
use crate::domain::record::RecordKind;
use crate::domain::weigh::Agreement;
use crate::service::ask::CountGroup;
use crate::service::ask::counts::{groups, of_counts, own};
use crate::service::find::{find_petition, no_such_petition};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::asking::{self, Wanted, dossier};
pub use crate::store::milestones::Chosen;
use crate::store::milestones::{self, Accepted, Counted};
use crate::store::{Conn, UnitOfWork, deliveries, digests, news, petitions, settings};

/// How many guilds are looked at in a round, and how many entries of each.
const GUILDS: i64 = 50;
const ENTRIES: i64 = 500;
/// How many milestones stand in one message.
const IN_A_MESSAGE: usize = 5;

/// Which milestones are told, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestonesShown {
    /// The title of the petition it is about; without one, it is about the guild's.
    pub petition: Option<String>,
    /// What stands.
    pub chosen: Chosen,
}

impl Service {
    /// Says which milestones are told, of the guild's petitions or of one.
    pub async fn milestones(&self, caller: &Caller, petition: Option<&str>) -> Result<MilestonesShown, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::ConfigureDigests).await?;
        let petition = meant(&mut conn, caller.guild, petition).await?;
        shown(&mut conn, caller.guild, petition.as_ref()).await
    }

    /// Chooses which milestones are told, of the guild's petitions or of one; `default` gives the choice back.
    pub async fn choose_milestones(
        &self,
        caller: &Caller,
        petition: Option<&str>,
        thresholds: &str,
    ) -> Result<MilestonesShown, ServiceError> {
        let refuse =
            || Refusal::BadChoice { field: Field::Thresholds, value: thresholds.trim().chars().take(100).collect() };
        let chosen = match thresholds.trim().to_lowercase().as_str() {
            "default" => None,
            _ => Some(Thresholds::parse(thresholds).ok_or_else(refuse)?),
        };
        let chosen = chosen.as_ref();
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfigureDigests).await?;
                    let guild = uow.guild();
                    let petition = meant(uow.conn(), guild, petition).await?;
                    let entry = if let Some(petition) = &petition {
                        milestones::put_of_petition(uow.conn(), guild, petition.number, chosen).await?;
                        Entry::new(LedgerAct::Milestones, ObjectKind::Petition, petition.number, petition.revision)
                    } else {
                        let chosen = chosen.cloned().unwrap_or_default();
                        milestones::put_of_guild(uow.conn(), guild, &chosen).await?;
                        let revision = settings::revision(uow.conn(), guild).await?;
                        Entry::of_guild(LedgerAct::Milestones, revision)
                    };
                    let actor = Actor::Person(access.moderator, access.standing);
                    let after = chosen.map_or_else(|| "default".to_owned(), Thresholds::written);
                    uow.append(Trace { act: LedgerAct::Milestones, actor }.signed(entry).with("after", after));
                    shown(uow.conn(), guild, petition.as_ref()).await
                })
            })
            .await
    }

    /// Looks at the counts that were accepted since the last time, notes the milestones they passed, and plans telling those
    /// that were crossed.
    pub async fn note_milestones(&self) -> Result<(), ServiceError> {
        let behind = milestones::list_behind(&mut self.store.read().await?, GUILDS).await?;
        for guild in behind {
            self.store.write(guild, self.now(), |uow| Box::pin(async move { note(uow).await })).await?;
        }
        Ok(())
    }

    /// Leaves out a message of milestones of which nothing can be said any more.
    pub async fn leave_part_out(&self, id: deliveries::RunId, part: i64) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(id.guild, now, |uow| {
                Box::pin(async move {
                    deliveries::drop_part(uow.conn(), id, part).await?;
                    Ok(deliveries::finish(uow.conn(), id, now).await?)
                })
            })
            .await
    }
}

async fn meant(
    conn: &mut Conn,
    guild: GuildId,
    given: Option<&str>,
) -> Result<Option<petitions::Petition>, ServiceError> {
    let Some(given) = given else { return Ok(None) };
    match find_petition(conn, guild, given).await? {
        Some(found) => Ok(Some(found)),
        None => Err(no_such_petition(conn, guild, given).await?.into()),
    }
}

async fn shown(
    conn: &mut Conn,
    guild: GuildId,
    petition: Option<&petitions::Petition>,
) -> Result<MilestonesShown, ServiceError> {
    let chosen = milestones::find_chosen(conn, guild, petition.map(|one| one.number)).await?;
    Ok(MilestonesShown { petition: petition.map(|one| one.doc.title.clone()), chosen })
}

/// Notes what a guild's counts have passed since the last time, and plans what is told of it.
async fn note(uow: &mut UnitOfWork<'_>) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let span = milestones::take(uow, ENTRIES).await?;
    let mut touched: BTreeMap<Number, Vec<Counted>> = BTreeMap::new();
    for (petition, counted) in milestones::list_touched(uow.conn(), guild, span).await? {
        touched.entry(petition).or_default().push(counted);
    }
    let mut told = Vec::new();
    for (petition, counted) in touched {
        told.extend(pass(uow, petition, &counted).await?);
    }
    if told.is_empty() { Ok(()) } else { plan(uow, &told).await }
}

/// Notes what a petition's counts have passed, and gives what is to be told of it.
async fn pass(uow: &mut UnitOfWork<'_>, petition: Number, touched: &[Counted]) -> Result<Vec<Item>, ServiceError> {
    let (guild, now) = (uow.guild(), uow.at());
    let wanted = Wanted { kinds: &[RecordKind::Count], ..Wanted::default() };
    let found = dossier::read(uow.conn(), guild, &asking::Asked::Number(petition), wanted).await?;
    let is_there = found.petition.as_ref().is_some_and(|one| one.state == PetitionState::Published);
    if !is_there {
        return Ok(Vec::new());
    }
    let chosen = milestones::find_chosen(uow.conn(), guild, Some(petition)).await?;
    let accepted = milestones::list_accepted(uow.conn(), guild, petition).await?;
    let mut told = Vec::new();
    for group in groups(own(&of_counts(found.records), petition), &found.sources, now) {
        let counted = (group.measure, group.population, group.organisation);
        let Some((record, passed)) = passed(&group, chosen.held(), &accepted) else { continue };
        if !touched.contains(&counted) {
            continue;
        }
        let mut highest = None;
        for (threshold, was_crossed) in passed {
            if milestones::pass(uow, petition, counted, threshold, record).await? && was_crossed {
                highest = Some(threshold.cast_signed());
            }
        }
        told.extend(highest.map(|revision| Item { object: record, revision, what: What::Milestone, petition }));
    }
    Ok(told)
}

/// Gives the report that a group of counts shows, with the thresholds it has reached and whether each was crossed by it;
/// nothing where reports dispute each other or its words vouch for nothing.
fn passed(group: &CountGroup, thresholds: &Thresholds, accepted: &[Accepted]) -> Option<(Number, Vec<(u64, bool)>)> {
    let shown = group.current.first().filter(|_| group.agreement != Agreement::Disputed)?;
    let reached = thresholds.reached(vouched(shown.body.reading.as_ref()?)?);
    let when = |record: Number| accepted.iter().find(|one| one.record == record);
    // What an archive brought was never seen to happen.
    let since = when(shown.number).filter(|one| !one.imported).map(|one| one.seq);
    let before: Vec<_> = group
        .current
        .iter()
        .chain(&group.earlier)
        .filter(|count| when(count.number).is_some_and(|one| since.is_some_and(|since| one.seq < since)))
        .filter_map(|count| count.body.reading.as_ref())
        .collect();
    let passed = reached.into_iter().map(|threshold| (threshold, crossed(threshold, &before)));
    Some((shown.number, passed.collect()))
}

/// Plans one run for each channel with a running digest that would tell of these petitions.
pub(super) async fn plan(uow: &mut UnitOfWork<'_>, told: &[Item]) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let mut channels: BTreeMap<ChannelId, (Digest, BTreeSet<Item>)> = BTreeMap::new();
    for digest in digests::list(uow.conn(), guild, i64::MAX).await?.into_iter().filter(|one| one.paused.is_none()) {
        let filtered = news::list_filtered(uow.conn(), guild, &digest.doc.filter).await?;
        let within = |item: &&Item| filtered.as_ref().is_none_or(|petitions| petitions.contains(&item.petition));
        let items: Vec<Item> = told.iter().filter(within).copied().collect();
        if !items.is_empty() {
            channels.entry(digest.channel).or_insert_with(|| (digest, BTreeSet::new())).1.extend(items);
        }
    }
    for (digest, items) in channels.into_values() {
        let items: Vec<Item> = items.into_iter().collect();
        let parts: Vec<Vec<Item>> = items.chunks(IN_A_MESSAGE).map(<[Item]>::to_vec).collect();
        let id = deliveries::RunId { guild, digest: digest.number, run: digest.runs + 1 };
        let doc = RunDoc { cause: Cause::Milestone, missed: 0, left_out: 0, imported: 0, sound: digest.doc.sound };
        let (channel, due_at) = (digest.channel, uow.at());
        let new = deliveries::NewRun { id, channel, role: None, due_at, doc: &doc, parts: &parts };
        let planned = digests::take_run(uow.conn(), guild, &digest).await? && deliveries::plan(uow, &new).await?;
        if !planned {
            return Err(Refusal::ObjectChanged(digest.number).into());
        }
    }
    Ok(())
}
