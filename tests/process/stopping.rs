//! A signal ends the program in time, whatever is under way.

use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use localcord::{Config, Limits, Localcord};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::running::{Bot, Installation, wait_until_ready};

const IN_TIME: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_ends_a_bot_whose_handler_cannot_end_within_ten_seconds() {
    let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
    let guild = cord.create_guild("Workers");
    let at = guild.owner().in_channel(guild.create_channel("petitions"));
    let installation = Installation::new(&cord);
    let mut bot = installation.start();
    wait_until_ready(&cord, &installation).await;

    // Nobody can write while this is held, so what is asked for stays under way.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(installation.database());
    let mut lock = options.connect().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut lock).await.unwrap();
    let stopped = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        terminate(&mut bot).await
    };
    let (_, (status, took)) = tokio::join!(at.slash("/setup submit:everyone"), stopped);
    lock.close().await.unwrap();

    assert!(took < IN_TIME, "{took:?}\n{}", installation.said());
    assert_eq!(status.code(), Some(0), "{}", installation.said());
    cord.stop().await;
}

/// Sends the signal and waits for the end.
async fn terminate(bot: &mut Bot) -> (ExitStatus, Duration) {
    let sent = Instant::now();
    let told = Command::new("kill").arg("-TERM").arg(bot.0.id().to_string()).status().unwrap();
    assert!(told.success());
    loop {
        if let Some(status) = bot.0.try_wait().unwrap() {
            return (status, sent.elapsed());
        }
        assert!(sent.elapsed() < IN_TIME * 2, "the bot does not end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
