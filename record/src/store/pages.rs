//! Pages, and what was read of them. They belong to no guild: see [`super::watched`] for who cites them.
//!
//! Whoever fetches a page holds a lease on it, with the number of attempts as fencing token: what somebody brings who was
//! overtaken meanwhile is left out.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use jiff::{SignedDuration, Timestamp};

use super::decode::{RowOf, to_json};
use super::sql::{query, row};
use super::{Conn, StoreError, counters, hosts};
use crate::domain::source::SourceUrl;
use crate::domain::watching::said::Said;
use crate::domain::watching::tries::Tries;
use crate::domain::watching::{PageState, Reading, Trouble, Validators};

/// A page that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The page.
    pub id: i64,
    /// Its address.
    pub url: String,
    /// Its host, with the port where it has another than its scheme.
    pub host: String,
    /// The fencing token.
    pub attempts: i64,
    /// How long it rested before.
    pub every: SignedDuration,
    /// To be told that nothing changed.
    pub validators: Option<Validators>,
    /// Where it stands.
    pub state: PageState,
    /// How it answered lately.
    pub tries: Tries,
    /// How often it failed in a row.
    pub failures: i64,
    /// When it was last read.
    pub read_at: Option<Timestamp>,
    /// What the host asks of robots, where that still holds.
    pub robots: Option<String>,
    /// Until when its host was claimed for this visit.
    pub host_until: Timestamp,
    /// The rules by which its running numbers are read.
    pub counters: Vec<String>,
}

row! {
    struct Row {
        id: i64,
        url: String,
        host: String,
        attempts: i64,
        every: i64,
        validators: Option<String>,
        link_state: String,
        tries: String,
        failures: i64,
        read_at: Option<i64>,
    }
}

impl Row {
    fn read(self, host_until: Timestamp, robots: Option<String>, rules: Vec<String>) -> Result<Claimed, StoreError> {
        let of = RowOf::new("page", self.id);
        Ok(Claimed {
            id: self.id,
            url: self.url,
            host: self.host,
            attempts: self.attempts,
            every: SignedDuration::from_millis(self.every),
            // Who is told that nothing changed learns no number, and each moment's is wanted.
            validators: self
                .validators
                .filter(|_| rules.is_empty())
                .map(|text| of.json("validators", &text))
                .transpose()?,
            state: of.word("link_state", &self.link_state, PageState::parse)?,
            tries: of.json("tries", &self.tries)?,
            failures: self.failures,
            read_at: self.read_at.map(|at| of.instant("read_at", at)).transpose()?,
            robots,
            host_until,
            counters: rules,
        })
    }
}

/// Lists pages that are due, each with its host, whose host is not to be left alone now.
pub async fn list_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<(i64, String)>, StoreError> {
    query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT p.id, p.host FROM page p LEFT JOIN page_host h ON h.host = p.host
         WHERE p.next_check <= $1 AND (p.lease_until IS NULL OR p.lease_until <= $1)
             AND (h.host IS NULL OR h.next_at <= $1)
         ORDER BY p.next_check, p.id LIMIT $2",
        now,
        limit
    )
}

/// Claims a page until `until` if it is due at `now` and nobody holds it, and its host until `rested`, if that is free.
pub async fn claim(
    conn: &mut Conn,
    (id, host): (i64, &str),
    (now, until, rested): (Timestamp, Timestamp, Timestamp),
) -> Result<Option<Claimed>, StoreError> {
    if !hosts::claim(conn, host, now, rested).await? {
        return Ok(None);
    }
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "UPDATE page SET lease_until = $3, attempts = attempts + 1
         WHERE id = $1 AND next_check <= $2 AND (lease_until IS NULL OR lease_until <= $2)
         RETURNING id, url, host, attempts, every, validators, link_state, tries, failures, read_at",
        id,
        now,
        until
    )?;
    let Some(row) = row else { return Ok(None) };
    let robots = hosts::robots_of(conn, host, now).await?;
    let rules = counters::list_rules(conn, id).await?;
    Ok(Some(row.read(rested, robots, rules)?))
}

