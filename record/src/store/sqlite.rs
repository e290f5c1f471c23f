//! Opening SQLite: what is refused before a byte is written, and the settings commits rely on.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
    thread::available_parallelism,
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool,
    pool::PoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    db::Db,
    error::OpenError,
    folder::{FolderLock, beside, folder_of},
    migrations,
};

/// How long a writer waits for another process before it pauses and tries again.
const BUSY: Duration = Duration::from_millis(500);
/// How long the start waits for another process that migrates: that touches every row at worst.
const START_BUSY: Duration = Duration::from_mins(1);
/// At least this many readers, and one for each core where there are more.
const MIN_READERS: usize = 4;
/// How many KiB of the file all readers together keep in memory, and each at the least.
const ALL_READERS: u32 = 8 * 1024;
const LEAST_CACHE: u32 = 1024;
/// How long a task waits for the one writer or a reader before it gives up.
const ACQUIRE: Duration = Duration::from_secs(10);
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Opens the database at `path`, made if it is missing, with its schema up to date.
///
/// A `key_file` is given where the key is kept beside the database: it then shows that there was one.
pub(super) async fn open(path: &Path, key_file: Option<&Path>) -> Result<Db, OpenError> {
    refuse_unsafe_version().await?;
    let lock = share_folder(path)?;
    prepare_file(path, key_file)?;
    prepare_database(path).await?;
    // What is taken of these is never given back, and whatever watches ten thousand pages takes all of it: together they stay
    // under a quarter of the 64 MB that is allowed for that (`cargo bench --bench watching`).
    let write = connect(path, 1, options(path).pragma("cache_size", "-4096")).await?;
    let readers = available_parallelism().map_or(MIN_READERS, usize::from).max(MIN_READERS);
    let readers = u32::try_from(readers).unwrap_or(u32::MAX);
    // An answer reads some twenty pages all over the file: what is not here is in the system's cache.
    let each = format!("-{}", (ALL_READERS / readers.max(1)).max(LEAST_CACHE));
    match connect(path, readers, options(path).read_only(true).pragma("cache_size", each)).await {
        Ok(read) => Ok(Db::Sqlite { write, read, lock: Some(lock) }),
        Err(error) => {
            write.close().await;
            Err(error)
        }
    }
}

/// Opens the database at `path` for reading only, `None` where there is none yet but could be.
pub(super) async fn look(path: &Path, key_file: Option<&Path>) -> Result<Option<Db>, OpenError> {
    refuse_unsafe_version().await?;
    let lock = share_folder(path)?;
    if !find_file(path, key_file)? {
        return Ok(None);
    }
    let read = connect(path, 1, options(path).read_only(true)).await?;
    let checked = match read.acquire().await {
        Ok(mut conn) => check_file(path, &mut conn).await,
        Err(source) => Err(explain(path, "open the file", source)),
    };
    match checked {
        Ok(()) => Ok(Some(Db::Sqlite { write: read.clone(), read, lock: Some(lock) })),
        Err(error) => {
            read.close().await;
            Err(error)
        }
    }
}

/// Opens a copy that nobody else uses, in the journal mode it came in, and looks through all of it. Foreign keys are
/// off, as the schema's steps need it.
pub(super) async fn open_copy(path: &Path) -> Result<Db, OpenError> {
    check_magic(path).map_err(|source| OpenError::File { doing: "read", path: path.to_owned(), source })??;
    let one = connect(path, 1, plain_options(path).foreign_keys(false)).await?;
    let found = sqlx::query_scalar::<_, String>("PRAGMA integrity_check(1)").fetch_one(&one).await;
    let failed = match found {
        Ok(found) if found == "ok" => return Ok(Db::Sqlite { write: one.clone(), read: one, lock: None }),
        Ok(found) => OpenError::Damaged { path: path.to_owned(), found },
        Err(source) => explain(path, "check the file", source),
    };
    one.close().await;
    Err(failed)
}

fn share_folder(path: &Path) -> Result<FolderLock, OpenError> {
    FolderLock::share(path).ok_or_else(|| OpenError::Replaced { path: path.to_owned() })
}

/// Checks and migrates the database on a connection of its own, which waits longer than others may.
async fn prepare_database(path: &Path) -> Result<(), OpenError> {
    let patient = options(path).busy_timeout(START_BUSY).foreign_keys(false);
    let mut conn = patient.connect().await.map_err(|source| explain(path, "open the file", source))?;
    let prepared = match check_file(path, &mut conn).await {
        Ok(()) => migrations::run_sqlite(&mut conn).await.map_err(|source| migration_error(path, source)),
        Err(error) => Err(error),
    };
    let closed = conn.close().await.map_err(|source| explain(path, "close the file", source));
    prepared.and(closed)
}

async fn connect(path: &Path, connections: u32, options: SqliteConnectOptions) -> Result<SqlitePool, OpenError> {
    pool(connections).connect_with(options).await.map_err(|source| explain(path, "open the file", source))
}

fn pool(connections: u32) -> SqlitePoolOptions {
    PoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE)
        // A file does not go away as a server does: connections are kept, and not tried before each use.
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

fn options(path: &Path) -> SqliteConnectOptions {
    plain_options(path).journal_mode(SqliteJournalMode::Wal)
}

