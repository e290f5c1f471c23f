//! What is erased, redacted or removed leaves the messages that the bot posted by itself, on both databases.

use localcord::{Message, Outcome};

use crate::harness::on_both_databases;
use crate::world::{SLUG, SOON, SOURCE, World};

/// Files what somebody said, and gives its message in the review channel.
async fn said(world: &World, speaker: &str, quote: &str) -> Message {
    let cleo = world.at(&world.admin);
    let options = [
        ("petition", SLUG),
        ("url", SOURCE),
        ("speaker", speaker),
        ("capacity", "official"),
        ("said_on", "2018-06-19"),
    ];
    let form = cleo.slash_with("statement log", &options).await.unwrap().modal.unwrap();
    let preview = cleo.submit(&form, &[("quote", quote)]).await.unwrap();
    cleo.click(&preview.message.unwrap(), "File").await.unwrap();
    world.cord.wait_for_message(world.review, |one: &Message| one.text().contains(quote), SOON).await.unwrap()
}

/// Waits until a message says something no more, and gives what it says.
async fn says_no_more(world: &World, message: &Message, words: &str) -> String {
    let without = |one: &Message| one.id == message.id && !one.text().contains(words);
    world.cord.wait_for_message(world.review, without, SOON).await.unwrap().text()
}

fn number(message: &Message) -> String {
    let text = message.text();
    let numbers = text.split('#').map(|after| after.chars().take_while(char::is_ascii_digit).collect::<String>());
    format!("#{}", numbers.skip(1).find(|number| !number.is_empty()).unwrap())
}

/// Looks at an act and does it.
async fn done(world: &World, command: &str, options: &[(&str, &str)]) -> Outcome {
    let at = world.at(&world.admin);
    let looked = at.slash_with(command, options).await.unwrap();
    let text = looked.text();
    at.click(&looked.message.unwrap(), "Do it").await.unwrap_or_else(|error| panic!("{error}: {text}"))
}

on_both_databases! {
    async fn an_erased_name_and_redacted_words_leave_messages_that_wait_and_that_are_decided(db) {
        let world = World::with_petition(&db).await;
        let waits = said(&world, "Ada Lovelace", "As Ada Lovelace said").await;
        let decided = said(&world, "Quokka Wombat", "It was agreed").await;
        world.admin.in_channel(world.review).click(&decided, "Approve").await.unwrap();
        let approved = |one: &Message| one.id == decided.id && one.text().contains("Approved");
        world.cord.wait_for_message(world.review, approved, SOON).await.unwrap();
        world.erase_name("ada lovelace").await;
        let text = says_no_more(&world, &waits, "Lovelace").await;
        assert!(text.contains("As \\[erased\\] said") && text.contains(&number(&waits)), "{text}");
        let of = number(&decided);
        let redact = [("object", of.as_str()), ("field", "speaker"), ("reason", "personal_data")];
        done(&world, "review redact", &redact).await;
        let text = says_no_more(&world, &decided, "Quokka").await;
        assert!(text.contains("redacted") && text.contains("Approved"), "{text}");
        // A title stands in every message about the petition.
        let redact = [("object", SLUG), ("field", "title"), ("reason", "personal_data")];
        done(&world, "review redact", &redact).await;
        for message in [&waits, &decided] {
            says_no_more(&world, message, "Cancel the ICE contract").await;
        }
        world.end().await;
    }
}
