//! Lists and sources.

use undersigned::answers::view::View;
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::petition::Collection;
use undersigned::domain::source::CaptureDoc;
use undersigned::domain::source::SourceUrl;
use undersigned::service::operator::ImportedCapture;

use crate::harness::on_both_databases;
use crate::stage::{GUILD, Stage, count, date, petition, reads, with};

fn list(organisation: Option<&str>, state: Option<Collection>, tag: Option<&str>, page: u32) -> View {
    View::Petitions { organisation: organisation.map(str::to_owned), state, tag: tag.map(str::to_owned), page }
}

on_both_databases! {
    async fn a_list_is_narrowed_and_paged(db) {
        let stage = Stage::open(&db).await;
        let entries: Vec<_> = (1..=11)
            .map(|day| {
                let mut entry = petition(&format!("letter-{day}"));
                entry.petition.doc.issued_on = date(&format!("2018-06-{day:02}"));
                if day % 2 == 0 {
                    entry.petition.addressees = vec![OrganisationRef::New("Penetrode".to_owned())];
                    entry.petition.collection = Collection::Delivered;
                }
                if day == 3 {
                    entry.petition.doc.tags = vec!["hours".to_owned()];
                }
                with(entry, [count(&format!("over {day}00"), "2018-07-01", "The Gazette")])
            })
            .collect();
        stage.publish(GUILD, &entries).await;
        reads("list_first_page", &stage.show(list(None, None, None, 1)).await);
        reads("list_second_page", &stage.show(list(None, None, None, 2)).await);
        reads("list_no_such_page", &stage.show(list(None, None, None, 3)).await);
        reads("list_of_one_organisation", &stage.show(list(Some("penetrode"), None, None, 1)).await);
        assert_eq!(
            stage.show(list(Some("penetrode"), Some(Collection::Delivered), None, 1)).await.matches("Delivered").count(), 0
        );
        reads("list_of_a_tag", &stage.show(list(None, None, Some("hours"), 1)).await);
        reads("list_of_nothing", &stage.show(list(None, Some(Collection::Withdrawn), None, 1)).await);
        reads("list_of_an_unknown_organisation", &stage.show(list(Some("Penetrod"), None, None, 1)).await);
    }

    async fn a_source_says_when_it_was_read_and_where_it_is_archived(db) {
        let stage = Stage::open(&db).await;
        let mut entry = with(petition("letter"), [count("338 employees", "2018-06-21", "The Gazette")]);
        let url = SourceUrl::parse("https://the-gazette.example.org/2018-06-21").unwrap();
        let archive_url = Some(SourceUrl::parse("https://archive.example.org/20180622/gazette").unwrap());
        let archived_at = Some(date("2018-06-22"));
        let excerpt = Some("signed by 338 employees".to_owned());
        let doc = CaptureDoc { excerpt, archive_url, archived_at, ..CaptureDoc::default() };
        entry.captures.push(ImportedCapture { url: url.clone(), retrieved_at: date("2018-07-01T10:00:00Z"), doc });
        stage.publish(GUILD, &[entry]).await;
        reads("source_archived", &stage.show(View::Source { source: url.as_str().to_owned(), page: 1 }).await);
        reads("source_unknown", &stage.show(View::Source { source: "nothing".to_owned(), page: 1 }).await);
        let counts = stage.show(crate::stage::counts(crate::stage::typed("letter"))).await;
        assert!(counts.contains("archived 22 Jun 2018: https://archive.example.org/20180622/gazette"), "{counts}");
    }

    async fn what_stands_on_a_source_has_pages(db) {
        let stage = Stage::open(&db).await;
        let counts = (1..=30).map(|n| count(&n.to_string(), "2018-06-21", "The Gazette"));
        stage.publish(GUILD, &[with(petition("letter"), counts)]).await;
        let source = || "https://the-gazette.example.org/2018-06-21".to_owned();
        let mut seen = Vec::new();
        for page in 1..=3 {
            let shown = stage.show(View::Source { source: source(), page }).await;
            assert!(shown.contains(&format!("Page {page} of 3; 30 records in all")), "{shown}");
            assert_eq!(shown.contains("Next page"), page < 3);
            seen.extend((1..=30).filter(|n| shown.contains(&format!("“{n}”"))));
        }
        assert_eq!(seen, (1..=30).collect::<Vec<_>>(), "each once, in order");
        assert!(stage.show(View::Source { source: source(), page: 4 }).await.contains("no such page"));
        // A button of an earlier version names no page.
        assert_eq!(View::parse("source.12"), Some(View::Source { source: "12".to_owned(), page: 1 }));
    }
}
