//! A record that was written to a file and taken in elsewhere answers as it did.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use undersigned::answers::reply::{Answer, Content, Reply};
use undersigned::answers::view::{History, PetitionRef, View};
use undersigned::cli::terminal;
use undersigned::domain::commitment::{Commitment, Judged, Rating};
use undersigned::domain::exchange::{ExchangeError, Export, Judgement, is_export, table};
use undersigned::domain::ids::GuildId;
use undersigned::domain::organisation::OrganisationKind;
use undersigned::domain::petition::{DemandOutcome, Relation};
use undersigned::domain::record::{Body, Capacity, RecordState};
use undersigned::domain::response::{RequestResult, ResponseKind};
use undersigned::domain::source::CaptureDoc;
use undersigned::service::ask::{Format, export};
use undersigned::service::operator::{
    Entry, ImportedCapture, ImportedJudgement, ImportedOrganisation, ImportedRecord, Other, TakenIn,
};
use undersigned::store::exchange::WithHistory;

use crate::harness::on_both_databases;
use crate::stage::*;

/// A record with something of everything: figures, words, a correction, a relation, a second reading of a source.
fn record_of_much() -> Vec<Entry> {
    let mut letter = petition("the-letter");
    letter.petition.demands = vec!["Cancel the contract".to_owned(), "=HYPERLINK(\"https://x\")".to_owned()];
    letter.organisations = vec![ImportedOrganisation {
        name: "Initech".to_owned(),
        kind: OrganisationKind::Employer,
        aliases: vec!["Initech Corporation".to_owned()],
    }];
    let old = count("over 100 employees", "2018-06-19", "The Paper");
    let new = count("more than 300 employees", "2018-06-21", "The Herald");
    let wrong = ImportedRecord {
        state: RecordState::Superseded,
        superseded_by: Some(1),
        ..count("30,000 employees", "2018-06-21", "The Herald")
    };
    letter.captures = vec![ImportedCapture {
        url: old.source.as_ref().unwrap().url.clone(),
        retrieved_at: date("2018-06-25"),
        doc: CaptureDoc { excerpt: Some("over 100".to_owned()), ..CaptureDoc::default() },
    }];
    let promise = Commitment { text: "We will review it".to_owned(), due: Some(date("2018-12")), made_on: None };
    letter.records = vec![old, new, wrong, record(Body::Commitment(promise), "The Herald", "2018-06-22")];
    let judged = |place, judged, reason: &str, day: &str| ImportedJudgement {
        place,
        judged,
        source: source("The Herald", day),
        reason: reason.to_owned(),
        judged_at: format!("{day}T12:00:00Z").parse().unwrap(),
    };
    letter.judgements = vec![
        judged(0, Judged::Demand(DemandOutcome::Refused), "it says so", "2018-07-01"),
        judged(3, Judged::Commitment(Rating::InTheWorks), "a review began", "2018-07-02"),
        judged(3, Judged::Commitment(Rating::Stalled), "nothing came of it", "2018-07-20"),
    ];
    let mut later = petition("a-later-letter");
    later.relations = vec![(Relation::FollowUpOf, Other::Slug("the-letter".parse().unwrap()))];
    later.records = vec![count("500 employees", "2018-07-26", "The Paper")];
    vec![letter, later]
}

pub(crate) fn views(slug: &str) -> Vec<View> {
    let petition = || PetitionRef::Typed(slug.to_owned());
    let (population, history, page) = (None, History::Everything, 1);
    vec![
        View::Petition { petition: petition() },
        View::Counts { petition: petition(), population, history, page },
        View::Responses { petition: petition(), organisation: None, page },
        View::Statements { petition: petition(), speaker: None, page },
        View::Facts { petition: petition(), property: None, page },
        View::Timeline { petition: petition(), page },
        View::Commitments { petition: petition(), page },
    ]
}

/// Takes the numbers out of what is read: those of another guild are others.
pub(crate) fn unnumbered(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..=at]);
        rest = rest[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}

async fn read(stage: &Stage, guild: GuildId, view: View) -> String {
    let reply: Reply = match stage.responder.show(&caller(guild), view, None).await {
        Answer::Reply(reply) | Answer::Beside(reply) => reply,
        Answer::Form(form) => panic!("{form:?}"),
    };
    unnumbered(&terminal::render(&reply))
}

pub(crate) async fn exported(stage: &Stage, guild: GuildId) -> Export {
    stage.service.export_record(guild, None, WithHistory::Yes).await.unwrap().unwrap()
}

