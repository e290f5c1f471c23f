//! Acts as the ledger has them: the one to take back, and what there is of two that become one.

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, Place, Sealed, Store, StoreError};
use crate::domain::acting::{Ground, Removal};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::organisation::Belonging;
use crate::domain::petition::Relation;
use crate::store::decode::date;

/// An act, as its header has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its place in the chain.
    pub seq: i64,
    /// What was done.
    pub act: String,
    /// To what kind of object.
    pub kind: ObjectKind,
    /// To which one.
    pub object: Option<Number>,
    /// When.
    pub at: jiff::Timestamp,
}

type Row = (i64, String, String, i64, i64);

fn read((seq, act, kind, object, at): Row) -> Result<Done, StoreError> {
    let row = RowOf::new("ledger", seq);
    let kind = row.word("object_kind", &kind, |word| word.parse().ok())?;
    Ok(Done { seq, act, kind, object: Number::new(object), at: row.instant("at", at)? })
}

/// Finds an act by its place in the chain.
pub async fn find(conn: &mut Conn, guild: GuildId, seq: i64) -> Result<Option<Done>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "SELECT seq, act, object_kind, object, at FROM ledger WHERE guild = $1 AND seq = $2",
        guild,
        seq
    )?;
    row.map(read).transpose()
}

/// Finds the last act on an object: what lies before one that cannot be taken back is not taken back in its stead.
/// Requests, questions, what was checked, what a channel was set to and names that went by themselves change nothing of it
/// and are passed over.
pub async fn find_last(conn: &mut Conn, guild: GuildId, object: Number) -> Result<Option<i64>, StoreError> {
    query!(
        conn,
        scalar,
        Option<i64>,
        "SELECT MAX(seq) FROM ledger WHERE guild = $1 AND object = $2
         AND act NOT IN ('ask', 'decline', 'expire', 'verify', 'channel', 'forget_names', 'question', 'answer',
                         'keep_apart')",
        guild,
        object
    )
}

/// Finds when and why an object that stands removed was removed: by the last act that removed it, or that brought back
/// its removal.
pub async fn find_removal(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    object: Number,
) -> Result<Option<Removal>, StoreError> {
    let found = query!(
        conn,
        fetch_optional,
        (i64, i64, Option<Vec<u8>>),
        "SELECT l.seq, l.at, o.value FROM ledger l
         LEFT JOIN opening o ON o.guild = l.guild AND o.seq = l.seq AND o.field = 'reason'
         WHERE l.guild = $1 AND l.object = $2 AND l.act IN ('remove', 'undo') ORDER BY l.seq DESC LIMIT 1",
        guild,
        object
    )?;
    let Some((seq, at, reason)) = found else { return Ok(None) };
    let place = Place { guild, id: seq, purpose: "opening/reason" };
    let plain = reason.and_then(|sealed| store.open_sealed(place, &Sealed::from(sealed)).ok());
    let why = plain.and_then(|plain| Ground::parse(&String::from_utf8_lossy(&plain)));
    Ok(Some(Removal { at: RowOf::new("ledger", seq).instant("at", at)?, why }))
}

/// Lists the latest acts whose effects are still held, of an object where one is given.
pub async fn list_latest(
    conn: &mut Conn,
    guild: GuildId,
    object: Option<Number>,
    limit: i64,
) -> Result<Vec<Done>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT l.seq, l.act, l.object_kind, l.object, l.at FROM opening o
         JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq
         WHERE o.guild = $1 AND o.field = 'effects' AND (CAST($2 AS BIGINT) IS NULL OR l.object = $2)
         ORDER BY o.seq DESC LIMIT $3",
        guild,
        object,
        limit
    )?;
    rows.into_iter().map(read).collect()
}

fn numbers(table: &'static str, found: Vec<i64>) -> Result<Vec<Number>, StoreError> {
    found.into_iter().map(|number| RowOf::new(table, number).number("number", number)).collect()
}

/// Lists every record about a petition, in whatever state.
pub async fn list_records(conn: &mut Conn, guild: GuildId, petition: Number) -> Result<Vec<Number>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM record WHERE guild = $1 AND petition = $2 ORDER BY number",
        guild,
        petition
    )?;
    numbers("record", found)
}

/// Lists every record that concerns an organisation, in whatever state.
pub async fn list_records_of(conn: &mut Conn, guild: GuildId, organisation: Number) -> Result<Vec<Number>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM record WHERE guild = $1 AND organisation = $2 ORDER BY number",
        guild,
        organisation
    )?;
    numbers("record", found)
}

/// Lists the records that this one replaced.
pub async fn list_replaced_by(conn: &mut Conn, guild: GuildId, by: Number) -> Result<Vec<Number>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM record WHERE guild = $1 AND superseded_by = $2 ORDER BY number",
        guild,
        by
    )?;
    numbers("record", found)
}

