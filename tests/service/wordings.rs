//! From words to readings.

use undersigned::domain::guild::Moderation;
use undersigned::domain::proposal::Proposal;
use undersigned::domain::record::{Body, CountReport};
use undersigned::domain::{Population, Qualifier};
use undersigned::service::Refusal;
use undersigned::service::log::{Drafted, Typed};

use crate::harness::on_both_databases;
use crate::support::*;

fn counted(proposal: &Proposal) -> &CountReport {
    match proposal {
        Proposal::Record(record) => match &record.body {
            Body::Count(count) => count,
            _ => panic!("no count"),
        },
        _ => panic!("no record"),
    }
}

on_both_databases! {
    async fn words_with_two_numbers_give_two_submissions(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let words = "12 employees and more than 300,000 members of the public";
        let preview = town.preview(&contributor(), Typed::Count(count(&letter, words)), &[]).await;
        let populations: Vec<_> = preview.proposals.iter().map(|one| counted(one).population).collect();
        assert_eq!(populations, [Population::Employees, Population::Public]);
        let filed = town.service.file(&contributor(), &preview.draft).await.unwrap();
        assert_eq!(filed.numbers.len(), 2);
        for number in filed.numbers {
            town.service.approve(&moderator(), number).await.unwrap();
        }
        assert_eq!(db.ask("SELECT COUNT(*) FROM record WHERE organisation IS NULL").await, "1", "the public is nobody's");
        town.verify().await;
    }

    async fn ambiguous_words_are_asked_about(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let drafted = town.service.draft(&contributor(), Typed::Count(count(&letter, "1.000"))).await.unwrap();
        let Drafted::NeedsReading(draft, ways) = drafted else { panic!("{drafted:?}") };
        assert!(ways.len() >= 2);
        assert_eq!(refusal(town.service.file(&contributor(), &draft).await), Refusal::ChooseReading);
        let chosen = town.service.choose_reading(&contributor(), &draft, 1).await.unwrap();
        let Drafted::Preview(preview) = chosen else { panic!("no preview") };
        assert_eq!(counted(&preview.proposals[0]).reading.as_ref(), Some(&ways[1].0));
        let alone = town.service.choose_reading(&contributor(), &draft, ways.len()).await.unwrap();
        let Drafted::Preview(preview) = alone else { panic!("no preview") };
        assert_eq!(counted(&preview.proposals[0]).reading, None);
        assert!(town.service.file(&contributor(), &draft).await.is_ok());
    }

    async fn words_in_another_language_are_read_by_its_rules_and_keep_it(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        for (words, language, point) in [
            ("mehr als 1.000 Beschäftigte", Some("de"), 1_000),
            ("près de 400 salariés", Some("fr"), 400),
            ("300人以上の従業員", Some("ja"), 300),
            ("over 100 employees", Some("en"), 100),
            ("338", None, 338),
        ] {
            let preview = town.preview(&contributor(), Typed::Count(count(&letter, words)), &[]).await;
            let report = counted(&preview.proposals[0]);
            assert_eq!(report.language.as_deref(), language, "{words}");
            assert_eq!(report.reading.as_ref().and_then(undersigned::domain::Reading::point), Some(point), "{words}");
            assert_eq!(report.wording, words);
        }
    }

    async fn words_without_a_number_stand_alone(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let number = town.publish(Typed::Count(count(&letter, "a great many of its employees")), &[]).await;
        let bounds = format!("SELECT COUNT(*) FROM record WHERE number = {} AND lower IS NULL AND upper IS NULL", number.get());
        assert_eq!(db.ask(&bounds).await, "1");
    }

    async fn what_is_typed_comes_before_what_the_words_say(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let mut typed = count(&letter, "hundreds of employees");
        typed.population = Some(Population::Contractors);
        let preview = town.preview(&contributor(), Typed::Count(typed), &[]).await;
        let report = counted(&preview.proposals[0]);
        assert_eq!(report.population, Population::Contractors);
        assert_eq!(report.reading.as_ref().unwrap().qualifier(), Qualifier::Vague);
    }
}
