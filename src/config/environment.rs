//! Holds environment variables as a value; the only place that reads the process's own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;

/// Begins the name of every variable of ours but `DISCORD_TOKEN`.
pub(super) const PREFIX: &str = "UNDERSIGNED_";

/// Holds the environment variables that settings are read from.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, OsString>);

/// Says that a variable holds bytes that are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotText;

impl Environment {
    /// Takes the variables of this process.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the process's environment is read")]
    pub fn of_process() -> Self {
        // A name that is no text cannot be one of ours.
        Self(std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value))).collect())
    }

    /// Takes variables given as pairs.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::from_os_pairs(pairs.into_iter().map(|(name, value)| (name, OsString::from(value))))
    }

    /// Takes variables given as pairs, with values that need not be text.
    pub fn from_os_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, OsString)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Finds a variable; an empty one counts as not set, because container files pass unset ones so.
    pub(super) fn get(&self, variable: &str) -> Option<Result<&str, NotText>> {
        let value = self.0.get(variable).filter(|value| !value.is_empty())?;
        Some(value.to_str().ok_or(NotText))
    }

    /// Lists the names of the variables that are meant for us.
    pub(super) fn list_ours(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(|name| name.starts_with(PREFIX) && !is_service_link(name))
    }
}

/// Says whether Kubernetes made this variable for a service that is named like us (`UNDERSIGNED_DB_SERVICE_HOST`).
fn is_service_link(name: &str) -> bool {
    name.contains("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || name.ends_with("_PORT")
        || name.contains("_PORT_")
}

impl fmt::Debug for Environment {
    /// Shows the names of our variables and no value: any of them may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.list_ours()).finish()
    }
}
