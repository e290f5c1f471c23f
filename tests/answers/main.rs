//! Answers to questions, from a real database to the words people read, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails stops")]
#![allow(clippy::large_futures, reason = "a test's future may be as large as it likes")]

#[path = "../harness/mod.rs"]
mod harness;

mod counting;
mod finding;
mod listing;
mod responding;
mod stage;
mod suggesting;
mod worked_example;
