//! How fast `/count show` is answered, beside `/undersigned about`, which reads the guild's settings as every answer does,
//! and beside a button of an earlier version, whose answer asks the database nothing.
//!
//! One player, one run, the real bot over the stand-in's sockets, on a guild with 1,000 petitions and 20,000 count
//! reports: `cargo bench --bench answers`. The ratio carries from machine to machine; the milliseconds do not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that fails stops, and owns what it starts"
)]

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use localcord::{Config, Limits, Localcord, Place};
use tokio_util::sync::CancellationToken;
use undersigned::cli::bot;
use undersigned::clock::{SystemClock, SystemEntropy};
use undersigned::config::{CaFile, Discord, Settings, Sources, Token};
use undersigned::domain::date::PartialDate;
use undersigned::domain::ids::GuildId;
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::petition::{Collection, PetitionDoc, PetitionKind, Visibility};
use undersigned::domain::proposal::PetitionProposal;
use undersigned::domain::record::{Body, CountReport, Rank, RecordState};
use undersigned::domain::source::{SourceDoc, SourceUrl};
use undersigned::domain::{Measure, Population, Qualifier, Reading, Unit};
use undersigned::service::operator::{Entry, ImportedRecord};
use undersigned::service::{Limits as Filing, Service};
use undersigned::store::{DatabaseUrl, Store};

const PETITIONS: u64 = 1_000;
const REPORTS: u64 = 20;
const ROUNDS: usize = 300;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let database = DatabaseUrl::Sqlite(folder.path().join("bench.db"));
    let store = Store::open(&database, None, Arc::new(SystemEntropy)).await.unwrap();
    let service = Arc::new(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), Filing::default()));
    let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
    let guild = cord.create_guild("Bench");
    let channel = guild.create_channel("petitions");
    let entries: Vec<Entry> = (0..PETITIONS).map(petition).collect();
    service.publish_batch(GuildId::new(guild.id().get()), &entries).await.unwrap();

    let stop = CancellationToken::new();
    let discord = Discord {
        connect_to: Some(cord.rest_addr()),
        ca: Some(CaFile { path: "root.pem".into(), pem: cord.ca_pem().to_owned() }),
        ..Settings::read(&Sources::from_pairs([])).unwrap().discord
    };
    let bot = tokio::spawn(run_bot(discord, cord.token().parse().unwrap(), Arc::clone(&service), stop.clone()));
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
    let (about, count, nothing) = (median(about), median(count), median(nothing));
    let ratio = count.as_secs_f64() / about.as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "{PETITIONS} petitions, {} count reports, {ROUNDS} rounds, one player", PETITIONS * REPORTS).unwrap();
    writeln!(out, "/undersigned about p50 {about:?}   /count show p50 {count:?}   ratio {ratio:.2}").unwrap();
    writeln!(out, "without the database p50 {nothing:?}").unwrap();

    stop.cancel();
    bot.await.unwrap();
    cord.stop().await;
    service.store().close().await;
}

async fn run_bot(discord: Discord, token: Token, service: Arc<Service>, stop: CancellationToken) {
    bot::work(&discord, token, service, Arc::default(), None, stop, |_| {}).await.unwrap();
}

async fn answered(at: &Place, command: &str) -> Duration {
    let outcome = at.slash(command).await.unwrap();
    assert!(!outcome.did_not_respond() && outcome.message.is_some(), "{command}");
    outcome.elapsed
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn petition(n: u64) -> Entry {
    let source =
        SourceDoc::bare(SourceUrl::parse(&format!("https://example.org/{n}")).unwrap(), PartialDate::Year(2026));
    Entry {
        archive: "bench".to_owned(),
        row: n.to_string(),
        organisations: Vec::new(),
        petition: PetitionProposal {
            slug: format!("letter-{n}").parse().unwrap(),
            doc: PetitionDoc {
                title: format!("Letter {n}"),
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
            addressees: vec![OrganisationRef::New(format!("Company {}", n % 50))],
            demands: Vec::new(),
            collection: Collection::Unknown,
            source,
        },
        records: (0..REPORTS).map(report).collect(),
        relations: Vec::new(),
        captures: Vec::new(),
        judgements: Vec::new(),
    }
}

fn report(n: u64) -> ImportedRecord {
    let signed = 100 + n;
    let reading =
        Reading::new(Qualifier::Exact, Some(signed), Some(signed), Some(signed), Unit::People, "conservative-1");
    let day = i8::try_from(n + 1).unwrap();
    let report = CountReport {
        measure: Measure::Signatures,
        population: Population::Employees,
        wording: format!("{signed} employees"),
        language: None,
        reading: Some(reading.unwrap()),
        as_of: PartialDate::Day(jiff::civil::date(2018, 6, day)),
        originator: "A paper".to_owned(),
        locator: None,
        note: None,
    };
    ImportedRecord {
        organisation: None,
        source: None,
        body: Body::Count(report),
        rank: Rank::Normal,
        flag: None,
        state: RecordState::Accepted,
        superseded_by: None,
    }
}
