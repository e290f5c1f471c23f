//! Reading what is published as one [`Export`]: a handful of queries on one snapshot, however much there is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::decode::{self, RowOf};
use super::sql::{query, row};
use super::{Conn, Store, StoreError};
use crate::domain::commitment::Judged;
use crate::domain::exchange::{
    Capture, Demand, Earlier, Export, FORMAT, Judgement, LedgerEnd, Organisation, Parent, Petition, Record, RelationTo,
    Source, VERSION,
};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::LedgerHash;
use crate::domain::organisation::{Belonging, OrganisationKind};
use crate::domain::petition::{Collection, DemandOutcome, Relation, Slug};
use crate::domain::record::{Rank, RecordState};
use crate::domain::source::{CaptureDoc, LinkState};

/// Whether earlier versions are read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithHistory {
    /// Only what stands there now.
    No,
    /// What stood there before as well.
    Yes,
}

impl Store {
    /// Reads what is published in a guild, or one petition of it with what it stands on. `None` where the guild has
    /// no record yet, or the petition is not published.
    pub async fn export(
        &self,
        guild: GuildId,
        petition: Option<Number>,
        history: WithHistory,
        now: Timestamp,
    ) -> Result<Option<Export>, StoreError> {
        let mut conn = self.read_snapshot().await?;
        let Some(ledger) = ledger_end(&mut conn, guild).await? else { return Ok(None) };
        let mut petitions = petitions(&mut conn, guild, petition).await?;
        if petition.is_some() && petitions.is_empty() {
            return Ok(None);
        }
        addressees(&mut conn, guild, petition, &mut petitions).await?;
        let mut judged = judgements(&mut conn, guild, petition).await?;
        demands(&mut conn, guild, petition, &mut petitions, &mut judged).await?;
        relations(&mut conn, guild, petition, &mut petitions).await?;
        records(&mut conn, guild, petition, &mut petitions, &mut judged).await?;
        if history == WithHistory::Yes {
            earlier(&mut conn, guild, &mut petitions).await?;
        }
        let mut sources = sources(&mut conn, guild, petition).await?;
        captures(&mut conn, guild, petition, &mut sources).await?;
        let organisations = organisations(&mut conn, guild).await?;
        let mut export = Export {
            format: FORMAT.to_owned(),
            version: VERSION,
            exported_at: now,
            ledger,
            organisations,
            sources: sources.into_values().collect(),
            petitions: petitions.into_values().collect(),
        };
        if petition.is_some() {
            keep_what_is_cited(&mut export);
        }
        Ok(Some(export))
    }
}

type Petitions = BTreeMap<Number, Petition>;

fn keep_what_is_cited(export: &mut Export) {
    let mut cited = BTreeSet::new();
    for petition in &export.petitions {
        cited.extend(petition.addressees.iter().copied().chain([petition.source]));
        cited.extend(petition.demands.iter().flat_map(|demand| &demand.judgements).map(|judgement| judgement.source));
        for record in &petition.records {
            cited.extend(record.organisation.into_iter().chain([record.source]));
            cited.extend(record.judgements.iter().map(|judgement| judgement.source));
        }
    }
    let parents: Vec<Number> = export
        .organisations
        .iter()
        .filter(|one| cited.contains(&one.number))
        .flat_map(|one| one.parents.iter().map(|parent| parent.organisation))
        .collect();
    cited.extend(parents);
    export.organisations.retain(|one| cited.contains(&one.number));
    for one in &mut export.organisations {
        one.parents.retain(|parent| cited.contains(&parent.organisation));
    }
    export.sources.retain(|one| cited.contains(&one.number));
}

/// Gives the hash of a guild's first ledger entry, which no other record has; `None` where it has no ledger.
pub async fn origin(conn: &mut Conn, guild: GuildId) -> Result<Option<String>, StoreError> {
    let hash = query!(conn, scalar_optional, Vec<u8>, "SELECT hash FROM ledger WHERE guild = $1 AND seq = 1", guild)?;
    hash.map(|hash| written(hash, "hash")).transpose()
}

