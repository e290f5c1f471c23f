//! What people do with the bot, from an empty guild on.

use crate::harness::on_both_databases;
use crate::world::{SLUG, World};

on_both_databases! {
    async fn from_an_empty_guild_to_the_first_approved_count_in_seven_interactions(db) {
        let world = World::with_petition(&db).await;
        // So far: /setup, its button, its review channel, /petition log, its form, File and approve. The channel can wait.
        let at = world.at(&world.admin);
        let options = [("petition", SLUG), ("url", "https://www.theverge.com/x"), ("wording", "more than 300"), ("as_of", "2018-06-21")];
        let preview = at.slash_with("count log", &options).await.unwrap();
        at.click(&preview.message.unwrap(), "File and approve").await.unwrap();
        let shown = at.slash("/count show").await.unwrap();
        assert!(shown.text().contains("More than 300"), "{}", shown.text());
        world.end().await;
    }

    async fn a_contributor_files_a_moderator_approves_by_button_and_a_member_asks(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo, max) = (world.guild.join("cleo", &[]), world.moderator("mo"), world.guild.join("max", &[]));
        let filed = world.file(&cleo, "more than 300 employees").await;
        assert!(filed.text().contains('#') && filed.message.is_some_and(|message| message.ephemeral()));
        let waiting = world.waits_for_review().await;
        assert!(!waiting.text().contains("cleo"), "nobody is told who filed");
        assert!(waiting.pings.is_empty() && waiting.nonce.is_some());
        let approved = mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        assert!(!approved.did_not_respond(), "{}", approved.text());
        let decided = |m: &localcord::Message| m.id == waiting.id && m.component("Approve").is_none();
        world.cord.wait_for_message(world.review, decided, crate::world::SOON).await.unwrap();
        let asked = world.at(&max).slash("/count show").await.unwrap();
        assert!(asked.text().contains("More than 300") && asked.text().contains("theverge.com"), "{}", asked.text());
        assert!(asked.elapsed < std::time::Duration::from_secs(3));
        assert_eq!(world.cord.messages(world.review).len(), 1);
        world.end().await;
    }

    async fn two_moderators_who_press_at_once_decide_once(db) {
        let world = World::with_petition(&db).await;
        let (one, other) = (world.moderator("one"), world.moderator("other"));
        let cleo = world.guild.join("cleo", &[]);
        world.file(&cleo, "over 100").await;
        let waiting = world.waits_for_review().await;
        let (one, other) = (one.in_channel(world.review), other.in_channel(world.review));
        let (first, second) = tokio::join!(one.click(&waiting, "Approve"), other.click(&waiting, "Approve"));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(!first.did_not_respond() && !second.did_not_respond());
        let shown = world.at(&cleo).slash("/count show").await.unwrap();
        assert_eq!(shown.text().to_lowercase().matches("over 100").count(), 1, "{}", shown.text());
        world.end().await;
    }

    async fn another_guilds_numbers_answer_as_numbers_that_do_not_exist(db) {
        let world = World::with_petition(&db).await;
        let elsewhere = world.cord.create_guild("Elsewhere");
        let channel = elsewhere.create_channel("general");
        let at = elsewhere.owner().in_channel(channel);
        let foreign = at.slash("/review show submission:1").await.unwrap().text();
        let unknown = at.slash("/review show submission:999").await.unwrap().text();
        assert_eq!(foreign.replace('1', "999"), unknown);
        let foreign = at.slash("/source show source:1").await.unwrap().text();
        let unknown = at.slash("/source show source:999").await.unwrap().text();
        assert_eq!(foreign.replace('1', "999"), unknown);
        assert_eq!(at.autocomplete("/count show petition:cancel", "petition").await.unwrap(), []);
        world.end().await;
    }

    async fn every_reader_can_be_asked_and_every_list_completes(db) {
        let world = World::with_petition(&db).await;
        let at = world.at(&world.admin);
        for command in [
            "/petition show", "/petition list", "/petition timeline", "/count show", "/response show",
            "/statement list", "/fact show", "/review queue", "/undersigned about", "/undersigned diagnose", "/setup",
        ] {
            let shown = at.slash(command).await.unwrap();
            assert!(!shown.did_not_respond(), "{command}");
            assert!(!shown.text().contains("Something went wrong"), "{command}: {}", shown.text());
        }
        let asked = at.slash("/petition show private:true").await.unwrap();
        assert!(asked.ephemeral);
        let offered = at.autocomplete("/count show petition:can", "petition").await.unwrap();
        assert_eq!(offered.len(), 1, "{offered:?}");
        assert!(!at.autocomplete("/setup zone:berl", "zone").await.unwrap().is_empty());
        world.end().await;
    }
}
