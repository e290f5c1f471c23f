//! A guild's readings of its sources: what was read of a page and when, by the watcher or a person.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::decode::{RowOf, date, date_columns, to_json};
use super::sql::{query, row};
use super::terms::{self, Words};
use super::watched::SourcePage;
use super::{Conn, StoreError, pages};
use crate::domain::date::PartialDate;
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::source::CaptureDoc;
use crate::domain::watching::story::{Observation, looked_at};

/// The version of a reading's document.
const VERSION: i64 = 1;
/// How many of the latest readings of a source come with their texts.
const LATEST: usize = 50;
/// And how many bytes of text, or a little more.
const ROOM: usize = 4 * 1024 * 1024;

/// Lists the readings of a source's page that concern its guild and of which it has none of its own: number and instant. Of a
/// text that was there before the guild cited the page counts that it was still there then.
pub async fn list_unnoticed(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
    page: &SourcePage,
) -> Result<Vec<(i64, Timestamp)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT t.number, CASE WHEN t.retrieved_at < $5 THEN $5 ELSE t.retrieved_at END
         FROM page_capture t WHERE t.page = $3 AND t.number >= $4 AND t.seen_until >= $5
             AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.guild = $1 AND c.source = $2 AND c.page = $3
                                 AND c.page_capture = t.number)
         ORDER BY t.number",
        guild,
        source,
        page.page,
        page.since,
        page.attached
    )?;
    let read = |(number, at)| Ok((number, RowOf::new("page_capture", number).instant("retrieved_at", at)?));
    rows.into_iter().map(read).collect()
}

/// Gives the latest reading of a page.
pub async fn latest(conn: &mut Conn, page: i64) -> Result<Option<i64>, StoreError> {
    query!(conn, scalar, Option<i64>, "SELECT max(number) FROM page_capture WHERE page = $1", page)
}

/// A reading of a source by its guild, with what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its number.
    pub number: Number,
    /// When.
    pub at: PartialDate,
    /// The page, and which reading of it.
    pub of: (i64, i64),
    /// Until when the page was seen to have that text.
    pub seen_until: Timestamp,
    /// What it has in common with texts that a reader would call the same.
    pub fingerprint: Vec<u8>,
    /// The text, where it is kept, and looked at: see [`list`].
    pub text: Option<String>,
    /// What the guild keeps of it.
    pub doc: CaptureDoc,
}

impl Reading {
    /// Gives what a source's story is told from.
    #[must_use]
    pub fn observed(&self) -> Observation<'_> {
        Observation { capture: self.number, at: self.at, text: self.text.as_deref(), fingerprint: &self.fingerprint }
    }
}

row! {
    struct ReadingRow {
        number: i64,
        retrieved_start: i64,
        retrieved_precision: String,
        page: i64,
        page_capture: i64,
        seen_until: i64,
        fingerprint: Vec<u8>,
        doc: String,
    }
}

/// Lists the readings of a source whose text was read, in order of time.
///
/// Those come with their texts that a story is told from: see [`looked_at`].
pub async fn list(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Vec<Reading>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        ReadingRow,
        "SELECT c.number, c.retrieved_start, c.retrieved_precision, c.page, c.page_capture, t.seen_until, t.fingerprint, c.doc
         FROM capture c
         JOIN page_capture t ON t.page = c.page AND t.number = c.page_capture
         WHERE c.guild = $1 AND c.source = $2 ORDER BY c.retrieved_start, c.number",
        guild,
        source
    )?;
    let read = |row: ReadingRow| {
        let of = RowOf::new("capture", row.number);
        Ok(Reading {
            number: of.number("number", row.number)?,
            at: date(of, "retrieved_start", row.retrieved_start, &row.retrieved_precision)?,
            of: (row.page, row.page_capture),
            seen_until: of.instant("seen_until", row.seen_until)?,
            fingerprint: row.fingerprint,
            text: None,
            doc: of.json("doc", &row.doc)?,
        })
    };
    let mut readings: Vec<Reading> = rows.into_iter().map(read).collect::<Result<_, StoreError>>()?;
    // An archive may have many copies of a page that never stands still.
    let is_copy = |place: &usize| readings[*place].doc.archive_url.is_some();
    let copies: BTreeSet<usize> = (0..readings.len()).rev().filter(is_copy).take(LATEST).collect();
    let stands_out = |(place, one): (usize, &Reading)| copies.contains(&place) || !one.doc.last_with.is_empty();
    let stands_out: Vec<bool> = readings.iter().enumerate().map(stands_out).collect();
    let mut room = ROOM;
    for place in looked_at(&stands_out, LATEST).into_iter().rev() {
        // The last two are what is new; long texts of long ago are not worth their time.
        if room == 0 && place + 2 < readings.len() && !stands_out[place] {
            continue;
        }
        let (page, number) = readings[place].of;
        let text = text_of(conn, page, number).await?;
        room = room.saturating_sub(text.as_ref().map_or(0, String::len));
        readings[place].text = text;
    }
    Ok(readings)
}

