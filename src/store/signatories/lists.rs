//! Whole lists of names at once: some thousand to a statement.

use super::{Conn, StoreError, UnitOfWork};
use crate::domain::ids::{GuildId, Number};
use crate::domain::signatory::{Basis, Kept, NameHash, Part, Person, SignatoryStanding, Verification};
use crate::store::decode::to_json;
use crate::store::sql::query;

/// How many names one statement adds: enough that statements cost nothing, few enough that none is long.
const AT_ONCE: usize = 2_000;

/// What the names of a list share.
#[derive(Clone, Copy, Debug)]
pub struct NewList {
    /// The petition.
    pub petition: Number,
    /// The source they sign in.
    pub source: Number,
    /// Why they may be on record.
    pub basis: Basis,
}

/// A name to be added.
#[derive(Clone, Debug)]
pub struct NewName<'a> {
    /// What part the person has.
    pub part: Part,
    /// The keyed hash of the name.
    pub name_hash: NameHash,
    /// The keyed hash of what near spellings share.
    pub near_hash: NameHash,
    /// Who it is, where names are kept.
    pub person: Option<&'a Person>,
}

/// Adds names, all standing, under numbers in a row.
pub async fn insert_list(uow: &mut UnitOfWork<'_>, list: NewList, names: &[NewName<'_>]) -> Result<(), StoreError> {
    for chunk in names.chunks(AT_ONCE) {
        let mut rows = Vec::with_capacity(chunk.len());
        let mut first = None;
        for name in chunk {
            let number = uow.number()?;
            first = first.or(Some(number));
            rows.push(row(uow, number, name)?);
            uow.tally(list.petition, name.part, SignatoryStanding::Standing, 1);
        }
        if let Some(first) = first {
            insert_rows(uow, list, first, &rows).await?;
        }
    }
    Ok(())
}

/// Writes a row into one text: a letter for the part, 32 digits for each hash, and the digits of what is sealed.
fn row(uow: &UnitOfWork<'_>, number: Number, name: &NewName<'_>) -> Result<String, StoreError> {
    let mut row = String::with_capacity(65);
    row.push(match name.part {
        Part::FirstSignatory => 'f',
        Part::Signatory => 's',
    });
    push_hex(&mut row, name.name_hash.as_bytes());
    push_hex(&mut row, name.near_hash.as_bytes());
    if let Some(person) = name.person {
        let kept = Kept::of(person.clone());
        push_hex(&mut row, uow.store().seal_signatory(uow.guild(), number, &kept)?.as_bytes());
    }
    Ok(row)
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

async fn insert_rows(
    uow: &mut UnitOfWork<'_>,
    list: NewList,
    first: Number,
    rows: &[String],
) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    query!(
        uow,
        execute,
        sqlite: "INSERT INTO signatory (guild, number, petition, source, standing, part, basis, verification, name_hash,
                                        near_hash, sealed, revision, logged_at)
                 SELECT $1, $2 + key, $3, $4, $5,
                        CASE substr(value, 1, 1) WHEN 'f' THEN 'first_signatory' ELSE 'signatory' END, $6, $7,
                        unhex(substr(value, 2, 32)), unhex(substr(value, 34, 32)),
                        CASE WHEN length(value) > 65 THEN unhex(substr(value, 66)) END, 1, $8
                 FROM json_each($9)",
        postgres: "INSERT INTO signatory (guild, number, petition, source, standing, part, basis, verification, name_hash,
                                          near_hash, sealed, revision, logged_at)
                   SELECT $1, $2 + place - 1, $3, $4, $5,
                          CASE substr(value, 1, 1) WHEN 'f' THEN 'first_signatory' ELSE 'signatory' END, $6, $7,
                          decode(substr(value, 2, 32), 'hex'), decode(substr(value, 34, 32), 'hex'),
                          CASE WHEN length(value) > 65 THEN decode(substr(value, 66), 'hex') END, 1, $8
                   FROM json_array_elements_text(CAST($9 AS json)) WITH ORDINALITY AS row (value, place)",
        guild,
        first,
        list.petition,
        list.source,
        SignatoryStanding::Standing.as_str(),
        list.basis.as_str(),
        Verification::Unverified.as_str(),
        at,
        to_json(&rows)?
    )?;
    Ok(())
}

/// Lists the hashes of all who are on a petition's list, wherever they stand, but of who was erased.
pub async fn list_hashes(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
    query!(
        conn,
        fetch_all,
        (Vec<u8>, Vec<u8>),
        "SELECT name_hash, near_hash FROM signatory WHERE guild = $1 AND petition = $2 AND standing <> 'erased'",
        guild,
        petition
    )
}
