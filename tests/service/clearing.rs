//! What is cleared away in time.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::review::RejectReason;
use undersigned::service::log::Typed;

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn what_was_decided_a_month_ago_keeps_the_decision_alone(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let rejected = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        town.service.reject(&moderator(), rejected, RejectReason::Duplicate, None).await.unwrap();
        let waiting = town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
        town.preview(&contributor(), Typed::Count(count(&letter, "14")), &[]).await;
        let now = || undersigned::ops::clock::Clock::now(&*town.clock);
        town.clock.advance(SignedDuration::from_hours(29 * 24));
        town.service.housekeeping(now()).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM draft").await, "0");
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE contributor IS NOT NULL").await, "3");
        town.clock.advance(SignedDuration::from_hours(2 * 24));
        town.service.housekeeping(now()).await.unwrap();
        let kept = "SELECT MIN(number) FROM submission WHERE sealed IS NOT NULL OR contributor IS NOT NULL";
        assert_eq!(db.ask(kept).await, waiting.get().to_string());
        // Filed twice and decided: by whom is gone; what was published stays, what was rejected does not.
        let left = "SELECT COUNT(*) FROM opening o JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq
                    WHERE l.act = 'file' AND o.field = 'actor'";
        assert_eq!(db.ask(left).await, "1");
        let view = town.service.submission(&moderator(), rejected).await.unwrap();
        assert_eq!((view.handle.as_str(), view.proposal), ("", None));
        assert_eq!(view.decision.unwrap().reason, Some(RejectReason::Duplicate));
        town.service.approve(&moderator(), waiting).await.unwrap();
        town.verify().await;
    }
}
