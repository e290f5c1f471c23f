//! The demo's stage: a guild in the stand-in with its people, a store on disk, and the bot connected to both.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chatpage::{Scene, Someone};
use jiff::SignedDuration;
use localcord::{ChannelId, Localcord, Member, Message, Permissions, Place, Whom};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::super::{bot, verify};
use super::behind::Behind;
use super::record::entries as demo_entries;
use crate::clock::{ShiftedClock, SystemEntropy};
use crate::config::{CaFile, Discord, Settings, Sources, Token};
use crate::discord::RunError;
use crate::domain::digest::Schedule;
use crate::domain::ids::GuildId;
use crate::domain::watching::Fetch;
use crate::service::{Limits, Service};
use crate::store::{DatabaseUrl, Store};
use crate::workers::watch;

/// The demo's guild: the same at every start, so that what was logged is found again.
const GUILD: u64 = 1_015_034_326_372_454_400;

/// Its channels, likewise.
const PETITIONS: u64 = GUILD + 1;
const REVIEW: u64 = GUILD + 2;

/// Somebody on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Person {
    /// Has no role.
    Member,
    /// Has the contributor role.
    Contributor,
    /// Has the moderator role.
    Moderator,
    /// Manages the server.
    Admin,
}

impl Person {
    /// Everybody.
    pub(super) const ALL: [Self; 4] = [Self::Member, Self::Contributor, Self::Moderator, Self::Admin];

    /// Says what the person may do.
    fn may(self) -> &'static str {
        match self {
            Self::Member => "A member asks, and searches what is on record.",
            Self::Contributor => "A contributor also logs counts, statements and responses from a link.",
            Self::Moderator => "A moderator also reviews what was filed, and sets up digests.",
            Self::Admin => "The admin also sets the server up.",
        }
    }

    /// Names the person by what they are.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Contributor => "contributor",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}

/// A channel of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// Where members ask.
    Petitions,
    /// Where moderators review.
    Review,
}

/// Everything that runs during a demo.
pub(super) struct Stage {
    cord: Localcord,
    people: [Member; 4],
    petitions: ChannelId,
    review: ChannelId,
    /// What Discord's client shows by name: marks such as `<#15>`, and the names.
    names: Vec<(String, &'static str)>,
    service: Arc<Service>,
    clock: Arc<ShiftedClock>,
    stop: CancellationToken,
    bot: JoinSet<BotEnd>,
}

/// How the bot ended.
type BotEnd = Result<(), RunError>;

/// How long the bot may take to connect on a slow machine.
const START: Duration = Duration::from_secs(30);

impl Stage {
    /// Builds the stage: stand-in, store with the demo record, bot connected with its commands registered.
    pub(super) async fn build(folder: &Path) -> anyhow::Result<Self> {
        let clock = Arc::new(ShiftedClock::default());
        let service = Arc::new(open_service(folder, Arc::clone(&clock)).await?);
        let guild = GuildId::new(GUILD);
        service.publish_batch(guild, &demo_entries()?).await.context("loading the demo record")?;

        let cord =
            Localcord::start(localcord::Config { bot_name: "Undersigned".to_owned(), ..localcord::Config::default() })
                .await
                .context("starting the stand-in for Discord")?;
        let place = cord.create_guild_with_id(localcord::GuildId::new(GUILD), "Tech petitions");
        let petitions = place.create_channel_with_id(ChannelId::new(PETITIONS), "petitions");
        let review = place.create_channel_with_id(ChannelId::new(REVIEW), "review");
        let moderators = place.create_role("Moderators", Permissions::MANAGE_MESSAGES);
        let contributors = place.create_role("Contributors", Permissions::empty());
        place.deny(review, Whom::Everyone, Permissions::VIEW_CHANNEL);
        place.allow(review, Whom::Role(moderators), Permissions::VIEW_CHANNEL);
        place.allow(review, Whom::Member(place.bot()), Permissions::VIEW_CHANNEL);
        let admin = place.join("ada", &[]);
        admin.make_owner();
        let people =
            [place.join("max", &[]), place.join("cleo", &[contributors]), place.join("mo", &[moderators]), admin];

        let names = vec![
            (format!("<#{petitions}>"), "#petitions"),
            (format!("<#{review}>"), "#review"),
            (format!("<@&{moderators}>"), "@Moderators"),
            (format!("<@&{contributors}>"), "@Contributors"),
        ];
        let stop = CancellationToken::new();
        let bot = start_bot(&cord, Arc::clone(&service), stop.clone())?;
        let stage = Self { cord, people, petitions, review, names, service, clock, stop, bot };
        stage.wait_until_ready().await?;
        Ok(stage)
    }

    async fn wait_until_ready(&self) -> anyhow::Result<()> {
        let ready = async {
            self.cord.gateway().wait_ready().await?;
            self.cord.wait_for_command("count", START).await
        };
        tokio::time::timeout(START, ready)
            .await
            .context("the bot did not connect")?
            .context("the bot did not connect")?;
        Ok(())
    }

    /// Lets the admin set the server up, as each start makes its roles anew.
    pub(super) async fn set_up(&self) -> anyhow::Result<()> {
        let line = "/setup moderators:@Moderators contributors:@Contributors review_channel:#review";
        let done = self.place(Person::Admin, Room::Review).slash(line).await.context("setting the server up")?;
        anyhow::ensure!(!done.did_not_respond(), "the bot did not answer /setup");
        Ok(())
    }

