//! Petitions, whom they address, what they demand, and how they stand to each other.

use jiff::Timestamp;
use serde::Serialize;

use super::decode::{RowOf, date_columns, to_json};
use super::sql::{query, row};
use super::terms::{self, Words};
use super::{Conn, StoreError, judgements};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::{Collection, DemandOutcome, PetitionDoc, PetitionState, Relation, Slug};

/// The version of a petition's document.
const VERSION: i64 = 1;

/// A petition on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petition {
    /// Its number.
    pub number: Number,
    /// The short name it is asked for by.
    pub slug: Slug,
    /// Where it stands in the record.
    pub state: PetitionState,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// Its source.
    pub source: Number,
    /// The petition that answers for it, where it was merged.
    pub merged_into: Option<Number>,
    /// Its revision.
    pub revision: i64,
    /// What is said of it.
    pub doc: PetitionDoc,
}

row! {
    struct Row {
        number: i64,
        slug: String,
        state: String,
        collection: String,
        source: i64,
        merged_into: Option<i64>,
        revision: i64,
        doc: String,
    }
}

impl Row {
    fn read(self) -> Result<Petition, StoreError> {
        let row = RowOf::new("petition", self.number);
        Ok(Petition {
            number: row.number("number", self.number)?,
            slug: self.slug.parse().map_err(|error| row.corrupt("slug", Box::new(error) as Box<_>))?,
            state: row.word("state", &self.state, PetitionState::parse)?,
            collection: row.word("collection", &self.collection, Collection::parse)?,
            source: row.number("source", self.source)?,
            merged_into: row.maybe_number("merged_into", self.merged_into)?,
            revision: self.revision,
            doc: row.json("doc", &self.doc)?,
        })
    }
}

/// Finds a petition by its number, in whatever state.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Petition>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT number, slug, state, collection, source, merged_into, revision, doc
         FROM petition WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    row.map(Row::read).transpose()
}

/// Finds a petition by its short name, in whatever state.
pub async fn find_by_slug(conn: &mut Conn, guild: GuildId, slug: &str) -> Result<Option<Petition>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT number, slug, state, collection, source, merged_into, revision, doc
         FROM petition WHERE guild = $1 AND slug = $2",
        guild,
        slug
    )?;
    row.map(Row::read).transpose()
}

/// Lists published petitions that stand on a source, up to five.
pub async fn list_on_source(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Vec<Petition>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, slug, state, collection, source, merged_into, revision, doc
         FROM petition WHERE guild = $1 AND source = $2 AND state = 'published' ORDER BY number LIMIT 5",
        guild,
        source
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// Lists the short names of published petitions, up to `limit`.
pub async fn list_slugs(conn: &mut Conn, guild: GuildId, limit: i64) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT slug FROM petition WHERE guild = $1 AND state = 'published' ORDER BY slug LIMIT $2",
        guild,
        limit
    )
}

/// Gives a short name that is free: the wished one, or the one with the next free number behind it.
pub async fn free_slug(conn: &mut Conn, guild: GuildId, wished: &Slug) -> Result<Slug, StoreError> {
    // The numbered names of a long slug begin with less than all of it.
    let stem = &wished.as_str()[..wished.as_str().len().min(Slug::LONGEST - 11)];
    let taken = query!(
        conn,
        scalars,
        String,
        "SELECT slug FROM petition WHERE guild = $1 AND slug >= $2 AND slug < $3",
        guild,
        stem,
        format!("{stem}~")
    )?;
    let is_free = |slug: &Slug| !taken.iter().any(|other| other == slug.as_str());
    if is_free(wished) {
        return Ok(wished.clone());
    }
    // Of one more number than there are names taken, one is free.
    let last = u32::try_from(taken.len()).unwrap_or(u32::MAX - 2) + 2;
    Ok((2..=last).map(|n| wished.numbered(n)).find(is_free).unwrap_or_else(|| wished.clone()))
}

/// Lists whom a petition addresses, by number and name, in order.
pub async fn list_addressees(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
) -> Result<Vec<(Number, String)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT o.number, o.name FROM petition_addressee a
         JOIN organisation o ON o.guild = a.guild AND o.number = a.organisation
         WHERE a.guild = $1 AND a.petition = $2 ORDER BY a.position",
        guild,
        petition
    )?;
    let row = RowOf::new("petition_addressee", petition.get());
    rows.into_iter().map(|(number, name)| Ok((row.number("organisation", number)?, name))).collect()
}

