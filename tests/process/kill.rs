//! A process killed in the middle of filings loses none that was answered and doubles none.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use localcord::{Config, Guild, Limits, Localcord, Member, Permissions, Place};
use undersigned::clock::{SystemClock, SystemEntropy};
use undersigned::domain::ids::{ChannelId, GuildId, UserId};
use undersigned::domain::proposal::Proposal;
use undersigned::domain::record::Body;
use undersigned::service::Service;
use undersigned::service::caller::{Caller, Permissions as Can};
use undersigned::service::review::QueueOf;
use undersigned::store::{DatabaseUrl, Store};

use crate::running::{Bot, Installation, wait_until_ready};

const FILINGS: usize = 500;
/// A kill comes after about so many filings, at no particular moment of one.
const KILLED_EVERY: usize = 90;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_in_the_middle_of_500_filings_loses_none_that_was_answered_and_doubles_none() {
    let config = Config { limits: Limits::none(), answer_within: Duration::from_millis(1500), ..Config::default() };
    let cord = Localcord::start(config).await.unwrap();
    let guild = cord.create_guild("Workers");
    let channel = guild.create_channel("petitions");
    let contributor = guild.join("cleo", &[guild.create_role("Moderators", Permissions::MANAGE_MESSAGES)]);
    let installation = Installation::new(&cord);
    seed(&installation, guild.id().get()).await;

    let mut bot = installation.start();
    wait_until_ready(&cord, &installation).await;
    let at = contributor.in_channel(channel);
    let (mut answered, mut unanswered) = (Vec::new(), Vec::new());
    for n in 0..FILINGS {
        if n % KILLED_EVERY == KILLED_EVERY - 1 {
            // The kill races with the filing, so that it falls into the middle of one.
            let pause = Duration::from_millis(u64::try_from(n % 37).unwrap());
            let filing = file(&at, n);
            let kill = async {
                tokio::time::sleep(pause).await;
                bot.kill();
            };
            let (filed, ()) = tokio::join!(filing, kill);
            bot = installation.start();
            wait_until_ready(&cord, &installation).await;
            match filed {
                Filing::Filed => answered.push(n),
                // Nobody was told, so the same button is pressed again: it files now, or says that it did.
                Filing::Unanswered(preview) => {
                    at.click(&preview, "File").await.unwrap();
                    unanswered.push(n);
                }
                Filing::NotPreviewed => {}
            }
        } else if matches!(file(&at, n).await, Filing::Filed) {
            answered.push(n);
        }
    }
    bot.kill();
    cord.stop().await;

    assert!(
        answered.len() >= FILINGS - FILINGS / KILLED_EVERY - 1,
        "only {} answered\n{}",
        answered.len(),
        installation.said()
    );
    let stored = stored(&installation, guild.id().get()).await;
    for n in &answered {
        assert_eq!(stored.get(n), Some(&1), "filing {n} was answered");
    }
    for n in &unanswered {
        assert_eq!(stored.get(n), Some(&1), "filing {n} was pressed again");
    }
    assert!(stored.values().all(|times| *times == 1), "{stored:?}");

    let verified = installation.command("verify").output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

/// How one filing went.
pub(crate) enum Filing {
    /// The bot said that it is filed.
    Filed,
    /// *File* was pressed on this preview and nobody said what came of it.
    Unanswered(Box<localcord::Message>),
    /// There was no preview to press.
    NotPreviewed,
}

/// Files one fact.
pub(crate) async fn file(at: &Place, n: usize) -> Filing {
    let command = format!(
        "/fact log petition:letter url:https://example.org/{n} subject:Contract property:users wording:\"{} users\"",
        n + 1
    );
    let Some(preview) = at.slash(&command).await.ok().and_then(|shown| shown.message) else {
        return Filing::NotPreviewed;
    };
    match at.click(&preview, "File").await {
        Ok(done) if done.text().contains("Filed as") => Filing::Filed,
        _ => Filing::Unanswered(Box::new(preview)),
    }
}

/// A running bot with a review channel, and two who moderate.
pub(crate) struct Stage {
    pub(crate) cord: Localcord,
    pub(crate) guild: Guild,
    pub(crate) channel: localcord::ChannelId,
    pub(crate) review: localcord::ChannelId,
    pub(crate) cleo: Member,
    pub(crate) mo: Member,
    pub(crate) installation: Installation,
    pub(crate) bot: Bot,
}

/// Starts all of it, with a log of this filter and format.
pub(crate) async fn stage(config: Config, (filter, format): (&str, &str)) -> Stage {
    let cord = Localcord::start(config).await.unwrap();
    let guild = cord.create_guild("Workers");
    let (channel, review) = (guild.create_channel("petitions"), guild.create_channel("review"));
    let moderators = guild.create_role("Moderators", Permissions::MANAGE_MESSAGES);
    let (cleo, mo) = (guild.join("cleo", &[moderators]), guild.join("mo", &[moderators]));
    let installation = Installation::new(&cord);
    seed(&installation, guild.id().get()).await;
    let bot = installation.start_with(filter, format);
    wait_until_ready(&cord, &installation).await;
    guild.owner().in_channel(channel).slash("/setup review_channel:review").await.unwrap();
    Stage { cord, guild, channel, review, cleo, mo, installation, bot }
}

/// Puts a petition on record, so that there is something to file for.
pub(crate) async fn seed(installation: &Installation, guild: u64) {
    let service = open(installation).await;
    let entries = crate::running::one_petition();
    service.publish_batch(GuildId::new(guild), &entries).await.unwrap();
    service.store().close().await;
}

pub(crate) async fn open(installation: &Installation) -> Service {
    let database = DatabaseUrl::Sqlite(installation.database());
    let store = Store::open(&database, None, Arc::new(SystemEntropy)).await.unwrap();
    Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), undersigned::service::Limits::default())
}

/// Reads what waits, as a moderator would, and counts how often each filing is there.
async fn stored(installation: &Installation, guild: u64) -> HashMap<usize, usize> {
    let service = open(installation).await;
    let moderator = Caller {
        guild: GuildId::new(guild),
        channel: ChannelId::new(1),
        user: UserId::new(1),
        roles: Vec::new(),
        permissions: Can { manage_guild: true, manage_messages: true },
        highest_role: None,
    };
    let mut found = HashMap::new();
    let mut page = 1;
    loop {
        let queue = service.queue(&moderator, QueueOf::default(), page).await.unwrap();
        for item in &queue.items {
            let Some(Proposal::Record(record)) = &item.proposal else { panic!("not a record: {item:?}") };
            let Body::Fact(fact) = &record.body else { panic!("not a fact") };
            let number: usize = fact.wording.trim_end_matches(" users").parse().unwrap();
            *found.entry(number - 1).or_insert(0) += 1;
        }
        if page >= queue.pages {
            break;
        }
        page += 1;
    }
    service.store().close().await;
    found
}
