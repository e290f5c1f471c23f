//! What a moderator judged of a demand or a commitment.

use super::Responder;
use super::prose::date;
use super::reply::{Answer, Reply};
use super::say::{plain, say, strong};
use super::view::{PetitionRef, View};
use super::words::names;
use crate::domain::commitment::Judged;
use crate::service::Caller;
use crate::service::judge::{JudgedNow, NewJudgement};

impl Responder {
    /// Answers `/demand rate` and `/commitment rate`.
    pub async fn judge(&self, caller: &Caller, typed: NewJudgement) -> Answer {
        let result = self.service.judge(caller, &typed).await;
        self.settle(result, |judged| Answer::Reply(judged_now(&judged)))
    }
}

fn judged_now(judged: &JudgedNow) -> Reply {
    let petition = PetitionRef::Number(judged.petition);
    let (what, label, view) = match judged.now {
        Judged::Demand(_) => ("Demand", "Show the petition", View::Petition { petition }),
        Judged::Commitment(_) => ("Commitment", "Show the commitments", View::Commitments { petition, page: 1 }),
    };
    let spans =
        [plain(what), strong(judged.object), strong(names::judged(judged.now)), plain(names::judged(judged.before))];
    let mut line = say("{} {} is {} now; it was {}. Both stay in its history.", spans);
    if let Some(due) = judged.due {
        line = line.then(say("It is due {}.", [date(due)]));
    }
    Reply::private(line).offering(label, view)
}
