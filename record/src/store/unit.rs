//! The unit of work: the only way to write.
//!
//! ```ignore
//! let number = store
//!     .write(guild, at, |uow| {
//!         Box::pin(async move {
//!             let number = uow.number()?;
//!             petitions::insert(uow, number, &petition).await?;
//!             uow.append(Entry::new(Act::File, ObjectKind::Submission, number, 1).with("title", title));
//!             Ok::<_, FileError>(number)
//!         })
//!     })
//!     .await?;
//! ```
//!
//! The closure may run several times (another writer was in the way), each time in a transaction of its own that knows
//! nothing of the one before; so it changes nothing outside itself and awaits nothing but the store. What it returns as an
//! error, its own refusals included, rolls everything back. Ledger entries collect and are written at the end.
//!
//! It is a boxed future rather than an `AsyncFn`, because the compiler cannot yet show that the future of an async closure
//! with borrows is `Send`, which every task and every poise command needs. The block is `async move`: take references to
//! owned values (`let title = &title;`) before the closure. `'env` is how long those borrows last.
//!
//! **A guild that is not known is created**, its chain begun with the entry *join*, in the same transaction: there is no
//! order of calls to get wrong, and a write that fails leaves no guild behind.

use std::{collections::BTreeMap, marker::PhantomData, pin::Pin, time::Duration};

use jiff::Timestamp;
use tokio::time::{Instant, timeout};

use super::{
    Store, chain,
    db::Conn,
    error::{Failure, StoreError},
    seal::{Place, Sealed},
    sql::{query, row},
    tally,
};
use crate::{
    clock::{Entropy, draw},
    domain::{
        ids::{GuildId, Number},
        ledger::{Act, Entry, LedgerHash},
        signatory::{Part, SignatoryStanding},
    },
};

/// What the closure of [`Store::write`] returns: `Box::pin(async move { … })`.
pub type Step<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// How often work that met another writer is run at most.
const ATTEMPTS: u32 = 8;
/// No attempt begins later than this after the first, the wait for its turn included: Discord waits three seconds for
/// an answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// The first pause; each one after is twice as long, and up to as much again at random keeps two writers apart.
const PAUSE: Duration = Duration::from_millis(8);

/// One transaction on one guild, and the ledger entries it will leave.
#[derive(Debug)]
pub struct UnitOfWork<'env> {
    store: Store,
    conn: Conn,
    guild: GuildId,
    at: Timestamp,
    noted: GuildRow,
    next_number: i64,
    entries: Vec<Entry>,
    tallied: BTreeMap<(Number, Part, SignatoryStanding), i64>,
    env: PhantomData<&'env ()>,
}

/// One transaction on what belongs to no guild.
#[derive(Debug)]
pub struct Shared<'env> {
    conn: Conn,
    env: PhantomData<&'env ()>,
}

impl Shared<'_> {
    /// Gives the connection queries run on.
    pub const fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

row! {
    /// What the guild's row notes of its sequences.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct GuildRow {
        next_number: i64,
        pub(super) seq: i64,
        pub(super) head: LedgerHash as Vec<u8>,
    }
}

impl Store {
    /// Runs `work` in a transaction on `guild` and commits it, its ledger entries last.
    ///
    /// Runs it again when another writer was in the way, a few times within three seconds. Fails with what `work` failed
    /// with, or with the store's own error; then nothing was written.
    pub async fn write<'env, T, E, F>(&self, guild: GuildId, at: Timestamp, work: F) -> Result<T, E>
    where
        F: for<'a> Fn(&'a mut UnitOfWork<'env>) -> Step<'a, T, E> + Send + Sync,
        T: Send,
        E: From<StoreError> + Send,
    {
        let begun = Instant::now();
        let mut attempt = 1;
        loop {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let ended = self.attempt(guild, at, left, &work).await;
            let last = attempt == ATTEMPTS || begun.elapsed() >= PATIENCE;
            match ended {
                Attempt::Done(outcome) => return Ok(outcome),
                Attempt::Failed(error) => return Err(error),
                Attempt::Conflict(error) if last => return Err(error),
                Attempt::Conflict(_) => tokio::time::sleep(self.pause(attempt)).await,
            }
            attempt += 1;
        }
    }

