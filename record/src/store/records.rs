//! Records: counts, facts, statements, responses, requests and commitments, in the one table they share.

use jiff::Timestamp;

use super::decode::{RowOf, date_columns, readable, to_json};
use super::sql::{query, row};
use super::terms::{self, Words};
use super::{Conn, StoreError, judgements, watched};
use crate::domain::acting::Said;
use crate::domain::commitment::Rating;
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition_edit::Change;
use crate::domain::record::{Body, Rank, RecordKind, RecordState};
use crate::domain::source::SourceDoc;
use crate::domain::text::fold;

/// A record on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub number: Number,
    /// Where it stands.
    pub state: RecordState,
    /// What replaced it.
    pub superseded_by: Option<Number>,
    /// The petition it is about.
    pub petition: Number,
    /// The organisation it concerns.
    pub organisation: Option<Number>,
    /// Its source.
    pub source: Number,
    /// Why somebody should look at it.
    pub flag: Option<String>,
    /// Its revision.
    pub revision: i64,
    /// What it says.
    pub body: Body,
    /// When it was published.
    pub accepted_at: Timestamp,
    /// What is said of its source.
    pub source_doc: SourceDoc,
    /// What is said of the petition it is about.
    pub petition_doc: crate::domain::petition::PetitionDoc,
    /// The name of the organisation it concerns.
    pub organisation_name: Option<String>,
}

row! {
    struct Row {
        number: i64,
        state: String,
        superseded_by: Option<i64>,
        petition: i64,
        organisation: Option<i64>,
        source: i64,
        flag: Option<String>,
        revision: i64,
        doc: String,
        accepted_at: i64,
        source_doc: String,
        petition_doc: String,
        organisation_name: Option<String>,
    }
}

impl Row {
    fn read(self) -> Result<Record, StoreError> {
        let row = RowOf::new("record", self.number);
        Ok(Record {
            number: row.number("number", self.number)?,
            state: row.word("state", &self.state, RecordState::parse)?,
            superseded_by: row.maybe_number("superseded_by", self.superseded_by)?,
            petition: row.number("petition", self.petition)?,
            organisation: row.maybe_number("organisation", self.organisation)?,
            source: row.number("source", self.source)?,
            flag: self.flag,
            revision: self.revision,
            body: row.json("doc", &self.doc)?,
            accepted_at: row.instant("accepted_at", self.accepted_at)?,
            source_doc: RowOf::new("source", self.source).json("doc", &self.source_doc)?,
            petition_doc: RowOf::new("petition", self.petition).json("doc", &self.petition_doc)?,
            organisation_name: self.organisation_name,
        })
    }
}

/// Writes a query for records with what they stand on, so that each is one round trip.
macro_rules! records_where {
    ($tail:literal) => {
        concat!(
            "SELECT r.number, r.state, r.superseded_by, r.petition, r.organisation, r.source, r.flag, r.revision, r.doc,
                    r.accepted_at,
                    s.doc AS source_doc, p.doc AS petition_doc, o.name AS organisation_name
             FROM record r
             JOIN source s ON s.guild = r.guild AND s.number = r.source
             JOIN petition p ON p.guild = r.guild AND p.number = r.petition
             LEFT JOIN organisation o ON o.guild = r.guild AND o.number = r.organisation
             WHERE r.guild = $1 AND ",
            $tail
        )
    };
}

/// Finds a record by its number, in whatever state.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Record>, StoreError> {
    let row = query!(conn, fetch_optional, Row, records_where!("r.number = $2"), guild, number)?;
    row.map(Row::read).transpose()
}

/// Lists records of a petition and kind that stand on a source or are of the same moment, latest first, up to 20.
pub async fn list_like(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    kind: RecordKind,
    source: Option<Number>,
    as_of_start: Option<i64>,
) -> Result<Vec<Record>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        records_where!(
            "r.petition = $2 AND r.kind = $3 AND r.state = 'accepted' AND (r.source = $4 OR r.as_of_start = $5)
             ORDER BY r.number DESC LIMIT 20"
        ),
        guild,
        petition,
        kind.as_str(),
        source,
        as_of_start
    )?;
    readable(rows.into_iter().map(Row::read))
}

/// Lists what the records of a petition and kind that stand say, by number.
pub async fn list_bodies(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    kind: RecordKind,
) -> Result<Vec<(Number, Body)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT number, doc FROM record WHERE guild = $1 AND petition = $2 AND kind = $3 AND state = 'accepted'
         ORDER BY number",
        guild,
        petition,
        kind.as_str()
    )?;
    rows.into_iter()
        .map(|(number, doc)| {
            let row = RowOf::new("record", number);
            Ok((row.number("number", number)?, row.json("doc", &doc)?))
        })
        .collect()
}

