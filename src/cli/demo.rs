//! `undersigned demo`: the real bot against a stand-in for Discord on this machine, with the demo record.
//!
//! Needs no account and no network. The bot runs the way `undersigned run` runs it: TLS, gateway, a database on disk.
//! This is the only place that names the stand-in and its chat page.

mod behind;
mod lines;
pub mod record;
mod screen;
mod stage;
mod tour;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use chatpage::{Page, Port};

use super::Outcome;
use stage::Stage;

/// Shows the bot at work without an account or a network.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Demo {
    /// Forget what was kept by an earlier demo and start anew
    #[arg(long)]
    pub fresh: bool,
    /// Print a tour and end, rather than open the chat page and take commands typed as lines
    #[arg(long)]
    pub tour: bool,
    /// The port of the chat page on 127.0.0.1; 0 takes any that is free [default: 2018, or any where that is taken]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The folder that the demo keeps its database and key in
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
}

/// The chat page's port where none is asked for: the year of the letter.
const PORT: u16 = 2018;

/// The files the demo makes, and all that `--fresh` removes.
const FILES: [&str; 4] = ["undersigned.db", "undersigned.db-wal", "undersigned.db-shm", "undersigned.key"];

impl Demo {
    /// Starts the stand-in, the bot and the demo record; prints the tour, or opens the page and takes lines until they end.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<Outcome> {
        if self.fresh {
            self.forget()?;
        }
        std::fs::create_dir_all(&self.data).with_context(|| format!("making the folder {}", self.data.display()))?;
        writeln!(
            out,
            "Undersigned's demo: a stand-in for Discord, a database in {}, the real bot.",
            self.data.display()
        )?;
        let stage = Stage::build(&self.data).await?;
        let played = self.play(&stage, out).await;
        let struck = stage.strike().await;
        played.and(struck)?;
        Ok(Outcome::Fine)
    }

    async fn play(&self, stage: &Stage, out: &mut impl Write) -> anyhow::Result<()> {
        if self.tour { tour::play(stage, out).await } else { self.open(stage, out).await }
    }

    /// Serves the chat page while lines are taken.
    async fn open(&self, stage: &Stage, out: &mut impl Write) -> anyhow::Result<()> {
        stage.set_up().await?;
        let port = self.port.map_or(Port::Rather(PORT), Port::Exactly);
        let page = Page::open(port, stage.scene()).await.context("opening the chat page")?;
        writeln!(out, "\nOpen {} in a browser: the demo as a chat, on this machine alone.", page.address())?;
        let taken = lines::take(stage, out).await;
        page.close().await;
        taken
    }

    fn forget(&self) -> anyhow::Result<()> {
        for name in FILES {
            let file = self.data.join(name);
            match std::fs::remove_file(&file) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| format!("removing {}", file.display())),
            }
        }
        Ok(())
    }
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
        assert_eq!(parse_args::<Demo>([]).unwrap().data, PathBuf::from("demo-data"));
    }

    #[test]
    fn a_fresh_start_removes_what_the_demo_made_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("undersigned.db"), "x").unwrap();
        std::fs::write(folder.path().join("letter.txt"), "mine").unwrap();
        Demo { fresh: true, tour: true, port: None, data: folder.path().to_owned() }.forget().unwrap();
        assert!(!folder.path().join("undersigned.db").exists());
        assert!(folder.path().join("letter.txt").exists());
    }
}
