//! The stand-in's rules, driven by a small bot of raw HTTP and WebSocket, so that no library's leniency hides a mistake.

#![allow(clippy::disallowed_methods, reason = "the tasks end with the test's runtime")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod bot;
mod commands;
mod faults;
mod gateway;
mod interactions;
mod limits;
mod messages;
mod modals;
mod payloads;
mod people;
mod permissions;
