//! The schema's steps, in pairs: the same name for both databases, only ever added to.
//!
//! To add one, write `migrations/sqlite/VERSION_NAME.sql` and `migrations/postgres/VERSION_NAME.sql` and add its line to
//! [`ALL`]; a test compares the list with the folders.
//!
//! One process migrates at a time. SQLite's write lock sees to it; on PostgreSQL the process holds a row of the table
//! `migration_lock` meanwhile, because engines that speak PostgreSQL's protocol do not all have advisory locks.

use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::{
    Connection as _, PgConnection, SqlSafeStr as _, SqliteConnection,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

/// One step of the schema, for both databases.
#[derive(Debug)]
pub struct Step {
    /// When it was written, as `YYYYMMDDHHMMSS`: its place in the order.
    pub version: i64,
    /// What it does, as `verb_object`.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! steps {
    ($($version:literal $name:literal,)*) => {
        &[$(Step {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $version, "_", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $version, "_", $name, ".sql")),
        },)*]
    };
}

/// Every step there is.
#[expect(clippy::unreadable_literal, reason = "a date and time, as in the file's name")]
pub const ALL: &[Step] = steps![
    20261121000000 "create_guild_and_ledger",
    20261121000100 "create_record",
    20261122000000 "complete_record",
    20261122000100 "order_search",
    20261122000200 "hold_signatories",
    20261122010000 "index_commitments",
    20261123000010 "ask_contributors",
    20261123000011 "block_from_submission",
    20261123000012 "remind_moderators",
    20261123000020 "act_on_the_published",
    20261123000030 "let_erasures_wait",
    20261123000050 "read_ledger",
    20261123000051 "tell_checkpoints",
    20261123000060 "end_petitions",
    20261124000010 "break_lists_down",
    20261124000040 "keep_moderators_keys",
    20261125000010 "send_digests",
    20261125000020 "count_changes_of_what_waits",
    20261125000030 "tell_milestones_and_pin_cards",
    20261126000020 "watch_pages",
    20261127000010 "check_signatories_by_comparing",
    20261127000020 "note_what_pages_say",
    20261127000030 "look_for_copies",
    20261128000010 "follow_running_numbers",
    20261129000010 "tell_of_lost_numbers",
    20261129000020 "index_readings_that_are_led_to",
    20261130000010 "note_since_when_numbers_fail",
    20261130000020 "note_when_sources_came",
];

/// Gives a number that changes whenever a PostgreSQL migration is added or its text changes.
#[must_use]
pub fn fingerprint() -> u64 {
    let mut hash = Sha256::new();
    for step in ALL {
        hash.update(step.version.to_be_bytes());
        hash.update(step.postgres);
    }
    hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// How long a process waits for another one's migrations, seconds: they touch every row at worst.
pub(super) const LOCK_SECONDS: u64 = 120;

fn migrator(text: impl Fn(&Step) -> &'static str) -> Migrator {
    let step = |step: &Step| {
        Migration::new(step.version, step.name.into(), MigrationType::Simple, text(step).into_sql_str(), false)
    };
    let mut migrator = Migrator::with_migrations(ALL.iter().map(step).collect());
    // sqlx's own lock is an advisory one.
    migrator.set_locking(false);
    migrator
}

/// Brings an SQLite database up to date: all of it or nothing.
///
/// The connection has foreign keys off, since a table that is made anew is missing for a moment; they are checked before
/// anything is committed.
pub(in crate::store) async fn run_sqlite(conn: &mut SqliteConnection) -> Result<(), MigrateError> {
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
    migrator(|step| step.sqlite).run_direct(None, &mut *tx, false).await?;
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut *tx).await?;
    if broken.is_some() {
        return Err(MigrateError::Source("a row refers to one that is missing (PRAGMA foreign_key_check)".into()));
    }
    Ok(tx.commit().await?)
}

/// Brings a PostgreSQL database up to date; `Ok(false)` when another process held the lock all the while.
///
/// `lock` holds the row for as long as its transaction lasts, which ends with the process at the latest; `work` carries
/// the migrations, each in a transaction of its own.
pub(super) async fn run_postgres(lock: &mut PgConnection, work: &mut PgConnection) -> Result<bool, MigrateError> {
    make_lock(lock).await?;
    let mut held = lock.begin().await?;
    let row = sqlx::query("SELECT id FROM migration_lock WHERE id = 1 FOR UPDATE").execute(&mut *held);
    match tokio::time::timeout(Duration::from_secs(LOCK_SECONDS), row).await {
        Ok(locked) => locked?,
        Err(_) => return Ok(false),
    };
    migrator(|step| step.postgres).run_direct(None, work, false).await?;
    held.rollback().await?;
    Ok(true)
}

async fn make_lock(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration_lock (id BIGINT NOT NULL PRIMARY KEY)";
    // Two processes that create it at once collide in the catalogue; the second attempt finds it there.
    if sqlx::query(TABLE).execute(&mut *conn).await.is_err() {
        sqlx::query(TABLE).execute(&mut *conn).await?;
    }
    sqlx::query("INSERT INTO migration_lock (id) VALUES (1) ON CONFLICT (id) DO NOTHING").execute(conn).await?;
    Ok(())
}

