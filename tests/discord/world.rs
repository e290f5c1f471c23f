//! The whole bot over real sockets: a stand-in for Discord, a database, and everything `run` starts.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use localcord::{ChannelId, Config, Guild, Limits, Localcord, Member, Message, Outcome, Permissions, Place};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use undersigned::answers::Responder;
use undersigned::clock::{Clock, SystemClock, SystemEntropy};
use undersigned::config::{CaFile, Discord, Settings, Sources};
use undersigned::discord::{Brain, Connection, RunError};
use undersigned::domain::signatory::{Basis, Part, Person};
use undersigned::fetch::Fetch;
use undersigned::service::operator::{ListedName, NameList};
use undersigned::service::{self, Service};
use undersigned::workers::Workers;

use crate::harness::TestDb;

/// How long anything may take on a slow machine.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A running bot.
pub(crate) struct Running {
    stop: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
    service: Arc<Service>,
}

/// A guild with its people, and the bot in it.
pub(crate) struct World {
    pub(crate) cord: Localcord,
    pub(crate) guild: Guild,
    pub(crate) petitions: ChannelId,
    pub(crate) review: ChannelId,
    pub(crate) admin: Member,
    pub(crate) bot: Running,
    db: Arc<TestDb>,
}

impl World {
    /// Starts everything, with a bot that has never seen the guild.
    pub(crate) async fn new(db: &Arc<TestDb>) -> Self {
        Self::new_at(db, Arc::new(SystemClock)).await
    }

    /// The same at a moment of its own.
    pub(crate) async fn new_at(db: &Arc<TestDb>, clock: Arc<dyn Clock>) -> Self {
        Self::reading(db, clock, None).await
    }

    /// The same with a bot that reads pages.
    pub(crate) async fn reading(db: &Arc<TestDb>, clock: Arc<dyn Clock>, pages: Option<Arc<dyn Fetch>>) -> Self {
        let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
        let guild = cord.create_guild("Workers");
        let (petitions, review) = (guild.create_channel("petitions"), guild.create_channel("review"));
        let admin = guild.owner();
        let bot = Running::start_reading(db, settings(&cord), cord.token(), clock, pages).await;
        cord.gateway().wait_ready().await.unwrap();
        cord.wait_for_command("count", SOON).await.unwrap();
        Self { cord, guild, petitions, review, admin, bot, db: Arc::clone(db) }
    }

    /// Makes a guild that moderates alone, with a petition on record.
    pub(crate) async fn with_petition(db: &Arc<TestDb>) -> Self {
        Self::new(db).await.with_petition_logged().await
    }

    /// Sets the guild up and logs a petition.
    pub(crate) async fn with_petition_logged(self) -> Self {
        self.set_up().await;
        let at = self.at(&self.admin);
        let form = at.slash(PETITION).await.unwrap().modal.unwrap();
        let preview = at.submit(&form, &[("summary", "Cancel the contract."), ("demands", "Cancel it")]).await.unwrap();
        let filed = at.click(&preview.message.unwrap(), "File and approve").await.unwrap();
        assert!(filed.text().contains('#'), "{}", filed.text());
        self
    }

    /// Sets the guild up with one moderator and a review channel.
    pub(crate) async fn set_up(&self) {
        let at = self.at(&self.admin);
        let panel = at.slash("/setup").await.unwrap();
        at.click(&panel.message.unwrap(), "Use these defaults, I moderate alone").await.unwrap();
        let panel = at.slash("/setup review_channel:review submit:everyone").await.unwrap();
        assert!(panel.ephemeral, "{}", panel.text());
    }

    /// Puts the demo's petitions on record.
    pub(crate) async fn publish_demo(&self) {
        let entries = undersigned::cli::demo::record::entries().unwrap();
        let guild = undersigned::domain::ids::GuildId::new(self.guild.id().get());
        self.bot.service.publish_batch(guild, &entries).await.unwrap();
    }

    /// Puts names on the list of the first petition.
    pub(crate) async fn publish_names(&self, names: &[&str]) {
        let guild = undersigned::domain::ids::GuildId::new(self.guild.id().get());
        self.bot.service.import_names(guild, &name_list(SLUG, names)).await.unwrap();
    }

    /// Erases a name from the record, as its host does.
    pub(crate) async fn erase_name(&self, name: &str) {
        let guild = undersigned::domain::ids::GuildId::new(self.guild.id().get());
        let person = undersigned::service::operator::Person::Named(name.to_owned());
        self.bot.service.erase_person(guild, &person).await.unwrap();
    }

    pub(crate) fn at(&self, member: &Member) -> Place {
        member.in_channel(self.petitions)
    }

    pub(crate) fn moderator(&self, name: &str) -> Member {
        let role = self.guild.create_role(name, Permissions::MANAGE_MESSAGES);
        self.guild.join(name, &[role])
    }

