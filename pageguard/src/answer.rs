//! What is asked for, and what came back.

use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName};

use crate::address::Address;
use crate::robots::Robots;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub(crate) address: &'a Address,
    pub(crate) validators: Option<&'a Validators>,
    pub(crate) rest: Duration,
    pub(crate) body: Option<usize>,
    pub(crate) as_of: Option<&'a str>,
    pub(crate) stays: bool,
    pub(crate) before: Option<&'a Elsewhere>,
    pub(crate) waits: Waits,
    pub(crate) rules: Option<&'a Robots>,
}

impl<'a> Request<'a> {
    /// Asks for a page.
    #[must_use]
    pub const fn new(address: &'a Address) -> Self {
        let (validators, body, as_of, before, rules) = (None, None, None, None, None);
        Self {
            address,
            validators,
            rest: Duration::ZERO,
            body,
            as_of,
            stays: false,
            before,
            waits: Waits::Always,
            rules,
        }
    }

    /// Asks for it only where it changed. The validators are sent to the address they came from and to no other.
    #[must_use]
    pub const fn if_changed(mut self, since: &'a Validators) -> Self {
        self.validators = Some(since);
        self
    }

    /// Asks an archive for the copy that was made nearest to a moment, a date as HTTP writes it (RFC 7089).
    #[must_use]
    pub const fn as_of(mut self, date: &'a str) -> Self {
        self.as_of = Some(date);
        self
    }

    /// Gives the host a longer rest before than [`Limits::gap`](crate::Limits::gap), as its robots.txt may ask.
    #[must_use]
    pub const fn after_rest(mut self, rest: Duration) -> Self {
        self.rest = rest;
        self
    }

    /// Stops where a redirect leads to another host, and gives [`Answer::Elsewhere`], so that its rules for robots can be
    /// asked for first.
    #[must_use]
    pub const fn on_one_host(mut self) -> Self {
        self.stays = true;
        self
    }

    /// Keeps to what the host asks of robots also where a redirect leads to another of its pages; what is asked for itself is
    /// looked at by who asks.
    #[must_use]
    pub const fn keeping_to(mut self, rules: &'a Robots) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Goes on where it stopped, with the redirects and the time that are left of the whole.
    #[must_use]
    pub const fn on_from(mut self, elsewhere: &'a Elsewhere) -> Self {
        self.address = &elsewhere.to;
        self.before = Some(elsewhere);
        self
    }

    /// Does not wait for long behind other hosts that are slow: where many wait already it ends with
    /// [`FetchError::Busy`](crate::FetchError::Busy), to be asked for again later.
    #[must_use]
    pub const fn or_later(mut self) -> Self {
        self.waits = Waits::AmongFew;
        self
    }

    /// Keeps no more than so many bytes of the body, where [`Limits::body`](crate::Limits::body) is not less.
    #[must_use]
    pub const fn at_most(mut self, bytes: usize) -> Self {
        self.body = Some(bytes);
        self
    }
}

/// Whether a request waits among slow ones however many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// It does.
    Always,
    /// Only while there are few.
    AmongFew,
}

/// By what a host tells whether a page changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validators {
    /// The address that sent them: [`Fetched::address`].
    pub of: Address,
    /// `ETag`, as it was sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as it was sent.
    pub last_modified: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An answer with any status but a redirect that was followed: also 404 or 503.
    Fetched(Fetched),
    /// The page is as it was when the validators were sent.
    NotModified {
        /// The address that says so.
        address: Address,
        /// The redirects on the way there.
        hops: Vec<Hop>,
    },
    /// The page is at another host, which was not asked: only for [`Request::on_one_host`].
    Elsewhere(Elsewhere),
}

/// Where a redirect leads that was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Where to. Checked as every address is.
    pub to: Address,
    /// The redirects up to here, this one the last.
    pub hops: Vec<Hop>,
    /// What is left of the time for all hops.
    pub(crate) left: Duration,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where from.
    pub address: Address,
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
}

/// An answer with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The status of the last answer.
    pub status: u16,
    /// The address of the last answer.
    pub address: Address,
    /// The redirects on the way there.
    pub hops: Vec<Hop>,
    /// What the last answer says of itself.
    pub headers: Headers,
    /// The body, unpacked, in whatever charset it is.
    pub body: Vec<u8>,
    /// Whether the body goes on after what was kept.
    pub truncated: bool,
}

impl Fetched {
    /// Gives what to ask with next time; `None` where the host sent nothing for that.
    #[must_use]
    pub fn validators(&self) -> Option<Validators> {
        let Headers { etag, last_modified, .. } = &self.headers;
        (etag.is_some() || last_modified.is_some()).then(|| Validators {
            of: self.address.clone(),
            etag: etag.clone(),
            last_modified: last_modified.clone(),
        })
    }
}

/// What an answer says of itself, as it was sent. A value that is no text is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
    /// `Cache-Control`, all of them with commas between.
    pub cache_control: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `Memento-Datetime`, by which archives date a copy.
    pub memento_datetime: Option<String>,
    /// `Link`, each in its turn.
    pub links: Vec<String>,
}

impl Headers {
    pub(crate) fn read(sent: &HeaderMap) -> Self {
        let all = |name: HeaderName| {
            let texts = sent.get_all(name).into_iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
            texts.map(str::to_owned).collect::<Vec<_>>()
        };
        let first = |name| all(name).into_iter().next();
        let cache_control = all(header::CACHE_CONTROL);
        Self {
            content_type: first(header::CONTENT_TYPE),
            etag: first(header::ETAG),
            last_modified: first(header::LAST_MODIFIED),
            cache_control: (!cache_control.is_empty()).then(|| cache_control.join(", ")),
            retry_after: first(header::RETRY_AFTER),
            memento_datetime: first(HeaderName::from_static("memento-datetime")),
            links: all(header::LINK),
        }
    }
}
