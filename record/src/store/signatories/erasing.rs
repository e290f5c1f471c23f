//! Erasing somebody from a list, kept from being undone by a keyed hash.

use super::{Conn, Signatory, StoreError, UnitOfWork};
use crate::domain::date::PartialDate;
use crate::domain::ids::GuildId;
use crate::domain::signatory::{NameHash, SignatoryStanding};
use crate::store::decode::date_columns;
use crate::store::sql::query;
use crate::store::wipe;

/// Erases a signatory: the sealed fields, the hashes, the ledger's openings that hold the name. Only the hash that keeps
/// the name from being logged again stays. Gives the new revision.
pub async fn erase(uow: &mut UnitOfWork<'_>, signatory: &Signatory, on: PartialDate) -> Result<i64, StoreError> {
    let (guild, at, number) = (uow.guild(), uow.at(), signatory.number);
    let (start, precision) = date_columns(on);
    let nothing: &[u8] = &[];
    wipe::note_due(uow).await?;
    query!(
        uow,
        execute,
        "INSERT INTO barred (guild, name_hash, barred_at) VALUES ($1, $2, $3) ON CONFLICT (guild, name_hash) DO NOTHING",
        guild,
        &signatory.name_hash[..],
        at
    )?;
    query!(
        uow,
        execute,
        "DELETE FROM apart WHERE guild = $1 AND petition = $2 AND (first_hash = $3 OR second_hash = $3)",
        guild,
        signatory.petition,
        &signatory.name_hash[..]
    )?;
    query!(
        uow,
        execute,
        "DELETE FROM opening WHERE guild = $1 AND field = 'person'
         AND seq IN (SELECT seq FROM ledger WHERE guild = $1 AND object = $2)",
        guild,
        number
    )?;
    let revision = query!(
        uow,
        scalar,
        i64,
        "UPDATE signatory SET standing = 'erased', sealed = NULL, name_hash = $3, near_hash = $3,
                changed_on_start = $4, changed_on_precision = $5, revision = revision + 1
         WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        number,
        nothing,
        start,
        precision
    )?;
    uow.tally(signatory.petition, signatory.part, signatory.standing, -1);
    uow.tally(signatory.petition, signatory.part, SignatoryStanding::Erased, 1);
    Ok(revision)
}

/// Says whether a name may not be logged again, since somebody who bears it was erased.
pub async fn is_barred(conn: &mut Conn, guild: GuildId, name: NameHash) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT barred_at FROM barred WHERE guild = $1 AND name_hash = $2",
        guild,
        name
    )?;
    Ok(found.is_some())
}

/// Lists the hashes of names that may not be logged again.
pub async fn list_barred(conn: &mut Conn, guild: GuildId) -> Result<Vec<Vec<u8>>, StoreError> {
    query!(conn, scalars, Vec<u8>, "SELECT name_hash FROM barred WHERE guild = $1", guild)
}
