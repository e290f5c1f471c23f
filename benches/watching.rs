//! What it costs to watch pages, beside what the design allows: `cargo bench --bench watching`.
//!
//! First the memory of 10,000 pages that are watched and looked at once. Then 1,000 pages on as many hosts, of which 500
//! take every connection and never answer: how late the other 500 are looked at, and how long people wait for an answer
//! meanwhile. The real worker, service, store (SQLite in a file) and guard, over sockets of this machine; the site that
//! answers is a process of its own, so that its memory is not counted, and its work is done on the same processors.
//!
//! A page has some 20 kB. What is measured is the resident memory of the process, its program included.
//!
//! Times are real. Those of the guard are divided by five, so that a host that hangs costs 2 s instead of 10, and the pages
//! are due within a minute instead of five, which is as often as a page is looked at in the liveliest case; in the memory's
//! part a host has no rest between its robots.txt and its page. The worker's own second between two rounds stays.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a bench measures, stops where it fails, and owns what it starts"
)]

mod common;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use localcord::{Config, Limits, Localcord, Place};
use pageguard::{Found, Guard, Limits as Bounds, Lookup, Policy};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, SqliteConnection};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use undersigned::clock::{Clock as _, SystemClock};
use undersigned::domain::ids::GuildId;
use undersigned::fetch::{Fetch, PageReader};
use undersigned::service::operator::Entry;
use undersigned::workers::watch;

use self::common::{answered, discord, entry, june, open, report, run_bot, source};

/// How many pages are watched where their memory is measured.
const WATCHED: u64 = 10_000;
/// How many pages of as many hosts are looked at where every other one may hang.
const HOSTS: u64 = 1_000;
/// How many reports a petition has, each from a page of its own.
const REPORTS: u64 = 20;
/// What the design allows above rest, in megabytes.
const ALLOWED: f64 = 64.0;
/// How much later than alone is on time, and how much longer than at rest an answer may take, by the slowest twentieth.
const ON_TIME: f64 = 1.5;
const UNHARMED: f64 = 2.0;
/// Over what time the pages are due: five minutes, divided as the guard's times are.
const SPREAD: Duration = Duration::from_mins(1);
/// How often `/count show` is asked for before anything is looked at.
const ASKED_AT_REST: usize = 300;
/// What is given up at: a part of the bench must end.
const LONGEST: Duration = Duration::from_mins(4);
/// About how long a page is, in bytes.
const PAGE: usize = 20_000;
const GUILD: GuildId = GuildId::new(1_015_034_326_372_454_401);
const AGENT: &str = "undersigned/0.0 (+https://example.org/bot)";

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "site"] => runtime.block_on(serve()),
        [_, "seed", path, port] => runtime.block_on(seed(Path::new(path), port.parse().unwrap())),
        args => runtime.block_on(measure(args.contains(&"memory"), args.contains(&"hosts"))),
    }
}

/// Measures what was named, and everything where nothing was.
async fn measure(memory: bool, hosts: bool) {
    let site = Site::start();
    say("");
    if memory || !hosts {
        measure_memory(&site).await;
    }
    if hosts || !memory {
        measure_hosts(&site).await;
    }
}

/// How late pages are looked at where others hang, and what answers take meanwhile.
async fn measure_hosts(site: &Site) {
    let alone = Round::run(site, Hosts::Answering, SPREAD).await;
    let among = Round::run(site, Hosts::Hanging, SPREAD).await;
    say(&format!("500 pages of 500 hosts, due within {SPREAD:?}; how late they are looked at"));
    alone.tell("alone", None);
    among.tell("with 500 others that hang", Some((&alone, Some(ON_TIME))));
    let alone_at_once = Round::run(site, Hosts::Answering, Duration::ZERO).await;
    let among_at_once = Round::run(site, Hosts::Hanging, Duration::ZERO).await;
    say("the same, all due at one moment and no host known: each that hangs is tried once among the others");
    alone_at_once.tell("alone", None);
    among_at_once.tell("with 500 others that hang", Some((&alone_at_once, None)));
    say("/count show, by one player through the bot");
    tell_answers("while nothing is looked at", &among.at_rest, None);
    tell_answers("while 500 pages are looked at", &alone.meanwhile, Some(&alone.at_rest));
    tell_answers("while 500 of 1,000 hosts hang", &among.meanwhile, Some(&among.at_rest));
    tell_answers("the same, all due at one moment", &among_at_once.meanwhile, Some(&among_at_once.at_rest));
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
}

