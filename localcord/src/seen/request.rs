//! What the bot sent, and what it has registered.

use std::time::Instant;

use serde_json::Value;

use crate::{CommandId, Fault, GuildId};

/// One REST request of the bot.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The method, `POST`.
    pub method: String,
    /// The path after `/api/v10`, with every interaction token replaced by `TOKEN`.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
    /// The status it was answered with, heard or not; 0 when the connection was cut before anything was done.
    pub status: u16,
    /// The JSON it carried; `Null` when none.
    pub body: Value,
    /// How many files it carried.
    pub files: usize,
    /// What it was answered with; `Null` when empty.
    pub answer: Value,
    /// When it came.
    pub at: Instant,
    /// What it met that was asked for with [`Faults`](crate::Faults).
    pub fault: Option<Fault>,
}

/// A command that is registered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Registered {
    /// Its id, kept while its name is kept.
    pub id: CommandId,
    /// The guild it is for; none for all.
    pub guild: Option<GuildId>,
    /// Its name, without a slash.
    pub name: String,
    /// The whole tree as Discord returns it, the ids included.
    pub json: Value,
}
