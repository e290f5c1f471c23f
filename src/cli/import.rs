//! `undersigned import`: the public archive of worker actions, from JSON or CSV, into one guild's record.

use std::num::NonZeroU64;
use std::path::PathBuf;

/// Says what to import and where to.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Import {
    /// The archive's file, JSON or CSV
    pub file: PathBuf,
    /// The Discord server whose record takes the petitions
    #[arg(long, value_name = "ID")]
    pub guild: NonZeroU64,
    /// Tell what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take actions without an open letter as well
    #[arg(long)]
    pub all: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn an_import_needs_a_file_and_a_guild() {
        let import: Import = parse_args(["actions.csv", "--guild", "42", "--dry-run"]).unwrap();
        assert_eq!(
            (import.guild.get(), import.dry_run, import.all),
            (42, true, false)
        );
        assert!(parse_args::<Import>(["actions.csv"]).is_err());
        assert!(parse_args::<Import>(["actions.csv", "--guild", "0"]).is_err());
    }
}
