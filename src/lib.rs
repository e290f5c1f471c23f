//! The public record of employee petitions, kept in a Discord bot.

pub mod domain;
