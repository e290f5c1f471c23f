//! One source, when it was read, and what on record stands on it.

use super::dossier::{self, Parts};
use super::row::{in_one_piece, rows};
use crate::domain::commitment::Judgement;
use crate::domain::ids::{GuildId, Number};
use crate::domain::published::{Petition, Record, Source, Sources};
use crate::store::decode::RowOf;
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

/// What stands on a source.
#[derive(Debug, Default)]
pub struct Citing {
    /// The records of the page, by number.
    pub records: Vec<Record>,
    /// How many records there are in all.
    pub total: u64,
    /// What was judged on it, with the petition it is of, latest first: on the first page.
    pub judgements: Vec<(Number, Judgement)>,
    /// How many judgements there are in all.
    pub judged: u64,
    /// The published petitions that these are about, and on the first page those that stand on the source themselves.
    pub petitions: Vec<Petition>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct SourceFound {
    /// Whether the guild's answers are private when nobody says.
    pub private_by_default: bool,
    /// The source that was meant.
    pub source: Option<Source>,
    /// How often its page was read, and how often it changed, in all.
    pub history: (u64, u64),
    /// What stands on it.
    pub citing: Citing,
}

/// One text for both databases.
pub(super) const SQL: &str = in_one_piece!(
    "\
WITH meant (number) AS MATERIALIZED (
    SELECT source FROM source_url WHERE guild = $1 AND url IN ($3, $6)
    UNION
    SELECT number FROM source WHERE guild = $1 AND number = $2
),
standing (number, petition) AS MATERIALIZED (
    SELECT r.number, r.petition
    FROM record AS r JOIN petition AS p ON p.guild = $1 AND p.number = r.petition AND p.state = 'published'
    WHERE r.guild = $1 AND r.source IN (SELECT number FROM meant) AND r.state = 'accepted'
),
judged (object, revision, petition, source, word, reason, judged_at) AS MATERIALIZED (
    SELECT j.object, j.revision, j.petition, j.source, j.word, j.reason, j.judged_at
    FROM judgement AS j JOIN petition AS p ON p.guild = $1 AND p.number = j.petition AND p.state = 'published'
    WHERE j.guild = $1 AND j.source IN (SELECT number FROM meant)
        AND NOT EXISTS (SELECT 1 FROM record AS r
            WHERE r.guild = $1 AND r.number = j.object AND r.state <> 'accepted')
),
last_judged (object, revision, petition, source, word, reason, judged_at) AS MATERIALIZED (
    SELECT object, revision, petition, source, word, reason, judged_at
    FROM (SELECT object, revision, petition, source, word, reason, judged_at FROM judged
          WHERE $5 = 0 ORDER BY judged_at DESC, object DESC, revision DESC LIMIT 12) AS latest
),
last_read (number) AS MATERIALIZED (
    SELECT number FROM (SELECT number FROM capture WHERE guild = $1 AND source IN (SELECT number FROM meant)
                        ORDER BY retrieved_start DESC, number DESC LIMIT $7) AS latest
),
last_changed (number) AS MATERIALIZED (
    SELECT number FROM (SELECT x.number FROM source_change AS x
                        LEFT JOIN capture AS c ON c.guild = $1 AND c.number = x.to_capture
                        WHERE x.guild = $1 AND x.source IN (SELECT number FROM meant)
                        ORDER BY COALESCE(c.retrieved_start, x.found_at) DESC, x.number DESC LIMIT $7) AS latest
),
chosen (number) AS MATERIALIZED (
    SELECT number FROM (SELECT number FROM standing ORDER BY number LIMIT $4 OFFSET $5) AS page
)",
    "\
SELECT 'guild' AS part, CAST(0 AS BIGINT) AS number, CAST(NULL AS BIGINT) AS petition,
    CAST(NULL AS BIGINT) AS organisation, CAST(NULL AS BIGINT) AS source,
    CAST(CASE WHEN private_default THEN 1 ELSE 0 END AS BIGINT) AS place,
    CAST(NULL AS TEXT) AS state, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS text, CAST(NULL AS TEXT) AS doc
FROM guild WHERE id = $1
UNION ALL
SELECT 'source', number, NULL, NULL, NULL, NULL, link_state, NULL, NULL, doc
FROM source WHERE guild = $1 AND number IN (SELECT number FROM meant)
UNION ALL
SELECT 'capture', number, NULL, NULL, source, retrieved_start, NULL, retrieved_precision, NULL, doc
FROM capture WHERE guild = $1 AND number IN (SELECT number FROM last_read)
UNION ALL
SELECT 'capture', number, NULL, NULL, source, retrieved_start, NULL, retrieved_precision, NULL, doc
FROM capture WHERE guild = $1 AND source IN (SELECT number FROM meant)
    AND (doc LIKE '%\"archive_url\":%' OR doc LIKE '%\"last_with\":%') AND number NOT IN (SELECT number FROM last_read)
UNION ALL
SELECT 'change', number, NULL, NULL, source, NULL, class, NULL, NULL, doc
FROM source_change WHERE guild = $1 AND number IN (SELECT number FROM last_changed)
UNION ALL
SELECT 'readings', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL
FROM capture WHERE guild = $1 AND source IN (SELECT number FROM meant)
UNION ALL
SELECT 'changes', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL
FROM source_change WHERE guild = $1 AND source IN (SELECT number FROM meant)
UNION ALL
SELECT 'total', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM standing
UNION ALL
SELECT 'judged', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM judged
UNION ALL
SELECT 'judgement', object, revision, petition, source, judged_at, NULL, word, reason, NULL FROM last_judged
UNION ALL
SELECT 'record', number, petition, organisation, source, superseded_by, state, rank, NULL, doc
FROM record WHERE guild = $1 AND number IN (SELECT number FROM chosen)
UNION ALL
SELECT 'petition', number, NULL, NULL, source, NULL, state, collection, slug, doc
FROM petition WHERE guild = $1 AND state = 'published' AND number IN (
    SELECT petition FROM standing WHERE number IN (SELECT number FROM chosen)
    UNION
    SELECT petition FROM last_judged
    UNION
    SELECT number FROM petition WHERE guild = $1 AND source IN (SELECT number FROM meant) AND $5 = 0)"
);

