//! What a guild knows of its sources' pages: which they are, what it has taken notice of, and its readings of them.

use jiff::Timestamp;

use super::decode::{RowOf, readable};
use super::sql::{query, row};
use super::{Conn, StoreError, UnitOfWork, changes, copies, posted};
use crate::domain::ids::{GuildId, Number};
use crate::domain::record::Body;
use crate::domain::source::{LinkState, SourceDoc, SourceUrl};
use crate::domain::watching::pace::Attention;
use crate::domain::watching::story::{Claim, words_of};
use crate::domain::watching::{PageRole, PageState, host_of};

/// From how many texts in a while on a page is taken for one that never stands still.
const RESTLESS: i64 = 8;
/// How long a page rests that was never looked at.
const AT_FIRST: i64 = 60 * 60 * 1000;

/// Ties a source to a page, which is looked at from now on, or once where it is an archived copy.
pub async fn attach(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
    url: &SourceUrl,
    role: PageRole,
    at: Timestamp,
) -> Result<i64, StoreError> {
    query!(
        conn,
        execute,
        "INSERT INTO page (url, host, every, next_check) VALUES ($1, $2, $3, $4) ON CONFLICT (url) DO NOTHING",
        url.as_str(),
        host_of(url.as_str()),
        AT_FIRST,
        at
    )?;
    let page = query!(conn, scalar, i64, "SELECT id FROM page WHERE url = $1", url.as_str())?;
    query!(
        conn,
        execute,
        "INSERT INTO source_page (guild, source, page, role, since, stale, attached_at)
         VALUES ($1, $2, $3, $4, (SELECT COALESCE(max(number), 1) FROM page_capture WHERE page = $3), 1, $5)
         ON CONFLICT (guild, source, page) DO UPDATE SET stale = source_page.stale + 1",
        guild,
        source,
        page,
        role.as_str(),
        at
    )?;
    // Also a page that nobody watched any more, one that is due later, or an archived copy that is cited by itself now.
    query!(
        conn,
        execute,
        "UPDATE page SET next_check = $2
         WHERE id = $1 AND (next_check IS NULL OR next_check > $2) AND ($3 = 'itself' OR read_at IS NULL)",
        page,
        at,
        role.as_str()
    )?;
    Ok(page)
}

/// Ties a source to its own page, and wants an archived copy of it from around when it was read.
pub async fn attach_itself(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
    doc: &SourceDoc,
    at: Timestamp,
) -> Result<(), StoreError> {
    let page = attach(conn, guild, source, &doc.url, PageRole::Itself, at).await?;
    copies::want(conn, page, doc.retrieved_at.start().min(at), at).await
}

/// Forgets a source's pages, and what was found on them: it goes off the record.
pub async fn forget(uow: &mut UnitOfWork<'_>, source: Number) -> Result<(), StoreError> {
    let guild = uow.guild();
    for change in changes::list(uow.conn(), guild, source).await? {
        posted::show_again(uow, change.number).await?;
    }
    let conn = uow.conn();
    query!(conn, execute, "DELETE FROM source_change WHERE guild = $1 AND source = $2", guild, source)?;
    query!(
        conn,
        execute,
        "DELETE FROM capture WHERE guild = $1 AND source = $2 AND filed_by = 'watcher'",
        guild,
        source
    )?;
    query!(conn, execute, "DELETE FROM source_page WHERE guild = $1 AND source = $2", guild, source)?;
    Ok(())
}

/// Notes that a record stands on its source with other words than before, or does not any more.
pub(super) async fn stands_anew(conn: &mut Conn, guild: GuildId, record: Number) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE source_page SET stale = stale + 1
         WHERE guild = $1 AND role = 'itself'
             AND source = (SELECT source FROM record WHERE guild = $1 AND number = $2)",
        guild,
        record
    )?;
    Ok(())
}

