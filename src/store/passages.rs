//! Where a person's name stands in what people wrote, and taking it out: of what is published and its earlier revisions,
//! of the words that find it, of what waits, of drafts, and of the ledger's openings.
//!
//! All of a guild's texts are read: this is for the rare case that somebody must stand nowhere, not for a question.

use std::collections::BTreeMap;

use serde_json::Value;

use super::chain::purpose;
use super::decode::{RowOf, to_json};
use super::questions::Said;
use super::sql::query;
use super::{Conn, Place, Sealed, Store, StoreError, UnitOfWork, petitions, posted, wipe};
use crate::domain::erasing::{SoughtName, texts};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::record::Body;
use crate::domain::text::terms;

/// A place where a name stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// The table and column, such as `record.doc`.
    pub column: &'static str,
    /// The row's number: of the object, or of the ledger's entry.
    pub row: i64,
    /// Whether it stands in an address, which is left as it is.
    pub in_an_address: bool,
}

/// A table whose texts stand in clear: its name, what finds and replaces them, and whether they are documents.
struct Clear {
    column: &'static str,
    is_document: bool,
    rows: Vec<(i64, i64, String)>,
}

impl Store {
    /// Lists where a name stands in a guild's texts.
    pub async fn passages(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        name: &SoughtName,
    ) -> Result<Vec<Passage>, StoreError> {
        let mut found = Vec::new();
        for clear in list_clear(conn, guild).await? {
            for (row, _, text) in &clear.rows {
                let (erased, in_an_address) = clear.without(name, *row, text)?;
                let at = |in_an_address| Passage { column: clear.column, row: *row, in_an_address };
                found.extend(erased.map(|_| at(false)));
                found.extend(in_an_address.then(|| at(true)));
            }
        }
        for (row, slug) in list_slugs(conn, guild).await? {
            if name.is_in_a_slug(&slug) {
                found.push(Passage { column: "petition.slug", row, in_an_address: false });
            }
        }
        for sealed in list_sealed(conn, guild).await? {
            if sealed.without(self, guild, name).is_some() {
                found.push(Passage { column: sealed.column, row: sealed.row, in_an_address: false });
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// Takes a name out of a guild's texts. Gives the objects that say something else now, with their revisions.
pub async fn erase(uow: &mut UnitOfWork<'_>, name: &SoughtName) -> Result<Vec<(ObjectKind, Number, i64)>, StoreError> {
    wipe::note_due(uow).await?;
    let (guild, store) = (uow.guild(), uow.store().clone());
    let mut changed = BTreeMap::new();
    let mut words = BTreeMap::<i64, (String, String)>::new();
    for clear in list_clear(uow.conn(), guild).await? {
        for (row, also, text) in &clear.rows {
            let (erased, _) = clear.without(name, *row, text)?;
            if let Some(owner) = clear.found_by(*row, *also) {
                let (before, after) = words.entry(owner).or_default();
                clear.add_texts(text, before);
                clear.add_texts(erased.as_deref().unwrap_or(text), after);
            }
            if let Some(erased) = erased {
                clear.check(*row, &erased)?;
                if let Some((kind, revision)) = clear.put(uow, (*row, *also), &erased).await? {
                    changed.insert((kind.as_str(), *row), (kind, revision));
                }
            }
        }
    }
    for (row, slug) in list_slugs(uow.conn(), guild).await? {
        if name.is_in_a_slug(&slug) {
            words.entry(row).or_default().0.push_str(&slug);
            let plain = format!("petition-{row}");
            query!(uow, execute, "UPDATE petition SET slug = $3 WHERE guild = $1 AND number = $2", guild, row, plain)?;
        }
    }
    for (owner, (before, mut after)) in words.into_iter().filter(|(_, (before, after))| before != after) {
        let number = RowOf::new("term", owner).number("number", owner)?;
        if let Some(petition) = petitions::find(uow.conn(), guild, number).await? {
            after.push_str(petition.slug.as_str());
            for (_, called) in petitions::list_addressees(uow.conn(), guild, number).await? {
                after.push_str(" \n ");
                after.push_str(&called);
            }
        }
        forget_terms(uow, number, &before, &after).await?;
    }
    for sealed in list_sealed(uow.conn(), guild).await? {
        if let Some(left) = sealed.without(&store, guild, name) {
            sealed.put(uow, &left).await?;
            if sealed.column == "submission.sealed" {
                changed.insert((ObjectKind::Submission.as_str(), sealed.row), (ObjectKind::Submission, 1));
            }
        }
    }
    let mut objects = Vec::with_capacity(changed.len());
    for ((_, row), (kind, revision)) in changed {
        let number = RowOf::new("passage", row).number("number", row)?;
        posted::show_again(uow, number).await?;
        objects.push((kind, number, revision));
    }
    Ok(objects)
}

/// Lists the short names of petitions. One that holds the name gives way to the petition's number.
async fn list_slugs(conn: &mut Conn, guild: GuildId) -> Result<Vec<(i64, String)>, StoreError> {
    query!(conn, fetch_all, (i64, String), "SELECT number, slug FROM petition WHERE guild = $1", guild)
}

/// Keeps a name from being logged again.
pub async fn bar(uow: &mut UnitOfWork<'_>, hash: crate::domain::signatory::NameHash) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    query!(
        uow,
        execute,
        "INSERT INTO barred (guild, name_hash, barred_at) VALUES ($1, $2, $3) ON CONFLICT (guild, name_hash) DO NOTHING",
        guild,
        hash,
        at
    )?;
    Ok(())
}

async fn list_clear(conn: &mut Conn, guild: GuildId) -> Result<Vec<Clear>, StoreError> {
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
    let document = |column, rows| Clear { column, is_document: true, rows };
    let text = |column, rows| Clear { column, is_document: false, rows };
    Ok(vec![
        document("petition.doc", petition),
        document("record.doc", record),
        document("source.doc", source),
        document("capture.doc", capture),
        document("revision.doc", revision),
        text("demand.text", demand),
        text("judgement.reason", judgement),
    ])
}

impl Clear {
    /// Gives a text without the name, where it stands there, and whether it stands in an address.
    fn without(&self, name: &SoughtName, row: i64, text: &str) -> Result<(Option<String>, bool), StoreError> {
        if !self.is_document {
            return Ok((name.erase(text), false));
        }
        let mut document: Value = RowOf::new(self.column, row).json("doc", text)?;
        let erased = if name.erase_in(&mut document) { Some(to_json(&document)?) } else { None };
        Ok((erased, name.is_in_an_address(&document)))
    }

    /// Gives the object that the words of a row find.
    fn found_by(&self, row: i64, also: i64) -> Option<i64> {
        match self.column {
            "petition.doc" | "record.doc" | "source.doc" => Some(row),
            "capture.doc" | "demand.text" => Some(also),
            _ => None,
        }
    }

    fn add_texts(&self, text: &str, to: &mut String) {
        let document = serde_json::from_str::<Value>(text).ok().filter(|_| self.is_document);
        let texts = document.as_ref().map_or_else(|| vec![text], texts);
        for text in texts {
            to.push_str(text);
            to.push_str(" \n ");
        }
    }

    /// Refuses a document that could not be read any more: the name was a word of its own language.
    fn check(&self, row: i64, erased: &str) -> Result<(), StoreError> {
        let of = RowOf::new(self.column, row);
        match self.column {
            "petition.doc" => of.json::<crate::domain::petition::PetitionDoc>("doc", erased).map(drop),
            "record.doc" => of.json::<Body>("doc", erased).map(drop),
            "source.doc" => of.json::<crate::domain::source::SourceDoc>("doc", erased).map(drop),
            "capture.doc" => of.json::<crate::domain::source::CaptureDoc>("doc", erased).map(drop),
            _ => Ok(()),
        }
    }

    /// Puts a text in its place. Gives what it was of, and the revision of that.
    async fn put(
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

/// Lets an object be found no more by the words it has lost.
async fn forget_terms(uow: &mut UnitOfWork<'_>, number: Number, before: &str, after: &str) -> Result<(), StoreError> {
    let (guild, left) = (uow.guild(), terms(after));
    for gone in terms(before).into_iter().filter(|term| left.binary_search(term).is_err()) {
        query!(uow, execute, "DELETE FROM term WHERE guild = $1 AND number = $2 AND term = $3", guild, number, gone)?;
    }
    Ok(())
}

/// A sealed text.
struct Kept {
    column: &'static str,
    row: i64,
    place: i64,
    /// The field of an opening, the id of a draft.
    of: String,
    sealed: Sealed,
}

async fn list_sealed(conn: &mut Conn, guild: GuildId) -> Result<Vec<Kept>, StoreError> {
    type Row = (i64, i64, Vec<u8>);
    let kept =
        |column| move |(row, place, sealed): Row| Kept { column, row, place, of: String::new(), sealed: sealed.into() };
    let mut all = Vec::new();
    let submissions = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, revision, sealed FROM submission WHERE guild = $1 AND sealed IS NOT NULL ORDER BY number",
        guild
    )?;
    all.extend(submissions.into_iter().map(kept("submission.sealed")));
    let notes = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, revision, note FROM submission WHERE guild = $1 AND note IS NOT NULL ORDER BY number",
        guild
    )?;
    all.extend(notes.into_iter().map(kept("submission.note")));
    let originals = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, revision, sealed FROM revision WHERE guild = $1 AND sealed IS NOT NULL ORDER BY number",
        guild
    )?;
    all.extend(originals.into_iter().map(kept("revision.sealed")));
    let acts = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, asked_at, sealed FROM waiting WHERE guild = $1 AND sealed IS NOT NULL ORDER BY number",
        guild
    )?;
    all.extend(acts.into_iter().map(kept("waiting.sealed")));
    let questions = query!(
        conn,
        fetch_all,
        Row,
        "SELECT submission, position, sealed FROM question WHERE guild = $1 ORDER BY submission, position",
        guild
    )?;
    all.extend(questions.into_iter().map(kept("question.sealed")));
    let answers = query!(
        conn,
        fetch_all,
        Row,
        "SELECT submission, position, answer FROM question
         WHERE guild = $1 AND answer IS NOT NULL ORDER BY submission, position",
        guild
    )?;
    all.extend(answers.into_iter().map(kept("question.answer")));
    let drafts =
        query!(conn, fetch_all, (String, Vec<u8>), "SELECT id, sealed FROM draft WHERE guild = $1 ORDER BY id", guild)?;
    all.extend(drafts.into_iter().map(|(id, sealed)| Kept {
        column: "draft.sealed",
        row: 0,
        place: 0,
        of: id,
        sealed: sealed.into(),
    }));
    let openings = query!(
        conn,
        fetch_all,
        (i64, i64, String, Vec<u8>),
        "SELECT seq, position, field, value FROM opening
         WHERE guild = $1 AND field NOT IN ('actor', 'standing', 'alone') ORDER BY seq, position",
        guild
    )?;
    all.extend(openings.into_iter().map(|(row, place, of, sealed)| Kept {
        column: "opening.value",
        row,
        place,
        of,
        sealed: sealed.into(),
    }));
    Ok(all)
}

impl Kept {
    fn said(&self) -> Option<Said> {
        match self.column {
            "submission.note" => Some(Said::Note),
            "question.sealed" => Some(Said::Question(self.place)),
            "question.answer" => Some(Said::Answer(self.place)),
            _ => None,
        }
    }

