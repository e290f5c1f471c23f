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

/// Some names as one statement takes them.
#[derive(Default)]
struct Rows {
    /// Of each a letter for the part and two hashes, [`ROW`] bytes.
    fixed: Vec<u8>,
    /// Of each the digits of what is sealed, or nothing.
    sealed: Vec<String>,
}

/// How many bytes a name takes but for what is sealed: the statements count on it.
const ROW: usize = 33;

/// Adds names, all standing, under numbers in a row.
pub async fn insert_list(uow: &mut UnitOfWork<'_>, list: NewList, names: &[NewName<'_>]) -> Result<(), StoreError> {
    for chunk in names.chunks(AT_ONCE) {
        let mut rows = Rows { fixed: Vec::with_capacity(ROW * chunk.len()), sealed: Vec::with_capacity(chunk.len()) };
        let mut first = None;
        for name in chunk {
            let number = uow.number()?;
            first = first.or(Some(number));
            rows.add(uow, number, name)?;
            uow.tally(list.petition, name.part, SignatoryStanding::Standing, 1);
        }
        if let Some(first) = first {
            insert_rows(uow, list, first, rows).await?;
        }
    }
    Ok(())
}

impl Rows {
    fn add(&mut self, uow: &UnitOfWork<'_>, number: Number, name: &NewName<'_>) -> Result<(), StoreError> {
        self.fixed.push(match name.part {
            Part::FirstSignatory => b'f',
            Part::Signatory => b's',
        });
        self.fixed.extend(name.name_hash.as_bytes());
        self.fixed.extend(name.near_hash.as_bytes());
        let mut sealed = String::new();
        if let Some(person) = name.person {
            let kept = Kept::of(person.clone());
            push_hex(&mut sealed, uow.store().seal_signatory(uow.guild(), number, &kept)?.as_bytes());
        }
        self.sealed.push(sealed);
        Ok(())
    }
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

async fn insert_rows(uow: &mut UnitOfWork<'_>, list: NewList, first: Number, rows: Rows) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    query!(
        uow,
        execute,
        sqlite: "INSERT INTO signatory (guild, number, petition, source, standing, part, basis, verification, name_hash,
                                        near_hash, sealed, revision, logged_at)
                 SELECT $1, $2 + key, $3, $4, $5,
                        CASE substr($10, key * 33 + 1, 1) WHEN x'66' THEN 'first_signatory' ELSE 'signatory' END, $6, $7,
                        substr($10, key * 33 + 2, 16), substr($10, key * 33 + 18, 16),
                        CASE WHEN value <> '' THEN unhex(value) END, 1, $8
                 FROM json_each($9)",
        postgres: "INSERT INTO signatory (guild, number, petition, source, standing, part, basis, verification, name_hash,
                                          near_hash, sealed, revision, logged_at)
                   SELECT $1, $2 + place - 1, $3, $4, $5,
                          CASE substr($10, at, 1) WHEN '\x66'::bytea THEN 'first_signatory' ELSE 'signatory' END, $6, $7,
                          substr($10, at + 1, 16), substr($10, at + 17, 16),
                          CASE WHEN value <> '' THEN decode(value, 'hex') END, 1, $8
                   FROM json_array_elements_text(CAST($9 AS json)) WITH ORDINALITY AS row (value, place)
                   CROSS JOIN LATERAL (SELECT CAST(place - 1 AS INTEGER) * 33 + 1 AS at) AS starts",
        guild,
        first,
        list.petition,
        list.source,
        SignatoryStanding::Standing.as_str(),
        list.basis.as_str(),
        Verification::Unverified.as_str(),
        at,
        to_json(&rows.sealed)?,
        rows.fixed
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
