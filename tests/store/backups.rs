//! Backups and restores: what is refused, and that nothing is lost or changed then.

use std::{fs, path::Path, path::PathBuf, sync::Arc};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use undersigned::{
    clock::SystemEntropy,
    store::{BackupError, DatabaseUrl, OpenError, Restored, Store, restore},
};

use crate::{GUILD, harness::TestDb, harness::on_both_databases, instant};

/// A folder with a database that has been backed up, and went on since.
struct Kept {
    folder: TempDir,
    database: PathBuf,
    backup: PathBuf,
}

impl Kept {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (database, backup) = (folder.path().join("u.db"), folder.path().join("backups").join("u.db"));
        fs::create_dir(backup.parent().unwrap()).unwrap();
        let store = open(&database).await.unwrap();
        number(&store).await;
        store.back_up(&backup).await.unwrap();
        number(&store).await;
        store.close().await;
        Self { folder, database, backup }
    }

    async fn restore(&self) -> Result<Restored, BackupError> {
        let url = DatabaseUrl::Sqlite(self.database.clone());
        restore(&self.backup, &url, None, Arc::new(SystemEntropy), instant()).await
    }

    /// Fails to restore, and sees that every file is as it was.
    async fn refuse(&self) -> BackupError {
        let before = files(self.folder.path());
        let refused = self.restore().await.unwrap_err();
        assert_eq!(files(self.folder.path()), before, "{refused}");
        refused
    }

    async fn execute_on_backup(&self, sql: &str) {
        let mut conn = SqliteConnectOptions::new().filename(&self.backup).connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    }
}

async fn open(path: &Path) -> Result<Store, OpenError> {
    Store::open(&DatabaseUrl::Sqlite(path.to_owned()), None, Arc::new(SystemEntropy)).await
}

/// Takes a number, which changes the database, and gives it.
async fn number(store: &Store) -> i64 {
    let number = store.write(GUILD, instant(), |uow| Box::pin(async move { uow.number() })).await;
    let number: Result<_, undersigned::store::StoreError> = number;
    number.unwrap().get()
}

/// Gives every file of a folder with what it holds.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn what_is_restored_is_the_backup_and_what_it_replaces_is_kept() {
    let kept = Kept::new().await;
    let restored = kept.restore().await.unwrap();
    let replaced = restored.replaced.unwrap();
    assert_eq!(replaced.file_name().unwrap(), "u.db.replaced-20180619T000000Z");
    let mut names: Vec<_> = fs::read_dir(kept.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["backups", "u.db", "u.db.replaced-20180619T000000Z", "undersigned.key"]);
    let store = open(&kept.database).await.unwrap();
    assert_eq!(number(&store).await, 2, "the second number was given after the backup");
    store.close().await;
    fs::rename(&replaced, &kept.database).unwrap();
    let store = open(&kept.database).await.unwrap();
    assert_eq!(number(&store).await, 3, "the database that was replaced is whole");
    store.close().await;
}

