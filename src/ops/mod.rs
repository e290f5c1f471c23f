//! What the process needs to run: its log.

pub mod log;
