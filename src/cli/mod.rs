//! The command line: one subcommand a file, each with its arguments and what it does.
//!
//! A subcommand ends with 0 when it did what was asked, with 1 when it failed or found something wrong, and with 2
//! when it was not understood. What was asked for goes to standard output, everything else to standard error.
//!
//! To add one: a file with its arguments and a `run`, and a variant of [`Command`].

pub mod ask;
pub mod backup;
pub mod bot;
pub mod check;
#[cfg(feature = "demo")]
pub mod demo;
pub mod erase;
pub mod export;
pub mod import;
pub mod import_names;
pub mod ledger;
mod opening;
pub mod restore;
pub mod run;
pub mod terminal;
pub mod verify;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use crate::config::Sources;

/// Keeps the public record of employee petitions on Discord: who asked, how many signed, what was answered, and the
/// source of each
#[derive(Debug, clap::Parser)]
#[command(name = "undersigned", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// Says what to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Says what to do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Show the bot at work on this machine: no account, no network
    #[cfg(feature = "demo")]
    Demo(demo::Demo),
    /// Run the bot on Discord until it is told to stop
    Run(run::Run),
    /// Tell everything that is wrong with the settings, the key and the database at once
    Check(check::Check),
    /// Say whether the ledgers are intact, and which entry is not
    Verify(verify::Verify),
    /// Write a server's ledger as lines of text, for a verifier elsewhere
    Ledger(ledger::Ledger),
    /// Answer a reader's command here, from the record, as the bot does there
    Ask(ask::Ask),
    /// Copy the database into a file while the bot runs, and check the copy
    Backup(backup::Backup),
    /// Put a backup in the database's place; the bot must not run
    Restore(restore::Restore),
    /// Take somebody out of a server's record for good: off a list, or a name out of all that people wrote
    Erase(erase::Erase),
    /// Write what is published in a server's record to a file
    Export(export::Export),
    /// Take an exported record, or the public archive of worker actions, into a server's record
    Import(import::Import),
    /// Take a list of names of people who signed into a petition's record
    ImportNames(import_names::ImportNames),
}

/// Says how a subcommand ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Fine,
    /// Something is wrong, and was told.
    Wrong,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Wrong => Self::FAILURE,
        }
    }
}

impl Cli {
    /// Does what was asked and gives the process's exit code.
    #[must_use]
    pub fn run(self) -> ExitCode {
        match self.dispatch() {
            Ok(outcome) => outcome.into(),
            Err(error) => {
                // Nobody is left to tell when standard error is closed.
                let _ = writeln!(std::io::stderr(), "undersigned: {error:#}");
                ExitCode::FAILURE
            }
        }
    }

    fn dispatch(self) -> anyhow::Result<Outcome> {
        let runtime = tokio::runtime::Runtime::new()?;
        let (sources, out) = (&Sources::of_process(), &mut std::io::stdout());
        let done = runtime.block_on(async {
            match self.command {
                #[cfg(feature = "demo")]
                Command::Demo(demo) => demo.run(out).await,
                Command::Run(run) => run.run(sources, out).await,
                Command::Check(check) => check.run(sources, out).await,
                Command::Verify(verify) => verify.run(sources, out).await,
                Command::Ledger(ledger) => ledger.run(sources, out).await,
                Command::Ask(ask) => ask.run(sources, out).await,
                Command::Backup(backup) => backup.run(sources, out).await,
                Command::Restore(restore) => restore.run(sources, out).await,
                Command::Erase(erase) => erase.run(sources, out).await,
                Command::Export(export) => export.run(sources, out).await,
                Command::Import(import) => import.run(sources, out).await,
                Command::ImportNames(import) => import.run(sources, out).await,
            }
        });
        // What still runs now has had its time, such as a look-up of a name that nobody answers.
        runtime.shutdown_timeout(Duration::from_millis(200));
        done
    }
}

/// Parses the arguments of one subcommand alone.
#[cfg(test)]
fn parse_args<'a, T: clap::Args>(args: impl IntoIterator<Item = &'a str>) -> Result<T, clap::Error> {
    let command = T::augment_args(clap::Command::new("test").no_binary_name(true));
    T::from_arg_matches(&command.try_get_matches_from(args.into_iter().map(str::to_owned))?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
