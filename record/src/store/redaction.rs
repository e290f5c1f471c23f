//! Taking words away for good: out of an object, its earlier revisions, what was read of its source, drafts, what waits,
//! the words that find it, and the ledger's openings, in one unit of work. What an opening held stays committed to, so that
//! the chain is intact. The bot's messages that show the object are brought up to date.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{RowOf, to_json};
use super::seal::Sealed;
use super::sql::query;
use super::{Place, StoreError, UnitOfWork, changes, passages, petitions, posted, records, sources, wipe};
use crate::domain::acting::{REDACTED, Redactable, mentions, mentions_read, redact, without_read};
use crate::domain::ids::Number;
use crate::domain::ledger::ObjectKind;
use crate::domain::source::ChangeDoc;

/// Takes a field's words out of an object and of everything that is kept of them. Gives the words, each once: none
/// where the object has no such field, or nothing in it.
pub async fn redact_field(
    uow: &mut UnitOfWork<'_>,
    kind: ObjectKind,
    number: Number,
    field: Redactable,
) -> Result<Vec<String>, StoreError> {
    let mut taken = match kind {
        ObjectKind::Record => redact_record(uow, number, field).await?,
        ObjectKind::Petition => redact_petition(uow, number, field).await?,
        ObjectKind::Source => redact_source(uow, number, field).await?,
        ObjectKind::Guild
        | ObjectKind::Organisation
        | ObjectKind::Demand
        | ObjectKind::Capture
        | ObjectKind::SourceChange
        | ObjectKind::Submission
        | ObjectKind::Digest
        | ObjectKind::Card
        | ObjectKind::Signatory => Vec::new(),
    };
    taken.extend(redact_revisions(uow, number, field).await?);
    if field == Redactable::Excerpt {
        taken.extend(read_of(uow, number).await?);
    }
    taken.sort_unstable();
    taken.dedup();
    if !taken.is_empty() {
        redact_captures(uow, kind, number, &taken).await?;
        forget(uow, number, &taken).await?;
        posted::show_again(uow, number).await?;
        wipe::note_due(uow).await?;
    }
    Ok(taken)
}

/// Gives what was read of a source, at whatever time.
async fn read_of(uow: &mut UnitOfWork<'_>, source: Number) -> Result<Vec<String>, StoreError> {
    let guild = uow.guild();
    let captures = sources::list_captures(uow.conn(), guild, source).await?;
    let excerpts = captures.into_iter().filter_map(|(_, doc)| doc.excerpt);
    Ok(excerpts.filter(|words| words != REDACTED && !words.trim().is_empty()).collect())
}

/// Takes the words out of what was read of the source that an object stands on, or is.
async fn redact_captures(
    uow: &mut UnitOfWork<'_>,
    kind: ObjectKind,
    number: Number,
    words: &[String],
) -> Result<(), StoreError> {
    let guild = uow.guild();
    let source = match kind {
        ObjectKind::Record => records::find(uow.conn(), guild, number).await?.map(|record| record.source),
        ObjectKind::Petition => petitions::find(uow.conn(), guild, number).await?.map(|petition| petition.source),
        _ => Some(number),
    };
    let Some(source) = source else { return Ok(()) };
    let mut changed = false;
    for (capture, mut doc) in sources::list_captures(uow.conn(), guild, source).await? {
        if let Some(left) = doc.excerpt.as_deref().and_then(|excerpt| without_read(excerpt, words)) {
            doc.excerpt = Some(left);
            sources::put_capture(uow.conn(), guild, capture, &doc).await?;
            changed = true;
        }
    }
    for change in changes::list(uow.conn(), guild, source).await? {
        // Words can stand across what was kept and what was not: nothing of such a difference stays.
        if mentions_read(to_json(&change.doc)?.as_bytes(), words) {
            let doc = ChangeDoc { diff: Vec::new(), is_cut: true, ..change.doc };
            changes::put(uow.conn(), guild, change.number, &doc).await?;
            posted::show_again(uow, change.number).await?;
        }
    }
    forget_read(uow, source, words).await?;
    if let (true, Some(doc)) = (changed, sources::find(uow.conn(), guild, source).await?) {
        sources::refresh_terms(uow.conn(), guild, source, &doc).await?;
    }
    Ok(())
}

