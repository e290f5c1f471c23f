//! The store's foundation, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that fails stops, and owns what it starts"
)]

#[path = "../harness/mod.rs"]
mod harness;

mod backups;
mod keys;
mod ledger;
mod opening;
mod parity;
mod privacy_page;
mod second_verifier;
mod sqlite_files;
mod terms;
mod writing;

use jiff::Timestamp;
use undersigned::domain::ids::GuildId;

/// The guild of most tests.
const GUILD: GuildId = GuildId::new(1_015_034_326_372_454_400);

/// The instant of most tests: 19 June 2018, 00:00 UTC.
fn instant() -> Timestamp {
    Timestamp::from_millisecond(1_529_366_400_123).unwrap()
}