/// Counts the flagged records of a kind and petition, where given.
pub async fn count_flagged(
    conn: &mut Conn,
    guild: GuildId,
    kind: Option<&str>,
    petition: Option<Number>,
) -> Result<i64, StoreError> {
    query!(
        conn,
        scalar,
        i64,
        "SELECT COUNT(*) FROM record WHERE guild = $1 AND flag IS NOT NULL
         AND (CAST($2 AS TEXT) IS NULL OR kind = $2) AND (CAST($3 AS BIGINT) IS NULL OR petition = $3)",
        guild,
        kind,
        petition
    )
}

/// Lists flagged records by number.
pub async fn list_flagged(
    conn: &mut Conn,
    guild: GuildId,
    kind: Option<&str>,
    petition: Option<Number>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Record>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        records_where!(
            "r.flag IS NOT NULL
             AND (CAST($2 AS TEXT) IS NULL OR r.kind = $2) AND (CAST($3 AS BIGINT) IS NULL OR r.petition = $3)
             ORDER BY r.number LIMIT $4 OFFSET $5"
        ),
        guild,
        kind,
        petition,
        limit,
        offset
    )?;
    readable(rows.into_iter().map(Row::read))
}

/// A record to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewRecord<'a> {
    /// Its number.
    pub number: Number,
    /// Its revision.
    pub revision: i64,
    /// The petition it is about.
    pub petition: Number,
    /// The organisation it concerns.
    pub organisation: Option<Number>,
    /// Its source.
    pub source: Number,
    /// What it says.
    pub body: &'a Body,
    /// How much it weighs.
    pub rank: Rank,
    /// Why somebody should look at it.
    pub flag: Option<&'a str>,
}

/// What of a body stands in columns of its own.
struct Columns {
    as_of: Option<(i64, &'static str)>,
    measure: Option<&'static str>,
    population: Option<&'static str>,
    property: Option<String>,
    rating: Option<&'static str>,
    lower: Option<i64>,
    upper: Option<i64>,
}

impl Columns {
    fn of(body: &Body) -> Self {
        // A bound beyond what a column holds is none; the document keeps it.
        let bound = |bound: Option<u64>| bound.and_then(|bound| i64::try_from(bound).ok());
        let mut columns = Self {
            as_of: body.as_of().map(date_columns),
            measure: None,
            population: None,
            property: None,
            rating: None,
            lower: bound(body.reading().and_then(crate::domain::Reading::lower)),
            upper: bound(body.reading().and_then(crate::domain::Reading::upper)),
        };
        match body {
            Body::Count(count) => {
                columns.measure = Some(count.measure.as_str());
                columns.population = Some(count.population.as_str());
            }
            Body::Fact(fact) => columns.property = Some(fold(&fact.property)),
            // What became of a commitment is judged once it stands.
            Body::Commitment(_) => columns.rating = Some(Rating::NotYetRated.as_str()),
            Body::Statement(_) | Body::Response(_) | Body::Request(_) => {}
        }
        columns
    }
}

/// Adds an accepted record with its words. A fact's property stands folded in its column.
pub async fn insert(conn: &mut Conn, guild: GuildId, record: NewRecord<'_>, at: Timestamp) -> Result<(), StoreError> {
    let columns = Columns::of(record.body);
    query!(
        conn,
        execute,
        "INSERT INTO record (guild, number, kind, state, petition, organisation, source, as_of_start, as_of_precision,
                             measure, population, property, rating, lower, upper, rank, flag, revision, doc_version,
                             doc, accepted_at)
         VALUES ($1, $2, $3, 'accepted', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                 $20)",
        guild,
        record.number,
        record.body.kind().as_str(),
        record.petition,
        record.organisation,
        record.source,
        columns.as_of.map(|(start, _)| start),
        columns.as_of.map(|(_, precision)| precision),
        columns.measure,
        columns.population,
        columns.property,
        columns.rating,
        columns.lower,
        columns.upper,
        record.rank.as_str(),
        record.flag,
        record.revision,
        Body::VERSION,
        to_json(record.body)?,
        at
    )?;
    let (name, body) = texts_of(record.body);
    let words = Words { name: &name, body: &body };
    terms::insert(conn, guild, record.body.kind().into(), record.number, words).await?;
    watched::stands_anew(conn, guild, record.number).await
}

/// Lets a record say something else, and keeps what it said before as its earlier revision. What was judged of it stays.
pub async fn revise(
    conn: &mut Conn,
    guild: GuildId,
    before: &Record,
    said: &Said,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (number, columns) = (before.number, Columns::of(&said.body));
    if said.source != before.source {
        watched::stands_anew(conn, guild, number).await?;
    }
    query!(
        conn,
        execute,
        "INSERT INTO revision (guild, number, revision, replaced_at, doc_version, doc) VALUES ($1, $2, $3, $4, $5, $6)",
        guild,
        number,
        before.revision,
        at,
        Body::VERSION,
        to_json(&before.body)?
    )?;
    query!(
        conn,
        execute,
        "UPDATE record SET organisation = $3, source = $4, as_of_start = $5, as_of_precision = $6, measure = $7,
                population = $8, property = $9, lower = $10, upper = $11, doc_version = $12, doc = $13,
                revision = revision + 1
         WHERE guild = $1 AND number = $2",
        guild,
        number,
        said.organisation,
        said.source,
        columns.as_of.map(|(start, _)| start),
        columns.as_of.map(|(_, precision)| precision),
        columns.measure,
        columns.population,
        columns.property,
        columns.lower,
        columns.upper,
        Body::VERSION,
        to_json(&said.body)?
    )?;
    replace_terms(conn, guild, number, &said.body).await?;
    watched::stands_anew(conn, guild, number).await
}

