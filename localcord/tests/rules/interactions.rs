use std::time::Duration;

use localcord::{Answer, UserError};
use serde_json::{Value, json};

use crate::bot::{Scene, callback, text};

fn button(id: &str) -> Value {
    json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Press", "custom_id": id }] }])
}

#[tokio::test]
async fn a_slash_command_is_answered() {
    let mut scene = Scene::set().await;
    let (outcome, _) =
        tokio::join!(scene.ada.slash("/say text:hello times:2 private:true who:@ada where:#petitions"), async {
            let interaction = scene.socket.interaction().await;
            let options = &interaction["data"]["options"];
            assert_eq!(options[0], json!({ "name": "text", "type": 3, "value": "hello" }));
            assert_eq!(options[1]["value"], 2);
            assert_eq!(options[2]["value"], true);
            let who = text(&options[3]["value"]);
            assert_eq!(interaction["data"]["resolved"]["users"][who]["username"], "ada");
            assert_eq!(interaction["data"]["resolved"]["channels"][text(&options[4]["value"])]["name"], "petitions");
            assert_eq!(interaction["member"]["user"]["username"], "ada");
            scene.rest.answer(&interaction, json!({ "type": 4, "data": { "content": "hi", "flags": 64 } })).await
        });
    let outcome = outcome.expect("the client sends it");
    assert_eq!((outcome.answer, outcome.ephemeral), (Answer::Message, true));
    assert_eq!(outcome.text(), "hi");
    assert!(scene.cord.messages(scene.channel).is_empty(), "an ephemeral answer is not public");
    let bob = scene.guild.join("bob", &[]);
    assert!(scene.cord.visible_to(&bob, scene.channel).is_empty());
}

#[tokio::test]
async fn a_second_answer_is_refused() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    let answer = json!({ "type": 4, "data": { "content": "x" } });
    assert_eq!(scene.rest.answer(&interaction, answer.clone()).await.status, 204);
    assert_eq!(scene.rest.answer(&interaction, answer).await.code(), (400, 40060));
}

#[tokio::test]
async fn three_seconds_without_an_answer_lose_the_interaction() {
    let mut scene = Scene::set().await;
    let (outcome, interaction) = tokio::join!(scene.ada.slash("/ask"), scene.socket.interaction());
    let outcome = outcome.expect("the client sends it");
    assert!(outcome.did_not_respond());
    assert!(outcome.elapsed >= Duration::from_secs(1));
    tokio::time::sleep(Duration::from_millis(20)).await;
    let late = scene.rest.answer(&interaction, json!({ "type": 5 })).await;
    assert_eq!(late.code(), (404, 10062));
}

#[tokio::test]
async fn an_unknown_interaction_and_a_wrong_token_are_unknown() {
    let mut scene = Scene::set().await;
    let mut interaction = scene.ask().await;
    interaction["token"] = json!("wrong");
    assert_eq!(scene.rest.answer(&interaction, json!({ "type": 5 })).await.code(), (404, 10062));
    let hook = scene.rest.hook(&interaction, "/messages/@original");
    assert_eq!(scene.rest.call("GET", &hook, Value::Null).await.code(), (401, 50027));
    interaction["id"] = json!("1");
    assert_eq!(scene.rest.answer(&interaction, json!({ "type": 5 })).await.code(), (404, 10062));
}

#[tokio::test]
async fn a_stale_delivery_is_dead_on_arrival() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    scene.rest.answer(&interaction, json!({ "type": 4, "data": { "content": "x" } })).await;
    let id = text(&interaction["id"]).parse().expect("an id");
    let stale = scene.cord.deliver_stale(id, Duration::from_mins(1)).expect("it is known");
    let again = scene.socket.interaction().await;
    assert_eq!(again["id"], stale.to_string());
    assert_eq!(scene.rest.answer(&again, json!({ "type": 5 })).await.code(), (404, 10062));
    scene.cord.deliver_again(id).expect("it is known");
    assert_eq!(scene.socket.interaction().await["id"], interaction["id"]);
}

#[tokio::test]
async fn a_token_runs_out() {
    let config = localcord::Config { token_lives: Duration::from_millis(30), ..crate::bot::quick() };
    let mut scene = Scene::set_with(config).await;
    let interaction = scene.ask().await;
    assert_eq!(scene.rest.answer(&interaction, json!({ "type": 5 })).await.status, 204);
    tokio::time::sleep(Duration::from_millis(40)).await;
    let hook = scene.rest.hook(&interaction, "/messages/@original");
    assert_eq!(scene.rest.call("PATCH", &hook, json!({ "content": "late" })).await.code(), (401, 50027));
}

