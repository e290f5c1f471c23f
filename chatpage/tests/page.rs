//! The page's server, asked as a browser would and as a foreign page would.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "an answer of another shape fails the test")]

use std::sync::Arc;

use chatpage::{Backstage, Clock, Entry, Page, Pending, Port, Scene, Someone};
use localcord::{ChannelId, Config, Localcord, Permissions, Whom};
use reqwest::{Client, Method, StatusCode, header};
use serde_json::{Value, json};

/// A clock that stands and a ledger without entries.
struct Nothing;

impl Backstage for Nothing {
    fn ledger_end(&self) -> Pending<'_, i64> {
        Box::pin(async { Ok(0) })
    }

    fn ledger_after(&self, _: i64) -> Pending<'_, Vec<Entry>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn clock(&self) -> Pending<'_, Clock> {
        Box::pin(async { Ok(Clock { now: 5, next: None }) })
    }

    fn next_digest(&self) -> Pending<'_, Clock> {
        Box::pin(async { Err("no digest is set up".to_owned()) })
    }
}

/// Two people, a channel for both and one that only the second sees.
struct World {
    cord: Localcord,
    page: Page,
    http: Client,
    open: ChannelId,
    closed: ChannelId,
    people: [Someone; 2],
}

impl World {
    async fn start() -> Self {
        let cord = Localcord::start(Config::default()).await.unwrap();
        let guild = cord.create_guild("Workers");
        let (open, closed) = (guild.create_channel("open"), guild.create_channel("closed"));
        let role = guild.create_role("Insiders", Permissions::empty());
        guild.deny(closed, Whom::Everyone, Permissions::VIEW_CHANNEL);
        guild.allow(closed, Whom::Role(role), Permissions::VIEW_CHANNEL);
        let someone = |key: &str, roles: &[_]| Someone {
            key: key.to_owned(),
            may: "look".to_owned(),
            client: guild.join(key, roles).client(),
        };
        let people = [someone("ada", &[]), someone("bo", &[role])];
        let scene = Scene { people: people.to_vec(), backstage: Arc::new(Nothing) };
        let page = Page::open(Port::Exactly(0), scene).await.unwrap();
        let http = Client::builder().no_proxy().build().unwrap();
        Self { cord, page, http, open, closed, people }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.page.address())
    }

    fn origin(&self) -> String {
        self.page.address().trim_end_matches('/').to_owned()
    }

    async fn does(&self, path: &str, body: &Value) -> Value {
        let sent = self.http.post(self.url(path)).header(header::ORIGIN, self.origin()).json(body);
        sent.send().await.unwrap().json().await.unwrap()
    }

    async fn says(&self, person: &str, text: &str) -> Value {
        let by = json!({ "person": person, "channel": self.open });
        self.does("say", &json!({ "by": by, "text": text })).await
    }

    async fn listens(&self, person: &str, heard: Option<&str>) -> Feed {
        let mut asked = self.http.get(self.url(&format!("events?person={person}")));
        if let Some(heard) = heard {
            asked = asked.header("Last-Event-ID", heard);
        }
        let response = asked.send().await.unwrap();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Feed { response, read: String::new() }
    }
}

struct Feed {
    response: reqwest::Response,
    read: String,
}

