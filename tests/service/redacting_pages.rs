//! Words that are redacted and names that are erased leave what was found on pages too: excerpts, differences, the words that find
//! a source, and the ledger's openings.

use undersigned::domain::acting::{Ground, Redactable};
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::source::{ChangeClass, DiffRun, RunKind};
use undersigned::service::Field;
use undersigned::service::act::{Ended, NewAct, Wanted};
use undersigned::service::log::{NewCapture, NewStatement, Typed};
use undersigned::service::operator::Person;

use crate::acting::{act, done};
use crate::harness::site::Answer;
use crate::harness::{TestDb, on_both_databases};
use crate::support::*;
use crate::watching::{DAYS, POST, PROUD, Watch, edited, january};

/// How the site writes the words that the record quotes.
fn as_printed() -> String {
    january().replace('\'', "\u{2019}")
}

/// What a difference shows of the text before, and of the one after.
fn sides(diff: &[DiffRun]) -> [String; 2] {
    [RunKind::Added, RunKind::Removed].map(|without| {
        let words: Vec<&str> = diff.iter().filter(|run| run.kind != without).map(|run| run.words.as_str()).collect();
        words.join(" ").to_lowercase()
    })
}

/// Fails where words stand in what a guild keeps of a source's pages, however they are set there, or a word of them finds it.
async fn left_the_pages(db: &TestDb, watch: &Watch, (words, word): (&str, &str)) {
    for capture in watch.captures().await {
        let excerpt = capture.doc.excerpt.unwrap_or_default().to_lowercase();
        assert!(!excerpt.contains(words), "reading {}: {excerpt}", capture.number);
    }
    for change in watch.changes().await {
        for side in sides(&change.doc.diff) {
            assert!(!side.contains(words), "change {}: {side}", change.number);
        }
    }
    let found = format!("SELECT COUNT(*) FROM term WHERE number = {} AND term = '{word}'", watch.source.get());
    assert_eq!(db.ask(&found).await, "0", "{word} finds the source");
    let store = watch.town.service.store();
    let mut conn = store.read().await.unwrap();
    for seq in 1..=watch.town.entries().await {
        for (field, value) in store.opened(&mut conn, GUILD, seq).await.unwrap() {
            let value = String::from_utf8_lossy(&value).to_lowercase();
            assert!(!value.contains(words), "{seq} {field}: {value}");
            let document: serde_json::Value = serde_json::from_str(&value).unwrap_or_default();
            if let Ok(diff) = serde_json::from_value::<Vec<DiffRun>>(document["doc"]["diff"].clone()) {
                assert!(sides(&diff).iter().all(|side| !side.contains(words)), "{seq} {field}: {value}");
            }
        }
    }
}

async fn classes(watch: &Watch) -> Vec<(Number, ChangeClass)> {
    watch.changes().await.iter().map(|change| (change.number, change.class)).collect()
}

