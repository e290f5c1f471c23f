use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use super::*;
use crate::{clock::SystemEntropy, store::DatabaseUrl};

const GUILD: GuildId = GuildId::new(1);
const AT: Timestamp = Timestamp::UNIX_EPOCH;

async fn store(folder: &tempfile::TempDir) -> Store {
    let url = DatabaseUrl::Sqlite(folder.path().join("u.db"));
    Store::open(&url, None, Arc::new(SystemEntropy)).await.unwrap()
}

/// Runs work that meets another writer `conflicts` times; gives its outcome and how often it ran.
async fn write_through(conflicts: u32, passed_over: bool) -> (Result<Number, StoreError>, u32) {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let runs = AtomicU32::new(0);
    let counted = &runs;
    let outcome = store
        .write(GUILD, AT, |uow| {
            Box::pin(async move {
                let number = uow.number()?;
                if counted.fetch_add(1, Ordering::SeqCst) < conflicts {
                    uow.conn().pretend(Failure::Conflict);
                    if !passed_over {
                        return Err(StoreError::NumbersUsedUp);
                    }
                }
                Ok(number)
            })
        })
        .await;
    (outcome, runs.load(Ordering::SeqCst))
}

#[tokio::test]
async fn work_that_met_another_writer_runs_again_from_the_beginning() {
    for passed_over in [false, true] {
        let (outcome, runs) = write_through(2, passed_over).await;
        assert_eq!((outcome.unwrap(), runs), (Number::FIRST, 3));
    }
}

#[tokio::test]
async fn work_that_always_meets_another_writer_gives_up_with_its_own_error() {
    let (outcome, runs) = write_through(u32::MAX, false).await;
    assert!(matches!(outcome, Err(StoreError::NumbersUsedUp)), "{outcome:?}");
    assert!((2..=ATTEMPTS).contains(&runs), "{runs}");
}

#[tokio::test]
async fn work_that_passes_over_a_failed_query_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let outcome = store
        .write(GUILD, AT, |uow| {
            Box::pin(async move {
                let _ =
                    query!(uow, execute, "INSERT INTO meta (key, value) VALUES ($1, $2)", "a", Option::<&str>::None);
                uow.number()
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::PassedOver)), "{outcome:?}");
    assert_eq!(store.anchor(GUILD).await.unwrap(), None);
}

/// Compiles only if a write that borrows can run in a task.
#[test]
fn the_future_of_a_write_is_send_with_borrows() {
    async fn borrows(store: &Store, guild: GuildId, title: &str) -> Result<usize, StoreError> {
        let owned = vec![title.to_owned()];
        let owned = &owned;
        store
            .write(guild, AT, |uow| {
                Box::pin(async move {
                    uow.number()?;
                    lock_guild(uow.conn(), guild).await?;
                    Ok(owned.len() + title.len())
                })
            })
            .await
    }
    fn send<F: Future + Send>(_: impl FnOnce() -> F) {}
    send(|| async {
        let store: Option<Store> = None;
        if let Some(store) = &store {
            let title = String::from("title");
            let _ = borrows(store, GUILD, &title).await;
        }
    });
}