    /// Gives what the chat page shows of the stage.
    pub(super) fn scene(&self) -> Scene {
        let someone = |who: Person| Someone {
            key: who.name().to_owned(),
            may: who.may().to_owned(),
            client: self.people[who as usize].client(),
        };
        let behind = Behind::new(GuildId::new(GUILD), Arc::clone(&self.service), Arc::clone(&self.clock));
        Scene { people: Person::ALL.map(someone).to_vec(), backstage: Arc::new(behind) }
    }

    /// Writes channels and roles by their names.
    pub(super) fn with_names(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (mark, name)| text.replace(mark, name))
    }

    /// Puts somebody where members ask.
    pub(super) fn at(&self, who: Person) -> Place {
        self.place(who, Room::Petitions)
    }

    /// Puts somebody into a channel.
    pub(super) fn place(&self, who: Person, room: Room) -> Place {
        let channel = match room {
            Room::Petitions => self.petitions,
            Room::Review => self.review,
        };
        self.people[who as usize].in_channel(channel)
    }

    /// Waits for the message of the review channel that speaks of `number`, such as `#142`, and has this button.
    pub(super) async fn wait_for(&self, button: &str, number: &str) -> anyhow::Result<Message> {
        let speaks = |text: &str| {
            let mut after = text.match_indices(number).map(|(at, _)| text[at + number.len()..].chars().next());
            after.any(|next| !next.is_some_and(|next| next.is_ascii_digit()))
        };
        let waits = |message: &Message| message.component(button).is_some() && speaks(&message.text());
        let found = self.cord.wait_for_message(self.review, waits, START).await;
        found.with_context(|| format!("nothing about {number} to press {button} on reached the review channel"))
    }

    /// Moves the bot's clock on to when a schedule runs next, and waits for the message with this footer where members ask.
    pub(super) async fn next_run(&self, schedule: &Schedule, footer: &str) -> anyhow::Result<Message> {
        let now = self.service.now();
        let run = schedule.runs_after(schedule.begun(now)).next().context("the schedule has no next run")?;
        self.clock.advance(run.due.duration_since(now));
        self.told(footer).await
    }

    /// Waits for the message with this footer where members ask.
    pub(super) async fn told(&self, footer: &str) -> anyhow::Result<Message> {
        let told = self.cord.wait_for_message(self.petitions, |message| message.text().contains(footer), START).await;
        told.with_context(|| format!("no message of {footer} reached the channel"))
    }

    /// Lets the bot look at the pages that are due after a while.
    pub(super) async fn look(&self, after: SignedDuration, pages: &dyn Fetch) -> anyhow::Result<()> {
        self.clock.advance(after);
        watch::round(&self.service, pages, &self.stop).await.context("looking at the demo's page")
    }

    /// Waits for the message of the review channel that has these words.
    pub(super) async fn reviewed(&self, words: &str) -> anyhow::Result<Message> {
        let told = self.cord.wait_for_message(self.review, |message| message.text().contains(words), START).await;
        told.with_context(|| format!("nothing with “{words}” reached the review channel"))
    }

    /// Says what `undersigned verify` says.
    pub(super) async fn verify(&self) -> anyhow::Result<String> {
        let guild = GuildId::new(GUILD);
        let verdict = self.service.store().verify(guild, &[]).await.context("following the ledger")?;
        anyhow::ensure!(verdict.is_intact(), "the demo's ledger is not intact: {verdict}");
        let mut said = Vec::new();
        verify::write(&mut said, guild, &verdict)?;
        Ok(String::from_utf8_lossy(&said).trim_end().to_owned())
    }

    /// Stops the bot as a signal would, then the stand-in, then closes the store.
    pub(super) async fn strike(mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        let ended = self.bot.join_next().await.transpose().context("the bot's task failed")?;
        self.cord.stop().await;
        self.service.store().close().await;
        ended.unwrap_or(Ok(())).context("running the bot")
    }
}

async fn open_service(folder: &Path, clock: Arc<ShiftedClock>) -> anyhow::Result<Service> {
    let database = DatabaseUrl::Sqlite(folder.join("undersigned.db"));
    let store = Store::open(&database, None, Arc::new(SystemEntropy)).await.context("opening the demo's database")?;
    Ok(Service::new(store, clock, Arc::new(SystemEntropy), Limits::default()))
}

/// Runs the bot as `undersigned run` does, pointed at the stand-in by the same settings.
fn start_bot(cord: &Localcord, service: Arc<Service>, stop: CancellationToken) -> anyhow::Result<JoinSet<BotEnd>> {
    let token: Token = cord.token().parse().context("taking the stand-in's token")?;
    let discord = Discord {
        connect_to: Some(cord.rest_addr()),
        ca: Some(CaFile { path: PathBuf::new(), pem: cord.ca_pem().to_owned() }),
        ..Settings::read(&Sources::from_pairs([]))?.discord
    };
    let mut running = JoinSet::new();
    running.spawn(async move { bot::work(&discord, token, service, Arc::default(), None, stop, |_| {}).await });
    Ok(running)
}
