//! What completes a half-typed option.

use undersigned::answers::Completion;
use undersigned::cli::demo::record;
use undersigned::domain::ids::UserId;
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::record::Capacity;
use undersigned::service::Field;
use undersigned::service::log::{Drafted, NewPetition, Typed};

use crate::harness::on_both_databases;
use crate::stage::{GUILD, OTHER_GUILD, Stage, caller, date, petition, statement, with};

fn values(choices: Vec<(String, String)>) -> Vec<String> {
    choices.into_iter().map(|(_, value)| value).collect()
}

on_both_databases! {
    async fn petitions_are_found_by_words_short_names_and_numbers(db) {
        let stage = Stage::open(&db).await;
        let numbers = stage.publish(GUILD, &record::entries().unwrap()).await;
        let found = |typed: &'static str| stage.complete(Completion::Petition, typed);
        assert_eq!(
            values(found("").await),
            ["microsoft-ice-petition-2018", "microsoft-ice-2018", "amazon-rekognition-aclu-2018"],
            "latest first"
        );
        assert_eq!(values(found("open let").await), ["microsoft-ice-2018"]);
        assert_eq!(values(found("REKOG").await), ["amazon-rekognition-aclu-2018"]);
        assert_eq!(values(found("microsoft-ice-pet").await), ["microsoft-ice-petition-2018"]);
        assert_eq!(values(found("nothing").await), Vec::<String>::new());
        let by_number = stage.complete(Completion::Petition, &numbers[2].to_string()).await;
        assert_eq!(values(by_number), ["amazon-rekognition-aclu-2018"]);
    }

    async fn organisations_answer_to_their_old_names(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record::entries().unwrap()).await;
        let found = |typed: &'static str| stage.complete(Completion::Organisation, typed);
        assert_eq!(values(found("micro").await), ["Microsoft"]);
        assert_eq!(values(found("MSFT").await), ["Microsoft"]);
        assert!(values(found("").await).contains(&"Amazon".to_owned()));
    }

    async fn sources_properties_speakers_and_tags_are_found(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record::entries().unwrap()).await;
        let sources = stage.complete(Completion::Source, "seattle ti").await;
        assert_eq!(sources.len(), 1);
        assert!(sources[0].0.contains("The Seattle Times, 19 Jun 2018"), "{sources:?}");
        assert_eq!(values(stage.complete(Completion::Property, "val").await), ["value"]);
        assert_eq!(values(stage.complete(Completion::Property, "").await), ["value"]);
        assert_eq!(values(stage.complete(Completion::Speaker, "larry").await), ["Larry Osterman"]);
        assert!(values(stage.complete(Completion::Speaker, "").await).contains(&"Brad Smith".to_owned()));
        assert_eq!(values(stage.complete(Completion::Tag, "imm").await), ["immigration"]);
        assert!(stage.complete(Completion::Zone, "berl").await.contains(&("Europe/Berlin".into(), "Europe/Berlin".into())));
    }

    async fn what_waits_is_suggested_to_who_filed_it_and_to_nobody_else(db) {
        let stage = Stage::open(&db).await;
        let drafted = stage.service.draft(&caller(GUILD), Typed::Petition(unpublished())).await.unwrap();
        let Drafted::NeedsWords(draft, _) = drafted else { panic!("{drafted:?}") };
        let words = [(Field::Demands, "Return the stapler".to_owned())];
        stage.service.complete(&caller(GUILD), &draft, &words).await.unwrap();
        let filed = stage.service.file(&caller(GUILD), &draft).await.unwrap();
        let number = filed.numbers[0].to_string();

        let own = stage.complete(Completion::PetitionToLogFor, "stap").await;
        assert_eq!(own, [("Open letter about a stapler (yours, waiting)".to_owned(), number)]);
        assert_eq!(stage.complete(Completion::PetitionToLogFor, "hours").await, []);
        assert_eq!(stage.complete(Completion::Petition, "stap").await, [], "it is not published");
        assert_eq!(stage.complete(Completion::Submission, "").await, [], "a member sees no queue");
        let mut other = caller(GUILD);
        other.user = UserId::new(3002);
        assert_eq!(stage.responder.complete(&other, Completion::PetitionToLogFor, "stap").await, []);
        let mut moderator = other.clone();
        moderator.permissions.manage_messages = true;
        let waiting = stage.responder.complete(&moderator, Completion::Submission, "").await;
        assert_eq!(waiting.len(), 1);
        assert!(!waiting[0].label.contains("stapler"), "{waiting:?}");
    }

    async fn a_demand_is_found_by_its_words_however_old_it_is(db) {
        let stage = Stage::open(&db).await;
        let mut entries: Vec<_> = (0..12).map(|n| petition(&format!("letter-{n}"))).collect();
        entries[0].petition.demands = vec!["Return the red stapler".to_owned(), "Mend the printer".to_owned()];
        for entry in &mut entries[1..] {
            entry.petition.demands = (0..100).map(|n| format!("Ask number {n}")).collect();
        }
        stage.publish(GUILD, &entries).await;
        for typed in ["stap", "red stapler", "RET stapler"] {
            let found = stage.complete(Completion::Demand, typed).await;
            assert!(found.len() == 1 && found[0].0.contains("stapler"), "{typed}: {found:?}");
        }
        assert_eq!(stage.complete(Completion::Demand, "").await.len(), 25);
        assert_eq!(stage.complete(Completion::Demand, "ask").await.len(), 25);
        assert_eq!(stage.complete(Completion::Demand, "stapler printer").await, []);
    }

    async fn nothing_of_another_guild_is_suggested_and_never_more_than_fits(db) {
        let stage = Stage::open(&db).await;
        stage.publish(OTHER_GUILD, &record::entries().unwrap()).await;
        for what in [Completion::Petition, Completion::PetitionToLogFor, Completion::Organisation, Completion::Source,
            Completion::Property, Completion::Speaker, Completion::Tag, Completion::Submission] {
            for typed in ["", "m", "microsoft", "#1", "1"] {
                assert_eq!(stage.complete(what, typed).await, [], "{what:?} {typed}");
            }
        }
        let many: Vec<_> = (0..40)
            .map(|at| {
                let words = statement(&format!("Speaker {at}"), Capacity::EmployeePersonal, "2018-07-02", "words");
                with(petition(&format!("letter-{at}")), [words])
            })
            .collect();
        stage.publish(GUILD, &many).await;
        for (what, typed) in [(Completion::Petition, ""), (Completion::Petition, "letter"), (Completion::Speaker, "spea")] {
            assert_eq!(stage.complete(what, typed).await.len(), 25, "{what:?}");
        }
    }

    async fn of_more_than_two_hundred_that_match_the_right_ones_are_shown(db) {
        let stage = Stage::open(&db).await;
        // The later it was filed the earlier it was issued: an archive that is read backwards.
        let mut entries: Vec<_> = (0..230).map(|n| petition(&format!("stapler-{n}"))).collect();
        for (n, entry) in entries.iter_mut().enumerate() {
            let day = n % 28 + 1;
            entry.petition.doc.issued_on = date(&format!("{}-01-{:02}", 2017 - n / 28, 29 - day));
            entry.petition.addressees = vec![OrganisationRef::New(format!("Stapler works {n:03}"))];
        }
        // One speaker in very many statements, later than all others.
        let speaks = |name: String| statement(&name, Capacity::Executive, "2018-06-20", "The staplers are ours");
        entries[0].records.extend((0..5).map(|n| speaks(format!("Stan Stapleton {n}"))));
        entries[0].records.extend((0..230).map(|_| speaks("Stan Lee".to_owned())));
        stage.publish(GUILD, &entries).await;
        let latest: Vec<String> = (0..25).map(|n| format!("stapler-{n}")).collect();
        for typed in ["stap", "stapler", "stapler-", "open letter sta"] {
            assert_eq!(values(stage.complete(Completion::Petition, typed).await), latest, "{typed}");
        }
        let first: Vec<String> = (0..25).map(|n| format!("Stapler works {n:03}")).collect();
        for typed in ["stap", "works", "stapler wor"] {
            assert_eq!(values(stage.complete(Completion::Organisation, typed).await), first, "{typed}");
        }
        let speakers = values(stage.complete(Completion::Speaker, "sta").await);
        assert_eq!(speakers.len(), 6, "{speakers:?}");
        assert_eq!(speakers[0], "Stan Lee");
    }
}

fn unpublished() -> NewPetition {
    NewPetition {
        title: "Open letter about a stapler".to_owned(),
        url: "https://the-gazette.example.org/stapler".to_owned(),
        organisation: "Initech".to_owned(),
        issued_on: "2018-06-19".to_owned(),
        kind: None,
        scope: None,
        visibility: None,
        sponsor: None,
    }
}
