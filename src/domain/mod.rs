//! The types and rules of the record: no I/O, no clock, nothing of Discord or SQL.

pub mod ids;
pub mod ledger;
