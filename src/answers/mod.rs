//! Every word the bot says. Results of use cases become [`reply::Reply`] values; renderers make chat or terminal text.
//!
//! [`Responder`] is what the Discord layer and the command line talk to. It never fails: refusals are answered in
//! words, faults are logged once and answered with a reference.

mod about;
mod acting;
mod acts;
mod amendments;
pub mod announcing;
mod asking;
pub mod auditing;
mod blocking;
mod cards;
pub mod digests;
pub mod edges;
mod forms;
mod judging;
mod milestones;
mod own;
pub mod post;
pub mod press;
mod previews;
mod privacy;
mod proposals;
mod prose;
mod queueing;
mod refusals;
pub mod reply;
mod reviewing;
mod say;
mod setting_up;
mod signing;
mod sourcing;
#[cfg(test)]
mod tests;
pub mod view;
mod words;

use std::sync::Arc;

pub use forms::option_name;

/// Answers people: one method per way of asking.
#[derive(Clone)]
pub struct Responder {
    service: Arc<crate::service::Service>,
}

/// What an autocomplete field completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// A published petition.
    Petition,
    /// A published petition, or the caller's own that waits.
    PetitionToLogFor,
    /// An organisation.
    Organisation,
    /// A source.
    Source,
    /// A fact's property.
    Property,
    /// A speaker of statements.
    Speaker,
    /// A tag of petitions.
    Tag,
    /// A submission that waits (moderators only).
    Submission,
    /// A signatory: by number, and by name for moderators.
    Signatory,
    /// A demand.
    Demand,
    /// A commitment.
    Commitment,
    /// A record, in whatever state (moderators only).
    Record,
    /// A hidden petition (moderators only).
    HiddenPetition,
    /// A record or petition, in whatever state (moderators only).
    Object,
    /// A petition or organisation.
    Mergeable,
    /// An act that can be taken back (moderators only).
    Undoable,
    /// The last of several petitions with commas between them.
    Petitions,
    /// A digest (moderators only).
    Digest,
    /// The day on which a digest runs.
    DigestDay,
    /// A time zone.
    Zone,
    /// An act of the ledger.
    LedgerAct,
    /// How a running number is read.
    Counter,
}

impl Responder {
    /// Makes a responder.
    #[must_use]
    pub fn new(service: Arc<crate::service::Service>) -> Self {
        Self { service }
    }
}
