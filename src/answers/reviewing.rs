//! What moderators see: the queue, one submission, what was decided.

use super::Responder;
use super::acts::{deed, queue_items, waiting};
use super::press::Press;
use super::previews::similar;
use super::proposals::{footnote, gist, proposed, source_line};
use super::prose::{capitalised, counted, lapse, reject_reason, submission_kind};
use super::reply::{Action, Answer, Audience, Block, Choice, InstantStyle, Reply, Span, Style, Text};
use super::say::{all_of, button, plain, say, stored, stored_strong, strong};
use super::view::{PetitionRef, View};
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::review::{RejectReason, Standing, SubmissionKind, SubmissionState};
use crate::service::act::WaitingAct;
use crate::service::review::{Decided, Decision, Queue, SubmissionView};
use crate::service::{Caller, Refusal, ServiceError};

/// The most characters of a submission's words in a list.
const GIST: usize = 80;

/// The most that a list to choose from holds.
const LISTED: usize = 25;

/// The question that a list of submissions asks: which one is chosen comes with the press.
const ONE_OF_THESE: View = View::Submission { number: Number::FIRST };

impl Responder {
    /// Answers `/review queue`.
    pub(super) async fn show_queue(
        &self,
        caller: &Caller,
        kind: Option<SubmissionKind>,
        petition: &PetitionRef,
        page: u32,
    ) -> Answer {
        let petition = match petition {
            PetitionRef::Unsaid => None,
            PetitionRef::Number(number) => Some(*number),
            PetitionRef::Typed(typed) => match self.service.petition_in_queue(caller, typed).await {
                Ok(number) => Some(number),
                Err(error) => return Answer::Beside(self.failed(&error)),
            },
        };
        let result = self.service.queue(caller, kind, petition, page).await;
        let acts = match result {
            Ok(_) if page == 1 => self.service.waiting_acts(caller).await,
            _ => Ok(Vec::new()),
        };
        let acts = match acts {
            Ok(acts) => acts,
            Err(error) => return Answer::Beside(self.failed(&error)),
        };
        self.settle(result, |found| Answer::Reply(with_acts(queue(&found, kind, petition), &acts)))
    }

    /// Answers `/review show`.
    pub(super) async fn show_submission(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.submission(caller, number).await;
        if let Err(ServiceError::Refused(Refusal::NoSuchSubmission(_))) = result
            && let Ok(act) = self.service.waiting_act(caller, number).await
        {
            return Answer::Reply(Reply { audience: Audience::Private, ..waiting(&act) });
        }
        self.settle(result, |one| {
            let reply = submission(&one, Audience::Private);
            Answer::Reply(
                reply.offering("Show the queue", View::Queue { kind: None, petition: PetitionRef::Unsaid, page: 1 }),
            )
        })
    }
}

/// Shows a page of the queue; `kind` and `petition` are what it was asked for.
pub(super) fn queue(queue: &Queue, kind: Option<SubmissionKind>, petition: Option<Number>) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("What waits", []));
    reply = reply.line(waiting_line(queue));
    for one in &queue.items {
        reply.blocks.push(Block::Item(queue_item(one)));
        reply.blocks.push(Block::Small(queue_detail(one)));
    }
    if queue.items.is_empty() {
        return reply;
    }
    let options = queue.items.iter().take(LISTED).map(queue_choice).collect();
    let select = Action::Select { placeholder: "Open one", press: Press::Pick(ONE_OF_THESE), options };
    let about = || petition.map_or(PetitionRef::Unsaid, PetitionRef::Number);
    let page = |page| Press::Show(View::Queue { kind, petition: about(), page });
    let mut turns = Vec::new();
    if queue.page > 1 {
        turns.push(button("Earlier page", page(queue.page - 1), Style::Secondary));
    }
    if queue.page < queue.pages {
        turns.push(button("Next page", page(queue.page + 1), Style::Secondary));
    }
    reply.row(vec![select]).row(turns)
}

/// Puts what waits for a second moderator above what waits for a decision.
fn with_acts(mut reply: Reply, acts: &[WaitingAct]) -> Reply {
    if acts.is_empty() {
        return reply;
    }
    let mut blocks = queue_items(acts);
    blocks.push(Block::Gap);
    blocks.append(&mut reply.blocks);
    let label = |one: &WaitingAct| format!("{} {}", one.number, deed(one.deed));
    let options = acts.iter().map(|one| Choice::new(&label(one), View::Submission { number: one.number })).collect();
    let select = Action::Select { placeholder: "Open an act that waits", press: Press::Open, options };
    Reply { blocks, ..reply }.row(vec![select])
}

