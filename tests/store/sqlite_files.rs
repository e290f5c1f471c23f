//! What stops a start on SQLite, and that nothing is replaced.

use std::{fs, path::Path, sync::Arc};

use undersigned::{
    clock::SystemEntropy,
    store::{DatabaseUrl, OpenError, Store, StoreError},
};

use crate::{GUILD, instant};

async fn open(path: &Path) -> Result<Store, OpenError> {
    Store::open(&DatabaseUrl::Sqlite(path.to_owned()), None, Arc::new(SystemEntropy)).await
}

/// Gives a folder with a database of a few pages in it, closed.
async fn closed_database() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("u.db")).await.unwrap();
    store.create_guild(GUILD, instant()).await.unwrap();
    store.close().await;
    folder
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let error = open(Path::new("/nonexistent/folder/u.db")).await.unwrap_err();
    assert!(matches!(error, OpenError::NoFolder { .. }), "{error}");
    assert!(error.to_string().contains("/nonexistent/folder does not exist"), "{error}");
}

#[tokio::test]
async fn a_folder_in_place_of_the_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = open(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::NotAFile { .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.db");
    fs::write(&path, "Dear Satya, we write to you as employees").unwrap();
    let error = open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::NotADatabase { .. }), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "Dear Satya, we write to you as employees");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_damaged_file_is_named_with_what_to_do_and_left_as_it_is() {
    let folder = closed_database().await;
    let path = folder.path().join("u.db");
    let mut bytes = fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[4096..end].fill(0xa5);
    fs::write(&path, &bytes).unwrap();
    let error = open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("restore a backup"), "{error}");
    assert_eq!(fs::read(&path).unwrap()[4096..], bytes[4096..]);
}

#[tokio::test]
async fn a_file_cut_short_is_damaged() {
    let folder = closed_database().await;
    let path = folder.path().join("u.db");
    let length = fs::metadata(&path).unwrap().len();
    fs::File::options().write(true).open(&path).unwrap().set_len(length / 2).unwrap();
    let error = open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn an_empty_file_beside_a_key_is_not_taken_for_a_new_database() {
    let folder = closed_database().await;
    let path = folder.path().join("u.db");
    fs::File::options().write(true).open(&path).unwrap().set_len(0).unwrap();
    let error = open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Lost { state: "empty", .. }), "{error:?}");
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
}

#[tokio::test]
async fn a_log_whose_database_is_missing_is_not_mixed_with_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("u.db");
    fs::write(folder.path().join("u.db-wal"), "commits").unwrap();
    let error = open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Lost { state: "missing", .. }), "{error:?}");
    assert!(!path.exists());
}

#[tokio::test]
async fn a_database_that_is_missing_beside_its_key_is_not_replaced() {
    let folder = closed_database().await;
    let path = folder.path().join("u.db");
    fs::remove_file(&path).unwrap();
    let error = open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::Lost { state: "missing", .. }), "{error:?}");
    assert!(error.to_string().contains("a first start that was cut off"), "{error}");
    assert!(!path.exists());
    // With the key in the environment the file is none of the database's.
    let key = Some(crate::harness::TestDb::key());
    let url = DatabaseUrl::Sqlite(path.clone());
    Store::open(&url, key, Arc::new(SystemEntropy)).await.unwrap().close().await;
}

#[tokio::test]
async fn opening_what_is_there_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("u.db"));
    let existing = async || Store::open_existing(&url, None, Arc::new(SystemEntropy)).await;
    assert!(matches!(existing().await.unwrap_err(), OpenError::NoDatabase { .. }));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let store = open(&folder.path().join("u.db")).await.unwrap();
    store.create_guild(GUILD, instant()).await.unwrap();
    store.close().await;
    let store = existing().await.unwrap();
    assert!(store.verify(GUILD, &[]).await.unwrap().is_intact());
    assert!(store.create_guild(undersigned::domain::ids::GuildId::new(7), instant()).await.is_err());
    store.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    // Not even root can create a file there.
    let error = open(Path::new("/proc/sys/u.db")).await.unwrap_err();
    assert!(error.to_string().contains("/proc/sys/u.db"), "{error}");
    assert!(matches!(error, OpenError::ReadOnly { .. } | OpenError::File { .. }), "{error:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_its_log_and_its_key_are_their_owners_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("u.db")).await.unwrap();
    store.create_guild(GUILD, instant()).await.unwrap();
    let mut names = Vec::new();
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["u.db", "u.db-shm", "u.db-wal", "undersigned.key"]);
}

#[tokio::test]
async fn closing_folds_the_log_into_the_file() {
    let folder = closed_database().await;
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["u.db", "undersigned.key"]);
}

#[tokio::test]
async fn every_writer_waits_its_turn_behind_another_process() {
    let folder = closed_database().await;
    let path = folder.path().join("u.db");
    let (one, two) = (open(&path).await.unwrap(), open(&path).await.unwrap());
    let (held, release) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
    let (held, release) = (&held, &release);
    let slow = one.write(GUILD, instant(), |uow| {
        Box::pin(async move {
            held.notify_one();
            release.notified().await;
            uow.number()
        })
    });
    let quick = async {
        held.notified().await;
        let write = two.write(GUILD, instant(), |uow| Box::pin(async move { uow.number() }));
        tokio::pin!(write);
        tokio::select! {
            _ = &mut write => panic!("two writers at once"),
            () = tokio::time::sleep(std::time::Duration::from_millis(200)) => release.notify_one(),
        }
        write.await
    };
    let (slow, quick): (Result<_, StoreError>, Result<_, StoreError>) = tokio::join!(slow, quick);
    assert_eq!((slow.unwrap().get(), quick.unwrap().get()), (1, 2));
}
