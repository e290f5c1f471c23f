//! What the bot says without being asked: messages for the review channel, and faults.

use super::Responder;
use super::reply;

impl Responder {
    /// Words the message for the review channel about one submission, waiting or decided.
    #[must_use]
    pub fn announcement(_submission: &crate::service::review::SubmissionView) -> reply::Reply {
        todo!()
    }

    /// Words a fault: "Something went wrong on our side…" with its reference.
    #[must_use]
    pub fn fault(_reference: &str) -> reply::Reply {
        todo!()
    }
}
