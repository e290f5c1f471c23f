//! The end of the chain, told once a day where it moved.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::ChannelId;
use undersigned::domain::ledger::Verdict;
use undersigned::service::audit::AuditOf;
use undersigned::service::log::Typed;
use undersigned::service::setup::SetupChange;

use crate::harness::on_both_databases;
use crate::support::*;

const REVIEW: ChannelId = ChannelId::new(1_015_034_326_372_454_700);
const DAY: SignedDuration = SignedDuration::from_hours(24);

on_both_databases! {
    async fn a_checkpoint_is_told_once_a_day_whichever_process_asks_and_only_where_the_ledger_grew(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        town.service.configure(&admin(), change).await.unwrap();
        assert_eq!(town.service.checkpoints().await.unwrap(), [], "a first day has none");
        town.clock.advance(DAY);
        let other = Town::new(&db).await;
        other.clock.set(town.service.now());
        let (one, two) = tokio::join!(town.service.checkpoints(), other.service.checkpoints());
        let all = [one.unwrap(), two.unwrap()].concat();
        assert!(!all.is_empty() && all.iter().all(|one| one == &all[0]), "the same moment, and so the same nonce");
        let due = all[0];
        assert_eq!((due.channel, due.anchor.guild, due.anchor.seq), (REVIEW, GUILD, 3));
        let verdict = town.service.store().verify(GUILD, &[due.anchor]).await.unwrap();
        assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict}");
        // What is filed before it is sent changes nothing of it, and it is sent however late.
        other.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        other.clock.advance(SignedDuration::from_hours(2));
        assert_eq!(other.service.checkpoints().await.unwrap(), [due]);
        other.service.checkpoint_told(GUILD, due.planned_at).await.unwrap();
        for _ in 0..21 {
            assert_eq!(other.service.checkpoints().await.unwrap(), []);
            other.clock.advance(SignedDuration::from_hours(1));
        }
        let told = other.service.audit(&moderator(), AuditOf::default(), 1).await.unwrap().told;
        assert_eq!(told.map(|(anchor, _)| anchor), Some(due.anchor));
        other.clock.advance(SignedDuration::from_hours(1));
        let next = other.service.checkpoints().await.unwrap();
        assert_eq!(next.iter().map(|next| next.anchor.seq).collect::<Vec<_>>(), [4]);
        other.service.checkpoint_told(GUILD, next[0].planned_at).await.unwrap();
        other.clock.advance(DAY * 3);
        assert_eq!(other.service.checkpoints().await.unwrap(), [], "it did not grow");
        town.verify().await;
    }

    async fn what_could_not_be_told_is_told_the_next_day_and_shown_to_nobody_as_told(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        town.service.configure(&admin(), change).await.unwrap();
        town.clock.advance(DAY);
        let due = town.service.checkpoints().await.unwrap()[0];
        town.service.checkpoint_given_up(GUILD, due.planned_at).await.unwrap();
        assert_eq!(town.service.checkpoints().await.unwrap(), []);
        assert_eq!(town.service.audit(&moderator(), AuditOf::default(), 1).await.unwrap().told, None);
        town.clock.advance(DAY);
        let next = town.service.checkpoints().await.unwrap();
        assert_eq!((next.len(), next[0].anchor), (1, due.anchor));
    }

    async fn a_guild_without_a_review_channel_is_told_nothing(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.clock.advance(DAY * 4);
        assert_eq!(town.service.checkpoints().await.unwrap(), []);
        assert_eq!(db.ask("SELECT COUNT(*) FROM checkpoint").await, "0");
    }
}
