//! Opening a store: the database, its schema, and the key that belongs to it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool,
    migrate::MigrateError,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::timeout;

use super::{
    Inner, Store, StoreError, beside,
    db::Db,
    error::OpenError,
    keys::{self, Keys, MasterKey},
    migrations,
    sql::query,
    sqlite,
    url::{DatabaseUrl, PostgresUrl},
};
use crate::clock::{Entropy, draw};

/// More connections make a hot row slower, not faster; other processes need some too.
const CONNECTIONS: u32 = 8;
/// How long a server may take to answer at the start, seconds.
const ANSWER_SECONDS: u64 = 10;
/// A connection that was idle for longer is tried before it is used: the server may have been restarted.
const TRUSTED_IDLE: Duration = Duration::from_secs(30);
/// How many rows are filled in within one transaction.
const FILLED: i64 = 1000;
const KEY_CHECK: &str = "key_check";

/// Gives the place of the key file that belongs to an SQLite database: beside it.
#[must_use]
pub fn key_file(database: &Path) -> PathBuf {
    database.with_file_name("undersigned.key")
}

impl Store {
    /// Opens the database, made if it is a file that is missing, and brings its schema up to date.
    ///
    /// Without a `key`, SQLite's is read from the file beside the database, made on the first start; PostgreSQL always
    /// needs one. Fails with what the operator has to do when the database or the key cannot be used; nothing is
    /// replaced or repaired.
    pub async fn open(url: &DatabaseUrl, key: Option<MasterKey>, entropy: Arc<dyn Entropy>) -> Result<Self, OpenError> {
        if key.is_none() && matches!(url, DatabaseUrl::Postgres(_)) {
            return Err(OpenError::KeyNeeded);
        }
        let db = open_database(url, key.is_none()).await?;
        match agree_on_key(&db, url, key, &*entropy).await {
            Ok(keys) => {
                let store = Self(Arc::new(Inner { db, keys, entropy }));
                store.fill().await.map_err(|source| OpenError::Store { url: url.to_string(), source })?;
                Ok(store)
            }
            Err(error) => {
                db.close().await;
                Err(error)
            }
        }
    }
}

/// What [`Store::look`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Nothing yet: the first start makes it, and its key where none is given.
    New,
    /// A database with its key.
    Ready,
}

impl Store {
    /// Makes what is made in Rust of rows that are older than it, some at a time.
    async fn fill(&self) -> Result<(), StoreError> {
        while self.share(|shared| Box::pin(beside::fill(shared.conn(), FILLED))).await? {}
        Ok(())
    }

    /// Looks at the database and its key without changing either, for whoever wants to know before the start. Fails as
    /// [`Store::open`] would.
    pub async fn look(url: &DatabaseUrl, key: Option<MasterKey>) -> Result<Seen, OpenError> {
        let Some(db) = look_at_database(url, key.as_ref()).await? else { return Ok(Seen::New) };
        let found = find_keys(&db, url, key).await;
        db.close().await;
        Ok(if found?.is_some() { Seen::Ready } else { Seen::New })
    }

    /// Opens a database that is there for reading alone: nothing is made, migrated or written. Fails as
    /// [`Store::open`] would, and with [`OpenError::NoDatabase`] where no bot has made the database yet.
    pub async fn open_existing(
        url: &DatabaseUrl,
        key: Option<MasterKey>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let missing = || OpenError::NoDatabase { url: url.to_string() };
        let db = look_at_database(url, key.as_ref()).await?.ok_or_else(missing)?;
        match find_keys(&db, url, key).await {
            Ok(Some(keys)) => Ok(Self(Arc::new(Inner { db, keys, entropy }))),
            other => {
                db.close().await;
                Err(other.err().unwrap_or_else(missing))
            }
        }
    }
}

/// Opens a database for reading, `None` where there is none yet but could be.
async fn look_at_database(url: &DatabaseUrl, key: Option<&MasterKey>) -> Result<Option<Db>, OpenError> {
    match url {
        DatabaseUrl::Sqlite(path) => sqlite::look(path, key.is_none().then(|| key_file(path)).as_deref()).await,
        DatabaseUrl::Postgres(_) if key.is_none() => Err(OpenError::KeyNeeded),
        DatabaseUrl::Postgres(server) => {
            let one = PgPoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(ANSWER_SECONDS));
            let pool = one.connect_with(server.options().disable_statement_logging()).await;
            let pool = pool.map_err(|source| OpenError::Unreachable { url: url.to_string(), source })?;
            Ok(Some(Db::Postgres(pool)))
        }
    }
}

