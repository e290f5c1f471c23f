//! `undersigned export`: what is published in one guild, as a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Outcome;
use super::opening::look_service;
use crate::config::Sources;
use crate::domain::exchange::Export as Record;
use crate::domain::ids::GuildId;
use crate::service::ask::{Format, export};
use crate::store::exchange::WithHistory;

/// Says what to export and where to.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Export {
    /// The Discord server whose record is exported
    #[arg(long, value_name = "ID")]
    pub guild: GuildId,
    /// Only this petition, by its short name or number
    #[arg(long, value_name = "PETITION")]
    pub petition: Option<String>,
    /// The form: json holds everything and can be imported, csv is a table of the records
    #[arg(long, value_name = "FORM", default_value = "json", value_parser = form)]
    pub format: Format,
    /// Add what was said before it was edited (json only)
    #[arg(long)]
    pub history: bool,
    /// Write to this file, which must not exist yet; without it to standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn form(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| "the form is `json` or `csv`".to_owned())
}

impl Export {
    /// Writes the file. Fails where the guild has no record, and writes over nothing.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let Some(record) = self.read(sources).await? else {
            anyhow::bail!("guild {} has no record yet", self.guild);
        };
        let bytes = export::written(&record, self.format).context("writing the record")?;
        match &self.output {
            None => out.write_all(&bytes)?,
            Some(file) => {
                write_new(file, &bytes)?;
                let records: usize = record.petitions.iter().map(|petition| petition.records.len()).sum();
                let (petitions, sources) = (record.petitions.len(), record.sources.len());
                writeln!(out, "{}: {petitions} petitions, {records} records, {sources} sources", file.display())?;
            }
        }
        Ok(Outcome::Fine)
    }

    async fn read(&self, sources: &Sources) -> anyhow::Result<Option<Record>> {
        let Some(service) = look_service(sources).await? else { return Ok(None) };
        let history = if self.history { WithHistory::Yes } else { WithHistory::No };
        let read = service.export_record(self.guild, self.petition.as_deref(), history).await;
        service.store().close().await;
        read.context("reading the record")
    }
}

/// Writes a file that is not there yet; what is half written is taken away again.
fn write_new(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut opened = std::fs::File::create_new(file).with_context(|| format!("making {}", file.display()))?;
    let written = opened.write_all(bytes).and_then(|()| opened.sync_all());
    if written.is_err() {
        // What matters is told below.
        let _ = std::fs::remove_file(file);
    }
    written.with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn a_form_that_is_none_is_named() {
        let export: Export = parse_args(["--guild", "42"]).unwrap();
        assert_eq!(export.format, Format::Json);
        assert!(parse_args::<Export>(["--guild", "42", "--format", "xml"]).is_err());
    }

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("record.json");
        write_new(&file, b"one").unwrap();
        assert!(write_new(&file, b"two").is_err());
        assert_eq!(std::fs::read(&file).unwrap(), b"one");
    }
}
