//! What has the words that somebody looks for, a page at a time.
//!
//! Every word must stand in what is found, or in a name of the organisation it belongs to (or of one above that); the
//! last may be the beginning of a word. The rarest word is looked up first, and of what has it the [`LOOKED_THROUGH`]
//! filed last are looked through for the others: so a search costs no more than that however common its words are, and
//! whether more were left out is told ([`Found::more`]).
//!
//! In order: words that all stand in a name as they were typed, those that stand elsewhere, names with a word that begins
//! so, anything else. Within each, organisations come first and sources last, a petition's name before those of records,
//! and the latest by its own date before earlier ones; what has no date comes after.

use super::dossier::{self, Parts};
use super::row::{Row, in_one_piece, rows};
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::published::{Names, Petition, Record, Sources};
use crate::domain::text::Sought;
use crate::store::decode::to_json;
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

/// The most that is looked through for one search.
pub const LOOKED_THROUGH: i64 = 2_000;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct SearchAsked<'a> {
    /// The words.
    pub sought: &'a Sought,
    /// Only things of this kind.
    pub kind: Option<Findable>,
    /// How many are left out before the page.
    pub skip: i64,
    /// How many are on a page.
    pub page: i64,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Whether the guild's answers are private when nobody says.
    pub private_by_default: bool,
    /// How many there are in all, of those that were looked through.
    pub total: u64,
    /// Whether some were not looked through.
    pub more: bool,
    /// Those of the page, in order.
    pub hits: Vec<(Findable, Number)>,
    /// The petitions among them, and those that its records are about.
    pub petitions: Vec<Petition>,
    /// The records among them.
    pub records: Vec<Record>,
    /// The names of the organisations that are spoken of.
    pub organisations: Names,
    /// Every name of the organisations among them.
    pub names: Vec<(Number, String)>,
    /// The sources among them, and those that are cited.
    pub sources: Sources,
}

