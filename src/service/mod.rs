//! Use cases: what people ask, log, review and set up.
//!
//! Every use case takes a [`Caller`], checks the one matrix of rights in [`rights`], stays within the caller's guild,
//! and writes in one transaction that leaves its ledger entry. Results are values; the words for them are in `answers`.
//! Only [`announce`] and [`operator`] have no caller: the worker that keeps the review channel current, and the host.

mod access;
pub mod act;
pub mod announce;
pub mod ask;
pub mod audit;
mod breaking_down;
pub mod caller;
pub mod cards;
pub mod checkpoint;
pub mod digests;
mod expiring;
mod field;
mod find;
mod housekeeping;
pub mod judge;
pub mod limits;
pub mod log;
pub mod operator;
pub mod privacy;
pub mod refusal;
mod registration;
pub mod remind;
pub mod review;
pub mod rights;
pub mod setup;
pub mod signatories;
pub mod submissions;
mod trace;
pub mod watching;

use std::sync::Arc;

pub use caller::Caller;
pub use field::Field;
pub use limits::Limits;
pub use refusal::{Refusal, ServiceError};

use crate::clock::{Clock, Entropy};
use crate::domain::watching::Fetch;
use crate::store::Store;

/// The use cases over one store.
#[derive(Clone)]
pub struct Service {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    limits: Limits,
    pages: Option<Arc<dyn Fetch>>,
    asked: Arc<watching::Asked>,
    visits: Arc<log::Visits>,
}

impl Service {
    /// Makes the use cases over a store that is open.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>, limits: Limits) -> Self {
        Self { store, clock, entropy, limits, pages: None, asked: Arc::default(), visits: Arc::default() }
    }

    /// Lets the pages that somebody files from be read, by something that does not let them wait for long.
    #[must_use]
    pub fn reading(mut self, pages: Arc<dyn Fetch>) -> Self {
        self.pages = Some(pages);
        self
    }

    /// Gives the store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Gives the present instant.
    #[must_use]
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Service({:?})", self.store)
    }
}
