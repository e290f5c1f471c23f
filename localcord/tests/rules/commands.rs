use serde_json::{Value, json};

use crate::bot::{Scene, text};

fn option(name: &str, required: bool) -> Value {
    json!({ "type": 3, "name": name, "description": "x", "required": required })
}

#[tokio::test]
async fn a_tree_that_breaks_a_rule_is_refused() {
    let scene = Scene::set().await;
    let with = |options: Value| json!([{ "name": "a", "description": "x", "options": options }]);
    let many: Vec<_> = (0..26).map(|n| option(&format!("o{n}"), false)).collect();
    let choices: Vec<_> = (0..26).map(|n| json!({ "name": n.to_string(), "value": n.to_string() })).collect();
    let heavy: Vec<_> = (0..25)
        .map(|n| {
            let choices: Vec<_> =
                (0..4).map(|c| json!({ "name": format!("{c}{}", "x".repeat(90)), "value": "v" })).collect();
            json!({ "type": 3, "name": format!("o{n}"), "description": "x", "choices": choices })
        })
        .collect();
    let cases = [
        (json!([{ "name": "Upper", "description": "x" }]), "0/name", "APPLICATION_COMMAND_INVALID_NAME"),
        (json!([{ "name": "x".repeat(33), "description": "x" }]), "0/name", "BASE_TYPE_BAD_LENGTH"),
        (json!([{ "name": "a", "description": "x".repeat(101) }]), "0/description", "BASE_TYPE_BAD_LENGTH"),
        (json!([{ "name": "a" }]), "0/description", "BASE_TYPE_REQUIRED"),
        (
            json!([{ "name": "a", "description": "x" }, { "name": "a", "description": "y" }]),
            "1/name",
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
        ),
        (with(json!(many)), "0/options", "BASE_TYPE_MAX_LENGTH"),
        (
            with(json!([option("a", false), option("b", true)])),
            "0/options/1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            with(json!([option("a", true), option("a", true)])),
            "0/options/1/name",
            "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
        ),
        (
            with(json!([option("a", true), { "type": 1, "name": "s", "description": "x" }])),
            "0/options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            with(json!([{ "type": 3, "name": "a", "description": "x", "choices": choices }])),
            "0/options/0/choices",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            with(
                json!([{ "type": 3, "name": "a", "description": "x", "autocomplete": true, "choices": [{ "name": "n", "value": "v" }] }]),
            ),
            "0/options/0/autocomplete",
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
        ),
        (with(json!(heavy)), "0", "APPLICATION_COMMAND_TOO_LARGE"),
    ];
    let before = scene.cord.commands();
    for (body, path, code) in cases {
        let reply = scene.rest.call("PUT", &format!("/applications/{}/commands", scene.rest.app), body).await;
        assert_eq!(reply.mistake(path), code, "{}", reply.body);
    }
    assert_eq!(scene.cord.commands(), before);
}

#[tokio::test]
async fn a_command_keeps_its_id_while_its_name_stays() {
    let scene = Scene::set().await;
    let path = format!("/applications/{}/commands", scene.rest.app);
    let first = scene.rest.call("PUT", &path, json!([{ "name": "a", "description": "x" }])).await.body;
    let same = scene.rest.call("PUT", &path, json!([{ "name": "a", "description": "x" }])).await.body;
    assert_eq!(first, same, "nothing changed, the version included");
    let changed = scene.rest.call("POST", &path, json!({ "name": "a", "description": "y" })).await;
    assert_eq!((changed.status, &changed.body["id"]), (200, &first[0]["id"]));
    assert_ne!(changed.body["version"], first[0]["version"]);
    let new = scene.rest.call("POST", &path, json!({ "name": "b", "description": "y" })).await;
    assert_eq!(new.status, 201);
    let one = format!("{path}/{}", text(&new.body["id"]));
    assert_eq!(scene.rest.call("PATCH", &one, json!({ "description": "z" })).await.body["description"], "z");
    assert_eq!(scene.rest.call("GET", &one, Value::Null).await.body["name"], "b");
    assert_eq!(scene.rest.call("DELETE", &one, Value::Null).await.status, 204);
    assert_eq!(scene.rest.call("GET", &one, Value::Null).await.code(), (404, 10063));
    assert_eq!(scene.rest.call("GET", &path, Value::Null).await.body.as_array().map(Vec::len), Some(1));
    assert_eq!(scene.cord.registrations(), 6);
}

#[tokio::test]
async fn two_hundred_new_commands_a_day_are_enough() {
    let scene = Scene::set().await;
    let path = format!("/applications/{}/guilds/{}/commands", scene.rest.app, scene.guild.id());
    for round in 0..3 {
        let trees: Vec<_> = (0..80).map(|n| json!({ "name": format!("c{round}-{n}"), "description": "x" })).collect();
        let reply = scene.rest.call("PUT", &path, json!(trees)).await;
        assert_eq!(reply.code(), if round == 2 { (429, 30034) } else { (200, 0) });
    }
    let many: Vec<_> = (0..101).map(|n| json!({ "name": format!("m{n}"), "description": "x" })).collect();
    assert_eq!(scene.rest.call("PUT", &path, json!(many)).await.code(), (400, 30032));
}

#[tokio::test]
async fn other_applications_and_guilds_are_closed() {
    let scene = Scene::set().await;
    assert_eq!(scene.rest.call("GET", "/applications/1/commands", Value::Null).await.code(), (404, 10002));
    let path = format!("/applications/{}/guilds/1/commands", scene.rest.app);
    assert_eq!(scene.rest.call("GET", &path, Value::Null).await.code(), (404, 10004));
}
