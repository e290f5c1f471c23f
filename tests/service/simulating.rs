//! Runs of digests with something failing at every step: none lost, none doubled.
//!
//! `UNDERSIGNED_SIMULATED_RUNS=10000 cargo xtask test --test service -- simulat` plays as many as it says; each run is
//! another place to fail, drawn from its number, so that one that fails can be played again.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;
use undersigned::answers::post::{Address, MessageId, Post, PostError, Sending};
use undersigned::answers::reply::Reply;
use undersigned::clock::{Clock as _, FakeClock};
use undersigned::domain::digest::typed::Every;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::ChannelId;
use undersigned::service::Service;
use undersigned::service::digests::{ChannelChoice, DigestChange, Writes};
use undersigned::service::log::Typed;
use undersigned::workers::digest::round;
use undersigned::workers::resting::Resting;

use crate::harness::on_both_databases;
use crate::support::*;

/// How many runs are played where nobody says.
const RUNS: u64 = 60;
/// How many runs tell of one petition, whose whole record each reads.
const PER_PETITION: u64 = 30;
/// For how long the channel knows a nonce again.
const NONCE_HOLDS: SignedDuration = SignedDuration::from_mins(3);
/// Longer than a lease, so that the next process may take over.
const TAKEN_OVER: SignedDuration = SignedDuration::from_secs(100);

/// Numbers that look like chance and follow from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A process: killed, what it was doing is dropped in its middle, and another is started that knows nothing of it. The
/// connections stay: whole processes are killed in `tests/process/four.rs`.
struct Process {
    town: Town,
}

impl Process {
    async fn works_until(&mut self, channel: &Channel, wakes: u64) -> bool {
        self.town.clock.set(channel.clock.now());
        let ended = until_killed(works(&self.town.service, channel), wakes).await;
        if !ended {
            self.town = self.town.again();
        }
        ended
    }
}

/// A channel in which requests fail before or after they are done.
struct Channel {
    clock: Arc<FakeClock>,
    chance: Mutex<Chance>,
    calm: Mutex<bool>,
    sent: Mutex<Vec<(Address, String, Timestamp, u64)>>,
}

impl Channel {
    /// Says what becomes of the next request: whether it is done, and whether its end is heard of.
    fn fate(&self) -> (bool, bool) {
        if *self.calm.lock().unwrap() {
            return (true, true);
        }
        match self.chance.lock().unwrap().below(6) {
            0 => (false, false),
            1 | 2 => (true, false),
            _ => (true, true),
        }
    }

    /// Counts the messages by what they are about.
    fn told(&self) -> BTreeMap<String, usize> {
        let mut told = BTreeMap::new();
        for (to, ..) in self.sent.lock().unwrap().iter() {
            *told.entry(to.about.to_string()).or_default() += 1;
        }
        told
    }

    fn do_send(&self, to: Address, nonce: &str) -> Result<MessageId, PostError> {
        let (done, heard) = self.fate();
        let mut sent = self.sent.lock().unwrap();
        let now = self.clock.now();
        let known = sent.iter().find(|(_, known, at, _)| known == nonce && now.duration_since(*at) < NONCE_HOLDS);
        let id = known.map_or(sent.len() as u64 + 1, |(.., id)| *id);
        if done && known.is_none() {
            sent.push((to, nonce.to_owned(), now, id));
        }
        if heard { Ok(MessageId(id)) } else { Err(PostError::Unreachable) }
    }
}

impl Post for Channel {
    fn send<'a>(&'a self, to: Address, _: &'a Reply, nonce: &'a str) -> Sending<'a, MessageId> {
        Box::pin(async move {
            // A moment in which the sender may be killed, before it is done and after.
            tokio::task::yield_now().await;
            let sent = self.do_send(to, nonce);
            tokio::task::yield_now().await;
            sent
        })
    }

    fn edit<'a>(&'a self, _: Address, _: MessageId, _: &'a Reply) -> Sending<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn find(&self, to: Address) -> Sending<'_, Option<MessageId>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            if let (_, false) = self.fate() {
                return Err(PostError::Unreachable);
            }
            let sent = self.sent.lock().unwrap();
            Ok(sent.iter().find(|(at, ..)| at.about == to.about).map(|(.., id)| MessageId(*id)))
        })
    }
}

