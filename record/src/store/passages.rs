//! Where a person's name stands in what people wrote, and taking it out: of what is published and its earlier revisions,
//! of the words that find it, of what waits, of drafts, and of the ledger's openings.
//!
//! All of a guild's texts are read: this is for the rare case that somebody must stand nowhere, not for a question.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use serde::de::DeserializeOwned;

use self::clear::list_clear;
use self::sealed::{list_sealed, list_waiting};
use super::decode::RowOf;
use super::sql::query;
use super::{Conn, Store, StoreError, UnitOfWork, petitions, posted, signatories, wipe};
use crate::domain::erasing::{SoughtName, likely_names};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::person_name::NameKeys;
use crate::domain::text::terms;

mod clear;
mod sealed;

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
    let demands: BTreeMap<i64, i64> =
        query!(uow, fetch_all, (i64, i64), "SELECT number, petition FROM demand WHERE guild = $1", guild)?
            .into_iter()
            .collect();
    for clear in list_clear(uow.conn(), guild).await? {
        for (row, also, text) in &clear.rows {
            let (erased, _) = clear.without(name, *row, text)?;
            if let Some(owner) = clear.found_by(*row, *also) {
                let owner = demands.get(&owner).copied().unwrap_or(owner);
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

/// Takes words out of what waits about an object or its petition, and of copies that wait, which have their source's title:
/// acts, submissions, and what was said about those. Gives
/// what says something else now.
pub(super) async fn redact_waiting(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    words: &[String],
) -> Result<BTreeSet<Number>, StoreError> {
    let (guild, store) = (uow.guild(), uow.store().clone());
    let about = query!(
        uow,
        fetch_all,
        (i64,),
        "WITH about AS (
             SELECT CAST($2 AS BIGINT) AS number
             UNION SELECT petition FROM record WHERE guild = $1 AND (number = $2 OR source = $2) AND petition IS NOT NULL
             UNION SELECT number FROM record WHERE guild = $1 AND source = $2
             UNION SELECT number FROM petition WHERE guild = $1 AND source = $2)
         SELECT number FROM about
         UNION SELECT number FROM waiting WHERE guild = $1 AND object IN (SELECT number FROM about)
         UNION SELECT number FROM submission WHERE guild = $1
            AND (petition IN (SELECT number FROM about) OR waits_for IN (SELECT number FROM about) OR kind = 'capture')",
        guild,
        number
    )?;
    let mut changed = BTreeSet::new();
    for sealed in list_waiting(uow.conn(), guild).await? {
        if !about.contains(&(sealed.row,)) {
            continue;
        }
        if let Some(left) = sealed.without_words(&store, guild, words) {
            sealed.put(uow, &left).await?;
            changed.insert(RowOf::new(sealed.column, sealed.row).number("number", sealed.row)?);
        }
    }
    Ok(changed)
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

/// Takes the names out of what was read of a page that must not come back in a guild: the page still has them.
pub async fn without_barred<T: Serialize + DeserializeOwned>(
    uow: &mut UnitOfWork<'_>,
    doc: T,
) -> Result<T, StoreError> {
    let (guild, store) = (uow.guild(), uow.store().clone());
    without_barred_in(&store, uow.conn(), guild, doc).await
}

/// Does the same where nothing is written.
pub async fn without_barred_in<T: Serialize + DeserializeOwned>(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    doc: T,
) -> Result<T, StoreError> {
    let barred: HashSet<Vec<u8>> = signatories::list_barred(conn, guild).await?.into_iter().collect();
    if barred.is_empty() {
        return Ok(doc);
    }
    let of = RowOf::new("barred", guild.as_i64());
    let mut document = serde_json::to_value(&doc).map_err(|error| of.corrupt("doc", error))?;
    let names = store.keys().names(guild);
    for likely in likely_names(&document) {
        let is_barred = NameKeys::of(&likely).is_some_and(|keys| barred.contains(&names.same(&keys).as_bytes()[..]));
        if let Some(name) = SoughtName::of(&likely).filter(|_| is_barred) {
            name.erase_in(&mut document);
        }
    }
    serde_json::from_value(document).map_err(|error| of.corrupt("doc", error))
}

/// Lets an object be found no more by the words it has lost.
async fn forget_terms(uow: &mut UnitOfWork<'_>, number: Number, before: &str, after: &str) -> Result<(), StoreError> {
    let (guild, left) = (uow.guild(), terms(after));
    for gone in terms(before).into_iter().filter(|term| left.binary_search(term).is_err()) {
        query!(uow, execute, "DELETE FROM term WHERE guild = $1 AND number = $2 AND term = $3", guild, number, gone)?;
    }
    Ok(())
}
