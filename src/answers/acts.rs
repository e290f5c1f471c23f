//! Acts on what is published: what one will do, what became of it, and what waits for a second moderator.

mod effects;
mod refusals;
mod stays;

pub(super) use refusals::of_acts;

use super::Responder;
use super::forms::form;
use super::press::Press;
use super::prose::{capitalised, counted, record_kind};
use super::reply::{Answer, Audience, Block, InstantStyle, Reply, Span, Style, Text};
use super::reviewing::role;
use super::say::{button, literal, plain, say, stored, stored_strong, strong};
use super::view::View;
use crate::domain::acting::{Asked, Deed, Ground, Needs, WaitState};
use crate::domain::ids::Number;
use crate::domain::ledger::{Act, ObjectKind};
use crate::service::Caller;
use crate::service::act::{ActPreview, Acted, Ended, NewAct, Plan, Subject, WaitingAct, Wanted};
use crate::service::log::DraftId;

impl Responder {
    /// Answers a command of `/review` that acts on what is published: what it will do, or the form that asks for more.
    pub async fn act(&self, caller: &Caller, typed: NewAct) -> Answer {
        if matches!(typed.wanted, Wanted::Edit | Wanted::Correct) {
            let begun = self.service.begin_amendment(caller, &typed).await;
            return self.settle(begun, |(draft, asked)| Answer::Form(form(&asked, Press::Amend(draft))));
        }
        let result = self.service.act(caller, &typed).await;
        self.settle(result, |looked| Answer::Reply(preview(&looked)))
    }

    pub(super) async fn amendment_form(&self, caller: &Caller, draft: DraftId) -> Answer {
        let result = self.service.amendment_form(caller, &draft).await;
        self.settle(result, |asked| Answer::Form(form(&asked, Press::Amend(draft))))
    }

    pub(super) async fn perform(&self, caller: &Caller, draft: &DraftId) -> Answer {
        let result = self.service.perform(caller, draft).await;
        self.settle(result, |acted| Answer::Reply(done(&acted)))
    }

    pub(super) async fn confirm(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.confirm(caller, number).await;
        self.settle(result, |acted| Answer::Beside(done(&acted)))
    }

    pub(super) async fn decline(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.decline(caller, number).await;
        self.settle(result, |one| Answer::Beside(Reply { audience: Audience::Private, ..waiting(&one) }))
    }
}

/// Shows what an act will do before it is done, to whoever asked.
pub(super) fn preview(looked: &ActPreview) -> Reply {
    let plan = &looked.plan;
    let mut reply = Reply::private(headline(plan)).titled(say("Look before you do it", []));
    reply.blocks.extend(body(plan));
    reply = match plan.needs {
        Needs::One => reply.small(say("It is done at once, and stands in the history with its reason.", [])),
        Needs::ASecond => reply.small(say("It needs a second moderator, and is done when one confirms it.", [])),
    };
    let style = if plan.request.asked.deed() == Deed::Redact { Style::Danger } else { Style::Primary };
    let mut buttons = vec![button("Do it", Press::Do(looked.draft.clone()), style)];
    if matches!(plan.request.asked, Asked::Edit(..) | Asked::Correct(..)) {
        buttons.push(button("Change", Press::Amend(looked.draft.clone()), Style::Secondary));
    }
    buttons.push(button("Cancel", Press::Cancel(looked.draft.clone()), Style::Secondary));
    reply.row(buttons)
}

/// Says what is to be done, to what and why.
fn headline(plan: &Plan) -> Text {
    let line = match (&plan.subject, &plan.other) {
        (Some(from), Some(into)) => say(
            "{} {} becomes one with {} {}, which stays: both addresses lead there.",
            [strong(from.number), stored(&from.title), strong(into.number), stored_strong(&into.title)],
        ),
        (Some(subject), None) => {
            let what = match &plan.undoes {
                Some(act) => format!("Take back: {}", act_word(act)),
                None => capitalised(deed(plan.request.asked.deed())),
            };
            Text(vec![strong(what)]).join(say(": ", [])).join(named(subject)).join(say(".", []))
        }
        (None, _) => say("{}.", [strong(capitalised(deed(plan.request.asked.deed())))]),
    };
    line.then(reason(plan))
}

