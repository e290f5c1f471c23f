//! Which addresses are the public internet, and of what class each other one is.
//!
//! The tables follow IANA's registries of special-purpose addresses for IPv4 and IPv6. Whatever is not certainly public is
//! refused: of IPv6 only `2000::/3` is given out at all, and an address that holds another one inside is refused with it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Of what kind an address is that is not the public internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// No address yet: `0.0.0.0/8`, `::`.
    Unspecified,
    /// The machine itself: `127.0.0.0/8`, `::1`.
    Loopback,
    /// An address that a network interface of this machine has.
    ThisMachine,
    /// Private networks: `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`.
    Private,
    /// The same cable: `169.254.0.0/16`, `fe80::/10`.
    LinkLocal,
    /// Behind a provider's translation: `100.64.0.0/10`.
    SharedByCarrier,
    /// Where clouds tell a machine its secrets: `169.254.169.254` and its like.
    CloudMetadata,
    /// Kept for protocols: `192.0.0.0/24`, `2001::/23` and the anycast addresses of AS112 and AMT.
    Protocol,
    /// For examples in documents: `192.0.2.0/24`, `2001:db8::/32` and others.
    Documentation,
    /// For measuring networks: `198.18.0.0/15`, `2001:2::/48`.
    Benchmarking,
    /// For many at once: `224.0.0.0/4`, `ff00::/8`.
    Multicast,
    /// Everybody on the cable: `255.255.255.255`.
    Broadcast,
    /// Not given out: `240.0.0.0/4`, all of IPv6 outside `2000::/3` that has no other class.
    Reserved,
    /// The relays of 6to4: `192.88.99.0/24`.
    Relay,
    /// An IPv4 address inside an IPv6 one: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP.
    Embedded,
    /// Private networks of IPv6: `fc00::/7`.
    UniqueLocal,
    /// Private networks of IPv6, as they were before: `fec0::/10`.
    SiteLocal,
    /// Names of keys, not places: `2001:10::/28`, `2001:20::/28`, `2001:30::/28`.
    Identifier,
    /// What routers throw away: `100::/64`, `100:0:0:1::/64`.
    Discard,
    /// Instructions to routers: `5f00::/16`.
    SegmentRouting,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "an unspecified address",
            Self::Loopback => "a loopback address",
            Self::ThisMachine => "an address of this machine",
            Self::Private => "an address of a private network",
            Self::LinkLocal => "a link-local address",
            Self::SharedByCarrier => "an address behind a carrier's translation",
            Self::CloudMetadata => "an address of a cloud's metadata",
            Self::Protocol => "an address kept for protocols",
            Self::Documentation => "an address for documentation",
            Self::Benchmarking => "an address for benchmarking",
            Self::Multicast => "a multicast address",
            Self::Broadcast => "a broadcast address",
            Self::Reserved => "a reserved address",
            Self::Relay => "an address of a relay",
            Self::Embedded => "an address with another address inside",
            Self::UniqueLocal => "a unique local address",
            Self::SiteLocal => "a site-local address",
            Self::Identifier => "an identifier that is no place",
            Self::Discard => "an address that is discarded",
            Self::SegmentRouting => "a segment routing address",
        })
    }
}

type V4 = ([u8; 4], u32, Class);
type V6 = ([u16; 8], u32, Class);

/// The first row that fits says the class; an address that none fits is public.
const IPV4: &[V4] = &[
    // Amazon, Azure, Google and most others; Amazon's containers; Alibaba; Oracle; Azure's agent, in a public range.
    ([169, 254, 169, 254], 32, Class::CloudMetadata),
    ([169, 254, 170, 2], 32, Class::CloudMetadata),
    ([169, 254, 170, 23], 32, Class::CloudMetadata),
    ([100, 100, 100, 200], 32, Class::CloudMetadata),
    ([192, 0, 0, 192], 32, Class::CloudMetadata),
    ([168, 63, 129, 16], 32, Class::CloudMetadata),
    ([0, 0, 0, 0], 8, Class::Unspecified),
    ([10, 0, 0, 0], 8, Class::Private),
    ([100, 64, 0, 0], 10, Class::SharedByCarrier),
    ([127, 0, 0, 0], 8, Class::Loopback),
    ([169, 254, 0, 0], 16, Class::LinkLocal),
    ([172, 16, 0, 0], 12, Class::Private),
    ([192, 0, 0, 0], 24, Class::Protocol),
    ([192, 0, 2, 0], 24, Class::Documentation),
    ([192, 31, 196, 0], 24, Class::Protocol),
    ([192, 52, 193, 0], 24, Class::Protocol),
    ([192, 88, 99, 0], 24, Class::Relay),
    ([192, 168, 0, 0], 16, Class::Private),
    ([192, 175, 48, 0], 24, Class::Protocol),
    ([198, 18, 0, 0], 15, Class::Benchmarking),
    ([198, 51, 100, 0], 24, Class::Documentation),
    ([203, 0, 113, 0], 24, Class::Documentation),
    ([224, 0, 0, 0], 4, Class::Multicast),
    ([255, 255, 255, 255], 32, Class::Broadcast),
    ([240, 0, 0, 0], 4, Class::Reserved),
];

