//! What the process needs to run: its log, and what it tells its operator.

pub mod http;
pub mod log;
pub mod metrics;
pub mod vitals;
