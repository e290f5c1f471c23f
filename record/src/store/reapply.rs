//! Erasing again, in a backup that is put in place, what was erased or redacted after it was made.
//!
//! What was erased since is read from the database that is replaced, by what is missing there: openings that were
//! destroyed, keys that were untied, names that went, texts that say something else after an erasure or a redaction. So nothing has to
//! be kept of who was erased. Objects are compared only in guilds whose chain goes on from the backup's own end; where
//! the replaced database is gone or cannot be read, nobody can know what was erased, and the restore says so.

use std::path::Path;

use sqlx::SqliteConnection;

use super::db::{Db, Link};
use super::error::StoreError;

/// Whether what was erased after a backup was erased in it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reapplied {
    /// It was, as far as the database that was replaced knows.
    Yes,
    /// There was no database in the backup's place that could be asked.
    NobodyToAsk,
}

/// The guilds whose chain in the replaced database goes on from the backup's end.
const SAME: &str = "\
CREATE TEMP TABLE same AS SELECT g.id AS guild, g.ledger_seq AS seq FROM main.guild g
WHERE EXISTS (SELECT 1 FROM replaced.ledger l WHERE l.guild = g.id AND l.seq = g.ledger_seq AND l.hash = g.ledger_head)";

/// The objects in which something was erased or redacted since. What was redacted is also gone from what was read of
/// sources, and from what waited under the object's number.
const ERASED: &str = "\
CREATE TEMP TABLE erased AS WITH since AS (
    SELECT l.guild, l.act, l.object_kind AS kind, l.object AS number
    FROM replaced.ledger l JOIN temp.same s ON s.guild = l.guild AND l.seq > s.seq WHERE l.act IN ('erase', 'redact'))
SELECT guild, kind, number FROM since
UNION SELECT guild, 'submission', number FROM since WHERE act = 'redact'
UNION SELECT c.guild, 'capture', c.number FROM replaced.capture c
      WHERE c.guild IN (SELECT guild FROM since WHERE act = 'redact')
UNION SELECT c.guild, 'source_change', c.number FROM replaced.source_change c
      WHERE c.guild IN (SELECT guild FROM since WHERE act = 'redact')";

