//! What is typed, what is refused, and drafts.

use jiff::SignedDuration;
use tokio::task::JoinSet;
use undersigned::domain::guild::Moderation;
use undersigned::domain::record::Capacity;
use undersigned::domain::response::Refers;
use undersigned::service::log::{Drafted, MayApprove, NewPetition, Typed};
use undersigned::service::{Field, Refusal, ServiceError};

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn every_field_that_cannot_be_read_is_refused_by_its_name(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let refused = async |typed| refusal(town.service.draft(&contributor(), typed).await);
        let mut typed = count(&letter, "more than 300");
        typed.as_of = "19/6".into();
        assert_eq!(refused(Typed::Count(typed.clone())).await, Refusal::BadDate { field: Field::AsOf, value: "19/6".to_owned() });
        typed.as_of = "2018-06-23".into();
        assert_eq!(
            refused(Typed::Count(typed.clone())).await,
            Refusal::InTheFuture { field: Field::AsOf, value: "2018-06-23".to_owned() }
        );
        typed.as_of = "today".into();
        typed.wording = Some(" ".into());
        assert!(matches!(refused(Typed::Count(typed.clone())).await, Refusal::BadText { field: Field::Wording, .. }));
        typed.url = "theverge.com".into();
        assert!(matches!(refused(Typed::Count(typed)).await, Refusal::BadUrl(_)));
        let mut asked = request(&letter);
        asked.deadline = "2018-06-18".into();
        assert!(matches!(refused(Typed::Request(asked)).await, Refusal::WrongOrder { field: Field::Deadline, .. }));
        let close = Refusal::NoSuchPetition {
            given: "microsft-employees-open".to_owned(),
            close: vec!["microsoft-employees-open-letter".to_owned()],
        };
        assert_eq!(refused(Typed::Count(count("microsft-employees-open", "12"))).await, close);
        let of_nobody = Refusal::NoSuchOrganisation { given: "#9999".to_owned(), close: Vec::new() };
        let mut typed = count(&letter, "12");
        typed.of = Some("#9999".to_owned());
        assert_eq!(refused(Typed::Count(typed)).await, of_nobody);
        assert_eq!(db.ask("SELECT COUNT(*) FROM draft").await, "0");
    }

    async fn a_response_keeps_the_invariants_before_anybody_writes_its_words(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let mut early = response(&letter);
        early.said_on = "2018-06-18".into();
        let result = town.service.draft(&contributor(), Typed::Response(early.clone())).await;
        assert!(matches!(refusal(result), Refusal::BeforeThePetition { .. }));
        early.refers = Some(Refers::Explicitly);
        assert!(town.service.draft(&contributor(), Typed::Response(early.clone())).await.is_ok());
        early.capacity = Some(Capacity::EmployeePersonal);
        let result = town.service.draft(&contributor(), Typed::Response(early)).await;
        assert_eq!(refusal(result), Refusal::NotTheOrganisation);
    }

    async fn words_that_were_refused_are_not_lost(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let who = contributor();
        let draft = draft_of(&town.service.draft(&who, Typed::Response(response(&letter))).await.unwrap());
        let long = "x".repeat(4_001);
        let sent = vec![(Field::Quote, long.clone()), (Field::Paraphrase, String::new())];
        let result = town.service.complete(&who, &draft, &sent).await;
        assert!(matches!(refusal(result), Refusal::BadText { field: Field::Quote, .. }));
        let form = town.service.words_form(&who, &draft).await.unwrap();
        assert_eq!(form.fields[0].value, long);
        let nothing = owned(&[(Field::Quote, ""), (Field::Paraphrase, " ")]);
        assert_eq!(refusal(town.service.complete(&who, &draft, &nothing).await), Refusal::NoWords);
        let said = owned(&[(Field::Quote, "cruel and abusive")]);
        assert!(matches!(town.service.complete(&who, &draft, &said).await.unwrap(), Drafted::Preview(_)));
    }

    async fn a_draft_is_put_right_and_its_source_described(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let who = contributor();
        let draft = town.preview(&who, Typed::Count(count(&letter, "over 100")), &[]).await.draft;
        let described = owned(&[(Field::Publisher, "The Verge"), (Field::Published, "2018-06-21"), (Field::Type, "first-hand report")]);
        let Drafted::Preview(preview) = town.service.describe(&who, &draft, &described).await.unwrap() else { panic!() };
        let proposal = serde_json::to_string(&preview.proposals).unwrap();
        assert!(proposal.contains(r#""originator":"The Verge""#) && proposal.contains("first_hand_report"), "{proposal}");
        let bad = owned(&[(Field::AsOf, "19/6")]);
        assert!(matches!(refusal(town.service.change(&who, &draft, &bad).await), Refusal::BadDate { .. }));
        let form = town.service.change_form(&who, &draft).await.unwrap();
        assert_eq!(form.fields[1].value, "2018-06-21", "what was refused changed nothing");
        let change = owned(&[(Field::Wording, "more than 300 employees"), (Field::Population, "")]);
        town.service.change(&who, &draft, &change).await.unwrap();
        let number = town.service.file(&who, &draft).await.unwrap().numbers[0];
        let view = town.service.submission(&moderator(), number).await.unwrap();
        let proposal = serde_json::to_string(&view.proposal).unwrap();
        assert!(proposal.contains("more than 300 employees") && proposal.contains("The Verge"), "{proposal}");
    }

    async fn a_draft_is_its_writers_in_its_guild_for_a_day(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let draft = town.preview(&contributor(), Typed::Count(count(&letter, "12")), &[]).await.draft;
        for stranger in [member(), moderator(), elsewhere(contributor())] {
            assert_eq!(refusal(town.service.file(&stranger, &draft).await), Refusal::DraftGone);
            assert_eq!(refusal(town.service.change_form(&stranger, &draft).await), Refusal::DraftGone);
            town.service.cancel(&stranger, &draft).await.unwrap();
        }
        assert!(town.service.change_form(&contributor(), &draft).await.is_ok());
        town.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(refusal(town.service.file(&contributor(), &draft).await), Refusal::DraftGone);
        let other = town.preview(&contributor(), Typed::Count(count(&letter, "12")), &[]).await.draft;
        town.service.cancel(&contributor(), &other).await.unwrap();
        assert_eq!(refusal(town.service.file(&contributor(), &other).await), Refusal::DraftGone);
    }

    async fn a_draft_files_once_however_often_it_is_pressed(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let draft = town.preview(&contributor(), Typed::Count(count(&letter, "12")), &[]).await.draft;
        let mut presses = JoinSet::new();
        for _ in 0..4 {
            let (service, draft) = (town.service.clone(), draft.clone());
            presses.spawn(async move { service.file(&contributor(), &draft).await });
        }
        let mut filed = 0;
        for press in presses.join_all().await {
            match press {
                Ok(_) => filed += 1,
                refused => assert_eq!(refusal(refused), Refusal::DraftGone),
            }
        }
        assert_eq!(filed, 1);
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE kind = 'count'").await, "1");
        town.verify().await;
    }

    async fn what_is_like_it_is_shown_published_or_waiting(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let published = town.publish(Typed::Count(count(&letter, "more than 300")), &[]).await;
        let mut typed = count(&letter, "over 300");
        typed.url = "https://news.example.org/other".into();
        let preview = town.preview(&contributor(), Typed::Count(typed.clone()), &[]).await;
        assert_eq!(preview.similar.len(), 1, "the same reading of the same day");
        assert_eq!((preview.similar[0].number, preview.similar[0].same_page), (published, false));
        let waiting = town.service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];
        typed.wording = Some("about 50".into());
        let preview = town.preview(&member(), Typed::Count(typed), &[]).await;
        assert_eq!(preview.similar.len(), 1, "the same page");
        assert_eq!((preview.similar[0].number, preview.similar[0].pending), (waiting, true));
        let known = refusal(town.service.draft(&contributor(), Typed::Source(source(VERGE))).await);
        assert!(matches!(known, Refusal::SourceKnown(_)));
    }

    async fn a_single_moderator_files_and_approves_their_own(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Single).await;
        let preview = town.preview(&admin(), Typed::Petition(letter()), LETTER_WORDS).await;
        assert_eq!(preview.may_approve, MayApprove::Yes);
        let filed = town.service.file_and_approve(&admin(), &preview.draft).await.unwrap();
        assert!(filed.approved);
        let number = filed.numbers[0];
        assert_eq!(db.ask(&format!("SELECT decided_alone FROM submission WHERE number = {}", number.get())).await.chars().next(), Some(if db.kind == crate::harness::Kind::Sqlite { '1' } else { 't' }));
        assert_eq!(db.ask("SELECT COUNT(DISTINCT seq) FROM opening WHERE field = 'alone'").await, "5");
        let theirs = town.preview(&member(), Typed::Count(count(&number.to_string(), "12")), &[]).await;
        assert_eq!(theirs.may_approve, MayApprove::No);
        let refused = refusal(town.service.file_and_approve(&member(), &theirs.draft).await);
        assert!(matches!(refused, Refusal::NotAllowed { .. }));
        assert!(town.service.file(&member(), &theirs.draft).await.is_ok(), "what was refused consumed nothing");
        town.verify().await;
    }

    async fn two_addresses_of_one_page_are_one_source_and_another_page_is_another(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.letter().await;
        let number = town.publish(Typed::Source(source("https://www.example.org/2018/letter?utm_source=mail")), &[]).await;
        let known = async |url: &str| match town.service.draft(&moderator(), Typed::Source(source(url))).await {
            Err(ServiceError::Refused(Refusal::SourceKnown(number))) => Some(number),
            other => other.map(|_| None).unwrap(),
        };
        for url in [
            "http://www.example.org/2018/letter",
            "https://WWW.example.org:443/2018/%6Cetter?fbclid=1#top",
            "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/2018/letter",
        ] {
            assert_eq!(known(url).await, Some(number), "{url}");
            assert_eq!(town.service.source(&member(), url, 1).await.unwrap().answer.source.number, number, "{url}");
        }
        for url in ["https://www.example.org/2018/letter/", "https://www.example.org/2018/letter?id=2", "https://www.example.org/2018/Letter"] {
            assert_eq!(known(url).await, None, "{url}");
        }
        town.verify().await;
    }

    async fn a_count_of_a_petition_with_two_addressees_needs_no_organisation_named(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        // A second addressee, as an import brings it.
        let other = town.publish(Typed::Petition(NewPetition { organisation: "Google".to_owned(), ..letter_of_google() }), LETTER_WORDS).await;
        db.execute(&format!(
            "INSERT INTO petition_addressee (guild, petition, position, organisation) \
             SELECT guild, {}, 2, organisation FROM petition_addressee WHERE petition = {}", letter.get(), other.get(),
        )).await;
        let preview = town.preview(&contributor(), Typed::Count(count(&letter.to_string(), "300 employees")), &[]).await;
        assert_eq!(preview.organisation.as_deref(), Some("Microsoft"), "the first, whose employees are counted");
        let mut of = count(&letter.to_string(), "300 employees");
        of.of = Some("#99".to_owned());
        let refused = refusal(town.service.draft(&contributor(), Typed::Count(of)).await);
        assert!(matches!(refused, Refusal::NoSuchOrganisation { ref given, .. } if given == "#99"), "{refused:?}");
    }
}

fn letter_of_google() -> NewPetition {
    NewPetition { title: "Google employees' letter".to_owned(), url: VERGE.to_owned(), ..letter() }
}
