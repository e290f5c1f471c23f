//! Commitments, and what moderators judge of them and of demands.

use undersigned::domain::commitment::{Judged, Rating};
use undersigned::domain::guild::Moderation;
use undersigned::domain::petition::DemandOutcome;
use undersigned::domain::proposal::Proposal;
use undersigned::domain::response::ResponseKind;
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::{NewCommitment, NewResponse, Typed};
use undersigned::service::{Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn a_demand_is_rated_and_rated_again_and_its_history_stays(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let demand = card(&town, letter).await.demands[0].of.number;
        let before = town.entries().await;
        for outcome in [DemandOutcome::Met, DemandOutcome::Refused] {
            town.service.judge(&moderator(), &judgement(demand, Judged::Demand(outcome))).await.unwrap();
            town.clock.advance(jiff::SignedDuration::from_hours(24));
        }
        // Each judgement, and the source once.
        assert_eq!(town.entries().await - before, 3);
        let rated = card(&town, letter).await.demands.remove(0);
        assert_eq!(rated.of.outcome, DemandOutcome::Refused, "the latest stands");
        let judged: Vec<_> = rated.judgements.iter().map(|one| (one.revision, one.judged)).collect();
        let expected = [(3, Judged::Demand(DemandOutcome::Refused)), (2, Judged::Demand(DemandOutcome::Met))];
        assert_eq!(judged, expected);
        assert_eq!(rated.latest().unwrap().reason, "The page says so");
        town.verify().await;
    }

    async fn a_commitment_goes_from_typing_to_the_record_and_its_rating_may_go_back(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let number = town.publish(Typed::Commitment(commitment(&letter.to_string())), &[]).await;
        let promise = card(&town, letter).await.commitments.remove(0);
        assert_eq!((promise.of.number, promise.rating()), (number, Rating::NotYetRated));
        assert!(promise.of.organisation.is_some(), "the only addressee promised it");
        for rating in [Rating::Kept, Rating::Stalled] {
            town.service.judge(&moderator(), &judgement(number, Judged::Commitment(rating))).await.unwrap();
        }
        let promise = card(&town, letter).await.commitments.remove(0);
        assert_eq!((promise.rating(), promise.judgements.len()), (Rating::Stalled, 2));
        assert_eq!(db.ask("SELECT rating || ' ' || revision FROM record WHERE kind = 'commitment'").await, "stalled 3");
        assert!(!promise.is_overdue("2018-12-31T00:00:00Z".parse().unwrap()));
        assert!(promise.is_overdue("2019-01-02T00:00:00Z".parse().unwrap()));
        town.verify().await;
    }

    async fn a_response_that_commits_opens_a_commitment_in_its_own_words(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let commits = NewResponse { also: Some(ResponseKind::Committed), ..response(&letter.to_string()) };
        let said = &[(Field::Quote, "We will publish a policy")];
        let number = town.publish(Typed::Response(commits), said).await;
        let promise = card(&town, letter).await.commitments.remove(0);
        assert_eq!(promise.of.body.text, "“We will publish a policy”");
        assert_eq!(promise.of.body.made_on.unwrap().to_string(), "2018-06-19");
        assert_eq!((promise.of.body.due, promise.rating()), (None, Rating::NotYetRated));
        assert_ne!(promise.of.number, number);
        let sources = db.ask("SELECT count(DISTINCT source) FROM record WHERE kind IN ('response', 'commitment')").await;
        assert_eq!(sources, "1", "on the same source");
        town.publish(Typed::Response(response(&letter.to_string())), said).await;
        assert_eq!(card(&town, letter).await.commitments.len(), 1, "what commits to nothing opens nothing");
        town.verify().await;
    }

    async fn a_commitment_that_a_response_opened_gets_its_due_date_once(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let commits = NewResponse { also: Some(ResponseKind::Committed), ..response(&letter.to_string()) };
        town.publish(Typed::Response(commits), &[(Field::Quote, "We will publish a policy")]).await;
        let opened = card(&town, letter).await.commitments.remove(0).of.number;
        let due = |due: &str, rating| NewJudgement {
            due: Some(due.to_owned()),
            ..judgement(opened, Judged::Commitment(rating))
        };
        let before = refusal(town.service.judge(&moderator(), &due("2018-05", Rating::InTheWorks)).await);
        assert!(matches!(before, Refusal::WrongOrder { field: Field::Due, .. }), "{before:?}");
        let done = town.service.judge(&moderator(), &due("2018-12", Rating::InTheWorks)).await.unwrap();
        assert_eq!(done.due.unwrap().to_string(), "2018-12");
        let promise = card(&town, letter).await.commitments.remove(0);
        assert_eq!((promise.of.body.due, promise.rating()), (done.due, Rating::InTheWorks));
        assert_eq!(promise.of.body.text, "“We will publish a policy”");
        assert!(promise.is_overdue("2019-01-02T00:00:00Z".parse().unwrap()));
        let kept = format!("SELECT count(*) FROM revision WHERE number = {} AND revision = 1", opened.get());
        assert_eq!(db.ask(&kept).await, "1", "what stood before is kept");
        assert_eq!(town.service.judge(&moderator(), &due("2018-12", Rating::Stalled)).await.unwrap().due, None);
        let other = refusal(town.service.judge(&moderator(), &due("2019-06", Rating::Stalled)).await);
        assert_eq!(other, Refusal::DueStands { number: opened, due: "2018-12".to_owned() });
        town.verify().await;
    }

    async fn a_commitment_is_due_after_it_was_made(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let early = NewCommitment { due: Some("2018-05".to_owned()), ..commitment(&letter) };
        let refused = refusal(town.service.draft(&contributor(), Typed::Commitment(early)).await);
        assert!(matches!(refused, Refusal::WrongOrder { field: Field::Due, .. }), "{refused:?}");
        let preview = town.preview(&contributor(), Typed::Commitment(commitment(&letter)), &[]).await;
        assert!(matches!(preview.proposals[0], Proposal::Record(_)));
        assert_eq!(preview.organisation.as_deref(), Some("Microsoft"));
    }

    async fn what_is_not_on_record_here_is_not_rated(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.service.take_defaults(&elsewhere(admin()), Moderation::Several).await.unwrap();
        let letter = town.letter().await;
        let demand = card(&town, letter).await.demands[0].of.number;
        let met = Judged::Demand(DemandOutcome::Met);
        let foreign = refusal(town.service.judge(&elsewhere(moderator()), &judgement(demand, met)).await);
        assert_eq!(foreign, Refusal::NoSuchDemand(demand.to_string()));
        let kept = judgement(demand, Judged::Commitment(Rating::Kept));
        assert_eq!(refusal(town.service.judge(&moderator(), &kept).await), Refusal::NoSuchCommitment(demand.to_string()));
        let unread = NewJudgement { object: "the first".to_owned(), ..judgement(demand, met) };
        assert_eq!(refusal(town.service.judge(&moderator(), &unread).await), Refusal::NoSuchDemand("the first".to_owned()));
        let unsourced = NewJudgement { url: "theverge.com".to_owned(), ..judgement(demand, met) };
        assert!(matches!(refusal(town.service.judge(&moderator(), &unsourced).await), Refusal::BadUrl(_)));
        let silent = NewJudgement { reason: "  ".to_owned(), ..judgement(demand, met) };
        assert!(matches!(refusal(town.service.judge(&moderator(), &silent).await), Refusal::BadText { .. }));
    }
}
