//! Units of work: all or nothing, one after the other, run again when in each other's way.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use undersigned::{
    domain::{
        ids::{GuildId, Number},
        ledger::{Act, Entry, ObjectKind, Verdict},
    },
    store::{Store, StoreError},
};

use crate::{
    GUILD,
    harness::{Kind, on_both_databases, run},
    instant,
};

/// A use case's own error, as services have them.
#[derive(Debug)]
enum Refusal {
    No,
    Store,
}

impl From<StoreError> for Refusal {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

async fn file(store: &Store, title: &str) -> Result<Number, StoreError> {
    store
        .write(GUILD, instant(), |uow| {
            Box::pin(async move {
                let number = uow.number()?;
                uow.append(Entry::new(Act::File, ObjectKind::Submission, number, 1).with("title", title));
                Ok(number)
            })
        })
        .await
}

fn entries(verdict: &Verdict) -> i64 {
    match verdict {
        Verdict::Intact { entries, .. } => *entries,
        Verdict::Broken { .. } => panic!("{verdict}"),
    }
}

on_both_databases! {
    async fn numbers_count_up_from_one_in_each_guild(db) {
        let store = db.open().await;
        for expected in 1..=3 {
            assert_eq!(file(&store, "a letter").await.unwrap().get(), expected);
        }
        let elsewhere = store.write(GuildId::new(7), instant(), |uow| Box::pin(async move { uow.number() })).await;
        assert_eq!(elsewhere.unwrap(), Number::FIRST);
    }

    async fn the_first_write_to_a_guild_begins_its_chain_with_a_join(db) {
        let store = db.open().await;
        file(&store, "a letter").await.unwrap();
        assert_eq!(db.ask("SELECT act FROM ledger WHERE seq = 1").await, "join");
        assert_eq!(db.ask("SELECT act FROM ledger WHERE seq = 2").await, "file");
    }

    async fn creating_a_guild_again_changes_nothing(db) {
        let store = db.open().await;
        for _ in 0..3 {
            store.create_guild(GUILD, instant()).await.unwrap();
        }
        assert_eq!(entries(&store.verify(GUILD, &[]).await.unwrap()), 1);
        assert_eq!(db.ask("SELECT created_at FROM guild").await, instant().as_millisecond().to_string());
    }

    async fn a_refusal_writes_nothing_not_even_the_guild(db) {
        let store = db.open().await;
        let outcome: Result<(), Refusal> = store
            .write(GUILD, instant(), |uow| {
                Box::pin(async move {
                    let number = uow.number()?;
                    uow.append(Entry::new(Act::File, ObjectKind::Submission, number, 1));
                    Err(Refusal::No)
                })
            })
            .await;
        assert!(matches!(outcome, Err(Refusal::No)));
        assert_eq!(db.ask("SELECT count(*) FROM guild").await, "0");
        assert_eq!(db.ask("SELECT count(*) FROM ledger").await, "0");
        assert_eq!(file(&store, "a letter").await.unwrap(), Number::FIRST);
    }

    async fn a_number_given_in_a_unit_that_was_refused_is_given_again(db) {
        let store = db.open().await;
        file(&store, "one").await.unwrap();
        let refused: Result<(), Refusal> = store
            .write(GUILD, instant(), |uow| Box::pin(async move { uow.number()?; Err(Refusal::No) }))
            .await;
        refused.unwrap_err();
        assert_eq!(file(&store, "two").await.unwrap().get(), 2);
    }

    async fn a_unit_that_writes_no_entry_leaves_the_chain_alone(db) {
        let store = db.open().await;
        store.create_guild(GUILD, instant()).await.unwrap();
        let number = store.write(GUILD, instant(), |uow| Box::pin(async move { uow.number() })).await.unwrap();
        assert_eq!(number, Number::FIRST);
        assert_eq!(entries(&store.verify(GUILD, &[]).await.unwrap()), 1);
        assert_eq!(file(&store, "next").await.unwrap().get(), 2);
    }

    async fn a_panic_inside_the_work_writes_nothing_and_leaves_the_store_usable(db) {
        let store = db.open().await;
        let broken = store.clone();
        let task = tokio::spawn(async move {
            broken
                .write(GUILD, instant(), |uow| {
                    Box::pin(async move {
                        uow.number()?;
                        assert!(uow.number()? == Number::FIRST, "a fault in the program");
                        Ok::<_, StoreError>(())
                    })
                })
                .await
        });
        assert!(task.await.unwrap_err().is_panic());
        assert_eq!(file(&store, "after").await.unwrap(), Number::FIRST);
    }

    async fn two_processes_give_distinct_numbers_and_leave_one_unbroken_chain(db) {
        const EACH: i64 = 25;
        let stores = [db.open().await, db.open().await];
        let tasks: Vec<_> = (0..4)
            .map(|task| {
                let store = stores[task % 2].clone();
                tokio::spawn(async move {
                    let mut numbers = Vec::new();
                    for _ in 0..EACH {
                        numbers.push(file(&store, "at the same time").await.unwrap().get());
                    }
                    numbers
                })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for task in tasks {
            numbers.extend(task.await.unwrap());
        }
        assert_eq!(numbers, (1..=4 * EACH).collect());
        // Each filing left its entry, after the join.
        assert_eq!(entries(&stores[0].verify(GUILD, &[]).await.unwrap()), 4 * EACH + 1);
    }

    async fn two_processes_that_meet_a_new_guild_create_it_once(db) {
        let stores = [db.open().await, db.open().await];
        let tasks = stores.clone().map(|store| tokio::spawn(async move { store.create_guild(GUILD, instant()).await }));
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(entries(&stores[0].verify(GUILD, &[]).await.unwrap()), 1);
    }

    async fn work_in_two_guilds_does_not_mix(db) {
        let store = db.open().await;
        let guilds: Vec<_> = (1..=4).map(GuildId::new).collect();
        let tasks: Vec<_> = guilds
            .iter()
            .map(|&guild| {
                let store = store.clone();
                tokio::spawn(async move {
                    for _ in 0..5 {
                        store
                            .write(guild, instant(), |uow| {
                                Box::pin(async move {
                                    let number = uow.number()?;
                                    uow.append(Entry::new(Act::Import, ObjectKind::Petition, number, 1));
                                    Ok::<_, StoreError>(())
                                })
                            })
                            .await
                            .unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        for (guild, verdict) in store.verify_all(&[]).await.unwrap() {
            assert!(guilds.contains(&guild));
            assert_eq!(entries(&verdict), 6);
        }
    }

    async fn work_runs_once_when_nobody_is_in_the_way_and_its_own_errors_are_not_retried(db) {
        let store = db.open().await;
        let runs = Arc::new(AtomicU32::new(0));
        let count = &runs;
        let outcome: Result<(), Refusal> = store
            .write(GUILD, instant(), |_| {
                Box::pin(async move {
                    count.fetch_add(1, Ordering::SeqCst);
                    Err(Refusal::No)
                })
            })
            .await;
        outcome.unwrap_err();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn what_a_unit_sealed_it_opens_and_no_other_row_does(db) {
        let store = db.open().await;
        store
            .write(GUILD, instant(), |uow| {
                Box::pin(async move {
                    let sealed = uow.seal("submission", 142, b"more than 300")?;
                    assert_eq!(uow.open("submission", 142, &sealed)?.as_slice(), b"more than 300");
                    assert!(matches!(uow.open("submission", 143, &sealed), Err(StoreError::Seal(_))));
                    assert_eq!((uow.guild(), uow.at()), (GUILD, instant()));
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    }
}

#[test]
fn a_serialization_failure_of_postgresql_is_tried_again() {
    run(Kind::Postgres, |db| async move {
        let store = db.open().await;
        // A sequence keeps counting when its transaction is rolled back.
        db.execute(
            "CREATE SEQUENCE tries;
             CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN
                 IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'try again' USING ERRCODE = '40001'; END IF;
                 RETURN NEW;
             END $$;
             CREATE TRIGGER refuse BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION refuse()",
        )
        .await;
        assert_eq!(file(&store, "a letter").await.unwrap(), Number::FIRST);
        assert_eq!(entries(&store.verify(GUILD, &[]).await.unwrap()), 2);
    });
}

#[test]
fn a_lock_of_sqlite_that_does_not_end_is_an_error_before_discord_stops_waiting() {
    run(Kind::Sqlite, |db| async move {
        use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
        let store = db.open().await;
        file(&store, "before").await.unwrap();
        let mut other = db.raw_url().parse::<SqliteConnectOptions>().unwrap().connect().await.unwrap();
        let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let begun = std::time::Instant::now();
        let error = file(&store, "during").await.unwrap_err();
        assert!(error.is_conflict(), "{error}");
        assert!((1..4).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
        held.rollback().await.unwrap();
        other.close().await.unwrap();
        assert_eq!(file(&store, "after").await.unwrap().get(), 2);
    });
}
