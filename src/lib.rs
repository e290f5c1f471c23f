//! The library behind `undersigned`: the record, its store, and everything that answers from them.

pub mod domain;
pub mod ops;
pub mod store;
