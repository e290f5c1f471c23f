//! Answers to questions.

use super::reply::{Answer, Audience, Choice};
use super::view::View;
use super::{Completion, Responder};
use crate::service::Caller;

impl Responder {
    /// Answers a question. `audience` is what the caller asked for; the guild's default stands where it is `None`.
    pub async fn show(&self, _caller: &Caller, _view: View, _audience: Option<Audience>) -> Answer {
        todo!()
    }

    /// Completes what is being typed: at most 25 choices, none on any error.
    pub async fn complete(&self, _caller: &Caller, _what: Completion, _typed: &str) -> Vec<Choice> {
        todo!()
    }
}
