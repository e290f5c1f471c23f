//! Four processes on one PostgreSQL, killed at random: every digest arrives once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use localcord::{Config, Limits, Localcord};
use undersigned::clock::{SystemClock, SystemEntropy};
use undersigned::domain::ids::{ChannelId, GuildId, UserId};
use undersigned::service::caller::Permissions;
use undersigned::service::digests::{ChannelChoice, DigestChange, Writes};
use undersigned::service::{Caller, Limits as Filing, Service};

use crate::harness::{Kind, TestDb, run};
use crate::running::{Bot, Installation, one_petition};

/// How many channels have a digest.
const CHANNELS: usize = 25;
/// How often each digest is sent.
const RUNS: usize = 4;
const PROCESSES: usize = 4;
/// For how long processes are killed.
const KILLING: Duration = Duration::from_secs(25);
/// A process that was killed holds what it was sending for a minute and a half.
const ALL_SENT: Duration = Duration::from_mins(4);

#[test]
fn four_processes_killed_at_random_lose_no_digest_and_double_none() {
    run(Kind::Postgres, four);
}

fn start(installation: &Installation, db: &TestDb) -> Bot {
    let mut command = installation.command("run");
    command
        .env("UNDERSIGNED_DATABASE_URL", db.raw_url())
        .env("UNDERSIGNED_KEY", "2a".repeat(32))
        .env("UNDERSIGNED_LOG_FILTER", "info");
    let log =
        std::fs::File::options().create(true).append(true).open(installation.folder.path().join("err.txt")).unwrap();
    command.stdout(log.try_clone().unwrap()).stderr(log);
    Bot(command.spawn().unwrap())
}

async fn four(db: Arc<TestDb>) {
    let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
    let guild = cord.create_guild("Workers");
    let channels: Vec<localcord::ChannelId> =
        (0..CHANNELS).map(|at| guild.create_channel(&format!("news-{at}"))).collect();
    let service = Service::new(db.open().await, Arc::new(SystemClock), Arc::new(SystemEntropy), Filing::default());
    let id = GuildId::new(guild.id().get());
    service.publish_batch(id, &one_petition()).await.unwrap();
    let admin = Caller {
        guild: id,
        channel: ChannelId::new(channels[0].get()),
        user: UserId::new(900_000_000_000_000_001),
        roles: Vec::new(),
        permissions: Permissions { manage_guild: true, manage_messages: true },
        highest_role: None,
    };
    let mut digests = Vec::new();
    for channel in &channels {
        let chosen = ChannelChoice { channel: ChannelId::new(channel.get()), writes: Writes::Yes, missing: Vec::new() };
        let change = DigestChange { channel: Some(chosen), ..DigestChange::default() };
        let made = service.create_digest(&admin, &change, None).await.unwrap();
        digests.push(made.digest.number.to_string());
    }

    let installation = Installation::new(&cord);
    let mut bots: Vec<Bot> = (0..PROCESSES).map(|_| start(&installation, &db)).collect();
    let begun = tokio::time::Instant::now();
    let (mut asked, mut kills) = (0, 0);
    while begun.elapsed() < KILLING || asked < RUNS {
        if asked < RUNS && begun.elapsed() > KILLING * u32::try_from(asked).unwrap() / u32::try_from(RUNS).unwrap() {
            asked += 1;
            for digest in &digests {
                // What is not planned yet is asked for again in the next round.
                service.send_digest(&admin, digest).await.unwrap();
            }
        }
        let pause = crate::harness::unique() % 900;
        tokio::time::sleep(Duration::from_millis(300 + pause)).await;
        let which = usize::try_from(crate::harness::unique() % 4).unwrap();
        bots[which].kill();
        bots[which] = start(&installation, &db);
        kills += 1;
    }

    let waiting = || db.ask("SELECT count(*) FROM delivery WHERE ended_at IS NULL");
    let sent = async {
        while waiting().await != "0" {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    let all = tokio::time::timeout(ALL_SENT, sent).await;
    assert!(all.is_ok(), "{} wait\n{}", waiting().await, installation.said());
    let planned: usize = db.ask("SELECT count(*) FROM delivery").await.parse().unwrap();
    let mut told = BTreeMap::<String, usize>::new();
    for channel in &channels {
        for message in cord.messages(*channel) {
            let footer = message.embeds.iter().filter_map(|embed| embed.footer.as_ref()).next_back();
            *told.entry(footer.map(|footer| footer.text.clone()).unwrap_or_default()).or_default() += 1;
        }
    }
    drop(bots);
    let doubled: Vec<_> = told.iter().filter(|(_, times)| **times > 1).collect();
    assert!(doubled.is_empty(), "{doubled:?}");
    assert_eq!(told.len(), planned, "every run that was planned stands in its channel");
    assert!(planned >= CHANNELS && kills > 10, "{planned} runs, {kills} kills");
    cord.stop().await;
}
