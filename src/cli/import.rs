//! `undersigned import`: a record that `undersigned export` wrote, or the public archive of worker actions from JSON or
//! CSV, into one guild's record.
//!
//! Runs on the host and asks nobody: the operator's act. What the rows become is decided in
//! [`domain::archive`](crate::domain::archive); here the file is read, and what came of each row is told.

mod entry;
mod record;
mod rows;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Outcome;
use super::opening::{look_service, open_service};
use crate::config::Sources;
use crate::domain::archive::Action;
use crate::domain::date::PartialDate;
use crate::domain::exchange;
use crate::domain::ids::GuildId;
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::service::operator::Entry;
use entry::ARCHIVE;
use rows::Row;

/// Says what to import and where to.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Import {
    /// The file: a record that `undersigned export` wrote as JSON, or the archive's JSON or CSV
    pub file: PathBuf,
    /// The Discord server whose record takes the petitions
    #[arg(long, value_name = "ID")]
    pub guild: GuildId,
    /// Tell what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take actions without an open letter as well
    #[arg(long)]
    pub all: bool,
    /// The day the file was retrieved; without it the day the file was last written
    #[arg(long, value_name = "DATE", value_parser = written_date)]
    pub retrieved: Option<PartialDate>,
    /// The page the file comes from, which every imported figure then names as its source
    #[arg(long, value_name = "URL", default_value = "https://data.collectiveaction.tech/", value_parser = SourceUrl::parse)]
    pub source: SourceUrl,
}

pub(super) fn written_date(text: &str) -> Result<PartialDate, crate::domain::date::DateError> {
    PartialDate::try_from(text.to_owned())
}

/// What came of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    rows: usize,
    new: usize,
    known: usize,
    counts: usize,
    flagged: usize,
    left_out: usize,
    bad: usize,
    no_links: usize,
}

impl Import {
    /// Imports the file and tells what came of it. Bad rows are told with line and reason and make the outcome wrong;
    /// the good rows go in all the same.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let text = read_text(&self.file)?;
        if exchange::is_export(&text) {
            return self.take_in(sources, &text, out).await;
        }
        let rows = read_rows(&self.file, &text)?;
        let mut tally = Tally { rows: rows.len(), ..Tally::default() };
        let actions = self.wanted(&rows, &mut tally, out)?;
        let source = self.archive_source()?;
        let entries: Vec<Entry> = actions.iter().map(|action| entry::of_action(action, &source)).collect();
        if self.dry_run {
            self.foretell(sources, &entries, &mut tally).await?;
        } else {
            let service = open_service(sources).await?;
            let done = self.publish(&service, &entries, &mut tally).await;
            service.store().close().await;
            done?;
        }
        self.tell(&tally, out)?;
        Ok(if tally.bad == 0 { Outcome::Fine } else { Outcome::Wrong })
    }

    /// Picks the actions to import, telling each bad row.
    fn wanted<'a>(&self, rows: &'a [Row], tally: &mut Tally, out: &mut impl Write) -> anyhow::Result<Vec<&'a Action>> {
        let mut wanted = Vec::new();
        for row in rows {
            match &row.action {
                Ok(action) if self.all || action.is_open_letter() => {
                    tally.no_links += row.no_links;
                    wanted.push(action);
                }
                Ok(_) => tally.left_out += 1,
                Err(error) => {
                    tally.bad += 1;
                    writeln!(out, "line {}: {error}", row.line)?;
                }
            }
        }
        Ok(wanted)
    }

    fn archive_source(&self) -> anyhow::Result<SourceDoc> {
        let retrieved = match self.retrieved {
            Some(date) => date,
            None => day_written(&self.file)?,
        };
        Ok(entry::archive_source(self.source.clone(), retrieved))
    }

    /// Tells what would be done without making anything; where there is no database yet, nothing is known.
    async fn foretell(&self, sources: &Sources, entries: &[Entry], tally: &mut Tally) -> anyhow::Result<()> {
        let known = match look_service(sources).await? {
            Some(service) => {
                let known = service.imported_rows(self.guild, ARCHIVE).await;
                service.store().close().await;
                known.context("reading what was imported before")?
            }
            None => Vec::new(),
        };
        for entry in entries {
            tally.count(entry, !known.contains(&entry.row));
        }
        Ok(())
    }

    async fn publish(
        &self,
        service: &crate::service::Service,
        entries: &[Entry],
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        let outcomes = service.publish_batch(self.guild, entries).await.context("writing the rows into the record")?;
        for (entry, outcome) in entries.iter().zip(&outcomes) {
            tally.count(entry, outcome.new);
        }
        Ok(())
    }

    fn tell(&self, tally: &Tally, out: &mut impl Write) -> std::io::Result<()> {
        let Tally { rows, new, known, counts, flagged, left_out, bad, no_links } = tally;
        let (done, would) = if self.dry_run { ("", "would be ") } else { (" imported", "") };
        writeln!(out, "{rows} rows read: {new} petitions{done} with {counts} counts, {known} {would}unchanged")?;
        if *flagged > 0 {
            writeln!(out, "{flagged} counts {would}flagged for review: only the archive's number gives them")?;
        }
        if *no_links > 0 {
            writeln!(out, "{no_links} links left out: they are no address")?;
        }
        if *left_out > 0 {
            writeln!(out, "{left_out} rows left out: no open letter (--all takes them too)")?;
        }
        if *bad > 0 {
            writeln!(out, "{bad} bad rows left out: see the lines above")?;
        }
        if self.dry_run {
            writeln!(out, "dry run: nothing was written")?;
        }
        Ok(())
    }
}

impl Tally {
    fn count(&mut self, entry: &Entry, new: bool) {
        if new {
            self.new += 1;
            self.counts += entry.records.len();
            self.flagged += entry.records.iter().filter(|record| record.flag.is_some()).count();
        } else {
            self.known += 1;
        }
    }
}

fn read_text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

fn read_rows(file: &Path, text: &str) -> anyhow::Result<Vec<Row>> {
    let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let rows = match ending.as_deref() {
        Some("json") => rows::of_json(text),
        Some("csv") => rows::of_csv(text),
        _ => Err(rows::FileError::Ending),
    };
    rows.with_context(|| format!("reading the rows of {}", file.display()))
}

pub(super) fn day_written(file: &Path) -> anyhow::Result<PartialDate> {
    let written = std::fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .with_context(|| format!("finding when {} was written: name the day with --retrieved", file.display()))?;
    let at = jiff::Timestamp::try_from(written).context("reading the file's time: name the day with --retrieved")?;
    Ok(PartialDate::Day(at.to_zoned(jiff::tz::TimeZone::UTC).date()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn an_import_needs_a_file_and_a_guild() {
        let import: Import = parse_args(["actions.csv", "--guild", "42", "--dry-run"]).unwrap();
        assert_eq!((import.guild.get(), import.dry_run, import.all), (42, true, false));
        assert!(parse_args::<Import>(["actions.csv"]).is_err());
        assert!(parse_args::<Import>(["actions.csv", "--guild", "0"]).is_err());
        assert!(parse_args::<Import>(["actions.csv", "--guild", "1", "--retrieved", "19/6"]).is_err());
    }

    #[test]
    fn a_file_of_another_kind_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("actions.txt");
        std::fs::write(&file, "x").unwrap();
        let error = format!("{:#}", read_rows(&file, "x").unwrap_err());
        assert!(error.contains("actions.txt") && error.ends_with("neither in .json nor in .csv"), "{error}");
    }
}