/// The service on an empty database at rest, and then with its pages looked at: by the worker, without Discord.
async fn measure_memory(site: &Site) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.db");
    let service = open(&path).await;
    let bounds = Bounds { gap: Duration::ZERO, ..Bounds::default() };
    let fetch = site.reader(bounds);
    let (at_rest, code_at_rest) = resident();
    // Another process, as an import is.
    let seeded = Command::new(std::env::current_exe().unwrap())
        .arg("seed")
        .arg(&path)
        .arg(site.socket.port().to_string())
        .status()
        .unwrap();
    assert!(seeded.success());
    let mut conn = behind(&path).await;
    let watched = number(&mut conn, "SELECT count(*) FROM page").await;

    let (stop, begun) = (CancellationToken::new(), Instant::now());
    let worker = tokio::spawn(watch::run(Arc::clone(&service), fetch, stop.clone()));
    let (mut most, mut code) = (at_rest, code_at_rest);
    let left = "SELECT (SELECT count(*) FROM page WHERE looked_at IS NULL)
                     + (SELECT count(*) FROM source_page s JOIN page p ON p.id = s.page WHERE p.revision > s.noticed)";
    let mut unread = watched;
    while unread > 0 && begun.elapsed() < LONGEST {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let (now, of_files) = resident();
        (most, code) = (most.max(now), code.max(of_files));
        unread = number(&mut conn, left).await;
    }
    let took = begun.elapsed();
    let (after, _) = resident();
    let read = number(&mut conn, "SELECT count(*) FROM page WHERE read_at IS NOT NULL").await;
    let file = std::fs::metadata(&path).map_or(0, |file| file.len() / 1_000_000);
    stop.cancel();
    worker.await.unwrap();
    service.store().close().await;

    say(&format!(
        "{watched} pages watched, {read} of them read in {:.0} s; the database has {file} MB",
        took.as_secs_f64()
    ));
    say(&format!("  resident at rest, before anything was on record   {at_rest:>8.1} MB"));
    say(&format!("  when all were looked at                           {after:>8.1} MB"));
    say(&format!("  the most meanwhile                                {most:>8.1} MB"));
    let above = most - at_rest;
    say(&format!(
        "  the most above rest                               {above:>8.1} MB   limit {ALLOWED} MB: {}",
        met(above <= ALLOWED)
    ));
    let code = code - code_at_rest;
    say(&format!("  of that mapped files, the program itself          {code:>8.1} MB"));
    say(
        "  (service, store with its caches, worker, reader and guard; neither Discord's side nor the site that answers)",
    );
}

fn met(is_met: bool) -> &'static str {
    if is_met { "met" } else { "NOT MET" }
}

