//! What is held about whoever asks, and its erasure: for them alone.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Responder;
use super::press::Press;
use super::prose::{counted, grouped};
use super::reply::{Answer, Attached, Audience, Content, InstantStyle, Reply, Span, Style, Text};
use super::say::{all_of, button, literal, plain, say, strong};
use crate::domain::ids::{Number, Purpose};
use crate::service::Caller;
use crate::service::privacy::{Forgotten, Held, Where};

/// How many numbers are named before the rest is counted.
const NAMED: usize = 20;

impl Responder {
    /// Answers `/privacy show`.
    pub async fn held(&self, caller: &Caller, at: Where) -> Answer {
        let result = self.service.held(caller, at).await;
        self.settle(result, |found| Answer::Reply(held(&found, at)))
    }

    /// Answers `/privacy export`.
    pub async fn export_held(&self, caller: &Caller, at: Where) -> Answer {
        let result = self.service.export_held(caller, at).await;
        self.settle(result, |bytes| Answer::Reply(exported(bytes, at)))
    }

    /// Answers `/privacy erase`, and the button below what is held: says what it would do.
    pub async fn may_forget(&self, caller: &Caller, at: Where) -> Answer {
        let result = self.service.held(caller, at).await;
        self.settle(result, |found| Answer::Reply(may_forget(&found, at)))
    }

    /// Erases what is held about the caller.
    pub(super) async fn forget(&self, caller: &Caller, at: Where) -> Answer {
        let result = self.service.forget(caller, at).await;
        self.settle(result, |done| Answer::Reply(forgotten(&done, at)))
    }
}

fn place(at: Where) -> &'static str {
    match at {
        Where::Here => "here",
        Where::Everywhere => "in any server",
    }
}

/// What is held in all the servers that were looked at.
struct Sum<'a>(&'a [Held]);

impl Sum<'_> {
    fn of(&self, count: impl Fn(&Held) -> usize) -> usize {
        self.0.iter().map(count).sum()
    }

    fn drafts(&self) -> usize {
        self.of(|held| held.drafts.len())
    }

    fn waiting(&self) -> Vec<Number> {
        let waits = |held: &'_ Held| {
            held.submissions.iter().filter(|one| one.decision.is_none()).map(|one| one.number).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(waits).collect()
    }

    fn decided(&self) -> usize {
        self.of(|held| held.submissions.iter().filter(|one| one.decision.is_some()).count())
    }

    fn acts(&self, by: Purpose) -> usize {
        self.of(|held| held.acts.iter().filter(|act| act.by == by).count())
    }

    /// Counts the entries in which erasing leaves the key of who moderated, and says when the last one goes.
    fn kept(&self) -> (u64, Option<Timestamp>) {
        (self.0.iter().map(|held| held.kept.0).sum(), self.0.iter().filter_map(|held| held.kept.1).max())
    }

    /// Counts the entries that erasing takes the key out of.
    fn destroyed(&self) -> usize {
        self.of(|held| held.acts.len()).saturating_sub(usize::try_from(self.kept().0).unwrap_or(usize::MAX))
    }

    fn notes(&self) -> u64 {
        self.0.iter().map(|held| held.notes).sum()
    }

    fn blocks(&self) -> usize {
        self.of(|held| usize::from(held.block.is_some()))
    }

    fn is_erasable(&self) -> bool {
        self.0.iter().any(Held::is_erasable)
    }
}

