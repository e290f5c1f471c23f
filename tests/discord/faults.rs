//! Messages of our own while Discord fails: each stands in its channel once, and nothing is hammered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use localcord::{ChannelId, Config, Fault, Guild, Limit, Limits, Localcord, Often, On, Page, Permissions, Scope};
use tokio_util::sync::CancellationToken;
use undersigned::answers::edges;
use undersigned::answers::post::{Address, MessageId, Post, PostError, Topic};
use undersigned::clock::FakeClock;
use undersigned::discord::Connection;
use undersigned::domain::ids;

use crate::harness::{Kind, TestDb, run};
use crate::world::{SOON, World, settings};

/// Discord's window for invalid requests, and how many of them we allow ourselves.
const TEN_MINUTES: Duration = Duration::from_mins(10);
const ALLOWED: usize = 100;

/// The way out for our own messages, and a channel for them.
struct Way {
    cord: Localcord,
    guild: Guild,
    channel: ChannelId,
    post: Arc<dyn Post>,
}

impl Way {
    async fn open(limits: Limits) -> Self {
        let cord = Localcord::start(Config { limits, ..Config::default() }).await.unwrap();
        let guild = cord.create_guild("Workers");
        let channel = guild.create_channel("petitions");
        let token = cord.token().parse().unwrap();
        let post = Connection::build(&settings(&cord), token, CancellationToken::new()).unwrap().post();
        Self { cord, guild, channel, post }
    }

    fn fail(&self, on: On, often: Often, fault: Fault) {
        self.cord.faults().add(on, often, fault);
    }

    async fn say(&self, nonce: &str) -> Result<MessageId, PostError> {
        say(self.post.as_ref(), &self.guild, self.channel, nonce).await
    }

    fn standing(&self) -> usize {
        self.cord.messages(self.channel).len()
    }

    /// Counts what was asked so far.
    fn asked(&self) -> usize {
        self.cord.requests().len()
    }
}

async fn say(post: &dyn Post, guild: &Guild, channel: ChannelId, nonce: &str) -> Result<MessageId, PostError> {
    let (guild, channel) = (ids::GuildId::new(guild.id().get()), ids::ChannelId::new(channel.get()));
    post.send(Address { guild, channel, about: Topic::Overdue }, &edges::run_again(), nonce).await
}

/// What ends uncertain, or is worth another try at once.
const ON_THE_WAY: [Fault; 9] = [
    Fault::Status(500, Page::Json),
    Fault::Status(502, Page::Html),
    Fault::Status(503, Page::Empty),
    // Something on the way that keeps us out is not Discord, which would say it in JSON.
    Fault::Status(403, Page::Html),
    Fault::Status(404, Page::Html),
    Fault::Status(200, Page::Html),
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::HalfAnswer,
];

#[tokio::test]
async fn a_message_that_met_a_fault_on_the_way_stands_once() {
    for fault in ON_THE_WAY {
        let way = Way::open(Limits::none()).await;
        way.fail(On::sending(), Often::Next(1), fault);
        assert!(way.say("n").await.is_ok(), "{fault:?}");
        assert_eq!((way.standing(), way.asked()), (1, 2), "{fault:?}");
    }
}

