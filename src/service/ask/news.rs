//! What is new about petitions, as a digest tells it: every item becomes what there is to say of it now.
//!
//! Items are fixed when a run is planned; what they say is read when it is sent, so that what was erased or redacted in
//! between is not told. An item of which nothing can be said any more has no line.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::about::{About, Rest, split};
use super::commitments::{Promise, Rated, promises, rated};
use super::counts::{Count, CountGroup, groups, of_counts, own};
use super::responses::{Addressee, Said};
use crate::domain::digest::{Item, What};
use crate::domain::ids::{GuildId, Number};
use crate::domain::milestone::vouched;
use crate::domain::petition::{Collection, Demand, PetitionState};
use crate::domain::published::{Cited, Names, Record, SourceChange, Sources};
use crate::domain::record::FactClaim;
use crate::domain::record::{Body, RecordKind, RecordState, Statement};
use crate::domain::response::{Answered, Request, Response};
use crate::domain::weigh::Agreement;
use crate::service::{Service, ServiceError};
use crate::store::Conn;
use crate::store::asking::{self, Wanted, dossier};

/// Where a new count stands among the others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the one to show.
    Current,
    /// It is of the same moment as the one to show.
    Beside,
    /// A later one is on record: it is history.
    History,
}

/// A count that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCount {
    /// The count.
    pub count: Count,
    /// The counts of its kind as they stand now.
    pub group: CountGroup,
    /// Where it stands among them.
    pub place: Place,
    /// What was current before anything of this run.
    pub before: Option<Count>,
}

/// A count that crossed a threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The count.
    pub count: Count,
    /// The threshold.
    pub threshold: u64,
}

/// What there is to say of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// How many signed.
    Count(Box<NewCount>),
    /// The count is rising fast.
    Rising(Box<CountGroup>),
    /// A count crossed a threshold.
    Milestone(Box<Milestone>),
    /// An organisation's words or act.
    Response(Box<Cited<Response>>),
    /// Somebody's words.
    Statement(Box<Cited<Statement>>),
    /// Somebody asked for comment.
    Request(Box<Cited<Request>>),
    /// A fact claim.
    Fact(Box<Cited<FactClaim>>),
    /// Something was promised.
    Promised(Box<Promise>),
    /// What became of a promise was judged.
    Kept(Box<Promise>),
    /// What became of a demand was judged.
    Demand(Box<Rated<Demand>>),
    /// What was told is not relied on any more; what replaced it, where something did.
    Corrected(Box<Record>, Option<Box<Record>>),
    /// What was told stands again, or was edited.
    Restored(Box<Record>),
    /// It is told with what it corrects.
    WithCorrection,
    /// A petition was put on record.
    Begun,
    /// Whether signatures are being collected has changed.
    Collecting(Collection),
    /// A petition was removed.
    Removed,
    /// Something changed on a source.
    Change(Number, Box<SourceChange>),
}

/// What there is to say about one petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionNews {
    /// The petition.
    pub about: About,
    /// What of it is new, by item.
    pub news: BTreeMap<Item, News>,
    /// The addressees that have not answered.
    pub waits: Vec<Addressee>,
}

/// Everything that is new to a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulletin {
    /// By petition.
    pub petitions: BTreeMap<Number, PetitionNews>,
    /// The names that are spoken of.
    pub names: Names,
    /// The sources that are cited.
    pub sources: Sources,
}

impl Bulletin {
    /// Gives what there is to say of an item.
    #[must_use]
    pub fn of(&self, item: &Item) -> Option<(&PetitionNews, &News)> {
        let petition = self.petitions.get(&item.petition)?;
        Some((petition, petition.news.get(item)?))
    }

