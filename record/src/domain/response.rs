//! Responses and requests for comment, and what may be said of an addressee that has not answered.
//!
//! "Did not respond" needs a logged request past its deadline; everything else is "none recorded" (invariant 4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::named::named;
use super::record::{Capacity, Words};

named! {
    /// What sort of answer it is: an editor's judgement, shown apart from the words.
    pub enum ResponseKind {
        /// Would not comment.
        DeclinedToComment = "declined_to_comment",
        /// Says that it heard.
        Acknowledged = "acknowledged",
        /// Speaks of something beside it.
        Tangential = "tangential",
        /// Stands by what it does.
        Defended = "defended",
        /// Says no.
        Rejected = "rejected",
        /// Gives way in part.
        PartiallyConceded = "partially_conceded",
        /// Promises something.
        Committed = "committed",
        /// Has done something.
        Acted = "acted",
        /// Has undone something.
        Reversed = "reversed",
        /// Is said to have punished somebody.
        RetaliatedAlleged = "retaliated_alleged",
        /// Was found to have punished somebody.
        RetaliatedFound = "retaliated_found",
    }
}

/// One to three kinds, each once, in the order an editor gave them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ResponseKind>", into = "Vec<ResponseKind>")]
pub struct ResponseKinds(Vec<ResponseKind>);

/// A set of kinds that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a response has one to three different kinds, and {0} were given")]
pub struct KindsError(pub usize);

impl ResponseKinds {
    /// Makes a set of kinds; what is given twice counts once.
    pub fn new(kinds: impl IntoIterator<Item = ResponseKind>) -> Result<Self, KindsError> {
        let mut unique = Vec::new();
        for kind in kinds {
            if !unique.contains(&kind) {
                unique.push(kind);
            }
        }
        if (1..=3).contains(&unique.len()) { Ok(Self(unique)) } else { Err(KindsError(unique.len())) }
    }

    /// Gives the kinds.
    #[must_use]
    pub fn as_slice(&self) -> &[ResponseKind] {
        &self.0
    }
}

impl TryFrom<Vec<ResponseKind>> for ResponseKinds {
    type Error = KindsError;

    fn try_from(kinds: Vec<ResponseKind>) -> Result<Self, KindsError> {
        Self::new(kinds)
    }
}

impl From<ResponseKinds> for Vec<ResponseKind> {
    fn from(kinds: ResponseKinds) -> Self {
        kinds.0
    }
}

named! {
    /// Whether the answer speaks of the petition.
    pub enum Refers {
        /// It names or plainly means the petition.
        Explicitly = "explicitly",
        /// It does not say.
        NotStated = "not_stated",
    }
}

/// What an addressee answered. Which organisation it is stands in the record's own column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Who speaks for it, where somebody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// In which capacity: the organisation's own speech only.
    pub capacity: Capacity,
    /// The editor's judgement.
    pub kinds: ResponseKinds,
    /// Why the editor judges so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_because: Option<String>,
    /// The words, or what was done.
    pub words: Words,
    /// Where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When it was said.
    pub said_on: PartialDate,
    /// Whether it speaks of the petition.
    pub refers: Refers,
}

/// Why something cannot stand as a response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// It was said before the petition and does not speak of it: a statement (invariant 5).
    #[error("said on {said_on}, before the petition of {issued_on}, and does not refer to it")]
    BeforeThePetition {
        /// When it was said.
        said_on: PartialDate,
        /// When the petition was issued.
        issued_on: PartialDate,
    },
    /// Somebody speaks who is not the organisation (invariant 6).
    #[error("words of {} are not the organisation's", .0.as_str())]
    NotTheOrganisation(Capacity),
}

impl Response {
    /// Checks the response against the petition it is filed under: invariants 5 and 6.
    pub fn check(&self, issued_on: PartialDate) -> Result<(), ResponseError> {
        if !self.capacity.speaks_for_the_organisation() {
            return Err(ResponseError::NotTheOrganisation(self.capacity));
        }
        if self.refers == Refers::NotStated && self.said_on.is_surely_before(issued_on) {
            return Err(ResponseError::BeforeThePetition { said_on: self.said_on, issued_on });
        }
        Ok(())
    }
}

named! {
    /// What a request for comment brought. That nobody replied is derived from its deadline, never logged.
    pub enum RequestResult {
        /// The addressee replied.
        Replied = "replied",
        /// The addressee declined.
        Declined = "declined",
    }
}

/// That somebody asked an addressee for comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Who asked.
    pub asker: String,
    /// When.
    pub asked_on: PartialDate,
    /// Until when an answer was asked for.
    pub deadline: PartialDate,
    /// What it brought, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RequestResult>,
}

/// What may be said of one addressee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// No response is recorded, and nobody has logged a request.
    NoneRecorded,
    /// A request's deadline has not passed.
    Asked,
    /// A request's deadline has passed everywhere, and no response is recorded since it was asked.
    NoReply,
    /// A response is recorded, or a request brought one, and no request since has gone without reply.
    Responded,
}

