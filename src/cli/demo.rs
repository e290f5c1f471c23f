//! `undersigned demo`: the real bot against a stand-in for Discord on this machine, with the demo record.

use std::path::PathBuf;

/// Shows the bot at work without an account or a network.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Demo {
    /// Forget what was kept by an earlier demo and start anew
    #[arg(long)]
    pub fresh: bool,
    /// Print the tour and end, rather than take commands typed as lines
    #[arg(long)]
    pub tour: bool,
    /// The folder that the demo keeps its database and key in
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn a_demo_has_a_folder_of_its_own_and_may_be_told_another() {
        let demo: Demo = parse_args(["--tour", "--data", "elsewhere"]).unwrap();
        assert!(demo.tour && !demo.fresh);
        assert_eq!(demo.data, PathBuf::from("elsewhere"));
        assert_eq!(
            parse_args::<Demo>([]).unwrap().data,
            PathBuf::from("demo-data")
        );
    }
}
