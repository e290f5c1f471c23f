//! What the process needs to run: its clock, its source of randomness, its log, and what it tells its operator.

pub mod clock;
pub mod http;
pub mod log;
pub mod metrics;
pub mod vitals;
