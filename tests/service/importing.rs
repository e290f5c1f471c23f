//! Importing on the host.

use undersigned::domain::date::PartialDate;
use undersigned::domain::organisation::{OrganisationKind, OrganisationRef};
use undersigned::domain::petition::{Collection, PetitionDoc, PetitionKind, Relation, Visibility};
use undersigned::domain::proposal::PetitionProposal;
use undersigned::domain::record::{Body, CountReport, Rank, RecordState};
use undersigned::domain::review::{RejectReason, Standing, SubmissionState};
use undersigned::domain::source::{CaptureDoc, SourceDoc, SourceUrl};
use undersigned::domain::{Measure, Population, Reading};
use undersigned::service::Refusal;
use undersigned::service::operator::{Entry, ImportedCapture, ImportedOrganisation, ImportedRecord, Other};
use undersigned::service::review::QueueOf;

use crate::harness::on_both_databases;
use crate::support::*;

fn archive() -> SourceDoc {
    SourceDoc::bare(SourceUrl::parse("https://data.example.org/actions.json").unwrap(), PartialDate::Month(2026, 11))
}

pub(crate) fn record(n: u64, flag: Option<&str>) -> ImportedRecord {
    let body = Body::Count(CountReport {
        measure: Measure::Signatures,
        population: Population::Employees,
        wording: n.to_string(),
        language: None,
        reading: Some(Reading::archive(n)),
        as_of: PartialDate::Year(2019),
        originator: "Collective Action in Tech".to_owned(),
        locator: None,
        note: None,
    });
    let organisation = Some(OrganisationRef::New("Google".to_owned()));
    ImportedRecord {
        organisation,
        source: None,
        body,
        rank: Rank::Normal,
        flag: flag.map(str::to_owned),
        state: RecordState::Accepted,
        superseded_by: None,
    }
}

pub(crate) fn row(n: u64, records: Vec<ImportedRecord>) -> Entry {
    let title = format!("Google: open letter {n}");
    Entry {
        archive: "actions".to_owned(),
        row: n.to_string(),
        organisations: vec![ImportedOrganisation {
            name: "Google".to_owned(),
            kind: OrganisationKind::Employer,
            aliases: vec!["Alphabet".to_owned()],
        }],
        petition: PetitionProposal {
            slug: format!("google-{n}").parse().unwrap(),
            doc: PetitionDoc {
                title,
                kind: PetitionKind::OpenLetter,
                summary: Some("Employees ask for a great many things that are told here at length.".to_owned()),
                scope: None,
                issued_on: PartialDate::Year(2019),
                delivered_on: None,
                visibility: Visibility::Public,
                language: Some("en".to_owned()),
                sponsors: Vec::new(),
                tags: vec!["ethics".to_owned()],
                links: Vec::new(),
            },
            addressees: vec![OrganisationRef::New("Google".to_owned())],
            demands: Vec::new(),
            collection: Collection::Unknown,
            source: archive(),
        },
        records,
        relations: Vec::new(),
        captures: Vec::new(),
        judgements: Vec::new(),
    }
}

