//! What every test on a database shares: a fresh one per test, on SQLite and on PostgreSQL.
//!
//! A test is written once, inside [`on_both_databases!`], and runs as `name::sqlite` and `name::postgres`. The second needs
//! `TEST_POSTGRES_URL`, the URL of a server where databases may be created; `cargo xtask test` starts one. Without it the
//! second passes without doing anything, and the run says so once.
//!
//! To use it in another test binary: `#[path = "../harness/mod.rs"] mod harness;`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a harness that fails stops the test")]
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part of it")]

use std::{
    io::Write as _,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    str::FromStr as _,
    sync::{Arc, Once},
};

use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;
use undersigned::{
    clock::{Entropy as _, SystemEntropy},
    store::{DatabaseUrl, MasterKey, OpenError, Store},
};

mod postgres;
pub mod site;

pub use postgres::server_url;

/// One of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A database of a test's own: made before it, gone after it.
pub struct TestDb {
    pub kind: Kind,
    pub url: DatabaseUrl,
    /// A folder of the test's own; SQLite's file and its key are in it.
    pub folder: TempDir,
    raw: String,
}

impl TestDb {
    /// The key every test's database is opened with, unless the test says otherwise.
    pub fn key() -> MasterKey {
        MasterKey::new([42; 32])
    }

    /// Opens a store; call it again for a second process's.
    pub async fn open(&self) -> Store {
        self.open_with(Some(Self::key())).await.unwrap()
    }

    /// Opens a store with a key, or none.
    pub async fn open_with(&self, key: Option<MasterKey>) -> Result<Store, OpenError> {
        Store::open(&self.url, key, Arc::new(SystemEntropy)).await
    }

    /// Runs SQL behind the store's back, as an intruder or a newer version would.
    pub async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.kind {
            Kind::Sqlite => {
                let mut conn = self.sqlite().await;
                sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
            Kind::Postgres => {
                let mut conn = PgConnection::connect(&self.raw).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
        }
    }

    /// Asks for one text (or number, as text) behind the store's back.
    pub async fn ask(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(format!("SELECT CAST(({sql}) AS TEXT)"));
        match self.kind {
            Kind::Sqlite => {
                let mut conn = self.sqlite().await;
                let answer = sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap();
                conn.close().await.unwrap();
                answer
            }
            Kind::Postgres => {
                let mut conn = PgConnection::connect(&self.raw).await.unwrap();
                let answer = sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap();
                conn.close().await.unwrap();
                answer
            }
        }
    }

    async fn sqlite(&self) -> SqliteConnection {
        // An intruder is not bound by foreign keys.
        SqliteConnectOptions::from_str(&self.raw).unwrap().foreign_keys(false).connect().await.unwrap()
    }

    /// Keeps every writer waiting (SQLite) until what is given is dropped.
    pub async fn hold_writers(&self) -> SqliteConnection {
        let mut conn = self.sqlite().await;
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut conn).await.unwrap();
        conn
    }

    /// Gives the URL as a driver takes it, password and all.
    pub fn raw_url(&self) -> &str {
        &self.raw
    }
}

/// Runs one test on one database; PostgreSQL is left out, aloud, when there is none.
pub fn run<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(Arc<TestDb>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let raw = match kind {
        Kind::Sqlite => format!("sqlite://{}", folder.path().join("undersigned.db").display()),
        Kind::Postgres => match server_url() {
            Some(server) => runtime.block_on(postgres::create(&server)),
            None => return say_left_out(),
        },
    };
    let db = Arc::new(TestDb { kind, url: raw.parse().unwrap(), folder, raw });
    let name = db.raw.clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            test(Arc::clone(&db)).await;
            report(&db).await;
        });
    }));
    drop(db);
    if kind == Kind::Postgres {
        runtime.block_on(postgres::drop(&name));
    }
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// Notes for `cargo xtask test` that a test passed on this database, and which version it is.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
async fn report(db: &TestDb) {
    let Ok(folder) = std::env::var("TEST_REPORT") else {
        return;
    };
    let (note, question) = match db.kind {
        Kind::Sqlite => ("sqlite", "SELECT 'SQLite ' || sqlite_version()"),
        Kind::Postgres => ("postgres", "SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)"),
    };
    let note = std::path::Path::new(&folder).join(note);
    if !note.exists() {
        let version = db.ask(question).await;
        std::fs::write(note, version).unwrap();
    }
}

fn say_left_out() {
    static ONCE: Once = Once::new();
    // The macros that print are captured by the test runner; this line is for whoever runs the tests.
    ONCE.call_once(|| {
        let _ = writeln!(std::io::stderr(), "left out: the tests on PostgreSQL (TEST_POSTGRES_URL is not set)");
    });
}

/// Gives a number no other test has, for names.
pub fn unique() -> u64 {
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes);
    u64::from_be_bytes(bytes)
}

/// Writes each `async fn name(db: Arc<TestDb>)` as the two tests `name::sqlite` and `name::postgres`.
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing of its file")]
            use super::*;

            async fn test($db: ::std::sync::Arc<$crate::harness::TestDb>) $body

            #[test]
            fn sqlite() {
                $crate::harness::run($crate::harness::Kind::Sqlite, test);
            }

            #[test]
            fn postgres() {
                $crate::harness::run($crate::harness::Kind::Postgres, test);
            }
        }
    )*};
}
pub(crate) use on_both_databases;
