//! Acts that need a second moderator: asked for by one, confirmed or declined by another, once and in time.

use jiff::SignedDuration;
use undersigned::domain::acting::{Deed, Ground, Removal, WaitState};
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::review::Standing;
use undersigned::service::act::{Ended, Wanted};
use undersigned::service::announce::Announced;
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::limits::Window;
use undersigned::service::log::Typed;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Limits, Refusal};

use crate::acting::{act, done, history, image, with_counts};
use crate::harness::on_both_databases;
use crate::support::*;

/// Asks for an act and gives the number under which it waits.
async fn asked(town: &Town, who: &Caller, object: Number, wanted: Wanted) -> Number {
    match done(town, who, act(object, wanted)).await {
        Ended::Waits(number, _) | Ended::WaitsForOneself(number, ..) => number,
        other => panic!("it waits for nobody: {other:?}"),
    }
}

on_both_databases! {
    async fn removing_and_bringing_back_need_a_second_moderator(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        let before = image(&db).await;
        let waits = asked(&town, &moderator(), letter, Wanted::Remove).await;
        assert_eq!(image(&db).await, before, "nothing is changed until then");
        assert_eq!(refusal(town.service.confirm(&moderator(), waits).await), Refusal::OwnAct);
        for who in [member(), contributor()] {
            assert!(matches!(refusal(town.service.confirm(&who, waits).await), Refusal::NotAllowed { .. }));
            assert!(matches!(refusal(town.service.decline(&who, waits).await), Refusal::NotAllowed { .. }));
        }
        let again = town.service.act(&admin(), &act(letter, Wanted::Remove)).await.unwrap();
        assert_eq!(refusal(town.service.perform(&admin(), &again.draft).await), Refusal::AskedAlready(waits));
        assert_eq!(town.service.confirm(&admin(), waits).await.unwrap().ended, Ended::Done);
        let removal = Removal { at: town.service.now(), why: Some(Ground::Wrong) };
        let removed = Refusal::PetitionRemoved("microsoft-employees-open-letter".to_owned(), Some(removal));
        for asked in [PetitionAsked::Number(letter), PetitionAsked::Typed("microsoft-employees-open-letter")] {
            assert_eq!(refusal(town.service.counts(&member(), asked, None, false).await), removed);
        }
        assert_eq!(town.service.search(&member(), "employees", None, 1).await.unwrap().answer.hits, []);
        let back = asked(&town, &admin(), letter, Wanted::Undo).await;
        assert_eq!(refusal(town.service.confirm(&admin(), back).await), Refusal::OwnAct);
        town.service.confirm(&moderator(), back).await.unwrap();
        assert_eq!(image(&db).await, before);
        // Hidden by one, brought back by two.
        done(&town, &moderator(), act(letter, Wanted::Hide)).await;
        let back = asked(&town, &moderator(), letter, Wanted::Unhide).await;
        town.service.confirm(&admin(), back).await.unwrap();
        assert_eq!(image(&db).await, before);
        done(&town, &moderator(), act(letter, Wanted::Hide)).await;
        let back = asked(&town, &admin(), letter, Wanted::Undo).await;
        town.service.confirm(&moderator(), back).await.unwrap();
        assert_eq!(image(&db).await, before, "an undo needs what the act it performs needs");
        // A record is removed in the same way, and with it goes what it had replaced.
        let waits = asked(&town, &moderator(), number, Wanted::Remove).await;
        town.service.confirm(&admin(), waits).await.unwrap();
        assert_eq!(db.ask(&format!("SELECT state FROM record WHERE number = {}", number.get())).await, "removed");
        assert!(!format!("{:?}", town.service.search(&member(), "12", None, 1).await.unwrap()).contains("12 employees"));
        // Its number answers "removed", elsewhere as one that never was.
        let of = number.to_string();
        let gone = Refusal::RecordRemoved(number, Removal { at: town.service.now(), why: Some(Ground::Wrong) });
        assert_eq!(refusal(town.service.search(&member(), &of, None, 1).await), gone);
        let there = town.service.search(&elsewhere(member()), &of, None, 1).await.unwrap().answer;
        assert_eq!((there.total, town.service.search(&member(), "#9999", None, 1).await.unwrap().answer.total), (0, 0));
        let back = asked(&town, &moderator(), number, Wanted::Undo).await;
        town.service.confirm(&admin(), back).await.unwrap();
        assert_eq!(image(&db).await, before);
        assert!(town.service.search(&member(), &of, None, 1).await.is_ok());
        assert!(history(&town, letter).await.entries.len() > 6);
        town.verify().await;
    }

    async fn of_two_who_confirm_at_once_one_does_it(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Several).await;
        let waits = asked(&town, &moderator(), letter, Wanted::Remove).await;
        let third = Caller { user: undersigned::domain::ids::UserId::new(900_000_000_000_000_077), ..moderator() };
        let entries = town.entries().await;
        let (one, other) = (admin(), third);
        let (one, other) = tokio::join!(town.service.confirm(&one, waits), town.service.confirm(&other, waits));
        let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
        assert_eq!(won.unwrap().ended, Ended::Done);
        assert_eq!(refusal(lost), Refusal::ActDecided { number: waits, state: WaitState::Done });
        assert_eq!(town.entries().await, entries + 1);
        town.verify().await;
    }

    async fn what_is_declined_or_too_old_is_not_done(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Several).await;
        let before = image(&db).await;
        let waits = asked(&town, &moderator(), letter, Wanted::Remove).await;
        let listed = town.service.waiting_acts(&admin()).await.unwrap();
        assert_eq!((listed[0].number, listed[0].deed, listed[0].state), (waits, Deed::Remove, WaitState::Pending));
        assert!(listed[0].plan.is_some());
        let declined = town.service.decline(&admin(), waits).await.unwrap();
        assert_eq!((declined.state, declined.decided.unwrap().1), (WaitState::Declined, Standing::Admin));
        let late = Refusal::ActDecided { number: waits, state: WaitState::Declined };
        assert_eq!(refusal(town.service.confirm(&admin(), waits).await), late);
        let waits = asked(&town, &moderator(), letter, Wanted::Remove).await;
        town.clock.advance(SignedDuration::from_hours(7 * 24));
        let late = Refusal::ActDecided { number: waits, state: WaitState::Expired };
        assert_eq!(refusal(town.service.confirm(&admin(), waits).await), late);
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(town.service.waiting_act(&admin(), waits).await.unwrap().state, WaitState::Expired);
        assert_eq!(town.service.waiting_acts(&admin()).await.unwrap(), []);
        let held = "SELECT COUNT(*) FROM waiting WHERE sealed IS NOT NULL OR asked_by IS NOT NULL";
        assert_eq!(db.ask(held).await, "0", "nothing is held of what was decided");
        assert_eq!(image(&db).await, before);
        let foreign = refusal(town.service.confirm(&elsewhere(admin()), waits).await);
        assert_eq!(foreign, Refusal::NoSuchSubmission(waits.to_string()), "another guild's is none");
        assert_eq!(refusal(town.service.waiting_act(&elsewhere(admin()), waits).await), foreign);
        town.verify().await;
    }

    async fn a_single_moderator_confirms_their_own_after_ten_minutes_alone(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Single).await;
        let waits = asked(&town, &moderator(), letter, Wanted::Remove).await;
        let early = refusal(town.service.confirm(&moderator(), waits).await);
        assert!(matches!(early, Refusal::TooSoonToConfirm { number, .. } if number == waits));
        town.clock.advance(SignedDuration::from_mins(10));
        assert_eq!(town.service.confirm(&moderator(), waits).await.unwrap().ended, Ended::DoneAlone);
        let alone = "SELECT COUNT(*) FROM opening o JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq WHERE l.act = 'remove' AND o.field = 'alone'";
        assert_eq!(db.ask(alone).await, "1");
        town.verify().await;
    }

    async fn an_act_that_waits_is_announced_and_its_message_kept_current(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Several).await;
        let channel = SetupChange { review_channel: Some(contributor().channel), ..SetupChange::default() };
        town.service.configure(&admin(), channel).await.unwrap();
        let waits = asked(&town, &moderator(), letter, Wanted::Remove).await;
        let due = town.service.unannounced(10, &[]).await.unwrap().due;
        assert_eq!((due.len(), due[0].shows.number(), due[0].shown.as_str()), (1, waits, "pending 1"));
        assert!(matches!(&due[0].shows, Announced::Act(one) if one.plan.is_some()));
        town.service.announced(GUILD, waits, due[0].channel, 77, (None, &due[0].shown)).await.unwrap();
        assert_eq!(town.service.unannounced(10, &[]).await.unwrap().due, []);
        town.service.confirm(&admin(), waits).await.unwrap();
        let due = town.service.unannounced(10, &[]).await.unwrap().due;
        assert_eq!((due.len(), due[0].message, due[0].shown.as_str()), (1, Some(77), "done 1"));
        town.service.announced(GUILD, waits, due[0].channel, 77, (None, &due[0].shown)).await.unwrap();
        assert_eq!(town.service.unannounced(10, &[]).await.unwrap().due, []);
        town.verify().await;
    }

    async fn merged_petitions_answer_as_one_at_both_addresses_and_come_apart_as_they_were(db) {
        let (town, letter, one, _) = with_counts(&db, Moderation::Several).await;
        let mut twin = letter_of("The letter about ICE", "https://news.example.org/twin");
        "GitHub".clone_into(&mut twin.organisation);
        let words = &[(undersigned::service::Field::Summary, "Again."), (undersigned::service::Field::Demands, "Cancel the contract\nPay us")];
        let other = town.publish(Typed::Petition(twin), words).await;
        let theirs = town.publish(Typed::Count(count(&other.to_string(), "41 employees")), &[]).await;
        for (petition, name) in [(letter, "Ada Lovelace"), (other, "Ada Lovelace"), (other, "Grace Hopper")] {
            town.publish(Typed::Signatory(signatory(&petition.to_string(), name)), &[]).await;
        }
        let mut related = edit(&other.to_string());
        related.relation = Some(undersigned::domain::petition::Relation::DuplicateOf);
        related.other = Some(letter.to_string());
        town.publish(Typed::PetitionEdit(related), &[]).await;
        let before = image(&db).await;
        let waits = asked(&town, &moderator(), other, Wanted::Merge(letter.to_string())).await;
        assert_eq!(image(&db).await, before);
        town.service.confirm(&admin(), waits).await.unwrap();
        for asked in [PetitionAsked::Number(other), PetitionAsked::Typed("the-letter-about-ice"), PetitionAsked::Number(letter)] {
            let answer = town.service.counts(&member(), asked, None, true).await.unwrap().answer;
            let Found::One(answer) = answer else { panic!("no petition") };
            assert_eq!(answer.about.petition.number, letter);
            let told = format!("{answer:?}");
            assert!(told.contains("41 employees") && told.contains("12 employees"));
        }
        let Found::One(card) = town.service.petition(&member(), PetitionAsked::Number(other)).await.unwrap().answer else { panic!() };
        let demands: Vec<_> = card.demands.iter().map(|demand| demand.of.text.as_str()).collect();
        assert_eq!(demands, ["Cancel the contract", "Publish a policy", "Pay us"]);
        assert_eq!((card.about.petition.addressees.len(), card.kin.len()), (2, 0));
        let listed = town.service.signatories(&member(), PetitionAsked::Number(other), 1).await.unwrap().answer;
        let Found::One(listed) = listed else { panic!() };
        assert_eq!(listed.list.standing, 2, "who stands on both stands once");
        assert!(history(&town, other).await.entries.iter().any(|entry| entry.object == theirs));
        let mut conn = town.service.store().read().await.unwrap();
        assert_eq!(undersigned::store::tally::differences(&mut conn, GUILD).await.unwrap(), []);
        drop(conn);
        let late = town.file(&contributor(), Typed::Count(count("the-letter-about-ice", "50 employees")), &[]).await;
        town.service.reject(&moderator(), late, undersigned::domain::review::RejectReason::Duplicate, None).await.unwrap();
        let back = asked(&town, &moderator(), other, Wanted::Undo).await;
        town.service.confirm(&admin(), back).await.unwrap();
        assert_eq!(image(&db).await, before);
        let own = refusal(town.service.act(&moderator(), &act(letter, Wanted::Merge(letter.to_string()))).await);
        assert_eq!(own, Refusal::NotAlike(letter));
        let mixed = refusal(town.service.act(&moderator(), &act(letter, Wanted::Merge(one.to_string()))).await);
        assert_eq!(mixed, Refusal::NotAlike(letter));
        town.verify().await;
    }

    async fn merged_organisations_and_names_answer_as_one_and_come_apart(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Several).await;
        let mut parent = organisation("Microsoft Corp");
        parent.parent = Some("Alphabet".to_owned());
        let corp = town.publish(Typed::Organisation(parent), &[]).await;
        let mut typed = count(&letter.to_string(), "9 employees");
        typed.of = Some("Microsoft Corp".to_owned());
        town.publish(Typed::Count(typed), &[]).await;
        let before = image(&db).await;
        let waits = asked(&town, &moderator(), corp, Wanted::Merge("Microsoft".to_owned())).await;
        town.service.confirm(&admin(), waits).await.unwrap();
        for given in ["Microsoft Corp", "microsoft", &corp.to_string()] {
            let told = town.service.organisation(&member(), given).await.unwrap().answer;
            assert_eq!(told.organisation.name, "Microsoft", "{given}");
        }
        let back = asked(&town, &admin(), corp, Wanted::Undo).await;
        town.service.confirm(&moderator(), back).await.unwrap();
        assert_eq!(image(&db).await, before);
        let one = town.publish(Typed::Signatory(signatory(&letter.to_string(), "Ada Lovelace")), &[]).await;
        let other = town.publish(Typed::Signatory(signatory(&letter.to_string(), "Augusta Ada King")), &[]).await;
        let before = image(&db).await;
        let waits = asked(&town, &moderator(), other, Wanted::Merge(one.to_string())).await;
        town.service.confirm(&admin(), waits).await.unwrap();
        let listed = town.service.signatories(&member(), PetitionAsked::Number(letter), 1).await.unwrap().answer;
        let Found::One(listed) = listed else { panic!() };
        assert_eq!(listed.list.standing, 1);
        let back = asked(&town, &admin(), other, Wanted::Undo).await;
        town.service.confirm(&moderator(), back).await.unwrap();
        assert_eq!(image(&db).await, before);
        town.verify().await;
    }

    async fn a_burst_stops_whoever_does_it_and_another_takes_all_of_it_back(db) {
        let limits = Limits { destructive: Window { count: 3, within: SignedDuration::from_mins(10) }, ..generous() };
        let town = Town::with(&db, limits).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let mut numbers = Vec::new();
        for wording in ["11", "12", "13", "14"] {
            numbers.push(town.publish(Typed::Count(count(&letter.to_string(), wording)), &[]).await);
        }
        // Far enough apart nobody is stopped.
        for _ in 0..4 {
            done(&town, &moderator(), act(numbers[3], Wanted::Deprecate)).await;
            done(&town, &moderator(), act(numbers[3], Wanted::Undo)).await;
            town.clock.advance(SignedDuration::from_mins(6));
        }
        town.clock.advance(SignedDuration::from_mins(10));
        let before = image(&db).await;
        done(&town, &moderator(), act(numbers[0], Wanted::Deprecate)).await;
        done(&town, &moderator(), act(numbers[1], Wanted::Retract)).await;
        let last = town.service.act(&moderator(), &act(letter, Wanted::Hide)).await.unwrap();
        assert!(town.service.perform(&moderator(), &last.draft).await.unwrap().stopped);
        assert_eq!(refusal(town.service.act(&moderator(), &act(numbers[2], Wanted::Deprecate)).await), Refusal::Stopped);
        // What destroys nothing still works, and nobody else is stopped.
        done(&town, &moderator(), act(numbers[0], Wanted::Undo)).await;
        done(&town, &admin(), act(numbers[2], Wanted::Deprecate)).await;
        done(&town, &admin(), act(numbers[2], Wanted::Undo)).await;
        let waits = town.service.waiting_acts(&admin()).await.unwrap().remove(0);
        assert_eq!((waits.deed, waits.plan.as_ref().unwrap().effects.len()), (Deed::UndoBurst, 2));
        assert_eq!(refusal(town.service.confirm(&moderator(), waits.number).await), Refusal::OwnAct);
        assert_eq!(refusal(town.service.decline(&moderator(), waits.number).await), Refusal::OwnAct);
        town.service.confirm(&admin(), waits.number).await.unwrap();
        assert_eq!(image(&db).await, before, "everything is as it was the minute before");
        assert_eq!(done(&town, &moderator(), act(numbers[2], Wanted::Deprecate)).await, Ended::Done, "and they go on");
        let reason = history(&town, letter).await.entries.into_iter().filter(|entry| entry.why == Some(undersigned::service::ask::Why::Ground(Ground::Mistake)));
        assert_eq!(reason.count(), 2);
        town.verify().await;
    }
}
