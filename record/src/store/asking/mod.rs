//! What questions read: one query, one round trip, per answer.
//!
//! A query gathers rows of every sort an answer needs (the guild's default, the petition that was meant, its records,
//! their sources) under one shape (`row.rs`), each row naming its part. Cost grows with what is answered, never
//! with other petitions: every part is reached by an index, and a test reads that out of the query plan.
//!
//! **Invariant.** Every part carries the guild, and nothing that waits is read here but the caller's own petitions in
//! [`suggest::own_pending`].
//!
//! To add a part, add a `UNION ALL` branch with the columns in order, and take it where the rows are sorted out.

pub mod dossier;
pub mod history;
pub mod list;
pub mod objects;
pub mod organisation;
pub mod search;
pub mod source;
pub mod suggest;

mod row;

pub use dossier::{Asked, Dossier, Wanted};
pub use list::{ListAsked, Listed};
pub use organisation::OrganisationFound;
pub use search::{Found, SearchAsked};
pub use source::{Citing, SourceFound};

#[cfg(test)]
mod tests;