/// Gives the resident memory of this process in megabytes, and what of it are mapped files.
fn resident() -> (f64, f64) {
    // Pages of 4 KiB, as on every machine this is built for.
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let megabytes = |at| statm.split(' ').nth(at).unwrap().parse::<f64>().unwrap() * 4096.0 / 1_000_000.0;
    (megabytes(1), megabytes(2))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hosts {
    /// 500 that answer, and no others.
    Answering,
    /// The same, with one that hangs after each.
    Hanging,
}

/// How a round went: how late pages were, and how long answers took before and meanwhile.
struct Round {
    late: Vec<Duration>,
    missed: i64,
    tried: i64,
    at_rest: Vec<Duration>,
    meanwhile: Vec<Duration>,
}

impl Round {
    async fn run(site: &Site, hosts: Hosts, spread: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bench.db");
        let service = open(&path).await;
        let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
        let guild = cord.create_guild("Bench");
        let channel = guild.create_channel("petitions");
        let name = |n: u64| if n.is_multiple_of(2) { format!("fine{n}") } else { format!("hang{n}") };
        let pages = (0..HOSTS).filter(|n| hosts == Hosts::Hanging || n.is_multiple_of(2));
        let urls: Vec<String> = pages.map(|n| site.url(&name(n), n)).collect();
        service.publish_batch(GuildId::new(guild.id().get()), &petitions(&urls)).await.unwrap();
        let mut conn = behind(&path).await;
        // Nothing is due until answers were measured at rest.
        execute(&mut conn, "UPDATE page SET next_check = next_check + 86400000").await;

        let bounds = Bounds {
            connect: Bounds::default().connect / 5,
            first_byte: Bounds::default().first_byte / 5,
            whole: Bounds::default().whole / 5,
            gap: Bounds::default().gap / 5,
            patience: Bounds::default().patience / 5,
            ..Bounds::default()
        };
        let stop = CancellationToken::new();
        let token = cord.token().parse().unwrap();
        let bot =
            tokio::spawn(run_bot(discord(&cord), token, Arc::clone(&service), Some(site.reader(bounds)), stop.clone()));
        cord.gateway().wait_ready().await.unwrap();
        cord.wait_for_command("count", Duration::from_secs(30)).await.unwrap();
        let at = guild.join("max", &[]).in_channel(channel);
        let petitions = urls.len() as u64 / REPORTS;
        let mut at_rest = Vec::new();
        for round in 0..ASKED_AT_REST {
            at_rest.push(counted(&at, round as u64 % petitions).await);
        }

        let first = SystemClock.now().as_millisecond() + 1_000;
        let (all, spread) = (urls.len(), spread.as_millis());
        let due =
            format!("UPDATE page SET next_check = {first} + (id - (SELECT min(id) FROM page)) * {spread} / {all}");
        execute(&mut conn, &due).await;
        let due: HashMap<String, i64> = sqlx::query_as("SELECT url, next_check FROM page")
            .fetch_all(&mut conn)
            .await
            .unwrap()
            .into_iter()
            .collect();
        let fine_left = "SELECT count(*) FROM page WHERE host LIKE 'fine%' AND looked_at IS NULL";
        let (begun, mut looked, mut missed, mut meanwhile) = (Instant::now(), Instant::now(), 1, Vec::new());
        let mut round = 0;
        while missed > 0 && begun.elapsed() < LONGEST {
            meanwhile.push(counted(&at, round % petitions).await);
            round += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
            if looked.elapsed() > Duration::from_millis(500) {
                missed = number(&mut conn, fine_left).await;
                looked = Instant::now();
            }
        }
        let seen: Vec<(String, i64)> =
            sqlx::query_as("SELECT url, looked_at FROM page WHERE host LIKE 'fine%' AND looked_at IS NOT NULL")
                .fetch_all(&mut conn)
                .await
                .unwrap();
        let late = |(url, at): &(String, i64)| Duration::from_millis(u64::try_from(at - due[url]).unwrap_or_default());
        let late = seen.iter().map(late).collect();
        let tried =
            number(&mut conn, "SELECT count(*) FROM page WHERE host LIKE 'hang%' AND looked_at IS NOT NULL").await;

        stop.cancel();
        bot.await.unwrap();
        cord.stop().await;
        service.store().close().await;
        Self { late, missed, tried, at_rest, meanwhile }
    }

    /// Writes a line, beside the same without the hosts that hang and the limit there is.
    fn tell(&self, what: &str, alone: Option<(&Self, Option<f64>)>) {
        let (half, most, last) = (at(&self.late, 50), at(&self.late, 95), at(&self.late, 100));
        let mut line = format!("  {what:<34} p50 {half:>6.2} s   p95 {most:>6.2} s   max {last:>6.2} s");
        if let Some((alone, limit)) = alone {
            let ratio = most / at(&alone.late, 95);
            write!(line, "   p95 ratio {ratio:.2}").unwrap();
            if let Some(limit) = limit {
                write!(line, ", limit {limit}: {}", met(ratio <= limit && self.missed == 0)).unwrap();
            }
            write!(line, "   {} that hang were done with, the others put off", self.tried).unwrap();
        }
        if self.missed > 0 {
            write!(line, "   {} NOT LOOKED AT within {LONGEST:?}", self.missed).unwrap();
        }
        say(&line);
    }
}

fn tell_answers(what: &str, times: &[Duration], at_rest: Option<&[Duration]>) {
    let (half, most) = (at(times, 50) * 1e3, at(times, 95) * 1e3);
    let mut line = format!("  {what:<34} p50 {half:>6.1} ms  p95 {most:>6.1} ms  of {}", times.len());
    if let Some(at_rest) = at_rest {
        let (half, most) = (half / at(at_rest, 50) / 1e3, most / at(at_rest, 95) / 1e3);
        write!(line, "   ratio p50 {half:.2}, p95 {most:.2}, limit {UNHARMED}: {}", met(most <= UNHARMED)).unwrap();
    }
    say(&line);
}

/// Gives a percentile in seconds.
fn at(times: &[Duration], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(place).map_or(f64::NAN, Duration::as_secs_f64)
}

/// Opens the database behind the store's back, to set when pages are due and to see when they were looked at.
async fn behind(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(10)).connect().await.unwrap()
}

