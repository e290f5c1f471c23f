//! Hosts of pages: what they ask of robots, and when they may be visited again, whoever does. They belong to no guild.

use jiff::Timestamp;

use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::watching::Rules;

/// Claims a host until `rested` if it is not to be left alone now, and says whether it was.
pub(super) async fn claim(conn: &mut Conn, host: &str, now: Timestamp, rested: Timestamp) -> Result<bool, StoreError> {
    let free = query!(
        conn,
        execute,
        "INSERT INTO page_host (host, next_at) VALUES ($1, $3)
         ON CONFLICT (host) DO UPDATE SET next_at = excluded.next_at WHERE page_host.next_at <= $2",
        host,
        now,
        rested
    )?;
    Ok(free == 1)
}

/// Says whether a host is to be left alone until after a moment.
pub async fn rests_until_after(conn: &mut Conn, host: &str, moment: Timestamp) -> Result<bool, StoreError> {
    query!(conn, scalar, bool, "SELECT EXISTS (SELECT 1 FROM page_host WHERE host = $1 AND next_at > $2)", host, moment)
}

/// Gives what a host asks of robots, where that still holds.
pub async fn robots_of(conn: &mut Conn, host: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
    let robots = query!(
        conn,
        scalar_optional,
        Option<String>,
        "SELECT robots FROM page_host WHERE host = $1 AND robots_until > $2",
        host,
        now
    )?;
    Ok(robots.flatten())
}

/// Notes what a host asks of robots, and until when it is to be left alone. That is no sooner than somebody else said
/// meanwhile: only what was `claimed` for a visit gives way to less.
pub async fn note(
    conn: &mut Conn,
    host: &str,
    rules: Option<&Rules>,
    claimed: Option<Timestamp>,
    (now, next_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let until = rules.map(|rules| now.checked_add(rules.hold).unwrap_or(Timestamp::MAX));
    query!(
        conn,
        execute,
        "INSERT INTO page_host (host, robots, robots_until, next_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (host) DO UPDATE SET robots = COALESCE(excluded.robots, page_host.robots),
             robots_until = COALESCE(excluded.robots_until, page_host.robots_until),
             next_at = CASE WHEN page_host.next_at = $5 OR page_host.next_at < excluded.next_at
                 THEN excluded.next_at ELSE page_host.next_at END",
        host,
        rules.map(|rules| rules.text.as_str()),
        until,
        next_at,
        claimed
    )?;
    Ok(())
}

/// Forgets the hosts that no page is of and that ask for nothing any more: somebody had a page of theirs read, and filed none.
pub async fn forget(conn: &mut Conn, now: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM page_host WHERE next_at <= $1 AND COALESCE(robots_until, 0) <= $1
             AND host NOT IN (SELECT host FROM page)",
        now
    )?;
    Ok(())
}
