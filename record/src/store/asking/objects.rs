//! What a moderator may choose to act on: records and petitions in whatever state, one indexed query.

use super::suggest::Typed;
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::PetitionDoc;
use crate::domain::record::Body;
use crate::store::decode::{RowOf, readable};
use crate::store::sql::query;
use crate::store::{Conn, StoreError};

/// Among which things is looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Records.
    Records,
    /// Petitions that are hidden.
    HiddenPetitions,
    /// Records and petitions.
    All,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: Findable,
    says: Says,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Says {
    Petition(Box<PetitionDoc>),
    Record(Box<Body>),
}

impl Object {
    /// Gives what a record says, or else a petition's title.
    pub fn says(&self) -> Result<&Body, &str> {
        match &self.says {
            Says::Petition(doc) => Err(&doc.title),
            Says::Record(body) => Ok(body),
        }
    }
}

/// One text for both databases. `$3` to `$4` is the range of the last word, `$5` and `$6` say what is wanted, and `$7`
/// in which state petitions are, where that matters.
pub(in crate::store) const OBJECTS: &str = "\
WITH found (number) AS (
    SELECT CAST($2 AS BIGINT)
    UNION
    SELECT number FROM (
        SELECT t.number FROM term AS t
        WHERE t.guild = $1 AND t.term >= $3 AND t.term < $4 AND $3 <> ''
            AND t.kind IN ('petition', 'count', 'fact', 'statement', 'response', 'request', 'commitment')
        GROUP BY t.number ORDER BY t.number DESC LIMIT 200
    ) AS by_word
    UNION
    SELECT number FROM (
        SELECT number FROM record WHERE guild = $1 AND $3 = '' AND $5 ORDER BY number DESC LIMIT 25
    ) AS latest_records
    UNION
    SELECT number FROM (
        SELECT number FROM petition WHERE guild = $1 AND $3 = '' AND $6 AND ($7 = '' OR state = $7)
        ORDER BY number DESC LIMIT 25
    ) AS latest_petitions
)
SELECT number, kind, doc FROM (
    SELECT r.number, r.kind, r.doc FROM record AS r
    WHERE r.guild = $1 AND $5 AND r.number IN (SELECT number FROM found)
    UNION ALL
    SELECT p.number, 'petition', p.doc FROM petition AS p
    WHERE p.guild = $1 AND $6 AND ($7 = '' OR p.state = $7) AND p.number IN (SELECT number FROM found)
) AS of_both ORDER BY number DESC LIMIT 25";

/// Finds what may be meant by what was typed so far.
pub async fn find(conn: &mut Conn, guild: GuildId, typed: &Typed, among: Among) -> Result<Vec<Object>, StoreError> {
    let (records, petitions, state) = match among {
        Among::Records => (true, false, ""),
        Among::HiddenPetitions => (false, true, "hidden"),
        Among::All => (true, true, ""),
    };
    let (from, to) = typed.last_word();
    let rows = query!(
        conn,
        fetch_all,
        (i64, String, String),
        OBJECTS,
        guild,
        typed.number,
        from,
        to,
        records,
        petitions,
        state
    )?;
    readable(rows.into_iter().map(|(number, kind, doc)| {
        let row = RowOf::new("record", number);
        let kind = row.word("kind", &kind, Findable::parse)?;
        let says = match kind {
            Findable::Petition => Says::Petition(row.json("doc", &doc)?),
            _ => Says::Record(row.json("doc", &doc)?),
        };
        Ok(Object { number: row.number("number", number)?, kind, says })
    }))
}
