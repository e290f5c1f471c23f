//! Undersigned keeps the public record of employee petitions in a Discord bot: who asked which employer for what, how
//! many signed, what people said, what the company answered, and the source of each.

pub mod answers;
pub mod domain;
pub mod ops;
pub mod service;
pub mod store;
