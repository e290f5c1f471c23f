//! Where no use case is reached, and what is said of it in the log.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock};

use localcord::Localcord;
use serde_json::{Value, json};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::harness::{Kind, run};
use crate::world::{SOON, World};

/// Everything our own code logs in this process, whatever the filter of a real run lets through.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let ours = Targets::new().with_target("undersigned", LevelFilter::TRACE);
        let text = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone());
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(ours).with(text)).unwrap();
        log
    })
}

/// Gives what was logged in this process so far; from the first call on everything is.
pub(crate) fn log_text() -> String {
    String::from_utf8(log().0.lock().unwrap().clone()).unwrap()
}

/// The id and the token of a command that no guild is named with.
const OUTSIDE: &str = "1015034326372454400";
const TOKEN: &str = "aW50ZXJhY3Rpb246dG9rZW4";

fn command_outside(cord: &Localcord) -> Value {
    let asker = json!({
        "id": "80351110224678912", "username": "ada", "discriminator": "0", "global_name": null, "avatar": null,
    });
    json!({
        "id": OUTSIDE, "application_id": cord.application_id().to_string(), "type": 2, "token": TOKEN, "version": 1,
        "channel_id": "1015034326372454401", "user": asker, "locale": "en-US", "entitlements": [], "context": 1,
        "authorizing_integration_owners": {}, "attachment_size_limit": 1000, "app_permissions": "0",
        "data": { "id": "1", "name": "undersigned", "type": 1, "options": [{ "name": "about", "type": 1, "options": [] }] },
    })
}

#[test]
fn a_command_outside_servers_is_refused_politely() {
    run(Kind::Sqlite, |db| async move {
        let world = World::new(&db).await;
        let command = command_outside(&world.cord);
        world.cord.dispatch("INTERACTION_CREATE", &command);
        let answered = |request: &localcord::Request| request.path.contains(OUTSIDE);
        let answer = world.cord.wait_for_request(answered, SOON).await.unwrap();
        assert_eq!(answer.body["data"]["flags"], 64);
        assert!(answer.body.to_string().contains("in servers only"), "{}", answer.body);
        world.end().await;
    });
}

#[test]
fn no_token_and_no_id_of_discords_reaches_the_log() {
    let log = log();
    run(Kind::Sqlite, |db| async move {
        let world = World::new(&db).await;
        // Discord's stand-in knows no such interaction, so that the answer fails and is logged.
        world.cord.dispatch("INTERACTION_CREATE", &command_outside(&world.cord));
        // It is the first to arrive, however old it is: what comes later is compared with it.
        let answered = |request: &localcord::Request| request.path.contains(OUTSIDE);
        world.cord.wait_for_request(answered, SOON).await.unwrap();
        let world = world.with_petition_logged().await;
        let cleo = world.guild.join("cleo", &[]);
        world.file(&cleo, "over 100").await;
        let waiting = world.waits_for_review().await;
        let opened = world.at(&cleo).slash("/count show").await.unwrap();
        world.cord.deliver_stale(opened.interaction, std::time::Duration::from_secs(9)).unwrap();
        world.guild.delete_channel(world.review);
        world.file(&world.guild.join("dan", &[]), "over 200").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let ids =
            [world.guild.id().to_string(), world.review.to_string(), cleo.id().to_string(), waiting.id.to_string()];
        let tokens = [world.cord.token().to_owned(), TOKEN.to_owned()];
        let secrets: Vec<String> = ids.into_iter().chain(tokens).collect();
        world.end().await;
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        for line in ["registered the commands", "too old", "failed to answer an interaction", "review channel is gone"]
        {
            assert!(text.contains(line), "{line}: {text}");
        }
        let told: Vec<&String> = secrets.iter().filter(|secret| text.contains(*secret)).collect();
        assert!(told.is_empty(), "{told:?}\n{text}");
    });
}
