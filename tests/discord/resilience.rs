//! What must not happen, whatever happens.

use std::time::Duration;

use localcord::{Fault, Localcord, Often, On, Scope};
use undersigned::discord::RunError;

use crate::edges::log_text;
use crate::harness::{Kind, on_both_databases, run};
use crate::world::{Running, SOON, World, settings};

/// What a resource gives that others use too much.
const TOO_MANY: Fault = Fault::TooMany(Scope::Shared, Duration::from_secs(1));

on_both_databases! {
    async fn buttons_and_forms_work_after_a_restart_and_commands_are_registered_once(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        world.file(&cleo, "over 100").await;
        let waiting = world.waits_for_review().await;
        let form = mo.in_channel(world.review).click(&waiting, "Edit").await.unwrap().modal.unwrap();
        let world = world.restart().await;
        assert_eq!(world.cord.registrations(), 1);
        let edited = mo.in_channel(world.review).submit(&form, &[]).await.unwrap();
        assert!(!edited.did_not_respond());
        let approved = mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        assert!(!approved.did_not_respond());
        let shown = world.at(&cleo).slash("/count show").await.unwrap();
        assert!(shown.text().contains("100"), "{}", shown.text());
        world.end().await;
    }

    async fn repeated_stale_and_forged_presses_have_no_effect(db) {
        let world = World::with_petition(&db).await;
        let cleo = world.guild.join("cleo", &[]);
        world.file(&cleo, "over 100").await;
        let waiting = world.waits_for_review().await;
        let mallory = world.guild.join("mallory", &[]);
        let number: String = waiting.component("Approve").unwrap().custom_id.clone().unwrap();
        let forged = mallory.in_channel(world.review).forge_component(&waiting, &number).await.unwrap();
        assert!(forged.ephemeral && forged.message.unwrap().id != waiting.id);
        for id in ["v0:approve:2", "v1:approve:-1", "v1:file:0000000000000000", "v1:show:nothing.1", "nonsense", "v1::"] {
            let forged = mallory.in_channel(world.review).forge_component(&waiting, id).await.unwrap();
            assert!(forged.ephemeral && !forged.did_not_respond(), "{id}");
        }
        // A press that was refused when it was made and would not be now: only its age keeps it from deciding.
        let (mo, _) = (world.moderator("mo"), world.moderator("deciders"));
        world.at(&world.admin).slash("/setup moderators:deciders").await.unwrap();
        let refused = mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        assert!(refused.text().contains("Only moderators"), "{}", refused.text());
        world.at(&world.admin).slash("/setup moderators:mo").await.unwrap();
        let stale = world.cord.deliver_stale(refused.interaction, Duration::from_secs(4)).unwrap();
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert!(world.cord.outcome(stale).is_none_or(|outcome| outcome.message.is_none()));
        let shown = world.at(&cleo).slash("/count show").await.unwrap();
        assert!(!shown.text().to_lowercase().contains("over 100"), "{}", shown.text());
        let approved = mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        world.cord.deliver_again(approved.interaction).unwrap();
        let shown = world.at(&cleo).slash("/count show").await.unwrap();
        assert_eq!(shown.text().to_lowercase().matches("over 100").count(), 1, "{}", shown.text());
        world.end().await;
    }
}

#[test]
fn a_refused_token_is_said_to_be_one() {
    run(Kind::Sqlite, |db| async move {
        let cord = Localcord::start(localcord::Config::default()).await.unwrap();
        let wrong = "MTIzNDU2.Gwrong.abcdefghijklmnopqrstuvwxyz0123456789AB";
        let bot = Running::start_with(&db, settings(&cord), wrong).await;
        assert!(matches!(bot.ended().await, Err(RunError::Token)));
        assert_eq!(cord.invalid_requests(), 1, "a refused token is not tried again");
        cord.stop().await;
    });
}

#[test]
fn a_silent_gateway_ends_the_bot() {
    run(Kind::Sqlite, |db| async move {
        let config = localcord::Config { heartbeat: Duration::from_millis(200), ..localcord::Config::default() };
        let cord = Localcord::start(config).await.unwrap();
        let watched = undersigned::config::Discord { watchdog: Duration::from_secs(2), ..settings(&cord) };
        let token = cord.token().to_owned();
        let bot = Running::start_with(&db, watched, &token).await;
        cord.gateway().wait_ready().await.unwrap();
        // Heartbeats alone keep it alive for longer than the watchdog waits.
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert_eq!(cord.gateway().connections(), 1);
        cord.stop().await;
        assert!(matches!(bot.ended().await, Err(RunError::Silent(_))));
    });
}

