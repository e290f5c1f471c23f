//! `undersigned import-names`: a list of people who signed, from CSV, into one petition's record.
//!
//! Runs on the host and asks nobody: the operator's act, who answers for the basis. Names are kept as the server's
//! settings say, which is as keyed hashes unless somebody turned names on.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::Outcome;
use super::import::{day_written, written_date};
use super::opening::{look_service, open_service};
use crate::config::Sources;
use crate::domain::date::PartialDate;
use crate::domain::ids::GuildId;
use crate::domain::person_name::NameKeys;
use crate::domain::signatory::{Basis, Part, Person};
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::domain::text::{TextError, clean_line};
use crate::service::operator::{ListedName, NameList, NamesOutcome};

/// The longest name or affiliation, in characters, as in the commands.
const LONGEST: usize = 100;
/// How many lines are told of one by one; the rest is counted.
const TOLD: usize = 20;

/// Says which names to import, and where to.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct ImportNames {
    /// A CSV file with a line of column names: `name`, and where there are any `affiliation` and `part`
    pub file: PathBuf,
    /// The Discord server whose record takes the names
    #[arg(long, value_name = "ID")]
    pub guild: GuildId,
    /// The petition they signed, by its short name or number
    #[arg(long, value_name = "NAME")]
    pub petition: String,
    /// The page where they sign, or that records their consent
    #[arg(long, value_name = "URL", value_parser = SourceUrl::parse)]
    pub source: SourceUrl,
    /// Why they may be on record: `signs_in_source` or `consent`
    #[arg(long, value_parser = basis)]
    pub basis: Basis,
    /// Tell what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The day the page was read; without it the day the file was last written
    #[arg(long, value_name = "DATE", value_parser = written_date)]
    pub retrieved: Option<PartialDate>,
}

fn basis(text: &str) -> Result<Basis, String> {
    Basis::parse(text).ok_or_else(|| {
        "it is `signs_in_source` where the people sign on the page, or `consent` where they have agreed to stand here and \
         the page records it"
            .to_owned()
    })
}

/// What is wrong with a row. It stays out; the others go in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum RowError {
    #[error("it has {cells} cells and the file has {columns} columns")]
    Cells { cells: usize, columns: usize },
    #[error("`{field}`: {error}")]
    Text { field: &'static str, error: TextError },
    #[error("`name` has no letter in it")]
    NoName,
    #[error("`part` is `first_signatory`, `signatory` or empty")]
    Part,
}

/// The names of a file, and what is wrong with the rows that have none.
#[derive(Debug, Default)]
struct Rows {
    names: Vec<ListedName>,
    bad: Vec<(u64, RowError)>,
    digest: String,
}

impl ImportNames {
    /// Imports the file and tells what came of it. Bad rows are told with line and reason and make the outcome wrong; the
    /// good rows go in all the same.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let rows = read_file(&self.file)?;
        for (line, error) in &rows.bad {
            writeln!(out, "line {line}: {error}")?;
        }
        let retrieved = match self.retrieved {
            Some(date) => date,
            None => day_written(&self.file)?,
        };
        let list = NameList {
            petition: self.petition.clone(),
            source: SourceDoc::bare(self.source.clone(), retrieved),
            basis: self.basis,
            digest: rows.digest,
            names: rows.names,
        };
        let service = if self.dry_run {
            look_service(sources).await?.context("there is no database yet, so that there is no petition either")?
        } else {
            open_service(sources).await?
        };
        let done = if self.dry_run {
            service.foretell_names(self.guild, &list).await.context("comparing the names with the record")
        } else {
            service.import_names(self.guild, &list).await.context("writing the names into the record")
        };
        service.store().close().await;
        self.tell(&done?, rows.bad.len(), out)?;
        Ok(if rows.bad.is_empty() { Outcome::Fine } else { Outcome::Wrong })
    }

    fn tell(&self, done: &NamesOutcome, bad: usize, out: &mut impl Write) -> std::io::Result<()> {
        for (line, first) in done.twice.iter().take(TOLD) {
            writeln!(out, "line {line}: the same name, affiliation and part as line {first}; left out")?;
        }
        for line in done.barred.iter().take(TOLD) {
            writeln!(out, "line {line}: somebody of this name was erased here; left out")?;
        }
        for line in done.near.iter().take(TOLD) {
            writeln!(out, "line {line}: nearly the name of somebody who is on the list; taken as somebody else")?;
        }
        let lines = [done.twice.len(), done.barred.len(), done.near.len()];
        let untold: usize = lines.into_iter().map(|lines| lines.saturating_sub(TOLD)).sum();
        if untold > 0 {
            writeln!(out, "and {untold} more such lines")?;
        }
        let new = if self.dry_run { "would be added" } else { "added" };
        writeln!(out, "{} names {new}, {} on the list already", done.new, done.known)?;
        let left_out = done.twice.len() + done.barred.len();
        if left_out > 0 {
            writeln!(
                out,
                "{left_out} left out: {} twice in the file, {} not logged again",
                done.twice.len(),
                done.barred.len()
            )?;
        }
        if bad > 0 {
            writeln!(out, "{bad} bad rows left out: see the lines above")?;
        }
        writeln!(
            out,
            "{}",
            if done.kept {
                "names are on in this server: they are kept sealed, and shown in private answers"
            } else {
                "names are off in this server: only keyed hashes of them are kept"
            }
        )?;
        if self.dry_run {
            writeln!(out, "dry run: nothing was written")?;
        }
        Ok(())
    }
}