/// Shows what is held, each kind with what it is for and until when.
pub(super) fn held(found: &[Held], at: Where) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("What is held about you", []));
    if found.is_empty() {
        return reply
            .line(say("Nothing is held about you {}.", [plain(place(at))]))
            .small(say("Who asks what is neither stored nor logged.", []));
    }
    let sum = Sum(found);
    reply = reply.line(match (at, found.len()) {
        (Where::Here, _) => say("In this server:", []),
        (Where::Everywhere, servers) => say("In {}:", [plain(counted(servers, "server", "servers"))]),
    });
    if sum.drafts() > 0 {
        reply = reply.item(say(
            "{}, sealed: for the preview before you file. Gone when filed, cancelled or a day old.",
            [strong(counted(sum.drafts(), "draft", "drafts"))],
        ));
    }
    let waiting = sum.waiting().len();
    if waiting > 0 {
        reply = reply.item(say(
            "{}, sealed: for review, and for you in `/submissions`.",
            [strong(counted(waiting, "submission that waits", "submissions that wait"))],
        ));
    }
    if sum.decided() > 0 {
        reply = reply.item(say(
            "{} tied to you: so that you see what became of them, and nobody approves their own. 30 days after a decision \
             it is forgotten who filed.",
            [strong(counted(sum.decided(), "decided submission", "decided submissions"))],
        ));
    }
    let (asked, answered) = found.iter().fold((0, 0), |sum, held| (sum.0 + held.questions.0, sum.1 + held.questions.1));
    if asked > 0 {
        reply = reply.item(say(
            "{} that moderators asked you, {} answered, sealed: for review. They go with the submission.",
            [strong(counted(asked, "question", "questions")), plain(grouped(answered))],
        ));
    }
    if sum.acts(Purpose::Contribute) > 0 {
        reply = reply.item(say(
            "{} of the ledger, sealed, about what you filed, withdrew or answered: forgotten 30 days after the decision.",
            [strong(counted(sum.acts(Purpose::Contribute), "entry", "entries"))],
        ));
    }
    if sum.acts(Purpose::Moderate) > 0 {
        let line = say(
            "{} of the ledger, sealed, about what you did as a moderator: for an admin's `/review who`, as long as the \
             record.",
            [strong(counted(sum.acts(Purpose::Moderate), "entry", "entries"))],
        );
        reply = reply.item(match sum.kept().1 {
            Some(until) => line.join(say(
                " Erasing leaves your key there until 30 days after each act: at the last until {}.",
                [Span::Instant(until, InstantStyle::Full)],
            )),
            None => line,
        });
    }
    if found.iter().any(|held| !held.acts.is_empty()) {
        reply = reply.small(acts(found));
    }
    for (since, from) in found.iter().filter_map(|held| held.block) {
        let line = say("**A block** since {}", [Span::Instant(since, InstantStyle::Full)]);
        let line = match from {
            Some(number) => line.join(say(", from {}", [strong(number)])),
            None => line,
        };
        reply = reply.item(line.join(say(": you may file nothing there until moderators end it.", [])));
    }
    if sum.notes() > 0 {
        reply = reply.item(say(
            "{} of you as a moderator: requests until another confirms them, and for a week what you took out of sight, so \
             that a burst is noticed.",
            [strong(counted(sum.notes(), "note", "notes"))],
        ));
    }
    reply = reply.small(say(
        "You are known by a keyed hash of this server and your account, another one in every server: no id, name or \
         avatar is stored. What is published never named you. `/privacy export` gives all of it as a file.",
        [],
    ));
    reply.row(if sum.is_erasable() { vec![button("Erase", Press::Forget(at), Style::Danger)] } else { Vec::new() })
}

/// Counts what somebody did, by the ledger's words.
fn acts(found: &[Held]) -> Text {
    let mut counts = BTreeMap::<&str, usize>::new();
    for act in found.iter().flat_map(|held| &held.acts) {
        *counts.entry(act.act.as_str()).or_default() += 1;
    }
    let mut line = Text::default();
    for (place, (act, count)) in counts.into_iter().enumerate() {
        let mark = if place == 0 { "" } else { " · " };
        line = line.with(plain(mark)).with(literal(act)).with(plain(format!(" {}", grouped(count))));
    }
    line
}

fn exported(bytes: Vec<u8>, at: Where) -> Reply {
    let what = match at {
        Where::Here => "What is held about you in this server, with what you wrote and what became of it.",
        Where::Everywhere => "What is held about you in every server, with what you wrote and what became of it.",
    };
    let mut reply = Reply::private(say(what, []));
    reply.file = Some(Attached { name: "held-about-you.json".to_owned(), content: Content::File(bytes) });
    reply
}

