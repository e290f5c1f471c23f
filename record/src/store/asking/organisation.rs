//! One organisation: its names, what it belongs to and what belongs to it, and what it is asked.

use super::dossier;
use super::row::{Row, in_one_piece, rows};
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::{Belonging, Organisation, OrganisationKind, Related};
use crate::domain::published::Petition;
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

/// The most petitions that are read; the rest is counted.
pub const MOST: i64 = 10;

/// What was found.
#[derive(Debug, Default)]
pub struct OrganisationFound {
    /// Whether the guild's answers are private when nobody says.
    pub private_by_default: bool,
    /// The organisation that was meant.
    pub organisation: Option<Organisation>,
    /// What it belongs to or belonged to.
    pub parents: Vec<Related>,
    /// What belongs to it or belonged to it.
    pub parts: Vec<Related>,
    /// The latest petitions addressed to it.
    pub petitions: Vec<Petition>,
    /// How many petitions are addressed to it in all.
    pub total: u64,
    /// How many commitments of it stand.
    pub commitments: u64,
}

/// One text for both databases. A belonging has its beginning where a petition stands and its
/// end where an organisation does, their precisions in the two words.
pub(super) const SQL: &str = in_one_piece!(
    "\
WITH meant (number) AS MATERIALIZED (
    SELECT organisation FROM organisation_name WHERE guild = $1 AND folded = $2
    UNION
    SELECT COALESCE(merged_into, number) FROM organisation WHERE guild = $1 AND number = $3
),
addressed (number, issued_start) AS MATERIALIZED (
    SELECT p.number, p.issued_start
    FROM petition_addressee AS a JOIN petition AS p ON p.guild = $1 AND p.number = a.petition AND p.state = 'published'
    WHERE a.guild = $1 AND a.organisation IN (SELECT number FROM meant)
)",
    "\
SELECT 'guild' AS part, CAST(0 AS BIGINT) AS number, CAST(NULL AS BIGINT) AS petition,
    CAST(NULL AS BIGINT) AS organisation, CAST(NULL AS BIGINT) AS source,
    CAST(CASE WHEN private_default THEN 1 ELSE 0 END AS BIGINT) AS place,
    CAST(NULL AS TEXT) AS state, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS text, CAST(NULL AS TEXT) AS doc
FROM guild WHERE id = $1
UNION ALL
SELECT 'organisation', number, NULL, NULL, NULL, NULL, NULL, kind, name, NULL
FROM organisation WHERE guild = $1 AND number IN (SELECT number FROM meant)
UNION ALL
SELECT 'name', organisation, NULL, NULL, NULL, NULL, NULL, NULL, name, NULL
FROM organisation_name WHERE guild = $1 AND organisation IN (SELECT number FROM meant)
UNION ALL
SELECT 'parent', b.parent, b.since_start, b.until_start, NULL, NULL, b.since_precision, b.until_precision, o.name, NULL
FROM organisation_parent AS b JOIN organisation AS o ON o.guild = $1 AND o.number = b.parent
WHERE b.guild = $1 AND b.organisation IN (SELECT number FROM meant)
UNION ALL
SELECT 'part', b.organisation, b.since_start, b.until_start, NULL, NULL, b.since_precision, b.until_precision, o.name, NULL
FROM organisation_parent AS b JOIN organisation AS o ON o.guild = $1 AND o.number = b.organisation
WHERE b.guild = $1 AND b.parent IN (SELECT number FROM meant)
UNION ALL
SELECT 'total', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM addressed
UNION ALL
SELECT 'commitments', 0, NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL
FROM record AS r JOIN petition AS p ON p.guild = $1 AND p.number = r.petition AND p.state = 'published'
WHERE r.guild = $1 AND r.kind = 'commitment' AND r.state = 'accepted' AND r.organisation IN (SELECT number FROM meant)
UNION ALL
SELECT 'petition', number, NULL, NULL, source, NULL, state, collection, slug, doc
FROM petition WHERE guild = $1 AND number IN (
    SELECT number FROM (SELECT number FROM addressed ORDER BY issued_start DESC, number DESC LIMIT $4) AS latest)"
);

/// Reads the organisation of this name, folded, or number.
pub async fn read(
    conn: &mut Conn,
    guild: GuildId,
    folded: &str,
    number: Option<Number>,
) -> Result<OrganisationFound, StoreError> {
    let piece = query!(conn, scalar, Option<String>, SQL, guild, folded, number, MOST)?;
    let mut found = OrganisationFound::default();
    let mut names = Vec::new();
    for row in &rows(piece.as_deref())? {
        let count = || row.place.map_or(0, i64::unsigned_abs);
        match row.part {
            "guild" => found.private_by_default = row.place == Some(1),
            "organisation" => found.organisation = Some(organisation(row)?),
            "name" => names.push(row.text()),
            "parent" => found.parents.push(related(row)?),
            "part" => found.parts.push(related(row)?),
            "total" => found.total = count(),
            "commitments" => found.commitments = count(),
            _ => found.petitions.push(dossier::petition(row)?),
        }
    }
    if let Some(organisation) = &mut found.organisation {
        names.retain(|name| *name != organisation.name);
        names.sort();
        organisation.aliases = names;
    }
    for related in [&mut found.parents, &mut found.parts] {
        related.sort_by(|one, other| one.name.cmp(&other.name));
    }
    found.petitions.sort_by_key(|one| std::cmp::Reverse((one.doc.issued_on.start(), one.number)));
    Ok(found)
}

fn organisation(row: &Row<'_>) -> Result<Organisation, StoreError> {
    Ok(Organisation {
        number: row.number()?,
        name: row.text(),
        kind: row.word("kind", row.word, OrganisationKind::parse)?,
        aliases: Vec::new(),
    })
}

fn related(row: &Row<'_>) -> Result<Related, StoreError> {
    let since = row.date_of("since_start", row.petition, row.state)?;
    let until = row.date_of("until_start", row.organisation, row.word)?;
    Ok(Related { number: row.number()?, name: row.text(), belonging: Belonging { since, until } })
}
