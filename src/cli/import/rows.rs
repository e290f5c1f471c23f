//! Rows of an archive file, JSON or CSV, as actions: good ones apart from bad ones, each with its line.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::archive::Action;
use crate::domain::date::PartialDate;
use crate::domain::source::SourceUrl;
use crate::domain::text::{LONGEST, TextError, clean, clean_line};

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the file it begins on, from 1.
    pub(super) line: usize,
    /// The action, or what is wrong with the row.
    pub(super) action: Result<Action, RowError>,
    /// How many of its links are no address, and stay out.
    pub(super) no_links: usize,
}

impl Row {
    fn new(line: usize, read: Result<(Action, usize), RowError>) -> Self {
        match read {
            Ok((action, no_links)) => Self { line, action: Ok(action), no_links },
            Err(error) => Self { line, action: Err(error), no_links: 0 },
        }
    }
}

/// What is wrong with a row. It stays out; the others go in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RowError {
    #[error("it is not an object of the archive's form: {0}")]
    Shape(String),
    #[error("`{field}` is missing")]
    Missing { field: &'static str },
    #[error("`id` should be a whole number; it is `{0}`")]
    Id(String),
    #[error("`date` should be a day such as 2018/06/19; it is `{0}`")]
    Date(String),
    #[error("`workers` should be a whole number or empty; it is `{0}`")]
    Workers(String),
    #[error("`{field}`: {error}")]
    Text { field: &'static str, error: TextError },
    #[error("the id {id} stands on line {first} already")]
    Twice { id: u64, first: usize },
}

/// A file that could not be read as an archive at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    #[error("the file is not JSON: {0}")]
    Json(#[source] serde_json::Error),
    #[error("the file is not CSV: {0}")]
    Csv(#[source] csv::Error),
    #[error("the file has no column `{0}`")]
    Column(&'static str),
    #[error("the file ends neither in .json nor in .csv")]
    Ending,
}

/// The columns without which a row is none. The others may be missing.
const NEEDED: [&str; 3] = ["id", "date", "description"];

/// A row before its fields are checked: every field as text, lists already split.
#[derive(Default)]
struct Raw {
    one: HashMap<&'static str, String>,
    many: HashMap<&'static str, Vec<String>>,
}

const ONES: [&str; 4] = ["id", "date", "description", "workers"];
/// How long a name of a company, an action or a tag may be, and how long a link.
const LONGEST_NAME: usize = 100;
const LONGEST_LINK: usize = 2000;

const MANY: [&str; 5] = ["sources", "actions", "struggles", "tags", "companies"];

/// Reads the rows of a JSON file: an array of objects.
pub(super) fn of_json(text: &str) -> Result<Vec<Row>, FileError> {
    let text = text.trim_start_matches('\u{feff}');
    let values: Vec<&RawValue> = serde_json::from_str(text).map_err(FileError::Json)?;
    let mut lines = LineCounter::new(text);
    let rows = values.into_iter().map(|raw| Row::new(lines.of(raw.get()), action_of_json(raw.get())));
    Ok(without_doubles(rows.collect()))
}

/// Counts lines while walking forwards through a text, so that a file is walked once.
struct LineCounter<'a> {
    text: &'a str,
    seen: usize,
    line: usize,
}

impl<'a> LineCounter<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, seen: 0, line: 1 }
    }

    /// Gives the line on which `part`, a slice of the text behind all asked for before, begins.
    fn of(&mut self, part: &str) -> usize {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.line += self.text.get(self.seen..offset).unwrap_or_default().matches('\n').count();
        self.seen = offset.max(self.seen);
        self.line
    }
}

fn action_of_json(text: &str) -> Result<(Action, usize), RowError> {
    let object: HashMap<String, serde_json::Value> =
        serde_json::from_str(text).map_err(|error| RowError::Shape(error.to_string()))?;
    let mut raw = Raw::default();
    for field in ONES {
        match object.get(field) {
            None | Some(serde_json::Value::Null) => {}
            Some(serde_json::Value::String(text)) => drop(raw.one.insert(field, text.clone())),
            Some(other) => drop(raw.one.insert(field, other.to_string())),
        }
    }
    for field in MANY {
        match object.get(field) {
            None | Some(serde_json::Value::Null) => {}
            Some(value) => {
                let list = Vec::<String>::deserialize(value)
                    .map_err(|_| RowError::Shape(format!("`{field}` should be a list of texts")))?;
                raw.many.insert(field, list);
            }
        }
    }
    raw.action()
}

