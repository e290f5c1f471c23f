//! The only way to a page: fetched through the guard, read, and given as a plain value.
//!
//! [`Fetch`] is the port that workers hold, and [`Briefly`] what stands before it where a person waits for an answer; [`PageReader`] is behind it in the program, and whatever a test needs in tests.
//!
//! **Invariant.** What a host asks of robots is heeded before anything else of it is fetched, also of one that a redirect leads
//! to, and an error's words hold neither an address nor what it led to.

mod elsewhere;

use std::sync::Arc;
use std::time::Duration;

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use pageguard::{Answer, FetchError, Fetched, Guard, Limits, Policy, Request, Robots};
use pageproof::address::Address;
use pageproof::counter::{NotRead, Rule};
use pageproof::read::{Page, Retrieved, read};

use self::elsewhere::Known;
use crate::clock::Clock;
use crate::config::Fetching;
use crate::domain::source::{SourceUrl, tracking};
use crate::domain::watching::counter::{Counted, Missed};
use crate::domain::watching::said::Said;
use crate::domain::watching::{Ask, Failure, Found, Look, Reading, Rules, Trouble, Validators, copies};
pub use crate::domain::watching::{Asking, Fetch, Looking};

/// What keeps pages from being fetched at all.
#[derive(Debug, thiserror::Error)]
#[error("the client that fetches pages cannot be made")]
pub struct BuildError(#[from] pageguard::BuildError);

/// How long a robots.txt holds: what the standard allows.
const RULES_HOLD: SignedDuration = SignedDuration::from_hours(24);
/// How long a host is left alone that cannot say what it asks.
const SILENT_FOR: SignedDuration = SignedDuration::from_hours(1);
/// What stands for the rules of a host that cannot say.
const NOTHING: &str = "User-agent: *\nDisallow: /\n";
/// The longest robots.txt that is kept.
const LONGEST_RULES: usize = 64 * 1024;

/// Fetches pages through the guard and reads them.
pub struct PageReader {
    guard: Guard,
    agent: String,
    clock: Arc<dyn Clock>,
    elsewhere: Known,
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
        Self { guard, agent: agent.to_owned(), clock, elsewhere: Known::default() }
    }

    async fn look_at(&self, ask: &Ask) -> Look {
        let refused = |trouble| Look { rules: None, found: failed(trouble, None, None), counted: Vec::new() };
        let Ok(address) = self.guard.read(&raw(&ask.url)) else { return refused(Trouble::Refused) };
        let Ok((rules, robots)) = self.asked_of_robots(ask, &address).await else {
            return Look { rules: None, found: Found::Later, counted: Vec::new() };
        };
        if !robots.allows(&address) {
            let found = Found::Failed(kept_out(rules.as_ref().map_or(RULES_HOLD, |rules| rules.hold)));
            return Look { rules, found, counted: Vec::new() };
        }
        let validators = ask.validators.as_ref().and_then(|known| {
            let (of, etag, last_modified) =
                (self.guard.read(&known.of).ok()?, known.etag.clone(), known.last_modified.clone());
            Some(pageguard::Validators { of, etag, last_modified })
        });
        let mut request = Request::new(&address).after_rest(rest_of(&robots));
        if let Some(validators) = &validators {
            request = request.if_changed(validators);
        }
        let (found, counted) = match self.fetch(request).await {
            Ok(None) => (Found::Same, Vec::new()),
            Ok(Some(fetched)) => {
                let counted = count(&ask.counters, &fetched);
                match self.read(&ask.url, &fetched) {
                    // An answer that has its number is there, whatever else it is.
                    // What stands in a page's place may have a number too, and it is another one.
                    Found::Failed(failure) if is_another_page(failure.trouble) => (Found::Failed(failure), Vec::new()),
                    Found::Failed(_) if counted.iter().any(|one| one.value.is_ok()) => (Found::Counted, counted),
                    found => (found, counted),
                }
            }
            Err(Kept::Off(failure)) => (Found::Failed(failure), Vec::new()),
            Err(Kept::Busy) => (Found::Later, Vec::new()),
        };
        Look { rules, found, counted }
    }

    async fn ask_archive(&self, ask: &Ask, wanted: Timestamp) -> copies::Answer {
        let failed = |rules, trouble, status, retry_after| copies::Answer {
            rules,
            copy: Err(Failure { trouble, status, retry_after }),
        };
        let Ok(address) = self.guard.read(&ask.url) else { return failed(None, Trouble::Refused, None, None) };
        let Ok((rules, robots)) = self.asked_of_robots(ask, &address).await else {
            return failed(None, Trouble::TooSlow, None, None);
        };
        if !robots.allows(&address) {
            let copy = Err(kept_out(rules.as_ref().map_or(RULES_HOLD, |rules| rules.hold)));
            return copies::Answer { rules, copy };
        }
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&wanted);
        let Ok(date) = date else { return failed(rules, Trouble::Refused, None, None) };
        let request = Request::new(&address).as_of(&date).at_most(LONGEST_RULES);
        let fetched = match self.fetch(request).await {
            Ok(Some(fetched)) => fetched,
            Ok(None) => return failed(rules, Trouble::Misbehaved, None, None),
            Err(Kept::Off(failure)) => return copies::Answer { rules, copy: Err(failure) },
            Err(Kept::Busy) => return failed(rules, Trouble::TooSlow, None, None),
        };
        let reached = fetched.address.as_url().as_str();
        match of_status(fetched.status) {
            // The protocol's word for a page of which there is no copy.
            Some(Trouble::NotFound) => copies::Answer { rules, copy: Ok(None) },
            Some(trouble) => {
                let retry_after = fetched.headers.retry_after.as_deref().and_then(|text| self.retry_after(text));
                failed(rules, trouble, Some(fetched.status), retry_after)
            }
            None => {
                let url = SourceUrl::parse(reached).ok().filter(|_| reached != ask.url);
                let made_at = fetched.headers.memento_datetime.as_deref().and_then(instant);
                let made_at = made_at.or_else(|| Some(copies::made_at(url.as_ref()?)?.start()));
                let copy = url.zip(made_at).map(|(url, made_at)| copies::Copy { url, made_at });
                copies::Answer { rules, copy: Ok(copy) }
            }
        }
    }

    /// Fetches a page; nothing where it is as it was. Where a redirect leads to another host, that one's rules are asked for
    /// before anything else of it, and kept to.
    async fn fetch(&self, request: Request<'_>) -> Result<Option<Fetched>, Kept> {
        let request = request.on_one_host().or_later();
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
            let further = request.clone().on_from(&on).after_rest(rest_of(&robots));
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
        let answer = self.guard.fetch(&Request::new(&at).at_most(LONGEST_RULES).or_later()).await;
        let (text, hold) = match &answer {
            Err(FetchError::Busy) => return Err(Kept::Busy),
            Ok(Answer::Fetched(Fetched { status: 200..=299, body, .. })) => {
                (String::from_utf8_lossy(body).replace('\0', ""), RULES_HOLD)
            }
            answer if Robots::of(answer, &self.agent) == Robots::everything() => (String::new(), RULES_HOLD),
            _ => (NOTHING.to_owned(), SILENT_FOR),
        };
        let rest = Robots::parse(text.as_bytes(), &self.agent).crawl_delay().unwrap_or_default();
        Ok(Rules { text, hold, rest: SignedDuration::try_from(rest).unwrap_or_default() })
    }

    fn read(&self, asked: &str, fetched: &Fetched) -> Found {
        let retry_after = fetched.headers.retry_after.as_deref().and_then(|text| self.retry_after(text));
        let status = Some(fetched.status);
        if let Some(trouble) = of_status(fetched.status) {
            return failed(trouble, status, retry_after);
        }
        let reached = Address::parse(fetched.address.as_url().as_str(), tracking());
        let (Ok(asked), Ok(reached)) = (Address::parse(&raw(asked), tracking()), reached) else {
            return failed(Trouble::Refused, status, None);
        };
        let content_type = fetched.headers.content_type.as_deref();
        let page = Retrieved { asked: &asked, reached: &reached, content_type, body: &fetched.body };
        match reading(&page, fetched.status) {
            Ok(reading) => Found::Read(Box::new(Reading {
                validators: validators(fetched),
                memento_at: fetched.headers.memento_datetime.as_deref().and_then(instant),
                ..reading
            })),
            Err(trouble) => failed(trouble, status, retry_after),
        }
    }

    fn retry_after(&self, text: &str) -> Option<SignedDuration> {
        match text.trim().parse::<u32>() {
            Ok(seconds) => Some(SignedDuration::from_secs(i64::from(seconds))),
            Err(_) => Some(instant(text)?.duration_since(self.clock.now()).max(SignedDuration::ZERO)),
        }
    }
}

