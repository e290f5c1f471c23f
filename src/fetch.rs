//! The only way to a page: fetched through the guard, read, and given as a plain value.
//!
//! [`Fetch`] is the port that workers hold, and [`Briefly`] what stands before it where a person waits for an answer;
//! [`PageReader`] is behind it in the program, and whatever a test needs in tests.
//!
//! **Invariant.** What a host asks of robots is heeded before anything else of it is fetched, also of one that a redirect leads
//! to, and an error's words hold neither an address nor what it led to.

mod answer;
mod elsewhere;
#[cfg(feature = "demo")]
mod kept;

use std::sync::Arc;
use std::time::Duration;

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use pageguard::{Answer, FetchError, Fetched, Guard, Limits, Policy, Request, Robots};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use self::answer::{asked_rest, failed, instant, of_status, raw, take};
use self::elsewhere::Known;
use crate::clock::Clock;
use crate::config::Fetching;
use crate::domain::source::SourceUrl;
use crate::domain::watching::counter::Counted;
use crate::domain::watching::{Ask, Failure, Found, Look, Rules, Trouble, copies, host_of};
pub use crate::domain::watching::{Asking, Fetch, Looking};
#[cfg(feature = "demo")]
pub use kept::KeptPage;

/// What keeps pages from being fetched at all.
#[derive(Debug, thiserror::Error)]
#[error("the client that fetches pages cannot be made")]
pub struct BuildError(#[from] pageguard::BuildError);

/// How long a robots.txt holds: what the standard allows.
const RULES_HOLD: SignedDuration = SignedDuration::from_hours(24);
/// How long a host is left alone that cannot say what it asks.
const SILENT_FOR: SignedDuration = SignedDuration::from_hours(1);
/// How many answers are taken apart at once: it takes milliseconds, and each more has memory of its own that is kept.
const TAKEN_AT_ONCE: usize = 1;
/// How much is read of what an archive answers: its headers say all.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Fetches pages through the guard and reads them.
pub struct PageReader {
    guard: Guard,
    agent: String,
    clock: Arc<dyn Clock>,
    elsewhere: Known,
    taking: Arc<Semaphore>,
}

impl PageReader {
    /// Makes one for the public internet. Fails where the client cannot be set up.
    pub fn build(settings: &Fetching, clock: Arc<dyn Clock>) -> Result<Self, BuildError> {
        let agent = agent(settings.contact.as_deref());
        let guard = Guard::new(&agent, Policy::strict(), Limits::default())?;
        Ok(Self::over(guard, &agent, clock))
    }

    /// Makes one over a guard that was made with this user agent.
    #[must_use]
    pub fn over(guard: Guard, agent: &str, clock: Arc<dyn Clock>) -> Self {
        Self {
            guard,
            agent: agent.to_owned(),
            clock,
            elsewhere: Known::default(),
            taking: Arc::new(Semaphore::new(TAKEN_AT_ONCE)),
        }
    }

    async fn look_at(&self, ask: &Ask) -> Look {
        let refused = |trouble| Look::of(failed(trouble, None, None));
        let Ok(address) = self.guard.read(&raw(&ask.url)) else { return refused(Trouble::Refused) };
        let Ok((rules, robots)) = self.asked_of_robots(ask, &address).await else { return Look::of(Found::Later) };
        let rest = SignedDuration::try_from(robots.crawl_delay().unwrap_or_default()).unwrap_or_default();
        let hold = rules.as_ref().map_or(RULES_HOLD, |rules| rules.hold);
        let look = |found| Look { rules, rest, ..Look::of(found) };
        if !robots.allows(&address) {
            return look(Found::Failed(kept_out(hold)));
        }
        let validators = ask.validators.as_ref().and_then(|known| {
            let (of, etag, last_modified) =
                (self.guard.read(&known.of).ok()?, known.etag.clone(), known.last_modified.clone());
            Some(pageguard::Validators { of, etag, last_modified })
        });
        let mut request = Request::new(&address).after_rest(rest_of(&robots)).keeping_to(&robots).or_later();
        if let Some(validators) = &validators {
            request = request.if_changed(validators);
        }
        match self.fetch(request).await {
            Ok(None) => look(Found::Same),
            Ok(Some(fetched)) => {
                let host = host_of(fetched.address.as_url().as_str());
                let elsewhere = (host != host_of(address.as_url().as_str())).then_some(host);
                let (found, counted) = self.taken(ask, fetched).await;
                Look { elsewhere, counted, ..look(found) }
            }
            Err(Kept::Off(failure)) => look(Found::Failed(failure)),
            Err(Kept::Busy) => look(Found::Later),
        }
    }

    /// Takes an answer apart, beside the runtime: a long page takes a while, and nobody else is to wait for it.
    async fn taken(&self, ask: &Ask, fetched: Fetched) -> (Found, Vec<Counted>) {
        let (url, rules, now) = (ask.url.clone(), ask.counters.clone(), self.clock.now());
        // It is never closed; a thread more has its own memory.
        let turn = Arc::clone(&self.taking).acquire_owned().await;
        let mut taking = JoinSet::new();
        taking.spawn_blocking(move || {
            let taken = take(&url, &rules, &fetched, now);
            // Whoever waited may have given up, and the thread goes on.
            drop(turn);
            taken
        });
        taking.join_next().await.and_then(Result::ok).unwrap_or_else(|| {
            tracing::error!("a page could not be taken apart");
            // A fault of ours, which says nothing of the page.
            (failed(Trouble::OtherContent, None, None), Vec::new())
        })
    }

    async fn ask_archive(&self, ask: &Ask, wanted: Timestamp) -> copies::Answer {
        let failed = |trouble| Err(Failure { trouble, status: None, retry_after: None });
        let later = || copies::Answer { later: true, ..copies::Answer::of(Ok(None)) };
        let Ok(address) = self.guard.read(&ask.url) else { return copies::Answer::of(failed(Trouble::Refused)) };
        let Ok((rules, robots)) = self.asked_of_robots(ask, &address).await else { return later() };
        let rest = SignedDuration::try_from(robots.crawl_delay().unwrap_or_default()).unwrap_or_default();
        let hold = rules.as_ref().map_or(RULES_HOLD, |rules| rules.hold);
        let answer = |copy| copies::Answer { rules, rest, ..copies::Answer::of(copy) };
        if !robots.allows(&address) {
            return answer(Err(kept_out(hold)));
        }
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&wanted);
        let Ok(date) = date else { return answer(failed(Trouble::Refused)) };
        let request = Request::new(&address).keeping_to(&robots).as_of(&date).at_most(LONGEST_ANSWER).or_later();
        match self.fetch(request).await {
            Ok(Some(fetched)) => answer(self.copy_in(ask, &fetched)),
            Ok(None) => answer(failed(Trouble::Misbehaved)),
            Err(Kept::Off(failure)) => answer(Err(failure)),
            Err(Kept::Busy) => copies::Answer { later: true, ..answer(Ok(None)) },
        }
    }

    /// Reads which copy an archive's answer is.
    fn copy_in(&self, ask: &Ask, fetched: &Fetched) -> Result<Option<copies::Copy>, Failure> {
        let reached = fetched.address.as_url().as_str();
        match of_status(fetched.status) {
            // The protocol's word for a page of which there is no copy.
            Some(Trouble::NotFound) => Ok(None),
            Some(trouble) => {
                let retry_after = asked_rest(fetched, self.clock.now());
                Err(Failure { trouble, status: Some(fetched.status), retry_after })
            }
            None => {
                let url = SourceUrl::parse(reached).ok().filter(|_| reached != ask.url);
                let made_at = fetched.headers.memento_datetime.as_deref().and_then(instant);
                let made_at = made_at.or_else(|| Some(copies::made_at(url.as_ref()?)?.start()));
                Ok(url.zip(made_at).map(|(url, made_at)| copies::Copy { url, made_at }))
            }
        }
    }

    /// Fetches a page; nothing where it is as it was. Where a redirect leads to another host, that one's rules are asked for
    /// before anything else of it, and kept to.
    async fn fetch(&self, request: Request<'_>) -> Result<Option<Fetched>, Kept> {
        let request = request.on_one_host();
        let mut answer = self.guard.fetch(&request).await.map_err(kept_off)?;
        loop {
            let on = match answer {
                Answer::NotModified { .. } => return Ok(None),
                Answer::Fetched(fetched) => return Ok(Some(fetched)),
                Answer::Elsewhere(on) => on,
            };
            let (robots, hold) = self.robots_elsewhere(&on.to).await?;
            if !robots.allows(&on.to) {
                return Err(Kept::Off(kept_out(hold)));
            }
            let further = request.clone().on_from(&on).after_rest(rest_of(&robots)).keeping_to(&robots);
            answer = self.guard.fetch(&further).await.map_err(kept_off)?;
        }
    }

    /// Gives what a host asks of robots that was not asked for, and for how long that holds.
    async fn robots_elsewhere(&self, address: &pageguard::Address) -> Result<(Arc<Robots>, SignedDuration), Kept> {
        let now = self.clock.now();
        if let Some(known) = self.elsewhere.find(address, now) {
            return Ok(known);
        }
        let rules = self.rules(address).await?;
        let robots = Arc::new(Robots::parse(rules.text.as_bytes(), &self.agent));
        self.elsewhere.keep(address, Arc::clone(&robots), (now, rules.hold));
        Ok((robots, rules.hold))
    }

    /// Gives what the host asks of robots, and its rules where they had to be read.
    async fn asked_of_robots(&self, ask: &Ask, address: &pageguard::Address) -> Result<(Option<Rules>, Robots), Kept> {
        if let Some(text) = &ask.robots {
            return Ok((None, Robots::parse(text.as_bytes(), &self.agent)));
        }
        let rules = self.rules(address).await?;
        let robots = Robots::parse(rules.text.as_bytes(), &self.agent);
        Ok((Some(rules), robots))
    }

    /// Reads what a host asks of robots, as text that says the same wherever it is read again.
    async fn rules(&self, address: &pageguard::Address) -> Result<Rules, Kept> {
        let at = address.robots();
        let answer = self.guard.fetch(&Request::new(&at).at_most(Robots::LONGEST).or_later()).await;
        let (robots, hold) = match &answer {
            Err(FetchError::Busy) => return Err(Kept::Busy),
            answer => {
                let is_told = matches!(answer, Ok(Answer::Fetched(Fetched { status: 200..=299, .. })));
                let robots = Robots::of(answer, &self.agent);
                let hold = if is_told || robots == Robots::everything() { RULES_HOLD } else { SILENT_FOR };
                (robots, hold)
            }
        };
        Ok(Rules { text: robots.to_string(), hold })
    }
}

