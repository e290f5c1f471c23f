use std::time::{Duration, Instant};

use localcord::{Config, Fault, Limit, Limits, Often, On, Page, Permissions, Scope, UserError, Whom};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::bot::{Scene, quick, text};

/// Says something in the scene's channel without assuming an answer.
async fn try_to_say(scene: &Scene, body: &Value) -> reqwest::Result<reqwest::Response> {
    scene.rest.request("POST", &format!("/channels/{}/messages", scene.channel)).json(body).send().await
}

fn words(scene: &Scene) -> Vec<String> {
    scene.cord.messages(scene.channel).into_iter().map(|message| message.content).collect()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[tokio::test]
async fn errors_come_as_discord_and_the_proxies_before_it_write_them_and_nothing_is_done() {
    let scene = Scene::set().await;
    let cases = [
        (
            Fault::Status(500, Page::Json),
            500,
            "application/json",
            r#"{"code":0,"message":"500: Internal Server Error"}"#,
        ),
        (Fault::Status(403, Page::Code(50001)), 403, "application/json", r#"{"code":50001,"message":"Forbidden"}"#),
        (Fault::Status(502, Page::Html), 502, "text/html", "<html>\r\n<head><title>502: Bad Gateway</title></head>"),
        (Fault::Status(503, Page::Empty), 503, "", ""),
    ];
    for (fault, status, kind, body) in cases {
        let rule = scene.cord.faults().add(On::sending(), Often::Next(1), fault);
        let answer = try_to_say(&scene, &json!({ "content": "lost" })).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(header(answer.headers(), "content-type").unwrap_or_default(), kind);
        let heard = answer.text().await.expect("a whole body");
        assert!(heard.starts_with(body) && heard.is_empty() == body.is_empty(), "{heard}");
        assert_eq!(scene.cord.faults().struck(rule), 1);
        assert_eq!(scene.cord.requests().last().and_then(|request| request.fault), Some(fault));
    }
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "heard" })).await.status, 200);
    assert_eq!(words(&scene), ["heard"]);
    assert_eq!(scene.cord.invalid_requests(), 1, "the 403 alone");
}

#[tokio::test]
async fn each_scope_of_429_has_discords_headers_and_a_shared_one_is_not_held_against_the_bot() {
    let limits = Limits { create_message: Limit::new(5, Duration::from_secs(5)), ..Limits::none() };
    let scene = Scene::set_with(Config { limits, ..quick() }).await;
    let wait = Duration::from_millis(1_250);
    let mut seen = Vec::new();
    for scope in [Scope::User, Scope::Global, Scope::Shared] {
        scene.cord.faults().add(On::sending(), Often::Next(1), Fault::TooMany(scope, wait));
        let reply = scene.rest.say(scene.channel, json!({ "content": "x" })).await;
        assert_eq!((reply.status, &reply.body["retry_after"]), (429, &json!(1.25)));
        assert_eq!(header(&reply.headers, "retry-after"), Some("2"), "whole seconds, never too few");
        let names = ["x-ratelimit-scope", "x-ratelimit-global", "x-ratelimit-remaining", "x-ratelimit-reset-after"];
        let told = names.map(|name| header(&reply.headers, name).unwrap_or("-").to_owned()).join(" ");
        seen.push(format!("{told} {} {}", reply.body["global"], text(&reply.body["message"])));
    }
    assert_eq!(
        seen,
        [
            "user - 0 1.250 false You are being rate limited.",
            "global true - - true You are being rate limited.",
            "shared - 4 5.000 false The resource is being rate limited.",
        ]
    );
    assert_eq!(scene.cord.invalid_requests(), 2);
    assert!(words(&scene).is_empty());
}

