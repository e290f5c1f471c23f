//! Reviewing: the queue, one submission, and what is decided of it.
//!
//! Two things are reviewed under one number: a submission that waits, and a published record that an import flagged.
//! Whatever is decided is decided once: the decision and what it makes are one transaction.

pub(crate) mod amend;
pub(crate) mod decide;
mod edit;
mod flagged;
pub(crate) mod publish;
mod queue;
pub(crate) mod view;

use jiff::Timestamp;

use super::log::Similar;
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::review::{RejectReason, Standing, SubmissionKind, SubmissionState};

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
    /// The name of the organisation it concerns.
    pub organisation: Option<String>,
    /// The contributor's handle: stable within one petition, nothing beyond it. Empty once nothing is held of the
    /// contributor any more, and for imported records, which have none.
    pub handle: String,
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
    /// Why an imported record should be looked at, where that is what this is: a flagged record, not a submission.
    pub flag: Option<String>,
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
