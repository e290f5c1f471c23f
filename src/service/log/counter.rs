//! The running number of a page, read for whoever wants later readings to follow: its first report is what the page says now.

use super::draft::{Draft, Settled};
use super::page::{Unread, is_resting};
use super::typed::{NewCount, Typed};
use crate::domain::Reading;
use crate::domain::source::SourceUrl;
use crate::domain::watching::counter::{Counter, CounterError, Counting, Missed};
use crate::domain::watching::{Ask, Found, host_of};
use crate::service::refusal::{BadCounter, Refusal};
use crate::service::{Caller, Service, ServiceError};
use crate::store::{counters, hosts};

/// Why a page gave no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// It was not read.
    Unread(Unread),
    /// Its answer has no such number.
    Missed(Missed),
}

impl Service {
    /// Reads the number that a counter begins with, and gives the draft of its report.
    pub(super) async fn counter_draft(
        &self,
        caller: &Caller,
        typed: &NewCount,
        counter: &str,
    ) -> Result<Draft, ServiceError> {
        let counter = meant(typed, counter)?;
        let value = self.count_now(caller, &counter).await?.map_err(Refusal::Uncounted)?;
        let wording = value.to_string();
        let reading = u64::try_from(value).ok().map(Reading::counter);
        let typed =
            NewCount { wording: Some(wording.clone()), as_of: "now".to_owned(), counter: None, ..typed.clone() };
        let mut draft = Draft::new(Typed::Count(typed), self.now());
        draft.settled = Some(Settled { wording, reading, language: None });
        draft.locator = Some(counter.rule.clone());
        draft.counting = Some(Counting::From(counter));
        Ok(draft)
    }

    async fn count_now(&self, caller: &Caller, counter: &Counter) -> Result<Result<i64, Uncounted>, ServiceError> {
        let url = counter.url.as_str();
        let (access, rests, robots) = {
            let mut conn = self.store.read().await?;
            let access = self.may_have_read(&mut conn, caller).await?;
            if let Some(known) = counters::find_running(&mut conn, caller.guild, counter).await? {
                return Err(Refusal::CounterKnown(known).into());
            }
            let host = host_of(url);
            let rests = is_resting(&mut conn, &host, self.now()).await?;
            (access, rests, hosts::robots_of(&mut conn, &host, self.now()).await?)
        };
        if rests {
            return Ok(Err(Uncounted::Unread(Unread::Resting)));
        }
        let pages = match self.pages_for(caller, &access) {
            Ok(pages) => pages,
            Err(unread) => return Ok(Err(Uncounted::Unread(unread))),
        };
        let ask = Ask { url: url.to_owned(), robots, validators: None, counters: vec![counter.rule.clone()] };
        let look = self.look_for_a_person(pages, &ask).await?;
        Ok(match (look.counted.into_iter().next(), look.found) {
            (Some(read), _) => read.value.map_err(Uncounted::Missed),
            (None, Found::Failed(failure)) => Err(Uncounted::Unread(Unread::Trouble(failure.trouble))),
            (None, _) => Err(Uncounted::Missed(Missed::Nothing)),
        })
    }
}

/// Gives the counter that is meant by a recipe's name or a rule, with what is typed beside it.
fn meant(typed: &NewCount, counter: &str) -> Result<Counter, Refusal> {
    let url = SourceUrl::parse(&typed.url).map_err(Refusal::BadUrl)?;
    if typed.wording.as_ref().is_some_and(|wording| !wording.trim().is_empty()) {
        return Err(Refusal::BadCounter(BadCounter::Wording));
    }
    if !["now", "today"].contains(&typed.as_of.trim().to_lowercase().as_str()) {
        return Err(Refusal::BadCounter(BadCounter::AsOf));
    }
    // The space behind a list's mark is a part of its rule.
    let given = if counter.trim_start().starts_with("lines:") { counter.trim_start() } else { counter.trim() };
    Counter::parse(given, &url).map_err(|error| {
        let given = given.chars().take(200).collect();
        Refusal::BadCounter(match error {
            CounterError::NotItsPage => BadCounter::NotItsPage(given),
            CounterError::Rule(why) => BadCounter::Rule { given, why },
        })
    })
}