#[cfg(test)]
pub(in crate::store) mod tests {
    use sqlx::ConnectOptions as _;
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;

    /// One row of each table that a later step makes anew, one of them pointing at another of its own table.
    const ROWS: [&str; 6] = [
        "INSERT INTO guild (id, ledger_head, created_at) VALUES (1, zeroblob(32), 0)",
        "INSERT INTO source VALUES (1, 1, 'live', 1, 1, '{}', 0)",
        "INSERT INTO petition VALUES (1, 2, 'a-b', 'published', 'unknown', 0, 'day', 1, NULL, 1, 1, '{}', 0)",
        "INSERT INTO record (guild, number, kind, state, petition, source, as_of_start, as_of_precision, rank,
                             superseded_by, revision, doc_version, doc, accepted_at)
         VALUES (1, 4, 'statement', 'accepted', 2, 1, 0, 'day', 'normal', NULL, 1, 1, '{}', 0),
                (1, 3, 'statement', 'superseded', 2, 1, 0, 'day', 'normal', 4, 1, 1, '{}', 0)",
        "INSERT INTO submission (guild, number, kind, state, petition, sealed, revision, standing, submitted_at,
                                 decided_alone)
         VALUES (1, 5, 'count', 'pending', 2, x'00', 1, 'everyone', 0, 0)",
        "INSERT INTO term VALUES (1, 'statement', 'word', 4)",
    ];

    /// Makes a database as an earlier version did, with something on record.
    pub(in crate::store) async fn make_old(conn: &mut SqliteConnection) {
        let mut first = migrator(|step| step.sqlite);
        first.migrations = first.migrations.iter().take(2).cloned().collect();
        first.run_direct(None, &mut *conn, false).await.unwrap();
        for row in ROWS {
            sqlx::query(row).execute(&mut *conn).await.unwrap();
        }
    }

    #[tokio::test]
    async fn what_is_on_record_outlives_every_later_step() {
        let mut conn = SqliteConnectOptions::new().in_memory(true).foreign_keys(false).connect().await.unwrap();
        make_old(&mut conn).await;
        run_sqlite(&mut conn).await.unwrap();
        let left = "SELECT (SELECT superseded_by FROM record WHERE number = 3) || (SELECT count(*) FROM record)
                        || (SELECT kind FROM submission) || (SELECT term FROM term)";
        let left: String = sqlx::query_scalar(left).fetch_one(&mut conn).await.unwrap();
        assert_eq!(left, "42countword");
    }

    #[tokio::test]
    async fn signatories_outlive_the_table_that_is_made_anew() {
        let mut conn = SqliteConnectOptions::new().in_memory(true).foreign_keys(false).connect().await.unwrap();
        make_old(&mut conn).await;
        let mut before = migrator(|step| step.sqlite);
        before.migrations =
            before.migrations.iter().filter(|step| step.version < 20_261_127_000_010).cloned().collect();
        before.run_direct(None, &mut conn, false).await.unwrap();
        let rows = "INSERT INTO signatory VALUES
            (1, 6, 2, 1, 'standing', 'signatory', 'consent', 'verified', x'01', x'02', x'03', NULL, NULL, NULL, 1, 5),
            (1, 7, 2, 1, 'merged', 'first_signatory', 'signs_in_source', 'unverified', x'01', x'02', NULL, 6, 9, 'day', 2, 5)";
        sqlx::query(rows).execute(&mut conn).await.unwrap();
        let told = "SELECT CAST(json_group_array(concat_ws(' ', number, petition, source, standing, part, basis,
                        verification, hex(name_hash), hex(near_hash), hex(sealed), merged_into, changed_on_start,
                        changed_on_precision, revision, logged_at)) AS TEXT) FROM signatory";
        let old: String = sqlx::query_scalar(told).fetch_one(&mut conn).await.unwrap();
        run_sqlite(&mut conn).await.unwrap();
        assert_eq!(old, sqlx::query_scalar::<_, String>(told).fetch_one(&mut conn).await.unwrap());
        let wrong = "UPDATE signatory SET standing = 'gone' WHERE number = 6";
        assert!(sqlx::query(wrong).execute(&mut conn).await.unwrap_err().to_string().contains("CHECK"));
    }

    #[tokio::test]
    async fn a_step_that_loses_a_row_others_refer_to_is_undone() {
        let mut conn = SqliteConnectOptions::new().in_memory(true).foreign_keys(false).connect().await.unwrap();
        run_sqlite(&mut conn).await.unwrap();
        sqlx::query("INSERT INTO demand VALUES (1, 1, 1, 1, 'met', 'a')").execute(&mut conn).await.unwrap();
        assert!(run_sqlite(&mut conn).await.unwrap_err().to_string().contains("foreign_key_check"));
    }

    #[test]
    fn the_list_names_every_file_of_both_folders_in_order() {
        let listed: Vec<_> = ALL.iter().map(|step| format!("{}_{}.sql", step.version, step.name)).collect();
        assert!(listed.is_sorted());
        for database in ["sqlite", "postgres"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(database);
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            files.sort();
            assert_eq!(files, listed, "{database}");
        }
    }
}
