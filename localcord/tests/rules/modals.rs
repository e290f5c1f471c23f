use localcord::{Answer, UserError};
use serde_json::{Value, json};

use crate::bot::Scene;

fn form(title: &str, inputs: &Value) -> Value {
    let rows: Vec<_> =
        inputs.as_array().expect("a list").iter().map(|input| json!({ "type": 1, "components": [input] })).collect();
    json!({ "type": 9, "data": { "title": title, "custom_id": "v1:words:7", "components": rows } })
}

fn input(id: &str, label: &str) -> Value {
    json!({ "type": 4, "custom_id": id, "label": label, "style": 2 })
}

#[tokio::test]
async fn a_form_is_filled_in_within_its_bounds() {
    let mut scene = Scene::set().await;
    let mut words = input("words", "The words");
    words["min_length"] = json!(3);
    words["max_length"] = json!(5);
    let mut note = input("note", "Note");
    note["required"] = json!(false);
    note["style"] = json!(1);
    let (outcome, _) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        scene.rest.answer(&interaction, form("Log", &json!([words, note]))).await
    });
    let outcome = outcome.expect("the client sends it");
    assert_eq!(outcome.answer, Answer::Modal);
    let modal = outcome.modal.expect("a form opens");
    let refused = |error: Result<_, _>| matches!(error, Err(UserError::BadInput { .. }));
    assert!(refused(scene.ada.submit(&modal, &[]).await), "required");
    assert!(refused(scene.ada.submit(&modal, &[("words", "ab")]).await), "too short");
    assert!(refused(scene.ada.submit(&modal, &[("The words", "abcdef")]).await), "too long");
    assert!(refused(scene.ada.submit(&modal, &[("words", "abc"), ("note", "a\nb")]).await), "one line");
    let unknown = scene.ada.submit(&modal, &[("word", "abc")]).await;
    assert_eq!(unknown, Err(UserError::UnknownInput("word".to_owned())));
    let bob = scene.guild.join("bob", &[]).in_channel(scene.channel);
    let closed = Err(UserError::ModalClosed("v1:words:7".to_owned()));
    assert_eq!(bob.submit(&modal, &[("words", "abc")]).await, closed);
    let (outcome, interaction) =
        tokio::join!(scene.ada.submit(&modal, &[("words", "abc")]), scene.socket.interaction());
    assert_eq!(interaction["type"], 5);
    assert_eq!(interaction["data"]["components"][0]["components"][0]["value"], "abc");
    assert!(outcome.expect("the client sends it").did_not_respond());
    // A form nobody answered is still open.
    let (outcome, _) = tokio::join!(scene.ada.submit(&modal, &[("words", "abc")]), async {
        let interaction = scene.socket.interaction().await;
        let again = scene.rest.answer(&interaction, form("Log", &json!([input("a", "A")]))).await;
        assert_eq!(again.mistake("type"), "BASE_TYPE_CHOICES", "a form opens no form");
        scene.rest.answer(&interaction, json!({ "type": 4, "data": { "content": "filed" } })).await
    });
    assert_eq!(outcome.expect("the client sends it").text(), "filed");
    assert_eq!(scene.ada.submit(&modal, &[("words", "abc")]).await, closed);
}

#[tokio::test]
async fn a_form_that_breaks_a_rule_is_refused() {
    let mut scene = Scene::set().await;
    let interaction = scene.ask().await;
    let long = "x".repeat(46);
    let cases = [
        (form(&long, &json!([input("a", "A")])), "data/title"),
        (form("T", &json!([])), "data/components"),
        (form("T", &Value::Array((0..6).map(|n| input(&n.to_string(), "A")).collect())), "data/components"),
        (form("T", &json!([input("a", &long)])), "data/components/0/components/0/label"),
        (form("T", &json!([input("", "A")])), "data/components/0/components/0/custom_id"),
        (form("T", &json!([input("a", "A"), input("a", "B")])), "data/components/1/components/0/custom_id"),
    ];
    for (body, path) in cases {
        let code = scene.rest.answer(&interaction, body.clone()).await.mistake(path).to_owned();
        assert!(["BASE_TYPE_BAD_LENGTH", "COMPONENT_CUSTOM_ID_DUPLICATED"].contains(&code.as_str()), "{code}: {body}");
    }
    assert_eq!(scene.rest.answer(&interaction, form("T", &json!([input("a", "A")]))).await.status, 204);
}

#[tokio::test]
async fn a_form_may_be_closed_silently_and_followed_up() {
    let mut scene = Scene::set().await;
    let (outcome, opener) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        scene.rest.answer(&interaction, form("T", &json!([input("a", "A")]))).await;
        interaction
    });
    let outcome = outcome.expect("the client sends it");
    let modal = outcome.modal.expect("a form opens");
    let (sent, _) = tokio::join!(scene.ada.submit(&modal, &[("A", "x")]), async {
        let interaction = scene.socket.interaction().await;
        scene.rest.answer(&interaction, json!({ "type": 6 })).await
    });
    assert_eq!(sent.expect("the client sends it").answer, Answer::DeferredUpdate);
    let reply = scene.rest.call("POST", &scene.rest.hook(&opener, ""), json!({ "content": "filed" })).await;
    assert_eq!(reply.status, 200);
    let later = scene.cord.outcome(outcome.interaction).expect("it is known");
    assert_eq!(later.followups.iter().map(|message| message.content.as_str()).collect::<Vec<_>>(), ["filed"]);
}