/// Reads the rows of a CSV file with a line of column names. Lists stand in one cell: as JSON, in Python's brackets, or
/// with commas or semicolons between.
pub(super) fn of_csv(text: &str) -> Result<Vec<Row>, FileError> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().map_err(FileError::Csv)?.clone();
    if let Some(missing) = NEEDED.into_iter().find(|needed| !columns.iter().any(|column| column.trim() == *needed)) {
        return Err(FileError::Column(missing));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(FileError::Csv)?;
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        rows.push(Row::new(line, action_of_csv(&columns, &record)));
    }
    Ok(without_doubles(rows))
}

fn action_of_csv(columns: &csv::StringRecord, record: &csv::StringRecord) -> Result<(Action, usize), RowError> {
    if record.len() != columns.len() {
        return Err(RowError::Shape(format!(
            "it has {} cells and the file has {} columns",
            record.len(),
            columns.len()
        )));
    }
    let cell = |name: &str| {
        let at = columns.iter().position(|column| column.trim() == name)?;
        record.get(at).map(str::trim).filter(|cell| !matches!(*cell, "" | "null" | "None" | "nan" | "NaN"))
    };
    let mut raw = Raw::default();
    for field in ONES {
        if let Some(text) = cell(field) {
            raw.one.insert(field, text.to_owned());
        }
    }
    for field in MANY {
        raw.many.insert(field, cell(field).map(list_of_cell).unwrap_or_default());
    }
    raw.action()
}

fn list_of_cell(cell: &str) -> Vec<String> {
    if let Ok(list) = serde_json::from_str::<Vec<String>>(cell) {
        return list;
    }
    let inner = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(cell);
    let separator = if inner.contains(';') { ';' } else { ',' };
    let unquoted = |part: &str| part.trim().trim_matches(['\'', '"']).trim().to_owned();
    inner.split(separator).map(unquoted).filter(|part| !part.is_empty()).collect()
}

impl Raw {
    fn action(mut self) -> Result<(Action, usize), RowError> {
        let id = self.needed("id")?;
        let id = whole(&id).ok_or(RowError::Id(id))?;
        let date = self.needed("date")?;
        let date = day(&date).ok_or(RowError::Date(date))?;
        let description = clean(&self.needed("description")?, LONGEST)
            .map_err(|error| RowError::Text { field: "description", error })?;
        let workers = match self.one.remove("workers") {
            Some(text) => Some(whole(&text).ok_or(RowError::Workers(text))?),
            None => None,
        };
        let named = self.list("sources", LONGEST_LINK)?;
        let links: Vec<SourceUrl> = named.iter().filter_map(|link| SourceUrl::parse(link).ok()).collect();
        let no_links = named.len() - links.len();
        let mut tags = self.list("struggles", LONGEST_NAME)?;
        tags.extend(self.list("tags", LONGEST_NAME)?);
        tags.sort_unstable();
        tags.dedup();
        let (actions, companies) = (self.list("actions", LONGEST_NAME)?, self.list("companies", LONGEST_NAME)?);
        Ok((Action { id, date, links, actions, tags, description, companies, workers }, no_links))
    }

    fn needed(&mut self, field: &'static str) -> Result<String, RowError> {
        self.one.remove(field).ok_or(RowError::Missing { field })
    }

    /// Takes a list with its texts cleaned; empty ones say nothing and are passed over.
    fn list(&mut self, field: &'static str, limit: usize) -> Result<Vec<String>, RowError> {
        let list = self.many.remove(field).unwrap_or_default();
        let cleaned = list.iter().map(|text| clean_line(text, limit)).filter(|text| *text != Err(TextError::Empty));
        cleaned.collect::<Result<_, _>>().map_err(|error| RowError::Text { field, error })
    }
}

/// Reads a whole number; `300.0`, as spreadsheets write it, is one.
fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    text.strip_suffix(".0").unwrap_or(text).parse().ok().filter(|n| i64::try_from(*n).is_ok())
}

fn day(text: &str) -> Option<Date> {
    let unified = text.trim().replace('/', "-");
    match PartialDate::try_from(unified) {
        Ok(PartialDate::Day(day)) => Some(day),
        _ => None,
    }
}

