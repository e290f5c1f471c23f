//! `undersigned check`: everything that is wrong, at once, without changing anything.

use std::io::Write;
use std::path::Path;

use crate::cli::Outcome;
use crate::config::{Database, Key, KeySource, Settings, Sources};

/// Tells everything that is wrong with the settings, the key and the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct Check {}

/// Says of one thing that it is well, and how, or what is wrong with it and what to do.
struct Finding {
    subject: &'static str,
    result: Result<String, String>,
}

impl Check {
    /// Writes a line for each thing looked at and ends with whether something is wrong.
    pub fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let findings = list_findings(sources);
        for Finding { subject, result } in &findings {
            match result {
                Ok(how) => writeln!(out, "ok     {subject}: {how}")?,
                Err(what) => {
                    let indented = what.replace('\n', "\n       ");
                    writeln!(out, "WRONG  {subject}: {indented}")?;
                }
            }
        }
        if findings.iter().all(|finding| finding.result.is_ok()) { Ok(Outcome::Fine) } else { Ok(Outcome::Wrong) }
    }
}

fn list_findings(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut tell = |subject, result| findings.push(Finding { subject, result });
    match Settings::read_with_token(sources) {
        Ok(_) => {
            let from = sources.file().map_or_else(
                || "defaults and environment".to_owned(),
                |path| format!("{} and the environment", path.display()),
            );
            tell("settings", Ok(from));
            tell("discord.token", Ok("has a bot token's form".to_owned()));
        }
        Err(problems) => {
            for problem in problems.iter() {
                tell("settings", Err(problem.to_string()));
            }
        }
    }
    // A missing token must not hide what is wrong with the key or the database.
    if let Ok(settings) = Settings::read(sources) {
        tell("key", check_key(&settings));
        tell("database", check_database(&settings));
    }
    findings
}

fn check_key(settings: &Settings) -> Result<String, String> {
    let path = match &settings.key {
        KeySource::Environment(_) => return Ok("given by UNDERSIGNED_KEY".to_owned()),
        KeySource::File(path) => path,
    };
    let shown = path.display();
    match Key::read_file(path) {
        Ok(_) => refuse_shared(path).map(|()| format!("read from {shown}")),
        Err(error) if error.is_absent() => match &settings.database {
            Database::Sqlite(database) if database.exists() => Err(format!(
                "{shown} is missing, and {} exists\nput the key file back from its copy, or name it with key.file \
                 (UNDERSIGNED_KEY_FILE); another key opens nothing of that database",
                database.display()
            )),
            Database::Sqlite(_) | Database::Postgres(_) => Ok(format!("{shown} will be made at the first start")),
        },
        Err(error) => Err(format!("{error}\nput the key file back from its copy")),
    }
}

/// Refuses a key that others on this machine can read.
#[cfg(unix)]
fn refuse_shared(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = path.metadata().map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    let shown = path.display();
    Err(format!("{shown} can be read or changed by others (mode {mode:03o})\nrun: chmod 600 {shown}"))
}

/// Takes any permissions where files have none of this kind.
#[cfg(not(unix))]
fn refuse_shared(_path: &Path) -> Result<(), String> {
    Ok(())
}

fn check_database(settings: &Settings) -> Result<String, String> {
    match &settings.database {
        Database::Sqlite(path) if !path.exists() => check_place(path),
        Database::Sqlite(_) | Database::Postgres(_) => Ok(settings.database.to_string()),
    }
}

/// Says whether a new database can be made at this place: the nearest folder that exists must be one.
fn check_place(path: &Path) -> Result<String, String> {
    let nearest = path.ancestors().skip(1).find(|above| above.exists() || above.as_os_str().is_empty());
    match nearest {
        Some(above) if above.is_file() => Err(format!(
            "{} is to be made, and {} is no folder\nname another place with database.url (UNDERSIGNED_DATABASE_URL)",
            path.display(),
            above.display()
        )),
        Some(_) | None => Ok(format!("sqlite:{} will be made at the first start", path.display())),
    }
}

#[cfg(test)]
mod tests;
