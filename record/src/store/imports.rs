//! Which rows of which archive came in.

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::ids::{GuildId, Number};

/// Finds the petition that a row of an archive became.
pub async fn find(conn: &mut Conn, guild: GuildId, archive: &str, row: &str) -> Result<Option<Number>, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT petition FROM imported WHERE guild = $1 AND archive = $2 AND entry = $3",
        guild,
        archive,
        row
    )?;
    RowOf::new("imported", 0).maybe_number("petition", found)
}

/// Lists the rows of an archive that came in.
pub async fn list(conn: &mut Conn, guild: GuildId, archive: &str) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT entry FROM imported WHERE guild = $1 AND archive = $2 ORDER BY entry",
        guild,
        archive
    )
}

/// Notes that a row came in.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    archive: &str,
    row: &str,
    petition: Number,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO imported (guild, archive, entry, petition) VALUES ($1, $2, $3, $4)",
        guild,
        archive,
        row,
        petition
    )?;
    Ok(())
}
