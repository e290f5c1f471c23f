//! Hosts that want rest: by their rules, by what they answer, whoever looks and wherever a redirect leads.

use jiff::SignedDuration;
use undersigned::clock::Clock as _;
use undersigned::domain::source::LinkState;
use undersigned::domain::watching::{Ask, Failure, Fetch as _, Found, Look, Rules, Trouble};
use undersigned::service::log::{NewCount, Typed};
use undersigned::service::watching::Claimed;

use crate::harness::on_both_databases;
use crate::harness::site::{Answer, Site};
use crate::support::*;
use crate::watching::{AN_HOUR, DAYS, POST, Watch, edited};

impl Watch {
    /// Claims a page that is due, of this address.
    async fn claim(&self, url: &str) -> Option<Claimed> {
        while let Some(claimed) = self.town.service.claim_page().await.unwrap() {
            if claimed.ask().url == url {
                return Some(claimed);
            }
        }
        None
    }

    async fn cites(&self, url: &str) {
        self.town.publish(Typed::Source(source(url)), &[]).await;
    }
}

fn failed(trouble: Trouble, asked: Option<SignedDuration>) -> Look {
    let status = (!matches!(trouble, Trouble::NotReached)).then_some(503);
    Look::of(Found::Failed(Failure { trouble, status, retry_after: asked }))
}

const FIRST: &str = "https://news.example.org/first";
const SECOND: &str = "https://news.example.org/second";

