//! What somebody filed and what became of it: for them alone.

use super::Responder;
use super::forms::form;
use super::press::Press;
use super::proposals::gist;
use super::prose::{counted, reject_reason, submission_kind};
use super::queueing::turns;
use super::reply::{Action, Answer, Audience, Block, InstantStyle, Reply, Span, Style, Text};
use super::reviewing::decided_by;
use super::say::{all_of, button, plain, say, stored, strong};
use super::view::View;
use crate::domain::ids::Number;
use crate::domain::review::SubmissionState;
use crate::service::Caller;
use crate::service::review::Decision;
use crate::service::submissions::{OwnSubmission, OwnSubmissions, Withdrawal};

/// The most characters of a submission's words in a list.
const GIST: usize = 80;

impl Responder {
    /// Answers `/submissions`.
    pub(super) async fn show_own(&self, caller: &Caller, page: u32) -> Answer {
        let result = self.service.own_submissions(caller, page).await;
        self.settle(result, |found| Answer::Reply(own(&found)))
    }

    /// Opens the form of a question to who filed a submission.
    pub(super) async fn question_form(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.question_form(caller, number).await;
        self.settle(result, |asked| Answer::Form(form(&asked, Press::Ask(number))))
    }

    /// Opens the form of the answer to it.
    pub(super) async fn answer_form(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.answer_form(caller, number).await;
        self.settle(result, |asked| Answer::Form(form(&asked, Press::Answer(number))))
    }

    /// Says what withdrawing would do.
    pub(super) async fn may_withdraw(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.may_withdraw(caller, number).await;
        self.settle(result, |found| Answer::Reply(may_withdraw(&found)))
    }

    /// Withdraws.
    pub(super) async fn withdraw(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.withdraw(caller, number).await;
        self.settle(result, |done| Answer::Reply(withdrawn(&done)))
    }
}

const ALL: View = View::Submissions { page: 1 };

/// Shows a page of what somebody filed.
pub(super) fn own(found: &OwnSubmissions) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("What you filed", []));
    if found.items.is_empty() {
        return reply
            .line(say("Nothing that is held under you. `/count log` files a count, `/petition log` a petition.", []))
            .small(say("30 days after a decision it is forgotten who filed what was decided.", []));
    }
    let line = say("{}, the newest first.", [plain(counted(found.of, "submission", "submissions"))]);
    reply = reply.line(if found.pages > 1 {
        line.then(say("Page {} of {}.", [plain(found.page.to_string()), plain(found.pages.to_string())]))
    } else {
        line
    });
    for one in &found.items {
        reply = reply.item(item(one)).small(detail(one));
        reply.blocks.extend(talk(one));
    }
    let waits = || found.items.iter().filter(|one| one.decision.is_none());
    let asks = |one: &&OwnSubmission| one.question.as_ref().is_some_and(|asked| asked.answer.is_none());
    let answers = waits().filter(asks).map(|one| press_of("Answer", one.number, Press::Answer(one.number)));
    let withdraws = waits().map(|one| press_of("Withdraw", one.number, Press::Withdraw(one.number)));
    reply
        .small(say("Only you see this. 30 days after a decision it is forgotten who filed what was decided.", []))
        .row(answers.collect())
        .row(withdraws.collect())
        .row(turns(found.page, found.pages, |page| View::Submissions { page }))
}

fn press_of(what: &str, number: Number, press: Press) -> Action {
    let style = if matches!(press, Press::Answer(_)) { Style::Primary } else { Style::Secondary };
    button(format!("{what} {number}"), press, style)
}

fn item(one: &OwnSubmission) -> Text {
    let words = one.proposal.as_ref().map_or_else(String::new, |proposal| gist(proposal, GIST));
    let line = say("{} {}", [strong(one.number), plain(submission_kind(one.kind))]);
    let line = if words.is_empty() { line } else { line.join(say(": “{}”", [stored(words)])) };
    match &one.decision {
        None => line.join(say(" · **waits**", [])),
        Some(decision) => line.join(say(" · {}", [strong(state(decision.state))])),
    }
}