/// Lists sources that were on record before pages were watched.
pub async fn list_unattached(conn: &mut Conn, limit: i64) -> Result<Vec<(GuildId, Number, SourceDoc)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, String),
        "SELECT guild, number, doc FROM source s
         WHERE NOT EXISTS (SELECT 1 FROM source_page p WHERE p.guild = s.guild AND p.source = s.number)
         ORDER BY guild, number LIMIT $1",
        limit
    )?;
    let read = |(guild, number, doc): (i64, i64, String)| {
        let of = RowOf::new("source", number);
        Ok((GuildId::from(guild), of.number("number", number)?, of.json("doc", &doc)?))
    };
    readable(rows.into_iter().map(read))
}

/// Lists sources whose guild has something to take notice of, those behind `after` in the order of guilds and numbers.
pub async fn list_behind(
    conn: &mut Conn,
    after: Option<(GuildId, Number)>,
    limit: i64,
) -> Result<Vec<(GuildId, Number)>, StoreError> {
    let (guild, source) = behind(after);
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT guild, source FROM source_page s JOIN page p ON p.id = s.page
         WHERE (p.revision > s.noticed OR s.stale > 0) AND (guild, source) > ($2, $3)
         GROUP BY guild, source ORDER BY guild, source LIMIT $1",
        limit,
        guild,
        source
    )?;
    let read =
        |(guild, number)| Ok((GuildId::from(guild), RowOf::new("source_page", number).number("source", number)?));
    rows.into_iter().map(read).collect()
}

/// Gives a guild and number that all behind these are greater than.
pub(super) fn behind(after: Option<(GuildId, Number)>) -> (i64, i64) {
    after.map_or((i64::MIN, i64::MIN), |(guild, number)| (guild.as_i64(), number.get()))
}

/// A page of a source, and how far its guild has taken notice of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePage {
    /// The page.
    pub page: i64,
    /// What it is to the source.
    pub role: PageRole,
    /// Its first reading that concerns the guild.
    pub since: i64,
    /// When the guild came to cite it.
    pub attached: Timestamp,
    /// Whether it was looked at since.
    pub was_seen: bool,
    /// Its revision.
    pub revision: i64,
    /// Whether it answers.
    pub state: PageState,
    /// What changed on record since.
    pub stale: i64,
}

row! {
    struct PageRow {
        page: i64,
        role: String,
        since: i64,
        attached_at: i64,
        was_seen: bool,
        revision: i64,
        link_state: String,
        stale: i64,
    }
}

/// Lists the pages of a source, its own first.
pub async fn list_pages(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Vec<SourcePage>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        PageRow,
        "SELECT s.page, s.role, s.since, s.attached_at, COALESCE(p.looked_at >= s.attached_at, FALSE) AS was_seen,
             p.revision, p.link_state, s.stale
         FROM source_page s JOIN page p ON p.id = s.page
         WHERE s.guild = $1 AND s.source = $2 ORDER BY s.role DESC, s.page",
        guild,
        source
    )?;
    let read = |row: PageRow| {
        let of = RowOf::new("source_page", row.page);
        Ok(SourcePage {
            page: row.page,
            role: of.word("role", &row.role, PageRole::parse)?,
            since: row.since,
            attached: of.instant("attached_at", row.attached_at)?,
            was_seen: row.was_seen,
            revision: row.revision,
            state: of.word("link_state", &row.link_state, PageState::parse)?,
            stale: row.stale,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Notes up to where a guild has taken notice of a page.
pub async fn noticed(conn: &mut Conn, guild: GuildId, source: Number, page: &SourcePage) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE source_page SET noticed = $4, stale = stale - $5 WHERE guild = $1 AND source = $2 AND page = $3",
        guild,
        source,
        page.page,
        page.revision,
        page.stale
    )?;
    Ok(())
}

/// Lists the words that a source is cited for, in the order they came on record.
pub async fn list_claims(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Vec<Claim>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, String),
        "SELECT number, doc FROM record WHERE guild = $1 AND source = $2 AND state = 'accepted' ORDER BY number",
        guild,
        source
    )?;
    let mut claims = Vec::with_capacity(rows.len());
    for (number, doc) in rows {
        let of = RowOf::new("record", number);
        let body: Body = of.json("doc", &doc)?;
        if let Some(words) = words_of(&body) {
            claims.push(Claim { record: of.number("number", number)?, words: words.to_owned() });
        }
    }
    Ok(claims)
}

