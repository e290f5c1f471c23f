//! Logging: from a filled-in command over a private preview to a submission that waits.
//!
//! What was typed stands sealed in a *draft* for a day, bound to the guild and to whoever typed it. Each step (the
//! words' form, choosing a reading, changing, describing the source) puts the draft together again from what was
//! typed, so that there is one way from typed text to a proposal. Filing consumes the draft in its own transaction.

mod drafted;
mod form;
mod typed;

pub use drafted::{DraftId, Drafted, Filed, MayApprove, Preview, Similar};
pub use form::{Form, FormField, FormPurpose};
pub use typed::{NewCount, NewFact, NewPetition, NewRequest, NewResponse, NewSource, NewStatement, Typed};

use super::{Caller, Field, Service, ServiceError};

impl Service {
    /// Reads what was typed, keeps it as a draft for a day, and says what is missing or shows what would be filed.
    pub async fn draft(&self, _caller: &Caller, _typed: Typed) -> Result<Drafted, ServiceError> {
        todo!()
    }

    /// Takes the words of the form that [`Drafted::NeedsWords`] asked for. Words are kept even when they are refused.
    pub async fn complete(
        &self,
        _caller: &Caller,
        _draft: &DraftId,
        _fields: &[(Field, String)],
    ) -> Result<Drafted, ServiceError> {
        todo!()
    }

    /// Settles how the words are read: by the choice's place among those of [`Drafted::NeedsReading`], or, one place
    /// past the last, as words that stand alone.
    pub async fn choose_reading(
        &self,
        _caller: &Caller,
        _draft: &DraftId,
        _index: usize,
    ) -> Result<Drafted, ServiceError> {
        todo!()
    }

    /// Gives the words' form again, with what it held.
    pub async fn words_form(&self, _caller: &Caller, _draft: &DraftId) -> Result<Form, ServiceError> {
        todo!()
    }

    /// Gives the form that puts a draft right.
    pub async fn change_form(&self, _caller: &Caller, _draft: &DraftId) -> Result<Form, ServiceError> {
        todo!()
    }

    /// Takes what the change form holds; what it does not hold stays.
    pub async fn change(
        &self,
        _caller: &Caller,
        _draft: &DraftId,
        _fields: &[(Field, String)],
    ) -> Result<Drafted, ServiceError> {
        todo!()
    }

    /// Gives the form that says what the source is.
    pub async fn describe_form(&self, _caller: &Caller, _draft: &DraftId) -> Result<Form, ServiceError> {
        todo!()
    }

    /// Takes what the source's form holds.
    pub async fn describe(
        &self,
        _caller: &Caller,
        _draft: &DraftId,
        _fields: &[(Field, String)],
    ) -> Result<Drafted, ServiceError> {
        todo!()
    }

    /// Throws a draft away; one that is gone already is no error.
    pub async fn cancel(&self, _caller: &Caller, _draft: &DraftId) -> Result<(), ServiceError> {
        todo!()
    }

    /// Files a draft: it becomes one submission for each proposal, once, however often this is asked.
    pub async fn file(&self, _caller: &Caller, _draft: &DraftId) -> Result<Filed, ServiceError> {
        todo!()
    }

    /// Files a draft and approves it at once: a single moderator's own, which the ledger marks *alone*.
    pub async fn file_and_approve(&self, _caller: &Caller, _draft: &DraftId) -> Result<Filed, ServiceError> {
        todo!()
    }
}
