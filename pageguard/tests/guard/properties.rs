//! The property: for any input, no connection to a refused address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

use pageguard::{Address, Guard, Policy, classify};
use proptest::collection::vec;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::classes::is_public;
use crate::site::{Names, Site, fetch, guard_with, here, host, moved, roomy};

/// Addresses, most of them near those that are special.
fn ip() -> impl Strategy<Value = IpAddr> {
    let prefixes: [[u16; 2]; 16] = [
        [0, 0],
        [0x64, 0xff9b],
        [0x100, 0],
        [0x2001, 0],
        [0x2001, 2],
        [0x2001, 0x10],
        [0x2001, 0xdb8],
        [0x2002, 0x7f00],
        [0x2606, 0x4700],
        [0x2a00, 0x1450],
        [0x3fff, 0],
        [0x5f00, 0],
        [0xfc00, 0],
        [0xfd00, 0xec2],
        [0xfe80, 0],
        [0xff02, 0],
    ];
    let v6 = (prop::sample::select(prefixes.to_vec()), any::<u128>(), 0..=96u32).prop_map(|([a, b], low, zeros)| {
        let low = low.checked_shr(32 + zeros).unwrap_or(0);
        IpAddr::V6(Ipv6Addr::from_bits(u128::from(a) << 112 | u128::from(b) << 96 | low))
    });
    let first = prop::sample::select(vec![0u8, 8, 10, 93, 100, 127, 168, 169, 172, 192, 198, 203, 224, 240, 255]);
    let v4 = (first, any::<[u8; 3]>()).prop_map(|(a, [b, c, d])| IpAddr::V4(Ipv4Addr::new(a, b, c, d)));
    prop_oneof![v4, v6, any::<u32>().prop_map(|bits| Ipv4Addr::from_bits(bits).into())]
}

/// Ways to write a host that is an address.
fn written(ip: IpAddr, form: u8) -> String {
    match (ip, form % 7) {
        (IpAddr::V4(ip), 0) => ip.to_bits().to_string(),
        (IpAddr::V4(ip), 1) => format!("0x{:x}", ip.to_bits()),
        (IpAddr::V4(ip), 2) => format!("0{:o}", ip.to_bits()),
        (IpAddr::V4(ip), 3) => ip.octets().map(|octet| format!("0x{octet:x}")).join("."),
        (IpAddr::V4(ip), 4) => ip.octets().map(|octet| format!("0{octet:o}")).join("。"),
        (IpAddr::V4(ip), 5) => format!("[{}]", ip.to_ipv6_mapped()),
        (IpAddr::V4(ip), _) => ip.to_string(),
        (IpAddr::V6(ip), 0) => format!("[{}]", ip.segments().map(|part| format!("{part:04X}")).join(":")),
        (IpAddr::V6(ip), _) => format!("[{ip}]"),
    }
}

