//! The one shape of the rows that questions read, and how they become values.

use std::error::Error;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::domain::ids::Number;
use crate::store::StoreError;

/// One row of any part of an answer; which columns it has depends on the part.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    /// Which part of the answer it belongs to.
    pub(super) part: String,
    /// The object's number.
    pub(super) number: i64,
    /// The petition it belongs to.
    pub(super) petition: Option<i64>,
    /// The organisation it concerns.
    pub(super) organisation: Option<i64>,
    /// The source it stands on.
    pub(super) source: Option<i64>,
    /// A position, a moment or a switch.
    pub(super) place: Option<i64>,
    /// Where it stands.
    pub(super) state: Option<String>,
    /// A second word of the schema's.
    pub(super) word: Option<String>,
    /// A name or short text.
    pub(super) text: Option<String>,
    /// The typed document.
    pub(super) doc: Option<String>,
}

/// Says that a stored word or number is none the program knows.
#[derive(Debug)]
struct Unknown(String);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is unknown", self.0)
    }
}

impl Error for Unknown {}

impl Row {
    /// Says that a column of this row's object holds what the program never writes.
    pub(super) fn corrupt(
        &self,
        column: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::Corrupt { table: self.table(), column, row: self.number.to_string(), source: source.into() }
    }

    /// Names the table the part was read from.
    fn table(&self) -> &'static str {
        match self.part.as_str() {
            "guild" => "guild",
            "petition" | "kin" => "petition",
            "addressee" => "petition_addressee",
            "organisation" | "meant" => "organisation",
            "demand" => "demand",
            "source" => "source",
            "capture" => "capture",
            "own" => "submission",
            _ => "record",
        }
    }

    fn number_in(&self, column: &'static str, value: Option<i64>) -> Result<Number, StoreError> {
        let missing = || self.corrupt(column, Unknown(format!("{value:?}")));
        value.and_then(Number::new).ok_or_else(missing)
    }

    /// Gives the object's number.
    pub(super) fn number(&self) -> Result<Number, StoreError> {
        self.number_in("number", Some(self.number))
    }

    /// Gives the petition's number.
    pub(super) fn petition(&self) -> Result<Number, StoreError> {
        self.number_in("petition", self.petition)
    }

    /// Gives the source's number.
    pub(super) fn source(&self) -> Result<Number, StoreError> {
        self.number_in("source", self.source)
    }

    /// Gives the organisation's number, where there is one.
    pub(super) fn organisation(&self) -> Result<Option<Number>, StoreError> {
        self.organisation.map(|value| self.number_in("organisation", Some(value))).transpose()
    }

    /// Reads one of the schema's words.
    pub(super) fn word<T>(
        &self,
        column: &'static str,
        word: Option<&String>,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let word = word.map_or("", String::as_str);
        parse(word).ok_or_else(|| self.corrupt(column, Unknown(word.to_owned())))
    }

    /// Gives the text.
    pub(super) fn text(&self) -> String {
        self.text.clone().unwrap_or_default()
    }

    /// Reads the typed document.
    pub(super) fn doc<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(self.doc.as_deref().unwrap_or_default()).map_err(|error| self.corrupt("doc", error))
    }
}