/// Says what erasing will do, and what stays.
pub(super) fn may_forget(found: &[Held], at: Where) -> Reply {
    let sum = Sum(found);
    if !sum.is_erasable() {
        let reply = Reply::private(say("There is nothing to erase {}.", [plain(place(at))]));
        return stays(reply, sum.blocks() as u64, sum.notes(), sum.kept());
    }
    let mut reply = Reply::private(match at {
        Where::Here => say("Erase what is held about you in this server?", []),
        Where::Everywhere => {
            say("Erase what is held about you in {}?", [plain(counted(found.len(), "server", "servers"))])
        }
    });
    if sum.drafts() > 0 {
        reply = reply.item(say("Deleted: {}.", [strong(counted(sum.drafts(), "draft", "drafts"))]));
    }
    let waiting = sum.waiting();
    if !waiting.is_empty() {
        let line = say(
            "Withdrawn, and what they propose destroyed: {}",
            [strong(counted(waiting.len(), "submission that waits", "submissions that wait"))],
        );
        reply = reply.item(match at {
            Where::Here if waiting.len() <= NAMED => {
                line.join(say(" (", [])).join(Text(all_of(waiting.iter().map(strong)))).join(say(").", []))
            }
            Where::Here | Where::Everywhere => line.join(say(".", [])),
        });
    }
    if sum.decided() > 0 {
        reply = reply.item(say(
            "Untied from you: {}. Nobody can tell any more who filed them, you in `/submissions` neither.",
            [strong(counted(sum.decided(), "decided submission", "decided submissions"))],
        ));
    }
    if sum.destroyed() > 0 {
        reply = reply.item(say(
            "Destroyed: your key in {} of the ledger. That something was done stays, and the ledger still verifies.",
            [strong(counted(sum.destroyed(), "entry", "entries"))],
        ));
    }
    reply = reply.item(say("**What is published stands**: it never named you.", []));
    stays(reply, sum.blocks() as u64, sum.notes(), sum.kept()).line(say("It cannot be undone.", [])).row(vec![button(
        "Erase now",
        Press::ConfirmForget(at),
        Style::Danger,
    )])
}

/// Says what erasing leaves, and why.
fn stays(mut reply: Reply, blocks: u64, notes: u64, (moderated, until): (u64, Option<Timestamp>)) -> Reply {
    if let (1.., Some(until)) = (moderated, until) {
        reply = reply.item(say(
            "**Your key stays** in {} of the ledger about what you did as a moderator, until 30 days after each act, so that \
             nobody empties `/review who` about themselves: in the last until {}.",
            [plain(counted(moderated, "entry", "entries")), Span::Instant(until, InstantStyle::Full)],
        ));
    }
    if blocks > 0 {
        reply = reply.item(say(
            "**A block stays** until moderators end it, with your key and the submission it came from: erasing is no way \
             around it.",
            [],
        ));
    }
    if notes > 0 {
        reply = reply.item(say(
            "**Your key stays** at {} of you as a moderator: at requests until another confirms them, since you could confirm \
             as somebody else otherwise, and for a week at what you took out of sight.",
            [plain(counted(notes, "note", "notes"))],
        ));
    }
    reply
}

pub(super) fn forgotten(done: &Forgotten, at: Where) -> Reply {
    let mut reply = if done.guilds == 0 && done.failed == 0 {
        Reply::private(say("There was nothing to erase {}.", [plain(place(at))]))
    } else {
        Reply::private(match at {
            Where::Here => say("**Erased** in this server.", []),
            Where::Everywhere => say("**Erased** in {}.", [plain(counted(done.guilds, "server", "servers"))]),
        })
    };
    let parts = [
        (done.drafts, "draft deleted", "drafts deleted"),
        (done.withdrawn, "submission withdrawn", "submissions withdrawn"),
        (done.untied, "decided submission untied from you", "decided submissions untied from you"),
        (done.entries, "entry of the ledger without your key", "entries of the ledger without your key"),
    ];
    for (count, one, many) in parts.into_iter().filter(|(count, ..)| *count > 0) {
        reply = reply.item(Text::own(format!("{}.", counted(count, one, many))));
    }
    if done.failed > 0 {
        let failed = strong(counted(done.failed, "server", "servers"));
        reply = reply.line(say("In {} it failed on our side: ask again.", [failed]));
    }
    stays(reply, done.blocks, done.notes, (done.kept, done.until))
}
