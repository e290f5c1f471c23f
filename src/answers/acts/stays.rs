//! Why an act cannot be taken back by `/review undo`, and what does instead.

use crate::domain::ledger::{Act, ObjectKind};

/// Says why an act left nothing by which it could be taken back. To add an act: its sentence here, or the effects it leaves.
pub(super) fn stays(act: Act, kind: ObjectKind) -> &'static str {
    if kind == ObjectKind::SourceChange {
        return "It was found by comparing what was read of the source, and is found again as long as that is.";
    }
    if kind == ObjectKind::Capture && act == Act::Approve {
        return "An archived copy says what stood on a page at its date, and stays. `/review redact` takes its words out.";
    }
    let along =
        matches!(kind, ObjectKind::Source | ObjectKind::Organisation | ObjectKind::Demand | ObjectKind::Capture);
    if along && !matches!(act, Act::Import | Act::Redact | Act::Capture) {
        return "It came on record along with something else. Take that back; what it names or stands on stays known.";
    }
    match act {
        Act::Approve if kind == ObjectKind::Submission => {
            "It was approved as a change to something with a number of its own: take back the last act on that one."
        }
        Act::Withdraw if kind == ObjectKind::Submission => {
            "Who filed it took it back, and only they can file it again."
        }
        Act::Reject if kind == ObjectKind::Submission => {
            "Nothing of a name is held once it was decided about. It can be filed anew."
        }
        // Each of these leaves its effects; where they are not held, this is why.
        Act::Approve
        | Act::Edit
        | Act::Correct
        | Act::Deprecate
        | Act::Retract
        | Act::Hide
        | Act::Unhide
        | Act::Remove
        | Act::Merge
        | Act::Rate
        | Act::Confirm
        | Act::Undo
        | Act::Withdraw
        | Act::Reject
        | Act::Block
        | Act::Unblock => {
            "What it changed is not held any more: words in it were redacted or erased since, or an earlier version of \
             this program did it."
        }
        Act::Join => "The record began with it.",
        Act::Configure => "`/setup` changes it back.",
        Act::Channel => "`/petition here` says anew what the channel is about.",
        Act::File => "Who filed it takes it back with `/submissions`; `/review reject` sets it aside.",
        Act::Import => {
            "It was imported on the host. `/review deprecate`, `hide` or `remove` takes single things of it out of answers."
        }
        Act::AskErasure => {
            "The name was off the list before it. While the erasure waits in `/review queue`, decline it there."
        }
        Act::Erase => "Nothing of the name is held, so that nobody can put it back.",
        Act::KeepApart => {
            "It says only that two names are two people's. If they are one: `/review reject` before it is approved, \
             `/review merge` after."
        }
        Act::Verify => "`/signatory verify` says it anew, and it may go back.",
        Act::Affiliate => "`/signatory affiliate` says it anew; what was said before is not held.",
        Act::Redact => "The words are held nowhere any more.",
        Act::Ask => "Nothing was changed by it. While it waits in `/review queue`, decline it there.",
        Act::Decline | Act::Expire => "Nothing was changed by it. What was asked for can be asked for again.",
        Act::Stop => "In `/review queue` another moderator takes the burst back, or lets it stand.",
        Act::Question | Act::Answer => {
            "What was asked and answered goes with the submission, 30 days after the decision."
        }
        Act::Who => "It was only read; that it was stays known.",
        Act::Schedule => "`/digest edit` says anew what it tells, where and when.",
        Act::Pause => "`/digest resume` lets it run again.",
        Act::Resume => "`/digest pause` stops it again.",
        Act::Send => "What was sent stays in the channel.",
        Act::Milestones => "`/digest milestones` says anew what is told of.",
        Act::Pin => "`/petition unpin` takes the card off.",
        Act::Unpin => "`/petition pin` sets a card up again.",
        Act::Delete => "`/digest create` sets another one up.",
        Act::Capture | Act::Notice => "It says what stood on a page, which is not undone by taking it back.",
        Act::Forget | Act::ForgetNames => "What was erased is held nowhere any more.",
    }
}