#[tokio::test]
async fn a_fault_that_stays_ends_uncertain_after_a_few_tries_and_what_was_done_stands_once() {
    for fault in ON_THE_WAY {
        let way = Way::open(Limits::none()).await;
        way.fail(On::sending(), Often::Always, fault);
        assert_eq!(way.say("n").await, Err(PostError::Unreachable), "{fault:?}");
        assert!(way.asked() <= 3, "{fault:?}");
        let done = usize::from(matches!(fault, Fault::CutAfter | Fault::HalfAnswer));
        assert_eq!(way.standing(), done, "{fault:?}");
        way.cord.faults().lift_all();
        if fault != Fault::Status(403, Page::Html) {
            assert!(way.say("n").await.is_ok(), "{fault:?}");
            assert_eq!(way.standing(), 1, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_lost_answer_before_a_limit_is_still_uncertain() {
    let way = Way::open(Limits::none()).await;
    way.fail(On::sending(), Often::Next(1), Fault::CutAfter);
    way.fail(On::sending(), Often::Always, Fault::TooMany(Scope::User, Duration::from_hours(1)));
    assert_eq!(way.say("n").await, Err(PostError::Unreachable));
    assert_eq!(way.standing(), 1);
}

#[tokio::test]
async fn a_short_limit_is_waited_out_and_then_the_message_is_sent() {
    for scope in [Scope::User, Scope::Shared, Scope::Global] {
        let way = Way::open(Limits::none()).await;
        let wait = Duration::from_millis(1_500);
        way.fail(On::sending(), Often::Next(1), Fault::TooMany(scope, wait));
        let begun = Instant::now();
        assert!(way.say("n").await.is_ok(), "{scope:?}");
        assert!(begun.elapsed() >= wait, "{scope:?}: {:?}", begun.elapsed());
        assert_eq!((way.standing(), way.asked()), (1, 2), "{scope:?}");
    }
}

#[tokio::test]
async fn a_long_limit_is_told_and_not_asked_again_before_its_time() {
    for scope in [Scope::User, Scope::Shared, Scope::Global] {
        let way = Way::open(Limits::none()).await;
        let hour = Duration::from_hours(1);
        way.fail(On::sending(), Often::Next(1), Fault::TooMany(scope, hour));
        assert_eq!(way.say("a").await, Err(PostError::Held(hour)), "{scope:?}");
        let Err(PostError::Held(left)) = way.say("b").await else { panic!("{scope:?}: it is still held") };
        assert!(left <= hour && left > hour / 2, "{left:?}");
        assert_eq!(way.asked(), 1, "{scope:?}");
        let other = way.guild.create_channel("other");
        let elsewhere = say(way.post.as_ref(), &way.guild, other, "c").await;
        assert_eq!(elsewhere.is_ok(), scope != Scope::Global, "{scope:?}: {elsewhere:?}");
    }
}

#[tokio::test]
async fn the_limits_that_discord_tells_are_kept_before_they_are_met() {
    let create_message = Limit::new(3, Duration::from_secs(1));
    let way = Way::open(Limits { create_message, ..Limits::none() }).await;
    for number in 0..7 {
        assert!(way.say(&number.to_string()).await.is_ok());
    }
    assert_eq!((way.standing(), way.asked(), way.cord.invalid_requests()), (7, 7, 0));
}

/// Everything that is answered, in so many channels, over and over for some seconds.
async fn hammer(fault: Fault, channels: usize) -> usize {
    let way = Way::open(Limits::none()).await;
    way.fail(On::all(), Often::Always, fault);
    let until = Instant::now() + Duration::from_secs(3);
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..channels {
        // A guild each, so that none waits for another's turn.
        let guild = way.cord.create_guild(&number.to_string());
        let channel = guild.create_channel("petitions");
        let post = Arc::clone(&way.post);
        tasks.spawn(async move {
            for round in 0.. {
                let _ = say(post.as_ref(), &guild, channel, &format!("{number}-{round}")).await;
                if Instant::now() > until {
                    break;
                }
                // No worker asks as often.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
    }
    while tasks.join_next().await.is_some() {}
    way.cord.invalid_requests_within(TEN_MINUTES)
}

#[tokio::test]
async fn whatever_is_refused_stays_under_a_hundred_invalid_requests_in_ten_minutes() {
    // Sixty at once and then one every twenty seconds: a few seconds of hammering show the first, and the account's own
    // test the second, of which thirty come in ten minutes.
    let later = 30;
    let shared = Fault::TooMany(Scope::Shared, Duration::from_secs(1));
    let mut tasks = tokio::task::JoinSet::new();
    for fault in [
        shared,
        Fault::Status(403, Page::Code(50_013)),
        Fault::Status(403, Page::Json),
        Fault::Status(403, Page::Html),
        Fault::Status(401, Page::Json),
        Fault::Status(429, Page::Html),
        Fault::TooMany(Scope::User, Duration::from_secs(1)),
        Fault::TooMany(Scope::Global, Duration::from_secs(1)),
    ] {
        tasks.spawn(async move { (fault, hammer(fault, 80).await) });
    }
    while let Some(done) = tasks.join_next().await {
        let (fault, invalid) = done.unwrap();
        assert_eq!(invalid == 0, fault == shared, "{fault:?}: {invalid}");
        assert!(invalid + later < ALLOWED, "{fault:?}: {invalid}");
    }
}

#[tokio::test]
async fn a_guild_that_is_away_is_not_reached_and_one_that_is_back_is() {
    let way = Way::open(Limits::none()).await;
    way.cord.make_unavailable(&way.guild);
    assert_eq!(way.say("n").await, Err(PostError::Unreachable));
    way.cord.make_available(&way.guild);
    assert!(way.say("n").await.is_ok());
    assert_eq!((way.standing(), way.cord.invalid_requests()), (1, 0));
}

/// Counts the messages in the review channel that ask for a decision.
fn asking(world: &World) -> usize {
    let here = world.cord.messages(world.review);
    here.iter().filter(|message| message.component("Approve").is_some()).count()
}

/// A world with a message in its review channel of which the bot never heard that it arrived, long enough ago for its
/// nonce to be forgotten.
async fn with_a_message_nobody_heard_of(db: &Arc<TestDb>) -> (World, Arc<FakeClock>) {
    // Since the start, so that what is typed as a date is not in the future.
    let clock = Arc::new(FakeClock::new("2026-08-01T12:00:00Z".parse::<Timestamp>().unwrap()));
    let world = World::new_at(db, Arc::clone(&clock) as _).await.with_petition_logged().await;
    let lost = world.cord.faults().add(On::sending(), Often::Always, Fault::CutAfter);
    let cleo = world.guild.join("cleo", &[]);
    world.file(&cleo, "over 100").await;
    world.waits_for_review().await;
    // Every try of the first round, so that none is under way when the fault is lifted.
    let tries = |request: &localcord::Request| request.fault.is_some();
    let begun = Instant::now();
    while world.cord.requests().iter().filter(|request| tries(request)).count() < 3 {
        assert!(begun.elapsed() < SOON);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(asking(&world), 1, "the nonce holds");
    world.cord.faults().lift(lost);
    world.cord.forget_nonces();
    clock.advance(SignedDuration::from_mins(3));
    (world, clock)
}

#[test]
fn a_message_nobody_heard_of_is_not_sent_again_where_the_bot_may_not_read_back() {
    run(Kind::Sqlite, |db| async move {
        let (world, clock) = with_a_message_nobody_heard_of(&db).await;
        let all_but_one = Permissions::all() - Permissions::READ_MESSAGE_HISTORY - Permissions::ADMINISTRATOR;
        world.guild.limit_bot(world.review, all_but_one);
        let world = world.restart_at(clock).await;
        let roles = |request: &localcord::Request| request.method == "GET" && request.path.contains("/members/");
        world.cord.wait_for_request(roles, SOON).await.unwrap();
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(asking(&world), 1, "an empty channel is not believed");
        world.end().await;
    });
}

#[test]
fn a_message_nobody_heard_of_is_found_by_its_marker_when_its_nonce_is_forgotten() {
    run(Kind::Sqlite, |db| async move {
        let (world, clock) = with_a_message_nobody_heard_of(&db).await;
        // More than Discord shows at once.
        let talker = world.guild.join("tara", &[]).in_channel(world.review);
        for _ in 0..150 {
            talker.post("much is said here").unwrap();
        }
        let world = world.restart_at(clock).await;
        let edited = |request: &localcord::Request| request.method == "PATCH" && request.path.contains("/messages/");
        world.cord.wait_for_request(edited, SOON).await.unwrap();
        assert_eq!(asking(&world), 1, "found, and not sent again");
        world.end().await;
    });
}