/// Lets a record be found by the words it has now.
pub(super) async fn refresh_terms(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    match find(conn, guild, number).await? {
        Some(record) => replace_terms(conn, guild, number, &record.body).await,
        None => Ok(()),
    }
}

async fn replace_terms(conn: &mut Conn, guild: GuildId, number: Number, said: &Body) -> Result<(), StoreError> {
    let reasons = judgements::list_reasons(conn, guild, number).await?;
    let (name, mut body) = texts_of(said);
    body.extend(reasons.iter().map(String::as_str));
    terms::replace(conn, guild, said.kind().into(), number, Words { name: &name, body: &body }).await
}

/// Gives the texts whose words find a record: what it is called (who speaks, what a figure is of), and what it says.
fn texts_of(body: &Body) -> (Vec<&str>, Vec<&str>) {
    match body {
        Body::Count(count) => {
            let rest = [count.locator.as_deref(), count.note.as_deref()];
            (Vec::new(), [&*count.wording, &count.originator].into_iter().chain(rest.into_iter().flatten()).collect())
        }
        Body::Fact(fact) => (vec![&fact.subject, &fact.property], vec![&fact.wording, &fact.originator]),
        Body::Statement(said) => {
            let words = [said.words.quote(), said.words.paraphrase()];
            let rest = [said.channel.as_deref(), said.directed_to.as_deref(), said.about.as_deref()];
            (vec![&said.speaker], words.into_iter().chain(rest).flatten().collect())
        }
        Body::Response(said) => {
            let words = [said.words.quote(), said.words.paraphrase()];
            let rest = [said.channel.as_deref(), said.judged_because.as_deref()];
            (said.speaker.as_deref().into_iter().collect(), words.into_iter().chain(rest).flatten().collect())
        }
        Body::Request(request) => (vec![&request.asker], Vec::new()),
        Body::Commitment(commitment) => (vec![&commitment.text], Vec::new()),
    }
}

/// Replaces what a record says, and keeps what it said before under the revision it had. Whoever calls gives it its new
/// one. Its words are the same; only what stands in columns may differ.
pub async fn replace_body(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    body: &Body,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO revision (guild, number, revision, replaced_at, doc_version, doc)
         SELECT guild, number, revision, $3, doc_version, doc FROM record WHERE guild = $1 AND number = $2",
        guild,
        number,
        at
    )?;
    let as_of = Columns::of(body).as_of;
    query!(
        conn,
        execute,
        "UPDATE record SET doc = $3, doc_version = $4, as_of_start = $5, as_of_precision = $6
         WHERE guild = $1 AND number = $2",
        guild,
        number,
        to_json(body)?,
        Body::VERSION,
        as_of.map(|(start, _)| start),
        as_of.map(|(_, precision)| precision)
    )?;
    Ok(())
}

/// Says where a record stands and what replaced it.
pub async fn restate(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    state: RecordState,
    superseded_by: Option<Number>,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE record SET state = $3, superseded_by = $4 WHERE guild = $1 AND number = $2",
        guild,
        number,
        state.as_str(),
        superseded_by
    )?;
    watched::stands_anew(conn, guild, number).await
}

/// Says otherwise why somebody should look at a record, or that nobody need any more. Says whether it could be said.
pub(super) async fn flag(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    change: &Change<Option<String>>,
) -> Result<bool, StoreError> {
    let changed = query!(
        conn,
        execute,
        "UPDATE record SET flag = $3 WHERE guild = $1 AND number = $2 AND COALESCE(flag, '') = $4",
        guild,
        number,
        change.to.as_deref(),
        change.from.as_deref().unwrap_or_default()
    )?;
    Ok(changed == 1)
}

/// Finds what was last decided of a flagged record: its place in the ledger, the act and when.
pub async fn find_flag_decision(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<(i64, String, Timestamp)>, StoreError> {
    let found = query!(
        conn,
        fetch_optional,
        (i64, String, i64),
        "SELECT seq, act, at FROM ledger
         WHERE guild = $1 AND object = $2 AND object_kind = 'record' AND act IN ('confirm', 'reject')
         ORDER BY seq DESC LIMIT 1",
        guild,
        number
    )?;
    found.map(|(seq, act, at)| Ok((seq, act, RowOf::new("ledger", number.get()).instant("at", at)?))).transpose()
}
