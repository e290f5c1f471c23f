//! The only SQL: one store on two databases.
//!
//! A [`Store`] is SQLite in one file or PostgreSQL by URL. Reading takes a connection ([`Store::read`]); writing is
//! [`Store::write`] and nothing else, so that every write is one transaction with its ledger entries. Queries are
//! written once, with [`query!`](sql), and run on both.
//!
//! **Invariant.** Nothing outside this module names a table, a database or a driver.
//!
//! To add a query, write a function that takes `&mut Conn` in the file of its object; it then serves readers and
//! units of work alike. To add a table, add a pair of migrations and list it in [`migrations`]; the parity test
//! compares the two.

use std::sync::Arc;

use crate::clock::Entropy;

pub mod acts;
pub mod asking;
pub mod audit;
pub mod backup;
pub mod beside;
pub mod blocks;
pub mod breakdowns;
pub mod cards;
pub mod chain;
pub mod changes;
pub mod checkpoints;
pub mod copies;
pub mod counters;
pub mod db;
pub mod deliveries;
pub mod digests;
pub mod drafts;
pub mod effects;
pub mod ended;
pub mod error;
pub mod exchange;
mod folder;
pub mod held;
pub mod hosts;
pub mod imports;
pub mod judgements;
pub mod keys;
mod meta;
pub mod migrations;
pub mod milestones;
pub mod news;
pub mod open;
pub mod organisations;
pub mod own;
pub mod pages;
pub mod passages;
pub mod petitions;
pub mod posted;
pub mod questions;
pub mod readings;
mod reapply;
pub mod records;
pub mod redaction;
mod registration;
pub mod reminders;
pub mod restore;
pub mod seal;
pub mod settings;
pub mod signatories;
pub mod sources;
pub mod sql;
pub mod submissions;
pub mod tally;
pub mod terms;
pub mod unit;
pub mod url;
pub mod vitals;
pub mod waiting;
pub mod watched;
pub mod wipe;

mod decode;
mod sqlite;

pub use backup::{BackupError, Contents};
pub use chain::{Openings, WriteLedgerError};
pub use db::Conn;
pub use error::{OpenError, StoreError};
pub use keys::{Keys, MasterKey, NameHasher};
pub use open::Seen;
pub use reapply::Reapplied;
pub use restore::{Restored, restore};
pub use seal::{Place, Sealed};
pub use unit::{Step, UnitOfWork};
pub use url::{DatabaseUrl, PostgresUrl};

/// The record of every guild, kept in one database. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    db: db::Db,
    keys: Keys,
    entropy: Arc<dyn Entropy>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({:?})", self.0.db)
    }
}

impl Store {
    /// Takes a connection for reading. Each query sees the latest committed state.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        self.0.db.read().await
    }

    /// Takes a connection whose queries all see the state of one moment.
    pub async fn read_snapshot(&self) -> Result<Conn, StoreError> {
        self.0.db.read_snapshot().await
    }

    /// Makes room for much that is written at once: a list of a million names touches its indexes all over, and what does not
    /// fit is read and written again and again. Up to 64 MB, for as long as the store is open.
    pub async fn make_room(&self) -> Result<(), StoreError> {
        self.0.db.make_room().await
    }

    /// Gives the keys derived from the installation's secret.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Gives the source of randomness the store was opened with.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.0.entropy
    }

    /// Says which database this is and in which version, such as `SQLite 3.51.3`.
    pub async fn describe(&self) -> Result<String, StoreError> {
        self.0.db.describe().await
    }

    /// Waits for what runs and closes every connection, so that SQLite folds its log into the file.
    pub async fn close(&self) {
        self.0.db.close().await;
    }
}
