//! Answers to questions, from a real database to the words people read, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::large_futures,
    unreachable_pub,
    reason = "a test that fails stops, and owns what it starts"
)]

#[path = "../harness/mod.rs"]
mod harness;

mod archiving;
mod charting;
mod counting;
mod exchanging;
mod finding;
mod listing;
mod promising;
mod responding;
mod searching;
mod signing;
mod stage;
mod suggesting;
mod worked_example;
