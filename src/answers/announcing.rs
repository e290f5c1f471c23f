//! What the bot says without being asked, and when something fails on our side.

use super::Responder;
use super::acts::waiting;
use super::asking::changes;
use super::press::Press;
use super::refusals::refused;
use super::reply::{Action, Answer, Audience, End, Reply, Style, Text};
use super::reviewing::submission;
use super::say::{button, plain, say, stored, stored_strong, strong};
use super::view::View;
use super::words::figure::shortened;
use crate::clock::draw;
use crate::service::ServiceError;
use crate::service::announce::{Announced, ChangeView};
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

    /// Words the message for the review channel about whatever waits or was decided.
    #[must_use]
    pub fn announced(one: &Announced) -> Reply {
        match one {
            Announced::Submission(one) => Self::announcement(one),
            Announced::Act(one) => waiting(one),
            Announced::Change(one) => changed(one),
        }
    }

    /// Words a fault of ours. `log` is given the reference under which it is to be logged.
    #[must_use]
    pub fn fault(&self, effect: Effect, log: impl FnOnce(&str)) -> Reply {
        let reference = reference(draw(self.service.store().entropy()));
        log(&reference);
        fault(&reference, effect)
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
            ServiceError::Fault(fault) => self.fault(Effect::None, |reference| log_fault(reference, fault)),
        }
    }
}

/// Words the message for the review channel about a change of a source: what changed, and what is cited of it.
fn changed(one: &ChangeView) -> Reply {
    let number = plain(one.change.number.to_string());
    let name = one.source.title.as_deref().unwrap_or_else(|| one.source.publisher_or_host());
    let mut reply = Reply::new(Audience::Channel)
        .titled(say("{} · a source changed", [number]))
        .line(Text(vec![stored_strong(shortened(name))]).then(say("{}", [plain(one.change.source.to_string())])))
        .line(changes::line(one.change.class, &one.change.doc));
    if let Some(words) = changes::difference(&one.change.doc) {
        reply = reply.quote(words);
    }
    for claim in one.claims.iter().take(CLAIMS) {
        reply = reply.item(say("{} cites “{}”", [strong(claim.record), stored(shortened(&claim.words))]));
    }
    let show = View::Source { source: one.change.source.get().to_string(), page: 1 };
    reply.row(vec![
        button("Show source", Press::Show(show), Style::Secondary),
        Action::Link { label: "Open source", url: one.source.url.clone() },
    ])
}

/// The most records that a message about a change names.
const CLAIMS: usize = 5;

/// Whether something may have been changed before a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing was: it was only asked, or the one transaction failed.
    None,
    /// It may have been: the fault came when the work was done, or nobody knows how far it was.
    Possible,
}

/// Words a fault with its reference.
pub(super) fn fault(reference: &str, effect: Effect) -> Reply {
    let text = match effect {
        Effect::None => {
            "Something went wrong on our side. Nothing was changed. Reference {}; the operator finds it in the log."
        }
        Effect::Possible => {
            "Something went wrong on our side. What you did may have been recorded; look before you try again. \
             Reference {}; the operator finds it in the log."
        }
    };
    Reply { end: End::Fault, ..Reply::private(say(text, [strong(reference)])) }
}

/// Logs a fault that nobody is told of.
pub(super) fn note(fault: &(dyn std::error::Error + 'static)) {
    tracing::error!(error = fault, "a use case failed beside an answer");
}

fn log_fault(reference: &str, fault: &(dyn std::error::Error + 'static)) {
    tracing::error!(reference, error = fault, "a use case failed");
}

fn reference(random: [u8; 4]) -> String {
    random.iter().map(|byte| CROCKFORD[usize::from(byte % 32)]).collect()
}
