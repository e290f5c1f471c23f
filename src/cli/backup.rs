//! `undersigned backup`: a copy of the database that was checked, made while the bot runs.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Outcome;
use super::opening::open_existing;
use crate::config::{Settings, Sources};
use crate::store::backup::unverified;
use crate::store::open::key_file;
use crate::store::{Contents, DatabaseUrl, PostgresUrl};

/// Says where the copy goes.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Backup {
    /// The file that the copy becomes
    pub file: PathBuf,
    /// Replace the file if it is there, once the new copy was found good
    #[arg(long)]
    pub force: bool,
}

impl Backup {
    /// Copies, checks and tells what the copy holds; with PostgreSQL tells what to use instead.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let settings = Settings::read(sources)?;
        let database = match &settings.database {
            DatabaseUrl::Sqlite(path) => path,
            DatabaseUrl::Postgres(server) => {
                tell_postgres(server, &self.file, out)?;
                return Ok(Outcome::Wrong);
            }
        };
        self.refuse(database)?;
        let store = open_existing(sources).await?;
        let copied = store.back_up(&self.file).await;
        store.close().await;
        let copied = copied.with_context(|| {
            let made = unverified(&self.file);
            let kept =
                if made.exists() { format!("; what was copied is in {}", made.display()) } else { String::new() };
            format!("no backup was made{kept}")
        })?;
        writeln!(out, "{} holds the whole database, and was checked:", self.file.display())?;
        tell(&copied, out)?;
        let key = if settings.key.is_some() {
            "UNDERSIGNED_KEY".to_owned()
        } else {
            key_file(database).display().to_string()
        };
        writeln!(out, "The key is not in it. Keep a copy of {key} apart from it: without the key nothing opens it.")?;
        Ok(Outcome::Fine)
    }

    fn refuse(&self, database: &Path) -> anyhow::Result<()> {
        let file = self.file.display();
        let whole = |path: &Path| std::fs::canonicalize(path).ok();
        if whole(&self.file).is_some() && whole(&self.file) == whole(database) {
            anyhow::bail!("{file} is the database itself: name another file");
        }
        if self.file.is_dir() {
            anyhow::bail!(
                "{file} is a folder: name a file in it, such as {}",
                self.file.join("undersigned.db").display()
            );
        }
        if self.file.exists() && !self.force {
            anyhow::bail!("{file} is there already: name another file, or replace it with --force");
        }
        Ok(())
    }
}

/// Tells what a copy holds, with the ends of its ledgers.
pub(super) fn tell(contents: &Contents, out: &mut impl Write) -> std::io::Result<()> {
    let rows: Vec<String> = contents.rows.iter().map(|(table, rows)| format!("{table} {rows}")).collect();
    writeln!(out, "  rows: {}", rows.join(", "))?;
    for anchor in &contents.anchors {
        writeln!(out, "  ledger intact, anchor {anchor}")?;
    }
    Ok(())
}

fn tell_postgres(server: &PostgresUrl, file: &Path, out: &mut impl Write) -> std::io::Result<()> {
    let (url, file) = (server.without_password(), file.display());
    writeln!(
        out,
        "PostgreSQL is backed up by its own tools, while the bot runs. Give the password as PGPASSWORD or in ~/.pgpass:\n\
         \n  pg_dump --format=custom --file={file} --dbname='{url}'\n\n\
         To restore it, stop every bot, then:\n\
         \n  pg_restore --clean --if-exists --single-transaction --dbname='{url}' {file}\n  undersigned verify\n\n\
         The key is not in it. Keep a copy of UNDERSIGNED_KEY apart from it: without the key nothing opens it."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let (file, database) = (folder.path().join("copy.db"), folder.path().join("u.db"));
        let backup = |force| Backup { file: file.clone(), force };
        backup(false).refuse(&database).unwrap();
        std::fs::write(&file, "x").unwrap();
        assert!(backup(false).refuse(&database).unwrap_err().to_string().contains("--force"));
        backup(true).refuse(&database).unwrap();
        assert!(backup(true).refuse(&file).unwrap_err().to_string().contains("the database itself"));
        let folder = Backup { file: folder.path().to_owned(), force: true };
        assert!(folder.refuse(&database).unwrap_err().to_string().contains("is a folder"));
    }

    #[test]
    fn postgres_is_told_its_own_tools_without_the_password() {
        let url = "postgres://bot:hunter2@db.example/record".parse().unwrap();
        let DatabaseUrl::Postgres(server) = url else { panic!("a server") };
        let mut out = Vec::new();
        tell_postgres(&server, Path::new("copy.dump"), &mut out).unwrap();
        let told = String::from_utf8(out).unwrap();
        let command = "pg_dump --format=custom --file=copy.dump --dbname='postgres://bot@db.example/record'";
        assert!(told.contains(command) && !told.contains("hunter2"), "{told}");
    }
}
