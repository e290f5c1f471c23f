//! Reading stored values back into the domain's types, and saying which row holds what this program never writes.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use crate::domain::date::{PartialDate, Precision};
use crate::domain::ids::Number;

/// A row whose values are being read.
#[derive(Clone, Copy)]
pub(crate) struct RowOf {
    table: &'static str,
    row: i64,
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is none of the known values")]
struct Unknown(String);

impl RowOf {
    /// Names the row.
    pub(crate) const fn new(table: &'static str, row: i64) -> Self {
        Self { table, row }
    }

    /// Says that a column cannot be read, and why.
    pub(crate) fn corrupt(
        self,
        column: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::Corrupt { table: self.table, column, row: self.row.to_string(), source: source.into() }
    }

    /// Reads a number of an object.
    pub(crate) fn number(self, column: &'static str, value: i64) -> Result<Number, StoreError> {
        Number::try_from(value).map_err(|error| self.corrupt(column, error))
    }

    /// Reads a number that may be missing.
    pub(crate) fn maybe_number(self, column: &'static str, value: Option<i64>) -> Result<Option<Number>, StoreError> {
        value.map(|value| self.number(column, value)).transpose()
    }

    /// Reads an instant.
    pub(crate) fn instant(self, column: &'static str, value: i64) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(value).map_err(|error| self.corrupt(column, error))
    }

    /// Reads a name of an enumeration.
    pub(crate) fn word<T>(
        self,
        column: &'static str,
        text: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(text).ok_or_else(|| self.corrupt(column, Unknown(text.to_owned())))
    }

    /// Reads a typed document.
    pub(crate) fn json<T: DeserializeOwned>(self, column: &'static str, doc: &str) -> Result<T, StoreError> {
        serde_json::from_str(doc).map_err(|error| self.corrupt(column, error))
    }
}

/// Writes a typed document. Ours always can be written: they hold no map with keys that are no text.
pub(crate) fn to_json<T: Serialize>(doc: &T) -> Result<String, StoreError> {
    serde_json::to_string(doc).map_err(|error| StoreError::Corrupt {
        table: "document",
        column: "doc",
        row: "new".to_owned(),
        source: Box::new(error),
    })
}

/// Gives the two columns a date is stored in.
pub(crate) fn date_columns(date: PartialDate) -> (i64, &'static str) {
    (date.start().as_millisecond(), date.precision().as_str())
}

/// Reads a date from its two columns.
pub(crate) fn date(row: RowOf, column: &'static str, start: i64, precision: &str) -> Result<PartialDate, StoreError> {
    Precision::parse(precision)
        .and_then(|precision| PartialDate::from_parts(start, precision))
        .ok_or_else(|| row.corrupt(column, Unknown(format!("{start} {precision}"))))
}

/// Takes what can be read. A row that cannot is logged by its number, and the others are gone on with.
pub(super) fn readable<T>(rows: impl Iterator<Item = Result<T, StoreError>>) -> Result<Vec<T>, StoreError> {
    rows.filter_map(|row| match row {
        Err(error) if error.is_of_one_row() => {
            tracing::error!(%error, "passed over a row that cannot be read");
            None
        }
        row => Some(row),
    })
    .collect()
}
