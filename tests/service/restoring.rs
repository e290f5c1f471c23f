//! A backup under load, and what is in it when it was restored.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tokio::task::JoinSet;
use undersigned::clock::{FakeClock, SystemEntropy};
use undersigned::domain::acting::Redactable;
use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::ids::Number;
use undersigned::service::act::Wanted;
use undersigned::service::log::Typed;
use undersigned::service::operator::Person;
use undersigned::service::privacy::Where;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Field, Service};
use undersigned::store::{DatabaseUrl, Reapplied, Store, restore};

use crate::acting::{act, done};
use crate::harness::{self, Kind, TestDb};
use crate::support::*;

/// How many were filed before the backup begins, and how many more must be filed while it is made and after.
const BEFORE: usize = 60;
const AFTER: usize = 20;

/// Filings that were answered, in order.
type Acknowledged = Arc<Mutex<Vec<Number>>>;

#[test]
fn all_that_was_acknowledged_before_a_backup_began_is_in_what_is_restored() {
    harness::run(Kind::Sqlite, drill);
}

async fn drill(db: Arc<TestDb>) {
    let town = Arc::new(Town::new(&db).await);
    town.set_up(Moderation::Several).await;
    let letter = town.letter().await;
    let (acknowledged, stop) = (Acknowledged::default(), Arc::new(AtomicBool::new(false)));
    let mut filing = JoinSet::new();
    for (task, caller) in [contributor(), moderator(), admin(), contributor()].into_iter().enumerate() {
        let (town, acknowledged, stop) = (Arc::clone(&town), Arc::clone(&acknowledged), Arc::clone(&stop));
        filing.spawn(async move {
            for n in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let wording = format!("${} million", task * 100_000 + n + 1);
                let typed = Typed::Fact(fact(&letter.to_string(), &wording));
                let number = town.file(&caller, typed, &[]).await;
                acknowledged.lock().unwrap().push(number);
            }
        });
    }
    wait_for(&acknowledged, BEFORE).await;

    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    let before = acknowledged.lock().unwrap().clone();
    let copied = town.service.store().back_up(&backup).await.unwrap();
    wait_for(&acknowledged, before.len() + AFTER).await;
    stop.store(true, Ordering::Relaxed);
    while let Some(ended) = filing.join_next().await {
        ended.unwrap();
    }
    let log = fs::read(db.folder.path().join("undersigned.db-wal")).unwrap();
    assert!(!log.is_empty(), "the bot's log is there to be mistaken for another's");
    town.service.store().close().await;

    // The logs of the database that goes on lie where the backup is restored to: a stale one corrupts silently.
    let target = folder.path().join("restored").join("undersigned.db");
    fs::create_dir(target.parent().unwrap()).unwrap();
    for ending in ["-wal", "-shm", "-journal"] {
        fs::write(target.with_file_name(format!("undersigned.db{ending}")), &log).unwrap();
    }
    let url = DatabaseUrl::Sqlite(target.clone());
    let restored = restore(&backup, &url, Some(TestDb::key()), Arc::new(SystemEntropy), instant()).await.unwrap();
    assert_eq!(restored.replaced, None);
    assert_eq!(restored.contents, copied);

    let service = open(&url).await;
    for number in &before {
        let one = service.submission(&reviewer(), *number).await.unwrap();
        assert_eq!((one.number, one.decision.is_none()), (*number, true));
    }
    let verdicts = service.store().verify_all(&copied.anchors).await.unwrap();
    assert!(verdicts.iter().all(|(_, verdict)| verdict.is_intact()), "{verdicts:?}");
    assert_eq!(verdicts.len(), copied.anchors.len());
    service.store().close().await;
}

