//! What a page offers to who files from it, and what its source may be confused with.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use undersigned::clock::SystemEntropy;
use undersigned::domain::guild::SubmitPolicy;
use undersigned::domain::ids::Number;
use undersigned::domain::source::{MachineRead, NeighbourKind, SourceDoc};
use undersigned::domain::watching::{Fetch, Trouble};
use undersigned::fetch::Briefly;
use undersigned::service::log::{Drafted, NewCount, NewSource, OfPage, Preview, Typed, Unread, WhichWords};
use undersigned::service::operator::Person;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Field, Refusal, Service};
use undersigned::store::sources;
use undersigned::workers::watch;

use crate::digesting::SLUG;
use crate::harness::site::{Answer, Site};
use crate::harness::{TestDb, on_both_databases};
use crate::support::*;

const STORY: &str = "/2018/06/21/workers-ask-their-company";

/// An article that says all of itself, and has two sentences with a number of signers among others.
fn article(head: &str) -> String {
    format!(
        "<html lang='en'><head><title>Workers ask their company to stop | Example Times</title>
         <meta property='og:title' content='Workers ask their company to stop'>
         <meta property='og:site_name' content='Example Times'><meta name='author' content='A. Writer'>
         <meta property='article:published_time' content='2018-06-21'>{head}</head><body><article>
         <h1>Workers ask their company to stop</h1>
         <p>The company has offices in 46 countries and a contract worth $19.4 million, the agency said last week.</p>
         <p>More than 300 employees signed the letter by Thursday. It was posted on an internal board on Tuesday night.</p>
         <p>On Tuesday over 100 employees had signed the letter, according to people who saw it and asked not to be named.</p>
         <p>Readers who want to know more can ask for the whole text, which is kept in the archive of this newspaper.</p>
         </article></body></html>"
    )
}

/// A town whose service reads pages, of this site and nowhere else.
struct Readers {
    town: Town,
    site: Site,
}

impl Readers {
    async fn new(db: &Arc<TestDb>) -> Self {
        let (town, site) = (Town::new(db).await, Site::open().await);
        let reader: Arc<dyn Fetch> = Arc::new(site.reader(town.clock.clone()));
        let read = Self { town: reading(&town, Arc::new(Briefly::over(reader))), site };
        read.town.letter().await;
        read
    }

    fn url(&self, path: &str) -> String {
        self.site.url("news.example.org", path)
    }

    async fn words(&self, path: &str) -> Box<WhichWords> {
        let typed = Typed::Count(NewCount { url: self.url(path), wording: None, ..count(SLUG, "") });
        match self.town.service.draft(&contributor(), typed).await.unwrap() {
            Drafted::NeedsWording(which) => which,
            other => panic!("no words to choose: {other:?}"),
        }
    }

    async fn source(&self, path: &str) -> Box<Preview> {
        self.town.preview(&contributor(), Typed::Source(source(&self.url(path))), &[]).await
    }

    async fn publish(&self, path: &str) -> Number {
        self.town.publish(Typed::Source(source(&self.url(path))), &[]).await
    }

    async fn on_record(&self, number: Number) -> SourceDoc {
        let mut conn = self.town.service.store().read().await.unwrap();
        sources::find(&mut conn, GUILD, number).await.unwrap().unwrap()
    }
}

pub(crate) fn reading(town: &Town, pages: Arc<dyn Fetch>) -> Town {
    let (store, clock) = (town.service.store().clone(), Arc::clone(&town.clock));
    let service = Service::new(store, clock.clone(), Arc::new(SystemEntropy), generous()).reading(pages);
    Town { service: Arc::new(service), clock }
}

fn doc(preview: &Preview) -> &SourceDoc {
    preview.proposals[0].source().unwrap()
}

