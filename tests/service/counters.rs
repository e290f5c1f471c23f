//! Live counters: which can be begun and changed, how they are shown, and what moderators are told of them.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;
use undersigned::domain::ids::Number;
use undersigned::domain::record::CountReport;
use undersigned::domain::review::RejectReason;
use undersigned::service::act::Wanted;
use undersigned::service::ask::{Event, Found, PetitionAsked};
use undersigned::service::log::{NewCount, Typed, Uncounted, Unread};
use undersigned::service::refusal::BadCounter;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Field, Refusal};
use undersigned::workers::lost;
use undersigned::workers::resting::Resting;

use crate::acting::act;
use crate::channels::{Channels, REVIEW};
use crate::counting::{AT, Running};
use crate::harness::on_both_databases;
use crate::harness::site::Answer;
use crate::support::*;

impl Running {
    async fn file(&self) -> Number {
        self.town.file(&contributor(), Typed::Count(self.typed()), &[]).await
    }

    /// Tells what is due, and gives how often moderators were told by now.
    async fn told(&self, channels: &Channels) -> usize {
        lost::round(&self.town.service, channels, &mut Resting::default(), &CancellationToken::new()).await.unwrap();
        channels.said().len()
    }

    async fn hours(&self, hours: i64) {
        for _ in 0..hours {
            self.after(SignedDuration::from_hours(1)).await;
        }
    }
}