/// Lists what a petition demands, in order.
pub async fn list_demands(conn: &mut Conn, guild: GuildId, petition: Number) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT text FROM demand WHERE guild = $1 AND petition = $2 ORDER BY position",
        guild,
        petition
    )
}

/// Finds a petition's demand by its place, from 1.
pub async fn find_demand(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    position: usize,
) -> Result<Option<Number>, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT number FROM demand WHERE guild = $1 AND petition = $2 AND position = $3",
        guild,
        petition,
        i64::try_from(position).unwrap_or(i64::MAX)
    )?;
    RowOf::new("demand", petition.get()).maybe_number("number", found)
}

/// A petition to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewPetition<'a> {
    /// Its number.
    pub number: Number,
    /// Its short name, which is free.
    pub slug: &'a Slug,
    /// Its revision.
    pub revision: i64,
    /// What is said of it.
    pub doc: &'a PetitionDoc,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// Its source.
    pub source: Number,
    /// Whom it addresses: numbers and names.
    pub addressees: &'a [(Number, String)],
}

/// Adds a published petition with its addressees, tags and words.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    petition: NewPetition<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let NewPetition { number, slug, revision, doc, collection, source, addressees } = petition;
    let (start, precision) = date_columns(doc.issued_on);
    query!(
        conn,
        execute,
        "INSERT INTO petition (guild, number, slug, state, collection, issued_start, issued_precision, source,
                               revision, doc_version, doc, published_at)
         VALUES ($1, $2, $3, 'published', $4, $5, $6, $7, $8, $9, $10, $11)",
        guild,
        number,
        slug.as_str(),
        collection.as_str(),
        start,
        precision,
        source,
        revision,
        VERSION,
        to_json(doc)?,
        at
    )?;
    for (position, (organisation, _)) in (1i64..).zip(addressees) {
        insert_addressee(conn, guild, number, position, *organisation).await?;
    }
    for tag in &doc.tags {
        insert_tag(conn, guild, number, tag).await?;
    }
    insert_terms(conn, guild, number, slug, doc, addressees).await
}

async fn insert_addressee(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    position: i64,
    organisation: Number,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO petition_addressee (guild, petition, position, organisation) VALUES ($1, $2, $3, $4)
         ON CONFLICT (guild, organisation, petition) DO NOTHING",
        guild,
        petition,
        position,
        organisation
    )?;
    Ok(())
}

async fn insert_tag(conn: &mut Conn, guild: GuildId, petition: Number, tag: &str) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO petition_tag (guild, tag, petition) VALUES ($1, $2, $3)
         ON CONFLICT (guild, tag, petition) DO NOTHING",
        guild,
        tag,
        petition
    )?;
    Ok(())
}

/// All that an edit of a petition may change, as a revision keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Image<'a> {
    /// What is said of it.
    pub doc: &'a PetitionDoc,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// Whom it addresses: numbers and names.
    pub addressees: &'a [(Number, String)],
    /// How it stands to others.
    pub relations: &'a [(Relation, Number)],
}

/// Finds whether signatures were collected at an earlier revision of a petition.
pub async fn find_collection(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    revision: i64,
) -> Result<Option<Collection>, StoreError> {
    #[derive(serde::Deserialize)]
    struct Kept {
        collection: Collection,
    }
    let kept = query!(
        conn,
        scalar_optional,
        Option<String>,
        "SELECT doc FROM revision WHERE guild = $1 AND number = $2 AND revision = $3",
        guild,
        number,
        revision
    )?;
    let row = RowOf::new("revision", number.get());
    kept.flatten().map(|doc| row.json::<Kept>("doc", &doc).map(|kept| kept.collection)).transpose()
}

