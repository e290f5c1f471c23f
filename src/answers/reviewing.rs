//! What moderators see of one submission, and of what was decided.

use super::Responder;
use super::acts::waiting;
use super::press::Press;
use super::previews::with_similar;
use super::proposals::{footnote, host_warnings, proposed, source_line};
use super::prose::{capitalised, counted, lapse, reject_reason, submission_kind};
use super::reply::{Action, Answer, Audience, Block, Choice, InstantStyle, Reply, Span, Style, Text};
use super::say::{all_of, button, plain, say, stored, stored_strong, strong, typed};
use super::sourcing::{beside, machine_read, other_addresses};
use super::view::{PetitionRef, View};
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::review::{RejectReason, Standing, SubmissionKind, SubmissionState};
use crate::domain::source::SourceDoc;
use crate::service::review::{Decided, Decision, SubmissionView};
use crate::service::{Caller, Refusal, ServiceError};

/// The most that a list to choose from holds.
const LISTED: usize = 25;

/// The question that a list of submissions asks: which one is chosen comes with the press.
const ONE_OF_THESE: View = View::Submission { number: Number::FIRST };

impl Responder {
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
            let mut leads = vec![button("Show the queue", Press::Show(whole_queue()), Style::Secondary)];
            if let (Some(petition), Some((_, false))) = (one.about, &one.petition) {
                let petition = View::Petition { petition: PetitionRef::Number(petition) };
                leads.push(button("Petition", Press::Show(petition), Style::Secondary));
            }
            Answer::Reply(reply.row(leads))
        })
    }
}

/// The queue as it is asked for without options.
pub(super) fn whole_queue() -> View {
    View::Queue { kind: None, petition: PetitionRef::Unsaid, age: None, page: 1 }
}

/// Says when something was filed, and by which handle: stable within one petition, and nothing beyond it.
pub(super) fn filed_by(one: &SubmissionView) -> Text {
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
        None => reply = reply.line(say("What it said is no longer held, or was removed from the record.", [])),
    }
    reply = reply.gap();
    let source = one.proposal.as_ref().and_then(|proposal| proposal.source());
    if let Some(source) = source {
        reply.footnotes.push(footnote(source, is_pending(one)));
        let warnings = host_warnings(&source.url).into_iter().chain(beside(&one.beside));
        reply = warnings.fold(reply.line(source_line(source)), Reply::line);
        reply = with_page(reply, one, source);
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
    if one.blocked {
        reply = reply.line(say("Its contributor is blocked: they may file no more here.", []));
    }
    reply = match audience {
        Audience::Private => with_originals(with_questions(reply, one), one),
        Audience::Channel => {
            reply.blocks.extend(questions_told(one));
            reply
        }
    };
    if let Some(decision) = &one.decision {
        reply = reply.line(decision_line(one, decision));
        return if audience == Audience::Private { reply.row(about_contributor(one, audience)) } else { reply };
    }
    if names_a_person && audience == Audience::Channel {
        reply = reply.small(say("The name stands in no channel. **Look** shows it to you alone, to decide.", []));
        return reply.row(vec![button("Look", Press::Show(View::Submission { number: one.number }), Style::Primary)]);
    }
    reply = with_similar(reply, &one.similar);
    let mut buttons = buttons(one);
    if names_a_person && one.similar.iter().any(|one| !one.pending) {
        reply = reply.small(say("Is it somebody else? **Two people** keeps the names apart for good.", []));
        buttons.insert(1, button("Two people", Press::KeepApart(one.number), Style::Secondary));
    }
    reply.row(buttons).row(about_contributor(one, audience))
}

/// Says what a machine read of a source's page, and at which addresses it is.
fn with_page(mut reply: Reply, one: &SubmissionView, source: &SourceDoc) -> Reply {
    if one.decision.is_some() || one.flag.is_some() {
        return reply;
    }
    reply = other_addresses(source).into_iter().fold(reply, Reply::small);
    match machine_read(source) {
        Some(read) if one.kind == SubmissionKind::Source => {
            reply.small(read.join(say(". **Approve** confirms it, **Edit** mends it.", [])))
        }
        Some(read) => reply.small(read.join(say(". **Approve** confirms it.", []))),
        None => reply,
    }
}

