//! Taking back what was decided about what waits, and every act that stays.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use undersigned::domain::acting::{Effect, Redactable};
use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::ids::{ChannelId, Number};
use undersigned::domain::ledger::{Act, ObjectKind};
use undersigned::domain::review::{RejectReason, SubmissionState};
use undersigned::domain::signatory::Verification;
use undersigned::service::act::{Ended, Wanted};
use undersigned::service::log::{NewSource, Typed};
use undersigned::service::review::QueueOf;
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::Check;
use undersigned::service::{Field, Refusal};

use crate::acting::{act, done, image};
use crate::harness::on_both_databases;
use crate::importing::{record, row};
use crate::support::*;
use crate::undoing::undone;

async fn looked(town: &Town, what: impl std::fmt::Display) -> Refusal {
    refusal(town.service.act(&moderator(), &act(what, Wanted::Undo)).await)
}

async fn waits(town: &Town) -> Vec<Number> {
    let queue = town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap();
    queue.items.iter().map(|one| one.number).collect()
}

on_both_databases! {
    async fn what_was_rejected_waits_again_and_is_decided_anew(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let number = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "12 employees")), &[]).await;
        let note = Some("The page is gone".to_owned());
        town.service.reject(&moderator(), number, RejectReason::Duplicate, note).await.unwrap();
        let own = async || town.service.own_submissions(&contributor(), 1).await.unwrap().items.remove(0);
        assert!(own().await.note.is_some());
        let preview = town.service.act(&admin(), &act(number, Wanted::Undo)).await.unwrap();
        assert!(matches!(&preview.plan.effects[..], [Effect::Rejected(one, change)] if *one == number && change.to.is_none()));
        assert_eq!(preview.plan.subject.as_ref().unwrap().kind, ObjectKind::Submission);
        assert_eq!(waits(&town).await, []);
        town.service.perform(&admin(), &preview.draft).await.unwrap();
        assert_eq!(waits(&town).await, [number]);
        assert!(own().await.decision.is_none(), "who filed it sees it wait");
        // Rejected again as it was, waiting again, and then decided anew: what was decided stays decided.
        assert_eq!(undone(&town, number).await, Ended::Done);
        let decision = own().await.decision.unwrap();
        assert_eq!((decision.state, decision.reason), (SubmissionState::Rejected, Some(RejectReason::Duplicate)));
        assert!(own().await.note.is_some());
        assert_eq!(undone(&town, number).await, Ended::Done);
        let last = db.ask("SELECT MAX(seq) FROM ledger WHERE act = 'undo'").await;
        town.service.approve(&moderator(), number).await.unwrap();
        assert!(matches!(looked(&town, last).await, Refusal::AlreadyDecided(_)));
        assert_eq!(card(&town, letter).await.groups[0].current[0].number, number);
        town.verify().await;
    }

    async fn the_message_of_what_waits_again_has_its_buttons_back(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let review = ChannelId::new(1_015_034_326_372_454_602);
        let change = SetupChange { review_channel: Some(review), ..SetupChange::default() };
        town.service.configure(&admin(), change).await.unwrap();
        let number = town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        town.service.reject(&moderator(), number, RejectReason::Duplicate, None).await.unwrap();
        town.service.announced(GUILD, number, review, 4_000_000_001, (None, "rejected 1")).await.unwrap();
        assert_eq!(town.service.unannounced(10, &[]).await.unwrap().due, []);
        undone(&town, number).await;
        let due = town.service.unannounced(10, &[]).await.unwrap().due.remove(0);
        assert_eq!(due.message, Some(4_000_000_001));
        assert!(due.shown.starts_with("pending 1"), "{}", due.shown);
    }

    async fn nothing_waits_again_that_is_not_held_or_by_the_word_of_who_filed_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let own = town.file(&moderator(), Typed::Count(count(&letter, "13 employees")), &[]).await;
        let old = town.file(&contributor(), Typed::Count(count(&letter, "12 employees")), &[]).await;
        let name = town.file(&contributor(), Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
        for number in [own, old, name] {
            town.service.reject(&admin(), number, RejectReason::Duplicate, None).await.unwrap();
        }
        let preview = town.service.act(&moderator(), &act(own, Wanted::Undo)).await.unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &preview.draft).await), Refusal::OwnSubmission);
        let kind = ObjectKind::Submission;
        assert_eq!(looked(&town, name).await, Refusal::Stays { act: Act::Reject, kind, object: Some(name) });
        town.clock.advance(SignedDuration::from_hours(31 * 24));
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(looked(&town, old).await, Refusal::NotHeld(old));
        town.verify().await;
    }

    async fn what_was_rejected_with_a_petition_waits_again_with_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.file(&contributor(), Typed::Petition(letter()), LETTER_WORDS).await;
        let filed = async |words: &str| {
            town.file(&contributor(), Typed::Count(count(&letter.to_string(), words)), &[]).await
        };
        let (before, along) = (filed("12 employees").await, filed("13 employees").await);
        let name = town.file(&contributor(), Typed::Signatory(signatory(&letter.to_string(), "Ada Lovelace")), &[]).await;
        town.service.reject(&moderator(), before, RejectReason::Duplicate, None).await.unwrap();
        town.service.reject(&moderator(), letter, RejectReason::Unreadable, None).await.unwrap();
        assert_eq!(waits(&town).await, []);
        for number in [before, along] {
            assert_eq!(looked(&town, number).await, Refusal::WentWith { number, petition: letter });
        }
        assert_eq!(undone(&town, letter).await, Ended::Done);
        assert_eq!(waits(&town).await, [letter, along], "a name is not held, and the other was rejected by itself");
        assert_eq!(undone(&town, before).await, Ended::Done);
        let decided = town.service.approve(&moderator(), letter).await.unwrap();
        assert_eq!(decided.waiting, [before, along]);
        assert!(town.service.submission(&moderator(), name).await.unwrap().decision.is_some());
        town.verify().await;
    }

    async fn an_edit_of_what_waits_is_taken_back(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&moderator(), Typed::Count(count(&letter, "12 employees")), &[]).await;
        town.service.edit(&admin(), number, &owned(&[(Field::Wording, "13 employees")])).await.unwrap();
        let preview = town.service.act(&moderator(), &act(number, Wanted::Undo)).await.unwrap();
        let told: Vec<_> = preview.plan.differences.iter().filter_map(|one| one.after.clone()).collect();
        assert!(told.iter().any(|words| words.contains("12 employees")), "{told:?}");
        let own = refusal(town.service.perform(&moderator(), &preview.draft).await);
        assert_eq!(own, Refusal::OwnSubmission, "as editing one's own");
        let says = async |words: &str| {
            let seen = town.service.submission(&admin(), number).await.unwrap();
            assert!(format!("{:?}", seen.proposal).contains(words), "{seen:?}");
        };
        done(&town, &admin(), act(number, Wanted::Undo)).await;
        says("12 employees").await;
        done(&town, &admin(), act(number, Wanted::Undo)).await;
        says("13 employees").await;
        done(&town, &admin(), act(number, Wanted::Undo)).await;
        let edited = db.ask("SELECT seq FROM ledger WHERE act = 'edit'").await;
        let refused = refusal(town.service.act(&admin(), &act(&edited, Wanted::Undo)).await);
        assert_eq!(refused, Refusal::ObjectChanged(number));
        town.service.approve(&admin(), number).await.unwrap();
        assert!(matches!(looked(&town, edited).await, Refusal::AlreadyDecided(_)));
        assert_eq!(db.ask("SELECT COUNT(*) FROM record WHERE doc LIKE '%12 employees%'").await, "1");
        town.verify().await;
    }

    async fn what_was_decided_of_a_flag_is_taken_back(db) {
        let town = Town::new(&db).await;
        let rows = [row(1, vec![record(12, Some("archive_number")), record(500, Some("archive_number"))])];
        let records = town.service.publish_batch(GUILD, &rows).await.unwrap().remove(0).records;
        let before = image(&db).await;
        town.service.approve(&moderator(), records[0]).await.unwrap();
        town.service.reject(&moderator(), records[1], RejectReason::SourceDoesNotSayIt, None).await.unwrap();
        let decided = image(&db).await;
        for number in &records {
            assert_eq!(undone(&town, *number).await, Ended::Done);
        }
        assert_eq!((image(&db).await, waits(&town).await), (before, records.clone()));
        for number in &records {
            assert_eq!(undone(&town, *number).await, Ended::Done);
        }
        assert_eq!((image(&db).await, waits(&town).await), (decided, vec![]));
        let seen = town.service.submission(&moderator(), records[0]).await.unwrap();
        assert_eq!(seen.decision.unwrap().state, SubmissionState::Approved);
        town.verify().await;
    }

    async fn a_block_and_its_end_are_taken_back(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "12 employees")), &[]).await;
        let blocked = async || town.service.submission(&moderator(), number).await.unwrap().blocked;
        let kind = ObjectKind::Submission;
        assert_eq!(looked(&town, number).await, Refusal::Stays { act: Act::File, kind, object: Some(number) });
        town.service.block(&moderator(), number).await.unwrap();
        for now in [false, true] {
            assert_eq!(undone(&town, number).await, Ended::Done);
            assert_eq!(blocked().await, now);
        }
        assert_eq!(refusal(town.service.draft(&contributor(), Typed::Source(source(TIMES))).await), Refusal::Blocked);
        town.service.unblock(&moderator(), number).await.unwrap();
        let unblocked = db.ask("SELECT MAX(seq) FROM ledger").await;
        done(&town, &moderator(), act(&unblocked, Wanted::Undo)).await;
        assert!(blocked().await);
        town.service.unblock(&moderator(), number).await.unwrap();
        town.service.reject(&moderator(), number, RejectReason::Duplicate, None).await.unwrap();
        town.clock.advance(SignedDuration::from_hours(31 * 24));
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(looked(&town, unblocked).await, Refusal::NobodyHeld(number), "nobody knows who it was");
        town.verify().await;
    }

    async fn an_act_that_stays_says_so(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let rows = [row(1, vec![record(12, None)])];
        town.service.publish_batch(GUILD, &rows).await.unwrap();
        let names = SetupChange { names: Some(Names::On), ..SetupChange::default() };
        town.service.configure(&admin(), names).await.unwrap();
        let letter = town.letter().await;
        town.service.set_channel(&moderator(), &letter.to_string()).await.unwrap();
        let first = town.publish(Typed::Signatory(signatory(&letter.to_string(), "Ada Lovelace")), &[]).await;
        let like = town.file(&contributor(), Typed::Signatory(signatory(&letter.to_string(), "Ada Lovelase")), &[]).await;
        town.service.keep_apart(&moderator(), like).await.unwrap();
        let check = Check { signatory: first.to_string(), verification: Verification::Verified, url: None };
        town.service.verify_signatory(&moderator(), &check).await.unwrap();
        town.service.ask_contributor(&moderator(), like, "Where?").await.unwrap();
        town.service.answer_question(&contributor(), like, "There").await.unwrap();
        town.service.withdraw(&contributor(), like).await.unwrap();
        let page = town.publish(Typed::Source(NewSource { title: Some("A title".to_owned()), ..source(&format!("{VERGE}/2")) }), &[]).await;
        done(&town, &moderator(), act(page, Wanted::Redact(Redactable::Title))).await;
        let Ended::Waits(asked, _) = done(&town, &moderator(), act(letter, Wanted::Remove)).await else { panic!() };
        town.service.decline(&admin(), asked).await.unwrap();
        town.service.who(&admin(), moderator().user).await.unwrap();
        town.service.forget(&contributor(), undersigned::service::privacy::Where::Here).await.unwrap();
        let mut stayed = BTreeSet::new();
        for seq in 1..=town.entries().await {
            let entry = format!("FROM ledger l LEFT JOIN opening o ON o.guild = l.guild AND o.seq = l.seq AND o.field = 'effects' WHERE l.seq = {seq}");
            if db.ask(&format!("SELECT COUNT(o.field) {entry}")).await != "0" {
                continue;
            }
            let done: Act = db.ask(&format!("SELECT l.act {entry}")).await.parse().unwrap();
            match looked(&town, seq).await {
                Refusal::Stays { act, .. } => assert_eq!(act, done),
                other => panic!("{done:?}: {other:?}"),
            }
            stayed.insert(done.as_str());
        }
        let all = "answer approve ask channel configure decline file forget import join keep_apart question redact verify who withdraw";
        assert_eq!(stayed.into_iter().collect::<Vec<_>>().join(" "), all);
        town.verify().await;
    }
}
