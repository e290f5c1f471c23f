//! What contributors see of what they filed: what became of it, questions, and taking it back.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::review::{RejectReason, SubmissionState};
use undersigned::service::log::Typed;
use undersigned::service::review::Asked;
use undersigned::service::setup::SetupChange;
use undersigned::service::submissions::OwnSubmission;
use undersigned::service::{Caller, Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

async fn own(town: &Town, who: &Caller) -> Vec<OwnSubmission> {
    town.service.own_submissions(who, 1).await.unwrap().items
}

async fn own_one(town: &Town, number: Number) -> OwnSubmission {
    own(town, &contributor()).await.into_iter().find(|one| one.number == number).unwrap()
}

on_both_databases! {
    async fn whoever_files_sees_what_became_of_it_and_nobody_else_does(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let waits = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "12")), &[]).await;
        let rejected = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "13")), &[]).await;
        let note = Some("It says thirty.".to_owned());
        town.service.reject(&moderator(), rejected, RejectReason::SourceDoesNotSayIt, note).await.unwrap();
        let seen = own(&town, &contributor()).await;
        assert_eq!(seen.iter().map(|one| one.number).collect::<Vec<_>>(), [rejected, waits, letter], "newest first");
        let state = |one: &OwnSubmission| one.decision.as_ref().map(|decision| decision.state);
        let states = [Some(SubmissionState::Rejected), None, Some(SubmissionState::Approved)];
        assert_eq!(seen.iter().map(state).collect::<Vec<_>>(), states);
        assert_eq!(seen[0].decision.as_ref().unwrap().reason, Some(RejectReason::SourceDoesNotSayIt));
        assert_eq!(seen[0].note.as_deref(), Some("It says thirty."));
        assert!(seen[1].proposal.is_some() && seen[1].petition.as_ref().is_some_and(|(title, _)| title.contains("letter")));
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE note IS NOT NULL").await, "1");
        assert_eq!(own(&town, &member()).await, []);
        assert_eq!(own(&town, &elsewhere(contributor())).await, []);
        assert_eq!(refusal(town.service.own_submissions(&contributor(), 2).await), Refusal::NoSuchPage);
    }

    async fn own_submissions_are_paged_and_forgotten_a_month_after_the_decision(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        for n in 1..=6 {
            town.file(&contributor(), Typed::Count(count(&letter, &n.to_string())), &[]).await;
        }
        let first = town.service.own_submissions(&contributor(), 1).await.unwrap();
        let second = town.service.own_submissions(&contributor(), 2).await.unwrap();
        assert_eq!((first.items.len(), second.items.len(), first.of, first.pages), (5, 2, 7, 2));
        town.clock.advance(SignedDuration::from_hours(31 * 24));
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(town.service.own_submissions(&contributor(), 1).await.unwrap().of, 6, "the letter was decided");
    }

    async fn a_question_is_asked_answered_and_read_by_moderators(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        let before = town.entries().await;
        assert_eq!(refusal(town.service.answer_form(&contributor(), number).await), Refusal::NoQuestion(number));
        town.service.question_form(&moderator(), number).await.unwrap();
        let view = town.service.ask_contributor(&moderator(), number, "Where does it say so?").await.unwrap();
        let asked = |answer: Option<&str>| Asked {
            question: "Where does it say so?".to_owned(),
            answer: answer.map(str::to_owned),
        };
        assert_eq!(view.questions, [asked(None)]);
        assert_eq!(own_one(&town, number).await.question, Some(asked(None)));
        let again = town.service.ask_contributor(&admin(), number, "And when?").await;
        assert_eq!(refusal(again), Refusal::QuestionOpen(number));
        assert_eq!(refusal(town.service.question_form(&admin(), number).await), Refusal::QuestionOpen(number));
        for other in [member(), moderator(), elsewhere(contributor())] {
            let refused = refusal(town.service.answer_question(&other, number, "Here").await);
            assert_eq!(refused, Refusal::NotYours(number.to_string()));
        }
        town.service.answer_form(&contributor(), number).await.unwrap();
        town.service.answer_question(&contributor(), number, "In the last paragraph").await.unwrap();
        let answered = asked(Some("In the last paragraph"));
        assert_eq!(own_one(&town, number).await.question, Some(answered.clone()));
        let twice = town.service.answer_question(&contributor(), number, "Twice").await;
        assert_eq!(refusal(twice), Refusal::NoQuestion(number));
        let seen = town.service.submission(&moderator(), number).await.unwrap();
        assert_eq!(seen.questions, [answered]);
        town.service.ask_contributor(&admin(), number, "And when?").await.unwrap();
        assert_eq!(town.service.submission(&moderator(), number).await.unwrap().questions.len(), 2);
        assert_eq!(town.entries().await - before, 3, "asked, answered, asked");
        town.service.approve(&moderator(), number).await.unwrap();
        let late = town.service.answer_question(&contributor(), number, "Late").await;
        assert!(matches!(refusal(late), Refusal::AlreadyDecided(_)));
        let late = town.service.ask_contributor(&moderator(), number, "Late?").await;
        assert!(matches!(refusal(late), Refusal::AlreadyDecided(_)));
        town.verify().await;
    }

    async fn of_two_who_ask_at_once_one_question_is_asked(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let number = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        let (mo, ad) = (moderator(), admin());
        let (one, other) = tokio::join!(
            town.service.ask_contributor(&mo, number, "Where?"),
            town.service.ask_contributor(&ad, number, "When?"),
        );
        assert_eq!([one.is_ok(), other.is_ok()].into_iter().filter(|asked| *asked).count(), 1);
        assert_eq!(refusal(if one.is_ok() { other } else { one }), Refusal::QuestionOpen(number));
    }

    async fn what_was_said_goes_with_the_body_of_what_it_is_about(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let rejected = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        let named = town.file(&contributor(), Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
        for number in [rejected, named] {
            town.service.ask_contributor(&moderator(), number, "Is it so?").await.unwrap();
            town.service.answer_question(&contributor(), number, "It is").await.unwrap();
            let note = Some("No, it is not.".to_owned());
            town.service.reject(&moderator(), number, RejectReason::Unreadable, note).await.unwrap();
        }
        let left = "SELECT COUNT(*) FROM question";
        assert_eq!(db.ask(left).await, "1", "of a name nothing outlives the decision");
        town.clock.advance(SignedDuration::from_hours(31 * 24));
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(db.ask(left).await, "0");
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE note IS NOT NULL").await, "0");
        let actors = "SELECT COUNT(*) FROM opening o JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq
                      WHERE o.field = 'actor' AND l.act IN ('file', 'answer')";
        assert_eq!(db.ask(actors).await, "0", "who answered is who filed");
        town.verify().await;
    }

    async fn what_waits_is_withdrawn_by_who_filed_it_alone(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        let never = Number::new(99_999).unwrap();
        for other in [member(), moderator(), admin(), elsewhere(contributor())] {
            for number in [number, never] {
                let refused = refusal(town.service.withdraw(&other, number).await);
                assert_eq!(refused, Refusal::NotYours(number.to_string()));
                let refused = refusal(town.service.may_withdraw(&other, number).await);
                assert_eq!(refused, Refusal::NotYours(number.to_string()));
            }
        }
        let before = town.entries().await;
        assert_eq!(town.service.withdraw(&contributor(), number).await.unwrap().waiting, []);
        assert_eq!(town.entries().await - before, 1);
        let decision = own_one(&town, number).await.decision.unwrap();
        assert_eq!(decision.state, SubmissionState::Withdrawn);
        for refused in [
            refusal(town.service.withdraw(&contributor(), number).await),
            refusal(town.service.approve(&moderator(), number).await.map(|_| ())),
        ] {
            assert_eq!(refused, Refusal::AlreadyDecided(decision.clone()));
        }
        town.verify().await;
    }

    async fn with_a_petition_is_withdrawn_what_waits_for_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        let count = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "12")), &[]).await;
        let named = town.file(&contributor(), Typed::Signatory(signatory(&letter.to_string(), "Ada Lovelace")), &[]).await;
        assert_eq!(town.service.may_withdraw(&contributor(), letter).await.unwrap().waiting, [count, named]);
        assert_eq!(town.service.withdraw(&contributor(), letter).await.unwrap().waiting, [count, named]);
        let states = own(&town, &contributor()).await.into_iter().map(|one| one.decision.unwrap().state);
        assert_eq!(states.collect::<Vec<_>>(), [SubmissionState::Withdrawn; 3]);
        let sealed = format!("SELECT COUNT(*) FROM submission WHERE number = {} AND sealed IS NOT NULL", named.get());
        assert_eq!(db.ask(&sealed).await, "0", "of a name nothing outlives the decision");
        town.verify().await;
    }

    async fn a_moderator_who_withdraws_their_own_is_not_said_to_have_decided(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&moderator(), Typed::Count(count(&letter, "12")), &[]).await;
        town.service.withdraw(&moderator(), number).await.unwrap();
        let seen = own(&town, &moderator()).await;
        assert_eq!(seen[0].decision.as_ref().unwrap().state, SubmissionState::Withdrawn);
    }

    async fn who_lost_the_role_still_sees_answers_and_withdraws(db) {
        let town = Town::new(&db).await;
        let change = SetupChange {
            submit: Some(undersigned::domain::guild::SubmitPolicy::Contributors),
            ..with_contributors()
        };
        town.service.configure(&admin(), change).await.unwrap();
        let number = town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        let former = Caller { roles: Vec::new(), ..contributor() };
        town.service.ask_contributor(&moderator(), number, "Which?").await.unwrap();
        assert_eq!(own(&town, &former).await.len(), 1);
        town.service.answer_question(&former, number, "That one").await.unwrap();
        town.service.withdraw(&former, number).await.unwrap();
    }

    async fn what_the_same_contributor_filed_before_is_listed_by_handle(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let typed = |words: &str| Typed::Count(count(&letter.to_string(), words));
        let first = town.file(&contributor(), typed("12"), &[]).await;
        let others = town.file(&member(), typed("13"), &[]).await;
        let second = town.file(&contributor(), typed("14"), &[]).await;
        let last = town.file(&contributor(), typed("15"), &[]).await;
        town.service.reject(&moderator(), first, RejectReason::Duplicate, None).await.unwrap();
        let earlier = town.service.earlier(&moderator(), last, 1).await.unwrap();
        let numbers: Vec<_> = earlier.items.iter().map(|(number, ..)| *number).collect();
        assert_eq!(numbers, [second, first, letter], "none of another's, nothing later");
        assert_eq!(earlier.items[1].3.as_ref().unwrap().state, SubmissionState::Rejected);
        assert_eq!(earlier.handle, town.service.submission(&moderator(), last).await.unwrap().handle);
        assert_eq!(town.service.earlier(&moderator(), others, 1).await.unwrap().items, []);
        assert!(matches!(refusal(town.service.earlier(&contributor(), last, 1).await), Refusal::NotAllowed { .. }));
        let foreign = refusal(town.service.earlier(&elsewhere(moderator()), last, 1).await);
        assert_eq!(foreign, Refusal::NoSuchSubmission(last.to_string()));
    }

    async fn the_whole_record_holds_what_was_filed_before_it_was_edited(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "over 30")), &[]).await;
        town.service.edit(&moderator(), number, &owned(&[(Field::Wording, "over 300")])).await.unwrap();
        for _ in 0..2 {
            let seen = town.service.submission(&moderator(), number).await.unwrap();
            assert_eq!(seen.originals.len(), 1);
            assert!(format!("{:?}", seen.originals[0]).contains("over 30"));
            // The second time it is decided.
            let _ = town.service.approve(&moderator(), number).await;
        }
    }
}
