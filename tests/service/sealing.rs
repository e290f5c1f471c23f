//! What stands nowhere in the open.

use undersigned::domain::guild::Moderation;
use undersigned::domain::review::RejectReason;
use undersigned::service::log::Typed;
use undersigned::service::{Caller, Field};

use crate::harness::{Kind, TestDb, on_both_databases};
use crate::support::*;

/// Words that only what waits or was rejected has.
const PENDING: [&str; 4] = ["quokka", "wombat", "numbat", "bilby"];

/// Files, edits, rejects, approves and drafts.
async fn script(town: &Town) {
    town.set_up(Moderation::Several).await;
    let letter = town.letter().await.to_string();
    let said = &[(Field::Quote, "the quokka said"), (Field::Paraphrase, "")];
    let statement = town.file(&contributor(), Typed::Statement(statement(&letter)), said).await;
    let edited = owned(&[(Field::Quote, "the wombat said")]);
    town.service.edit(&moderator(), statement, &edited).await.unwrap();
    town.service.ask_contributor(&moderator(), statement, "Was it a quokka or a numbat?").await.unwrap();
    town.service.answer_question(&contributor(), statement, "It was a bilby, as the wombat says").await.unwrap();
    let mut petition = crate::support::letter();
    petition.title = "A numbat's open letter".into();
    petition.organisation = "Numbat Industries".into();
    let rejected = town.file(&member(), Typed::Petition(petition), LETTER_WORDS).await;
    let note = Some("no quokka here".to_owned());
    town.service.reject(&moderator(), rejected, RejectReason::Other, note).await.unwrap();
    town.preview(&member(), Typed::Count(count(&letter, "about 12 employees and a bilby")), &[]).await;
    town.publish(Typed::Count(count(&letter, "more than 300 employees")), &[]).await;
}

/// Gives every byte the database holds.
pub(crate) async fn bytes(db: &TestDb) -> Vec<u8> {
    match db.kind {
        Kind::Sqlite => {
            let mut all = Vec::new();
            for file in std::fs::read_dir(db.folder.path()).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_none_or(|extension| extension != "key") {
                    all.extend(std::fs::read(path).unwrap());
                }
            }
            all
        }
        Kind::Postgres => {
            let columns = db
                .ask(
                    "SELECT string_agg(table_name || '.' || column_name || '.' || data_type, ' ')
                     FROM information_schema.columns
                     WHERE table_schema = 'public' AND data_type IN ('text', 'bytea', 'bigint')",
                )
                .await;
            let mut all = Vec::new();
            for column in columns.split(' ') {
                let [table, column, kind] = column.split('.').collect::<Vec<_>>()[..] else { panic!("{column}") };
                let value = if kind == "bytea" {
                    format!("encode({column}, 'hex')")
                } else {
                    format!("CAST({column} AS TEXT)")
                };
                let joined = db.ask(&format!("SELECT coalesce(string_agg({value}, ' '), '') FROM \"{table}\"")).await;
                if kind == "bytea" {
                    all.extend(joined.split(' ').flat_map(unhex).collect::<Vec<u8>>());
                } else {
                    all.extend(joined.into_bytes());
                }
                all.push(b'\n');
            }
            all
        }
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap()).collect()
}

pub(crate) fn holds(all: &[u8], wanted: &[u8]) -> bool {
    let wanted = wanted.to_ascii_lowercase();
    all.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(&wanted))
}

on_both_databases! {
    async fn no_person_and_no_pending_word_stands_in_the_database(db) {
        let town = Town::new(&db).await;
        script(&town).await;
        let all = bytes(&db).await;
        assert!(holds(&all, b"more than 300 employees"), "the scan sees what is published");
        assert!(holds(&all, b"microsoft-employees-open-letter"));
        for word in PENDING {
            assert!(!holds(&all, word.as_bytes()), "{word} stands in the open");
        }
        for Caller { user, .. } in [member(), contributor(), moderator(), admin()] {
            let id = user.get();
            for form in [id.to_string().into_bytes(), id.to_be_bytes().to_vec(), id.to_le_bytes().to_vec()] {
                assert!(!holds(&all, &form), "a person's id stands in the open");
            }
        }
        town.verify().await;
    }
}
