//! Contributors who may file no more, by what they filed.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::review::RejectReason;
use undersigned::service::log::Typed;
use undersigned::service::{Caller, Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

fn another() -> Typed {
    Typed::Source(source(VERGE))
}

async fn may_file(town: &Town, who: &Caller) -> bool {
    match town.service.draft(who, another()).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(refusal(Err::<(), _>(error)), Refusal::Blocked);
            false
        }
    }
}

on_both_databases! {
    async fn a_block_stops_filing_by_draft_and_by_command_and_nothing_else(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        let draft = town.preview(&contributor(), another(), &[]).await.draft;
        town.service.ask_contributor(&moderator(), number, "Where?").await.unwrap();
        let before = town.entries().await;
        assert!(!town.service.may_block(&moderator(), number).await.unwrap().blocked);
        assert!(town.service.block(&moderator(), number).await.unwrap().blocked);
        assert!(town.service.block(&admin(), number).await.unwrap().blocked, "twice is once");
        assert_eq!(town.entries().await - before, 1);
        assert_eq!(refusal(town.service.file(&contributor(), &draft).await), Refusal::Blocked);
        assert!(!may_file(&town, &contributor()).await);
        assert!(may_file(&town, &member()).await && may_file(&town, &elsewhere(contributor())).await);
        // What is theirs stays theirs.
        assert_eq!(town.service.own_submissions(&contributor(), 1).await.unwrap().of, 2);
        town.service.answer_question(&contributor(), number, "There").await.unwrap();
        town.service.counts(&contributor(), undersigned::service::ask::PetitionAsked::Unsaid, None, false).await.unwrap();
        town.service.withdraw(&contributor(), number).await.unwrap();
        assert!(!town.service.unblock(&moderator(), number).await.unwrap().blocked);
        assert!(!town.service.unblock(&moderator(), number).await.unwrap().blocked, "twice is once");
        assert!(may_file(&town, &contributor()).await);
        town.service.file(&contributor(), &draft).await.unwrap();
        assert_eq!(town.entries().await - before, 1 + 1 + 1 + 1 + 1, "block, answer, withdraw, unblock, file");
        town.verify().await;
    }

    async fn every_submission_of_who_is_blocked_shows_it_and_undoes_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let first = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "12")), &[]).await;
        let other = town.file(&contributor(), another(), &[]).await;
        let others = town.file(&member(), Typed::Count(count(&letter.to_string(), "13")), &[]).await;
        town.service.block(&moderator(), first).await.unwrap();
        for (number, blocked) in [(first, true), (other, true), (letter, true), (others, false)] {
            assert_eq!(town.service.submission(&moderator(), number).await.unwrap().blocked, blocked, "{number}");
        }
        town.service.unblock(&moderator(), other).await.unwrap();
        assert!(may_file(&town, &contributor()).await);
    }

    async fn a_block_is_undone_where_it_was_made_when_nobody_can_tell_who_filed_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let number = town.file(&contributor(), another(), &[]).await;
        let held = town.file(&member(), Typed::Source(source(TIMES)), &[]).await;
        town.service.block(&moderator(), number).await.unwrap();
        for number in [number, held] {
            town.service.reject(&moderator(), number, RejectReason::Abusive, None).await.unwrap();
        }
        town.clock.advance(SignedDuration::from_hours(31 * 24));
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert!(!may_file(&town, &contributor()).await);
        assert_eq!(refusal(town.service.may_block(&moderator(), held).await), Refusal::NobodyHeld(held));
        assert_eq!(refusal(town.service.block(&moderator(), held).await), Refusal::NobodyHeld(held));
        assert!(town.service.submission(&moderator(), number).await.unwrap().blocked);
        town.service.unblock(&moderator(), number).await.unwrap();
        assert!(may_file(&town, &contributor()).await);
    }

    async fn nobody_is_blocked_from_what_they_filed_as_moderator_or_admin(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let as_contributor = town.file(&Caller { permissions: member().permissions, ..moderator() }, another(), &[]).await;
        for who in [moderator(), admin()] {
            let number = town.file(&who, another(), &[]).await;
            assert_eq!(refusal(town.service.may_block(&admin(), number).await), Refusal::FiledAsModerator(number));
            assert_eq!(refusal(town.service.block(&admin(), number).await), Refusal::FiledAsModerator(number));
        }
        town.service.block(&admin(), as_contributor).await.unwrap();
        assert!(may_file(&town, &moderator()).await, "a moderator files whatever they did before");
        assert!(!may_file(&town, &Caller { permissions: member().permissions, ..moderator() }).await);
    }

    async fn who_may_not_block_changes_nothing_and_learns_nothing(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let number = town.file(&contributor(), another(), &[]).await;
        let never = Number::new(99_999).unwrap();
        let before = town.entries().await;
        let said = |refusal: Refusal, number: Number| format!("{refusal:?}").replace(&number.to_string(), "#?");
        for who in [member(), contributor(), elsewhere(moderator())] {
            let all = async |number: Number| {
                [
                    said(refusal(town.service.may_block(&who, number).await), number),
                    said(refusal(town.service.block(&who, number).await), number),
                    said(refusal(town.service.unblock(&who, number).await), number),
                    said(refusal(town.service.ask_contributor(&who, number, "Who?").await), number),
                    said(refusal(town.service.question_form(&who, number).await), number),
                    said(refusal(town.service.earlier(&who, number, 1).await), number),
                ]
            };
            assert_eq!(all(number).await, all(never).await);
        }
        assert_eq!(town.entries().await, before);
        assert!(may_file(&town, &contributor()).await);
    }

    async fn the_ledger_tells_of_a_block_and_not_of_whom(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let number = town.file(&contributor(), another(), &[]).await;
        town.service.edit(&moderator(), number, &owned(&[(Field::Publisher, "A paper")])).await.unwrap();
        town.service.block(&moderator(), number).await.unwrap();
        let seq: i64 = db.ask("SELECT MAX(seq) FROM ledger WHERE act = 'block'").await.parse().unwrap();
        let mut conn = town.service.store().read().await.unwrap();
        let opened = town.service.store().opened(&mut conn, GUILD, seq).await.unwrap();
        let fields: Vec<_> = opened.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["actor", "standing", "effects"]);
        let keys = town.service.store().keys();
        let filed = keys.actor(undersigned::domain::ids::Purpose::Contribute, GUILD, contributor().user);
        assert!(opened.iter().all(|(_, value)| value.as_slice() != filed.as_bytes()));
    }
}
