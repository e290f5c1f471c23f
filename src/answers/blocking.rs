//! Stopping a contributor from filing, and what that does.

use super::Responder;
use super::press::Press;
use super::reply::{Answer, Reply, Style};
use super::say::{button, plain, say, strong};
use crate::domain::ids::Number;
use crate::service::Caller;
use crate::service::review::SubmissionView;

impl Responder {
    /// Answers *Block the contributor* and `/review block`: says what it would do.
    pub async fn may_block(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.may_block(caller, number).await;
        self.settle(result, |one| Answer::Beside(if one.blocked { blocked(&one) } else { what_it_does(&one) }))
    }

    /// Answers the press that confirms it.
    pub(super) async fn block(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.block(caller, number).await;
        self.settle(result, |one| Answer::Reply(blocked(&one)))
    }

    /// Answers *Unblock* and `/review unblock`.
    pub async fn unblock(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.unblock(caller, number).await;
        self.settle(result, |one| {
            let line = "Who filed {} is not blocked, and may file here as everybody of their standing.";
            Answer::Reply(Reply::private(say(line, [strong(one.number)])))
        })
    }
}

fn what_it_does(one: &SubmissionView) -> Reply {
    Reply::private(say("Block contributor {}, who filed {}?", [plain(&one.handle), strong(one.number)]))
        .item(say("They can file nothing more here, and no draft that they have begun.", []))
        .item(say("What they filed stays: what waits is still to be decided, what is on record stands.", []))
        .item(say(
            "They can go on asking, see what became of what they filed in `/submissions`, answer and withdraw, and have \
             erased what is held about them.",
            [],
        ))
        .item(say("When they file, they are told that moderators have stopped them. Nobody learns who they are.", []))
        .item(say("It holds for every petition here, until `/review unblock` or **Unblock** ends it.", []))
        .row(vec![button("Block", Press::ConfirmBlock(one.number), Style::Danger)])
}

fn blocked(one: &SubmissionView) -> Reply {
    Reply::private(say("Who filed {} is blocked: they may file no more here.", [strong(one.number)])).row(vec![button(
        "Unblock",
        Press::Unblock(one.number),
        Style::Secondary,
    )])
}
