//! Pages that are watched: what changed on them, told once, whoever filed what.

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use undersigned::answers::Responder;
use undersigned::answers::view::{PetitionRef, View};
use undersigned::clock::Clock as _;
use undersigned::domain::ids::{ChannelId, GuildId, Number};
use undersigned::domain::proposal::Proposal;
use undersigned::domain::record::Capacity;
use undersigned::domain::source::{ChangeClass, LinkState, SourceUrlError};
use undersigned::fetch::{Fetch as _, PageReader};
use undersigned::service::announce::Announced;
use undersigned::service::log::{NewCapture, NewStatement, Typed};
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Field, Limits, Refusal, Service};
use undersigned::store::changes::{self, Change};
use undersigned::store::{readings, watched};
use undersigned::workers::watch;

use crate::channels::Channels;
use crate::harness::site::{Answer, Site};
use crate::harness::{TestDb, on_both_databases};
use crate::support::*;

pub(crate) const POST: &str = "/blog/2018/01/24/government-cloud/";
pub(crate) const PROUD: &str = "We're proud to support this work with our mission-critical cloud";

/// The blog post as it was in January, without the words about the agency, and with them again but dressed otherwise.
pub(crate) fn january() -> String {
    post(&format!(
        "<p>The agency's decision is a fine example. {PROUD}, said the company in this post for its readers.</p>"
    ))
}

pub(crate) fn edited() -> String {
    post("")
}

fn post(more: &str) -> String {
    format!(
        "<html><head><title>Government cloud momentum</title></head><body><article>
         <h1>Government cloud momentum</h1>
         <p>Federal, state and local agencies use our cloud for documents, mail and calendars in every office they have.</p>
         <p>This month the authority to operate was granted for a further service, and more of them will follow soon.</p>
         {more}
         <p>Readers who want to know more about how it is built can ask for the papers that describe each service.</p>
         </article></body></html>"
    )
}

pub(crate) struct Watch {
    pub(crate) town: Town,
    pub(crate) site: Site,
    pub(crate) reader: PageReader,
    pub(crate) source: Number,
    pub(crate) statement: Number,
}

impl Watch {
    /// Publishes a letter and a statement of the company's that stands on the blog post as it is in January.
    pub(crate) async fn begin(db: &std::sync::Arc<TestDb>) -> Self {
        Self::begin_with(db, |_| generous()).await
    }

    /// The same with other limits, such as with an archive on the site.
    pub(crate) async fn begin_with(db: &std::sync::Arc<TestDb>, limits: impl FnOnce(&Site) -> Limits) -> Self {
        let site = Site::open().await;
        let town = Town::with(db, limits(&site)).await;
        site.put(POST, Answer::page(january()));
        let reader = site.reader(town.clock.clone());
        let letter = town.letter().await;
        let url = site.url("blog.example.org", POST);
        let said = NewStatement {
            url,
            speaker: "Tom Keane".to_owned(),
            capacity: Capacity::Executive,
            ..statement(&letter.to_string())
        };
        let words = [(Field::Quote, PROUD), (Field::Paraphrase, "")];
        let statement = town.publish(Typed::Statement(said), &words).await;
        let source = db.ask(&format!("SELECT source FROM record WHERE number = {}", statement.get())).await;
        Self { source: source.parse().unwrap(), town, site, reader, statement }
    }

    /// Lets time pass, and looks at what is due.
    pub(crate) async fn after(&self, time: SignedDuration) {
        self.town.clock.advance(time);
        self.look().await;
    }

    pub(crate) async fn look(&self) {
        watch::round(&self.town.service, &self.reader, &CancellationToken::new()).await.unwrap();
    }

    pub(crate) async fn changes(&self) -> Vec<Change> {
        let mut conn = self.town.service.store().read().await.unwrap();
        let mut changes = changes::list(&mut conn, GUILD, self.source).await.unwrap();
        changes.sort_by_key(|change| (change.doc.on.start(), change.number));
        changes
    }

    pub(crate) async fn link(&self) -> LinkState {
        let mut conn = self.town.service.store().read().await.unwrap();
        watched::link_state(&mut conn, GUILD, self.source).await.unwrap().unwrap()
    }