/// Says why: an erasure has no reason but the person's own.
fn reason(plan: &Plan) -> Text {
    match plan.request.asked {
        Asked::Erase => say("Somebody asked to be erased.", []),
        _ => say("Reason: {}.", [plain(ground(plan.request.ground))]),
    }
}

/// Names an object: its number, kind and first words.
fn named(subject: &Subject) -> Text {
    let kind = match (subject.kind, subject.record) {
        (_, Some(kind)) => record_kind(kind),
        (kind, None) => object_kind(kind),
    };
    let line = say("{} {}", [strong(subject.number), plain(kind)]);
    if subject.title.is_empty() { line } else { line.join(say(" “{}”", [stored(&subject.title)])) }
}

/// Shows what changes: what is said otherwise, what moves, and what readers will find.
fn body(plan: &Plan) -> Vec<Block> {
    let mut blocks: Vec<Block> = plan.differences.iter().map(|one| Block::Item(effects::difference(one))).collect();
    blocks.extend(effects::lines(&plan.effects).into_iter().map(Block::Item));
    blocks.push(Block::Line(consequence(plan)));
    if let Some(note) = &plan.request.note {
        blocks.push(Block::Small(say("Note for moderators: {}", [stored(note)])));
    }
    blocks
}

/// Says what readers will find.
fn consequence(plan: &Plan) -> Text {
    let words = match &plan.request.asked {
        Asked::Edit(..) => "Readers see the new words; the earlier version stays in the history. It can be taken back.",
        Asked::Correct(..) => {
            "A new record answers from now on, and the earlier one is shown as corrected. It can be taken back."
        }
        Asked::Deprecate | Asked::Retract => {
            "It no longer counts in any answer, and stays in the history. It can be taken back."
        }
        Asked::Hide => "Readers find nothing of the petition or its records. Bringing it back needs two moderators.",
        Asked::Unhide => "Readers find the petition and its records again.",
        Asked::Remove => "Whoever asks for it is told that it was removed. Taking this back needs two moderators.",
        Asked::Redact(_) => {
            "The words go out of the record, its earlier versions, drafts and the ledger, and nothing brings them back."
        }
        Asked::Merge(_) => "Both numbers and names lead to the one that stays. It can be taken back by two moderators.",
        Asked::Erase => {
            "Nothing of the name stays but a keyed hash that keeps it from being logged again. There is no way back. \
             Until then it is neither shown nor counted."
        }
        Asked::Stop => "Nothing more comes on record by itself; what did stays. It can be taken back.",
        Asked::Undo(_) | Asked::UndoBurst(_) => "What stands above is put back as it was before.",
    };
    say(words, [])
}

/// Says what was done, or for whom it waits.
pub(super) fn done(acted: &Acted) -> Reply {
    let plan = &acted.plan;
    if let (Asked::Redact(field), Some(subject)) = (&plan.request.asked, &plan.subject) {
        let spans = [literal(field.as_str()), strong(subject.number)];
        return Reply::private(say("Done. The words of {} are gone from {}, for good.", spans));
    }
    if let (Asked::Erase, Some(subject)) = (&plan.request.asked, &plan.subject) {
        let line = erased(subject.number);
        return Reply::private(match acted.ended {
            Ended::DoneAlone => line.then(say("The ledger says that one decided alone.", [])),
            Ended::Done | Ended::Waits(..) | Ended::WaitsForOneself(..) => line,
        });
    }
    let lead = match acted.ended {
        Ended::Done => say("Done.", []),
        Ended::DoneAlone => say("Done. The ledger says that one decided alone.", []),
        Ended::Waits(number, until) => say(
            "It waits for a second moderator as {}, {} at the latest. Nothing is changed until then.",
            [strong(number), Span::Instant(until, InstantStyle::Full)],
        ),
        Ended::WaitsForOneself(number, from, until) => say(
            "It waits as {}: confirm it yourself {} or later, {} at the latest. Nothing is changed until then.",
            [strong(number), Span::Instant(from, InstantStyle::Relative), Span::Instant(until, InstantStyle::Full)],
        ),
    };
    let mut reply = Reply::private(lead.then(headline(plan)));
    if acted.stopped {
        reply = reply.line(stopped());
    }
    match acted.ended {
        Ended::Waits(number, _) | Ended::WaitsForOneself(number, ..) => {
            reply.offering("Show what waits", View::Submission { number })
        }
        Ended::Done | Ended::DoneAlone => reply.small(say("`/review undo` takes it back.", [])),
    }
}

