//! Logging: from a filled-in command over a private preview to a submission that waits.
//!
//! What was typed stands sealed in a *draft* for a day, bound to the guild and to whoever typed it. Each step (the
//! words' form, choosing a reading, changing, describing the source) puts the draft together again from what was
//! typed, so that there is one way from typed text to a proposal. Filing consumes the draft in its own transaction.

mod counter;
pub(crate) mod draft;
mod drafted;
mod filing;
mod form;
pub(crate) mod forms;
mod message;
pub(crate) mod namesakes;
mod page;
pub(crate) mod read;
mod reopen;
pub(crate) mod similar;
pub(crate) mod steps;
mod typed;
mod visits;

pub use counter::Uncounted;
pub use drafted::{
    DraftId, Drafted, Filed, Likeness, MayApprove, OfPage, Offer, PetitionOffer, Preview, Similar, WhichPetition,
    WhichWords,
};
pub use form::{Form, FormField, FormPurpose};
pub use message::MessageMenu;
pub use page::Unread;
pub use typed::{
    NewCapture, NewCommitment, NewCount, NewFact, NewOrganisation, NewPetition, NewPetitionEdit, NewRequest,
    NewResponse, NewSignatory, NewSource, NewStatement, Typed,
};
pub(super) use visits::Visits;
