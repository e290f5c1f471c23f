//! The queue, page by page.

use jiff::Timestamp;

use super::{Queue, QueueOf, SubmissionView, view};
use crate::domain::ids::Number;
use crate::domain::review::SubmissionKind;
use crate::service::find;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::{Caller, Service, ServiceError};
use crate::store::submissions::Waits;
use crate::store::{records, submissions};

/// How many are shown on a page: each takes a few lines of a phone.
const PAGE: i64 = 5;

impl Service {
    /// Gives a page of what waits, oldest first, of a kind, about a petition and for so long where these are given; then of the imported records that are flagged for a look.
    pub async fn queue(
        &self,
        caller: &Caller,
        QueueOf { kind, petition, age }: QueueOf,
        page: u32,
    ) -> Result<Queue, ServiceError> {
        let (guild, now) = (caller.guild, self.now());
        let before = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let waits = Waits { kind, petition, since: age.map(|age| before(age.span())) };
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        let kind = kind.map(SubmissionKind::as_str);
        let waiting = submissions::count_pending(&mut conn, guild, waits).await?;
        // What an import flagged does not wait for anybody.
        let flagged = match age {
            None => records::count_flagged(&mut conn, guild, kind, petition).await?,
            Some(_) => 0,
        };
        let pages = ((waiting + flagged + PAGE - 1) / PAGE).max(1);
        if page == 0 || i64::from(page) > pages {
            return Err(Refusal::NoSuchPage.into());
        }
        let from = (i64::from(page) - 1) * PAGE;
        let mut items = Vec::new();
        if from < waiting {
            for found in submissions::list_pending(&mut conn, guild, waits, PAGE, from).await? {
                let number = found.number;
                match view::of_waiting(&self.store, guild, &found) {
                    Err(ServiceError::Fault(error)) if error.is_of_one_row() => {
                        tracing::error!(%error, submission = number.get(), "passed over a submission that cannot be read");
                    }
                    item => items.push(item?),
                }
            }
        }
        let (room, skip) = (PAGE.min(from + PAGE - waiting), (from - waiting).max(0));
        if room > 0 && flagged > 0 {
            let more = records::list_flagged(&mut conn, guild, kind, petition, room, skip).await?;
            items.extend(more.into_iter().map(view::of_record));
        }
        Ok(Queue {
            items,
            waiting: waiting.unsigned_abs(),
            flagged: flagged.unsigned_abs(),
            overdue_since: before(self.limits.overdue_after),
            page,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
        })
    }

    /// Gives the number of the petition a queue is asked for: by its short name, or by its number, which one that waits
    /// has as well.
    pub async fn petition_in_queue(&self, caller: &Caller, given: &str) -> Result<Number, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        if let Some(petition) = find::find_petition(&mut conn, caller.guild, given).await? {
            return Ok(petition.number);
        }
        match given.trim().parse() {
            Ok(number) => Ok(number),
            Err(_) => Err(find::no_such_petition(&mut conn, caller.guild, given).await?.into()),
        }
    }

    /// Gives one submission, or one flagged record, by its number.
    pub async fn submission(&self, caller: &Caller, number: Number) -> Result<SubmissionView, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        view::find(&self.store, &mut conn, caller.guild, number).await
    }
}
