//! Of which pages an archive is asked for a copy, and when. As pages, they belong to no guild.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError, hosts};
use crate::domain::ids::{GuildId, Number};

/// A page that somebody holds to ask an archive for a copy of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The page.
    pub page: i64,
    /// Its address.
    pub url: String,
    /// The fencing token.
    pub attempts: i64,
    /// From around when a copy is wanted.
    pub wanted: Timestamp,
    /// How often there was no answer, in a row.
    pub failures: i64,
    /// When an archive was last asked to make one.
    pub saved: Option<Timestamp>,
    /// Until when the archive's host was claimed for this question.
    pub host_until: Timestamp,
    /// What the archive's host asks of robots, where that still holds.
    pub robots: Option<String>,
}

/// Wants a copy of a page from around a moment, unless one from later is being looked for: it is asked for from `due` on. Who
/// asks at this moment is overtaken: it does not know of this.
pub async fn want(conn: &mut Conn, page: i64, wanted: Timestamp, due: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO page_copy (page, wanted_at, next_ask) VALUES ($1, $2, $3)
         ON CONFLICT (page) DO UPDATE SET wanted_at = CASE
                 WHEN page_copy.next_ask IS NOT NULL AND page_copy.wanted_at > excluded.wanted_at THEN page_copy.wanted_at
                 ELSE excluded.wanted_at END,
             next_ask = excluded.next_ask, failures = 0, lease_until = NULL,
             attempts = page_copy.attempts + 1",
        page,
        wanted,
        due
    )?;
    Ok(())
}

/// Wants a copy from around another moment, as what the page says is new then.
pub async fn want_anew(conn: &mut Conn, page: i64, wanted: Timestamp, due: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE page_copy SET wanted_at = $2, next_ask = $3, failures = 0, lease_until = NULL, attempts = attempts + 1
         WHERE page = $1",
        page,
        wanted,
        due
    )?;
    Ok(())
}

/// Claims a page that somebody cites and whose copy is due to be asked for, and the archive's host until `rested`, if that is free.
pub async fn claim(
    conn: &mut Conn,
    host: &str,
    (now, until, rested): (Timestamp, Timestamp, Timestamp),
) -> Result<Option<Claimed>, StoreError> {
    let due = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT page FROM page_copy WHERE next_ask <= $1 AND (lease_until IS NULL OR lease_until <= $1)
             AND EXISTS (SELECT 1 FROM source_page s WHERE s.page = page_copy.page AND s.role = 'itself')
         ORDER BY next_ask, page LIMIT 1",
        now
    )?;
    let Some(page) = due else { return Ok(None) };
    if !hosts::claim(conn, host, now, rested).await? {
        return Ok(None);
    }
    let claimed = query!(
        conn,
        fetch_optional,
        (i64, i64, i64, Option<i64>),
        "UPDATE page_copy SET lease_until = $3, attempts = attempts + 1
         WHERE page = $1 AND next_ask <= $2 AND (lease_until IS NULL OR lease_until <= $2)
         RETURNING attempts, wanted_at, failures, saved_at",
        page,
        now,
        until
    )?;
    let Some((attempts, wanted, failures, saved)) = claimed else { return Ok(None) };
    let of = RowOf::new("page_copy", page);
    Ok(Some(Claimed {
        page,
        url: query!(conn, scalar, String, "SELECT url FROM page WHERE id = $1", page)?,
        attempts,
        wanted: of.instant("wanted_at", wanted)?,
        failures,
        saved: saved.map(|at| of.instant("saved_at", at)).transpose()?,
        host_until: rested,
        robots: hosts::robots_of(conn, host, now).await?,
    }))
}

/// Notes when to ask next, and lets go of the page; what somebody brings who was overtaken is left out.
pub async fn settle(
    conn: &mut Conn,
    claimed: &Claimed,
    next: Option<Timestamp>,
    failures: i64,
) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE page_copy SET lease_until = NULL, next_ask = $3, failures = $4 WHERE page = $1 AND attempts = $2",
        claimed.page,
        claimed.attempts,
        next,
        failures
    )?;
    Ok(())
}

/// Notes that an archive was asked to make a copy: one from then on is wanted, unless another has come to be wanted meanwhile.
pub async fn saved(conn: &mut Conn, claimed: &Claimed, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE page_copy SET saved_at = $3, wanted_at = CASE WHEN attempts = $2 THEN $3 ELSE wanted_at END WHERE page = $1",
        claimed.page,
        claimed.attempts,
        at
    )?;
    Ok(())
}

/// Notes when to ask next, where an archive could not be asked to make a copy.
pub async fn save_later(conn: &mut Conn, claimed: &Claimed, next: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE page_copy SET next_ask = $3 WHERE page = $1 AND attempts = $2",
        claimed.page,
        claimed.attempts,
        next
    )?;
    Ok(())
}

/// Lets go of a page at a stop.
pub async fn release(conn: &mut Conn, claimed: &Claimed) -> Result<(), StoreError> {
    let (page, attempts) = (claimed.page, claimed.attempts);
    query!(conn, execute, "UPDATE page_copy SET lease_until = NULL WHERE page = $1 AND attempts = $2", page, attempts)?;
    Ok(())
}

/// Lists the sources that a page is, in every guild.
pub async fn list_citing(conn: &mut Conn, page: i64) -> Result<Vec<(GuildId, Number)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT guild, source FROM source_page WHERE page = $1 AND role = 'itself' ORDER BY guild, source",
        page
    )?;
    let read = |(guild, source)| Ok((GuildId::from(guild), RowOf::new("source_page", page).number("source", source)?));
    rows.into_iter().map(read).collect()
}
