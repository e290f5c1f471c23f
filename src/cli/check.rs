//! `undersigned check`: everything that is wrong, at once, without changing anything.

use std::io::Write;

use crate::cli::Outcome;
use crate::config::{Settings, Sources};
use crate::store::{DatabaseUrl, Seen, Store};

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
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let findings = list_findings(sources).await;
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

async fn list_findings(sources: &Sources) -> Vec<Finding> {
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
        tell("database and key", check_database(&settings).await);
    }
    findings
}

async fn check_database(settings: &Settings) -> Result<String, String> {
    if let DatabaseUrl::Sqlite(path) = &settings.database
        && super::opening::makes_folder(path)
    {
        return Ok(format!("{} will be made at the first start", path.display()));
    }
    let shown = &settings.database;
    match Store::look(shown, settings.key.clone()).await {
        Ok(Seen::Ready) => Ok(format!("{shown} opens with its key")),
        Ok(Seen::New) => Ok(format!("{shown} is made at the first start")),
        Err(error) => Err(format!("{:#}", anyhow::Error::new(error))),
    }
}

#[cfg(test)]
mod tests;
