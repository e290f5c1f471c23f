//! Reading the ledger: what was done, newest first, with the few openings that moderators may read.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, Place, Sealed, Store, StoreError, chain};
use crate::domain::ids::{ActorKey, GuildId, Number};
use crate::domain::ledger::{Act, ObjectKind};
use crate::domain::review::{RejectReason, Standing};

/// Which entries are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of one object.
    pub object: Option<Number>,
    /// Of one act.
    pub act: Option<Act>,
    /// From this moment on.
    pub since: Option<Timestamp>,
}

/// By whom an entry was left: never an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A person, as what they were here.
    Role(Standing),
    /// Whoever hosts the bot.
    Host,
    /// Nothing is held that says it.
    Unsaid,
}

/// An entry as moderators may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done, in the ledger's own word, which a later version may have added.
    pub act: String,
    /// To what kind of object, likewise.
    pub kind: String,
    /// Which object; `None` is the guild itself.
    pub object: Option<Number>,
    /// By whom.
    pub by: By,
    /// Whether one person decided about their own.
    pub alone: bool,
    /// For which of the reasons that have a code.
    pub reason: Option<RejectReason>,
    /// The names of the fields that were changed, where that is held.
    pub changed: Vec<String>,
}

row! {
    struct Row {
        seq: i64,
        at: i64,
        act: String,
        object_kind: String,
        object: i64,
        standing: Option<Vec<u8>>,
        actor: Option<Vec<u8>>,
        alone: Option<Vec<u8>>,
        reason: Option<Vec<u8>>,
    }
}

/// One text for both databases, with what is asked for in its place: each way has its index.
macro_rules! entries_where {
    ($condition:literal) => {
        concat!(
            "SELECT l.seq, l.at, l.act, l.object_kind, l.object,
                    (SELECT o.value FROM opening AS o WHERE o.guild = l.guild AND o.seq = l.seq AND o.field = 'standing')
                        AS standing,
                    (SELECT o.value FROM opening AS o WHERE o.guild = l.guild AND o.seq = l.seq AND o.field = 'actor')
                        AS actor,
                    (SELECT o.value FROM opening AS o WHERE o.guild = l.guild AND o.seq = l.seq AND o.field = 'alone')
                        AS alone,
                    (SELECT o.value FROM opening AS o WHERE o.guild = l.guild AND o.seq = l.seq AND o.field = 'reason')
                        AS reason
             FROM ledger AS l WHERE l.guild = $1 AND ",
            $condition
        )
    };
}

pub(super) const OF_OBJECT: &str = entries_where!(
    "l.object = $2 AND (CAST($3 AS TEXT) IS NULL OR l.act = $3) AND l.at >= $4 ORDER BY l.seq DESC LIMIT $5 OFFSET $6"
);
pub(super) const OF_ACT: &str = entries_where!("l.act = $2 AND l.at >= $3 ORDER BY l.seq DESC LIMIT $4 OFFSET $5");
pub(super) const OF_ALL: &str = entries_where!("l.at >= $2 ORDER BY l.seq DESC LIMIT $3 OFFSET $4");

/// Gives a moment before every entry where none is asked for.
fn from(since: Option<Timestamp>) -> i64 {
    since.map_or(i64::MIN, Timestamp::as_millisecond)
}

/// Counts the entries that are asked for.
pub async fn count(conn: &mut Conn, guild: GuildId, wanted: Wanted) -> Result<i64, StoreError> {
    let since = from(wanted.since);
    match (wanted.object, wanted.act) {
        (Some(object), act) => query!(
            conn,
            scalar,
            i64,
            "SELECT COUNT(*) FROM ledger l WHERE l.guild = $1 AND l.object = $2
             AND (CAST($3 AS TEXT) IS NULL OR l.act = $3) AND l.at >= $4",
            guild,
            object,
            act.map(Act::as_str),
            since
        ),
        (None, Some(act)) => query!(
            conn,
            scalar,
            i64,
            "SELECT COUNT(*) FROM ledger l WHERE l.guild = $1 AND l.act = $2 AND l.at >= $3",
            guild,
            act.as_str(),
            since
        ),
        (None, None) => {
            query!(conn, scalar, i64, "SELECT COUNT(*) FROM ledger l WHERE l.guild = $1 AND l.at >= $2", guild, since)
        }
    }
}

/// Lists the entries that are asked for, the newest first, and opens of each what moderators may know.
pub async fn list(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    wanted: Wanted,
    (limit, offset): (i64, i64),
) -> Result<Vec<Line>, StoreError> {
    let since = from(wanted.since);
    let rows = match (wanted.object, wanted.act) {
        (Some(object), act) => {
            query!(conn, fetch_all, Row, OF_OBJECT, guild, object, act.map(Act::as_str), since, limit, offset)?
        }
        (None, Some(act)) => query!(conn, fetch_all, Row, OF_ACT, guild, act.as_str(), since, limit, offset)?,
        (None, None) => query!(conn, fetch_all, Row, OF_ALL, guild, since, limit, offset)?,
    };
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let mut line = row.read(store, guild)?;
        if [Act::Configure.as_str(), Act::Edit.as_str()].contains(&line.act.as_str()) {
            line.changed = changed(store, conn, guild, &line).await?;
        }
        lines.push(line);
    }
    Ok(lines)
}

