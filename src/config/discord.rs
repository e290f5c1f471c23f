//! Says how Discord is reached.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::catalogue;
use super::reader::{Reader, Reported};
use super::value;

/// Says how Discord is reached; the defaults reach the real one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discord {
    /// Gives the address that `discord.com` stands for, when it is a stand-in's.
    pub connect_to: Option<SocketAddr>,
    /// Gives a root certificate to trust besides the usual ones.
    pub ca: Option<CaFile>,
    /// Bounds the wait for a connection.
    pub connect_timeout: Duration,
    /// Bounds one request that answers an interaction.
    pub answer_timeout: Duration,
    /// Bounds one request that sends a message of our own.
    pub message_timeout: Duration,
    /// Says after how long without a sign of life from the gateway the process ends, to be started anew.
    pub watchdog: Duration,
}

impl Discord {
    pub(super) fn read(reader: &mut Reader) -> Result<Self, Reported> {
        let connect_to = reader.optional::<value::Address>(&catalogue::DISCORD_CONNECT_TO);
        let ca = CaFile::read(reader);
        let connect_timeout = reader.duration(&catalogue::DISCORD_CONNECT_TIMEOUT, value::CONNECT_TIMEOUTS);
        let answer_timeout = reader.duration(&catalogue::DISCORD_ANSWER_TIMEOUT, value::ANSWER_TIMEOUTS);
        let message_timeout = reader.duration(&catalogue::DISCORD_MESSAGE_TIMEOUT, value::MESSAGE_TIMEOUTS);
        let watchdog = reader.duration(&catalogue::DISCORD_WATCHDOG, value::WATCHDOGS);
        Ok(Self {
            connect_to: connect_to?.map(|value::Address(address)| address),
            ca: ca?,
            connect_timeout: connect_timeout?,
            answer_timeout: answer_timeout?,
            message_timeout: message_timeout?,
            watchdog: watchdog?,
        })
    }
}

/// Holds a root certificate in PEM and the file it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaFile {
    /// Names the file.
    pub path: PathBuf,
    /// Holds its text.
    pub pem: String,
}

impl CaFile {
    fn read(reader: &mut Reader) -> Result<Option<Self>, Reported> {
        let Some(path) = reader.text(&catalogue::DISCORD_CA_FILE) else {
            return Ok(None);
        };
        Self::load(Path::new(&path)).map(Some).map_err(|what| reader.report(&catalogue::DISCORD_CA_FILE, what))
    }

    fn load(path: &Path) -> Result<Self, String> {
        let pem = std::fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err("holds no certificate in PEM".to_owned());
        }
        Ok(Self { path: path.to_owned(), pem })
    }
}