/// Lists every signatory under a petition.
pub async fn list_signatories(conn: &mut Conn, guild: GuildId, petition: Number) -> Result<Vec<Number>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM signatory WHERE guild = $1 AND petition = $2 ORDER BY number",
        guild,
        petition
    )?;
    numbers("signatory", found)
}

/// Lists who stands under both petitions, by the same name: the one under `from`, and the one under `into`.
pub async fn list_on_both(
    conn: &mut Conn,
    guild: GuildId,
    from: Number,
    into: Number,
) -> Result<Vec<(Number, Number)>, StoreError> {
    let found = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT a.number, MIN(b.number) FROM signatory a
         JOIN signatory b ON b.guild = a.guild AND b.petition = $3 AND b.name_hash = a.name_hash AND b.standing = 'standing'
         WHERE a.guild = $1 AND a.petition = $2 AND a.standing = 'standing'
         GROUP BY a.number ORDER BY a.number",
        guild,
        from,
        into
    )?;
    let row = |number| RowOf::new("signatory", number);
    found.into_iter().map(|(a, b)| Ok((row(a).number("number", a)?, row(b).number("number", b)?))).collect()
}

/// Lists a petition's demands with their numbers and places.
pub async fn list_demands(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
) -> Result<Vec<(Number, i64, String)>, StoreError> {
    let found = query!(
        conn,
        fetch_all,
        (i64, i64, String),
        "SELECT number, position, text FROM demand WHERE guild = $1 AND petition = $2 ORDER BY position",
        guild,
        petition
    )?;
    let number = |number| RowOf::new("demand", number).number("number", number);
    found.into_iter().map(|(n, place, text)| Ok((number(n)?, place, text))).collect()
}

/// Lists whom a petition addresses, with the place of each.
pub async fn list_addressed(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
) -> Result<Vec<(Number, i64)>, StoreError> {
    pairs(query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT organisation, position FROM petition_addressee WHERE guild = $1 AND petition = $2 ORDER BY position",
        guild,
        petition
    )?)
}

/// Lists the petitions that address an organisation, with its place in each.
pub async fn list_addressing(
    conn: &mut Conn,
    guild: GuildId,
    organisation: Number,
) -> Result<Vec<(Number, i64)>, StoreError> {
    pairs(query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT petition, position FROM petition_addressee WHERE guild = $1 AND organisation = $2 ORDER BY petition",
        guild,
        organisation
    )?)
}

fn pairs(found: Vec<(i64, i64)>) -> Result<Vec<(Number, i64)>, StoreError> {
    let number = |number| RowOf::new("petition_addressee", number).number("number", number);
    found.into_iter().map(|(one, place)| Ok((number(one)?, place))).collect()
}

/// Lists which petitions stand to this one, by their word.
pub async fn list_relations_to(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
) -> Result<Vec<(Relation, Number)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (String, i64),
        "SELECT relation, petition FROM petition_relation WHERE guild = $1 AND other = $2 ORDER BY petition, relation",
        guild,
        petition
    )?;
    let row = RowOf::new("petition_relation", petition.get());
    rows.into_iter()
        .map(|(relation, other)| {
            Ok((row.word("relation", &relation, Relation::parse)?, row.number("petition", other)?))
        })
        .collect()
}

row! {
    struct Belongs {
        organisation: i64,
        parent: i64,
        since_start: Option<i64>,
        since_precision: Option<String>,
        until_start: Option<i64>,
        until_precision: Option<String>,
    }
}

/// Lists what an organisation belongs to and what belongs to it: the part, what it belongs to, and when.
pub async fn list_belonging(
    conn: &mut Conn,
    guild: GuildId,
    organisation: Number,
) -> Result<Vec<(Number, Number, Belonging)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Belongs,
        "SELECT organisation, parent, since_start, since_precision, until_start, until_precision
         FROM organisation_parent WHERE guild = $1 AND (organisation = $2 OR parent = $2) ORDER BY organisation, parent",
        guild,
        organisation
    )?;
    rows.into_iter()
        .map(|found| {
            let row = RowOf::new("organisation_parent", found.organisation);
            let at = |column, start: Option<i64>, precision: Option<String>| match (start, precision) {
                (Some(start), Some(precision)) => date(row, column, start, &precision).map(Some),
                _ => Ok(None),
            };
            let since = at("since_start", found.since_start, found.since_precision)?;
            let until = at("until_start", found.until_start, found.until_precision)?;
            let belonging = Belonging { since, until };
            Ok((row.number("organisation", found.organisation)?, row.number("parent", found.parent)?, belonging))
        })
        .collect()
}
