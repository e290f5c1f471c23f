//! What the addressees have said: to the petition, before it, and whether anybody asked them.

use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked, Rest};
use super::commitments::{Promise, promises};
use super::statements::{Placed, of_statements, placed};
use crate::domain::ids::Number;
use crate::domain::petition::Demand;
use crate::domain::published::{Cited, Record};
use crate::domain::record::{Body, RecordKind, Statement};
use crate::domain::response::{Answered, Request, Response};
use crate::domain::text::fold;
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::asking::Wanted;

/// One organisation and what it has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The organisation.
    pub organisation: Number,
    /// Whether the petition is addressed to it.
    pub addressed: bool,
    /// What may be said of it.
    pub answered: Answered,
    /// Its responses, latest first.
    pub responses: Vec<Cited<Response>>,
    /// Requests for comment, latest first.
    pub requests: Vec<Cited<Request>>,
    /// Its own words that are no response to the petition, and where they stand to it.
    pub statements: Vec<(Placed, Cited<Statement>)>,
}

/// The answer to "what has the company said?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponsesAnswer {
    /// The petition.
    pub about: About,
    /// The addressees in order, then others that answered.
    pub addressees: Vec<Addressee>,
    /// What the petition asks for.
    pub demands: Vec<Demand>,
    /// What was promised.
    pub commitments: Vec<Promise>,
    /// The organisation that was asked for, where one was.
    pub meant: Option<Number>,
    /// When this was asked.
    pub now: Timestamp,
}

impl Service {
    /// Answers what the addressees have said, or one organisation.
    pub async fn responses(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        organisation: Option<&str>,
    ) -> Result<Asked<Found<ResponsesAnswer>>, ServiceError> {
        let folded = organisation.map(fold);
        let kinds = &[RecordKind::Response, RecordKind::Request, RecordKind::Statement, RecordKind::Commitment];
        let wanted = Wanted { kinds, organisation: folded.as_deref(), judgements: true, ..Wanted::default() };
        let now = self.now();
        self.ask(caller, petition, wanted, |about, rest| {
            let meant = organisation.map(|given| which(given, &about, &rest)).transpose()?;
            let commitments = promises(&rest.records, &rest.judgements);
            let said = Said::of(rest.records, &about);
            let mut listed = said.organisations(&about);
            if let Some(meant) = meant {
                // A parent's name asks for its parts as well: those of them that the answer would speak of anyway.
                listed.retain(|one| *one == meant || rest.parts.contains(one));
                if listed.is_empty() {
                    listed.push(meant);
                }
            }
            let addressees = listed.into_iter().map(|organisation| said.by(organisation, &about, now)).collect();
            Ok(ResponsesAnswer { about, addressees, demands: rest.demands, commitments, meant, now })
        })
        .await
    }
}

/// Takes the organisation that was asked for, by any of its names or by its number.
fn which(given: &str, about: &About, rest: &Rest) -> Result<Number, ServiceError> {
    let close = || about.petition.addressees.iter().map(|addressee| about.name(*addressee).to_owned()).collect();
    let unknown = || Refusal::NoSuchOrganisation { given: given.to_owned(), close: close() };
    Ok(rest.meant.ok_or_else(unknown)?)
}

/// What was said and asked about one petition, sorted by kind.
pub(super) struct Said {
    responses: Vec<Cited<Response>>,
    requests: Vec<Cited<Request>>,
    statements: Vec<(Placed, Cited<Statement>)>,
}

impl Said {
    /// Sorts records by kind, each the latest first. Of statements only the organisations' own words are kept: an
    /// employee's post is not the company, and a critic's words are not its answer.
    pub(super) fn of(records: Vec<Record>, about: &About) -> Self {
        let (mut responses, mut requests, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for record in records {
            match &record.body {
                Body::Response(_) => responses.extend(record.filter_map(response)),
                Body::Request(_) => requests.extend(record.filter_map(request)),
                Body::Statement(_) | Body::Count(_) | Body::Fact(_) | Body::Commitment(_) => others.push(record),
            }
        }
        responses.sort_by_key(|said| std::cmp::Reverse((said.body.said_on.start(), said.number)));
        requests.sort_by_key(|asked| std::cmp::Reverse((asked.body.asked_on.start(), asked.number)));
        let mut statements = placed(of_statements(others), about.petition.doc.issued_on);
        statements.retain(|(_, said)| said.body.capacity.speaks_for_the_organisation());
        Self { responses, requests, statements }
    }

    /// Lists whom the answer is about: the addressees, then others that responded or were asked.
    pub(super) fn organisations(&self, about: &About) -> Vec<Number> {
        let mut listed = about.petition.addressees.clone();
        let responded = self.responses.iter().filter_map(|said| said.organisation);
        for organisation in responded.chain(self.requests.iter().filter_map(|asked| asked.organisation)) {
            if !listed.contains(&organisation) {
                listed.push(organisation);
            }
        }
        listed
    }

    /// Gathers what one organisation said.
    pub(super) fn by(&self, organisation: Number, about: &About, now: Timestamp) -> Addressee {
        let is_its = |of: Option<Number>| of == Some(organisation);
        let responses: Vec<_> = self.responses.iter().filter(|said| is_its(said.organisation)).cloned().collect();
        let requests: Vec<_> = self.requests.iter().filter(|asked| is_its(asked.organisation)).cloned().collect();
        let asked: Vec<&Request> = requests.iter().map(|request| &request.body).collect();
        let said_on: Vec<_> = responses.iter().map(|response| response.body.said_on).collect();
        let answered = Answered::derive(&asked, &said_on, now);
        // Where there is one addressee, its executives' words are its own though nobody wrote whose they are.
        let alone = about.petition.addressees == [organisation];
        let speaks = |said: &Cited<Statement>| is_its(said.organisation) || (alone && said.organisation.is_none());
        let statements = self.statements.iter().filter(|(_, said)| speaks(said)).cloned().collect();
        let addressed = about.petition.addressees.contains(&organisation);
        Addressee { organisation, addressed, answered, responses, requests, statements }
    }
}

fn response(body: Body) -> Option<Response> {
    if let Body::Response(response) = body { Some(response) } else { None }
}

fn request(body: Body) -> Option<Request> {
    if let Body::Request(request) = body { Some(request) } else { None }
}