fn waiting_line(queue: &Queue) -> Text {
    let waits = counted(queue.waiting, "submission waits", "submissions wait");
    let flagged = counted(queue.flagged, "imported figure is to be checked", "imported figures are to be checked");
    let line = match (queue.waiting, queue.flagged) {
        (0, 0) => return say("Nothing waits.", []),
        (_, 0) => say("{}, the oldest first.", [plain(waits)]),
        (0, _) => say("{}.", [plain(flagged)]),
        (_, _) => say("{}, the oldest first; {}, last.", [plain(waits), plain(flagged)]),
    };
    if queue.pages > 1 {
        return line.then(say("Page {} of {}.", [plain(queue.page.to_string()), plain(queue.pages.to_string())]));
    }
    line
}

fn queue_item(one: &SubmissionView) -> Text {
    let words = one.proposal.as_ref().map_or_else(String::new, |proposal| gist(proposal, GIST));
    let line = say("{} {}", [strong(one.number), plain(submission_kind(one.kind))]);
    match words.as_str() {
        "" => line,
        words => line.join(say(": “{}”", [stored(words)])),
    }
}

fn queue_detail(one: &SubmissionView) -> Text {
    let line = match &one.petition {
        Some((title, false)) => say("{} · ", [stored(title)]),
        Some((title, true)) => say("{} (waits itself) · ", [stored(title)]),
        None => Text::default(),
    };
    match &one.flag {
        Some(flag) => line.join(say("imported; {}", [stored(flag)])),
        None => line.join(filed_by(one)),
    }
}

fn queue_choice(one: &SubmissionView) -> Choice {
    let words = one.proposal.as_ref().map_or_else(String::new, |proposal| gist(proposal, GIST));
    Choice::new(&format!("{} {}: {words}", one.number, submission_kind(one.kind)), one.number.get())
}

/// Says when something was filed, and by which handle: stable within one petition, and nothing beyond it.
fn filed_by(one: &SubmissionView) -> Text {
    let line = say("filed {}", [Span::Instant(one.submitted_at, InstantStyle::Relative)]);
    if one.handle.is_empty() {
        return line;
    }
    line.join(say(
        " by contributor {} ({} approved, {} rejected on this petition)",
        [plain(&one.handle), plain(one.approved_before.to_string()), plain(one.rejected_before.to_string())],
    ))
}

/// Shows one submission, waiting or decided, to `audience`.
pub(super) fn submission(one: &SubmissionView, audience: Audience) -> Reply {
    let mut reply = Reply::new(audience).titled(title(one));
    if let Some(flag) = &one.flag {
        reply = reply.line(say("Imported figure to check: {}", [stored(flag)]));
    }
    if let Some((_, true)) = &one.petition {
        reply = reply.line(say("Its petition waits as well; decide that one first.", []));
    }
    let names_a_person = one.kind == SubmissionKind::Signatory;
    match &one.proposal {
        // Who signed stands in no channel, so that nothing has to be taken out of one when they are erased.
        Some(proposal) if audience == Audience::Channel => {
            reply.blocks.extend(proposed(&proposal.without_person(), one.organisation.as_deref()));
        }
        Some(proposal) => reply.blocks.extend(proposed(proposal, one.organisation.as_deref())),
        None => reply = reply.line(say("What it said is no longer held.", [])),
    }
    reply = reply.gap();
    let source = one.proposal.as_ref().and_then(|proposal| proposal.source());
    if let Some(source) = source {
        reply.footnotes.push(footnote(source, is_pending(one)));
        reply = reply.line(source_line(source));
    } else if one.proposal.as_ref().is_some_and(Proposal::needs_source) {
        reply = reply.line(say("No source is given yet. It cannot be approved before **Edit** adds one.", []));
    }
    if !one.handle.is_empty() {
        let filed = filed_by(one);
        reply = reply.line(say("It was", []).then(filed).join(say(".", [])));
    }
    if one.edited {
        reply = reply.line(say("A moderator has edited it.", []));
    }
    if let Some(decision) = &one.decision {
        return reply.line(decision_line(one, decision));
    }
    if names_a_person && audience == Audience::Channel {
        reply = reply.small(say("The name stands in no channel. **Look** shows it to you alone, to decide.", []));
        return reply.row(vec![button("Look", Press::Show(View::Submission { number: one.number }), Style::Primary)]);
    }
    reply.blocks.extend(similar(&one.similar));
    let mut buttons = buttons(one);
    if names_a_person && one.similar.iter().any(|one| !one.pending) {
        reply = reply.small(say("Is it somebody else? **Two people** keeps the names apart for good.", []));
        buttons.insert(1, button("Two people", Press::KeepApart(one.number), Style::Secondary));
    }
    reply.row(buttons)
}

/// Whether the words of a submission are not public: its links then stand inside embeds only.
fn is_pending(one: &SubmissionView) -> bool {
    let is_approved = one.decision.as_ref().is_some_and(|decision| decision.state == SubmissionState::Approved);
    one.flag.is_none() && !is_approved
}

fn title(one: &SubmissionView) -> Text {
    let title = say("{} · {}", [plain(one.number.to_string()), plain(submission_kind(one.kind))]);
    match &one.petition {
        Some((petition, _)) => title.join(say(" · {}", [stored(petition)])),
        None => title,
    }
}