async fn wait_for(acknowledged: &Acknowledged, wanted: usize) {
    while acknowledged.lock().unwrap().len() < wanted {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// A moderator who filed nothing.
#[test]
fn a_backup_that_is_restored_gives_back_nobody_who_was_erased_since() {
    harness::run(Kind::Sqlite, erased_since);
}

async fn erased_since(db: Arc<TestDb>) {
    let town = Town::new(&db).await;
    town.set_up(Moderation::Several).await;
    let change = SetupChange { names: Some(Names::On), ..SetupChange::default() };
    town.service.configure(&admin(), change).await.unwrap();
    let letter = town.letter().await.to_string();
    let words = [(Field::Quote, "Grace Hopper said so"), (Field::Paraphrase, "")];
    town.publish(Typed::Statement(statement(&letter)), &words).await;
    let on_list = town.publish(Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
    let waits = town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
    let file = db.folder.path().join("backup.db");
    town.service.store().back_up(&file).await.unwrap();

    town.service.erase_person(GUILD, &Person::Signatory(on_list)).await.unwrap();
    town.service.erase_person(GUILD, &Person::Named("Grace Hopper".to_owned())).await.unwrap();
    town.service.forget(&contributor(), Where::Here).await.unwrap();
    town.service.store().close().await;
    let restored = restore(&file, &db.url, Some(TestDb::key()), Arc::new(SystemEntropy), instant()).await.unwrap();
    assert_eq!(restored.erasures, Reapplied::Yes);

    let again = Town::new(&db).await;
    assert_eq!(db.ask("SELECT standing FROM signatory").await, "erased");
    assert_eq!(db.ask("SELECT COUNT(*) FROM signatory WHERE sealed IS NOT NULL OR length(name_hash) > 0").await, "0");
    assert_eq!(db.ask("SELECT COUNT(*) FROM barred").await, "2");
    assert_eq!(db.ask("SELECT signatories FROM tally WHERE standing = 'erased'").await, "1");
    assert_eq!(db.ask("SELECT COUNT(*) FROM record WHERE doc LIKE '%Hopper%'").await, "0");
    assert_eq!(db.ask("SELECT COUNT(*) FROM record WHERE doc LIKE '%[erased] said so%'").await, "1");
    assert_eq!(db.ask("SELECT COUNT(*) FROM term WHERE term = 'hopper'").await, "0");
    assert!(again.service.held(&contributor(), Where::Here).await.unwrap().is_empty());
    let state = format!("SELECT state FROM submission WHERE number = {}", waits.get());
    assert_eq!(db.ask(&state).await, "withdrawn");
    let held = fs::read(db.folder.path().join("undersigned.db")).unwrap();
    assert!(!held.windows(6).any(|part| part == b"Hopper"));
    again.verify().await;
}

#[test]
fn a_backup_that_is_restored_gives_back_no_word_that_was_redacted_since_and_thaws_no_figures() {
    harness::run(Kind::Sqlite, redacted_since);
}

async fn redacted_since(db: Arc<TestDb>) {
    let town = Town::new(&db).await;
    town.set_up(Moderation::Several).await;
    let letter = town.letter().await;
    let mut typed = count(&letter.to_string(), "77 employees");
    typed.originator = Some("Quokka Wombat".to_owned());
    let published = town.publish(Typed::Count(typed.clone()), &[]).await;
    let source = db.ask(&format!("SELECT source FROM record WHERE number = {}", published.get())).await;
    typed.wording = Some("78 employees".to_owned());
    let waits = town.file(&contributor(), Typed::Count(typed), &[]).await;
    let guild = GUILD.get();
    for sql in [
        format!(
            "INSERT INTO capture (guild, number, source, retrieved_start, retrieved_precision, filed_by, doc_version, doc)
             VALUES ({guild}, 900, {source}, 0, 'day', 'person', 1, '{{\"excerpt\":\"so says Quokka Wombat\"}}')"
        ),
        format!(
            "INSERT INTO breakdown (guild, petition, aspect, as_of, people, last_at, last_number, sealed)
             VALUES ({guild}, {letter}, 'part', 0, 10, 0, 1, x'01'), ({guild}, {letter}, 'affiliation', 0, 10, 0, 1, x'01')",
            letter = letter.get()
        ),
    ] {
        db.execute(&sql).await;
    }
    let file = db.folder.path().join("backup.db");
    town.service.store().back_up(&file).await.unwrap();

    town.service.approve(&moderator(), waits).await.unwrap();
    for number in [published, waits] {
        done(&town, &moderator(), act(number, Wanted::Redact(Redactable::Originator))).await;
    }
    done(&town, &moderator(), act(letter, Wanted::Redact(Redactable::Title))).await;
    db.execute("UPDATE breakdown SET sealed = NULL WHERE aspect = 'affiliation'").await;
    town.service.store().close().await;
    let restored = restore(&file, &db.url, Some(TestDb::key()), Arc::new(SystemEntropy), instant()).await.unwrap();
    assert_eq!(restored.erasures, Reapplied::Yes);

    let again = Town::new(&db).await;
    for table in ["record", "capture", "petition"] {
        let doc = db.ask(&format!("SELECT doc FROM {table}")).await;
        assert!(
            doc.contains("[redacted]") && !doc.contains("Quokka") && !doc.contains("open letter"),
            "{table}: {doc}"
        );
    }
    assert_eq!(db.ask("SELECT COUNT(*) FROM term WHERE term IN ('quokka', 'wombat')").await, "0");
    let state = format!("SELECT state FROM submission WHERE number = {}", waits.get());
    assert_eq!(db.ask(&state).await, "withdrawn", "what was redacted after it was published does not wait again");
    assert_eq!(db.ask("SELECT aspect FROM breakdown WHERE sealed IS NOT NULL").await, "part");
    let held = fs::read(db.folder.path().join("undersigned.db")).unwrap();
    assert!(!held.windows(6).any(|part| part == b"Quokka"));
    again.verify().await;
}

fn reviewer() -> Caller {
    Caller { user: undersigned::domain::ids::UserId::new(77), ..moderator() }
}

fn instant() -> Timestamp {
    NOW.parse().unwrap()
}

async fn open(url: &DatabaseUrl) -> Service {
    let store = Store::open(url, Some(TestDb::key()), Arc::new(SystemEntropy)).await.unwrap();
    Service::new(store, Arc::new(FakeClock::new(instant())), Arc::new(SystemEntropy), generous())
}
