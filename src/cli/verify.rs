//! `undersigned verify`: whether the ledgers are intact, and which entry is not.

use std::io::Write;

use anyhow::Context as _;

use super::Outcome;
use super::opening::open_existing;
use crate::config::Sources;
use crate::domain::ids::GuildId;
use crate::domain::ledger::{Anchor, Verdict};

/// Says which ledgers to verify, and against what.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Verify {
    /// The Discord server whose ledger is verified; without it every one
    #[arg(long, value_name = "ID")]
    pub guild: Option<GuildId>,
    /// An end of a ledger published earlier, which it must still pass through; without one a cut tail is not noticed.
    /// Can be given several times
    #[arg(long = "anchor", value_name = "GUILD:SEQ:HASH")]
    pub anchors: Vec<Anchor>,
}

impl Verify {
    /// Follows the ledgers and writes a line for each: intact with its end, to be kept elsewhere as an anchor, or the
    /// first entry that is not as it was written.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        if let Some(guild) = self.guild
            && let Some(other) = self.anchors.iter().find(|anchor| anchor.guild != guild)
        {
            anyhow::bail!("the anchor {other} is of another guild than --guild {guild}: leave one of them out");
        }
        let store = open_existing(sources).await?;
        let verdicts = match self.guild {
            Some(guild) => store.verify(guild, &self.anchors).await.map(|verdict| vec![(guild, verdict)]),
            None => store.verify_all(&self.anchors).await,
        };
        store.close().await;
        let verdicts = verdicts.context("following the ledger")?;
        for (guild, verdict) in &verdicts {
            if self.guild.is_some() && self.anchors.is_empty() && matches!(verdict, Verdict::Intact { entries: 0, .. })
            {
                writeln!(out, "guild {guild}: there is no ledger of that guild")?;
                return Ok(Outcome::Wrong);
            }
            write(out, *guild, verdict)?;
        }
        if verdicts.is_empty() {
            writeln!(out, "no guild has a ledger yet")?;
        }
        let intact = verdicts.iter().all(|(_, verdict)| verdict.is_intact());
        Ok(if intact { Outcome::Fine } else { Outcome::Wrong })
    }
}

/// Writes what was found of one ledger, and its end where it is intact.
pub(super) fn write(out: &mut impl Write, guild: GuildId, verdict: &Verdict) -> std::io::Result<()> {
    writeln!(out, "guild {guild}: {verdict}")?;
    match verdict {
        Verdict::Intact { entries, head, .. } if *entries > 0 => {
            writeln!(out, "  anchor {}", Anchor { guild, seq: *entries, hash: *head })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn anchors_name_their_guild_their_entry_and_its_hash() {
        let anchor = format!("42:17:{}", "0f".repeat(32));
        let verify: Verify = parse_args(["--guild", "42", "--anchor", &anchor]).unwrap();
        assert_eq!(verify.anchors.iter().map(ToString::to_string).collect::<Vec<_>>(), [anchor]);
        for wrong in ["17", "42:17:0f0f", "42:0:00", "x:1:00"] {
            assert!(parse_args::<Verify>(["--anchor", wrong]).is_err(), "{wrong}");
        }
    }
}
