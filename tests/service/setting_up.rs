//! Setting up, and saying what is wrong.

use jiff::SignedDuration;
use undersigned::domain::guild::{GuildSettings, Moderation, SubmitPolicy};
use undersigned::domain::ids::{ChannelId, RoleId};
use undersigned::service::log::Typed;
use undersigned::service::review::QueueOf;
use undersigned::service::setup::{BotPlace, Problem, RoleChoice, SetupChange};
use undersigned::service::{Caller, Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn the_defaults_are_taken_once_however_often_they_are_pressed(db) {
        let town = Town::new(&db).await;
        assert_eq!(town.service.settings(&member()).await.unwrap(), GuildSettings::default());
        town.service.joined(GUILD).await.unwrap();
        assert_eq!(town.service.settings(&member()).await.unwrap(), GuildSettings::default());
        let taken = town.service.take_defaults(&admin(), Moderation::Single).await.unwrap();
        assert!(taken.configured_at.is_some());
        let entries = town.entries().await;
        town.clock.advance(jiff::SignedDuration::from_mins(1));
        assert_eq!(town.service.take_defaults(&admin(), Moderation::Single).await.unwrap(), taken);
        assert_eq!(town.entries().await, entries);
        assert_eq!(entries, 2, "join and configure");
        // A panel that was opened before somebody chose does not undo it.
        assert_eq!(town.service.take_defaults(&admin(), Moderation::Several).await.unwrap(), taken);
        assert_eq!(town.entries().await, entries);
    }

    async fn what_is_not_changed_stays(db) {
        let town = Town::new(&db).await;
        let change = SetupChange {
            zone: Some("america/new_york".to_owned()),
            review_channel: Some(ChannelId::new(77)),
            submit: Some(SubmitPolicy::Contributors),
            private_by_default: Some(true),
            ..with_contributors()
        };
        let first = town.service.configure(&admin(), change).await.unwrap();
        let second = SetupChange { moderation: Some(Moderation::Single), ..SetupChange::default() };
        let second = town.service.configure(&admin(), second).await.unwrap();
        assert_eq!(second, GuildSettings { moderation: Moderation::Single, ..first });
        let wrong = SetupChange { zone: Some("Mars/Olympus".to_owned()), ..SetupChange::default() };
        let refused = refusal(town.service.configure(&admin(), wrong).await);
        assert_eq!(refused, Refusal::BadChoice { field: Field::Zone, value: "Mars/Olympus".to_owned() });
        assert_eq!(town.service.settings(&member()).await.unwrap(), second);
        town.verify().await;
    }

    async fn nobody_but_the_owner_chooses_a_role_above_their_own(db) {
        let town = Town::new(&db).await;
        let change = || SetupChange {
            moderators: Some(RoleChoice { role: RoleId::new(5), position: 10 }),
            ..SetupChange::default()
        };
        assert_eq!(refusal(town.service.configure(&admin(), change()).await), Refusal::RoleTooHigh);
        let owner = Caller { highest_role: None, ..admin() };
        assert!(town.service.configure(&owner, change()).await.is_ok());
        // Whoever may manage messages does not moderate any more, now that a role does.
        assert!(matches!(refusal(town.service.queue(&moderator(), QueueOf::default(), 1).await), Refusal::NotAllowed { .. }));
        let named = Caller { roles: vec![RoleId::new(5)], ..member() };
        assert!(town.service.queue(&named, QueueOf::default(), 1).await.is_ok());
        let diagnosis = town.service.diagnose(&named, BotPlace::default()).await.unwrap();
        assert!(diagnosis.problems.contains(&Problem::ReviewCommandHidden));
    }

    async fn everyone_is_no_role_to_choose(db) {
        let town = Town::new(&db).await;
        let everyone = Some(RoleChoice { role: RoleId::new(GUILD.get()), position: 0 });
        let change = SetupChange { moderators: everyone, ..SetupChange::default() };
        assert_eq!(refusal(town.service.configure(&admin(), change).await), Refusal::EveryoneRole(Field::Moderators));
        let change = SetupChange { contributors: everyone, ..SetupChange::default() };
        assert_eq!(refusal(town.service.configure(&admin(), change).await), Refusal::EveryoneRole(Field::Contributors));
    }

    async fn a_channel_is_about_the_petition_it_was_set_to_last(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let (one, other) = (town.letter().await, town.letter().await);
        town.service.set_channel(&moderator(), &one.to_string()).await.unwrap();
        let set = town.service.set_channel(&moderator(), "microsoft-employees-open-letter-2").await.unwrap();
        assert_eq!(set.number, other);
        assert_eq!(db.ask("SELECT petition FROM channel").await, other.get().to_string());
    }

    async fn a_diagnosis_tells_what_was_not_sent_and_not_cleared_away(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let channel = ChannelId::new(1_015_034_326_372_454_602);
        let change = SetupChange { review_channel: Some(channel), ..SetupChange::default() };
        town.service.configure(&admin(), change).await.unwrap();
        let letter = town.letter().await.to_string();
        let waits = town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
        town.preview(&contributor(), Typed::Count(count(&letter, "14")), &[]).await;
        let late = async || {
            let found = town.service.diagnose(&moderator(), BotPlace::default()).await.unwrap().problems;
            found.into_iter().filter(|one| matches!(one, Problem::Unsent(_) | Problem::Uncleared(_))).collect::<Vec<_>>()
        };
        assert_eq!(late().await, [], "a message has its minutes");
        town.clock.advance(SignedDuration::from_mins(11));
        assert_eq!(late().await, [Problem::Unsent(1)]);
        town.service.announced(GUILD, waits, channel, 4_000_000_001, (None, "pending 1")).await.unwrap();
        assert_eq!(late().await, []);
        // A draft lives a day, and is to be gone within three hours of it.
        town.clock.advance(SignedDuration::from_hours(26));
        assert_eq!(late().await, []);
        town.clock.advance(SignedDuration::from_hours(2));
        assert_eq!(late().await, [Problem::Uncleared(1)]);
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(late().await, []);
    }

    async fn a_diagnosis_counts_what_is_held(db) {
        let town = Town::new(&db).await;
        let letter = town.letter().await.to_string();
        town.publish(Typed::Count(count(&letter, "12")), &[]).await;
        town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
        let diagnosis = town.service.diagnose(&moderator(), BotPlace::default()).await.unwrap();
        assert_eq!((diagnosis.waiting, diagnosis.petitions, diagnosis.records), (1, 1, 1));
        assert_eq!(diagnosis.problems, [Problem::NotSetUp, Problem::NoReviewChannel, Problem::NoModeratorRole]);
        let anchor = town.service.store().anchor(GUILD).await.unwrap().unwrap();
        assert_eq!(diagnosis.ledger, (anchor.seq.unsigned_abs(), anchor.hash.to_string()));
    }
}
