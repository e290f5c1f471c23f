//! `undersigned run`: the bot on Discord.

/// Runs the bot until it is told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct Run {}
