//! The guard against real listeners on this machine: what it refuses is not connected to, what it fetches is bounded.

#![allow(clippy::disallowed_methods, reason = "the tasks end with the test's runtime")]
#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod classes;
mod hostile;
mod packed;
mod polite;
mod properties;
mod proxies;
mod rebinding;
mod redirects;
mod robots;
mod site;
mod tricks;