#[tokio::test]
async fn a_deferral_is_filled_in_and_keeps_its_audience() {
    let mut scene = Scene::set().await;
    let (outcome, ()) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        let hook = scene.rest.hook(&interaction, "/messages/@original");
        assert_eq!(scene.rest.call("PATCH", &hook, json!({ "content": "early" })).await.code(), (404, 10015));
        scene.rest.answer(&interaction, json!({ "type": 5, "data": { "flags": 64 } })).await;
        assert_eq!(scene.rest.call("PATCH", &hook, json!({ "content": "done" })).await.status, 200);
        let followed = scene.rest.call("POST", &scene.rest.hook(&interaction, ""), json!({ "content": "more" })).await;
        assert_eq!(followed.status, 200);
    });
    let outcome = outcome.expect("the client sends it");
    assert_eq!((outcome.answer, outcome.ephemeral), (Answer::Deferred, true));
    let message = outcome.message.expect("it was filled in");
    assert_eq!((message.content.as_str(), message.loading, message.edited()), ("done", false, false));
    assert_eq!(scene.cord.outcome(outcome.interaction).expect("it is known").followups[0].content, "more");
}

#[tokio::test]
async fn the_first_follow_up_fills_in_a_deferral() {
    let mut scene = Scene::set().await;
    let (outcome, _) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        scene.rest.answer(&interaction, json!({ "type": 5, "data": { "flags": 64 } })).await;
        scene.rest.call("POST", &scene.rest.hook(&interaction, ""), json!({ "content": "public?" })).await
    });
    let outcome = outcome.expect("the client sends it");
    assert!(outcome.followups.is_empty());
    let message = outcome.message.expect("it was filled in");
    assert!(message.ephemeral(), "the deferral's audience stays");
    assert_eq!(message.content, "public?");
}

#[tokio::test]
async fn a_deferral_never_filled_in_goes_on_thinking() {
    let mut scene = Scene::set().await;
    let (outcome, _) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        scene.rest.answer(&interaction, json!({ "type": 5 })).await
    });
    assert!(outcome.expect("the client sends it").message.expect("it shows").loading);
}

#[tokio::test]
async fn an_answer_of_a_kind_that_does_not_fit_is_refused() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    for kind in [6, 7, 8, 1, 99] {
        let reply =
            scene.rest.answer(&interaction, json!({ "type": kind, "data": { "choices": [], "content": "x" } })).await;
        assert_eq!(reply.mistake("type"), "BASE_TYPE_CHOICES", "{kind}");
    }
    assert_eq!(scene.rest.answer(&interaction, json!({ "type": 4, "data": {} })).await.code(), (400, 50006));
}

#[tokio::test]
async fn suggestions_come_back_and_are_counted() {
    let mut scene = Scene::set().await;
    let (choices, _) = tokio::join!(scene.ada.autocomplete("/count show petition:mic", "petition"), async {
        let interaction = scene.socket.interaction().await;
        assert_eq!(interaction["type"], 4);
        let focused = &interaction["data"]["options"][0]["options"][0];
        assert_eq!(*focused, json!({ "name": "petition", "type": 3, "value": "mic", "focused": true }));
        let many: Vec<_> = (0..26).map(|n| json!({ "name": n.to_string(), "value": n.to_string() })).collect();
        let refused = scene.rest.answer(&interaction, json!({ "type": 8, "data": { "choices": many } })).await;
        assert_eq!(refused.mistake("data/choices"), "BASE_TYPE_MAX_LENGTH");
        let long = json!([{ "name": "x".repeat(101), "value": "x" }]);
        let refused = scene.rest.answer(&interaction, json!({ "type": 8, "data": { "choices": long } })).await;
        assert_eq!(refused.mistake("data/choices/0/name"), "BASE_TYPE_BAD_LENGTH");
        let fine = json!([{ "name": "Microsoft and ICE", "value": "microsoft-ice-2018" }]);
        scene.rest.answer(&interaction, json!({ "type": 8, "data": { "choices": fine } })).await
    });
    let choices = choices.expect("suggestions came");
    assert_eq!((choices[0].name.as_str(), &choices[0].value), ("Microsoft and ICE", &json!("microsoft-ice-2018")));
    let nothing = scene.ada.autocomplete("/count show", "petition").await;
    assert_eq!(nothing, Err(UserError::NoSuggestions("petition".to_owned())));
}

