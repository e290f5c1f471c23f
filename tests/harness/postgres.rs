//! A PostgreSQL database per test, copied from a template that has the schema already.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use undersigned::store::{migrations, open};
use url::Url;

/// Gives the server tests may create databases on.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
pub fn server_url() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

fn database(server: &str, name: &str) -> String {
    let mut url = Url::parse(server).expect("TEST_POSTGRES_URL is a URL");
    url.set_path(name);
    url.into()
}

async fn execute(conn: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map(|_| ())
}

async fn exists(conn: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(conn)
        .await
        .unwrap()
}

/// Creates a database for one test and gives its URL.
pub async fn create(server: &str) -> String {
    let mut admin = PgConnection::connect(server).await.expect("TEST_POSTGRES_URL answers");
    let template = template(server, &mut admin).await;
    let name = format!("undersigned_test_{:016x}", super::unique());
    execute(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    database(server, &name)
}

/// Makes the template under a name of its own and renames it when it is whole, so that test processes that start at the
/// same time do not meet half of it. Its name is that of the schema, so that a new migration has a new template.
async fn template(server: &str, admin: &mut PgConnection) -> String {
    let template = format!("undersigned_template_{:016x}", migrations::fingerprint());
    if exists(admin, &template).await {
        return template;
    }
    let making = format!("undersigned_making_{:016x}", super::unique());
    execute(admin, format!("CREATE DATABASE {making}")).await.unwrap();
    open::migrate(&database(server, &making).parse().unwrap()).await.unwrap();
    if let Err(error) = execute(admin, format!("ALTER DATABASE {making} RENAME TO {template}")).await {
        assert!(exists(admin, &template).await, "the template cannot be made: {error}");
        execute(admin, format!("DROP DATABASE {making}")).await.unwrap();
    }
    template
}

/// Drops a test's database, connections that are left included.
pub async fn drop(url: &str) {
    let server = server_url().expect("the server the database was created on");
    let name = Url::parse(url).unwrap().path().trim_start_matches('/').to_owned();
    let mut admin = PgConnection::connect(&server).await.unwrap();
    execute(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    admin.close().await.unwrap();
}
