use localcord::{ChannelKind, EVERYONE, INVITE, Permissions, Whom};
use serde_json::{Value, json};

use crate::bot::{Rest, Scene};

#[tokio::test]
async fn a_hidden_channel_gives_50001_and_a_closed_one_50013() {
    let scene = Scene::set().await;
    let text = json!({ "content": "x" });
    scene.guild.limit_bot(scene.channel, Permissions::empty());
    assert_eq!(scene.rest.say(scene.channel, text.clone()).await.code(), (403, 50001));
    let show = format!("/channels/{}", scene.channel);
    assert_eq!(scene.rest.call("GET", &show, Value::Null).await.code(), (403, 50001));
    scene.guild.limit_bot(scene.channel, Permissions::VIEW_CHANNEL);
    assert_eq!(scene.rest.say(scene.channel, text.clone()).await.code(), (403, 50013));
    scene.guild.limit_bot(scene.channel, Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES);
    assert_eq!(scene.rest.say(scene.channel, text).await.status, 200);
    assert_eq!(scene.rest.say(scene.channel, json!({ "embeds": [{ "title": "x" }] })).await.code(), (403, 50013));
    let path = format!("/channels/{}/messages", scene.channel);
    let part = reqwest::multipart::Part::bytes(vec![1]).file_name("a");
    let form = reqwest::multipart::Form::new().part("files[0]", part);
    assert_eq!(Rest::send(scene.rest.request("POST", &path).multipart(form)).await.code(), (403, 50013));
    assert_eq!(scene.rest.call("GET", &path, Value::Null).await.body, json!([]), "no history, no messages");
    assert_eq!(scene.cord.invalid_requests(), 5);
}

#[tokio::test]
async fn answers_to_interactions_need_no_permission_in_the_channel() {
    let mut scene = Scene::set().await;
    scene.guild.limit_bot(scene.channel, Permissions::empty());
    let interaction = scene.ask().await;
    assert_eq!(interaction["app_permissions"], "0");
    let reply = scene.rest.answer(&interaction, json!({ "type": 4, "data": { "embeds": [{ "title": "x" }] } })).await;
    assert_eq!(reply.status, 204);
}

#[tokio::test]
async fn threads_take_a_permission_of_their_own() {
    let scene = Scene::set().await;
    let thread = scene.guild.create_thread(scene.channel, "about a petition");
    assert_eq!(scene.rest.say(thread, json!({ "content": "x" })).await.status, 200);
    scene.guild.deny(scene.channel, Whom::Member(scene.guild.bot()), Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(scene.rest.say(thread, json!({ "content": "x" })).await.code(), (403, 50013));
    scene.guild.clear_overwrite(scene.channel, Whom::Member(scene.guild.bot()));
    scene.guild.lock_thread(thread);
    assert_eq!(scene.rest.say(thread, json!({ "content": "x" })).await.code(), (400, 50083));
    let heading = scene.guild.create_channel_of("heading", ChannelKind::Category);
    assert_eq!(scene.rest.say(heading, json!({ "content": "x" })).await.code(), (400, 50008));
}

#[tokio::test]
async fn a_guild_the_bot_left_is_closed() {
    let scene = Scene::set().await;
    scene.cord.remove_bot(&scene.guild);
    assert_eq!(scene.rest.say(scene.channel, json!({ "content": "x" })).await.code(), (403, 50001));
    let guild = format!("/guilds/{}", scene.guild.id());
    assert_eq!(scene.rest.call("GET", &guild, Value::Null).await.code(), (404, 10004));
    assert!(scene.ada.offered().is_empty());
    scene.cord.invite_bot(&scene.guild);
    assert_eq!(scene.rest.call("GET", &format!("{guild}/roles"), Value::Null).await.status, 200);
    assert_eq!(scene.rest.call("GET", &format!("{guild}/channels"), Value::Null).await.body[0]["name"], "petitions");
}

#[tokio::test]
async fn overwrites_apply_in_order_and_owners_may_everything() {
    let scene = Scene::set().await;
    let crew = scene.guild.create_role("Crew", Permissions::MANAGE_MESSAGES);
    let bob = scene.guild.join("bob", &[crew]);
    assert_eq!(bob.permissions_in(scene.channel), EVERYONE | Permissions::MANAGE_MESSAGES);
    scene.guild.deny(scene.channel, Whom::Everyone, Permissions::SEND_MESSAGES);
    assert!(!bob.permissions_in(scene.channel).contains(Permissions::SEND_MESSAGES));
    scene.guild.allow(scene.channel, Whom::Role(crew), Permissions::SEND_MESSAGES);
    assert!(bob.permissions_in(scene.channel).contains(Permissions::SEND_MESSAGES));
    scene.guild.deny(scene.channel, Whom::Member(bob.id()), Permissions::VIEW_CHANNEL);
    assert_eq!(bob.permissions_in(scene.channel), Permissions::empty());
    bob.make_owner();
    assert_eq!(bob.permissions_in(scene.channel), Permissions::all());
    let admin = scene.guild.create_role("Admin", Permissions::ADMINISTRATOR);
    let eve = scene.guild.join("eve", &[]);
    eve.grant(admin);
    assert_eq!(eve.permissions_in(scene.channel), Permissions::all());
    eve.revoke(admin);
    assert!(!eve.permissions_in(scene.channel).contains(INVITE));
}
