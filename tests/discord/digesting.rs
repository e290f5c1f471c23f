//! Digests in the chat: set up, looked at, sent, in a channel and in a thread, and what stands in the way.

use localcord::{Message, Permissions, Whom};

use crate::harness::on_both_databases;
use crate::world::{SOON, World};

fn number(said: &str) -> String {
    said.split('#').nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect()
}

on_both_databases! {
    async fn a_digest_is_set_up_looked_at_and_sent_and_mentions_the_role_that_was_chosen(db) {
        let world = World::with_petition(&db).await;
        let news = world.guild.create_channel("news");
        let (mo, readers) = (world.moderator("mo"), world.guild.create_role("readers", Permissions::empty()));
        let at = world.at(&mo);
        let refused = at.slash("/digest create channel:news role:readers").await.unwrap();
        assert!(refused.ephemeral && refused.text().contains("anyone may mention"), "{}", refused.text());
        world.guild.make_mentionable(readers);
        let made = at
            .slash("/digest create channel:news role:readers every:week on:tue at:9:00 zone:Europe/Berlin since:2018-01-01")
            .await
            .unwrap();
        assert!(made.ephemeral && made.text().contains("every Tuesday, at 09:00 in Europe/Berlin"), "{}", made.text());
        let number = number(&made.text());
        let looked = at.slash(&format!("/digest preview digest:{number}")).await.unwrap();
        assert!(looked.ephemeral && looked.text().contains("New on record"), "{}", looked.text());
        assert!(world.cord.messages(news).is_empty());
        at.slash(&format!("/digest send digest:{number}")).await.unwrap();
        let told = world.cord.wait_for_message(news, |_| true, SOON).await.unwrap();
        assert!(told.text().contains("New on record") && told.nonce.is_some(), "{}", told.text());
        assert_eq!(told.pings.len(), 1, "the role alone: {:?}", told.pings);
        at.slash(&format!("/digest send digest:{number}")).await.unwrap();
        let again = |message: &Message| message.text().contains("Nothing new");
        world.cord.wait_for_message(news, again, SOON).await.unwrap();
        let edited = at.slash(&format!("/digest edit digest:{number} mention_nobody:true sound:silent")).await.unwrap();
        assert!(edited.text().contains("silently"), "{}", edited.text());
        at.slash(&format!("/digest send digest:{number}")).await.unwrap();
        let silent = |message: &Message| again(message) && message.pings.is_empty();
        world.cord.wait_for_message(news, silent, SOON).await.unwrap();
        let paused = at.slash(&format!("/digest pause digest:{number}")).await.unwrap();
        assert!(paused.text().contains("Paused."), "{}", paused.text());
        let refused = at.slash(&format!("/digest send digest:{number}")).await.unwrap();
        assert!(refused.text().contains("/digest resume"), "{}", refused.text());
        at.slash(&format!("/digest delete digest:{number}")).await.unwrap();
        let gone = at.slash(&format!("/digest show digest:{number}")).await.unwrap();
        assert!(gone.text().contains("There is no digest"), "{}", gone.text());
        world.end().await;
    }

    async fn nobody_has_a_digest_sent_where_they_or_the_bot_cannot_write(db) {
        let world = World::with_petition(&db).await;
        let (mo, max) = (world.moderator("mo"), world.guild.join("max", &[]));
        let news = world.guild.create_channel("news");
        let thread = world.guild.create_thread(news, "figures");
        let at = world.at(&mo);
        let refused = world.at(&max).slash("/digest create").await;
        assert!(refused.map_or(true, |refused| refused.text().contains("Only moderators can")));
        world.guild.deny(news, Whom::Everyone, Permissions::SEND_MESSAGES);
        let refused = at.slash("/digest create channel:news").await.unwrap();
        assert!(refused.ephemeral && refused.text().contains("You cannot write in"), "{}", refused.text());
        world.guild.clear_overwrite(news, Whom::Everyone);
        world.guild.limit_bot(news, Permissions::VIEW_CHANNEL);
        let refused = at.slash("/digest create channel:news").await.unwrap();
        assert!(refused.text().contains("the bot lacks") && refused.text().contains("Send Messages"), "{}", refused.text());
        world.guild.limit_bot(news, Permissions::all());
        let made = at.slash("/digest create channel:figures nothing_new:line").await.unwrap();
        at.slash(&format!("/digest send digest:{}", number(&made.text()))).await.unwrap();
        world.cord.wait_for_message(thread, |_| true, SOON).await.unwrap();
        world.end().await;
    }

    async fn a_channel_that_is_taken_from_the_bot_pauses_its_digest_and_moderators_read_why(db) {
        let world = World::with_petition(&db).await;
        let news = world.guild.create_channel("news");
        let mo = world.moderator("mo");
        let at = world.at(&mo);
        let made = at.slash("/digest create channel:news since:2018-01-01").await.unwrap();
        let number = number(&made.text());
        world.guild.limit_bot(news, Permissions::VIEW_CHANNEL);
        at.slash(&format!("/digest send digest:{number}")).await.unwrap();
        let warned = |message: &Message| message.text().contains("A digest is paused");
        let warning = world.cord.wait_for_message(world.review, warned, SOON).await.unwrap();
        assert!(warning.text().contains("/undersigned diagnose"), "{}", warning.text());
        let diagnosis = at.slash("/undersigned diagnose").await.unwrap();
        assert!(diagnosis.text().contains(&format!("#{number}")) && diagnosis.text().contains("is paused"));
        let list = at.slash("/digest list").await.unwrap();
        assert!(list.text().contains("paused:"), "{}", list.text());
        world.guild.limit_bot(news, Permissions::all());
        at.slash(&format!("/digest resume digest:{number}")).await.unwrap();
        let told = world.cord.wait_for_message(news, |_| true, SOON).await.unwrap();
        assert!(told.text().contains("New on record"), "{}", told.text());
        assert_eq!(world.cord.messages(news).len(), 1);
        world.end().await;
    }
}
