//! What an operator does beside a bot that runs: ask, look at its health, back up, and restore when it has stopped.

use std::process::Output;
use std::time::Duration;

use localcord::{Config, Limits, Localcord};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use undersigned::domain::date::PartialDate;
use undersigned::domain::ids::GuildId;
use undersigned::domain::record::{Body, CountReport, Rank, RecordState};
use undersigned::domain::{Measure, Population, Qualifier, Reading, Unit};
use undersigned::service::operator::ImportedRecord;

use crate::kill::open;
use crate::running::{Bot, Installation, one_petition, wait_until_ready};

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

fn run(installation: &Installation, args: &[&str]) -> (Option<i32>, String) {
    let output = installation.command(args[0]).args(&args[1..]).output().unwrap();
    (output.status.code(), told(&output))
}

async fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    answer
}

/// Finds a port that nobody has.
async fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().to_string()
}

/// A count to be drawn.
fn one_count() -> ImportedRecord {
    let report = CountReport {
        measure: Measure::Signatures,
        population: Population::Employees,
        wording: "338 employees".to_owned(),
        language: None,
        reading: Reading::new(Qualifier::Exact, Some(338), Some(338), Some(338), Unit::People, "conservative-1").ok(),
        as_of: PartialDate::Year(2018),
        originator: "The Gazette".to_owned(),
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_bot_is_asked_looked_at_and_backed_up_and_restored_when_it_has_stopped() {
    let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
    let guild = cord.create_guild("Workers");
    let at = guild.owner().in_channel(guild.create_channel("petitions"));
    let installation = Installation::new(&cord);
    let service = open(&installation).await;
    let mut petitions = one_petition();
    petitions[0].records.push(one_count());
    service.publish_batch(GuildId::new(guild.id().get()), &petitions).await.unwrap();
    service.store().close().await;
    let address = free_address().await;
    let mut command = installation.command("run");
    command.env("UNDERSIGNED_HTTP_LISTEN", &address).env("UNDERSIGNED_LOG_FORMAT", "json");
    let log = std::fs::File::create(installation.folder.path().join("err.txt")).unwrap();
    let mut bot = Bot(command.stdout(std::process::Stdio::null()).stderr(log).spawn().unwrap());
    wait_until_ready(&cord, &installation).await;

    // Asked on the host, the same answer comes as on Discord.
    let answered = at.slash("/petition show petition:letter").await.unwrap();
    assert!(answered.text().contains("A letter"), "{}", answered.text());
    assert!(at.slash("/petition show petition:no-such-letter").await.unwrap().text().contains("no petition"));
    let (code, text) = run(&installation, &["ask", "/petition show petition:letter"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.starts_with("A letter\n========\n"), "{text}");
    let (code, text) =
        run(&installation, &["ask", "/petition show petition:lettre", "--guild", &guild.id().to_string()]);
    assert!(code == Some(1) && text.contains("There is no petition “lettre”."), "{text}");
    for (name, begins) in [("chart.png", &b"\x89PNG"[..]), ("chart.svg", b"<svg ")] {
        let (code, text) = run(&installation, &["ask", "/petition chart petition:letter", "--picture", name]);
        assert!(code == Some(0) && text.contains("[letter.png, a picture: 338 "), "{text}");
        assert!(std::fs::read(installation.folder.path().join(name)).unwrap().starts_with(begins));
    }
    let (code, text) = run(&installation, &["ask", "/petition show petition:letter", "--picture", "none.png"]);
    assert!(code == Some(1) && text.contains("has no picture"), "{text}");
    let (code, text) = run(&installation, &["ask", "/setup"]);
    assert!(code == Some(1) && text.contains("for people on Discord"), "{text}");

    let health = get(&address, "/healthz").await;
    assert!(health.starts_with("HTTP/1.1 200 ") && health.contains(r#""status":"ok""#), "{health}");
    let metrics = get(&address, "/metrics").await;
    for line in [
        r#"undersigned_interactions_total{kind="command",command="petition show",outcome="answered"} 1"#,
        r#"undersigned_interactions_total{kind="command",command="petition show",outcome="refused"} 1"#,
        r#"undersigned_answer_seconds_count{kind="command",command="petition show"} 2"#,
        "undersigned_guilds 1",
        "undersigned_submissions_waiting 0",
        "undersigned_database_up 1",
    ] {
        assert!(metrics.lines().any(|one| one == line), "no {line} in\n{metrics}");
    }
    assert!(!metrics.contains(&guild.id().to_string()), "{metrics}");

    let (code, text) = run(&installation, &["backup", "copy.db"]);
    assert!(code == Some(0) && text.contains("petition 1") && text.contains("undersigned.key"), "{text}");
    let (code, text) = run(&installation, &["backup", "copy.db"]);
    assert!(code == Some(1) && text.contains("copy.db is there already"), "{text}");
    assert_eq!(run(&installation, &["backup", "copy.db", "--force"]).0, Some(0));
    let (code, text) = run(&installation, &["restore", "copy.db"]);
    assert!(code == Some(1) && text.contains("is in use: stop the bot"), "{text}");

    bot.kill();
    for line in installation.said().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        assert!(line["level"].is_string() && line["target"].is_string(), "{line}");
    }
    let (code, text) = run(&installation, &["restore", "copy.db"]);
    assert!(code == Some(0) && text.contains("is kept as") && text.contains("undersigned.db.replaced-"), "{text}");
    assert_eq!(run(&installation, &["ask", "/petition show petition:letter"]).0, Some(0));
    cord.stop().await;
}

#[test]
fn what_cannot_be_done_is_said_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_undersigned"));
        let output = command.args(args).current_dir(folder.path()).env_clear().output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        told(&output)
    };
    assert!(run(&["backup", "copy.db"]).contains("data does not exist"), "{}", run(&["backup", "copy.db"]));
    assert!(run(&["ask", "/count show"]).contains("data does not exist"));
    assert!(run(&["restore", "copy.db"]).contains("data"), "{}", run(&["restore", "copy.db"]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
