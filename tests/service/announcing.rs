//! What the review channel has still to be told.

use undersigned::domain::acting::{Ground, Redactable};
use undersigned::domain::ids::{ChannelId, Number};
use undersigned::domain::review::RejectReason;
use undersigned::service::Field;
use undersigned::service::act::{Ended, NewAct, Wanted};
use undersigned::service::announce::{Announced, Announcement};
use undersigned::service::log::{NewStatement, Typed};
use undersigned::service::review::QueueOf;
use undersigned::service::setup::SetupChange;

use crate::acting::{act, done};
use crate::harness::on_both_databases;
use crate::support::*;

const REVIEW: ChannelId = ChannelId::new(1_015_034_326_372_454_602);

async fn set_up(town: &Town) {
    let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
    town.service.configure(&admin(), change).await.unwrap();
}

on_both_databases! {
    async fn what_waits_is_announced_until_its_message_shows_it(db) {
        let town = Town::new(&db).await;
        let unannounced = async || town.service.unannounced(10, &[]).await.unwrap().due;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        assert_eq!(unannounced().await, [], "there is no review channel");
        set_up(&town).await;
        let due = unannounced().await;
        assert_eq!((due.len(), due[0].shows.number(), due[0].channel), (1, letter, REVIEW));
        assert_eq!((due[0].message, due[0].shown.as_str()), (None, "pending 1"));
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, (None, &due[0].shown)).await.unwrap();
        assert_eq!(unannounced().await, []);
        town.service.edit(&moderator(), letter, &owned(&[(Field::Title, "An open letter")])).await.unwrap();
        let due = unannounced().await;
        assert_eq!((due[0].message, due[0].shown.as_str()), (Some(4_000_000_001), "pending 2"));
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, (None, &due[0].shown)).await.unwrap();
        town.service.approve(&moderator(), letter).await.unwrap();
        let due = unannounced().await;
        assert_eq!(due[0].shown, "approved 2");
        assert!(matches!(&due[0].shows, Announced::Submission(one) if one.decision.is_some() && one.proposal.is_some()));
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, (None, &due[0].shown)).await.unwrap();
        assert_eq!(unannounced().await, []);
        town.verify().await;
    }

    async fn a_message_that_is_gone_is_sent_anew_and_a_channel_that_is_gone_is_left(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, (None, "pending 1")).await.unwrap();
        town.service.forget_announcement(GUILD, letter).await.unwrap();
        assert_eq!(town.service.unannounced(10, &[]).await.unwrap().due.len(), 1);
        town.service.forget_channel(GUILD, REVIEW).await.unwrap();
        assert_eq!(town.service.unannounced(10, &[]).await.unwrap().due, []);
        assert_eq!(town.service.settings(&admin()).await.unwrap().review_channel, None);
        town.verify().await;
    }

    async fn a_closed_channel_and_an_unreadable_submission_keep_no_other_waiting(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        assert_eq!(town.service.unannounced(10, &[REVIEW]).await.unwrap().due, []);
        let second = town.letter().await.to_string();
        let count = town.file(&contributor(), Typed::Count(count(&second, "12")), &[]).await;
        db.execute(&format!("UPDATE submission SET sealed = contributor WHERE number = {}", letter.get())).await;
        let found = town.service.unannounced(10, &[]).await.unwrap();
        assert_eq!(found.due.iter().map(|one| one.shows.number()).collect::<Vec<_>>(), [count]);
        assert_eq!(found.unreadable, [(GUILD, letter)]);
        let queue = town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap();
        assert_eq!(queue.items.iter().map(|one| one.number).collect::<Vec<_>>(), [count]);
    }

    async fn what_is_redacted_or_removed_is_shown_anew_wherever_the_bot_showed_it(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let letter = town.letter().await;
        let of = letter.to_string();
        let said = NewStatement { speaker: "Quokka Wombat".to_owned(), ..statement(&of) };
        let words = [(Field::Quote, "We will see"), (Field::Paraphrase, "")];
        let published = town.publish(Typed::Statement(said.clone()), &words).await;
        let like_it = town.file(&contributor(), Typed::Statement(said), &words).await;
        let other = town.publish(Typed::Source(source(VERGE)), &[]).await;
        let all = [letter, published, like_it, other];
        let shown = async || {
            let changes = db.ask(&format!("SELECT changes FROM submission WHERE number = {}", like_it.get())).await;
            let waits = if changes == "0" { "pending 1".to_owned() } else { format!("pending 1.{changes}") };
            for (place, number) in (4_000_000_001..).zip(all) {
                let shown = if number == like_it { waits.as_str() } else { "approved 1" };
                town.service.announced(GUILD, number, REVIEW, place, (None, shown)).await.unwrap();
            }
            assert_eq!(town.service.unannounced(10, &[]).await.unwrap().due, []);
        };
        shown().await;
        let due = async || {
            let mut due = town.service.unannounced(10, &[]).await.unwrap().due;
            due.sort_by_key(|one| one.shows.number());
            due
        };
        let numbers = |due: &[Announcement]| due.iter().map(|one| one.shows.number()).collect::<Vec<_>>();
        let redact = |object: Number, field| NewAct { ground: Ground::PersonalData, ..act(object, Wanted::Redact(field)) };
        done(&town, &moderator(), redact(published, Redactable::Speaker)).await;
        let found = due().await;
        assert_eq!(numbers(&found), [published, like_it], "its own, and what waits and is like it");
        assert!(found.iter().all(|one| one.message.is_some()));
        let similar = |one: &Announcement| matches!(&one.shows, Announced::Submission(one) if !format!("{:?}", one.similar).contains("Quokka"));
        assert!(!format!("{:?}", found[0].shows).contains("Quokka") && similar(&found[1]));
        // What is redacted while a message is brought up to date is shown anew after it.
        let [first, ..] = found.as_slice() else { panic!() };
        done(&town, &moderator(), redact(published, Redactable::Channel)).await;
        let note = (first.was.as_deref(), first.shown.as_str());
        town.service.announced(GUILD, published, REVIEW, first.message.unwrap(), note).await.unwrap();
        let again = due().await;
        assert_eq!(numbers(&again), [published, like_it]);
        let note = (again[0].was.as_deref(), again[0].shown.as_str());
        town.service.announced(GUILD, published, REVIEW, first.message.unwrap(), note).await.unwrap();
        assert_eq!(numbers(&due().await), [like_it]);
        shown().await;
        done(&town, &moderator(), redact(letter, Redactable::Title)).await;
        assert_eq!(numbers(&due().await), [letter, published, like_it], "a title stands in every message about it");
        shown().await;
        let Ended::Waits(waits, _) = done(&town, &moderator(), act(published, Wanted::Remove)).await else { panic!() };
        town.service.confirm(&admin(), waits).await.unwrap();
        let found = due().await;
        assert_eq!(numbers(&found), [published, like_it]);
        assert!(matches!(&found[0].shows, Announced::Submission(one) if one.proposal.is_none()));
        town.verify().await;
    }

    async fn what_is_about_a_removed_petition_goes_from_the_bots_messages_with_it(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let letter = town.letter().await;
        let published = town.publish(Typed::Count(count(&letter.to_string(), "12 employees")), &[]).await;
        for (place, number) in (4_000_000_001..).zip([letter, published]) {
            town.service.announced(GUILD, number, REVIEW, place, (None, "approved 1")).await.unwrap();
        }
        let Ended::Waits(waits, _) = done(&town, &moderator(), act(letter, Wanted::Remove)).await else { panic!() };
        town.service.confirm(&admin(), waits).await.unwrap();
        let found = town.service.unannounced(10, &[]).await.unwrap().due;
        let bare = |one: &Announcement| matches!(&one.shows, Announced::Submission(one) if one.proposal.is_none());
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(bare), "{found:?}");
    }

    async fn what_waits_about_what_was_redacted_loses_the_words_too(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let of = town.letter().await.to_string();
        let said = NewStatement { speaker: "Quokka Wombat".to_owned(), ..statement(&of) };
        let words = [(Field::Quote, "We will see"), (Field::Paraphrase, "")];
        let published = town.publish(Typed::Statement(said.clone()), &words).await;
        let rejected = town.file(&contributor(), Typed::Count(count(&of, "12")), &[]).await;
        let note = Some("Quokka Wombat never counted".to_owned());
        town.service.reject(&moderator(), rejected, RejectReason::Unreadable, note).await.unwrap();
        let waits = town.file(&contributor(), Typed::Statement(said), &words).await;
        town.service.ask_contributor(&moderator(), waits, "Is this Quokka Wombat?").await.unwrap();
        town.service.answer_question(&contributor(), waits, "Quokka Wombat, yes").await.unwrap();
        let typed = NewAct { note: Some("Quokka Wombat asks".to_owned()), ..act(published, Wanted::Remove) };
        let Ended::Waits(removal, _) = done(&town, &moderator(), typed).await else { panic!() };
        let shown = async || {
            let due = town.service.unannounced(10, &[]).await.unwrap().due;
            let own = town.service.own_submissions(&contributor(), 1).await.unwrap();
            format!("{due:?} {:?}", own.items)
        };
        let before = shown().await;
        for words in ["Quokka Wombat asks", "Is this Quokka Wombat?", "Quokka Wombat, yes", "Quokka Wombat never counted"] {
            assert!(before.contains(words), "{words}: {before}");
        }
        let redact = NewAct { ground: Ground::PersonalData, ..act(published, Wanted::Redact(Redactable::Speaker)) };
        done(&town, &moderator(), redact).await;
        let after = shown().await;
        assert!(!after.contains("Quokka"), "{after}");
        for words in ["[redacted] asks", "Is this [redacted]?", "[redacted], yes", "[redacted] never counted"] {
            assert!(after.contains(words), "{words}: {after}");
        }
        town.service.approve(&moderator(), waits).await.unwrap();
        town.service.confirm(&admin(), removal).await.unwrap();
        town.verify().await;
    }

    async fn the_message_of_an_act_that_waits_is_edited_when_words_in_it_are_redacted_also_on_its_way(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let letter = town.letter().await;
        let other = town.publish(Typed::Petition(letter_of("Another letter of Quokka Wombat", VERGE)), LETTER_WORDS).await;
        for (place, number) in (4_000_000_001..).zip([letter, other]) {
            town.service.announced(GUILD, number, REVIEW, place, (None, "approved 1")).await.unwrap();
        }
        let Ended::Waits(waits, _) = done(&town, &moderator(), act(letter, Wanted::Merge(other.to_string()))).await else {
            panic!()
        };
        let due = async || {
            let due = town.service.unannounced(10, &[]).await.unwrap().due;
            due.into_iter().find(|one| one.shows.number() == waits)
        };
        let first = due().await.unwrap();
        assert!(format!("{:?}", first.shows).contains("Quokka") && first.message.is_none());
        // The words go while the message is on its way: what was read is sent, and noted as what it was.
        done(&town, &moderator(), NewAct { ground: Ground::PersonalData, ..act(other, Wanted::Redact(Redactable::Title)) }).await;
        let note = (None, first.shown.as_str());
        town.service.announced(GUILD, waits, REVIEW, 4_000_000_009, note).await.unwrap();
        let again = due().await.expect("it is edited");
        assert!(!format!("{:?}", again.shows).contains("Quokka"), "{:?}", again.shows);
        let note = (again.was.as_deref(), again.shown.as_str());
        town.service.announced(GUILD, waits, REVIEW, again.message.unwrap(), note).await.unwrap();
        assert_eq!(due().await, None);
        // And once it stands there.
        done(&town, &moderator(), NewAct { ground: Ground::PersonalData, ..act(letter, Wanted::Redact(Redactable::Title)) }).await;
        assert_eq!(due().await.unwrap().message, Some(4_000_000_009));
        town.verify().await;
    }
}
