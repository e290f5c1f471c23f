//! Any text: what is read has a public literal or a name, a port of the web, and reads as itself again.

#![no_main]

use std::net::IpAddr;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pageguard::{Address, Policy, classify};

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::strict);

fuzz_target!(|text: &str| {
    let Ok(address) = Address::parse(text, &POLICY) else { return };
    let url = address.as_url();
    assert!(matches!(url.scheme(), "http" | "https"));
    assert!(matches!(url.port_or_known_default(), Some(80 | 443)));
    assert!(url.username().is_empty() && url.password().is_none());
    let host = address.host();
    assert!(!host.is_empty() && !host.ends_with('.') && host != "localhost");
    if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        assert_eq!(classify(ip), Ok(()));
    }
    assert_eq!(Address::parse(url.as_str(), &POLICY).as_ref(), Ok(&address));
});
