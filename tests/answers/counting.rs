//! Every state a number can be in, in words.

use undersigned::answers::view::{History, View};
use undersigned::domain::petition::Relation;
use undersigned::domain::record::{Body, Rank};
use undersigned::domain::{Measure, Population};
use undersigned::service::operator::{ImportedRecord, Other};

use crate::harness::{TestDb, on_both_databases};
use crate::stage::{GUILD, Stage, count, counts, note, petition, reads, record, report, typed, with};

async fn shown(db: &TestDb, records: impl IntoIterator<Item = ImportedRecord>) -> String {
    shown_at(db, "2018-08-01T12:00:00Z", records).await
}

async fn shown_at(db: &TestDb, now: &str, records: impl IntoIterator<Item = ImportedRecord>) -> String {
    let stage = Stage::open_at(db, now).await;
    stage.publish(GUILD, &[with(petition("letter"), records)]).await;
    stage.show(counts(typed("letter"))).await
}

fn of(population: Population, wording: &str, as_of: &str) -> ImportedRecord {
    record(Body::Count(report(wording, population, as_of, "The Gazette")), "The Gazette", as_of)
}

on_both_databases! {
    async fn none(db) {
        reads("counts_none", &shown(&db, []).await);
    }

    async fn one(db) {
        reads("counts_one", &shown(&db, [count("338 employees", "2018-06-21", "The Gazette")]).await);
    }

    async fn who_counted_is_named_where_somebody_else_published_it(db) {
        let mut counted = count("338", "2018-06-21", "The Gazette");
        if let Body::Count(report) = &mut counted.body {
            "the organisers".clone_into(&mut report.originator);
        }
        reads("counts_originator", &shown(&db, [counted]).await);
    }

    async fn two_that_agree(db) {
        let reports = [
            count("nearly 30,000", "2018-06-21", "The Gazette"),
            count("more than 29,200 employees", "2018-06-21", "The Courier"),
        ];
        reads("counts_consistent", &shown(&db, reports).await);
    }

    async fn the_tighter_of_two_that_agree_is_shown_and_both_are_cited(db) {
        let reports =
            [count("over 300", "2018-06-21", "The Gazette"), count("338 employees", "2018-06-21", "The Courier")];
        let shown = shown(&db, reports).await;
        reads("counts_consistent_exact", &shown);
        assert!(!shown.contains("301"), "a bound is never shown as if it were said");
    }

    async fn two_that_do_not_agree(db) {
        let reports = [
            count("490", "2018-06-21", "The Gazette"),
            count("505 employees", "2018-06-21", "The Courier"),
            count("over 100", "2018-06-19", "The Herald"),
        ];
        let shown = shown(&db, reports).await;
        reads("counts_disputed", &shown);
        assert!(!shown.contains("497") && !shown.contains("995"), "no third number is made");
    }

    async fn words_that_give_no_figure(db) {
        reads("counts_vague", &shown(&db, [count("hundreds of employees", "2018-06", "The Gazette")]).await);
        assert!(!shown_words(&db).await.contains("200"));
    }

    async fn words_that_are_no_number(db) {
        reads("counts_words", &shown(&db, [count("a great many of us", "2018-06-21", "The Gazette")]).await);
    }

    async fn a_rise(db) {
        let reports = [
            count("490", "2018-06-21T18:00:00Z", "The Gazette"),
            count("505", "2018-06-21T19:00:00Z", "The Courier"),
            count("650 employees", "2018-06-21T20:00:00Z", "The Herald"),
        ];
        reads("counts_rising", &shown_at(&db, "2018-06-21T21:00:00Z", reports).await);
    }

    async fn a_fall_with_its_reason(db) {
        let reports = [
            count("3,074", "2018-04-01", "The List"),
            note(count("3,064", "2018-08-01", "The List"), "withdrawals and removals, says the list"),
        ];
        reads("counts_fallen", &shown(&db, reports).await);
    }

    async fn a_fall_without_a_reason(db) {
        let reports = [count("3,074", "2018-04-01", "The List"), count("3,064", "2018-08-01", "The List")];
        reads("counts_fallen_unexplained", &shown(&db, reports).await);
    }

    async fn a_coarser_date_never_displaces_a_finer_one_inside_it(db) {
        let reports = [
            count("over 100", "2018-06", "The Courier"),
            count("more than 300", "2018-06-21", "The Gazette"),
            count("dozens", "2018", "The Herald"),
        ];
        reads("counts_coarse_dates", &shown(&db, reports).await);
    }

    async fn several_populations_and_measures_are_never_added(db) {
        let mut pledges = of(Population::Employees, "1.2k", "2018-06-20");
        if let Body::Count(report) = &mut pledges.body {
            report.measure = Measure::WalkoutPledges;
        }
        let reports = [
            of(Population::Public, "more than 300,000 signatures", "2018-06-21"),
            of(Population::FormerEmployees, "about 40", "2018-06-21"),
            of(Population::Employees, "12 employees", "2018-06-21"),
            of(Population::Employees, "at least 9 employees", "2018-06-20"),
            of(Population::Unknown, "20 signatures", "2018-06-21"),
            pledges,
        ];
        let shown = shown(&db, reports).await;
        reads("counts_populations", &shown);
        assert!(shown.find("12") < shown.find("300,000"), "employees come before the public");
        assert!(!shown.contains("300,012"));
    }

    async fn one_population_alone(db) {
        let stage = Stage::open(&db).await;
        let reports = [of(Population::Public, "900", "2018-06-21"), of(Population::Employees, "12", "2018-06-21")];
        stage.publish(GUILD, &[with(petition("letter"), reports)]).await;
        let view = |population| {
            let (petition, population) = (typed("letter"), Some(population));
            View::Counts { petition, population, history: History::Current, page: 1 }
        };
        reads("counts_public_alone", &stage.show(view(Population::Public)).await);
        reads("counts_contractors_none", &stage.show(view(Population::Contractors)).await);
    }

    async fn the_preferred_of_two_that_agree_comes_first(db) {
        let mut preferred = count("over 300", "2018-06-21", "The Gazette");
        preferred.rank = Rank::Preferred;
        let shown = shown(&db, [count("338", "2018-06-21", "The Courier"), preferred]).await;
        assert!(shown.contains("Over 300, 338 employees of Initech; two reports agree"), "{shown}");
    }

    async fn other_petitions_are_counted_apart(db) {
        let stage = Stage::open(&db).await;
        let mut second = with(petition("second"), [
            of(Population::Mixed, "more than 300,000 signatures", "2018-07-26"),
            of(Population::Employees, "500 employees", "2018-07-26"),
        ]);
        second.relations.push((Relation::FollowUpOf, Other::Slug("letter".parse().unwrap())));
        let first = with(petition("letter"), [count("more than 300", "2018-06-21", "The Gazette")]);
        stage.publish(GUILD, &[first, second]).await;
        reads("counts_apart", &stage.show(counts(typed("letter"))).await);
        reads("counts_apart_from_the_other_side", &stage.show(counts(typed("second"))).await);
    }

    async fn what_was_replaced_is_shown_to_who_asks(db) {
        let stage = Stage::open(&db).await;
        let reports = [count("338", "2018-06-21", "The Gazette"), count("383", "2018-06-20", "The Courier"),
            count("3,380", "2018-06-20", "The Herald")];
        stage.publish(GUILD, &[with(petition("letter"), reports)]).await;
        db.execute("UPDATE record SET state = 'deprecated' WHERE doc LIKE '%\"383\"%'").await;
        db.execute("UPDATE record SET state = 'redacted' WHERE doc LIKE '%\"3,380\"%'").await;
        let current = stage.show(counts(typed("letter"))).await;
        assert!(!current.contains("383"), "what no longer stands is not counted: {current}");
        let (petition, history) = (typed("letter"), History::Everything);
        let all = stage.show(View::Counts { petition, population: None, history, page: 1 }).await;
        reads("counts_history", &all);
        assert!(!all.contains("3,380"), "what was redacted is gone: {all}");
    }

    async fn a_long_history_is_paged_and_nothing_is_lost(db) {
        let stage = Stage::open(&db).await;
        let reports = (1..=30).map(|day| count(&(100 + day).to_string(), &format!("2018-07-{day:02}"), "The Gazette"));
        stage.publish(GUILD, &[with(petition("letter"), reports)]).await;
        let mut pages = Vec::new();
        for page in 1..=9 {
            let (petition, history) = (typed("letter"), History::Current);
            pages.push(stage.show(View::Counts { petition, population: None, history, page }).await);
        }
        reads("counts_first_page", &pages[0]);
        reads("counts_second_page", &pages[1]);
        let end = pages.iter().position(|page| page.contains("the end.")).unwrap();
        let all = pages[..=end].concat();
        for day in 1..=30 {
            assert!(all.contains(&format!("{day} Jul 2018")), "{day}");
        }
        assert!(pages[end + 1].contains("no such page"), "{}", pages[end + 1]);
    }
}

async fn shown_words(db: &TestDb) -> String {
    let stage = Stage::open(db).await;
    stage.show(counts(typed("letter"))).await
}