    /// Files a count as a member would: preview, then *File*.
    pub(crate) async fn file(&self, member: &Member, words: &str) -> Outcome {
        let at = self.at(member);
        let options = [("petition", SLUG), ("url", SOURCE), ("wording", words), ("as_of", "2018-06-21")];
        let preview = at.slash_with("count log", &options).await.unwrap();
        assert!(preview.ephemeral, "{}", preview.text());
        at.click(&preview.message.unwrap(), "File").await.unwrap()
    }

    /// Waits for the message that asks for a decision.
    pub(crate) async fn waits_for_review(&self) -> Message {
        let waits = |message: &Message| message.component("Approve").is_some();
        self.cord.wait_for_message(self.review, waits, SOON).await.unwrap()
    }

    /// Stops the bot and starts it anew on the same database.
    pub(crate) async fn restart(self) -> Self {
        self.restart_at(Arc::new(SystemClock)).await
    }

    /// The same at a moment of its own.
    pub(crate) async fn restart_at(self, clock: Arc<dyn Clock>) -> Self {
        let Self { cord, guild, petitions, review, admin, bot, db } = self;
        let identified = cord.gateway().identifies();
        bot.stop().await.unwrap();
        let bot = Running::start_at(&db, settings(&cord), cord.token(), clock).await;
        cord.gateway().wait_identifies(identified + 1).await.unwrap();
        cord.gateway().wait_ready().await.unwrap();
        Self { cord, guild, petitions, review, admin, bot, db }
    }

    pub(crate) async fn end(self) {
        self.bot.stop().await.unwrap();
        let pinged: Vec<_> = self.cord.messages(self.review).into_iter().filter(|m| !m.pings.is_empty()).collect();
        assert!(pinged.is_empty(), "{pinged:?}");
        self.cord.stop().await;
    }
}

/// Makes a list of people who sign in the demo's first source.
pub(crate) fn name_list(petition: &str, names: &[&str]) -> NameList {
    let listed = |(line, name): (u64, &&str)| ListedName {
        line,
        person: Person { name: (*name).to_owned(), affiliation: None },
        part: Part::Signatory,
    };
    NameList {
        petition: petition.to_owned(),
        source: undersigned::cli::demo::record::entries().unwrap()[0].petition.source.clone(),
        basis: Basis::SignsInSource,
        digest: String::new(),
        names: (2..).zip(names).map(listed).collect(),
    }
}

pub(crate) const SLUG: &str = "cancel-the-ice-contract";
pub(crate) const SOURCE: &str = "https://www.theverge.com/2018/6/21/17488328/x";
pub(crate) const PETITION: &str = "/petition log title:\"Cancel the ICE contract\" url:\"https://www.nytimes.com/letter\" \
                        organisation:Microsoft issued_on:2018-06-19";

impl Running {
    pub(crate) async fn start_with(db: &TestDb, settings: Discord, token: &str) -> Self {
        Self::start_at(db, settings, token, Arc::new(SystemClock)).await
    }

    pub(crate) async fn start_at(db: &TestDb, settings: Discord, token: &str, clock: Arc<dyn Clock>) -> Self {
        Self::start_reading(db, settings, token, clock, None).await
    }

    async fn start_reading(
        db: &TestDb,
        settings: Discord,
        token: &str,
        clock: Arc<dyn Clock>,
        pages: Option<Arc<dyn Fetch>>,
    ) -> Self {
        let store = db.open().await;
        let limits = service::Limits { everyone: Vec::new(), contributors: Vec::new(), ..service::Limits::default() };
        let service = Service::new(store, clock, Arc::new(SystemEntropy), limits);
        let service = Arc::new(match pages {
            Some(pages) => service.reading(pages),
            None => service,
        });
        let stop = CancellationToken::new();
        let connection = Connection::build(&settings, token.parse().unwrap(), stop.clone()).unwrap();
        let workers = Workers::start(&service, &connection.post(), None, &stop);
        let responder = Responder::new(Arc::clone(&service));
        let brain = Brain { responder, service: Arc::clone(&service), metrics: Arc::default() };
        let its_stop = stop.clone();
        let task = TaskTracker::new().spawn(async move {
            let ended = connection.run(brain, |_| {}).await;
            its_stop.cancel();
            workers.end().await;
            ended
        });
        Self { stop, task, service }
    }

    /// Stops as a signal does.
    pub(crate) async fn stop(self) -> Result<(), RunError> {
        self.stop.cancel();
        self.ended().await
    }

    /// Waits for an end that nobody asked for, or somebody did.
    pub(crate) async fn ended(self) -> Result<(), RunError> {
        let ended = tokio::time::timeout(Duration::from_secs(10), self.task).await.unwrap().unwrap();
        self.service.store().close().await;
        ended
    }
}

/// Points the production path at the stand-in.
pub(crate) fn settings(cord: &Localcord) -> Discord {
    Discord {
        connect_to: Some(cord.rest_addr()),
        ca: Some(CaFile { path: PathBuf::new(), pem: cord.ca_pem().to_owned() }),
        ..Settings::read(&Sources::from_pairs([])).unwrap().discord
    }
}