/// How long before a page a host may have fallen silent so that both may have for one reason.
const TOGETHER: SignedDuration = SignedDuration::from_hours(24 * 14);

/// Says whether this machine seems to be cut off, where a page's host is not reached: of three other hosts or more that were
/// visited since a moment, and still answered when the page last did or not long before, none does.
pub async fn is_cut_off(conn: &mut Conn, page: &Claimed, since: Timestamp) -> Result<bool, StoreError> {
    let together = page.read_at.and_then(|at| at.checked_sub(TOGETHER).ok()).unwrap_or(Timestamp::MIN);
    let (visited, answered) = query!(
        conn,
        fetch_one,
        (i64, i64),
        "SELECT count(DISTINCT host), count(DISTINCT CASE WHEN trouble IS NULL OR trouble NOT IN ('not_reached', 'too_slow') THEN host END)
         FROM page WHERE looked_at > $1 AND host <> $2 AND read_at > $3",
        since,
        page.host.as_str(),
        together
    )?;
    Ok(visited >= 3 && answered == 0)
}

/// What a look leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// When it was.
    pub at: Timestamp,
    /// When the next one is due if anybody watches the page.
    pub next_check: Timestamp,
    /// How long it rests until then.
    pub every: SignedDuration,
    /// To be told the next time that nothing changed.
    pub validators: Option<Validators>,
    /// Where the page stands.
    pub state: PageState,
    /// How it answered lately.
    pub tries: Tries,
    /// How often it failed in a row.
    pub failures: i64,
    /// What was wrong.
    pub trouble: Option<Trouble>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// What guilds have to take notice of.
    pub news: News,
}

/// Whether guilds have to take notice of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing is new.
    None,
    /// The page answers, or does not any more.
    State,
    /// It has another text.
    Text,
}

/// Says whether a page is still held by who claimed it, and lets nobody else claim it until the transaction's end.
pub async fn is_held(conn: &mut Conn, claimed: &Claimed) -> Result<bool, StoreError> {
    let (id, attempts) = (claimed.id, claimed.attempts);
    let held =
        query!(conn, execute, "UPDATE page SET attempts = attempts WHERE id = $1 AND attempts = $2", id, attempts)?;
    Ok(held == 1)
}

/// Notes what a look left, and lets go of the page; one that nobody watches is not looked at again once it was read.
///
/// Whoever came to cite it since the look before takes notice, whether or not there is news for others.
pub async fn settle(conn: &mut Conn, claimed: &Claimed, settled: &Settled) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE source_page SET stale = stale + 1
         WHERE page = $1 AND attached_at >= (SELECT COALESCE(looked_at, 0) FROM page WHERE id = $1 AND attempts = $2)",
        claimed.id,
        claimed.attempts
    )?;
    let validators = settled.validators.as_ref().map(to_json).transpose()?;
    let read = settled.trouble.is_none();
    query!(
        conn,
        execute,
        "UPDATE page SET lease_until = NULL, every = $3, validators = $4, link_state = $5, tries = $6, failures = $7,
             trouble = $8, status = $9, looked_at = $10,
             read_at = CASE WHEN $11 THEN $10 ELSE read_at END,
             changed_at = CASE WHEN $12 THEN $10 ELSE changed_at END,
             revision = revision + $13,
             next_check = CASE
                 WHEN EXISTS (SELECT 1 FROM source_page s WHERE s.page = page.id AND s.role = 'itself')
                     OR EXISTS (SELECT 1 FROM counter c WHERE c.page = page.id AND c.state = 'running')
                     OR NOT $11 AND $7 < 10 AND EXISTS (SELECT 1 FROM source_page s WHERE s.page = page.id)
                 THEN CAST($14 AS BIGINT) END
         WHERE id = $1 AND attempts = $2",
        claimed.id,
        claimed.attempts,
        i64::try_from(settled.every.as_millis()).unwrap_or(i64::MAX),
        validators,
        settled.state.as_str(),
        to_json(&settled.tries)?,
        settled.failures,
        settled.trouble.map(Trouble::as_str),
        settled.status.map(i64::from),
        settled.at,
        read,
        settled.news == News::Text,
        i64::from(settled.news != News::None),
        settled.next_check
    )?;
    Ok(())
}

