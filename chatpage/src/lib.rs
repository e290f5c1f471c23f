//! A chat page on this machine for the people of the stand-in for Discord.
//!
//! It serves a page on 127.0.0.1 on which somebody picks who they are and then types commands, presses buttons, chooses
//! and fills in forms. All of that goes through the stand-in's people, so the bot gets what Discord's client would send
//! and nothing else. The page is plain files inside the program (`page/`): no build step, no request beyond loopback.
//!
//! Invariant: a window gets what its person sees and nothing more; [`localcord::Client`] decides what that is. Text goes
//! to the page as JSON and there into text nodes alone. A request whose `Host` or `Origin` is not this page is refused.
//!
//! Another act of people's is a handler in `acts`, a route in `server`, and a function in `page/api.js`.

mod acts;
mod feed;
mod files;
mod guard;
mod server;
mod view;

use std::{pin::Pin, sync::Arc};

pub use self::server::{Page, Port};

/// Somebody whom a window can be.
#[derive(Clone, Debug)]
pub struct Someone {
    /// What windows call them, one word.
    pub key: String,
    /// What they may do, in a sentence.
    pub may: String,
    /// What they see.
    pub client: localcord::Client,
}

/// What a page shows.
#[derive(Clone)]
pub struct Scene {
    /// Everybody a window can be; the first is who a new window is.
    pub people: Vec<Someone>,
    /// What stands behind the bot.
    pub backstage: Arc<dyn Backstage>,
}

/// A result that is waited for; what went wrong is words for who looks at the page.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, String>> + Send + 'a>>;

/// What the curious see that no member of a guild does: the bot's clock and its ledger.
pub trait Backstage: Send + Sync {
    /// Returns the number of the ledger's last entry, 0 before the first.
    fn ledger_end(&self) -> Pending<'_, i64>;
    /// Lists the ledger's entries after a number, in order.
    fn ledger_after(&self, seq: i64) -> Pending<'_, Vec<Entry>>;
    /// Tells what time it is for the bot.
    fn clock(&self) -> Pending<'_, Clock>;
    /// Moves the bot's clock on to when a digest is due next; without one it stays.
    fn next_digest(&self) -> Pending<'_, Clock>;
}

/// An entry of the bot's ledger.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// What was done, in the ledger's word.
    pub act: String,
    /// To what: kind and number.
    pub object: String,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

/// The bot's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Clock {
    /// What time it is, in milliseconds of Unix time.
    pub now: i64,
    /// When a digest is due next, likewise.
    pub next: Option<i64>,
}
