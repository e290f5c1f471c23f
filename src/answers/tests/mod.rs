//! Every text that people see when they act, once, as plain text.

mod acting;
mod auditing;
mod dump;
mod filing;
mod fixtures;
mod privacy;
mod refusing;
mod reviewing;
mod setting_up;
mod signing;
mod sourcing;
