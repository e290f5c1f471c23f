//! What Discord checks before it takes anything.
//!
//! Each payload is read twice: by the rules written here, which say exactly what is wrong where, in Discord's nested shape; then
//! by `twilight`, an independent reading of the same rules. What only the second refuses is refused too.

mod command;
mod component;
mod embed;
mod message;
mod modal;
mod problems;

pub(crate) use self::{command::commands, message::draft, modal::modal, problems::Problems};
