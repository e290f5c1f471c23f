//! Organisations and the names they answer to.

use super::decode::{RowOf, date, date_columns};
use super::sql::query;
use super::terms::{self, Words};
use super::{Conn, StoreError};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::{Belonging, OrganisationKind};
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

/// Lists every name that leads to an organisation, folded, with the organisation that answers and what it is called.
pub async fn list_answering(conn: &mut Conn, guild: GuildId) -> Result<Vec<(String, Number, String)>, StoreError> {
    let names = query!(
        conn,
        fetch_all,
        (String, i64, String),
        "SELECT n.folded, o.number, o.name FROM organisation_name n
         JOIN organisation own ON own.guild = n.guild AND own.number = n.organisation
         JOIN organisation o ON o.guild = n.guild AND o.number = COALESCE(own.merged_into, own.number)
         WHERE n.guild = $1",
        guild
    )?;
    let read =
        |(folded, number, name)| Ok((folded, RowOf::new("organisation", number).number("number", number)?, name));
    names.into_iter().map(read).collect()
}

/// Lists every name that leads to an organisation, as it is written.
pub async fn list_names_of(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT name FROM organisation_name WHERE guild = $1 AND organisation = $2 ORDER BY folded",
        guild,
        number
    )
}

/// Finds the organisation that answers for this one since they were merged.
pub async fn find_merged_into(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Number>, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        Option<i64>,
        "SELECT merged_into FROM organisation WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    RowOf::new("organisation", number.get()).maybe_number("merged_into", found.flatten())
}

/// Says what sort of organisation it is from now on.
pub async fn set_kind(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    kind: OrganisationKind,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE organisation SET kind = $3 WHERE guild = $1 AND number = $2",
        guild,
        number,
        kind.as_str()
    )?;
    Ok(())
}

/// Finds what sort of organisation it is.
pub async fn find_kind(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<OrganisationKind>, StoreError> {
    let kind = query!(
        conn,
        scalar_optional,
        String,
        "SELECT kind FROM organisation WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    kind.map(|kind| RowOf::new("organisation", number.get()).word("kind", &kind, OrganisationKind::parse)).transpose()
}

/// Finds since when and until when an organisation belongs to another, where it does.
pub async fn find_parent(
    conn: &mut Conn,
    guild: GuildId,
    organisation: Number,
    parent: Number,
) -> Result<Option<Belonging>, StoreError> {
    type Dates = (Option<i64>, Option<String>, Option<i64>, Option<String>);
    let found = query!(
        conn,
        fetch_optional,
        Dates,
        "SELECT since_start, since_precision, until_start, until_precision FROM organisation_parent
         WHERE guild = $1 AND organisation = $2 AND parent = $3",
        guild,
        organisation,
        parent
    )?;
    let Some((since, since_precision, until, until_precision)) = found else { return Ok(None) };
    let row = || RowOf::new("organisation_parent", organisation.get());
    let read = |column, start: Option<i64>, precision: Option<String>| match (start, precision) {
        (Some(start), Some(precision)) => date(row(), column, start, &precision).map(Some),
        _ => Ok(None),
    };
    let since = read("since_start", since, since_precision)?;
    Ok(Some(Belonging { since, until: read("until_start", until, until_precision)? }))
}

/// Says that an organisation belongs to another; said again, what is said now stands.
pub async fn put_parent(
    conn: &mut Conn,
    guild: GuildId,
    organisation: Number,
    parent: Number,
    belonging: Belonging,
) -> Result<(), StoreError> {
    let (since, until) = (belonging.since.map(date_columns), belonging.until.map(date_columns));
    query!(
        conn,
        execute,
        "INSERT INTO organisation_parent (guild, organisation, parent, since_start, since_precision, until_start,
                                          until_precision)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (guild, organisation, parent) DO UPDATE
         SET since_start = excluded.since_start, since_precision = excluded.since_precision,
             until_start = excluded.until_start, until_precision = excluded.until_precision",
        guild,
        organisation,
        parent,
        since.map(|(start, _)| start),
        since.map(|(_, precision)| precision),
        until.map(|(start, _)| start),
        until.map(|(_, precision)| precision)
    )?;
    Ok(())
}

/// Says that an organisation does not belong to another.
pub async fn delete_parent(
    conn: &mut Conn,
    guild: GuildId,
    organisation: Number,
    parent: Number,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM organisation_parent WHERE guild = $1 AND organisation = $2 AND parent = $3",
        guild,
        organisation,
        parent
    )?;
    Ok(())
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