/// Lets go of a page that was not looked at after all, until `then`.
pub async fn put_off(conn: &mut Conn, claimed: &Claimed, then: Timestamp) -> Result<(), StoreError> {
    let (id, attempts) = (claimed.id, claimed.attempts);
    query!(
        conn,
        execute,
        "UPDATE page SET lease_until = NULL, next_check = $3 WHERE id = $1 AND attempts = $2",
        id,
        attempts,
        then
    )?;
    Ok(())
}

/// Lets go of a page at a stop: whoever comes next goes on at once.
pub async fn release(conn: &mut Conn, claimed: &Claimed) -> Result<(), StoreError> {
    let (id, attempts) = (claimed.id, claimed.attempts);
    query!(conn, execute, "UPDATE page SET lease_until = NULL WHERE id = $1 AND attempts = $2", id, attempts)?;
    Ok(())
}

/// The fingerprint of what was read of a page, and which reading of it holds the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its number.
    pub number: i64,
    /// What it has in common with texts that a reader would call the same.
    pub fingerprint: Vec<u8>,
    /// The reading that holds its text, where that is kept.
    pub holder: Option<i64>,
}

/// Lists what was read of a page, the latest first.
pub async fn list_known(conn: &mut Conn, page: i64) -> Result<Vec<Known>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, Vec<u8>, Option<i64>),
        "SELECT t.number, t.fingerprint, h.number FROM page_capture t
         LEFT JOIN page_capture h ON h.page = t.page AND h.number = COALESCE(t.same_as, t.number) AND h.text IS NOT NULL
         WHERE t.page = $1 ORDER BY t.number DESC",
        page
    )?;
    Ok(rows.into_iter().map(|(number, fingerprint, holder)| Known { number, fingerprint, holder }).collect())
}

/// Notes that a page still has the text of a reading.
pub async fn seen(conn: &mut Conn, page: i64, number: i64, at: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE page_capture SET seen_until = $3 WHERE page = $1 AND number = $2 AND seen_until < $3",
        page,
        number,
        at
    )?;
    Ok(())
}

/// Adds a reading under a number; its text is kept once for all readings that have it.
pub async fn insert_reading(
    conn: &mut Conn,
    (page, number): (i64, i64),
    reading: &Reading,
    same_as: Option<i64>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let text = if same_as.is_none() { Some(deflate(&reading.text)) } else { None };
    query!(
        conn,
        execute,
        "INSERT INTO page_capture (page, number, retrieved_at, seen_until, status, quality, fingerprint, title,
                                   memento_at, same_as, text, said)
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        page,
        number,
        at,
        i64::from(reading.status),
        i64::from(reading.quality),
        reading.fingerprint.to_vec(),
        reading.title.as_deref(),
        reading.memento_at,
        same_as,
        text,
        to_json(&reading.said)?
    )?;
    Ok(())
}

/// Notes the address that a page says is its own, as it was last read.
pub async fn set_declared(conn: &mut Conn, page: i64, declared: Option<&SourceUrl>) -> Result<(), StoreError> {
    let declared = declared.map(SourceUrl::as_str);
    query!(conn, execute, "UPDATE page SET declared = $2 WHERE id = $1", page, declared)?;
    Ok(())
}

/// Finds the address that a page says is its own, where it was read and says another one.
pub async fn find_declared(conn: &mut Conn, url: &SourceUrl) -> Result<Option<SourceUrl>, StoreError> {
    let [https, http] = url.spellings();
    let found = query!(
        conn,
        fetch_optional,
        (i64, String),
        "SELECT id, declared FROM page WHERE url IN ($1, $2) AND declared IS NOT NULL
         ORDER BY looked_at DESC, id LIMIT 1",
        https,
        http
    )?;
    let read = |(id, declared): (i64, String)| {
        SourceUrl::parse(&declared).map_err(|error| RowOf::new("page", id).corrupt("declared", error))
    };
    found.map(read).transpose()
}

