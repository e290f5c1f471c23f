//! Why an address is not fetched.

use crate::class::Class;

/// Why an address is not fetched. It names a class and never an address: what a name leads to inside is nobody's to learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// It is no absolute address, or has control characters in it.
    #[error("the address cannot be read")]
    Unreadable,
    /// It is longer than [`Address::LONGEST`](crate::Address::LONGEST).
    #[error("the address is too long")]
    TooLong,
    /// It begins with neither `http:` nor `https:`.
    #[error("only http and https addresses are fetched")]
    Scheme,
    /// It has a port other than 80 and 443.
    #[error("only ports 80 and 443 are fetched from")]
    Port,
    /// It has a user name or password.
    #[error("an address with a user name or password is not fetched")]
    UserInfo,
    /// Its host ends in a dot.
    #[error("an address whose host ends in a dot is not fetched")]
    TrailingDot,
    /// Its host is a name that no public name server answers for.
    #[error("the host is a name of a local network")]
    LocalName,
    /// Its host is this machine's name.
    #[error("the host is this machine's own name")]
    OwnName,
    /// Its host is an address that is not public, or a name that leads to one.
    #[error("the host leads to {0}")]
    Class(Class),
}
