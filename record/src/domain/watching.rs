//! Pages that are watched: what came of a look, whether a page is gone, when to look again, what changed.
//!
//! Values in, values out: who fetches, what is kept and when it is are the caller's.

pub mod copies;
pub mod counter;
pub mod pace;
pub mod said;
pub mod story;
pub mod tries;

use std::future::Future;
use std::pin::Pin;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::named::named;
use counter::Counted;

named! {
    /// What kept a look at a page from giving its text.
    pub enum Trouble {
        /// The host asks robots to leave it alone.
        Robots = "robots",
        /// It leads to where nothing is fetched from.
        Refused = "refused",
        /// There was no connection.
        NotReached = "not_reached",
        /// It took too long.
        TooSlow = "too_slow",
        /// The host did not keep to HTTP, or redirects without end.
        Misbehaved = "misbehaved",
        /// There is no such page, whatever the status says.
        NotFound = "not_found",
        /// It leads to the site's front page.
        FrontPage = "front_page",
        /// The host failed.
        ServerFault = "server_fault",
        /// The host turns programs away.
        Blocked = "blocked",
        /// Something stands in the page's place: a question for consent, an offer to subscribe, a page for signing in.
        Stub = "stub",
        /// It is nothing that can be read.
        OtherContent = "other_content",
    }
}

impl Trouble {
    /// Says whether it counts against the page: who is turned away learns nothing of whether it is there.
    #[must_use]
    pub fn counts(self) -> bool {
        match self {
            Self::NotReached
            | Self::TooSlow
            | Self::Misbehaved
            | Self::NotFound
            | Self::FrontPage
            | Self::ServerFault => true,
            Self::Robots | Self::Refused | Self::Blocked | Self::Stub | Self::OtherContent => false,
        }
    }
}

named! {
    /// Whether a page answers.
    pub enum PageState {
        /// It does, or nothing else is known.
        Live = "live",
        /// It failed the last time.
        Suspect = "suspect",
        /// It has failed over a span of 14 days.
        Gone = "gone",
    }
}

named! {
    /// What a page is to a source.
    pub enum PageRole {
        /// The source itself.
        Itself = "itself",
        /// An archived copy of it.
        Archive = "archive",
    }
}

named! {
    /// Who put a reading of a source on record.
    pub enum FiledBy {
        /// Somebody who read it.
        Person = "person",
        /// The program.
        Watcher = "watcher",
    }
}

/// By what a host tells whether a page changed, and the address that said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validators {
    /// The address.
    pub of: String,
    /// `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// What a host asks of robots, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What its robots.txt says to this robot, as one that says it to all; nothing where it asks for nothing.
    pub text: String,
    /// How long that holds.
    pub hold: SignedDuration,
}

/// What is asked of whoever fetches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The page.
    pub url: String,
    /// The host's robots.txt as it was read lately; nothing where it has to be read first.
    pub robots: Option<String>,
    /// To be told that nothing changed.
    pub validators: Option<Validators>,
    /// The rules by which running numbers are read.
    pub counters: Vec<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The host's rules, where they were read.
    pub rules: Option<Rules>,
    /// How long the host wants to rest between two visits, by its rules, known or read.
    pub rest: SignedDuration,
    /// The host that gave the last answer, where it is another one than the page's: [`host_of`].
    pub elsewhere: Option<String>,
    /// What the page said.
    pub found: Found,
    /// The running numbers that were asked for, where the page answered anew.
    pub counted: Vec<Counted>,
}

impl Look {
    /// Tells what came of a look, and nothing of the host.
    #[must_use]
    pub fn of(found: Found) -> Self {
        Self { rules: None, rest: SignedDuration::ZERO, elsewhere: None, found, counted: Vec::new() }
    }

    /// Says why there is no text, where there is none.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        if let Found::Failed(failure) = &self.found { Some(failure) } else { None }
    }
}

/// Names the host of an address, with the port where it has another than its scheme.
#[must_use]
pub fn host_of(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    match url.as_ref().and_then(Url::port) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// What a page said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// That nothing changed.
    Same,
    /// A text.
    Read(Box<Reading>),
    /// No text, but a running number.
    Counted,
    /// No text of its own.
    Failed(Failure),
    /// Nothing yet: it is slow, and so many slow ones were waited for that it was put off.
    Later,
}

/// What a look will give, without naming an async trait's machinery everywhere.
pub type Looking<'a> = Pin<Box<dyn Future<Output = Look> + Send + 'a>>;

/// What an archive will answer, as [`Looking`].
pub type Asking<'a> = Pin<Box<dyn Future<Output = copies::Answer> + Send + 'a>>;

/// Looks at pages: the port behind which the network is.
pub trait Fetch: Send + Sync {
    /// Looks at a page once, its host's rules for robots first. Dropping the future breaks off.
    fn look<'a>(&'a self, ask: &'a Ask) -> Looking<'a>;

    /// Asks an archive for the copy made nearest to a moment: `ask` holds what the archive is asked by (RFC 7089).
    fn find_copy<'a>(&'a self, ask: &'a Ask, wanted: Timestamp) -> Asking<'a>;
}

/// A page that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The status of the answer.
    pub status: u16,
    /// How far it can be relied on, from 0 to 100.
    pub quality: u8,
    /// Its title.
    pub title: Option<String>,
    /// What else it says of itself.
    pub said: said::Said,
    /// Its text, one line a block.
    pub text: String,
    /// What two texts without a change between them have in common.
    pub fingerprint: [u8; 32],
    /// To ask with the next time.
    pub validators: Option<Validators>,
    /// When an archive says that it made the copy.
    pub memento_at: Option<Timestamp>,
}

/// A look that gave no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was wrong.
    pub trouble: Trouble,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// How long the host wants to be left alone.
    pub retry_after: Option<SignedDuration>,
}
