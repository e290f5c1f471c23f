//! What stops a start, on either database.

use std::time::{Duration, Instant};

use undersigned::store::OpenError;

use crate::harness::{Kind, TestDb, on_both_databases};

on_both_databases! {
    async fn a_schema_newer_than_this_program_is_refused(db) {
        db.open().await.close().await;
        let quoted = if db.kind == Kind::Sqlite { "x'00'" } else { "'\\x00'" };
        db.execute(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (29991231000000, 'from the future', TRUE, {quoted}, 1)"
        ))
        .await;
        let error = db.open_with(Some(TestDb::key())).await.unwrap_err();
        assert!(matches!(error, OpenError::NewerSchema { version: 29_991_231_000_000, .. }), "{error}");
    }

    async fn a_migration_that_was_altered_afterwards_is_refused(db) {
        db.open().await.close().await;
        let quoted = if db.kind == Kind::Sqlite { "x'00'" } else { "'\\x00'" };
        db.execute(&format!("UPDATE _sqlx_migrations SET checksum = {quoted}")).await;
        let error = db.open_with(Some(TestDb::key())).await.unwrap_err();
        assert!(matches!(error, OpenError::Migrate { .. }), "{error}");
    }

    async fn several_processes_can_start_at_once_on_a_new_database(db) {
        if db.kind == Kind::Postgres {
            db.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
        }
        let (one, two, three) = tokio::join!(db.open(), db.open(), db.open());
        for store in [one, two, three] {
            store.close().await;
        }
        assert_eq!(db.ask("SELECT count(*) FROM guild").await, "0");
    }

    async fn a_store_says_which_database_it_is(db) {
        let said = db.open().await.describe().await.unwrap();
        let name = match db.kind {
            Kind::Sqlite => "SQLite 3.",
            Kind::Postgres => "PostgreSQL 1",
        };
        assert!(said.starts_with(name), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_named_without_its_password() {
    let begun = Instant::now();
    let url = "postgres://bot:hunter2@127.0.0.1:9/record".parse().unwrap();
    let entropy = std::sync::Arc::new(undersigned::clock::SystemEntropy);
    let error = undersigned::store::Store::open(&url, Some(TestDb::key()), entropy).await.unwrap_err();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
    let said = format!("{error} {error:?}");
    assert!(said.contains("127.0.0.1:9") && !said.contains("hunter2"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}