fn buttons(one: &SubmissionView) -> Vec<Action> {
    let source = one.proposal.as_ref().and_then(|proposal| proposal.source());
    let edit = button("Edit", Press::Edit(one.number), Style::Secondary);
    let reject = button("Reject", Press::Reject(one.number), Style::Danger);
    let waits = one.petition.as_ref().is_some_and(|(_, waits)| *waits);
    let sourced = source.is_some() || one.proposal.as_ref().is_some_and(|proposal| !proposal.needs_source());
    let mut buttons = match (&one.flag, sourced) {
        (Some(_), _) => vec![
            button("Confirm", Press::Approve(one.number), Style::Primary),
            button("Set aside", Press::Reject(one.number), Style::Danger),
        ],
        (None, true) if !waits => vec![button("Approve", Press::Approve(one.number), Style::Primary), edit, reject],
        (None, _) => vec![edit, reject],
    };
    if let Some(source) = source {
        buttons.push(Action::Link { label: "Open source", url: source.url.clone() });
    }
    buttons
}

/// Says what was decided: by which role, how long after the filing, and why.
fn decision_line(one: &SubmissionView, decision: &Decision) -> Text {
    let what = match decision.state {
        SubmissionState::Pending => "Waiting",
        SubmissionState::Approved => "Approved",
        SubmissionState::Rejected => "Rejected",
        SubmissionState::Withdrawn => "Withdrawn",
    };
    let mut text = Text(vec![strong(what)]).then(Text(vec![decided_by(decision)]));
    // What has no contributor was imported, or was decided so long ago that nothing of them is held.
    if !one.handle.is_empty() {
        let after = decision.at.as_second() - one.submitted_at.as_second();
        text = text.join(say(", {} after it was filed", [plain(lapse(after))]));
    }
    match decision.reason {
        Some(reason) => text.join(say(": {}.", [plain(reject_reason(reason))])),
        None => text.join(say(".", [])),
    }
}

/// Says which role decided, and never who.
pub(super) fn decided_by(decision: &Decision) -> Span {
    role(decision.by, decision.alone)
}

/// Says which role did something, and never who.
pub(super) fn role(by: Standing, alone: bool) -> Span {
    plain(match (alone, by) {
        (true, _) => "by the single moderator, alone",
        (false, Standing::Admin) => "by an admin",
        (false, Standing::Moderator) => "by a moderator",
        (false, Standing::Everyone | Standing::Contributor) => "by whoever filed it",
    })
}

/// Shows what was decided in the place of what waited, and what can be decided now.
///
/// An offer of more is for who decided alone, beside the message in the review channel: that one soon shows what was
/// decided and nothing else.
pub(super) fn decided(decided: &Decided) -> Reply {
    let audience = if decided.waiting.is_empty() { Audience::Channel } else { Audience::Private };
    let mut reply = submission(&decided.submission, audience);
    if !decided.waiting.is_empty() {
        let waited = counted(decided.waiting.len(), "submission", "submissions");
        reply = reply.line(say("{} waited for this petition and can be decided now.", [plain(waited)]));
        let options = decided.waiting.iter().take(LISTED).map(|one| Choice::new(&one.to_string(), one.get())).collect();
        let select =
            Action::Select { placeholder: "Open one that waited for it", press: Press::Pick(ONE_OF_THESE), options };
        reply = reply.row(vec![select]);
    }
    if !decided.rejected.is_empty() {
        let numbers = all_of(decided.rejected.iter().map(strong));
        let line = match decided.rejected.len() {
            1 => say("This waited for the petition and was rejected with it: ", []),
            _ => say("These waited for the petition and were rejected with it: ", []),
        };
        reply = reply.line(line.join(Text(numbers)).join(say(".", [])));
    }
    reply.small(say("`/review queue` shows what else waits.", []))
}

/// Asks for the reason of a rejection.
pub(super) fn reject_reasons(number: Number) -> Reply {
    let options = RejectReason::ALL.iter().map(|reason| Choice::new(&sentence(*reason), reason.as_str())).collect();
    let select = Action::Select { placeholder: "Choose the reason", press: Press::RejectFor(number), options };
    Reply::private(say("Why is {} rejected? The reason is kept with it.", [strong(number)])).row(vec![select])
}

fn sentence(reason: RejectReason) -> String {
    match reason {
        RejectReason::Other => "Another reason: you write it in a note".to_owned(),
        RejectReason::NoSource
        | RejectReason::SourceDoesNotSayIt
        | RejectReason::Duplicate
        | RejectReason::NotAboutThisPetition
        | RejectReason::PersonalData
        | RejectReason::Abusive
        | RejectReason::Unreadable => capitalised(reject_reason(reason)),
    }
}

/// Says what a channel is about now.
pub(super) fn channel_set(title: &str) -> Reply {
    Reply::private(say(
        "This channel is about {} now. Here `petition` can be left out: `/count show` answers for it.",
        [stored_strong(title)],
    ))
}
