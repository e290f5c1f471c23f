//! The canonical address of a page: one source per page, and never one source for two pages.
//!
//! [`Address::parse`] does, in this order:
//!
//! | what | rule |
//! |---|---|
//! | scheme | `http` and `https` alone; both are kept as they came, since some pages are served on one alone, and make the same [`Address::key`] |
//! | host | lower case, in its ASCII form ([UTS 46](https://www.unicode.org/reports/tr46/), by `url`), without a final dot |
//! | port | dropped where it is the scheme's own |
//! | user and password | refused: nobody cites a page by them, and they make links lie |
//! | dot segments | removed ([RFC 3986, 5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)) |
//! | percent-encoding | unreserved characters decoded, digits upper case, all else encoded ([RFC 3986, 6.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2)) |
//! | AMP, mobile and short forms | replaced where the form says which page it is of: the table in `forms` |
//! | parameters | those of a [`Tracking`] list dropped, the others kept in their order; an empty query dropped |
//! | fragment | dropped, with text fragments (`#:~:text=`), but `#!…` and `#/…` kept: they select what a page made of scripts shows |
//!
//! Nothing else is merged. A slash at the end, doubled slashes, letters' case in a path, `www.`, the order of parameters and
//! every other parameter may select another page; where they do not, the page says so itself ([`Address::accept`]) or a
//! person does, to whom [`Address::likeness`] suggests it.
//!
//! Invariant: `Address::parse(address.as_str())` gives the same address again.

mod declared;
mod escape;
mod forms;
mod host;
mod likeness;
mod parts;
mod tracking;

use std::fmt;

pub use declared::{Declared, Refusal};
pub use host::HostWarning;
use parts::Parts;
pub use tracking::{Tracking, TrackingError};

/// The longest address that is taken, in bytes. Servers and search engines stop at about half of it.
pub const LONGEST: usize = 4096;

/// The address of a page in its canonical form.
///
/// Two are equal where they are written alike; they are of one page where their [`Address::key`]s are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    text: String,
    parts: Parts,
}

/// Why a text is no address of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It cannot be parsed.
    #[error("the address cannot be read")]
    Unreadable,
    /// It is longer than [`LONGEST`].
    #[error("the address is longer than {LONGEST} bytes")]
    TooLong,
    /// Its scheme is another one than `http` and `https`.
    #[error("the address does not begin with http:// or https://")]
    Scheme,
    /// It has a user's name or a password in it.
    #[error("the address has a user name or password in it")]
    User,
    /// It has no host.
    #[error("the address names no host")]
    NoHost,
}

impl Address {
    /// Brings an address into its canonical form. Fails where the text is no address of a page.
    ///
    /// ```
    /// use pageproof::address::{Address, Tracking};
    ///
    /// let tracking = Tracking::parse("utm_*\nfbclid").unwrap();
    /// let address = Address::parse("HTTPS://Example.org:443/a/../%7Enews?utm_source=x&id=7#top", &tracking).unwrap();
    /// assert_eq!(address.as_str(), "https://example.org/~news?id=7");
    /// assert_eq!(address.key(), "//example.org/~news?id=7");
    /// ```
    pub fn parse(text: &str, tracking: &Tracking) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let mut parts = Parts::parse(text)?;
        forms::resolve(&mut parts);
        tracking.strip(&mut parts);
        Self::from_parts(parts)
    }

    fn from_parts(parts: Parts) -> Result<Self, AddressError> {
        let text = parts.to_string();
        if text.len() > LONGEST { Err(AddressError::TooLong) } else { Ok(Self { text, parts }) }
    }

    /// Gives the address as it is written and fetched.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Gives the address without its scheme: equal for two addresses of one page, over `http` and over `https`.
    #[must_use]
    pub fn key(&self) -> &str {
        self.text.get(self.parts.scheme.as_str().len() + 1..).unwrap_or_default()
    }

    /// Gives the host in its ASCII form.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.parts.host
    }

    /// Gives the part of the host that somebody registered (`example.co.uk`), by the public suffix list; the whole host
    /// where it is a number or has no such part.
    #[must_use]
    pub fn site(&self) -> &str {
        self.parts.site()
    }

    /// Gives the path, which begins with a slash.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.parts.path
    }

    /// Gives the query without its question mark.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.parts.query.as_deref()
    }

    /// Says whether this is a site's front page: no path but a language or `index.html`, and nothing that selects a page.
    #[must_use]
    pub fn is_front_page(&self) -> bool {
        self.parts.is_front_page()
    }

    /// Lists what a person should look at before trusting the host; its ASCII form is [`Address::host`].
    #[must_use]
    pub fn warnings(&self) -> Vec<HostWarning> {
        host::warnings(&self.parts)
    }

    /// Says whether the host can be taken for another one that is known: `rnicrosoft.com` for `microsoft.com`.
    ///
    /// By the skeletons of [UTS 39](https://www.unicode.org/reports/tr39/#Confusable_Detection) of the two registered parts.
    #[must_use]
    pub fn imitates(&self, known: &Self) -> bool {
        host::imitates(&self.parts, &known.parts)
    }

    /// Gives what hosts that can be taken for another have in common: of two sites with one look each
    /// [imitates](Self::imitates) the other. `None` where the host is a number.
    #[must_use]
    pub fn look(&self) -> Option<String> {
        host::look(&self.parts)
    }

    /// Resolves what the page at this address says its own address is (`rel=canonical`, `og:url`), and says whether it is
    /// believed: on the same site, not the front page, and not where it gives up what selects the page.
    #[must_use]
    pub fn accept(&self, declared: &str, tracking: &Tracking) -> Declared {
        declared::accept(self, declared, tracking)
    }

    /// Gives what addresses of probably one page have in common: the site and the last part of the path. `None` for a
    /// front page. Two pages can share it: it is for suggestions to a person, never for merging.
    #[must_use]
    pub fn likeness(&self) -> Option<String> {
        likeness::of(&self.parts)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}