/// Destroys whatever is kept of these words about an object beside the object itself: openings of the ledger and drafts;
/// and takes them out of what waits.
async fn forget(uow: &mut UnitOfWork<'_>, number: Number, words: &[String]) -> Result<(), StoreError> {
    forget_openings(uow, number, |plain| mentions(plain, words)).await?;
    for waits in passages::redact_waiting(uow, number, words).await? {
        forget_openings(uow, waits, |plain| mentions(plain, words)).await?;
        posted::show_again(uow, waits).await?;
    }
    forget_drafts(uow, words).await
}

fn redacted<T: Serialize + DeserializeOwned>(
    row: RowOf,
    doc: &T,
    field: Redactable,
) -> Result<(T, Vec<String>), StoreError> {
    let mut document = serde_json::to_value(doc).map_err(|error| row.corrupt("doc", error))?;
    let taken = redact(&mut document, field);
    Ok((serde_json::from_value(document).map_err(|error| row.corrupt("doc", error))?, taken))
}

async fn redact_record(uow: &mut UnitOfWork<'_>, number: Number, field: Redactable) -> Result<Vec<String>, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let Some(record) = records::find(uow.conn(), guild, number).await? else { return Ok(Vec::new()) };
    let (body, taken) = redacted(RowOf::new("record", number.get()), &record.body, field)?;
    if !taken.is_empty() {
        let said = crate::domain::acting::Said { body, ..super::effects::said(&record) };
        records::revise(uow.conn(), guild, &record, &said, at).await?;
    }
    Ok(taken)
}

async fn redact_petition(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    field: Redactable,
) -> Result<Vec<String>, StoreError> {
    let guild = uow.guild();
    let Some(petition) = petitions::find(uow.conn(), guild, number).await? else { return Ok(Vec::new()) };
    let (doc, taken) = redacted(RowOf::new("petition", number.get()), &petition.doc, field)?;
    if !taken.is_empty() {
        query!(
            uow,
            execute,
            "UPDATE petition SET doc = $3, revision = revision + 1 WHERE guild = $1 AND number = $2",
            guild,
            number,
            to_json(&doc)?
        )?;
        petitions::refresh_terms(uow.conn(), guild, number).await?;
    }
    Ok(taken)
}

async fn redact_source(uow: &mut UnitOfWork<'_>, number: Number, field: Redactable) -> Result<Vec<String>, StoreError> {
    let guild = uow.guild();
    let Some(source) = sources::find(uow.conn(), guild, number).await? else { return Ok(Vec::new()) };
    let (doc, taken) = redacted(RowOf::new("source", number.get()), &source, field)?;
    if !taken.is_empty() {
        query!(
            uow,
            execute,
            "UPDATE source SET doc = $3, revision = revision + 1 WHERE guild = $1 AND number = $2",
            guild,
            number,
            to_json(&doc)?
        )?;
        sources::refresh_terms(uow.conn(), guild, number, &doc).await?;
    }
    Ok(taken)
}

/// Takes the field out of earlier revisions; those that were never published are sealed, and go.
async fn redact_revisions(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    field: Redactable,
) -> Result<Vec<String>, StoreError> {
    let guild = uow.guild();
    query!(uow, execute, "DELETE FROM revision WHERE guild = $1 AND number = $2 AND doc IS NULL", guild, number)?;
    let kept = query!(
        uow,
        fetch_all,
        (i64, String),
        "SELECT revision, doc FROM revision WHERE guild = $1 AND number = $2 AND doc IS NOT NULL ORDER BY revision",
        guild,
        number
    )?;
    let mut taken = Vec::new();
    for (revision, doc) in kept {
        let mut document: Value = RowOf::new("revision", number.get()).json("doc", &doc)?;
        let found = redact(&mut document, field);
        if !found.is_empty() {
            query!(
                uow,
                execute,
                "UPDATE revision SET doc = $4 WHERE guild = $1 AND number = $2 AND revision = $3",
                guild,
                number,
                revision,
                to_json(&document)?
            )?;
            taken.extend(found);
        }
    }
    Ok(taken)
}

