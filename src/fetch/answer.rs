//! What came of asking for a page: the page, what stands in its place, and the running numbers that are looked for.

use jiff::{SignedDuration, Timestamp};
use pageguard::Fetched;
use pageproof::address::Address;
use pageproof::counter::{NotRead, Rule};
use pageproof::read::{Page, Retrieved, read};

use crate::domain::source::tracking;
use crate::domain::watching::counter::{Counted, Missed};
use crate::domain::watching::said::Said;
use crate::domain::watching::{Failure, Found, Reading, Trouble, Validators};

/// Takes an answer apart.
pub(super) fn take(asked: &str, rules: &[String], fetched: &Fetched, now: Timestamp) -> (Found, Vec<Counted>) {
    let counted = count(rules, fetched);
    match page(asked, fetched, now) {
        // What stands in a page's place may have a number too, and it is another one.
        Found::Failed(failure) if is_another_page(failure.trouble) => (Found::Failed(failure), Vec::new()),
        // An answer that has its number is there, whatever else it is.
        Found::Failed(_) if counted.iter().any(|one| one.value.is_ok()) => (Found::Counted, counted),
        found => (found, counted),
    }
}

fn page(asked: &str, fetched: &Fetched, now: Timestamp) -> Found {
    let status = Some(fetched.status);
    if let Some(trouble) = of_status(fetched.status) {
        return failed(trouble, status, asked_rest(fetched, now));
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
        Err(trouble) => failed(trouble, status, asked_rest(fetched, now)),
    }
}

/// Gives for how long the host asks to be left alone, where it does.
pub(super) fn asked_rest(fetched: &Fetched, now: Timestamp) -> Option<SignedDuration> {
    let text = fetched.headers.retry_after.as_deref()?;
    match text.trim().parse::<u32>() {
        Ok(seconds) => Some(SignedDuration::from_secs(i64::from(seconds))),
        Err(_) => Some(instant(text)?.duration_since(now).max(SignedDuration::ZERO)),
    }
}

/// Reads a page, or says what stands in its place.
pub(super) fn reading(retrieved: &Retrieved<'_>, status: u16) -> Result<Reading, Trouble> {
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

/// Gives the form in which an archive shows a page as it was, without what it puts around it.
pub(super) fn raw(url: &str) -> String {
    let raw = url.split_once("://web.archive.org/web/").and_then(|(scheme, rest)| {
        let (date, page) = rest.split_once('/')?;
        let is_date = date.len() == 14 && date.bytes().all(|byte| byte.is_ascii_digit());
        is_date.then(|| format!("{scheme}://web.archive.org/web/{date}id_/{page}"))
    });
    raw.unwrap_or_else(|| url.to_owned())
}

pub(super) fn failed(trouble: Trouble, status: Option<u16>, retry_after: Option<SignedDuration>) -> Found {
    Found::Failed(Failure { trouble, status, retry_after })
}

pub(super) fn instant(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text.trim()).ok().map(|zoned| zoned.timestamp())
}

fn validators(fetched: &Fetched) -> Option<Validators> {
    let of = fetched.address.as_url().as_str().to_owned();
    fetched.validators().map(|known| Validators { of, etag: known.etag, last_modified: known.last_modified })
}

/// Says what a status by itself says is wrong.
pub(super) fn of_status(status: u16) -> Option<Trouble> {
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
