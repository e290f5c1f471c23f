//! `cargo xtask test`: the databases first, then cargo, then what it ran on.

use std::{
    env,
    process::{Command, ExitCode},
};

use crate::{cluster::Cluster, find, report::Report};

/// The variable that names the server tests may create databases on.
const URL: &str = "TEST_POSTGRES_URL";

/// How the variables begin that tell a program about its own package.
pub(crate) const OURS: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// Where PostgreSQL comes from, if it does.
enum Postgres {
    /// The environment names a server.
    Given,
    /// One of our own, for as long as this value lives.
    Private(Cluster),
    /// There is none, for this reason.
    None(String),
}

/// Runs the tests with `arguments` handed to cargo, and says at the end which databases they ran on.
pub(crate) fn test(mut arguments: Vec<String>) -> ExitCode {
    let required = take(&mut arguments, "--require-postgres");
    let browser_required = take(&mut arguments, "--require-browser");

    let postgres = find_postgres();
    if let (Postgres::None(reason), true) = (&postgres, required) {
        eprintln!("error: PostgreSQL is required: {reason}");
        return ExitCode::FAILURE;
    }
    let report = match Report::begin() {
        Ok(report) => report,
        Err(error) => {
            eprintln!("error: failed to make a folder for the report: {error}");
            return ExitCode::FAILURE;
        }
    };
    let passed = cargo_test(&arguments, &postgres, &report);
    let reason = match &postgres {
        Postgres::None(reason) => reason.as_str(),
        Postgres::Given | Postgres::Private(_) => "none of its tests was asked for, or none passed",
    };
    println!("\n{}\n{}", report.summary(reason), report.browser());
    if required && !report.ran_on("postgres") {
        eprintln!("error: PostgreSQL is required, and no test passed on it");
        return ExitCode::FAILURE;
    }
    if browser_required && !report.ran_on("browser") {
        eprintln!("error: a browser is required, and no test ran in one: install Chromium and its driver");
        return ExitCode::FAILURE;
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes the pictures of the README anew, by the test that takes them.
pub(crate) fn pictures() -> ExitCode {
    let arguments = ["--test", "page", "pictures", "--", "--ignored"].map(str::to_owned);
    match Report::begin() {
        Ok(report) if cargo_test(&arguments, &Postgres::Given, &report) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: failed to make a folder for the report: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Takes a flag out of the arguments, and says whether it was there.
fn take(arguments: &mut Vec<String>, flag: &str) -> bool {
    let given = arguments.len();
    arguments.retain(|argument| argument != flag);
    arguments.len() < given
}

#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
fn find_postgres() -> Postgres {
    if env::var(URL).is_ok_and(|url| !url.is_empty()) {
        return Postgres::Given;
    }
    let Some(binaries) = find::postgres_binaries() else {
        return Postgres::None(format!("no PostgreSQL found: set {URL} or install its server"));
    };
    match Cluster::start(&binaries) {
        Ok(cluster) => Postgres::Private(cluster),
        Err(error) => Postgres::None(format!("PostgreSQL in {} did not start: {error}", binaries.display())),
    }
}

fn cargo_test(arguments: &[String], postgres: &Postgres, report: &Report) -> bool {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg("test");
    if !arguments.iter().any(|argument| argument == "-p" || argument.starts_with("--package")) {
        cargo.arg("--workspace");
    }
    // `cargo run` describes this package to us. Handed on, that makes the build scripts that look at it run again, and
    // half of the dependencies with them, each time after a build without us.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| OURS.iter().any(|ours| name.starts_with(ours))) {
            cargo.env_remove(name);
        }
    }
    cargo.args(arguments).env("TEST_REPORT", report.folder());
    if let Postgres::Private(cluster) = postgres {
        cargo.env(URL, cluster.url());
    }
    match cargo.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("error: failed to run cargo: {error}");
            false
        }
    }
}
