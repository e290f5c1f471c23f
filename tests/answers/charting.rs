//! How counts went: what is drawn, what is said of it in words, and what is counted instead.

use stepchart::{Chart, Sign};
use undersigned::answers::reply::{Action, Content, Reply};
use undersigned::answers::view::View;
use undersigned::cli::terminal;
use undersigned::domain::Population;
use undersigned::domain::ids::Number;
use undersigned::domain::record::{Body, RecordState};
use undersigned::domain::response::ResponseKind;
use undersigned::service::operator::{Entry, ImportedRecord};

use crate::harness::{TestDb, on_both_databases};
use crate::stage::*;

/// Ends that a level is drawn with.
type Ends = (Option<u64>, Option<u64>);

async fn asked(db: &TestDb, entry: Entry) -> Reply {
    let stage = Stage::open(db).await;
    stage.publish(GUILD, &[entry]).await;
    stage.reply(GUILD, View::Chart { petition: typed("letter") }).await
}

async fn of(db: &TestDb, records: impl IntoIterator<Item = ImportedRecord>) -> Reply {
    asked(db, with(petition("letter"), records)).await
}

fn chart(reply: &Reply) -> &Chart {
    match &reply.file.as_ref().expect("a picture").content {
        Content::Chart(chart) => chart,
        other => panic!("{}", matches!(other, Content::File(_))),
    }
}

/// Gives of each panel what each date came to.
fn ends(reply: &Reply) -> Vec<Vec<Vec<Ends>>> {
    let panels = chart(reply).panels.iter();
    let of_moment = |moment: &stepchart::Moment| moment.levels.iter().map(|level| (level.lower, level.upper)).collect();
    panels.map(|panel| panel.moments.iter().map(of_moment).collect()).collect()
}

fn counted(population: Population, wording: &str, as_of: &str) -> ImportedRecord {
    record(Body::Count(report(wording, population, as_of, "The Gazette")), "The Gazette", as_of)
}

/// Says whether a chart can be asked for by a button.
fn offers_a_chart(reply: &Reply) -> bool {
    assert!(reply.actions.iter().all(|row| row.len() <= 5));
    let is_it = |action: &Action| matches!(action, Action::Button { label, .. } if label == "Chart");
    reply.actions.iter().flatten().any(is_it)
}