fn written(hash: Vec<u8>, column: &'static str) -> Result<String, StoreError> {
    let hash = LedgerHash::try_from(hash).map_err(|error| RowOf::new("ledger", 1).corrupt(column, error))?;
    Ok(hash.to_string())
}

async fn ledger_end(conn: &mut Conn, guild: GuildId) -> Result<Option<LedgerEnd>, StoreError> {
    let Some(origin) = origin(conn, guild).await? else { return Ok(None) };
    let (seq, head) =
        query!(conn, fetch_one, (i64, Vec<u8>), "SELECT ledger_seq, ledger_head FROM guild WHERE id = $1", guild)?;
    Ok(Some(LedgerEnd { origin, seq, head: written(head, "ledger_head")? }))
}

row! {
    struct PetitionRow {
        number: i64,
        slug: String,
        collection: String,
        source: i64,
        doc: String,
    }
}

async fn petitions(conn: &mut Conn, guild: GuildId, only: Option<Number>) -> Result<Petitions, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        PetitionRow,
        "SELECT number, slug, collection, source, doc FROM petition
         WHERE guild = $1 AND state = 'published' AND (CAST($2 AS BIGINT) IS NULL OR number = $2)",
        guild,
        only
    )?;
    rows.into_iter()
        .map(|row| {
            let of = RowOf::new("petition", row.number);
            let number = of.number("number", row.number)?;
            let petition = Petition {
                number,
                slug: of.word("slug", &row.slug, |slug| slug.parse::<Slug>().ok())?,
                collection: of.word("collection", &row.collection, Collection::parse)?,
                source: of.number("source", row.source)?,
                addressees: Vec::new(),
                doc: of.json("doc", &row.doc)?,
                demands: Vec::new(),
                relations: Vec::new(),
                records: Vec::new(),
                history: Vec::new(),
            };
            Ok((number, petition))
        })
        .collect()
}

/// Finds the petition of a row; what belongs to one that is not exported is passed over.
fn of_petition(petitions: &mut Petitions, number: i64) -> Option<&mut Petition> {
    Number::new(number).and_then(|number| petitions.get_mut(&number))
}

async fn addressees(
    conn: &mut Conn,
    guild: GuildId,
    only: Option<Number>,
    petitions: &mut Petitions,
) -> Result<(), StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT petition, organisation FROM petition_addressee
         WHERE guild = $1 AND (CAST($2 AS BIGINT) IS NULL OR petition = $2) ORDER BY petition, position",
        guild,
        only
    )?;
    for (petition, organisation) in rows {
        let number = RowOf::new("petition_addressee", petition).number("organisation", organisation)?;
        if let Some(petition) = of_petition(petitions, petition) {
            petition.addressees.push(number);
        }
    }
    Ok(())
}

/// What was judged, by the number of the demand or commitment.
type JudgedOf = BTreeMap<i64, Vec<Judgement>>;

async fn judgements(conn: &mut Conn, guild: GuildId, only: Option<Number>) -> Result<JudgedOf, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, i64, String, i64),
        "SELECT object, word, source, reason, judged_at FROM judgement
         WHERE guild = $1 AND (CAST($2 AS BIGINT) IS NULL OR petition = $2) ORDER BY object, revision",
        guild,
        only
    )?;
    let mut judged = JudgedOf::new();
    for (object, word, source, reason, at) in rows {
        let of = RowOf::new("judgement", object);
        let (word, source) = (of.word("word", &word, Judged::parse)?, of.number("source", source)?);
        let judgement = Judgement { judged: word, source, reason, judged_at: of.instant("judged_at", at)? };
        judged.entry(object).or_default().push(judgement);
    }
    Ok(judged)
}

async fn demands(
    conn: &mut Conn,
    guild: GuildId,
    only: Option<Number>,
    petitions: &mut Petitions,
    judged: &mut JudgedOf,
) -> Result<(), StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, String, String),
        "SELECT petition, number, outcome, text FROM demand
         WHERE guild = $1 AND (CAST($2 AS BIGINT) IS NULL OR petition = $2) ORDER BY petition, position",
        guild,
        only
    )?;
    for (petition, number, outcome, text) in rows {
        let outcome = RowOf::new("demand", number).word("outcome", &outcome, DemandOutcome::parse)?;
        if let Some(petition) = of_petition(petitions, petition) {
            let judgements = judged.remove(&number).unwrap_or_default();
            petition.demands.push(Demand { text, outcome, judgements });
        }
    }
    Ok(())
}