#[tokio::test]
async fn the_log_of_a_database_that_was_killed_goes_into_it_and_not_into_the_backup() {
    let kept = Kept::new().await;
    // What a kill leaves: the log is not folded into the file.
    let store = open(&kept.database).await.unwrap();
    for _ in 0..50 {
        number(&store).await;
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["u.db", "u.db-wal", "u.db-shm"] {
        fs::copy(kept.folder.path().join(name), folder.path().join(name)).unwrap();
    }
    store.close().await;
    for name in ["u.db", "u.db-wal", "u.db-shm"] {
        fs::copy(folder.path().join(name), kept.folder.path().join(name)).unwrap();
    }
    let replaced = kept.restore().await.unwrap().replaced.unwrap();
    let store = open(&kept.database).await.unwrap();
    assert!(store.verify(GUILD, &[]).await.unwrap().is_intact());
    assert_eq!(number(&store).await, 2);
    store.close().await;
    // What was erased since the backup is read from the database that is replaced, which folds its log into it.
    let log = PathBuf::from(format!("{}-wal", replaced.display()));
    assert!(!log.exists(), "the log was folded in");
    fs::rename(&replaced, &kept.database).unwrap();
    let store = open(&kept.database).await.unwrap();
    assert_eq!(number(&store).await, 53, "nothing of the database that was replaced is lost");
    store.close().await;
}

#[tokio::test]
async fn a_database_in_use_is_not_replaced() {
    let kept = Kept::new().await;
    let store = open(&kept.database).await.unwrap();
    let refused = kept.restore().await.unwrap_err();
    assert!(matches!(refused, BackupError::InUse { .. }), "{refused:?}");
    assert!(refused.to_string().contains("stop the bot"), "{refused}");
    number(&store).await;
    store.close().await;
    kept.restore().await.unwrap();
}

#[tokio::test]
async fn a_backup_that_is_no_database_or_another_programs_is_refused() {
    let kept = Kept::new().await;
    fs::write(&kept.backup, "Dear Satya").unwrap();
    let refused = kept.refuse().await;
    assert!(matches!(&refused, BackupError::Open(OpenError::NotADatabase { .. })), "{refused:?}");
    assert!(refused.to_string().contains("backups/u.db"), "{refused}");
    fs::remove_file(&kept.backup).unwrap();
    assert!(matches!(kept.refuse().await, BackupError::File { .. }));
    let other = SqliteConnectOptions::new().filename(&kept.backup).create_if_missing(true);
    let mut conn = other.connect().await.unwrap();
    sqlx::query("CREATE TABLE songs (title TEXT)").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    assert!(matches!(kept.refuse().await, BackupError::NotOurs { .. }));
}

#[tokio::test]
async fn a_backup_that_is_damaged_is_refused() {
    let kept = Kept::new().await;
    let length = fs::metadata(&kept.backup).unwrap().len();
    let mut bytes = fs::read(&kept.backup).unwrap();
    bytes[4096..usize::try_from(length).unwrap()].fill(0xa5);
    fs::write(&kept.backup, bytes).unwrap();
    let refused = kept.refuse().await;
    assert!(matches!(&refused, BackupError::Open(OpenError::Damaged { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_backup_with_a_broken_ledger_is_refused() {
    let kept = Kept::new().await;
    kept.execute_on_backup("UPDATE ledger SET at = at + 1").await;
    assert!(matches!(kept.refuse().await, BackupError::Broken { .. }));
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused() {
    let kept = Kept::new().await;
    kept.execute_on_backup(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (99991231000000, 'later', TRUE, x'00', 0)",
    )
    .await;
    let refused = kept.refuse().await;
    assert!(matches!(refused, BackupError::Open(OpenError::NewerSchema { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_backup_made_under_another_key_is_refused() {
    let kept = Kept::new().await;
    let key = kept.folder.path().join("undersigned.key");
    fs::write(&key, "11".repeat(32)).unwrap();
    let refused = kept.refuse().await;
    assert!(matches!(refused, BackupError::Open(OpenError::KeyDiffers { .. })), "{refused:?}");
    fs::remove_file(&key).unwrap();
    let refused = kept.refuse().await;
    assert!(matches!(refused, BackupError::Open(OpenError::KeyMissing { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_was_copied_from_under_a_running_bot_is_refused() {
    let kept = Kept::new().await;
    fs::write(kept.backup.with_file_name("u.db-wal"), "commits").unwrap();
    let refused = kept.refuse().await;
    assert!(matches!(refused, BackupError::RawCopy { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_database_is_not_restored_from_itself() {
    let mut kept = Kept::new().await;
    kept.backup = kept.database.clone();
    assert!(matches!(kept.refuse().await, BackupError::Itself { .. }));
}

#[tokio::test]
async fn a_backup_whose_ledger_is_broken_is_not_believed_and_replaces_none() {
    let kept = Kept::new().await;
    let good = fs::read(&kept.backup).unwrap();
    let mut conn = SqliteConnectOptions::new().filename(&kept.database).connect().await.unwrap();
    sqlx::query("UPDATE ledger SET at = at + 1").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let store = open(&kept.database).await.unwrap();
    let refused = store.back_up(&kept.backup).await.unwrap_err();
    store.close().await;
    assert!(matches!(refused, BackupError::Broken { .. }), "{refused:?}");
    assert_eq!(fs::read(&kept.backup).unwrap(), good);
    assert!(undersigned::store::backup::unverified(&kept.backup).exists());
}

#[tokio::test]
async fn a_backup_is_its_owners_only_and_needs_no_log() {
    let kept = Kept::new().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&kept.backup).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(kept.backup.parent().unwrap()).unwrap().count(), 1);
}

on_both_databases! {
    async fn the_operators_look_counts_what_waits_and_what_was_written(db) {
        let store = db.open().await;
        let new = store.vitals().await.unwrap();
        assert_eq!((new.guilds, new.waiting, new.entries), (0, 0, 0));
        number(&store).await;
        let one = store.vitals().await.unwrap();
        assert_eq!((one.guilds, one.waiting, one.entries), (1, 0, 1));
        assert!(one.bytes > 100_000, "{one:?}");
        let expected = match db.kind {
            crate::harness::Kind::Sqlite => "sqlite",
            crate::harness::Kind::Postgres => "postgresql",
        };
        assert_eq!(one.database, expected);
        assert_eq!(store.guilds().await.unwrap(), [GUILD]);
        store.close().await;
    }

    async fn only_sqlite_is_copied_into_a_file(db) {
        let store = db.open().await;
        number(&store).await;
        let folder = tempfile::tempdir().unwrap();
        let copied = store.back_up(&folder.path().join("copy.db")).await;
        match db.kind {
            crate::harness::Kind::Sqlite => assert_eq!(copied.unwrap().anchors.len(), 1),
            crate::harness::Kind::Postgres => assert!(matches!(copied, Err(BackupError::NotSqlite))),
        }
        let refused = restore(
            &folder.path().join("copy.db"), &db.url, Some(TestDb::key()), Arc::new(SystemEntropy), instant(),
        )
        .await;
        match db.kind {
            crate::harness::Kind::Sqlite => assert!(matches!(refused, Err(BackupError::InUse { .. }))),
            crate::harness::Kind::Postgres => assert!(matches!(refused, Err(BackupError::NotSqlite))),
        }
        store.close().await;
    }
}