/// Lets the first row of an id stand and says of the others that they come twice.
fn without_doubles(mut rows: Vec<Row>) -> Vec<Row> {
    let mut first: HashMap<u64, usize> = HashMap::new();
    for row in &mut rows {
        let Ok(action) = &row.action else { continue };
        match first.get(&action.id) {
            Some(line) => row.action = Err(RowError::Twice { id: action.id, first: *line }),
            None => drop(first.insert(action.id, row.line)),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"[
 {"id": 7, "date": "2018/06/19", "sources": ["https://example.org/a"], "actions": ["open letter"], "struggles": ["ethics"],
  "tags": null, "description": "Workers signed.", "companies": ["microsoft"], "workers": 300, "author": ["somebody"]},
 {"id": 8, "date": "2018/13/19", "description": "x"},
 {"id": 7, "date": "2018/06/20", "description": "again"},
 {"id": 9, "date": "2018/06/20", "description": "x", "workers": "many"},
 {"id": 10, "date": "2018/06/20"},
 5
]"#;

    #[test]
    fn good_rows_are_read_and_bad_ones_named_with_line_and_reason() {
        let rows = of_json(JSON).unwrap();
        let action = rows[0].action.as_ref().unwrap();
        assert_eq!((action.id, action.workers, action.tags.as_slice()), (7, Some(300), &["ethics".to_owned()][..]));
        let bad: Vec<(usize, String)> =
            rows.iter().filter_map(|r| r.action.as_ref().err().map(|e| (r.line, e.to_string()))).collect();
        assert_eq!(bad[0], (4, "`date` should be a day such as 2018/06/19; it is `2018/13/19`".to_owned()));
        assert_eq!(bad[1], (5, "the id 7 stands on line 2 already".to_owned()));
        assert_eq!(bad[2], (6, "`workers` should be a whole number or empty; it is `many`".to_owned()));
        assert_eq!(bad[3], (7, "`description` is missing".to_owned()));
        assert_eq!(bad[4].0, 8);
    }

    #[test]
    fn the_same_rows_as_csv_are_the_same_actions() {
        let csv = "\u{feff}id,date,sources,actions,struggles,description,companies,workers,author\n\
            7,2018/06/19,['https://example.org/a'],\"[\"\"open letter\"\"]\",ethics,Workers signed.,microsoft,300.0,somebody\n\
            8,2018/06/19,too,few\n";
        let rows = of_csv(csv).unwrap();
        assert_eq!(rows[0].action, of_json(JSON).unwrap()[0].action);
        assert_eq!(rows[1].line, 3);
        assert!(matches!(rows[1].action, Err(RowError::Shape(_))));
    }

    #[test]
    fn a_list_in_a_cell_is_read_in_the_forms_spreadsheets_leave() {
        for cell in ["[\"a b\", \"c\"]", "['a b', 'c']", "a b, c", "a b;c", "[a b, c]"] {
            assert_eq!(list_of_cell(cell), ["a b", "c"], "{cell}");
        }
    }

    #[test]
    fn only_a_day_that_can_be_read_again_is_a_date() {
        for text in ["0000/01/01", "0999/12/31", "2018/06", "2018", "2018/6/1", "2018/02/30", "-009999/01/01"] {
            assert_eq!(day(text), None, "{text}");
        }
        for text in ["1000/01/01", "2018-06-19", " 9999/12/31 "] {
            let day = day(text).unwrap();
            assert_eq!(PartialDate::try_from(day.to_string()), Ok(PartialDate::Day(day)), "{text}");
        }
    }

    #[test]
    fn what_is_odd_in_a_list_is_passed_over_or_told() {
        let json = "\u{feff}[{\"id\": 1, \"date\": \"2018/06/19\", \"description\": \"x\",
            \"sources\": [\"https://example.org/a\", \"\", \"a page\"], \"companies\": [\" \", \"acme\"],
            \"struggles\": [\"pay\", \"ethics\"], \"tags\": [\"pay\"], \"actions\": [\"Open  Letter\"]}]";
        let rows = of_json(json).unwrap();
        let action = rows[0].action.as_ref().unwrap();
        assert_eq!((action.links.len(), rows[0].no_links), (1, 1));
        assert_eq!(
            (&action.companies[..], &action.tags[..]),
            (&["acme".to_owned()][..], &["ethics".to_owned(), "pay".to_owned()][..])
        );
        assert!(action.is_open_letter());
        let long = json.replace("acme", &"a".repeat(101));
        assert!(matches!(of_json(&long).unwrap()[0].action, Err(RowError::Text { field: "companies", .. })));
    }

    #[test]
    fn a_file_that_is_no_archive_is_refused_as_a_whole() {
        assert!(matches!(of_json("{"), Err(FileError::Json(_))));
        assert!(matches!(of_csv("a,b\n1,2\n"), Err(FileError::Column("id"))));
    }
}
