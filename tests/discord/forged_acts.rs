//! Acts on what is published, pressed by who may not, from elsewhere, too late, or at the same moment.

use std::sync::Arc;

use jiff::SignedDuration;
use localcord::{Member, Message, Outcome, Place};
use undersigned::clock::FakeClock;

use crate::harness::on_both_databases;
use crate::world::{SLUG, SOON, World};

const NEVER_DRAFTED: &str = "0123456789abcdef";

/// Looks at a removal of the petition without doing it.
async fn looked(at: &Place) -> Message {
    at.slash_with("review remove", &[("object", SLUG), ("reason", "abusive")]).await.unwrap().message.unwrap()
}

/// Finds the `custom_id` of a button.
fn custom_id(message: &Message, label: &str) -> String {
    message.component(label).and_then(|button| button.custom_id.clone()).unwrap()
}

/// Waits for the message that asks for a second moderator.
async fn waits_for_a_second(world: &World) -> Message {
    let waits = |message: &Message| message.component("Confirm").is_some();
    world.cord.wait_for_message(world.review, waits, SOON).await.unwrap()
}

/// Asks for the removal of the petition, and gives the message that asks for a second moderator.
async fn removal_asked(world: &World, who: &Member) -> Message {
    let at = world.at(who);
    at.click(&looked(&at).await, "Do it").await.unwrap();
    waits_for_a_second(world).await
}

/// Says whether readers find the petition.
async fn found(world: &World, who: &Member) -> bool {
    let shown = world.at(who).slash_with("petition show", &[("petition", SLUG)]).await.unwrap();
    !shown.text().contains("was removed")
}

async fn several(world: &World) {
    world.at(&world.admin).slash("/setup moderation:several").await.unwrap();
}

