//! What changed on a guild's sources, and whether moderators are still to be told.

use jiff::Timestamp;

use super::decode::{RowOf, to_json};
use super::sql::{query, row};
use super::{Conn, StoreError};
use crate::domain::ids::{GuildId, Number};
use crate::domain::source::{ChangeClass, ChangeDoc};
use crate::domain::watching::story::Changed;

/// The version of a change's document.
const VERSION: i64 = 1;

/// A change of a source on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub number: Number,
    /// The source.
    pub source: Number,
    /// The reading before; of a page that is gone, the last one.
    pub from: Option<Number>,
    /// The reading after, where the text changed.
    pub to: Option<Number>,
    /// The reading whose text or words are back.
    pub restores: Option<Number>,
    /// What kind of change it is.
    pub class: ChangeClass,
    /// What is told of it.
    pub doc: ChangeDoc,
    /// When it was found.
    pub found_at: Timestamp,
}

row! {
    struct ChangeRow {
        number: i64,
        source: i64,
        from_capture: Option<i64>,
        to_capture: Option<i64>,
        restores: Option<i64>,
        class: String,
        doc: String,
        found_at: i64,
    }
}

impl ChangeRow {
    fn read(self) -> Result<Change, StoreError> {
        let of = RowOf::new("source_change", self.number);
        Ok(Change {
            number: of.number("number", self.number)?,
            source: of.number("source", self.source)?,
            from: of.maybe_number("from_capture", self.from_capture)?,
            to: of.maybe_number("to_capture", self.to_capture)?,
            restores: of.maybe_number("restores", self.restores)?,
            class: of.word("class", &self.class, ChangeClass::parse)?,
            doc: of.json("doc", &self.doc)?,
            found_at: of.instant("found_at", self.found_at)?,
        })
    }
}

/// Lists the changes of a source, in the order they were found.
pub async fn list(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Vec<Change>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        ChangeRow,
        "SELECT number, source, from_capture, to_capture, restores, class, doc, found_at FROM source_change
         WHERE guild = $1 AND source = $2 ORDER BY number",
        guild,
        source
    )?;
    rows.into_iter().map(ChangeRow::read).collect()
}

/// Finds a change by its number.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Change>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        ChangeRow,
        "SELECT number, source, from_capture, to_capture, restores, class, doc, found_at FROM source_change
         WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    row.map(ChangeRow::read).transpose()
}

/// Adds a change; moderators are to be told of it where `tell` says so and they have a channel.
pub async fn insert(conn: &mut Conn, guild: GuildId, change: &Change, tell: bool) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO source_change (guild, number, source, from_capture, to_capture, restores, class, tell, found_at,
                                    doc_version, doc)
         VALUES ($1, $2, $3, $4, $5, $6, $7,
                 $8 AND EXISTS (SELECT 1 FROM guild WHERE id = $1 AND review_channel IS NOT NULL), $9, $10, $11)",
        guild,
        change.number,
        change.source,
        change.from,
        change.to,
        change.restores,
        change.class.as_str(),
        tell,
        change.found_at,
        VERSION,
        to_json(&change.doc)?
    )?;
    Ok(())
}

/// Puts what is known by now in a change's place. Moderators are to be told of it where `tell` says so and they have a channel
/// that has no message of it.
pub async fn put_anew(conn: &mut Conn, guild: GuildId, change: &Change, tell: bool) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE source_change SET from_capture = $3, to_capture = $4, restores = $5, class = $6, doc = $7,
             changes = changes + 1,
             tell = tell OR ($8 AND EXISTS (SELECT 1 FROM guild WHERE id = $1 AND review_channel IS NOT NULL)
                             AND NOT EXISTS (SELECT 1 FROM posted WHERE guild = $1 AND object = $2))
         WHERE guild = $1 AND number = $2",
        guild,
        change.number,
        change.from,
        change.to,
        change.restores,
        change.class.as_str(),
        to_json(&change.doc)?,
        tell
    )?;
    Ok(())
}

/// Puts what is left of a change's words in its place.
pub async fn put(conn: &mut Conn, guild: GuildId, number: Number, doc: &ChangeDoc) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE source_change SET doc = $3, changes = changes + 1 WHERE guild = $1 AND number = $2",
        guild,
        number,
        to_json(doc)?
    )?;
    Ok(())
}

/// Takes away a change that is none any more, since a reading between the two is known.
pub async fn delete(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(conn, execute, "DELETE FROM source_change WHERE guild = $1 AND number = $2", guild, number)?;
    Ok(())
}

/// Notes that moderators were told of a change.
pub async fn told(conn: &mut Conn, guild: GuildId, number: Number) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE source_change SET tell = FALSE WHERE guild = $1 AND number = $2 AND tell",
        guild,
        number
    )?;
    Ok(())
}

/// Makes a change of what was found between two readings.
#[must_use]
pub fn found(number: Number, source: Number, changed: &Changed, found_at: Timestamp) -> Change {
    Change {
        number,
        source,
        from: Some(changed.from),
        to: Some(changed.to),
        restores: changed.restores,
        class: changed.class,
        doc: changed.doc.clone(),
        found_at,
    }
}
