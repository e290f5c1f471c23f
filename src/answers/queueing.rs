//! Lists for moderators: what waits, what one contributor filed before, what has waited too long.

use jiff::SignedDuration;

use super::Responder;
use super::acts::{deed, queue_items};
use super::press::Press;
use super::proposals::gist;
use super::prose::{counted, lapse, reject_reason, submission_kind};
use super::reply::{Action, Answer, Audience, Block, Choice, InstantStyle, Reply, Span, Style, Text};
use super::reviewing::{decided_by, filed_by, whole_queue};
use super::say::{button, plain, say, stored, strong};
use super::view::{PetitionRef, View};
use crate::domain::ids::Number;
use crate::domain::review::{SubmissionKind, SubmissionState, Waited};
use crate::service::Caller;
use crate::service::act::WaitingAct;
use crate::service::remind::Reminder;
use crate::service::review::{Decision, Earlier, Queue, QueueOf, SubmissionView};

/// The most characters of a submission's words in a list.
const GIST: usize = 80;
/// The most buttons in a row.
const ROW: usize = 5;

impl Responder {
    /// Answers `/review queue`.
    pub(super) async fn show_queue(
        &self,
        caller: &Caller,
        (kind, age): (Option<SubmissionKind>, Option<Waited>),
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
        let asked = QueueOf { kind, petition, age };
        let result = self.service.queue(caller, asked, page).await;
        let acts = match result {
            Ok(_) if page == 1 => self.service.waiting_acts(caller).await,
            _ => Ok(Vec::new()),
        };
        let acts = match acts {
            Ok(acts) => acts,
            Err(error) => return Answer::Beside(self.failed(&error)),
        };
        self.settle(result, |found| Answer::Reply(with_acts(queue(&found, asked), &acts)))
    }

    /// Answers *Earlier*.
    pub(super) async fn show_earlier(&self, caller: &Caller, number: Number, page: u32) -> Answer {
        let result = self.service.earlier(caller, number, page).await;
        self.settle(result, |found| Answer::Reply(earlier(&found)))
    }

    /// Words the reminder for the review channel of what has waited for longer than `overdue_after`.
    #[must_use]
    pub fn reminder(due: &Reminder, overdue_after: SignedDuration) -> Reply {
        let (oldest, since) = due.oldest;
        let overdue = counted(due.overdue, "submission has waited", "submissions have waited");
        let line = "{} for more than {}. {} has waited longest: it was filed {}.";
        let since = Span::Instant(since, InstantStyle::Relative);
        let open = View::Submission { number: oldest };
        Reply::new(Audience::Channel)
            .titled(say("Still waiting", []))
            .line(say(line, [plain(overdue), plain(lapse(overdue_after.as_secs())), strong(oldest), since]))
            .small(say("There is one such reminder a day at most.", []))
            .row(vec![
                button(format!("Open {oldest}"), Press::Show(open), Style::Primary),
                button("Show the queue", Press::Show(whole_queue()), Style::Secondary),
            ])
    }
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

/// Shows a page of the queue; `asked` is what it was asked for.
pub(super) fn queue(queue: &Queue, asked: QueueOf) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("What waits", []));
    reply = reply.line(waiting_line(queue, asked.age));
    for one in &queue.items {
        let overdue = one.flag.is_none() && one.submitted_at <= queue.overdue_since;
        reply.blocks.push(Block::Item(queue_item(one)));
        reply.blocks.push(Block::Small(queue_detail(one, overdue)));
    }
    let open = |one: &SubmissionView| {
        let view = View::Submission { number: one.number };
        button(format!("Open {}", one.number), Press::Show(view), Style::Primary)
    };
    let opens: Vec<Action> = queue.items.iter().map(open).collect();
    let QueueOf { kind, petition, age } = asked;
    let about = || petition.map_or(PetitionRef::Unsaid, PetitionRef::Number);
    let page = |page| View::Queue { kind, petition: about(), age, page };
    opens.chunks(ROW).fold(reply, |reply, row| reply.row(row.to_vec())).row(turns(queue.page, queue.pages, page))
}

