//! Organisations and the names they answer to.

use super::decode::RowOf;
use super::sql::query;
use super::terms::{self, Words};
use super::{Conn, StoreError};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::OrganisationKind;
use crate::domain::text::fold;

/// Finds an organisation by any of its names, however they are written.
pub async fn find_by_name(conn: &mut Conn, guild: GuildId, name: &str) -> Result<Option<Number>, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT organisation FROM organisation_name WHERE guild = $1 AND folded = $2",
        guild,
        fold(name)
    )?;
    RowOf::new("organisation_name", 0).maybe_number("organisation", found)
}

/// Finds the name an organisation is shown by.
pub async fn find_name(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<String>, StoreError> {
    query!(
        conn,
        scalar_optional,
        String,
        "SELECT name FROM organisation WHERE guild = $1 AND number = $2",
        guild,
        number
    )
}

/// Lists names that organisations answer to, up to `limit`.
pub async fn list_names(conn: &mut Conn, guild: GuildId, limit: i64) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT name FROM organisation_name WHERE guild = $1 ORDER BY folded LIMIT $2",
        guild,
        limit
    )
}

/// Adds an organisation with its own name.
pub async fn insert(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    name: &str,
    kind: OrganisationKind,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO organisation (guild, number, name, kind) VALUES ($1, $2, $3, $4)",
        guild,
        number,
        name,
        kind.as_str()
    )?;
    insert_name(conn, guild, number, name).await?;
    Ok(())
}

/// Lets an organisation answer to one more name, and says whether it does so now: one that is taken stays where it is.
pub async fn insert_name(conn: &mut Conn, guild: GuildId, number: Number, name: &str) -> Result<bool, StoreError> {
    let added = query!(
        conn,
        execute,
        "INSERT INTO organisation_name (guild, folded, name, organisation) VALUES ($1, $2, $3, $4)
         ON CONFLICT (guild, folded) DO NOTHING",
        guild,
        fold(name),
        name,
        number
    )?;
    if added == 1 {
        terms::insert(conn, guild, Findable::Organisation, number, Words { name: &[name], body: &[] }).await?;
    }
    Ok(added == 1)
}