/// Adds a reading that the watcher made; the words of its excerpt find the source.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    (number, source): (Number, Number),
    (page, capture): (i64, i64),
    at: Timestamp,
    doc: &CaptureDoc,
) -> Result<(), StoreError> {
    let (start, precision) = date_columns(PartialDate::Instant(at));
    query!(
        conn,
        execute,
        "INSERT INTO capture (guild, number, source, retrieved_start, retrieved_precision, filed_by, page, page_capture,
                              doc_version, doc)
         VALUES ($1, $2, $3, $4, $5, 'watcher', $6, $7, $8, $9)",
        guild,
        number,
        source,
        start,
        precision,
        page,
        capture,
        VERSION,
        to_json(doc)?
    )?;
    let body: Vec<&str> = doc.excerpt.iter().map(String::as_str).collect();
    terms::insert(conn, guild, Findable::Source, source, Words { name: &[], body: &body }).await
}

/// Says which page a person's reading is of: an archived copy.
pub async fn set_page(conn: &mut Conn, guild: GuildId, capture: Number, page: i64) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE capture SET page = $3 WHERE guild = $1 AND number = $2", guild, capture, page)?;
    Ok(())
}

/// Lists a source's readings by people of a page that had not been read then.
pub async fn list_unread(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
    page: i64,
) -> Result<Vec<(Number, CaptureDoc)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT number, doc FROM capture
         WHERE guild = $1 AND source = $2 AND page = $3 AND page_capture IS NULL ORDER BY number",
        guild,
        source,
        page
    )?;
    let read = |(number, doc): (i64, String)| {
        let of = RowOf::new("capture", number);
        Ok((of.number("number", number)?, of.json("doc", &doc)?))
    };
    rows.into_iter().map(read).collect()
}

/// Says what was read where a person said that something could be, and since when it is known to have been there.
pub async fn set(
    conn: &mut Conn,
    guild: GuildId,
    (capture, reading): (Number, i64),
    made_at: Option<PartialDate>,
) -> Result<(), StoreError> {
    let made_at = made_at.map(date_columns);
    query!(
        conn,
        execute,
        "UPDATE capture SET page_capture = $3, retrieved_start = COALESCE($4, retrieved_start),
             retrieved_precision = COALESCE($5, retrieved_precision)
         WHERE guild = $1 AND number = $2",
        guild,
        capture,
        reading,
        made_at.map(|(start, _)| start),
        made_at.map(|(_, precision)| precision)
    )?;
    Ok(())
}

/// Gives when an archive says that it made the copy which was read.
pub async fn made_at(conn: &mut Conn, page: i64, number: i64) -> Result<Option<Timestamp>, StoreError> {
    let at = query!(
        conn,
        scalar_optional,
        Option<i64>,
        "SELECT memento_at FROM page_capture WHERE page = $1 AND number = $2",
        page,
        number
    )?;
    at.flatten().map(|at| RowOf::new("page_capture", number).instant("memento_at", at)).transpose()
}

/// Gives the text and title of a page's reading, where the text is kept.
pub async fn text_of(conn: &mut Conn, page: i64, number: i64) -> Result<Option<String>, StoreError> {
    let packed = query!(
        conn,
        scalar_optional,
        Option<Vec<u8>>,
        "SELECT h.text FROM page_capture t JOIN page_capture h ON h.page = t.page AND h.number = COALESCE(t.same_as, t.number)
         WHERE t.page = $1 AND t.number = $2",
        page,
        number
    )?;
    packed.flatten().map(|packed| pages::inflate(RowOf::new("page_capture", number), &packed)).transpose()
}