impl Feed {
    /// Waits for the next event: its id and what it says.
    async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let found = field("id: ").zip(field("data: "));
                let rest = rest.to_owned();
                self.read = rest;
                if let Some((id, data)) = found {
                    return (id, serde_json::from_str(&data).unwrap());
                }
                continue;
            }
            let chunk = self.response.chunk().await.unwrap().expect("the feed goes on");
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn contents(event: &Value) -> Vec<&str> {
    event["put"].as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_foreign_host_or_origin_is_refused_and_nothing_is_done() {
    let world = World::start().await;
    let port = world.origin().rsplit(':').next().unwrap().to_owned();
    let get = |host: String| world.http.get(world.url("")).header(header::HOST, host).send();
    assert_eq!(get(format!("127.0.0.1:{port}")).await.unwrap().status(), StatusCode::OK);
    assert_eq!(get(format!("localhost:{port}")).await.unwrap().status(), StatusCode::OK);
    for foreign in
        ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1".to_owned(), "127.0.0.1:1".to_owned()]
    {
        assert_eq!(get(foreign.clone()).await.unwrap().status(), StatusCode::FORBIDDEN, "{foreign}");
    }
    let said = json!({ "by": { "person": "ada", "channel": world.open }, "text": "hello" });
    for origin in
        [None, Some("https://evil.example"), Some("null"), Some("http://127.0.0.1:1"), Some("https://127.0.0.1")]
    {
        let mut sent = world.http.post(world.url("say")).json(&said);
        if let Some(origin) = origin {
            sent = sent.header(header::ORIGIN, origin);
        }
        assert_eq!(sent.send().await.unwrap().status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    let listening = world.http.get(world.url("events?person=ada")).header(header::ORIGIN, "https://evil.example");
    assert_eq!(listening.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert!(world.cord.messages(world.open).is_empty());
    assert!(world.says("ada", "hello").await["refused"].is_null());
    assert_eq!(world.cord.messages(world.open).len(), 1);
}

#[tokio::test]
async fn every_answer_forbids_what_the_page_does_not_need() {
    let world = World::start().await;
    for (method, path) in
        [(Method::GET, ""), (Method::GET, "page/main.js"), (Method::GET, "nothing"), (Method::POST, "say")]
    {
        let answer = world.http.request(method, world.url(path)).send().await.unwrap();
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        for part in ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")]
        {
            assert_eq!(answer.headers()[name], value, "{path}");
        }
        assert!(!answer.headers().contains_key("access-control-allow-origin"));
    }
}

#[tokio::test]
async fn the_page_loads_all_its_parts_and_nothing_from_elsewhere() {
    let world = World::start().await;
    let text = async |path: &str| {
        let answer = world.http.get(world.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    };
    let index = text("").await;
    let mut wanted: Vec<String> =
        index.split('"').filter_map(|part| part.strip_prefix("/page/")).map(str::to_owned).collect();
    let mut seen = Vec::new();
    while let Some(name) = wanted.pop() {
        let part = text(&format!("page/{name}")).await;
        let imported = part.split("from './").skip(1).filter_map(|rest| rest.split('\'').next());
        wanted.extend(imported.filter(|name| !seen.contains(&(*name).to_owned())).map(str::to_owned));
        // How text could become markup or code.
        for way in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "javascript:",
            "srcdoc",
        ] {
            assert!(!part.contains(way), "{name} has {way}");
        }
        seen.push(name);
    }
    assert!(seen.iter().any(|name| name == "steps.js"), "{seen:?}");
    assert!(!index.contains(" style=") && !index.contains(" onclick="));
}

#[tokio::test]
async fn a_window_hears_what_its_person_sees_and_nothing_else() {
    let world = World::start().await;
    let (mut ada, mut bo) = (world.listens("ada", None).await, world.listens("bo", None).await);
    let (_, first) = ada.next().await;
    let names = |event: &Value| -> Vec<String> {
        let channels = event["scene"]["channels"].as_array().unwrap();
        channels.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&first), ["open"]);
    assert_eq!(names(&bo.next().await.1), ["open", "closed"]);
    world.people[1].client.in_channel(world.closed).post("between us").unwrap();
    assert_eq!(contents(&bo.next().await.1), ["between us"]);
    world.says("bo", "for all").await;
    assert_eq!(contents(&bo.next().await.1), ["for all"]);
    // The first that she hears: of what was said where she is not, nothing came.
    assert_eq!(contents(&ada.next().await.1), ["for all"]);
    let stranger = world.http.get(world.url("events?person=eve")).send().await.unwrap();
    assert_eq!(stranger.status(), StatusCode::NOT_FOUND);
    let by = json!({ "person": "ada", "channel": world.closed });
    let refused = world.does("say", &json!({ "by": by, "text": "let me in" })).await;
    assert!(refused["refused"].as_str().unwrap().contains("cannot see"), "{refused}");
}

#[tokio::test]
async fn who_comes_back_hears_what_was_missed_and_nothing_twice() {
    let world = World::start().await;
    world.says("bo", "one").await;
    let mut feed = world.listens("ada", None).await;
    let (id, first) = feed.next().await;
    assert_eq!((contents(&first), &first["whole"]), (vec!["one"], &json!(true)));
    drop(feed);
    // Nothing changed meanwhile: the next is the first news.
    let mut feed = world.listens("ada", Some(&id)).await;
    world.says("bo", "two").await;
    let (second, event) = feed.next().await;
    assert_eq!((contents(&event), &event["whole"]), (vec!["two"], &json!(false)));
    drop(feed);
    world.says("bo", "three").await;
    let mut feed = world.listens("ada", Some(&second)).await;
    let (_, event) = feed.next().await;
    assert_eq!((contents(&event), &event["whole"]), (vec!["one", "two", "three"], &json!(true)));
    assert!(event["scene"]["guild"] == "Workers");
}

#[tokio::test]
async fn hostile_text_is_told_as_text() {
    let world = World::start().await;
    let hostile =
        "</script><img src=x onerror=alert(1)>\n\nid: 7\ndata: {\"whole\":true}\n\u{202e}[a](javascript:alert(1))";
    let mut feed = world.listens("ada", None).await;
    let (before, _) = feed.next().await;
    world.says("bo", hostile).await;
    let (id, event) = feed.next().await;
    assert_eq!(contents(&event), [hostile]);
    assert_ne!(id, "7");
    assert_ne!(id, before);
}

#[tokio::test]
async fn one_dismisses_what_only_one_sees_and_deletes_nothing_of_others() {
    let world = World::start().await;
    let said = world.says("bo", "mine").await["message"].clone();
    let by = |person: &str| json!({ "person": person, "channel": world.open });
    let refused = world.does("dismiss", &json!({ "by": by("ada"), "message": said })).await;
    assert!(refused["refused"].is_string(), "{refused}");
    assert_eq!(world.cord.messages(world.open).len(), 1);
    let refused = world.does("clock", &json!({})).await;
    assert_eq!(refused["refused"], "no digest is set up");
}