#[test]
fn a_stop_ends_within_ten_seconds_and_a_lost_connection_comes_back() {
    run(Kind::Sqlite, |db| async move {
        let world = World::with_petition(&db).await;
        world.cord.gateway().cut();
        world.cord.gateway().wait_resumes(1).await.unwrap();
        let shown = world.at(&world.admin).slash("/count show").await.unwrap();
        assert!(!shown.did_not_respond());
        let begun = std::time::Instant::now();
        world.end().await;
        assert!(begun.elapsed() < Duration::from_secs(10));
    });
}

#[test]
fn a_closed_review_channel_is_left_alone_and_named_by_diagnose() {
    run(Kind::Sqlite, |db| async move {
        let world = World::with_petition(&db).await;
        world.guild.limit_bot(world.review, localcord::Permissions::VIEW_CHANNEL);
        let cleo = world.guild.join("cleo", &[]);
        world.file(&cleo, "over 100").await;
        let refused = |request: &localcord::Request| request.path.ends_with("/messages") && request.method == "POST";
        world.cord.wait_for_request(refused, SOON).await.unwrap();
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(world.cord.invalid_requests() <= 1);
        let found = world.at(&world.admin).slash("/undersigned diagnose").await.unwrap();
        assert!(found.text().contains("Send Messages"), "{}", found.text());
        world.end().await;
    });
}

/// Lists what was answered to the requests whose path has this in it.
fn statuses(world: &World, path: &str) -> Vec<u16> {
    world.cord.requests().iter().filter(|one| one.path.contains(path)).map(|one| one.status).collect()
}

#[test]
fn an_answer_that_discord_takes_no_more_of_is_not_sent_again_and_the_next_one_is() {
    run(Kind::Sqlite, |db| async move {
        let world = World::with_petition(&db).await;
        let at = world.at(&world.admin);
        let _ = log_text();
        world.cord.faults().add(On::callbacks(), Often::Next(1), TOO_MANY);
        let lost = at.slash("/count show").await.unwrap();
        assert!(lost.did_not_respond());
        assert_eq!(statuses(&world, &format!("/interactions/{}/", lost.interaction)), [429], "sent once");
        let shown = at.slash("/count show").await.unwrap();
        assert!(!shown.did_not_respond());
        assert!(log_text().contains("failed to answer an interaction trouble=Limited"), "{}", log_text());
        world.end().await;
    });
}

#[test]
fn a_slow_answer_whose_acknowledgement_is_refused_still_comes_and_one_that_cannot_be_filled_in_is_logged() {
    run(Kind::Sqlite, |db| async move {
        let world = World::with_petition(&db).await;
        let (at, _) = (world.at(&world.admin), log_text());
        let held = db.hold_writers().await;
        world.cord.faults().add(On::callbacks(), Often::Next(1), TOO_MANY);
        let (slow, ()) = tokio::join!(at.slash("/petition here petition:cancel-the-ice-contract"), async {
            // Past the moment of the acknowledgement, and well before Discord gives up.
            tokio::time::sleep(Duration::from_millis(1_800)).await;
            drop(held);
        });
        let slow = slow.unwrap();
        assert!(slow.text().contains("is about"), "{}", slow.text());
        assert!(log_text().contains("failed to defer an answer trouble=Limited"), "{}", log_text());
        let held = db.hold_writers().await;
        world.cord.faults().add(On::follow_ups(), Often::Next(1), TOO_MANY);
        let (lost, ()) = tokio::join!(at.slash("/petition here petition:cancel-the-ice-contract"), async {
            tokio::time::sleep(Duration::from_millis(1_800)).await;
            drop(held);
        });
        assert!(lost.unwrap().ephemeral);
        assert_eq!(statuses(&world, "/webhooks/"), [429], "filled in once");
        assert!(log_text().contains("failed to fill in an answer trouble=Limited"), "{}", log_text());
        world.end().await;
    });
}
