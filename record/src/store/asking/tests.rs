//! The plans of the queries: every table of a guild's record is reached by an index, never read from end to end.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, SqliteConnection};

use super::{dossier, history, list, objects, organisation, search, source, suggest};
use crate::store::{audit, breakdowns, migrations, own, posted, settings, signatories};

const TABLES: [&str; 28] = [
    "breakdown",
    "breakdown_cell",
    "ledger",
    "opening",
    "signatory",
    "tally",
    "apart",
    "record",
    "judgement",
    "organisation_parent",
    "petition",
    "submission",
    "term",
    "source",
    "capture",
    "organisation",
    "organisation_name",
    "organisation_parent",
    "demand",
    "petition_addressee",
    "petition_relation",
    "petition_tag",
    "source_url",
    "channel",
    "posted",
    "draft",
    "question",
    "block",
];

async fn database() -> SqliteConnection {
    let mut conn = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
    migrations::run_sqlite(&mut conn).await.unwrap();
    conn
}

/// Gives the steps of a query's plan, such as `SEARCH r USING INDEX record_of_petition (guild=? AND petition=?)`.
async fn plan(conn: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(explained).fetch_all(conn).await.unwrap();
    rows.into_iter().map(|(.., detail)| detail).collect()
}

/// Gives the tables behind the names of a query: `record AS r` makes `r` a record.
fn is_table(sql: &str, name: &str) -> bool {
    let aliased = |table: &&str| sql.contains(&format!("{table} AS {name}"));
    TABLES.contains(&name) || TABLES.iter().any(aliased)
}

#[tokio::test]
async fn no_question_reads_a_table_from_end_to_end() {
    let mut conn = database().await;
    for (name, sql) in [
        ("dossier", dossier::sql::PLAIN),
        ("whole dossier", dossier::sql::WHOLE),
        ("list", list::SQL),
        ("search", search::SQLITE),
        ("source", source::SQL),
        ("organisation", organisation::SQL),
        ("petitions", suggest::PETITIONS),
        ("organisations", suggest::ORGANISATIONS),
        ("sources", suggest::SOURCES),
        ("records", suggest::RECORDS),
        ("demands", suggest::DEMANDS),
        ("tags", suggest::TAGS),
        ("history", history::HISTORY),
        ("objects", objects::OBJECTS),
        ("own", suggest::OWN_PENDING),
        ("waiting", suggest::WAITING),
        ("alike", signatories::ALIKE),
        ("shown", signatories::SHOWN),
        ("by name", signatories::BY_NAME),
        ("figures", breakdowns::CELLS),
        ("in turn", breakdowns::IN_TURN),
        ("to clear", settings::TO_CLEAR),
        ("own submissions", own::OWN),
        ("audit of an object", audit::OF_OBJECT),
        ("audit of an act", audit::OF_ACT),
        ("audit", audit::OF_ALL),
    ] {
        for step in plan(&mut conn, sql).await {
            let mut words = step.split(' ');
            let (how, what) = (words.next().unwrap(), words.next().unwrap_or_default());
            assert!(how != "SCAN" || !is_table(sql, what), "{name}: {step}");
        }
    }
}

#[tokio::test]
async fn messages_that_show_a_decision_are_not_read_to_find_outdated_ones() {
    let steps = plan(&mut database().await, posted::OUTDATED).await;
    assert!(steps.iter().any(|step| step.contains("INDEX posted_waiting")), "{steps:#?}");
}

#[tokio::test]
async fn a_petitions_records_are_reached_without_those_of_others() {
    let mut conn = database().await;
    for sql in [dossier::sql::PLAIN, dossier::sql::WHOLE] {
        let steps = plan(&mut conn, sql).await;
        let records: Vec<_> = steps.iter().filter(|step| step.starts_with("SEARCH r ")).collect();
        assert_eq!(records.len(), 2, "{steps:#?}");
        for step in records {
            assert!(step.contains("record_of_petition (guild=? AND petition=? AND kind=?"), "{step}");
        }
        // A page that never stands still has thousands of readings.
        let captures = steps.iter().find(|step| step.starts_with("SEARCH t ")).unwrap();
        assert!(captures.contains("capture_led_to (guild=? AND source=?)"), "{captures}");
    }
}
