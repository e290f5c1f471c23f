//! The types and rules of the record: what a petition, a count or a response is, which states they have,
//! and what may never be true of them.
//!
//! Architecture invariant: nothing here does I/O, reads a clock, draws randomness, or knows Discord or SQL.
//! To add a kind of record: a struct in [`record`] with a checked constructor, a variant of [`record::Body`], its
//! columns' check in `migrations/`, and the compiler names every other place.

pub mod acting;
pub mod archive;
pub mod breakdown;
pub mod commitment;
pub mod course;
pub mod date;
pub mod digest;
pub mod erasing;
pub mod exchange;
pub mod findable;
pub mod guild;
pub mod ids;
pub mod ledger;
pub mod milestone;
mod named;
pub mod nonce;
pub mod organisation;
pub mod person_name;
pub mod petition;
pub mod petition_edit;
pub mod proposal;
pub mod published;
pub mod quoted;
pub mod record;
pub mod response;
pub mod review;
pub mod signatory;
pub mod source;
pub mod text;
pub mod watching;
pub mod weigh;

pub use wording::{Language, Measure, Population, Qualifier, Reading, Unit};