    /// Runs `work` in a transaction on what belongs to no guild: pages and hosts. Nothing of it stands in a ledger, since none
    /// is whose; whatever a guild makes of it is written with [`Self::write`].
    ///
    /// Runs it again when another writer was in the way, as [`Self::write`] does.
    pub async fn share<'env, T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: for<'a> Fn(&'a mut Shared<'env>) -> Step<'a, T, StoreError> + Send + Sync,
        T: Send,
    {
        let mut attempt = 1;
        loop {
            let mut shared = Shared { conn: self.0.db.begin().await?, env: PhantomData };
            let outcome = work(&mut shared).await;
            let conn = shared.conn;
            let conflict = conn.failure() == Some(Failure::Conflict);
            let ended = match outcome {
                Ok(outcome) => conn.commit().await.map(|()| outcome),
                Err(error) => Err(abandon(conn, error).await),
            };
            match ended {
                Err(error) if attempt < ATTEMPTS && (conflict || error.is_conflict()) => {
                    tokio::time::sleep(self.pause(attempt)).await;
                    attempt += 1;
                }
                ended => return ended,
            }
        }
    }

    /// Makes sure the guild has its row, its chain begun with *join*; does nothing when it has.
    pub async fn create_guild(&self, guild: GuildId, at: Timestamp) -> Result<(), StoreError> {
        self.write(guild, at, |_| Box::pin(async { Ok(()) })).await
    }

    async fn attempt<'env, T, E, F>(&self, guild: GuildId, at: Timestamp, left: Duration, work: &F) -> Attempt<T, E>
    where
        F: for<'a> Fn(&'a mut UnitOfWork<'env>) -> Step<'a, T, E> + Send + Sync,
        T: Send,
        E: From<StoreError> + Send,
    {
        // Only the wait for a turn is cut off: whoever cut a commit off would not know whether it was made.
        let mut unit = match timeout(left, UnitOfWork::begin(self.clone(), guild, at)).await {
            Ok(Ok(unit)) => unit,
            Ok(Err(error)) => return Attempt::of(error),
            Err(_) => return Attempt::of(StoreError::too_late()),
        };
        let outcome = work(&mut unit).await;
        let conflict = unit.conn.failure() == Some(Failure::Conflict);
        match outcome {
            Ok(outcome) => match unit.end().await {
                Ok(()) => Attempt::Done(outcome),
                Err(error) if conflict => Attempt::Conflict(error.into()),
                Err(error) => Attempt::of(error),
            },
            Err(error) => {
                unit.conn.roll_back().await;
                if conflict { Attempt::Conflict(error) } else { Attempt::Failed(error) }
            }
        }
    }

    fn pause(&self, attempt: u32) -> Duration {
        let [random] = draw(self.entropy());
        let pause = PAUSE * 2u32.saturating_pow(attempt - 1);
        pause + pause * u32::from(random) / 255
    }
}

/// How one run of the work ended.
enum Attempt<T, E> {
    Done(T),
    Failed(E),
    Conflict(E),
}

impl<T, E: From<StoreError>> Attempt<T, E> {
    fn of(error: StoreError) -> Self {
        if error.is_conflict() { Self::Conflict(error.into()) } else { Self::Failed(error.into()) }
    }
}