/// Reads the source of this number or address, over https or http, with a page of the records on it: how many, and
/// how many before; and with as many of its latest readings and changes, and those that answers lead to.
pub async fn read(
    conn: &mut Conn,
    guild: GuildId,
    number: Option<Number>,
    url: Option<[String; 2]>,
    (page, skip): (i64, i64),
    latest: i64,
) -> Result<SourceFound, StoreError> {
    let (https, http) = url.map_or((None, None), |[https, http]| (Some(https), Some(http)));
    let piece = query!(conn, scalar, Option<String>, SQL, guild, number, https, page, skip, http, latest)?;
    let mut found = SourceFound::default();
    let (mut sources, mut parts) = (Sources::new(), Parts::default());
    for row in &rows(piece.as_deref())? {
        match row.part {
            "guild" => found.private_by_default = row.place == Some(1),
            "total" => found.citing.total = row.place.map_or(0, i64::unsigned_abs),
            "readings" => found.history.0 = row.place.map_or(0, i64::unsigned_abs),
            "changes" => found.history.1 = row.place.map_or(0, i64::unsigned_abs),
            "judged" => found.citing.judged = row.place.map_or(0, i64::unsigned_abs),
            // The petition stands in the organisation's column: the revision has its own.
            "judgement" => {
                let of =
                    RowOf::new("judgement", row.number).number("petition", row.organisation.unwrap_or_default())?;
                found.citing.judgements.push((of, dossier::judgement(row)?));
            }
            "source" => drop(sources.insert(row.number()?, dossier::source(row)?)),
            "capture" => parts.captures.push((row.source()?, dossier::capture(row)?)),
            "change" => parts.changes.push((row.source()?, dossier::change(row)?)),
            "petition" => found.citing.petitions.push(dossier::petition(row)?),
            _ => found.citing.records.push(dossier::record(row)?),
        }
    }
    dossier::put_captures(parts.captures, &mut sources);
    dossier::put_changes(parts.changes, &mut sources);
    found.source = sources.into_values().next();
    found.citing.judgements.sort_by_key(|(_, one)| std::cmp::Reverse((one.judged_at, one.object, one.revision)));
    found.citing.records.sort_by_key(|record| record.number);
    found.citing.petitions.sort_by_key(|petition| petition.number);
    Ok(found)
}
