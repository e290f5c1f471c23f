//! The project's own chores: `cargo xtask test` runs every test on every database this machine has, `cargo xtask mutate`
//! takes each check of rights out and sees whether a test fails, `cargo xtask pictures` takes the README's pictures.
//!
//! The standard library is all it uses, so that it is there before anything else is built.

#![allow(clippy::disallowed_methods, reason = "a chore has no settings: it looks for programs where the shell would")]

use std::{env, process::ExitCode};

mod cluster;
mod find;
mod mutate;
mod report;
mod run;

const USAGE: &str = "\
usage: cargo xtask test [--require-postgres] [--require-browser] [arguments of cargo test…]

Runs the tests on SQLite, and on PostgreSQL where there is one: the server TEST_POSTGRES_URL names, else a private
one started from the binaries found on this machine and stopped at the end.

  --require-postgres   fail when there is no PostgreSQL, rather than leave it out
  --require-browser    fail when no test of the page ran in a browser, rather than leave them out

usage: cargo xtask pictures

Takes the README's pictures anew, in Chromium, from the demo's page: docs/pictures.

usage: cargo xtask mutate [part of a check's name…]

Takes each check of rights out of a copy of the sources, one at a time, and says which no test of the service misses.";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some("test") => run::test(arguments.collect()),
        Some("pictures") => run::pictures(),
        Some("mutate") => mutate::mutate(&arguments.collect::<Vec<_>>()),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}
