//! The page that is filed from, as a machine reads it for whoever files.
//!
//! A page that was read within a day, or an hour where a number is wanted, is not asked for again. Nothing is held while a host
//! is waited for, and whatever it does, the filing goes on without it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::typed::Typed;
use crate::domain::erasing::ERASED;
use crate::domain::ids::GuildId;
use crate::domain::source::SourceUrl;
use crate::domain::watching::said::{Said, counting_sentences};
use crate::domain::watching::{Ask, Fetch, Found, Look, Trouble, host_of};
use crate::service::access::Access;
use crate::service::watching::{VISIT, note_hosts};
use crate::service::{Caller, Service, ServiceError};
use crate::store::{Conn, Store, StoreError, hosts, pages, passages, sources};

/// The most sentences that are offered, and the most of their characters together: an answer of Discord's has room for them
/// in full, with what is said of each.
const OFFERED: usize = 8;
const ROOM: usize = 2_800;
/// How long a text that the watcher read stands for the page.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// How long it does where a number is wanted: those change within the day.
const FRESH_NUMBER: SignedDuration = SignedDuration::from_hours(1);

/// What came of reading the page of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// The address it was asked for by.
    pub(crate) url: SourceUrl,
    /// What it says, or why nothing is known of it.
    pub(crate) read: Result<Read, Unread>,
}

/// A page that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Read {
    pub(crate) title: Option<String>,
    pub(crate) said: Said,
    /// Its sentences with a number of signers.
    pub(crate) sentences: Vec<String>,
}

/// Why a page was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unread {
    /// No pages are fetched here.
    Off,
    /// So many were read of late for who asks that nobody else should wait for theirs.
    TooMany,
    /// Its host asked to be left alone for a while.
    Resting,
    /// Something was wrong with it.
    Trouble(Trouble),
}

impl Read {
    fn of(title: Option<String>, said: Said, text: &str) -> Self {
        let mut room: usize = ROOM;
        let mut sentences = counting_sentences(text, OFFERED);
        sentences.retain(|sentence| {
            let left = room.checked_sub(sentence.chars().count());
            room = left.unwrap_or(room);
            left.is_some()
        });
        Self { title, said, sentences }
    }

    /// Leaves out the names that must not come back in a guild: the page still has them.
    async fn without_barred(self, store: &Store, conn: &mut Conn, guild: GuildId) -> Result<Self, StoreError> {
        let mut left = passages::without_barred_in(store, conn, guild, self).await?;
        left.said.authors.retain(|author| !author.contains(ERASED));
        // Without the name they are no words of the page.
        left.sentences.retain(|sentence| !sentence.contains(ERASED));
        Ok(left)
    }
}

/// A page that is wanted: what the watcher read of it lately, or what to ask for.
enum Wanted {
    Kept(Page),
    Fetch(SourceUrl, Ask),
}

impl Service {
    /// Reads the page that something typed is filed from, where that is of use: a count without its words, a source that is
    /// new. An address that is none is refused later, with everything else.
    pub(super) async fn page_of(&self, caller: &Caller, typed: &Typed) -> Result<Option<Page>, ServiceError> {
        let Some(url) = of_use(typed).and_then(|url| SourceUrl::parse(url).ok()) else { return Ok(None) };
        let wanted = {
            let mut conn = self.store.read().await?;
            let access = self.may_have_read(&mut conn, caller).await?;
            (access, wanted(&mut conn, caller.guild, typed, url, self.now()).await?)
        };
        let Page { url, read } = match wanted {
            (_, None) => return Ok(None),
            (_, Some(Wanted::Kept(page))) => page,
            (access, Some(Wanted::Fetch(url, ask))) => {
                let read = match self.pages_for(caller, &access) {
                    Ok(pages) => read(self.look_for_a_person(pages, &ask).await?.found),
                    Err(unread) => Err(unread),
                };
                Page { url, read }
            }
        };
        let read = match read {
            Ok(read) => {
                let mut conn = self.store.read().await?;
                Ok(read.without_barred(&self.store, &mut conn, caller.guild).await?)
            }
            Err(unread) => Err(unread),
        };
        Ok(Some(Page { url, read }))
    }

