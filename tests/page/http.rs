//! What the page's server tells whom, with the real bot behind it and no browser.

use std::time::Duration;

use serde_json::{Value, json};

use crate::demo::Demo;

/// Reads a window's first event: all that its person sees.
async fn sees(http: &reqwest::Client, demo: &Demo, person: &str) -> Value {
    let mut feed = http.get(format!("{}events?person={person}", demo.address)).send().await.unwrap();
    let mut read = String::new();
    loop {
        read.push_str(std::str::from_utf8(&feed.chunk().await.unwrap().unwrap()).unwrap());
        if let Some((event, _)) = read.split_once("\n\n") {
            let data = event.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
            return serde_json::from_str(data).unwrap();
        }
    }
}

#[tokio::test]
async fn a_private_answer_reaches_who_asked_and_nobody_else() {
    let demo = Demo::start();
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_mins(1)).build().unwrap();
    let first = sees(&http, &demo, "member").await;
    let channel = first["scene"]["channels"][0]["id"].clone();
    let asks = async |line: &str| -> Value {
        let sent = http.post(format!("{}slash", demo.address)).header("Origin", demo.address.trim_end_matches('/'));
        let body = json!({ "by": { "person": "member", "channel": channel }, "line": line });
        sent.json(&body).send().await.unwrap().json().await.unwrap()
    };
    let public = asks("/count show petition:microsoft-ice-2018").await;
    let private = asks("/submissions").await;
    assert_eq!((&public["private"], &private["private"]), (&json!(false), &json!(true)));
    assert!(public["behind"]["took_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(public["behind"]["sent"]["token"], "TOKEN");
    for person in ["member", "contributor", "moderator", "admin"] {
        let seen = sees(&http, &demo, person).await;
        let ids: Vec<&Value> = seen["put"].as_array().unwrap().iter().map(|message| &message["id"]).collect();
        assert!(ids.contains(&&public["messages"][0]), "{person}");
        assert_eq!(ids.contains(&&private["messages"][0]), person == "member", "{person}");
    }
}