/// A host that wants a longer rest within one look gets it between two.
const LONGEST_REST: Duration = Duration::from_secs(10);

impl Fetch for PageReader {
    fn look<'a>(&'a self, ask: &'a Ask) -> Looking<'a> {
        Box::pin(self.look_at(ask))
    }

    fn find_copy<'a>(&'a self, ask: &'a Ask, wanted: Timestamp) -> Asking<'a> {
        Box::pin(self.ask_archive(ask, wanted))
    }
}

/// How long somebody who files something waits for its page: Discord holds a deferred answer for minutes, a person does not.
const WAIT: Duration = Duration::from_secs(8);

/// Looks at pages for somebody who waits, and gives up on one that takes long.
pub struct Briefly {
    pages: Arc<dyn Fetch>,
    most: Duration,
}

impl Briefly {
    /// Makes one that waits 8 seconds.
    #[must_use]
    pub fn over(pages: Arc<dyn Fetch>) -> Self {
        Self::at_most(pages, WAIT)
    }

    /// Makes one that waits as long as this.
    #[must_use]
    pub fn at_most(pages: Arc<dyn Fetch>, most: Duration) -> Self {
        Self { pages, most }
    }
}

impl Fetch for Briefly {
    fn look<'a>(&'a self, ask: &'a Ask) -> Looking<'a> {
        Box::pin(async {
            let look = tokio::time::timeout(self.most, self.pages.look(ask)).await;
            look.unwrap_or_else(|_| Look::of(failed(Trouble::TooSlow, None, None)))
        })
    }

