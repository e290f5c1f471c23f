//! The Discord layer: what is registered, how replies are rendered, and the whole bot over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that fails stops, and owns what it starts"
)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

#[path = "discord/answers.rs"]
mod answers;
#[path = "discord/auditing.rs"]
mod auditing;
#[path = "discord/breaking_down.rs"]
mod breaking_down;
#[path = "discord/charting.rs"]
mod charting;
#[path = "discord/digesting.rs"]
mod digesting;
#[path = "discord/edges.rs"]
mod edges;
#[path = "discord/faults.rs"]
mod faults;
#[path = "discord/forged_acts.rs"]
mod forged_acts;
#[path = "harness/mod.rs"]
mod harness;
#[path = "discord/hostile.rs"]
mod hostile;
#[path = "discord/menus.rs"]
mod menus;
#[path = "discord/moderating.rs"]
mod moderating;
#[path = "discord/offering.rs"]
mod offering;
#[path = "discord/page.rs"]
mod page;
#[path = "discord/private.rs"]
mod private;
#[path = "discord/reader.rs"]
mod reader;
#[path = "discord/rendering.rs"]
mod rendering;
#[path = "discord/resilience.rs"]
mod resilience;
#[path = "discord/stories.rs"]
mod stories;
#[path = "discord/taking_out.rs"]
mod taking_out;
#[path = "discord/tree.rs"]
mod tree;
#[path = "discord/whole_bot.rs"]
mod whole_bot;
#[path = "discord/world.rs"]
mod world;
