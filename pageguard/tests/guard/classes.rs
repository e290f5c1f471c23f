//! The classes at their borders, by a list of its own: the registries' blocks as text.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use pageguard::{Class, classify};

/// Each block that is not public, with the class of its first and its last address.
const BLOCKS: &[(&str, Class)] = &[
    ("0.0.0.0/8", Class::Unspecified),
    ("10.0.0.0/8", Class::Private),
    ("100.64.0.0/10", Class::SharedByCarrier),
    ("100.100.100.200/32", Class::CloudMetadata),
    ("127.0.0.0/8", Class::Loopback),
    ("168.63.129.16/32", Class::CloudMetadata),
    ("169.254.0.0/16", Class::LinkLocal),
    ("169.254.169.254/32", Class::CloudMetadata),
    ("169.254.170.2/32", Class::CloudMetadata),
    ("169.254.170.23/32", Class::CloudMetadata),
    ("172.16.0.0/12", Class::Private),
    ("192.0.0.0/24", Class::Protocol),
    ("192.0.0.192/32", Class::CloudMetadata),
    ("192.0.2.0/24", Class::Documentation),
    ("192.31.196.0/24", Class::Protocol),
    ("192.52.193.0/24", Class::Protocol),
    ("192.88.99.0/24", Class::Relay),
    ("192.168.0.0/16", Class::Private),
    ("192.175.48.0/24", Class::Protocol),
    ("198.18.0.0/15", Class::Benchmarking),
    ("198.51.100.0/24", Class::Documentation),
    ("203.0.113.0/24", Class::Documentation),
    ("224.0.0.0/4", Class::Multicast),
    ("240.0.0.0/5", Class::Reserved),
    ("255.255.255.255/32", Class::Broadcast),
    ("::/128", Class::Unspecified),
    ("::1/128", Class::Loopback),
    ("::2/127", Class::Embedded),
    ("::127.0.0.1/128", Class::Embedded),
    ("::ffff:0:0/96", Class::Embedded),
    ("::ffff:0:0:0/96", Class::Embedded),
    ("64:ff9b::/96", Class::Embedded),
    ("64:ff9b:1::/48", Class::Embedded),
    ("100::/64", Class::Discard),
    ("100:0:0:1::/64", Class::Discard),
    ("2001::/32", Class::Embedded),
    ("2001:1::/32", Class::Protocol),
    ("2001:2::/48", Class::Benchmarking),
    ("2001:3::/32", Class::Protocol),
    ("2001:4:112::/48", Class::Protocol),
    ("2001:10::/28", Class::Identifier),
    ("2001:20::/28", Class::Identifier),
    ("2001:30::/28", Class::Identifier),
    ("2001:db8::/32", Class::Documentation),
    ("2002::/16", Class::Embedded),
    ("2620:4f:8000::/48", Class::Protocol),
    ("3fff::/20", Class::Documentation),
    ("3ffe::/16", Class::Reserved),
    ("4000::/4", Class::Reserved),
    ("5f00::/16", Class::SegmentRouting),
    ("8000::/2", Class::Reserved),
    ("fc00::/8", Class::UniqueLocal),
    ("fd00:ec2::254/128", Class::CloudMetadata),
    ("fd20:ce::254/128", Class::CloudMetadata),
    ("fe80::/10", Class::LinkLocal),
    ("fec0::/10", Class::SiteLocal),
    ("ff00::/8", Class::Multicast),
    // An interface of ISATAP within a public network.
    ("2a00:1450::5efe:a00:1/128", Class::Embedded),
    ("2a00:1450::200:5efe:a00:1/128", Class::Embedded),
];

/// Blocks that are public: neighbours of those above, and hosts that everybody knows.
const PUBLIC: &[&str] = &[
    "1.0.0.0/8",
    "8.8.8.8/32",
    "9.255.255.255/32",
    "11.0.0.0/32",
    "100.63.255.255/32",
    "100.128.0.0/32",
    "126.255.255.255/32",
    "128.0.0.0/32",
    "168.63.129.15/32",
    "168.63.129.17/32",
    "169.253.255.255/32",
    "169.255.0.0/32",
    "172.15.255.255/32",
    "172.32.0.0/32",
    "191.255.255.255/32",
    "192.0.1.0/24",
    "192.0.3.0/32",
    "192.88.98.255/32",
    "192.88.100.0/32",
    "192.167.255.255/32",
    "192.169.0.0/32",
    "198.17.255.255/32",
    "198.20.0.0/32",
    "198.51.99.255/32",
    "198.51.101.0/32",
    "203.0.112.255/32",
    "203.0.114.0/32",
    "223.255.255.255/32",
    "2001:200::/32",
    "2001:4860:4860::8888/128",
    "2001:db7::/32",
    "2001:db9::/32",
    "2003::/16",
    "2606:4700:4700::1111/128",
    "2a00:1450:4001::/48",
    "3ffd::/16",
    "3fff:1000::/20",
];

/// The first and the last address of a block.
fn ends(block: &str) -> [IpAddr; 2] {
    let (first, length) = block.split_once('/').unwrap();
    let length: u32 = length.parse().unwrap();
    match first.parse().unwrap() {
        IpAddr::V4(ip) => {
            let rest = u32::MAX.checked_shr(length).unwrap_or(0);
            [ip.into(), Ipv4Addr::from_bits(ip.to_bits() | rest).into()]
        }
        IpAddr::V6(ip) => {
            let rest = u128::MAX.checked_shr(length).unwrap_or(0);
            [ip.into(), Ipv6Addr::from_bits(ip.to_bits() | rest).into()]
        }
    }
}

/// Says whether an address is public by the text of the registries alone.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    let within = |block: &&(&str, Class)| {
        let [first, last] = ends(block.0);
        first.is_ipv4() == ip.is_ipv4() && (first..=last).contains(&ip)
    };
    let given_out = match ip {
        IpAddr::V4(ip) => ip.octets()[0] < 224,
        IpAddr::V6(ip) => {
            let text = format!("{:04x}", ip.segments()[0]);
            let isatap = ip.segments()[5] == 0x5efe && matches!(ip.segments()[4], 0 | 0x200);
            let ietf = ip.segments()[0] == 0x2001 && ip.segments()[1] < 0x200;
            (text.starts_with('2') || text.starts_with('3')) && !isatap && !ietf
        }
    };
    given_out && !BLOCKS.iter().any(|block| within(&block))
}

#[test]
fn every_block_is_refused_from_its_first_address_to_its_last_by_its_class() {
    for (block, class) in BLOCKS {
        for ip in ends(block) {
            let special = BLOCKS.iter().find(|(single, _)| ends(single) == [ip, ip]);
            assert_eq!(classify(ip), Err(special.map_or(*class, |(_, class)| *class)), "{ip} of {block}");
        }
    }
}

#[test]
fn what_lies_beside_the_blocks_is_public() {
    for block in PUBLIC {
        for ip in ends(block) {
            assert_eq!(classify(ip), Ok(()), "{ip} of {block}");
            assert!(is_public(ip), "{ip}: the list of its own disagrees");
        }
    }
}

#[test]
fn a_class_shows_no_address() {
    for (_, class) in BLOCKS {
        let words = class.to_string();
        assert!(!words.contains(|c: char| c.is_ascii_digit() || c == ':' || c == '.'), "{words}");
    }
}