    fn find_copy<'a>(&'a self, ask: &'a Ask, wanted: Timestamp) -> Asking<'a> {
        Box::pin(async move {
            let answer = tokio::time::timeout(self.most, self.pages.find_copy(ask, wanted)).await;
            let too_slow = Failure { trouble: Trouble::TooSlow, status: None, retry_after: None };
            answer.unwrap_or_else(|_| copies::Answer::of(Err(too_slow)))
        })
    }
}

impl std::fmt::Debug for Briefly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Briefly({:?})", self.most)
    }
}

impl std::fmt::Debug for PageReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageReader({})", self.agent)
    }
}

/// Names the program to hosts, with a page where one can read who runs it.
fn agent(contact: Option<&str>) -> String {
    let own = concat!("undersigned/", env!("CARGO_PKG_VERSION"));
    match contact {
        Some(contact) => format!("{own} (+{contact})"),
        None => own.to_owned(),
    }
}

/// What keeps a page from being fetched.
enum Kept {
    /// Something is wrong with it, or it is not to be fetched.
    Off(Failure),
    /// So many slow hosts are waited for that it was put off.
    Busy,
}

fn kept_off(error: FetchError) -> Kept {
    match error {
        FetchError::Busy => Kept::Busy,
        FetchError::Disallowed => Kept::Off(kept_out(RULES_HOLD)),
        error => Kept::Off(Failure { trouble: trouble(error), status: None, retry_after: None }),
    }
}

fn kept_out(hold: SignedDuration) -> Failure {
    Failure { trouble: Trouble::Robots, status: None, retry_after: Some(hold) }
}

fn rest_of(robots: &Robots) -> Duration {
    robots.crawl_delay().unwrap_or(Duration::ZERO).min(LONGEST_REST)
}

fn trouble(error: FetchError) -> Trouble {
    match error {
        FetchError::Refused(_) => Trouble::Refused,
        FetchError::Disallowed => Trouble::Robots,
        FetchError::Unreachable(_) => Trouble::NotReached,
        FetchError::TimedOut(_) | FetchError::Busy => Trouble::TooSlow,
        FetchError::TooLarge | FetchError::TooManyRedirects | FetchError::Misbehaved(_) => Trouble::Misbehaved,
    }
}
