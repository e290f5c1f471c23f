//! What the benches share: a record of petitions with their count reports, and the bot over the stand-in of Discord.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use localcord::{Localcord, Place};
use tokio_util::sync::CancellationToken;
use undersigned::cli::bot;
use undersigned::clock::{SystemClock, SystemEntropy};
use undersigned::config::{CaFile, Discord, Settings, Sources, Token};
use undersigned::domain::date::PartialDate;
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::petition::{Collection, PetitionDoc, PetitionKind, Visibility};
use undersigned::domain::proposal::PetitionProposal;
use undersigned::domain::record::{Body, CountReport, Rank, RecordState};
use undersigned::domain::source::{SourceDoc, SourceUrl};
use undersigned::domain::{Measure, Population, Qualifier, Reading, Unit};
use undersigned::fetch::Fetch;
use undersigned::service::operator::{Entry, ImportedRecord};
use undersigned::service::{Limits, Service};
use undersigned::store::{DatabaseUrl, Store};

/// Opens a record in a file that is made.
pub async fn open(path: &Path) -> Arc<Service> {
    let database = DatabaseUrl::Sqlite(path.to_owned());
    let store = Store::open(&database, None, Arc::new(SystemEntropy)).await.unwrap();
    Arc::new(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), Limits::default()))
}

/// Gives the settings by which the bot finds the stand-in.
pub fn discord(cord: &Localcord) -> Discord {
    Discord {
        connect_to: Some(cord.rest_addr()),
        ca: Some(CaFile { path: "root.pem".into(), pem: cord.ca_pem().to_owned() }),
        ..Settings::read(&Sources::from_pairs([])).unwrap().discord
    }
}

/// Runs the bot until it is told to stop.
pub async fn run_bot(
    discord: Discord,
    token: Token,
    service: Arc<Service>,
    fetch: Option<Arc<dyn Fetch>>,
    stop: CancellationToken,
) {
    bot::work(&discord, token, service, Arc::default(), fetch, stop, |_| {}).await.unwrap();
}

/// Types a command, and gives how long its answer took.
pub async fn answered(at: &Place, command: &str) -> Duration {
    let outcome = at.slash(command).await.unwrap();
    assert!(!outcome.did_not_respond() && outcome.message.is_some(), "{command}");
    outcome.elapsed
}

/// Gives the source at an address, of which nothing else is known.
pub fn source(url: &str) -> SourceDoc {
    SourceDoc::bare(SourceUrl::parse(url).unwrap(), PartialDate::Year(2026))
}

/// Makes a petition of a number, with its reports.
pub fn entry(n: u64, source: SourceDoc, records: Vec<ImportedRecord>) -> Entry {
    Entry {
        archive: "bench".to_owned(),
        row: n.to_string(),
        organisations: Vec::new(),
        petition: PetitionProposal {
            slug: format!("letter-{n}").parse().unwrap(),
            doc: PetitionDoc {
                title: format!("Letter {n}"),
                kind: PetitionKind::OpenLetter,
                summary: None,
                scope: None,
                issued_on: PartialDate::Year(2018),
                delivered_on: None,
                visibility: Visibility::Public,
                language: None,
                sponsors: Vec::new(),
                tags: Vec::new(),
                links: Vec::new(),
            },
            addressees: vec![OrganisationRef::New(format!("Company {}", n % 50))],
            demands: Vec::new(),
            collection: Collection::Unknown,
            source,
        },
        records,
        relations: Vec::new(),
        captures: Vec::new(),
        judgements: Vec::new(),
    }
}

/// Makes the report of a number of signers, one more than the report before.
pub fn report(n: u64, as_of: PartialDate, source: Option<SourceDoc>) -> ImportedRecord {
    let signed = 100 + n;
    let reading =
        Reading::new(Qualifier::Exact, Some(signed), Some(signed), Some(signed), Unit::People, "conservative-1");
    let report = CountReport {
        measure: Measure::Signatures,
        population: Population::Employees,
        wording: format!("{signed} employees"),
        language: None,
        reading: Some(reading.unwrap()),
        as_of,
        originator: "A paper".to_owned(),
        locator: None,
        note: None,
    };
    ImportedRecord {
        organisation: None,
        source,
        body: Body::Count(report),
        rank: Rank::Normal,
        flag: None,
        state: RecordState::Accepted,
        superseded_by: None,
    }
}

/// Gives a day of June 2018.
pub fn june(n: u64) -> PartialDate {
    PartialDate::Day(jiff::civil::date(2018, 6, i8::try_from(n + 1).unwrap()))
}
