//! How fast people may file, and blocks.

use jiff::SignedDuration;
use undersigned::domain::guild::SubmitPolicy;
use undersigned::service::log::{Filed, Typed};
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Limits, Refusal, ServiceError};

use crate::harness::on_both_databases;
use crate::support::*;

async fn set_up(town: &Town) {
    let change = SetupChange { submit: Some(SubmitPolicy::Everyone), ..with_contributors() };
    town.service.configure(&admin(), change).await.unwrap();
}

async fn file(town: &Town, who: &Caller, n: u32) -> Result<Filed, ServiceError> {
    let preview = town.preview(who, Typed::Source(source(&format!("https://news.example.org/{n}"))), &[]).await;
    town.service.file(who, &preview.draft).await
}

on_both_databases! {
    async fn a_member_files_once_a_minute_and_five_times_in_five(db) {
        let town = Town::with(&db, Limits::default()).await;
        set_up(&town).await;
        assert!(file(&town, &member(), 0).await.is_ok());
        let Refusal::TooFast { again_at } = refusal(file(&town, &member(), 0).await) else { panic!() };
        assert_eq!(again_at, NOW.parse::<jiff::Timestamp>().unwrap() + SignedDuration::from_mins(1));
        for n in 1..5 {
            town.clock.advance(SignedDuration::from_secs(60));
            assert!(file(&town, &member(), n).await.is_ok(), "{n}");
        }
        town.clock.advance(SignedDuration::from_secs(59));
        let Refusal::TooFast { again_at } = refusal(file(&town, &member(), 6).await) else { panic!() };
        town.clock.set(again_at);
        assert!(file(&town, &member(), 7).await.is_ok());
    }

    async fn what_is_filed_together_counts_each(db) {
        let town = Town::with(&db, Limits::default()).await;
        set_up(&town).await;
        let title = town.file(&moderator(), Typed::Petition(letter()), LETTER_WORDS).await;
        town.service.approve(&admin(), title).await.unwrap();
        for n in 0..5 {
            assert!(file(&town, &contributor(), n).await.is_ok(), "{n}");
        }
        let two = Typed::Count(count(&title.to_string(), "12 employees and more than 300,000 members of the public"));
        let preview = town.preview(&contributor(), two, &[]).await;
        assert_eq!(preview.proposals.len(), 2);
        let refused = refusal(town.service.file(&contributor(), &preview.draft).await);
        assert!(matches!(refused, Refusal::TooFast { .. }), "six a minute, and these are the sixth and seventh");
        town.clock.advance(SignedDuration::from_secs(60));
        assert_eq!(town.service.file(&contributor(), &preview.draft).await.unwrap().numbers.len(), 2);
    }

    async fn of_many_drafts_the_oldest_go(db) {
        let town = Town::with(&db, generous()).await;
        set_up(&town).await;
        let mut drafts = Vec::new();
        for n in 0..21 {
            let typed = Typed::Source(source(&format!("https://news.example.org/{n}")));
            drafts.push(town.preview(&contributor(), typed, &[]).await.draft);
            town.clock.advance(SignedDuration::from_secs(1));
        }
        assert_eq!(db.ask("SELECT COUNT(*) FROM draft").await, "20");
        assert_eq!(refusal(town.service.file(&contributor(), &drafts[0]).await), Refusal::DraftGone);
        assert!(town.service.file(&contributor(), &drafts[20]).await.is_ok());
    }

    async fn a_contributor_files_six_times_a_minute_whichever_process_counts(db) {
        let town = Town::with(&db, Limits::default()).await;
        set_up(&town).await;
        for n in 0..6 {
            assert!(file(&town, &contributor(), n).await.is_ok(), "{n}");
        }
        let restarted = Town::with(&db, Limits::default()).await;
        assert!(matches!(refusal(file(&restarted, &contributor(), 7).await), Refusal::TooFast { .. }));
        assert!(file(&town, &moderator(), 8).await.is_ok(), "another's filings are not one's own");
    }

    async fn a_contributor_files_forty_times_an_hour(db) {
        let town = Town::with(&db, Limits::default()).await;
        set_up(&town).await;
        // One every minute and a quarter, so that the minute's limit is never met.
        for n in 0..40 {
            assert!(file(&town, &contributor(), n).await.is_ok(), "{n}");
            town.clock.advance(SignedDuration::from_secs(75));
        }
        let begun: jiff::Timestamp = NOW.parse().unwrap();
        let Refusal::TooFast { again_at } = refusal(file(&town, &contributor(), 40).await) else { panic!() };
        assert_eq!(again_at, begun + SignedDuration::from_hours(1), "when the first is an hour old");
        town.clock.set(again_at - SignedDuration::from_millis(1));
        assert!(matches!(refusal(file(&town, &contributor(), 41).await), Refusal::TooFast { .. }));
        town.clock.set(again_at);
        assert!(file(&town, &contributor(), 42).await.is_ok());
        let Refusal::TooFast { again_at } = refusal(file(&town, &contributor(), 43).await) else { panic!() };
        assert_eq!(again_at, begun + SignedDuration::from_secs(3_675), "the window goes on with the second");
    }
}
