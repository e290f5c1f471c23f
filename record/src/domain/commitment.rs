//! Commitments of organisations, and what moderators judge of them and of demands.
//!
//! What somebody promised stands in the record's document and never changes; what became of it is a judgement beside
//! it, with a source and a reason. The latest judgement stands, the earlier ones stay, and one may go back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::ids::Number;
use super::named::named;
use super::petition::DemandOutcome;
use super::record::Words;
use super::response::{Response, ResponseKind};
use super::text::LONGEST;

named! {
    /// What became of a commitment.
    pub enum Rating {
        /// Nobody has looked yet.
        NotYetRated = "not_yet_rated",
        /// Something is being done.
        InTheWorks = "in_the_works",
        /// Nothing is being done.
        Stalled = "stalled",
        /// Kept.
        Kept = "kept",
        /// Kept in part, or otherwise than promised.
        Compromise = "compromise",
        /// Broken.
        Broken = "broken",
    }
}

impl Rating {
    /// Says whether nothing more is awaited, so that a due date can pass in silence.
    #[must_use]
    pub fn is_settled(self) -> bool {
        match self {
            Self::Kept | Self::Compromise | Self::Broken => true,
            Self::NotYetRated | Self::InTheWorks | Self::Stalled => false,
        }
    }
}

/// What an organisation committed to. Which organisation it is stands in the record's own column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// What is promised, in words.
    pub text: String,
    /// When it is to be kept, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// When it was made, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_on: Option<PartialDate>,
}

impl Commitment {
    /// Gives the commitment that a response opens: one of the kind *committed* opens one, in its own words and with no
    /// due date, since none is read out of words.
    #[must_use]
    pub fn opened_by(response: &Response) -> Option<Self> {
        let commits = response.kinds.as_slice().contains(&ResponseKind::Committed);
        commits.then(|| Self { text: text_of(&response.words), due: None, made_on: Some(response.said_on) })
    }

    /// Says whether its day has passed everywhere while more is awaited.
    #[must_use]
    pub fn is_overdue(&self, rating: Rating, now: Timestamp) -> bool {
        !rating.is_settled() && self.due.is_some_and(|due| due.is_over(now))
    }
}

/// Gives the words of a response as one text: the quotation in its marks, then what was said in other words; where
/// that is longer than a stored text may be, the quotation alone.
fn text_of(words: &Words) -> String {
    let quote = words.quote().map(|quote| format!("“{quote}”"));
    let said: Vec<String> = quote.into_iter().chain(words.paraphrase().map(str::to_owned)).collect();
    let said = said.join(" ");
    match words.quote() {
        Some(quote) if said.chars().count() > LONGEST => quote.to_owned(),
        _ => said,
    }
}

/// What was judged: the outcome of a demand, or the rating of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Judged {
    /// What became of a demand.
    Demand(DemandOutcome),
    /// What became of a commitment.
    Commitment(Rating),
}

impl Judged {
    /// Names it as the database does.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Demand(outcome) => outcome.as_str(),
            Self::Commitment(rating) => rating.as_str(),
        }
    }

    /// Reads the name that [`Judged::as_str`] gives: no outcome is called as a rating is.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        DemandOutcome::parse(word).map(Self::Demand).or_else(|| Rating::parse(word).map(Self::Commitment))
    }
}

/// One judgement of a demand or a commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The demand or commitment.
    pub object: Number,
    /// The object's revision by it: the highest stands.
    pub revision: i64,
    /// What was judged.
    pub judged: Judged,
    /// The source it stands on.
    pub source: Number,
    /// Why.
    pub reason: String,
    /// When it was judged.
    pub judged_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Capacity;
    use crate::domain::response::{Refers, ResponseKinds};

    fn date(text: &str) -> PartialDate {
        PartialDate::try_from(text.to_owned()).unwrap()
    }

    fn response(kinds: &[ResponseKind], quote: Option<&str>, paraphrase: Option<&str>) -> Response {
        Response {
            speaker: None,
            capacity: Capacity::Official,
            kinds: ResponseKinds::new(kinds.iter().copied()).unwrap(),
            judged_because: None,
            words: Words::new(quote.map(str::to_owned), paraphrase.map(str::to_owned)).unwrap(),
            channel: None,
            said_on: date("2018-06-19"),
            refers: Refers::Explicitly,
        }
    }

    #[test]
    fn only_a_response_that_commits_opens_a_commitment_and_in_its_own_words() {
        use ResponseKind::{Acknowledged, Committed};
        assert_eq!(Commitment::opened_by(&response(&[Acknowledged], Some("We heard you"), None)), None);
        let both = response(&[Acknowledged, Committed], Some("We will"), Some("Promises a review."));
        let opened = Commitment::opened_by(&both).unwrap();
        assert_eq!(opened.text, "“We will” Promises a review.");
        assert_eq!((opened.due, opened.made_on), (None, Some(date("2018-06-19"))));
        let long = "x".repeat(LONGEST);
        let opened = Commitment::opened_by(&response(&[Committed], Some(&long), Some("Promises it."))).unwrap();
        assert_eq!(opened.text, long, "no longer than a stored text may be");
    }

    #[test]
    fn a_commitment_is_overdue_once_its_day_is_over_everywhere_and_nothing_is_settled() {
        let promise = Commitment { text: "A policy".into(), due: Some(date("2018-12")), made_on: None };
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(!promise.is_overdue(Rating::NotYetRated, at("2019-01-01T11:59:59Z")), "still December in UTC-12");
        assert!(promise.is_overdue(Rating::Stalled, at("2019-01-01T12:00:00Z")));
        assert!(!promise.is_overdue(Rating::Kept, at("2019-06-01T00:00:00Z")));
        assert!(!Commitment { due: None, ..promise }.is_overdue(Rating::NotYetRated, at("2030-01-01T00:00:00Z")));
    }

    #[test]
    fn no_outcome_is_called_as_a_rating_is() {
        let words = DemandOutcome::ALL.iter().map(|one| Judged::Demand(*one));
        for judged in words.chain(Rating::ALL.iter().map(|one| Judged::Commitment(*one))) {
            assert_eq!(Judged::parse(judged.as_str()), Some(judged));
        }
    }
}
