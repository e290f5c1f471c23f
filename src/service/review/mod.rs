//! Reviewing: the queue, one submission, and what is decided of it.
//!
//! Two things are reviewed under one number: a submission that waits, and a published record that an import flagged.
//! Whatever is decided is decided once: the decision and what it makes are one transaction.

pub(crate) mod amend;
mod block;
pub(crate) mod decide;
mod earlier;
mod edit;
mod flagged;
pub(crate) mod publish;
mod question;
mod queue;
pub(crate) mod signatory;
pub(crate) mod view;

use jiff::Timestamp;

use super::log::Similar;
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::review::{Decided as Stored, RejectReason, Standing, SubmissionKind, SubmissionState, Waited};
use crate::domain::source::Beside;

/// What was decided of a submission, by a role and never by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The submission.
    pub number: Number,
    /// What it is now: never pending.
    pub state: SubmissionState,
    /// The standing of who decided.
    pub by: Standing,
    /// Whether somebody decided about their own, as a single moderator.
    pub alone: bool,
    /// When.
    pub at: Timestamp,
    /// Why it was rejected.
    pub reason: Option<RejectReason>,
}

impl Decision {
    /// Says what was decided of a submission.
    pub(crate) fn of(number: Number, state: SubmissionState, decided: Stored) -> Self {
        let Stored { by, alone, at, reason } = decided;
        Self { number, state, by, alone, at, reason }
    }
}

/// A question to who filed a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was asked.
    pub question: String,
    /// What was answered; `None` while it waits.
    pub answer: Option<String>,
}

/// What the same contributor filed about the same petition before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The submission it is asked of.
    pub number: Number,
    /// The contributor's handle on this petition.
    pub handle: String,
    /// What was filed, newest first: number, kind, when, and what was decided.
    pub items: Vec<(Number, SubmissionKind, Timestamp, Option<Decision>)>,
    /// How many there are in all.
    pub of: u64,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

/// A submission as moderators see it.
#[derive(Clone, Debug, PartialEq)]
pub struct SubmissionView {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// What it proposes; `None` once nothing is held any more.
    pub proposal: Option<Proposal>,
    /// The title of the petition it is about, and whether that waits itself.
    pub petition: Option<(String, bool)>,
    /// The number of the petition it is about, on record or waiting.
    pub about: Option<Number>,
    /// The name of the organisation it concerns.
    pub organisation: Option<String>,
    /// The contributor's handle: stable within one petition, nothing beyond it. Empty once nothing is held of the
    /// contributor any more, and for imported records, which have none.
    pub handle: String,
    /// What its contributor was when it was filed.
    pub standing: Standing,
    /// Whether its contributor may file no more.
    pub blocked: bool,
    /// What its contributor was asked.
    pub questions: Vec<Asked>,
    /// What it proposed before it was edited, the first version first.
    pub originals: Vec<Proposal>,
    /// How many of this contributor's on this petition were approved.
    pub approved_before: u32,
    /// How many were rejected.
    pub rejected_before: u32,
    /// Since when it waits.
    pub submitted_at: Timestamp,
    /// Whether a moderator edited it.
    pub edited: bool,
    /// What was decided.
    pub decision: Option<Decision>,
    /// What is like it.
    pub similar: Vec<Similar>,
    /// What its source may be confused with, while it waits.
    pub beside: Beside,
    /// Why an imported record should be looked at, where that is what this is: a flagged record, not a submission.
    pub flag: Option<String>,
}

/// Which part of the queue is asked for; what is `None` leaves nothing out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueOf {
    /// What is of this kind.
    pub kind: Option<SubmissionKind>,
    /// What is about this petition, on record or waiting, and that one itself.
    pub petition: Option<Number>,
    /// What has waited for so long.
    pub age: Option<Waited>,
}

/// A page of the queue, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// What waits on this page.
    pub items: Vec<SubmissionView>,
    /// How many wait in all.
    pub waiting: u64,
    /// How many published records are flagged for a look.
    pub flagged: u64,
    /// What was filed at this moment or before is overdue.
    pub overdue_since: Timestamp,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

/// What a decision made.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The submission after it.
    pub submission: SubmissionView,
    /// Submissions that waited for this petition and can be decided now.
    pub waiting: Vec<Number>,
    /// Submissions that waited for this petition and were rejected with it.
    pub rejected: Vec<Number>,
}