    /// Refuses whoever may not file: no page is read for them.
    pub(super) async fn may_have_read(&self, conn: &mut Conn, caller: &Caller) -> Result<Access, ServiceError> {
        let access = Access::of(&self.store, conn, caller).await?;
        access.permit_submit(conn, caller).await?;
        Ok(access)
    }

    /// Looks at a page for somebody who waits, and notes what its host asks.
    pub(super) async fn look_for_a_person(&self, pages: &dyn Fetch, ask: &Ask) -> Result<Look, ServiceError> {
        let look = pages.look(ask).await;
        let (host, noted, now) = (host_of(&ask.url), &look, self.now());
        let host = host.as_str();
        let note = self
            .store
            .share(|shared| Box::pin(async move { note_hosts(shared.conn(), (host, None), noted, now).await }));
        note.await?;
        Ok(look)
    }

    /// Gives what a page is read with for somebody, where it may be read now; that is counted, whatever comes of it.
    pub(super) fn pages_for(&self, caller: &Caller, access: &Access) -> Result<&dyn Fetch, Unread> {
        let pages = self.pages.as_deref().ok_or(Unread::Off)?;
        let may_ask = self.visits.allow((caller.guild, access.contributor), self.now());
        if may_ask { Ok(pages) } else { Err(Unread::TooMany) }
    }
}

/// Gives the address whose page is of use to who typed this.
fn of_use(typed: &Typed) -> Option<&str> {
    match typed {
        Typed::Count(count) if count.wording.is_none() => Some(&count.url),
        Typed::Source(source) => Some(&source.url),
        Typed::Petition(_)
        | Typed::Count(_)
        | Typed::Response(_)
        | Typed::Request(_)
        | Typed::Statement(_)
        | Typed::Fact(_)
        | Typed::Capture(_)
        | Typed::Signatory(_)
        | Typed::Commitment(_)
        | Typed::Organisation(_)
        | Typed::PetitionEdit(_) => None,
    }
}

async fn wanted(
    conn: &mut Conn,
    guild: GuildId,
    typed: &Typed,
    url: SourceUrl,
    now: Timestamp,
) -> Result<Option<Wanted>, ServiceError> {
    // A source that is on record is refused, and needs no page for that.
    if matches!(typed, Typed::Source(_)) && sources::find_by_url(conn, guild, &url).await?.is_some() {
        return Ok(None);
    }
    let fresh = if matches!(typed, Typed::Count(_)) { FRESH_NUMBER } else { FRESH };
    let since = now.checked_sub(fresh).unwrap_or(Timestamp::MIN);
    if let Some(kept) = pages::find_last_read(conn, &url, since).await? {
        let read = Ok(Read::of(kept.title, kept.said, &kept.text));
        return Ok(Some(Wanted::Kept(Page { url, read })));
    }
    let host = host_of(url.as_str());
    if is_resting(conn, &host, now).await? {
        return Ok(Some(Wanted::Kept(Page { url, read: Err(Unread::Resting) })));
    }
    let robots = hosts::robots_of(conn, &host, now).await?;
    let ask = Ask { url: url.as_str().to_owned(), robots, validators: None, counters: Vec::new() };
    Ok(Some(Wanted::Fetch(url, ask)))
}

/// Says whether a host asked for more rest than there is between any two looks.
pub(super) async fn is_resting(conn: &mut Conn, host: &str, now: Timestamp) -> Result<bool, ServiceError> {
    let moment = now.checked_add(VISIT).unwrap_or(Timestamp::MAX);
    Ok(hosts::rests_until_after(conn, host, moment).await?)
}

fn read(found: Found) -> Result<Read, Unread> {
    match found {
        Found::Read(reading) => Ok(Read::of(reading.title, reading.said, &reading.text)),
        Found::Failed(failure) => Err(Unread::Trouble(failure.trouble)),
        Found::Later => Err(Unread::Trouble(Trouble::TooSlow)),
        // Nothing was asked that could be the same.
        Found::Same | Found::Counted => Err(Unread::Trouble(Trouble::Misbehaved)),
    }
}
