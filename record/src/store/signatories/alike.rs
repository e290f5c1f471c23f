//! Who may be the same person as somebody, and who a moderator has found is not.

use super::{Conn, StoreError};
use crate::domain::ids::{GuildId, Number};
use crate::domain::signatory::{NameHash, SignatoryStanding};
use crate::store::Sealed;
use crate::store::decode::RowOf;
use crate::store::sql::query;

/// A signatory whose name is like another.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The number.
    pub number: Number,
    /// Where they stand.
    pub standing: SignatoryStanding,
    /// The keyed hash of the name.
    pub name_hash: Vec<u8>,
    /// Who they are, where that is kept.
    pub sealed: Option<Sealed>,
}

/// One text for both databases: by one index each, the same names first. `$4` and `$5` are the near hashes.
pub(in crate::store) const ALIKE: &str = "\
SELECT number, standing, name_hash, sealed FROM signatory AS s
WHERE guild = $1 AND number IN (
        SELECT number FROM signatory WHERE guild = $1 AND petition = $2 AND name_hash = $3
        UNION SELECT number FROM signatory WHERE guild = $1 AND petition = $2 AND near_hash = $4
        UNION SELECT number FROM signatory WHERE guild = $1 AND petition = $2 AND near_hash = $5)
    AND NOT EXISTS (SELECT 1 FROM apart WHERE guild = $1 AND petition = $2
        AND first_hash = $3 AND second_hash = s.name_hash)
    AND NOT EXISTS (SELECT 1 FROM apart WHERE guild = $1 AND petition = $2
        AND first_hash = s.name_hash AND second_hash = $3)
ORDER BY CASE WHEN name_hash = $3 THEN 0 ELSE 1 END, number LIMIT $6";

/// Lists signatories of a petition with the same name or a near spelling, but those that were found to be others: the
/// same first. `near` are the hashes by which near spellings are found.
pub async fn list_alike(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    name: NameHash,
    near: (NameHash, Option<NameHash>),
    limit: i64,
) -> Result<Vec<Alike>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, Vec<u8>, Option<Vec<u8>>),
        ALIKE,
        guild,
        petition,
        name,
        near.0,
        near.1.unwrap_or(near.0),
        limit
    )?;
    rows.into_iter()
        .map(|(number, standing, name_hash, sealed)| {
            let row = RowOf::new("signatory", number);
            Ok(Alike {
                number: row.number("number", number)?,
                standing: row.word("standing", &standing, SignatoryStanding::parse)?,
                name_hash,
                sealed: sealed.map(Sealed::from),
            })
        })
        .collect()
}

/// Keeps two names of a petition apart for good, in whichever order; two people of one name as well.
pub async fn keep_apart(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    name: NameHash,
    other: &[u8],
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO apart (guild, petition, first_hash, second_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (guild, petition, first_hash, second_hash) DO NOTHING",
        guild,
        petition,
        name,
        other
    )?;
    Ok(())
}

/// Says whether people of this very name are known to be several on a petition.
pub async fn is_apart(conn: &mut Conn, guild: GuildId, petition: Number, name: NameHash) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT petition FROM apart WHERE guild = $1 AND petition = $2 AND first_hash = $3 AND second_hash = $3",
        guild,
        petition,
        name
    )?;
    Ok(found.is_some())
}

/// Forgets what was kept apart for the sake of a name that is on no list: it was not logged in the end.
pub async fn forget_apart(conn: &mut Conn, guild: GuildId, petition: Number, name: NameHash) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM apart WHERE guild = $1 AND petition = $2 AND (first_hash = $3 OR second_hash = $3)
         AND NOT EXISTS (SELECT 1 FROM signatory WHERE guild = $1 AND petition = $2 AND name_hash = $3)",
        guild,
        petition,
        name
    )?;
    Ok(())
}
