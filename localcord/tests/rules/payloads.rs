//! What the stand-in sends, read by `twilight-model`.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::{
    application::{command::Command, interaction::Interaction},
    channel::{Channel, Message},
    gateway::payload::incoming::{GuildCreate, Ready},
    guild::{Member, Role},
    oauth::Application,
    user::CurrentUser,
};

use crate::bot::{INTENTS, Scene, Socket, identify};

fn reads<T: DeserializeOwned>(value: &Value) {
    if let Err(error) = serde_json::from_value::<T>(value.clone()) {
        panic!("{error}: {value:#}");
    }
}

#[tokio::test]
async fn what_is_served_over_rest_is_well_formed() {
    let scene = Scene::set().await;
    let _ = scene.guild.create_thread(scene.channel, "thread");
    let get = async |path: String| scene.rest.call("GET", &path, Value::Null).await.body;
    let guild = scene.guild.id();
    let message = scene.rest.say(scene.channel, json!({ "content": "x", "embeds": [{ "title": "y" }] })).await.body;
    reads::<Message>(&message);
    reads::<CurrentUser>(&get("/users/@me".into()).await);
    reads::<Application>(&get("/applications/@me".into()).await);
    reads::<Channel>(&get(format!("/channels/{}", scene.channel)).await);
    reads::<Vec<Channel>>(&get(format!("/guilds/{guild}/channels")).await);
    reads::<Vec<Role>>(&get(format!("/guilds/{guild}/roles")).await);
    reads::<Member>(&get(format!("/guilds/{guild}/members/{}", scene.rest.app)).await);
    reads::<Vec<Command>>(&get(format!("/applications/{}/commands", scene.rest.app)).await);
}

#[tokio::test]
async fn what_the_gateway_sends_is_well_formed() {
    let mut scene = Scene::set().await;
    let _ = scene.guild.create_thread(scene.channel, "thread");
    let mut socket = Socket::open(&scene.cord).await;
    socket.send(identify(scene.cord.token(), INTENTS)).await;
    reads::<Ready>(&socket.event("READY").await);
    reads::<GuildCreate>(&socket.event("GUILD_CREATE").await);

    let posted = scene.ada.post("hello").expect("ada may write");
    reads::<Message>(&socket.event("MESSAGE_CREATE").await);
    let ada = scene.ada.clone();
    let role = scene.guild.create_role("Crew", localcord::Permissions::empty());
    let typed = format!("/say text:hello who:@ada where:#petitions role:{role}");
    let acts = tokio::spawn(async move {
        let _ = ada.slash(&typed).await;
        let _ = ada.autocomplete("/count show petition:x", "petition").await;
        let _ = ada.message_menu("Log as source", &posted).await;
        let _ = ada.forge_component(&posted, "x").await;
        let _ = ada.forge_selection(&posted, "x", &["1"]).await;
    });
    for _ in 0..5 {
        reads::<Interaction>(&scene.socket.interaction().await);
    }
    acts.await.expect("nobody panics");
}

#[tokio::test]
async fn a_sent_form_is_well_formed() {
    let mut scene = Scene::set().await;
    let (outcome, _) = tokio::join!(scene.ada.slash("/ask"), async {
        let interaction = scene.socket.interaction().await;
        let rows = json!([{ "type": 1, "components": [{ "type": 4, "custom_id": "a", "label": "A", "style": 1 }] }]);
        let data = json!({ "title": "T", "custom_id": "c", "components": rows });
        scene.rest.answer(&interaction, json!({ "type": 9, "data": data })).await
    });
    let modal = outcome.expect("the client sends it").modal.expect("a form opens");
    let (_, interaction) = tokio::join!(scene.ada.submit(&modal, &[("A", "x")]), scene.socket.interaction());
    reads::<Interaction>(&interaction);
}
