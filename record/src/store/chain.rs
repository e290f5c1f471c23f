//! The ledger's rows: appending to a guild's chain, and following it from the first entry.

use std::ops::ControlFlow;

use super::{
    Conn, Place, Sealed, Store, StoreError, UnitOfWork,
    sql::{query, row},
};
use crate::{
    clock::draw,
    domain::{
        ids::{GuildId, Number},
        ledger::{
            self, Anchor, Entry, Header, LedgerHash, Opening, SALT_LENGTH, StoredEntry, Verdict, Verifier, lines,
        },
    },
};

/// How many entries are held at once while a chain is followed.
const PAGE: i64 = 500;

/// Whether what a ledger's commitments stand for is written as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openings {
    /// Headers and commitments alone, which give nobody away.
    Left,
    /// With what is left of the openings.
    Shown,
}

/// What keeps a ledger from being written elsewhere.
#[derive(Debug, thiserror::Error)]
pub enum WriteLedgerError {
    /// It cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot be written where it should go.
    #[error("failed to write the ledger")]
    Write(#[from] std::io::Error),
}

/// Names what an opening is sealed for.
pub(super) fn purpose(field: &str) -> String {
    format!("opening/{field}")
}

/// Writes one entry with its openings and moves the chain's end on.
pub(super) async fn append(uow: &mut UnitOfWork<'_>, entry: &Entry) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let previous = uow.head().head;
    let seq = uow.head().seq.checked_add(1).ok_or(StoreError::NumbersUsedUp)?;
    let salts: Vec<[u8; SALT_LENGTH]> = entry.fields.iter().map(|_| draw(uow.entropy())).collect();
    let commitments: Vec<u8> = entry
        .fields
        .iter()
        .zip(&salts)
        .flat_map(|((field, value), salt)| *ledger::commitment(salt, field, value).as_bytes())
        .collect();
    let header = Header {
        guild,
        seq,
        at: at.as_millisecond(),
        act: entry.act.as_str(),
        object_kind: entry.kind.as_str(),
        object: entry.object.map_or(0, Number::get),
        revision: entry.revision,
        previous,
        commitments: &commitments,
    };
    let hash = header.hash();
    query!(
        uow,
        execute,
        "INSERT INTO ledger (guild, seq, at, act, object_kind, object, revision, prev, hash, commitments)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        guild,
        seq,
        at,
        header.act,
        header.object_kind,
        header.object,
        header.revision,
        previous,
        hash,
        &commitments[..]
    )?;
    for (position, ((field, value), salt)) in (0i64..).zip(entry.fields.iter().zip(&salts)) {
        let sealed = uow.seal(&purpose(field), seq, value)?;
        query!(
            uow,
            execute,
            "INSERT INTO opening (guild, seq, position, field, salt, value) VALUES ($1, $2, $3, $4, $5, $6)",
            guild,
            seq,
            position,
            *field,
            &salt[..],
            &sealed
        )?;
    }
    let end = uow.head();
    (end.seq, end.head) = (seq, hash);
    Ok(())
}

row! {
    struct EntryRow {
        seq: i64,
        at: i64,
        act: String,
        object_kind: String,
        object: i64,
        revision: i64,
        prev: Vec<u8>,
        hash: Vec<u8>,
        commitments: Vec<u8>,
    }
}

row! {
    struct OpeningRow {
        seq: i64,
        position: i64,
        field: String,
        salt: Vec<u8>,
        value: Sealed as Vec<u8>,
    }
}

impl Store {
    /// Follows a guild's chain from its first entry and says whether it is as it was written.
    ///
    /// Holds one page of entries at a time. Anchors of other guilds are not looked at.
    pub async fn verify(&self, guild: GuildId, anchors: &[Anchor]) -> Result<Verdict, StoreError> {
        let mut conn = self.read_snapshot().await?;
        self.verify_on(&mut conn, guild, anchors).await
    }

    /// Follows every guild's chain, those included that only an anchor knows.
    pub async fn verify_all(&self, anchors: &[Anchor]) -> Result<Vec<(GuildId, Verdict)>, StoreError> {
        let mut conn = self.read_snapshot().await?;
        let mut guilds = list_guilds(&mut conn).await?;
        guilds.extend(anchors.iter().map(|anchor| anchor.guild));
        guilds.sort_unstable();
        guilds.dedup();
        let mut verdicts = Vec::with_capacity(guilds.len());
        for guild in guilds {
            verdicts.push((guild, self.verify_on(&mut conn, guild, anchors).await?));
        }
        Ok(verdicts)
    }

    /// Lists the guilds that have a record.
    pub async fn guilds(&self) -> Result<Vec<GuildId>, StoreError> {
        list_guilds(&mut self.read().await?).await
    }

    /// Gives the end of a guild's chain, to be published where the database cannot reach it; `None` before its first entry.
    pub async fn anchor(&self, guild: GuildId) -> Result<Option<Anchor>, StoreError> {
        let mut conn = self.read().await?;
        let (seq, hash) = noted_end(&mut conn, guild).await?;
        Ok(LedgerHash::try_from(hash).ok().filter(|_| seq > 0).map(|hash| Anchor { guild, seq, hash }))
    }

