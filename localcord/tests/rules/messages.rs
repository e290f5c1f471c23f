use localcord::{Permissions, Ping};
use serde_json::{Value, json};

use crate::bot::{Rest, Scene, text};

fn embed(description: &str) -> Value {
    json!({ "description": description })
}

#[tokio::test]
async fn lengths_are_refused_where_they_are_broken() {
    let scene = Scene::set().await;
    let long = |count: usize| "ä".repeat(count);
    let button =
        |id: String| json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "x", "custom_id": id }] }]);
    let cases = [
        (json!({ "content": long(2001) }), "content", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": [{ "title": long(257) }] }), "embeds/0/title", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": [embed(&long(4097))] }), "embeds/0/description", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": [embed(&long(4000)), embed(&long(2001))] }), "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        (json!({ "embeds": vec![embed("x"); 11] }), "embeds", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "embeds": [{ "fields": [{ "name": "", "value": "x" }] }] }),
            "embeds/0/fields/0/name",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "embeds": [{ "fields": [{ "name": "x", "value": long(1025) }] }] }),
            "embeds/0/fields/0/value",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "embeds": [{ "title": "x", "footer": { "text": long(2049) } }] }),
            "embeds/0/footer/text",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (json!({ "embeds": [{ "title": "x", "url": "ftp://a.example" }] }), "embeds/0/url", "URL_TYPE_INVALID_SCHEME"),
        (json!({ "embeds": [{ "title": "x", "url": "nonsense" }] }), "embeds/0/url", "URL_TYPE_INVALID_URL"),
        (
            json!({ "content": "x", "components": button(long(101)) }),
            "components/0/components/0/custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "content": "x", "components": vec![button("a".into())[0].clone(); 6] }),
            "components",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({ "content": "x", "components": vec![button("a".into())[0].clone(); 2] }),
            "components/1/components/0/custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (json!({ "content": "x", "nonce": long(26) }), "nonce", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        (
            json!({ "content": "x", "message_reference": { "message_id": "1" } }),
            "message_reference",
            "REPLIES_UNKNOWN_MESSAGE",
        ),
    ];
    for (body, path, code) in cases {
        assert_eq!(scene.rest.say(scene.channel, body.clone()).await.mistake(path), code, "{path}: {body}");
    }
    assert_eq!(
        scene.rest.say(scene.channel, json!({ "content": long(2000), "embeds": [embed(&long(4096))] })).await.status,
        200
    );
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "  " })).await.code(), (400, 50006));
    assert_eq!(scene.cord.messages(scene.channel).len(), 1, "what is refused leaves nothing behind");
}

