//! A moderator's edit before deciding.

use undersigned::domain::guild::Moderation;
use undersigned::domain::petition::Collection;
use undersigned::domain::record::Body;
use undersigned::domain::review::RejectReason;
use undersigned::service::log::{FormPurpose, NewOrganisation, NewPetitionEdit, Typed};
use undersigned::service::{Field, Refusal};
use undersigned::store::{records, submissions};

use crate::harness::on_both_databases;
use crate::support::*;

fn belonging(name: &str, parent: &str) -> NewOrganisation {
    let (aliases, since) = (Some("Hub, GitHub Inc".to_owned()), Some("2018-10-26".to_owned()));
    NewOrganisation { aliases, parent: Some(parent.to_owned()), since, ..organisation(name) }
}

fn everything(letter: &str) -> NewPetitionEdit {
    NewPetitionEdit {
        title: Some("The letter".to_owned()),
        state: Some(Collection::Closed),
        issued_on: Some("2018-06-18".to_owned()),
        delivered_on: Some("2018-06-19".to_owned()),
        scope: Some("Microsoft".to_owned()),
        addressee: Some("GitHub".to_owned()),
        tags: Some("immigration".to_owned()),
        remove_addressee: Some("Microsoft".to_owned()),
        ..edit(letter)
    }
}

on_both_databases! {
    async fn what_is_edited_and_approved_keeps_the_original_sealed(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "over 30 employees")), &[]).await;
        let form = town.service.edit_form(&moderator(), number).await.unwrap();
        assert_eq!(form.purpose, FormPurpose::Edit);
        assert_eq!(form.fields.len(), 5);
        let sent: Vec<_> = form
            .fields
            .into_iter()
            .map(|field| (field.field, if field.field == Field::Wording { "over 300 employees".to_owned() } else { field.value }))
            .collect();
        let view = town.service.edit(&moderator(), number, &sent).await.unwrap();
        assert!(view.edited);
        town.service.approve(&admin(), number).await.unwrap();
        let store = town.service.store();
        let mut conn = store.read().await.unwrap();
        let record = records::find(&mut conn, GUILD, number).await.unwrap().unwrap();
        assert_eq!(record.revision, 2);
        let Body::Count(report) = record.body else { panic!("no count") };
        assert_eq!(report.wording, "over 300 employees");
        assert_eq!(report.reading.unwrap().lower(), Some(301));
        let originals = submissions::list_originals(&mut conn, GUILD, number).await.unwrap();
        let original = store.open_proposal(GUILD, number, &originals[0]).unwrap();
        assert!(serde_json::to_string(&original).unwrap().contains("over 30 employees"));
        drop(conn);
        town.verify().await;
    }

    async fn a_form_that_changes_nothing_leaves_no_trace(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let said = &[(Field::Quote, "cruel and abusive"), (Field::Paraphrase, "Condemns.")];
        let numbers = [
            town.file(&contributor(), Typed::Petition(crate::support::letter()), LETTER_WORDS).await,
            town.file(&contributor(), Typed::Count(count(&letter, "about 300 employees")), &[]).await,
            town.file(&contributor(), Typed::Response(response(&letter)), said).await,
            town.file(&contributor(), Typed::Request(request(&letter)), &[]).await,
            town.file(&contributor(), Typed::Statement(statement(&letter)), said).await,
            town.file(&contributor(), Typed::Fact(fact(&letter, "$19.4 million")), &[]).await,
            town.file(&contributor(), Typed::Source(source("https://thehill.com/policy/x")), &[]).await,
            town.file(&contributor(), Typed::Commitment(commitment(&letter)), &[]).await,
            town.file(&contributor(), Typed::Organisation(belonging("GitHub", "Microsoft")), &[]).await,
            town.file(&contributor(), Typed::PetitionEdit(everything(&letter)), &[]).await,
        ];
        let before = town.entries().await;
        for number in numbers {
            let form = town.service.edit_form(&moderator(), number).await.unwrap();
            assert!(form.fields.len() <= 5);
            let sent: Vec<_> = form.fields.into_iter().map(|field| (field.field, field.value)).collect();
            let view = town.service.edit(&moderator(), number, &sent).await.unwrap();
            assert!(!view.edited, "{number}");
        }
        assert_eq!(town.entries().await, before);
    }

    async fn a_petition_that_is_edited_while_an_edit_waits_is_edited_from_what_it_is_now(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let title = |title: &str| {
            Typed::PetitionEdit(NewPetitionEdit { title: Some(title.to_owned()), ..edit(&letter) })
        };
        let first = town.file(&contributor(), title("The letter"), &[]).await;
        let second = town.file(&contributor(), title("The open letter"), &[]).await;
        town.service.approve(&moderator(), first).await.unwrap();
        let refused = refusal(town.service.approve(&moderator(), second).await);
        assert_eq!(refused, Refusal::ChangedMeanwhile { field: Field::Title, present: "The letter".to_owned() });
        town.service.edit(&moderator(), second, &owned(&[(Field::Title, "The open letter")])).await.unwrap();
        town.service.approve(&moderator(), second).await.unwrap();
        assert!(db.ask("SELECT doc FROM petition").await.contains("The open letter"));
        assert_eq!(db.ask("SELECT count(*) FROM revision WHERE doc IS NOT NULL").await, "2");
        town.verify().await;
    }

    async fn an_edit_to_words_that_mean_two_things_is_refused(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&contributor(), Typed::Count(count(&letter, "over 30 employees")), &[]).await;
        let two = owned(&[(Field::Wording, "12 employees and more than 300,000 members of the public")]);
        assert_eq!(refusal(town.service.edit(&moderator(), number, &two).await), Refusal::ChooseReading);
    }

    async fn nobody_edits_or_approves_their_own_among_several(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.file(&moderator(), Typed::Count(count(&letter, "over 30 employees")), &[]).await;
        let edit = owned(&[(Field::Wording, "over 31 employees")]);
        assert_eq!(refusal(town.service.edit(&moderator(), number, &edit).await), Refusal::OwnSubmission);
        assert_eq!(refusal(town.service.edit_form(&moderator(), number).await), Refusal::OwnSubmission);
        assert_eq!(refusal(town.service.approve(&moderator(), number).await), Refusal::OwnSubmission);
        town.service.edit(&admin(), number, &owned(&[(Field::Wording, "over 32 employees")])).await.unwrap();
        assert_eq!(refusal(town.service.approve(&moderator(), number).await), Refusal::OwnSubmission);
        town.service.reject(&moderator(), number, RejectReason::Unreadable, None).await.unwrap();
    }
}
