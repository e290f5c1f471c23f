//! The bounds of a fetch.

use std::time::Duration;

/// The bounds of a fetch; [`Limits::default`] has those of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long name servers may take, and then how long the connection and its handshake.
    pub connect: Duration,
    /// How long a connection may take from its beginning to the end of the headers.
    pub first_byte: Duration,
    /// How long all hops may take together; waiting for a turn or a slot is not counted.
    pub whole: Duration,
    /// How many bytes of a body are kept, unpacked; a page that has more is cut and marked so. The most that is read of
    /// a packed one as well.
    pub body: usize,
    /// How many bytes of names and values the headers of one answer may have.
    pub headers: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// How many connections there are at once; three at least, less counts as three.
    pub at_once: usize,
    /// How long a host has rest between two fetches; redirects within it are not held up.
    pub gap: Duration,
    /// After how long a fetch goes on as a slow one. Of [`Limits::at_once`] a quarter is for slow hosts, an eighth for those
    /// that timed out the last time, and the rest is never held by either for longer than this.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(10),
            whole: Duration::from_secs(20),
            body: 5 * 1024 * 1024,
            headers: 64 * 1024,
            redirects: 5,
            at_once: 16,
            gap: Duration::from_secs(1),
            // Most pages are whole within a second; who takes longer than two shall not hold up those.
            patience: Duration::from_secs(2),
        }
    }
}