/// Shows what its contributor was asked and answered: to who asks for the whole record, and in no channel.
fn with_questions(mut reply: Reply, one: &SubmissionView) -> Reply {
    for asked in &one.questions {
        reply = reply.small(say("A moderator asked its contributor:", [])).quote(Text(vec![stored(&asked.question)]));
        reply = match &asked.answer {
            Some(answer) => reply.small(say("The answer:", [])).quote(Text(vec![stored(answer)])),
            None => reply.small(say("There is no answer yet.", [])),
        };
    }
    reply
}

/// Says in the channel that there is a question or an answer, and no word of either.
fn questions_told(one: &SubmissionView) -> Option<Block> {
    let last = one.questions.last()?;
    let line = match (&last.answer, &one.decision) {
        (Some(_), _) => "Its contributor was asked and has answered; the whole record shows both.",
        (None, None) => "Its contributor was asked a question. There is no answer yet.",
        (None, Some(_)) => "Its contributor was asked a question, and gave no answer.",
    };
    Some(Block::Line(say(line, [])))
}

/// Shows what was proposed before a moderator edited it.
fn with_originals(mut reply: Reply, one: &SubmissionView) -> Reply {
    let source_of = |proposal: &Proposal| proposal.source().map(|source| source.url.clone());
    let now = one.proposal.as_ref().and_then(source_of);
    for (place, original) in one.originals.iter().enumerate() {
        let head = if place == 0 { "As it was filed" } else { "As it was edited then" };
        reply = reply.heading(say(head, []));
        reply.blocks.extend(proposed(original, one.organisation.as_deref()));
        if let Some(then) = source_of(original).filter(|then| now.as_ref() != Some(then)) {
            reply = reply.small(say("Its source then: {}", [typed(then.as_str())]));
        }
    }
    reply
}

/// Offers what concerns the contributor: a question, what else they filed here, a block.
fn about_contributor(one: &SubmissionView, audience: Audience) -> Vec<Action> {
    let mut buttons = Vec::new();
    if one.flag.is_some() {
        return buttons;
    }
    if one.decision.is_none() && !one.handle.is_empty() {
        buttons.push(button("Ask the contributor", Press::Ask(one.number), Style::Secondary));
    }
    if audience == Audience::Channel {
        let whole = View::Submission { number: one.number };
        buttons.push(button("Whole record", Press::Show(whole), Style::Secondary));
    }
    if !one.handle.is_empty() && one.about.is_some() {
        let earlier = View::Earlier { number: one.number, page: 1 };
        buttons.push(button("Earlier", Press::Show(earlier), Style::Secondary));
    }
    if one.blocked {
        buttons.push(button("Unblock", Press::Unblock(one.number), Style::Secondary));
    } else if !one.handle.is_empty() && one.standing < Standing::Moderator {
        buttons.push(button("Block the contributor", Press::Block(one.number), Style::Danger));
    }
    buttons
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
    if decision.state == SubmissionState::Withdrawn {
        return plain("by whoever filed it");
    }
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
    let choice = |reason: &RejectReason| Choice::new(&sentence(*reason), reason.as_str());
    let options: Vec<Choice> = RejectReason::ALL.iter().map(choice).collect();
    let noted = Action::Select {
        placeholder: "Choose the reason, and write a note",
        press: Press::RejectWith(number),
        options: options.clone(),
    };
    let select = Action::Select { placeholder: "Choose the reason", press: Press::RejectFor(number), options };
    Reply::private(say("Why is {} rejected? Who filed it reads the reason, and the note.", [strong(number)]))
        .row(vec![select])
        .row(vec![noted])
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
