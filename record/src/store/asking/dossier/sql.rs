//! The query of a dossier: one text for both databases, with and without what only some answers need.
//!
//! What is found is kept in as few tables of the query's own as can be, since SQLite makes each anew; it makes one of a
//! list behind `IN`, too. `CROSS JOIN` says in which order SQLite reads, and means nothing more.

use crate::store::asking::row::in_one_piece;

/// `$1` is the guild, `$2` to `$4` say which petition is meant, `$5` to `$12` what is wanted of it. What more is wanted is
/// put in where it belongs.
macro_rules! dossier {
    (with: $with:literal, cited: $cited:literal, named: $named:literal, parts: $parts:literal) => {
        in_one_piece!(
            concat!(
                "\
WITH RECURSIVE led (number, merged_into, steps) AS (
    SELECT p.number, p.merged_into, 0 FROM petition AS p WHERE p.guild = $1 AND p.number = COALESCE(
        (SELECT number FROM petition WHERE guild = $1 AND number = $2 AND state <> 'hidden'),
        (SELECT number FROM petition WHERE guild = $1 AND slug = $3 AND state <> 'hidden'),
        (SELECT c.petition FROM channel AS c
            JOIN petition AS p ON p.guild = $1 AND p.number = c.petition AND p.state IN ('published', 'merged')
            WHERE c.guild = $1 AND c.channel = $4),
        (SELECT min(number) FROM (
            SELECT number FROM petition WHERE guild = $1 AND state = 'published' AND $4 IS NOT NULL
            ORDER BY issued_start LIMIT 2
        ) AS first_two HAVING count(*) = 1)
    )
    UNION ALL
    SELECT p.number, p.merged_into, l.steps + 1
    FROM led AS l JOIN petition AS p ON p.guild = $1 AND p.number = l.merged_into WHERE l.steps < 8
),
subject (number) AS MATERIALIZED (
    SELECT number FROM petition
    WHERE guild = $1 AND number = (SELECT number FROM led WHERE merged_into IS NULL)
        AND (state = 'published' OR (state = 'removed' AND $4 IS NULL))
),
kin (number, relation, side) AS MATERIALIZED (
    SELECT p.number, k.relation, 0
    FROM petition_relation AS k JOIN petition AS p ON p.guild = $1 AND p.number = k.other AND p.state = 'published'
    WHERE k.guild = $1 AND k.petition = (SELECT number FROM subject)
    UNION ALL
    SELECT p.number, k.relation, 1
    FROM petition_relation AS k JOIN petition AS p ON p.guild = $1 AND p.number = k.petition AND p.state = 'published'
    WHERE k.guild = $1 AND k.other = (SELECT number FROM subject)
),
chosen (number, petition, organisation, source, superseded_by, state, rank, doc) AS MATERIALIZED (
    SELECT r.number, r.petition, r.organisation, r.source, r.superseded_by, r.state, r.rank, r.doc
    FROM record AS r
    WHERE r.guild = $1 AND r.petition = (SELECT number FROM subject)
        AND (r.kind = $5 OR r.kind = $6 OR r.kind = $7 OR r.kind = $8 OR r.kind = $9 OR r.kind = $10)
        AND (r.state = 'accepted'
            OR ($11 AND (r.state = 'superseded' OR r.state = 'deprecated' OR r.state = 'retracted')))
    UNION ALL
    SELECT r.number, r.petition, r.organisation, r.source, r.superseded_by, r.state, r.rank, r.doc
    FROM kin AS others CROSS JOIN record AS r
    WHERE r.guild = $1 AND r.petition = others.number AND r.kind = 'count' AND r.state = 'accepted' AND $12
),
addressed (petition, position, organisation) AS MATERIALIZED (
    SELECT petition, position, organisation FROM petition_addressee
    WHERE guild = $1 AND petition = (SELECT number FROM subject)
    UNION ALL
    SELECT a.petition, a.position, a.organisation
    FROM kin AS others CROSS JOIN petition_addressee AS a WHERE a.guild = $1 AND a.petition = others.number
),
",
                $with,
                "\
cited (number) AS MATERIALIZED (
    SELECT source FROM chosen
    UNION
    SELECT source FROM petition WHERE guild = $1 AND number = (SELECT number FROM subject)
    UNION
    SELECT p.source FROM kin AS others CROSS JOIN petition AS p WHERE p.guild = $1 AND p.number = others.number
",
                $cited,
                "\
),
named (number) AS (
    SELECT organisation FROM chosen WHERE organisation IS NOT NULL
    UNION
    SELECT organisation FROM addressed
",
                $named,
                "\
)"
            ),
            concat!(
                "\
SELECT 'guild' AS part, CAST(0 AS BIGINT) AS number, CAST(NULL AS BIGINT) AS petition,
    CAST(NULL AS BIGINT) AS organisation, CAST(NULL AS BIGINT) AS source,
    CAST(CASE WHEN private_default THEN 1 ELSE 0 END AS BIGINT) AS place,
    CAST(NULL AS TEXT) AS state, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS text, CAST(NULL AS TEXT) AS doc
FROM guild WHERE id = $1
UNION ALL
SELECT 'petition', number, NULL, NULL, source, NULL, state, collection, slug, doc
FROM petition WHERE guild = $1 AND number = (SELECT number FROM subject)
UNION ALL
SELECT 'kin', p.number, NULL, NULL, p.source, NULL, p.state, p.collection, p.slug, p.doc
FROM kin AS others CROSS JOIN petition AS p WHERE p.guild = $1 AND p.number = others.number
UNION ALL
SELECT 'relation', number, NULL, NULL, NULL, CAST(side AS BIGINT), NULL, relation, NULL, NULL FROM kin
UNION ALL
SELECT 'addressee', organisation, petition, NULL, NULL, position, NULL, NULL, NULL, NULL FROM addressed
UNION ALL
SELECT 'demand', number, petition, NULL, NULL, position, NULL, outcome, text, NULL
FROM demand WHERE guild = $1 AND petition = (SELECT number FROM subject)
UNION ALL
SELECT 'record', number, petition, organisation, source, superseded_by, state, rank, NULL, doc FROM chosen
UNION ALL
SELECT 'organisation', o.number, NULL, NULL, NULL, NULL, NULL, NULL, o.name, NULL
FROM named AS n CROSS JOIN organisation AS o WHERE o.guild = $1 AND o.number = n.number
",
                $parts,
                "\
UNION ALL
SELECT 'source', s.number, NULL, NULL, NULL, NULL, s.link_state, NULL, NULL, s.doc
FROM cited AS cites CROSS JOIN source AS s WHERE s.guild = $1 AND s.number = cites.number
UNION ALL
SELECT 'capture', t.number, NULL, NULL, t.source, t.retrieved_start, NULL, t.retrieved_precision, NULL, t.doc
FROM cited AS cites CROSS JOIN capture AS t WHERE t.guild = $1 AND t.source = cites.number
    AND (t.doc LIKE '%\"archive_url\":%' OR t.doc LIKE '%\"last_with\":%')
UNION ALL
SELECT 'tally', petition, NULL, NULL, NULL, signatories, standing, part, NULL, NULL
FROM tally WHERE guild = $1 AND petition = (SELECT number FROM subject)"
            )
        )
    };
}

