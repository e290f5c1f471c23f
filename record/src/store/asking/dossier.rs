//! Everything an answer about one petition reads, in one query.

use std::collections::BTreeMap;

use super::row::{Row, rows};
use crate::domain::commitment::{Judged, Judgement};
use crate::domain::ids::{ChannelId, GuildId, Number};
use crate::domain::petition::{Collection, Demand, DemandOutcome, PetitionState, Relation};
use crate::domain::published::{Capture, Kin, Names, Petition, Record, Side, Source, SourceChange, Sources};
use crate::domain::record::{Rank, RecordKind, RecordState};
use crate::domain::signatory::{ListTally, SignatoryStanding};
use crate::domain::source::{ChangeClass, LinkState};
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

pub(super) mod sql;

/// Which petition is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// The one this channel is about, else the guild's only one.
    Here(ChannelId),
    /// One by its number.
    Number(Number),
    /// One by its short name, or by its number where no short name fits.
    Named(&'a str),
}

/// Which parts of a petition's record an answer needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Kinds of record.
    pub kinds: &'a [RecordKind],
    /// Whether what was superseded, deprecated or retracted is wanted too. What was redacted never is.
    pub replaced: bool,
    /// Whether the counts of related petitions are wanted.
    pub kin_counts: bool,
    /// Whether judgements of demands and commitments are wanted.
    pub judgements: bool,
    /// An organisation's name, folded, or its number, to be found beside with what belongs to it.
    pub organisation: Option<&'a str>,
}

/// What was found about one petition.
#[derive(Debug, Default)]
pub struct Dossier {
    /// Whether the guild's answers are private when nobody says.
    pub private_by_default: bool,
    /// The petition that was meant, published or removed.
    pub petition: Option<Petition>,
    /// The published petitions it stands in a relation to.
    pub kin: Vec<Kin>,
    /// What it asks for, in order.
    pub demands: Vec<Demand>,
    /// Its records, and the counts of its kin where they were wanted.
    pub records: Vec<Record>,
    /// The names of the organisations that are spoken of.
    pub organisations: Names,
    /// The sources that are cited.
    pub sources: Sources,
    /// The organisation that was asked for by name.
    pub meant: Option<Number>,
    /// How many stand on its list of names.
    pub list: ListTally,
    /// Organisations that belong to it, directly or through others.
    pub parts: Vec<Number>,
    /// What was judged of demands and commitments, the earliest first.
    pub judgements: Vec<Judgement>,
}

/// Reads what is on record about the petition that is meant. Without one, only the guild's default is found.
pub async fn read(
    conn: &mut Conn,
    guild: GuildId,
    asked: &Asked<'_>,
    wanted: Wanted<'_>,
) -> Result<Dossier, StoreError> {
    let (number, slug, channel) = match asked {
        Asked::Here(channel) => (None, None, Some(*channel)),
        Asked::Number(number) => (Some(*number), None, None),
        Asked::Named(name) => (name.parse().ok(), Some(*name), None),
    };
    let kind = |place: usize| wanted.kinds.get(place).map_or("", |kind| kind.as_str());
    let (kinds, also) = ([kind(0), kind(1), kind(2)], [kind(3), kind(4), kind(5)]);
    let ([k0, k1, k2], [k3, k4, k5], replaced, kin) = (kinds, also, wanted.replaced, wanted.kin_counts);
    let piece = if wanted.judgements || wanted.organisation.is_some() {
        let organisation = wanted.organisation.and_then(|name| name.parse::<Number>().ok());
        let (named, judged) = (wanted.organisation, wanted.judgements);
        query!(
            conn,
            scalar,
            Option<String>,
            sql::WHOLE,
            guild,
            number,
            slug,
            channel,
            k0,
            k1,
            k2,
            k3,
            k4,
            k5,
            replaced,
            kin,
            named,
            organisation,
            judged
        )?
    } else {
        query!(
            conn,
            scalar,
            Option<String>,
            sql::PLAIN,
            guild,
            number,
            slug,
            channel,
            k0,
            k1,
            k2,
            k3,
            k4,
            k5,
            replaced,
            kin
        )?
    };
    Dossier::of(&rows(piece.as_deref())?)
}

impl Dossier {
    fn of(rows: &[Row<'_>]) -> Result<Self, StoreError> {
        let mut found = Self::default();
        let mut parts = Parts::default();
        found.records.reserve(rows.len());
        for row in rows {
            match row.part {
                "guild" => found.private_by_default = row.place == Some(1),
                "petition" => found.petition = Some(petition(row)?),
                "kin" => parts.kin.push(petition(row)?),
                "relation" => parts.relations.push(relation(row)?),
                "addressee" => parts.addressees.push((row.petition()?, row.place.unwrap_or(0), row.number()?)),
                "demand" => found.demands.push(demand(row)?),
                "meant" => found.meant = Some(row.number()?),
                "part" => found.parts.push(row.number()?),
                "judgement" => found.judgements.push(judgement(row)?),
                "organisation" => drop(found.organisations.insert(row.number()?, row.text())),
                "source" => drop(found.sources.insert(row.number()?, source(row)?)),
                "tally" => {
                    let standing = row.word("standing", row.state, SignatoryStanding::parse)?;
                    found.list.add(standing, row.place.unwrap_or(0).unsigned_abs());
                }
                "capture" => parts.captures.push((row.source()?, capture(row)?)),
                "change" => parts.changes.push((row.source()?, change(row)?)),
                _ => found.records.push(record(row)?),
            }
        }
        parts.put_into(&mut found);
        Ok(found)
    }
}

/// Rows that belong into others.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) kin: Vec<Petition>,
    pub(super) relations: Vec<(Number, Relation, Side)>,
    pub(super) addressees: Vec<(Number, i64, Number)>,
    pub(super) captures: Vec<(Number, Capture)>,
    pub(super) changes: Vec<(Number, SourceChange)>,
}

