//! The whole bot with work to do while Discord refuses everything: its workers together stay under the invalid requests
//! that it allows itself.
//!
//! Some seconds here; `UNDERSIGNED_FAULT_SECONDS=600` runs the ten minutes that Discord counts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use localcord::{Fault, Often, On, Page, Scope};
use undersigned::clock::FakeClock;

use crate::harness::{Kind, run};
use crate::world::{SLUG, SOON, World};

/// Discord's window for invalid requests, and how many of them we allow ourselves.
const TEN_MINUTES: Duration = Duration::from_mins(10);
const ALLOWED: usize = 100;
/// What is said to the bot meanwhile, and how far its clock goes with each step.
const STEP: Duration = Duration::from_millis(500);

#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
fn lasting() -> Duration {
    let seconds = std::env::var("UNDERSIGNED_FAULT_SECONDS").ok();
    Duration::from_secs(seconds.map_or(8, |seconds| seconds.parse().unwrap()))
}

/// Lets a bot with messages to send, edit and look for run under a fault, and counts what Discord would hold against it.
async fn suffered(world: &World, clock: &FakeClock, fault: Fault) -> usize {
    let at = world.at(&world.admin);
    for typed in ["/digest create".to_owned(), format!("/petition pin petition:{SLUG}")] {
        let answer = at.slash(&typed).await.unwrap();
        assert!(answer.text().contains('#') || answer.text().contains("pinned"), "{}", answer.text());
    }
    let cleo = world.guild.join("cleo", &[]);
    world.file(&cleo, "over 100").await;
    world.waits_for_review().await;
    world.file(&cleo, "more than 300").await;
    world.cord.faults().add(On::all(), Often::Always, fault);
    // A day later the digest, the reminder and the checkpoint are due, the card has something to say, and one more
    // submission waits to be announced.
    clock.advance(SignedDuration::from_hours(25));
    let until = Instant::now() + lasting();
    while Instant::now() < until {
        tokio::time::sleep(STEP).await;
        clock.advance(SignedDuration::try_from(STEP).unwrap());
    }
    world.cord.invalid_requests_within(TEN_MINUTES)
}

fn whole_bot(fault: Fault) -> (usize, usize) {
    let counted = std::sync::Mutex::new((0, 0));
    run(Kind::Sqlite, |db| {
        let counted = &counted;
        async move {
            let clock = Arc::new(FakeClock::new("2026-08-01T12:00:00Z".parse::<Timestamp>().unwrap()));
            let world = World::new_at(&db, Arc::clone(&clock) as _).await.with_petition_logged().await;
            let before = world.cord.requests().len();
            let invalid = suffered(&world, &clock, fault).await;
            let tried = world.cord.requests()[before..].iter().filter(|request| request.fault.is_some()).count();
            *counted.lock().unwrap() = (invalid, tried);
            // A token that is refused ends the bot by itself.
            let ended = tokio::time::timeout(SOON, world.bot.stop()).await.unwrap();
            assert!(ended.is_ok() || fault == Fault::Status(401, Page::Json), "{fault:?}: {ended:?}");
            world.cord.stop().await;
        }
    });
    counted.into_inner().unwrap()
}

#[test]
fn a_bot_with_everything_to_do_stays_under_a_hundred_invalid_requests_whatever_discord_answers() {
    let faults = [
        Fault::Status(401, Page::Json),
        Fault::Status(403, Page::Json),
        Fault::Status(403, Page::Code(50_001)),
        Fault::Status(403, Page::Code(50_013)),
        Fault::Status(403, Page::Html),
        Fault::Status(404, Page::Html),
        Fault::Status(429, Page::Html),
        Fault::Status(500, Page::Json),
        Fault::Status(502, Page::Html),
        Fault::Status(503, Page::Empty),
        Fault::TooMany(Scope::User, Duration::from_secs(1)),
        Fault::TooMany(Scope::Shared, Duration::from_secs(1)),
        Fault::TooMany(Scope::Global, Duration::from_secs(1)),
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::HalfAnswer,
    ];
    // In fours, each a bot with a stand-in of its own; all of them together where it takes long.
    let at_once = if lasting() > Duration::from_mins(1) { faults.len() } else { 4 };
    for some in faults.chunks(at_once) {
        std::thread::scope(|threads| {
            for fault in some {
                threads.spawn(move || {
                    let (invalid, tried) = whole_bot(*fault);
                    assert!(tried > 0, "{fault:?} was never met");
                    assert!(invalid < ALLOWED, "{fault:?}: {invalid} invalid requests");
                });
            }
        });
    }
}
