//! What is held about somebody, as a file for them alone.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Held;
use crate::service::ServiceError;
use crate::service::submissions::OwnSubmission;
use crate::service::trace;

/// Writes everything, a guild each. It holds no key: that is no use to the person and would be to others.
pub(super) fn write(held: &[Held], at: Timestamp) -> Result<Vec<u8>, ServiceError> {
    let servers: Vec<Value> = held.iter().map(guild).collect();
    trace::json(&json!({ "written_at": at.to_string(), "servers": servers }))
}

fn guild(held: &Held) -> Value {
    json!({
        "server": held.guild.to_string(),
        "drafts": held.drafts.iter().map(|draft| json!({ "ends_at": draft.ends_at.to_string(), "typed": draft.body }))
            .collect::<Vec<_>>(),
        "submissions": held.submissions.iter().map(submission).collect::<Vec<_>>(),
        "questions": { "asked": held.questions.0, "answered": held.questions.1 },
        "blocked": held.block.map(|(since, from)| json!({ "since": since.to_string(), "from": from.map(crate::domain::ids::Number::get) })),
        "notes_as_a_moderator": held.notes,
        "acts_in_the_ledger": held.acts.iter().map(|act| json!({
            "entry": act.seq, "at": act.at.to_string(), "act": act.act,
            "object": { "kind": act.object_kind, "number": act.object.map(crate::domain::ids::Number::get) },
        })).collect::<Vec<_>>(),
    })
}

fn submission(one: &OwnSubmission) -> Value {
    json!({
        "number": one.number.get(),
        "kind": one.kind.as_str(),
        "filed_at": one.submitted_at.to_string(),
        "edited_by_a_moderator": one.edited,
        "petition": one.petition.as_ref().map(|(title, _)| title),
        "proposes": one.proposal,
        "decision": one.decision.as_ref().map(|decision| json!({
            "state": decision.state.as_str(), "at": decision.at.to_string(),
            "reason": decision.reason.map(crate::domain::review::RejectReason::as_str),
        })),
        "note": one.note,
        "question": one.question.as_ref().map(|asked| json!({ "asked": asked.question, "answered": asked.answer })),
    })
}
