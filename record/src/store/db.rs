//! The two databases behind one type, and the connections queries run on.
//!
//! Pools, transactions and pragmas stay native to each database; only [`query!`](super::sql) looks
//! into the driver's own connection.

use std::fmt;

use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction, pool::PoolConnection};

use super::{
    error::{Failure, StoreError},
    folder::FolderLock,
    sql::query,
};

/// An open database.
pub(crate) enum Db {
    /// One writer, several readers of the same file.
    Sqlite {
        /// The one connection that writes.
        write: SqlitePool,
        /// Read-only connections.
        read: SqlitePool,
        /// Keeps others from putting another file in its place; none for a copy that nobody knows.
        lock: Option<FolderLock>,
    },
    /// A server.
    Postgres(PgPool),
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        })
    }
}

fn failed(doing: &'static str) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |source| StoreError::Connection { doing, source }
}

impl Db {
    pub(super) async fn read(&self) -> Result<Conn, StoreError> {
        let failed = failed("take a connection for reading");
        Ok(Conn::new(match self {
            Self::Sqlite { read, .. } => Held::Sqlite(read.acquire().await.map_err(failed)?),
            Self::Postgres(pool) => Held::Postgres(pool.acquire().await.map_err(failed)?),
        }))
    }

    pub(super) async fn read_snapshot(&self) -> Result<Conn, StoreError> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let failed = failed("begin to read a snapshot");
        Ok(Conn::new(match self {
            Self::Sqlite { read, .. } => Held::SqliteTx(read.begin().await.map_err(failed)?),
            Self::Postgres(pool) => Held::PostgresTx(pool.begin_with(BEGIN).await.map_err(failed)?),
        }))
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that reads first and writes
    /// later fails when another has written in between, however long it would wait.
    pub(super) async fn begin(&self) -> Result<Conn, StoreError> {
        let failed = failed("begin to write");
        Ok(Conn::new(match self {
            Self::Sqlite { write, .. } => Held::SqliteTx(write.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?),
            Self::Postgres(pool) => Held::PostgresTx(pool.begin().await.map_err(failed)?),
        }))
    }

    /// Folds SQLite's log into the file and cuts it to nothing, so that pages as they were are in neither. Says whether
    /// that was done: a reader in the middle of something keeps it from being.
    pub(super) async fn cut_log(&self) -> Result<bool, StoreError> {
        let Self::Sqlite { write, .. } = self else { return Ok(true) };
        let cut = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)");
        let busy = cut.fetch_one(write).await.map_err(failed("cut the log"))?;
        Ok(busy == 0)
    }

    /// Gives SQLite's writer room for what it reads and writes again and again.
    pub(super) async fn make_room(&self) -> Result<(), StoreError> {
        let Self::Sqlite { write, .. } = self else { return Ok(()) };
        let room = sqlx::query("PRAGMA cache_size = -65536").execute(write);
        room.await.map(drop).map_err(failed("make room for the writer"))
    }

    /// Names the database as a label does.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgresql",
        }
    }

    pub(super) async fn describe(&self) -> Result<String, StoreError> {
        let mut conn = self.read().await?;
        let version = query!(conn, scalar, String,
            sqlite: "SELECT sqlite_version()", postgres: "SELECT current_setting('server_version')")?;
        let number = version.split(' ').next().unwrap_or_default();
        Ok(format!("{self:?} {number}"))
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { write, read, lock } => {
                // The last connection to close folds the log into the file, which a reader may not do.
                read.close().await;
                write.close().await;
                if let Some(lock) = lock {
                    lock.release();
                }
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection, for reading or inside a unit of work. It goes back to its pool when dropped.
pub struct Conn {
    held: Held,
    failure: Option<Failure>,
}

enum Held {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// A connection as its database's driver knows it.
pub(crate) enum Link<'c> {
    /// SQLite's.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL's.
    Postgres(&'c mut PgConnection),
}

impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.held {
            Held::Sqlite(_) | Held::SqliteTx(_) => "Conn(SQLite)",
            Held::Postgres(_) | Held::PostgresTx(_) => "Conn(PostgreSQL)",
        })
    }
}

impl Conn {
    const fn new(held: Held) -> Self {
        Self { held, failure: None }
    }

    /// Gives the connection itself, so that a query is written the same on it and on a unit of work.
    pub const fn conn(&mut self) -> &mut Self {
        self
    }

    pub(crate) fn link(&mut self) -> Link<'_> {
        match &mut self.held {
            Held::Sqlite(conn) => Link::Sqlite(conn),
            Held::SqliteTx(tx) => Link::Sqlite(tx),
            Held::Postgres(conn) => Link::Postgres(conn),
            Held::PostgresTx(tx) => Link::Postgres(tx),
        }
    }

    /// Notes that a query failed. PostgreSQL refuses everything after it in the transaction and SQLite does not, so
    /// that the note is what ends the transaction on both.
    pub(crate) fn failed(&mut self, at: &'static str, source: sqlx::Error) -> StoreError {
        let failure = Failure::of(&source);
        if self.failure != Some(Failure::Conflict) {
            self.failure = Some(failure);
        }
        StoreError::Query { at, source }
    }

    /// Notes a failure as if a query had met it.
    #[cfg(test)]
    pub(super) const fn pretend(&mut self, failure: Failure) {
        self.failure = Some(failure);
    }

    pub(super) const fn failure(&self) -> Option<Failure> {
        self.failure
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        let failed = failed("commit");
        match self.held {
            Held::SqliteTx(tx) => tx.commit().await.map_err(failed),
            Held::PostgresTx(tx) => tx.commit().await.map_err(failed),
            Held::Sqlite(_) | Held::Postgres(_) => Ok(()),
        }
    }

    pub(super) async fn roll_back(self) {
        // Whatever goes wrong here, the database rolls back by itself when the connection ends.
        let _ = match self.held {
            Held::SqliteTx(tx) => tx.rollback().await,
            Held::PostgresTx(tx) => tx.rollback().await,
            Held::Sqlite(_) | Held::Postgres(_) => Ok(()),
        };
    }
}
