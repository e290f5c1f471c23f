//! Listing signatories: a page of those that are shown, those of a name, numbers for completion.

use super::{Conn, Row, Signatory, StoreError, signatories_where};
use crate::domain::ids::{GuildId, Number};
use crate::domain::signatory::NameHash;
use crate::store::decode::{RowOf, readable};
use crate::store::sql::query;

/// One text for both databases: a page of an index made for it.
pub(in crate::store) const SHOWN: &str = signatories_where!(
    "petition = $2 AND sealed IS NOT NULL AND standing IN ('standing', 'retracted_shown')
     ORDER BY part, number LIMIT $3 OFFSET $4"
);

/// Lists signatories whose names are kept and shown, first signatories first.
pub async fn list_shown(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    limit: i64,
    offset: i64,
) -> Result<Vec<Signatory>, StoreError> {
    let rows = query!(conn, fetch_all, Row, SHOWN, guild, petition, limit, offset)?;
    readable(rows.into_iter().map(Row::read))
}

/// One text for both databases: a name is looked up petition by petition, each by its index.
pub(in crate::store) const BY_NAME: &str = signatories_where!(
    "petition IN (SELECT number FROM petition WHERE guild = $1) AND name_hash = $2 ORDER BY number LIMIT $3"
);

/// Lists signatories of a name, on whichever petition.
pub async fn list_by_name(
    conn: &mut Conn,
    guild: GuildId,
    name: NameHash,
    limit: i64,
) -> Result<Vec<Signatory>, StoreError> {
    let rows = query!(conn, fetch_all, Row, BY_NAME, guild, name, limit)?;
    readable(rows.into_iter().map(Row::read))
}

/// Lists the latest signatories' numbers that begin with `digits`.
pub async fn list_numbers(
    conn: &mut Conn,
    guild: GuildId,
    digits: &str,
    limit: i64,
) -> Result<Vec<Number>, StoreError> {
    let numbers = query!(
        conn,
        scalars,
        i64,
        "SELECT number FROM (
             SELECT number, standing FROM signatory WHERE guild = $1 ORDER BY number DESC LIMIT 2000
         ) AS latest
         WHERE standing <> 'erased' AND substr(CAST(number AS TEXT), 1, length($2)) = $2
         ORDER BY number DESC LIMIT $3",
        guild,
        digits,
        limit
    )?;
    numbers.into_iter().map(|number| RowOf::new("signatory", number).number("number", number)).collect()
}