    /// Gives the petition whose counts are drawn beside these items: the one with the most new counts of which there is
    /// more than one to draw.
    #[must_use]
    pub fn drawn(&self, items: &[Item]) -> Option<Number> {
        let counts = |petition: Number| {
            let drawn = items.iter().filter(|item| item.petition == petition).filter(|item| match self.of(item) {
                Some((_, News::Count(new))) => new.group.can_be_drawn(),
                _ => false,
            });
            drawn.count()
        };
        let most = self.petitions.keys().map(|petition| (counts(*petition), std::cmp::Reverse(*petition))).max()?;
        (most.0 > 0).then_some(most.1.0)
    }
}

impl Service {
    /// Reads what there is to say of items now.
    pub(in crate::service) async fn bulletin(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        items: &[Item],
    ) -> Result<Bulletin, ServiceError> {
        let now = self.now();
        let mut bulletin = Bulletin::default();
        let petitions: BTreeSet<Number> = items.iter().map(|item| item.petition).collect();
        for petition in petitions {
            let kinds = &[
                RecordKind::Count,
                RecordKind::Statement,
                RecordKind::Response,
                RecordKind::Request,
                RecordKind::Commitment,
                RecordKind::Fact,
            ];
            let wanted = Wanted { kinds, replaced: true, judgements: true, ..Wanted::default() };
            let found = dossier::read(conn, guild, &asking::Asked::Number(petition), wanted).await?;
            let Some((about, rest)) = split(found) else { continue };
            let own: Vec<Item> = items.iter().copied().filter(|item| item.petition == petition).collect();
            bulletin.names.extend(about.organisations.clone());
            bulletin.sources.extend(about.sources.clone());
            let told = tell(about, rest, &own, now);
            bulletin.petitions.insert(petition, told);
        }
        Ok(bulletin)
    }
}

fn tell(about: About, rest: Rest, items: &[Item], now: Timestamp) -> PetitionNews {
    if about.petition.state != PetitionState::Published {
        let removed = items.iter().filter(|item| item.object == about.petition.number && item.what == What::Changed);
        let news = removed.map(|item| (*item, News::Removed)).collect();
        return PetitionNews { about, news, waits: Vec::new() };
    }
    let stand = |records: &[Record]| records.iter().filter(|record| record.stands()).cloned().collect::<Vec<_>>();
    let standing = stand(&rest.records);
    let new: BTreeSet<Number> = items.iter().filter(|item| item.what == What::New).map(|item| item.object).collect();
    let counts = own(&of_counts(standing.clone()), about.petition.number);
    let before = counts.iter().filter(|count| !new.contains(&count.number)).cloned().collect();
    let context = Context {
        now_groups: groups(counts, &about.sources, now),
        before_groups: groups(before, &about.sources, now),
        promises: promises(&standing, &rest.judgements),
        demands: rated(rest.demands, &rest.judgements),
        corrections: rest
            .records
            .iter()
            .filter(|one| changed(one, items))
            .filter_map(|one| one.superseded_by)
            .collect(),
        records: rest.records,
        about: &about,
    };
    let news = items.iter().filter_map(|item| Some((*item, context.news(item)?))).collect();
    let waits = waits(standing, &about, now);
    PetitionNews { about, news, waits }
}

fn changed(record: &Record, items: &[Item]) -> bool {
    items.iter().any(|item| item.object == record.number && item.what == What::Changed)
}

struct Context<'a> {
    now_groups: Vec<CountGroup>,
    before_groups: Vec<CountGroup>,
    promises: Vec<Promise>,
    demands: Vec<Rated<Demand>>,
    records: Vec<Record>,
    corrections: BTreeSet<Number>,
    about: &'a About,
}