#[tokio::test]
async fn what_is_not_there_is_unknown() {
    let scene = Scene::set().await;
    let call = async |method: &str, path: &str| scene.rest.call(method, path, Value::Null).await.code();
    assert_eq!(call("GET", "/channels/1").await, (404, 10003));
    assert_eq!(call("GET", "/guilds/1").await, (404, 10004));
    assert_eq!(call("GET", &format!("/channels/{}/messages/1", scene.channel)).await, (404, 10008));
    assert_eq!(call("GET", &format!("/guilds/{}/members/1", scene.guild.id())).await, (404, 10013));
    assert_eq!(call("GET", "/nowhere").await, (404, 0));
    assert_eq!(call("PUT", "/gateway/bot").await, (405, 0));
    assert_eq!(scene.rest.call("GET", "/channels/x", Value::Null).await.code(), (400, 50035));
    let unreadable =
        Rest::send(scene.rest.request("POST", &format!("/channels/{}/messages", scene.channel)).body("{")).await;
    assert_eq!(unreadable.code(), (400, 50109));
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_counted() {
    let scene = Scene::set().await;
    let stranger = Rest::with_token(&scene.cord, "wrong");
    let reply = stranger.call("GET", "/users/@me", Value::Null).await;
    assert_eq!((reply.status, reply.body), (401, json!({ "message": "401: Unauthorized", "code": 0 })));
    assert_eq!(scene.cord.invalid_requests(), 1);
    assert_eq!(stranger.call("GET", "/gateway", Value::Null).await.status, 200, "the address needs no token");
}

#[tokio::test]
async fn a_message_without_allowed_mentions_pings_everyone_it_names() {
    let scene = Scene::set().await;
    let bob = scene.guild.join("bob", &[]);
    let role = scene.guild.create_role("Crew", Permissions::empty());
    scene.guild.make_mentionable(role);
    let content = format!("{} <@&{role}> @everyone `{}`", bob.mention(), scene.ada_mention());
    let pings = async |allowed: Value| {
        let mut body = json!({ "content": content });
        if !allowed.is_null() {
            body["allowed_mentions"] = allowed;
        }
        let reply = scene.rest.say(scene.channel, body).await;
        let id = text(&reply.body["id"]).parse().expect("an id");
        scene.cord.message(scene.channel, id).expect("it is there").pings
    };
    let (user, crew) = (Ping::User(bob.id()), Ping::Role(role));
    assert_eq!(pings(Value::Null).await, [crew, user], "the bot may not mention everyone");
    assert_eq!(pings(json!({ "parse": [] })).await, []);
    assert_eq!(pings(json!({ "parse": ["users"] })).await, [user]);
    assert_eq!(pings(json!({ "users": [bob.id().to_string()] })).await, [user]);
    scene.guild.set_bot_permissions(localcord::INVITE | Permissions::MENTION_EVERYONE);
    assert_eq!(pings(Value::Null).await, [Ping::Everyone, crew, user]);
}

#[tokio::test]
async fn an_edit_pings_nobody() {
    let scene = Scene::set().await;
    let made = scene.rest.say(scene.channel, json!({ "content": "x" })).await;
    let path = format!("/channels/{}/messages/{}", scene.channel, text(&made.body["id"]));
    scene.rest.call("PATCH", &path, json!({ "content": scene.ada_mention() })).await;
    let message = scene.cord.messages(scene.channel).remove(0);
    assert!(message.edited());
    assert_eq!((message.pings.len(), message.mentions.len()), (0, 1));
}

#[tokio::test]
async fn an_enforced_nonce_makes_one_message() {
    let scene = Scene::set().await;
    let body = json!({ "content": "x", "nonce": "n-1", "enforce_nonce": true });
    let first = scene.rest.say(scene.channel, body.clone()).await;
    let second = scene.rest.say(scene.channel, body).await;
    assert_eq!((second.status, &first.body["id"]), (200, &second.body["id"]));
    assert_eq!(first.body["nonce"], "n-1");
    scene.rest.say(scene.channel, json!({ "content": "x", "nonce": "n-1" })).await;
    assert_eq!(scene.cord.messages(scene.channel).len(), 2, "a nonce alone enforces nothing");
}

#[tokio::test]
async fn messages_are_listed_newest_first_and_in_ranges() {
    let scene = Scene::set().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let reply = scene.rest.say(scene.channel, json!({ "content": number.to_string() })).await;
        ids.push(text(&reply.body["id"]).to_owned());
    }
    let read = async |query: &str| {
        let reply = scene.rest.call("GET", &format!("/channels/{}/messages?{query}", scene.channel), Value::Null).await;
        let list = reply.body.as_array().expect("a list").clone();
        list.iter().map(|message| text(&message["content"]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(read("limit=2").await, ["4", "3"]);
    assert_eq!(read(&format!("limit=2&before={}", ids[2])).await, ["1", "0"]);
    assert_eq!(read(&format!("limit=2&after={}", ids[1])).await, ["3", "2"]);
    assert_eq!(read(&format!("limit=3&around={}", ids[2])).await, ["3", "2", "1"]);
    let reply = scene.rest.call("GET", &format!("/channels/{}/messages?limit=101", scene.channel), Value::Null).await;
    assert_eq!(reply.mistake("limit"), "NUMBER_TYPE_BOUNDS");
}

#[tokio::test]
async fn files_come_along() {
    let scene = Scene::set().await;
    let payload =
        json!({ "content": "chart", "attachments": [{ "id": 0, "filename": "chart.png", "description": "A chart" }] });
    let form = reqwest::multipart::Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", reqwest::multipart::Part::bytes(vec![7; 9]).file_name("upload.png"));
    let path = format!("/channels/{}/messages", scene.channel);
    let reply = Rest::send(scene.rest.request("POST", &path).multipart(form)).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.body["attachments"][0]["filename"], "chart.png");
    let message = scene.cord.messages(scene.channel).remove(0);
    assert_eq!(
        (message.attachments[0].bytes.len(), message.attachments[0].description.as_deref()),
        (9, Some("A chart"))
    );
    assert_eq!(scene.cord.requests().last().map(|request| request.files), Some(1));
    let big = reqwest::multipart::Part::bytes(vec![0; 10 * 1024 * 1024 + 1]).file_name("big");
    let form = reqwest::multipart::Form::new().part("files[0]", big);
    assert_eq!(Rest::send(scene.rest.request("POST", &path).multipart(form)).await.code(), (413, 40005));
}

#[tokio::test]
async fn only_ones_own_messages_can_be_edited() {
    let scene = Scene::set().await;
    let theirs = scene.ada.post("hello").expect("ada may write");
    let path = format!("/channels/{}/messages/{}", scene.channel, theirs.id);
    assert_eq!(scene.rest.call("PATCH", &path, json!({ "content": "x" })).await.code(), (403, 50005));
    assert_eq!(scene.rest.call("DELETE", &path, Value::Null).await.code(), (403, 50013));
    let mine = scene.rest.say(scene.channel, json!({ "content": "x" })).await;
    let path = format!("/channels/{}/messages/{}", scene.channel, text(&mine.body["id"]));
    assert_eq!(scene.rest.call("PATCH", &path, json!({ "content": "" })).await.code(), (400, 50006));
    assert_eq!(scene.rest.call("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(scene.rest.call("GET", &path, Value::Null).await.code(), (404, 10008));
}

#[tokio::test]
async fn suppressing_embeds_takes_the_bots_own() {
    let scene = Scene::set().await;
    let reply = scene.rest.say(scene.channel, json!({ "content": "x", "embeds": [embed("y")], "flags": 4 })).await;
    assert_eq!(reply.body["embeds"], json!([]));
}

#[tokio::test]
async fn tokens_stay_out_of_the_log() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    scene.rest.answer(&interaction, json!({ "type": 5 })).await;
    scene.rest.call("GET", &scene.rest.hook(&interaction, "/messages/@original"), Value::Null).await;
    let paths: Vec<_> = scene.cord.requests().into_iter().rev().take(2).map(|request| request.path).collect();
    assert_eq!(paths[0], format!("/webhooks/{}/TOKEN/messages/@original", scene.rest.app));
    assert_eq!(paths[1], format!("/interactions/{}/TOKEN/callback", text(&interaction["id"])));
}

#[tokio::test]
async fn instants_are_read_as_libraries_write_them() {
    let scene = Scene::set().await;
    for instant in ["2018-06-19T12:00:00Z", "2018-06-19T12:00:00.123Z", "2018-06-19T12:00:00+00:00"] {
        let reply = scene.rest.say(scene.channel, json!({ "embeds": [{ "title": "x", "timestamp": instant }] })).await;
        assert_eq!(reply.status, 200, "{instant}: {}", reply.body);
    }
    let reply = scene.rest.say(scene.channel, json!({ "embeds": [{ "title": "x", "timestamp": "yesterday" }] })).await;
    assert_eq!(reply.mistake("embeds/0/timestamp"), "DATE_TIME_TYPE_PARSE");
}