/// Offers the pages before and after.
pub(super) fn turns(page: u32, pages: u32, view: impl Fn(u32) -> View) -> Vec<Action> {
    let mut turns = Vec::new();
    if page > 1 {
        turns.push(button("Earlier page", Press::Show(view(page - 1)), Style::Secondary));
    }
    if page < pages {
        turns.push(button("Next page", Press::Show(view(page + 1)), Style::Secondary));
    }
    turns
}

fn waiting_line(queue: &Queue, age: Option<Waited>) -> Text {
    let waits = counted(queue.waiting, "submission waits", "submissions wait");
    let flagged = counted(queue.flagged, "imported figure is to be checked", "imported figures are to be checked");
    let line = match (queue.waiting, queue.flagged, age) {
        (0, 0, None) => return say("Nothing waits.", []),
        (0, _, Some(age)) => return say("Nothing has waited for {}.", [plain(waited(age))]),
        (_, _, Some(age)) => {
            let waited_for = counted(queue.waiting, "submission has waited", "submissions have waited");
            say("{} for {}, the oldest first.", [plain(waited_for), plain(waited(age))])
        }
        (_, 0, None) => say("{}, the oldest first.", [plain(waits)]),
        (0, _, None) => say("{}.", [plain(flagged)]),
        (_, _, None) => say("{}, the oldest first; {}, last.", [plain(waits), plain(flagged)]),
    };
    if queue.pages > 1 {
        return line.then(say("Page {} of {}.", [plain(queue.page.to_string()), plain(queue.pages.to_string())]));
    }
    line
}

fn waited(age: Waited) -> &'static str {
    match age {
        Waited::Day => "more than a day",
        Waited::ThreeDays => "more than three days",
        Waited::Week => "more than a week",
    }
}

fn queue_item(one: &SubmissionView) -> Text {
    let words = one.proposal.as_ref().map_or_else(String::new, |proposal| gist(proposal, GIST));
    let line = say("{} {}", [strong(one.number), plain(submission_kind(one.kind))]);
    match words.as_str() {
        "" => line,
        words => line.join(say(": “{}”", [stored(words)])),
    }
}

fn queue_detail(one: &SubmissionView, overdue: bool) -> Text {
    let mut line = if overdue { say("**overdue** · ", []) } else { Text::default() };
    line = match &one.petition {
        Some((title, false)) => line.join(say("{} · ", [stored(title)])),
        Some((title, true)) => line.join(say("{} (waits itself) · ", [stored(title)])),
        None => line,
    };
    match &one.flag {
        Some(flag) => line.join(say("imported; {}", [stored(flag)])),
        None => line.join(filed_by(one)),
    }
}

/// Lists what the same contributor filed about the same petition before.
fn earlier(found: &Earlier) -> Reply {
    let (number, handle) = (strong(found.number), plain(&found.handle));
    let mut reply = Reply::new(Audience::Private)
        .titled(say("Contributor {} on this petition, before {}", [handle, plain(found.number.to_string())]));
    if found.items.is_empty() {
        return reply
            .line(say("Before {} this contributor filed nothing on this petition that is still held.", [number]));
    }
    for (number, kind, filed_at, decision) in &found.items {
        let line = say(
            "{} {}, filed {}: ",
            [strong(*number), plain(submission_kind(*kind)), Span::Instant(*filed_at, InstantStyle::Relative)],
        );
        reply = reply.item(line.join(became(decision.as_ref())));
    }
    if found.pages > 1 {
        let (page, pages) = (plain(found.page.to_string()), plain(found.pages.to_string()));
        reply = reply.small(say("Page {} of {}.", [page, pages]));
    }
    let number = found.number;
    reply.row(turns(found.page, found.pages, |page| View::Earlier { number, page }))
}

/// Says what became of something that was filed.
fn became(decision: Option<&Decision>) -> Text {
    let Some(decision) = decision else { return say("waits", []) };
    let by = decided_by(decision);
    match (decision.state, decision.reason) {
        (SubmissionState::Pending, _) => say("waits", []),
        (SubmissionState::Approved, _) => say("approved {}", [by]),
        (SubmissionState::Rejected, Some(reason)) => say("rejected {}: {}", [by, plain(reject_reason(reason))]),
        (SubmissionState::Rejected, None) => say("rejected {}", [by]),
        (SubmissionState::Withdrawn, _) => say("withdrawn {}", [by]),
    }
}
