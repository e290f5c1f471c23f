//! Taking back what moderators approved and judged: nothing but an erasure is for good.

use undersigned::domain::acting::Effect;
use undersigned::domain::commitment::{Judged, Rating};
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::ledger::{Act, ObjectKind};
use undersigned::domain::organisation::OrganisationKind;
use undersigned::domain::petition::DemandOutcome;
use undersigned::domain::response::ResponseKind;
use undersigned::service::act::{Ended, Wanted};
use undersigned::service::ask::PetitionAsked;
use undersigned::service::digests::{DigestChange, FilterAsked};
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::{NewCommitment, NewOrganisation, NewPetition, NewResponse, NewSource, Typed};
use undersigned::service::{Caller, Refusal};

use crate::acting::{act, done, history, image, with_counts};
use crate::digesting::in_news;
use crate::harness::on_both_databases;
use crate::support::*;

pub(crate) async fn undone(town: &Town, object: Number) -> Ended {
    undone_by(town, &moderator(), object).await
}

async fn undone_by(town: &Town, who: &Caller, object: Number) -> Ended {
    done(town, who, act(object, Wanted::Undo)).await
}

on_both_databases! {
    async fn an_approval_is_taken_back_and_put_back(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        let before = image(&db).await;
        let state = format!("SELECT state FROM record WHERE number = {}", number.get());
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!(db.ask(&state).await, "deprecated", "its words survive, and nothing relies on it");
        let current = card(&town, letter).await.groups.remove(0).current;
        assert!(current.iter().all(|one| one.number != number), "{current:?}");
        assert_eq!(history(&town, letter).await.entries[0].object, number);
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!(image(&db).await, before);
        // By its place in the ledger too, and not while it stands otherwise.
        let seq = db.ask(&format!("SELECT seq FROM ledger WHERE act = 'approve' AND object = {}", number.get())).await;
        done(&town, &moderator(), act(number, Wanted::Retract)).await;
        let refused = refusal(town.service.act(&moderator(), &act(&seq, Wanted::Undo)).await);
        assert_eq!(refused, Refusal::ObjectChanged(number));
        town.verify().await;
    }

    async fn nobody_brings_back_a_record_that_they_filed(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let number = town.file(&moderator(), Typed::Count(count(&letter.to_string(), "12 employees")), &[]).await;
        town.service.approve(&admin(), number).await.unwrap();
        assert_eq!(done(&town, &admin(), act(number, Wanted::Undo)).await, Ended::Done);
        let looked = town.service.act(&moderator(), &act(number, Wanted::Undo)).await.unwrap();
        let refused = refusal(town.service.perform(&moderator(), &looked.draft).await);
        assert_eq!(refused, Refusal::OwnSubmission);
        assert_eq!(done(&town, &admin(), act(number, Wanted::Undo)).await, Ended::Done);
        town.verify().await;
    }

    async fn what_a_channel_was_set_to_since_is_passed_over(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        town.service.set_channel(&moderator(), &letter.to_string()).await.unwrap();
        assert_eq!(undone(&town, letter).await, Ended::Done);
        town.verify().await;
    }

    async fn a_petition_whose_approval_is_taken_back_is_hidden_and_comes_back_by_two(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        assert_eq!(undone(&town, letter).await, Ended::Done);
        let hidden = town.service.petition(&member(), PetitionAsked::Typed("microsoft-employees-open-letter")).await;
        let hidden = refusal(hidden);
        assert!(matches!(hidden, Refusal::NoPetitions | Refusal::NoSuchPetition { .. }), "{hidden:?}");
        let Ended::Waits(back, _) = undone(&town, letter).await else { panic!("bringing back needs two") };
        town.service.confirm(&admin(), back).await.unwrap();
        assert_eq!(card(&town, letter).await.about.petition.number, letter);
        town.verify().await;
    }

    async fn what_an_approval_opened_is_taken_back_with_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let commits = NewResponse { kind: ResponseKind::Committed, also: None, ..response(&letter.to_string()) };
        let words = &[(undersigned::service::Field::Quote, "We will publish a policy")];
        let number = town.publish(Typed::Response(commits), words).await;
        assert_eq!(card(&town, letter).await.commitments.len(), 1);
        undone(&town, number).await;
        assert!(card(&town, letter).await.commitments.is_empty());
        undone(&town, number).await;
        assert_eq!(card(&town, letter).await.commitments.len(), 1);
        town.verify().await;
    }

    async fn somebody_put_on_a_list_is_taken_off_and_comes_back_by_two(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.publish(Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
        let standing = "SELECT standing FROM signatory";
        let counted = "SELECT COALESCE(SUM(signatories), 0) FROM tally WHERE standing = 'standing'";
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!((db.ask(standing).await.as_str(), db.ask(counted).await.as_str()), ("withdrawn", "0"));
        let Ended::Waits(back, _) = undone(&town, number).await else { panic!("bringing back needs two") };
        town.service.confirm(&admin(), back).await.unwrap();
        assert_eq!((db.ask(standing).await.as_str(), db.ask(counted).await.as_str()), ("standing", "1"));
        town.verify().await;
    }

    async fn a_rating_is_taken_back_and_the_one_before_stands_again(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let demand = card(&town, letter).await.demands[0].of.number;
        let mut images = vec![image(&db).await];
        for outcome in [DemandOutcome::Met, DemandOutcome::Refused] {
            town.service.judge(&moderator(), &judgement(demand, Judged::Demand(outcome))).await.unwrap();
            images.push(image(&db).await);
        }
        let outcome = async || card(&town, letter).await.demands[0].of.outcome;
        let first = town.entries().await - 1;
        assert_eq!(undone(&town, demand).await, Ended::Done);
        assert_eq!((outcome().await, image(&db).await), (DemandOutcome::Met, images[1].clone()));
        let told = history(&town, letter).await.entries.remove(0);
        assert_eq!((told.act, told.object), (undersigned::domain::ledger::Act::Undo, demand));
        // Back again, and then what lies below it is no longer the last one.
        assert_eq!(undone(&town, demand).await, Ended::Done);
        assert_eq!((outcome().await, image(&db).await), (DemandOutcome::Refused, images[2].clone()));
        let refused = refusal(town.service.act(&moderator(), &act(first, Wanted::Undo)).await);
        assert_eq!(refused, Refusal::ObjectChanged(demand));
        town.service.take_defaults(&elsewhere(admin()), Moderation::Several).await.unwrap();
        let foreign = refusal(town.service.act(&elsewhere(moderator()), &act(demand, Wanted::Undo)).await);
        assert_eq!(foreign, Refusal::NoSuchObject(demand.to_string()));
        town.verify().await;
    }

    async fn why_something_was_judged_finds_it_until_that_is_taken_back(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let promise = NewCommitment { due: None, ..commitment(&letter.to_string()) };
        let promised = town.publish(Typed::Commitment(promise), &[]).await;
        let demand = card(&town, letter).await.demands[0].of.number;
        let found = async |text: &str| town.service.search(&member(), text, None, 1).await.unwrap().answer.total;
        let judged = [
            (demand, Judged::Demand(DemandOutcome::Met), "a quokka was seen"),
            (promised, Judged::Commitment(Rating::Kept), "an axolotl was heard"),
        ];
        for (number, judged, reason) in judged {
            let why = NewJudgement { reason: reason.to_owned(), ..judgement(number, judged) };
            town.service.judge(&moderator(), &why).await.unwrap();
        }
        assert_eq!((found("quokka").await, found("axolotl").await), (1, 1));
        // Whatever else becomes of what was judged, the reason goes on finding it.
        let further = NewJudgement { reason: "a second look".to_owned(), ..judgement(promised, Judged::Commitment(Rating::Stalled)) };
        town.service.judge(&moderator(), &further).await.unwrap();
        undone(&town, promised).await;
        assert_eq!((found("axolotl").await, found("second look").await), (1, 0));
        undone(&town, demand).await;
        assert_eq!((found("quokka").await, found("axolotl").await), (0, 1));
        undone(&town, demand).await;
        assert_eq!(found("quokka").await, 1);
        town.verify().await;
    }

    async fn a_rating_of_a_commitment_goes_with_the_date_it_told(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let promise = NewCommitment { due: None, ..commitment(&letter.to_string()) };
        let number = town.publish(Typed::Commitment(promise), &[]).await;
        let before = image(&db).await;
        let rated = NewJudgement { due: Some("2019-01".to_owned()), ..judgement(number, Judged::Commitment(Rating::Kept)) };
        town.service.judge(&moderator(), &rated).await.unwrap();
        let after = image(&db).await;
        let shown = async || card(&town, letter).await.commitments.remove(0);
        assert_eq!((shown().await.rating(), shown().await.of.body.due.is_some()), (Rating::Kept, true));
        undone(&town, number).await;
        assert_eq!((shown().await.rating(), shown().await.of.body.due), (Rating::NotYetRated, None));
        // The page it rested on is known from now on.
        let without = |image: String| image.lines().filter(|line| !line.contains("source") && !line.contains("later")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without(image(&db).await), without(before));
        undone(&town, number).await;
        assert_eq!(image(&db).await, after);
        town.service.judge(&admin(), &judgement(number, Judged::Commitment(Rating::Broken))).await.unwrap();
        assert_eq!(shown().await.rating(), Rating::Broken);
        town.verify().await;
    }

    async fn a_source_goes_off_the_record_while_nothing_stands_on_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let page = || Typed::Source(NewSource { title: Some("A page".to_owned()), ..source(VERGE) });
        let number = town.file(&moderator(), page(), &[]).await;
        town.service.approve(&admin(), number).await.unwrap();
        let on_record = image(&db).await;
        let looked = town.service.act(&moderator(), &act(number, Wanted::Undo)).await.unwrap();
        assert!(matches!(&looked.plan.effects[..], [Effect::Source(one, change)] if *one == number && change.to.is_none()));
        town.service.perform(&moderator(), &looked.draft).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM source_url").await, "0");
        let gone = refusal(town.service.source(&member(), &number.to_string(), 1).await);
        assert_eq!(gone, Refusal::NoSuchSource(number.to_string()));
        // By its number still, and by nobody for themselves.
        let looked = town.service.act(&moderator(), &act(number, Wanted::Undo)).await.unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &looked.draft).await), Refusal::OwnSubmission);
        assert_eq!(undone_by(&town, &admin(), number).await, Ended::Done);
        assert_eq!(image(&db).await, on_record);
        // Off again: filed anew it is another one, and the address leads to one at most.
        assert_eq!(undone(&town, number).await, Ended::Done);
        let anew = town.publish(page(), &[]).await;
        let refused = refusal(town.service.act(&admin(), &act(number, Wanted::Undo)).await);
        assert_eq!(refused, Refusal::SourceKnown(anew));
        let letter = town.letter().await;
        town.publish(Typed::Count(count(&letter.to_string(), "12 employees")), &[]).await;
        assert_eq!(refusal(town.service.act(&moderator(), &act(anew, Wanted::Undo)).await), Refusal::InUse(anew));
        town.verify().await;
    }

    async fn an_organisation_and_what_is_added_to_one_go_off_the_record_while_nothing_names_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.publish(Typed::Organisation(organisation("Alphabet")), &[]).await;
        let before = image(&db).await;
        let google = NewOrganisation {
            aliases: Some("Google LLC, Googlers' employer".to_owned()),
            parent: Some("Alphabet".to_owned()),
            ..organisation("Google")
        };
        let number = town.publish(Typed::Organisation(google), &[]).await;
        let made = image(&db).await;
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!(image(&db).await, before);
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!(image(&db).await, made);
        // What is added later is taken back by itself, and first.
        let more = NewOrganisation {
            kind: Some(OrganisationKind::Agency),
            aliases: Some("Big G".to_owned()),
            ..organisation("Google")
        };
        let added = town.file(&moderator(), Typed::Organisation(more), &[]).await;
        town.service.approve(&admin(), added).await.unwrap();
        let made_by = db.ask("SELECT MAX(seq) FROM ledger WHERE act = 'undo'").await;
        let in_use = async || refusal(town.service.act(&moderator(), &act(&made_by, Wanted::Undo)).await);
        assert_eq!(in_use().await, Refusal::InUse(number));
        let points = refusal(town.service.act(&moderator(), &act(added, Wanted::Undo)).await);
        let kind = ObjectKind::Submission;
        assert_eq!(points, Refusal::Stays { act: Act::Approve, kind, object: Some(added) });
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!(image(&db).await, made);
        let looked = town.service.act(&moderator(), &act(number, Wanted::Undo)).await.unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &looked.draft).await), Refusal::OwnSubmission);
        assert_eq!(undone_by(&town, &admin(), number).await, Ended::Done);
        assert_eq!(undone(&town, number).await, Ended::Done);
        assert_eq!(image(&db).await, made);
        let filter = FilterAsked::Organisation("Google".to_owned());
        let about = DigestChange { filter: Some(filter), ..in_news() };
        let told = town.service.create_digest(&moderator(), &about, None).await.unwrap();
        assert_eq!(in_use().await, Refusal::InUse(number), "a digest is about it");
        town.service.delete_digest(&moderator(), &told.digest.number.to_string()).await.unwrap();
        town.publish(Typed::Petition(NewPetition { organisation: "Google".to_owned(), ..letter() }), LETTER_WORDS).await;
        assert_eq!(in_use().await, Refusal::InUse(number));
        town.verify().await;
    }

    async fn nobody_brings_back_their_own_change_to_a_petition(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let mut typed = edit(&letter.to_string());
        typed.title = Some("Another title".to_owned());
        let number = town.file(&moderator(), Typed::PetitionEdit(typed), &[]).await;
        town.service.approve(&admin(), number).await.unwrap();
        let changed = image(&db).await;
        assert_eq!(undone(&town, letter).await, Ended::Done, "taking one's own back is open to all");
        let looked = town.service.act(&moderator(), &act(letter, Wanted::Undo)).await.unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &looked.draft).await), Refusal::OwnSubmission);
        assert_eq!(undone_by(&town, &admin(), letter).await, Ended::Done);
        assert_eq!(image(&db).await, changed);
        town.verify().await;
    }
}
