//! A process killed between a second moderator's press and its answer: what was confirmed is done once, and told once.

use std::time::Duration;

use localcord::{ChannelId, Config, Limits, Localcord, Message};
use undersigned::domain::ids::{GuildId, Number};
use undersigned::domain::ledger::Verdict;
use undersigned::domain::record::RecordState;
use undersigned::store::records;

use crate::kill::{Stage, file, open, stage};
use crate::kill_deciding::press_until_answered;
use crate::running::wait_until_ready;

const RECORDS: usize = 8;
const SOON: Duration = Duration::from_secs(30);

/// Waits until so many messages have this button.
async fn with_button(cord: &Localcord, review: ChannelId, button: &str, at_least: usize) -> Vec<Message> {
    let deadline = tokio::time::Instant::now() + SOON;
    loop {
        let messages = cord.messages(review).into_iter();
        let found: Vec<Message> = messages.filter(|message| message.component(button).is_some()).collect();
        if found.len() >= at_least || tokio::time::Instant::now() > deadline {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_between_the_second_press_and_its_answer_does_it_once_and_tells_it_once() {
    let config = Config { limits: Limits::none(), answer_within: Duration::from_millis(1500), ..Config::default() };
    let Stage { cord, guild, channel, review, cleo, mo, installation, mut bot } = stage(config, ("info", "text")).await;
    for n in 0..RECORDS {
        file(&cleo.in_channel(channel), n).await;
    }
    let press = mo.in_channel(review);
    let mut removed = Vec::new();
    for message in with_button(&cord, review, "Approve", RECORDS).await {
        press.click(&message, "Approve").await.unwrap();
        let text = message.text();
        let numbers = text.split('#').map(|after| after.chars().take_while(char::is_ascii_digit).collect::<String>());
        let number = numbers.skip(1).find(|number| !number.is_empty()).unwrap();
        let asks = cleo.in_channel(channel);
        let looked = asks.slash(&format!("/review remove object:#{number} reason:duplicate")).await.unwrap();
        let text = looked.text();
        asks.click(&looked.message.unwrap(), "Do it").await.unwrap_or_else(|error| panic!("{error}: {text}"));
        removed.push(Number::new(number.parse().unwrap()).unwrap());
    }
    let all = with_button(&cord, review, "Confirm", RECORDS).await;
    assert_eq!(all.len(), RECORDS, "{}", installation.said());
    for (n, message) in all.iter().enumerate() {
        if n % 2 == 0 {
            press_until_answered(&press, message, "Confirm").await;
            continue;
        }
        let pause = Duration::from_millis(u64::try_from(n * 5 % 23).unwrap());
        let kill = async {
            tokio::time::sleep(pause).await;
            bot.kill();
        };
        let (pressed, ()) = tokio::join!(press.click(message, "Confirm"), kill);
        bot = installation.start();
        wait_until_ready(&cord, &installation).await;
        if pressed.is_err() || pressed.is_ok_and(|pressed| pressed.did_not_respond()) {
            press_until_answered(&press, message, "Confirm").await;
        }
    }
    let deadline = tokio::time::Instant::now() + SOON;
    let waits = |message: &Message| message.component("Confirm").is_some();
    while cord.messages(review).iter().any(waits) && tokio::time::Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let told = cord.messages(review);
    assert_eq!(told.len(), RECORDS * 2, "each was told of in one message");
    assert_eq!(told.iter().filter(|message| message.text().contains("Confirmed and done")).count(), RECORDS);
    bot.kill();
    cord.stop().await;

    let service = open(&installation).await;
    let guild = GuildId::new(guild.id().get());
    let mut conn = service.store().read().await.unwrap();
    for number in removed {
        let record = records::find(&mut conn, guild, number).await.unwrap().unwrap();
        // The first revision is its publication, the second its removal.
        assert_eq!((record.state, record.revision), (RecordState::Removed, 2));
    }
    drop(conn);
    let verdict = service.store().verify(guild, &[]).await.unwrap();
    assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict}");
    service.store().close().await;
}