/// In order: names, lists, openings, what was filed, texts.
const STEPS: &[&str] = &[
    "INSERT OR IGNORE INTO main.barred (guild, name_hash, barred_at)
     SELECT guild, name_hash, barred_at FROM replaced.barred WHERE guild IN (SELECT id FROM main.guild)",
    "UPDATE main.signatory AS s SET standing = 'erased', sealed = NULL, name_hash = x'', near_hash = x'',
            merged_into = NULL, changed_on_start = r.changed_on_start, changed_on_precision = r.changed_on_precision
     FROM replaced.signatory r WHERE r.guild = s.guild AND r.number = s.number AND r.standing = 'erased'
      AND s.standing <> 'erased' AND s.guild IN (SELECT guild FROM temp.same)",
    "UPDATE main.signatory AS s SET sealed = NULL, near_hash = x''
     FROM replaced.signatory r WHERE r.guild = s.guild AND r.number = s.number AND length(r.near_hash) = 0
      AND length(s.near_hash) > 0 AND s.guild IN (SELECT guild FROM temp.same)",
    "DELETE FROM main.apart AS a WHERE a.guild IN (SELECT guild FROM temp.same) AND NOT EXISTS (
         SELECT 1 FROM replaced.apart r WHERE r.guild = a.guild AND r.petition = a.petition
            AND r.first_hash = a.first_hash AND r.second_hash = a.second_hash)",
    "UPDATE main.waiting AS w SET state = 'expired', asked_by = NULL, decided_at = w.asked_at
     WHERE w.state = 'pending' AND w.act = 'erase' AND EXISTS (
         SELECT 1 FROM main.signatory s WHERE s.guild = w.guild AND s.number = w.object AND s.standing = 'erased')",
    "DELETE FROM main.tally WHERE guild IN (SELECT guild FROM temp.same)",
    "INSERT INTO main.tally (guild, petition, part, standing, signatories)
     SELECT guild, petition, part, standing, COUNT(*) FROM main.signatory
     WHERE guild IN (SELECT guild FROM temp.same) GROUP BY guild, petition, part, standing",
    "DELETE FROM main.opening AS o WHERE EXISTS (
         SELECT 1 FROM main.ledger m JOIN replaced.ledger r ON r.guild = m.guild AND r.seq = m.seq AND r.hash = m.hash
         WHERE m.guild = o.guild AND m.seq = o.seq)
      AND NOT EXISTS (SELECT 1 FROM replaced.opening r
                      WHERE r.guild = o.guild AND r.seq = o.seq AND r.position = o.position)",
    "DELETE FROM main.draft WHERE guild IN (SELECT guild FROM temp.same) AND id NOT IN (SELECT id FROM replaced.draft)",
    "DELETE FROM main.question AS q WHERE q.guild IN (SELECT guild FROM temp.same) AND NOT EXISTS (
         SELECT 1 FROM replaced.question r
         WHERE r.guild = q.guild AND r.submission = q.submission AND r.position = q.position)",
    "UPDATE main.question AS q SET sealed = r.sealed, answer = CASE WHEN q.answer IS NULL THEN NULL ELSE r.answer END
     FROM replaced.question r WHERE r.guild = q.guild AND r.submission = q.submission AND r.position = q.position
      AND q.guild IN (SELECT guild FROM temp.same)",
    "DELETE FROM main.revision AS v WHERE v.sealed IS NOT NULL AND v.guild IN (SELECT guild FROM temp.same)
      AND NOT EXISTS (SELECT 1 FROM replaced.revision r
                      WHERE r.guild = v.guild AND r.number = v.number AND r.revision = v.revision)",
    "UPDATE main.revision AS v SET sealed = r.sealed, doc = r.doc
     FROM replaced.revision r WHERE r.guild = v.guild AND r.number = v.number AND r.revision = v.revision
      AND v.guild IN (SELECT guild FROM temp.same)",
    // What was decided is untied. What waits in the backup and was withdrawn since, or says something else, is withdrawn
    // here; what was decided otherwise waits again, under a key that is nobody's where somebody was forgotten.
    "UPDATE main.submission AS s SET contributor = NULL, note = NULL, sealed = NULL
     FROM replaced.submission r WHERE r.guild = s.guild AND r.number = s.number AND r.contributor IS NULL
      AND s.contributor IS NOT NULL AND s.state <> 'pending' AND s.guild IN (SELECT guild FROM temp.same)",
    "UPDATE main.submission AS s SET state = 'withdrawn', decided_at = r.decided_at, decided_as = r.decided_as,
            contributor = r.contributor, note = NULL, sealed = NULL
     FROM replaced.submission r WHERE r.guild = s.guild AND r.number = s.number AND s.state = 'pending'
      AND r.decided_at IS NOT NULL AND s.guild IN (SELECT guild FROM temp.same)
      AND (r.state = 'withdrawn' OR EXISTS (SELECT 1 FROM temp.erased e
           WHERE e.guild = s.guild AND e.kind = 'submission' AND e.number = s.number))",
    "UPDATE main.submission AS s SET sealed = r.sealed
     FROM replaced.submission r WHERE r.guild = s.guild AND r.number = s.number AND r.sealed IS NOT NULL
      AND s.sealed IS NOT NULL AND s.guild IN (SELECT guild FROM temp.same)
      AND (s.revision = r.revision OR EXISTS (SELECT 1 FROM temp.erased e
           WHERE e.guild = s.guild AND e.kind = 'submission' AND e.number = s.number))",
    "UPDATE main.submission AS s SET note = r.note
     FROM replaced.submission r WHERE r.guild = s.guild AND r.number = s.number AND r.note IS NOT NULL
      AND s.note IS NOT NULL AND s.guild IN (SELECT guild FROM temp.same)",
    "UPDATE main.waiting AS w SET sealed = r.sealed
     FROM replaced.waiting r WHERE r.guild = w.guild AND r.number = w.number AND r.sealed IS NOT NULL
      AND w.sealed IS NOT NULL AND w.guild IN (SELECT guild FROM temp.same)",
    "UPDATE main.submission AS s SET contributor = randomblob(16)
     FROM replaced.submission r WHERE r.guild = s.guild AND r.number = s.number AND r.contributor IS NULL
      AND s.contributor IS NOT NULL AND s.state = 'pending' AND EXISTS (
          SELECT 1 FROM replaced.ledger l JOIN temp.same t ON t.guild = l.guild AND l.seq > t.seq
          WHERE l.guild = s.guild AND l.act = 'forget')",
    "UPDATE main.petition AS o SET doc = r.doc FROM replaced.petition r
     WHERE r.guild = o.guild AND r.number = o.number
      AND (o.guild, 'petition', o.number) IN (SELECT guild, kind, number FROM temp.erased)",
    "UPDATE main.record AS o SET doc = r.doc FROM replaced.record r
     WHERE r.guild = o.guild AND r.number = o.number
      AND (o.guild, 'record', o.number) IN (SELECT guild, kind, number FROM temp.erased)",
    "UPDATE main.source AS o SET doc = r.doc FROM replaced.source r
     WHERE r.guild = o.guild AND r.number = o.number
      AND (o.guild, 'source', o.number) IN (SELECT guild, kind, number FROM temp.erased)",
    "UPDATE main.capture AS o SET doc = r.doc FROM replaced.capture r
     WHERE r.guild = o.guild AND r.number = o.number
      AND (o.guild, 'capture', o.number) IN (SELECT guild, kind, number FROM temp.erased)",
    "UPDATE main.source_change AS o SET doc = r.doc FROM replaced.source_change r
     WHERE r.guild = o.guild AND r.number = o.number
      AND (o.guild, 'source_change', o.number) IN (SELECT guild, kind, number FROM temp.erased)",
    "UPDATE main.demand AS o SET text = r.text FROM replaced.demand r
     WHERE r.guild = o.guild AND r.number = o.number
      AND (o.guild, 'demand', o.number) IN (SELECT guild, kind, number FROM temp.erased)",
    "UPDATE main.judgement AS o SET reason = r.reason FROM replaced.judgement r
     WHERE r.guild = o.guild AND r.object = o.object AND r.revision = o.revision AND o.reason <> r.reason
      AND o.guild IN (SELECT guild FROM temp.same)",
    "DELETE FROM main.term AS t WHERE t.guild IN (SELECT guild FROM temp.erased)
      AND EXISTS (SELECT 1 FROM replaced.term r WHERE r.guild = t.guild AND r.number = t.number)
      AND NOT EXISTS (SELECT 1 FROM replaced.term r
                      WHERE r.guild = t.guild AND r.number = t.number AND r.kind = t.kind AND r.term = t.term)",
];