on_both_databases! {
    async fn a_page_offers_its_sentences_with_a_number_of_signers_and_one_that_is_chosen_is_filed(db) {
        let read = Readers::new(&db).await;
        read.site.put(STORY, Answer::page(article("")));
        let which = read.words(STORY).await;
        let offered: Vec<_> = which.offers.iter().map(|offer| offer.wording.as_str()).collect();
        assert_eq!(which.unread, None);
        assert_eq!(offered, [
            "More than 300 employees signed the letter by Thursday.",
            "On Tuesday over 100 employees had signed the letter, according to people who saw it and asked not to be named.",
        ]);
        let readings: Vec<_> = which.offers.iter().map(|offer| offer.readings[0].words()).collect();
        assert_eq!(readings, ["more than 300", "more than 100"]);

        let service = &read.town.service;
        let chosen = service.choose_wording(&contributor(), &which.draft, 0).await.unwrap();
        let Drafted::Preview(preview) = chosen else { panic!("no preview: {chosen:?}") };
        assert_eq!(preview.page, OfPage::Read);
        let source = doc(&preview);
        assert_eq!(source.publisher.as_deref(), Some("Example Times"));
        assert_eq!(source.title.as_deref(), Some("Workers ask their company to stop"));
        assert_eq!((source.authors.join(","), source.published.unwrap().to_string()), ("A. Writer".to_owned(), "2018-06-21".to_owned()));
        assert_eq!(source.machine_read, MachineRead::ALL);
        let number = service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];

        // Whoever reviews it sees the mark, and confirms by approving.
        let seen = service.submission(&moderator(), number).await.unwrap();
        assert_eq!(seen.proposal.unwrap().source().unwrap().machine_read, MachineRead::ALL);
        service.approve(&moderator(), number).await.unwrap();
        let source = db.ask(&format!("SELECT source FROM record WHERE number = {}", number.get())).await.parse().unwrap();
        let source = read.on_record(source).await;
        assert_eq!((source.machine_read, source.publisher.as_deref()), (Vec::new(), Some("Example Times")));
        read.town.verify().await;
    }

    async fn without_the_page_the_words_are_typed_and_only_the_class_of_the_reason_is_told(db) {
        let read = Readers::new(&db).await;
        read.site.put("/hidden", Answer::page(article("")));
        read.site.put("/fault", Answer::status(503));
        read.site.put("/robots.txt", Answer { headers: Vec::new(), ..Answer::page("User-agent: *\nDisallow: /hidden") });
        let unread = async |path: &str| {
            let which = read.words(path).await;
            assert!(which.offers.is_empty(), "{path}");
            which.unread
        };
        assert_eq!(unread("/none").await, Some(Unread::Trouble(Trouble::NotFound)));
        assert_eq!(unread("/fault").await, Some(Unread::Trouble(Trouble::ServerFault)));
        assert_eq!(unread("/hidden").await, Some(Unread::Trouble(Trouble::Robots)));
        let inner = Typed::Count(NewCount { url: "http://10.0.0.1/x".to_owned(), wording: None, ..count(SLUG, "") });
        let refused = read.town.service.draft(&contributor(), inner).await.unwrap();
        let Drafted::NeedsWording(refused) = refused else { panic!("{refused:?}") };
        assert_eq!(refused.unread, Some(Unread::Trouble(Trouble::Refused)));

        // Nothing is fetched for words that are typed, and they are taken where nothing was read.
        let which = read.words("/none").await;
        let typed = owned(&[(Field::Wording, "more than 300 employees"), (Field::AsOf, "2018-06-21")]);
        let changed = read.town.service.change(&contributor(), &which.draft, &typed).await.unwrap();
        let Drafted::Preview(preview) = changed else { panic!("no preview: {changed:?}") };
        assert_eq!((preview.page, doc(&preview).machine_read.len()), (OfPage::Unread(Unread::Trouble(Trouble::NotFound)), 0));
        let before = read.site.asked().len();
        let url = read.url("/fault");
        read.town.preview(&contributor(), Typed::Count(NewCount { url, ..count(SLUG, "300 employees") }), &[]).await;
        assert_eq!(read.site.asked().len(), before);
        let off = read.town.again().service.draft(&contributor(), Typed::Source(source(&read.url("/fault")))).await.unwrap();
        assert!(matches!(off, Drafted::Preview(preview) if preview.page == OfPage::Unread(Unread::Off)));
    }

    async fn a_host_that_does_not_answer_is_not_waited_for(db) {
        let town = Town::new(&db).await;
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = silent.local_addr().unwrap();
        let reader: Arc<dyn Fetch> = Arc::new(Site::reader_of(town.clock.clone(), socket));
        let town = reading(&town, Arc::new(Briefly::at_most(reader, Duration::from_millis(300))));
        let begun = std::time::Instant::now();
        let url = format!("http://slow.example.org:{}/x", socket.port());
        let preview = town.preview(&contributor(), Typed::Source(source(&url)), &[]).await;
        assert_eq!(preview.page, OfPage::Unread(Unread::Trouble(Trouble::TooSlow)));
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }

    async fn a_page_that_was_read_lately_is_not_asked_for_again(db) {
        let read = Readers::new(&db).await;
        read.site.put(STORY, Answer::page(article("")));
        let typed = NewCount { url: read.url(STORY), ..count(SLUG, "more than 300 employees") };
        read.town.publish(Typed::Count(typed), &[]).await;
        let reader = read.site.reader(read.town.clock.clone());
        watch::round(&read.town.service, &reader, &CancellationToken::new()).await.unwrap();
        assert_eq!(read.site.visits(STORY), 1);
        let which = read.words(STORY).await;
        assert_eq!((which.offers.len(), read.site.visits(STORY)), (2, 1));
        // Of another guild too: a page is everybody's. A day later it may have another number.
        read.town.clock.advance(jiff::SignedDuration::from_hours(25));
        assert_eq!((read.words(STORY).await.offers.len(), read.site.visits(STORY)), (2, 2));
    }

    async fn no_page_is_read_for_who_may_not_file(db) {
        let read = Readers::new(&db).await;
        let change = SetupChange { submit: Some(SubmitPolicy::Contributors), ..SetupChange::default() };
        read.town.service.configure(&admin(), change).await.unwrap();
        let typed = Typed::Count(NewCount { url: read.url(STORY), wording: None, ..count(SLUG, "") });
        assert!(matches!(refusal(read.town.service.draft(&member(), typed).await), Refusal::NotAllowed { .. }));
        assert_eq!(read.site.asked(), Vec::<String>::new());
    }

    async fn a_host_that_asked_to_be_left_alone_is_not_asked_for_people_either(db) {
        let read = Readers::new(&db).await;
        let reader = read.site.reader(read.town.clock.clone());
        read.publish("/busy").await;
        read.site.put("/busy", Answer::status(503).with("Retry-After", "7200"));
        // The host rests between two visits.
        read.town.clock.advance(jiff::SignedDuration::from_mins(5));
        watch::round(&read.town.service, &reader, &CancellationToken::new()).await.unwrap();
        read.site.put(STORY, Answer::page(article("")));
        assert_eq!((read.words(STORY).await.unread, read.site.visits(STORY)), (Some(Unread::Resting), 0));
        read.town.clock.advance(jiff::SignedDuration::from_hours(2));
        assert_eq!(read.words(STORY).await.unread, None);
    }

    async fn nobody_has_pages_read_without_end(db) {
        let read = Readers::new(&db).await;
        let mut seen = Vec::new();
        for number in 0..12 {
            seen.push(read.words(&format!("/none/{number}")).await.unread);
        }
        let not_found = Some(Unread::Trouble(Trouble::NotFound));
        assert_eq!((seen[9], seen[10], read.site.visits("/none/10")), (not_found, Some(Unread::TooMany), 0));
        // Others do not wait for that, and a minute later neither does who asked.
        let typed = Typed::Source(source(&read.url("/none/20")));
        let other = read.town.preview(&moderator(), typed, &[]).await;
        assert_eq!(other.page, OfPage::Unread(Unread::Trouble(Trouble::NotFound)));
        read.town.clock.advance(jiff::SignedDuration::from_mins(1));
        assert_eq!(read.words("/none/21").await.unread, not_found);
    }

    async fn what_a_machine_read_gives_way_to_what_a_person_says(db) {
        let read = Readers::new(&db).await;
        read.site.put(STORY, Answer::page(article("")));
        let typed = NewSource { publisher: Some("The Example Times".to_owned()), ..source(&read.url(STORY)) };
        let preview = read.town.preview(&contributor(), Typed::Source(typed), &[]).await;
        assert_eq!(doc(&preview).publisher.as_deref(), Some("The Example Times"));
        assert_eq!(doc(&preview).machine_read, &MachineRead::ALL[1..], "the publisher was said by a person");
        // The source's form: the title stays as it is and is confirmed by that, the date is taken out.
        let form = owned(&[(Field::Title, "Workers ask their company to stop"), (Field::Published, " "), (Field::ReadOn, "")]);
        let described = read.town.service.describe(&contributor(), &preview.draft, &form).await.unwrap();
        let Drafted::Preview(preview) = described else { panic!("{described:?}") };
        let doc = doc(&preview);
        assert_eq!(doc.machine_read, [MachineRead::Authors, MachineRead::Language]);
        assert_eq!((doc.title.as_deref(), doc.published), (Some("Workers ask their company to stop"), None));
    }

    async fn a_page_that_says_its_address_on_its_own_site_leads_to_one_source(db) {
        let read = Readers::new(&db).await;
        let says = |path: &str| article(&format!("<link rel='canonical' href='{}'>", read.url(path)));
        read.site.put("/mobile/workers-ask-their-company", Answer::page(says(STORY)));
        read.site.put(STORY, Answer::page(says(STORY)));
        let number = read.publish("/mobile/workers-ask-their-company").await;
        let source = read.on_record(number).await;
        assert_eq!(source.url.as_str(), read.url(STORY));
        for path in ["/mobile/workers-ask-their-company", STORY] {
            let typed = Typed::Source(source_of(&read, path));
            assert_eq!(refusal(read.town.service.draft(&contributor(), typed).await), Refusal::SourceKnown(number), "{path}");
        }
        // Another form of it, which only the page itself ties to the source, for a count.
        read.site.put("/print/7", Answer::page(says(STORY)));
        let which = read.words("/print/7").await;
        let chosen = read.town.service.choose_wording(&contributor(), &which.draft, 0).await.unwrap();
        let Drafted::Preview(preview) = chosen else { panic!("{chosen:?}") };
        assert_eq!((preview.source_known, doc(&preview).url.as_str()), (Some(number), read.url(STORY).as_str()));
        let count = read.town.service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];
        read.town.service.approve(&moderator(), count).await.unwrap();
        let found = read.town.service.source(&member(), &read.url("/print/7"), 1).await.unwrap();
        assert_eq!(found.answer.source.number, number);
        // A page of another site is what it is, whatever it says.
        read.site.put("/claims", Answer::page(article("<link rel='canonical' href='https://www.theverge.com/2018/6/21/x'>")));
        assert_eq!(doc(&*read.source("/claims").await).url.as_str(), read.url("/claims"));
        read.town.verify().await;
    }

    async fn two_sources_of_one_page_that_are_on_record_are_told_and_stay_two(db) {
        let read = Readers::new(&db).await;
        read.site.put("/a/first", Answer::page(article("")));
        read.site.put("/b/second", Answer::page(article("")));
        let (first, second) = (read.publish("/a/first").await, read.publish("/b/second").await);
        let reader = read.site.reader(read.town.clock.clone());
        read.site.put("/b/second", Answer::page(article(&format!("<link rel='canonical' href='{}'>", read.url("/a/first")))));
        for _ in 0..2 {
            // The host rests between two visits.
            read.town.clock.advance(jiff::SignedDuration::from_mins(5));
            watch::round(&read.town.service, &reader, &CancellationToken::new()).await.unwrap();
        }
        let beside = async |number: Number| {
            let found = read.town.service.source(&member(), &number.get().to_string(), 1).await.unwrap();
            let near = found.answer.beside.neighbours;
            near.into_iter().map(|one| (one.number, one.kind)).collect::<Vec<_>>()
        };
        assert_eq!(beside(second).await, [(first, NeighbourKind::Declared)]);
        assert_eq!(beside(first).await, [(second, NeighbourKind::Declares)]);
    }

    async fn probably_the_same_page_is_told_to_who_files_and_to_who_reviews_and_never_of_another_guild(db) {
        let town = Town::new(&db).await;
        let known = town.publish(Typed::Source(source("https://news.example.org/2018/06/workers-ask-their-company")), &[]).await;
        let again = "https://www.example.org/amp-stories/workers-ask-their-company.html";
        let preview = town.preview(&contributor(), Typed::Source(source(again)), &[]).await;
        let near = |found: &[undersigned::domain::source::Neighbour]| found.iter().map(|one| (one.number, one.kind)).collect::<Vec<_>>();
        assert_eq!(near(&preview.beside.neighbours), [(known, NeighbourKind::Near)]);
        let number = town.service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];
        let seen = town.service.submission(&moderator(), number).await.unwrap();
        assert_eq!(near(&seen.beside.neighbours), [(known, NeighbourKind::Near)]);
        let other = town.preview(&contributor(), Typed::Source(source("https://news.example.org/2018/06/another-story-of-today")), &[]).await;
        assert!(other.beside.neighbours.is_empty(), "{:?}", other.beside);
        let elsewhere = town.preview(&elsewhere(contributor()), Typed::Source(source(again)), &[]).await;
        assert!(elsewhere.beside.neighbours.is_empty(), "{:?}", elsewhere.beside);
    }

    async fn a_host_in_ascii_that_looks_like_one_on_record_is_warned_of_everywhere(db) {
        let town = Town::new(&db).await;
        town.publish(Typed::Source(source("https://blogs.microsoft.com/x")), &[]).await;
        // What was put on record before looks were kept is filled in at the start.
        db.execute("UPDATE source_url SET site = NULL, look = NULL, likeness = NULL").await;
        drop(db.open().await);
        let preview = town.preview(&contributor(), Typed::Source(source("https://blogs.rnicrosoft.com/x")), &[]).await;
        assert_eq!(preview.beside.imitated, ["microsoft.com"]);
        let number = town.service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];
        assert_eq!(town.service.submission(&moderator(), number).await.unwrap().beside.imitated, ["microsoft.com"]);
        town.service.approve(&moderator(), number).await.unwrap();
        let shown = town.service.source(&member(), &number.get().to_string(), 1).await.unwrap();
        assert_eq!(shown.answer.beside.imitated, ["microsoft.com"]);
        let plain = town.preview(&contributor(), Typed::Source(source("https://news.microsoft.com/y")), &[]).await;
        assert_eq!(plain.beside.imitated, ["rnicrosoft.com"], "each looks like the other");
        let other = town.preview(&contributor(), Typed::Source(source("https://www.example.org/y")), &[]).await;
        assert!(other.beside.imitated.is_empty());
    }

    async fn an_erased_name_does_not_come_back_with_what_a_machine_reads_for_a_filing(db) {
        let read = Readers::new(&db).await;
        let person = Person::Named("Quokka Wombat".to_owned());
        read.town.service.erase_person(GUILD, &person).await.unwrap();
        let page = article("").replace("A. Writer", "Quokka Wombat").replace("More than 300", "Quokka Wombat and 300");
        read.site.put(STORY, Answer::page(page));
        let preview = read.source(STORY).await;
        assert!(doc(&preview).authors.is_empty(), "{:?}", doc(&preview));
        let which = read.words(STORY).await;
        assert_eq!(which.offers.len(), 1);
        assert!(which.offers[0].wording.contains("over 100 employees"), "{which:?}");
        // Nor from what the watcher read.
        read.publish(STORY).await;
        read.town.clock.advance(jiff::SignedDuration::from_mins(5));
        let reader = read.site.reader(read.town.clock.clone());
        watch::round(&read.town.service, &reader, &CancellationToken::new()).await.unwrap();
        let visits = read.site.visits(STORY);
        assert_eq!(read.words(STORY).await.offers[0].wording, which.offers[0].wording);
        assert_eq!(read.site.visits(STORY), visits);
    }

    async fn words_that_a_draft_lacked_stay_where_another_field_of_their_form_is_refused(db) {
        let read = Readers::new(&db).await;
        read.site.put(STORY, Answer::page(article("")));
        let which = read.words(STORY).await;
        let service = &read.town.service;
        let long = "over 300 employees, as somebody wrote down with much care";
        let fields = owned(&[(Field::Wording, long), (Field::Population, "workers")]);
        let refused = service.change(&contributor(), &which.draft, &fields).await;
        assert!(matches!(refusal(refused), Refusal::BadChoice { field: Field::Population, .. }));
        let form = service.change_form(&contributor(), &which.draft).await.unwrap();
        let kept = form.fields.iter().find(|field| field.field == Field::Wording).unwrap();
        assert_eq!(kept.value, long);
    }
}

fn source_of(read: &Readers, path: &str) -> NewSource {
    source(&read.url(path))
}