impl Row {
    fn read(self, store: &Store, guild: GuildId) -> Result<Line, StoreError> {
        let of = RowOf::new("ledger", self.seq);
        let opened =
            |field: &str, value: Option<Vec<u8>>| value.and_then(|value| open(store, guild, self.seq, field, value));
        let word = |value: Option<Vec<u8>>| value.and_then(|value| String::from_utf8(value).ok());
        let standing = word(opened("standing", self.standing)).as_deref().and_then(Standing::parse);
        let host = opened("actor", self.actor).is_some_and(|actor| actor == b"operator");
        Ok(Line {
            seq: self.seq,
            at: of.instant("at", self.at)?,
            act: self.act,
            kind: self.object_kind,
            object: Number::new(self.object),
            by: match standing {
                Some(standing) => By::Role(standing),
                None if host => By::Host,
                None => By::Unsaid,
            },
            alone: opened("alone", self.alone).is_some(),
            reason: word(opened("reason", self.reason)).as_deref().and_then(RejectReason::parse),
            changed: Vec::new(),
        })
    }
}

/// Opens one field of an entry; nothing where it is not held in a form this key opens.
fn open(store: &Store, guild: GuildId, seq: i64, field: &str, value: Vec<u8>) -> Option<Vec<u8>> {
    let purpose = chain::purpose(field);
    let sealed = Sealed::from(value);
    store.open_sealed(Place { guild, id: seq, purpose: &purpose }, &sealed).ok().map(|value| value.to_vec())
}

/// Names the fields in which an entry's image differs from the one before it of the same object.
async fn changed(store: &Store, conn: &mut Conn, guild: GuildId, line: &Line) -> Result<Vec<String>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, Vec<u8>),
        "SELECT l.seq, o.value FROM ledger l JOIN opening o ON o.guild = l.guild AND o.seq = l.seq AND o.field = 'after'
         WHERE l.guild = $1 AND l.object = $2 AND l.object_kind = $3 AND l.seq <= $4 ORDER BY l.seq DESC LIMIT 2",
        guild,
        line.object.map_or(0, Number::get),
        &line.kind,
        line.seq
    )?;
    let [(seq, after), (earlier, before)] = rows.as_slice() else { return Ok(Vec::new()) };
    if *seq != line.seq {
        return Ok(Vec::new());
    }
    let image = |seq: i64, value: &[u8]| {
        let opened = open(store, guild, seq, "after", value.to_vec())?;
        serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&opened).ok()
    };
    let (Some(after), Some(before)) = (image(*seq, after), image(*earlier, before)) else { return Ok(Vec::new()) };
    let mut names: Vec<String> =
        after.keys().chain(before.keys()).filter(|name| after.get(*name) != before.get(*name)).cloned().collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// How many entries are opened at once while those of one person are looked for.
const AT_ONCE: i64 = 500;

/// Gives the sequences of the entries that somebody left under a key, the newest first: those of moderators' acts, since
/// what people contribute stands under a key of another purpose. Opens every entry's actor, so this is for the rare
/// question.
pub async fn list_by_actor(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
) -> Result<Vec<i64>, StoreError> {
    let (mut found, mut before) = (Vec::new(), i64::MAX);
    loop {
        let rows = query!(
            conn,
            fetch_all,
            (i64, Vec<u8>),
            "SELECT seq, value FROM opening WHERE guild = $1 AND seq < $2 AND field = 'actor'
             ORDER BY seq DESC LIMIT $3",
            guild,
            before,
            AT_ONCE
        )?;
        let Some((last, _)) = rows.last() else { return Ok(found) };
        before = *last;
        let theirs = |(seq, value)| {
            open(store, guild, seq, "actor", value).is_some_and(|own| own == actor.as_bytes()).then_some(seq)
        };
        found.extend(rows.into_iter().filter_map(theirs));
    }
}

/// Lists the entries of these sequences, the newest first.
pub async fn list_these(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    sequences: &[i64],
) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::with_capacity(sequences.len());
    for seq in sequences {
        let row = query!(conn, fetch_optional, Row, entries_where!("l.seq = $2"), guild, *seq)?;
        if let Some(row) = row {
            lines.push(row.read(store, guild)?);
        }
    }
    Ok(lines)
}

/// The field of an entry that notes whose acts were asked for.
pub const ASKED: &str = "asked";

/// Gives the key whose acts were asked for in the entry `seq`; `None` where the entry is no such question.
pub async fn find_asked(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    seq: i64,
) -> Result<Option<ActorKey>, StoreError> {
    let value = query!(
        conn,
        scalar_optional,
        Vec<u8>,
        "SELECT o.value FROM ledger l JOIN opening o ON o.guild = l.guild AND o.seq = l.seq AND o.field = $4
         WHERE l.guild = $1 AND l.seq = $2 AND l.act = $3 AND l.object_kind = $5",
        guild,
        seq,
        Act::Who.as_str(),
        ASKED,
        ObjectKind::Guild.as_str()
    )?;
    let opened = value.and_then(|value| open(store, guild, seq, ASKED, value));
    Ok(opened.and_then(|key| ActorKey::try_from(key).ok()))
}

/// Gives the latest question for somebody's acts.
pub async fn last_asked(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    actor: ActorKey,
) -> Result<Option<i64>, StoreError> {
    let latest = query!(
        conn,
        scalars,
        i64,
        "SELECT seq FROM ledger WHERE guild = $1 AND act = $2 ORDER BY seq DESC LIMIT 20",
        guild,
        Act::Who.as_str()
    )?;
    for seq in latest {
        if find_asked(store, conn, guild, seq).await? == Some(actor) {
            return Ok(Some(seq));
        }
    }
    Ok(None)
}