fn plain_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        // "Filed" means committed: FULL syncs the log at each commit, NORMAL would lose the last ones.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("trusted_schema", "OFF")
        // The parts of an answer are put together in memory: in files it takes five times as long, and leaves traces.
        .pragma("temp_store", "MEMORY")
        // Erased values are overwritten in the file.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

async fn refuse_unsafe_version() -> Result<(), OpenError> {
    let failed =
        |source| OpenError::Database { doing: "ask SQLite for its version", url: ":memory:".to_owned(), source };
    let mut conn = SqliteConnectOptions::new().in_memory(true).connect().await.map_err(failed)?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut conn).await.map_err(failed)?;
    if is_safe(&version) { Ok(()) } else { Err(OpenError::UnsafeSqlite { version }) }
}

/// Says whether this SQLite is free of the fault that loses commits when the write-ahead log is reset: repaired in
/// 3.51.3 and on two older branches, missing again in 3.52.0.
fn is_safe(version: &str) -> bool {
    let mut parts = version.split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch))) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    match (major, minor, patch) {
        (3, 44, patch) => patch >= 6,
        (3, 50, patch) => patch >= 7,
        (3, 51, patch) => patch >= 3,
        (3, 52, 0) => false,
        version => version > (3, 52, 0),
    }
}

/// Makes sure there is a file to open, without ever putting an empty one where a database was.
fn prepare_file(path: &Path, key_file: Option<&Path>) -> Result<(), OpenError> {
    if find_file(path, key_file)? { Ok(()) } else { create(path) }
}

/// Says whether there is a file to open; where there is none, whether one may be made.
fn find_file(path: &Path, key_file: Option<&Path>) -> Result<bool, OpenError> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(OpenError::NoFolder { folder: folder.to_owned() });
    }
    let failed = |doing| move |source| OpenError::File { doing, path: path.to_owned(), source };
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(OpenError::NotAFile { path: path.to_owned() }),
        Ok(found) if found.len() == 0 => refuse_lost(path, "empty", key_file.into_iter()).map(|()| true),
        Ok(_) => check_magic(path).map_err(failed("read"))?.map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let log = beside(path, "-wal");
            refuse_lost(path, "missing", [log.as_path()].into_iter().chain(key_file)).map(|()| false)
        }
        Err(error) => Err(failed("look at")(error)),
    }
}

fn refuse_lost<'a>(
    path: &Path,
    state: &'static str,
    mut traces: impl Iterator<Item = &'a Path>,
) -> Result<(), OpenError> {
    match traces.find(|trace| trace.exists()) {
        Some(trace) => Err(OpenError::Lost { path: path.to_owned(), state, beside: trace.to_owned() }),
        None => Ok(()),
    }
}

fn check_magic(path: &Path) -> io::Result<Result<(), OpenError>> {
    let mut start = Vec::with_capacity(MAGIC.len());
    fs::File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    Ok(if start == MAGIC { Ok(()) } else { Err(OpenError::NotADatabase { path: path.to_owned() }) })
}

/// Makes the file readable by its owner only; SQLite gives the log beside it the same mode.
fn create(path: &Path) -> Result<(), OpenError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
            Err(OpenError::ReadOnly { path: path.to_owned() })
        }
        Err(source) => Err(OpenError::File { doing: "create", path: path.to_owned(), source }),
    }
}

/// Looks through the whole file once, so that damage is found at the start and not by the first member who asks.
async fn check_file(path: &Path, conn: &mut SqliteConnection) -> Result<(), OpenError> {
    let failed = |source| explain(path, "check the file", source);
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *conn).await.map_err(failed)?;
    if found != "ok" {
        return Err(OpenError::Damaged { path: path.to_owned(), found });
    }
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *conn).await.map_err(failed)?;
    if mode != "wal" {
        return Err(OpenError::NoWal { path: path.to_owned(), mode });
    }
    Ok(())
}

fn migration_error(path: &Path, source: sqlx::migrate::MigrateError) -> OpenError {
    match source {
        sqlx::migrate::MigrateError::Execute(source) => explain(path, "bring the schema up to date", source),
        source => super::open::migration_error(&path.display().to_string(), source),
    }
}

/// Turns SQLite's result codes into what the operator can do.
fn explain(path: &Path, doing: &'static str, source: sqlx::Error) -> OpenError {
    let path = path.to_owned();
    let code = source.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    match code.map(|code| code & 0xff) {
        Some(8 | 14) => OpenError::ReadOnly { path },
        Some(11) => OpenError::Damaged { path, found: source.to_string() },
        Some(26) => OpenError::NotADatabase { path },
        _ => OpenError::Database { doing, url: path.display().to_string(), source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_that_can_lose_commits_is_refused() {
        for version in ["3.51.3", "3.51.10", "3.50.7", "3.44.6", "3.52.1", "3.53.0", "4.0.0"] {
            assert!(is_safe(version), "{version}");
        }
        for version in
            ["3.52.0", "3.51.2", "3.50.6", "3.49.9", "3.44.5", "3.45.0", "3.7.17", "2.8.17", "", "3.51", "new"]
        {
            assert!(!is_safe(version), "{version}");
        }
    }
}
