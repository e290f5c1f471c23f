//! Lists of names that the host imports.

use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::signatory::{Basis, ListTally, Part, Person, Wish};
use undersigned::domain::source::{SourceDoc, SourceUrl};
use undersigned::service::Refusal;
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::operator::{ListedName, NameList};
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::{NamesShown, SignatoriesAnswer, Withdrawal};
use undersigned::store::tally;

use crate::harness::on_both_databases;
use crate::sealing::{bytes, holds};
use crate::support::*;

const SLUG: &str = "microsoft-employees-open-letter";

fn names(names: &[(&str, &str)]) -> NameList {
    let listed = |(line, (name, affiliation)): (u64, &(&str, &str))| ListedName {
        line,
        person: Person {
            name: (*name).to_owned(),
            affiliation: Some((*affiliation).to_owned()).filter(|text| !text.is_empty()),
        },
        part: if line == 2 { Part::FirstSignatory } else { Part::Signatory },
    };
    NameList {
        petition: SLUG.to_owned(),
        source: SourceDoc::bare(SourceUrl::parse(VERGE).unwrap(), "2018-06-22".to_owned().try_into().unwrap()),
        basis: Basis::SignsInSource,
        digest: "0f".repeat(32),
        names: (2..).zip(names).map(listed).collect(),
    }
}

async fn list(town: &Town) -> SignatoriesAnswer {
    let asked = town.service.signatories(&member(), PetitionAsked::Typed(SLUG), 1).await.unwrap();
    let mut conn = town.service.store().read().await.unwrap();
    assert_eq!(tally::differences(&mut conn, GUILD).await.unwrap(), []);
    match asked.answer {
        Found::One(answer) => answer,
        Found::Which(_) => panic!("no petition"),
    }
}

const FOUR: &[(&str, &str)] =
    &[("Ada Lovelace", "Engines"), ("John Smith", "Cloud"), ("John Smith", "Games"), ("Quokka Wombat", "")];

on_both_databases! {
    async fn a_list_comes_in_once_with_one_entry(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.letter().await;
        let before = town.entries().await;
        let told = town.service.foretell_names(GUILD, &names(FOUR)).await.unwrap();
        assert_eq!((told.new, town.entries().await), (4, before), "a dry run writes nothing");
        let done = town.service.import_names(GUILD, &names(FOUR)).await.unwrap();
        assert_eq!(done, told);
        assert_eq!(town.entries().await - before, 2, "the source's and the list's, however long it is");
        let again = town.service.import_names(GUILD, &names(FOUR)).await.unwrap();
        assert_eq!((again.new, again.known, town.entries().await - before), (0, 4, 2));
        let longer = [FOUR, &[("john smith", "Research"), ("Grace Hopper", "")]].concat();
        let more = town.service.import_names(GUILD, &names(&longer)).await.unwrap();
        assert_eq!((more.new, more.known), (2, 4), "the same name in another affiliation is somebody else");
        let answer = list(&town).await;
        assert_eq!((answer.list, answer.names), (ListTally { standing: 6, withdrawn: 0, erased: 0 }, NamesShown::Off));
        assert!(!holds(&bytes(&db).await, b"quokka"));
        town.verify().await;
    }

    async fn a_list_puts_nobody_back(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.letter().await;
        town.service.import_names(GUILD, &names(FOUR)).await.unwrap();
        let wish = |name: &str, shown| Withdrawal { signatory: name.to_owned(), shown, url: None, on: None };
        town.service.withdraw_signatory(&moderator(), &wish("Ada Lovelace", Wish::NotShown)).await.unwrap();
        for who in [moderator(), admin()] {
            town.service.withdraw_signatory(&who, &wish("Quokka Wombat", Wish::Erased)).await.unwrap();
        }
        let again = town.service.import_names(GUILD, &names(FOUR)).await.unwrap();
        assert_eq!((again.new, again.known, again.barred), (0, 3, vec![5]));
        assert_eq!(list(&town).await.list, ListTally { standing: 2, withdrawn: 1, erased: 1 });
        town.verify().await;
    }

    async fn doubles_and_near_spellings_are_told_by_line(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.letter().await;
        town.service.import_names(GUILD, &names(&FOUR[..2])).await.unwrap();
        let next = &[("X", ""), ("Lovelace, A.", ""), ("Grace Hopper", "Navy"), ("HOPPER, Grace", "navy")];
        let done = town.service.import_names(GUILD, &names(next)).await.unwrap();
        assert_eq!((done.new, done.near, done.twice), (3, vec![3], vec![(5, 4)]));
        let mut nowhere = names(next);
        nowhere.petition = "no-such".into();
        assert!(matches!(refusal(town.service.import_names(GUILD, &nowhere).await), Refusal::NoSuchPetition { .. }));
    }

    async fn with_names_on_a_list_is_shown_in_its_order_first_signatories_first_page_by_page(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let on = SetupChange { names: Some(Names::On), ..SetupChange::default() };
        town.service.configure(&admin(), on).await.unwrap();
        town.letter().await;
        let many: Vec<String> = (0..2_050).map(|n| format!("Person{} Of{n}", n % 7)).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "Engines")).collect();
        assert!(town.service.import_names(GUILD, &names(&many)).await.unwrap().kept);
        let answer = list(&town).await;
        assert_eq!(answer.list.standing, 2_050);
        let NamesShown::Page { names: first, more } = answer.names else { panic!() };
        assert_eq!((first.len(), more), (20, true));
        assert_eq!(first[0].part, Part::FirstSignatory);
        let read = |names: &[undersigned::domain::signatory::Listed]| {
            names.iter().map(|one| one.kept.person.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(read(&first), many[..20].iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
        let last = town.service.signatories(&member(), PetitionAsked::Typed(SLUG), 103).await.unwrap();
        let Found::One(last) = last.answer else { panic!() };
        let NamesShown::Page { names: last, more } = last.names else { panic!() };
        assert_eq!((last.len(), more, read(&last)[9].as_str()), (10, false, "Person5 Of2049"));
        let beyond = town.service.signatories(&member(), PetitionAsked::Typed(SLUG), 104).await;
        assert_eq!(refusal(beyond), Refusal::NoSuchPage);
        assert!(!holds(&bytes(&db).await, b"Person5"), "what is kept is sealed");
        town.verify().await;
    }
}
