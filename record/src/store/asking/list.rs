//! A page of the guild's petitions, with what their headline counts are made of.

use super::dossier::{self, Parts};
use super::row::{Row, in_one_piece, rows};
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::Collection;
use crate::domain::published::{Names, Petition, Record, Sources};
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

/// Which petitions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListAsked<'a> {
    /// Addressed to the organisation of this name, folded, or number.
    pub organisation: Option<(&'a str, Option<Number>)>,
    /// Where their collection stands.
    pub state: Option<Collection>,
    /// Filed under this word: from the first to the second, both included, in the order of bytes.
    pub tag: Option<(&'a str, &'a str)>,
    /// How many are left out before the page.
    pub skip: i64,
    /// How many are on a page.
    pub page: i64,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Listed {
    /// Whether the guild's answers are private when nobody says.
    pub private_by_default: bool,
    /// How many petitions there are in all.
    pub total: u64,
    /// Those of the page, latest first.
    pub petitions: Vec<Petition>,
    /// Their counts that stand.
    pub counts: Vec<Record>,
    /// The names of the organisations that are spoken of.
    pub organisations: Names,
    /// The sources that are cited.
    pub sources: Sources,
    /// The organisation that was asked for.
    pub meant: Option<Number>,
    /// Organisations that belong to it, directly or through others.
    pub parts: Vec<Number>,
}

/// One text for both databases.
pub(super) const SQL: &str = in_one_piece!(
    "\
WITH RECURSIVE meant (number) AS MATERIALIZED (
    SELECT organisation FROM organisation_name WHERE guild = $1 AND folded = $3
    UNION
    SELECT COALESCE(merged_into, number) FROM organisation WHERE guild = $1 AND number = $4
),
parts (number) AS MATERIALIZED (
    SELECT number FROM meant
    UNION
    SELECT b.organisation FROM parts AS w JOIN organisation_parent AS b ON b.guild = $1 AND b.parent = w.number
),
matching (number, issued_start) AS MATERIALIZED (
    SELECT p.number, p.issued_start FROM petition AS p
    WHERE p.guild = $1 AND p.state = 'published' AND ($5 IS NULL OR p.collection = $5)
        AND (NOT $2 OR EXISTS (
            SELECT 1 FROM petition_addressee AS a
            WHERE a.guild = $1 AND a.petition = p.number AND a.organisation IN (SELECT number FROM parts)))
        AND ($6 IS NULL OR EXISTS (
            SELECT 1 FROM petition_tag AS t
            WHERE t.guild = $1 AND t.tag >= $6 AND t.tag <= $7 AND t.petition = p.number))
),
shown (number) AS MATERIALIZED (
    SELECT number FROM (
        SELECT number FROM matching ORDER BY issued_start DESC, number DESC LIMIT $8 OFFSET $9
    ) AS page
),
chosen (number, petition, organisation, source, superseded_by, state, rank, doc) AS MATERIALIZED (
    SELECT r.number, r.petition, r.organisation, r.source, r.superseded_by, r.state, r.rank, r.doc
    FROM record AS r
    WHERE r.guild = $1 AND r.petition IN (SELECT number FROM shown) AND r.kind = 'count' AND r.state = 'accepted'
),
addressed (petition, position, organisation) AS MATERIALIZED (
    SELECT petition, position, organisation FROM petition_addressee
    WHERE guild = $1 AND petition IN (SELECT number FROM shown)
),
named (number) AS (
    SELECT organisation FROM addressed
    UNION SELECT organisation FROM chosen WHERE organisation IS NOT NULL
    UNION SELECT number FROM parts
)",
    "\
SELECT 'guild' AS part, CAST(0 AS BIGINT) AS number, CAST(NULL AS BIGINT) AS petition,
    CAST(NULL AS BIGINT) AS organisation, CAST(NULL AS BIGINT) AS source,
    CAST(CASE WHEN private_default THEN 1 ELSE 0 END AS BIGINT) AS place,
    CAST(NULL AS TEXT) AS state, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS text, CAST(NULL AS TEXT) AS doc
FROM guild WHERE id = $1
UNION ALL
SELECT 'total', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM matching
UNION ALL
SELECT 'petition', number, NULL, NULL, source, NULL, state, collection, slug, doc
FROM petition WHERE guild = $1 AND number IN (SELECT number FROM shown)
UNION ALL
SELECT 'addressee', organisation, petition, NULL, NULL, position, NULL, NULL, NULL, NULL FROM addressed
UNION ALL
SELECT 'record', number, petition, organisation, source, superseded_by, state, rank, NULL, doc FROM chosen
UNION ALL
SELECT 'organisation', number, NULL, NULL, NULL, NULL, NULL, NULL, name, NULL
FROM organisation WHERE guild = $1 AND number IN (SELECT number FROM named)
UNION ALL
SELECT 'meant', number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM meant
UNION ALL
SELECT 'part', number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM parts WHERE number NOT IN (SELECT number FROM meant)
UNION ALL
SELECT 'source', number, NULL, NULL, NULL, NULL, link_state, NULL, NULL, doc
FROM source WHERE guild = $1 AND number IN (SELECT source FROM chosen)
UNION ALL
SELECT 'capture', number, NULL, NULL, source, retrieved_start, NULL, retrieved_precision, NULL, doc
FROM capture WHERE guild = $1 AND source IN (SELECT source FROM chosen)"
);

/// Reads a page of the published petitions.
pub async fn read(conn: &mut Conn, guild: GuildId, asked: ListAsked<'_>) -> Result<Listed, StoreError> {
    let (folded, number) = asked.organisation.map_or((None, None), |(folded, number)| (Some(folded), number));
    let (from, to) = asked.tag.unzip();
    let piece = query!(
        conn,
        scalar,
        Option<String>,
        SQL,
        guild,
        asked.organisation.is_some(),
        folded,
        number,
        asked.state.map(Collection::as_str),
        from,
        to,
        asked.page,
        asked.skip
    )?;
    Listed::of(&rows(piece.as_deref())?)
}

impl Listed {
    fn of(rows: &[Row<'_>]) -> Result<Self, StoreError> {
        let mut found = Self::default();
        let mut parts = Parts::default();
        for row in rows {
            match row.part {
                "guild" => found.private_by_default = row.place == Some(1),
                "total" => found.total = row.place.map_or(0, i64::unsigned_abs),
                "petition" => found.petitions.push(dossier::petition(row)?),
                "addressee" => parts.addressees.push((row.petition()?, row.place.unwrap_or(0), row.number()?)),
                "meant" => found.meant = Some(row.number()?),
                "part" => found.parts.push(row.number()?),
                "organisation" => drop(found.organisations.insert(row.number()?, row.text())),
                "source" => drop(found.sources.insert(row.number()?, dossier::source(row)?)),
                "capture" => parts.captures.push((row.source()?, dossier::capture(row)?)),
                _ => found.counts.push(dossier::record(row)?),
            }
        }
        let addressees = parts.addressees_by_petition();
        for petition in &mut found.petitions {
            petition.addressees = addressees.get(&petition.number).cloned().unwrap_or_default();
        }
        dossier::put_captures(parts.captures, &mut found.sources);
        found.petitions.sort_by_key(|one| std::cmp::Reverse((one.doc.issued_on.start(), one.number)));
        found.counts.sort_by_key(|count| count.number);
        found.parts.sort_unstable();
        Ok(found)
    }
}