async fn relations(
    conn: &mut Conn,
    guild: GuildId,
    only: Option<Number>,
    petitions: &mut Petitions,
) -> Result<(), StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, String),
        "SELECT petition, other, relation FROM petition_relation
         WHERE guild = $1 AND (CAST($2 AS BIGINT) IS NULL OR petition = $2) ORDER BY petition, other, relation",
        guild,
        only
    )?;
    for (from, other, relation) in rows {
        let of = RowOf::new("petition_relation", from);
        let (relation, other) = (of.word("relation", &relation, Relation::parse)?, of.number("other", other)?);
        // A petition that is hidden, or not part of what is exported, is not named.
        if petitions.contains_key(&other)
            && let Some(petition) = of_petition(petitions, from)
        {
            petition.relations.push(RelationTo { relation, other });
        }
    }
    Ok(())
}

row! {
    struct RecordRow {
        number: i64,
        state: String,
        petition: i64,
        organisation: Option<i64>,
        source: i64,
        superseded_by: Option<i64>,
        rank: String,
        flag: Option<String>,
        doc: String,
        accepted_at: i64,
    }
}

async fn records(
    conn: &mut Conn,
    guild: GuildId,
    only: Option<Number>,
    petitions: &mut Petitions,
    judged: &mut JudgedOf,
) -> Result<(), StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        RecordRow,
        "SELECT number, state, petition, organisation, source, superseded_by, rank, flag, doc, accepted_at FROM record
         WHERE guild = $1 AND state NOT IN ('redacted', 'removed') AND (CAST($2 AS BIGINT) IS NULL OR petition = $2) ORDER BY number",
        guild,
        only
    )?;
    for row in rows {
        let of = RowOf::new("record", row.number);
        let record = Record {
            number: of.number("number", row.number)?,
            state: of.word("state", &row.state, RecordState::parse)?,
            superseded_by: of.maybe_number("superseded_by", row.superseded_by)?,
            organisation: of.maybe_number("organisation", row.organisation)?,
            source: of.number("source", row.source)?,
            rank: of.word("rank", &row.rank, Rank::parse)?,
            flag: row.flag,
            accepted_at: of.instant("accepted_at", row.accepted_at)?,
            body: of.json("doc", &row.doc)?,
            judgements: judged.remove(&row.number).unwrap_or_default(),
            history: Vec::new(),
        };
        if let Some(petition) = of_petition(petitions, row.petition) {
            petition.records.push(record);
        }
    }
    Ok(())
}

/// Reads what petitions and records said before, where it was in the open then.
async fn earlier(conn: &mut Conn, guild: GuildId, petitions: &mut Petitions) -> Result<(), StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64, String),
        "SELECT number, revision, replaced_at, doc FROM revision WHERE guild = $1 AND doc IS NOT NULL
         ORDER BY number, revision",
        guild
    )?;
    let mut by_object: BTreeMap<Number, Vec<Earlier>> = BTreeMap::new();
    for (number, revision, replaced_at, doc) in rows {
        let of = RowOf::new("revision", number);
        let replaced_at = of.instant("replaced_at", replaced_at)?;
        let earlier = Earlier { revision, replaced_at, doc: of.json("doc", &doc)? };
        by_object.entry(of.number("number", number)?).or_default().push(earlier);
    }
    for petition in petitions.values_mut() {
        petition.history = by_object.remove(&petition.number).unwrap_or_default();
        for record in &mut petition.records {
            record.history = by_object.remove(&record.number).unwrap_or_default();
        }
    }
    Ok(())
}

