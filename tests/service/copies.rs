//! Archived copies of pages: looked for near the time a page came on record, filed once, made where the operator chose so.

use jiff::{SignedDuration, Timestamp};
use undersigned::clock::Clock as _;
use undersigned::domain::source::{CaptureDoc, LinkState};
use undersigned::domain::watching::copies;
use undersigned::fetch::Fetch as _;
use undersigned::service::Limits;
use undersigned::service::limits::Archives;
use undersigned::service::log::Typed;
use undersigned::store::{sources, watched};

use crate::harness::on_both_databases;
use crate::harness::site::{Answer, Site};
use crate::support::*;
use crate::watching::{AN_HOUR, DAYS, POST, Watch, edited, january};

const ARCHIVE: &str = "archive.example.net";

fn asking(site: &Site) -> Limits {
    Limits { archives: Some(Archives { timegate: site.url(ARCHIVE, "/web/"), save: None }), ..generous() }
}

fn saving(site: &Site) -> Limits {
    let archives = Archives { timegate: site.url(ARCHIVE, "/web/"), save: Some(site.url(ARCHIVE, "/save/")) };
    Limits { archives: Some(archives), ..generous() }
}

impl Watch {
    /// Gives the post's path at the archive, behind one of the archive's own.
    fn of_post(&self, before: &str) -> String {
        format!("{before}{}", self.site.url("blog.example.org", POST))
    }

    /// Lets the archive have a copy of the post, made at this moment. Gives its path.
    fn has_copy(&self, made: Timestamp, page: String) -> String {
        let copy = self.of_post(&made.strftime("/web/%Y%m%d%H%M%S/").to_string());
        let to = self.site.url(ARCHIVE, &copy);
        self.site.put(&self.of_post("/web/"), Answer::status(302).with("Location", &to));
        let date = made.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        self.site.put(&copy, Answer::page(page).with("Memento-Datetime", &date));
        copy
    }

    async fn copies(&self) -> Vec<CaptureDoc> {
        let mut conn = self.town.service.store().read().await.unwrap();
        let all = sources::list_captures(&mut conn, GUILD, self.source).await.unwrap();
        all.into_iter().map(|(_, doc)| doc).filter(|doc| doc.archive_url.is_some()).collect()
    }

    /// Lets the archive have rest between its pages' turns.
    async fn minutes(&self, minutes: i64) {
        for _ in 0..minutes {
            self.after(SignedDuration::from_mins(1)).await;
        }
    }
}

