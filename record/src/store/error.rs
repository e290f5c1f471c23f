//! What can go wrong in the store, by what the caller can do about it.

use std::{io, path::PathBuf};

use super::{keys::KeyFileError, seal::SealError};

/// Says what the store failed to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A query failed.
    #[error("the query at {at} failed")]
    Query {
        /// File and line of the query.
        at: &'static str,
        /// What the database said.
        source: sqlx::Error,
    },
    /// A connection or transaction failed apart from any query.
    #[error("failed to {doing}")]
    Connection {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        source: sqlx::Error,
    },
    /// A query of the unit of work failed, and the closure went on as if it had not.
    #[error("a failed query was passed over, so nothing of its unit of work was written")]
    PassedOver,
    /// A stored value is not what it must be.
    #[error("the column {column} of {table} {row} holds something this program never writes")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Which row, by its number within the guild.
        row: String,
        /// Why the value cannot be read.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A value could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A guild gave its last number, or its ledger its last sequence.
    #[error("the guild's numbers are used up")]
    NumbersUsedUp,
}

/// How a failed query ended its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Another writer was in the way: the same work can succeed when it is run again.
    Conflict,
    /// Anything else.
    Final,
}

impl Failure {
    /// Tells which kind `error` is.
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        let error = match error {
            sqlx::Error::Database(error) => error,
            // The one writer was not free in time.
            sqlx::Error::PoolTimedOut => return Self::Conflict,
            _ => return Self::Final,
        };
        let code = error.code();
        let conflict = match code.as_deref() {
            // PostgreSQL: serialization failure, deadlock, a lock not free in time.
            Some("40001" | "40P01" | "55P03") => true,
            // SQLite: BUSY and LOCKED are the low bytes 5 and 6 of the extended code.
            Some(code) => code.len() < 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)),
            None => false,
        };
        if conflict { Self::Conflict } else { Self::Final }
    }
}

impl StoreError {
    /// Says that the turn to write did not come in time.
    pub(super) const fn too_late() -> Self {
        Self::Connection { doing: "begin to write in time", source: sqlx::Error::PoolTimedOut }
    }

    /// Says whether another writer was in the way, again and again.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.driver().is_some_and(|error| Failure::of(error) == Failure::Conflict)
    }

    /// Says whether something that a row should have led to is not there.
    #[must_use]
    pub fn is_of_nothing(&self) -> bool {
        let database = self.driver().and_then(sqlx::Error::as_database_error);
        database.is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
    }

    /// Says whether one row is at fault, so that the others can be gone on with.
    #[must_use]
    pub const fn is_of_one_row(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Seal(_))
    }

    fn driver(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Query { source, .. } | Self::Connection { source, .. } => Some(source),
            Self::PassedOver | Self::Corrupt { .. } | Self::Seal(_) | Self::NumbersUsedUp => None,
        }
    }
}

/// Says why the store does not open, and what the operator does about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of the SQLite file is missing.
    #[error("the folder {} does not exist: create it, or name another place for the database", folder.display())]
    NoFolder {
        /// Which folder.
        folder: PathBuf,
    },
    /// The path is a folder or something else that is not a file.
    #[error("{} is not a file: name a file for the database, such as {}", path.display(), path.join("undersigned.db").display())]
    NotAFile {
        /// Which path.
        path: PathBuf,
    },
    /// The file could not be looked at or made.
    #[error("failed to {doing} the database file {}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The file or its folder cannot be written.
    #[error("the database {} cannot be written: give this user write access to the file and its folder", path.display())]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// The file is something else than an SQLite database.
    #[error("{} is not an SQLite database: it was left as it is; name another file, or move this one away", path.display())]
    NotADatabase {
        /// Which file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("the database {} is damaged ({found}): it was left as it is; stop here, keep a copy of it, and restore a backup", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What the check found.
        found: String,
    },
    /// The file is empty or gone while what belongs to it is still there.
    #[error("the database {} is {state} although {} is there: restore a backup; where nothing was ever filed, as after a first start that was cut off, move that file away to begin anew", path.display(), beside.display())]
    Lost {
        /// Which file.
        path: PathBuf,
        /// `empty` or `missing`.
        state: &'static str,
        /// What shows that there was one.
        beside: PathBuf,
    },
    /// Somebody is putting another database in place.
    #[error("the database {} is being replaced by `undersigned restore`: start again when that has ended", path.display())]
    Replaced {
        /// Which file.
        path: PathBuf,
    },
    /// There is no database where one is needed.
    #[error("there is no database at {url} yet: see that UNDERSIGNED_DATABASE_URL names the one the bot uses")]
    NoDatabase {
        /// The database.
        url: String,
    },
    /// The file system does not carry a write-ahead log.
    #[error("the database {} cannot keep a write-ahead log where it is ({mode}): put it on a local disk", path.display())]
    NoWal {
        /// Which file.
        path: PathBuf,
        /// The mode it is in instead.
        mode: String,
    },
    /// This SQLite is known to lose commits.
    #[error("SQLite {version} can lose commits: use 3.51.3, 3.50.7, 3.44.6, or 3.52.1 and later")]
    UnsafeSqlite {
        /// Its version.
        version: String,
    },
    /// The server did not answer.
    #[error("failed to reach PostgreSQL at {url}: see that it runs and that the address, user and password are right")]
    Unreachable {
        /// The URL, its password masked.
        url: String,
        /// What the driver said.
        source: sqlx::Error,
    },
    /// The server did not answer in time.
    #[error(
        "PostgreSQL at {url} did not answer within {seconds} s: see that the address and the firewall let it through"
    )]
    TimedOut {
        /// The URL, its password masked.
        url: String,
        /// How long was waited.
        seconds: u64,
    },
    /// A newer version of the program wrote this database.
    #[error(
        "the database {url} was written by a newer version (migration {version}): use that version, or a backup made before it ran"
    )]
    NewerSchema {
        /// The database.
        url: String,
        /// The first migration this program does not know.
        version: i64,
    },
    /// The schema could not be brought up to date.
    #[error("failed to bring the schema of {url} up to date")]
    Migrate {
        /// The database.
        url: String,
        /// Which migration, and why.
        source: sqlx::migrate::MigrateError,
    },
    /// Another process is migrating and does not finish.
    #[error("another process has been migrating {url} for {seconds} s: see what holds it up")]
    MigrationHeld {
        /// The database.
        url: String,
        /// How long was waited.
        seconds: u64,
    },
    /// PostgreSQL is used without a key.
    #[error(
        "with PostgreSQL the key comes from the environment: set UNDERSIGNED_KEY to 32 random bytes (`openssl rand -hex 32`), the same for every process"
    )]
    KeyNeeded,
    /// The database has a key, and its file is gone.
    #[error("the key of the database {url} is missing: put {} back from your backup, or set UNDERSIGNED_KEY; without it nothing sealed can be opened", path.display())]
    KeyMissing {
        /// The database.
        url: String,
        /// Where the key file should be.
        path: PathBuf,
    },
    /// The key is not the one this database was made with.
    #[error("the key is not the one the database {url} was made with: use the key that was backed up with it")]
    KeyDiffers {
        /// The database.
        url: String,
    },
    /// The key file cannot be used.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// The store failed while it was being opened.
    #[error("failed to compare the key with the database {url}")]
    Store {
        /// The database.
        url: String,
        /// What the store said.
        source: StoreError,
    },
    /// The database failed while it was being opened.
    #[error("failed to {doing} in {url}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// The database.
        url: String,
        /// What the database said.
        source: sqlx::Error,
    },
}