async fn sources(
    conn: &mut Conn,
    guild: GuildId,
    only: Option<Number>,
) -> Result<BTreeMap<Number, Source>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, String),
        "SELECT number, link_state, doc FROM source WHERE guild = $1 AND (CAST($2 AS BIGINT) IS NULL OR number IN (
             SELECT source FROM record WHERE guild = $1 AND petition = $2
             UNION SELECT source FROM judgement WHERE guild = $1 AND petition = $2
             UNION SELECT source FROM petition WHERE guild = $1 AND number = $2))",
        guild,
        only
    )?;
    rows.into_iter()
        .map(|(number, link, doc)| {
            let of = RowOf::new("source", number);
            let number = of.number("number", number)?;
            let link = of.word("link_state", &link, LinkState::parse)?;
            Ok((number, Source { number, link, doc: of.json("doc", &doc)?, captures: Vec::new() }))
        })
        .collect()
}

async fn captures(
    conn: &mut Conn,
    guild: GuildId,
    only: Option<Number>,
    sources: &mut BTreeMap<Number, Source>,
) -> Result<(), StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64, String, String),
        "SELECT number, source, retrieved_start, retrieved_precision, doc FROM capture
         WHERE guild = $1 AND (CAST($2 AS BIGINT) IS NULL OR source IN (
             SELECT source FROM record WHERE guild = $1 AND petition = $2
             UNION SELECT source FROM judgement WHERE guild = $1 AND petition = $2
             UNION SELECT source FROM petition WHERE guild = $1 AND number = $2))
         ORDER BY source, retrieved_start, number",
        guild,
        only
    )?;
    for (number, source, start, precision, doc) in rows {
        let of = RowOf::new("capture", number);
        let retrieved_at = decode::date(of, "retrieved_start", start, &precision)?;
        // Which records it is the last to have goes by this guild's numbers, and is found anew wherever it is read.
        let doc = CaptureDoc { last_with: Vec::new(), left_by: None, ..of.json("doc", &doc)? };
        let capture = Capture { retrieved_at, doc };
        if let Some(source) = sources.get_mut(&of.number("source", source)?) {
            source.captures.push(capture);
        }
    }
    Ok(())
}

async fn organisations(conn: &mut Conn, guild: GuildId) -> Result<Vec<Organisation>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, String),
        "SELECT number, name, kind FROM organisation WHERE guild = $1 AND merged_into IS NULL ORDER BY number",
        guild
    )?;
    let names = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT organisation, name FROM organisation_name WHERE guild = $1 ORDER BY organisation, folded",
        guild
    )?;
    let mut aliases: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (organisation, name) in names {
        aliases.entry(organisation).or_default().push(name);
    }
    let mut parents = parents(conn, guild).await?;
    rows.into_iter()
        .map(|(number, name, kind)| {
            let of = RowOf::new("organisation", number);
            let mut aliases = aliases.remove(&number).unwrap_or_default();
            aliases.retain(|alias| *alias != name);
            let kind = of.word("kind", &kind, OrganisationKind::parse)?;
            let parents = parents.remove(&number).unwrap_or_default();
            Ok(Organisation { number: of.number("number", number)?, name, kind, aliases, parents })
        })
        .collect()
}

row! {
    struct ParentRow {
        organisation: i64,
        parent: i64,
        since_start: Option<i64>,
        since_precision: Option<String>,
        until_start: Option<i64>,
        until_precision: Option<String>,
    }
}

async fn parents(conn: &mut Conn, guild: GuildId) -> Result<BTreeMap<i64, Vec<Parent>>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        ParentRow,
        "SELECT organisation, parent, since_start, since_precision, until_start, until_precision
         FROM organisation_parent WHERE guild = $1 ORDER BY organisation, parent",
        guild
    )?;
    let mut parents: BTreeMap<i64, Vec<Parent>> = BTreeMap::new();
    for row in rows {
        let of = RowOf::new("organisation_parent", row.organisation);
        let date = |column, start: Option<i64>, precision: Option<String>| {
            start.zip(precision).map(|(start, precision)| decode::date(of, column, start, &precision)).transpose()
        };
        let since = date("since_start", row.since_start, row.since_precision)?;
        let until = date("until_start", row.until_start, row.until_precision)?;
        let organisation = of.number("parent", row.parent)?;
        parents
            .entry(row.organisation)
            .or_default()
            .push(Parent { organisation, belonging: Belonging { since, until } });
    }
    Ok(parents)
}
