//! Live counters: begun with a report that is approved, read again and again, and asked about where they fall or jump.

use std::sync::Arc;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use undersigned::clock::Clock as _;
use undersigned::domain::acting::Ground;
use undersigned::domain::guild::SubmitPolicy;
use undersigned::domain::ids::{ChannelId, Number};
use undersigned::domain::ledger::{Act as LedgerAct, ObjectKind};
use undersigned::domain::record::{Body, CountReport, RecordState};
use undersigned::domain::review::{RejectReason, SubmissionState};
use undersigned::domain::watching::Fetch;
use undersigned::domain::watching::counter::{CounterState, Missed, Shown};
use undersigned::domain::{Population, Qualifier};
use undersigned::fetch::{Briefly, PageReader};
use undersigned::service::act::{NewAct, Wanted};
use undersigned::service::log::{NewCount, Typed, Uncounted, Unread};
use undersigned::service::refusal::BadCounter;
use undersigned::service::review::QueueOf;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Refusal, ServiceError};
use undersigned::store::{counters, news, records};
use undersigned::workers::watch;

use crate::acting::{act, done, history};
use crate::harness::site::{Answer, Site};
use crate::harness::{TestDb, on_both_databases};
use crate::offering::reading;
use crate::support::*;

pub(crate) const AT: &str = "/petitions/7.json";

/// A town whose site publishes a running number.
pub(crate) struct Running {
    pub(crate) town: Town,
    pub(crate) site: Site,
    reader: PageReader,
    pub(crate) letter: Number,
}

impl Running {
    pub(crate) async fn begin(db: &Arc<TestDb>) -> Self {
        let (town, site) = (Town::new(db).await, Site::open().await);
        let pages: Arc<dyn Fetch> = Arc::new(Briefly::over(Arc::new(site.reader(town.clock.clone()))));
        let (town, reader) = (reading(&town, pages), site.reader(town.clock.clone()));
        let letter = town.letter().await;
        let running = Self { town, site, reader, letter };
        running.says(5_000);
        running
    }

