//! Acts on what is published: shown before they are done, done in one write with their ledger entry, and taken back.
//!
//! Whatever is asked for becomes a [`Plan`]: the effects it will have and whether a second moderator is needed. It is
//! planned anew when it is done and when it is confirmed, so that nothing is done to something that changed meanwhile.
//!
//! To add an act: its effects in `plan`, its words in `answers::acts`.

mod amend;
mod burst;
mod merge;
mod perform;
mod plan;
mod second;
mod subject;
mod undo;

pub(in crate::service) use burst::note as note_destruction;
pub(in crate::service) use perform::{make, refuse_if_stopped};
pub(in crate::service) use second::ask_erasure;
pub(in crate::service) use subject::words_of;

use jiff::{SignedDuration, Timestamp};

use super::log::DraftId;
use crate::domain::acting::{Deed, Difference, Effect, Ground, Needs, Redactable, Request, WaitState};
use crate::domain::ids::Number;
use crate::domain::ledger::ObjectKind;
use crate::domain::record::RecordKind;
use crate::domain::review::Standing;

/// How long a single moderator thinks about an act before confirming it.
pub(in crate::service) const REFLECTION: SignedDuration = SignedDuration::from_mins(10);

/// An act as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAct {
    /// What it is to be done to: a number, a petition's short name, an organisation's name; to take back, `#142` for the
    /// last act on an object, or an act's place in the ledger.
    pub object: String,
    /// What is to be done.
    pub wanted: Wanted,
    /// Why.
    pub ground: Ground,
    /// What else moderators should know.
    pub note: Option<String>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Say a record better; a form asks how.
    Edit,
    /// Replace a record by another; a form asks by which.
    Correct,
    /// No longer rely on a record.
    Deprecate,
    /// Note that a record was taken back.
    Retract,
    /// Put a petition out of sight.
    Hide,
    /// Bring it back.
    Unhide,
    /// Take a petition or record away.
    Remove,
    /// Take a field's words away for good.
    Redact(Redactable),
    /// Make it one with this one, which stays.
    Merge(String),
    /// No longer read a live counter.
    Stop,
    /// Take an act back.
    Undo,
}

/// What an act is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What kind of object.
    pub kind: ObjectKind,
    /// Of a record, which kind.
    pub record: Option<RecordKind>,
    /// Its number.
    pub number: Number,
    /// What it is called: a petition's title, a record's first words. Nothing for a signatory.
    pub title: String,
}

/// What an act will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was asked for.
    pub request: Request,
    /// What it is done to; nothing where it is several.
    pub subject: Option<Subject>,
    /// What it becomes one with.
    pub other: Option<Subject>,
    /// The act that is taken back, by its word in the ledger.
    pub undoes: Option<String>,
    /// What changes, in order.
    pub effects: Vec<Effect>,
    /// What is said otherwise, where words change.
    pub differences: Vec<Difference>,
    /// How many moderators it needs.
    pub needs: Needs,
}

/// An act that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActPreview {
    /// The draft it waits in.
    pub draft: DraftId,
    /// What it will do.
    pub plan: Plan,
}

/// How an act ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was done.
    Done,
    /// It was done by a single moderator who confirmed their own word.
    DoneAlone,
    /// It waits for a second moderator under this number, until this moment.
    Waits(Number, Timestamp),
    /// It waits for the same moderator's second word, from the first moment to the second.
    WaitsForOneself(Number, Timestamp, Timestamp),
}

/// An act that was done, or waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// What it did or will do.
    pub plan: Plan,
    /// How it ended.
    pub ended: Ended,
    /// Whether whoever did it is stopped from destroying more.
    pub stopped: bool,
}

/// An act that waits for a second moderator, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingAct {
    /// Its number.
    pub number: Number,
    /// What is to be done.
    pub deed: Deed,
    /// To what; nothing where it is several, or gone.
    pub subject: Option<Subject>,
    /// What it will do, while it waits and can still be done.
    pub plan: Option<Plan>,
    /// Where it stands.
    pub state: WaitState,
    /// Since when it waits.
    pub asked_at: Timestamp,
    /// Until when it does.
    pub expires_at: Timestamp,
    /// When it was decided, by which role, and whether alone.
    pub decided: Option<(Timestamp, Standing, bool)>,
}
