//! Archived copies of pages: an archive is asked for one from around the time a page was read for the record, has one made
//! where the operator chose so, and what it has is filed for every guild that cites the page.
//!
//! A copy is filed before the question is settled, and filing one twice does nothing, so that a stop in between loses and
//! doubles nothing.

use jiff::{SignedDuration, Timestamp};

use super::{LEASE, PUT_OFF, VISIT, host_rest, later, trace};
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act, ObjectKind};
use crate::domain::source::CaptureDoc;
use crate::domain::watching::copies::{self as rules, Answer, Copy, Next};
use crate::domain::watching::{Ask, FiledBy, Found, Look, PageRole, host_of};
use crate::service::{Service, ServiceError};
use crate::store::{UnitOfWork, copies, hosts, readings, sources, watched};

/// How long an archive has rest between two questions: it answers the whole world.
const REST: SignedDuration = SignedDuration::from_secs(5);

/// How long to wait before a copy is asked to be made again, where nobody could be asked.
const AFTER_A_FAILURE: SignedDuration = SignedDuration::from_hours(24);

/// A page that somebody holds to ask an archive about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    page: copies::Claimed,
    timegate: String,
    save: Option<String>,
}

impl Wanted {
    /// Gives its number among pages, for the log.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.page.page
    }

    /// Says what to ask the archive for, and from around when.
    #[must_use]
    pub fn ask(&self) -> (Ask, Timestamp) {
        (self.behind(&self.timegate), self.page.wanted)
    }

    fn behind(&self, archive: &str) -> Ask {
        Ask {
            url: format!("{archive}{}", self.page.url),
            robots: self.page.robots.clone().filter(|_| host_of(archive) == host_of(&self.timegate)),
            validators: None,
            counters: Vec::new(),
        }
    }
}

impl Service {
    /// Claims a page of which an archived copy is wanted, and the archive, if it is free; nothing where no archive is asked.
    pub async fn claim_copy(&self) -> Result<Option<Wanted>, ServiceError> {
        let Some(archives) = &self.limits.archives else { return Ok(None) };
        let now = self.now();
        let times = (now, later(now, LEASE), later(now, VISIT));
        let host = host_of(&archives.timegate);
        let host = host.as_str();
        let page = self.store.share(|shared| Box::pin(copies::claim(shared.conn(), host, times))).await?;
        let (timegate, save) = (archives.timegate.clone(), archives.save.clone());
        Ok(page.map(|page| Wanted { page, timegate, save }))
    }

    /// Lets go of a page at a stop.
    pub async fn let_copy_go(&self, wanted: &Wanted) -> Result<(), ServiceError> {
        Ok(self.store.share(|shared| Box::pin(copies::release(shared.conn(), &wanted.page))).await?)
    }

    /// Files the copy that an archive has, and notes when to ask again. Says what to fetch to have one made, where one is to.
    pub async fn settle_copy(&self, wanted: &Wanted, answer: &Answer) -> Result<Option<Ask>, ServiceError> {
        let (now, page) = (self.now(), &wanted.page);
        let answer = &answer.clone().of_page(&page.url);
        if let Ok(Some(copy)) = &answer.copy
            && copy.is_near(page.wanted)
        {
            for (guild, source) in copies::list_citing(&mut self.store.read().await?, page.page).await? {
                self.store.write(guild, now, |uow| Box::pin(file(uow, source, copy))).await?;
            }
        }
        let next = rules::next(answer, (page.wanted, page.saved), page.failures, wanted.save.is_some(), now);
        let failures = if answer.copy.is_err() { page.failures + 1 } else { 0 };
        let (ask_at, failures) = match next {
            _ if answer.later => (Some(later(now, PUT_OFF)), page.failures),
            Next::Rest => (None, failures),
            Next::Ask(at) | Next::Save(at) => (Some(at), failures),
        };
        let host = host_of(&wanted.timegate);
        let host = host.as_str();
        let rest = host_rest(REST.max(answer.rest), answer.copy.as_ref().err());
        let save = wanted.save.as_deref().filter(|_| !answer.later && matches!(next, Next::Save(_)));
        let may_save = self
            .store
            .share(|shared| {
                Box::pin(async move {
                    let conn = shared.conn();
                    let times = (now, later(now, rest));
                    hosts::note(conn, host, answer.rules.as_ref(), Some(page.host_until), times).await?;
                    copies::settle(conn, page, ask_at, failures).await?;
                    match save.map(host_of) {
                        Some(saves) if saves != host => Ok(!hosts::rests_until_after(conn, &saves, now).await?),
                        saves => Ok(saves.is_some()),
                    }
                })
            })
            .await?;
        Ok(save.filter(|_| may_save).map(|save| wanted.behind(save)))
    }

    /// Notes what came of having a copy made: it is looked for in an hour, and not made again within a month, unless nobody
    /// could be asked.
    pub async fn settle_save(&self, wanted: &Wanted, save: &Ask, look: &Look) -> Result<(), ServiceError> {
        let (now, page, host) = (self.now(), &wanted.page, host_of(&save.url));
        let failure = look.failure();
        let rest = host_rest(REST.max(look.rest), failure);
        let is_put_off = look.found == Found::Later
            || failure.is_some_and(|one| one.status.is_none_or(|status| status == 429 || status >= 500));
        let next = failure.and_then(|one| one.retry_after).unwrap_or_default().max(AFTER_A_FAILURE);
        let host = host.as_str();
        self.store
            .share(|shared| {
                Box::pin(async move {
                    let conn = shared.conn();
                    hosts::note(conn, host, look.rules.as_ref(), None, (now, later(now, rest))).await?;
                    if is_put_off {
                        copies::save_later(conn, page, later(now, next)).await
                    } else {
                        copies::saved(conn, page, now).await
                    }
                })
            })
            .await?;
        Ok(())
    }
}

/// Files a copy that an archive has among a source's readings, unless it is there, or was made more than a day before the source
/// was read for the guild.
async fn file(uow: &mut UnitOfWork<'_>, source: Number, copy: &Copy) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let is_there = sources::has_copy(uow.conn(), guild, source, &copy.url).await?;
    let Some(doc) = sources::find(uow.conn(), guild, source).await? else { return Ok(()) };
    if is_there || copy.is_before(doc.retrieved_at.start().min(at)) {
        return Ok(());
    }
    let number = uow.number()?;
    let made_at = PartialDate::Instant(copy.made_at);
    let doc = CaptureDoc { archive_url: Some(copy.url.clone()), archived_at: Some(made_at), ..CaptureDoc::default() };
    let conn = uow.conn();
    sources::insert_capture(conn, guild, number, source, (made_at, FiledBy::Watcher), &doc).await?;
    let page = watched::attach(conn, guild, source, &copy.url, PageRole::Archive, at).await?;
    readings::set_page(conn, guild, number, page).await?;
    let after = serde_json::json!({ "source": source, "retrieved_at": made_at, "doc": doc });
    uow.append(trace(Act::Capture).entry(ObjectKind::Capture, number, 1, &after)?);
    Ok(())
}