fn state(state: SubmissionState) -> &'static str {
    match state {
        SubmissionState::Pending => "waits",
        SubmissionState::Approved => "approved",
        SubmissionState::Rejected => "rejected",
        SubmissionState::Withdrawn => "withdrawn",
    }
}

fn detail(one: &OwnSubmission) -> Text {
    let mut line = match &one.petition {
        Some((title, false)) => say("{} · ", [stored(title)]),
        Some((title, true)) => say("{} (waits itself) · ", [stored(title)]),
        None => Text::default(),
    };
    line = line.join(say("filed {}", [Span::Instant(one.submitted_at, InstantStyle::Relative)]));
    if one.edited {
        line = line.join(say("; a moderator edited it", []));
    }
    match &one.decision {
        None => line.join(say(".", [])),
        Some(decision) => line.join(say("; ", [])).join(became(one, decision)),
    }
}

fn became(one: &OwnSubmission, decision: &Decision) -> Text {
    let (by, at) = (decided_by(decision), Span::Instant(decision.at, InstantStyle::Relative));
    match decision.state {
        SubmissionState::Pending => Text::default(),
        SubmissionState::Approved => say("approved {} {}: it is on record as {}.", [by, at, strong(one.number)]),
        SubmissionState::Withdrawn => say("you withdrew it {}.", [at]),
        SubmissionState::Rejected => {
            let text = say("rejected {} {}", [by, at]);
            let text = match decision.reason {
                Some(reason) => text.join(say(": {}.", [plain(reject_reason(reason))])),
                None => text.join(say(".", [])),
            };
            match &one.note {
                Some(note) => text.then(say("The note says: “{}”", [stored(note)])),
                None => text,
            }
        }
    }
}

/// Shows the last question, and what was answered.
fn talk(one: &OwnSubmission) -> Vec<Block> {
    let Some(asked) = &one.question else { return Vec::new() };
    let mut blocks = vec![
        Block::Small(say("A moderator asks about {}:", [strong(one.number)])),
        Block::Quote(Text(vec![stored(&asked.question)])),
    ];
    match &asked.answer {
        Some(answer) => {
            blocks.push(Block::Small(say("You answered:", [])));
            blocks.push(Block::Quote(Text(vec![stored(answer)])));
        }
        None if one.decision.is_none() => {
            blocks.push(Block::Small(say("**Answer** below opens a form; moderators alone read what you write.", [])));
        }
        None => {}
    }
    blocks
}

/// Says that an answer has arrived.
pub(super) fn answered(number: Number) -> Reply {
    Reply::private(say("Your answer is with {} now, for moderators to read.", [strong(number)]))
        .offering("What you filed", ALL)
}

fn may_withdraw(found: &Withdrawal) -> Reply {
    let kind = plain(submission_kind(found.kind));
    let mut reply = Reply::private(say("Withdraw {}, your {}?", [strong(found.number), kind]))
        .item(say("Nobody decides about it any more, and it is not published.", []))
        .item(say("It cannot be taken up again: you would file it anew.", []));
    if !found.waiting.is_empty() {
        let waiting = all_of(found.waiting.iter().map(strong));
        reply = reply.item(say("With it you withdraw what waits for it: ", []).join(Text(waiting)).join(say(".", [])));
    }
    reply.row(vec![
        button("Withdraw", Press::ConfirmWithdraw(found.number), Style::Danger),
        button("Back", Press::Show(ALL), Style::Secondary),
    ])
}

fn withdrawn(done: &Withdrawal) -> Reply {
    let numbers = all_of(std::iter::once(&done.number).chain(&done.waiting).map(strong));
    Reply::private(say("Withdrawn: ", []).join(Text(numbers)).join(say(".", []))).offering("What you filed", ALL)
}