/// Reads a page, or says what stands in its place.
fn reading(retrieved: &Retrieved<'_>, status: u16) -> Result<Reading, Trouble> {
    let page = read(retrieved);
    match page.evidence() {
        Ok(text) => Ok(Reading {
            status,
            quality: page.quality.score,
            title: page.title.as_ref().map(|title| title.value.chars().take(300).collect()),
            said: Said::of(&page, retrieved.asked),
            text: text.as_str().to_owned(),
            fingerprint: *text.fingerprint().as_bytes(),
            validators: None,
            memento_at: None,
        }),
        Err(_) => Err(of_page(&page)),
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
            look.unwrap_or_else(|_| Look {
                rules: None,
                found: failed(Trouble::TooSlow, None, None),
                counted: Vec::new(),
            })
        })
    }

    fn find_copy<'a>(&'a self, ask: &'a Ask, wanted: Timestamp) -> Asking<'a> {
        Box::pin(async move {
            let answer = tokio::time::timeout(self.most, self.pages.find_copy(ask, wanted)).await;
            let too_slow = Failure { trouble: Trouble::TooSlow, status: None, retry_after: None };
            answer.unwrap_or(copies::Answer { rules: None, copy: Err(too_slow) })
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

/// Reads the running numbers that are asked for out of an answer, where it is one.
fn count(rules: &[String], fetched: &Fetched) -> Vec<Counted> {
    if of_status(fetched.status).is_some() {
        return Vec::new();
    }
    let content_type = fetched.headers.content_type.as_deref();
    let read = |text: &String| {
        let rule: Rule = text.parse().ok()?;
        let value = rule.read(content_type, &fetched.body).map_err(missed);
        let value = value.and_then(|value| i64::try_from(value).map_err(|_| Missed::TooLarge));
        Some(Counted { rule: text.clone(), value })
    };
    rules.iter().filter_map(read).collect()
}

/// Says whether what came is known to be no answer of the page that was asked for.
fn is_another_page(trouble: Trouble) -> bool {
    matches!(trouble, Trouble::FrontPage | Trouble::NotFound | Trouble::Blocked)
}

fn missed(why: NotRead) -> Missed {
    match why {
        NotRead::NotJson => Missed::NotJson,
        NotRead::Nothing => Missed::Nothing,
        NotRead::Several => Missed::Several,
        NotRead::NoNumber => Missed::NoNumber,
        NotRead::TooLarge => Missed::TooLarge,
    }
}

/// One page that is kept on this machine, read as any other; every other address is refused. With it a demo shows what
/// watching a page is, and fetches nothing.
#[cfg(feature = "demo")]
#[derive(Debug)]
pub struct KeptPage {
    url: String,
    html: String,
}

#[cfg(feature = "demo")]
impl KeptPage {
    /// Keeps a page under an address.
    #[must_use]
    pub fn new(url: &str, html: &str) -> Self {
        Self { url: url.to_owned(), html: html.to_owned() }
    }

    fn look_at(&self, ask: &Ask) -> Found {
        let address = Address::parse(&ask.url, tracking()).ok().filter(|_| ask.url == self.url);
        let Some(address) = address else { return failed(Trouble::Refused, None, None) };
        let (asked, reached) = (&address, &address);
        let page =
            Retrieved { asked, reached, content_type: Some("text/html; charset=utf-8"), body: self.html.as_bytes() };
        match reading(&page, 200) {
            Ok(reading) => Found::Read(Box::new(reading)),
            Err(trouble) => failed(trouble, Some(200), None),
        }
    }
}

#[cfg(feature = "demo")]
impl Fetch for KeptPage {
    fn look<'a>(&'a self, ask: &'a Ask) -> Looking<'a> {
        Box::pin(async { Look { rules: None, found: self.look_at(ask), counted: Vec::new() } })
    }

    fn find_copy<'a>(&'a self, _: &'a Ask, _: Timestamp) -> Asking<'a> {
        Box::pin(async { copies::Answer { rules: None, copy: Ok(None) } })
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

/// Gives the form in which an archive shows a page as it was, without what it puts around it.
fn raw(url: &str) -> String {
    let raw = url.split_once("://web.archive.org/web/").and_then(|(scheme, rest)| {
        let (date, page) = rest.split_once('/')?;
        let is_date = date.len() == 14 && date.bytes().all(|byte| byte.is_ascii_digit());
        is_date.then(|| format!("{scheme}://web.archive.org/web/{date}id_/{page}"))
    });
    raw.unwrap_or_else(|| url.to_owned())
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
        error => Kept::Off(Failure { trouble: trouble(error), status: None, retry_after: None }),
    }
}

fn kept_out(hold: SignedDuration) -> Failure {
    Failure { trouble: Trouble::Robots, status: None, retry_after: Some(hold) }
}

fn rest_of(robots: &Robots) -> Duration {
    robots.crawl_delay().unwrap_or(Duration::ZERO).min(LONGEST_REST)
}

fn failed(trouble: Trouble, status: Option<u16>, retry_after: Option<SignedDuration>) -> Found {
    Found::Failed(Failure { trouble, status, retry_after })
}

fn instant(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text.trim()).ok().map(|zoned| zoned.timestamp())
}

fn validators(fetched: &Fetched) -> Option<Validators> {
    let of = fetched.address.as_url().as_str().to_owned();
    fetched.validators().map(|known| Validators { of, etag: known.etag, last_modified: known.last_modified })
}

fn trouble(error: FetchError) -> Trouble {
    match error {
        FetchError::Refused(_) => Trouble::Refused,
        FetchError::Unreachable(_) => Trouble::NotReached,
        FetchError::TimedOut(_) | FetchError::Busy => Trouble::TooSlow,
        FetchError::TooLarge | FetchError::TooManyRedirects | FetchError::Misbehaved(_) => Trouble::Misbehaved,
    }
}

/// Says what a status by itself says is wrong.
fn of_status(status: u16) -> Option<Trouble> {
    match status {
        200..=299 => None,
        404 | 410 => Some(Trouble::NotFound),
        400..=499 => Some(Trouble::Blocked),
        500..=599 => Some(Trouble::ServerFault),
        _ => Some(Trouble::Misbehaved),
    }
}

/// Says what stands in a page's place.
fn of_page(page: &Page) -> Trouble {
    use pageproof::read::Trouble as Seen;
    let seen = page.quality.troubles.first().copied();
    match seen {
        Some(Seen::NotFound) => Trouble::NotFound,
        Some(Seen::FrontPage) => Trouble::FrontPage,
        Some(Seen::Captcha) => Trouble::Blocked,
        Some(Seen::OtherContent) => Trouble::OtherContent,
        Some(Seen::ConsentWall | Seen::PaywallStub | Seen::LoginWall | Seen::NeedsScripts | Seen::TooLittle) | None => {
            Trouble::Stub
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archived_copy_is_read_as_the_page_was() {
        let copy = "https://web.archive.org/web/20180618130102/https://blog.example.org/x?a=b";
        assert_eq!(raw(copy), "https://web.archive.org/web/20180618130102id_/https://blog.example.org/x?a=b");
        for other in ["https://example.org/web/20180618130102/x", "https://web.archive.org/web/2018*/https://x.org/"] {
            assert_eq!(raw(other), other);
        }
    }

    #[test]
    fn a_date_in_a_header_is_read() {
        let at = instant("Mon, 18 Jun 2018 17:00:00 GMT").unwrap();
        assert_eq!(at.to_string(), "2018-06-18T17:00:00Z");
        assert_eq!(instant("soon"), None);
    }
}
