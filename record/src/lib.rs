//! The record of employee petitions and where it is kept: the domain's types and rules, and one store on two databases.
//!
//! `domain ← store`. It is a crate of its own, without Discord and without the web, so that it is built and tested without
//! those.

pub mod clock;
pub mod domain;
pub mod store;