fn read_file(file: &Path) -> anyhow::Result<Rows> {
    let text = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    read_rows(&text).with_context(|| format!("reading the rows of {}", file.display()))
}

fn read_rows(text: &[u8]) -> anyhow::Result<Rows> {
    let mut rows = Rows::default();
    for byte in Sha256::digest(text) {
        // Writing into a String cannot fail.
        let _ = write!(rows.digest, "{byte:02x}");
    }
    let body = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(body);
    let columns = reader.headers().context("the file is not CSV")?.clone();
    let at = |name: &str| columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
    let name = at("name").context("the file has no column `name`")?;
    let (affiliation, part) = (at("affiliation"), at("part"));
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).context("the file is not CSV")? {
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default();
        let read = if record.len() == columns.len() {
            listed(line, cell(Some(name)), cell(affiliation), cell(part))
        } else {
            Err(RowError::Cells { cells: record.len(), columns: columns.len() })
        };
        match read {
            Ok(listed) => rows.names.push(listed),
            Err(error) => rows.bad.push((line, error)),
        }
    }
    Ok(rows)
}

fn listed(line: u64, name: &str, affiliation: &str, part: &str) -> Result<ListedName, RowError> {
    let name = clean_line(name, LONGEST).map_err(|error| RowError::Text { field: "name", error })?;
    if !NameKeys::are_in(&name) {
        return Err(RowError::NoName);
    }
    let affiliation = match clean_line(affiliation, LONGEST) {
        Ok(affiliation) => Some(affiliation),
        Err(TextError::Empty) => None,
        Err(error) => return Err(RowError::Text { field: "affiliation", error }),
    };
    let part = match part.trim() {
        "" => Part::Signatory,
        part => Part::parse(&part.to_lowercase().replace([' ', '-'], "_")).ok_or(RowError::Part)?,
    };
    Ok(ListedName { line, person: Person { name, affiliation }, part })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn a_list_needs_a_petition_a_source_and_a_basis() {
        let all =
            ["names.csv", "--guild", "42", "--petition", "letter", "--source", "https://a.example.org/", "--basis"];
        let import: ImportNames = parse_args([&all[..], &["consent", "--dry-run"]].concat()).unwrap();
        assert_eq!((import.basis, import.dry_run), (Basis::Consent, true));
        let error = parse_args::<ImportNames>([&all[..], &["leaked"]].concat()).unwrap_err().to_string();
        assert!(error.contains("signs_in_source"), "{error}");
        assert!(parse_args::<ImportNames>(all[..7].iter().copied()).is_err());
    }

    #[test]
    fn rows_are_read_and_bad_ones_are_told_with_line_and_reason() {
        let long = "x".repeat(101);
        let text = format!(
            "\u{feff}Name,affiliation,part\nAda Lovelace,Engines,first signatory\n\"Babbage, Charles\",,\n,Nobody,\n42,,\nX,,third\n{long},,\nA,B\n"
        );
        let rows = read_rows(text.as_bytes()).unwrap();
        let names: Vec<_> = rows.names.iter().map(|one| (one.line, one.person.name.as_str(), one.part)).collect();
        assert_eq!(names, [(2, "Ada Lovelace", Part::FirstSignatory), (3, "Babbage, Charles", Part::Signatory)]);
        let bad: Vec<_> = rows.bad.iter().map(|(line, error)| format!("{line}: {error}")).collect();
        assert_eq!(
            bad,
            [
                "4: `name`: nothing was written",
                "5: `name` has no letter in it",
                "6: `part` is `first_signatory`, `signatory` or empty",
                "7: `name`: 101 characters were written and 100 is the limit",
                "8: it has 2 cells and the file has 3 columns",
            ]
        );
        assert!(read_rows(b"who\nAda\n").unwrap_err().to_string().contains("no column `name`"));
    }
}
