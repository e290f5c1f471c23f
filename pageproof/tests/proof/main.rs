//! What the crate promises, by module.

#![allow(clippy::unwrap_used, reason = "a test that fails stops")]

mod addresses;
mod changes;
mod counters;
mod excerpts;
mod properties;
mod reading;
mod support;
