//! Where the database is.

use std::{fmt, path::PathBuf, str::FromStr};

use sqlx::postgres::PgConnectOptions;
use url::Url;

/// The address of a database: a file for SQLite, a URL for PostgreSQL. Shown without the password.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file of its own.
    Sqlite(PathBuf),
    /// A server.
    Postgres(PostgresUrl),
}

/// A PostgreSQL server's address, read and found to be sound.
#[derive(Clone)]
pub struct PostgresUrl {
    shown: String,
    options: Box<PgConnectOptions>,
}

impl PostgresUrl {
    /// Shows the address as other programs take it, without the password.
    #[must_use]
    pub fn without_password(&self) -> String {
        self.shown.replace(":***@", "@")
    }

    /// Gives what the driver connects with.
    #[must_use]
    pub fn options(&self) -> PgConnectOptions {
        (*self.options).clone()
    }
}

/// Says why a text is not the address of a database, without repeating what may be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADatabaseUrl {
    /// Nothing is there.
    #[error("a database is a file such as undersigned.db, or postgres://user:password@host/name")]
    Empty,
    /// SQLite's memory lives in one connection; the store has several.
    #[error("the database cannot be kept in memory: name a file")]
    InMemory,
    /// Some other kind of database.
    #[error("`{0}://` is not a database this program knows: name a file, or postgres://user:password@host/name")]
    Scheme(String),
    /// A PostgreSQL URL that cannot be read.
    #[error(
        "the PostgreSQL URL cannot be read: it is written postgres://user:password@host:5432/name, with %-escapes for signs such as @ and / in the password"
    )]
    Postgres,
}

impl FromStr for DatabaseUrl {
    type Err = NotADatabaseUrl;

    fn from_str(text: &str) -> Result<Self, NotADatabaseUrl> {
        let text = text.trim();
        let path = match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => return postgres(text),
            Some(("sqlite", path)) => path,
            Some((scheme, _)) => return Err(NotADatabaseUrl::Scheme(scheme.to_owned())),
            None => text.strip_prefix("sqlite:").unwrap_or(text),
        };
        match path {
            "" => Err(NotADatabaseUrl::Empty),
            ":memory:" => Err(NotADatabaseUrl::InMemory),
            path => Ok(Self::Sqlite(PathBuf::from(path))),
        }
    }
}

fn postgres(text: &str) -> Result<DatabaseUrl, NotADatabaseUrl> {
    let mut shown = Url::parse(text).map_err(|_| NotADatabaseUrl::Postgres)?;
    let options = text.parse().map_err(|_| NotADatabaseUrl::Postgres)?;
    if shown.password().is_some() && shown.set_password(Some("***")).is_err() {
        return Err(NotADatabaseUrl::Postgres);
    }
    // Parameters may carry a password or the path of a key; none of them is needed to know the database by.
    shown.set_query(None);
    Ok(DatabaseUrl::Postgres(PostgresUrl { shown: shown.into(), options: Box::new(options) }))
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(f),
            Self::Postgres(url) => f.write_str(&url.shown),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({})", self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_path_with_or_without_a_scheme() {
        for text in ["data/u.db", "sqlite:data/u.db", "sqlite://data/u.db", " data/u.db\n"] {
            assert_eq!(text.parse::<DatabaseUrl>().unwrap().to_string(), "data/u.db");
        }
        assert_eq!("sqlite:///var/u.db".parse::<DatabaseUrl>().unwrap().to_string(), "/var/u.db");
    }

    #[test]
    fn no_password_is_shown_anywhere() {
        for text in [
            "postgres://bot:hunter2@db.example:5432/record",
            "postgresql://bot@db.example/record?password=hunter2&host=/run",
        ] {
            let url = text.parse::<DatabaseUrl>().unwrap();
            let shown = format!("{url} {url:?}");
            assert!(!shown.contains("hunter2") && shown.contains("db.example"), "{shown}");
        }
        for text in ["postgres://bot:hunter2@db:port/x", "mysql://bot:hunter2@db/x"] {
            let error = text.parse::<DatabaseUrl>().unwrap_err();
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }

    #[test]
    fn what_cannot_hold_the_record_is_refused() {
        assert_eq!("".parse::<DatabaseUrl>().unwrap_err(), NotADatabaseUrl::Empty);
        assert_eq!("sqlite::memory:".parse::<DatabaseUrl>().unwrap_err(), NotADatabaseUrl::InMemory);
        assert_eq!("mysql://h/d".parse::<DatabaseUrl>().unwrap_err(), NotADatabaseUrl::Scheme("mysql".to_owned()));
    }
}
