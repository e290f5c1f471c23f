//! How fast `/count show` is answered, beside `/undersigned about`, which reads the guild's settings as every answer does,
//! and beside a button of an earlier version, whose answer asks the database nothing.
//!
//! One player, one run, the real bot over the stand-in's sockets, on a guild with 1,000 petitions and 20,000 count
//! reports, and one more with as many reports as a live counter leaves in a year: `cargo bench --bench answers`. The ratio
//! carries from machine to machine; the milliseconds do not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that fails stops, and owns what it starts"
)]

mod common;

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use localcord::{Config, Limits, Localcord};
use tokio_util::sync::CancellationToken;
use undersigned::domain::date::PartialDate;
use undersigned::domain::ids::GuildId;

use self::common::{answered, discord, entry, june, open, report, run_bot, source};

const PETITIONS: u64 = 1_000;
const REPORTS: u64 = 20;
const ROUNDS: usize = 300;
/// Reports of the last petition: as many as a live counter leaves in a year, one an hour.
const YEAR: u64 = 24 * 365;
const ROUNDS_OF_IT: usize = 50;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let service = open(&folder.path().join("bench.db")).await;
    let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
    let guild = cord.create_guild("Bench");
    let channel = guild.create_channel("petitions");
    let at = |n: u64| source(&format!("https://example.org/{n}"));
    let mut entries: Vec<_> =
        (0..PETITIONS).map(|n| entry(n, at(n), (0..REPORTS).map(|n| report(n, june(n), None)).collect())).collect();
    let hourly = |n: u64| {
        let at = jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(i64::try_from(n).unwrap());
        report(n, PartialDate::Instant(at), None)
    };
    entries.push(entry(PETITIONS, at(PETITIONS), (0..YEAR).map(hourly).collect()));
    service.publish_batch(GuildId::new(guild.id().get()), &entries).await.unwrap();

    let stop = CancellationToken::new();
    let bot =
        tokio::spawn(run_bot(discord(&cord), cord.token().parse().unwrap(), Arc::clone(&service), None, stop.clone()));
    cord.gateway().wait_ready().await.unwrap();
    cord.wait_for_command("count", Duration::from_secs(30)).await.unwrap();
    let at = guild.join("max", &[]).in_channel(channel);

    // In turns, so that whatever else the machine does falls on both alike.
    let page = at.slash("/undersigned about").await.unwrap().message.unwrap();
    let (mut about, mut count, mut nothing) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        nothing.push(at.forge_component(&page, "v0:old:1").await.unwrap().elapsed);
        about.push(answered(&at, "/undersigned about").await);
        let which = (round as u64 * 37) % PETITIONS;
        count.push(answered(&at, &format!("/count show petition:letter-{which}")).await);
    }
    let mut year = Vec::new();
    for _ in 0..ROUNDS_OF_IT {
        year.push(answered(&at, &format!("/count show petition:letter-{PETITIONS}")).await);
    }
    let (about, count, nothing) = (median(about), median(count), median(nothing));
    let ratio = count.as_secs_f64() / about.as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "{PETITIONS} petitions, {} count reports, {ROUNDS} rounds, one player", PETITIONS * REPORTS).unwrap();
    writeln!(out, "/undersigned about p50 {about:?}   /count show p50 {count:?}   ratio {ratio:.2}").unwrap();
    writeln!(out, "without the database p50 {nothing:?}   of {YEAR} reports, an hour apart, p50 {:?}", median(year))
        .unwrap();

    stop.cancel();
    bot.await.unwrap();
    cord.stop().await;
    service.store().close().await;
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
