//! Working the queue: questions, blocks, withdrawals, reminders, and presses that should have no effect.

use std::sync::Arc;

use jiff::SignedDuration;
use localcord::{Member, Message, Outcome};
use undersigned::clock::FakeClock;

use crate::harness::on_both_databases;
use crate::world::{SOON, World};

/// Takes the first number out of a text.
fn number(text: &str) -> String {
    text.split('#').nth(1).unwrap_or_else(|| panic!("{text}")).chars().take_while(char::is_ascii_digit).collect()
}

/// Waits until the review channel's message says this.
async fn says(world: &World, message: &Message, words: &str) -> Message {
    let said = |one: &Message| one.id == message.id && one.text().contains(words);
    world.cord.wait_for_message(world.review, said, SOON).await.unwrap()
}

async fn own(world: &World, who: &Member) -> Outcome {
    let shown = world.at(who).slash("/submissions").await.unwrap();
    assert!(shown.ephemeral, "{}", shown.text());
    shown
}

/// Reads what everybody in the channels can.
fn in_channels(world: &World) -> String {
    let seen = [world.review, world.petitions].map(|channel| world.cord.messages(channel));
    seen.iter().flatten().filter(|one| !one.ephemeral()).map(Message::text).collect()
}

on_both_databases! {
    async fn a_contributor_is_asked_answers_and_sees_what_became_of_it(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let filed = number(&world.file(&cleo, "over 100").await.text());
        let waiting = world.waits_for_review().await;
        let review = mo.in_channel(world.review);
        let form = review.click(&waiting, "Ask the contributor").await.unwrap().modal.unwrap();
        let asked = review.submit(&form, &[("question", "Where is the quokka?")]).await.unwrap();
        assert!(!asked.did_not_respond());
        let waiting = says(&world, &waiting, "There is no answer yet").await;
        let seen = own(&world, &cleo).await;
        assert!(seen.text().contains("Where is the quokka?") && seen.text().contains("waits"), "{}", seen.text());
        let form = world.at(&cleo).click(&seen.message.unwrap(), &format!("Answer #{filed}")).await.unwrap().modal.unwrap();
        let answered = world.at(&cleo).submit(&form, &[("answer", "Behind the wombat")]).await.unwrap();
        assert!(answered.text().contains("is with"), "{}", answered.text());
        let waiting = says(&world, &waiting, "has answered").await;
        let whole = review.click(&waiting, "Whole record").await.unwrap();
        assert!(whole.ephemeral, "{}", whole.text());
        for words in ["Where is the quokka?", "Behind the wombat"] {
            assert!(whole.text().contains(words), "{}", whole.text());
        }
        let earlier = review.click(&waiting, "Earlier").await.unwrap();
        assert!(earlier.ephemeral && earlier.text().contains("filed nothing"), "{}", earlier.text());
        review.click(&waiting, "Approve").await.unwrap();
        says(&world, &waiting, "Approved").await;
        let seen = own(&world, &cleo).await;
        assert!(seen.text().contains(&format!("on record as **\\#{filed}**")), "{}", seen.text());
        let told = in_channels(&world);
        for secret in ["quokka", "wombat", "cleo"] {
            assert!(!told.contains(secret), "{secret} stands in a channel");
        }
        world.end().await;
    }

    async fn a_rejection_with_its_note_is_told_to_who_filed(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let filed = number(&world.file(&cleo, "over 100").await.text());
        let waiting = world.waits_for_review().await;
        let review = mo.in_channel(world.review);
        let reasons = review.click(&waiting, "Reject").await.unwrap().message.unwrap();
        let form = review.select(&reasons, &format!("v1:reject-with:{filed}"), &["duplicate"]).await.unwrap().modal.unwrap();
        review.submit(&form, &[("note", "See the other one")]).await.unwrap();
        let waiting = says(&world, &waiting, "Rejected").await;
        assert!(!waiting.text().contains("See the other one"), "{}", waiting.text());
        assert!(!waiting.text().contains("mo "), "{}", waiting.text());
        let seen = own(&world, &cleo).await.text();
        assert!(seen.contains("on record already") && seen.contains("See the other one"), "{seen}");
        world.end().await;
    }

    async fn what_waits_is_withdrawn_and_its_message_says_so(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let filed = number(&world.file(&cleo, "over 100").await.text());
        let waiting = world.waits_for_review().await;
        let at = world.at(&cleo);
        let seen = own(&world, &cleo).await.message.unwrap();
        let sure = at.click(&seen, &format!("Withdraw #{filed}")).await.unwrap();
        assert!(sure.text().contains("Nobody decides"), "{}", sure.text());
        let sure = sure.message.unwrap();
        let done = at.click(&sure, "Withdraw").await.unwrap();
        assert!(done.text().contains("Withdrawn"), "{}", done.text());
        let again = at.forge_component(&done.message.unwrap(), &format!("v1:withdraw-now:{filed}")).await.unwrap();
        assert!(again.text().contains("Nothing was changed"), "{}", again.text());
        says(&world, &waiting, "by whoever filed it").await;
        let late = mo.in_channel(world.review).forge_component(&waiting, &format!("v1:approve:{filed}")).await.unwrap();
        assert!(late.ephemeral && late.text().contains("was withdrawn"), "{}", late.text());
        assert!(own(&world, &cleo).await.text().contains("you withdrew it"));
        world.end().await;
    }

    async fn a_contributor_is_blocked_from_the_message_and_let_in_again(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let filed = number(&world.file(&cleo, "over 100").await.text());
        let waiting = world.waits_for_review().await;
        let (review, at) = (mo.in_channel(world.review), world.at(&cleo));
        let begun = at.slash("/source log url:\"https://example.org/late\"").await.unwrap().message.unwrap();
        let sure = review.click(&waiting, "Block the contributor").await.unwrap();
        assert!(sure.ephemeral && sure.text().contains("They can go on asking"), "{}", sure.text());
        let not_yet = at.slash("/source log url:\"https://example.org/later\"").await.unwrap();
        assert!(not_yet.text().contains("Is this right?"), "asking what a block does blocks nobody: {}", not_yet.text());
        let blocked = review.click(&sure.message.unwrap(), "Block").await.unwrap();
        assert!(blocked.text().contains("is blocked"), "{}", blocked.text());
        let waiting = says(&world, &waiting, "is blocked").await;
        for refused in [
            at.click(&begun, "File").await.unwrap(),
            at.slash("/source log url:\"https://example.org/last\"").await.unwrap(),
        ] {
            assert!(refused.ephemeral && refused.text().contains("stopped you from filing"), "{}", refused.text());
        }
        assert!(!world.at(&cleo).slash("/count show").await.unwrap().text().contains("stopped you"));
        assert!(own(&world, &cleo).await.text().contains("over 100"));
        review.click(&waiting, "Approve").await.unwrap();
        let shown = review.slash(&format!("/review show submission:{filed}")).await.unwrap();
        let unblocked = review.click(&shown.message.unwrap(), "Unblock").await.unwrap();
        assert!(unblocked.text().contains("is not blocked"), "{}", unblocked.text());
        let again = at.slash("/source log url:\"https://example.org/last\"").await.unwrap();
        assert!(again.text().contains("Is this right?"), "{}", again.text());
        let by_command = review.slash(&format!("/review block submission:{filed}")).await.unwrap();
        assert!(by_command.ephemeral && by_command.text().contains("They can go on asking"), "{}", by_command.text());
        let by_command = review.slash(&format!("/review unblock submission:{filed}")).await.unwrap();
        assert!(by_command.ephemeral && by_command.text().contains("is not blocked"), "{}", by_command.text());
        world.end().await;
    }

    async fn each_item_of_the_queue_is_one_press_away(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let mut filed = Vec::new();
        for words in ["over 100", "over 200", "over 300", "over 400", "over 500", "over 600"] {
            filed.push(number(&world.file(&cleo, words).await.text()));
        }
        let at = mo.in_channel(world.petitions);
        let first = at.slash("/review queue kind:count").await.unwrap();
        assert!(first.ephemeral && first.text().contains("Page 1 of 2"), "{}", first.text());
        let next = at.click(&first.message.unwrap(), "Next page").await.unwrap();
        let opened = at.click(&next.message.unwrap(), &format!("Open #{}", filed[5])).await.unwrap();
        assert!(opened.text().contains("More than 600"), "{}", opened.text());
        let none = at.slash("/review queue age:over_1_day").await.unwrap();
        assert!(none.text().contains("Nothing has waited"), "{}", none.text());
        world.end().await;
    }

    async fn presses_of_who_may_not_and_of_other_guilds_change_nothing_and_answer_alike(db) {
        let world = World::with_petition(&db).await;
        let cleo = world.guild.join("cleo", &[]);
        let filed = number(&world.file(&cleo, "over 100").await.text());
        let waiting = world.waits_for_review().await;
        let before = waiting.text();
        let mallory = world.guild.join("mallory", &[]).in_channel(world.review);
        let elsewhere = world.cord.create_guild("Elsewhere");
        let foreign = elsewhere.owner().in_channel(elsewhere.create_channel("general"));
        let panel = foreign.slash("/setup").await.unwrap().message.unwrap();
        let never = "99999";
        for act in ["approve", "edit", "reject", "ask", "block", "block-now", "unblock", "show:submission.", "show:earlier."] {
            let custom_id = |number: &str| match act {
                "show:earlier." => format!("v1:{act}{number}.1"),
                _ if act.starts_with("show") => format!("v1:{act}{number}"),
                _ => format!("v1:{act}:{number}"),
            };
            // Without the right, what is there and what is not are told apart by nothing.
            let mut told = Vec::new();
            for number in [filed.as_str(), never] {
                let answer = mallory.forge_component(&waiting, &custom_id(number)).await.unwrap();
                assert!(answer.ephemeral && answer.modal.is_none(), "{act}: {}", answer.text());
                assert!(answer.text().contains("Only moderators"), "{act}: {}", answer.text());
                told.push(answer.text());
            }
            assert_eq!(told[0], told[1], "{act}");
            // With the right elsewhere, what is here does not exist.
            let mut told = Vec::new();
            for number in [filed.as_str(), never] {
                let answer = foreign.forge_component(&panel, &custom_id(number)).await.unwrap();
                assert!(answer.ephemeral && answer.modal.is_none(), "{act}: {}", answer.text());
                told.push(answer.text().replace(number, "?"));
            }
            assert_eq!(told[0], told[1], "{act}");
        }
        for act in ["withdraw", "withdraw-now", "answer"] {
            let mut told = Vec::new();
            for (who, message) in [(&mallory, &waiting), (&foreign, &panel)] {
                for number in [filed.as_str(), never] {
                    let answer = who.forge_component(message, &format!("v1:{act}:{number}")).await.unwrap();
                    assert!(answer.ephemeral && answer.modal.is_none(), "{act}: {}", answer.text());
                    told.push(answer.text().replace(number, "?"));
                }
            }
            assert!(told.iter().all(|one| one == &told[0]), "{told:?}");
        }
        for id in [
            "v1:reject-note:1", "v1:reject-note:1.nothing", "v1:block:0", "v1:withdraw:x", "v2:block:1", "v1:show:earlier.1.0",
            "v1:show:queue...1.never",
        ] {
            let answer = mallory.forge_component(&waiting, id).await.unwrap();
            assert!(answer.ephemeral && !answer.did_not_respond(), "{id}");
        }
        assert_eq!(world.cord.message(world.review, waiting.id).unwrap().text(), before);
        let shown = world.at(&cleo).slash("/submissions").await.unwrap();
        assert!(shown.text().contains("waits"), "{}", shown.text());
        world.end().await;
    }

    async fn a_role_that_is_taken_away_between_opening_and_pressing_gives_nothing(db) {
        let world = World::with_petition(&db).await;
        let cleo = world.guild.join("cleo", &[]);
        let filed = number(&world.file(&cleo, "over 100").await.text());
        let waiting = world.waits_for_review().await;
        let role = world.guild.create_role("mods", localcord::Permissions::MANAGE_MESSAGES);
        let mo = world.guild.join("mo", &[role]);
        let review = mo.in_channel(world.review);
        let asking = review.click(&waiting, "Ask the contributor").await.unwrap().modal.unwrap();
        let editing = review.click(&waiting, "Edit").await.unwrap().modal.unwrap();
        let block = review.click(&waiting, "Block the contributor").await.unwrap().message.unwrap();
        let reasons = review.click(&waiting, "Reject").await.unwrap().message.unwrap();
        let (id, noted) = (format!("v1:reject-for:{filed}"), format!("v1:reject-with:{filed}"));
        let note = review.select(&reasons, &noted, &["other"]).await.unwrap().modal.unwrap();
        let queue = review.slash("/review queue").await.unwrap().message.unwrap();
        mo.revoke(role);
        for refused in [
            review.submit(&asking, &[("question", "Who are you?")]).await.unwrap(),
            review.submit(&editing, &[("wording", "over 900")]).await.unwrap(),
            review.click(&block, "Block").await.unwrap(),
            review.select(&reasons, &id, &["duplicate"]).await.unwrap(),
            review.submit(&note, &[("note", "No")]).await.unwrap(),
            review.click(&queue, &format!("Open #{filed}")).await.unwrap(),
            review.click(&waiting, "Approve").await.unwrap(),
        ] {
            assert!(refused.ephemeral && refused.text().contains("Only moderators"), "{}", refused.text());
        }
        let seen = own(&world, &cleo).await.text();
        assert!(seen.contains("waits") && !seen.contains("Who are you?"), "{seen}");
        assert!(world.at(&cleo).slash("/source log url:\"https://example.org/x\"").await.unwrap().text().contains("Is this right?"));
        world.end().await;
    }

    async fn what_is_overdue_is_reminded_of_once_whatever_is_restarted(db) {
        let clock = Arc::new(FakeClock::new("2026-11-01T12:00:00Z".parse().unwrap()));
        let world = World::new_at(&db, clock.clone()).await.with_petition_logged().await;
        world.file(&world.guild.join("cleo", &[]), "over 100").await;
        world.waits_for_review().await;
        clock.advance(SignedDuration::from_hours(73));
        let world = world.restart_at(clock.clone()).await;
        let reminds = |message: &Message| message.text().contains("Still waiting");
        let reminder = world.cord.wait_for_message(world.review, reminds, SOON).await.unwrap();
        assert!(reminder.text().contains("1 submission has waited for more than 3 days"), "{}", reminder.text());
        clock.advance(SignedDuration::from_hours(20));
        let world = world.restart_at(clock.clone()).await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(world.cord.messages(world.review).iter().filter(|one| reminds(one)).count(), 1);
        clock.advance(SignedDuration::from_hours(5));
        let world = world.restart_at(clock.clone()).await;
        let second = |message: &Message| reminds(message) && message.id != reminder.id;
        let second = world.cord.wait_for_message(world.review, second, SOON).await.unwrap();
        let open = second.components.iter().find(|one| one.label.as_deref().is_some_and(|label| label.starts_with("Open")));
        let mo = world.moderator("mo");
        let label = open.unwrap().label.clone().unwrap();
        let opened = mo.in_channel(world.review).click(&second, &label).await.unwrap();
        assert!(opened.ephemeral && opened.text().contains("More than 100"), "{}", opened.text());
        world.end().await;
    }
}
