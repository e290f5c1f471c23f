use localcord::{Permissions, UserError, Whom};
use serde_json::json;

use crate::bot::Scene;

#[tokio::test]
async fn what_the_client_refuses_is_never_sent() {
    let scene = Scene::set().await;
    let say = |text: &'static str| {
        let ada = scene.ada.clone();
        async move { ada.slash(text).await.expect_err(text) }
    };
    let bad = |error: UserError| matches!(error, UserError::BadValue { .. });
    assert_eq!(say("/nothing").await, UserError::UnknownCommand("nothing".to_owned()));
    assert_eq!(say("/say").await, UserError::MissingOption("text".to_owned()));
    assert!(matches!(say("/say test:hello").await, UserError::UnknownOption { .. }));
    assert!(matches!(say("/count").await, UserError::UnknownSubcommand { .. }));
    assert!(matches!(say("/count hide").await, UserError::UnknownSubcommand { .. }));
    assert!(matches!(say("/count old show").await, UserError::UnknownSubcommand { .. }));
    for text in [
        "/say text:x",
        "/say text:elevenchars",
        "/say text:hello times:0",
        "/say text:hello times:4",
        "/say text:hello times:two",
        "/say text:hello private:yes",
        "/say text:hello who:@nobody",
        "/say text:hello where:#nowhere",
        "/say text:hello role:@Nobody",
        "/say text:hello share:much",
        "/say text:hello kind:postcard",
    ] {
        assert!(bad(say(text).await), "{text}");
    }
    let category = scene.guild.create_channel_of("heading", localcord::ChannelKind::Category);
    let error = scene.ada.slash(&format!("/say text:hello where:{category}")).await;
    assert!(bad(error.expect_err("the option takes text channels")));
    let requests = scene.cord.requests().len();
    assert_eq!(requests, 1, "nothing but the registration");
    assert_eq!(
        scene.ada.autocomplete("/say text:x", "text").await,
        Err(UserError::NotAutocompleted("text".to_owned()))
    );
}

#[tokio::test]
async fn typed_options_arrive_with_their_types() {
    let mut scene = Scene::set().await;
    let typed = "/say text:\"a: b\" share:0.5 kind:A letter near:any thing";
    let (_, interaction) = tokio::join!(scene.ada.slash(typed), scene.socket.interaction());
    let values: Vec<_> =
        interaction["data"]["options"].as_array().expect("options").iter().map(|one| one["value"].clone()).collect();
    assert_eq!(values, [json!("a: b"), json!(0.5), json!("letter"), json!("any thing")]);
    let given = [("petition", "x y: z"), ("private", "true")];
    let (_, interaction) = tokio::join!(scene.ada.slash_with("count show", &given), scene.socket.interaction());
    assert_eq!(interaction["data"]["options"][0]["options"][0]["value"], "x y: z");
    let (_, interaction) = tokio::join!(scene.ada.slash("/count old list"), scene.socket.interaction());
    assert_eq!(interaction["data"]["options"][0]["type"], 2);
    assert_eq!(interaction["data"]["options"][0]["options"][0], json!({ "name": "list", "type": 1, "options": [] }));
}

#[tokio::test]
async fn commands_are_offered_to_those_who_may_use_them() {
    let scene = Scene::set().await;
    let offered = scene.ada.offered();
    assert!(offered.contains(&"ask".to_owned()) && !offered.contains(&"review".to_owned()));
    assert!(!offered.contains(&"elsewhere".to_owned()), "its contexts leave guilds out");
    let role = scene.guild.create_role("Moderators", Permissions::MANAGE_MESSAGES);
    let member = scene.guild.join("ada", &[role]);
    assert!(scene.ada.offered().contains(&"review".to_owned()));
    member.revoke(role);
    assert_eq!(scene.ada.slash("/review").await, Err(UserError::UnknownCommand("review".to_owned())));
    assert!(scene.guild.owner().in_channel(scene.channel).offered().contains(&"review".to_owned()));
}

#[tokio::test]
async fn both_scopes_show_a_command_twice() {
    let scene = Scene::set().await;
    let path = format!("/applications/{}/guilds/{}/commands", scene.rest.app, scene.guild.id());
    scene.rest.call("POST", &path, json!({ "name": "ask", "description": "Asks" })).await;
    assert_eq!(scene.ada.offered().iter().filter(|name| *name == "ask").count(), 2);
}

