//! Records of a petition that waits itself.

use undersigned::domain::guild::Moderation;
use undersigned::domain::review::{RejectReason, SubmissionState};
use undersigned::service::Refusal;
use undersigned::service::log::Typed;
use undersigned::service::review::QueueOf;

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn a_petition_and_its_first_count_are_filed_in_a_row(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        let typed = Typed::Count(count(&letter.to_string(), "more than 300 employees"));
        let count = town.file(&contributor(), typed.clone(), &[]).await;
        let by_name = Typed::Count(crate::support::count("Microsoft-employees-open-letter", "12"));
        assert!(town.service.draft(&contributor(), by_name.clone()).await.is_ok(), "by its short name as well");
        assert!(town.service.draft(&member(), by_name).await.is_err());
        let none = Refusal::NoSuchPetition { given: letter.to_string(), close: Vec::new() };
        assert_eq!(refusal(town.service.draft(&member(), typed.clone()).await), none, "nobody else knows of it");
        let seen = town.service.submission(&moderator(), count).await.unwrap();
        assert_eq!(seen.petition, Some(("Microsoft employees' open letter".to_owned(), true)));
        assert_eq!(refusal(town.service.approve(&moderator(), count).await), Refusal::PetitionWaits(letter));
        let decided = town.service.approve(&moderator(), letter).await.unwrap();
        assert_eq!(decided.waiting, [count]);
        town.service.approve(&moderator(), count).await.unwrap();
        let organisations = "SELECT COUNT(*) FROM organisation";
        assert_eq!(db.ask(organisations).await, "1", "the name both proposed is one organisation");
        assert_eq!(
            db.ask(&format!("SELECT petition FROM record WHERE number = {}", count.get())).await,
            letter.get().to_string()
        );
        town.verify().await;
    }

    async fn what_waits_for_a_petition_is_rejected_with_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        let typed = Typed::Count(count(&letter.to_string(), "more than 300 employees"));
        let count = town.file(&contributor(), typed, &[]).await;
        let before = town.entries().await;
        let decided = town.service.reject(&moderator(), letter, RejectReason::Unreadable, None).await.unwrap();
        assert_eq!(decided.rejected, [count]);
        assert_eq!(town.entries().await - before, 2, "one entry for each");
        let seen = town.service.submission(&moderator(), count).await.unwrap();
        let decision = seen.decision.unwrap();
        assert_eq!(decision.state, SubmissionState::Rejected);
        assert_eq!(decision.reason, Some(RejectReason::NotAboutThisPetition));
        assert_eq!(town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap().waiting, 0);
        town.verify().await;
    }

    async fn a_petition_approved_between_preview_and_filing_is_filed_about(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        let typed = Typed::Count(count(&letter.to_string(), "12 employees"));
        let draft = town.preview(&contributor(), typed, &[]).await.draft;
        town.service.approve(&moderator(), letter).await.unwrap();
        let number = town.service.file(&contributor(), &draft).await.unwrap().numbers[0];
        town.service.approve(&moderator(), number).await.unwrap();
        town.verify().await;
    }
}
