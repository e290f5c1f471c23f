//! "Who signed, by what?": figures that were made in batches, never counted for an answer.

use jiff::Timestamp;

use crate::domain::breakdown::Aspect;
use crate::domain::guild::Names;
use crate::domain::signatory::ListTally;
use crate::service::ask::{About, Asked, Found, PetitionAsked};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;
use crate::store::{breakdowns, settings};

/// The answer to "who signed, by what?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakdownAnswer {
    /// The petition.
    pub about: About,
    /// How many stand on the list logged here.
    pub list: ListTally,
    /// By what the list is broken down.
    pub by: Aspect,
    /// The figures.
    pub figures: FiguresShown,
}

/// Figures, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiguresShown {
    /// Affiliations are kept with names, and names are off here.
    NamesOff,
    /// None were made yet, or no group is large enough.
    None,
    /// The figures.
    Made {
        /// When they last changed.
        as_of: Timestamp,
        /// The groups that are shown, the largest first; nothing for those of whom none is stated.
        cells: Vec<(Option<String>, u64)>,
    },
}

impl Service {
    /// Answers who signed, by part or affiliation.
    pub async fn breakdown(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        by: Aspect,
    ) -> Result<Asked<Found<BreakdownAnswer>>, ServiceError> {
        let asked = self
            .ask(caller, petition, Wanted::default(), |about, rest| {
                Ok(BreakdownAnswer { about, list: rest.list, by, figures: FiguresShown::None })
            })
            .await?;
        let Found::One(mut answer) = asked.answer else { return Ok(asked) };
        let mut conn = self.store.read().await?;
        let names = settings::get(&mut conn, caller.guild).await?.names;
        answer.figures = if by == Aspect::Affiliation && names == Names::Off {
            FiguresShown::NamesOff
        } else {
            let made = breakdowns::find(&mut conn, caller.guild, answer.about.petition.number, by).await?;
            made.filter(|made| !made.cells.is_empty())
                .map_or(FiguresShown::None, |made| FiguresShown::Made { as_of: made.as_of, cells: made.cells })
        };
        Ok(Asked { answer: Found::One(answer), ..asked })
    }
}