#[tokio::test]
async fn those_who_cannot_be_there_can_do_nothing() {
    let scene = Scene::set().await;
    let bob = scene.guild.join("bob", &[]);
    let there = bob.in_channel(scene.channel);
    scene.guild.deny(
        scene.channel,
        Whom::Member(bob.id()),
        Permissions::USE_SLASH_COMMANDS | Permissions::SEND_MESSAGES,
    );
    assert_eq!(there.slash("/ask").await, Err(UserError::CannotUseCommands(scene.channel)));
    assert_eq!(there.post("x"), Err(UserError::CannotWrite(scene.channel)));
    scene.guild.deny(scene.channel, Whom::Member(bob.id()), Permissions::VIEW_CHANNEL);
    assert_eq!(there.slash("/ask").await, Err(UserError::CannotSeeChannel(scene.channel)));
    bob.leave();
    assert_eq!(there.slash("/ask").await, Err(UserError::NotAMember));
    let other = scene.cord.create_guild("Other");
    let away = other.join("ada", &[]).in_channel(scene.channel);
    assert_eq!(away.slash("/ask").await, Err(UserError::CannotSeeChannel(scene.channel)), "a channel of another guild");
}

#[tokio::test]
async fn one_name_is_one_person_in_every_guild() {
    let scene = Scene::set().await;
    let other = scene.cord.create_guild("Other");
    assert_eq!(other.join("ada", &[]).id(), scene.guild.join("ada", &[]).id());
}

#[tokio::test]
async fn an_ephemeral_answer_can_be_pressed_by_its_reader_alone() {
    let mut scene = Scene::set().await;
    let rows = json!([{ "type": 1, "components": [
        { "type": 2, "style": 1, "label": "Press", "custom_id": "a" },
        { "type": 2, "style": 5, "label": "Open", "url": "https://a.example" },
    ] }]);
    let (outcome, _) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        let data = json!({ "content": "x", "flags": 64, "components": rows });
        scene.rest.answer(&interaction, json!({ "type": 4, "data": data })).await
    });
    let message = outcome.expect("the client sends it").message.expect("an answer");
    let bob = scene.guild.join("bob", &[]).in_channel(scene.channel);
    assert_eq!(bob.click(&message, "Press").await, Err(UserError::CannotSeeMessage(message.id)));
    assert_eq!(scene.ada.click(&message, "Open").await, Err(UserError::OpensLink("https://a.example".to_owned())));
    scene.ada.delete(&message).expect("one's own answer can be dismissed");
    assert_eq!(scene.ada.click(&message, "Press").await, Err(UserError::CannotSeeMessage(message.id)));
}

#[tokio::test]
async fn people_write_within_bounds_and_ping_whom_they_name() {
    let scene = Scene::set().await;
    let bob = scene.guild.join("bob", &[]);
    assert_eq!(scene.ada.post(&"x".repeat(2001)), Err(UserError::BadMessage(2001)));
    let message = scene.ada.post(&format!("{} @everyone", bob.mention())).expect("ada may write");
    assert_eq!(message.pings, [localcord::Ping::User(bob.id())], "ada may not mention everyone");
    let found = scene.cord.wait_for_message(scene.channel, |one| one.id == message.id, crate::bot::PATIENCE).await;
    assert_eq!(found, Ok(message));
    let overdue = scene.cord.wait_for_message(scene.channel, |_| false, std::time::Duration::ZERO).await;
    assert_eq!(overdue.map_err(|overdue| overdue.to_string()), Err("a message appears within 0ns".to_owned()));
}

#[tokio::test]
async fn a_deleted_channel_is_unknown() {
    let mut scene = Scene::set().await;
    scene.rest.say(scene.channel, json!({ "content": "x" })).await;
    scene.guild.delete_channel(scene.channel);
    scene.socket.event("CHANNEL_DELETE").await;
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.code(), (404, 10003));
    assert!(scene.cord.messages(scene.channel).is_empty());
    assert_eq!(scene.ada.slash("/ask").await, Err(UserError::CannotSeeChannel(scene.channel)));
}

#[tokio::test]
async fn any_event_can_be_sent() {
    let mut scene = Scene::set().await;
    scene.cord.dispatch("TYPING_START", &json!({ "user_id": "1" }));
    assert_eq!(scene.socket.event("TYPING_START").await["user_id"], "1");
}
