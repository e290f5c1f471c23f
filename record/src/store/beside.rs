//! What a source may be confused with: other addresses of its page on record, and hosts that look like its own.

use super::decode::RowOf;
use super::sql::query;
use super::{Conn, StoreError};
use crate::domain::ids::{GuildId, Number};
use crate::domain::source::{Beside, Neighbour, NeighbourKind, SourceUrl};

/// The most neighbours of each kind that are told.
const MOST: i64 = 4;

/// Finds what an address may be confused with among the sources of a guild, apart from the source `but` itself.
///
/// `declared` is the address that its page says is its own.
pub async fn find(
    conn: &mut Conn,
    guild: GuildId,
    (url, declared): (&SourceUrl, Option<&SourceUrl>),
    but: Option<Number>,
) -> Result<Beside, StoreError> {
    let but = but.map_or(0, Number::get);
    let [https, http] = url.spellings();
    let [its_https, its_http] = declared.unwrap_or(url).spellings();
    let mut rows = query!(
        conn,
        fetch_all,
        (i64, String, String),
        "SELECT source, url, 'declared' FROM source_url
         WHERE guild = $1 AND url IN ($4, $5) AND source <> $6 AND url NOT IN ($2, $3)
         UNION
         SELECT s.source, p.url, 'declares' FROM page p
         JOIN source_page s ON s.page = p.id AND s.guild = $1 AND s.role = 'itself'
         WHERE p.declared IN ($2, $3) AND s.source <> $6
         ORDER BY 1, 3 LIMIT $7",
        guild,
        https.as_str(),
        http.as_str(),
        its_https,
        its_http,
        but,
        MOST
    )?;
    if let Some(likeness) = url.likeness() {
        rows.extend(query!(
            conn,
            fetch_all,
            (i64, String, String),
            "SELECT source, min(url), 'near' FROM source_url
             WHERE guild = $1 AND likeness = $2 AND source <> $3 AND url NOT IN ($4, $5)
             GROUP BY source ORDER BY source LIMIT $6",
            guild,
            likeness,
            but,
            https,
            http,
            MOST
        )?);
    }
    let mut beside = Beside::default();
    for (number, url, kind) in rows {
        let of = RowOf::new("source_url", number);
        let number = of.number("source", number)?;
        // What its page says comes first, and says more than that the addresses are alike.
        if beside.neighbours.iter().all(|one: &Neighbour| one.number != number) {
            let url = SourceUrl::parse(&url).map_err(|error| of.corrupt("url", error))?;
            let kind = of.word("kind", &kind, NeighbourKind::parse)?;
            beside.neighbours.push(Neighbour { number, url, kind });
        }
    }
    if let Some(look) = url.look() {
        beside.imitated = query!(
            conn,
            scalars,
            String,
            "SELECT DISTINCT site FROM source_url
             WHERE guild = $1 AND look = $2 AND site <> $3 ORDER BY site LIMIT $4",
            guild,
            look,
            url.site(),
            MOST
        )?;
    }
    Ok(beside)
}

/// Notes what addresses have in common of those that were put on record before it was kept; says whether there are more.
pub async fn fill(conn: &mut Conn, most: i64) -> Result<bool, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT guild, url FROM source_url WHERE site IS NULL ORDER BY guild, url LIMIT $1",
        most
    )?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows == most);
    for (guild, text) in rows {
        let url = SourceUrl::parse(&text).map_err(|error| RowOf::new("source_url", guild).corrupt("url", error))?;
        query!(
            conn,
            execute,
            "UPDATE source_url SET site = $3, look = $4, likeness = $5 WHERE guild = $1 AND url = $2",
            guild,
            text,
            url.site(),
            url.look(),
            url.likeness()
        )?;
    }
    Ok(is_full)
}