/// Runs something until it has been woken so often, and then drops it as a kill would; gives whether it ended.
async fn until_killed(work: impl Future<Output = ()>, mut wakes: u64) -> bool {
    let mut work = pin!(work);
    std::future::poll_fn(|context| {
        if wakes == 0 {
            return std::task::Poll::Ready(false);
        }
        wakes -= 1;
        work.as_mut().poll(context).map(|()| true)
    })
    .await
}

async fn works(service: &Service, channel: &Channel) {
    // A fault of the store's is the end of a round as well.
    let _ = round(service, channel, &mut Resting::default(), &CancellationToken::new()).await;
}

fn runs() -> u64 {
    std::env::var("UNDERSIGNED_SIMULATED_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(RUNS)
}

on_both_databases! {
    async fn simulated_runs_lose_nothing_and_double_nothing_whatever_fails(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let news = ChannelId::new(1_015_034_326_372_454_611);
        let chosen = ChannelChoice { channel: news, writes: Writes::Yes, missing: Vec::new() };
        // Its own time comes in a year: all that it sends here it sends by hand.
        let (every, weeks) = (Some(Every::Week), Some(52));
        let change = DigestChange { channel: Some(chosen), every, weeks, ..DigestChange::default() };
        let digest = town.service.create_digest(&moderator(), &change, None).await.unwrap().digest.number;
        let mut one = Process { town: Town::new(&db).await };
        let mut two = Process { town: Town::new(&db).await };
        let mut letter = String::new();
        let channel = Channel {
            clock: Arc::clone(&town.clock),
            chance: Mutex::new(Chance(1)),
            calm: Mutex::new(false),
            sent: Mutex::default(),
        };
        let (runs, mut killed) = (runs(), 0);
        for run in 1..=runs {
            let mut dice = Chance(run);
            if run % PER_PETITION == 1 {
                let (title, page) = (format!("Letter {run}"), format!("https://example.org/{run}"));
                letter = town.publish(Typed::Petition(letter_of(&title, &page)), LETTER_WORDS).await.to_string();
            } else {
                town.publish(Typed::Count(count(&letter, &format!("{} employees", 100 + run))), &[]).await;
            }
            town.service.send_digest(&moderator(), &digest.to_string()).await.unwrap();
            *channel.chance.lock().unwrap() = Chance(run);
            *channel.calm.lock().unwrap() = false;
            for _ in 0..3 {
                // The two are at work at once, and each may be killed at any moment.
                let wakes = (dice.below(60) + 1, dice.below(60) + 1);
                let ended = tokio::join!(one.works_until(&channel, wakes.0), two.works_until(&channel, wakes.1));
                killed += u64::from(!ended.0) + u64::from(!ended.1);
                let step = if dice.below(2) == 0 { TAKEN_OVER } else { SignedDuration::from_mins(5) };
                town.clock.advance(step);
            }
            *channel.calm.lock().unwrap() = true;
            for _ in 0..4 {
                works(&town.service, &channel).await;
                town.clock.advance(SignedDuration::from_mins(4));
            }
            let about = format!("digest {digest}, run {run}, part 1");
            assert_eq!(channel.told().get(&about), Some(&1), "run {run}: {:?}", channel.told());
            assert_eq!(channel.told().len() as u64, run, "no other message stands in the channel");
        }
        assert!(killed > runs / 2, "{killed} of {} were killed", runs * 6);
        let told: i64 = db.ask("SELECT count(*) FROM told").await.parse().unwrap();
        assert!(told >= i64::try_from(runs).unwrap(), "{told} of {runs} were told");
        town.verify().await;
    }
}