/// Whose key goes when, since when petitions are over, and which figures stay as they are: where the replaced database
/// knew, by its table.
const KNOWN: &[(&str, &str)] = &[("forgetting", FORGETTING), ("ended", ENDED), ("breakdown", BREAKDOWN)];

const FORGETTING: &str = "\
INSERT OR IGNORE INTO main.forgetting (guild, seq, goes_at)
SELECT f.guild, f.seq, f.goes_at FROM replaced.forgetting f JOIN temp.same s ON s.guild = f.guild AND f.seq <= s.seq";

const ENDED: &str = "\
INSERT OR IGNORE INTO main.ended (guild, petition, ended_at)
SELECT e.guild, e.petition, e.ended_at FROM replaced.ended e
JOIN main.petition p ON p.guild = e.guild AND p.number = e.petition";

const BREAKDOWN: &str = "\
UPDATE main.breakdown AS b SET sealed = NULL FROM replaced.breakdown r
WHERE r.guild = b.guild AND r.petition = b.petition AND r.aspect = b.aspect AND r.sealed IS NULL
  AND b.guild IN (SELECT guild FROM temp.same)";

/// Erases in the copy of a backup what the database at `replaced` has erased since.
pub(super) async fn reapply(copy: &Db, replaced: &Path) -> Result<Reapplied, StoreError> {
    let Some(name) = replaced.to_str().filter(|_| replaced.is_file()) else { return Ok(Reapplied::NobodyToAsk) };
    let mut conn = copy.read().await?;
    let Link::Sqlite(link) = conn.link() else { return Ok(Reapplied::NobodyToAsk) };
    if sqlx::query("ATTACH DATABASE $1 AS replaced").bind(name).execute(&mut *link).await.is_err() {
        return Ok(Reapplied::NobodyToAsk);
    }
    let applied = match apply(&mut *link).await {
        Ok(()) => Ok(Reapplied::Yes),
        Err(error) => {
            // Where nothing was begun there is nothing to roll back.
            let _ = sqlx::query("ROLLBACK").execute(&mut *link).await;
            if is_of_the_replaced(&error) { Ok(Reapplied::NobodyToAsk) } else { Err(failed(error)) }
        }
    };
    sqlx::query("DETACH DATABASE replaced").execute(&mut *link).await.map_err(failed)?;
    applied
}

fn failed(source: sqlx::Error) -> StoreError {
    StoreError::Connection { doing: "erase again what was erased since", source }
}

async fn apply(link: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    for sql in [SAME, ERASED, "BEGIN IMMEDIATE"].iter().chain(STEPS) {
        sqlx::query(*sql).execute(&mut *link).await?;
    }
    let knows = "SELECT COUNT(*) FROM replaced.sqlite_master WHERE name = $1";
    for (table, sql) in KNOWN {
        if sqlx::query_scalar::<_, i64>(knows).bind(*table).fetch_one(&mut *link).await? > 0 {
            sqlx::query(*sql).execute(&mut *link).await?;
        }
    }
    sqlx::query("COMMIT").execute(link).await.map(drop)
}

/// Says whether a table or a page was missing in the replaced database, rather than something wrong with the copy.
fn is_of_the_replaced(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    matches!(code.map(|code| code & 0xff), Some(1 | 11 | 26))
}
