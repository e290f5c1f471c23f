//! What the ledger accepted since a channel was last told: the objects that were touched, and what they are now.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, StoreError};
use crate::domain::digest::Filter;
use crate::domain::ids::{ChannelId, GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::petition::{Collection, PetitionState};
use crate::domain::source::{ChangeClass, ChangeDoc};

/// An object that was touched, once for all that was done to it and once for each way it was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What kind of object it is.
    pub kind: ObjectKind,
    /// Which.
    pub object: Number,
    /// Whether it was judged, and not changed.
    pub judged: bool,
    /// Its latest revision, or the latest judgement's.
    pub revision: i64,
    /// Its earliest revision of these.
    pub first_revision: i64,
    /// When it was touched last.
    pub at: Timestamp,
    /// The petition it belongs to.
    pub petition: Number,
    /// Where the petition stands.
    pub petition_state: PetitionState,
    /// Whether signatures are being collected for the petition.
    pub collection: Collection,
    /// Whether a record stands; a petition that is published does.
    pub stands: bool,
    /// As which revision the channel was told of it.
    pub known: Option<i64>,
    /// The source, where it is an edit of one that leaves alone what is cited.
    pub edited: Option<Number>,
}

row! {
    struct Row {
        object_kind: String,
        object: i64,
        judged: bool,
        revision: i64,
        first_revision: i64,
        at: i64,
        petition: i64,
        petition_state: String,
        collection: String,
        stands: bool,
        known: Option<i64>,
        source: Option<i64>,
        class: Option<String>,
        doc: Option<String>,
    }
}

/// One text for both databases. What is imported is counted apart, and what waits is no news.
pub(super) const TOUCHED: &str = "\
SELECT t.object_kind, t.object, t.judged, t.revision, t.first_revision, t.at, p.number AS petition,
    p.state AS petition_state, p.collection, c.source, c.class, c.doc, COALESCE(r.state = 'accepted', p.state = 'published') AS stands,
    (SELECT max(o.revision) FROM told o
     WHERE o.guild = $1 AND o.channel = $2 AND o.object = t.object AND o.what = 'new') AS known
FROM (
    SELECT object_kind, object, act = 'rate' AS judged, max(seq) AS seq, max(revision) AS revision,
        min(revision) AS first_revision, max(at) AS at
    FROM ledger
    WHERE guild = $1 AND seq > $3 AND seq <= $4 AND object_kind IN ('petition', 'record', 'demand', 'source_change')
        AND (object_kind <> 'demand' OR act = 'rate')
        AND act IN ('approve', 'edit', 'rate', 'correct', 'deprecate', 'retract', 'hide', 'unhide', 'remove', 'redact',
                    'merge', 'undo', 'notice')
        -- Of a live counter's many reports the last is told.
        AND (act <> 'notice' OR object_kind <> 'record'
             OR EXISTS (SELECT 1 FROM counter c WHERE c.guild = $1 AND c.last = ledger.object))
    GROUP BY object_kind, object, act = 'rate'
) AS t
LEFT JOIN record r ON r.guild = $1 AND r.number = t.object AND t.object_kind = 'record'
LEFT JOIN demand d ON d.guild = $1 AND d.number = t.object AND t.object_kind = 'demand'
LEFT JOIN source_change c ON c.guild = $1 AND c.number = t.object AND t.object_kind = 'source_change'
JOIN petition p ON p.guild = $1 AND p.number = CASE t.object_kind WHEN 'source_change' THEN COALESCE(
        (SELECT min(o.petition) FROM record o JOIN petition f ON f.guild = $1 AND f.number = o.petition
         WHERE o.guild = $1 AND o.source = c.source AND o.state = 'accepted' AND f.state = 'published'),
        (SELECT min(f.number) FROM petition f WHERE f.guild = $1 AND f.source = c.source AND f.state = 'published'),
        (SELECT min(j.petition) FROM judgement j JOIN petition f ON f.guild = $1 AND f.number = j.petition
         WHERE j.guild = $1 AND j.source = c.source AND f.state = 'published'))
    ELSE COALESCE(r.petition, d.petition, t.object) END
ORDER BY t.seq";

