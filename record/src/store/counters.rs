//! Live counters: which numbers pages publish, and which reports follow them. The numbers belong to no guild, as pages.

use jiff::Timestamp;

use super::decode::{RowOf, readable};
use super::records::{self, Record};
use super::sql::{query, row};
use super::{Conn, StoreError, petitions, sources, watched};
use crate::domain::ids::{ChannelId, GuildId, Number};
use crate::domain::petition::PetitionState;
use crate::domain::record::RecordState;
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::domain::watching::counter::{Counted, Counter, CounterState, Missed, Shown};
use crate::domain::watching::host_of;

/// How long a page rests that was never looked at, in milliseconds.
const AT_FIRST: i64 = 60 * 60 * 1000;

/// Begins a counter with its first report; its page is looked at from now on.
pub async fn begin(
    conn: &mut Conn,
    guild: GuildId,
    report: Number,
    counter: &Counter,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (url, rule) = (counter.url.as_str(), counter.rule.as_str());
    query!(
        conn,
        execute,
        "INSERT INTO page (url, host, every, next_check) VALUES ($1, $2, $3, $4)
         ON CONFLICT (url) DO UPDATE SET next_check =
             CASE WHEN page.next_check < excluded.next_check THEN page.next_check ELSE excluded.next_check END",
        url,
        host_of(url),
        AT_FIRST,
        at
    )?;
    let page = query!(conn, scalar, i64, "SELECT id FROM page WHERE url = $1", url)?;
    query!(
        conn,
        execute,
        // Whoever filed it has read a number just now.
        "INSERT INTO page_number (page, rule) VALUES ($1, $2) ON CONFLICT (page, rule) DO UPDATE SET failing_since = NULL",
        page,
        rule
    )?;
    query!(
        conn,
        execute,
        "INSERT INTO counter (guild, number, page, rule, state, last, noticed_at)
         VALUES ($1, $2, $3, $4, 'running', $2, (SELECT read_at FROM page_number WHERE page = $3 AND rule = $4))",
        guild,
        report,
        page,
        rule
    )?;
    Ok(())
}

/// Finds the running counter of a guild that reads a number, by the report it began with.
pub async fn find_running(conn: &mut Conn, guild: GuildId, counter: &Counter) -> Result<Option<Number>, StoreError> {
    let ([https, http], rule) = (counter.url.spellings(), counter.rule.as_str());
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT c.number FROM counter c JOIN page p ON p.id = c.page
         WHERE p.url IN ($2, $3) AND c.rule = $4 AND c.guild = $1 AND c.state = 'running' ORDER BY c.number LIMIT 1",
        guild,
        https,
        http,
        rule
    )?;
    found.map(|number| RowOf::new("counter", number).number("number", number)).transpose()
}

/// Lists the rules by which a page's numbers are read.
pub(super) async fn list_rules(conn: &mut Conn, page: i64) -> Result<Vec<String>, StoreError> {
    query!(
        conn,
        scalars,
        String,
        "SELECT n.rule FROM page_number n
         WHERE n.page = $1 AND EXISTS (
             SELECT 1 FROM counter c WHERE c.page = n.page AND c.rule = n.rule AND c.state = 'running')
         ORDER BY n.rule",
        page
    )
}

/// Keeps what was read of those of a page's numbers that were asked for, and says whether any is another than before.
pub async fn put_counted(
    conn: &mut Conn,
    page: i64,
    (rules, counted): (&[String], &[Counted]),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut is_another = false;
    for rule in rules {
        let (page, rule) = (page, rule.as_str());
        let value = counted.iter().find(|one| one.rule == rule).map(|one| one.value);
        let Some(Ok(value)) = value else {
            // Why an earlier answer had none is no news of a page that did not answer.
            let missed = value.and_then(Result::err).map(Missed::as_str);
            query!(
                conn,
                execute,
                "UPDATE page_number SET missed = $3, failing_since = COALESCE(failing_since, $4)
                 WHERE page = $1 AND rule = $2",
                page,
                rule,
                missed,
                at
            )?;
            continue;
        };
        let before = query!(
            conn,
            scalar_optional,
            Option<i64>,
            "SELECT value FROM page_number WHERE page = $1 AND rule = $2",
            page,
            rule
        )?;
        query!(
            conn,
            execute,
            "UPDATE page_number SET value = $3, read_at = $4, missed = NULL, failing_since = NULL
             WHERE page = $1 AND rule = $2",
            page,
            rule,
            value,
            at
        )?;
        is_another |= before.flatten() != Some(value);
    }
    Ok(is_another)
}

/// A counter, with the number that was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// The report it began with.
    pub number: Number,
    /// Whether it is read.
    pub state: CounterState,
    /// Its rule.
    pub rule: String,
    /// Its last report on record.
    pub last: Number,
    /// The last reading that moderators were asked about.
    pub asked: Option<Number>,
    /// The number that was last read, and when.
    pub read: Option<(i64, Timestamp)>,
}