/// An opening of the ledger: its entry, place and field, and what it holds, sealed.
type Opening = (i64, i64, String, Vec<u8>);

/// Destroys the openings that hold the words, of an object's entries and of what was filed about it.
async fn forget_openings(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    holds: impl Fn(&[u8]) -> bool + Send,
) -> Result<(), StoreError> {
    let guild = uow.guild();
    let held = query!(
        uow,
        fetch_all,
        Opening,
        "SELECT o.seq, o.position, o.field, o.value FROM ledger l JOIN opening o ON o.guild = l.guild AND o.seq = l.seq
         WHERE l.guild = $1 AND o.field NOT IN ('actor', 'standing', 'alone') AND l.object IN (
             SELECT CAST($2 AS BIGINT) UNION SELECT number FROM submission WHERE guild = $1 AND petition = $2)",
        guild,
        number
    )?;
    destroy(uow, held, holds).await
}

/// Destroys the openings that hold the words, of what was read of a source and of what changed there: also where the excerpt
/// lost them before, and of what is not on record any more, of whatever source it was.
async fn forget_read(uow: &mut UnitOfWork<'_>, source: Number, words: &[String]) -> Result<(), StoreError> {
    let guild = uow.guild();
    let held = query!(
        uow,
        fetch_all,
        Opening,
        "SELECT o.seq, o.position, o.field, o.value FROM ledger l JOIN opening o ON o.guild = l.guild AND o.seq = l.seq
         WHERE l.guild = $1 AND o.field NOT IN ('actor', 'standing', 'alone')
             AND l.object_kind IN ('capture', 'source_change')
             AND NOT EXISTS (SELECT 1 FROM capture c
                             WHERE c.guild = $1 AND c.number = l.object AND c.source <> $2)
             AND NOT EXISTS (SELECT 1 FROM source_change x
                             WHERE x.guild = $1 AND x.number = l.object AND x.source <> $2)",
        guild,
        source
    )?;
    destroy(uow, held, |plain| mentions_read(plain, words)).await
}

/// Destroys those of some openings that hold what is looked for.
async fn destroy(
    uow: &mut UnitOfWork<'_>,
    held: Vec<Opening>,
    holds: impl Fn(&[u8]) -> bool + Send,
) -> Result<(), StoreError> {
    let (guild, store) = (uow.guild(), uow.store().clone());
    for (seq, position, field, value) in held {
        let purpose = super::chain::purpose(&field);
        let plain = store.open_sealed(Place { guild, id: seq, purpose: &purpose }, &Sealed::from(value))?;
        if holds(&plain) {
            query!(
                uow,
                execute,
                "DELETE FROM opening WHERE guild = $1 AND seq = $2 AND position = $3",
                guild,
                seq,
                position
            )?;
        }
    }
    Ok(())
}

/// Throws away the drafts that hold the words, whoever's they are.
async fn forget_drafts(uow: &mut UnitOfWork<'_>, words: &[String]) -> Result<(), StoreError> {
    let (guild, store) = (uow.guild(), uow.store().clone());
    let drafts = query!(uow, fetch_all, (String, Vec<u8>), "SELECT id, sealed FROM draft WHERE guild = $1", guild)?;
    for (id, sealed) in drafts {
        if mentions(&store.open_draft(guild, &id, &Sealed::from(sealed))?, words) {
            query!(uow, execute, "DELETE FROM draft WHERE guild = $1 AND id = $2", guild, &id)?;
        }
    }
    Ok(())
}