    pub(crate) async fn captures(&self) -> Vec<readings::Reading> {
        let mut conn = self.town.service.store().read().await.unwrap();
        readings::list(&mut conn, GUILD, self.source).await.unwrap()
    }

    /// Gives moderators what they are to be told of pages, and its kinds.
    pub(crate) async fn tell(&self, service: &Service) -> Vec<ChangeClass> {
        self.tell_of(service, "proud to support this work").await
    }

    async fn tell_of(&self, service: &Service, cited: &str) -> Vec<ChangeClass> {
        let mut classes = Vec::new();
        for one in service.unannounced(50, &[]).await.unwrap().due {
            let Announced::Change(change) = &one.shows else { continue };
            let words = format!("{:?}", Responder::announced(&one.shows));
            assert!(words.contains(cited), "{words}");
            let (number, message) = (one.shows.number(), 1_000 + u64::try_from(change.change.number.get()).unwrap());
            let was = one.message.map(|_| one.was.as_deref().unwrap());
            service.announced(one.guild, number, one.channel, message, (was, &one.shown)).await.unwrap();
            if one.message.is_none() {
                classes.push(change.change.class);
            }
        }
        classes
    }

    pub(crate) async fn open_review(&self) {
        let review = SetupChange { review_channel: Some(ChannelId::new(77)), ..SetupChange::default() };
        self.town.service.configure(&admin(), review).await.unwrap();
    }
}

pub(crate) const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);
pub(crate) const DAYS: fn(i64) -> SignedDuration = |days| SignedDuration::from_hours(24 * days);

