//! The ledger in the chat, its daily checkpoint, and the set-up by Discord's own lists.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use localcord::{Message, Permissions};
use undersigned::clock::FakeClock;

use crate::harness::on_both_databases;
use crate::world::{SOON, World};

fn number(text: &str) -> String {
    text.split('#').nth(1).unwrap_or_else(|| panic!("{text}")).chars().take_while(char::is_ascii_digit).collect()
}

fn later(hours: i64) -> Arc<FakeClock> {
    Arc::new(FakeClock::new(Timestamp::now().checked_add(SignedDuration::from_hours(hours)).unwrap()))
}

fn checkpoints(world: &World) -> Vec<Message> {
    let told = |one: &Message| one.text().contains("Checkpoint of the ledger");
    world.cord.messages(world.review).into_iter().filter(told).collect()
}

on_both_databases! {
    async fn moderators_read_the_ledger_in_the_chat_and_it_names_nobody(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let filed = number(&world.file(&cleo, "over 100").await.text());
        world.at(&mo).slash(&format!("/review reject submission:{filed} reason:duplicate")).await.unwrap();
        let seen = world.at(&mo).slash("/review audit").await.unwrap();
        assert!(seen.ephemeral, "{}", seen.text());
        for words in ["set aside · submission", "by a moderator", "on record already", "by a member", "**alone**"] {
            assert!(seen.text().contains(words), "{words}: {}", seen.text());
        }
        for name in ["cleo", "by mo", "over 100"] {
            assert!(!seen.text().contains(name), "{name}: {}", seen.text());
        }
        let page = seen.message.unwrap();
        let opened = world.at(&mo).select(&page, "Open one of these", &[&format!("submission.{filed}")]).await.unwrap();
        assert!(opened.text().contains(&format!("#{filed}")), "{}", opened.text());
        let of_one = world.at(&mo).slash(&format!("/review audit record:#{filed} act:reject since:yesterday")).await.unwrap();
        assert!(of_one.text().contains("1 entry"), "{}", of_one.text());
        let wrong = world.at(&mo).slash("/review audit since:19/6").await.unwrap();
        assert!(wrong.ephemeral && wrong.text().contains("should be a date"), "{}", wrong.text());
        let file = world.at(&mo).slash("/review audit as_file:true").await.unwrap();
        assert_eq!(file.message.unwrap().attachments[0].filename, "ledger.txt");
        let refused = world.at(&mo).slash("/review who member:cleo").await.unwrap();
        assert!(refused.ephemeral && refused.text().contains("Only admins"), "{}", refused.text());
        let who = world.at(&world.admin).slash("/review who member:mo").await.unwrap();
        assert!(who.ephemeral && who.text().contains("set aside · submission") && who.text().contains("1 act"), "{}", who.text());
        let contributed = world.at(&world.admin).slash("/review who member:cleo").await.unwrap();
        assert!(contributed.text().contains("Nothing in this server's ledger"), "{}", contributed.text());
        // What a page's button names gives nobody a right.
        let noted = world.at(&mo).slash("/review audit act:who").await.unwrap().text();
        assert!(noted.contains("2 entries") && noted.contains("by an admin"), "{noted}");
        for asked in 1..40 {
            let forged = world.at(&mo).forge_component(&page, &format!("v1:show:who.{asked}.1")).await.unwrap();
            assert!(forged.ephemeral && forged.text().contains("Only admins"), "{}", forged.text());
        }
        world.end().await;
    }

    async fn the_ledgers_end_is_told_in_the_review_channel_once_a_day_over_restarts(db) {
        let world = World::with_petition(&db).await;
        assert!(checkpoints(&world).is_empty());
        let clock = later(25);
        let world = world.restart_at(clock.clone()).await;
        let told = |one: &Message| one.text().contains("Checkpoint of the ledger");
        let first = world.cord.wait_for_message(world.review, told, SOON).await.unwrap();
        let anchor = first.text().split('`').find(|part| part.matches(':').count() == 2).unwrap().to_owned();
        assert!(anchor.starts_with(&world.guild.id().get().to_string()), "{anchor}");
        let world = world.restart_at(clock).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(checkpoints(&world).len(), 1);
        let seen = world.at(&world.admin).slash("/review audit").await.unwrap();
        assert!(seen.text().contains(&anchor), "{}", seen.text());
        world.end().await;
    }

    async fn roles_and_the_review_channel_are_chosen_from_discords_own_lists(db) {
        let world = World::new(&db).await;
        let at = world.at(&world.admin);
        let panel = at.slash("/setup").await.unwrap().message.unwrap();
        let keepers = world.guild.create_role("Keepers", Permissions::VIEW_CHANNEL);
        let chosen = at.select(&panel, "Choose the moderators' role", &["Keepers"]).await.unwrap();
        assert!(chosen.text().contains(&format!("Moderators: <@&{keepers}>")), "{}", chosen.text());
        let panel = chosen.message.unwrap();
        let chosen = at.select(&panel, "Choose the review channel", &["review"]).await.unwrap();
        assert!(chosen.text().contains(&format!("in <#{}>", world.review)), "{}", chosen.text());
        assert!(chosen.text().contains("Everyone can read"), "{}", chosen.text());
        let seen = at.slash("/setup language:de").await.unwrap();
        assert!(seen.text().contains("German"), "{}", seen.text());
        let forged = at.forge_selection(&panel, "v1:setup:moderators", &["1"]).await.unwrap();
        assert!(forged.text().contains("again"), "{}", forged.text());
        let mo = world.moderator("mo");
        let panel = at.slash("/setup").await.unwrap().message.unwrap();
        let refused = world.at(&mo).forge_component(&panel, "v1:setup:review").await.unwrap();
        assert!(refused.ephemeral, "{}", refused.text());
        let found = at.slash("/undersigned diagnose").await.unwrap();
        assert!(found.text().contains("Integrations"), "the role has no Manage Messages: {}", found.text());
        assert!(found.text().contains("all that it needs in"), "{}", found.text());
        world.end().await;
    }

    async fn a_diagnosis_tells_of_a_wrong_clock_and_of_what_is_overdue(db) {
        let world = World::with_petition(&db).await;
        let cleo = world.guild.join("cleo", &[]);
        world.at(&world.admin).slash("/petition here petition:cancel-the-ice-contract").await.unwrap();
        world.file(&cleo, "over 100").await;
        let world = world.restart_at(later(24 * 5)).await;
        let found = world.at(&world.admin).slash("/undersigned diagnose").await.unwrap().text();
        assert!(found.contains("fast"), "{found}");
        assert!(found.contains("1 submission has waited too long"), "{found}");
        world.end().await;
    }
}
