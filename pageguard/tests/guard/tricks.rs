//! Every way to write an address that is not public, with a listener on it that nobody must come to.

use std::net::{IpAddr, SocketAddr};

use pageguard::{Address, Class, FetchError, Policy, Refusal, Request};

use crate::site::{Names, Site, fetch, guard, guard_with, page, roomy};

/// Opens a listener on every address of this machine.
async fn everywhere() -> Site {
    let serve = |mut visitor: crate::site::Visitor| async move {
        visitor.read().await;
        visitor.send(&page("inside")).await;
        visitor.close().await;
    };
    if std::net::TcpListener::bind("[::]:0").is_ok() {
        return Site::open("[::]:0".parse().unwrap(), serve).await;
    }
    Site::open("0.0.0.0:0".parse().unwrap(), serve).await
}

/// A policy under which the port of a server is none to refuse, so that only its address can be.
fn policy_for_port_of(site: &Site) -> Policy {
    Policy::strict().allowing_for_tests(SocketAddr::from(([127, 1, 1, 1], site.socket.port())))
}

/// Hosts that are addresses of this machine or of a network around it, however they are written.
const HOSTS: &[(&str, Class)] = &[
    ("127.0.0.1", Class::Loopback),
    ("127.1", Class::Loopback),
    ("127.0.1", Class::Loopback),
    ("127.255.255.254", Class::Loopback),
    ("2130706433", Class::Loopback),
    ("017700000001", Class::Loopback),
    ("0x7f000001", Class::Loopback),
    ("0x7F.1", Class::Loopback),
    ("0177.0.0.1", Class::Loopback),
    ("0x7f.0x0.0x0.0x1", Class::Loopback),
    ("0177.0x0.0.01", Class::Loopback),
    ("00000177.0.0.1", Class::Loopback),
    ("127.0.0.1.", Class::Loopback),
    ("%31%32%37.0.0.1", Class::Loopback),
    ("127%2e0%2e0%2e1", Class::Loopback),
    ("１２７.0.0.1", Class::Loopback),
    ("127。0。0。1", Class::Loopback),
    ("①②⑦.⓪.⓪.①", Class::Loopback),
    ("127.0.0.1\u{ad}", Class::Loopback),
    ("0", Class::Unspecified),
    ("0.0.0.0", Class::Unspecified),
    ("0x0", Class::Unspecified),
    ("10.0.0.1", Class::Private),
    ("167772161", Class::Private),
    ("012.0.0.1", Class::Private),
    ("192.168.1.1", Class::Private),
    ("172.16.0.1", Class::Private),
    ("169.254.169.254", Class::CloudMetadata),
    ("2852039166", Class::CloudMetadata),
    ("0xa9fea9fe", Class::CloudMetadata),
    ("0251.0376.0251.0376", Class::CloudMetadata),
    ("100.100.100.200", Class::CloudMetadata),
    ("169.254.1.1", Class::LinkLocal),
    ("100.64.0.1", Class::SharedByCarrier),
    ("192.0.0.1", Class::Protocol),
    ("192.0.2.1", Class::Documentation),
    ("198.18.0.1", Class::Benchmarking),
    ("224.0.0.1", Class::Multicast),
    ("240.0.0.1", Class::Reserved),
    ("255.255.255.255", Class::Broadcast),
    ("192.88.99.1", Class::Relay),
    ("[::1]", Class::Loopback),
    ("[0:0:0:0:0:0:0:1]", Class::Loopback),
    ("[0000::0001]", Class::Loopback),
    ("[::]", Class::Unspecified),
    ("[::127.0.0.1]", Class::Embedded),
    ("[::ffff:127.0.0.1]", Class::Embedded),
    ("[::ffff:7f00:1]", Class::Embedded),
    ("[::FFFF:A9FE:A9FE]", Class::Embedded),
    ("[::ffff:0:127.0.0.1]", Class::Embedded),
    ("[64:ff9b::127.0.0.1]", Class::Embedded),
    ("[64:ff9b:1::a00:1]", Class::Embedded),
    ("[2002:7f00:1::]", Class::Embedded),
    ("[2001:0:7f00:1::]", Class::Embedded),
    ("[fe80::1]", Class::LinkLocal),
    ("[fec0::1]", Class::SiteLocal),
    ("[fc00::1]", Class::UniqueLocal),
    ("[fd00:ec2::254]", Class::CloudMetadata),
    ("[ff02::1]", Class::Multicast),
    ("[100::1]", Class::Discard),
    ("[5f00::1]", Class::SegmentRouting),
    ("[2001:db8::1]", Class::Documentation),
    ("[2001:20::1]", Class::Identifier),
];

