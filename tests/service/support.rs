//! A guild with its people, and what they do most.

use std::sync::Arc;

use jiff::SignedDuration;
use undersigned::clock::{FakeClock, SystemEntropy};
use undersigned::domain::commitment::Judged;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::{ChannelId, GuildId, Number, RoleId, UserId};
use undersigned::domain::ledger::Verdict;
use undersigned::domain::record::Capacity;
use undersigned::domain::response::ResponseKind;
use undersigned::domain::signatory::Basis;
use undersigned::service::ask::{Found, PetitionAnswer, PetitionAsked};
use undersigned::service::caller::Permissions;
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::{
    DraftId, Drafted, NewCommitment, NewCount, NewFact, NewOrganisation, NewPetition, NewPetitionEdit, NewRequest,
    NewResponse, NewSignatory, NewSource, NewStatement, Preview, Typed,
};
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Field, Limits, Refusal, Service, ServiceError};

use crate::harness::TestDb;

/// The guild of most tests.
pub(crate) const GUILD: GuildId = GuildId::new(1_015_034_326_372_454_401);
/// Another guild with the same people.
pub(crate) const ELSEWHERE: GuildId = GuildId::new(1_015_034_326_372_454_402);
/// The role whose members contribute.
pub(crate) const CONTRIBUTORS: RoleId = RoleId::new(1_015_034_326_372_454_501);

/// Noon of the day after the letter's last count.
pub(crate) const NOW: &str = "2018-06-22T12:00:00Z";

/// A running service over one database.
pub(crate) struct Town {
    pub(crate) service: Arc<Service>,
    pub(crate) clock: Arc<FakeClock>,
}

impl Town {
    pub(crate) async fn new(db: &Arc<TestDb>) -> Self {
        Self::with(db, generous()).await
    }

    pub(crate) async fn with(db: &Arc<TestDb>, limits: Limits) -> Self {
        let clock = Arc::new(FakeClock::new(NOW.parse().unwrap()));
        let service = Service::new(db.open().await, clock.clone(), Arc::new(SystemEntropy), limits);
        Self { service: Arc::new(service), clock }
    }

    /// Starts the program anew on the same connections.
    pub(crate) fn again(&self) -> Self {
        let (store, clock) = (self.service.store().clone(), Arc::clone(&self.clock));
        let service = Service::new(store, clock.clone(), Arc::new(SystemEntropy), generous());
        Self { service: Arc::new(service), clock }
    }

    /// Sets the guild up with several moderators or a single one.
    pub(crate) async fn set_up(&self, moderation: Moderation) {
        self.service.take_defaults(&admin(), moderation).await.unwrap();
    }

    /// Fails unless the ledger is as it was written.
    pub(crate) async fn verify(&self) {
        for guild in [GUILD, ELSEWHERE] {
            let verdict = self.service.store().verify(guild, &[]).await.unwrap();
            assert!(verdict.is_intact(), "{verdict}");
        }
    }

    /// Counts the entries of the guild's ledger.
    pub(crate) async fn entries(&self) -> i64 {
        match self.service.store().verify(GUILD, &[]).await.unwrap() {
            Verdict::Intact { entries, .. } => entries,
            broken @ Verdict::Broken { .. } => panic!("{broken}"),
        }
    }

    /// Types a command, sends its form where it has one, and gives the preview.
    pub(crate) async fn preview(&self, caller: &Caller, typed: Typed, words: &[(Field, &str)]) -> Box<Preview> {
        let drafted = self.service.draft(caller, typed).await.unwrap();
        let drafted = match drafted {
            Drafted::NeedsWords(draft, _) => self.service.complete(caller, &draft, &owned(words)).await.unwrap(),
            other => other,
        };
        match drafted {
            Drafted::Preview(preview) => preview,
            other => panic!("no preview: {other:?}"),
        }
    }

    /// Files one submission and gives its number.
    pub(crate) async fn file(&self, caller: &Caller, typed: Typed, words: &[(Field, &str)]) -> Number {
        let preview = self.preview(caller, typed, words).await;
        let filed = self.service.file(caller, &preview.draft).await.unwrap();
        self.clock.advance(SignedDuration::from_secs(1));
        assert_eq!(filed.numbers.len(), 1);
        filed.numbers[0]
    }

