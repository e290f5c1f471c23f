//! What the bot says without being asked, and when something fails on our side.

use super::Responder;
use super::refusals::refused;
use super::reply::{Answer, Audience, Reply};
use super::reviewing::submission;
use super::say::{say, strong};
use crate::ops::clock::draw;
use crate::service::ServiceError;
use crate::service::review::SubmissionView;

/// The alphabet of references: Crockford's base 32, in which nothing is taken for something else.
const CROCKFORD: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

impl Responder {
    /// Words the message for the review channel about one submission, waiting or decided.
    #[must_use]
    pub fn announcement(one: &SubmissionView) -> Reply {
        submission(one, Audience::Channel)
    }

    /// Words a fault: "Something went wrong on our side…" with its reference.
    #[must_use]
    pub fn fault(reference: &str) -> Reply {
        Reply::private(say(
            "Something went wrong on our side. Nothing was changed. Reference {}; the operator finds it in the log.",
            [strong(reference)],
        ))
    }

    /// Answers what a use case returned: its value in `answer`'s words, a refusal in words, a fault with a reference
    /// under which it is logged, once and here.
    pub(super) fn settle<T>(&self, result: Result<T, ServiceError>, answer: impl FnOnce(T) -> Answer) -> Answer {
        match result {
            Ok(value) => answer(value),
            Err(error) => Answer::Beside(self.failed(&error)),
        }
    }

    /// Words what a use case failed with, and logs it where the fault is ours.
    pub(super) fn failed(&self, error: &ServiceError) -> Reply {
        match error {
            ServiceError::Refused(refusal) => refused(refusal),
            ServiceError::Fault(fault) => Self::fault(&self.note(fault)),
        }
    }

    /// Logs a fault, and gives the reference under which the operator finds it.
    pub(super) fn note(&self, fault: &(dyn std::error::Error + 'static)) -> String {
        let reference = reference(draw(self.service.store().entropy()));
        tracing::error!(%reference, error = fault, "a use case failed");
        reference
    }
}

fn reference(random: [u8; 4]) -> String {
    random.iter().map(|byte| CROCKFORD[usize::from(byte % 32)]).collect()
}