/// Writes an export with names, addresses and places in the file for numbers, and without what differs by nature.
pub(crate) fn resolved(export: &Export) -> serde_json::Value {
    let mut names = BTreeMap::new();
    names.extend(export.organisations.iter().map(|one| (one.number, one.name.clone())));
    names.extend(export.sources.iter().map(|one| (one.number, one.doc.url.as_str().to_owned())));
    for petition in &export.petitions {
        names.insert(petition.number, petition.slug.to_string());
        let records = petition.records.iter().enumerate();
        names.extend(records.map(|(at, record)| (record.number, format!("{} {at}", petition.slug))));
    }
    let name = |number: &_| names[number].clone();
    let judged = |all: &[Judgement]| {
        all.iter().map(|one| (one.judged, name(&one.source), one.reason.clone(), one.judged_at)).collect::<Vec<_>>()
    };
    let petitions = export.petitions.iter().map(|petition| {
        let records = petition.records.iter().map(|record| {
            serde_json::json!([
                record.state,
                record.superseded_by.as_ref().map(name),
                record.organisation.as_ref().map(name),
                name(&record.source),
                record.rank,
                record.flag,
                record.body,
                judged(&record.judgements)
            ])
        });
        let relations = petition.relations.iter().map(|to| (to.relation.as_str(), name(&to.other)));
        let json = serde_json::json!([
            petition.slug,
            petition.collection,
            petition.doc,
            petition.demands.iter().map(|one| (&one.text, one.outcome, judged(&one.judgements))).collect::<Vec<_>>(),
            name(&petition.source),
            petition.addressees.iter().map(name).collect::<Vec<_>>(),
            relations.collect::<Vec<_>>(),
            records.collect::<Vec<_>>()
        ]);
        (petition.slug.to_string(), json)
    });
    let sources = export.sources.iter().map(|one| (one.doc.url.as_str().to_owned(), (&one.doc, &one.captures)));
    let organisations = export.organisations.iter().map(|one| {
        (
            one.name.clone(),
            (
                one.kind,
                &one.aliases,
                one.parents.iter().map(|to| (name(&to.organisation), to.belonging)).collect::<Vec<_>>(),
            ),
        )
    });
    serde_json::json!([
        petitions.collect::<BTreeMap<_, _>>(),
        sources.collect::<BTreeMap<_, _>>(),
        organisations.collect::<BTreeMap<_, _>>(),
    ])
}

