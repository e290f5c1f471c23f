//! What the process needs to run: its clock, its source of randomness.

pub mod clock;
