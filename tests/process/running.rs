//! The program running as a process of its own against the stand-in, and the ways it ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use localcord::Localcord;

/// What the program needs to run against a stand-in, with a folder for its database and key.
pub(crate) struct Installation {
    pub(crate) folder: tempfile::TempDir,
    token: String,
    address: String,
}

impl Installation {
    pub(crate) fn new(cord: &Localcord) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("root.pem"), cord.ca_pem()).unwrap();
        Self { folder, token: cord.token().to_owned(), address: cord.rest_addr().to_string() }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("undersigned.db")
    }

    pub(crate) fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
        command
            .arg(subcommand)
            .current_dir(self.folder.path())
            .env_clear()
            .env("DISCORD_TOKEN", &self.token)
            .env("UNDERSIGNED_DISCORD_CONNECT_TO", &self.address)
            .env("UNDERSIGNED_DISCORD_CA_FILE", self.folder.path().join("root.pem"))
            .env("UNDERSIGNED_DATABASE_URL", format!("sqlite:{}", self.database().display()))
            .env("UNDERSIGNED_LIMITS_CONTRIBUTOR_PER_MINUTE", "1000")
            .env("UNDERSIGNED_LIMITS_CONTRIBUTOR_PER_HOUR", "1000")
            .stdin(Stdio::null());
        command
    }

    /// Starts the bot; what it says goes to files in the folder.
    pub(crate) fn start(&self) -> Bot {
        self.start_with("info", "text")
    }

    /// Starts the bot with a log filter and format.
    pub(crate) fn start_with(&self, filter: &str, format: &str) -> Bot {
        let log = |name: &str| open_to_append(&self.folder.path().join(name));
        let mut command = self.command("run");
        command.env("UNDERSIGNED_LOG_FILTER", filter).env("UNDERSIGNED_LOG_FORMAT", format);
        command.stdout(log("out.txt")).stderr(log("err.txt"));
        Bot(command.spawn().unwrap())
    }

    /// Gives everything the bot has said, to look at when a test fails.
    pub(crate) fn said(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        format!("{}{}", read("out.txt"), read("err.txt"))
    }
}

/// A running bot; nothing of it is left when the test ends.
pub(crate) struct Bot(pub(crate) Child);

impl Bot {
    /// Kills it as `kill -9` does, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn open_to_append(path: &Path) -> std::fs::File {
    std::fs::File::options().create(true).append(true).open(path).unwrap()
}

/// Waits until the bot is connected with its commands registered.
pub(crate) async fn wait_until_ready(cord: &Localcord, installation: &Installation) {
    let within = Duration::from_secs(30);
    let ready = async {
        cord.gateway().wait_ready().await.map_err(|error| error.to_string())?;
        cord.wait_for_command("fact", within).await.map_err(|error| error.to_string())
    };
    let ready = tokio::time::timeout(within, ready).await.unwrap_or_else(|late| Err(late.to_string()));
    assert!(ready.is_ok(), "the bot is not ready: {ready:?}\n{}", installation.said());
}

/// One petition to file for.
pub(crate) fn one_petition() -> Vec<undersigned::service::operator::Entry> {
    use undersigned::domain::date::PartialDate;
    use undersigned::domain::organisation::OrganisationRef;
    use undersigned::domain::petition::{Collection, PetitionDoc, PetitionKind, Visibility};
    use undersigned::domain::proposal::PetitionProposal;
    use undersigned::domain::source::{SourceDoc, SourceUrl};

    let read = PartialDate::Year(2026);
    let petition = PetitionProposal {
        slug: "letter".parse().unwrap(),
        doc: PetitionDoc {
            title: "A letter".to_owned(),
            kind: PetitionKind::OpenLetter,
            summary: None,
            scope: None,
            issued_on: PartialDate::Year(2018),
            delivered_on: None,
            visibility: Visibility::Public,
            language: None,
            sponsors: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
        },
        addressees: vec![OrganisationRef::New("Acme".to_owned())],
        demands: Vec::new(),
        collection: Collection::Unknown,
        source: SourceDoc::bare(SourceUrl::parse("https://example.org/letter").unwrap(), read),
    };
    vec![undersigned::service::operator::Entry {
        archive: "test".to_owned(),
        row: "1".to_owned(),
        organisations: Vec::new(),
        petition,
        records: Vec::new(),
        relations: Vec::new(),
        captures: Vec::new(),
        judgements: Vec::new(),
    }]
}