/// What was last read of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRead {
    /// Its title.
    pub title: Option<String>,
    /// What else it said of itself; nothing where that was not kept.
    pub said: Said,
    /// Its text.
    pub text: String,
}

/// Finds the text that a page was last read with, where it was read after `since` and that text is kept.
pub async fn find_last_read(
    conn: &mut Conn,
    url: &SourceUrl,
    since: Timestamp,
) -> Result<Option<LastRead>, StoreError> {
    let [https, http] = url.spellings();
    let found = query!(
        conn,
        fetch_optional,
        (i64, Option<String>, Option<String>, Vec<u8>),
        "SELECT p.id, t.title, t.said, h.text FROM page p
         JOIN page_capture t ON t.page = p.id AND t.number = (SELECT max(number) FROM page_capture m WHERE m.page = p.id)
         JOIN page_capture h ON h.page = p.id AND h.number = COALESCE(t.same_as, t.number) AND h.text IS NOT NULL
         WHERE p.url IN ($1, $2) AND p.read_at > $3 AND p.trouble IS NULL
         ORDER BY p.read_at DESC, p.id LIMIT 1",
        https,
        http,
        since
    )?;
    let Some((id, title, said, text)) = found else { return Ok(None) };
    let of = RowOf::new("page_capture", id);
    let said = said.map(|said| of.json("said", &said)).transpose()?.unwrap_or_default();
    Ok(Some(LastRead { title, said, text: inflate(of, &text)? }))
}

/// Drops the oldest texts that nobody needs until no more than `most` bytes are kept. Needed are the latest of each page, and
/// what still has words that left a page.
pub async fn drop_texts(conn: &mut Conn, most: i64) -> Result<u64, StoreError> {
    let kept = query!(
        conn,
        scalar,
        i64,
        "SELECT CAST(COALESCE(sum(length(text)), 0) AS BIGINT) FROM page_capture WHERE text IS NOT NULL"
    )?;
    let mut over = kept - most;
    if over <= 0 {
        return Ok(0);
    }
    let unneeded = query!(
        conn,
        fetch_all,
        (i64, i64, i64),
        "SELECT t.page, t.number, CAST(length(t.text) AS BIGINT) FROM page_capture t
         WHERE t.text IS NOT NULL
             AND NOT EXISTS (
                 SELECT 1 FROM page_capture l WHERE l.page = t.page AND COALESCE(l.same_as, l.number) = t.number
                     AND l.number = (SELECT max(number) FROM page_capture m WHERE m.page = t.page))
             AND NOT EXISTS (
                 SELECT 1 FROM page_capture l
                 JOIN capture c ON c.page = l.page AND c.page_capture = l.number
                 JOIN source_change x ON x.guild = c.guild AND x.from_capture = c.number AND x.class = 'removal'
                 WHERE l.page = t.page AND COALESCE(l.same_as, l.number) = t.number)
         ORDER BY t.retrieved_at, t.page, t.number LIMIT 1000"
    )?;
    let mut dropped = 0;
    for (page, number, length) in unneeded {
        if over <= 0 {
            break;
        }
        dropped +=
            query!(conn, execute, "UPDATE page_capture SET text = NULL WHERE page = $1 AND number = $2", page, number)?;
        over -= length;
    }
    Ok(dropped)
}

fn deflate(text: &str) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to a vector does not fail.
    let _ = packed.write_all(text.as_bytes());
    packed.finish().unwrap_or_default()
}

/// Unpacks a text that was kept.
pub(super) fn inflate(of: RowOf, packed: &[u8]) -> Result<String, StoreError> {
    let mut text = String::new();
    DeflateDecoder::new(packed).read_to_string(&mut text).map_err(|error| of.corrupt("text", error))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_out_as_it_went_in() {
        let text = "“We are proud” — ただし\n".repeat(1000);
        let packed = deflate(&text);
        assert!(packed.len() * 20 < text.len());
        assert_eq!(inflate(RowOf::new("page_capture", 1), &packed).unwrap(), text);
        assert!(inflate(RowOf::new("page_capture", 1), &packed[..packed.len() / 2]).is_err());
    }
}
