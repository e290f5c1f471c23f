//! The use cases that write: logging, reviewing, setting up, announcing, importing; on both databases.

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

mod acting;
mod acting_second;
mod amending;
mod announcing;
mod auditing;
mod blocking;
mod breaking_down;
mod channels;
mod checkpoints;
mod clearing;
mod copies;
mod counters;
mod counting;
mod deciding;
mod digesting;
mod digesting_pages;
mod editing;
mod erasing;
mod erasing_by_two;
mod expiring;
mod following;
mod importing;
mod judging;
mod limiting;
mod logging;
mod offering;
mod passing;
mod pinning;
mod polite;
mod privacy;
mod redacting_pages;
mod redirecting;
mod reminding;
mod restoring;
mod rights;
mod sealing;
mod setting_up;
mod signing;
mod signing_lists;
mod simulating;
mod stories;
mod support;
mod undoing;
mod undoing_review;
mod verifying;
mod waiting;
mod watched;
mod watching;
mod wordings;
