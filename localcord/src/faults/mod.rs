//! What fails on request: which requests, how often, and in which way.
//!
//! Invariant: the same rules and the same requests in the same order give the same faults. Rates are drawn from their seed.
//! To add a fault: a variant of [`Fault`], and what it does in `rest::faulty`.

mod on;
mod rules;

use std::{sync::Arc, time::Duration};

pub(crate) use self::rules::Rules;
pub use self::{on::On, rules::RuleId};
use crate::state::Shared;

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is answered with this status, say 503, and nothing is done.
    Status(u16, Page),
    /// It is answered with 429, of this scope and with this time to wait, and nothing is done.
    TooMany(Scope, Duration),
    /// The connection is cut before anything is done.
    CutBefore,
    /// It is done, and the connection is cut before the answer: the message stands, the caller never hears.
    CutAfter,
    /// It is done; the headers and half of the body come, then the connection is cut. An answer without a body is
    /// cut off after its headers.
    HalfAnswer,
    /// It is done as late as this, and answered then.
    SlowBefore(Duration),
    /// It is done at once, and answered as late as this.
    SlowAfter(Duration),
}

/// What an error's body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Page {
    /// JSON as Discord's general errors are: `{"message": "503: Service Unavailable", "code": 0}`.
    Json,
    /// JSON with a code of Discord's, say 50001.
    Code(u32),
    /// A page for browsers, as a proxy in front of Discord gives.
    Html,
    /// Nothing.
    Empty,
}

/// What a 429 is for, as `X-RateLimit-Scope` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The bot's limit for the route.
    User,
    /// The bot's limit over all routes.
    Global,
    /// The limit of a resource that others use too. It is the only one that does not count as an invalid request.
    Shared,
}

impl Scope {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

/// Which of the requests that a rule is for it strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Often {
    /// The next so many.
    Next(usize),
    /// Every one, until the rule is lifted.
    Always,
    /// So many in a thousand, drawn by a generator that begins with this seed.
    PerMille(u16, u64),
}

/// A handle on what fails on request.
///
/// ```no_run
/// # fn story(cord: &localcord::Localcord) {
/// use localcord::{Fault, Often, On, Page, Scope};
/// use std::time::Duration;
///
/// let faults = cord.faults();
/// // The next message stands in its channel, and its sender never hears of it.
/// let lost = faults.add(On::sending(), Often::Next(1), Fault::CutAfter);
/// // After that, one request in ten meets a proxy without a Discord behind it, the same ones in every run.
/// faults.add(On::all(), Often::PerMille(100, 42), Fault::Status(502, Page::Html));
/// // …
/// assert_eq!(faults.struck(lost), 1);
/// faults.lift_all();
/// # }
/// ```
#[derive(Clone)]
pub struct Faults {
    pub(crate) shared: Arc<Shared>,
}

impl Faults {
    /// Adds a rule behind those there are. A request meets the first one that is for it and strikes it, and no other.
    #[expect(clippy::must_use_candidate, reason = "most rules are never named again")]
    pub fn add(&self, on: On, often: Often, fault: Fault) -> RuleId {
        self.shared.change(|world| world.faults.add(on, often, fault))
    }

    /// Counts the requests a rule has struck; 0 once it is lifted.
    #[must_use]
    pub fn struck(&self, rule: RuleId) -> usize {
        self.shared.look(|world| world.faults.struck(rule))
    }

    /// Takes a rule away.
    pub fn lift(&self, rule: RuleId) {
        self.shared.change(|world| world.faults.lift(rule));
    }

    /// Takes every rule away.
    pub fn lift_all(&self) {
        self.shared.change(|world| world.faults.lift_all());
    }
}

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.shared.look(|world| world.faults.fmt(f))
    }
}
