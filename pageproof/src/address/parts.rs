//! An address taken apart and put together again.

use std::fmt;

use url::{Host, Url};

use super::{AddressError, escape};

/// How a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// The parts of an address, each in its normal form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Parts {
    pub(super) scheme: Scheme,
    /// In ASCII; an address of IPv6 in its brackets.
    pub(super) host: String,
    /// Whether the host is a name and no number.
    pub(super) is_name: bool,
    /// Absent where it is the scheme's own.
    pub(super) port: Option<u16>,
    /// Begins with a slash.
    pub(super) path: String,
    /// Absent where it is empty.
    pub(super) query: Option<String>,
    /// Only one that selects what is shown, with its `!` or `/`.
    pub(super) fragment: Option<String>,
}

impl Parts {
    pub(super) fn parse(text: &str) -> Result<Self, AddressError> {
        Self::from_url(&Url::parse(text).map_err(|_| AddressError::Unreadable)?)
    }

    pub(super) fn from_url(url: &Url) -> Result<Self, AddressError> {
        let scheme = match url.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(AddressError::Scheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::User);
        }
        let (host, is_name) = match url.host() {
            // What is left of several dots could be read as another host, such as a number.
            Some(Host::Domain(name)) => match name.strip_suffix('.').unwrap_or(name) {
                name if name.ends_with('.') => return Err(AddressError::Unreadable),
                name => (name.to_owned(), true),
            },
            Some(Host::Ipv4(number)) => (number.to_string(), false),
            Some(Host::Ipv6(number)) => (format!("[{number}]"), false),
            None => return Err(AddressError::NoHost),
        };
        if host.is_empty() {
            return Err(AddressError::NoHost);
        }
        let query = url.query().map(escape::normalize).filter(|query| !query.is_empty());
        let fragment = url.fragment().and_then(selecting);
        Ok(Self { scheme, host, is_name, port: url.port(), path: escape::normalize(url.path()), query, fragment })
    }

    pub(super) fn site(&self) -> &str {
        let registered = if self.is_name { psl::domain_str(&self.host) } else { None };
        registered.unwrap_or(&self.host)
    }

    pub(super) fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.path.split('/').filter(|segment| !segment.is_empty())
    }

    pub(super) fn is_front_page(&self) -> bool {
        let is_door = |segment: &str| {
            is_language(segment) || matches!(segment, "index.html" | "index.htm" | "index.php" | "home" | "home.html")
        };
        self.query.is_none() && self.fragment.is_none() && self.segments().all(is_door) && self.segments().count() <= 2
    }

    /// The pieces of the query, in their order.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.query.as_deref().unwrap_or_default().split('&').filter(|piece| !piece.is_empty())
    }

    /// Keeps the parameters that this says; an empty query is none.
    pub(super) fn keep_parameters(&mut self, keep: impl Fn(&str) -> bool) {
        let kept: Vec<&str> = self.parameters().filter(|piece| keep(piece)).collect();
        let kept = kept.join("&");
        self.query = Some(kept).filter(|kept| !kept.is_empty());
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}", self.scheme.as_str(), self.host)?;
        if let Some(port) = self.port {
            write!(out, ":{port}")?;
        }
        out.write_str(&self.path)?;
        if let Some(query) = &self.query {
            write!(out, "?{query}")?;
        }
        self.fragment.iter().try_for_each(|fragment| write!(out, "#{fragment}"))
    }
}

/// The part of a fragment that selects what is shown.
fn selecting(fragment: &str) -> Option<String> {
    let named = fragment.split_once(":~:").map_or(fragment, |(before, _)| before);
    (named.len() > 1 && named.starts_with(['!', '/'])).then(|| escape::normalize(named))
}

/// The name of a parameter, decoded and in lower case.
pub(super) fn parameter_name(piece: &str) -> String {
    escape::decode(piece.split_once('=').map_or(piece, |(name, _)| name)).to_lowercase()
}

/// Says whether a part of a path names a language: `en`, `pt-br`.
pub(super) fn is_language(segment: &str) -> bool {
    let (language, region) = segment.split_once(['-', '_']).unwrap_or((segment, "us"));
    LANGUAGES.contains(&language.to_ascii_lowercase().as_str())
        && region.len() == 2
        && region.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The languages that sites in the press name in their paths, by ISO 639-1.
const LANGUAGES: [&str; 58] = [
    "ar", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "ko", "lb", "lt", "lv", "mk", "ms", "mt", "nb",
    "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi",
    "zh",
];