async fn execute(conn: &mut SqliteConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(conn).await.unwrap();
}

async fn number(conn: &mut SqliteConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
}

async fn counted(at: &Place, petition: u64) -> Duration {
    answered(at, &format!("/count show petition:letter-{petition}")).await
}

/// The site that answers, a process of its own; it ends with this one.
struct Site {
    socket: SocketAddr,
    serving: Child,
}

impl Site {
    fn start() -> Self {
        let exe: PathBuf = std::env::current_exe().unwrap();
        let mut serving = Command::new(exe).arg("site").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(serving.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { socket: (Ipv4Addr::LOCALHOST, line.trim().parse::<u16>().unwrap()).into(), serving }
    }

    fn url(&self, host: &str, page: u64) -> String {
        url(self.socket.port(), host, page)
    }

    /// Makes a reader for which every name leads to the site, and that connects nowhere else.
    fn reader(&self, bounds: Bounds) -> Arc<dyn Fetch> {
        let policy = Policy::strict().allowing_for_tests(self.socket);
        let guard = Guard::with_lookup(AGENT, policy, bounds, Arc::new(Here)).unwrap();
        Arc::new(PageReader::over(guard, AGENT, Arc::new(SystemClock)))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.serving.kill();
        let _ = self.serving.wait();
    }
}

struct Here;

impl Lookup for Here {
    fn find<'a>(&'a self, _: &'a str) -> Found<'a> {
        Box::pin(async { Ok(vec![IpAddr::from(Ipv4Addr::LOCALHOST)]) })
    }
}

fn url(port: u16, host: &str, page: u64) -> String {
    format!("http://{host}.example.org:{port}/{page}")
}

/// Puts the pages on record whose memory is measured.
async fn seed(path: &Path, port: u16) {
    let service = open(path).await;
    let urls: Vec<String> = (0..WATCHED).map(|n| url(port, &format!("fine{n}"), n)).collect();
    service.publish_batch(GUILD, &petitions(&urls)).await.unwrap();
    service.store().close().await;
}

/// Answers until whoever started it is gone. Hosts whose name says so take a request and keep silent.
async fn serve() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    say(&listener.local_addr().unwrap().port().to_string());
    let accept = async {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(answer(stream));
        }
    };
    let mut end = [0];
    tokio::select! {
        () = accept => {}
        _ = async { tokio::io::stdin().read(&mut end).await } => {}
    }
}

async fn answer(mut stream: TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await.unwrap_or_default() == 0 {
            return;
        }
    }
    let head = String::from_utf8_lossy(&head);
    if head.contains("host: hang") {
        // Until the other side has had enough.
        let _ = stream.read_u8().await;
        return;
    }
    let page = head.split(['/', ' ']).nth(2).and_then(|page| page.parse::<u64>().ok());
    let (status, body) = page.map_or((404, String::new()), |page| (200, body(page)));
    let kind = "Content-Type: text/html; charset=utf-8\r\nConnection: close";
    let text = format!("HTTP/1.1 {status} X\r\n{kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// An article with the figure that it is cited for, between what pages have around one.
fn body(page: u64) -> String {
    let signed = 100 + page % REPORTS;
    let mut article =
        format!("<h1>Letter {page}</h1><p>By now {signed} employees have signed the letter, it says.</p>");
    for line in 0..24 {
        write!(
            article,
            "<p>In paragraph {line} of article {page} somebody of team {} tells how the letter came about, who read it \
             first, and what was answered {} days later.</p>",
            page * 31 % 97,
            (page + line) % 13
        )
        .unwrap();
    }
    let around = "<nav><ul><li><a href=\"/news\">News</a></li><li><a href=\"/work\">Work</a></li></ul></nav>";
    let script = "<script>window.dataLayer = window.dataLayer || []; function later() { return 1; }</script>";
    let mut whole =
        format!("<html><head><title>Letter {page}</title></head><body>{around}<article>{article}</article>");
    while whole.len() < PAGE {
        whole.push_str(script);
    }
    whole.push_str("</body></html>");
    whole
}

/// Petitions with so many reports each, every one from a page of its own.
fn petitions(urls: &[String]) -> Vec<Entry> {
    let entry = |(n, urls): (usize, &[String])| {
        let records = urls.iter().zip(0..).map(|(url, at)| report(at, june(at), Some(source(url)))).collect();
        entry(n as u64, source(&urls[0]), records)
    };
    urls.chunks(usize::try_from(REPORTS).unwrap()).enumerate().map(entry).collect()
}