#[tokio::test]
async fn every_way_to_write_an_inner_address_is_refused_by_its_class_and_nobody_comes() {
    let site = everywhere().await;
    let port = site.socket.port();
    let names = Names::new(|_, _| panic!("a literal is not looked up"));
    let guard = guard_with(&[], roomy(), names);
    for (host, class) in HOSTS {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{port}/secret?token=1");
            assert_eq!(Address::parse(&url, &policy_for_port_of(&site)), Err(Refusal::Class(*class)), "{url}");
            let url = format!("{scheme}://{host}/");
            assert_eq!(fetch(&guard, &url).await, Err(FetchError::Refused(Refusal::Class(*class))), "{url}");
        }
    }
    assert_eq!(site.connections(), 0);

    // The listener would have seen it: the same address is fetched where it is allowed by its socket.
    let allowed = Policy::strict().allowing_for_tests(SocketAddr::from(([127, 0, 0, 1], port)));
    let guard = pageguard::Guard::new("test", allowed, roomy()).unwrap();
    assert_eq!(fetch(&guard, &format!("http://2130706433:{port}/")).await.unwrap().body, b"inside");
    assert_eq!(site.connections(), 1);
}

#[tokio::test]
async fn an_address_that_another_policy_read_is_checked_again() {
    let site = Site::saying(page("inside")).await;
    let lax = Policy::strict().allowing_for_tests(site.socket);
    let address = Address::parse(&site.url("/"), &lax).unwrap();
    let strict = guard(&[], roomy());
    assert_eq!(strict.fetch(&Request::new(&address)).await, Err(FetchError::Refused(Refusal::Port)));
    assert_eq!(site.connections(), 0);
}

#[tokio::test]
async fn names_that_lead_inside_are_refused_whatever_they_are_called() {
    let site = everywhere().await;
    for (host, class) in HOSTS {
        let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() else { continue };
        let guard = guard_with(&[], roomy(), Names::new(move |_, _| vec![ip]));
        let fetched = fetch(&guard, "http://news.example.com/").await;
        assert_eq!(fetched, Err(FetchError::Refused(Refusal::Class(*class))), "{host}");
        let words = fetched.unwrap_err().to_string();
        assert!(!words.contains(&ip.to_string()) || *host == "0" || *host == "[::]", "{words}");
    }
    assert_eq!(site.connections(), 0);
}

#[test]
fn names_of_this_machine_and_of_local_networks_are_refused_before_they_are_looked_up() {
    let policy = Policy::strict().refusing("Bot.Undersigned.Org.");
    let refused = |host: &str| Address::parse(&format!("https://{host}/"), &policy).unwrap_err();
    for host in [
        "localhost",
        "LOCALHOST",
        "localHost",
        "%6cocalhost",
        "ｌｏｃａｌｈｏｓｔ",
        "a.localhost",
        "printer.local",
        "metadata.google.internal",
        "nas.home.arpa",
        "1.0.0.127.in-addr.arpa",
        "router",
        "intranet",
        "router.lan",
        "wiki.corp",
        "host.docker.internal",
        "x.onion",
        "x.test",
        "x.example",
        "x.invalid",
        "loc\u{ad}alhost",
        "localhost.localdomain",
    ] {
        assert_eq!(refused(host), Refusal::LocalName, "{host}");
    }
    for host in ["bot.undersigned.org", "x.bot.undersigned.org", "BOT.undersigned.ORG", "bot．undersigned。org"] {
        assert_eq!(refused(host), Refusal::OwnName, "{host}");
    }
    for host in ["localhost.", "example.com.", "bot.undersigned.org.", "example.com%2e", "example.com。"] {
        assert_eq!(refused(host), Refusal::TrailingDot, "{host}");
    }
    for host in ["notlocalhost.com", "local.com", "robot.undersigned.org", "undersigned.org", "xn--bcher-kva.de"] {
        assert!(Address::parse(&format!("https://{host}/"), &policy).is_ok(), "{host}");
    }
}

