//! Pages that lead to another host: its rules for robots are heeded as those of the first are.

use std::sync::Arc;

use jiff::SignedDuration;
use undersigned::clock::FakeClock;
use undersigned::domain::watching::{Ask, Found, Look, Trouble};
use undersigned::fetch::{Fetch as _, PageReader};

use crate::harness::site::{Answer, Site};
use crate::support::NOW;
use crate::watching::january;

const RULES: &str = "/robots.txt";
const CLOSED: &str = "User-agent: *\nDisallow: /closed/";

struct Stage {
    site: Site,
    clock: Arc<FakeClock>,
    reader: PageReader,
}

impl Stage {
    async fn open() -> Self {
        let site = Site::open().await;
        let clock = Arc::new(FakeClock::new(NOW.parse().unwrap()));
        let reader = site.reader(clock.clone());
        site.put("other.example.net/robots.txt", Answer::page(CLOSED));
        for path in ["/closed/", "/open/"] {
            let to = site.url("other.example.net", path);
            site.put(&format!("first.example.org{path}"), Answer::status(301).with("Location", &to));
            site.put(&format!("other.example.net{path}"), Answer::page(january()));
        }
        Self { site, clock, reader }
    }

    fn ask(&self, path: &str) -> Ask {
        Ask { url: self.site.url("first.example.org", path), robots: None, validators: None, counters: Vec::new() }
    }

    async fn look(&self, path: &str) -> Look {
        self.reader.look(&self.ask(path)).await
    }
}

fn trouble(found: &Found) -> Option<Trouble> {
    match found {
        Found::Failed(failure) => Some(failure.trouble),
        Found::Same | Found::Read(_) | Found::Counted | Found::Later => None,
    }
}

#[tokio::test]
async fn a_page_at_another_host_is_not_fetched_where_that_host_asks_robots_to_leave_it() {
    let stage = Stage::open().await;
    let look = stage.look("/closed/").await;
    let Found::Failed(failure) = &look.found else { panic!("{look:?}") };
    assert_eq!(failure.trouble, Trouble::Robots);
    assert_eq!(failure.retry_after, Some(SignedDuration::from_hours(24)), "until its rules are read anew");
    let asked = ["first.example.org/robots.txt", "first.example.org/closed/", "other.example.net/robots.txt"];
    assert_eq!(stage.site.asked_of(), asked, "and nothing of the page itself");
    assert_eq!(look.rules.unwrap().text, "", "the first host's, which has none");
    // A page of the other host that may be fetched is.
    let look = stage.look("/open/").await;
    assert!(matches!(look.found, Found::Read(_)), "{look:?}");
}

#[tokio::test]
async fn a_redirect_to_a_page_of_the_same_host_that_is_closed_to_robots_is_not_followed() {
    let stage = Stage::open().await;
    let rules = "User-agent: *\nDisallow: /closed/in";
    for host in ["first.example.org", "other.example.net"] {
        stage.site.put(&format!("{host}/robots.txt"), Answer::page(rules).with("Content-Type", "text/plain"));
        let to = stage.site.url(host, "/closed/in");
        stage.site.put(&format!("{host}/story/"), Answer::status(302).with("Location", &to));
        stage.site.put(&format!("{host}/closed/in"), Answer::page(january()));
    }
    // On the first host, and behind a redirect to another.
    let to = stage.site.url("other.example.net", "/story/");
    stage.site.put("first.example.org/away/", Answer::status(302).with("Location", &to));
    for path in ["/story/", "/away/"] {
        let look = stage.look(path).await;
        assert_eq!(trouble(&look.found), Some(Trouble::Robots), "{path}");
    }
    assert!(stage.site.asked_of().iter().all(|asked| !asked.ends_with("/closed/in")), "{:?}", stage.site.asked_of());
}

#[tokio::test]
async fn the_other_hosts_rules_are_asked_for_once_a_day() {
    let stage = Stage::open().await;
    let asked = || stage.site.asked_of().iter().filter(|asked| *asked == "other.example.net/robots.txt").count();
    for _ in 0..3 {
        assert!(matches!(stage.look("/open/").await.found, Found::Read(_)));
        assert_eq!(trouble(&stage.look("/closed/").await.found), Some(Trouble::Robots));
    }
    assert_eq!(asked(), 1);
    stage.site.put("other.example.net/robots.txt", Answer::page("User-agent: *\nDisallow: /"));
    stage.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(trouble(&stage.look("/open/").await.found), Some(Trouble::Robots));
    assert_eq!(asked(), 2);
}

#[tokio::test]
async fn a_host_that_cannot_say_is_left_alone_for_an_hour() {
    let stage = Stage::open().await;
    stage.site.put("other.example.net/robots.txt", Answer::status(503));
    assert_eq!(trouble(&stage.look("/open/").await.found), Some(Trouble::Robots));
    stage.site.put("other.example.net/robots.txt", Answer::status(404));
    stage.clock.advance(SignedDuration::from_mins(59));
    assert_eq!(trouble(&stage.look("/open/").await.found), Some(Trouble::Robots));
    stage.clock.advance(SignedDuration::from_mins(2));
    assert!(matches!(stage.look("/open/").await.found, Found::Read(_)));
}

#[tokio::test]
async fn every_host_on_the_way_is_asked_and_the_way_ends() {
    let stage = Stage::open().await;
    for host in 0..10 {
        let to = stage.site.url(&format!("h{}.example.net", host + 1), "/on");
        stage.site.put(&format!("h{host}.example.net/on"), Answer::status(302).with("Location", &to));
    }
    stage
        .site
        .put("first.example.org/on", Answer::status(302).with("Location", &stage.site.url("h0.example.net", "/on")));
    assert_eq!(trouble(&stage.look("/on").await.found), Some(Trouble::Misbehaved));
    let asked = stage.site.asked_of();
    assert_eq!(asked.iter().filter(|asked| asked.ends_with("/on")).count(), 6, "{asked:?}");
    for (at, host) in ["first.example.org", "h0.example.net", "h1.example.net", "h4.example.net"].iter().enumerate() {
        let place = |path: &str| asked.iter().position(|asked| *asked == format!("{host}{path}"));
        assert!(place(RULES).is_some_and(|rules| place("/on").is_some_and(|page| rules < page)), "{at}: {asked:?}");
    }
}

#[tokio::test]
async fn a_copy_of_an_archive_that_lies_at_another_host_is_asked_for_by_its_rules() {
    let stage = Stage::open().await;
    let (wanted, of) = (NOW.parse().unwrap(), "https://blog.example.org/x");
    for (path, found) in [("closed", false), ("open", true)] {
        let at = format!("/{path}/20180622000000/{of}");
        let to = stage.site.url("other.example.net", &at);
        stage.site.put(&format!("first.example.org/gate/{path}"), Answer::status(302).with("Location", &to));
        stage.site.put(&format!("other.example.net{at}"), Answer::page(january()));
        let answer = stage.reader.find_copy(&stage.ask(&format!("/gate/{path}")), wanted).await;
        assert_eq!(answer.copy.is_ok(), found, "{answer:?}");
        let fetched = stage.site.asked_of().contains(&format!("other.example.net{at}"));
        assert_eq!(fetched, found);
    }
}