on_both_databases! {
    async fn words_that_leave_a_page_and_come_back_are_a_removal_and_a_restoration(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        assert_eq!((watch.changes().await, watch.captures().await.len()), (Vec::new(), 1));
        assert!(watch.captures().await[0].doc.excerpt.as_deref().unwrap().contains(PROUD));
        // Nothing happens for days.
        watch.after(DAYS(4)).await;
        watch.after(DAYS(4)).await;
        assert_eq!((watch.changes().await, watch.captures().await.len()), (Vec::new(), 1));

        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(4)).await;
        let changes = watch.changes().await;
        assert_eq!(changes.iter().map(|one| one.class).collect::<Vec<_>>(), [ChangeClass::Removal]);
        assert_eq!(changes[0].doc.gone, [watch.statement]);
        assert_eq!(watch.link().await, LinkState::Changed);
        let captures = watch.captures().await;
        assert_eq!(captures[0].doc.last_with, [watch.statement], "the first reading still has the words");

        // Twenty minutes later they are back, dressed otherwise.
        watch.site.put(POST, Answer::page(january().replace('\'', "\u{2019}")));
        watch.after(SignedDuration::from_mins(20)).await;
        let changes = watch.changes().await;
        let [january, june, later] = watch.captures().await.try_into().unwrap();
        assert_eq!(changes.iter().map(|one| one.class).collect::<Vec<_>>(), [ChangeClass::Removal, ChangeClass::Restoration]);
        let restoration = &changes[1];
        assert_eq!(
            (restoration.from, restoration.to, restoration.restores),
            (Some(june.number), Some(later.number), Some(january.number))
        );
        assert_eq!((watch.link().await, january.doc.last_with), (LinkState::Restored, Vec::new()));
        // Looked at again, and noticed again: nothing more is told.
        db.execute("UPDATE source_page SET noticed = 0, stale = 1").await;
        watch.after(AN_HOUR).await;
        assert_eq!(watch.changes().await, changes);
        watch.town.verify().await;
    }

    async fn a_page_is_asked_for_politely_and_only_where_it_changed(db) {
        let watch = Watch::begin(&db).await;
        watch.site.put(POST, Answer::page(january()).with("ETag", "\"a\""));
        watch.look().await;
        // Its host's rules come first; the letter's page has another host, and both are asked once.
        let of_post: Vec<String> = watch.site.asked().into_iter().filter(|path| path != "/").collect();
        assert_eq!(of_post.iter().filter(|path| *path == "/robots.txt").count(), 1);
        watch.look().await;
        assert_eq!(watch.site.visits(POST), 1, "it is not due");
        watch.after(DAYS(1)).await;
        assert_eq!(watch.site.visits(POST), 2);
        let head = watch.site.last_head().to_lowercase();
        assert!(head.contains("if-none-match: \"a\"") && head.contains("user-agent: undersigned/"), "{head}");
        assert_eq!(watch.captures().await.len(), 1);
    }

    async fn a_host_that_asks_robots_to_stay_away_is_left_alone(db) {
        let watch = Watch::begin(&db).await;
        watch.site.put("/robots.txt", Answer::page("User-agent: *\nDisallow: /blog/"));
        watch.look().await;
        watch.after(DAYS(2)).await;
        assert_eq!((watch.site.visits(POST), watch.captures().await.len()), (0, 0));
        assert_eq!(watch.link().await, LinkState::Live, "nothing is known of it");
        watch.site.put("/robots.txt", Answer::page("User-agent: *\nAllow: /"));
        watch.after(DAYS(2)).await;
        assert_eq!((watch.site.visits(POST), watch.captures().await.len()), (1, 1));
    }

    async fn a_page_that_answers_404_once_is_not_gone_and_one_that_does_for_a_fortnight_is(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.after(DAYS(1)).await;
        watch.site.put(POST, Answer::status(404));
        watch.after(DAYS(1)).await;
        assert_eq!((watch.link().await, watch.changes().await), (LinkState::Suspect, Vec::new()));
        watch.site.put(POST, Answer::page(january()));
        watch.after(AN_HOUR).await;
        assert_eq!((watch.link().await, watch.changes().await), (LinkState::Live, Vec::new()));
        watch.site.put(POST, Answer::status(404));
        for _ in 0..20 {
            watch.after(DAYS(1)).await;
        }
        assert_eq!(watch.link().await, LinkState::Gone);
        watch.site.put(POST, Answer::page(january()));
        watch.after(DAYS(1)).await;
        assert_eq!(watch.link().await, LinkState::Live);
        let classes: Vec<ChangeClass> = watch.changes().await.iter().map(|one| one.class).collect();
        assert_eq!(classes, [ChangeClass::Gone, ChangeClass::Returned], "each told once");
        assert_eq!(watch.captures().await.len(), 1, "it is the same text as before");
    }

    async fn what_stands_in_a_pages_place_changes_nothing(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let captcha = "<title>Just a moment...</title><p>Checking your browser before you can read on. Enable JavaScript and cookies to continue.";
        for stub in [Answer::page(captcha), Answer::status(403), Answer::page("<p>Subscribe to continue reading."), Answer::status(429)] {
            watch.site.put(POST, stub);
            watch.after(DAYS(3)).await;
        }
        assert_eq!((watch.changes().await, watch.captures().await.len()), (Vec::new(), 1));
        assert_eq!(watch.link().await, LinkState::Live, "whoever is turned away learns nothing");
    }

    async fn two_guilds_cost_one_look_and_two_processes_do_not_look_twice(db) {
        let watch = Watch::begin(&db).await;
        let url = watch.site.url("blog.example.org", POST);
        let there = Typed::Source(source(&url));
        let number = watch.town.file(&elsewhere(contributor()), there, &[]).await;
        watch.town.service.approve(&elsewhere(moderator()), number).await.unwrap();
        let other = watch.town.again();
        let reader = watch.site.reader(watch.town.clock.clone());
        let stop = CancellationToken::new();
        let (one, two) = tokio::join!(
            watch::round(&watch.town.service, &watch.reader, &stop),
            watch::round(&other.service, &reader, &stop)
        );
        one.unwrap();
        two.unwrap();
        watch.look().await;
        assert_eq!(watch.site.visits(POST), 1);
        let count = async |guild: GuildId| db.ask(&format!("SELECT count(*) FROM capture WHERE guild = {} AND page IS NOT NULL", guild.as_i64())).await;
        assert_eq!((count(GUILD).await, count(ELSEWHERE).await), ("1".to_owned(), "1".to_owned()));
        // The words that are cited here are nobody's concern there.
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        let mut conn = watch.town.service.store().read().await.unwrap();
        let there = changes::list(&mut conn, ELSEWHERE, number).await.unwrap();
        assert_eq!((there.len(), there[0].doc.gone.len()), (1, 0));
        assert_eq!(watch.changes().await[0].doc.gone, [watch.statement]);
        watch.town.verify().await;
    }

    async fn a_guild_takes_nothing_of_a_page_from_before_it_cited_it(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let cite = async |guild: fn(Caller) -> Caller| {
            let typed = Typed::Source(source(&watch.site.url("blog.example.org", POST)));
            let number = watch.town.file(&guild(contributor()), typed, &[]).await;
            watch.town.service.approve(&guild(moderator()), number).await.unwrap();
            number
        };
        let at = |guild: GuildId| format!("guild = {}", guild.as_i64());
        // It changed since it was last looked at: what it said before is nothing that anybody there stands on.
        watch.site.put(POST, Answer::page(edited()));
        watch.town.clock.advance(AN_HOUR);
        let there = cite(elsewhere).await;
        watch.look().await;
        watch.after(AN_HOUR).await;
        assert_eq!(watch.changes().await.len(), 1);
        let mut conn = watch.town.service.store().read().await.unwrap();
        assert_eq!(changes::list(&mut conn, ELSEWHERE, there).await.unwrap(), []);
        let readings = format!("SELECT count(*) FROM capture WHERE page IS NOT NULL AND {}", at(ELSEWHERE));
        assert_eq!(db.ask(&readings).await, "1");
        // It stands as it stood: it was read there when it was first cited, and not when others had it read.
        watch.after(DAYS(2)).await;
        let third = |caller: Caller| Caller { guild: GuildId::new(4711), ..caller };
        watch.town.service.joined(GuildId::new(4711)).await.unwrap();
        let number = cite(third).await;
        let before = watch.town.clock.now().as_millisecond() - 5_000;
        watch.look().await;
        watch.after(AN_HOUR).await;
        let read = db.ask(&format!("SELECT min(retrieved_start) FROM capture WHERE {}", at(GuildId::new(4711)))).await;
        assert!(read.parse::<i64>().unwrap() > before, "{read}");
        assert_eq!(changes::list(&mut conn, GuildId::new(4711), number).await.unwrap(), []);
        watch.town.verify().await;
    }

    async fn a_page_that_was_gone_before_a_guild_cited_it_is_not_gone_for_it(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.site.put(POST, Answer::status(404));
        for _ in 0..25 {
            watch.after(DAYS(1)).await;
        }
        assert_eq!(watch.link().await, LinkState::Gone);
        let typed = Typed::Source(source(&watch.site.url("blog.example.org", POST)));
        let number = watch.town.file(&elsewhere(contributor()), typed, &[]).await;
        watch.town.service.approve(&elsewhere(moderator()), number).await.unwrap();
        watch.site.put(POST, Answer::page(january()));
        let link = async || {
            watch.town.service.notice_sources().await.unwrap();
            let mut conn = watch.town.service.store().read().await.unwrap();
            watched::link_state(&mut conn, ELSEWHERE, number).await.unwrap().unwrap()
        };
        assert_eq!(link().await, LinkState::Live);
        watch.after(AN_HOUR).await;
        assert_eq!(link().await, LinkState::Live);
        let mut conn = watch.town.service.store().read().await.unwrap();
        assert_eq!(changes::list(&mut conn, ELSEWHERE, number).await.unwrap(), []);
        assert_eq!(watch.changes().await.iter().map(|one| one.class).collect::<Vec<_>>(), [ChangeClass::Gone, ChangeClass::Returned]);
    }

    async fn a_stop_between_a_look_and_its_notice_loses_and_doubles_nothing(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.site.put(POST, Answer::page(edited()));
        watch.town.clock.advance(DAYS(3));
        // The look is noted, and nobody takes notice before the program ends.
        while let Some(claimed) = watch.town.service.claim_page().await.unwrap() {
            let look = watch.reader.look(&claimed.ask()).await;
            watch.town.service.settle_page(&claimed, &look).await.unwrap();
        }
        assert_eq!(watch.changes().await, []);
        let again = watch.town.again();
        again.service.notice_sources().await.unwrap();
        again.service.notice_sources().await.unwrap();
        assert_eq!(watch.changes().await.len(), 1);
        assert_eq!(watch.captures().await.len(), 2);
    }

    async fn whoever_was_overtaken_brings_nothing(db) {
        let watch = Watch::begin(&db).await;
        let mut held = Vec::new();
        while let Some(claimed) = watch.town.service.claim_page().await.unwrap() {
            held.push(claimed);
        }
        assert_eq!(held.len(), 2, "the letter's page and the post");
        // It hangs for longer than its lease, and somebody else looks.
        watch.after(AN_HOUR).await;
        let captures = watch.captures().await;
        assert_eq!(captures.len(), 1);
        watch.site.put(POST, Answer::page(edited()));
        for claimed in &held {
            let look = watch.reader.look(&claimed.ask()).await;
            watch.town.service.settle_page(claimed, &look).await.unwrap();
        }
        watch.town.service.notice_sources().await.unwrap();
        assert_eq!(watch.captures().await, captures);
    }

    async fn a_person_who_files_the_missing_middle_gives_the_same_history(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        // The edit and its end fell between two looks.
        watch.after(DAYS(3)).await;
        watch.after(DAYS(3)).await;
        assert_eq!((watch.changes().await, watch.captures().await.len()), (Vec::new(), 1));
        let copy = watch.site.url("archive.example.net", "/web/20180624130102/https://blog.example.org/x");
        watch.site.put("/web/20180624130102/https://blog.example.org/x", Answer::page(edited()));
        let typed = NewCapture { source: watch.source.to_string(), archive_url: copy.clone(), read_on: None };
        let filed = watch.town.publish(Typed::Capture(typed.clone()), &[]).await;
        assert!(matches!(refusal(watch.town.service.draft(&contributor(), Typed::Capture(typed)).await), Refusal::CopyKnown(_)));
        watch.look().await;
        let changes = watch.changes().await;
        let [january, middle, again] = watch.captures().await.try_into().unwrap();
        assert_eq!(middle.number, filed);
        assert_eq!((january.of, middle.of == january.of), (again.of, false), "the same text before and after");
        assert_eq!(changes.iter().map(|one| one.class).collect::<Vec<_>>(), [ChangeClass::Removal, ChangeClass::Restoration]);
        assert_eq!((changes[0].from, changes[0].to), (Some(january.number), Some(filed)));
        let restoration = &changes[1];
        assert_eq!(
            (restoration.from, restoration.to, restoration.restores),
            (Some(filed), Some(again.number), Some(january.number))
        );
        assert_eq!((changes[0].doc.gone.as_slice(), restoration.doc.back.as_slice()), ([watch.statement].as_slice(), [watch.statement].as_slice()));
        assert_eq!(watch.link().await, LinkState::Restored);
        // A copy is read once.
        let before = watch.site.visits("/web/20180624130102/https://blog.example.org/x");
        watch.after(DAYS(5)).await;
        assert_eq!((before, watch.site.visits("/web/20180624130102/https://blog.example.org/x")), (1, 1));
        assert_eq!(watch.changes().await, changes);
        // A second one, of an edit since then, is taken back in the same way.
        watch.site.put("/web/20180630130102/https://blog.example.org/x", Answer::page(edited()));
        let archive_url = watch.site.url("archive.example.net", "/web/20180630130102/https://blog.example.org/x");
        let typed = NewCapture { source: watch.source.to_string(), archive_url, read_on: None };
        watch.town.publish(Typed::Capture(typed), &[]).await;
        watch.look().await;
        let classes: Vec<_> = watch.changes().await.iter().map(|one| one.class).collect();
        // The text without the words is one that was there before.
        let again = [ChangeClass::Restoration; 2];
        assert_eq!(classes, [[ChangeClass::Removal, ChangeClass::Restoration], again].concat());
        assert_eq!(watch.link().await, LinkState::Restored);
        watch.town.verify().await;
    }

    async fn an_archived_copy_says_when_it_was_made(db) {
        let watch = Watch::begin(&db).await;
        let of = |archive_url: &str| Typed::Capture(NewCapture { source: watch.source.to_string(), archive_url: archive_url.to_owned(), read_on: None });
        let undated = watch.town.service.draft(&contributor(), of("https://blog.example.org/x")).await;
        assert!(matches!(refusal(undated), Refusal::BadUrl(SourceUrlError::NoCopy)));
        // Where the address does not say it, a person does, and the archive knows better.
        watch.look().await;
        let copy = watch.site.url("archive.example.net", "/abcde");
        watch.site.put("/abcde", Answer::page(edited()).with("Memento-Datetime", "Tue, 19 Jun 2018 13:01:02 GMT"));
        let typed = NewCapture { source: watch.source.to_string(), archive_url: copy, read_on: Some("2018-06-18".to_owned()) };
        let filed = watch.town.publish(Typed::Capture(typed), &[]).await;
        let at = "SELECT retrieved_precision || ' ' || retrieved_start FROM capture WHERE number = ";
        assert_eq!(db.ask(&format!("{at}{}", filed.get())).await, "day 1529280000000");
        watch.look().await;
        assert_eq!(db.ask(&format!("{at}{}", filed.get())).await, "instant 1529413262000");
        let read = watch.captures().await.into_iter().find(|one| one.number == filed).unwrap();
        assert_eq!(read.doc.archived_at.unwrap().to_string(), "2018-06-19T13:01:02Z");
        let nowhere = NewCapture { source: "4711".to_owned(), archive_url: "https://web.archive.org/web/20180618130102/https://x.org/".to_owned(), read_on: None };
        assert!(matches!(refusal(watch.town.service.draft(&contributor(), Typed::Capture(nowhere)).await), Refusal::NoSuchSource(_)));
    }

    async fn a_copy_is_of_its_page_and_on_record_once(db) {
        let watch = Watch::begin(&db).await;
        let service = &watch.town.service;
        let of = |archive_url: &str, read_on: Option<&str>| {
            let (source, read_on) = (watch.source.to_string(), read_on.map(str::to_owned));
            Typed::Capture(NewCapture { source, archive_url: archive_url.to_owned(), read_on })
        };
        let itself = watch.site.url("blog.example.org", POST);
        for itself in [itself.clone(), itself.replacen("http:", "https:", 1)] {
            let refused = service.draft(&contributor(), of(&itself, Some("2018-06-18"))).await;
            assert!(matches!(refusal(refused), Refusal::BadUrl(SourceUrlError::NoCopy)), "{itself}");
        }
        let warned = async |url: &str| {
            let preview = watch.town.preview(&contributor(), of(url, None), &[]).await;
            let [Proposal::Capture(capture)] = preview.proposals.as_slice() else { panic!("{preview:?}") };
            capture.other_page.is_some()
        };
        let copy = format!("https://web.archive.org/web/20180618130102/{itself}");
        for form in [copy.clone(), copy.replace("blog.example.org", "www.blog.example.org")] {
            assert!(!warned(&form).await, "{form}");
        }
        assert!(warned("https://web.archive.org/web/20180618130102/https://blog.example.org/another").await);
        // Two file the same one, and one is approved.
        let [one, two] = [watch.town.file(&contributor(), of(&copy, None), &[]).await, watch.town.file(&contributor(), of(&copy, None), &[]).await];
        service.approve(&moderator(), one).await.unwrap();
        assert!(matches!(refusal(service.approve(&moderator(), two).await), Refusal::CopyKnown(source) if source == watch.source));
        // Another address says another date, or is given one.
        let undated = owned(&[(Field::Url, "https://archive.ph/AbCdE")]);
        assert!(matches!(refusal(service.edit(&moderator(), two, &undated).await), Refusal::BadUrl(SourceUrlError::NoCopy)));
        let dated = owned(&[(Field::Url, "https://archive.ph/AbCdE"), (Field::ReadOn, "2018-06-17")]);
        service.edit(&moderator(), two, &dated).await.unwrap();
        service.approve(&moderator(), two).await.unwrap();
        let kinds_of_date = "SELECT string_agg(retrieved_precision, ' ' ORDER BY number) FROM capture";
        assert_eq!(db.ask(kinds_of_date).await, "instant day");
    }

    async fn today_has_come_where_the_guild_is(db) {
        let watch = Watch::begin(&db).await;
        let zone = SetupChange { zone: Some("Pacific/Auckland".to_owned()), ..SetupChange::default() };
        watch.town.service.configure(&admin(), zone).await.unwrap();
        let (source, archive_url) = (watch.source.to_string(), "https://archive.ph/AbCdE".to_owned());
        let typed = NewCapture { source, archive_url, read_on: Some("today".to_owned()) };
        watch.town.publish(Typed::Capture(typed), &[]).await;
        assert_eq!(db.ask("SELECT count(*) FROM capture WHERE doc LIKE '%2018-06-23%'").await, "1");
    }

    async fn moderators_are_told_of_each_change_that_matters_once(db) {
        let watch = Watch::begin(&db).await;
        watch.open_review().await;
        watch.look().await;
        assert_eq!(watch.tell(&watch.town.service).await, []);
        // A word elsewhere is nothing that moderators need to hear of.
        watch.site.put(POST, Answer::page(january().replace("for a further service", "for another service")));
        watch.after(DAYS(3)).await;
        assert_eq!((watch.changes().await.len(), watch.tell(&watch.town.service).await), (1, Vec::new()));
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        assert_eq!(watch.tell(&watch.town.service).await, [ChangeClass::Removal]);
        assert_eq!(watch.tell(&watch.town.again().service).await, [], "also after a restart");
        watch.site.put(POST, Answer::page(january()));
        watch.after(AN_HOUR).await;
        assert_eq!(watch.tell(&watch.town.service).await, [ChangeClass::Restoration]);
        assert_eq!(watch.tell(&watch.town.service).await, []);
    }

    async fn a_change_is_told_once_also_where_a_copy_from_between_is_filed_later(db) {
        let watch = Watch::begin(&db).await;
        watch.open_review().await;
        watch.look().await;
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(10)).await;
        assert_eq!(watch.tell(&watch.town.service).await, [ChangeClass::Removal]);
        let [removal] = watch.changes().await.try_into().unwrap();
        for (day, words) in [("24", edited()), ("22", january())] {
            let path = format!("/web/201806{day}130102/https://blog.example.org/x");
            watch.site.put(&path, Answer::page(words));
            let archive_url = watch.site.url("archive.example.net", &path);
            let typed = NewCapture { source: watch.source.to_string(), archive_url, read_on: None };
            let filed = watch.town.publish(Typed::Capture(typed), &[]).await;
            watch.after(AN_HOUR).await;
            let [change] = watch.changes().await.try_into().unwrap();
            let ends = if day == "24" { change.to } else { change.from };
            assert_eq!((change.number, change.class, ends), (removal.number, removal.class, Some(filed)), "{day}");
            assert_eq!(watch.tell(&watch.town.service).await, [], "{day}");
        }
        watch.town.verify().await;
    }

    async fn a_change_that_was_told_is_not_told_anew_for_words_that_are_cited_later(db) {
        let watch = Watch::begin(&db).await;
        watch.open_review().await;
        watch.look().await;
        watch.site.put(POST, Answer::page(january().replace("for its readers", "for its friends")));
        watch.after(DAYS(3)).await;
        let [before] = watch.changes().await.try_into().unwrap();
        assert_eq!(watch.tell_of(&watch.town.service, "in this post for its").await, [before.class]);
        let cite = async |words: &str| {
            let said = NewStatement { url: watch.site.url("blog.example.org", POST), ..statement(&db.ask("SELECT petition FROM record LIMIT 1").await) };
            watch.town.publish(Typed::Statement(said), &[(Field::Quote, words), (Field::Paraphrase, "")]).await;
            watch.look().await;
        };
        cite("said the company in this post for its readers").await;
        let [now] = watch.changes().await.try_into().unwrap();
        assert_eq!((now.number, now.found_at, now.class), (before.number, before.found_at, ChangeClass::Removal));
        assert_ne!(before.class, ChangeClass::Removal);
        assert_eq!(watch.tell_of(&watch.town.service, "in this post for its").await, []);
        watch.town.verify().await;
    }

    async fn a_change_that_was_none_of_moderators_business_is_told_once_words_are_cited_that_it_took(db) {
        let watch = Watch::begin(&db).await;
        watch.open_review().await;
        watch.look().await;
        watch.site.put(POST, Answer::page(january().replace("for a further service", "for another service")));
        watch.after(DAYS(3)).await;
        assert_eq!((watch.changes().await.len(), watch.tell(&watch.town.service).await), (1, Vec::new()));
        let said = NewStatement { url: watch.site.url("blog.example.org", POST), ..statement(&db.ask("SELECT petition FROM record LIMIT 1").await) };
        let words = "the authority to operate was granted for a further service";
        watch.town.publish(Typed::Statement(said), &[(Field::Quote, words), (Field::Paraphrase, "")]).await;
        watch.look().await;
        assert_eq!(watch.tell_of(&watch.town.service, words).await, [ChangeClass::Removal]);
        assert_eq!(watch.tell_of(&watch.town.service, words).await, []);
    }

    async fn answers_say_that_words_have_left_the_page_and_lead_to_the_copy_that_has_them(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.town.clock.advance(DAYS(1));
        let copy = "https://web.archive.org/web/20180623000000/https://blog.example.org/x";
        let typed = NewCapture { source: watch.source.to_string(), archive_url: copy.to_owned(), read_on: None };
        watch.town.publish(Typed::Capture(typed), &[]).await;
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        watch.town.clock.advance(AN_HOUR * 2);
        let late = "https://web.archive.org/web/20180626130000/https://blog.example.org/x";
        let typed = NewCapture { source: watch.source.to_string(), archive_url: late.to_owned(), read_on: None };
        watch.town.publish(Typed::Capture(typed), &[]).await;
        watch.look().await;
        let responder = Responder::new(watch.town.service.clone());
        let shown = async |view: &View| format!("{:?}", responder.show(&member(), view.clone(), None).await);
        let letter = db.ask(&format!("SELECT petition FROM record WHERE number = {}", watch.statement.get())).await;
        let letter = PetitionRef::Number(letter.parse().unwrap());
        let said = shown(&View::Statements { petition: letter.clone(), speaker: None, page: 1 }).await;
        assert!(said.contains("no longer on the page; read there 22 Jun 2018"), "{said}");
        assert!(said.contains("20180623000000") && !said.contains("20180626130000"), "the copy that still has them: {said}");
        let timeline = shown(&View::Timeline { petition: letter.clone(), page: 1 }).await;
        assert_eq!(timeline.matches("words removed").count(), 1, "{timeline}");
        let source = shown(&View::Source { source: watch.source.to_string(), page: 1 }).await;
        for words in ["Words removed", "[gone: ", "the last with the words of", "an archived copy"] {
            assert!(source.contains(words), "{words}: {source}");
        }
        watch.site.put(POST, Answer::page(january()));
        watch.after(AN_HOUR).await;
        let said = shown(&View::Statements { petition: letter.clone(), speaker: None, page: 1 }).await;
        assert!(!said.contains("no longer on the page"), "{said}");
        let timeline = shown(&View::Timeline { petition: letter, page: 1 }).await;
        assert_eq!((timeline.matches("words removed").count(), timeline.matches("words restored").count()), (1, 1), "{timeline}");
    }

    async fn a_digest_tells_a_change_once_and_a_second_one_of_the_channel_does_not(db) {
        let watch = Watch::begin(&db).await;
        let town = &watch.town;
        watch.look().await;
        let digest = town.with_digest().await.digest.number.to_string();
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        let channels = Channels::default();
        let changed = watch.changes().await[0].number;
        let outlook = town.service.preview_digest(&moderator(), &digest).await.unwrap();
        let told: Vec<_> = outlook.told().map(|item| item.object).collect();
        assert!(told.contains(&changed), "{:?}", outlook.considered);
        let words = format!("{:?}", Responder::digest_messages(&outlook.bulletin, &outlook.told().collect::<Vec<_>>(), town.service.now()));
        assert!(!words.is_empty());
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 1);
        let again = town.service.preview_digest(&moderator(), &digest).await.unwrap();
        assert_eq!(again.told().count(), 0);
        town.verify().await;
    }
}