/// Tells whoever is stopped.
pub(super) fn stopped() -> Text {
    let words = "You have taken much out of sight in a short time. Until another moderator has looked, you can take \
                 nothing more away; the review channel says so.";
    say(words, [])
}

/// Says that somebody is erased.
pub(super) fn erased(number: Number) -> Text {
    let words = "{} is erased. Nothing of the name is held but a keyed hash that keeps it from being logged again.";
    say(words, [strong(number)])
}

/// Shows an act that waits for a second moderator, or what became of it.
pub(super) fn waiting(one: &WaitingAct) -> Reply {
    let title = match one.deed {
        Deed::UndoBurst => say("{} · a burst of acts", [plain(one.number.to_string())]),
        other => say("{} · {}", [plain(one.number.to_string()), plain(deed(other))]),
    };
    let mut reply = Reply::new(Audience::Channel).titled(title);
    if let Some(subject) = &one.subject {
        reply = reply.line(named(subject));
    }
    if one.deed == Deed::UndoBurst {
        reply = reply.line(say(
            "A moderator has taken much out of readers' sight within minutes and is stopped from taking more. Another \
             moderator can take all of it back, or let it stand.",
            [],
        ));
    }
    match one.state {
        WaitState::Pending => pending(reply, one),
        WaitState::Done => reply.line(became(one)),
        WaitState::Declined | WaitState::Expired => {
            let reply = reply.line(became(one));
            match one.deed {
                Deed::Erase => reply.small(say("The name stays off the list.", [])),
                _ => reply,
            }
        }
    }
}

fn pending(mut reply: Reply, one: &WaitingAct) -> Reply {
    match &one.plan {
        Some(plan) => {
            reply = reply.line(reason(plan));
            reply.blocks.extend(body(plan));
        }
        None => reply = reply.line(say("It changed meanwhile, so this can no longer be done. Decline it.", [])),
    }
    let until = Span::Instant(one.expires_at, InstantStyle::Full);
    let asked = Span::Instant(one.asked_at, InstantStyle::Relative);
    reply = match one.deed {
        Deed::UndoBurst => reply.small(say("Since {}, {} at the latest.", [asked, until])),
        _ => reply.small(say("A moderator asked {}. Another one confirms it, {} at the latest.", [asked, until])),
    };
    let (yes, no) = match one.deed {
        Deed::UndoBurst => ("Take all back", "Let it stand"),
        _ => ("Confirm", "Decline"),
    };
    let mut buttons = Vec::new();
    if one.plan.is_some() {
        buttons.push(button(yes, Press::Confirm(one.number), Style::Danger));
    }
    buttons.push(button(no, Press::Decline(one.number), Style::Secondary));
    reply.row(buttons)
}

/// Says what became of an act that waited: by which role, never by whom.
fn became(one: &WaitingAct) -> Text {
    let what = match (one.state, one.deed) {
        (WaitState::Done, _) => "Confirmed and done",
        (WaitState::Declined, Deed::UndoBurst) => "Left as it is",
        (WaitState::Declined, _) => "Declined",
        (WaitState::Expired, _) => "Nobody confirmed it in time",
        (WaitState::Pending, _) => "Waiting",
    };
    match one.decided {
        Some((at, standing, alone)) => Text(vec![strong(what)])
            .then(say("{}, {}.", [role(standing, alone), Span::Instant(at, InstantStyle::Relative)])),
        None => Text(vec![strong(what)]).join(say(".", [])),
    }
}

