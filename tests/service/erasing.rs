//! After an erasure the name stands nowhere: not in a file, a table, a search, a message; and the ledger is intact.

use std::sync::Arc;

use undersigned::domain::commitment::Judged;
use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::ids::Number;
use undersigned::domain::petition::DemandOutcome;
use undersigned::domain::signatory::Wish;
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::{NewPetition, NewSource, NewStatement, Typed};
use undersigned::service::operator::{Person, Standing};
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::Withdrawal;
use undersigned::service::{Field, Refusal};

use crate::harness::{Kind, TestDb, on_both_databases};
use crate::support::*;

const NAME: &str = "Ada Lovelace";

/// Fails where the bytes stand in a file of the database or a row of any table, in whatever case.
async fn stands_nowhere(db: &TestDb, bytes: &str) {
    let wanted = bytes.to_lowercase();
    match db.kind {
        Kind::Sqlite => {
            for entry in std::fs::read_dir(db.folder.path()).unwrap() {
                let path = entry.unwrap().path();
                let held = std::fs::read(&path).unwrap_or_default().to_ascii_lowercase();
                let found = held.windows(wanted.len()).any(|part| part == wanted.as_bytes());
                assert!(!found, "{} holds {bytes}", path.display());
            }
        }
        Kind::Postgres => assert!(!dump(db).await.contains(&wanted), "a table holds {bytes}"),
    }
}

/// Gives every row of every table as text.
async fn dump(db: &TestDb) -> String {
    let tables =
        "SELECT string_agg(table_name, ' ') FROM information_schema.tables WHERE table_schema = current_schema()";
    let mut all = String::new();
    for table in db.ask(tables).await.split(' ') {
        all += &db.ask(&format!("SELECT coalesce(string_agg(CAST(t AS TEXT), ' '), '') FROM \"{table}\" t")).await;
    }
    all.to_lowercase()
}

/// A guild in whose record the name stands wherever people can write it.
async fn named_everywhere(db: &Arc<TestDb>) -> (Town, Number) {
    let town = Town::new(db).await;
    town.set_up(Moderation::Several).await;
    let change = SetupChange { names: Some(Names::On), ..SetupChange::default() };
    town.service.configure(&admin(), change).await.unwrap();
    let words = [
        (Field::Summary, "Begun by Ada Lovelace and others."),
        (Field::Demands, "Reinstate ADA LOVELACE\nCancel the contract"),
    ];
    let title = "The letter of Ada Lovelace's team".to_owned();
    let letter = NewPetition { title, ..letter() };
    let letter = town.publish(Typed::Petition(letter), &words).await;
    let petition = letter.to_string();
    let said = NewStatement { speaker: NAME.to_owned(), ..statement(&petition) };
    town.publish(Typed::Statement(said), &[(Field::Quote, "I, Ada Lovelace, signed"), (Field::Paraphrase, "")]).await;
    let page = NewSource { title: Some("A talk with Ada Lovelace".to_owned()), ..source("https://example.org/talk") };
    town.publish(Typed::Source(page), &[]).await;
    town.publish(Typed::Signatory(signatory(&petition, NAME)), &[]).await;
    let demand = card(&town, letter).await.demands[0].of.number;
    let reason = "Ada Lovelace was heard".to_owned();
    let met = NewJudgement { reason, ..judgement(demand, Judged::Demand(DemandOutcome::Met)) };
    town.service.judge(&moderator(), &met).await.unwrap();
    // What waits, was edited, is asked, is about to be filed.
    let said = NewStatement { speaker: "Lovelace, Ada".to_owned(), ..statement(&petition) };
    let words = [(Field::Quote, "as before"), (Field::Paraphrase, "")];
    let waits = town.file(&contributor(), Typed::Statement(said.clone()), &words).await;
    let edited = owned(&[(Field::Quote, "Ada Lovelace, once more")]);
    town.service.edit(&moderator(), waits, &edited).await.unwrap();
    town.service.ask_contributor(&moderator(), waits, "Is this Ada Lovelace?").await.unwrap();
    town.service.answer_question(&contributor(), waits, "Yes, ada lovelace").await.unwrap();
    town.preview(&contributor(), Typed::Statement(said), &words).await;
    (town, waits)
}

