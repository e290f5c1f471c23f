//! Tells what is wrong with the settings: all of it at once, each with what to do.

use std::error::Error;
use std::fmt;

use super::catalogue::{Setting, Shown};

/// Describes one thing that is wrong with one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Names the setting, or the key or variable that is none.
    pub name: String,
    /// Names the setting's environment variable, if it has one.
    pub variable: Option<String>,
    /// Says where the value was found.
    pub found_in: Option<String>,
    /// Shows the value, unless it is a secret.
    pub value: Option<String>,
    /// Says what is wrong with it.
    pub what: String,
    /// Says what to do about it.
    pub remedy: String,
}

impl Problem {
    /// Describes a setting whose value cannot be used.
    pub(super) fn of_value(setting: &Setting, found_in: String, value: &str, what: String) -> Self {
        Self {
            found_in: Some(found_in),
            value: match setting.shown {
                Shown::Plain => Some(value.to_owned()),
                Shown::Never => None,
            },
            ..Self::of_setting(setting, what)
        }
    }

    /// Describes a setting that is wrong whatever its value, or that is missing.
    pub(super) fn of_setting(setting: &Setting, what: String) -> Self {
        Self {
            name: setting.name.to_owned(),
            variable: Some(setting.variable.to_owned()),
            found_in: None,
            value: None,
            what,
            remedy: setting.remedy.to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(variable) = &self.variable {
            write!(f, " ({variable})")?;
        }
        write!(f, ": {}", self.what)?;
        if let Some(value) = &self.value {
            write!(f, "\n  value: {value:?}")?;
        }
        if let Some(found_in) = &self.found_in {
            write!(f, "\n  found in: {found_in}")?;
        }
        write!(f, "\n  to mend it: {}", self.remedy)
    }
}

/// Holds everything that is wrong with the settings; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// Lists the problems in the order they were met.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("1 setting is wrong")?,
            many => write!(f, "{many} settings are wrong")?,
        }
        for problem in &self.0 {
            write!(f, "\n\n{problem}")?;
        }
        Ok(())
    }
}

impl Error for Problems {}
