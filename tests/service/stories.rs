//! From typing to the record, for every kind.

use undersigned::domain::guild::Moderation;
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::proposal::Proposal;
use undersigned::domain::record::Body;
use undersigned::domain::review::SubmissionState;
use undersigned::domain::{Measure, Population, Qualifier};
use undersigned::service::Field;
use undersigned::service::log::Typed;
use undersigned::store::{organisations, petitions, records, sources};

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn a_petition_goes_from_typing_to_the_record(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let before = town.entries().await;
        let number = town.letter().await;
        // Filed; then the organisation, the source, the petition and its two demands.
        assert_eq!(town.entries().await - before, 1 + 5);
        let mut conn = town.service.store().read().await.unwrap();
        let petition = petitions::find(&mut conn, GUILD, number).await.unwrap().unwrap();
        assert_eq!(petition.slug.as_str(), "microsoft-employees-open-letter");
        assert_eq!(petitions::list_demands(&mut conn, GUILD, number).await.unwrap(), ["Cancel the contract", "Publish a policy"]);
        let addressees = petitions::list_addressees(&mut conn, GUILD, number).await.unwrap();
        assert_eq!(addressees[0].1, "Microsoft");
        assert_eq!(organisations::find_by_name(&mut conn, GUILD, "MICROSOFT").await.unwrap(), Some(addressees[0].0));
        assert_eq!(sources::find(&mut conn, GUILD, petition.source).await.unwrap().unwrap().url.as_str(), TIMES);
        drop(conn);
        town.verify().await;
    }

    async fn a_count_goes_from_typing_to_the_record(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let preview = town.preview(&contributor(), Typed::Count(count("microsoft-employees-open-letter", "more than 300 employees")), &[]).await;
        assert_eq!(preview.petition.as_deref(), Some("Microsoft employees' open letter"));
        assert_eq!(preview.organisation.as_deref(), Some("Microsoft"));
        assert_eq!(preview.source_known, None);
        let number = town.service.file(&contributor(), &preview.draft).await.unwrap().numbers[0];
        let decided = town.service.approve(&moderator(), number).await.unwrap();
        assert_eq!(decided.submission.decision.unwrap().state, SubmissionState::Approved);
        assert!(decided.submission.proposal.is_some(), "what was approved is still shown");
        let mut conn = town.service.store().read().await.unwrap();
        let record = records::find(&mut conn, GUILD, number).await.unwrap().unwrap();
        drop(conn);
        assert_eq!(record.petition, letter);
        assert_eq!(record.organisation_name.as_deref(), Some("Microsoft"));
        let Body::Count(report) = record.body else { panic!("no count") };
        assert_eq!((report.measure, report.population), (Measure::Signatures, Population::Employees));
        assert_eq!(report.originator, "theverge.com");
        assert_eq!(report.reading.unwrap().qualifier(), Qualifier::MoreThan);
        assert_eq!(db.ask(&format!("SELECT lower FROM record WHERE number = {}", number.get())).await, "301");
        town.verify().await;
    }

    async fn a_response_statement_request_fact_and_source_reach_the_record(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let before = town.entries().await;
        let said = &[(Field::Quote, "cruel and abusive"), (Field::Paraphrase, "Condemns the separation.")];
        let response = town.publish(Typed::Response(response(&letter)), said).await;
        // Filed, its source, itself.
        assert_eq!(town.entries().await - before, 3);
        let request = town.publish(Typed::Request(request(&letter)), &[]).await;
        let statement = town.publish(Typed::Statement(statement(&letter)), &[(Field::Quote, "especially poignant")]).await;
        let fact = town.publish(Typed::Fact(fact(&letter, "$19.4 million")), &[]).await;
        let source = town.publish(Typed::Source(source("https://thehill.com/policy/x?utm_source=a")), &[]).await;
        let mut conn = town.service.store().read().await.unwrap();
        let mut found = Vec::new();
        for number in [response, request, statement, fact] {
            found.push(records::find(&mut conn, GUILD, number).await.unwrap().unwrap());
        }
        assert_eq!(found[0].organisation_name.as_deref(), Some("Microsoft"));
        assert_eq!(found[0].source, found[1].source, "one source per page");
        let Body::Response(said) = &found[0].body else { panic!("no response") };
        assert_eq!(said.kinds.as_slice().len(), 2);
        let Body::Fact(claim) = &found[3].body else { panic!("no fact") };
        assert_eq!(claim.reading.as_ref().unwrap().qualifier(), Qualifier::Rounded);
        assert_eq!(sources::find(&mut conn, GUILD, source).await.unwrap().unwrap().url.as_str(), "https://thehill.com/policy/x");
        drop(conn);
        town.verify().await;
    }

    async fn an_organisation_is_found_by_any_of_its_names_and_number(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let mut typed = count(&letter, "about 12");
        for name in ["microsoft", "  MicroSoft "] {
            typed.of = Some(name.to_owned());
            let preview = town.preview(&contributor(), Typed::Count(typed.clone()), &[]).await;
            let Proposal::Record(record) = &preview.proposals[0] else { panic!("no record") };
            let Some(OrganisationRef::Known(number)) = &record.organisation else { panic!("not known: {name}") };
            typed.of = Some(number.to_string());
            let again = town.preview(&contributor(), Typed::Count(typed.clone()), &[]).await;
            assert_eq!(again.proposals, preview.proposals);
        }
    }
}
