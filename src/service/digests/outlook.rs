//! What a digest would tell now, and why it would not tell the rest.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::Digest;
use super::manage::find_digest;
use crate::domain::digest::{Cause, Due, Item, RunDoc, What};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::petition::{Collection, PetitionState};
use crate::service::ask::news::{Bulletin, News, PetitionNews};
use crate::service::rights::Act;
use crate::service::{Caller, Service, ServiceError};
use crate::store::news::Touched;
use crate::store::{Conn, deliveries, news, petitions};

/// A run that comes later than this after its time is told as late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// The most that one run tells one by one: five messages that nobody reads to their end.
const MOST: usize = 150;
/// A channel is not told again within this time that a count is rising.
const RISING_TOLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Why something is told, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is told.
    Told,
    /// The digest is about other petitions.
    OutsideFilter,
    /// The petition is out of readers' sight.
    PetitionHidden,
    /// It does not stand any more, and the channel was never told that it did.
    DoesNotStand,
    /// The channel was told, by this digest or another.
    ToldBefore,
    /// It changes nothing that a digest tells.
    NothingToTell,
    /// It is older than what is told after missed runs; it is counted.
    TooOld,
    /// There is more than one run tells; it is counted.
    TooMany,
}

/// Something that was touched, and whether it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// What it is told as.
    pub item: Item,
    /// What kind of object it is.
    pub kind: ObjectKind,
    /// Whether it is told.
    pub verdict: Verdict,
}

/// What a digest would tell now.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Whose.
    pub guild: GuildId,
    /// The digest as it was seen.
    pub digest: Digest,
    /// Everything that was touched since it told last, in the order it was.
    pub considered: Vec<Considered>,
    /// What is said of what is told.
    pub bulletin: Bulletin,
    /// What the run tells beside.
    pub run: RunDoc,
    /// When the run was due.
    pub due_at: Timestamp,
    /// The run that is due by the schedule, where one is.
    pub(super) scheduled: Option<Due>,
    /// The ledger's sequence up to which it was looked.
    pub(super) upto: i64,
}

impl Outlook {
    /// Gives what is told.
    pub fn told(&self) -> impl Iterator<Item = Item> + '_ {
        self.considered.iter().filter(|one| one.verdict == Verdict::Told).map(|one| one.item)
    }
}

impl Service {
    /// Says what a digest of the caller's guild would tell now, and why not the rest.
    pub async fn preview_digest(&self, caller: &Caller, digest: &str) -> Result<Outlook, ServiceError> {
        let mut conn = self.store.read_snapshot().await?;
        self.access(&mut conn, caller, Act::ConfigureDigests).await?;
        let digest = find_digest(&mut conn, caller.guild, digest).await?;
        self.outlook(&mut conn, caller.guild, digest).await
    }

    /// Looks at what was accepted since a digest told last.
    pub(super) async fn outlook(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        digest: Digest,
    ) -> Result<Outlook, ServiceError> {
        let now = self.now();
        let (scheduled, _) = digest.doc.schedule().due(digest.last_on, now);
        let upto = news::end(conn, guild).await?;
        let span = (digest.cursor, upto);
        let filtered = news::list_filtered(conn, guild, &digest.doc.filter).await?;
        let within = |petition| filtered.as_ref().is_none_or(|petitions| petitions.contains(&petition));
        // What was accepted within the schedule's own step is always told, and a first run tells all it was asked for.
        let window = now.checked_sub(self.limits.told_for).unwrap_or(Timestamp::MIN);
        let schedule = digest.doc.schedule();
        let step = schedule.previous(scheduled.map_or_else(|| schedule.today(now), |due| due.run.on));
        let oldest = digest.begun.then(|| step.map_or(window, |step| step.min(window)));
        let mut considered = Vec::new();
        for mut touched in last_of_edits(news::list(conn, guild, digest.channel, span).await?) {
            if touched.kind == ObjectKind::SourceChange && !within(touched.petition) {
                let resting = news::list_resting(conn, guild, touched.object).await?;
                touched.petition = resting.into_iter().find(|one| within(*one)).unwrap_or(touched.petition);
            }
            let (item, verdict) = consider(conn, guild, &digest, &touched, oldest, within(touched.petition)).await?;
            considered.push(Considered { item, kind: touched.kind, verdict });
        }
        let mut told = 0;
        for one in considered.iter_mut().filter(|one| one.verdict == Verdict::Told) {
            told += 1;
            if told > MOST {
                one.verdict = Verdict::TooMany;
            }
        }
        let imported = news::list_imported(conn, guild, span).await?.into_iter().filter(|one| within(*one)).count();
        let counted = |one: &&Considered| matches!(one.verdict, Verdict::TooOld | Verdict::TooMany);
        let left_out = considered.iter().filter(counted).count();
        let due_at = scheduled.map_or(now, |due| due.run.due);
        let cause = match scheduled {
            None => Cause::ByHand,
            Some(due) if now.duration_since(due.run.due) > LATE => Cause::Late,
            Some(_) => Cause::Due,
        };
        let missed = scheduled.map_or(0, |due| due.missed);
        let run = RunDoc { cause, missed, left_out, imported, sound: digest.doc.sound };
        let bulletin = Bulletin::default();
        let mut outlook = Outlook { guild, digest, considered, bulletin, run, due_at, scheduled, upto };
        self.read_bulletin(conn, &mut outlook).await?;
        Ok(outlook)
    }

