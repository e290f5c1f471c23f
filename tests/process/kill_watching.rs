//! A process killed while it fetches pages and takes notice of them: started again, it ends with the readings and changes that
//! one has which was never killed.
//!
//! The guard of the program refuses this machine, where the test's pages are, and no setting changes that. So what is killed is
//! this test's own program, started as a child: it runs the worker, the service, the store and the reader of pages as `run`
//! does, with a guard that may connect to the site of the test, and without Discord.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;
use undersigned::clock::{Clock, SystemClock, SystemEntropy};
use undersigned::domain::date::PartialDate;
use undersigned::domain::ids::GuildId;
use undersigned::domain::record::{Body, CountReport, Rank, RecordState};
use undersigned::domain::source::{SourceDoc, SourceUrl};
use undersigned::domain::{Measure, Population, Qualifier, Reading, Unit};
use undersigned::service::operator::{Entry, ImportedRecord};
use undersigned::service::{Limits, Service};
use undersigned::store::Store;
use undersigned::workers::watch;

use crate::harness::site::{Answer, Site};
use crate::harness::{TestDb, on_both_databases};

/// How many pages are watched, each of a host of its own.
const PAGES: i64 = 60;
/// How often a process is killed after each change of the pages.
const KILLS: u64 = 6;
const GUILD: GuildId = GuildId::new(1_015_034_326_372_454_401);
/// Longer than a lease, so that the next process may take over.
const TAKEN_OVER: SignedDuration = SignedDuration::from_mins(10);
/// Longer than any page rests.
const ALL_DUE: SignedDuration = SignedDuration::from_hours(4 * 24);
const FIGURE: &str = "338 employees";

/// Where the child finds its database, the site, how far its clock is ahead, and whether it ends when nothing is due.
const DATABASE: &str = "UNDERSIGNED_TEST_DATABASE";
const SITE: &str = "UNDERSIGNED_TEST_SITE";
const AHEAD: &str = "UNDERSIGNED_TEST_AHEAD";
const ENDS: &str = "UNDERSIGNED_TEST_ENDS";

/// The machine's clock, moved on.
struct Ahead(SignedDuration);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        SystemClock.now().checked_add(self.0).unwrap()
    }
}

/// Runs as the child of the tests below alone; by itself it has nothing to show.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_watches() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let read = |name| std::env::var(name).unwrap();
    let clock = Arc::new(Ahead(SignedDuration::from_secs(read(AHEAD).parse().unwrap())));
    let store = Store::open(&database.parse().unwrap(), Some(TestDb::key()), Arc::new(SystemEntropy)).await.unwrap();
    let fetch = Arc::new(Site::reader_of(clock.clone(), read(SITE).parse().unwrap()));
    let service = Arc::new(Service::new(store, clock, Arc::new(SystemEntropy), Limits::default()));
    let stop = CancellationToken::new();
    if read(ENDS) == "yes" {
        watch::round(&service, fetch.as_ref(), &stop).await.unwrap();
        service.store().close().await;
    } else {
        use std::io::Write as _;
        let mut out = std::io::stdout();
        writeln!(out, "\nwatching").unwrap();
        watch::run(service, fetch, stop).await;
    }
}

fn start(db: &TestDb, site: &Site, ahead: SignedDuration, ends: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill_watching::child_that_watches", "--nocapture"])
        .env(DATABASE, db.raw_url())
        .env(SITE, site.socket.to_string())
        .env(AHEAD, ahead.as_secs().to_string())
        .env(ENDS, ends)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Starts a process and kills it so long after it began to watch.
fn start_and_kill(db: &TestDb, site: &Site, ahead: SignedDuration, after: Duration) {
    let mut child = start(db, site, ahead, "no");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "watching"), "it began");
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

fn page(figure: &str) -> Answer {
    Answer::page(format!(
        "<html><head><title>The letter</title></head><body><article><h1>The letter</h1>
         <p>People of every office and every team have read the letter since it was put up on Monday of last week.</p>
         {figure}
         <p>The company was asked for comment twice, and has said that it will answer when it has read all of it.</p>
         <p>Whoever wants to sign can do so until the end of the month, by a form that asks for a work address.</p>
         </article></body></html>"
    ))
}