impl Answered {
    /// Derives what may be said at `now` from the requests that stand and the dates of the responses that stand.
    #[must_use]
    pub fn derive(requests: &[&Request], responses: &[PartialDate], now: Timestamp) -> Self {
        let waiting: Vec<_> = requests.iter().filter(|request| request.brought_nothing(responses)).collect();
        if waiting.iter().any(|request| request.deadline.is_over(now)) {
            Self::NoReply
        } else if !responses.is_empty() || (waiting.is_empty() && !requests.is_empty()) {
            Self::Responded
        } else if waiting.is_empty() {
            Self::NoneRecorded
        } else {
            Self::Asked
        }
    }
}

impl Request {
    /// Says whether nothing came of it: no result is logged, and none of the responses, by their dates, was given since
    /// it was asked.
    #[must_use]
    pub fn brought_nothing(&self, responses: &[PartialDate]) -> bool {
        self.result.is_none() && !responses.iter().any(|said| said.end() > self.asked_on.start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::try_from(text.to_owned()).unwrap()
    }

    fn request(result: Option<RequestResult>) -> Request {
        Request {
            asker: "The Seattle Times".into(),
            asked_on: date("2018-06-19"),
            deadline: date("2018-06-20"),
            result,
        }
    }

    fn response(said_on: &str, refers: Refers, capacity: Capacity) -> Response {
        Response {
            speaker: None,
            capacity,
            kinds: ResponseKinds::new([ResponseKind::Acknowledged]).unwrap(),
            judged_because: None,
            words: Words::new(Some("dismayed".into()), None).unwrap(),
            channel: None,
            said_on: date(said_on),
            refers,
        }
    }

    #[test]
    fn silence_needs_a_request_past_its_deadline() {
        let asked = request(None);
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(Answered::derive(&[], &[], at("2018-07-01T00:00:00Z")), Answered::NoneRecorded);
        assert_eq!(Answered::derive(&[&asked], &[], at("2018-06-20T12:00:00Z")), Answered::Asked);
        assert_eq!(
            Answered::derive(&[&asked], &[], at("2018-06-21T11:59:59Z")),
            Answered::Asked,
            "still 20 June in UTC-12"
        );
        assert_eq!(Answered::derive(&[&asked], &[], at("2018-06-21T12:00:00Z")), Answered::NoReply);
        let by_noon = Request { deadline: date("2018-06-20T12:00:00Z"), ..asked.clone() };
        assert_eq!(Answered::derive(&[&by_noon], &[], at("2018-06-20T12:00:00Z")), Answered::NoReply);
        assert_eq!(Answered::derive(&[&asked], &[date("2018-06-19")], at("2018-07-01T00:00:00Z")), Answered::Responded);
        let declined = request(Some(RequestResult::Declined));
        assert_eq!(Answered::derive(&[&declined], &[], at("2018-07-01T00:00:00Z")), Answered::Responded);
    }

    #[test]
    fn an_older_response_answers_no_later_request() {
        let asked = request(None);
        let (old, now) = ([date("2018-06-01")], "2018-07-01T00:00:00Z".parse().unwrap());
        assert_eq!(Answered::derive(&[&asked], &old, now), Answered::NoReply);
        let before = "2018-06-20T12:00:00Z".parse().unwrap();
        assert_eq!(Answered::derive(&[&asked], &old, before), Answered::Responded, "the deadline is to come");
        assert!(asked.brought_nothing(&old) && !asked.brought_nothing(&[date("2018-06-19")]));
    }

    #[test]
    fn words_from_before_the_petition_are_no_response_unless_they_speak_of_it() {
        let issued = date("2018-06-19");
        assert!(response("2018-06-19", Refers::NotStated, Capacity::Official).check(issued).is_ok());
        assert!(response("2018-06-18", Refers::Explicitly, Capacity::Official).check(issued).is_ok());
        assert!(matches!(
            response("2018-06-18", Refers::NotStated, Capacity::Official).check(issued),
            Err(ResponseError::BeforeThePetition { .. })
        ));
    }

    #[test]
    fn an_employees_post_is_no_response_of_the_company() {
        let post = response("2018-06-20", Refers::Explicitly, Capacity::EmployeePersonal);
        assert_eq!(post.check(date("2018-06-19")), Err(ResponseError::NotTheOrganisation(Capacity::EmployeePersonal)));
    }

    #[test]
    fn a_response_has_one_to_three_kinds() {
        use ResponseKind::{Acknowledged, Acted, Committed, Defended};
        assert_eq!(ResponseKinds::new([]), Err(KindsError(0)));
        assert_eq!(ResponseKinds::new([Acted, Acted]).unwrap().as_slice(), [Acted]);
        assert_eq!(ResponseKinds::new([Acted, Acknowledged, Committed, Defended]), Err(KindsError(4)));
    }
}