#[tokio::test]
async fn a_cut_before_does_nothing_and_a_cut_after_has_done_it() {
    let scene = Scene::set().await;
    let faults = scene.cord.faults();
    for (fault, status, stands) in [(Fault::CutBefore, 0, 0), (Fault::CutAfter, 200, 1), (Fault::HalfAnswer, 200, 1)] {
        faults.add(On::sending(), Often::Next(1), fault);
        let body = json!({ "content": format!("{fault:?}"), "nonce": format!("{fault:?}"), "enforce_nonce": true });
        let heard = match try_to_say(&scene, &body).await {
            Ok(answer) => answer.bytes().await.map(|whole| whole.len()),
            Err(error) => Err(error),
        };
        assert!(heard.is_err(), "{fault:?}: {heard:?}");
        let request = scene.cord.requests().pop().expect("it was noted");
        assert_eq!((request.status, request.fault), (status, Some(fault)));
        let count = |scene: &Scene| words(scene).iter().filter(|word| **word == format!("{fault:?}")).count();
        assert_eq!(count(&scene), stands, "{fault:?}");
        let again = scene.rest.say(scene.channel, body.clone()).await;
        assert_eq!((again.status, count(&scene)), (200, 1), "the nonce gives what stands already: {fault:?}");
        scene.cord.forget_nonces();
        assert_eq!(scene.rest.say(scene.channel, body).await.status, 200);
        assert_eq!(count(&scene), 2, "a forgotten nonce holds nothing back: {fault:?}");
    }
    assert_eq!(scene.cord.invalid_requests(), 0);
}

#[tokio::test]
async fn half_an_answer_is_its_head_and_half_its_body() {
    let scene = Scene::set().await;
    scene.cord.faults().add(On::sending(), Often::Next(1), Fault::HalfAnswer);
    let mut answer = try_to_say(&scene, &json!({ "content": "x" })).await.expect("the head comes");
    let promised = answer.content_length().expect("a length");
    assert_eq!((answer.status().as_u16(), header(answer.headers(), "content-type")), (200, Some("application/json")));
    let mut heard = 0;
    let end = loop {
        match answer.chunk().await {
            Ok(Some(bytes)) => heard += bytes.len() as u64,
            end => break end,
        }
    };
    assert!(end.is_err(), "{end:?}");
    assert_eq!(heard, promised / 2);
}

#[tokio::test]
async fn a_delay_is_before_or_after_the_doing() {
    let late = Duration::from_millis(300);
    for (fault, at_once) in [(Fault::SlowBefore(late), 0), (Fault::SlowAfter(late), 1)] {
        let scene = Scene::set().await;
        scene.cord.faults().add(On::sending(), Often::Next(1), fault);
        let begun = Instant::now();
        let (reply, ()) = tokio::join!(scene.rest.say(scene.channel, json!({ "content": "x" })), async {
            tokio::time::sleep(late / 2).await;
            assert_eq!(words(&scene).len(), at_once, "{fault:?}");
        });
        assert_eq!((reply.status, words(&scene).len()), (200, 1));
        assert!(begun.elapsed() >= late);
    }
}

#[tokio::test]
async fn rules_are_asked_in_order_by_method_and_route_until_they_are_lifted() {
    let mut scene = Scene::set().await;
    let faults = scene.cord.faults();
    let sending = faults.add(On::sending(), Often::Next(2), Fault::Status(500, Page::Json));
    let reading = faults.add(On::reading(), Often::Always, Fault::Status(502, Page::Empty));
    let rest = faults.add(On::route("/channels/**"), Often::Always, Fault::Status(503, Page::Empty));
    let said = async || scene.rest.say(scene.channel, json!({ "content": "x" })).await.status;
    let read =
        async || scene.rest.call("GET", &format!("/channels/{}/messages", scene.channel), Value::Null).await.status;
    assert_eq!([said().await, said().await, said().await, read().await, read().await], [500, 500, 503, 502, 502]);
    assert_eq!([sending, reading, rest].map(|rule| faults.struck(rule)), [2, 2, 1]);
    faults.lift(rest);
    assert_eq!([said().await, read().await], [200, 502]);
    faults.lift_all();
    assert_eq!(read().await, 200);
    faults.add(On::callbacks(), Often::Next(1), Fault::Status(500, Page::Json));
    faults.add(On::follow_ups(), Often::Next(1), Fault::Status(502, Page::Json));
    let interaction = scene.ask().await;
    let answer = json!({ "type": 4, "data": { "content": "x" } });
    assert_eq!(scene.rest.answer(&interaction, answer.clone()).await.status, 500);
    assert_eq!(scene.rest.answer(&interaction, answer).await.status, 204);
    let hook = scene.rest.hook(&interaction, "");
    assert_eq!(scene.rest.call("POST", &hook, json!({ "content": "y" })).await.status, 502);
    assert_eq!(scene.rest.call("POST", &hook, json!({ "content": "y" })).await.status, 200);
}

