//! The public archive imported, exported, and the export imported elsewhere: the same answers.
//!
//! `archive.json` has the archive's form and figures, in sentences of our own.

use undersigned::answers::view::{PetitionRef, View};
use undersigned::cli::export::Export;
use undersigned::cli::import::Import;
use undersigned::cli::{Outcome, terminal};
use undersigned::config::Sources;
use undersigned::domain::findable::Findable;
use undersigned::domain::ids::GuildId;
use undersigned::domain::petition::Collection;
use undersigned::domain::source::SourceUrl;
use undersigned::service::ask::Format;

use crate::exchanging::{exported, resolved, unnumbered, views};
use crate::harness::{TestDb, on_both_databases};
use crate::stage::*;

const ARCHIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/answers/archive.json");

/// What the command line is given to find a test's database.
fn sources(db: &TestDb) -> Sources {
    Sources::from_pairs([("UNDERSIGNED_DATABASE_URL", db.raw_url()), ("UNDERSIGNED_KEY", &"2a".repeat(32))])
}

/// Runs `undersigned import` and gives what it tells.
async fn import(db: &TestDb, guild: GuildId, file: &str) -> String {
    let import = Import {
        file: file.into(),
        guild,
        dry_run: false,
        all: false,
        retrieved: is_archive(file).then(|| date("2022-04-01")),
        source: SourceUrl::parse("https://data.collectiveaction.tech/").unwrap(),
    };
    let mut told = Vec::new();
    assert_eq!(import.run(&sources(db), &mut told).await.unwrap(), Outcome::Fine);
    String::from_utf8(told).unwrap()
}

fn is_archive(file: &str) -> bool {
    file == ARCHIVE
}

/// Questions that a whole record answers, beside those about one petition.
fn questions() -> Vec<View> {
    let listed = |organisation: Option<&str>, state, tag: Option<&str>, page| View::Petitions {
        organisation: organisation.map(str::to_owned),
        state,
        tag: tag.map(str::to_owned),
        page,
    };
    let search = |text: &str, kind, page| View::Search { text: text.to_owned(), kind, page };
    let organisation = |name: &str| View::Organisation { organisation: name.to_owned() };
    let source = |url: &str| View::Source { source: url.to_owned(), page: 1 };
    vec![
        listed(None, None, None, 1),
        listed(None, None, None, 2),
        listed(Some("Amazon"), None, None, 1),
        listed(None, Some(Collection::Unknown), None, 1),
        listed(None, None, Some("ice"), 1),
        search("microsoft", None, 1),
        search("petition", None, 1),
        search("petition", None, 2),
        search("employees", Some(Findable::Petition), 1),
        search("60", Some(Findable::Count), 1),
        search("garcia", None, 1),
        search("苹果", None, 1),
        search("nobody says this", None, 1),
        organisation("Whole Foods"),
        organisation("microsoft"),
        organisation("Nokia"),
        source("https://data.collectiveaction.tech/"),
        View::Petition { petition: PetitionRef::Unsaid },
    ]
}

/// Uses a number up, as something that was filed and rejected does: those that come after it are others.
async fn take_a_number(stage: &Stage, guild: GuildId) {
    let at = "2018-08-01T12:00:00Z".parse().unwrap();
    let taken = stage.service.store().write(guild, at, |uow| Box::pin(async move { uow.number() })).await;
    taken.unwrap();
}

on_both_databases! {
    async fn the_archive_taken_in_exported_and_taken_in_elsewhere_answers_as_it_did(db) {
        let stage = Stage::open(&db).await;
        let told = import(&db, GUILD, ARCHIVE).await;
        assert!(told.starts_with("14 rows read: 13 petitions imported with"), "{told}");
        assert!(told.contains("1 rows left out: no open letter"), "{told}");
        let file = db.folder.path().join("record.json").display().to_string();
        let export =
            Export { guild: GUILD, petition: None, format: Format::Json, history: true, output: Some((&file).into()) };
        let mut told = Vec::new();
        assert_eq!(export.run(&sources(&db), &mut told).await.unwrap(), Outcome::Fine);

        take_a_number(&stage, OTHER_GUILD).await;
        let told = import(&db, OTHER_GUILD, &file).await;
        assert!(told.starts_with("13 petitions with"), "{told}");

        let here = exported(&stage, GUILD).await;
        let asked: Vec<View> =
            here.petitions.iter().flat_map(|petition| views(petition.slug.as_str())).chain(questions()).collect();
        assert!(asked.len() > 100);
        for view in asked {
            let reads = |reply| unnumbered(&terminal::render(&reply));
            let (first, second) = (stage.reply(GUILD, view.clone()).await, stage.reply(OTHER_GUILD, view.clone()).await);
            assert_eq!(reads(second), reads(first), "{view:?}");
        }
        let there = exported(&stage, OTHER_GUILD).await;
        assert_eq!(resolved(&there), resolved(&here));
        assert_ne!(there.petitions[0].number, here.petitions[0].number);
        assert!(stage.service.store().verify(OTHER_GUILD, &[]).await.unwrap().is_intact());
        let again = import(&db, OTHER_GUILD, &file).await;
        assert!(again.contains("0 imported new, 13 unchanged"), "{again}");
    }
}
