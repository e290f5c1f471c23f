//! robots.txt: what a host asks robots to leave alone (RFC 9309).

use std::fmt;
use std::time::Duration;

use crate::address::Address;
use crate::answer::{Answer, Fetched};
use crate::error::FetchError;

/// The longest rest that a host is believed to want.
const LONGEST_DELAY: f64 = 86_400.0;

/// What a host asks of one robot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

/// Writes a robots.txt that asks the same of every robot.
impl fmt::Display for Robots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::everything() {
            return Ok(());
        }
        f.write_str("User-agent: *\n")?;
        for Rule { allows, pattern } in &self.rules {
            let key = if *allows { "Allow" } else { "Disallow" };
            writeln!(f, "{key}: {}", String::from_utf8_lossy(pattern))?;
        }
        match self.crawl_delay {
            Some(delay) => writeln!(f, "Crawl-delay: {}", delay.as_secs_f64()),
            None => Ok(()),
        }
    }
}

/// What is allowed or not, by the beginning of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allows: bool,
    pattern: Vec<u8>,
}

impl Robots {
    /// How many bytes of a robots.txt are read; what comes after is left out.
    pub const LONGEST: usize = 500 * 1024;

    /// Allows everything: what a host without rules asks.
    #[must_use]
    pub fn everything() -> Self {
        Self::default()
    }

    /// Allows nothing: what is assumed while a host cannot say.
    #[must_use]
    pub fn nothing() -> Self {
        Self { rules: vec![Rule { allows: false, pattern: b"/".to_vec() }], crawl_delay: None }
    }

    /// Reads what came of fetching a robots.txt, for a robot with this user agent.
    ///
    /// A host that has none (4xx) allows everything, and one that redirects without end as well. One that fails (5xx), wants
    /// to be left alone (429) or is not reached allows nothing for now: ask again later.
    #[must_use]
    pub fn of(fetched: &Result<Answer, FetchError>, agent: &str) -> Self {
        match fetched {
            Ok(Answer::Fetched(Fetched { status: 200..=299, body, .. })) => Self::parse(body, agent),
            Ok(Answer::Fetched(Fetched { status: 429, .. })) => Self::nothing(),
            Ok(Answer::Fetched(Fetched { status: 300..=499, .. })) | Err(FetchError::TooManyRedirects) => {
                Self::everything()
            }
            Ok(Answer::Fetched(_) | Answer::NotModified { .. } | Answer::Elsewhere(_)) | Err(_) => Self::nothing(),
        }
    }

    /// Reads a robots.txt as it is for a robot with this user agent. Lines that make no sense are left out.
    ///
    /// The groups that name the robot count, all together; where there are none, those for `*`.
    #[must_use]
    pub fn parse(text: &[u8], agent: &str) -> Self {
        let text = &text[..text.len().min(Self::LONGEST)];
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let robot = token(agent.as_bytes());
        let (mut named, mut others) = (None, Self::default());
        let (mut for_robot, mut for_others, mut in_names) = (false, false, false);
        for (key, value) in text.split(|byte| matches!(byte, b'\n' | b'\r')).filter_map(split) {
            if key == b"user-agent" {
                if !in_names {
                    (for_robot, for_others) = (false, false);
                }
                in_names = true;
                for_others |= value == b"*";
                for_robot |= !robot.is_empty() && token(value).eq_ignore_ascii_case(robot);
                if for_robot {
                    named.get_or_insert_with(Self::default);
                }
                continue;
            }
            let Some(line) = Line::read(&key, value) else { continue };
            in_names = false;
            let groups = [named.as_mut().filter(|_| for_robot), Some(&mut others).filter(|_| for_others)];
            for group in groups.into_iter().flatten() {
                group.add(&line);
            }
        }
        named.unwrap_or(others)
    }

    /// Says whether a page may be fetched: by the longest rule that fits, and of two of the same length by the one that
    /// allows. robots.txt itself always may.
    #[must_use]
    pub fn allows(&self, address: &Address) -> bool {
        let url = address.as_url();
        if url.path() == "/robots.txt" {
            return true;
        }
        let path = normalise(url[url::Position::BeforePath..url::Position::AfterQuery].as_bytes(), true);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }

    /// Says how long the host wants to rest between two fetches, where it says so.
    #[must_use]
    pub const fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }

    fn add(&mut self, line: &Line) {
        match line {
            Line::Rule(rule) => self.rules.push(rule.clone()),
            Line::Delay(delay) => self.crawl_delay = self.crawl_delay.max(Some(*delay)),
            Line::Nothing => {}
        }
    }
}

/// A line that ends the names of a group.
enum Line {
    Rule(Rule),
    Delay(Duration),
    /// A rule without a path, which fits nothing, or a delay that is no number.
    Nothing,
}

impl Line {
    fn read(key: &[u8], value: &[u8]) -> Option<Self> {
        let rule = |allows| match value {
            [b'/' | b'*', ..] => Self::Rule(Rule { allows, pattern: normalise(value, false) }),
            _ => Self::Nothing,
        };
        match key {
            b"allow" => Some(rule(true)),
            b"disallow" => Some(rule(false)),
            b"crawl-delay" => {
                let seconds: Option<f64> = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                let seconds = seconds.filter(|seconds| (0.0..=LONGEST_DELAY).contains(seconds));
                Some(seconds.map_or(Self::Nothing, |seconds| Self::Delay(Duration::from_secs_f64(seconds))))
            }
            _ => None,
        }
    }
}

/// Takes a line apart: its key in lower case and its value, without the comment.
fn split(line: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let line = line.split(|byte| *byte == b'#').next()?;
    let colon = line.iter().position(|byte| *byte == b':')?;
    Some((line[..colon].trim_ascii().to_ascii_lowercase(), line[colon + 1..].trim_ascii()))
}

/// Takes the name off the beginning of a user agent: `undersigned` of `undersigned/0.1 (+link)`.
fn token(agent: &[u8]) -> &[u8] {
    let end = agent.iter().position(|byte| !byte.is_ascii_alphabetic() && !matches!(byte, b'-' | b'_'));
    &agent[..end.unwrap_or(agent.len())]
}

/// Writes what means the same in the same way: escapes of letters and digits are undone, all others are in capitals, what is
/// not ASCII is escaped. The signs that mean something in a pattern are escaped in a path.
fn normalise(text: &[u8], is_path: bool) -> Vec<u8> {
    let mut written = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        let escaped = match (byte, after) {
            (b'%', [high, low, behind @ ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| (high << 4 | low, behind)),
            _ => None,
        };
        match escaped {
            Some((byte, behind)) => {
                rest = behind;
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    written.push(byte);
                } else {
                    escape(&mut written, byte);
                }
            }
            None if !byte.is_ascii() || is_path && matches!(byte, b'*' | b'$') => escape(&mut written, *byte),
            None => written.push(*byte),
        }
    }
    written
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn escape(written: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    written.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

/// Says whether a path begins as the pattern says: `*` is anything, `$` at the end is the end.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_the_end) = pattern.strip_suffix(b"$").map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split(|byte| *byte == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_the_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        if part.is_empty() {
            continue;
        }
        let Some(at) = rest.windows(part.len()).position(|window| window == part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}
