//! An address that was read and checked.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use crate::policy::Policy;
use crate::refusal::Refusal;

/// An address of a page that was read and checked as far as its text goes: scheme, port, user, name, literal.
///
/// What a name leads to is checked when it is fetched, each time. The parser that checks is the one that connects, so the
/// two cannot read it differently. Shown, an address has neither query nor fragment; [`Address::as_url`] has the query.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address(Url);

/// Where an address leads.
pub(crate) enum Place<'a> {
    /// Straight to a socket.
    Literal(SocketAddr),
    /// To whatever a name server says of this name, at this port.
    Name(&'a str, u16),
}

impl Address {
    /// How many bytes an address may have.
    pub const LONGEST: usize = 4096;

    /// Reads and checks an address. Fails with why it is not fetched.
    pub fn parse(text: &str, policy: &Policy) -> Result<Self, Refusal> {
        check_text(text)?;
        Self::read(Url::parse(text).map_err(|_| Refusal::Unreadable)?, policy)
    }

    /// Reads and checks where a redirect leads from here. Fails with why it is not followed.
    pub(crate) fn join(&self, location: &str, policy: &Policy) -> Result<Self, Refusal> {
        check_text(location)?;
        Self::read(self.0.join(location).map_err(|_| Refusal::Unreadable)?, policy)
    }

    /// Gives the address of the rules for robots of the same host.
    #[must_use]
    pub fn robots(&self) -> Self {
        let mut url = self.0.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        Self(url)
    }

    /// Shows the address as it is fetched: without fragment.
    #[must_use]
    pub const fn as_url(&self) -> &Url {
        &self.0
    }

    /// Shows the host: a name in ASCII, or an address; in brackets where it is of IPv6.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Says whether both are of one host, at one port where that is another than the scheme's: what shares a robots.txt.
    #[must_use]
    pub fn is_beside(&self, other: &Self) -> bool {
        (self.host(), self.0.port()) == (other.host(), other.0.port())
    }

    /// Says where it leads; `None` where the parser knows neither host nor port, which [`Address::parse`] refuses.
    pub(crate) fn place(&self) -> Option<Place<'_>> {
        let port = self.0.port_or_known_default()?;
        Some(match self.0.host()? {
            Host::Domain(name) => Place::Name(name, port),
            Host::Ipv4(ip) => Place::Literal(SocketAddr::from((ip, port))),
            Host::Ipv6(ip) => Place::Literal(SocketAddr::from((ip, port))),
        })
    }

    fn read(mut url: Url, policy: &Policy) -> Result<Self, Refusal> {
        url.set_fragment(None);
        let address = Self(url);
        address.check(policy)?;
        Ok(address)
    }

    /// Checks all that can be checked of the text alone.
    pub(crate) fn check(&self, policy: &Policy) -> Result<(), Refusal> {
        if self.0.as_str().len() > Self::LONGEST {
            return Err(Refusal::TooLong);
        }
        if !matches!(self.0.scheme(), "http" | "https") {
            return Err(Refusal::Scheme);
        }
        if !self.0.username().is_empty() || self.0.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        match self.place().ok_or(Refusal::Unreadable)? {
            Place::Literal(socket) => {
                policy.check_port(socket.port())?;
                policy.check_socket(socket)
            }
            Place::Name(name, port) => {
                policy.check_port(port)?;
                // What connects takes for an address whatever the standard library reads as one, and looks nothing up.
                if name.parse::<IpAddr>().is_ok() {
                    return Err(Refusal::Unreadable);
                }
                policy.check_name(name)
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0[..url::Position::AfterPath])
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// Refuses what the parser would leave out in silence: tabs and ends of lines, which hide what is read.
fn check_text(text: &str) -> Result<(), Refusal> {
    if text.len() > Address::LONGEST {
        return Err(Refusal::TooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(Refusal::Unreadable);
    }
    Ok(())
}