#[tokio::test]
async fn buttons_update_their_message_and_open_nothing_when_disabled() {
    let mut scene = Scene::set().await;
    let made = scene.rest.say(scene.channel, json!({ "content": "x", "components": button("a") })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let message = scene.cord.messages(scene.channel).remove(0);
    let (outcome, _) = tokio::join!(scene.ada.click(&message, "Press"), async {
        let interaction = scene.socket.interaction().await;
        assert_eq!(interaction["data"]["custom_id"], "a");
        assert_eq!(interaction["message"]["id"], message.id.to_string());
        let mut off = button("a");
        off[0]["components"][0]["disabled"] = json!(true);
        scene.rest.answer(&interaction, json!({ "type": 7, "data": { "content": "y", "components": off } })).await
    });
    let outcome = outcome.expect("the client sends it");
    assert_eq!(outcome.answer, Answer::UpdateMessage);
    assert_eq!(outcome.message.as_ref().map(|message| message.content.as_str()), Some("y"));
    assert_eq!(scene.ada.click(&message, "Press").await, Err(UserError::Disabled("Press".to_owned())));
    assert_eq!(scene.ada.click(&message, "Other").await, Err(UserError::UnknownComponent("Other".to_owned())));
    let (forged, interaction) =
        tokio::join!(scene.ada.forge_component(&message, "v9:evil"), scene.socket.interaction());
    assert_eq!(interaction["data"]["custom_id"], "v9:evil");
    assert!(forged.expect("an altered client sends it").did_not_respond());
}

#[tokio::test]
async fn a_silent_acknowledgement_leaves_the_message_and_may_change_it_later() {
    let mut scene = Scene::set().await;
    scene.rest.say(scene.channel, json!({ "content": "x", "components": button("a") })).await;
    let message = scene.cord.messages(scene.channel).remove(0);
    let (outcome, _) = tokio::join!(scene.ada.click(&message, "a"), async {
        let interaction = scene.socket.interaction().await;
        scene.rest.answer(&interaction, json!({ "type": 6 })).await;
        let hook = scene.rest.hook(&interaction, "/messages/@original");
        scene.rest.call("PATCH", &hook, json!({ "content": "changed" })).await
    });
    let outcome = outcome.expect("the client sends it");
    assert_eq!(outcome.answer, Answer::DeferredUpdate);
    assert_eq!(outcome.text(), "changed\n[Press]");
}

#[tokio::test]
async fn selects_take_what_they_offer() {
    let mut scene = Scene::set().await;
    let options = json!([{ "label": "One", "value": "1" }, { "label": "Two", "value": "2" }]);
    let rows = json!([
        { "type": 1, "components": [{ "type": 3, "custom_id": "pick", "options": options, "max_values": 2 }] },
        { "type": 1, "components": [{ "type": 6, "custom_id": "roles" }] },
    ]);
    scene.rest.say(scene.channel, json!({ "content": "x", "components": rows })).await;
    let role = scene.guild.create_role("Moderators", localcord::Permissions::empty());
    let message = scene.cord.messages(scene.channel).remove(0);
    for wrong in [&["3"][..], &[], &["1", "2", "One"], &["1", "1"]] {
        assert!(
            matches!(scene.ada.select(&message, "pick", wrong).await, Err(UserError::BadSelection { .. })),
            "{wrong:?}"
        );
    }
    let (_, interaction) = tokio::join!(scene.ada.select(&message, "pick", &["Two", "1"]), scene.socket.interaction());
    assert_eq!(interaction["data"]["values"], json!(["2", "1"]));
    let (_, interaction) =
        tokio::join!(scene.ada.select(&message, "roles", &["@Moderators"]), scene.socket.interaction());
    assert_eq!(interaction["data"]["resolved"]["roles"][role.to_string()]["name"], "Moderators");
}

#[tokio::test]
async fn menus_carry_the_whole_message() {
    let mut scene = Scene::set().await;
    let message = scene.ada.post("see https://a.example").expect("ada may write");
    let (_, interaction) = tokio::join!(scene.ada.message_menu("Log as source", &message), scene.socket.interaction());
    assert_eq!(interaction["data"]["target_id"], message.id.to_string());
    let resolved = &interaction["data"]["resolved"]["messages"][message.id.to_string()];
    assert_eq!(resolved["content"], "see https://a.example");
    let missing = scene.ada.message_menu("Nothing", &message).await;
    assert_eq!(missing, Err(UserError::UnknownCommand("Nothing".to_owned())));
    let bob = scene.guild.join("bob", &[]);
    let (_, interaction) = tokio::join!(scene.ada.user_menu("Who is this", &bob), scene.socket.interaction());
    assert_eq!(interaction["data"]["target_id"], bob.id().to_string());
}

#[tokio::test]
async fn the_response_comes_along_when_asked_for() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    let path = format!("{}?with_response=true", callback(&interaction));
    let reply = scene.rest.call("POST", &path, json!({ "type": 4, "data": { "content": "x" } })).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body["resource"]["message"]["content"], "x");
    assert_eq!(reply.body["interaction"]["id"], interaction["id"]);
}

#[tokio::test]
async fn a_follow_up_can_be_read_changed_and_deleted() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    scene.rest.answer(&interaction, json!({ "type": 4, "data": { "content": "x" } })).await;
    let made = scene.rest.call("POST", &scene.rest.hook(&interaction, ""), json!({ "content": "y" })).await;
    let path = scene.rest.hook(&interaction, &format!("/messages/{}", text(&made.body["id"])));
    assert_eq!(scene.rest.call("GET", &path, Value::Null).await.body["content"], "y");
    assert_eq!(scene.rest.call("PATCH", &path, json!({ "content": "z" })).await.body["content"], "z");
    assert_eq!(scene.rest.call("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(scene.rest.call("GET", &path, Value::Null).await.code(), (404, 10008));
    let original = scene.rest.hook(&interaction, "/messages/@original");
    assert_eq!(scene.rest.call("DELETE", &original, Value::Null).await.status, 204);
    assert!(scene.cord.messages(scene.channel).is_empty());
}
