//! Archived copies of pages: which archive is asked for them and when, which copy is near enough, and when it was made by its
//! address.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Failure, Rules};
use crate::domain::date::PartialDate;
use crate::domain::source::SourceUrl;

/// An archive that is asked for copies, and one that makes them: a page's address is put behind each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archives {
    /// A `TimeGate` of the Memento protocol (RFC 7089).
    pub timegate: String,
    /// What makes a copy of a page when it is fetched, where the operator chose one.
    pub save: Option<String>,
}

/// A copy that an archive has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Where it is.
    pub url: SourceUrl,
    /// When it was made.
    pub made_at: Timestamp,
}

/// What came of asking an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The archive's rules for robots, where they were read.
    pub rules: Option<Rules>,
    /// How long the archive wants to rest between two questions, by its rules, known or read.
    pub rest: SignedDuration,
    /// Whether it was not asked yet: it is slow, and so many slow hosts were waited for that it was put off.
    pub later: bool,
    /// The copy nearest to the moment that was asked for; nothing where there is none at all.
    pub copy: Result<Option<Copy>, Failure>,
}

impl Answer {
    /// Tells what an archive has, and nothing of its host.
    #[must_use]
    pub fn of(copy: Result<Option<Copy>, Failure>) -> Self {
        Self { rules: None, rest: SignedDuration::ZERO, later: false, copy }
    }

    /// Takes a copy that by its address is of a page on another site for none.
    #[must_use]
    pub fn of_page(self, page: &str) -> Self {
        let copy = self.copy.map(|copy| copy.filter(|copy| copy.may_be_of(page)));
        Self { copy, ..self }
    }
}

/// A copy tells what the page said when it came on record where it was made from a day before to a month after.
const BEFORE: SignedDuration = SignedDuration::from_hours(24);
const AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Archives get copies later too: how long to wait where there is none, and after a page was asked to be saved.
const AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);
const SAVED: SignedDuration = SignedDuration::from_hours(1);
/// How often a question is put again that got no answer, the waits doubled from an hour to a day.
const MOST_FAILURES: i64 = 10;

impl Copy {
    /// Says whether the copy is near enough to a moment to tell what the page said then.
    #[must_use]
    pub fn is_near(&self, wanted: Timestamp) -> bool {
        let apart = self.made_at.duration_since(wanted);
        -BEFORE <= apart && apart <= AFTER
    }

    /// Says whether the copy may be of a page: by its address it is of none on another site.
    fn may_be_of(&self, page: &str) -> bool {
        let page = SourceUrl::parse(page).ok();
        page_in(&self.url).zip(page).is_none_or(|(of, page)| of.site() == page.site())
    }

    /// Says whether the copy was made so long before a moment that it tells nothing of what the page said then.
    #[must_use]
    pub fn is_before(&self, moment: Timestamp) -> bool {
        self.made_at.duration_since(moment) < -BEFORE
    }
}

/// What to do next about a page's copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: there is one, or none is to be hoped for.
    Rest,
    /// Ask again then.
    Ask(Timestamp),
    /// Have one made, and ask for it then.
    Save(Timestamp),
}

/// Decides what to do next, after a page's copy from near `wanted` was asked for. `saved` says when one was last asked to be
/// made, and `can_save` whether one can be.
#[must_use]
pub fn next(
    answer: &Answer,
    (wanted, saved): (Timestamp, Option<Timestamp>),
    failures: i64,
    can_save: bool,
    now: Timestamp,
) -> Next {
    let then = |rest: SignedDuration| now.checked_add(rest).unwrap_or(Timestamp::MAX);
    match &answer.copy {
        Ok(Some(copy)) if copy.is_near(wanted) => Next::Rest,
        Ok(_) => {
            let was_saved = saved.is_some_and(|at| now.duration_since(at) < AFTER);
            if can_save && !was_saved {
                Next::Save(then(SAVED))
            } else if now.duration_since(wanted) < AFTER {
                Next::Ask(then(AGAIN))
            } else {
                Next::Rest
            }
        }
        Err(_) if failures >= MOST_FAILURES => Next::Rest,
        Err(failure) => {
            let hours = 1_i64.checked_shl(u32::try_from(failures).unwrap_or(u32::MAX)).unwrap_or(24).clamp(1, 24);
            Next::Ask(then(SignedDuration::from_hours(hours).max(failure.retry_after.unwrap_or_default())))
        }
    }
}

/// Reads when an archive made a copy out of the copy's address: 14 digits that stand for themselves in its path, as the
/// Wayback Machine and those like it write them, with what says how it is shown behind (`id_`), or as archive.today does
/// (`2018.06.18-130102`).
#[must_use]
pub fn made_at(url: &SourceUrl) -> Option<PartialDate> {
    let (_, rest) = url.as_str().split_once("://")?;
    rest.split('/').skip(1).find_map(|piece| {
        let piece =
            piece.strip_suffix('_').map_or(piece, |piece| piece.trim_end_matches(|c: char| c.is_ascii_lowercase()));
        let digits: String = piece.chars().filter(|c| !matches!(c, '.' | '-')).collect();
        let is_date = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let at = is_date.then(|| DateTime::strptime("%Y%m%d%H%M%S", &digits).ok()).flatten()?;
        Some(PartialDate::Instant(at.to_zoned(TimeZone::UTC).ok()?.timestamp()))
    })
}