#[test]
fn this_machines_name_is_refused() {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let name = name.trim().to_lowercase();
    let refused = Address::parse(&format!("http://{name}/"), &Policy::strict());
    assert!(matches!(refused, Err(Refusal::OwnName | Refusal::Class(_))), "{refused:?}");
}

#[test]
fn only_pages_of_the_web_on_its_ports_are_read() {
    let refused = |text: &str| Address::parse(text, &Policy::strict()).unwrap_err();
    for text in [
        "ftp://example.com/",
        "file:///etc/passwd",
        "file://example.com/etc/passwd",
        "gopher://example.com/",
        "data:text/html,x",
        "javascript:alert(1)",
        "ws://example.com/",
        "unix:/run/docker.sock",
        "view-source:http://example.com/",
        "ht\u{17f}tp:x",
    ] {
        let refusal = refused(text);
        assert!(matches!(refusal, Refusal::Scheme | Refusal::Unreadable), "{text}: {refusal:?}");
    }
    for text in [
        "http://example.com:8080/",
        "http://example.com:22/",
        "https://example.com:0/",
        "http://example.com:65535/",
        "http://8.8.8.8:53/",
        "http://[2606:4700:4700::1111]:8443/",
    ] {
        assert_eq!(refused(text), Refusal::Port, "{text}");
    }
    for text in [
        "http://user@example.com/",
        "http://user:password@example.com/",
        "http://:password@example.com/",
        "http://example.com@127.0.0.1/",
        "http://example.com%40@10.0.0.1/",
        "http://a@b@c.com/",
    ] {
        assert_eq!(refused(text), Refusal::UserInfo, "{text}");
    }
    for text in [
        "",
        "example.com",
        "//example.com/",
        "http://",
        "http:///",
        "http://exam ple.com/",
        "http://exa\tmple.com/",
        "http://example.com/\r\nHost: inside",
        "\u{1}http://example.com",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://1.2.3.4.5/",
        "http://256.256.256.256/",
        "http://99999999999/",
        "http://example.com:99999/",
        "http://exa<mple.com/",
        "http://1.2.3.08/",
    ] {
        assert_eq!(refused(text), Refusal::Unreadable, "{text:?}");
    }
    assert_eq!(refused(&format!("http://example.com/{}", "a".repeat(Address::LONGEST))), Refusal::TooLong);
}

#[test]
fn what_is_checked_is_what_is_connected_to() {
    let policy = Policy::strict();
    let host = |text: &str| Address::parse(text, &policy).unwrap().host().to_owned();
    // Readers of addresses disagree about these; the one that connects says so, and it is the one that was asked.
    assert_eq!(host("http:\\\\example.com\\@127.0.0.1/"), "example.com");
    assert_eq!(host("http://example.com#@127.0.0.1/"), "example.com");
    assert_eq!(host("http://example.com?@127.0.0.1/"), "example.com");
    assert_eq!(host("http:/example.com/"), "example.com");
    assert_eq!(host("https://bücher.de/"), "xn--bcher-kva.de");
    assert_eq!(host("https://BÜCHER.de/"), "xn--bcher-kva.de");
    assert_eq!(host("https://ａpple.com/"), "apple.com");
    assert_eq!(host("https://аpple.com/"), "xn--pple-43d.com", "the first letter is Cyrillic");
    assert_eq!(host("http://134744072/"), "8.8.8.8");
}

#[test]
fn an_address_shows_neither_its_query_nor_its_fragment() {
    let address = Address::parse("https://example.com/a?token=secret#part", &Policy::strict()).unwrap();
    assert_eq!(address.to_string(), "https://example.com/a");
    assert_eq!(format!("{address:?}"), "Address(https://example.com/a)");
    assert_eq!(address.as_url().as_str(), "https://example.com/a?token=secret");
    assert_eq!(address.robots().as_url().as_str(), "https://example.com/robots.txt");
}
