use localcord::{Config, Localcord};
use serde_json::{Value, json};

use crate::bot::{INTENTS, Scene, Socket, identify, quick, text};

async fn refused(payload: Value) -> Option<u16> {
    let cord = Localcord::start(quick()).await.expect("two sockets are free");
    let payload = serde_json::from_str(&payload.to_string().replace("TOKEN", cord.token())).expect("JSON");
    let mut socket = Socket::open(&cord).await;
    socket.frame().await;
    socket.send(payload).await;
    socket.closed_with().await
}

#[tokio::test]
async fn a_bot_that_identifies_is_told_of_its_guilds() {
    let scene = Scene::set().await;
    let mut socket = Socket::open(&scene.cord).await;
    let hello = socket.frame().await;
    assert_eq!(hello["d"]["heartbeat_interval"], 41_250);
    socket.send(identify(scene.cord.token(), INTENTS)).await;
    let ready = socket.event("READY").await;
    assert_eq!(ready["guilds"][0]["id"], scene.guild.id().to_string());
    assert_eq!(ready["guilds"][0]["unavailable"], true);
    assert_eq!(ready["application"]["id"], scene.rest.app.to_string());
    let guild = socket.event("GUILD_CREATE").await;
    assert_eq!(guild["channels"][0]["name"], "petitions");
    assert_eq!(guild["members"].as_array().map(Vec::len), Some(1), "without the intent only the bot is listed");
    socket.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(socket.frame().await["op"], 11);
}

#[tokio::test]
async fn what_a_bot_must_not_send_closes_its_connection() {
    assert_eq!(refused(identify("wrong", INTENTS)).await, Some(4004));
    assert_eq!(refused(identify("TOKEN", 1 << 60)).await, Some(4013));
    assert_eq!(refused(identify("TOKEN", 1 << 15)).await, Some(4014), "message content is privileged");
    assert_eq!(refused(json!({ "op": 3, "d": {} })).await, Some(4003));
    assert_eq!(refused(json!({ "op": 99, "d": {} })).await, Some(4001));
    let mut sharded = identify("TOKEN", INTENTS);
    sharded["d"]["shard"] = json!([2, 2]);
    assert_eq!(refused(sharded).await, Some(4010));
}

#[tokio::test]
async fn another_version_is_refused() {
    let cord = Localcord::start(quick()).await.expect("two sockets are free");
    let mut socket = Socket::open_at(&format!("ws://{}/?v=6&encoding=json", cord.gateway_addr())).await;
    assert_eq!(socket.closed_with().await, Some(4012));
}

#[tokio::test]
async fn identifying_twice_is_refused() {
    let mut scene = Scene::set().await;
    scene.socket.send(identify(scene.cord.token(), INTENTS)).await;
    assert_eq!(scene.socket.closed_with().await, Some(4005));
}

async fn resume(scene: &Scene, session: &str, sequence: u64) -> Socket {
    let mut socket = Socket::open(&scene.cord).await;
    socket.frame().await;
    socket.send(json!({ "op": 6, "d": { "token": scene.cord.token(), "session_id": session, "seq": sequence } })).await;
    socket
}

#[tokio::test]
async fn a_resumed_session_gets_what_it_missed_in_order() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    scene.cord.gateway().cut();
    assert_eq!(scene.socket.closed_with().await, None, "a cut says nothing");
    let (session, sequence) = (scene.socket.session.clone(), scene.socket.sequence);
    let _ = scene.guild.create_channel("one");
    let _ = scene.guild.create_channel("two");
    let mut socket = resume(&scene, &session, sequence).await;
    for expected in ["one", "two"] {
        let frame = socket.frame().await;
        assert_eq!((text(&frame["t"]), text(&frame["d"]["name"])), ("CHANNEL_CREATE", expected));
    }
    assert_eq!(socket.frame().await["t"], "RESUMED");
    assert_eq!((scene.cord.gateway().identifies(), scene.cord.gateway().resumes()), (1, 1));
}

#[tokio::test]
async fn an_unknown_session_and_a_sequence_from_the_future_are_invalid() {
    let scene = Scene::set().await;
    for (session, sequence) in [("nonsense", 1), (scene.socket.session.as_str(), 9_999)] {
        let frame = resume(&scene, session, sequence).await.frame().await;
        assert_eq!((frame["op"].as_u64(), frame["d"].as_bool()), (Some(9), Some(false)));
    }
}

#[tokio::test]
async fn a_session_outlives_any_close_but_a_goodbye() {
    let scene = Scene::set().await;
    let kept = Socket::identified(&scene.cord).await;
    let session = kept.session.clone();
    kept.hang_up().await;
    let mut resumed = resume(&scene, &session, 1).await;
    resumed.event("RESUMED").await;
}