/// Reads which page a copy is of out of the copy's address, where an archive writes it there whole.
#[must_use]
pub fn page_in(url: &SourceUrl) -> Option<SourceUrl> {
    let (_, rest) = url.as_str().split_once("://")?;
    let at = [rest.find("/https://"), rest.find("/http://")].into_iter().flatten().min()?;
    SourceUrl::parse(rest.get(at + 1..)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::watching::Trouble;

    #[test]
    fn a_copy_from_around_the_time_is_enough_and_without_one_it_is_asked_again_or_made() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let wanted = at("2018-06-18T12:00:00Z");
        let url = SourceUrl::parse("https://web.archive.org/web/20180618130102/https://blog.example.org/x").unwrap();
        let copy = |made: &str| Answer::of(Ok(Some(Copy { url: url.clone(), made_at: at(made) })));
        let none = Answer::of(Ok(None));
        let now = at("2018-06-20T12:00:00Z");
        let ask = |answer: &Answer, saved, can_save| next(answer, (wanted, saved), 0, can_save, now);
        for near in ["2018-06-17T12:00:00Z", "2018-06-18T12:00:00Z", "2018-07-18T12:00:00Z"] {
            assert_eq!(ask(&copy(near), None, true), Next::Rest, "{near}");
        }
        for far in [copy("2018-06-17T11:59:59Z"), copy("2018-07-18T12:00:01Z"), none.clone()] {
            assert_eq!(ask(&far, None, false), Next::Ask(at("2018-06-27T12:00:00Z")));
            assert_eq!(ask(&far, None, true), Next::Save(at("2018-06-20T13:00:00Z")));
            assert_eq!(ask(&far, Some(at("2018-06-20T11:00:00Z")), true), Next::Ask(at("2018-06-27T12:00:00Z")));
        }
        let late = next(&none, (wanted, None), 0, false, at("2018-07-18T12:00:00Z"));
        assert_eq!(late, Next::Rest, "nothing near can come any more");
    }

    #[test]
    fn an_archive_that_does_not_answer_is_asked_ever_more_rarely_and_at_last_not_at_all() {
        let now: Timestamp = "2018-06-20T12:00:00Z".parse().unwrap();
        let failure = |retry_after| Failure { trouble: Trouble::ServerFault, status: Some(503), retry_after };
        let after = |failures, retry_after| {
            let answer = Answer::of(Err(failure(retry_after)));
            match next(&answer, (now, None), failures, true, now) {
                Next::Ask(at) => Some(at.duration_since(now).as_hours()),
                Next::Rest => None,
                Next::Save(_) => panic!("nothing is saved where nobody answers"),
            }
        };
        let hours: Vec<_> = (0..11).map(|failures| after(failures, None)).collect();
        let mut expected: Vec<_> = [1, 2, 4, 8, 16, 24, 24, 24, 24, 24].into_iter().map(Some).collect();
        expected.push(None);
        assert_eq!(hours, expected);
        assert_eq!(after(0, Some(SignedDuration::from_hours(5))), Some(5), "as long as it asks for");
        assert_eq!(after(70, None), None);
    }

    #[test]
    fn a_copys_address_says_which_page_it_is_of() {
        let of = |copy: &str| page_in(&SourceUrl::parse(copy).unwrap()).map(|page| page.as_str().to_owned());
        let wayback =
            of("https://web.archive.org/web/20180618130102/http://blog.example.org/x?a=https://b.example.org/");
        assert_eq!(wayback.as_deref(), Some("http://blog.example.org/x?a=https://b.example.org/"));
        let today = of("https://archive.ph/2018.06.18-130102/https://blog.example.org/x");
        assert_eq!(today.as_deref(), Some("https://blog.example.org/x"));
        assert_eq!(of("https://archive.ph/abcde"), None);
        let url = SourceUrl::parse("https://archive.ph/2018.06.18-130102/https://www.example.org/y").unwrap();
        let copy = Copy { url, made_at: Timestamp::UNIX_EPOCH };
        assert!(copy.may_be_of("https://blog.example.org/x") && !copy.may_be_of("https://example.net/x"));
        assert_eq!(of("http://archive.example.net/all/20180618130102/blog.example.org/x"), None);
    }

    #[test]
    fn a_copys_address_says_when_it_was_made() {
        for copy in [
            "https://web.archive.org/web/20180618130102/https://blog.example.org/x",
            "https://web.archive.org/web/20180618130102id_/https://blog.example.org/x",
            "https://archive.ph/2018.06.18-130102/https://blog.example.org/x",
            "http://archive.example.net/all/20180618130102/blog.example.org/x",
        ] {
            let url = SourceUrl::parse(copy).unwrap();
            let PartialDate::Instant(at) = made_at(&url).unwrap() else { panic!("{copy}") };
            assert_eq!(at.to_string(), "2018-06-18T13:01:02Z", "{copy}");
        }
        for other in [
            "https://blog.example.org/x?at=20180618130102",
            "https://blog.example.org/2018061813/x",
            "https://web.archive.org/web/20181318130102/https://blog.example.org/x",
            "https://archive.ph/abcde",
        ] {
            assert_eq!(made_at(&SourceUrl::parse(other).unwrap()), None, "{other}");
        }
    }
}