/// Texts that are addresses, nearly, and what is none.
fn text() -> impl Strategy<Value = String> {
    let scheme =
        prop::sample::select(vec!["http://", "https://", "HTTP:\\\\", "//", "http:", "ftp://", "file://", "http:///"]);
    let user = prop::sample::select(vec!["", "", "", "user@", "a:b@", "example.com%40", "example.com\\@"]);
    let name =
        prop::sample::select(vec!["example.com", "localhost", "a.example.org.", "x.internal", "bücher.de", "router"]);
    let host = prop_oneof![(ip(), any::<u8>()).prop_map(|(ip, form)| written(ip, form)), name.prop_map(str::to_owned)];
    let port = prop::sample::select(vec!["", "", "", ":80", ":443", ":8080", ":0", ":"]);
    let path = prop_oneof![Just(String::new()), "[/?#@\\\\][ -~]{0,12}"];
    prop_oneof![
        8 => (scheme, user, host, port, path).prop_map(|(a, b, c, d, e)| format!("{a}{b}{c}{d}{e}")),
        1 => any::<String>(),
        1 => "https?:[/\\\\]{0,3}[0-9a-fx.:%@\\[\\]]{0,24}",
    ]
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn the_classes_are_those_of_the_registries(ip in ip()) {
        prop_assert_eq!(classify(ip).is_ok(), is_public(ip), "{}", ip);
    }

    /// What a connection may go to is public and on a port of the web, whatever is asked and whatever a name server says.
    #[test]
    fn no_input_and_no_answer_leads_to_a_refused_socket(text in text(), answers in vec(ip(), 0..4)) {
        let said = answers.clone();
        let guard = guard_with(&[], roomy(), Names::new(move |_, _| said.clone()));
        if let Ok(address) = guard.read(&text) {
            let found = runtime().block_on(guard.find(&address));
            for socket in found.iter().flatten() {
                prop_assert!(is_public(socket.ip()), "{} leads to {}", text, socket);
                prop_assert!(matches!(socket.port(), 80 | 443), "{} leads to {}", text, socket);
            }
            let literal = address.host().trim_matches(['[', ']']).parse::<IpAddr>();
            if literal.is_err() {
                prop_assert_eq!(found.is_ok(), !answers.is_empty() && answers.iter().all(|ip| is_public(*ip)));
            }
        }
    }

    #[test]
    fn reading_never_panics_and_what_was_read_reads_as_itself(text in text()) {
        let policy = Policy::strict();
        if let Ok(address) = Address::parse(&text, &policy) {
            let again = Address::parse(address.as_url().as_str(), &policy);
            prop_assert_eq!(again.as_ref(), Ok(&address));
        }
    }
}

/// A server on every address of this machine, and one at the same port that may be fetched from and redirects there.
struct Wire {
    inside: Vec<Site>,
    outside: Site,
    guard: Guard,
}

fn wire() -> &'static Wire {
    static WIRE: OnceLock<Wire> = OnceLock::new();
    WIRE.get_or_init(|| {
        runtime().block_on(async {
            let outside = Site::answering(|head| {
                let (_, port) = host(head);
                let path = head.split(' ').nth(1).unwrap_or_default();
                let to = path.strip_prefix("/?").unwrap_or_default().replace("%20", " ");
                moved(&to.replace("PORT", &port))
            })
            .await;
            let port = outside.socket.port();
            let mut inside = Vec::new();
            for ip in ["127.0.0.2", "127.0.0.3", "127.1.2.3", "::1"] {
                let mut at = here();
                at.set_ip(ip.parse().unwrap());
                at.set_port(port);
                if std::net::TcpListener::bind(at).is_ok() {
                    inside.push(Site::open(at, |_| async {}).await);
                }
            }
            let names = Names::new(|name, question| {
                let inner = ["127.0.0.2", "::1", "127.1.2.3", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.3"];
                let first = inner[(name.len() + question) % inner.len()].parse().unwrap();
                if question % 2 == 0 { vec![first] } else { vec!["127.0.0.1".parse().unwrap(), first] }
            });
            let guard = guard_with(&[&outside], roomy(), names);
            Wire { inside, outside, guard }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// The same on the wire: asked for at once and as a redirect, nobody comes to a listener inside.
    #[test]
    fn nobody_comes_to_a_listener_inside(
        ip in prop::sample::select(vec!["127.0.0.2", "127.0.0.3", "127.1.2.3", "0.0.0.0", "::1", "::", "::ffff:127.0.0.2", "64:ff9b::7f00:2"]),
        form in any::<u8>(),
        scheme in prop::sample::select(vec!["http://", "https://", "http:\\\\", "//"]),
        name in prop::option::of("[a-z]{1,8}\\.example\\.com"),
    ) {
        let host = name.unwrap_or_else(|| written(ip.parse().unwrap(), form));
        let wire = wire();
        let asked = format!("{scheme}{host}:{}/", wire.outside.socket.port());
        let redirected = wire.outside.url(&format!("/?{scheme}{host}:PORT/"));
        for url in [asked, redirected] {
            let fetched = runtime().block_on(fetch(&wire.guard, &url));
            prop_assert!(fetched.is_err(), "{}: {:?}", url, fetched);
        }
        for site in &wire.inside {
            prop_assert_eq!(site.connections(), 0, "{}", site.socket);
        }
    }
}
