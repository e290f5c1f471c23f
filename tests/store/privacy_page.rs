//! `PRIVACY.md` lists every column there is, and none that is not.

use std::collections::BTreeSet;

use sqlx::{ConnectOptions as _, Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::harness::{Kind, TestDb, on_both_databases};

const PAGE: &str = include_str!("../../PRIVACY.md");

/// What the databases keep for themselves.
const OWN: &str = "'_sqlx_migrations', 'migration_lock'";

/// Gives what stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Gives the page's section, the columns it lists, and those it calls bookkeeping.
fn page() -> (BTreeSet<String>, BTreeSet<String>) {
    let section = PAGE.split("## Every column").nth(1).unwrap().split("\n## ").next().unwrap();
    let (above, table) = section.split_once("|---|").unwrap();
    let columns = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let columns: Vec<&str> = columns.flat_map(quoted).collect();
    let listed: BTreeSet<String> = columns.iter().map(|&column| column.to_owned()).collect();
    assert_eq!(columns.len(), listed.len(), "each column is listed once");
    let bookkeeping = above.split("| column |").next().unwrap();
    (listed, quoted(bookkeeping).map(str::to_owned).collect())
}

async fn columns(db: &TestDb) -> BTreeSet<String> {
    db.open().await.close().await;
    let columns: Vec<String> = match db.kind {
        Kind::Sqlite => {
            let options: SqliteConnectOptions = db.raw_url().parse().unwrap();
            let mut conn: SqliteConnection = options.connect().await.unwrap();
            let sql = format!(
                "SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT IN ({OWN}) AND t.name NOT LIKE 'sqlite_%'"
            );
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut conn).await.unwrap()
        }
        Kind::Postgres => {
            let mut conn = PgConnection::connect(db.raw_url()).await.unwrap();
            let sql = format!(
                "SELECT table_name || '.' || column_name FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name NOT IN ({OWN})"
            );
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut conn).await.unwrap()
        }
    };
    columns.into_iter().collect()
}

on_both_databases! {
    async fn the_privacy_page_lists_every_column_and_none_that_is_not(db) {
        let (there, (listed, bookkeeping)) = (columns(&db).await, page());
        let name = |column: &String| column.split('.').nth(1).unwrap().to_owned();
        let missing: Vec<_> =
            there.iter().filter(|column| !listed.contains(*column) && !bookkeeping.contains(&name(column))).collect();
        assert!(missing.is_empty(), "PRIVACY.md, section Every column, says nothing of {missing:?}");
        let gone: Vec<_> = listed.difference(&there).collect();
        assert!(gone.is_empty(), "PRIVACY.md, section Every column, lists what is not there: {gone:?}");
        let names: BTreeSet<String> = there.iter().map(name).collect();
        let unused: Vec<_> = bookkeeping.difference(&names).collect();
        assert!(unused.is_empty(), "PRIVACY.md, section Every column, calls bookkeeping what is not there: {unused:?}");
    }
}