fn record(site: &Site, host: i64) -> ImportedRecord {
    let reading = Reading::new(Qualifier::Exact, Some(338), Some(338), Some(338), Unit::People, "conservative-1");
    let report = CountReport {
        measure: Measure::Signatures,
        population: Population::Employees,
        wording: FIGURE.to_owned(),
        language: None,
        reading: Some(reading.unwrap()),
        as_of: PartialDate::Year(2018),
        originator: "A paper".to_owned(),
        locator: None,
        note: None,
    };
    ImportedRecord {
        organisation: None,
        source: Some(source(site, host)),
        body: Body::Count(report),
        rank: Rank::Normal,
        flag: None,
        state: RecordState::Accepted,
        superseded_by: None,
    }
}

fn source(site: &Site, host: i64) -> SourceDoc {
    let url = site.url(&format!("host{host}.example.org"), "/letter");
    SourceDoc::bare(SourceUrl::parse(&url).unwrap(), PartialDate::Year(2018))
}

/// Numbers that look like chance and follow from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// What is held by somebody who is gone, and what was read and not noticed.
async fn in_the_middle(db: &TestDb) -> (i64, i64) {
    let held = "SELECT count(*) FROM page WHERE lease_until IS NOT NULL";
    let behind = "SELECT count(*) FROM source_page s JOIN page p ON p.id = s.page WHERE p.revision > s.noticed";
    (db.ask(held).await.parse().unwrap(), db.ask(behind).await.parse().unwrap())
}

on_both_databases! {
    async fn a_kill_while_pages_are_fetched_and_noticed_loses_no_reading_and_doubles_no_change(db) {
        let site = Site::open().await;
        let store = db.open().await;
        let service = Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), Limits::default());
        let mut entries: Vec<Entry> = crate::running::one_petition();
        entries[0].petition.source = source(&site, 0);
        entries[0].records = (0..PAGES).map(|host| record(&site, host)).collect();
        service.publish_batch(GUILD, &entries).await.unwrap();

        let said = format!("<p>By now {FIGURE} have signed it, says the page on which their names are kept.</p>");
        let (mut ahead, mut dice) = (SignedDuration::ZERO, Chance(7));
        let (mut held, mut behind) = (0, 0);
        let told = [vec![], vec!["removal"], vec!["removal", "restoration"]];
        for (figure, classes) in [said.as_str(), "", said.as_str()].into_iter().zip(told) {
            site.put("/letter", page(figure));
            for _ in 0..KILLS {
                let after = Duration::from_millis(dice.below(350));
                tokio::task::block_in_place(|| start_and_kill(&db, &site, ahead, after));
                let left = in_the_middle(&db).await;
                held += i64::from(left.0 > 0);
                behind += i64::from(left.1 > 0);
                ahead += TAKEN_OVER;
            }
            let ended = tokio::task::block_in_place(|| start(&db, &site, ahead, "yes").wait().unwrap());
            assert!(ended.success());
            assert_eq!(in_the_middle(&db).await, (0, 0));

            // Each page has as many readings as it had texts, and its guild as many of its own; each change is told once.
            let times = i64::try_from(classes.len()).unwrap() + 1;
            let per = async |of: &str| db.ask(&format!("SELECT min(n) || ' to ' || max(n) || ' of ' || count(*) FROM (SELECT count(*) AS n {of}) AS counted")).await;
            let each = format!("{times} to {times} of {PAGES}");
            assert_eq!(per("FROM page_capture GROUP BY page").await, each);
            assert_eq!(per("FROM capture WHERE page IS NOT NULL GROUP BY source").await, each);
            let filed = "SELECT count(*) FROM ledger WHERE object_kind = 'capture' AND act = 'capture'";
            assert_eq!(db.ask(filed).await, (PAGES * times).to_string());
            let changes = classes.join(",");
            let so = format!("SELECT count(*) FROM (SELECT source FROM source_change GROUP BY source HAVING string_agg(class, ',' ORDER BY number) = '{changes}') AS told");
            assert_eq!(db.ask(&so).await, if times > 1 { PAGES.to_string() } else { "0".to_owned() });
            assert_eq!(db.ask("SELECT count(*) FROM source_change").await, (PAGES * (times - 1)).to_string());
            let entries = "SELECT count(*) FROM ledger WHERE object_kind = 'source_change'";
            assert_eq!(db.ask(entries).await, (PAGES * (times - 1)).to_string());
            let verdict = service.store().verify(GUILD, &[]).await.unwrap();
            assert!(verdict.is_intact(), "{verdict}");
            ahead += ALL_DUE;
        }
        // Otherwise the kills fell beside what they are meant to hit.
        assert!(held >= 2 && behind >= 1, "{held} were killed with pages in hand, {behind} before all was noticed");
        service.store().close().await;
    }
}
