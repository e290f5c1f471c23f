//! A guild with a record of its own, and who asks there.

use std::sync::Arc;

use undersigned::answers::reply::{Answer, Reply};
use undersigned::answers::view::{History, PetitionRef, View};
use undersigned::answers::{Completion, Responder};
use undersigned::cli::terminal;
use undersigned::clock::{FakeClock, FakeEntropy};
use undersigned::domain::date::PartialDate;
use undersigned::domain::ids::{ChannelId, GuildId, Number, UserId};
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::petition::{Collection, PetitionDoc, PetitionKind, Visibility};
use undersigned::domain::proposal::PetitionProposal;
use undersigned::domain::record::{Body, Capacity, CountReport, FactClaim, Rank, RecordState, Statement, Words};
use undersigned::domain::response::{Refers, Request, RequestResult, Response, ResponseKind, ResponseKinds};
use undersigned::domain::source::{SourceDoc, SourceUrl};
use undersigned::domain::{Measure, Population, Reading};
use undersigned::service::caller::Permissions;
use undersigned::service::operator::{Entry, ImportedRecord};
use undersigned::service::{Caller, Limits, Service};

use crate::harness::TestDb;

pub(crate) const GUILD: GuildId = GuildId::new(1001);
pub(crate) const OTHER_GUILD: GuildId = GuildId::new(1002);

/// A service over a test's database, at a moment of its own.
pub(crate) struct Stage {
    pub(crate) service: Arc<Service>,
    pub(crate) responder: Responder,
}

impl Stage {
    /// Opens the store; it is the afternoon of 1 August 2018.
    pub(crate) async fn open(db: &TestDb) -> Self {
        Self::open_at(db, "2018-08-01T12:00:00Z").await
    }

    pub(crate) async fn open_at(db: &TestDb, now: &str) -> Self {
        let clock = Arc::new(FakeClock::new(now.parse().unwrap()));
        let service = Arc::new(Service::new(db.open().await, clock, Arc::new(FakeEntropy::new(1)), Limits::default()));
        Self { responder: Responder::new(Arc::clone(&service)), service }
    }

    /// Publishes petitions and gives their numbers.
    pub(crate) async fn publish(&self, guild: GuildId, entries: &[Entry]) -> Vec<Number> {
        let outcomes = self.service.publish_batch(guild, entries).await.unwrap();
        outcomes.into_iter().map(|outcome| outcome.petition).collect()
    }

    /// Shows a view to a member and gives what they read.
    pub(crate) async fn show(&self, view: View) -> String {
        terminal::render(&self.reply(GUILD, view).await)
    }

    pub(crate) async fn reply(&self, guild: GuildId, view: View) -> Reply {
        match self.responder.show(&caller(guild), view, None).await {
            Answer::Reply(reply) | Answer::Beside(reply) => reply,
            Answer::Form(form) => panic!("a question is answered with a form: {form:?}"),
        }
    }

    /// Completes an option for a member: what they see and what is sent.
    pub(crate) async fn complete(&self, what: Completion, typed: &str) -> Vec<(String, String)> {
        let choices = self.responder.complete(&caller(GUILD), what, typed).await;
        choices.into_iter().map(|choice| (choice.label, choice.value)).collect()
    }
}

/// A member without any role.
pub(crate) fn caller(guild: GuildId) -> Caller {
    Caller {
        guild,
        channel: ChannelId::new(2001),
        user: UserId::new(3001),
        roles: Vec::new(),
        permissions: Permissions::default(),
        highest_role: Some(0),
    }
}

/// The petition of a short name.
pub(crate) fn typed(slug: &str) -> PetitionRef {
    PetitionRef::Typed(slug.to_owned())
}

pub(crate) fn counts(petition: PetitionRef) -> View {
    View::Counts { petition, population: None, history: History::Current, page: 1 }
}

pub(crate) fn responses(petition: PetitionRef) -> View {
    View::Responses { petition, organisation: None, page: 1 }
}

pub(crate) fn facts(petition: PetitionRef) -> View {
    View::Facts { petition, property: None, page: 1 }
}

pub(crate) fn date(text: &str) -> PartialDate {
    PartialDate::try_from(text.to_owned()).unwrap()
}

/// A source by its publisher and day.
pub(crate) fn source(publisher: &str, on: &str) -> SourceDoc {
    let host = publisher.to_lowercase().replace(' ', "-");
    let url = SourceUrl::parse(&format!("https://{host}.example.org/{on}")).unwrap();
    SourceDoc {
        publisher: Some(publisher.to_owned()),
        published: Some(date(on)),
        ..SourceDoc::bare(url, date("2018-07-30"))
    }
}