/// Writes the query. `$1` is the guild, `$2` whole words and `$3` to `$4` the range of the last, `$5` kinds, `$6` how
/// many are looked through, `$7` and `$8` the page.
macro_rules! search {
    ($whole:literal, $kinds:literal) => {
        in_one_piece!(
            concat!(
                "\
WITH RECURSIVE asked (word, upto) AS MATERIALIZED (
    SELECT value, value FROM ", $whole, "
    UNION ALL
    SELECT CAST($3 AS TEXT), CAST($4 AS TEXT)
),
kinds (kind) AS MATERIALIZED (SELECT value FROM ", $kinds, "),
named (word, organisation, typed, steps) AS (
    SELECT a.word, t.number, t.term = a.word, 0
    FROM asked AS a
    JOIN term AS t ON t.guild = $1 AND t.kind = 'organisation' AND t.term >= a.word AND t.term <= a.upto
    UNION
    SELECT n.word, p.organisation, n.typed, n.steps + 1
    FROM named AS n JOIN organisation_parent AS p ON p.guild = $1 AND p.parent = n.organisation WHERE n.steps < 8
),
sized (word, upto, size) AS (
    SELECT a.word, a.upto,
        (SELECT count(*) FROM (
            SELECT t.number FROM kinds AS k
            JOIN term AS t ON t.guild = $1 AND t.kind = k.kind AND t.term >= a.word AND t.term <= a.upto
            LIMIT $6) AS by_word)
        + (SELECT count(*) FROM (
            SELECT b.petition FROM named AS n
            JOIN petition_addressee AS b ON b.guild = $1 AND b.organisation = n.organisation
            WHERE n.word = a.word AND 'petition' IN (SELECT kind FROM kinds) LIMIT $6) AS addressed)
        + (SELECT count(*) FROM (
            SELECT r.number FROM named AS n
            JOIN record AS r ON r.guild = $1 AND r.organisation = n.organisation AND r.kind IN (SELECT kind FROM kinds)
            WHERE n.word = a.word LIMIT $6) AS of_it)
    FROM asked AS a
),
rarest (word, upto) AS MATERIALIZED (SELECT word, upto FROM sized ORDER BY size, word LIMIT 1),
candidate (number) AS MATERIALIZED (
    SELECT number FROM (
        SELECT t.number FROM rarest AS a CROSS JOIN kinds AS k
        JOIN term AS t ON t.guild = $1 AND t.kind = k.kind AND t.term >= a.word AND t.term <= a.upto
        UNION
        SELECT b.petition FROM rarest AS a JOIN named AS n ON n.word = a.word
        JOIN petition_addressee AS b ON b.guild = $1 AND b.organisation = n.organisation
        WHERE 'petition' IN (SELECT kind FROM kinds)
        UNION
        SELECT r.number FROM rarest AS a JOIN named AS n ON n.word = a.word
        JOIN record AS r ON r.guild = $1 AND r.organisation = n.organisation AND r.kind IN (SELECT kind FROM kinds)
        UNION
        SELECT n.organisation FROM rarest AS a JOIN named AS n ON n.word = a.word
    ) AS having_it ORDER BY number DESC LIMIT $6
),
seen (number, kind, place, dated) AS MATERIALIZED (
    SELECT p.number, 'petition', 1, p.issued_start
    FROM candidate AS c JOIN petition AS p ON p.guild = $1 AND p.number = c.number AND p.state = 'published'
    UNION ALL
    SELECT r.number, r.kind, 2, COALESCE(r.as_of_start, -9000000000000000)
    FROM candidate AS c
    JOIN record AS r ON r.guild = $1 AND r.number = c.number AND r.state NOT IN ('redacted', 'removed')
    JOIN petition AS p ON p.guild = $1 AND p.number = r.petition AND p.state = 'published'
    UNION ALL
    SELECT o.number, 'organisation', 0, 0
    FROM candidate AS c JOIN organisation AS o ON o.guild = $1 AND o.number = c.number
    UNION ALL
    SELECT d.number, 'source', 3, 0
    FROM candidate AS c JOIN source AS d ON d.guild = $1 AND d.number = c.number
),
belongs (number, organisation) AS MATERIALIZED (
    SELECT s.number, b.organisation
    FROM seen AS s JOIN petition_addressee AS b ON b.guild = $1 AND b.petition = s.number
    UNION ALL
    SELECT s.number, r.organisation
    FROM seen AS s JOIN record AS r ON r.guild = $1 AND r.number = s.number AND r.organisation IS NOT NULL
    UNION ALL
    SELECT s.number, s.number FROM seen AS s WHERE s.kind = 'organisation'
),
owned (number, word, typed) AS MATERIALIZED (
    SELECT h.number, n.word, n.typed FROM belongs AS h JOIN named AS n ON n.organisation = h.organisation
),
matching (number, kind, place, dated, quality) AS (
    SELECT s.number, s.kind, s.place, s.dated,
        CASE
            WHEN NOT EXISTS (SELECT a.word FROM asked AS a WHERE NOT EXISTS (
                SELECT t.number FROM term AS t
                WHERE t.guild = $1 AND t.number = s.number AND t.term = a.word AND t.in_name)) THEN 0
            WHEN EXISTS (SELECT t.number FROM term AS t WHERE t.guild = $1 AND t.number = s.number AND t.term = $3)
                OR EXISTS (SELECT w.number FROM owned AS w WHERE w.number = s.number AND w.word = $3 AND w.typed) THEN 1
            WHEN NOT EXISTS (SELECT a.word FROM asked AS a WHERE NOT EXISTS (
                SELECT t.number FROM term AS t
                WHERE t.guild = $1 AND t.number = s.number AND t.term >= a.word AND t.term <= a.upto AND t.in_name))
                THEN 2
            ELSE 3
        END
    FROM seen AS s
    WHERE s.kind IN (SELECT kind FROM kinds) AND NOT EXISTS (
        SELECT a.word FROM asked AS a
        WHERE NOT EXISTS (
                SELECT t.number FROM term AS t
                WHERE t.guild = $1 AND t.number = s.number AND t.term >= a.word AND t.term <= a.upto)
            AND NOT EXISTS (SELECT w.number FROM owned AS w WHERE w.number = s.number AND w.word = a.word))
),
ranked (number, kind, place) AS MATERIALIZED (
    SELECT number, kind, row_number() OVER (
        ORDER BY quality, CASE WHEN place = 1 AND quality IN (1, 3) THEN 2 ELSE place END, dated DESC, number DESC)
    FROM matching
),
hit (number, kind, place) AS MATERIALIZED (
    SELECT number, kind, place FROM ranked ORDER BY place LIMIT $7 OFFSET $8
),
said (number, petition, organisation, source, superseded_by, state, rank, doc) AS MATERIALIZED (
    SELECT r.number, r.petition, r.organisation, r.source, r.superseded_by, r.state, r.rank, r.doc
    FROM hit AS h JOIN record AS r ON r.guild = $1 AND r.number = h.number
),
shown (number) AS MATERIALIZED (
    SELECT number FROM hit WHERE kind = 'petition' UNION SELECT petition FROM said
),
addressed (petition, position, organisation) AS MATERIALIZED (
    SELECT petition, position, organisation FROM petition_addressee
    WHERE guild = $1 AND petition IN (SELECT number FROM hit WHERE kind = 'petition')
),
cited (number) AS MATERIALIZED (
    SELECT number FROM hit WHERE kind = 'source'
    UNION
    SELECT source FROM said
    UNION
    SELECT source FROM petition WHERE guild = $1 AND number IN (SELECT number FROM hit WHERE kind = 'petition')
)"
            ),
            "\
SELECT 'guild' AS part, CAST(0 AS BIGINT) AS number, CAST(NULL AS BIGINT) AS petition,
    CAST(NULL AS BIGINT) AS organisation, CAST(NULL AS BIGINT) AS source,
    CAST(CASE WHEN private_default THEN 1 ELSE 0 END AS BIGINT) AS place,
    CAST(NULL AS TEXT) AS state, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS text, CAST(NULL AS TEXT) AS doc
FROM guild WHERE id = $1
UNION ALL
SELECT 'total', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM ranked
UNION ALL
SELECT 'seen', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM candidate
UNION ALL
SELECT 'hit', number, NULL, NULL, NULL, place, NULL, kind, NULL, NULL FROM hit
UNION ALL
SELECT 'petition', number, NULL, NULL, source, NULL, state, collection, slug, doc
FROM petition WHERE guild = $1 AND number IN (SELECT number FROM shown)
UNION ALL
SELECT 'addressee', organisation, petition, NULL, NULL, position, NULL, NULL, NULL, NULL FROM addressed
UNION ALL
SELECT 'record', number, petition, organisation, source, superseded_by, state, rank, NULL, doc FROM said
UNION ALL
SELECT 'organisation', number, NULL, NULL, NULL, NULL, NULL, NULL, name, NULL
FROM organisation WHERE guild = $1 AND number IN (
    SELECT number FROM hit UNION SELECT organisation FROM said UNION SELECT organisation FROM addressed)
UNION ALL
SELECT 'name', organisation, NULL, NULL, NULL, NULL, NULL, NULL, name, NULL
FROM organisation_name WHERE guild = $1 AND organisation IN (SELECT number FROM hit WHERE kind = 'organisation')
UNION ALL
SELECT 'source', number, NULL, NULL, NULL, NULL, link_state, NULL, NULL, doc
FROM source WHERE guild = $1 AND number IN (SELECT number FROM cited)
UNION ALL
SELECT 'capture', number, NULL, NULL, source, retrieved_start, NULL, retrieved_precision, NULL, doc
FROM capture WHERE guild = $1 AND source IN (SELECT number FROM cited)"
        )
    };
}

