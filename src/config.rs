//! Reads the settings: built-in defaults, then the file, then the environment, the later the stronger.
//!
//! This is the one place that knows where a setting comes from. Everything behind it takes parsed types, so that a
//! value is wrong either here, with every other wrong one beside it, or nowhere. Secrets come from the environment or
//! a file of their own, never from the settings file, and no `Debug` or problem shows them.
//!
//! To add a setting: a line in `catalogue`, a field in the group that reads it, and its entry with a comment in
//! `config/undersigned.toml`; a test compares the three.

mod catalogue;
mod discord;
mod environment;
mod fetching;
mod file;
mod limits;
mod log;
mod problem;
mod reader;
mod token;
mod value;

pub use catalogue::{Place, SETTINGS, Setting};
pub use discord::{CaFile, Discord};
pub use environment::Environment;
pub use fetching::Fetching;
pub use log::{Log, LogFilter, LogFormat};
pub use problem::{Problem, Problems};
pub use token::{ParseTokenError, Token};

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use reader::Reader;

use crate::service::Limits;
use crate::store::{DatabaseUrl, MasterKey};

/// Names the settings file that is read, when it exists, unless `UNDERSIGNED_CONFIG` names another.
pub const DEFAULT_FILE: &str = "config/undersigned.toml";

/// Says where settings are looked for.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Holds the environment variables; stronger than the file.
    pub environment: Environment,
    /// Names the file that is read when it exists and `UNDERSIGNED_CONFIG` is not set.
    pub default_file: PathBuf,
}

impl Sources {
    /// Takes this process's environment and the usual file.
    #[must_use]
    pub fn of_process() -> Self {
        Self { environment: Environment::of_process(), default_file: PathBuf::from(DEFAULT_FILE) }
    }

    /// Takes variables given as pairs and no file, for tests and for the demo.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { environment: Environment::from_pairs(pairs), default_file: PathBuf::new() }
    }

    /// Finds the settings file that applies: the one `UNDERSIGNED_CONFIG` names, else the usual one if it exists.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match self.environment.get(catalogue::CONFIG.variable) {
            Some(Ok(named)) => Some(PathBuf::from(named)),
            Some(Err(_)) => None,
            None => Some(self.default_file.clone()).filter(|path| path.is_file()),
        }
    }
}

/// Holds every setting but the bot's token, which only `run` asks for.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Says how Discord is reached.
    pub discord: Discord,
    /// Says where the record is kept.
    pub database: DatabaseUrl,
    /// Holds the key that seals and pseudonymises, where the environment gives it; else it is in a file beside the
    /// database.
    pub key: Option<MasterKey>,
    /// Bounds how much one person files.
    pub limits: Limits,
    /// Says how pages are fetched, if they are.
    pub fetching: Option<Fetching>,
    /// Gives the address where health and metrics are served, if they are.
    pub listen: Option<SocketAddr>,
    /// Says what is logged, and how.
    pub log: Log,
}

impl Settings {
    /// Reads the settings that work on the record needs; fails with every problem found.
    pub fn read(sources: &Sources) -> Result<Self, Problems> {
        let mut reader = Reader::new(sources);
        let settings = Self::collect(&mut reader);
        reader.finish(settings)
    }

    /// Reads the settings and the bot's token; fails with every problem found, the token's among them.
    pub fn read_with_token(sources: &Sources) -> Result<(Self, Token), Problems> {
        let mut reader = Reader::new(sources);
        let token = Token::read(&mut reader);
        let settings = Self::collect(&mut reader);
        reader.finish(token.and_then(|token| Ok((settings?, token))))
    }

    fn collect(reader: &mut Reader) -> Result<Self, reader::Reported> {
        // All groups are read before the first `?`: one group's problem must not hide another's.
        let discord = Discord::read(reader);
        let database = reader.value(&catalogue::DATABASE_URL);
        let key = read_key(reader, database.as_ref().ok());
        let limits = limits::read(reader);
        let fetching = Fetching::read(reader);
        let listen = reader.optional::<value::Address>(&catalogue::HTTP_LISTEN);
        let log = Log::read(reader);
        Ok(Self {
            discord: discord?,
            database: database?,
            key: key?,
            limits: limits?,
            fetching: fetching?,
            listen: listen?.map(|value::Address(address)| address),
            log: log?,
        })
    }
}

/// Reads a file that holds one secret, without the line end that editors add.
fn read_secret_file(path: &Path) -> std::io::Result<zeroize::Zeroizing<String>> {
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(path)?);
    Ok(zeroize::Zeroizing::new(text.trim().to_owned()))
}

/// Reads the key that the environment gives. PostgreSQL needs it: several processes on several machines must hold the
/// same key.
fn read_key(reader: &mut Reader, database: Option<&DatabaseUrl>) -> Result<Option<MasterKey>, reader::Reported> {
    let key = reader.optional(&catalogue::KEY)?;
    if key.is_none() && matches!(database, Some(DatabaseUrl::Postgres(_))) {
        return Err(reader.report(&catalogue::KEY, "is not set, and PostgreSQL is used"));
    }
    Ok(key)
}

#[cfg(test)]
mod tests;
