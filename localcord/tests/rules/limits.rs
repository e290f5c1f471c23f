use std::time::Duration;

use localcord::{Config, Limit, Limits};
use serde_json::{Value, json};

use crate::bot::{Reply, Scene, quick};

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.get(name).and_then(|value| value.to_str().ok())
}

#[tokio::test]
async fn a_full_bucket_answers_429_with_its_headers_and_empties() {
    let create_message = Limit::new(2, Duration::from_millis(300));
    let limits = Limits { create_message, ..Limits::none() };
    let scene = Scene::set_with(Config { limits, ..quick() }).await;
    let first = scene.rest.say(scene.channel, json!({ "content": "1" })).await;
    assert_eq!((header(&first, "x-ratelimit-limit"), header(&first, "x-ratelimit-remaining")), (Some("2"), Some("1")));
    assert!(header(&first, "x-ratelimit-bucket").is_some() && header(&first, "x-ratelimit-reset").is_some());
    scene.rest.say(scene.channel, json!({ "content": "2" })).await;
    let third = scene.rest.say(scene.channel, json!({ "content": "3" })).await;
    assert_eq!(third.status, 429);
    assert_eq!(third.body["global"], false);
    let wait = third.body["retry_after"].as_f64().expect("a number");
    assert!(wait > 0.0 && wait <= 0.3, "{wait}");
    assert_eq!((header(&third, "retry-after"), header(&third, "x-ratelimit-scope")), (Some("1"), Some("user")));
    let other = scene.guild.create_channel("other");
    assert_eq!(scene.rest.say(other, json!({ "content": "1" })).await.status, 200, "each channel has its own");
    tokio::time::sleep(Duration::from_secs_f64(wait)).await;
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "3" })).await.status, 200);
    assert_eq!(scene.cord.invalid_requests(), 1);
}

#[tokio::test]
async fn the_limit_over_all_spares_answers_to_interactions() {
    let limits = Limits { global: Limit::new(3, Duration::from_mins(1)), ..Limits::none() };
    let mut scene = Scene::set_with(Config { limits, ..quick() }).await;
    let interaction = scene.ask().await;
    for _ in 0..2 {
        assert_eq!(scene.rest.call("GET", "/users/@me", Value::Null).await.status, 200);
    }
    let refused = scene.rest.call("GET", "/users/@me", Value::Null).await;
    assert_eq!((refused.status, &refused.body["global"]), (429, &json!(true)));
    assert_eq!(header(&refused, "x-ratelimit-global"), Some("true"));
    assert_eq!(header(&refused, "x-ratelimit-scope"), Some("global"));
    let reply = scene.rest.answer(&interaction, json!({ "type": 4, "data": { "content": "x" } })).await;
    assert_eq!(reply.status, 204);
    let more = scene.rest.call("POST", &scene.rest.hook(&interaction, ""), json!({ "content": "y" })).await;
    assert_eq!(more.status, 200);
}
