//! Texts that stand sealed: what waits and what was said about it, drafts, acts that wait, where people on a list belong and
//! what their groups are called, and the ledger's openings.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::acting::{Request, take_out, without};
use crate::domain::erasing::SoughtName;
use crate::domain::ids::{GuildId, Number};
use crate::domain::proposal::Proposal;
use crate::store::breakdowns::BY_AFFILIATION;
use crate::store::chain::purpose;
use crate::store::decode::to_json;
use crate::store::questions::Said;
use crate::store::signatories::PURPOSE;
use crate::store::sql::query;
use crate::store::{Conn, Place, Sealed, Store, StoreError, UnitOfWork};

/// A sealed text.
pub(super) struct Kept {
    pub(super) column: &'static str,
    pub(super) row: i64,
    place: i64,
    /// The field of an opening, the id of a draft.
    of: String,
    sealed: Sealed,
}

/// The columns that [`rows`] lists by their places here.
const COLUMNS: [&str; 8] = [
    "submission.sealed",
    "submission.note",
    "revision.sealed",
    "waiting.sealed",
    "question.sealed",
    "question.answer",
    "signatory.sealed",
    "breakdown.sealed",
];
/// How many of them hold what waits and what was said about it.
const WAITING: i64 = 6;

/// Lists what waits and what was said about it: of submissions, their originals, notes, questions and acts.
pub(super) async fn list_waiting(conn: &mut Conn, guild: GuildId) -> Result<Vec<Kept>, StoreError> {
    rows(conn, guild, WAITING).await
}

/// Lists what is sealed in the first of the columns: a row, a place in it, and what is sealed there.
async fn rows(conn: &mut Conn, guild: GuildId, columns: i64) -> Result<Vec<Kept>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64, Vec<u8>),
        "SELECT kind, number, place, value FROM (
             SELECT CAST(0 AS BIGINT) AS kind, number, revision AS place, sealed AS value
             FROM submission WHERE guild = $1
             UNION ALL SELECT 1, number, revision, note FROM submission WHERE guild = $1
             UNION ALL SELECT 2, number, revision, sealed FROM revision WHERE guild = $1
             UNION ALL SELECT 3, number, asked_at, sealed FROM waiting WHERE guild = $1
             UNION ALL SELECT 4, submission, position, sealed FROM question WHERE guild = $1
             UNION ALL SELECT 5, submission, position, answer FROM question WHERE guild = $1
             UNION ALL SELECT 6, number, petition, sealed FROM signatory WHERE guild = $1
             UNION ALL SELECT 7, petition, petition, sealed FROM breakdown WHERE guild = $1 AND aspect = 'affiliation'
         ) AS kept WHERE value IS NOT NULL AND kind < $2 ORDER BY kind, number, place",
        guild,
        columns
    )?;
    let kept = |(kind, row, place, sealed): (i64, i64, i64, Vec<u8>)| {
        let column = COLUMNS.get(usize::try_from(kind).ok()?)?;
        Some(Kept { column, row, place, of: String::new(), sealed: sealed.into() })
    };
    Ok(rows.into_iter().filter_map(kept).collect())
}

/// Lists all that stands sealed.
pub(super) async fn list_sealed(conn: &mut Conn, guild: GuildId) -> Result<Vec<Kept>, StoreError> {
    let mut all = rows(conn, guild, COLUMNS.len().try_into().unwrap_or(i64::MAX)).await?;
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

    /// Opens it. What cannot be unsealed holds nothing for anybody.
    fn plain(&self, store: &Store, guild: GuildId) -> Option<String> {
        if let (Some(said), Some(number)) = (self.said(), Number::new(self.row)) {
            return store.open_said(guild, number, said, &self.sealed).ok();
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
            "breakdown.sealed" => {
                store.open_sealed(Place { guild, id: self.row, purpose: BY_AFFILIATION }, &self.sealed).ok()?
            }
            _ => store.open_sealed(Place { guild, id: self.row, purpose: "submission" }, &self.sealed).ok()?,
        };
        Some(String::from_utf8_lossy(&plain).into_owned())
    }

    fn document(&self, plain: &str) -> Option<Value> {
        if self.said().is_some() { None } else { serde_json::from_str(plain).ok() }
    }

    /// Gives what is left without the name, where it stands there.
    pub(super) fn without(&self, store: &Store, guild: GuildId, name: &SoughtName) -> Option<String> {
        if self.column == "signatory.sealed" {
            // Whom the name is of is gone already; another's own name is theirs, also where it contains this one.
            let mut kept = store.open_signatory(guild, Number::new(self.row)?, &self.sealed).ok()?;
            kept.person.affiliation = Some(name.erase(kept.person.affiliation.as_deref()?)?);
            return to_json(&kept).ok();
        }
        let plain = self.plain(store, guild)?;
        match self.document(&plain) {
            Some(mut document) => name.erase_in(&mut document).then(|| document.to_string()),
            None => name.erase(&plain),
        }
    }

    /// Gives what is left of something that waits without these words, where they stand there.
    pub(super) fn without_words(&self, store: &Store, guild: GuildId, words: &[String]) -> Option<String> {
        let plain = self.plain(store, guild)?;
        let Some(mut document) = self.document(&plain) else { return without(&plain, words) };
        let reads = |document: &Value| match self.column {
            "waiting.sealed" => Request::deserialize(document).is_ok(),
            _ => Proposal::deserialize(document).is_ok(),
        };
        take_out(&mut document, words, reads).then(|| document.to_string())
    }

    /// Puts what is left in its place; openings and drafts go as a whole.
    pub(super) async fn put(&self, uow: &mut UnitOfWork<'_>, left: &str) -> Result<(), StoreError> {
        let (guild, row, place) = (uow.guild(), self.row, self.place);
        if let (Some(said), Some(number)) = (self.said(), Number::new(row)) {
            return put_said(uow, number, said, left).await;
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
            "signatory.sealed" => {
                let sealed = uow.seal(PURPOSE, row, left.as_bytes())?;
                query!(
                    uow,
                    execute,
                    "UPDATE signatory SET sealed = $3 WHERE guild = $1 AND number = $2",
                    guild,
                    row,
                    &sealed
                )?;
            }
            "breakdown.sealed" => {
                let sealed = uow.seal(BY_AFFILIATION, row, left.as_bytes())?;
                query!(
                    uow,
                    execute,
                    "UPDATE breakdown SET sealed = $3 WHERE guild = $1 AND petition = $2 AND aspect = 'affiliation'",
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

/// Puts what is left of a question, its answer or a note in its place.
async fn put_said(uow: &mut UnitOfWork<'_>, number: Number, said: Said, left: &str) -> Result<(), StoreError> {
    let guild = uow.guild();
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
        Said::Question(place) => {
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
        Said::Answer(place) => {
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
    Ok(())
}