/// A petition of 19 June 2018 to Initech with nothing on record about it.
pub(crate) fn petition(slug: &str) -> Entry {
    Entry {
        archive: "tests".to_owned(),
        row: slug.to_owned(),
        organisations: Vec::new(),
        petition: PetitionProposal {
            slug: slug.parse().unwrap(),
            doc: PetitionDoc {
                title: format!("Open letter: {}", slug.replace('-', " ")),
                kind: PetitionKind::OpenLetter,
                summary: None,
                scope: None,
                issued_on: date("2018-06-19"),
                delivered_on: None,
                visibility: Visibility::Public,
                language: None,
                sponsors: Vec::new(),
                tags: Vec::new(),
                links: Vec::new(),
            },
            addressees: vec![OrganisationRef::New("Initech".to_owned())],
            demands: Vec::new(),
            collection: Collection::Unknown,
            source: source("The Letter", "2018-06-19"),
        },
        records: Vec::new(),
        relations: Vec::new(),
        captures: Vec::new(),
        judgements: Vec::new(),
    }
}

/// The same petition with records.
pub(crate) fn with(mut entry: Entry, records: impl IntoIterator<Item = ImportedRecord>) -> Entry {
    entry.records.extend(records);
    entry
}

pub(crate) fn record(body: Body, publisher: &str, on: &str) -> ImportedRecord {
    ImportedRecord {
        organisation: Some(OrganisationRef::New("Initech".to_owned())),
        source: Some(source(publisher, on)),
        body,
        rank: Rank::Normal,
        flag: None,
        state: RecordState::Accepted,
        superseded_by: None,
    }
}

/// A count of Initech's employees, reported by whoever publishes it on the day.
pub(crate) fn count(wording: &str, as_of: &str, publisher: &str) -> ImportedRecord {
    let day = &as_of[..as_of.len().min(10)];
    record(Body::Count(report(wording, Population::Employees, as_of, publisher)), publisher, day)
}

pub(crate) fn report(wording: &str, population: Population, as_of: &str, originator: &str) -> CountReport {
    CountReport {
        measure: Measure::Signatures,
        population,
        wording: wording.to_owned(),
        language: None,
        reading: reading(wording),
        as_of: date(as_of),
        originator: originator.to_owned(),
        locator: None,
        note: None,
    }
}

fn reading(wording: &str) -> Option<Reading> {
    match wording::read_count(wording) {
        wording::Count::One(found) => Some(found.reading),
        _ => None,
    }
}

pub(crate) fn note(mut record: ImportedRecord, note: &str) -> ImportedRecord {
    if let Body::Count(count) = &mut record.body {
        count.note = Some(note.to_owned());
    }
    record
}

pub(crate) fn fact(property: &str, wording: &str, originator: &str, published: &str) -> ImportedRecord {
    let reading = match wording::read_amount(wording) {
        wording::Amount::One(reading) => Some(reading),
        _ => None,
    };
    let claim = FactClaim {
        subject: "The contract".to_owned(),
        property: property.to_owned(),
        wording: wording.to_owned(),
        language: None,
        reading,
        as_of: None,
        originator: originator.to_owned(),
    };
    record(Body::Fact(claim), originator, published)
}

pub(crate) fn statement(speaker: &str, capacity: Capacity, said_on: &str, quote: &str) -> ImportedRecord {
    let statement = Statement {
        speaker: speaker.to_owned(),
        capacity,
        channel: None,
        said_on: date(said_on),
        words: Words::new(Some(quote.to_owned()), None).unwrap(),
        directed_to: None,
        about: None,
    };
    record(Body::Statement(statement), "The Gazette", "2018-06-30")
}

pub(crate) fn response(said_on: &str, kinds: &[ResponseKind], quote: &str) -> ImportedRecord {
    let response = Response {
        speaker: Some("Bill Lumbergh".to_owned()),
        capacity: Capacity::Executive,
        kinds: ResponseKinds::new(kinds.iter().copied()).unwrap(),
        judged_because: None,
        words: Words::new(Some(quote.to_owned()), None).unwrap(),
        channel: Some("memo".to_owned()),
        said_on: date(said_on),
        refers: Refers::Explicitly,
    };
    record(Body::Response(response), "The Gazette", "2018-06-30")
}

pub(crate) fn request(asked_on: &str, deadline: &str, result: Option<RequestResult>) -> ImportedRecord {
    let request =
        Request { asker: "The Gazette".to_owned(), asked_on: date(asked_on), deadline: date(deadline), result };
    record(Body::Request(request), "The Gazette", "2018-06-30")
}

/// Compares what people read with what they read before: the same on both databases.
pub(crate) fn reads(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}
