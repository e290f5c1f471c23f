//! Parses the command line; [`undersigned::cli`] does the rest.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    undersigned::cli::Cli::parse().run()
}