/// Lists running counters of which there is a reading that their guild has not taken notice of, those behind `after` in the
/// order of guilds and numbers.
pub async fn list_behind(
    conn: &mut Conn,
    after: Option<(GuildId, Number)>,
    limit: i64,
) -> Result<Vec<(GuildId, Number)>, StoreError> {
    let (guild, number) = watched::behind(after);
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT c.guild, c.number FROM counter c JOIN page_number n ON n.page = c.page AND n.rule = c.rule
         WHERE c.state = 'running' AND n.read_at > COALESCE(c.noticed_at, -1) AND (c.guild, c.number) > ($2, $3)
         ORDER BY c.guild, c.number LIMIT $1",
        limit,
        guild,
        number
    )?;
    let read = |(guild, number)| Ok((GuildId::from(guild), RowOf::new("counter", number).number("number", number)?));
    readable(rows.into_iter().map(read))
}

/// Finds a counter by the report it began with.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Running>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        (String, String, i64, Option<i64>, Option<i64>, Option<i64>),
        "SELECT c.state, c.rule, c.last, c.asked, n.value, n.read_at
         FROM counter c JOIN page_number n ON n.page = c.page AND n.rule = c.rule
         WHERE c.guild = $1 AND c.number = $2",
        guild,
        number
    )?;
    let Some((state, rule, last, asked, value, read_at)) = row else { return Ok(None) };
    let of = RowOf::new("counter", number.get());
    let read_at = read_at.map(|at| of.instant("read_at", at)).transpose()?;
    Ok(Some(Running {
        number,
        state: of.word("state", &state, CounterState::parse)?,
        rule,
        last: of.number("last", last)?,
        asked: of.maybe_number("asked", asked)?,
        read: value.zip(read_at),
    }))
}

/// Finds the counter that a report came from: the one it began, or any reading of it that is the last on record.
pub async fn find_of(conn: &mut Conn, guild: GuildId, report: Number) -> Result<Option<Number>, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        i64,
        "SELECT number FROM counter WHERE guild = $1 AND (number = $2 OR last = $2) ORDER BY number LIMIT 1",
        guild,
        report
    )?;
    found.map(|number| RowOf::new("counter", number).number("number", number)).transpose()
}

/// Notes that a guild has taken notice of a counter's reading.
pub async fn noticed(conn: &mut Conn, guild: GuildId, number: Number, at: Timestamp) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE counter SET noticed_at = $3 WHERE guild = $1 AND number = $2", guild, number, at)?;
    Ok(())
}

/// Notes a counter's last report on record.
pub async fn set_last(conn: &mut Conn, guild: GuildId, number: Number, last: Number) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE counter SET last = $3 WHERE guild = $1 AND number = $2", guild, number, last)?;
    Ok(())
}

/// Notes the last reading that moderators were asked about.
pub async fn set_asked(conn: &mut Conn, guild: GuildId, number: Number, asked: Number) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE counter SET asked = $3 WHERE guild = $1 AND number = $2", guild, number, asked)?;
    Ok(())
}

/// Stops a counter, or lets it go on, where it stands as is said; what others read of the number meanwhile is left out. Says whether it did.
pub(super) async fn restate(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    (from, to): (CounterState, CounterState),
) -> Result<bool, StoreError> {
    if to == CounterState::Running {
        // Where another has come to read the number since, that one goes on.
        if other_running(conn, guild, number).await? {
            return Ok(false);
        }
        // What nobody asked for meanwhile has not failed.
        query!(
            conn,
            execute,
            "UPDATE page_number SET failing_since = NULL
             WHERE (page, rule) = (SELECT page, rule FROM counter WHERE guild = $1 AND number = $2)
                 AND NOT EXISTS (SELECT 1 FROM counter c WHERE c.page = page_number.page AND c.rule = page_number.rule
                                     AND c.state = 'running')",
            guild,
            number
        )?;
    }
    let (from, to) = (from.as_str(), to.as_str());
    let changed = query!(
        conn,
        execute,
        "UPDATE counter SET state = $4, noticed_at = CASE WHEN $4 = 'running' THEN (
                 SELECT n.read_at FROM page_number n WHERE n.page = counter.page AND n.rule = counter.rule)
             ELSE noticed_at END
         WHERE guild = $1 AND number = $2 AND state = $3",
        guild,
        number,
        from,
        to
    )?;
    // A page that nobody looked at any more, or whose last look is being settled: that is waited for.
    query!(
        conn,
        execute,
        "UPDATE page SET next_check = COALESCE(next_check, looked_at, 0) WHERE id = (
             SELECT page FROM counter WHERE guild = $1 AND number = $2 AND state = 'running')",
        guild,
        number
    )?;
    Ok(changed == 1)
}

