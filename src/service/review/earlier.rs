//! What the same contributor filed about the same petition before: by handle, never by name.

use super::{Decision, Earlier};
use crate::domain::ids::Number;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::{Caller, Service, ServiceError};
use crate::store::{own, submissions};

/// How many are shown on a page: each takes a line.
const PAGE: u32 = 10;

impl Service {
    /// Gives a page of what the contributor of a submission filed about its petition before it, newest first.
    pub async fn earlier(&self, caller: &Caller, number: Number, page: u32) -> Result<Earlier, ServiceError> {
        let guild = caller.guild;
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        let none = || Refusal::NoSuchSubmission(number.to_string());
        let found = submissions::find(&mut conn, guild, number).await?.ok_or_else(none)?;
        let contributor = found.contributor.ok_or(Refusal::NobodyHeld(number))?;
        let about = found.petition.or(found.waits_for).unwrap_or(number);
        let offset = i64::from(PAGE) * (i64::from(page) - 1);
        let which = (number, about);
        let filed = own::list_earlier(&mut conn, guild, contributor, which, i64::from(PAGE), offset.max(0)).await?;
        let of = match filed.first() {
            Some(first) => first.of,
            None if page == 1 => 0,
            None => return Err(Refusal::NoSuchPage.into()),
        };
        let items = filed.into_iter().map(|one| {
            let decision = one.decided.map(|decided| Decision::of(one.number, one.state, decided));
            (one.number, one.kind, one.submitted_at, decision)
        });
        Ok(Earlier {
            number,
            handle: self.store.keys().handle(guild, about, &contributor),
            items: items.collect(),
            of,
            page,
            pages: u32::try_from(of.div_ceil(u64::from(PAGE)).max(1)).unwrap_or(u32::MAX),
        })
    }
}