/// SQLite's text; PostgreSQL's differs in how lists are taken apart.
pub(super) const SQLITE: &str = search!("json_each($2)", "json_each($5)");
const POSTGRES: &str =
    search!("json_array_elements_text(CAST($2 AS json))", "json_array_elements_text(CAST($5 AS json))");

/// Reads a page of what has the words.
pub async fn read(conn: &mut Conn, guild: GuildId, asked: SearchAsked<'_>) -> Result<Found, StoreError> {
    let kinds: Vec<&str> = match asked.kind {
        Some(kind) => vec![kind.as_str()],
        None => Findable::ALL.iter().map(|kind| kind.as_str()).collect(),
    };
    let last = &asked.sought.last;
    let piece = query!(
        conn,
        scalar,
        Option<String>,
        sqlite: SQLITE,
        postgres: POSTGRES,
        guild,
        to_json(&asked.sought.whole)?,
        last,
        format!("{last}{}", char::MAX),
        to_json(&kinds)?,
        // One more than is looked through tells whether there are more.
        LOOKED_THROUGH + 1,
        asked.page,
        asked.skip
    )?;
    Found::of(&rows(piece.as_deref())?)
}

impl Found {
    fn of(rows: &[Row<'_>]) -> Result<Self, StoreError> {
        let (mut found, mut parts, mut placed) = (Self::default(), Parts::default(), Vec::new());
        for row in rows {
            match row.part {
                "guild" => found.private_by_default = row.place == Some(1),
                "total" => found.total = row.place.map_or(0, i64::unsigned_abs),
                "seen" => found.more = row.place > Some(LOOKED_THROUGH),
                "hit" => placed.push((row.place, row.word("kind", row.word, Findable::parse)?, row.number()?)),
                "petition" => found.petitions.push(dossier::petition(row)?),
                "addressee" => parts.addressees.push((row.petition()?, row.place.unwrap_or(0), row.number()?)),
                "organisation" => drop(found.organisations.insert(row.number()?, row.text())),
                "name" => found.names.push((row.number()?, row.text())),
                "source" => drop(found.sources.insert(row.number()?, dossier::source(row)?)),
                "capture" => parts.captures.push((row.source()?, dossier::capture(row)?)),
                _ => found.records.push(dossier::record(row)?),
            }
        }
        placed.sort_unstable();
        found.hits = placed.into_iter().map(|(_, kind, number)| (kind, number)).collect();
        let addressees = parts.addressees_by_petition();
        for petition in &mut found.petitions {
            petition.addressees = addressees.get(&petition.number).cloned().unwrap_or_default();
        }
        dossier::put_captures(parts.captures, &mut found.sources);
        found.names.sort_unstable();
        Ok(found)
    }
}
