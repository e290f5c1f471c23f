//! What may be said of an addressee, and what was said around a petition.

use undersigned::answers::view::{PetitionRef, View};
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::record::Capacity;
use undersigned::domain::response::{RequestResult, ResponseKind};
use undersigned::service::operator::ImportedRecord;

use crate::harness::{TestDb, on_both_databases};
use crate::stage::{GUILD, Stage, fact, facts, petition, reads, request, response, responses, statement, typed, with};

async fn shown(db: &TestDb, records: impl IntoIterator<Item = ImportedRecord>) -> String {
    let stage = Stage::open(db).await;
    stage.publish(GUILD, &[with(petition("letter"), records)]).await;
    stage.show(responses(typed("letter"))).await
}

on_both_databases! {
    async fn nothing_recorded_does_not_say_that_anybody_asked(db) {
        reads("responses_none", &shown(&db, []).await);
    }

    async fn asked_and_the_deadline_is_to_come(db) {
        reads("responses_asked", &shown(&db, [request("2018-07-30", "2018-08-03", None)]).await);
    }

    async fn asked_and_no_reply(db) {
        reads("responses_no_reply", &shown(&db, [request("2018-06-19", "2018-06-20", None)]).await);
    }

    async fn asked_and_declined(db) {
        let declined = request("2018-06-19", "2018-06-20", Some(RequestResult::Declined));
        reads("responses_declined", &shown(&db, [declined]).await);
    }

    async fn a_response_with_what_was_said_before_and_since(db) {
        let records = [
            response("2018-06-20", &[ResponseKind::Acknowledged, ResponseKind::Defended], "Yeah, I'm going to disagree"),
            request("2018-06-19", "2018-06-20", None),
            statement("Initech", Capacity::Official, "2018-06-18", "We value your feedback"),
            statement("Bill Lumbergh", Capacity::Executive, "2018-07-02", "What's happening"),
            statement("Milton", Capacity::EmployeePersonal, "2018-06-18", "That is my stapler"),
            statement("Initech", Capacity::Official, "2018-06", "It is a great place to work"),
        ];
        let shown = shown(&db, records).await;
        reads("responses_all", &shown);
        assert!(!shown.contains("stapler"), "an employee's words are not the company's");
    }

    async fn each_addressee_by_itself_and_one_alone(db) {
        let stage = Stage::open(&db).await;
        let mut entry = with(petition("letter"), [response("2018-06-20", &[ResponseKind::Rejected], "No.")]);
        entry.petition.addressees.push(OrganisationRef::New("Penetrode".to_owned()));
        entry.petition.demands = vec!["Return the stapler".to_owned()];
        stage.publish(GUILD, &[entry]).await;
        reads("responses_of_two", &stage.show(responses(typed("letter"))).await);
        let only = |name: &str| {
            let organisation = Some(name.to_owned());
            View::Responses { petition: PetitionRef::Unsaid, organisation, page: 1 }
        };
        reads("responses_of_one", &stage.show(only("PENETRODE")).await);
        reads("responses_of_nobody", &stage.show(only("Penetrod")).await);
    }

    async fn long_words_go_on_on_the_next_pages(db) {
        let stage = Stage::open(&db).await;
        let long = (0..800).map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
        let words = statement("Milton", Capacity::EmployeePersonal, "2018-07-02", &long);
        stage.publish(GUILD, &[with(petition("letter"), [words])]).await;
        let mut all = String::new();
        for page in 1..=3 {
            let (petition, speaker) = (PetitionRef::Unsaid, None);
            all += &stage.show(View::Statements { petition, speaker, page }).await;
        }
        for word in [0, 300, 500, 799] {
            assert!(all.contains(&format!("w{word}")), "w{word} is on none of the pages");
        }
    }

    async fn claims_that_contradict_each_other(db) {
        let stage = Stage::open(&db).await;
        let claims = [
            fact("value", "$19.4 million", "The Herald", "2018-06-19"),
            fact("value", "$19.14 million", "The Gazette", "2018-06-18"),
            fact("value", "nearly $20 million", "The Courier", "2018-06-21"),
            fact("users", "over 20,000", "The Courier", "2018-06-21"),
        ];
        stage.publish(GUILD, &[with(petition("letter"), claims)]).await;
        reads("facts_all", &stage.show(facts(typed("letter"))).await);
        let one = |property: &str| {
            View::Facts { petition: PetitionRef::Unsaid, property: Some(property.to_owned()), page: 1 }
        };
        reads("facts_one", &stage.show(one("Users")).await);
        reads("facts_unknown", &stage.show(one("offices")).await);
    }

    async fn facts_never_answer_how_many_signed(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[with(petition("letter"), [fact("users", "over 20,000", "The Courier", "2018-06-21")])]).await;
        let shown = stage.show(crate::stage::counts(typed("letter"))).await;
        assert!(shown.contains("No count is recorded"), "{shown}");
    }

    async fn nothing_known(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("letter")]).await;
        reads("facts_none", &stage.show(facts(typed("letter"))).await);
        let statements = View::Statements { petition: typed("letter"), speaker: None, page: 1 };
        reads("statements_none", &stage.show(statements).await);
    }
}