    /// Files and approves one submission and gives its number.
    pub(crate) async fn publish(&self, typed: Typed, words: &[(Field, &str)]) -> Number {
        let number = self.file(&contributor(), typed, words).await;
        self.service.approve(&moderator(), number).await.unwrap();
        number
    }

    /// Publishes the letter of most tests.
    pub(crate) async fn letter(&self) -> Number {
        self.publish(Typed::Petition(letter()), LETTER_WORDS).await
    }
}

/// Limits that no test meets by accident.
pub(crate) fn generous() -> Limits {
    Limits { everyone: Vec::new(), contributors: Vec::new(), ..Limits::default() }
}

pub(crate) fn owned(fields: &[(Field, &str)]) -> Vec<(Field, String)> {
    fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect()
}

pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> Refusal {
    match result.unwrap_err() {
        ServiceError::Refused(refusal) => refusal,
        ServiceError::Fault(fault) => panic!("a fault: {fault:?}"),
    }
}

pub(crate) fn draft_of(drafted: &Drafted) -> DraftId {
    match drafted {
        Drafted::NeedsPetition(which) => which.draft.clone(),
        Drafted::NeedsWording(which) => which.draft.clone(),
        Drafted::NeedsWords(draft, _) | Drafted::NeedsReading(draft, _) => draft.clone(),
        Drafted::Preview(preview) => preview.draft.clone(),
    }
}

fn person(user: u64) -> Caller {
    Caller {
        guild: GUILD,
        channel: ChannelId::new(1_015_034_326_372_454_601),
        user: UserId::new(900_000_000_000_000_000 + user),
        roles: Vec::new(),
        permissions: Permissions::default(),
        highest_role: Some(1),
    }
}

/// A member without a role.
pub(crate) fn member() -> Caller {
    person(1)
}

/// A member with the contributor role.
pub(crate) fn contributor() -> Caller {
    Caller { roles: vec![CONTRIBUTORS], ..person(2) }
}

/// Somebody who may manage messages.
pub(crate) fn moderator() -> Caller {
    let permissions = Permissions { manage_messages: true, manage_guild: false };
    Caller { permissions, highest_role: Some(5), ..person(3) }
}

/// Somebody who may manage the server.
pub(crate) fn admin() -> Caller {
    let permissions = Permissions { manage_messages: true, manage_guild: true };
    Caller { permissions, highest_role: Some(9), ..person(4) }
}

/// The same person in the other guild.
pub(crate) fn elsewhere(caller: Caller) -> Caller {
    Caller { guild: ELSEWHERE, ..caller }
}

/// Says that contributors have the role of the tests.
pub(crate) fn with_contributors() -> SetupChange {
    use undersigned::service::setup::RoleChoice;
    SetupChange { contributors: Some(RoleChoice { role: CONTRIBUTORS, position: 2 }), ..SetupChange::default() }
}

pub(crate) const VERGE: &str = "https://www.theverge.com/2018/6/21/17488328/microsoft-ice";
pub(crate) const TIMES: &str = "https://www.nytimes.com/2018/06/19/technology/tech-companies.html";
pub(crate) const LETTER_WORDS: &[(Field, &str)] = &[
    (Field::Summary, "Employees ask their company to end its work for ICE."),
    (Field::Demands, "- Cancel the contract\n- Publish a policy"),
];

/// A petition like the letter, of another title and page.
pub(crate) fn letter_of(title: &str, url: &str) -> NewPetition {
    NewPetition { title: title.to_owned(), url: url.to_owned(), ..letter() }
}

pub(crate) fn letter() -> NewPetition {
    NewPetition {
        title: "Microsoft employees' open letter".to_owned(),
        url: TIMES.to_owned(),
        organisation: "Microsoft".to_owned(),
        issued_on: "2018-06-19".to_owned(),
        kind: None,
        scope: None,
        visibility: None,
        sponsor: None,
    }
}

