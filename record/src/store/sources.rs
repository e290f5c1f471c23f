//! Sources, the addresses that lead to them, and captures.

use jiff::Timestamp;

use super::decode::{RowOf, date_columns, to_json};
use super::sql::query;
use super::terms::{self, Words};
use super::watched;
use super::{Conn, StoreError};
use crate::domain::date::PartialDate;
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::source::{CaptureDoc, LinkState, SourceDoc, SourceUrl};
use crate::domain::watching::FiledBy;

/// The version of a source's and a capture's document.
const VERSION: i64 = 1;

/// Finds the source that an address leads to.
pub async fn find_by_url(
    conn: &mut Conn,
    guild: GuildId,
    url: &SourceUrl,
) -> Result<Option<(Number, SourceDoc)>, StoreError> {
    let [https, http] = url.spellings();
    let found = query!(
        conn,
        fetch_optional,
        (i64, String),
        "SELECT s.number, s.doc FROM source_url u JOIN source s ON s.guild = u.guild AND s.number = u.source
         WHERE u.guild = $1 AND u.url IN ($2, $3) ORDER BY s.number LIMIT 1",
        guild,
        https,
        http
    )?;
    found
        .map(|(number, doc)| {
            let row = RowOf::new("source", number);
            Ok((row.number("number", number)?, row.json("doc", &doc)?))
        })
        .transpose()
}

/// Finds a source by its number.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<SourceDoc>, StoreError> {
    let doc = query!(
        conn,
        scalar_optional,
        String,
        "SELECT doc FROM source WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    doc.map(|doc| RowOf::new("source", number.get()).json("doc", &doc)).transpose()
}

/// Adds a source with its addresses and words.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    revision: i64,
    doc: &SourceDoc,
    at: Timestamp,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO source (guild, number, link_state, revision, doc_version, doc, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        guild,
        number,
        LinkState::Live.as_str(),
        revision,
        VERSION,
        to_json(doc)?,
        at
    )?;
    for url in std::iter::once(&doc.url).chain(&doc.other_urls) {
        insert_url(conn, guild, number, url).await?;
    }
    watched::attach_itself(conn, guild, number, doc, at).await?;
    insert_terms(conn, guild, number, doc).await
}

/// Replaces what is said of a source, keeps what was said before, and gives its new revision.
pub async fn update(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    doc: &SourceDoc,
    at: Timestamp,
) -> Result<i64, StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO revision (guild, number, revision, replaced_at, doc_version, doc)
         SELECT guild, number, revision, $3, doc_version, doc FROM source WHERE guild = $1 AND number = $2",
        guild,
        number,
        at
    )?;
    insert_terms(conn, guild, number, doc).await?;
    for url in &doc.other_urls {
        insert_url(conn, guild, number, url).await?;
    }
    query!(
        conn,
        scalar,
        i64,
        "UPDATE source SET doc = $3, doc_version = $4, revision = revision + 1 WHERE guild = $1 AND number = $2
         RETURNING revision",
        guild,
        number,
        to_json(doc)?,
        VERSION
    )
}

async fn insert_terms(conn: &mut Conn, guild: GuildId, number: Number, doc: &SourceDoc) -> Result<(), StoreError> {
    let name: Vec<&str> = [doc.publisher.as_deref(), doc.title.as_deref()].into_iter().flatten().collect();
    let urls = std::iter::once(&doc.url).chain(&doc.other_urls);
    let body: Vec<&str> = urls.map(SourceUrl::host).chain(doc.authors.iter().map(String::as_str)).collect();
    terms::insert(conn, guild, Findable::Source, number, Words { name: &name, body: &body }).await
}

/// Lets a source be found by the words it has now, those of what was read there among them.
pub async fn refresh_terms(conn: &mut Conn, guild: GuildId, number: Number, doc: &SourceDoc) -> Result<(), StoreError> {
    terms::erase(conn, guild, number).await?;
    insert_terms(conn, guild, number, doc).await?;
    for (_, doc) in list_captures(conn, guild, number).await? {
        let body: Vec<&str> = doc.excerpt.iter().map(String::as_str).collect();
        terms::insert(conn, guild, Findable::Source, number, Words { name: &[], body: &body }).await?;
    }
    Ok(())
}

/// Lists what was read of a source, the first reading first.
pub async fn list_captures(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
) -> Result<Vec<(Number, CaptureDoc)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT number, doc FROM capture WHERE guild = $1 AND source = $2 ORDER BY number",
        guild,
        source
    )?;
    let read = |(number, doc): (i64, String)| {
        let row = RowOf::new("capture", number);
        Ok((row.number("number", number)?, row.json("doc", &doc)?))
    };
    rows.into_iter().map(read).collect()
}

/// Says whether an archived copy is among the readings of a source, over http or https.
pub async fn has_copy(conn: &mut Conn, guild: GuildId, source: Number, copy: &SourceUrl) -> Result<bool, StoreError> {
    let known = list_captures(conn, guild, source).await?;
    let mut copies = known.iter().filter_map(|(_, doc)| doc.archive_url.as_ref());
    Ok(copies.any(|known| known.spellings() == copy.spellings()))
}

/// Puts what is left of a reading in its place. What finds its source is the caller's.
pub async fn put_capture(conn: &mut Conn, guild: GuildId, number: Number, doc: &CaptureDoc) -> Result<(), StoreError> {
    let doc = to_json(doc)?;
    query!(conn, execute, "UPDATE capture SET doc = $3 WHERE guild = $1 AND number = $2", guild, number, doc)?;
    Ok(())
}

/// Lets one more address lead to a source; one that leads elsewhere stays.
async fn insert_url(conn: &mut Conn, guild: GuildId, number: Number, url: &SourceUrl) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO source_url (guild, url, source, site, look, likeness) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (guild, url) DO NOTHING",
        guild,
        url.as_str(),
        number,
        url.site(),
        url.look(),
        url.likeness()
    )?;
    Ok(())
}

/// Says whether this reading of a source is on record.
pub async fn has_capture(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
    retrieved_at: PartialDate,
    doc: &CaptureDoc,
) -> Result<bool, StoreError> {
    let (start, precision) = date_columns(retrieved_at);
    let held = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT number, doc FROM capture
         WHERE guild = $1 AND source = $2 AND retrieved_start = $3 AND retrieved_precision = $4",
        guild,
        source,
        start,
        precision
    )?;
    for (number, held) in held {
        // Which records it is the last to have is this guild's own, and in no file.
        let held: CaptureDoc = RowOf::new("capture", number).json("doc", &held)?;
        if (CaptureDoc { last_with: Vec::new(), left_by: None, ..held }) == *doc {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Adds a reading of a source that a person made; the words of its excerpt find the source.
pub async fn insert_capture(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    source: Number,
    (retrieved_at, filed_by): (PartialDate, FiledBy),
    doc: &CaptureDoc,
) -> Result<(), StoreError> {
    let (start, precision) = date_columns(retrieved_at);
    query!(
        conn,
        execute,
        "INSERT INTO capture (guild, number, source, retrieved_start, retrieved_precision, filed_by, doc_version, doc)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        guild,
        number,
        source,
        start,
        precision,
        filed_by.as_str(),
        VERSION,
        to_json(doc)?
    )?;
    let body: Vec<&str> = doc.excerpt.iter().map(String::as_str).collect();
    terms::insert(conn, guild, Findable::Source, source, Words { name: &[], body: &body }).await
}