/// Asks for a petition with its records and their sources.
pub(in crate::store::asking) const PLAIN: &str = dossier!(with: "", cited: "", named: "", parts: "");

/// Asks for judgements as well where `$15` says so, and for the organisation that `$13` names or `$14` numbers, with what
/// belongs to it.
pub(in crate::store::asking) const WHOLE: &str = dossier!(
    with: "\
judged (object, revision, source, word, reason, judged_at) AS MATERIALIZED (
    SELECT object, revision, source, word, reason, judged_at FROM judgement
    WHERE guild = $1 AND petition = (SELECT number FROM subject) AND $15
),
meant (number) AS MATERIALIZED (
    SELECT organisation FROM organisation_name WHERE guild = $1 AND folded = $13
    UNION
    SELECT COALESCE(merged_into, number) FROM organisation WHERE guild = $1 AND number = $14
),
parts (number) AS MATERIALIZED (
    SELECT number FROM meant
    UNION
    SELECT b.organisation FROM parts AS w JOIN organisation_parent AS b ON b.guild = $1 AND b.parent = w.number
),
",
    cited: "\
    UNION
    SELECT source FROM judged
",
    named: "\
    UNION
    SELECT number FROM parts
",
    parts: "\
UNION ALL
SELECT 'meant', number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM meant
UNION ALL
SELECT 'part', number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM parts WHERE number NOT IN (SELECT number FROM meant)
UNION ALL
SELECT 'judgement', object, revision, NULL, source, judged_at, NULL, word, reason, NULL FROM judged
UNION ALL
SELECT 'change', x.number, NULL, NULL, x.source, NULL, x.class, NULL, NULL, x.doc
FROM cited AS cites CROSS JOIN source_change AS x WHERE x.guild = $1 AND x.source = cites.number AND $15
"
);