    /// Gives what is left without the name, where it stands there. What cannot be unsealed holds nothing for anybody.
    fn without(&self, store: &Store, guild: GuildId, name: &SoughtName) -> Option<String> {
        if let (Some(said), Some(number)) = (self.said(), Number::new(self.row)) {
            return name.erase(&store.open_said(guild, number, said, &self.sealed).ok()?);
        }
        let plain = match self.column {
            "draft.sealed" => store.open_draft(guild, &self.of, &self.sealed).ok()?,
            "opening.value" => {
                let place = Place { guild, id: self.row, purpose: &purpose(&self.of) };
                store.open_sealed(place, &self.sealed).ok()?
            }
            "waiting.sealed" => {
                store.open_sealed(Place { guild, id: self.row, purpose: "waiting" }, &self.sealed).ok()?
            }
            _ => store.open_sealed(Place { guild, id: self.row, purpose: "submission" }, &self.sealed).ok()?,
        };
        match serde_json::from_slice::<Value>(&plain) {
            Ok(mut document) => name.erase_in(&mut document).then(|| document.to_string()),
            Err(_) => name.erase(&String::from_utf8_lossy(&plain)),
        }
    }

    /// Puts what is left in its place; openings and drafts go as a whole.
    async fn put(&self, uow: &mut UnitOfWork<'_>, left: &str) -> Result<(), StoreError> {
        let (guild, row, place) = (uow.guild(), self.row, self.place);
        if let (Some(said), Some(number)) = (self.said(), Number::new(row)) {
            let sealed = uow.store().clone().seal_said(guild, number, said, left)?;
            match said {
                Said::Note => {
                    query!(
                        uow,
                        execute,
                        "UPDATE submission SET note = $3 WHERE guild = $1 AND number = $2",
                        guild,
                        number,
                        &sealed
                    )?;
                }
                Said::Question(_) => {
                    query!(
                        uow,
                        execute,
                        "UPDATE question SET sealed = $4 WHERE guild = $1 AND submission = $2 AND position = $3",
                        guild,
                        number,
                        place,
                        &sealed
                    )?;
                }
                Said::Answer(_) => {
                    query!(
                        uow,
                        execute,
                        "UPDATE question SET answer = $4 WHERE guild = $1 AND submission = $2 AND position = $3",
                        guild,
                        number,
                        place,
                        &sealed
                    )?;
                }
            }
            return Ok(());
        }
        match self.column {
            "draft.sealed" => {
                query!(uow, execute, "DELETE FROM draft WHERE guild = $1 AND id = $2", guild, &self.of)?;
            }
            "opening.value" => {
                query!(
                    uow,
                    execute,
                    "DELETE FROM opening WHERE guild = $1 AND seq = $2 AND position = $3",
                    guild,
                    row,
                    place
                )?;
            }
            "waiting.sealed" => {
                let sealed = uow.seal("waiting", row, left.as_bytes())?;
                query!(
                    uow,
                    execute,
                    "UPDATE waiting SET sealed = $3 WHERE guild = $1 AND number = $2",
                    guild,
                    row,
                    &sealed
                )?;
            }
            "revision.sealed" => {
                let sealed = uow.seal("submission", row, left.as_bytes())?;
                query!(
                    uow,
                    execute,
                    "UPDATE revision SET sealed = $4 WHERE guild = $1 AND number = $2 AND revision = $3",
                    guild,
                    row,
                    place,
                    &sealed
                )?;
            }
            _ => {
                let sealed = uow.seal("submission", row, left.as_bytes())?;
                query!(
                    uow,
                    execute,
                    "UPDATE submission SET sealed = $3 WHERE guild = $1 AND number = $2",
                    guild,
                    row,
                    &sealed
                )?;
            }
        }
        Ok(())
    }
}