pub(crate) fn count(petition: &str, wording: &str) -> NewCount {
    NewCount {
        petition: petition.to_owned(),
        url: VERGE.to_owned(),
        wording: Some(wording.to_owned()),
        as_of: "2018-06-21".to_owned(),
        population: None,
        of: None,
        measure: None,
        originator: None,
        note: None,
        counter: None,
    }
}

pub(crate) fn response(petition: &str) -> NewResponse {
    NewResponse {
        petition: petition.to_owned(),
        url: "https://www.seattletimes.com/business/microsoft/x".to_owned(),
        kind: ResponseKind::Acknowledged,
        said_on: "2018-06-19".to_owned(),
        also: Some(ResponseKind::Defended),
        organisation: None,
        speaker: Some("Satya Nadella".to_owned()),
        capacity: Some(Capacity::Executive),
        channel: Some("e-mail to all employees".to_owned()),
        refers: None,
    }
}

pub(crate) fn request(petition: &str) -> NewRequest {
    NewRequest {
        petition: petition.to_owned(),
        asked_on: "2018-06-19".to_owned(),
        deadline: "2018-06-30".to_owned(),
        asker: "The Seattle Times".to_owned(),
        organisation: None,
        url: Some("https://www.seattletimes.com/business/microsoft/x".to_owned()),
        result: None,
    }
}

pub(crate) fn statement(petition: &str) -> NewStatement {
    NewStatement {
        petition: petition.to_owned(),
        url: "https://www.usatoday.com/story/tech/2018/06/18/x".to_owned(),
        speaker: "Brad Smith".to_owned(),
        capacity: Capacity::Executive,
        said_on: "2018-06-17".to_owned(),
        channel: Some("LinkedIn".to_owned()),
        directed_to: None,
        paraphrase: None,
    }
}

pub(crate) fn fact(petition: &str, wording: &str) -> NewFact {
    NewFact {
        petition: petition.to_owned(),
        url: VERGE.to_owned(),
        subject: "Microsoft-ICE contract".to_owned(),
        property: "value".to_owned(),
        wording: wording.to_owned(),
        as_of: None,
        originator: Some("Bloomberg".to_owned()),
    }
}

pub(crate) fn commitment(petition: &str) -> NewCommitment {
    NewCommitment {
        petition: petition.to_owned(),
        url: VERGE.to_owned(),
        text: "To publish a policy on such contracts".to_owned(),
        due: Some("2018-12".to_owned()),
        organisation: None,
        said_on: Some("2018-06-20".to_owned()),
    }
}

pub(crate) fn organisation(name: &str) -> NewOrganisation {
    NewOrganisation { name: name.to_owned(), kind: None, aliases: None, parent: None, since: None, until: None }
}

pub(crate) fn edit(petition: &str) -> NewPetitionEdit {
    NewPetitionEdit { petition: petition.to_owned(), ..NewPetitionEdit::default() }
}

pub(crate) fn source(url: &str) -> NewSource {
    NewSource {
        url: url.to_owned(),
        publisher: Some("The Hill".to_owned()),
        title: None,
        published: None,
        source_type: None,
        access: None,
        read_on: None,
    }
}

pub(crate) fn signatory(petition: &str, name: &str) -> NewSignatory {
    NewSignatory {
        petition: petition.to_owned(),
        url: VERGE.to_owned(),
        name: name.to_owned(),
        affiliation: None,
        basis: Some(Basis::SignsInSource),
        part: None,
        names: None,
    }
}

/// Gives a petition's card, as everybody sees it.
pub(crate) async fn card(town: &Town, letter: Number) -> PetitionAnswer {
    match town.service.petition(&member(), PetitionAsked::Number(letter)).await.unwrap().answer {
        Found::One(card) => card,
        Found::Which(_) => panic!("one petition is meant"),
    }
}

pub(crate) fn judgement(object: Number, judged: Judged) -> NewJudgement {
    let (url, reason) = ("https://news.example.org/later".to_owned(), "The page says so".to_owned());
    NewJudgement { object: object.to_string(), judged, url, reason, due: None }
}
