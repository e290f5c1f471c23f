//! Lists broken down, in batches, so that no figure shows a person and no two askings do.

use std::sync::Arc;

use jiff::SignedDuration;
use undersigned::domain::acting::Ground;
use undersigned::domain::breakdown::Aspect;
use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::petition::Collection;
use undersigned::domain::signatory::{Basis, Part, Person, Wish};
use undersigned::domain::source::{SourceDoc, SourceUrl};
use undersigned::service::act::{Ended, NewAct, Wanted};
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::log::{NewOrganisation, NewPetition, NewPetitionEdit, Typed};
use undersigned::service::operator::{ListedName, NameList, Person as Sought};
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::{FiguresShown, Withdrawal};

use crate::acting::done;
use crate::harness::{Kind, TestDb, on_both_databases};
use crate::sealing::{bytes, holds};
use crate::support::*;

const SLUG: &str = "microsoft-employees-open-letter";
const FIRST: Part = Part::FirstSignatory;
const OTHER: Part = Part::Signatory;

/// A guild with an empty list, which keeps names or does not.
async fn town(db: &Arc<TestDb>, names: Names) -> Town {
    let town = Town::new(db).await;
    town.set_up(Moderation::Several).await;
    keep(&town, names).await;
    town.letter().await;
    town
}

async fn keep(town: &Town, names: Names) {
    let change = SetupChange { names: Some(names), ..SetupChange::default() };
    town.service.configure(&admin(), change).await.unwrap();
}

/// Puts people on the list, the first of whom is `Person{from} Of{from}`, and lets the worker run.
async fn sign(town: &Town, from: usize, groups: &[(usize, &str, Part)]) {
    let each = groups.iter().flat_map(|(people, affiliation, part)| (0..*people).map(move |_| (*affiliation, *part)));
    let listed = |(at, (affiliation, part)): (usize, (&str, Part))| ListedName {
        line: at as u64 + 2,
        person: Person {
            name: format!("Person{at} Of{at}"),
            affiliation: Some(affiliation.to_owned()).filter(|text| !text.is_empty()),
        },
        part,
    };
    let list = NameList {
        petition: SLUG.to_owned(),
        source: SourceDoc::bare(SourceUrl::parse(VERGE).unwrap(), "2018-06-22".to_owned().try_into().unwrap()),
        basis: Basis::SignsInSource,
        digest: "0f".repeat(32),
        names: (from..).zip(each).map(listed).collect(),
    };
    town.service.import_names(GUILD, &list).await.unwrap();
    hour(town).await;
}

/// Lets people withdraw, slowly enough for a moderator.
async fn withdraw(town: &Town, who: std::ops::Range<usize>, shown: Wish) {
    for at in who {
        let wish = Withdrawal { signatory: format!("Person{at} Of{at}"), shown, url: None, on: None };
        town.service.withdraw_signatory(&moderator(), &wish).await.unwrap();
        if shown == Wish::Erased {
            town.service.withdraw_signatory(&admin(), &wish).await.unwrap();
        }
        town.clock.advance(SignedDuration::from_mins(3));
    }
    hour(town).await;
}

async fn hour(town: &Town) {
    town.clock.advance(SignedDuration::from_hours(1));
    town.service.refresh_breakdowns(town.service.now()).await.unwrap();
}

async fn shown(town: &Town, by: Aspect) -> FiguresShown {
    match town.service.breakdown(&member(), PetitionAsked::Typed(SLUG), by).await.unwrap().answer {
        Found::One(answer) => answer.figures,
        Found::Which(_) => panic!("no petition"),
    }
}

/// The figures as `Engines 30, - 10`.
async fn figures(town: &Town, by: Aspect) -> String {
    match shown(town, by).await {
        FiguresShown::Made { cells, .. } => {
            let cells = cells.iter().map(|(label, people)| format!("{} {people}", label.as_deref().unwrap_or("-")));
            cells.collect::<Vec<_>>().join(", ")
        }
        other => format!("{other:?}"),
    }
}

/// Removes the petition, or undoes that.
async fn act_by_two(town: &Town, wanted: Wanted) {
    let act = NewAct { object: SLUG.to_owned(), wanted, ground: Ground::Abusive, note: None };
    if let Ended::Waits(number, _) = done(town, &moderator(), act).await {
        town.service.confirm(&admin(), number).await.unwrap();
    }
}

