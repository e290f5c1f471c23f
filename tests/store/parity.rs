//! The two schemas say the same, whatever migrations there are.
//!
//! Each database's catalogue is turned into sentences about its tables, and the sentences are compared. Types are compared
//! by class: SQLite's INTEGER stands for BIGINT and BOOLEAN.

use std::collections::BTreeSet;

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, Row as _, SqliteConnection, sqlite::SqliteConnectOptions,
};

use crate::harness::{Kind, TestDb, run, server_url};

/// What the databases keep for themselves.
const OWN: &str = "'_sqlx_migrations', 'migration_lock'";

const SQLITE: &[&str] = &[
    "SELECT t.name || ': column ' || c.name || ' ' || lower(c.type)
            || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' not null' ELSE '' END
            || coalesce(' default ' || replace(c.dflt_value, '''', ''), '')
     FROM tables t JOIN pragma_table_info(t.name) c",
    "SELECT t.name || ': primary key ' || (SELECT group_concat(name, ' ' ORDER BY pk) FROM pragma_table_info(t.name) WHERE pk > 0)
     FROM tables t",
    "SELECT t.name || ': unique ' || (SELECT group_concat(name, ' ' ORDER BY seqno) FROM pragma_index_info(i.name))
     FROM tables t JOIN pragma_index_list(t.name) i WHERE i.origin = 'u'",
    "SELECT t.name || CASE WHEN i.\"unique\" THEN ': unique' ELSE ':' END
            || CASE WHEN i.partial THEN ' partial' ELSE '' END || ' index ' || i.name || ' '
            || (SELECT group_concat(coalesce(name, '(expression)') || CASE WHEN \"desc\" THEN ' desc' ELSE '' END, ' ' ORDER BY seqno)
                FROM pragma_index_xinfo(i.name) WHERE key)
     FROM tables t JOIN pragma_index_list(t.name) i WHERE i.origin = 'c'",
    "SELECT t.name || ': foreign key ' || group_concat(f.\"from\", ' ' ORDER BY f.seq) || ' to ' || f.\"table\" || ' '
            || group_concat(f.\"to\", ' ' ORDER BY f.seq) || ' on delete ' || lower(f.on_delete) || ' on update ' || lower(f.on_update)
     FROM tables t JOIN pragma_foreign_key_list(t.name) f GROUP BY t.name, f.id",
];

const POSTGRES: &[&str] = &[
    "SELECT t.name || ': column ' || a.attname || ' '
            || CASE format_type(a.atttypid, a.atttypmod)
                   WHEN 'bigint' THEN 'integer' WHEN 'boolean' THEN 'integer' WHEN 'bytea' THEN 'blob'
                   WHEN 'text' THEN CASE WHEN l.collname = 'C' THEN 'text' ELSE 'text without COLLATE \"C\"' END
                   ELSE 'a type without its like: ' || format_type(a.atttypid, a.atttypmod) END
            || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
            || coalesce(' default ' || replace(replace(replace(split_part(pg_get_expr(d.adbin, d.adrelid), '::', 1), '''', ''), 'false', '0'), 'true', '1'), '')
     FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_collation l ON l.oid = a.attcollation
     LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum",
    "SELECT t.name || CASE c.contype WHEN 'p' THEN ': primary key ' ELSE ': unique ' END
            || (SELECT string_agg(a.attname, ' ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
     FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('p', 'u')",
    "SELECT t.name || CASE WHEN i.indisunique THEN ': unique' ELSE ':' END
            || CASE WHEN i.indpred IS NOT NULL THEN ' partial' ELSE '' END || ' index ' || r.relname || ' '
            || (SELECT string_agg(coalesce(a.attname, '(expression)') || CASE WHEN i.indoption[k.place - 1] & 1 = 1 THEN ' desc' ELSE '' END, ' ' ORDER BY k.place)
                FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
                LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum AND k.attnum > 0)
     FROM tables t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class r ON r.oid = i.indexrelid
     WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))",
    "SELECT t.name || ': foreign key '
            || (SELECT string_agg(a.attname, ' ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum)
            || ' to ' || (SELECT relname FROM pg_class WHERE oid = c.confrelid) || ' '
            || (SELECT string_agg(a.attname, ' ' ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum)
            || ' on delete ' || CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END
            || ' on update ' || CASE c.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END
     FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'",
];

async fn sqlite(db: &TestDb) -> SqliteConnection {
    db.open().await.close().await;
    db.raw_url().parse::<SqliteConnectOptions>().unwrap().connect().await.unwrap()
}

async fn sqlite_sentences(conn: &mut SqliteConnection) -> BTreeSet<String> {
    let mut sentences = BTreeSet::new();
    for query in SQLITE {
        let sql = format!(
            "WITH tables AS (SELECT name FROM sqlite_schema
                             WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ({OWN})) {query}"
        );
        sentences
            .extend(sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *conn).await.unwrap());
    }
    sentences
}

async fn postgres_sentences(conn: &mut PgConnection) -> BTreeSet<String> {
    let mut sentences = BTreeSet::new();
    for query in POSTGRES {
        let sql = format!(
            "WITH tables AS (SELECT oid, relname::text AS name FROM pg_class
                             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT IN ({OWN})) {query}"
        );
        sentences
            .extend(sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *conn).await.unwrap());
    }
    sentences
}

/// Counts each table's CHECKs; SQLite has one more for each column that is a BOOLEAN on PostgreSQL.
async fn sqlite_checks(conn: &mut SqliteConnection) -> BTreeSet<(String, i64)> {
    let sql = "SELECT name, (length(sql) - length(replace(sql, 'CHECK (', ''))) / length('CHECK (') FROM sqlite_schema
               WHERE type = 'table' AND sql LIKE '%CHECK (%'";
    let rows = sqlx::query(sql).fetch_all(conn).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn postgres_checks(conn: &mut PgConnection) -> BTreeSet<(String, i64)> {
    let sql = "SELECT t.relname::text,
                      (SELECT count(*) FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'c')
                      + (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND a.atttypid = 'boolean'::regtype)
               FROM pg_class t WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND t.relname <> '_sqlx_migrations'";
    let rows = sqlx::query(sql).fetch_all(conn).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).filter(|(_, checks)| *checks > 0).collect()
}

fn differences<T: Ord + Clone + std::fmt::Debug>(sqlite: &BTreeSet<T>, postgres: &BTreeSet<T>) -> Vec<String> {
    let only = |name: &str, one: &BTreeSet<T>, other: &BTreeSet<T>| {
        one.difference(other).map(|fact| format!("only {name}: {fact:?}")).collect::<Vec<_>>()
    };
    [only("SQLite", sqlite, postgres), only("PostgreSQL", postgres, sqlite)].concat()
}

#[test]
fn both_databases_have_the_same_schema() {
    if server_url().is_none() {
        return run(Kind::Postgres, |_| async {});
    }
    run(Kind::Sqlite, |lite| async move {
        let mut lite = sqlite(&lite).await;
        let (facts, checks) = (sqlite_sentences(&mut lite).await, sqlite_checks(&mut lite).await);
        lite.close().await.unwrap();
        // The second database has a runtime of its own, and a runtime does not start inside another.
        let compare = std::thread::spawn(move || {
            run(Kind::Postgres, |server| async move {
                let mut server = PgConnection::connect(server.raw_url()).await.unwrap();
                let mut found = differences(&facts, &postgres_sentences(&mut server).await);
                found.extend(differences(&checks, &postgres_checks(&mut server).await));
                server.close().await.unwrap();
                assert!(found.is_empty(), "the schemas differ:\n{}", found.join("\n"));
                assert!(facts.len() > 30, "the catalogue is read: {facts:?}");
            });
        });
        compare.join().unwrap();
    });
}

#[test]
fn a_schema_that_was_changed_is_told_from_what_it_was() {
    run(Kind::Postgres, |db| async move {
        let mut conn = PgConnection::connect(db.raw_url()).await.unwrap();
        let before = postgres_sentences(&mut conn).await;
        db.execute("DROP INDEX ledger_object; ALTER TABLE guild ALTER zone DROP NOT NULL").await;
        let found = differences(&before, &postgres_sentences(&mut conn).await);
        conn.close().await.unwrap();
        assert_eq!(
            found,
            [
                "only SQLite: \"guild: column zone text not null default UTC\"",
                "only SQLite: \"ledger: index ledger_object guild object seq\"",
                "only PostgreSQL: \"guild: column zone text default UTC\"",
            ]
        );
    });
}

#[test]
fn every_sqlite_table_is_strict() {
    run(Kind::Sqlite, |db| async move {
        let mut conn = sqlite(&db).await;
        let sql = "SELECT name FROM pragma_table_list
                   WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'";
        let loose: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        assert_eq!(loose, Vec::<String>::new());
    });
}
