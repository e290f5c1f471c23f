//! Deciding, once.

use tokio::task::JoinSet;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::review::{RejectReason, Standing, SubmissionState};
use undersigned::domain::text::TextError;
use undersigned::service::log::Typed;
use undersigned::service::review::QueueOf;
use undersigned::service::{Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn deciding_twice_decides_once_and_says_which_role_was_first(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        let note = Some("see the other one".to_owned());
        town.service.reject(&moderator(), number, RejectReason::Duplicate, note).await.unwrap();
        let Refusal::AlreadyDecided(decision) = refusal(town.service.approve(&admin(), number).await) else { panic!() };
        assert_eq!((decision.state, decision.by), (SubmissionState::Rejected, Standing::Moderator));
        assert_eq!(decision.reason, Some(RejectReason::Duplicate));
        let again = town.service.reject(&admin(), number, RejectReason::Unreadable, None).await;
        assert!(matches!(refusal(again), Refusal::AlreadyDecided(_)));
        let edit = town.service.edit(&admin(), number, &owned(&[(Field::Wording, "13")])).await;
        assert!(matches!(refusal(edit), Refusal::AlreadyDecided(_)));
        town.verify().await;
    }

    async fn another_reason_needs_a_note(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let number = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        for note in [None, Some("  ".to_owned())] {
            let refused = refusal(town.service.reject(&moderator(), number, RejectReason::Other, note).await);
            assert_eq!(refused, Refusal::BadText { field: Field::Note, error: TextError::Empty });
        }
        let note = Some("spam".to_owned());
        town.service.reject(&moderator(), number, RejectReason::Other, note).await.unwrap();
    }

    async fn of_two_who_decide_at_once_one_decides(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        let before = town.entries().await;
        let (one, other) = (town.service.clone(), town.service.clone());
        let mut presses = JoinSet::new();
        presses.spawn(async move { one.approve(&moderator(), number).await.map(|_| ()) });
        presses.spawn(async move { other.reject(&admin(), number, RejectReason::Unreadable, None).await.map(|_| ()) });
        let outcomes = presses.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for refused in outcomes.into_iter().filter(Result::is_err) {
            assert!(matches!(refusal(refused), Refusal::AlreadyDecided(_)));
        }
        let records: i64 = db.ask("SELECT COUNT(*) FROM record").await.parse().unwrap();
        // Approved: the source and the record; rejected: the submission.
        assert_eq!(town.entries().await - before, 1 + records);
        town.verify().await;
    }

    async fn of_whatever_two_do_at_once_one_thing_is_done(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        for round in 0..6 {
            let wording = format!("{} employees", round + 20);
            let number = town.file(&contributor(), Typed::Count(count(&letter, &wording)), &[]).await;
            let before = town.entries().await;
            let (one, other) = (town.service.clone(), town.service.clone());
            let mut presses = JoinSet::new();
            presses.spawn(async move { one.approve(&moderator(), number).await.map(|_| ()) });
            presses.spawn(async move {
                match round % 3 {
                    0 => other.reject(&admin(), number, RejectReason::Unreadable, None).await.map(|_| ()),
                    1 => other.withdraw(&contributor(), number).await.map(|_| ()),
                    _ => other.edit(&admin(), number, &owned(&[(Field::Wording, "over 90")])).await.map(|_| ()),
                }
            });
            let outcomes = presses.join_all().await;
            let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            for refused in outcomes.into_iter().filter(Result::is_err) {
                assert!(matches!(refusal(refused), Refusal::AlreadyDecided(_)));
            }
            let seen = town.service.submission(&moderator(), number).await.unwrap();
            let state = seen.decision.unwrap().state;
            let published = db.ask(&format!("SELECT COUNT(*) FROM record WHERE number = {}", number.get())).await;
            assert_eq!(published, if state == SubmissionState::Approved { "1" } else { "0" });
            if round % 3 == 2 {
                // An edit before the decision and the decision are two things; after it there is none.
                assert_eq!(state, SubmissionState::Approved);
                let revision: usize =
                    db.ask(&format!("SELECT revision FROM record WHERE number = {}", number.get())).await.parse().unwrap();
                assert_eq!(done, revision, "what is on record is what was approved");
            } else {
                assert_eq!(done, 1);
                // The first count to be approved brings its source.
                assert!((1..=2).contains(&(town.entries().await - before)));
            }
        }
        town.verify().await;
    }

    async fn nothing_is_published_without_a_source(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let mut asked = request(&letter);
        asked.url = None;
        let number = town.file(&contributor(), Typed::Request(asked), &[]).await;
        assert_eq!(refusal(town.service.approve(&moderator(), number).await), Refusal::NeedsSource(number));
        town.service.edit(&moderator(), number, &owned(&[(Field::Url, VERGE)])).await.unwrap();
        town.service.approve(&moderator(), number).await.unwrap();
        town.verify().await;
    }

    async fn a_short_name_that_is_taken_gets_the_next_free_number(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        for _ in 0..3 {
            town.letter().await;
        }
        assert_eq!(db.ask("SELECT COUNT(*) FROM petition WHERE slug = 'microsoft-employees-open-letter-3'").await, "1");
    }

    async fn another_guilds_numbers_answer_as_numbers_that_do_not_exist(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let waiting = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "12")), &[]).await;
        let never = Number::new(999_999).unwrap();
        let (moderator, stranger) = (elsewhere(moderator()), elsewhere(contributor()));
        let as_if = |refusal: Refusal, number: Number| format!("{refusal:?}").replace(&number.to_string(), "#?");
        for number in [letter, waiting] {
            let same = async |number: Number| {
                vec![
                    as_if(refusal(town.service.submission(&moderator, number).await), number),
                    as_if(refusal(town.service.approve(&moderator, number).await), number),
                    as_if(refusal(town.service.reject(&moderator, number, RejectReason::Unreadable, None).await), number),
                    as_if(refusal(town.service.edit_form(&moderator, number).await), number),
                    as_if(refusal(town.service.edit(&moderator, number, &[]).await), number),
                    as_if(refusal(town.service.set_channel(&moderator, &number.to_string()).await), number),
                    as_if(refusal(town.service.draft(&stranger, Typed::Count(count(&number.to_string(), "12"))).await), number),
                ]
            };
            assert_eq!(same(number).await, same(never).await);
        }
        let slug = "microsoft-employees-open-letter";
        let result = town.service.draft(&stranger, Typed::Count(count(slug, "12"))).await;
        assert_eq!(refusal(result), Refusal::NoSuchPetition { given: slug.to_owned(), close: Vec::new() });
        let queue = town.service.queue(&moderator, QueueOf::default(), 1).await.unwrap();
        assert_eq!((queue.items.len(), queue.waiting), (0, 0));
    }

    async fn the_queue_is_paged_oldest_first(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let mut filed = Vec::new();
        for n in 1..=7 {
            filed.push(town.file(&contributor(), Typed::Count(count(&letter.to_string(), &n.to_string())), &[]).await);
        }
        town.service.approve(&moderator(), filed[6]).await.unwrap();
        let first = town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap();
        let second = town.service.queue(&moderator(), QueueOf { petition: Some(letter), ..QueueOf::default() }, 2).await.unwrap();
        let numbers: Vec<_> = first.items.iter().chain(&second.items).map(|item| item.number).collect();
        assert_eq!(numbers, filed[..6]);
        assert_eq!((first.waiting, first.pages), (6, 2));
        assert_eq!(first.items[0].handle.len(), 4);
        assert_eq!(first.items[0].approved_before, 1, "the last count; the letter is about no petition");
        assert_eq!(refusal(town.service.queue(&moderator(), QueueOf::default(), 3).await), Refusal::NoSuchPage);
    }
}
