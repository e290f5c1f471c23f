//! The one shape of the rows that questions read, how they come in one piece, and how they become values.
//!
//! An answer's parts are many rows, and each row costs a turn between the database's thread and ours. So the database
//! puts them in one text: columns set apart by U+001F and rows by U+001E, which no stored text can hold, since it is
//! cleaned of control characters on its way in and JSON escapes them.

use serde::de::DeserializeOwned;

use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::store::StoreError;
use crate::store::decode::{self, RowOf};

/// Sets the columns of a row apart.
const COLUMNS: char = '\u{1f}';
/// Sets rows apart.
const ROWS: u8 = 0x1e;

/// Makes one query of what an answer is made of and of its parts, each with the columns of [`Row`]; gives one text, or
/// NULL where there is nothing.
macro_rules! in_one_piece {
    ($with:expr, $parts:expr) => {
        concat!(
            $with,
            "\nSELECT string_agg(concat(part, '\u{1f}', number, '\u{1f}', petition, '\u{1f}', organisation, '\u{1f}', source,",
            " '\u{1f}', place, '\u{1f}', state, '\u{1f}', word, '\u{1f}', text, '\u{1f}', doc), '\u{1e}')\nFROM (\n",
            $parts,
            "\n) AS parts"
        )
    };
}
pub(super) use in_one_piece;

/// Cuts the text that [`in_one_piece`] gives into its rows.
pub(super) fn rows(piece: Option<&str>) -> Result<Vec<Row<'_>>, StoreError> {
    let Some(piece) = piece else { return Ok(Vec::new()) };
    let mut rows = Vec::with_capacity(piece.bytes().filter(|byte| *byte == ROWS).count() + 1);
    for line in piece.split(char::from(ROWS)) {
        rows.push(Row::parse(line)?);
    }
    Ok(rows)
}

/// One row of any part of an answer; which columns it has depends on the part.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// Which part of the answer it belongs to.
    pub(super) part: &'a str,
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
    pub(super) state: &'a str,
    /// A second word of the schema's.
    pub(super) word: &'a str,
    /// A name or short text.
    pub(super) text: &'a str,
    /// The typed document.
    pub(super) doc: &'a str,
}

/// A row that has not the columns of [`Row`].
#[derive(Debug, thiserror::Error)]
#[error("the row is none of an answer's")]
struct Misshapen;

impl<'a> Row<'a> {
    fn parse(line: &'a str) -> Result<Self, StoreError> {
        let misshapen = || RowOf::new("answer", 0).corrupt("part", Misshapen);
        let mut left = line.split(COLUMNS);
        let columns: [Option<&str>; 10] = std::array::from_fn(|_| left.next());
        let (
            [
                Some(part),
                Some(number),
                Some(petition),
                Some(organisation),
                Some(source),
                Some(place),
                Some(state),
                Some(word),
                Some(text),
                Some(doc),
            ],
            None,
        ) = (columns, left.next())
        else {
            return Err(misshapen());
        };
        let whole = |column: &str| match column {
            "" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| misshapen()),
        };
        Ok(Self {
            part,
            number: whole(number)?.unwrap_or_default(),
            petition: whole(petition)?,
            organisation: whole(organisation)?,
            source: whole(source)?,
            place: whole(place)?,
            state,
            word,
            text,
            doc,
        })
    }

    /// Names the table the part was read from.
    fn table(&self) -> &'static str {
        match self.part {
            "guild" => "guild",
            "petition" | "kin" => "petition",
            "addressee" => "petition_addressee",
            "organisation" | "meant" | "name" => "organisation",
            "demand" => "demand",
            "source" => "source",
            "capture" => "capture",
            "change" => "source_change",
            "judgement" => "judgement",
            "parent" | "part" => "organisation_parent",
            "own" => "submission",
            "hit" => "term",
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
        decode::date(self.of(), column, self.place.unwrap_or_default(), self.word)
    }

    /// Gives the date of a start and a precision that stand in columns of their own, where there is one.
    pub(super) fn date_of(
        &self,
        column: &'static str,
        start: Option<i64>,
        precision: &str,
    ) -> Result<Option<PartialDate>, StoreError> {
        start.map(|start| decode::date(self.of(), column, start, precision)).transpose()
    }

    /// Gives the moment that the row's place is.
    pub(super) fn instant(&self, column: &'static str) -> Result<jiff::Timestamp, StoreError> {
        self.of().instant(column, self.place.unwrap_or_default())
    }

    /// Reads one of the schema's words.
    pub(super) fn word<T>(
        &self,
        column: &'static str,
        word: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        self.of().word(column, word, parse)
    }

    /// Gives the text.
    pub(super) fn text(&self) -> String {
        self.text.to_owned()
    }

    /// Reads the typed document.
    pub(super) fn doc<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        self.of().json("doc", self.doc)
    }
}