/// Gives what is known of a source's link.
pub async fn link_state(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Option<LinkState>, StoreError> {
    let state = query!(
        conn,
        scalar_optional,
        String,
        "SELECT link_state FROM source WHERE guild = $1 AND number = $2",
        guild,
        source
    )?;
    state.map(|word| RowOf::new("source", source.get()).word("link_state", &word, LinkState::parse)).transpose()
}

/// Notes what is known of a source's link, and gives the source's revision.
pub async fn set_link_state(
    conn: &mut Conn,
    guild: GuildId,
    source: Number,
    state: LinkState,
) -> Result<i64, StoreError> {
    query!(
        conn,
        scalar,
        i64,
        "UPDATE source SET link_state = $3 WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        source,
        state.as_str()
    )
}

/// Brings the next look at the pages of a petition and of what is on record about it forward to `due`, where it is later, and
/// gives these pages.
pub async fn hurry(conn: &mut Conn, guild: GuildId, petition: Number, due: Timestamp) -> Result<Vec<i64>, StoreError> {
    let pages = query!(
        conn,
        scalars,
        i64,
        "SELECT DISTINCT s.page FROM source_page s
         WHERE s.guild = $1 AND s.role = 'itself' AND s.source IN (
             SELECT source FROM record WHERE guild = $1 AND petition = $2
             UNION SELECT source FROM petition WHERE guild = $1 AND number = $2)
         UNION SELECT c.page FROM counter c JOIN record r ON r.guild = c.guild AND r.number = c.number
         WHERE c.guild = $1 AND r.petition = $2 AND c.state = 'running'",
        guild,
        petition
    )?;
    for page in &pages {
        query!(
            conn,
            execute,
            "UPDATE page SET next_check = $2 WHERE id = $1 AND next_check > $2 AND failures = 0",
            *page,
            due
        )?;
    }
    Ok(pages)
}

/// Says how much a page is worth looking at, over all guilds: by what came on record after `since` about the petitions it is
/// cited for, and by when it changed.
pub async fn attention(
    conn: &mut Conn,
    page: i64,
    [since, hours_ago]: [Timestamp; 2],
    changed_now: bool,
) -> Result<Attention, StoreError> {
    let (counts, records, collecting, changed, texts, counters) = query!(
        conn,
        fetch_one,
        (i64, i64, i64, Option<i64>, i64, bool),
        "WITH about (guild, petition) AS (
             SELECT s.guild, r.petition FROM source_page s
             JOIN record r ON r.guild = s.guild AND r.source = s.source WHERE s.page = $1
             UNION
             SELECT s.guild, p.number FROM source_page s
             JOIN petition p ON p.guild = s.guild AND p.source = s.source WHERE s.page = $1
         )
         SELECT (SELECT count(*) FROM about a JOIN record r ON r.guild = a.guild AND r.petition = a.petition
                 WHERE r.accepted_at > $2 AND r.kind = 'count'),
                (SELECT count(*) FROM about a JOIN record r ON r.guild = a.guild AND r.petition = a.petition
                 WHERE r.accepted_at > $2),
                (SELECT count(*) FROM about a JOIN petition p ON p.guild = a.guild AND p.number = a.petition
                 WHERE p.collection = 'collecting'),
                (SELECT changed_at FROM page WHERE id = $1),
                (SELECT count(*) FROM page_capture WHERE page = $1 AND retrieved_at > $2),
                EXISTS (SELECT 1 FROM counter WHERE page = $1 AND state = 'running')",
        page,
        since
    )?;
    // A page that is another one at every look says nothing by changing.
    let after = |instant: Timestamp| {
        texts <= RESTLESS && (changed_now || changed.is_some_and(|at| at > instant.as_millisecond()))
    };
    Ok(if counts > 1 || after(hours_ago) {
        Attention::Rising
    } else if records > 0 || after(since) {
        Attention::Lively
    } else if collecting > 0 || counters {
        Attention::Collecting
    } else {
        Attention::Quiet
    })
}