/// Lists what was touched after the ledger's sequence `after` up to `upto`, in the order it was.
pub async fn list(
    conn: &mut Conn,
    guild: GuildId,
    channel: ChannelId,
    (after, upto): (i64, i64),
) -> Result<Vec<Touched>, StoreError> {
    let rows = query!(conn, fetch_all, Row, TOUCHED, guild, channel, after, upto)?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Touched, StoreError> {
    let row = RowOf::new("ledger", found.object);
    let edited = match (found.source, &found.class, &found.doc) {
        (Some(source), Some(class), Some(doc)) => {
            let (class, doc) = (row.word("class", class, ChangeClass::parse)?, row.json::<ChangeDoc>("doc", doc)?);
            doc.is_a_mere_edit(class).then(|| row.number("source", source)).transpose()?
        }
        _ => None,
    };
    Ok(Touched {
        kind: row.word("object_kind", &found.object_kind, |word| word.parse().ok())?,
        object: row.number("object", found.object)?,
        judged: found.judged,
        revision: found.revision,
        first_revision: found.first_revision,
        at: row.instant("at", found.at)?,
        petition: row.number("petition", found.petition)?,
        petition_state: row.word("state", &found.petition_state, PetitionState::parse)?,
        collection: row.word("collection", &found.collection, Collection::parse)?,
        stands: found.stands,
        known: found.known,
        edited,
    })
}

/// Lists the published petitions that rest on the source of a change, other than by being the first: what a digest that is about
/// one of them tells.
pub async fn list_resting(conn: &mut Conn, guild: GuildId, change: Number) -> Result<Vec<Number>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "WITH changed AS (SELECT source FROM source_change WHERE guild = $1 AND number = $2)
         SELECT f.number FROM petition f WHERE f.guild = $1 AND f.state = 'published' AND f.number IN (
             SELECT petition FROM record
             WHERE guild = $1 AND source = (SELECT source FROM changed) AND state = 'accepted'
             UNION SELECT number FROM petition WHERE guild = $1 AND source = (SELECT source FROM changed)
             UNION SELECT petition FROM judgement WHERE guild = $1 AND source = (SELECT source FROM changed))
         ORDER BY f.number",
        guild,
        change
    )?;
    numbers(found)
}

/// Lists the petitions that were taken in from archives after the ledger's sequence `after` up to `upto`, and still stand.
pub async fn list_imported(
    conn: &mut Conn,
    guild: GuildId,
    (after, upto): (i64, i64),
) -> Result<Vec<Number>, StoreError> {
    let found = query!(
        conn,
        scalars,
        i64,
        "SELECT DISTINCT l.object FROM ledger l
         JOIN petition p ON p.guild = l.guild AND p.number = l.object AND p.state = 'published'
         WHERE l.guild = $1 AND l.seq > $2 AND l.seq <= $3 AND l.act = 'import' AND l.object_kind = 'petition'",
        guild,
        after,
        upto
    )?;
    numbers(found)
}

fn numbers(found: Vec<i64>) -> Result<Vec<Number>, StoreError> {
    found.into_iter().map(|number| RowOf::new("petition", number).number("number", number)).collect()
}

/// Gives the guild's end of the ledger.
pub async fn end(conn: &mut Conn, guild: GuildId) -> Result<i64, StoreError> {
    let end = query!(conn, scalar_optional, i64, "SELECT ledger_seq FROM guild WHERE id = $1", guild)?;
    Ok(end.unwrap_or_default())
}

/// Gives the ledger's sequence before the first entry at `since` or after it.
pub async fn before(conn: &mut Conn, guild: GuildId, since: Timestamp) -> Result<i64, StoreError> {
    let last =
        query!(conn, scalar, Option<i64>, "SELECT max(seq) FROM ledger WHERE guild = $1 AND at < $2", guild, since)?;
    Ok(last.unwrap_or_default())
}

/// Gives the petitions a filter lets through; nothing where it lets all through.
pub async fn list_filtered(
    conn: &mut Conn,
    guild: GuildId,
    filter: &Filter,
) -> Result<Option<BTreeSet<Number>>, StoreError> {
    let found = match filter {
        Filter::All => return Ok(None),
        Filter::Petitions(petitions) => return Ok(Some(petitions.iter().copied().collect())),
        Filter::Tag(tag) => {
            query!(conn, scalars, i64, "SELECT petition FROM petition_tag WHERE guild = $1 AND tag = $2", guild, tag)?
        }
        Filter::Organisation(organisation) => query!(
            conn,
            scalars,
            i64,
            "WITH RECURSIVE parts (number) AS (
                 SELECT COALESCE(merged_into, number) FROM organisation WHERE guild = $1 AND number = $2
                 UNION
                 SELECT b.organisation FROM parts AS w
                 JOIN organisation_parent AS b ON b.guild = $1 AND b.parent = w.number
             )
             SELECT DISTINCT a.petition FROM parts AS w
             JOIN petition_addressee AS a ON a.guild = $1 AND a.organisation = w.number",
            guild,
            *organisation
        )?,
    };
    Ok(Some(numbers(found)?.into_iter().collect()))
}