    pub(crate) fn says(&self, number: i64) {
        let body = format!(r#"{{"data":{{"attributes":{{"signature_count":{number}}}}}}}"#);
        let json = Answer { headers: vec![("Content-Type", "application/json".to_owned())], ..Answer::page(body) };
        self.site.put(AT, json);
    }

    pub(crate) fn typed(&self) -> NewCount {
        NewCount {
            url: self.site.url("petition.example.org", AT),
            wording: None,
            as_of: "now".to_owned(),
            population: Some(Population::Public),
            counter: Some("json:/data/attributes/signature_count".to_owned()),
            ..count(&self.letter.to_string(), "")
        }
    }

    /// Files a report with its counter, and approves it.
    pub(crate) async fn approved(&self) -> Number {
        self.town.publish(Typed::Count(self.typed()), &[]).await
    }

    pub(crate) async fn after(&self, time: SignedDuration) {
        self.town.clock.advance(time);
        watch::round(&self.town.service, &self.reader, &CancellationToken::new()).await.unwrap();
    }

    /// Lets the page say a number, and some hours pass.
    pub(crate) async fn then(&self, number: i64) {
        self.says(number);
        for _ in 0..8 {
            self.after(SignedDuration::from_mins(30)).await;
        }
    }

    /// Gives the reports on record, in their order.
    pub(crate) async fn reports(&self) -> Vec<(Number, CountReport)> {
        let mut conn = self.town.service.store().read().await.unwrap();
        let mut found = Vec::new();
        for number in 1..500 {
            let record = records::find(&mut conn, GUILD, Number::new(number).unwrap()).await.unwrap();
            if let Some(record) = record
                && record.state == RecordState::Accepted
                && let Body::Count(report) = record.body
            {
                found.push((record.number, report));
            }
        }
        found
    }

    pub(crate) async fn numbers(&self) -> Vec<String> {
        self.reports().await.into_iter().map(|(_, report)| report.wording).collect()
    }

    /// Gives the source that the first report stands on.
    pub(crate) async fn source(&self) -> Number {
        let first = self.reports().await[0].0;
        let mut conn = self.town.service.store().read().await.unwrap();
        records::find(&mut conn, GUILD, first).await.unwrap().unwrap().source
    }

    pub(crate) async fn shown_of(&self, source: Number) -> Shown {
        let mut conn = self.town.service.store().read().await.unwrap();
        counters::list_of(&mut conn, GUILD, source).await.unwrap().remove(0)
    }

    pub(crate) async fn shown(&self) -> Shown {
        self.shown_of(self.source().await).await
    }

    pub(crate) async fn waiting(&self) -> Vec<Number> {
        let queue = self.town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap();
        queue.items.iter().map(|one| one.number).collect()
    }

    pub(crate) async fn refused(&self, typed: NewCount) -> Refusal {
        match self.town.service.draft(&contributor(), Typed::Count(typed)).await {
            Err(ServiceError::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }

    pub(crate) async fn act(&self, number: Number, wanted: Wanted) {
        done(&self.town, &moderator(), act(number, wanted)).await;
    }
}

on_both_databases! {
    async fn a_number_that_is_approved_once_comes_on_record_again_and_again(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        let entries = running.town.entries().await;
        running.then(5_120).await;
        running.then(5_480).await;
        let reports = running.reports().await;
        // A digest tells the last of them, and milestones look at each.
        let mut conn = running.town.service.store().read().await.unwrap();
        let news = news::list(&mut conn, GUILD, ChannelId::new(5), (entries, i64::MAX)).await.unwrap();
        assert_eq!(news.iter().map(|one| (one.kind, one.object)).collect::<Vec<_>>(), [(ObjectKind::Record, reports[2].0)]);
        drop(conn);
        assert_eq!(running.numbers().await, ["5000", "5120", "5480"]);
        assert!(running.waiting().await.is_empty());
        let (first, last) = (&reports[0].1, &reports[2].1);
        assert_eq!(reports[0].0, begun);
        assert_eq!((last.measure, last.population, &last.originator), (first.measure, Population::Public, &first.originator));
        assert_eq!(last.locator.as_deref(), Some("json:/data/attributes/signature_count"));
        let reading = last.reading.as_ref().unwrap();
        assert_eq!((reading.qualifier(), reading.point()), (Qualifier::Exact, Some(5_480)));
        assert!(first.as_of.start() < last.as_of.start());
        // Nothing more where the number stays, however often it is read and noticed.
        running.then(5_480).await;
        db.execute("UPDATE counter SET noticed_at = NULL").await;
        running.after(SignedDuration::from_hours(5)).await;
        assert_eq!(running.numbers().await.len(), 3);
        running.town.verify().await;
    }

    async fn no_more_than_one_number_an_hour_is_kept(db) {
        let running = Running::begin(&db).await;
        running.approved().await;
        for minute in 0..180 {
            running.says(5_001 + minute);
            running.after(SignedDuration::from_mins(1)).await;
        }
        let reports = running.reports().await;
        assert!((3..=4).contains(&reports.len()), "{reports:?}");
        for pair in reports.windows(2) {
            assert!(pair[1].1.as_of.start().duration_since(pair[0].1.as_of.start()) >= SignedDuration::from_hours(1));
        }
    }

    async fn a_sudden_fall_waits_for_moderators_and_what_they_approve_is_where_it_goes_on(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        running.then(100).await;
        let [asked] = running.waiting().await.try_into().unwrap();
        assert_eq!(running.numbers().await, ["5000"]);
        running.then(101).await;
        assert_eq!(running.waiting().await, [asked], "asked once");
        let service = &running.town.service;
        let none = service.ask_contributor(&moderator(), asked, "Where is that?").await;
        assert_eq!(refusal(none), Refusal::NobodyHeld(asked), "nobody filed it");
        let decided = service.approve(&moderator(), asked).await.unwrap();
        assert_eq!(decided.submission.decision.unwrap().state, SubmissionState::Approved);
        running.then(102).await;
        assert_eq!(running.numbers().await, ["5000", "100", "102"]);
        assert_eq!(running.shown().await.number, begun);
        running.town.verify().await;
    }

    async fn a_sudden_number_that_is_approved_late_takes_nothing_back(db) {
        let running = Running::begin(&db).await;
        running.approved().await;
        running.then(100).await;
        let [asked] = running.waiting().await.try_into().unwrap();
        running.then(5_010).await;
        running.town.service.approve(&moderator(), asked).await.unwrap();
        running.then(5_020).await;
        assert!(running.waiting().await.is_empty(), "it is compared with the last, and not with what was approved last");
        assert_eq!(running.reports().await.last().unwrap().1.wording, "5020");
    }

    async fn no_number_is_taken_from_what_stands_in_a_pages_place(db) {
        let running = Running::begin(&db).await;
        let page = |title: &str, count: &str| {
            let filler = "<p>Whoever wants to sign can do so until the end of the month, with a name and an address.</p>".repeat(4);
            format!("<html><title>{title}</title><article><h1>{title}</h1>{filler}<b id=count>{count}</b></article></html>")
        };
        running.site.put(AT, Answer::page(page("A petition", "5,000")));
        let typed = NewCount { counter: Some("css:#count".to_owned()), ..running.typed() };
        running.town.publish(Typed::Count(typed), &[]).await;
        running.site.put(AT, Answer::status(302).with("Location", &running.site.url("petition.example.org", "/")));
        running.site.put("/", Answer::page(page("All petitions", "5,100")));
        running.after(SignedDuration::from_hours(24)).await;
        running.after(SignedDuration::from_hours(24)).await;
        assert_eq!(running.numbers().await, ["5,000".replace(',', "")]);
    }

    async fn another_guild_that_follows_the_number_is_not_seen_and_changes_nothing(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        running.act(begun, Wanted::Stop).await;
        // Another guild reads the same number meanwhile, and then it fails for days.
        db.execute(&format!("UPDATE page_number SET value = 7777, read_at = {}, failing_since = 1", running.town.clock.now().as_millisecond() + 1)).await;
        running.act(begun, Wanted::Undo).await;
        running.town.service.notice_sources().await.unwrap();
        assert_eq!(running.numbers().await, ["5000"], "what was read meanwhile is left out");
        assert_eq!(db.ask("SELECT count(*) FROM page_number WHERE failing_since IS NULL").await, "1");
        running.then(5_100).await;
        assert_eq!(running.numbers().await, ["5000", "5100"]);
    }

    async fn a_number_that_a_counter_reads_is_no_claim_whose_words_leave_the_page(db) {
        let running = Running::begin(&db).await;
        let page = |count: u32| {
            let filler = "<p>Whoever wants to sign can do so until the end of the month, with a name and an address.</p>".repeat(4);
            format!("<html><title>A petition</title><article><h1>A petition</h1>{filler}<p><b id=count>{count}</b> people have signed</p></article></html>")
        };
        running.site.put(AT, Answer::page(page(738)));
        let typed = NewCount { counter: Some("css:#count".to_owned()), ..running.typed() };
        running.town.publish(Typed::Count(typed), &[]).await;
        for count in [738, 740, 742] {
            running.site.put(AT, Answer::page(page(count)));
            for _ in 0..12 {
                running.after(SignedDuration::from_hours(1)).await;
            }
        }
        assert_eq!(running.numbers().await.as_slice(), ["738", "740", "742"]);
        assert_eq!(db.ask("SELECT count(*) FROM source_change WHERE class = 'removal' OR tell OR doc LIKE '%\"gone\"%'").await, "0");
        assert_eq!(db.ask("SELECT count(*) FROM capture WHERE doc LIKE '%last_with%'").await, "0");
        assert_ne!(db.ask("SELECT count(*) FROM source_change").await, "0", "an edit it is");
    }

    async fn who_rejects_a_sudden_number_is_asked_again_a_day_later_at_the_earliest(db) {
        let running = Running::begin(&db).await;
        running.approved().await;
        running.then(50_000).await;
        let [asked] = running.waiting().await.try_into().unwrap();
        running.town.service.reject(&moderator(), asked, RejectReason::SourceDoesNotSayIt, None).await.unwrap();
        running.then(50_001).await;
        assert!(running.waiting().await.is_empty());
        // A number as it was before is one like any other.
        running.then(5_010).await;
        assert_eq!(running.numbers().await, ["5000", "5010"]);
        running.after(SignedDuration::from_hours(24)).await;
        running.then(50_002).await;
        assert_eq!(running.waiting().await.len(), 1);
    }

    async fn a_counter_follows_what_moderators_put_right_and_rests_where_its_report_is_not_relied_on(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        let service = &running.town.service;
        let edit = NewAct { object: begun.to_string(), wanted: Wanted::Correct, ground: Ground::Wrong, note: None };
        let (draft, _) = service.begin_amendment(&moderator(), &edit).await.unwrap();
        let preview = service.amend(&moderator(), &draft, &owned(&[(undersigned::service::Field::Population, "employees")])).await.unwrap();
        service.perform(&moderator(), &preview.draft).await.unwrap();
        running.then(5_100).await;
        let last = running.reports().await.pop().unwrap();
        assert_eq!((last.1.wording.as_str(), last.1.population), ("5100", Population::Employees));
        running.act(last.0, Wanted::Deprecate).await;
        running.then(5_200).await;
        assert_eq!(running.numbers().await, ["5000"], "the corrected one stands, and none follows what is not relied on");
        running.act(last.0, Wanted::Undo).await;
        running.then(5_300).await;
        assert_eq!(running.numbers().await, ["5000", "5100", "5300"]);
        running.town.verify().await;
    }

    async fn a_counter_that_is_stopped_is_not_read_until_that_is_taken_back(db) {
        let running = Running::begin(&db).await;
        let begun = running.approved().await;
        // As where the number stands at another address than the source's.
        db.execute("UPDATE source_page SET page = (SELECT min(id) FROM page) WHERE page = (SELECT page FROM counter)").await;
        running.then(5_100).await;
        running.act(begun, Wanted::Stop).await;
        let last = history(&running.town, running.letter).await.entries.remove(0);
        assert_eq!((last.act, last.object), (LedgerAct::Pause, begun));
        running.then(5_200).await;
        let visits = running.site.visits(AT);
        for _ in 0..3 {
            running.after(SignedDuration::from_hours(100)).await;
        }
        assert_eq!(running.site.visits(AT), visits);
        assert_eq!((running.numbers().await.len(), running.shown().await.state), (2, CounterState::Stopped));
        let again = NewAct { object: begun.to_string(), wanted: Wanted::Stop, ground: Ground::Other, note: None };
        assert_eq!(refusal(running.town.service.act(&moderator(), &again).await), Refusal::NoCounter(begun));
        running.act(begun, Wanted::Undo).await;
        running.then(5_300).await;
        assert_eq!(running.numbers().await, ["5000", "5100", "5300"]);
        running.town.verify().await;
    }

    async fn a_page_that_has_no_number_any_more_is_told_with_the_source_and_begins_nothing(db) {
        let running = Running::begin(&db).await;
        running.site.put(AT, Answer::page("{}"));
        assert_eq!(running.refused(running.typed()).await, Refusal::Uncounted(Uncounted::Missed(Missed::Nothing)));
        running.site.put(AT, Answer::page("<p>5,000</p>"));
        assert_eq!(running.refused(running.typed()).await, Refusal::Uncounted(Uncounted::Missed(Missed::NotJson)));
        running.says(5_000);
        running.approved().await;
        running.after(SignedDuration::from_mins(5)).await;
        running.site.put(AT, Answer::page("{}"));
        running.after(SignedDuration::from_hours(30)).await;
        let shown = running.shown().await;
        assert_eq!((shown.missed, shown.read.map(|(value, _)| value)), (Some(Missed::Nothing), Some(5_000)));
        running.then(5_001).await;
        running.after(SignedDuration::from_hours(24)).await;
        assert_eq!((running.shown().await.missed, running.numbers().await.len()), (None, 2));
    }

    async fn a_number_that_goes_on_rising_is_read_often_wherever_it_stands(db) {
        let running = Running::begin(&db).await;
        running.approved().await;
        // As where the number stands at another address than the source's, and nothing else speaks for a look.
        db.execute("UPDATE source_page SET page = (SELECT min(id) FROM page) WHERE page = (SELECT page FROM counter)").await;
        for more in 1..=16 {
            running.says(5_000 + more);
            running.after(SignedDuration::from_mins(30)).await;
        }
        assert!((6..=9).contains(&running.numbers().await.len()), "{:?}", running.numbers().await);
    }

    async fn a_number_is_read_on_a_page_that_says_that_nothing_changed(db) {
        let running = Running::begin(&db).await;
        let filler = "<p>Whoever wants to sign can do so until the end of the month, with a name and an address.</p>".repeat(4);
        let page = format!("<html><title>A petition</title><article>{filler}<p><b id=count>5,000</b> signed.</p></article></html>");
        running.site.put(AT, Answer::page(page).with("ETag", "\"a\""));
        running.town.publish(Typed::Source(source(&running.typed().url)), &[]).await;
        running.after(SignedDuration::from_mins(5)).await;
        let typed = NewCount { counter: Some("css:#count".to_owned()), ..running.typed() };
        running.town.publish(Typed::Count(typed), &[]).await;
        running.after(SignedDuration::from_hours(20)).await;
        assert_eq!(running.shown().await.read.map(|(value, _)| value), Some(5_000));
        running.after(SignedDuration::from_hours(20)).await;
        assert!(!running.site.last_head().to_lowercase().contains("if-none-match"), "each moment's number is wanted");
    }

    async fn what_is_typed_beside_a_counter_is_refused_and_nothing_is_read_for_it(db) {
        let running = Running::begin(&db).await;
        let typed = || running.typed();
        let words = NewCount { wording: Some("5,000".to_owned()), ..typed() };
        assert_eq!(running.refused(words).await, Refusal::BadCounter(BadCounter::Wording));
        let dated = NewCount { as_of: "2018-06-21".to_owned(), ..typed() };
        assert_eq!(running.refused(dated).await, Refusal::BadCounter(BadCounter::AsOf));
        let elsewhere = NewCount { counter: Some("uk-parliament".to_owned()), ..typed() };
        assert_eq!(
            running.refused(elsewhere).await,
            Refusal::BadCounter(BadCounter::NotItsPage("uk-parliament".to_owned()))
        );
        let none = NewCount { counter: Some("xml:/a".to_owned()), ..typed() };
        assert!(matches!(running.refused(none).await, Refusal::BadCounter(BadCounter::Rule { .. })));
        let inward = NewCount { url: "http://127.0.0.1/count.json".to_owned(), ..typed() };
        let refused = running.refused(inward).await;
        assert!(matches!(refused, Refusal::Uncounted(Uncounted::Unread(Unread::Trouble(_))) | Refusal::BadUrl(_)), "{refused:?}");
        assert_eq!(running.site.visits(AT), 0);
        let change = SetupChange { submit: Some(SubmitPolicy::Contributors), ..SetupChange::default() };
        running.town.service.configure(&admin(), change).await.unwrap();
        let member_only = running.town.service.draft(&member(), Typed::Count(typed())).await;
        assert!(matches!(refusal(member_only), Refusal::NotAllowed { .. }));
        assert_eq!(running.site.visits(AT), 0, "no page is read for who may not file");
    }
}
