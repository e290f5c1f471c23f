//! What was said about the matter, before the petition and since.

use super::about::{About, Asked, Found, PetitionAsked};
use super::suggest::meant;
use crate::domain::date::{PartialDate, Precision};
use crate::domain::published::{Cited, Record};
use crate::domain::record::{Body, RecordKind, Statement};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// Where words stand to the day a petition was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placed {
    /// Surely before it.
    Before,
    /// On the day or after it.
    Since,
    /// Their dates are too coarse to tell.
    Unclear,
}

impl Placed {
    /// Places words that were said on a date.
    #[must_use]
    pub fn of(said_on: PartialDate, issued_on: PartialDate) -> Self {
        // A moment of the day of issue counts as that day: nothing says that it came first.
        let same_day = issued_on.precision() >= Precision::Day && (said_on == issued_on || issued_on.contains(said_on));
        if said_on.is_surely_before(issued_on) {
            Self::Before
        } else if same_day || issued_on.is_surely_before(said_on) {
            Self::Since
        } else {
            Self::Unclear
        }
    }
}

/// The answer to "what was said?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementsAnswer {
    /// The petition.
    pub about: About,
    /// What was said, latest first within where it stands to the petition.
    pub statements: Vec<(Placed, Cited<Statement>)>,
    /// Who speaks on record, where somebody was asked for who does not.
    pub others: Vec<String>,
}

impl Service {
    /// Answers what was said, by one speaker or by all.
    pub async fn statements(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        speaker: Option<&str>,
    ) -> Result<Asked<Found<StatementsAnswer>>, ServiceError> {
        let wanted = Wanted { kinds: &[RecordKind::Statement], ..Wanted::default() };
        self.ask(caller, petition, wanted, |about, rest| {
            let mut statements = placed(of_statements(rest.records), about.petition.doc.issued_on);
            let mut others: Vec<String> = statements.iter().map(|(_, said)| said.body.speaker.clone()).collect();
            if let Some(speaker) = speaker {
                statements.retain(|(_, said)| meant(speaker, &said.body.speaker));
            }
            others.sort_unstable();
            others.dedup();
            let others = if statements.is_empty() { others } else { Vec::new() };
            Ok(StatementsAnswer { about, statements, others })
        })
        .await
    }
}

/// Takes the statements out of records.
pub(super) fn of_statements(records: Vec<Record>) -> Vec<Cited<Statement>> {
    let take = |body| if let Body::Statement(statement) = body { Some(statement) } else { None };
    records.into_iter().filter_map(|record| record.filter_map(take)).collect()
}

/// Sorts statements by where they stand to the petition: since it first, the latest first.
pub(super) fn placed(statements: Vec<Cited<Statement>>, issued_on: PartialDate) -> Vec<(Placed, Cited<Statement>)> {
    let mut placed: Vec<_> =
        statements.into_iter().map(|said| (Placed::of(said.body.said_on, issued_on), said)).collect();
    let order = |place: Placed| match place {
        Placed::Since => 0,
        Placed::Before => 1,
        Placed::Unclear => 2,
    };
    placed.sort_by_key(|(place, said)| (order(*place), std::cmp::Reverse(said.body.said_on.start()), said.number));
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_too_coarse_to_tell_is_neither_before_nor_since() {
        let date = |text: &str| PartialDate::try_from(text.to_owned()).unwrap();
        let letter = date("2018-06-19");
        assert_eq!(Placed::of(date("2018-06-18"), letter), Placed::Before);
        assert_eq!(Placed::of(date("2018-06-19"), letter), Placed::Since);
        assert_eq!(Placed::of(date("2018-06-19T14:00:00Z"), letter), Placed::Since);
        assert_eq!(Placed::of(date("2018-07"), letter), Placed::Since);
        assert_eq!(Placed::of(date("2018-06"), letter), Placed::Unclear);
        assert_eq!(Placed::of(date("2018-05-31"), date("2018-06")), Placed::Before);
        assert_eq!(Placed::of(date("2018-06-10"), date("2018-06")), Placed::Unclear);
        assert_eq!(Placed::of(date("2018-06"), date("2018-06")), Placed::Unclear);
    }
}
