//! What the process needs to run: its clock, its source of randomness, its log.

pub mod clock;
pub mod log;