on_both_databases! {
    async fn a_host_has_the_rest_that_its_rules_ask_also_where_they_are_known_already(db) {
        let watch = Watch::begin(&db).await;
        watch.cites(FIRST).await;
        let rest = SignedDuration::from_mins(10);
        let claimed = watch.claim(FIRST).await.unwrap();
        let rules = Some(Rules { text: "User-agent: *\nCrawl-delay: 600".to_owned(), hold: AN_HOUR * 24 });
        watch.town.service.settle_page(&claimed, &Look { rules, rest, ..Look::of(Found::Same) }).await.unwrap();
        // From now on the rules come out of the database, and whoever fetches reads the rest in them.
        let reader = watch.site.reader(watch.town.clock.clone());
        let ask = Ask {
            url: watch.site.url("news.example.org", "/x"),
            robots: Some("User-agent: *\nCrawl-delay: 600".to_owned()),
            validators: None,
            counters: Vec::new(),
        };
        let look = reader.look(&ask).await;
        assert_eq!((look.rest, look.rules), (rest, None));
        watch.cites(SECOND).await;
        watch.town.clock.advance(SignedDuration::from_mins(9));
        assert!(watch.claim(SECOND).await.is_none());
        watch.town.clock.advance(SignedDuration::from_mins(2));
        let claimed = watch.claim(SECOND).await.unwrap();
        watch.town.service.settle_page(&claimed, &Look { rest, ..Look::of(Found::Same) }).await.unwrap();
        watch.cites("https://news.example.org/third").await;
        watch.town.clock.advance(SignedDuration::from_mins(9));
        assert!(watch.claim("https://news.example.org/third").await.is_none(), "as long as before");
    }

    async fn a_rest_that_one_look_was_asked_for_is_not_shortened_by_another_that_ends_later(db) {
        let watch = Watch::begin(&db).await;
        watch.cites(FIRST).await;
        watch.cites(SECOND).await;
        let first = watch.claim(FIRST).await.unwrap();
        // It takes so long that the host is taken to be free again.
        watch.town.clock.advance(SignedDuration::from_secs(61));
        let second = watch.claim(SECOND).await.unwrap();
        let asked = failed(Trouble::Blocked, Some(AN_HOUR));
        watch.town.service.settle_page(&second, &asked).await.unwrap();
        watch.town.service.settle_page(&first, &Look::of(Found::Same)).await.unwrap();
        watch.cites("https://news.example.org/third").await;
        watch.town.clock.advance(SignedDuration::from_mins(59));
        assert!(watch.claim("https://news.example.org/third").await.is_none());
        watch.town.clock.advance(SignedDuration::from_mins(2));
        assert!(watch.claim("https://news.example.org/third").await.is_some());
    }

    async fn who_asks_for_rest_behind_a_redirect_gets_it_and_the_host_before_it_does_not(db) {
        let watch = Watch::begin(&db).await;
        let (short, behind) = (watch.site.url("short.example.org", "/7"), watch.site.url("medium.example.com", "/7"));
        watch.site.put("/7", Answer::status(503).with("Retry-After", "7200"));
        watch.site.put("/s/7", Answer::status(302).with("Location", &behind));
        let reader = watch.site.reader(watch.town.clock.clone());
        let url = watch.site.url("short.example.org", "/s/7");
        let look = reader.look(&Ask { url: url.clone(), robots: None, validators: None, counters: Vec::new() }).await;
        let host = behind.trim_start_matches("http://").split('/').next().unwrap().to_owned();
        assert_eq!(look.elsewhere.as_deref(), Some(host.as_str()));
        watch.cites(&url).await;
        let claimed = watch.claim(&url).await.unwrap();
        watch.town.service.settle_page(&claimed, &look).await.unwrap();
        watch.town.clock.advance(SignedDuration::from_mins(1));
        watch.cites(&short).await;
        watch.cites(&behind).await;
        watch.town.clock.advance(SignedDuration::from_mins(1));
        assert!(watch.claim(&short).await.is_some());
        assert!(watch.claim(&behind).await.is_none());
    }

    async fn a_host_that_asks_a_person_for_rest_gets_it_from_everybody(db) {
        let watch = Watch::begin(&db).await;
        let site = Site::open().await;
        let pages = std::sync::Arc::new(site.reader(watch.town.clock.clone()));
        let town = crate::offering::reading(&watch.town, pages);
        site.put("/busy", Answer::status(429).with("Retry-After", "7200"));
        let url = |path: &str| site.url("news.example.org", path);
        let typed = |path: &str| Typed::Count(NewCount { url: url(path), wording: None, ..count(crate::digesting::SLUG, "") });
        town.service.draft(&contributor(), typed("/busy")).await.unwrap();
        let asked = site.asked().len();
        town.service.draft(&moderator(), typed("/other")).await.unwrap();
        assert_eq!(site.asked().len(), asked, "{:?}", site.asked());
        watch.cites(&url("/other")).await;
        assert!(watch.claim(&url("/other")).await.is_none());
        watch.town.clock.advance(AN_HOUR * 2);
        assert!(watch.claim(&url("/other")).await.is_some());
    }

    async fn what_a_host_asks_a_person_holds_for_whoever_comes_next_and_no_longer(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let watched = db.ask("SELECT count(*) FROM page_host").await;
        let site = Site::open().await;
        let town = crate::offering::reading(&watch.town, std::sync::Arc::new(site.reader(watch.town.clock.clone())));
        let port = site.url("x.org", "/").trim_start_matches("http://x.org:").trim_end_matches('/').to_owned();
        let elsewhere = site.url("archive.example.com", "/7");
        site.put("/robots.txt", Answer::page("User-agent: *\nCrawl-delay: 90\n").with("Content-Type", "text/plain"));
        site.put("/s/7", Answer::status(302).with("Location", &elsewhere));
        site.put("/7", Answer::status(503).with("Retry-After", "7200"));
        let typed = NewCount { url: site.url("news.example.org", "/s/7"), wording: None, ..count(crate::digesting::SLUG, "") };
        town.service.draft(&contributor(), Typed::Count(typed)).await.unwrap();
        let now = watch.town.clock.now().as_millisecond();
        let kept = db.ask(&format!("SELECT string_agg(concat_ws(' ', host, (next_at - {now}) / 1000, COALESCE(robots, '')), ';' ORDER BY host) FROM page_host WHERE host LIKE '%:{port}'")).await;
        assert_eq!(kept, format!("archive.example.com:{port} 7200 ;news.example.org:{port} 90 User-agent: *\nCrawl-delay: 90\n"));
        watch.town.clock.advance(AN_HOUR * 23);
        town.service.drop_texts().await.unwrap();
        let hosts = &format!("SELECT count(*) FROM page_host WHERE host LIKE '%:{port}'");
        assert_eq!(db.ask(hosts).await, "1", "rules hold for a day");
        watch.town.clock.advance(AN_HOUR * 2);
        town.service.drop_texts().await.unwrap();
        assert_eq!(db.ask(hosts).await, "0");
        assert_eq!(db.ask("SELECT count(*) FROM page_host").await, watched);
    }

    async fn a_page_is_not_gone_because_this_machine_was_cut_off(db) {
        let watch = Watch::begin(&db).await;
        watch.site.put("/page", Answer::page(edited()));
        for host in ["one", "two", "three"] {
            watch.cites(&watch.site.url(&format!("{host}.example.org"), "/page")).await;
        }
        watch.look().await;
        let days = async |days: i64, trouble: fn(&str) -> Option<Trouble>| {
            for _ in 0..days * 24 {
                watch.town.clock.advance(AN_HOUR);
                while let Some(claimed) = watch.town.service.claim_page().await.unwrap() {
                    let look = trouble(&claimed.ask().url).map_or_else(|| Look::of(Found::Same), |one| failed(one, None));
                    watch.town.service.settle_page(&claimed, &look).await.unwrap();
                }
                while watch.town.service.notice_sources().await.unwrap() {}
            }
        };
        days(30, |_| Some(Trouble::NotReached)).await;
        assert_ne!(watch.link().await, LinkState::Gone);
        assert_eq!(watch.changes().await, []);
        // Hosts that have been dead for long say nothing of this machine, as those do that answer.
        days(1, |_| None).await;
        days(20, |url| (!url.contains("//blog.")).then_some(Trouble::NotReached)).await;
        days(30, |_| Some(Trouble::NotReached)).await;
        assert_eq!(watch.link().await, LinkState::Gone);
    }

    async fn hosts_that_bar_robots_do_not_make_a_machine_cut_off(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        let blog = watch.site.url("blog.example.org", POST);
        for host in ["one", "two", "three"] {
            watch.cites(&format!("https://{host}.example.org/page")).await;
        }
        for _ in 0..30 * 24 {
            watch.town.clock.advance(AN_HOUR);
            while let Some(claimed) = watch.town.service.claim_page().await.unwrap() {
                let look = if claimed.ask().url == blog { Trouble::NotReached } else { Trouble::Robots };
                let failure = Failure { trouble: look, status: None, retry_after: None };
                watch.town.service.settle_page(&claimed, &Look::of(Found::Failed(failure))).await.unwrap();
            }
            while watch.town.service.notice_sources().await.unwrap() {}
        }
        assert_eq!(watch.link().await, LinkState::Gone);
    }

    async fn rules_far_down_in_a_robots_txt_are_kept_to_and_only_our_own_are_kept(db) {
        let watch = Watch::begin(&db).await;
        let others = "User-agent: other\nDisallow: /a-path-that-is-of-no-concern-here\n".repeat(3_000);
        watch.site.put("/robots.txt", Answer::page(format!("{others}User-agent: *\nDisallow: {POST}\n")).with("Content-Type", "text/plain"));
        watch.look().await;
        assert_eq!((watch.site.visits(POST), watch.captures().await.len()), (0, 0));
        let kept = db.ask("SELECT max(length(robots)) FROM page_host").await;
        assert!(kept.parse::<usize>().unwrap() < 100, "{kept}");
        watch.site.put("/robots.txt", Answer::status(404));
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(2)).await;
        assert_eq!((watch.site.visits(POST), watch.captures().await.len()), (1, 1));
    }
}