    /// Reads what is said of what is told. A count that rises fast is told beside; what has no words is not told.
    async fn read_bulletin(&self, conn: &mut Conn, outlook: &mut Outlook) -> Result<(), ServiceError> {
        let (guild, channel, now) = (outlook.guild, outlook.digest.channel, self.now());
        let told: Vec<Item> = outlook.told().collect();
        let mut bulletin = self.bulletin(conn, guild, &told).await?;
        let rising: Vec<Number> =
            bulletin.petitions.iter().filter(|(_, one)| one.is_rising()).map(|(n, _)| *n).collect();
        for petition in rising {
            let last = deliveries::last_rising(conn, guild, channel, petition).await?;
            if last.is_some_and(|(_, at)| now.duration_since(at) < RISING_TOLD) {
                continue;
            }
            let revision = last.map_or(1, |(times, _)| times + 1);
            let item = Item { object: petition, revision, what: What::Rising, petition };
            outlook.considered.push(Considered { item, kind: ObjectKind::Petition, verdict: Verdict::Told });
        }
        let told: Vec<Item> = outlook.told().collect();
        if told.iter().any(|item| item.what == What::Rising) {
            bulletin = self.bulletin(conn, guild, &told).await?;
        }
        for one in outlook.considered.iter_mut().filter(|one| one.verdict == Verdict::Told) {
            if bulletin.of(&one.item).is_none() {
                one.verdict = Verdict::NothingToTell;
            }
        }
        outlook.bulletin = bulletin;
        Ok(())
    }
}

/// Leaves the last edit of each source, of those that leave alone what it is cited for: a page that never stands still has
/// more of them than anybody reads.
fn last_of_edits(mut touched: Vec<Touched>) -> Vec<Touched> {
    let mut last = BTreeMap::new();
    for one in &touched {
        if let Some(source) = one.edited {
            last.entry(source).and_modify(|last: &mut Number| *last = one.object.max(*last)).or_insert(one.object);
        }
    }
    touched.retain(|one| one.edited.is_none_or(|source| last.get(&source) == Some(&one.object)));
    touched
}

async fn consider(
    conn: &mut Conn,
    guild: GuildId,
    digest: &Digest,
    touched: &Touched,
    oldest: Option<Timestamp>,
    within: bool,
) -> Result<(Item, Verdict), ServiceError> {
    // What another digest of the channel told as it is needs no second telling.
    let told_as_is = !touched.judged && touched.known.is_some_and(|told| told >= touched.revision);
    let what = match (touched.judged, touched.known) {
        (true, _) => What::Judged,
        (false, Some(_)) if !told_as_is => What::Changed,
        (false, _) => What::New,
    };
    let mut item = Item { object: touched.object, revision: touched.revision, what, petition: touched.petition };
    let petition = touched.object == touched.petition;
    let collecting = petition && changed_collecting(conn, guild, touched).await?;
    if collecting && what == What::New {
        // It was on record before this channel was told of anything.
        item.what = What::Changed;
    }
    // A petition that changed in another way than digests tell.
    let as_it_was = petition && !collecting && touched.stands && (what == What::Changed || touched.first_revision > 1);
    let gone = touched.petition_state == PetitionState::Removed && !(petition && touched.known.is_some());
    let verdict = if !within {
        Verdict::OutsideFilter
    } else if matches!(touched.petition_state, PetitionState::Hidden | PetitionState::Merged) {
        Verdict::PetitionHidden
    } else if gone || (what == What::New && !touched.stands) {
        Verdict::DoesNotStand
    } else if told_as_is || deliveries::was_told(conn, guild, digest.channel, &item).await? {
        Verdict::ToldBefore
    } else if as_it_was {
        Verdict::NothingToTell
    } else if oldest.is_some_and(|oldest| touched.at < oldest) {
        Verdict::TooOld
    } else {
        Verdict::Told
    };
    Ok((item, verdict))
}

/// Says whether a petition that was on record before collects signatures in another way than it did.
async fn changed_collecting(conn: &mut Conn, guild: GuildId, touched: &Touched) -> Result<bool, ServiceError> {
    if touched.first_revision <= 1 {
        return Ok(false);
    }
    let before: Option<Collection> =
        petitions::find_collection(conn, guild, touched.petition, touched.first_revision - 1).await?;
    Ok(before.is_some_and(|before| before != touched.collection))
}

impl PetitionNews {
    /// Says whether its count is rising fast, where a new count says so.
    fn is_rising(&self) -> bool {
        self.news.values().any(|news| matches!(news, News::Count(new) if new.group.rising.is_some()))
    }
}
