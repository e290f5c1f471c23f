//! What may be connected to.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use crate::class::{Class, classify};
use crate::refusal::Refusal;

/// The ports pages are fetched from.
const PORTS: [u16; 2] = [80, 443];

/// Endings of names that no public name server answers for, or that name infrastructure. A name without a dot is local
/// as well.
const LOCAL: &[&str] = &[
    "alt",
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "test",
];

/// What may be connected to: the public internet on ports 80 and 443.
///
/// There is no way to read one from a file or a setting, on purpose.
#[derive(Clone, Debug)]
pub struct Policy {
    own_names: Vec<String>,
    tells_own: bool,
    allowed: Vec<SocketAddr>,
}

impl Policy {
    /// Allows the public internet on ports 80 and 443, but neither this machine's name nor any address it has.
    #[must_use]
    pub fn strict() -> Self {
        Self { own_names: host_name().into_iter().collect(), tells_own: tells_own_addresses(), allowed: Vec::new() }
    }

    /// Refuses one more name, and all below it: what else this machine is called.
    #[must_use]
    pub fn refusing(mut self, name: &str) -> Self {
        self.own_names.push(name.trim_end_matches('.').to_ascii_lowercase());
        self
    }

    /// **For tests alone**: allows exactly this socket address, so that a test can listen where the guard connects. Names
    /// are checked as ever; addresses other than this one as well.
    #[must_use]
    pub fn allowing_for_tests(mut self, socket: SocketAddr) -> Self {
        self.allowed.push(socket);
        self
    }

    /// Checks a port by itself, before it is known what the host leads to.
    pub(crate) fn check_port(&self, port: u16) -> Result<(), Refusal> {
        let known = PORTS.contains(&port) || self.allowed.iter().any(|socket| socket.port() == port);
        if known { Ok(()) } else { Err(Refusal::Port) }
    }

    /// Checks a name as the parser wrote it: in ASCII and in lower case.
    pub(crate) fn check_name(&self, name: &str) -> Result<(), Refusal> {
        if name.ends_with('.') {
            return Err(Refusal::TrailingDot);
        }
        if self.own_names.iter().any(|own| is_within(name, own)) {
            return Err(Refusal::OwnName);
        }
        match name.rsplit_once('.') {
            Some((_, ending)) if !LOCAL.contains(&ending) => Ok(()),
            _ => Err(Refusal::LocalName),
        }
    }

    /// Checks where a connection would go.
    pub(crate) fn check_socket(&self, socket: SocketAddr) -> Result<(), Refusal> {
        if self.allowed.contains(&socket) {
            return Ok(());
        }
        classify(socket.ip()).map_err(Refusal::Class)?;
        if !PORTS.contains(&socket.port()) {
            return Err(Refusal::Port);
        }
        if self.tells_own && is_own(socket.ip()) {
            return Err(Refusal::Class(Class::ThisMachine));
        }
        Ok(())
    }
}

fn is_within(name: &str, own: &str) -> bool {
    name.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Reads what this machine calls itself, where the system says so.
fn host_name() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// Finds out whether an address is one of this machine's: only to those can a socket be bound. Nothing is sent.
fn is_own(ip: IpAddr) -> bool {
    UdpSocket::bind((ip, 0)).is_ok()
}

/// Finds out whether binding tells; a system can be set to bind any address, and then it does not.
fn tells_own_addresses() -> bool {
    !is_own(IpAddr::from([192, 0, 2, 1])) && !is_own(IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn the_addresses_of_this_machine_are_told_from_others() {
        assert!(is_own(Ipv4Addr::LOCALHOST.into()));
        if tells_own_addresses() {
            assert!(!is_own(Ipv4Addr::new(8, 8, 8, 8).into()));
        }
    }
}
