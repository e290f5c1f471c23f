//! Taking in a record that `undersigned export` wrote.

use std::io::Write;

use anyhow::Context as _;

use super::Import;
use crate::cli::Outcome;
use crate::cli::opening::{look_service, open_service};
use crate::config::Sources;
use crate::domain::exchange::Export;
use crate::service::operator::TakenIn;

impl Import {
    /// Takes the record in and tells what came of it. A file with anything wrong in it is refused whole.
    pub(super) async fn take_in(&self, sources: &Sources, text: &str, out: &mut impl Write) -> anyhow::Result<Outcome> {
        if self.all || self.retrieved.is_some() {
            anyhow::bail!("--all and --retrieved are for the archive: a record holds what it holds");
        }
        let export = Export::parse(text).with_context(|| format!("reading {}", self.file.display()))?;
        let total = export.petitions.len();
        let new = if self.dry_run {
            match look_service(sources).await? {
                None => Some(total),
                Some(service) => {
                    let new = service.foretell(self.guild, &export).await;
                    service.store().close().await;
                    new.context("reading what was imported before")?
                }
            }
        } else {
            let service = open_service(sources).await?;
            let done = service.take_in(self.guild, &export).await;
            service.store().close().await;
            match done.context("writing the record")? {
                TakenIn::Own => None,
                TakenIn::Done(outcomes) => Some(outcomes.iter().filter(|outcome| outcome.new).count()),
            }
        };
        let Some(new) = new else {
            anyhow::bail!("the record is this guild's own: importing it would have everything twice");
        };
        let records: usize = export.petitions.iter().map(|petition| petition.records.len()).sum();
        let (done, would) = if self.dry_run { ("", "would be ") } else { (" imported", "") };
        writeln!(
            out,
            "{total} petitions with {records} records read: {new}{done} new, {} {would}unchanged",
            total - new
        )?;
        if self.dry_run {
            writeln!(out, "dry run: nothing was written")?;
        }
        Ok(Outcome::Fine)
    }
}
