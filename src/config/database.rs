//! Says where the record is kept: a SQLite file, or PostgreSQL.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use url::Url;
use zeroize::Zeroizing;

use super::catalogue;
use super::reader::{Reader, Reported};

/// Names the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file, made at the first start.
    Sqlite(PathBuf),
    /// A `PostgreSQL` database, for several processes.
    Postgres(PostgresUrl),
}

impl Database {
    pub(super) fn read(reader: &mut Reader) -> Result<Self, Reported> {
        reader.value(&catalogue::DATABASE_URL)
    }
}

/// Holds a `PostgreSQL` address; shown without its password and parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(Zeroizing<String>);

impl PostgresUrl {
    /// Gives the whole address, password included, for the store that connects to it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parsed when it was made; a part that is missing is left out.
        let Ok(url) = Url::parse(&self.0) else {
            return f.write_str("postgres://..");
        };
        f.write_str("postgres://")?;
        f.write_str(url.host_str().unwrap_or_default())?;
        if let Some(port) = url.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(url.path())
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl FromStr for Database {
    type Err = ParseDatabaseError;

    fn from_str(text: &str) -> Result<Self, ParseDatabaseError> {
        let (scheme, rest) = text.split_once(':').ok_or(ParseDatabaseError::NoScheme)?;
        match scheme {
            "sqlite" => parse_path(rest).map(Self::Sqlite),
            "postgres" | "postgresql" => {
                let url = Url::parse(text).map_err(ParseDatabaseError::Address)?;
                if url.path().trim_matches('/').is_empty() {
                    return Err(ParseDatabaseError::NoDatabase);
                }
                Ok(Self::Postgres(PostgresUrl(Zeroizing::new(text.to_owned()))))
            }
            _ => Err(ParseDatabaseError::Scheme),
        }
    }
}

/// Takes `data/x.db` and `//data/x.db` alike, as the drivers do.
fn parse_path(rest: &str) -> Result<PathBuf, ParseDatabaseError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.contains('?') {
        return Err(ParseDatabaseError::Parameters);
    }
    if path.contains(":memory:") {
        return Err(ParseDatabaseError::Memory);
    }
    if path.is_empty() || path.ends_with('/') {
        return Err(ParseDatabaseError::NoFile);
    }
    Ok(PathBuf::from(path))
}

/// Says why a text names no database, without showing it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseDatabaseError {
    /// It has no scheme.
    #[error("has no scheme")]
    NoScheme,
    /// Its scheme is another's.
    #[error("names neither sqlite nor postgres")]
    Scheme,
    /// Its file has no name.
    #[error("names no file")]
    NoFile,
    /// It sets parameters of the driver, which the store sets itself.
    #[error("has parameters: how the file is opened is not a choice")]
    Parameters,
    /// It would lose everything at the next stop.
    #[error("names a database in memory, and a record has to last")]
    Memory,
    /// It is no address.
    #[error("is not an address: {0}")]
    Address(url::ParseError),
    /// It names a server without a database.
    #[error("names no database on its server")]
    NoDatabase,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_file_is_named_with_or_without_slashes() {
        for text in ["sqlite:data/x.db", "sqlite://data/x.db"] {
            assert_eq!(text.parse(), Ok(Database::Sqlite(PathBuf::from("data/x.db"))));
        }
        assert_eq!("sqlite:///srv/x.db".parse(), Ok(Database::Sqlite(PathBuf::from("/srv/x.db"))));
    }

    #[test]
    fn what_names_no_database_that_lasts_is_refused() {
        let parse = |text: &str| text.parse::<Database>().unwrap_err();
        assert_eq!(parse("undersigned.db"), ParseDatabaseError::NoScheme);
        assert_eq!(parse("mysql://host/db"), ParseDatabaseError::Scheme);
        assert_eq!(parse("sqlite::memory:"), ParseDatabaseError::Memory);
        assert_eq!(parse("sqlite:x.db?mode=rwc"), ParseDatabaseError::Parameters);
        assert_eq!(parse("sqlite:"), ParseDatabaseError::NoFile);
        assert_eq!(parse("postgres://host"), ParseDatabaseError::NoDatabase);
        assert!(matches!(parse("postgres://host:port/db"), ParseDatabaseError::Address(_)));
    }

    #[test]
    fn a_password_is_not_shown() {
        let url = "postgres://user:hunter2@db.example:5433/record?password=hunter2";
        let database: Database = url.parse().unwrap();
        assert_eq!(database.to_string(), "postgres://db.example:5433/record");
        assert!(!format!("{database:?}").contains("hunter2"));
        assert!(matches!(database, Database::Postgres(postgres) if postgres.expose() == url));
    }
}