on_both_databases! {
    async fn redacted_words_leave_excerpts_and_differences_however_the_page_writes_them(db) {
        let watch = Watch::begin(&db).await;
        watch.town.set_up(Moderation::Several).await;
        watch.site.put(POST, Answer::page(as_printed()));
        watch.look().await;
        let (proud, mission) = ("proud to support this work", "our mission-critical cloud");
        // A word of them changes, is as it was, and then all of them go: with other words between, cut, and as a whole.
        for page in [as_printed().replace("proud", "very glad"), as_printed(), edited()] {
            watch.site.put(POST, Answer::page(page));
            watch.after(DAYS(4)).await;
        }
        let before = classes(&watch).await;
        assert_eq!(before.len(), 3);
        let excerpt = watch.captures().await[0].doc.excerpt.clone().unwrap();
        assert!(excerpt.contains(proud) && !excerpt.contains(PROUD), "as the page has it: {excerpt}");
        assert!(watch.changes().await.iter().all(|change| sides(&change.doc.diff).iter().any(|side| side.contains(mission))));

        let words = Wanted::Redact(Redactable::Quote);
        let wanted = NewAct { ground: Ground::PersonalData, ..act(watch.statement, words) };
        assert_eq!(done(&watch.town, &moderator(), wanted).await, Ended::Done);
        left_the_pages(&db, &watch, (proud, "proud")).await;
        left_the_pages(&db, &watch, (mission, "mission")).await;
        assert_eq!(classes(&watch).await, before, "what happened is told as before, without the words");
        let excerpt = watch.captures().await[0].doc.excerpt.clone().unwrap();
        assert!(excerpt.contains("[redacted]") && excerpt.contains("fine example"), "the rest stays: {excerpt}");
        // Noticed again, nothing of it comes back.
        db.execute("UPDATE source_page SET noticed = 0, stale = 1").await;
        watch.after(DAYS(4)).await;
        left_the_pages(&db, &watch, (proud, "proud")).await;
        assert_eq!(classes(&watch).await, before);
        // Nor where a copy from between two readings has them still, which is told of instead of what was told before.
        let path = "/web/20180702130102/https://blog.example.org/x";
        watch.site.put(path, Answer::page(as_printed().replace("a further service", "another service")));
        let archive_url = watch.site.url("archive.example.net", path);
        let typed = NewCapture { source: watch.source.to_string(), archive_url, read_on: None };
        watch.town.publish(Typed::Capture(typed), &[]).await;
        watch.look().await;
        assert!(classes(&watch).await.len() > before.len());
        left_the_pages(&db, &watch, (mission, "mission")).await;
        watch.town.verify().await;
    }

    async fn an_erased_name_leaves_differences_also_where_a_part_of_it_was_what_changed(db) {
        let watch = Watch::begin(&db).await;
        watch.town.set_up(Moderation::Several).await;
        let naming = |name: &str| january().replace("said the company", &format!("said {name} of the company"));
        watch.site.put(POST, Answer::page(naming("Quokka Koala")));
        watch.look().await;
        // What is cited has the name in it, so that without it other words would be cited.
        let url = watch.site.url("blog.example.org", POST);
        let letter = db.ask(&format!("SELECT petition FROM record WHERE number = {}", watch.statement.get())).await;
        let said = NewStatement { url, ..statement(&letter) };
        let words = [(Field::Quote, "said Quokka Wombat of the company in this post"), (Field::Paraphrase, "")];
        watch.town.publish(Typed::Statement(said), &words).await;
        for page in [naming("Quokka Wombat"), naming("somebody"), january()] {
            watch.site.put(POST, Answer::page(page));
            watch.after(DAYS(4)).await;
        }
        let before = classes(&watch).await;
        assert_eq!((before.len(), before[1].1), (3, ChangeClass::Removal));
        let changes = watch.changes().await;
        let split = &changes[0].doc.diff;
        assert!(sides(split)[1].contains("quokka wombat") && !split.iter().any(|run| run.words.contains("Quokka Wombat")), "{split:?}");
        let person = Person::Named("quokka wombat".to_owned());
        let found = watch.town.service.find_person(GUILD, &person).await.unwrap();
        let rows = |column: &str| found.passages.iter().filter(|passage| passage.column == column).count();
        assert_eq!(rows("source_change.doc"), 2, "{:?}", found.passages);
        assert!(rows("capture.doc") >= 1 && rows("opening.value") >= 1, "{:?}", found.passages);

        let left = watch.town.service.erase_person(GUILD, &person).await.unwrap();
        assert!(left.is_empty(), "{left:?}");
        left_the_pages(&db, &watch, ("quokka wombat", "wombat")).await;
        assert_eq!(classes(&watch).await, before);
        db.execute("UPDATE source_page SET noticed = 0, stale = 1").await;
        watch.after(DAYS(4)).await;
        left_the_pages(&db, &watch, ("quokka wombat", "wombat")).await;
        // The page still has it, and what changes there is told without.
        for page in [naming("Quokka Wombat"), naming("Kangaroo Wombat"), naming("QUOKKA  WOMBAT"), january()] {
            watch.site.put(POST, Answer::page(page));
            watch.after(DAYS(4)).await;
        }
        assert_eq!(classes(&watch).await.len(), before.len() + 4);
        left_the_pages(&db, &watch, ("quokka wombat", "")).await;
        watch.town.verify().await;
    }
}
