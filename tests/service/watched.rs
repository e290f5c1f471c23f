//! Pages that are watched for long: room that runs out, hosts that want rest, a page that is gone, names that are erased.

use jiff::{SignedDuration, Timestamp};
use undersigned::answers::Responder;
use undersigned::clock::Clock as _;
use undersigned::domain::ids::ChannelId;
use undersigned::domain::source::ChangeClass;
use undersigned::domain::watching::{Found as Seen, Look};
use undersigned::service::announce::Announced;
use undersigned::service::ask::{Event, Found, PetitionAsked};
use undersigned::service::log::{NewStatement, Typed};
use undersigned::service::setup::SetupChange;
use undersigned::service::{Field, Limits};
use undersigned::store::changes::Change;

use crate::digesting::SLUG;
use crate::harness::on_both_databases;
use crate::harness::site::Answer;
use crate::support::*;
use crate::watching::{AN_HOUR, DAYS, POST, Watch, edited, january};

on_both_databases! {
    async fn where_there_is_no_room_the_texts_go_that_nobody_needs_and_the_history_stays(db) {
        let watch = Watch::begin_with(&db, |_| Limits { texts_kept: 1, ..generous() }).await;
        let reworded = |page: String| page.replace("a further service", "another service");
        for page in [january(), reworded(january()), reworded(edited()), edited()] {
            watch.site.put(POST, Answer::page(page));
            watch.after(DAYS(3)).await;
        }
        let before = watch.changes().await;
        assert_eq!(before.len(), 3);
        watch.town.service.drop_texts().await.unwrap();
        let kept: Vec<bool> = watch.captures().await.iter().map(|one| one.text.is_some()).collect();
        assert_eq!(kept, [false, true, false, true], "the last with the words that left, and the latest");
        let left_by = |captures: &[undersigned::store::readings::Reading]| captures[1].doc.left_by;
        let known = left_by(&watch.captures().await);
        assert_eq!(known, Some(before[1].doc.on));
        watch.after(DAYS(3)).await;
        db.execute("UPDATE source_page SET noticed = 0, stale = 1").await;
        watch.look().await;
        assert_eq!((watch.changes().await, left_by(&watch.captures().await)), (before, known));
        watch.town.verify().await;
    }

    async fn a_page_that_never_stands_still_keeps_its_history_and_few_of_its_texts_are_looked_at(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let story = |n: u32, page: String| page.replace("a further service", &format!("service number {n}"));
        for n in 0..70 {
            // The words that are cited leave soon, and are back in another text long after.
            let page = if (3..65).contains(&n) { edited() } else { january() };
            watch.site.put(POST, Answer::page(story(n, page)));
            watch.after(DAYS(4)).await;
        }
        let (readings, changes) = (watch.captures().await, watch.changes().await);
        assert_eq!((readings.len(), changes.len()), (71, 70));
        assert!(readings.iter().filter(|one| one.text.is_some()).count() <= 53);
        let of = |class| changes.iter().filter(|one| one.class == class).collect::<Vec<_>>();
        let [left] = of(ChangeClass::Removal).try_into().unwrap();
        let [back] = of(ChangeClass::Restoration).try_into().unwrap();
        assert_eq!((left.to, back.to), (Some(readings[4].number), Some(readings[66].number)));
        assert_eq!(back.restores, left.from);
        let shown = watch.town.service.source(&member(), &watch.source.get().to_string(), 1).await.unwrap().answer;
        let (newest, told) = (readings[66..].iter().rev(), changes[65..].iter().rev());
        assert_eq!((shown.readings, shown.changes), (71, 70));
        assert!(shown.source.captures.iter().map(|one| one.retrieved_at).eq(newest.map(|one| one.at)));
        assert!(shown.source.changes.iter().map(|one| one.number).eq(told.map(|one| one.number)));
        // Told anew, nothing is told otherwise.
        db.execute("UPDATE source_page SET noticed = 0, stale = 1").await;
        watch.look().await;
        assert_eq!(watch.changes().await, changes);
        // And a text that is not looked at any more is known when it is back.
        watch.site.put(POST, Answer::page(story(1, january())));
        watch.after(DAYS(4)).await;
        let last = watch.changes().await.pop().unwrap();
        assert_eq!((last.class, last.restores), (ChangeClass::Restoration, Some(readings[2].number)));
        // Nor is it too late for a record of words that left long ago.
        let changes = watch.changes().await;
        let (url, letter) = (watch.site.url("blog.example.org", POST), db.ask("SELECT petition FROM record LIMIT 1").await);
        let said = NewStatement { url, ..statement(&letter) };
        let words = [(Field::Quote, "was granted for service number 9"), (Field::Paraphrase, "")];
        let late = watch.town.publish(Typed::Statement(said), &words).await;
        for _ in 0..2 {
            watch.look().await;
            let marked: Vec<_> = watch.captures().await.into_iter().filter(|one| one.doc.last_with == [late]).collect();
            let [last] = marked.try_into().unwrap();
            assert_eq!((last.number, last.doc.left_by), (readings[10].number, Some(readings[11].at)));
            watch.after(DAYS(4)).await;
        }
        let kinds = |changes: &[Change]| changes.iter().map(|one| (one.from, one.to)).collect::<Vec<_>>();
        assert_eq!(kinds(&watch.changes().await), kinds(&changes));
        watch.town.verify().await;
    }

    async fn the_edits_of_a_day_are_told_in_one_line_and_a_removal_by_itself(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let story = |n: u32, page: String| page.replace("a further service", &format!("service number {n}"));
        for n in 0..5 {
            watch.site.put(POST, Answer::page(story(n, if n == 3 { edited() } else { january() })));
            // Looked at often from its first change on.
            watch.after(if n == 0 { DAYS(4) } else { AN_HOUR }).await;
        }
        let answer = watch.town.service.timeline(&member(), PetitionAsked::Typed(SLUG)).await.unwrap().answer;
        let Found::One(timeline) = answer else { panic!("one petition") };
        let told = timeline.entries.iter().filter_map(|entry| match &entry.event {
            Event::Change(_, change) => Some((change.class, entry.more)),
            _ => None,
        });
        assert_eq!(told.collect::<Vec<_>>(), [(ChangeClass::Correction, 2), (ChangeClass::Removal, 0), (ChangeClass::Restoration, 0)]);
    }

    async fn the_pages_of_a_petition_that_is_asked_about_a_lot_are_looked_at_often(db) {
        let watch = Watch::begin(&db).await;
        // So old that nothing else speaks for a look.
        for _ in 0..4 {
            watch.after(DAYS(4)).await;
        }
        let visits = || watch.site.visits(POST);
        let before = visits();
        let ask = async || watch.town.service.counts(&member(), PetitionAsked::Typed(SLUG), None, false).await.unwrap();
        for _ in 0..9 {
            ask().await;
        }
        watch.look().await;
        watch.after(SignedDuration::from_mins(6)).await;
        assert_eq!(visits(), before, "nine questions are few");
        ask().await;
        watch.look().await;
        for _ in 0..4 {
            watch.after(SignedDuration::from_mins(6)).await;
        }
        assert!((before + 3..=before + 4).contains(&visits()), "{before} {}", visits());
        for _ in 0..3 {
            watch.after(DAYS(4)).await;
        }
        let later = visits();
        watch.after(SignedDuration::from_mins(30)).await;
        assert_eq!(visits(), later, "an hour later nobody asks any more");
    }

    async fn a_host_rests_for_as_long_as_it_asks_in_seconds_or_until_a_moment(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let until = |at: Timestamp| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        for moment in [false, true] {
            watch.after(DAYS(4)).await;
            let asked = watch.site.visits(POST);
            let due = watch.town.clock.now().checked_add(DAYS(4) + SignedDuration::from_hours(60)).unwrap();
            let wish = if moment { until(due) } else { "216000".to_owned() };
            watch.site.put(POST, Answer::status(503).with("Retry-After", &wish));
            watch.after(DAYS(4)).await;
            assert_eq!(watch.site.visits(POST), asked + 1);
            watch.site.put(POST, Answer::page(january()));
            watch.after(SignedDuration::from_hours(59)).await;
            assert_eq!(watch.site.visits(POST), asked + 1, "{wish}");
            // With what the rest is stretched by, so that not all come at once.
            watch.after(SignedDuration::from_hours(16)).await;
            assert_eq!(watch.site.visits(POST), asked + 2, "{wish}");
        }
    }

    async fn moderators_are_told_once_that_a_page_is_gone(db) {
        let watch = Watch::begin(&db).await;
        let review = SetupChange { review_channel: Some(ChannelId::new(77)), ..SetupChange::default() };
        watch.town.service.configure(&admin(), review).await.unwrap();
        watch.look().await;
        watch.site.put(POST, Answer::status(410));
        let mut told = Vec::new();
        for _ in 0..25 {
            watch.after(DAYS(1)).await;
            for one in watch.town.service.unannounced(50, &[]).await.unwrap().due {
                let Announced::Change(change) = &one.shows else { continue };
                told.push((change.change.class, format!("{:?}", Responder::announced(&one.shows))));
                let message = 1_000 + u64::try_from(change.change.number.get()).unwrap();
                let (service, number) = (&watch.town.service, one.shows.number());
                service.announced(one.guild, number, one.channel, message, (None, &one.shown)).await.unwrap();
            }
        }
        let [(class, words)] = told.try_into().unwrap();
        assert_eq!(class, ChangeClass::Gone);
        assert!(words.contains("14 days"), "{words}");
    }

    async fn many_sources_that_cannot_be_read_keep_no_other_waiting(db) {
        let watch = Watch::begin(&db).await;
        let url = |n: u32| watch.site.url(&format!("news{n}.example.org"), POST);
        let mut last = watch.source;
        for n in 0..=51 {
            last = watch.town.publish(Typed::Source(source(&url(n))), &[]).await;
        }
        watch.look().await;
        let readings = format!("SELECT count(*) FROM capture WHERE source = {}", last.get());
        assert_eq!(db.ask(&readings).await, "1");
        db.execute(&format!("UPDATE capture SET doc = '{{' WHERE source < {}", last.get())).await;
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(4)).await;
        assert_eq!(db.ask(&readings).await, "2");
    }

    async fn what_is_known_of_a_link_changes_with_an_entry_of_the_ledger(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.after(DAYS(1)).await;
        let before = watch.town.entries().await;
        watch.site.put(POST, Answer::status(404));
        watch.after(DAYS(1)).await;
        assert_eq!(watch.town.entries().await, before + 1, "suspect");
        watch.site.put(POST, Answer::page(january()));
        watch.after(AN_HOUR).await;
        assert_eq!(watch.town.entries().await, before + 2, "live again");
        watch.after(DAYS(4)).await;
        assert_eq!(watch.town.entries().await, before + 2, "nothing changed");
        watch.town.verify().await;
    }

    async fn a_page_that_was_put_off_is_looked_at_soon_and_nothing_is_held_against_it(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.after(DAYS(4)).await;
        let of = "FROM page WHERE url LIKE '%government-cloud/'";
        let known = format!("SELECT link_state || tries || failures || looked_at || read_at || revision {of}");
        let before = db.ask(&known).await;
        watch.town.clock.advance(DAYS(4));
        let mut asked = 0;
        while let Some(claimed) = watch.town.service.claim_page().await.unwrap() {
            watch.town.service.settle_page(&claimed, &Look::of(Seen::Later)).await.unwrap();
            asked += 1;
        }
        assert_eq!((asked, db.ask(&known).await), (2, before), "the letter's page and the post");
        assert_eq!(db.ask(&format!("SELECT COALESCE(lease_until, 0) {of}")).await, "0");
        let visits = watch.site.visits(POST);
        watch.after(SignedDuration::from_mins(4)).await;
        assert_eq!(watch.site.visits(POST), visits);
        watch.after(SignedDuration::from_mins(2)).await;
        assert_eq!(watch.site.visits(POST), visits + 1);
        assert_eq!((watch.changes().await.len(), watch.captures().await.len()), (0, 1));
    }
}