/// Says whether another counter of a guild is running that reads the same number.
async fn other_running(conn: &mut Conn, guild: GuildId, number: Number) -> Result<bool, StoreError> {
    let read = query!(
        conn,
        fetch_optional,
        (String, String),
        "SELECT p.url, c.rule FROM counter c JOIN page p ON p.id = c.page WHERE c.guild = $1 AND c.number = $2",
        guild,
        number
    )?;
    let Some((url, rule)) = read else { return Ok(false) };
    let url = SourceUrl::parse(&url).map_err(|error| RowOf::new("counter", number.get()).corrupt("page", error))?;
    let running = find_running(conn, guild, &Counter { url, rule }).await?;
    Ok(running.is_some_and(|running| running != number))
}

/// A counter that reads nothing any more, of which moderators are to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The guild.
    pub guild: GuildId,
    /// Its review channel.
    pub review_channel: ChannelId,
    /// The source of the report it began with.
    pub source: SourceDoc,
    /// The counter.
    pub counter: Shown,
    /// Since when there is no number: the last one that was read, or the first look that gave none.
    pub since: Timestamp,
}

/// Lists the running counters whose looks have given no number since a moment or longer, and whose guild has a review channel
/// where that was not told.
pub async fn list_lost(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<Vec<Lost>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64, i64, i64),
        "SELECT c.guild, c.number, r.source, g.review_channel, COALESCE(n.read_at, n.failing_since)
         FROM counter c
         JOIN page_number n ON n.page = c.page AND n.rule = c.rule
         JOIN record r ON r.guild = c.guild AND r.number = c.number
         JOIN guild g ON g.id = c.guild
         WHERE c.state = 'running' AND g.review_channel IS NOT NULL AND n.failing_since <= $1
             AND (c.lost_told IS NULL OR c.lost_told <> COALESCE(n.read_at, n.failing_since))
         ORDER BY c.guild, c.number LIMIT $2",
        before,
        limit
    )?;
    let mut lost = Vec::with_capacity(rows.len());
    for (guild, number, source, channel, since) in rows {
        let (guild, of) = (GuildId::from(guild), RowOf::new("counter", number));
        let source = of.number("source", source)?;
        let counter = list_of(conn, guild, source).await?.into_iter().find(|one| one.number.get() == number);
        if let (Some(counter), Some(source)) = (counter, sources::find(conn, guild, source).await?) {
            let since = of.instant("read_at", since)?;
            lost.push(Lost { guild, review_channel: ChannelId::from(channel), source, counter, since });
        }
    }
    Ok(lost)
}

/// Notes that moderators were told that a counter reads nothing since a moment, or cannot be.
pub async fn lost_told(conn: &mut Conn, guild: GuildId, number: Number, since: Timestamp) -> Result<(), StoreError> {
    query!(conn, execute, "UPDATE counter SET lost_told = $3 WHERE guild = $1 AND number = $2", guild, number, since)?;
    Ok(())
}

/// Gives the report that stands for a counter's last one, where it is relied on and its petition is in sight.
pub async fn last_report(conn: &mut Conn, guild: GuildId, last: Number) -> Result<Option<Record>, StoreError> {
    let mut found = records::find(conn, guild, last).await?;
    while let Some(by) = found.as_ref().and_then(|one| one.superseded_by) {
        found = records::find(conn, guild, by).await?;
    }
    let Some(last) = found.filter(|one| one.state == RecordState::Accepted) else { return Ok(None) };
    let petition = petitions::find(conn, guild, last.petition).await?;
    Ok(petition.filter(|one| one.state == PetitionState::Published).map(|_| last))
}

row! {
    struct ShownRow {
        number: i64,
        state: String,
        rule: String,
        url: String,
        value: Option<i64>,
        read_at: Option<i64>,
        missed: Option<String>,
        trouble: bool,
        last: i64,
    }
}

/// Lists the counters whose first report stands on a source.
pub async fn list_of(conn: &mut Conn, guild: GuildId, source: Number) -> Result<Vec<Shown>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        ShownRow,
        "SELECT c.number, c.state, c.rule, p.url, n.value, n.read_at, n.missed, p.trouble IS NOT NULL AS trouble, c.last
         FROM counter c
         JOIN record r ON r.guild = c.guild AND r.number = c.number
         JOIN page p ON p.id = c.page
         JOIN page_number n ON n.page = c.page AND n.rule = c.rule
         WHERE c.guild = $1 AND r.source = $2 ORDER BY c.number",
        guild,
        source
    )?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let of = RowOf::new("counter", row.number);
        let read_at = row.read_at.map(|at| of.instant("read_at", at)).transpose()?;
        shown.push(Shown {
            number: of.number("number", row.number)?,
            state: of.word("state", &row.state, CounterState::parse)?,
            rule: row.rule,
            url: row.url,
            read: row.value.zip(read_at),
            missed: row.missed.map(|missed| of.word("missed", &missed, Missed::parse)).transpose()?,
            is_reached: !row.trouble,
            rests: last_report(conn, guild, of.number("last", row.last)?).await?.is_none(),
        });
    }
    Ok(shown)
}
