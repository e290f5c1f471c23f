//! What the review channel has still to be told.

use undersigned::domain::ids::ChannelId;
use undersigned::service::Field;
use undersigned::service::announce::Announced;
use undersigned::service::log::Typed;
use undersigned::service::review::QueueOf;
use undersigned::service::setup::SetupChange;

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
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, &due[0].shown).await.unwrap();
        assert_eq!(unannounced().await, []);
        town.service.edit(&moderator(), letter, &owned(&[(Field::Title, "An open letter")])).await.unwrap();
        let due = unannounced().await;
        assert_eq!((due[0].message, due[0].shown.as_str()), (Some(4_000_000_001), "pending 2"));
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, &due[0].shown).await.unwrap();
        town.service.approve(&moderator(), letter).await.unwrap();
        let due = unannounced().await;
        assert_eq!(due[0].shown, "approved 2");
        assert!(matches!(&due[0].shows, Announced::Submission(one) if one.decision.is_some() && one.proposal.is_some()));
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, &due[0].shown).await.unwrap();
        assert_eq!(unannounced().await, []);
        town.verify().await;
    }

    async fn a_message_that_is_gone_is_sent_anew_and_a_channel_that_is_gone_is_left(db) {
        let town = Town::new(&db).await;
        set_up(&town).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        town.service.announced(GUILD, letter, REVIEW, 4_000_000_001, "pending 1").await.unwrap();
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
}
