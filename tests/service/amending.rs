//! What changes something on record: organisations' names and parents, petitions field by field.

use undersigned::domain::date::PartialDate;
use undersigned::domain::guild::Moderation;
use undersigned::domain::organisation::OrganisationKind;
use undersigned::domain::petition::{Collection, Relation};
use undersigned::domain::review::SubmissionState;
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::log::{MayApprove, NewOrganisation, NewPetition, NewPetitionEdit, Typed};
use undersigned::service::{Caller, Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

fn github() -> NewOrganisation {
    let (kind, aliases) = (Some(OrganisationKind::Employer), Some("GitHub Inc; Logical Awesome".into()));
    NewOrganisation {
        kind,
        aliases,
        parent: Some("Microsoft".into()),
        since: Some("2018-10-26".into()),
        ..organisation("GitHub")
    }
}

async fn shown(town: &Town, who: &Caller, name: &str) -> undersigned::service::ask::OrganisationAnswer {
    town.service.organisation(who, name).await.unwrap().answer
}

on_both_databases! {
    async fn an_organisation_goes_from_typing_to_the_record_and_any_of_its_names_finds_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.letter().await;
        let number = town.publish(Typed::Organisation(github()), &[]).await;
        for name in ["github", "GITHUB INC", "logical awesome", &number.to_string()] {
            let found = shown(&town, &member(), name).await;
            assert_eq!((found.organisation.name.as_str(), found.organisation.number), ("GitHub", number), "{name}");
            assert_eq!(found.organisation.aliases, ["GitHub Inc", "Logical Awesome"]);
            assert_eq!(found.parents[0].name, "Microsoft");
            assert_eq!(found.parents[0].belonging.since.unwrap().to_string(), "2018-10-26");
        }
        let parent = shown(&town, &member(), "microsoft").await;
        assert_eq!((parent.parts[0].name.as_str(), parent.total), ("GitHub", 1));
        let elsewhere = refusal(town.service.organisation(&elsewhere(member()), "github").await);
        assert!(matches!(elsewhere, Refusal::NoSuchOrganisation { .. }), "{elsewhere:?}");
        town.verify().await;
    }

    async fn a_name_on_record_is_added_to_and_nothing_is_said_twice(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.publish(Typed::Organisation(github()), &[]).await;
        let same = town.service.draft(&contributor(), Typed::Organisation(github())).await;
        assert_eq!(refusal(same), Refusal::NothingToChange);
        let more = NewOrganisation { aliases: Some("GitHub Inc, GH".into()), ..organisation("logical awesome") };
        let number = town.file(&contributor(), Typed::Organisation(more), &[]).await;
        let decided = town.service.approve(&moderator(), number).await.unwrap();
        assert!(decided.submission.proposal.is_some(), "what was added is still shown");
        assert_eq!(shown(&town, &member(), "GH").await.organisation.aliases, ["GH", "GitHub Inc", "Logical Awesome"]);
        let dated = NewOrganisation { until: Some("2030".into()), since: Some("2019".into()), parent: Some("Microsoft".into()), ..organisation("GH") };
        town.publish(Typed::Organisation(dated), &[]).await;
        let parents = shown(&town, &member(), "GH").await.parents;
        assert_eq!((parents.len(), parents[0].belonging.since.unwrap().to_string().as_str()), (1, "2019"));
        town.verify().await;
    }

    async fn a_name_leads_to_one_organisation_and_none_is_its_own_parent(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.letter().await;
        let contributor = contributor();
        let draft = |typed| town.service.draft(&contributor, Typed::Organisation(typed));
        let taken = draft(NewOrganisation { aliases: Some("microsoft".into()), ..organisation("GitHub") }).await;
        assert_eq!(refusal(taken), Refusal::NameTaken { name: "microsoft".into(), of: "Microsoft".into() });
        let own = draft(NewOrganisation { parent: Some("Microsoft".into()), ..organisation("microsoft") }).await;
        assert_eq!(refusal(own), Refusal::Itself(Field::Parent));
        let order = NewOrganisation { parent: Some("Microsoft".into()), since: Some("2019".into()), until: Some("2018".into()), ..organisation("GH") };
        assert!(matches!(refusal(draft(order).await), Refusal::WrongOrder { field: Field::Until, .. }));
        // Two that wait may claim one name; the second is refused when it is decided.
        let claim = |name: &str| Typed::Organisation(NewOrganisation { aliases: Some("The Hub".into()), ..organisation(name) });
        let first = town.file(&contributor, claim("GitHub"), &[]).await;
        let second = town.file(&contributor, claim("HubSpot"), &[]).await;
        town.service.approve(&moderator(), first).await.unwrap();
        let refused = refusal(town.service.approve(&moderator(), second).await);
        assert_eq!(refused, Refusal::NameTaken { name: "The Hub".into(), of: "GitHub".into() });
        town.verify().await;
    }

    async fn a_parents_name_answers_for_its_parts(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.publish(Typed::Organisation(github()), &[]).await;
        let letter = NewPetition { organisation: "GitHub".to_owned(), ..letter() };
        let letter = town.publish(Typed::Petition(letter), LETTER_WORDS).await;
        let listed = town.service.petitions(&member(), Some("microsoft"), None, None, 1).await.unwrap().answer;
        assert_eq!((listed.total, listed.items[0].petition.number, listed.parts.len()), (1, letter, 1));
        let asked = PetitionAsked::Number(letter);
        let Found::One(said) = town.service.responses(&member(), asked, Some("Microsoft")).await.unwrap().answer else {
            panic!("one petition is meant")
        };
        assert_eq!(said.about.name(said.addressees[0].organisation), "GitHub");
        assert_ne!(said.meant, Some(said.addressees[0].organisation));
    }

    async fn a_petition_is_changed_field_by_field_and_what_it_was_is_kept(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let other = NewPetition { title: "Online petition".to_owned(), url: VERGE.to_owned(), ..crate::support::letter() };
        let other = town.publish(Typed::Petition(other), LETTER_WORDS).await;
        let typed = NewPetitionEdit {
            title: Some("The letter of June".into()),
            state: Some(Collection::Delivered),
            delivered_on: Some("2018-06-20".into()),
            scope: Some("Microsoft".into()),
            addressee: Some("GitHub".into()),
            tags: Some("Immigration; immigration, contracts".into()),
            relation: Some(Relation::FollowUpOf),
            other: Some("online-petition".into()),
            ..edit(&letter.to_string())
        };
        let before = town.entries().await;
        let number = town.publish(Typed::PetitionEdit(typed.clone()), &[]).await;
        // Filed; then the new addressee, the petition and the submission.
        assert_eq!(town.entries().await - before, 1 + 3);
        let Found::One(card) = town.service.petition(&member(), PetitionAsked::Number(letter)).await.unwrap().answer else {
            panic!("one petition is meant")
        };
        let petition = &card.about.petition;
        assert_eq!((petition.doc.title.as_str(), petition.collection), ("The letter of June", Collection::Delivered));
        assert_eq!(petition.doc.delivered_on, PartialDate::try_from("2018-06-20".to_owned()).ok());
        assert_eq!(petition.doc.tags, ["immigration", "contracts"]);
        assert_eq!(petition.doc.issued_on.to_string(), "2018-06-19", "what was not given stays");
        assert_eq!(petition.addressees.len(), 2);
        assert_eq!((card.kin[0].petition.number, card.kin[0].relation), (other, Relation::FollowUpOf));
        let earlier = db.ask(&format!("SELECT doc FROM revision WHERE number = {letter} AND revision = 1", letter = letter.get())).await;
        assert!(earlier.contains("Microsoft employees' open letter"), "{earlier}");
        let found = db.ask("SELECT count(*) FROM term WHERE kind = 'petition' AND term = 'june'").await;
        assert_eq!(found, "1", "the new words find it");
        assert_eq!(refusal(town.service.draft(&contributor(), Typed::PetitionEdit(typed)).await), Refusal::NothingToChange);
        let view = town.service.submission(&moderator(), number).await.unwrap();
        assert_eq!(view.decision.unwrap().state, SubmissionState::Approved);
        assert!(view.proposal.is_some());
        let undone = NewPetitionEdit {
            delivered_on: Some("-".into()),
            scope: Some("-".into()),
            remove_addressee: Some("github".into()),
            remove_tags: Some("CONTRACTS".into()),
            remove_relation: Some("online-petition".into()),
            ..edit(&letter.to_string())
        };
        town.publish(Typed::PetitionEdit(undone), &[]).await;
        let Found::One(card) = town.service.petition(&member(), PetitionAsked::Number(letter)).await.unwrap().answer else {
            panic!("one petition is meant")
        };
        let petition = &card.about.petition;
        assert_eq!((petition.addressees.len(), petition.doc.tags.len(), card.kin.len()), (1, 1, 0));
        assert_eq!((petition.doc.scope.as_ref(), petition.doc.delivered_on), (None, None));
        town.verify().await;
    }

    async fn a_petition_is_not_handed_over_before_it_was_issued(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let delivered = |on: &str| NewPetitionEdit { delivered_on: Some(on.into()), ..edit(&letter) };
        let draft = async |typed| refusal(town.service.draft(&contributor(), Typed::PetitionEdit(typed)).await);
        let wrong = Refusal::WrongOrder {
            field: Field::DeliveredOn,
            value: "2018-06-18".to_owned(),
            after: "2018-06-19".to_owned(),
        };
        assert_eq!(draft(delivered("2018-06-18")).await, wrong);
        // Both are right when they are filed; the second that is approved is not.
        let later = NewPetitionEdit { issued_on: Some("2018-06-20".into()), ..edit(&letter) };
        let waits = town.file(&contributor(), Typed::PetitionEdit(later.clone()), &[]).await;
        town.publish(Typed::PetitionEdit(delivered("2018-06-19")), &[]).await;
        let wrong = Refusal::WrongOrder {
            field: Field::DeliveredOn,
            value: "2018-06-19".to_owned(),
            after: "2018-06-20".to_owned(),
        };
        assert_eq!(draft(later).await, wrong);
        assert_eq!(refusal(town.service.approve(&moderator(), waits).await), wrong);
    }

    async fn two_edits_of_different_fields_both_count(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let titled = NewPetitionEdit { title: Some("The letter".into()), ..edit(&letter) };
        let closed = NewPetitionEdit { state: Some(Collection::Closed), ..edit(&letter) };
        let first = town.file(&contributor(), Typed::PetitionEdit(titled), &[]).await;
        let second = town.file(&contributor(), Typed::PetitionEdit(closed), &[]).await;
        town.service.approve(&moderator(), first).await.unwrap();
        town.service.approve(&moderator(), second).await.unwrap();
        assert_eq!(db.ask("SELECT collection || ' ' || revision FROM petition").await, "closed 3");
        assert!(db.ask("SELECT doc FROM petition").await.contains("The letter"));
        town.verify().await;
    }

    async fn a_petition_is_not_issued_after_a_response_that_does_not_speak_of_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let later = Typed::PetitionEdit(NewPetitionEdit { issued_on: Some("2018-06-20".into()), ..edit(&letter) });
        let waiting = town.file(&contributor(), later.clone(), &[]).await;
        let said = town.publish(Typed::Response(response(&letter)), &[(Field::Quote, "cruel and abusive")]).await;
        let refused = Refusal::ResponseBefore { response: said, said_on: "2018-06-19".into() };
        assert_eq!(refusal(town.service.approve(&moderator(), waiting).await), refused);
        assert_eq!(refusal(town.service.draft(&contributor(), later).await), refused);
    }

    async fn what_is_not_there_is_not_taken_off_and_a_petition_is_no_other_to_itself(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let contributor = contributor();
        let draft = |typed| town.service.draft(&contributor, Typed::PetitionEdit(typed));
        let not_there = |field, value: &str| Refusal::NotThere { field, value: value.to_owned() };
        let tag = draft(NewPetitionEdit { remove_tags: Some("x".into()), ..edit(&letter) }).await;
        assert_eq!(refusal(tag), not_there(Field::RemoveTags, "x"));
        let addressee = draft(NewPetitionEdit { remove_addressee: Some("Amazon".into()), ..edit(&letter) }).await;
        assert_eq!(refusal(addressee), not_there(Field::RemoveAddressee, "Amazon"));
        let relation = Some(Relation::PartOf);
        let itself = draft(NewPetitionEdit { relation, other: Some(letter.clone()), ..edit(&letter) }).await;
        assert_eq!(refusal(itself), Refusal::Itself(Field::Other));
        let alone = draft(NewPetitionEdit { relation, ..edit(&letter) }).await;
        assert!(matches!(refusal(alone), Refusal::BadText { field: Field::Other, .. }));
        assert_eq!(refusal(draft(edit(&letter)).await), Refusal::NothingToChange);
    }

    async fn a_single_moderator_may_file_and_approve_an_edit_and_an_organisation(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Single).await;
        let letter = town.letter().await.to_string();
        let closed = NewPetitionEdit { state: Some(Collection::Closed), ..edit(&letter) };
        for typed in [Typed::PetitionEdit(closed), Typed::Organisation(github())] {
            let preview = town.preview(&moderator(), typed, &[]).await;
            assert_eq!(preview.may_approve, MayApprove::Yes);
            let filed = town.service.file_and_approve(&moderator(), &preview.draft).await.unwrap();
            assert!(filed.approved);
            let view = town.service.submission(&moderator(), filed.numbers[0]).await.unwrap();
            assert!(view.proposal.is_some() && view.decision.unwrap().alone);
        }
        town.verify().await;
    }
}
