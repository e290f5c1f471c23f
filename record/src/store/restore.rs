//! Putting a backup in a database's place.
//!
//! A log that stays beside a file that was replaced is taken for its own and corrupts it silently, so nothing of the
//! replaced database stays under its old names. The order is such that a cut at any moment leaves either the old
//! database, the new one, or none beside traces of one, which no start takes for a new beginning.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use super::{
    Inner, Store,
    backup::{BackupError, Contents, failed},
    db::{Db, Link},
    error::OpenError,
    folder::{self, FolderLock, beside},
    keys::MasterKey,
    migrations, open,
    reapply::{Reapplied, reapply},
    sqlite,
    url::DatabaseUrl,
};
use crate::clock::Entropy;

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the database holds now.
    pub contents: Contents,
    /// Where the database that was replaced is kept, where there was one.
    pub replaced: Option<PathBuf>,
    /// Whether what was erased after the backup was erased in it again.
    pub erasures: Reapplied,
}

/// Puts the backup `from` in the place of the database, which nobody may use meanwhile.
///
/// A copy of the backup is checked and brought up to date first: whether it is whole, ours and of no newer version,
/// whether the key fits, whether its ledgers are intact. Until then nothing is changed. What is replaced is kept
/// beside it under the moment's name.
pub async fn restore(
    from: &Path,
    url: &DatabaseUrl,
    key: Option<MasterKey>,
    entropy: Arc<dyn Entropy>,
    at: Timestamp,
) -> Result<Restored, BackupError> {
    let DatabaseUrl::Sqlite(target) = url else { return Err(BackupError::NotSqlite) };
    let lock = FolderLock::take(target).map_err(failed("lock the folder of", target))?;
    let lock = lock.ok_or_else(|| BackupError::InUse { path: target.clone() })?;
    refuse_source(from, target)?;
    let copy = beside(target, ".restoring");
    let prepared = match copy_file(from, &copy) {
        Ok(()) => prepare(&copy, (from, target), url, key.clone(), &entropy).await,
        Err(error) => Err(error),
    };
    let (contents, erasures) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            // What failed is told; a copy that stays is in nobody's way.
            let _ = fs::remove_file(&copy);
            return Err(error);
        }
    };
    let replaced = put_aside(target, at)?;
    fs::rename(&copy, target).map_err(failed("put the backup in the place of", target))?;
    folder::sync(target).map_err(failed("write", target))?;
    lock.release();
    Store::open(url, key, entropy).await?.close().await;
    Ok(Restored { contents, replaced, erasures })
}

fn refuse_source(from: &Path, target: &Path) -> Result<(), BackupError> {
    let whole = fs::canonicalize(from).map_err(failed("read", from))?;
    if fs::canonicalize(target).is_ok_and(|target| target == whole) {
        return Err(BackupError::Itself { path: target.to_owned() });
    }
    match ["-wal", "-journal"].map(|ending| beside(from, ending)).into_iter().find(|log| has_content(log)) {
        Some(log) => Err(BackupError::RawCopy { path: from.to_owned(), log }),
        None => Ok(()),
    }
}

fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.len() > 0)
}

/// Copies a file so that it survives a power cut, readable by its owner alone.
fn copy_file(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = fs::File::open(from).map_err(failed("read", from))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut copy = options.open(to).map_err(failed("create", to))?;
    io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all()).map_err(failed("write", to))
}

/// Checks the copy, brings it up to date, and erases in it what was erased since in the database it will replace.
async fn prepare(
    copy: &Path,
    (from, target): (&Path, &Path),
    url: &DatabaseUrl,
    key: Option<MasterKey>,
    entropy: &Arc<dyn Entropy>,
) -> Result<(Contents, Reapplied), BackupError> {
    let db = sqlite::open_copy(copy).await.map_err(|error| of_backup(error, from))?;
    let keys = match open::find_keys(&db, url, key).await {
        Ok(Some(keys)) => migrate(&db, from).await.map(|()| keys),
        Ok(None) => Err(BackupError::NotOurs { path: from.to_owned() }),
        Err(error) => Err(error.into()),
    };
    match keys {
        Ok(keys) => {
            let store = Store(Arc::new(Inner { db, keys, entropy: Arc::clone(entropy) }));
            // What is reapplied is checked with the rest.
            let reapplied = reapply(&store.0.db, target).await;
            let checked = store.check(&[]).await;
            store.close().await;
            Ok((checked?, reapplied?))
        }
        Err(error) => {
            db.close().await;
            Err(error)
        }
    }
}

/// Names the backup in place of the copy that was looked at.
fn of_backup(error: OpenError, from: &Path) -> OpenError {
    let path = from.to_owned();
    match error {
        OpenError::NotADatabase { .. } => OpenError::NotADatabase { path },
        OpenError::Damaged { found, .. } => OpenError::Damaged { path, found },
        other => other,
    }
}

async fn migrate(db: &Db, from: &Path) -> Result<(), BackupError> {
    let mut conn = db.read().await?;
    let Link::Sqlite(link) = conn.link() else { return Err(BackupError::NotSqlite) };
    let migrated = migrations::run_sqlite(link).await;
    Ok(migrated.map_err(|source| open::migration_error(&from.display().to_string(), source))?)
}

/// Gives the database that is there, and the logs that belong to it, other names; without the log's index, which is
/// made anew.
fn put_aside(target: &Path, at: Timestamp) -> Result<Option<PathBuf>, BackupError> {
    let kept = beside(target, &at.strftime(".replaced-%Y%m%dT%H%M%SZ").to_string());
    if kept.exists() {
        return Err(BackupError::KeptAlready { path: kept });
    }
    let was_there = move_away(target, &kept)?;
    for ending in ["-wal", "-journal"] {
        move_away(&beside(target, ending), &beside(&kept, ending))?;
    }
    match fs::remove_file(beside(target, "-shm")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", &beside(target, "-shm"))(error)),
        _ => Ok(was_there.then_some(kept)),
    }
}

fn move_away(from: &Path, to: &Path) -> Result<bool, BackupError> {
    match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed("put aside", from)(error)),
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};

    use super::*;
    use crate::clock::SystemEntropy;
    use crate::store::{keys::Keys, sql::query};

    #[tokio::test]
    async fn a_backup_of_an_earlier_version_is_brought_up_to_date_with_all_that_is_on_record() {
        let folder = tempfile::tempdir().unwrap();
        let (backup, key) = (folder.path().join("old.db"), MasterKey::new([7; 32]));
        let options = SqliteConnectOptions::new().filename(&backup).create_if_missing(true).foreign_keys(false);
        let mut conn = options.connect().await.unwrap();
        migrations::tests::make_old(&mut conn).await;
        let check = sqlx::query("INSERT INTO meta (key, value) VALUES ('key_check', $1)");
        check.bind(Keys::new(&key).check_value()).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("u.db"));
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        restore(&backup, &url, Some(key.clone()), Arc::clone(&entropy), Timestamp::UNIX_EPOCH).await.unwrap();
        let store = Store::open(&url, Some(key), entropy).await.unwrap();
        let mut conn = store.read().await.unwrap();
        let left = query!(conn, scalar, i64, "SELECT superseded_by FROM record WHERE number = 3").unwrap();
        assert_eq!(left, 4);
        drop(conn);
        store.close().await;
    }
}
