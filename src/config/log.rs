//! Takes the log's filter and its format.

use std::fmt;
use std::str::FromStr;

use tracing_subscriber::filter::{LevelFilter, Targets};

use super::catalogue;
use super::reader::{Reader, Reported};

/// Says how what is logged is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line, for machines.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("is neither text nor json"),
        }
    }
}

/// Says what is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Says what.
    pub filter: LogFilter,
    /// Says how.
    pub format: LogFormat,
}

impl Log {
    pub(super) fn read(reader: &mut Reader) -> Result<Self, Reported> {
        let filter = reader.value(&catalogue::LOG_FILTER);
        let format = reader.value(&catalogue::LOG_FORMAT);
        Ok(Self { filter: filter?, format: format? })
    }
}

/// Says what is logged: a level, with exceptions by module (`info,undersigned::store=debug`).
#[derive(Debug, Clone, PartialEq)]
pub struct LogFilter(Targets);

impl Eq for LogFilter {}

impl LogFilter {
    /// Gives the filter in the form the subscriber takes.
    #[must_use]
    pub fn targets(&self) -> Targets {
        self.0.clone()
    }
}

impl FromStr for LogFilter {
    type Err = ParseFilterError;

    fn from_str(text: &str) -> Result<Self, ParseFilterError> {
        for directive in text.split(',') {
            // The subscriber would take a misspelt level for a module's name and log everything of it.
            let level = directive.rsplit('=').next().unwrap_or(directive).trim();
            if level.is_empty() || level.parse::<LevelFilter>().is_err() {
                return Err(ParseFilterError);
            }
        }
        text.parse().map(Self).map_err(|_| ParseFilterError)
    }
}

/// Says that a text is no filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseFilterError;

impl fmt::Display for ParseFilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a level, nor levels by module")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_two_formats() {
        assert_eq!("json".parse(), Ok(LogFormat::Json));
        assert_eq!("text".parse(), Ok(LogFormat::Text));
        assert!("JSON".parse::<LogFormat>().is_err());
    }

    #[test]
    fn a_misspelt_level_is_refused_and_not_taken_for_a_module() {
        assert!("info".parse::<LogFilter>().is_ok());
        assert!("warn,undersigned::store=debug".parse::<LogFilter>().is_ok());
        for wrong in ["inof", "", "info,", "info,undersigned", "undersigned=loud"] {
            assert!(wrong.parse::<LogFilter>().is_err(), "{wrong:?}");
        }
    }
}
