//! The one shape of the rows that questions read, and how they become values.

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::store::StoreError;
use crate::store::decode::{self, RowOf};

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

impl Row {
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

    fn of(&self) -> RowOf {
        RowOf::new(self.table(), self.number)
    }

    /// Gives the object's number.
    pub(super) fn number(&self) -> Result<Number, StoreError> {
        self.of().number("number", self.number)
    }

    /// Gives the petition's number.
    pub(super) fn petition(&self) -> Result<Number, StoreError> {
        self.of().number("petition", self.petition.unwrap_or_default())
    }

    /// Gives the source's number.
    pub(super) fn source(&self) -> Result<Number, StoreError> {
        self.of().number("source", self.source.unwrap_or_default())
    }

    /// Gives the organisation's number, where there is one.
    pub(super) fn organisation(&self) -> Result<Option<Number>, StoreError> {
        self.of().maybe_number("organisation", self.organisation)
    }

    /// Gives the date that the row's place and word are.
    pub(super) fn date(&self, column: &'static str) -> Result<PartialDate, StoreError> {
        decode::date(self.of(), column, self.place.unwrap_or_default(), self.word.as_deref().unwrap_or_default())
    }

    /// Gives the moment that the row's place is.
    pub(super) fn instant(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.of().instant(column, self.place.unwrap_or_default())
    }

    /// Reads one of the schema's words.
    pub(super) fn word<T>(
        &self,
        column: &'static str,
        word: Option<&String>,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        self.of().word(column, word.map_or("", String::as_str), parse)
    }

    /// Gives the text.
    pub(super) fn text(&self) -> String {
        self.text.clone().unwrap_or_default()
    }

    /// Reads the typed document.
    pub(super) fn doc<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        self.of().json("doc", self.doc.as_deref().unwrap_or_default())
    }
}