    /// Gives the end of every guild's chain, in the state the connection sees.
    pub(super) async fn anchors(conn: &mut Conn) -> Result<Vec<Anchor>, StoreError> {
        let noted = query!(
            conn,
            fetch_all,
            (i64, i64, Vec<u8>),
            "SELECT id, ledger_seq, ledger_head FROM guild WHERE ledger_seq > 0 ORDER BY id"
        )?;
        let anchor = |(guild, seq, hash): (i64, i64, Vec<u8>)| {
            Some(Anchor { guild: GuildId::from(guild), seq, hash: LedgerHash::try_from(hash).ok()? })
        };
        // An end that is no hash is told of when the chain is followed.
        Ok(noted.into_iter().filter_map(anchor).collect())
    }

    /// Opens what an entry committed to, field by field; a field whose opening was destroyed is not among them.
    pub async fn opened(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        seq: i64,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let rows = openings_between(conn, guild, seq - 1, seq).await?;
        let opened = rows.into_iter().map(|row| self.unsealed(guild, row));
        Ok(opened.filter_map(|opening| Some((opening.field, opening.value?))).collect())
    }

    /// Writes a guild's ledger as [`lines`] say, a page of entries at a time; with openings it holds who did what, as
    /// keyed hashes, and what became of it. Says whether there is one.
    pub async fn write_ledger(
        &self,
        guild: GuildId,
        openings: Openings,
        mut write: impl FnMut(&str) -> std::io::Result<()>,
    ) -> Result<bool, WriteLedgerError> {
        let mut conn = self.read_snapshot().await?;
        let (seq, head) = noted_end(&mut conn, guild).await?;
        if seq == 0 {
            return Ok(false);
        }
        write(&lines::begin(guild))?;
        let walked = self.walk(&mut conn, guild, |entry, own| {
            let own = if openings == Openings::Shown { own } else { &[] };
            match write(&lines::entry(entry, own)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        });
        if let ControlFlow::Break(error) = walked.await? {
            return Err(error.into());
        }
        write(&lines::end(seq, &head))?;
        Ok(true)
    }

    async fn verify_on(&self, conn: &mut Conn, guild: GuildId, anchors: &[Anchor]) -> Result<Verdict, StoreError> {
        let mut verifier = Verifier::new(guild, anchors);
        let broken = self.walk(conn, guild, |entry, own| match verifier.follow(entry, own) {
            Ok(()) => ControlFlow::Continue(()),
            Err(broken) => ControlFlow::Break(broken),
        });
        if let ControlFlow::Break(broken) = broken.await? {
            return Ok(broken);
        }
        let (seq, head) = noted_end(conn, guild).await?;
        Ok(verifier.finish(seq, &head))
    }

    /// Goes through a chain from its first entry, each with the openings that are left of it.
    async fn walk<B>(
        &self,
        conn: &mut Conn,
        guild: GuildId,
        mut each: impl FnMut(&StoredEntry, &[Opening]) -> ControlFlow<B>,
    ) -> Result<ControlFlow<B>, StoreError> {
        let mut after = 0;
        loop {
            let entries = entries_after(conn, guild, after).await?;
            let Some(last) = entries.last().map(|entry| entry.seq) else {
                return Ok(ControlFlow::Continue(()));
            };
            let openings = openings_between(conn, guild, after, last).await?;
            let mut openings = openings.into_iter().peekable();
            for entry in &entries {
                let mut own = Vec::new();
                while let Some(opening) = openings.next_if(|opening| opening.seq <= entry.seq) {
                    own.push(self.unsealed(guild, opening));
                }
                if let ControlFlow::Break(end) = each(entry, &own) {
                    return Ok(ControlFlow::Break(end));
                }
            }
            after = last;
        }
    }

    fn unsealed(&self, guild: GuildId, row: OpeningRow) -> Opening {
        let purpose = purpose(&row.field);
        let place = Place { guild, id: row.seq, purpose: &purpose };
        let value = self.open_sealed(place, &row.value).ok().map(|value| value.to_vec());
        Opening { position: row.position, field: row.field, salt: row.salt, value }
    }
}

async fn list_guilds(conn: &mut Conn) -> Result<Vec<GuildId>, StoreError> {
    let guilds = query!(conn, scalars, i64, "SELECT id FROM guild ORDER BY id")?;
    Ok(guilds.into_iter().map(GuildId::from).collect())
}

async fn noted_end(conn: &mut Conn, guild: GuildId) -> Result<(i64, Vec<u8>), StoreError> {
    let noted =
        query!(conn, fetch_optional, (i64, Vec<u8>), "SELECT ledger_seq, ledger_head FROM guild WHERE id = $1", guild)?;
    Ok(noted.unwrap_or_else(|| (0, LedgerHash::ZERO.as_bytes().to_vec())))
}

async fn entries_after(conn: &mut Conn, guild: GuildId, after: i64) -> Result<Vec<StoredEntry>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        EntryRow,
        "SELECT seq, at, act, object_kind, object, revision, prev, hash, commitments
         FROM ledger WHERE guild = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        guild,
        after,
        PAGE
    )?;
    Ok(rows.into_iter().map(StoredEntry::from).collect())
}

async fn openings_between(
    conn: &mut Conn,
    guild: GuildId,
    after: i64,
    last: i64,
) -> Result<Vec<OpeningRow>, StoreError> {
    query!(
        conn,
        fetch_all,
        OpeningRow,
        "SELECT seq, position, field, salt, value
         FROM opening WHERE guild = $1 AND seq > $2 AND seq <= $3 ORDER BY seq, position",
        guild,
        after,
        last
    )
}

impl From<EntryRow> for StoredEntry {
    fn from(row: EntryRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            act: row.act,
            object_kind: row.object_kind,
            object: row.object,
            revision: row.revision,
            previous: row.prev,
            hash: row.hash,
            commitments: row.commitments,
        }
    }
}