/// Says in the queue what waits for a second moderator, one line each.
pub(super) fn queue_items(acts: &[WaitingAct]) -> Vec<Block> {
    if acts.is_empty() {
        return Vec::new();
    }
    let waits = counted(acts.len(), "act waits for a second moderator", "acts wait for a second moderator");
    let mut blocks = vec![Block::Line(say("{}.", [plain(waits)]))];
    for one in acts {
        let line = say("{} {}", [strong(one.number), plain(deed(one.deed))]);
        let line = match &one.subject {
            Some(subject) => line.join(say(": ", [])).join(named(subject)),
            None => line,
        };
        blocks.push(Block::Item(line));
    }
    blocks
}

/// Names a deed.
pub(super) fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::Edit => "edit",
        Deed::Correct => "correct",
        Deed::Deprecate => "no longer rely on",
        Deed::Retract => "note as taken back",
        Deed::Hide => "hide",
        Deed::Unhide => "bring back",
        Deed::Remove => "remove",
        Deed::Redact => "redact",
        Deed::Merge => "make one of two",
        Deed::Erase => "erase",
        Deed::Stop => "stop the live counter of",
        Deed::Undo => "take an act back",
        Deed::UndoBurst => "take a burst of acts back",
    }
}

/// Names why something is done.
pub(super) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Wrong => "it was wrong",
        Ground::SourceDoesNotSayIt => "the source does not say it",
        Ground::TakenBack => "whoever said it took it back",
        Ground::Duplicate => "it is on record already",
        Ground::NotAboutThisPetition => "it is not about this petition",
        Ground::PersonalData => "it gives away personal data",
        Ground::Abusive => "it is abusive",
        Ground::Mistake => "an earlier act was a mistake",
        Ground::Other => "another reason",
    }
}

/// Says what was done, by its word in the ledger.
pub(super) fn act_word(act: &str) -> &'static str {
    act.parse().map_or("an act of a newer version", acted)
}

/// Says what was done.
pub(super) fn acted(act: Act) -> &'static str {
    match act {
        Act::Join => "the record begun",
        Act::Configure => "set up",
        Act::Channel => "a channel set",
        Act::File => "filed",
        Act::Edit => "edited",
        Act::Approve => "approved",
        Act::Reject => "set aside",
        Act::Withdraw => "withdrawn",
        Act::Import => "imported",
        Act::Confirm => "confirmed",
        Act::Retract => "noted as taken back",
        Act::AskErasure => "erasure asked for",
        Act::Erase => "erased",
        Act::KeepApart => "kept apart",
        Act::Rate => "rated",
        Act::Verify => "checked",
        Act::Affiliate => "given another affiliation",
        Act::Correct => "corrected",
        Act::Deprecate => "no longer relied on",
        Act::Hide => "hidden",
        Act::Unhide => "brought back",
        Act::Remove => "removed",
        Act::Redact => "a field redacted",
        Act::Merge => "merged",
        Act::Undo => "an act taken back",
        Act::Ask => "asked for",
        Act::Question => "contributor asked",
        Act::Answer => "question answered",
        Act::Block => "contributor blocked",
        Act::Unblock => "contributor unblocked",
        Act::Decline => "declined",
        Act::Expire => "expired",
        Act::Stop => "a moderator stopped",
        Act::Who => "a moderator's acts asked for",
        Act::Forget => "somebody had erased what was held about them",
        Act::Schedule => "set up or changed",
        Act::Pause => "paused",
        Act::Resume => "resumed",
        Act::Send => "sent by hand",
        Act::Delete => "deleted",
        Act::Milestones => "milestones chosen",
        Act::Pin => "pinned",
        Act::Unpin => "taken off",
        Act::ForgetNames => "the names on a list cleared away",
        Act::Capture => "read",
        Act::Notice => "noticed",
    }
}

/// Names a kind of object.
pub(super) fn object_kind(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Guild => "the record",
        ObjectKind::Organisation => "organisation",
        ObjectKind::Petition => "petition",
        ObjectKind::Demand => "demand",
        ObjectKind::Source => "source",
        ObjectKind::Capture => "reading of a source",
        ObjectKind::SourceChange => "change of a source",
        ObjectKind::Submission => "submission",
        ObjectKind::Record => "record",
        ObjectKind::Digest => "digest",
        ObjectKind::Card => "card",
        ObjectKind::Signatory => "name on a list",
    }
}
