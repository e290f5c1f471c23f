//! What has waited too long: filtered in the queue, and reminded of once a day.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::ChannelId;
use undersigned::domain::review::{SubmissionKind, Waited};
use undersigned::service::log::Typed;
use undersigned::service::review::QueueOf;
use undersigned::service::setup::SetupChange;

use crate::harness::on_both_databases;
use crate::support::*;

const REVIEW: ChannelId = ChannelId::new(1_015_034_326_372_454_700);
const DAY: SignedDuration = SignedDuration::from_hours(24);

on_both_databases! {
    async fn the_queue_is_asked_for_by_kind_petition_and_age(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let (letter, other) = (town.letter().await, town.letter().await);
        let typed = |words: &str| Typed::Count(count(&letter.to_string(), words));
        let old = town.file(&contributor(), typed("12"), &[]).await;
        let fact = town.file(&contributor(), Typed::Fact(fact(&other.to_string(), "over 40 offices")), &[]).await;
        town.clock.advance(DAY * 2);
        let newer = town.file(&contributor(), typed("13"), &[]).await;
        town.clock.advance(DAY * 2);
        let new = town.file(&contributor(), typed("14"), &[]).await;
        let asked = async |of: QueueOf| {
            let queue = town.service.queue(&moderator(), of, 1).await.unwrap();
            assert_eq!(queue.items.len(), usize::try_from(queue.waiting).unwrap());
            queue.items.iter().map(|one| one.number).collect::<Vec<_>>()
        };
        let any = QueueOf::default();
        assert_eq!(asked(any).await, [old, fact, newer, new]);
        assert_eq!(asked(QueueOf { age: Some(Waited::Day), ..any }).await, [old, fact, newer]);
        assert_eq!(asked(QueueOf { age: Some(Waited::ThreeDays), ..any }).await, [old, fact]);
        assert_eq!(asked(QueueOf { age: Some(Waited::Week), ..any }).await, []);
        let kind = Some(SubmissionKind::Count);
        assert_eq!(asked(QueueOf { kind, petition: Some(letter), age: Some(Waited::Day) }).await, [old, newer]);
        let overdue = town.service.queue(&moderator(), any, 1).await.unwrap();
        let late: Vec<_> = overdue.items.iter().filter(|one| one.submitted_at <= overdue.overdue_since).collect();
        assert_eq!(late.iter().map(|one| one.number).collect::<Vec<_>>(), [old, fact], "three days by default");
    }

    async fn moderators_are_reminded_once_a_day_whichever_process_asks(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        town.service.configure(&admin(), change).await.unwrap();
        let filed = town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        assert_eq!(town.service.reminders().await.unwrap(), []);
        town.clock.advance(DAY * 3);
        let other = Town::new(&db).await;
        other.clock.set(town.service.now());
        let (one, two) = tokio::join!(town.service.reminders(), other.service.reminders());
        let all = [one.unwrap(), two.unwrap()].concat();
        assert!(!all.is_empty());
        assert!(all.iter().all(|one| one == &all[0]), "the same moment, and so the same nonce");
        assert_eq!((all[0].channel, all[0].overdue, all[0].oldest.0), (REVIEW, 1, filed));
        assert_eq!(other.service.reminders().await.unwrap().len(), 1, "until it was sent");
        town.service.reminded(GUILD, all[0].planned_at).await.unwrap();
        for _ in 0..23 {
            assert_eq!(other.service.reminders().await.unwrap(), []);
            other.clock.advance(SignedDuration::from_hours(1));
        }
        other.clock.advance(SignedDuration::from_hours(1));
        let next = other.service.reminders().await.unwrap();
        assert_eq!(next.len(), 1);
        assert!(next[0].planned_at > all[0].planned_at);
        // A process that died between the plan and the sending: nobody knows, so it is left until tomorrow.
        other.clock.advance(SignedDuration::from_mins(3));
        assert_eq!(other.service.reminders().await.unwrap(), []);
        other.service.approve(&moderator(), filed).await.unwrap();
        other.clock.advance(DAY);
        assert_eq!(other.service.reminders().await.unwrap(), [], "nothing waits");
        town.verify().await;
    }

    async fn a_guild_without_a_review_channel_is_reminded_nowhere(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        town.clock.advance(DAY * 4);
        assert_eq!(town.service.reminders().await.unwrap(), []);
        assert_eq!(db.ask("SELECT COUNT(*) FROM reminder").await, "0");
    }
}