#[tokio::test]
async fn a_seeded_rate_strikes_the_same_requests_in_every_run() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let scene = Scene::set().await;
        scene.cord.faults().add(On::all(), Often::PerMille(300, 5), Fault::Status(500, Page::Json));
        let mut run = Vec::new();
        for _ in 0..60 {
            run.push(scene.rest.call("GET", "/users/@me", Value::Null).await.status);
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&500) && runs[0].contains(&200), "{runs:?}");
}

#[tokio::test]
async fn invalid_requests_are_counted_by_the_worst_stretch() {
    let scene = Scene::set().await;
    let fault = Fault::Status(401, Page::Json);
    for number in [3, 2] {
        scene.cord.faults().add(On::all(), Often::Next(number), fault);
        for _ in 0..number {
            scene.rest.call("GET", "/users/@me", Value::Null).await;
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert_eq!(scene.cord.invalid_requests(), 5);
    assert_eq!(scene.cord.invalid_requests_within(Duration::from_millis(350)), 3);
    assert_eq!(scene.cord.invalid_requests_within(Duration::from_mins(10)), 5);
}

#[tokio::test]
async fn a_deleted_channel_is_unknown_and_the_bot_is_told() {
    let mut scene = Scene::set().await;
    scene.guild.delete_channel(scene.channel);
    assert_eq!(scene.socket.event("CHANNEL_DELETE").await["id"], scene.channel.to_string());
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.code(), (404, 10003));
}

#[tokio::test]
async fn a_permission_is_taken_and_given_back() {
    let scene = Scene::set().await;
    let whom = Whom::Member(scene.guild.bot());
    for (permission, code) in [(Permissions::VIEW_CHANNEL, 50001), (Permissions::SEND_MESSAGES, 50013)] {
        scene.guild.deny(scene.channel, whom, permission);
        assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.code(), (403, code));
        scene.guild.clear_overwrite(scene.channel, whom);
        assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.status, 200);
    }
}

#[tokio::test]
async fn an_outage_takes_a_guild_away_and_brings_it_back() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    scene.cord.make_unavailable(&scene.guild);
    assert_eq!(scene.socket.event("GUILD_DELETE").await["unavailable"], true);
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.code(), (503, 0));
    let guild = format!("/guilds/{}", scene.guild.id());
    for path in [guild.clone(), format!("{guild}/channels"), format!("/channels/{}", scene.channel)] {
        assert_eq!(scene.rest.call("GET", &path, Value::Null).await.status, 503, "{path}");
    }
    assert_eq!(scene.ada.post("hello"), Err(UserError::CannotSeeChannel(scene.channel)));
    // A session begun meanwhile names it, and hears no more of it until it is back.
    scene.socket = crate::bot::Socket::identified(&scene.cord).await;
    scene.cord.make_available(&scene.guild);
    let back = scene.socket.event("GUILD_CREATE").await;
    assert_eq!((&back["name"], &back["unavailable"]), (&json!("Workers"), &json!(false)));
    assert_eq!(scene.socket.sequence, 2, "READY came before it, and nothing else");
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.status, 200);
    assert_eq!(scene.cord.invalid_requests(), 0);
}

#[tokio::test]
async fn a_bot_that_is_removed_is_kept_out_until_it_is_invited_again() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    scene.cord.remove_bot(&scene.guild);
    assert!(scene.socket.event("GUILD_DELETE").await.get("unavailable").is_none());
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.code(), (403, 50001));
    let guild = format!("/guilds/{}", scene.guild.id());
    assert_eq!(scene.rest.call("GET", &guild, Value::Null).await.code(), (404, 10004));
    scene.cord.invite_bot(&scene.guild);
    assert_eq!(scene.socket.event("GUILD_CREATE").await["name"], "Workers");
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.status, 200);
}