/// The first row that fits says the class; what none fits is public within `2000::/3`, and reserved outside of it.
const IPV6: &[V6] = &[
    // Amazon's metadata, its containers' and its clock; Google's.
    ([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0], 32, Class::CloudMetadata),
    ([0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254], 128, Class::CloudMetadata),
    ([0, 0, 0, 0, 0, 0, 0, 0], 128, Class::Unspecified),
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, Class::Loopback),
    // Mapped, translated (SIIT) and compatible.
    ([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, Class::Embedded),
    ([0, 0, 0, 0, 0xffff, 0, 0, 0], 96, Class::Embedded),
    ([0, 0, 0, 0, 0, 0, 0, 0], 96, Class::Embedded),
    // NAT64, the well-known prefix and the local one.
    ([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, Class::Embedded),
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, Class::Embedded),
    ([0x100, 0, 0, 0, 0, 0, 0, 0], 63, Class::Discard),
    // Teredo; the rest of 2001::/23 after what has names in it.
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, Class::Embedded),
    ([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, Class::Benchmarking),
    ([0x2001, 0x10, 0, 0, 0, 0, 0, 0], 28, Class::Identifier),
    ([0x2001, 0x20, 0, 0, 0, 0, 0, 0], 28, Class::Identifier),
    ([0x2001, 0x30, 0, 0, 0, 0, 0, 0], 28, Class::Identifier),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, Class::Protocol),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, Class::Documentation),
    // 6to4.
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, Class::Embedded),
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, Class::Protocol),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, Class::Documentation),
    // The 6bone, given back.
    ([0x3ffe, 0, 0, 0, 0, 0, 0, 0], 16, Class::Reserved),
    ([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, Class::SegmentRouting),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, Class::UniqueLocal),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, Class::LinkLocal),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, Class::SiteLocal),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, Class::Multicast),
];

/// Says that an address is the public internet, or else of what class it is.
///
/// | IPv4 | class | IPv6 | class |
/// |---|---|---|---|
/// | `169.254.169.254`, `169.254.170.2`, `169.254.170.23`, `100.100.100.200`, `192.0.0.192`, `168.63.129.16` | cloud metadata | `fd00:ec2::/32`, `fd20:ce::254` | cloud metadata |
/// | `0.0.0.0/8` | unspecified | `::` | unspecified |
/// | `127.0.0.0/8` | loopback | `::1` | loopback |
/// | `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16` | private | `fc00::/7` | unique local |
/// | `100.64.0.0/10` | shared by a carrier | `fec0::/10` | site-local |
/// | `169.254.0.0/16` | link-local | `fe80::/10` | link-local |
/// | `192.0.0.0/24`, AS112 `192.31.196.0/24` `192.175.48.0/24`, AMT `192.52.193.0/24` | protocol | `2001::/23`, AS112 `2620:4f:8000::/48` | protocol |
/// | `192.0.2.0/24`, `198.51.100.0/24`, `203.0.113.0/24` | documentation | `2001:db8::/32`, `3fff::/20` | documentation |
/// | `198.18.0.0/15` | benchmarking | `2001:2::/48` | benchmarking |
/// | `192.88.99.0/24` | relay | mapped `::ffff:0:0/96`, translated `::ffff:0:0:0/96`, compatible `::/96`, NAT64 `64:ff9b::/96` `64:ff9b:1::/48`, Teredo `2001::/32`, 6to4 `2002::/16`, ISATAP `*:5efe:*` | embedded |
/// | `224.0.0.0/4` | multicast | `ff00::/8` | multicast |
/// | `255.255.255.255` | broadcast | `2001:10::/28`, `2001:20::/28`, `2001:30::/28` | identifier |
/// | `240.0.0.0/4` | reserved | `100::/64`, `100:0:0:1::/64` | discard |
/// | | | `5f00::/16` | segment routing |
/// | | | `3ffe::/16`, all else outside `2000::/3` | reserved |
///
/// An IPv4 address inside an IPv6 one is never looked at: who translates it, and to what, is not known here, so the
/// whole is refused. A network's own NAT64 prefix looks like any public address and cannot be told.
pub fn classify(ip: IpAddr) -> Result<(), Class> {
    match ip {
        IpAddr::V4(ip) => classify_v4(ip),
        IpAddr::V6(ip) => classify_v6(ip),
    }
}

fn classify_v4(ip: Ipv4Addr) -> Result<(), Class> {
    let within = |(prefix, length, _): &&V4| (ip.to_bits() ^ u32::from_be_bytes(*prefix)) >> (32 - length) == 0;
    IPV4.iter().find(within).map_or(Ok(()), |(_, _, class)| Err(*class))
}

fn classify_v6(ip: Ipv6Addr) -> Result<(), Class> {
    let within = |(prefix, length, _): &&V6| (ip.to_bits() ^ Ipv6Addr::from(*prefix).to_bits()) >> (128 - length) == 0;
    if let Some((_, _, class)) = IPV6.iter().find(within) {
        return Err(*class);
    }
    let [first, _, _, _, flags, isatap, ..] = ip.segments();
    if first >> 13 != 1 {
        return Err(Class::Reserved);
    }
    // ISATAP: the universal bit may be set.
    if isatap == 0x5efe && flags & !0x0200 == 0 {
        return Err(Class::Embedded);
    }
    Ok(())
}