on_both_databases! {
    async fn no_more_than_ten_pages_a_minute_are_read_for_anybody_whatever_comes_of_it(db) {
        let running = Running::begin(&db).await;
        running.site.put(AT, Answer::page("{}"));
        let mut refused = Vec::new();
        for _ in 0..12 {
            refused.push(running.refused(running.typed()).await);
        }
        assert_eq!(running.site.visits(AT), 10);
        assert_eq!(refused[11], Refusal::Uncounted(Uncounted::Unread(Unread::TooMany)));
        // The same goes for a page whose sentences are wanted for a petition that there is not.
        let offered = NewCount { petition: "no-such-letter".to_owned(), counter: None, ..running.typed() };
        for _ in 0..12 {
            let refused = running.town.service.draft(&moderator(), Typed::Count(offered.clone())).await;
            assert!(matches!(refusal(refused), Refusal::NoSuchPetition { .. }));
        }
        assert_eq!(running.site.visits(AT), 20);
        running.town.clock.advance(SignedDuration::from_mins(1));
        assert!(matches!(running.refused(running.typed()).await, Refusal::Uncounted(Uncounted::Missed(_))));
    }

    async fn a_number_is_read_by_one_counter_of_a_guild(db) {
        let running = Running::begin(&db).await;
        let (first, second) = (running.file().await, running.file().await);
        let service = &running.town.service;
        service.approve(&moderator(), first).await.unwrap();
        assert_eq!(running.refused(running.typed()).await, Refusal::CounterKnown(first));
        let over_tls = running.typed().url.replacen("http:", "https:", 1);
        assert_eq!(running.refused(NewCount { url: over_tls, ..running.typed() }).await, Refusal::CounterKnown(first));
        assert_eq!(refusal(service.approve(&moderator(), second).await), Refusal::CounterKnown(first));
        running.then(5_100).await;
        assert_eq!(running.numbers().await, ["5000", "5100"]);
        // Where the first is stopped the second goes on, and the first does not come back beside it.
        running.act(first, Wanted::Stop).await;
        service.approve(&moderator(), second).await.unwrap();
        let undone = match service.act(&moderator(), &act(first, Wanted::Undo)).await {
            Ok(looked) => service.perform(&moderator(), &looked.draft).await.map(drop),
            Err(refused) => Err(refused),
        };
        assert_eq!(refusal(undone), Refusal::ObjectChanged(first));
        let before = running.numbers().await.len();
        running.then(5_200).await;
        assert_eq!(running.numbers().await.len(), before + 1);
        running.town.verify().await;
    }

    async fn a_number_is_one_also_over_tls_where_a_stop_is_taken_back(db) {
        let running = Running::begin(&db).await;
        let first = running.approved().await;
        running.act(first, Wanted::Stop).await;
        db.execute("UPDATE page SET url = replace(url, 'http:', 'https:') WHERE id = (SELECT page FROM counter)").await;
        let second = running.approved().await;
        assert_eq!(db.ask("SELECT count(DISTINCT page) FROM counter").await, "2");
        let undo = async || match running.town.service.act(&moderator(), &act(first, Wanted::Undo)).await {
            Ok(looked) => running.town.service.perform(&moderator(), &looked.draft).await.map(drop),
            Err(refused) => Err(refused),
        };
        assert_eq!(refusal(undo().await), Refusal::ObjectChanged(first));
        running.act(second, Wanted::Stop).await;
        undo().await.unwrap();
        running.town.verify().await;
    }

    async fn a_counter_is_not_lost_because_nobody_looked_for_days(db) {
        let running = Running::begin(&db).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        running.town.service.configure(&admin(), change).await.unwrap();
        let begun = running.approved().await;
        running.hours(2).await;
        let channels = Channels::default();
        running.site.put(AT, Answer::status(500));
        running.after(SignedDuration::from_hours(24 * 5)).await;
        assert_eq!(running.told(&channels).await, 0, "it failed once");
        // One that was stopped has not failed meanwhile.
        running.act(begun, Wanted::Stop).await;
        running.hours(60).await;
        running.act(begun, Wanted::Undo).await;
        running.hours(24).await;
        assert_eq!(running.told(&channels).await, 0);
        running.hours(60).await;
        assert_eq!(running.told(&channels).await, 1);
    }

    async fn a_counter_that_waits_keeps_the_address_it_was_read_at(db) {
        let running = Running::begin(&db).await;
        let preview = running.town.preview(&contributor(), Typed::Count(running.typed()), &[]).await;
        let service = &running.town.service;
        let elsewhere = owned(&[(Field::Url, "https://petition.example.org/petitions/8.json")]);
        let refused = service.change(&contributor(), &preview.draft, &elsewhere).await;
        assert_eq!(refusal(refused), Refusal::BadCounter(BadCounter::Url));
        let number = service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];
        let refused = service.edit(&moderator(), number, &elsewhere).await;
        assert_eq!(refusal(refused), Refusal::BadCounter(BadCounter::Url));
        let same = format!("{}#top", running.typed().url);
        service.edit(&moderator(), number, &owned(&[(Field::Url, &same), (Field::Note, "as the page says")])).await.unwrap();
        service.approve(&moderator(), number).await.unwrap();
        running.then(5_100).await;
        assert_eq!(running.numbers().await, ["5000", "5100"]);
    }

    async fn a_counter_is_shown_at_rest_while_nothing_follows_it(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        let service = &running.town.service;
        let (draft, _) = service.begin_amendment(&moderator(), &act(begun, Wanted::Correct)).await.unwrap();
        let preview = service.amend(&moderator(), &draft, &owned(&[(Field::Population, "employees")])).await.unwrap();
        service.perform(&moderator(), &preview.draft).await.unwrap();
        let (corrected, _) = running.reports().await.pop().unwrap();
        assert!(!running.shown().await.rests);
        let source = running.source().await;
        running.act(corrected, Wanted::Deprecate).await;
        assert!(running.shown_of(source).await.rests, "its correction is not relied on any more");
        running.then(5_100).await;
        assert!(running.numbers().await.is_empty());
        running.act(corrected, Wanted::Undo).await;
        assert!(!running.shown_of(source).await.rests);
        running.act(running.letter, Wanted::Hide).await;
        assert!(running.shown_of(source).await.rests, "its petition is out of sight");
    }

    async fn moderators_are_told_once_of_a_counter_that_reads_nothing_any_more(db) {
        let running = Running::begin(&db).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        running.town.service.configure(&admin(), change).await.unwrap();
        let begun = running.approved().await;
        running.hours(2).await;
        let channels = Channels::default();
        running.site.put(AT, Answer::page("{}"));
        running.hours(40).await;
        assert_eq!(running.told(&channels).await, 0, "not within two days");
        running.hours(40).await;
        assert_eq!(running.told(&channels).await, 1);
        assert!(channels.said()[0].starts_with(&format!("counter {begun} lost")), "{:?}", channels.said());
        assert_eq!(channels.sent.lock().unwrap()[0].0.channel, REVIEW);
        running.hours(200).await;
        assert_eq!(running.told(&channels).await, 1);
        // It comes back, and is lost again: the page itself is gone.
        running.says(5_100);
        running.hours(30).await;
        assert_eq!(running.numbers().await, ["5000", "5100"]);
        running.site.put(AT, Answer::status(404));
        running.hours(30).await;
        assert_eq!(running.told(&channels).await, 1);
        running.hours(60).await;
        assert_eq!(running.told(&channels).await, 2);
        assert!(channels.last().contains("could not be read"), "{}", channels.last());
        running.act(begun, Wanted::Stop).await;
        running.hours(100).await;
        assert_eq!(running.told(&channels).await, 2);
    }

    async fn the_timeline_tells_the_last_reading_of_a_day_and_each_that_a_person_logged(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        for more in 1..=30 {
            running.says(5_000 + more);
            running.hours(1).await;
        }
        let by_hand = NewCount { counter: None, wording: Some("over 4,000 people".to_owned()), ..running.typed() };
        running.town.publish(Typed::Count(by_hand), &[]).await;
        let timeline = running.town.service.timeline(&member(), PetitionAsked::Number(running.letter)).await.unwrap();
        let Found::One(timeline) = timeline.answer else { panic!() };
        let told: Vec<_> = timeline.entries.iter().filter_map(|one| match &one.event {
            Event::Count(count) => Some((count.body.wording.clone(), one.more)),
            _ => None,
        }).collect();
        let reports = running.reports().await;
        let day = |report: &CountReport| report.as_of.start().to_zoned(TimeZone::UTC).date();
        let last = |at: &usize| reports.get(at + 1).is_none_or(|(_, next)| day(next) != day(&reports[*at].1));
        let read = reports.len() - 1;
        let expected: Vec<_> = (0..read).filter(|at| *at + 1 == read || last(at)).map(|at| reports[at].1.wording.clone()).collect();
        let (of_days, by_hand): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|(wording, _)| !wording.starts_with("over"));
        assert_eq!(of_days.iter().map(|(wording, _)| wording.clone()).collect::<Vec<_>>(), expected);
        assert_eq!(of_days.iter().map(|(_, more)| more + 1).sum::<usize>(), read, "begun with {begun}");
        assert_eq!(by_hand, [("over 4,000 people".to_owned(), 0)]);
    }

    async fn who_rejects_late_has_a_days_peace_from_then_on(db) {
        let running = Running::begin(&db).await;
        running.approved().await;
        running.then(50_000).await;
        let [asked] = running.waiting().await.try_into().unwrap();
        running.hours(40).await;
        running.town.service.reject(&moderator(), asked, RejectReason::SourceDoesNotSayIt, None).await.unwrap();
        running.then(50_001).await;
        assert!(running.waiting().await.is_empty());
    }

    async fn a_stopped_counters_number_is_not_read_where_its_page_is_looked_at_anyway(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        running.then(5_100).await;
        running.act(begun, Wanted::Stop).await;
        running.says(5_200);
        let visits = running.site.visits(AT);
        running.hours(40).await;
        assert!(running.site.visits(AT) > visits);
        assert_eq!(running.shown().await.read.map(|(value, _)| value), Some(5_100));
    }

    async fn a_space_that_marks_the_lines_of_a_list_is_kept(db) {
        let running = Running::begin(&db).await;
        running.site.put(AT, Answer::page("- Ada\n- Grace\n-not a name\n").with("Content-Type", "text/plain"));
        let typed = NewCount { counter: Some(" lines:- ".to_owned()), ..running.typed() };
        running.town.publish(Typed::Count(typed), &[]).await;
        let [(_, report)] = running.reports().await.try_into().unwrap();
        assert_eq!((report.wording.as_str(), report.locator.as_deref()), ("2", Some("lines:- ")));
    }
}
