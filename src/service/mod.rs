//! Use cases: what people ask, log, review and set up.
//!
//! Every use case takes a [`Caller`], checks the one matrix of rights in [`rights`], stays within the caller's guild,
//! and writes in one transaction that leaves its ledger entry. Results are values; the words for them are in `answers`.

pub mod caller;
pub mod log;
pub mod refusal;
pub mod review;
pub mod rights;
pub mod setup;

pub use caller::Caller;
pub use refusal::{Field, Refusal, ServiceError};

/// The use cases over one store.
pub struct Service {
    _store: (),
}