on_both_databases! {
    async fn a_record_taken_in_elsewhere_answers_as_it_did(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record_of_much()).await;
        let written = export::written(&exported(&stage, GUILD).await, Format::Json).unwrap();
        let file = Export::parse(std::str::from_utf8(&written).unwrap()).unwrap();
        assert_eq!(stage.service.foretell(OTHER_GUILD, &file).await.unwrap(), Some(2));
        let TakenIn::Done(outcomes) = stage.service.take_in(OTHER_GUILD, &file).await.unwrap() else { panic!() };
        assert!(outcomes.iter().all(|outcome| outcome.new));
        for view in ["the-letter", "a-later-letter"].into_iter().flat_map(views) {
            let here = read(&stage, GUILD, view.clone()).await;
            assert_eq!(read(&stage, OTHER_GUILD, view).await, here);
        }
        assert_eq!(resolved(&exported(&stage, OTHER_GUILD).await), resolved(&exported(&stage, GUILD).await));
        assert!(stage.service.store().verify(OTHER_GUILD, &[]).await.unwrap().is_intact());
    }

    async fn taking_a_record_in_again_changes_nothing(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record_of_much()).await;
        let file = exported(&stage, GUILD).await;
        stage.service.take_in(OTHER_GUILD, &file).await.unwrap();
        let before = exported(&stage, OTHER_GUILD).await;
        let TakenIn::Done(outcomes) = stage.service.take_in(OTHER_GUILD, &file).await.unwrap() else { panic!() };
        assert!(outcomes.iter().all(|outcome| !outcome.new));
        assert_eq!(exported(&stage, OTHER_GUILD).await.ledger, before.ledger);
        assert_eq!(stage.service.take_in(GUILD, &file).await.unwrap(), TakenIn::Own);
    }

    async fn a_file_of_one_petition_holds_what_it_stands_on_and_nothing_else(db) {
        let stage = Stage::open(&db).await;
        let numbers = stage.publish(GUILD, &record_of_much()).await;
        let only = stage.service.export_record(GUILD, Some("a-later-letter"), WithHistory::No).await.unwrap().unwrap();
        only.check().unwrap();
        assert_eq!(only.petitions.iter().map(|one| one.number).collect::<Vec<_>>(), [numbers[1]]);
        assert_eq!((only.sources.len(), only.organisations.len()), (2, 1));
        assert!(only.petitions[0].relations.is_empty(), "the other petition is not in the file");
        assert!(stage.service.export_record(OTHER_GUILD, None, WithHistory::No).await.unwrap().is_none());
        assert!(stage.service.export_record(GUILD, Some("nothing"), WithHistory::No).await.is_err());
    }

    async fn a_member_is_handed_a_file_with_the_ledgers_end(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record_of_much()).await;
        for format in Format::ALL {
            let view = View::Export { petition: typed("the-letter"), format: *format };
            let reply = stage.reply(GUILD, view).await;
            let file = reply.file.clone().unwrap();
            assert_eq!(file.name, format!("the-letter.{}", format.as_str()));
            let Content::File(bytes) = file.content else { panic!("{file:?}") };
            let text = String::from_utf8(bytes).unwrap();
            let anchor = stage.service.store().anchor(GUILD).await.unwrap().unwrap();
            assert!(text.contains(&anchor.hash.to_string()) && terminal::render(&reply).contains(&anchor.hash.to_string()));
            assert!(text.contains("more than 300 employees") && !text.contains("500 employees"));
            assert_eq!(is_export(&text), *format == Format::Json);
        }
        let which = stage.reply(GUILD, View::Export { petition: PetitionRef::Unsaid, format: Format::Csv }).await;
        assert!(which.file.is_none() && terminal::render(&which).contains("Which petition?"));
    }

    async fn a_table_has_a_row_for_each_record_and_no_formula(db) {
        let stage = Stage::open(&db).await;
        let mut letter = petition("the-letter");
        letter.records = vec![count("=1+1 over 100", "2018-06-19", "The Paper"), statement("=cmd|' /C calc'!A0", Capacity::Anonymous, "2018-06-20", "+1")];
        stage.publish(GUILD, &[letter]).await;
        let written = export::written(&exported(&stage, GUILD).await, Format::Csv).unwrap();
        let mut reader = csv::Reader::from_reader(written.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), table::head());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])));
        assert!(rows.iter().flatten().any(|cell| cell == "'=1+1 over 100"));
    }

    async fn any_record_comes_back_from_a_file_as_it_was(db) {
        let stage = Stage::open(&db).await;
        let mut runner = TestRunner::deterministic();
        for round in 0..12u64 {
            let entries = entries().new_tree(&mut runner).unwrap().current();
            let (from, to) = (GuildId::new(9000 + round), GuildId::new(9100 + round));
            stage.publish(from, &entries).await;
            let file = exported(&stage, from).await;
            let text = serde_json::to_string(&file).unwrap();
            stage.service.take_in(to, &Export::parse(&text).unwrap()).await.unwrap();
            assert_eq!(resolved(&exported(&stage, to).await), resolved(&file), "round {round}");
        }
    }

    async fn a_file_that_was_tampered_with_is_refused_whole(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record_of_much()).await;
        let good = serde_json::to_value(exported(&stage, GUILD).await).unwrap();
        let broken = |change: fn(&mut serde_json::Value)| {
            let mut bad = good.clone();
            change(&mut bad);
            Export::parse(&bad.to_string()).unwrap_err()
        };
        assert!(matches!(broken(|it| it["version"] = 2.into()), ExchangeError::Version { version: 2, .. }));
        assert!(matches!(broken(|it| it["more"] = 1.into()), ExchangeError::Shape(_)));
        assert!(matches!(broken(|it| it["petitions"][0]["source"] = 999.into()), ExchangeError::Missing { .. }));
        assert!(matches!(broken(|it| it["sources"][0]["number"] = it["sources"][1]["number"].clone()), ExchangeError::Twice(_)));
        assert!(matches!(broken(|it| it["petitions"][0]["records"][2]["state"] = "accepted".into()), ExchangeError::Rule { .. }));
        assert!(matches!(broken(|it| it["petitions"][0]["doc"]["title"] = "\u{1e}".into()), ExchangeError::Text(_)));
        assert!(matches!(broken(|it| it["petitions"][0]["doc"]["title"] = "x".repeat(5000).into()), ExchangeError::Text(_)));
        let reading = broken(|it| it["petitions"][0]["records"][0]["body"]["count"]["reading"]["lower"] = 5.into());
        assert!(matches!(reading, ExchangeError::Shape(_)), "{reading}");
    }
}

/// Petitions with records of every kind and hostile words.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let words = "[^\\p{C}]{1,60}".prop_filter("not blank", |text| !text.trim().is_empty());
    let day = (1u8..28).prop_map(|day| format!("2018-06-{day:02}"));
    let record = (words.clone(), day, 0u8..5, any::<bool>()).prop_map(|(words, day, kind, preferred)| {
        let mut record = match kind {
            0 => count(&format!("{} employees", words.len()), &day, "The Paper"),
            1 => statement(&words, Capacity::Anonymous, "2018-06", &words),
            2 => response("2018-06-20", &[ResponseKind::Defended], &words),
            3 => request("2018-06-20", "2018-07", Some(RequestResult::Declined)),
            _ => fact(&words, &words, "The Paper", "2018-06"),
        };
        if preferred {
            record.rank = undersigned::domain::record::Rank::Preferred;
        }
        record
    });
    let one = (proptest::collection::vec(record, 0..8), proptest::collection::vec(words, 0..3), any::<u8>());
    proptest::collection::vec(one, 1..4).prop_map(|petitions| {
        let petition = |(at, (records, demands, odd)): (usize, (Vec<ImportedRecord>, Vec<String>, u8))| {
            let mut entry = petition(&format!("letter-{at}"));
            entry.petition.demands = demands;
            entry.records = records;
            let length = entry.records.len();
            if length > 1 && odd % 2 == 0 {
                entry.records[0].state = RecordState::Superseded;
                entry.records[0].superseded_by = Some(length - 1);
            } else if length > 1 {
                entry.records[1].state = if odd % 3 == 0 { RecordState::Deprecated } else { RecordState::Retracted };
            }
            entry
        };
        petitions.into_iter().enumerate().map(petition).collect()
    })
}
