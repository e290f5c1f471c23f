//! Discord: the only place that names serenity and poise.
//!
//! It turns interactions into questions for [`crate::answers::Responder`] and replies into messages. It knows no
//! words of its own and decides nothing: rights are the service's, words are the answers'.
//!
//! To add a command: a file in `commands`, its line in [`commands::all`], and the snapshot of the tree.

mod answering;
mod bot;
mod caller;
pub mod commands;
mod drawing;
mod errors;
mod fields;
mod fresh;
pub mod http;
mod outgoing;
mod pace;
mod place;
mod pressing;
mod quota;
mod registration;
pub mod render;
pub mod run;
mod unasked;
mod watchdog;

pub use bot::Bot;
pub use run::{Brain, Connection, RunError};
