//! What keeps a page from being fetched.

use std::fmt;
use std::io;

use crate::refusal::Refusal;

/// What keeps a page from being fetched. Its words hold no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FetchError {
    /// The address, what it leads to or where it redirects is not fetched.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// There is no connection to the host.
    #[error("the host was not reached: {0}")]
    Unreachable(Unreachable),
    /// It took longer than it may.
    #[error("it took too long {0}")]
    TimedOut(Stage),
    /// The host is slow, and so many slow ones are waited for that this one was put off: [`Request::or_later`].
    ///
    /// [`Request::or_later`]: crate::Request::or_later
    #[error("too many slow hosts are waited for")]
    Busy,
    /// It redirects to a page of the same host that its robots.txt keeps robots from: [`Request::keeping_to`].
    ///
    /// [`Request::keeping_to`]: crate::Request::keeping_to
    #[error("the host keeps robots from where it redirects to")]
    Disallowed,
    /// The headers of an answer are longer than they may be. A body that is too long is cut and no error.
    #[error("the headers are too long")]
    TooLarge,
    /// There are more redirects than are followed, or they go round.
    #[error("it redirects too often")]
    TooManyRedirects,
    /// The host does not keep to HTTP.
    #[error("the host {0}")]
    Misbehaved(Misbehaviour),
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unreachable {
    /// No name server knows the name, or none answers.
    Name,
    /// Nobody takes the connection.
    Connection,
    /// The handshake fails, or the certificate is not the host's.
    Tls,
}

/// What took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Asking the name servers.
    Lookup,
    /// Connecting.
    Connect,
    /// Waiting for the end of the headers.
    FirstByte,
    /// All hops and the body.
    Whole,
}

/// How a host breaks the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Misbehaviour {
    /// What it sends is not HTTP.
    NotHttp,
    /// It breaks off before the end of what it announced.
    BrokenOff,
    /// It packs the body in a way that was not asked for, in several ways at once, or wrongly.
    Encoding,
    /// It redirects to something that is no address.
    Location,
    /// It says that nothing changed, and was not asked.
    NotModified,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "its name leads nowhere",
            Self::Connection => "it takes no connection",
            Self::Tls => "it has no valid certificate",
        })
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lookup => "to look up the name",
            Self::Connect => "to connect",
            Self::FirstByte => "until the answer began",
            Self::Whole => "until the page was whole",
        })
    }
}

impl fmt::Display for Misbehaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotHttp => "does not speak HTTP",
            Self::BrokenOff => "broke off in the middle",
            Self::Encoding => "sent a body that cannot be unpacked",
            Self::Location => "redirects to something that is no address",
            Self::NotModified => "said that nothing changed without being asked",
        })
    }
}

/// Says what an error of the client means, by the errors it stands on.
pub(crate) fn read(error: &reqwest::Error) -> FetchError {
    if let Some(cause) = find::<hyper::Error>(error) {
        if cause.is_parse_too_large() {
            return FetchError::TooLarge;
        }
        if cause.is_parse() {
            return FetchError::Misbehaved(Misbehaviour::NotHttp);
        }
    }
    if error.is_connect() {
        return match (error.is_timeout(), is_of_tls(error)) {
            (true, _) => FetchError::TimedOut(Stage::Connect),
            (false, true) => FetchError::Unreachable(Unreachable::Tls),
            (false, false) => FetchError::Unreachable(Unreachable::Connection),
        };
    }
    FetchError::Misbehaved(Misbehaviour::BrokenOff)
}

fn find<E: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source()).find_map(|error| error.downcast_ref())
}

/// Finds out whether a handshake failed: the library for TLS gives its errors as unreadable data, inside of others.
fn is_of_tls(error: &reqwest::Error) -> bool {
    fn inner(error: &io::Error) -> Option<&io::Error> {
        error.get_ref()?.downcast_ref()
    }
    std::iter::successors(find::<io::Error>(error), |error| inner(error))
        .any(|error| error.kind() == io::ErrorKind::InvalidData)
}