/// Finds the keys of a database, `None` where it has none yet.
pub(super) async fn find_keys(db: &Db, url: &DatabaseUrl, given: Option<MasterKey>) -> Result<Option<Keys>, OpenError> {
    let failed = |source| OpenError::Store { url: url.to_string(), source };
    let mut conn = db.read().await.map_err(failed)?;
    let has_meta = query!(conn, scalar, i64,
        sqlite: "SELECT count(*) FROM sqlite_schema WHERE name = 'meta'",
        postgres: "SELECT count(*) FROM information_schema.tables
                   WHERE table_schema = current_schema() AND table_name = 'meta'")
    .map_err(failed)?;
    if has_meta == 0 {
        return Ok(None);
    }
    let Some(check) = read_check(&mut conn).await.map_err(failed)? else {
        return Ok(None);
    };
    let key = match given {
        Some(key) => key,
        None => read_key_file(url)?,
    };
    let keys = Keys::new(&key);
    if keys.matches(&check) { Ok(Some(keys)) } else { Err(OpenError::KeyDiffers { url: url.to_string() }) }
}

/// Reads the key of a database that has one.
fn read_key_file(url: &DatabaseUrl) -> Result<MasterKey, OpenError> {
    let DatabaseUrl::Sqlite(database) = url else {
        return Err(OpenError::KeyNeeded);
    };
    let path = key_file(database);
    keys::read(&path)?.ok_or_else(|| OpenError::KeyMissing { url: url.to_string(), path })
}

/// Brings the schema of a database up to date without opening a store; the key is neither needed nor set.
pub async fn migrate(url: &DatabaseUrl) -> Result<(), OpenError> {
    open_database(url, true).await?.close().await;
    Ok(())
}

async fn open_database(url: &DatabaseUrl, key_beside: bool) -> Result<Db, OpenError> {
    match url {
        DatabaseUrl::Sqlite(path) => sqlite::open(path, key_beside.then(|| key_file(path)).as_deref()).await,
        DatabaseUrl::Postgres(server) => open_postgres(url, server).await.map(Db::Postgres),
    }
}

async fn open_postgres(url: &DatabaseUrl, server: &PostgresUrl) -> Result<PgPool, OpenError> {
    let options = server.options().application_name("undersigned").disable_statement_logging();
    let (mut lock, mut work) = (connect(url, &options).await?, connect(url, &options).await?);
    let migrated = migrations::run_postgres(&mut lock, &mut work).await;
    // The connections were for this only; a failure to say goodbye changes nothing.
    let _ = (lock.close().await, work.close().await);
    let shown = url.to_string();
    match migrated {
        Ok(true) => {}
        Ok(false) => {
            return Err(OpenError::MigrationHeld { url: shown, seconds: migrations::LOCK_SECONDS });
        }
        Err(source) => return Err(migration_error(&shown, source)),
    }
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(ANSWER_SECONDS))
        // Trying each connection before each use costs a quarter of a look-up.
        .test_before_acquire(false)
        .before_acquire(|conn, about| {
            Box::pin(async move {
                if about.idle_for > TRUSTED_IDLE {
                    conn.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(|conn, _| {
            Box::pin(async move {
                sqlx::query("SET statement_timeout = '10s'").execute(&mut *conn).await?;
                // Another writer's row is waited for no longer than a caller waits for the answer.
                sqlx::query("SET lock_timeout = '2s'").execute(conn).await?;
                Ok(())
            })
        });
    pool.connect_with(options).await.map_err(|source| OpenError::Unreachable { url: shown, source })
}

async fn connect(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<PgConnection, OpenError> {
    match timeout(Duration::from_secs(ANSWER_SECONDS), options.connect()).await {
        Ok(Ok(conn)) => Ok(conn),
        Ok(Err(source)) => Err(OpenError::Unreachable { url: url.to_string(), source }),
        Err(_) => Err(OpenError::TimedOut { url: url.to_string(), seconds: ANSWER_SECONDS }),
    }
}

pub(super) fn migration_error(url: &str, source: MigrateError) -> OpenError {
    let url = url.to_owned();
    match source {
        MigrateError::VersionMissing(version) => OpenError::NewerSchema { url, version },
        source => OpenError::Migrate { url, source },
    }
}

/// Compares the key with the one the database was made with; the first start sets it.
///
/// A transaction that writes holds other processes off meanwhile, so that two first starts do not make two keys.
async fn agree_on_key(
    db: &Db,
    url: &DatabaseUrl,
    given: Option<MasterKey>,
    entropy: &dyn Entropy,
) -> Result<Keys, OpenError> {
    let failed = |source| OpenError::Store { url: url.to_string(), source };
    let mut conn = db.begin().await.map_err(failed)?;
    let known = read_check(&mut conn).await.map_err(failed)?;
    let keys = Keys::new(&find_key(url, given, known.is_some(), entropy)?);
    if known.is_none() {
        query!(
            conn,
            execute,
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING",
            KEY_CHECK,
            keys.check_value()
        )
        .map_err(failed)?;
    }
    let check = read_check(&mut conn).await.map_err(failed)?;
    if !check.is_some_and(|check| keys.matches(&check)) {
        return Err(OpenError::KeyDiffers { url: url.to_string() });
    }
    conn.commit().await.map_err(failed)?;
    Ok(keys)
}

async fn read_check(conn: &mut super::Conn) -> Result<Option<String>, StoreError> {
    query!(conn, scalar_optional, String, "SELECT value FROM meta WHERE key = $1", KEY_CHECK)
}

fn find_key(
    url: &DatabaseUrl,
    given: Option<MasterKey>,
    known: bool,
    entropy: &dyn Entropy,
) -> Result<MasterKey, OpenError> {
    if let Some(key) = given {
        return Ok(key);
    }
    let DatabaseUrl::Sqlite(database) = url else {
        return Err(OpenError::KeyNeeded);
    };
    let path = key_file(database);
    match keys::read(&path)? {
        Some(key) => Ok(key),
        None if known => Err(OpenError::KeyMissing { url: url.to_string(), path }),
        None => {
            let key = MasterKey::new(draw(entropy));
            keys::create(&path, &key)?;
            Ok(key)
        }
    }
}