async fn searched(town: &Town, text: &str) -> u64 {
    town.service.search(&member(), text, None, 1).await.unwrap().answer.total
}

on_both_databases! {
    async fn an_erased_name_stands_nowhere_and_the_ledger_is_intact(db) {
        let (town, waits) = named_everywhere(&db).await;
        let person = Person::Named("ada lovelace".to_owned());
        let found = town.service.find_person(GUILD, &person).await.unwrap();
        assert_eq!(found.signatories.len(), 1);
        let columns: std::collections::BTreeSet<_> = found.passages.iter().map(|passage| passage.column).collect();
        for column in [
            "petition.doc", "record.doc", "source.doc", "demand.text", "judgement.reason", "submission.sealed", "revision.sealed",
            "question.sealed", "question.answer", "draft.sealed", "opening.value",
        ] {
            assert!(columns.contains(column), "{column} is not among {columns:?}");
        }
        assert!(searched(&town, "lovelace").await > 0);
        let before = town.entries().await;

        let left = town.service.erase_person(GUILD, &person).await.unwrap();
        assert_eq!(left, Standing::default());
        assert!(town.service.wipe().await.unwrap());
        stands_nowhere(&db, "lovelace").await;
        assert_eq!(searched(&town, "lovelace").await, 0);
        assert!(searched(&town, "letter").await > 0, "the rest is found as before");
        // What waits can be read and approved as before; the ledger says that something was erased, and not what.
        let view = town.service.submission(&moderator(), waits).await.unwrap();
        assert!(format!("{:?}", view.proposal).contains("[erased], once more"), "{:?}", view.proposal);
        town.service.approve(&moderator(), waits).await.unwrap();
        assert!(town.entries().await > before);
        town.verify().await;
        // The hash that is left keeps the name from being logged again.
        let again = town.file(&contributor(), Typed::Signatory(signatory("1", NAME)), &[]).await;
        assert_eq!(refusal(town.service.approve(&moderator(), again).await), Refusal::NameBarred(again));
        stands_nowhere(&db, "lovelace").await;
    }

    async fn another_guild_is_not_touched(db) {
        let (town, _) = named_everywhere(&db).await;
        let person = Person::Named(NAME.to_owned());
        assert_eq!(town.service.find_person(ELSEWHERE, &person).await.unwrap(), Standing::default());
        town.service.erase_person(ELSEWHERE, &person).await.unwrap();
        assert!(!town.service.find_person(GUILD, &person).await.unwrap().is_empty());
    }

    async fn a_signatory_who_was_erased_leaves_not_even_what_was_sealed(db) {
        let (town, _) = named_everywhere(&db).await;
        let number = "SELECT number FROM signatory";
        let (sealed, hash) = match db.kind {
            Kind::Sqlite => ("SELECT hex(sealed) FROM signatory", "SELECT hex(near_hash) FROM signatory"),
            Kind::Postgres => {
                ("SELECT encode(sealed, 'hex') FROM signatory", "SELECT encode(near_hash, 'hex') FROM signatory")
            }
        };
        let kept = [db.ask(sealed).await, db.ask(hash).await];
        let wish = Withdrawal { signatory: db.ask(number).await, shown: Wish::Erased, url: None, on: None };
        town.service.withdraw_signatory(&moderator(), &wish).await.unwrap();
        town.service.withdraw_signatory(&admin(), &wish).await.unwrap();
        assert!(town.service.wipe().await.unwrap());
        assert_eq!(db.ask("SELECT COUNT(*) FROM meta WHERE key = 'wipe_due'").await, "0");
        match db.kind {
            Kind::Sqlite => {
                for kept in kept {
                    let bytes: Vec<u8> = (0..kept.len() / 2)
                        .map(|at| u8::from_str_radix(&kept[2 * at..2 * at + 2], 16).unwrap())
                        .collect();
                    for entry in std::fs::read_dir(db.folder.path()).unwrap() {
                        let held = std::fs::read(entry.unwrap().path()).unwrap_or_default();
                        assert!(!held.windows(bytes.len()).any(|part| part == bytes), "a file holds what was sealed");
                    }
                }
            }
            Kind::Postgres => {
                let all = dump(&db).await;
                assert!(kept.iter().all(|kept| !all.contains(&kept.to_lowercase())), "a table holds what was sealed");
            }
        }
        town.verify().await;
    }
}
