//! Texts that stand in clear: what is published, and its earlier revisions.

use serde_json::Value;

use crate::domain::erasing::{SoughtName, texts};
use crate::domain::ids::GuildId;
use crate::domain::ledger::ObjectKind;
use crate::domain::record::Body;
use crate::store::decode::{RowOf, to_json};
use crate::store::sql::query;
use crate::store::{Conn, StoreError, UnitOfWork};

/// A table whose texts stand in clear: its name, what finds and replaces them, and whether they are documents.
pub(super) struct Clear {
    pub(super) column: &'static str,
    is_document: bool,
    pub(super) rows: Vec<(i64, i64, String)>,
}

pub(super) async fn list_clear(conn: &mut Conn, guild: GuildId) -> Result<Vec<Clear>, StoreError> {
    type Row = (i64, i64, String);
    let petition = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, number, doc FROM petition WHERE guild = $1 ORDER BY number",
        guild
    )?;
    let record =
        query!(conn, fetch_all, Row, "SELECT number, number, doc FROM record WHERE guild = $1 ORDER BY number", guild)?;
    let source =
        query!(conn, fetch_all, Row, "SELECT number, number, doc FROM source WHERE guild = $1 ORDER BY number", guild)?;
    let capture = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, source, doc FROM capture WHERE guild = $1 ORDER BY number",
        guild
    )?;
    let change = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, source, doc FROM source_change WHERE guild = $1 ORDER BY number",
        guild
    )?;
    let revision = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, revision, doc FROM revision WHERE guild = $1 AND doc IS NOT NULL ORDER BY number, revision",
        guild
    )?;
    let demand = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, petition, text FROM demand WHERE guild = $1 ORDER BY number",
        guild
    )?;
    let judgement = query!(
        conn,
        fetch_all,
        Row,
        "SELECT object, revision, reason FROM judgement WHERE guild = $1 ORDER BY object, revision",
        guild
    )?;
    let label = query!(
        conn,
        fetch_all,
        Row,
        "SELECT petition, position, label FROM breakdown_cell
         WHERE guild = $1 AND aspect = 'affiliation' AND label IS NOT NULL ORDER BY petition, position",
        guild
    )?;
    let document = |column, rows| Clear { column, is_document: true, rows };
    let text = |column, rows| Clear { column, is_document: false, rows };
    Ok(vec![
        document("petition.doc", petition),
        document("record.doc", record),
        document("source.doc", source),
        document("capture.doc", capture),
        document("source_change.doc", change),
        document("revision.doc", revision),
        text("demand.text", demand),
        text("judgement.reason", judgement),
        text("breakdown_cell.label", label),
    ])
}

impl Clear {
    /// Gives a text without the name, where it stands there, and whether it stands in an address.
    pub(super) fn without(
        &self,
        name: &SoughtName,
        row: i64,
        text: &str,
    ) -> Result<(Option<String>, bool), StoreError> {
        if !self.is_document {
            return Ok((name.erase(text), false));
        }
        let mut document: Value = RowOf::new(self.column, row).json("doc", text)?;
        let erased = if name.erase_in(&mut document) { Some(to_json(&document)?) } else { None };
        Ok((erased, name.is_in_an_address(&document)))
    }

    /// Gives the object whose words a row has. Those of a demand find its petition.
    pub(super) fn found_by(&self, row: i64, also: i64) -> Option<i64> {
        match self.column {
            // What is judged is a commitment or a demand.
            "petition.doc" | "record.doc" | "source.doc" | "demand.text" | "judgement.reason" => Some(row),
            "capture.doc" => Some(also),
            _ => None,
        }
    }

    pub(super) fn add_texts(&self, text: &str, to: &mut String) {
        let document = serde_json::from_str::<Value>(text).ok().filter(|_| self.is_document);
        let texts = document.as_ref().map_or_else(|| vec![text], texts);
        for text in texts {
            to.push_str(text);
            to.push_str(" \n ");
        }
    }

    /// Refuses a document that could not be read any more: the name was a word of its own language.
    pub(super) fn check(&self, row: i64, erased: &str) -> Result<(), StoreError> {
        let of = RowOf::new(self.column, row);
        match self.column {
            "petition.doc" => of.json::<crate::domain::petition::PetitionDoc>("doc", erased).map(drop),
            "record.doc" => of.json::<Body>("doc", erased).map(drop),
            "source.doc" => of.json::<crate::domain::source::SourceDoc>("doc", erased).map(drop),
            "source_change.doc" => of.json::<crate::domain::source::ChangeDoc>("doc", erased).map(drop),
            "capture.doc" => of.json::<crate::domain::source::CaptureDoc>("doc", erased).map(drop),
            _ => Ok(()),
        }
    }

    /// Puts a text in its place. Gives what it was of, and the revision of that.
    pub(super) async fn put(
        &self,
        uow: &mut UnitOfWork<'_>,
        (row, also): (i64, i64),
        text: &str,
    ) -> Result<Option<(ObjectKind, i64)>, StoreError> {
        let guild = uow.guild();
        macro_rules! revise {
            ($kind:expr, $sql:literal) => {
                Some(($kind, query!(uow, scalar, i64, $sql, guild, row, text)?))
            };
        }
        Ok(match self.column {
            "petition.doc" => revise!(
                ObjectKind::Petition,
                "UPDATE petition SET doc = $3, revision = revision + 1 WHERE guild = $1 AND number = $2 RETURNING revision"
            ),
            "record.doc" => revise!(
                ObjectKind::Record,
                "UPDATE record SET doc = $3, revision = revision + 1 WHERE guild = $1 AND number = $2 RETURNING revision"
            ),
            "source.doc" => revise!(
                ObjectKind::Source,
                "UPDATE source SET doc = $3, revision = revision + 1 WHERE guild = $1 AND number = $2 RETURNING revision"
            ),
            "capture.doc" => {
                query!(uow, execute, "UPDATE capture SET doc = $3 WHERE guild = $1 AND number = $2", guild, row, text)?;
                Some((ObjectKind::Capture, 1))
            }
            "source_change.doc" => {
                query!(
                    uow,
                    execute,
                    "UPDATE source_change SET doc = $3, changes = changes + 1 WHERE guild = $1 AND number = $2",
                    guild,
                    row,
                    text
                )?;
                Some((ObjectKind::SourceChange, 1))
            }
            "demand.text" => {
                query!(uow, execute, "UPDATE demand SET text = $3 WHERE guild = $1 AND number = $2", guild, row, text)?;
                Some((ObjectKind::Demand, 1))
            }
            "revision.doc" => {
                query!(
                    uow,
                    execute,
                    "UPDATE revision SET doc = $4 WHERE guild = $1 AND number = $2 AND revision = $3",
                    guild,
                    row,
                    also,
                    text
                )?;
                None
            }
            "breakdown_cell.label" => {
                query!(
                    uow,
                    execute,
                    "UPDATE breakdown_cell SET label = $4
                     WHERE guild = $1 AND petition = $2 AND aspect = 'affiliation' AND position = $3",
                    guild,
                    row,
                    also,
                    text
                )?;
                None
            }
            _ => {
                query!(
                    uow,
                    execute,
                    "UPDATE judgement SET reason = $4 WHERE guild = $1 AND object = $2 AND revision = $3",
                    guild,
                    row,
                    also,
                    text
                )?;
                None
            }
        })
    }
}
