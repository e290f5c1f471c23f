//! `undersigned ledger`: a guild's ledger as lines of text, for a verifier elsewhere.

use std::io::Write;

use super::Outcome;
use super::opening::open_existing;
use crate::config::Sources;
use crate::domain::ids::GuildId;
use crate::store::Openings;

/// Says whose ledger to write.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Ledger {
    /// The Discord server whose ledger is written
    #[arg(long, value_name = "ID")]
    pub guild: GuildId,
    /// Add what the commitments stand for: who acted, as keyed hashes, why, and what became of it. Not for everybody
    #[arg(long)]
    pub openings: bool,
}

impl Ledger {
    /// Writes the ledger to `out`. Fails where the guild has none.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let store = open_existing(sources).await?;
        let openings = if self.openings { Openings::Shown } else { Openings::Left };
        let written = store.write_ledger(self.guild, openings, |lines| out.write_all(lines.as_bytes())).await;
        store.close().await;
        if !written? {
            anyhow::bail!("guild {} has no ledger yet", self.guild);
        }
        Ok(Outcome::Fine)
    }
}
