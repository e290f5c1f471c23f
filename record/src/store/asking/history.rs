//! What was done to a petition's record, by whom is nobody's to know: headers of the ledger, and the codes of reasons.

use crate::domain::ids::{GuildId, Number};
use crate::store::decode::RowOf;
use crate::store::sql::{query, row};
use crate::store::{Conn, Place, Sealed, Store, StoreError};

/// One act on the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// Its place in the ledger.
    pub seq: i64,
    /// When.
    pub at: jiff::Timestamp,
    /// What was done, by its word in the ledger.
    pub act: String,
    /// To what kind of object, by its word.
    pub kind: String,
    /// To which one.
    pub object: Number,
    /// The object's revision after it.
    pub revision: i64,
    /// Of a record, its kind.
    pub record: Option<String>,
    /// Why, as it was written; nothing where that is no longer held.
    pub reason: Option<String>,
}

row! {
    struct Row {
        seq: i64,
        at: i64,
        act: String,
        object_kind: String,
        object: i64,
        revision: i64,
        record: Option<String>,
        reason: Option<Vec<u8>>,
        entries: i64,
    }
}

/// One text for both databases: entries about a petition, its records, demands and what it was merged with, the latest
/// first. What waited, and what people withdrew of themselves, is not told.
pub(in crate::store) const HISTORY: &str = "\
WITH objects (number, record) AS (
    SELECT CAST($2 AS BIGINT), CAST(NULL AS TEXT)
    UNION ALL
    SELECT number, NULL FROM petition WHERE guild = $1 AND merged_into = $2
    UNION ALL
    SELECT number, kind FROM record WHERE guild = $1 AND petition = $2
    UNION ALL
    SELECT number, NULL FROM demand WHERE guild = $1 AND petition = $2
),
entries AS (
    SELECT l.seq, l.at, l.act, l.object_kind, l.object, l.revision, o.record
    FROM objects AS o JOIN ledger AS l ON l.guild = $1 AND l.object = o.number
    WHERE l.object_kind IN ('petition', 'record', 'demand')
        AND l.act IN ('approve', 'import', 'edit', 'confirm', 'reject', 'rate', 'correct', 'deprecate', 'retract', 'hide',
                      'unhide', 'remove', 'redact', 'merge', 'pause', 'undo')
)
SELECT e.seq, e.at, e.act, e.object_kind, e.object, e.revision, e.record, p.value AS reason,
    (SELECT count(*) FROM entries) AS entries
FROM entries AS e LEFT JOIN opening AS p ON p.guild = $1 AND p.seq = e.seq AND p.field = 'reason'
ORDER BY e.seq DESC LIMIT $3 OFFSET $4";

/// Gives a page of what was done, the latest first, and how many acts there are in all.
pub async fn list(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    (limit, skip): (i64, i64),
) -> Result<(Vec<Acted>, u64), StoreError> {
    let rows = query!(conn, fetch_all, Row, HISTORY, guild, petition, limit, skip)?;
    let total = rows.first().map_or(0, |row| row.entries.unsigned_abs());
    let acts = rows.into_iter().map(|row| read(store, guild, row)).collect::<Result<_, _>>()?;
    Ok((acts, total))
}

fn read(store: &Store, guild: GuildId, found: Row) -> Result<Acted, StoreError> {
    let row = RowOf::new("ledger", found.seq);
    let place = Place { guild, id: found.seq, purpose: "opening/reason" };
    let open = |sealed: Vec<u8>| store.open_sealed(place, &Sealed::from(sealed)).ok();
    let reason = found.reason.and_then(open).map(|plain| String::from_utf8_lossy(&plain).into_owned());
    Ok(Acted {
        seq: found.seq,
        at: row.instant("at", found.at)?,
        act: found.act,
        kind: found.object_kind,
        object: row.number("object", found.object)?,
        revision: found.revision,
        record: found.record,
        reason,
    })
}
