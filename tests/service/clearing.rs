//! What is cleared away in time.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::review::RejectReason;
use undersigned::service::Field;
use undersigned::service::log::Typed;

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn what_was_decided_a_month_ago_keeps_the_decision_alone(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let rejected = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        town.service.edit(&moderator(), rejected, &owned(&[(Field::Wording, "21")])).await.unwrap();
        let kept_of = |table: &str, and: &str| {
            format!("SELECT COUNT(*) FROM {table} WHERE {and} AND guild = {} AND number = {}", GUILD.get(), rejected.get())
        };
        let versions = kept_of("revision", "sealed IS NOT NULL");
        let bodies = kept_of(
            "(SELECT o.guild, l.object AS number, o.field FROM opening o
              JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq) AS opened",
            "field = 'after'",
        );
        assert_eq!((db.ask(&versions).await, db.ask(&bodies).await), ("1".to_owned(), "2".to_owned()));
        town.service.reject(&moderator(), rejected, RejectReason::Duplicate, None).await.unwrap();
        let waiting = town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
        town.preview(&contributor(), Typed::Count(count(&letter, "14")), &[]).await;
        let now = || undersigned::clock::Clock::now(&*town.clock);
        town.clock.advance(SignedDuration::from_hours(29 * 24));
        town.service.housekeeping(now()).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM draft").await, "0");
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE contributor IS NOT NULL").await, "3");
        town.clock.advance(SignedDuration::from_hours(2 * 24));
        town.service.housekeeping(now()).await.unwrap();
        let kept = "SELECT MIN(number) FROM submission WHERE sealed IS NOT NULL OR contributor IS NOT NULL";
        assert_eq!(db.ask(kept).await, waiting.get().to_string());
        assert_eq!((db.ask(&versions).await, db.ask(&bodies).await), ("0".to_owned(), "0".to_owned()));
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
