//! `undersigned restore`: a backup in the database's place. The bot must not run.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use super::{Outcome, backup};
use crate::clock::{Clock as _, SystemClock, SystemEntropy};
use crate::config::{Settings, Sources};
use crate::store::{DatabaseUrl, Reapplied, restore};

/// Says which backup is put in place.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Restore {
    /// The file that `undersigned backup` made
    pub file: PathBuf,
}

impl Restore {
    /// Checks the backup, puts it in the place of the database that the settings name, and tells where that one is kept.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let settings = Settings::read(sources)?;
        if matches!(settings.database, DatabaseUrl::Postgres(_)) {
            writeln!(out, "PostgreSQL is restored by pg_restore: `undersigned backup FILE` shows the commands")?;
            return Ok(Outcome::Wrong);
        }
        let now = SystemClock.now();
        let restored = restore(&self.file, &settings.database, settings.key, Arc::new(SystemEntropy), now).await;
        let restored = restored.with_context(|| format!("restoring {}", self.file.display()))?;
        writeln!(out, "{} is in place, and was checked:", settings.database)?;
        backup::tell(&restored.contents, out)?;
        match restored.erasures {
            Reapplied::Yes => writeln!(out, "What was erased after the backup was made was erased in it again.")?,
            Reapplied::NobodyToAsk => writeln!(
                out,
                "What was erased after the backup was made is not known here: erase it again with `undersigned erase`."
            )?,
        }
        writeln!(
            out,
            "The record is as it was then: what waited then waits again, also what was decided since, and is decided anew."
        )?;
        match &restored.replaced {
            Some(kept) => writeln!(out, "The database it replaces is kept as {}.", kept.display())?,
            None => writeln!(out, "There was no database in its place.")?,
        }
        Ok(Outcome::Fine)
    }
}