#[tokio::test]
async fn a_test_can_ask_to_reconnect_invalidate_and_close() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    scene.cord.gateway().ask_reconnect();
    assert_eq!(scene.socket.frame().await["op"], 7);
    scene.cord.gateway().invalidate();
    let frame = scene.socket.frame().await;
    assert_eq!((frame["op"].as_u64(), frame["d"].as_bool()), (Some(9), Some(false)));
    scene.socket.send(identify(scene.cord.token(), INTENTS)).await;
    scene.socket.event("READY").await;
    scene.cord.gateway().close(4000);
    assert_eq!(scene.socket.closed_with().await, Some(4000));
}

#[tokio::test]
async fn a_silent_gateway_answers_no_heartbeat() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    scene.cord.gateway().drop_silently();
    scene.socket.send(json!({ "op": 1, "d": 3 })).await;
    let heard = tokio::time::timeout(std::time::Duration::from_millis(100), scene.socket.raw()).await;
    assert!(heard.is_err(), "{heard:?}");
    assert_eq!(scene.cord.gateway().connections(), 1);
}

#[tokio::test]
async fn a_bot_without_heartbeat_is_dropped() {
    let config = Config { heartbeat: std::time::Duration::from_millis(20), ..quick() };
    let mut scene = Scene::set_with(config).await;
    assert_eq!(scene.socket.closed_with().await, Some(4000));
}

#[tokio::test]
async fn guilds_come_and_go() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    let other = scene.cord.create_guild("Other");
    assert_eq!(scene.socket.event("GUILD_CREATE").await["name"], "Other");
    scene.cord.remove_bot(&other);
    let gone = scene.socket.event("GUILD_DELETE").await;
    assert!(gone.get("unavailable").is_none(), "a removal is no outage");
    scene.cord.make_unavailable(&scene.guild);
    assert_eq!(scene.socket.event("GUILD_DELETE").await["unavailable"], true);
}

#[tokio::test]
async fn without_the_intent_others_messages_come_without_content() {
    let mut scene = Scene::set().await;
    scene.ada.post("hello").expect("ada may write");
    assert_eq!(scene.socket.event("MESSAGE_CREATE").await["content"], "");
    scene.rest.say(scene.channel, json!({ "content": "mine" })).await;
    assert_eq!(scene.socket.event("MESSAGE_CREATE").await["content"], "mine");
}

#[tokio::test]
async fn a_stop_closes_connections_and_ends() {
    let scene = Scene::set().await;
    let mut socket = scene.socket;
    let started = std::time::Instant::now();
    let (code, ()) = tokio::join!(socket.closed_with(), scene.cord.stop());
    assert_eq!(code, Some(1001));
    assert!(started.elapsed() < std::time::Duration::from_secs(4), "{:?}", started.elapsed());
}

#[tokio::test]
async fn an_invalid_session_may_be_resumed_on_the_same_socket() {
    let mut scene = Scene::set().await;
    scene.socket.event("GUILD_CREATE").await;
    scene.cord.gateway().invalidate_resumable();
    let frame = scene.socket.frame().await;
    assert_eq!((frame["op"].as_u64(), frame["d"].as_bool()), (Some(9), Some(true)));
    let _ = scene.guild.create_channel("meanwhile");
    let (session, sequence) = (scene.socket.session.clone(), 2);
    let resume = json!({ "token": scene.cord.token(), "session_id": session, "seq": sequence });
    scene.socket.send(json!({ "op": 6, "d": resume })).await;
    assert_eq!(scene.socket.event("CHANNEL_CREATE").await["name"], "meanwhile");
    scene.socket.event("RESUMED").await;
}

#[tokio::test]
async fn a_goodbye_forgets_the_session() {
    let scene = Scene::set().await;
    let left = Socket::identified(&scene.cord).await;
    let session = left.session.clone();
    left.say_goodbye().await;
    let frame = resume(&scene, &session, 1).await.frame().await;
    assert_eq!((frame["op"].as_u64(), frame["d"].as_bool()), (Some(9), Some(false)));
}

#[tokio::test]
async fn each_shard_hears_of_its_own_guilds() {
    let scene = Scene::set().await;
    for number in 0..8 {
        let _ = scene.cord.create_guild(&number.to_string());
        // Ids of the same millisecond share a shard.
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    let mut seen = 0;
    for shard in 0..2_u64 {
        let mut socket = Socket::open(&scene.cord).await;
        let mut payload = identify(scene.cord.token(), INTENTS);
        payload["d"]["shard"] = json!([shard, 2]);
        socket.send(payload).await;
        let ready = socket.event("READY").await;
        for guild in ready["guilds"].as_array().expect("a list") {
            let id: u64 = text(&guild["id"]).parse().expect("an id");
            assert_eq!((id >> 22) % 2, shard);
            seen += 1;
        }
    }
    assert_eq!(seen, 9);
}