impl UnitOfWork<'_> {
    async fn begin(store: Store, guild: GuildId, at: Timestamp) -> Result<Self, StoreError> {
        let mut conn = store.0.db.begin().await?;
        let (noted, entries) = match lock_guild(&mut conn, guild).await {
            Ok(Some(noted)) => (noted, Vec::new()),
            Ok(None) => match create_guild(&mut conn, guild, at).await {
                Ok(created) => created,
                Err(error) => return Err(abandon(conn, error).await),
            },
            Err(error) => return Err(abandon(conn, error).await),
        };
        let next_number = noted.next_number;
        let tallied = BTreeMap::new();
        Ok(Self { store, conn, guild, at, noted, next_number, entries, tallied, env: PhantomData })
    }

    async fn end(mut self) -> Result<(), StoreError> {
        let written = match self.conn.failure() {
            Some(_) => Err(StoreError::PassedOver),
            None => self.write_ends().await,
        };
        match written {
            Ok(()) => self.conn.commit().await,
            Err(error) => Err(abandon(self.conn, error).await),
        }
    }

    async fn write_ends(&mut self) -> Result<(), StoreError> {
        for ((petition, part, standing), delta) in std::mem::take(&mut self.tallied) {
            tally::change(&mut self.conn, self.guild, (petition, part, standing), delta).await?;
        }
        let entries = std::mem::take(&mut self.entries);
        let before = (self.noted.next_number, self.noted.seq);
        self.noted.next_number = self.next_number;
        for entry in &entries {
            chain::append(self, entry).await?;
        }
        let GuildRow { next_number, seq, head } = self.noted;
        if before == (next_number, seq) {
            return Ok(());
        }
        let (conn, guild) = (&mut self.conn, self.guild);
        query!(
            conn,
            execute,
            "UPDATE guild SET next_number = $2, ledger_seq = $3, ledger_head = $4 WHERE id = $1",
            guild,
            next_number,
            seq,
            head
        )?;
        Ok(())
    }

    /// Gives the connection queries run on.
    pub const fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// Gives the guild's next number, which no other object of the guild has or will have.
    pub fn number(&mut self) -> Result<Number, StoreError> {
        let number = Number::new(self.next_number).ok_or(StoreError::NumbersUsedUp)?;
        self.next_number = self.next_number.checked_add(1).ok_or(StoreError::NumbersUsedUp)?;
        Ok(number)
    }

    /// Takes an entry for the ledger, to be written when the work has succeeded.
    pub fn append(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Gives the place in the chain that the next entry will have.
    #[must_use]
    pub fn next_seq(&self) -> i64 {
        let collected = i64::try_from(self.entries.len()).unwrap_or(i64::MAX);
        self.noted.seq.saturating_add(collected).saturating_add(1)
    }

    /// Takes a change of how many signatories stand so: summed up, and written once when the work has succeeded.
    pub(super) fn tally(&mut self, petition: Number, part: Part, standing: SignatoryStanding, delta: i64) {
        *self.tallied.entry((petition, part, standing)).or_default() += delta;
    }

    /// Gives the guild.
    #[must_use]
    pub const fn guild(&self) -> GuildId {
        self.guild
    }

    /// Gives the instant of everything in this unit.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Gives the source of randomness.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        self.store.entropy()
    }

    /// Gives the store this unit writes to, for its keys.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Seals a value for the row `id` of this guild and one purpose.
    pub fn seal(&self, purpose: &str, id: i64, plain: &[u8]) -> Result<Sealed, StoreError> {
        let place = Place { guild: self.guild, id, purpose };
        Ok(self.store.keys().sealer().seal(self.entropy(), place, plain)?)
    }

    /// Opens what was sealed for the row `id` of this guild and one purpose.
    pub fn open(&self, purpose: &str, id: i64, sealed: &Sealed) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
        self.store.open_sealed(Place { guild: self.guild, id, purpose }, sealed)
    }

    /// Gives what the chain's end is, entries of this unit that were written included.
    pub(super) const fn head(&mut self) -> &mut GuildRow {
        &mut self.noted
    }
}

impl Store {
    /// Opens a sealed value in its place.
    pub fn open_sealed(&self, place: Place<'_>, sealed: &Sealed) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
        Ok(self.keys().sealer().open(place, sealed)?)
    }
}

async fn abandon(conn: Conn, error: StoreError) -> StoreError {
    conn.roll_back().await;
    error
}

/// Updates the guild's row to itself: on PostgreSQL this makes the guild's other writers wait their turn.
async fn lock_guild(conn: &mut Conn, guild: GuildId) -> Result<Option<GuildRow>, StoreError> {
    query!(
        conn,
        fetch_optional,
        GuildRow,
        "UPDATE guild SET next_number = next_number WHERE id = $1 RETURNING next_number, ledger_seq AS seq, ledger_head AS head",
        guild
    )
}

async fn create_guild(conn: &mut Conn, guild: GuildId, at: Timestamp) -> Result<(GuildRow, Vec<Entry>), StoreError> {
    let created = query!(
        conn,
        execute,
        "INSERT INTO guild (id, ledger_head, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        guild,
        LedgerHash::ZERO,
        at
    )?;
    let noted = query!(
        conn,
        fetch_one,
        GuildRow,
        "UPDATE guild SET next_number = next_number WHERE id = $1 RETURNING next_number, ledger_seq AS seq, ledger_head AS head",
        guild
    )?;
    // Another process may have created it in between; the entry is written by whoever did.
    let entries = if created == 1 { vec![Entry::of_guild(Act::Join, 0)] } else { Vec::new() };
    Ok((noted, entries))
}

#[cfg(test)]
#[path = "unit_tests.rs"]
mod tests;