impl Context<'_> {
    fn news(&self, item: &Item) -> Option<News> {
        let petition = item.object == self.about.petition.number;
        match item.what {
            What::New if petition => Some(News::Begun),
            What::Changed if petition => Some(News::Collecting(self.about.petition.collection)),
            What::New if self.corrections.contains(&item.object) => Some(News::WithCorrection),
            What::New if self.change(item.object).is_some() => self.change(item.object),
            What::New => self.record(self.find(item.object).filter(|record| record.stands())?),
            What::Changed => {
                let record = self.find(item.object)?;
                let by = record.superseded_by.and_then(|number| self.find(number)).filter(|by| by.stands());
                match record.state {
                    RecordState::Accepted => Some(News::Restored(Box::new(record.clone()))),
                    RecordState::Superseded | RecordState::Deprecated | RecordState::Retracted => {
                        Some(News::Corrected(Box::new(record.clone()), by.cloned().map(Box::new)))
                    }
                    RecordState::Redacted | RecordState::Removed => None,
                }
            }
            What::Judged => self
                .demands
                .iter()
                .find(|demand| demand.of.number == item.object)
                .map(|demand| News::Demand(Box::new(demand.clone())))
                .or_else(|| self.promise(item.object).map(|promise| News::Kept(Box::new(promise.clone())))),
            What::Milestone => self.milestone(item).map(|milestone| News::Milestone(Box::new(milestone))),
            What::Rising => {
                let rising = self.now_groups.iter().find(|group| group.rising.is_some())?;
                Some(News::Rising(Box::new(rising.clone())))
            }
        }
    }

    /// Gives a milestone whose report still stands for it, and is not in dispute.
    fn milestone(&self, item: &Item) -> Option<Milestone> {
        let threshold = u64::try_from(item.revision).ok()?;
        let found = self.now_groups.iter().find_map(|group| {
            let current = group.current.iter().filter(|_| group.agreement != Agreement::Disputed);
            current.chain(&group.earlier).find(|count| count.number == item.object)
        })?;
        let reached = found.body.reading.as_ref().and_then(vouched)? >= threshold;
        reached.then(|| Milestone { count: found.clone(), threshold })
    }

    fn change(&self, number: Number) -> Option<News> {
        self.about.sources.values().find_map(|source| {
            let change = source.changes.iter().find(|change| change.number == number)?;
            Some(News::Change(source.number, Box::new(change.clone())))
        })
    }

    fn find(&self, number: Number) -> Option<&Record> {
        self.records.iter().find(|record| record.number == number)
    }

    fn promise(&self, number: Number) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.of.number == number)
    }

    fn record(&self, record: &Record) -> Option<News> {
        let Record { number, petition, organisation, source, state, superseded_by, rank, body } = record.clone();
        macro_rules! cited {
            ($body:expr) => {
                Box::new(Cited { number, petition, organisation, source, state, superseded_by, rank, body: $body })
            };
        }
        Some(match body {
            Body::Count(_) => News::Count(Box::new(self.count(number)?)),
            Body::Statement(said) => News::Statement(cited!(said)),
            Body::Response(said) => News::Response(cited!(said)),
            Body::Request(asked) => News::Request(cited!(asked)),
            Body::Fact(fact) => News::Fact(cited!(fact)),
            Body::Commitment(_) => News::Promised(Box::new(self.promise(number)?.clone())),
        })
    }

    fn count(&self, number: Number) -> Option<NewCount> {
        self.now_groups.iter().find_map(|group| {
            let is = |count: &&Count| count.number == number;
            let (count, place) = match group.current.iter().find(is) {
                Some(count) if group.current.first() == Some(count) => (count, Place::Current),
                Some(count) => (count, Place::Beside),
                None => (group.earlier.iter().find(is)?, Place::History),
            };
            let same = |other: &&CountGroup| {
                (other.measure, other.population, other.organisation)
                    == (group.measure, group.population, group.organisation)
            };
            let before = self.before_groups.iter().find(same).and_then(|before| before.current.first());
            Some(NewCount { count: count.clone(), group: group.clone(), place, before: before.cloned() })
        })
    }
}

/// Lists the addressees that have not answered a petition which is not over.
fn waits(records: Vec<Record>, about: &About, now: Timestamp) -> Vec<Addressee> {
    if matches!(about.petition.collection, Collection::Concluded | Collection::Withdrawn) {
        return Vec::new();
    }
    let said = Said::of(records, about);
    let addressees = about.petition.addressees.iter().map(|organisation| said.by(*organisation, about, now));
    addressees.filter(|addressee| addressee.answered != Answered::Responded).collect()
}