on_both_databases! {
    async fn a_petition_with_its_counts_its_delivery_and_its_answer(db) {
        let mut entry = with(petition("letter"), [
            count("over 100", "2018-06-19", "The Gazette"),
            count("more than 150 employees", "2018-06-19T22:00:00Z", "The Courier"),
            count("more than 300 employees", "2018-06-21", "The Herald"),
            counted(Population::Mixed, "about 300,000 signatures", "2018-07-26"),
            response("2018-06-20", &[ResponseKind::Acknowledged], "Thank you"),
        ]);
        entry.petition.doc.delivered_on = Some(date("2018-07-26"));
        let reply = asked(&db, entry).await;
        reads("chart", &terminal::render(&reply));
        let signs: Vec<Sign> = chart(&reply).events.iter().map(|event| event.sign).collect();
        assert_eq!(signs, [Sign::Flag, Sign::Circle, Sign::Square]);
        let employees = vec![vec![(Some(101), None)], vec![(Some(151), None)], vec![(Some(301), None)]];
        assert_eq!(ends(&reply), [employees, vec![vec![(None, None)]]], "populations apart, nothing added");
        assert_eq!(chart(&reply).panels[1].moments[0].levels[0].point, Some(300_000));
        assert_eq!(reply.file.as_ref().unwrap().name, "letter.png");
        let svg = chart(&reply).svg();
        assert!(svg.contains("over 100") && svg.contains("delivered") && svg.contains("responded"), "{svg}");
    }

    async fn disputed_values_both_stand_and_no_third_is_made(db) {
        let reply = of(&db, [
            count("490", "2018-06-21", "The Gazette"),
            count("505 employees", "2018-06-21", "The Courier"),
            count("over 100", "2018-06-19", "The Herald"),
        ]).await;
        let both = vec![(Some(490), Some(490)), (Some(505), Some(505))];
        assert_eq!(ends(&reply), [vec![vec![(Some(101), None)], both]]);
        let said = terminal::render(&reply);
        assert!(said.contains("disputed: 490 or 505 on 21 Jun 2018"), "{said}");
        assert!(!said.contains("497") && !said.contains("995"), "{said}");
    }

    async fn reports_that_agree_are_drawn_as_what_they_say_together(db) {
        let reply = of(&db, [
            count("more than 29,200 employees", "2018-06-21", "The Courier"),
            count("nearly 30,000", "2018-06-21", "The Gazette"),
        ]).await;
        assert_eq!(ends(&reply), [vec![vec![(Some(29_201), Some(29_999))]]]);
        let said = &chart(&reply).description;
        assert!(said.contains("more than 29,200, nearly 30,000 on 21 Jun 2018"), "{said}");
    }

    async fn a_fall_is_told_as_a_fall(db) {
        let reply = of(&db, [count("3,074", "2018-04-01", "The List"), count("3,064", "2018-07-02", "The List")]).await;
        assert!(chart(&reply).description.contains("fell to 3,064 on 2 Jul 2018"), "{}", chart(&reply).description);
    }

    async fn words_alone_are_counted_and_not_drawn(db) {
        let reply = of(&db, [
            count("a great many of us", "2018-06-21", "The Gazette"),
            count("hundreds of employees", "2018-06-20", "The Courier"),
        ]).await;
        assert_eq!(ends(&reply), [vec![vec![(Some(200), None)]]]);
        let said = terminal::render(&reply);
        assert!(said.contains("One report with a number [2]; one in words alone [1]"), "{said}");
        assert_eq!(chart(&reply).notes, ["Fading: the words set no end there. 1 report gives words alone."]);
        assert!(chart(&reply).description.contains("“hundreds of” on 20 Jun 2018"), "{}", chart(&reply).description);
    }

    async fn words_stand_in_the_picture_where_no_report_has_a_number(db) {
        let reply = of(&db, [count("a great many of us", "2018-06-21", "The Gazette")]).await;
        let drawn = chart(&reply);
        assert!(drawn.panels.is_empty());
        assert_eq!(drawn.notes[0], "No report gives a number.");
        assert!(drawn.notes[1].contains("“a great many of us”"), "{:?}", drawn.notes);
        assert!(drawn.description.contains("“a great many of us”"), "{}", drawn.description);
        reads("chart_words", &terminal::render(&reply));
    }

    async fn nothing_is_drawn_where_nothing_is_counted(db) {
        let reply = of(&db, []).await;
        assert!(reply.file.is_none());
        reads("chart_none", &terminal::render(&reply));
    }

    async fn what_no_longer_counts_is_not_drawn(db) {
        let in_state = |state, by| ImportedRecord { state, superseded_by: by, ..count("900", "2018-06-22", "The Gazette") };
        let reply = of(&db, [
            in_state(RecordState::Deprecated, None),
            in_state(RecordState::Retracted, None),
            in_state(RecordState::Superseded, Some(3)),
            count("338", "2018-06-21", "The Gazette"),
        ]).await;
        assert_eq!(ends(&reply), [vec![vec![(Some(338), Some(338))]]]);
    }

    async fn a_chart_is_offered_where_two_reports_of_a_group_have_a_number(db) {
        let stage = Stage::open(&db).await;
        let employees = |n: &str, on| counted(Population::Employees, n, on);
        stage.publish(GUILD, &[
            with(petition("one"), [employees("100", "2018-06-19"), counted(Population::Mixed, "900", "2018-06-20")]),
            with(petition("two"), [employees("100", "2018-06-19"), employees("200", "2018-06-20")]),
            with(petition("words"), [employees("100", "2018-06-19"), employees("a great many", "2018-06-20")]),
        ]).await;
        for (slug, offered) in [("one", false), ("two", true), ("words", false)] {
            for view in [View::Petition { petition: typed(slug) }, counts(typed(slug))] {
                assert_eq!(offers_a_chart(&stage.reply(GUILD, view).await), offered, "{slug}");
            }
        }
    }

    async fn more_groups_than_are_drawn_are_counted(db) {
        let populations = [Population::Employees, Population::FormerEmployees, Population::Contractors, Population::Public];
        let reply = of(&db, populations.map(|population| counted(population, "120", "2018-06-21"))).await;
        assert_eq!(chart(&reply).panels.len(), 3);
        assert!(terminal::render(&reply).contains("1 more group is not drawn."));
    }

    async fn a_long_record_has_a_bounded_description_with_where_it_began_went_and_ended(db) {
        let day = |n: usize| format!("2018-{:02}-{:02}", n / 28 + 1, n % 28 + 1);
        let number = |n: usize| if n == 70 { 9_000 } else { 1_000 + n };
        let reports = (0..150).map(|n| count(&format!("{} employees", number(n)), &day(n), "The List"));
        let mut entry = with(petition("letter"), reports);
        entry.petition.doc.title = "公開書簡 ".repeat(30);
        let reply = asked(&db, entry).await;
        let said = &chart(&reply).description;
        assert!(said.chars().count() <= 900, "{}", said.chars().count());
        for part in ["150 dates, from 1000 on 1 Jan 2018 to 1149 on", "the most 9000 on 15 Mar 2018", "fell one time"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(chart(&reply).panels[0].moments.len(), 150);
    }

    async fn a_chart_to_be_told_is_the_one_that_is_asked_for(db) {
        let stage = Stage::open(&db).await;
        let entry = with(petition("letter"), [count("338", "2018-06-21", "The Gazette")]);
        let number = stage.publish(GUILD, &[entry]).await[0];
        let told = stage.service.chart_to_tell(GUILD, number).await.unwrap().unwrap();
        assert_eq!((told.series.len(), told.series[0].course.steps.len()), (1, 1));
        assert!(stage.service.chart_to_tell(OTHER_GUILD, number).await.unwrap().is_none(), "another server's");
        assert!(stage.service.chart_to_tell(GUILD, Number::new(9_999).unwrap()).await.unwrap().is_none());
    }

    async fn which_petition_is_meant_is_asked(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("one"), petition("two")]).await;
        let unsaid = View::Chart { petition: undersigned::answers::view::PetitionRef::Unsaid };
        let reply = stage.reply(GUILD, unsaid).await;
        assert!(reply.file.is_none() && terminal::render(&reply).contains("Which petition?"));
    }
}