impl Parts {
    fn put_into(mut self, found: &mut Dossier) {
        let addressees = self.addressees_by_petition();
        for petition in found.petition.iter_mut().chain(&mut self.kin) {
            petition.addressees = addressees.get(&petition.number).cloned().unwrap_or_default();
        }
        put_captures(self.captures, &mut found.sources);
        put_changes(self.changes, &mut found.sources);
        let by_number = |number| self.kin.iter().find(|petition| petition.number == number);
        self.relations.sort_unstable();
        for (number, relation, side) in self.relations {
            found.kin.extend(by_number(number).map(|petition| Kin { petition: petition.clone(), relation, side }));
        }
        found.demands.sort_by_key(|demand| demand.position);
        found.records.sort_by_key(|record| record.number);
        // The counts of a petition that is kin in two ways come twice.
        found.records.dedup_by_key(|record| record.number);
        found.judgements.sort_by_key(|judgement| (judgement.object, judgement.revision));
        found.parts.sort_unstable();
    }

    /// Gives each petition's addressees in their order.
    pub(super) fn addressees_by_petition(&mut self) -> BTreeMap<Number, Vec<Number>> {
        self.addressees.sort_unstable();
        let mut grouped: BTreeMap<Number, Vec<Number>> = BTreeMap::new();
        for (petition, _, organisation) in self.addressees.drain(..) {
            grouped.entry(petition).or_default().push(organisation);
        }
        grouped
    }
}

/// Puts captures to their sources, the latest first.
pub(super) fn put_captures(captures: Vec<(Number, Capture)>, sources: &mut Sources) {
    for (number, capture) in captures {
        if let Some(source) = sources.get_mut(&number) {
            source.captures.push(capture);
        }
    }
    for source in sources.values_mut() {
        source.captures.sort_by_key(|capture| std::cmp::Reverse(capture.retrieved_at.start()));
    }
}

/// Puts changes to their sources, the latest first.
pub(super) fn put_changes(changes: Vec<(Number, SourceChange)>, sources: &mut Sources) {
    for (number, change) in changes {
        if let Some(source) = sources.get_mut(&number) {
            source.changes.push(change);
        }
    }
    for source in sources.values_mut() {
        source.changes.sort_by_key(|change| std::cmp::Reverse((change.doc.on.start(), change.number)));
    }
}

/// Reads a change of a source.
pub(super) fn change(row: &Row<'_>) -> Result<SourceChange, StoreError> {
    let class = row.word("class", row.state, ChangeClass::parse)?;
    Ok(SourceChange { number: row.number()?, class, doc: row.doc()? })
}

/// Reads a petition; its addressees come in rows of their own.
pub(super) fn petition(row: &Row<'_>) -> Result<Petition, StoreError> {
    Ok(Petition {
        number: row.number()?,
        slug: row.text(),
        state: row.word("state", row.state, PetitionState::parse)?,
        collection: row.word("collection", row.word, Collection::parse)?,
        source: row.source()?,
        addressees: Vec::new(),
        doc: row.doc()?,
    })
}

/// Reads a record.
pub(super) fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    Ok(Record {
        number: row.number()?,
        petition: row.petition()?,
        organisation: row.organisation()?,
        source: row.source()?,
        state: row.word("state", row.state, RecordState::parse)?,
        superseded_by: row.place.and_then(Number::new),
        rank: row.word("rank", row.word, Rank::parse)?,
        body: row.doc()?,
    })
}

/// Reads a source; its captures come in rows of their own.
pub(super) fn source(row: &Row<'_>) -> Result<Source, StoreError> {
    Ok(Source {
        number: row.number()?,
        link: row.word("link_state", row.state, LinkState::parse)?,
        doc: row.doc()?,
        captures: Vec::new(),
        changes: Vec::new(),
    })
}

/// Reads a capture.
pub(super) fn capture(row: &Row<'_>) -> Result<Capture, StoreError> {
    Ok(Capture { retrieved_at: row.date("retrieved_start")?, doc: row.doc()? })
}

/// Reads a judgement; its revision stands in the petition's column: of which petition it is, the query knows.
pub(super) fn judgement(row: &Row<'_>) -> Result<Judgement, StoreError> {
    Ok(Judgement {
        object: row.number()?,
        revision: row.petition.unwrap_or_default(),
        judged: row.word("word", row.word, Judged::parse)?,
        source: row.source()?,
        reason: row.text(),
        judged_at: row.instant("judged_at")?,
    })
}

fn relation(row: &Row<'_>) -> Result<(Number, Relation, Side), StoreError> {
    let side = if row.place == Some(0) { Side::Towards } else { Side::From };
    Ok((row.number()?, row.word("relation", row.word, Relation::parse)?, side))
}

fn demand(row: &Row<'_>) -> Result<Demand, StoreError> {
    Ok(Demand {
        number: row.number()?,
        position: row.place.and_then(|place| u16::try_from(place).ok()).unwrap_or(u16::MAX),
        text: row.text(),
        outcome: row.word("outcome", row.word, DemandOutcome::parse)?,
    })
}
