//! Erasing what is held about the caller.
//!
//! What waits is withdrawn rather than untied: who filed something must never be able to approve it as if another had.
//! For the same reason the key of who asked for somebody's erasure stays until it is confirmed, a block stays for as
//! long as moderators let it stand, and who acted as a moderator stays in the ledger for a month: erasing is no way around
//! any of them.

use jiff::Timestamp;

use super::{Keys, Where};
use crate::domain::ids::{GuildId, Purpose};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::review::{Decided, SubmissionKind, SubmissionState};
use crate::service::housekeeping::KEPT;
use crate::service::review::signatory;
use crate::service::rights::Act;
use crate::service::trace::json;
use crate::service::{Caller, Service, ServiceError};
use crate::store::held::Acted;
use crate::store::submissions::{self, Submission};
use crate::store::{UnitOfWork, blocks, drafts, held, own, wipe};

/// What was erased, over all guilds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// In how many guilds there was something.
    pub guilds: u64,
    /// How many drafts were deleted.
    pub drafts: u64,
    /// How many submissions that waited were withdrawn.
    pub withdrawn: u64,
    /// How many that were decided are untied.
    pub untied: u64,
    /// How many entries of the ledger no longer say who acted.
    pub entries: u64,
    /// How many entries say who acted as a moderator for a while still.
    pub kept: u64,
    /// When the last of those is forgotten.
    pub until: Option<Timestamp>,
    /// How many blocks stay.
    pub blocks: u64,
    /// How many notes hold the caller's key as a moderator still.
    pub notes: u64,
    /// In how many guilds it failed.
    pub failed: u64,
}

impl Forgotten {
    fn add(&mut self, other: Self) {
        self.guilds += other.guilds;
        self.drafts += other.drafts;
        self.withdrawn += other.withdrawn;
        self.untied += other.untied;
        self.entries += other.entries;
        self.kept += other.kept;
        self.until = self.until.max(other.until);
        self.blocks += other.blocks;
        self.notes += other.notes;
    }
}

/// Says when the key of an act goes that its owner has erased: at once where they contributed, a month after the act
/// where they moderated.
fn goes_at(act: &Acted) -> Timestamp {
    match (act.by, act.goes_at) {
        (_, Some(noted)) => noted,
        (Purpose::Contribute, None) => act.at,
        (Purpose::Moderate, None) => act.at.checked_add(KEPT).unwrap_or(Timestamp::MAX),
    }
}

/// Counts the acts whose key an erasure at this moment leaves, and says when the last one goes.
pub(super) fn kept(acts: &[Acted], at: Timestamp) -> (u64, Option<Timestamp>) {
    let later = || acts.iter().map(goes_at).filter(|goes_at| *goes_at > at);
    (later().count() as u64, later().max())
}

impl Service {
    /// Erases what is held about the caller, a guild at a time. Fails only where it failed in the only guild that was
    /// meant; what failed in one of several is counted.
    pub async fn forget(&self, caller: &Caller, at: Where) -> Result<Forgotten, ServiceError> {
        self.access(&mut self.store.read().await?, caller, Act::ForgetOwn).await?;
        let mut all = Forgotten::default();
        for guild in self.guilds_of(caller, at).await? {
            match self.forget_in(caller, guild).await {
                Ok(done) => all.add(done),
                Err(error) if at == Where::Here => return Err(error),
                Err(error) => {
                    tracing::error!(%error, "failed to erase what is held about somebody in a guild");
                    all.failed += 1;
                }
            }
        }
        Ok(all)
    }

    async fn forget_in(&self, caller: &Caller, guild: GuildId) -> Result<Forgotten, ServiceError> {
        let keys = self.keys_of(caller, guild);
        // The ledger may be long: most of it is looked through while others can write.
        let mut conn = self.store.read_snapshot().await?;
        let (before, last) = self.store.entries_by(&mut conn, guild, &keys.both(), 0).await?;
        let anything = !before.is_empty()
            || !drafts::list_own(&mut conn, guild, keys.contributor).await?.is_empty()
            || !own::list(&mut conn, guild, keys.contributor, 1, 0).await?.is_empty();
        let stays = Forgotten {
            blocks: u64::from(blocks::find(&mut conn, guild, keys.contributor).await?.is_some()),
            notes: held::count_notes(&mut conn, guild, keys.moderator).await?,
            ..Forgotten::default()
        };
        drop(conn);
        if !anything {
            return Ok(stays);
        }
        let before: &[Acted] = &before;
        self.store
            .write(guild, self.now(), |uow| {
                Box::pin(async move {
                    let (since, _) = self.store.entries_by(uow.conn(), guild, &keys.both(), last).await?;
                    let acts: Vec<&Acted> = before.iter().chain(&since).collect();
                    let done = forget_in(uow, keys, &acts).await?;
                    Ok(Forgotten { blocks: stays.blocks, notes: stays.notes, ..done })
                })
            })
            .await
    }
}

async fn forget_in(uow: &mut UnitOfWork<'_>, keys: Keys, acts: &[&Acted]) -> Result<Forgotten, ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let drafts = drafts::delete_own(uow.conn(), guild, keys.contributor).await?;
    let pending = submissions::list_pending_of(uow.conn(), guild, keys.contributor).await?;
    let mut withdrawn = 0;
    for number in pending {
        if let Some(found) = submissions::find(uow.conn(), guild, number).await? {
            withdraw(uow, &found).await?;
            withdrawn += 1;
        }
    }
    let untied = held::untie(uow, keys.contributor).await?.saturating_sub(withdrawn);
    let (over, kept): (Vec<&Acted>, Vec<&Acted>) = acts.iter().partition(|act| goes_at(act) <= at);
    held::forget_actor(uow, &over.iter().map(|act| act.seq).collect::<Vec<_>>()).await?;
    let noted: Vec<&Acted> = kept.iter().copied().filter(|act| act.goes_at.is_none()).collect();
    for act in &noted {
        held::forget_actor_at(uow, act.seq, goes_at(act)).await?;
    }
    let until = kept.iter().map(|act| goes_at(act)).max();
    let (entries, kept) = (over.len() as u64, kept.len() as u64);
    let stays = Forgotten { kept, until, ..Forgotten::default() };
    if drafts + withdrawn + untied + entries == 0 && noted.is_empty() {
        return Ok(stays);
    }
    wipe::note_due(uow).await?;
    uow.append(Entry::of_guild(LedgerAct::Forget, 0));
    Ok(Forgotten { guilds: 1, drafts, withdrawn, untied, entries, ..stays })
}

/// Withdraws what waits, without a word of who did.
async fn withdraw(uow: &mut UnitOfWork<'_>, found: &Submission) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let proposal = match (&found.sealed, found.kind) {
        // One that cannot be read goes all the same, with everything else that is held of it.
        (Some(sealed), SubmissionKind::Signatory) => uow.store().open_proposal(guild, found.number, sealed).ok(),
        _ => None,
    };
    let decided = Decided { by: found.standing, alone: false, at, reason: None };
    submissions::decide(uow.conn(), guild, found.number, SubmissionState::Withdrawn, decided).await?;
    let after = json(&serde_json::json!({ "state": SubmissionState::Withdrawn.as_str() }))?;
    let entry = Entry::new(LedgerAct::Withdraw, ObjectKind::Submission, found.number, found.revision);
    uow.append(entry.with("after", after));
    match proposal {
        Some(proposal) => signatory::forget(uow, found, &proposal).await,
        None => Ok(()),
    }
}