on_both_databases! {
    async fn one_more_changes_no_answer_and_ten_more_do(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(10, "Engines", FIRST), (21, "Engines", OTHER), (12, "Navy", OTHER), (7, "", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Engines 30, Navy 10");
        assert_eq!(figures(&town, Aspect::Part).await, "signatory 40, first_signatory 10");
        let before = [shown(&town, Aspect::Affiliation).await, shown(&town, Aspect::Part).await];
        for at in 100..109 {
            sign(&town, at, &[(1, "Engines", OTHER)]).await;
            let now = [shown(&town, Aspect::Affiliation).await, shown(&town, Aspect::Part).await];
            assert_eq!(now, before, "nor does the time at which it was made");
        }
        sign(&town, 109, &[(1, "Navy", FIRST)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Engines 40, Navy 10");
        assert_eq!(figures(&town, Aspect::Part).await, "signatory 40, first_signatory 10");
        town.verify().await;
    }

    async fn who_goes_is_counted_until_ten_went(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(20, "Engines", OTHER), (20, "Navy", OTHER)]).await;
        let before = shown(&town, Aspect::Affiliation).await;
        withdraw(&town, 0..5, Wish::NotShown).await;
        withdraw(&town, 5..9, Wish::Erased).await;
        assert_eq!(shown(&town, Aspect::Affiliation).await, before);
        // A batch that comes is taken in, and tells nothing of who went.
        sign(&town, 100, &[(10, "Navy", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Navy 30, Engines 20");
        withdraw(&town, 20..21, Wish::NotShown).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Navy 20, Engines 10");
        town.verify().await;
    }

    async fn a_group_of_nine_is_not_found_from_what_is_beside_it(db) {
        let town = town(&db, Names::Off).await;
        sign(&town, 0, &[(9, "", FIRST)]).await;
        assert_eq!(shown(&town, Aspect::Part).await, FiguresShown::None);
        sign(&town, 9, &[(30, "", OTHER)]).await;
        // Of 39 the first 30 are counted, and what is beyond full tens may be of either group.
        assert_eq!(figures(&town, Aspect::Part).await, "signatory 20");
        assert_eq!(db.ask("SELECT COUNT(*) FROM breakdown_cell WHERE label = 'first_signatory'").await, "0");
    }

    async fn affiliations_are_one_however_they_are_written_and_whichever_name_they_have(db) {
        let town = town(&db, Names::On).await;
        let github = NewOrganisation { aliases: Some("Logical Awesome".to_owned()), ..organisation("GitHub") };
        town.publish(Typed::Organisation(github), &[]).await;
        sign(&town, 0, &[
            (6, "github", OTHER), (6, "Logical  AWESOME", OTHER), (11, "Analytical Engines", OTHER), (5, "Röstwerk", OTHER),
            (7, "RÖSTWERK", OTHER), (9, "Quokka Collective", OTHER), (16, "", OTHER),
        ]).await;
        // A spelling of fewer than ten is nobody's to see; what is on record is called as it is there.
        let figures = figures(&town, Aspect::Affiliation).await;
        assert_eq!(figures, "Analytical Engines 10, GitHub 10, rostwerk 10, - 10");
        assert!(!holds(&bytes(&db).await, b"quokka"), "what is withheld stands nowhere in clear");
        // Another name is taken up with the next batch.
        let engines = NewOrganisation { aliases: Some("Rostwerk".to_owned()), ..organisation("Analytical Engines") };
        town.publish(Typed::Organisation(engines), &[]).await;
        hour(&town).await;
        assert_eq!(self::figures(&town, Aspect::Affiliation).await, figures);
        sign(&town, 100, &[(10, "Quokka Collective", OTHER)]).await;
        let after = self::figures(&town, Aspect::Affiliation).await;
        assert_eq!(after, "Analytical Engines 20, GitHub 10, Quokka Collective 10, - 10");
        town.verify().await;
    }

    async fn with_names_off_nothing_is_told_by_affiliation(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(12, "Engines", FIRST), (12, "Navy", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Engines 10");
        keep(&town, Names::Off).await;
        assert_eq!(shown(&town, Aspect::Affiliation).await, FiguresShown::NamesOff, "at once");
        hour(&town).await;
        assert_eq!(db.ask("SELECT COUNT(*) FROM breakdown_cell WHERE label = 'Engines'").await, "0");
        assert_eq!(figures(&town, Aspect::Part).await, "first_signatory 10");
    }

    async fn figures_outlive_the_names_they_were_made_of_and_change_no_more(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(12, "Engines", OTHER), (12, "Navy", OTHER)]).await;
        let before = shown(&town, Aspect::Affiliation).await;
        let concluded = NewPetitionEdit { state: Some(Collection::Concluded), ..edit(SLUG) };
        town.publish(Typed::PetitionEdit(concluded), &[]).await;
        town.service.expire_names(town.service.now()).await.unwrap();
        town.clock.advance(SignedDuration::from_hours(24 * 200));
        town.service.expire_names(town.service.now()).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM breakdown WHERE aspect = 'affiliation' AND sealed IS NOT NULL").await, "0");
        withdraw(&town, 0..12, Wish::NotShown).await;
        assert_eq!(shown(&town, Aspect::Affiliation).await, before);
        assert_eq!(figures(&town, Aspect::Part).await, "signatory 10", "of 20 ten are gone");
    }

    async fn a_petition_that_is_removed_takes_its_figures_along(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(12, "Engines", OTHER)]).await;
        assert_eq!(db.ask("SELECT COUNT(*) FROM breakdown_cell").await, "2");
        act_by_two(&town, Wanted::Remove).await;
        hour(&town).await;
        assert_eq!(db.ask("SELECT COUNT(*) FROM breakdown_cell").await, "0");
    }

    async fn figures_that_were_taken_away_come_back_as_they_were(db) {
        let town = town(&db, Names::On).await;
        let engines = NewOrganisation { aliases: Some("Works".to_owned()), ..organisation("Analytical Engines") };
        town.publish(Typed::Organisation(engines), &[]).await;
        sign(&town, 0, &[(20, "works", FIRST), (20, "Navy", OTHER)]).await;
        let before = [shown(&town, Aspect::Affiliation).await, shown(&town, Aspect::Part).await];
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Analytical Engines 20, Navy 20");
        // One goes and one comes: counted anew, this would be 10 and 20.
        withdraw(&town, 0..1, Wish::NotShown).await;
        sign(&town, 100, &[(1, "Navy", OTHER)]).await;
        keep(&town, Names::Off).await;
        hour(&town).await;
        keep(&town, Names::On).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "None", "not until the worker has run");
        hour(&town).await;
        assert_eq!([shown(&town, Aspect::Affiliation).await, shown(&town, Aspect::Part).await], before);
        act_by_two(&town, Wanted::Remove).await;
        hour(&town).await;
        act_by_two(&town, Wanted::Undo).await;
        hour(&town).await;
        assert_eq!([shown(&town, Aspect::Affiliation).await, shown(&town, Aspect::Part).await], before);
        // From there it goes on in batches.
        sign(&town, 110, &[(9, "Navy", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Navy 30, Analytical Engines 20");
        town.verify().await;
    }

    async fn where_no_group_is_shown_nothing_is_told(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(9, "Engines", OTHER), (9, "Navy", OTHER)]).await;
        assert_eq!(shown(&town, Aspect::Affiliation).await, FiguresShown::None);
    }

    async fn no_breakdown_is_made_of_names_that_have_gone(db) {
        let town = town(&db, Names::Off).await;
        sign(&town, 0, &[(12, "Engines", OTHER)]).await;
        keep(&town, Names::On).await;
        hour(&town).await;
        assert_eq!(shown(&town, Aspect::Affiliation).await, FiguresShown::None);
        assert_eq!(db.ask("SELECT COUNT(*) FROM breakdown WHERE aspect = 'affiliation'").await, "0");
        assert_eq!(figures(&town, Aspect::Part).await, "signatory 10");
        // One name of which something is known is enough to go by.
        sign(&town, 20, &[(1, "Engines", OTHER), (9, "", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "- 10");
    }

    async fn one_petition_that_cannot_be_read_keeps_no_other_waiting(db) {
        let town = town(&db, Names::On).await;
        let other = town.publish(Typed::Petition(NewPetition { title: "Another".to_owned(), ..letter() }), &[]).await;
        db.execute(&format!(
            "INSERT INTO breakdown (guild, petition, aspect, as_of, people, last_at, last_number, sealed)
             VALUES ({}, {}, 'part', 0, 10, 0, 1, NULL)", GUILD.get(), other.get()
        )).await;
        let lift = match db.kind {
            Kind::Sqlite => "PRAGMA ignore_check_constraints = ON",
            Kind::Postgres => "ALTER TABLE petition DROP CONSTRAINT petition_state_check",
        };
        db.execute(&format!("{lift}; UPDATE petition SET state = 'lost' WHERE number = {}", other.get())).await;
        sign(&town, 0, &[(12, "Engines", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Part).await, "signatory 10");
    }

    async fn a_name_that_a_group_is_called_by_is_erased(db) {
        let town = town(&db, Names::On).await;
        sign(&town, 0, &[(10, "Office of Ada Lovelace", OTHER), (10, "Navy", OTHER)]).await;
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Navy 10, Office of Ada Lovelace 10");
        let person = Sought::Named("Ada Lovelace".to_owned());
        let found = town.service.find_person(GUILD, &person).await.unwrap();
        for column in ["breakdown_cell.label", "breakdown.sealed", "signatory.sealed"] {
            assert!(found.passages.iter().any(|passage| passage.column == column), "{column}");
        }
        town.service.erase_person(GUILD, &person).await.unwrap();
        assert!(town.service.find_person(GUILD, &person).await.unwrap().is_empty());
        assert_eq!(figures(&town, Aspect::Affiliation).await, "Navy 10, Office of [erased] 10");
        assert!(town.service.wipe().await.unwrap());
        assert!(!holds(&bytes(&db).await, b"lovelace"));
        // Nor does it come back with the next figures.
        sign(&town, 100, &[(10, "Navy", OTHER)]).await;
        assert!(!figures(&town, Aspect::Affiliation).await.to_lowercase().contains("lovelace"));
        town.verify().await;
    }

    async fn the_schema_lets_no_figure_in_that_is_under_ten(db) {
        let town = town(&db, Names::Off).await;
        sign(&town, 0, &[(12, "", OTHER)]).await;
        for people in ["9", "11", "0"] {
            for table in ["breakdown", "breakdown_cell"] {
                let (db, sql) = (Arc::clone(&db), format!("UPDATE {table} SET people = {people}"));
                let tried = tokio::spawn(async move { db.execute(&sql).await });
                assert!(tried.await.is_err(), "{table} {people}");
            }
        }
    }
}
