//! The program as its operator runs it: processes, signals, files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that fails stops, and owns what it starts"
)]

mod erasing;
mod four;
#[path = "../harness/mod.rs"]
#[allow(unused_macros, unused_imports, reason = "one test alone needs a database, and it needs PostgreSQL")]
mod harness;
mod kill;
mod kill_confirming;
mod kill_deciding;
mod kill_watching;
mod operating;
mod running;
mod silence;
#[cfg(unix)]
mod stopping;