/// Replaces what is said of a petition, keeps what was said before, and gives its new revision. Relations are kept and
/// not changed: each is its own row.
pub async fn update(
    conn: &mut Conn,
    guild: GuildId,
    (number, slug): (Number, &Slug),
    (before, after): (&Image<'_>, &Image<'_>),
    at: Timestamp,
) -> Result<i64, StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO revision (guild, number, revision, replaced_at, doc_version, doc)
         SELECT guild, number, revision, $3, doc_version, $4 FROM petition WHERE guild = $1 AND number = $2",
        guild,
        number,
        at,
        to_json(before)?
    )?;
    query!(conn, execute, "DELETE FROM petition_addressee WHERE guild = $1 AND petition = $2", guild, number)?;
    for (position, (organisation, _)) in (1i64..).zip(after.addressees) {
        insert_addressee(conn, guild, number, position, *organisation).await?;
    }
    for tag in before.doc.tags.iter().filter(|tag| !after.doc.tags.contains(tag)) {
        query!(
            conn,
            execute,
            "DELETE FROM petition_tag WHERE guild = $1 AND tag = $2 AND petition = $3",
            guild,
            tag,
            number
        )?;
    }
    for tag in &after.doc.tags {
        insert_tag(conn, guild, number, tag).await?;
    }
    replace_terms(conn, guild, number, (slug, after.doc, after.addressees)).await?;
    let (start, precision) = date_columns(after.doc.issued_on);
    query!(
        conn,
        scalar,
        i64,
        "UPDATE petition SET doc = $3, doc_version = $4, collection = $5, issued_start = $6, issued_precision = $7,
                revision = revision + 1
         WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        number,
        to_json(after.doc)?,
        VERSION,
        after.collection.as_str(),
        start,
        precision
    )
}

/// Lets a petition be found by the words it has now.
pub async fn refresh_terms(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    let Some(petition) = find(conn, guild, number).await? else { return Ok(()) };
    let addressees = list_addressees(conn, guild, number).await?;
    replace_terms(conn, guild, number, (&petition.slug, &petition.doc, &addressees)).await
}

async fn replace_terms(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    (slug, doc, addressees): (&Slug, &PetitionDoc, &[(Number, String)]),
) -> Result<(), StoreError> {
    let demands = list_demands(conn, guild, number).await?;
    let reasons = judgements::list_reasons(conn, guild, number).await?;
    let (name, mut body) = words_of(slug, doc, addressees);
    body.extend(demands.iter().chain(&reasons).map(String::as_str));
    terms::replace(conn, guild, Findable::Petition, number, Words { name: &name, body: &body }).await
}

/// Lists how a petition stands to others, by its own word and not by theirs.
pub async fn list_relations(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
) -> Result<Vec<(Relation, Number)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (String, i64),
        "SELECT relation, other FROM petition_relation WHERE guild = $1 AND petition = $2 ORDER BY other, relation",
        guild,
        petition
    )?;
    let row = RowOf::new("petition_relation", petition.get());
    rows.into_iter()
        .map(|(relation, other)| Ok((row.word("relation", &relation, Relation::parse)?, row.number("other", other)?)))
        .collect()
}

/// Takes back how a petition stands to another.
pub async fn delete_relation(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    other: Number,
    relation: Relation,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM petition_relation WHERE guild = $1 AND petition = $2 AND other = $3 AND relation = $4",
        guild,
        petition,
        other,
        relation.as_str()
    )?;
    Ok(())
}

async fn insert_terms(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    slug: &Slug,
    doc: &PetitionDoc,
    addressees: &[(Number, String)],
) -> Result<(), StoreError> {
    let (name, body) = words_of(slug, doc, addressees);
    terms::insert(conn, guild, Findable::Petition, number, Words { name: &name, body: &body }).await
}

/// Gives what a petition is called, and everything else its card says in words but its demands.
fn words_of<'a>(
    slug: &'a Slug,
    doc: &'a PetitionDoc,
    addressees: &'a [(Number, String)],
) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut body: Vec<&str> = [doc.scope.as_deref(), doc.summary.as_deref()].into_iter().flatten().collect();
    body.extend(doc.tags.iter().chain(&doc.sponsors).map(String::as_str));
    body.extend(addressees.iter().map(|(_, name)| name.as_str()));
    (vec![doc.title.as_str(), slug.as_str()], body)
}

/// Adds one demand of a petition, at its place from 1; its words find the petition.
pub async fn insert_demand(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    petition: Number,
    position: i64,
    text: &str,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO demand (guild, number, petition, position, outcome, text) VALUES ($1, $2, $3, $4, $5, $6)",
        guild,
        number,
        petition,
        position,
        DemandOutcome::Unanswered.as_str(),
        text
    )?;
    terms::insert(conn, guild, Findable::Petition, petition, Words { name: &[], body: &[text] }).await
}

/// Says how one petition stands to another; said twice it stands once.
pub async fn insert_relation(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    other: Number,
    relation: Relation,
) -> Result<bool, StoreError> {
    let added = query!(
        conn,
        execute,
        "INSERT INTO petition_relation (guild, petition, other, relation) VALUES ($1, $2, $3, $4)
         ON CONFLICT (guild, petition, other, relation) DO NOTHING",
        guild,
        petition,
        other,
        relation.as_str()
    )?;
    Ok(added == 1)
}