on_both_databases! {
    async fn a_second_import_changes_nothing(db) {
        let town = Town::new(&db).await;
        let mut rows = vec![row(1, vec![record(12, Some("archive_number"))]), row(2, vec![record(500, None), record(7, None)])];
        rows[0].relations.push((Relation::FollowUpOf, Other::Row("2".to_owned())));
        rows[0].relations.push((Relation::PartOf, Other::Slug("nobody-knows-it".parse().unwrap())));
        rows[1].captures.push(ImportedCapture {
            url: archive().url,
            retrieved_at: PartialDate::Month(2026, 11),
            doc: CaptureDoc::default(),
        });
        let outcomes = town.service.publish_batch(GUILD, &rows).await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.new));
        assert_eq!(outcomes[1].records.len(), 2);
        // Join; Google, its alias, the archive; two petitions, three records; the capture; the relation.
        assert_eq!(town.entries().await, 1 + 3 + 5 + 1 + 1);
        assert_eq!(db.ask("SELECT COUNT(*) FROM petition_relation").await, "1");
        let again = town.service.publish_batch(GUILD, &rows).await.unwrap();
        assert!(again.iter().zip(&outcomes).all(|(again, first)| !again.new && again.petition == first.petition));
        assert_eq!(town.entries().await, 11);
        assert_eq!(town.service.imported_rows(GUILD, "actions").await.unwrap(), ["1", "2"]);
        town.verify().await;
    }

    async fn a_flagged_record_is_confirmed_or_deprecated_once(db) {
        let town = Town::new(&db).await;
        let rows = [row(1, vec![record(12, Some("archive_number")), record(500, Some("archive_number"))])];
        let records = town.service.publish_batch(GUILD, &rows).await.unwrap().remove(0).records;
        let queue = town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap();
        assert_eq!((queue.waiting, queue.flagged, queue.items.len()), (0, 2, 2));
        assert_eq!(queue.items[0].flag.as_deref(), Some("archive_number"));
        let confirmed = town.service.approve(&moderator(), records[0]).await.unwrap();
        assert_eq!(confirmed.submission.flag, None);
        let result = town.service.reject(&admin(), records[0], RejectReason::Unreadable, None).await;
        let Refusal::AlreadyDecided(decision) = refusal(result) else { panic!() };
        assert_eq!(decision.state, SubmissionState::Approved);
        town.service.reject(&moderator(), records[1], RejectReason::SourceDoesNotSayIt, None).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM record WHERE state = 'deprecated'").await, "1");
        assert!(matches!(refusal(town.service.approve(&admin(), records[1]).await), Refusal::AlreadyDecided(_)));
        let queue = town.service.queue(&moderator(), QueueOf::default(), 1).await.unwrap();
        assert_eq!((queue.flagged, queue.items.len()), (0, 0));
        town.verify().await;
    }

    async fn an_import_that_was_cut_off_before_its_relations_is_completed_by_a_second_one(db) {
        let town = Town::new(&db).await;
        let mut rows = vec![row(1, Vec::new()), row(2, Vec::new()), row(3, Vec::new())];
        town.service.publish_batch(GUILD, &rows[..2]).await.unwrap();
        rows[0].relations.push((Relation::FollowUpOf, Other::Row("2".to_owned())));
        rows[2].relations.push((Relation::PartOf, Other::Row("1".to_owned())));
        let again = town.service.publish_batch(GUILD, &rows).await.unwrap();
        assert_eq!(again.iter().map(|outcome| outcome.new).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(db.ask("SELECT COUNT(*) FROM petition_relation").await, "2");
        let entries = town.entries().await;
        town.service.publish_batch(GUILD, &rows).await.unwrap();
        assert_eq!(town.entries().await, entries, "and a third changes nothing");
        town.verify().await;
    }

    async fn what_is_decided_of_a_flag_is_shown_at_once_as_it_is_later(db) {
        let town = Town::new(&db).await;
        let rows = [row(1, vec![record(12, Some("archive_number")), record(500, Some("archive_number"))])];
        let records = town.service.publish_batch(GUILD, &rows).await.unwrap().remove(0).records;
        let confirmed = town.service.approve(&admin(), records[0]).await.unwrap().submission.decision;
        assert_eq!(confirmed.as_ref().unwrap().by, Standing::Admin);
        assert_eq!(confirmed, town.service.submission(&moderator(), records[0]).await.unwrap().decision);
        let reason = RejectReason::SourceDoesNotSayIt;
        let set_aside = town.service.reject(&moderator(), records[1], reason, None).await.unwrap().submission.decision;
        assert_eq!(set_aside.as_ref().unwrap().reason, Some(reason));
        assert_eq!(set_aside, town.service.submission(&moderator(), records[1]).await.unwrap().decision);
    }
}