on_both_databases! {
    async fn forged_and_foreign_presses_of_acts_change_nothing_and_answer_alike(db) {
        let world = World::with_petition(&db).await;
        several(&world).await;
        let (mo, una) = (world.moderator("mo"), world.moderator("una"));
        let max = world.guild.join("max", &[]);
        let at = world.at(&mo);
        let preview = looked(&at).await;
        let draft = custom_id(&preview, "Do it").strip_prefix("v1:do:").unwrap().to_owned();
        let waiting = removal_asked(&world, &mo).await;
        let number = custom_id(&waiting, "Confirm").strip_prefix("v1:confirm:").unwrap().to_owned();
        let mallory = max.in_channel(world.review);
        let elsewhere = world.cord.create_guild("Elsewhere");
        let foreign = elsewhere.owner().in_channel(elsewhere.create_channel("general"));
        let panel = foreign.slash("/setup").await.unwrap().message.unwrap();
        let cases = [
            ("do", &draft, NEVER_DRAFTED), ("amend", &draft, NEVER_DRAFTED),
            ("confirm", &number, "99999"), ("decline", &number, "99999"),
        ];
        for (act, real, never) in cases {
            for (who, message, without_right) in [(&mallory, &waiting, true), (&foreign, &panel, false)] {
                let mut told = Vec::new();
                for id in [real.as_str(), never] {
                    let answer = who.forge_component(message, &format!("v1:{act}:{id}")).await.unwrap();
                    assert!(answer.ephemeral && answer.modal.is_none(), "{act}: {}", answer.text());
                    assert_eq!(answer.text().contains("Only moderators"), without_right, "{act}: {}", answer.text());
                    told.push(answer.text().replace(id, "?"));
                }
                assert_eq!(told[0], told[1], "{act}");
            }
        }
        // A colleague does not do what another looked at.
        let others = una.in_channel(world.review);
        let answers = [draft.as_str(), NEVER_DRAFTED].map(|id| format!("v1:do:{id}"));
        let mut told = Vec::new();
        for id in &answers {
            let answer = others.forge_component(&waiting, id).await.unwrap();
            assert!(answer.ephemeral, "{}", answer.text());
            told.push(answer.text());
        }
        assert_eq!(told[0], told[1]);
        for id in ["v1:confirm:0", "v1:confirm:x", "v1:decline:-1", "v2:confirm:1", "v1:do:../x", "v1:do:"] {
            let answer = others.forge_component(&waiting, id).await.unwrap();
            assert!(answer.ephemeral && !answer.did_not_respond(), "{id}");
        }
        assert!(found(&world, &max).await);
        let confirmed = others.click(&waiting, "Confirm").await.unwrap();
        assert!(confirmed.text().contains("Done."), "it still waited: {}", confirmed.text());
        world.end().await;
    }

    async fn a_role_that_is_taken_away_before_the_second_press_gives_nothing(db) {
        let world = World::with_petition(&db).await;
        several(&world).await;
        let role = world.guild.create_role("mods", localcord::Permissions::MANAGE_MESSAGES);
        let (mo, una, max) = (world.guild.join("mo", &[role]), world.moderator("una"), world.guild.join("max", &[]));
        let (at, review) = (world.at(&mo), mo.in_channel(world.review));
        let hide = at.slash_with("review hide", &[("petition", SLUG), ("reason", "abusive")]).await.unwrap().message.unwrap();
        let waiting = removal_asked(&world, &una).await;
        mo.revoke(role);
        let pressed = [
            at.click(&hide, "Do it").await.unwrap(),
            review.click(&waiting, "Confirm").await.unwrap(),
            review.click(&waiting, "Decline").await.unwrap(),
        ];
        for refused in pressed {
            assert!(refused.ephemeral && refused.text().contains("Only moderators"), "{}", refused.text());
        }
        assert!(found(&world, &max).await);
        world.end().await;
    }

    async fn of_two_who_press_confirm_at_once_one_does_it_and_it_is_told_once(db) {
        let world = World::with_petition(&db).await;
        several(&world).await;
        let (mo, una, ida) = (world.moderator("mo"), world.moderator("una"), world.moderator("ida"));
        let waiting = removal_asked(&world, &mo).await;
        let before = world.cord.messages(world.review).len();
        let (una, ida) = (una.in_channel(world.review), ida.in_channel(world.review));
        let (one, other) = tokio::join!(una.click(&waiting, "Confirm"), ida.click(&waiting, "Confirm"));
        let told: Vec<String> = [one, other].into_iter().flatten().map(|answer: Outcome| answer.text()).collect();
        assert_eq!(told.iter().filter(|text| text.contains("Done.")).count(), 1, "{told:?}");
        assert_eq!(told.iter().filter(|text| text.contains("confirmed and done already")).count(), told.len() - 1, "{told:?}");
        let decided = |m: &Message| m.id == waiting.id && m.component("Confirm").is_none();
        world.cord.wait_for_message(world.review, decided, SOON).await.unwrap();
        assert_eq!(world.cord.messages(world.review).len(), before, "it is told in the message that asked");
        world.end().await;
    }

    async fn what_is_pressed_after_its_time_is_not_done(db) {
        let clock = Arc::new(FakeClock::new("2026-11-01T12:00:00Z".parse().unwrap()));
        let world = World::new_at(&db, clock.clone()).await.with_petition_logged().await;
        several(&world).await;
        let (mo, una, max) = (world.moderator("mo"), world.moderator("una"), world.guild.join("max", &[]));
        let preview = looked(&world.at(&una)).await;
        let waiting = removal_asked(&world, &mo).await;
        clock.advance(SignedDuration::from_hours(7 * 24));
        let id = custom_id(&waiting, "Confirm");
        let late = una.in_channel(world.review).forge_component(&waiting, &id).await.unwrap();
        assert!(late.ephemeral && late.text().contains("too old"), "{}", late.text());
        let late = world.at(&una).click(&preview, "Do it").await.unwrap();
        assert!(late.ephemeral && !late.text().contains("Done.") && !late.text().contains("waits"), "{}", late.text());
        assert!(found(&world, &max).await);
        world.end().await;
    }

    async fn an_erasure_is_asked_for_confirmed_by_another_and_the_name_stands_in_no_channel(db) {
        let world = World::with_petition(&db).await;
        several(&world).await;
        world.at(&world.admin).slash("/setup names:on").await.unwrap();
        world.publish_names(&["Quokka Wombat", "Ada Lovelace"]).await;
        let (mo, una, max) = (world.moderator("mo"), world.moderator("una"), world.guild.join("max", &[]));
        let options = [("signatory", "Quokka Wombat"), ("shown", "erased")];
        let asked = world.at(&mo).slash_with("signatory withdraw", &options).await.unwrap();
        assert!(asked.ephemeral && asked.text().contains("another moderator confirms"), "{}", asked.text());
        let waiting = waits_for_a_second(&world).await;
        assert!(waiting.text().contains("erase"), "{}", waiting.text());
        let own = mo.in_channel(world.review).click(&waiting, "Confirm").await.unwrap();
        assert!(own.ephemeral && own.text().contains("You asked for this erasure yourself"), "{}", own.text());
        let queue = world.at(&una).slash("/review queue").await.unwrap();
        assert!(queue.text().contains("erase") && !queue.text().contains("Quokka"), "{}", queue.text());
        let listed = world.at(&max).slash_with("signatory list", &[("petition", SLUG)]).await.unwrap();
        assert!(listed.text().contains("Lovelace") && !listed.text().contains("Quokka"), "{}", listed.text());
        let done = una.in_channel(world.review).click(&waiting, "Confirm").await.unwrap();
        assert!(done.ephemeral && done.text().contains("is erased"), "{}", done.text());
        let decided = |m: &Message| m.id == waiting.id && m.component("Confirm").is_none();
        let decided = world.cord.wait_for_message(world.review, decided, SOON).await.unwrap();
        assert!(decided.text().contains("by a moderator"), "{}", decided.text());
        for message in [world.review, world.petitions].into_iter().flat_map(|channel| world.cord.messages(channel)) {
            assert!(message.ephemeral() || !message.text().contains("Quokka"), "{}", message.text());
        }
        world.end().await;
    }
}
