//! A process killed between a press and its answer: what was decided is decided once, and told once.

use std::time::Duration;

use localcord::{Config, Limits, Message, Place};
use undersigned::domain::ids::{GuildId, Number};
use undersigned::domain::ledger::Verdict;
use undersigned::store::records;

use crate::kill::{Stage, file, open, stage};
use crate::running::wait_until_ready;

const SUBMISSIONS: usize = 36;
/// A kill comes with every so many presses, at another moment of each.
const KILLED_EVERY: usize = 4;
const SOON: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_between_the_press_and_its_answer_decides_once_and_tells_once() {
    let config = Config { limits: Limits::none(), answer_within: Duration::from_millis(1500), ..Config::default() };
    let Stage { cord, guild, channel, review, cleo, mo, installation, mut bot } = stage(config, ("info", "text")).await;
    for n in 0..SUBMISSIONS {
        file(&cleo.in_channel(channel), n).await;
    }
    let waits = |message: &Message| message.component("Approve").is_some();
    let waiting = |at_least: usize| {
        let cord = &cord;
        async move {
            let deadline = tokio::time::Instant::now() + SOON;
            loop {
                let found: Vec<Message> = cord.messages(review).into_iter().filter(waits).collect();
                if found.len() >= at_least || tokio::time::Instant::now() > deadline {
                    return found;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    };
    let all = waiting(SUBMISSIONS).await;
    assert_eq!(all.len(), SUBMISSIONS, "{}", installation.said());

    let press = mo.in_channel(review);
    let mut unanswered = 0;
    for (n, message) in all.iter().enumerate() {
        if n % KILLED_EVERY != KILLED_EVERY - 1 {
            press_until_answered(&press, message, "Approve").await;
            continue;
        }
        // The kill races with the decision: before it, within it, or between it and its answer.
        let pause = Duration::from_millis(u64::try_from(n * 3 % 23).unwrap());
        let kill = async {
            tokio::time::sleep(pause).await;
            bot.kill();
        };
        let (pressed, ()) = tokio::join!(press.click(message, "Approve"), kill);
        bot = installation.start();
        wait_until_ready(&cord, &installation).await;
        if pressed.is_err() || pressed.is_ok_and(|pressed| pressed.did_not_respond()) {
            unanswered += 1;
            press_until_answered(&press, message, "Approve").await;
        }
    }
    let deadline = tokio::time::Instant::now() + SOON;
    while cord.messages(review).iter().any(waits) && tokio::time::Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let told = cord.messages(review);
    assert_eq!(told.len(), SUBMISSIONS, "each was told of in one message");
    let untold: Vec<String> = told.iter().map(Message::text).filter(|text| !text.contains("Approved")).collect();
    assert!(untold.is_empty(), "{untold:#?}");
    bot.kill();
    cord.stop().await;

    let service = open(&installation).await;
    let guild = GuildId::new(guild.id().get());
    let mut conn = service.store().read().await.unwrap();
    let mut published = 0;
    for number in 1..=SUBMISSIONS * 4 {
        let number = Number::new(i64::try_from(number).unwrap()).unwrap();
        published += usize::from(records::find(&mut conn, guild, number).await.unwrap().is_some());
    }
    assert_eq!(published, SUBMISSIONS, "{unanswered} presses were not answered");
    drop(conn);
    let verdict = service.store().verify(guild, &[]).await.unwrap();
    assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict}");
    service.store().close().await;
}

/// Presses a button as somebody does who is not answered: again, until it is, or the message says that it is decided.
pub(crate) async fn press_until_answered(press: &Place, message: &Message, button: &str) {
    for _ in 0..5 {
        match press.click(message, button).await {
            Ok(answered) if answered.did_not_respond() => {}
            // The button is gone where the decision was told already.
            Ok(_) | Err(_) => return,
        }
    }
}