on_both_databases! {
    async fn a_copy_from_when_a_page_came_on_record_is_filed_once_and_takes_its_place(db) {
        let watch = Watch::begin_with(&db, asking).await;
        let made = watch.town.clock.now();
        let copy = watch.has_copy(made, january());
        watch.minutes(4).await;
        let copies = watch.copies().await;
        assert_eq!(copies.len(), 1);
        assert_eq!(copies[0].archive_url.as_ref().unwrap().as_str(), watch.site.url(ARCHIVE, &copy));
        assert_eq!(copies[0].archived_at.unwrap().start().as_second(), made.as_second());
        assert_eq!(watch.captures().await.len(), 2, "the copy was read, and stands beside what was read by itself");
        let asked = watch.site.asked();
        assert_eq!(watch.site.visits(&watch.of_post("/web/")), 1, "{asked:?}");
        watch.after(DAYS(40)).await;
        assert_eq!((watch.site.visits(&watch.of_post("/web/")), watch.copies().await.len()), (1, 1));
        watch.town.verify().await;
    }

    async fn a_copy_of_another_sites_page_is_none_and_one_is_made(db) {
        let watch = Watch::begin_with(&db, saving).await;
        let made = watch.town.clock.now();
        let copy = made.strftime("/web/%Y%m%d%H%M%S/https://elsewhere.example.com/x").to_string();
        watch.site.put(&watch.of_post("/web/"), Answer::status(302).with("Location", &watch.site.url(ARCHIVE, &copy)));
        let date = made.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        watch.site.put(&copy, Answer::page(january()).with("Memento-Datetime", &date));
        watch.minutes(4).await;
        assert_eq!(watch.copies().await, []);
        assert_eq!(watch.site.visits(&watch.of_post("/save/")), 1, "{:?}", watch.site.asked());
    }

    async fn an_archive_is_asked_for_a_moment(db) {
        let watch = Watch::begin_with(&db, asking).await;
        watch.look().await;
        let heads: Vec<String> = watch.site.heads().into_iter().filter(|head| head.starts_with("GET /web/")).collect();
        assert!(!heads.is_empty());
        assert!(heads.iter().all(|head| head.to_lowercase().contains("accept-datetime: ")), "{heads:?}");
    }

    async fn an_archive_that_wants_to_be_left_alone_is_asked_for_no_page_meanwhile(db) {
        let watch = Watch::begin_with(&db, asking).await;
        watch.site.put(&watch.of_post("/web/"), Answer::status(429).with("Retry-After", "7200"));
        watch.minutes(5).await;
        assert_eq!(watch.site.visits(&watch.of_post("/web/")), 1);
        let second = watch.site.url("blog.example.org", "/second");
        watch.site.put("/second", Answer::page(january()));
        watch.town.publish(Typed::Source(source(&second)), &[]).await;
        let visits = || watch.site.visits(&format!("/web/{second}"));
        watch.minutes(10).await;
        assert_eq!(visits(), 0);
        watch.after(AN_HOUR * 2).await;
        watch.minutes(3).await;
        assert_eq!(visits(), 1);
    }

    async fn without_an_archive_nobody_is_asked(db) {
        let watch = Watch::begin(&db).await;
        watch.minutes(3).await;
        assert!(watch.site.asked().iter().all(|path| !path.starts_with("/web/")));
    }

    async fn a_copy_from_long_before_is_left_and_one_is_made_where_the_operator_chose_so(db) {
        let watch = Watch::begin_with(&db, saving).await;
        let long_ago = watch.town.clock.now().checked_sub(DAYS(400)).unwrap();
        watch.has_copy(long_ago, edited());
        watch.minutes(4).await;
        assert_eq!(watch.copies().await, [], "what it says is not what was cited");
        assert_eq!(watch.site.visits(&watch.of_post("/save/")), 1);
        // The archive made one, and an hour later it is found.
        watch.has_copy(watch.town.clock.now(), january());
        watch.after(AN_HOUR).await;
        watch.minutes(4).await;
        assert_eq!(watch.copies().await.len(), 1);
        watch.after(DAYS(10)).await;
        assert_eq!(watch.site.visits(&watch.of_post("/save/")), 1, "it is there");
        watch.town.verify().await;
    }

    async fn a_copy_that_could_not_be_asked_for_is_asked_for_again_and_a_stop_before_that_loses_nothing(db) {
        let watch = Watch::begin_with(&db, saving).await;
        let (service, reader) = (&watch.town.service, &watch.reader);
        let visits = || watch.site.visits(&watch.of_post("/save/"));
        watch.site.put(&watch.of_post("/save/"), Answer::status(503).with("Retry-After", "60"));
        // The process stops between what is settled and the asking.
        let save = loop {
            let wanted = service.claim_copy().await.unwrap().unwrap();
            let (ask, from) = wanted.ask();
            let answer = reader.find_copy(&ask, from).await;
            let save = service.settle_copy(&wanted, &answer).await.unwrap();
            watch.town.clock.advance(SignedDuration::from_secs(6));
            if ask.url.ends_with(POST) {
                break save;
            }
        };
        assert_eq!((save.is_some(), visits()), (true, 0));
        watch.after(AN_HOUR).await;
        watch.minutes(3).await;
        assert_eq!(visits(), 1, "asked for after all");
        watch.minutes(120).await;
        assert_eq!(visits(), 1, "and not again at once, since nobody could be asked");
        watch.site.put(&watch.of_post("/save/"), Answer::page(january()));
        for _ in 0..5 {
            watch.after(DAYS(1)).await;
            watch.minutes(3).await;
        }
        assert_eq!(visits(), 2, "a day later, and then not again within the month");
    }

    async fn who_is_too_busy_to_ask_an_archive_asks_later_and_holds_nothing_against_it(db) {
        let watch = Watch::begin_with(&db, asking).await;
        for _ in 0..15 {
            watch.town.clock.advance(AN_HOUR);
            while let Some(wanted) = watch.town.service.claim_copy().await.unwrap() {
                let busy = copies::Answer { later: true, ..copies::Answer::of(Ok(None)) };
                assert_eq!(watch.town.service.settle_copy(&wanted, &busy).await.unwrap(), None);
                watch.town.clock.advance(SignedDuration::from_secs(6));
            }
        }
        watch.has_copy(watch.town.clock.now(), january());
        watch.minutes(10).await;
        assert_eq!(watch.copies().await.len(), 1);
    }

    async fn a_page_is_asked_to_be_saved_once_a_month_at_the_most(db) {
        let watch = Watch::begin_with(&db, saving).await;
        for _ in 0..25 {
            watch.after(DAYS(1)).await;
            watch.minutes(1).await;
        }
        assert_eq!(watch.site.visits(&watch.of_post("/save/")), 1);
    }

    async fn a_page_that_changed_is_asked_for_again_and_one_that_is_gone_leads_to_its_copy(db) {
        let watch = Watch::begin_with(&db, asking).await;
        watch.has_copy(watch.town.clock.now(), january());
        watch.minutes(4).await;
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        watch.has_copy(watch.town.clock.now(), edited());
        watch.after(DAYS(8)).await;
        watch.minutes(3).await;
        assert_eq!(watch.copies().await.len(), 2, "the edit is kept as well");
        watch.site.put(POST, Answer::status(404));
        for _ in 0..20 {
            watch.after(DAYS(1)).await;
        }
        assert_eq!(watch.link().await, LinkState::ArchivedOnly);
        watch.town.verify().await;
    }

    async fn a_stop_between_filing_and_settling_files_nothing_twice(db) {
        let watch = Watch::begin_with(&db, asking).await;
        watch.has_copy(watch.town.clock.now(), january());
        let mut wanted = Vec::new();
        while wanted.len() < 2 {
            wanted.extend(watch.town.service.claim_copy().await.unwrap());
            watch.town.clock.advance(SignedDuration::from_secs(61));
        }
        for _ in 0..2 {
            for one in &wanted {
                let (ask, from) = one.ask();
                let answer = watch.reader.find_copy(&ask, from).await;
                watch.town.service.settle_copy(one, &answer).await.unwrap();
            }
        }
        assert_eq!(watch.copies().await.len(), 1);
        watch.town.verify().await;
    }

    async fn what_is_new_while_an_archive_is_asked_is_asked_for_afterwards(db) {
        let watch = Watch::begin_with(&db, asking).await;
        watch.has_copy(watch.town.clock.now(), january());
        watch.minutes(4).await;
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        watch.town.clock.advance(DAYS(8));
        let (service, reader) = (&watch.town.service, &watch.reader);
        let wanted = loop {
            let wanted = service.claim_copy().await.unwrap().unwrap();
            watch.town.clock.advance(SignedDuration::from_secs(61));
            if wanted.ask().0.url.ends_with(POST) {
                break wanted;
            }
        };
        let (ask, from) = wanted.ask();
        let answer = reader.find_copy(&ask, from).await;
        watch.site.put(POST, Answer::page(january()));
        while let Some(claimed) = service.claim_page().await.unwrap() {
            let look = reader.look(&claimed.ask()).await;
            service.settle_page(&claimed, &look).await.unwrap();
        }
        service.settle_copy(&wanted, &answer).await.unwrap();
        watch.has_copy(watch.town.clock.now(), january());
        watch.minutes(4).await;
        assert_eq!(watch.copies().await.len(), 2);
    }

    async fn of_a_page_that_nobody_cites_any_more_no_archive_is_asked(db) {
        let watch = Watch::begin_with(&db, saving).await;
        let (store, at, source) = (watch.town.service.store(), watch.town.clock.now(), watch.source);
        let forgotten = store.write(GUILD, at, |uow| Box::pin(async move { watched::forget(uow, source).await }));
        forgotten.await.unwrap();
        while let Some(wanted) = watch.town.service.claim_copy().await.unwrap() {
            assert!(!wanted.ask().0.url.ends_with(POST), "{:?}", wanted.ask());
            watch.town.clock.advance(SignedDuration::from_secs(61));
        }
    }

    async fn an_archive_that_asks_robots_to_stay_away_is_left_alone(db) {
        let watch = Watch::begin_with(&db, asking).await;
        watch.site.put("/robots.txt", Answer::page("User-agent: *\nDisallow: /"));
        watch.has_copy(watch.town.clock.now(), january());
        watch.minutes(3).await;
        assert_eq!((watch.site.visits(&watch.of_post("/web/")), watch.copies().await.len()), (0, 0));
    }
}
