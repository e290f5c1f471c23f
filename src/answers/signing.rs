//! Signatories beside the list: what became of a wish, and names that are kept apart.

use super::Responder;
use super::acts::{erased, stopped};
use super::reply::{Answer, Audience, InstantStyle, Reply, Span, Text};
use super::reviewing::submission;
use super::say::{plain, say, stored, strong};
use super::view::{PetitionRef, View};
use super::words::names;
use crate::domain::ids::Number;
use crate::domain::signatory::SignatoryStanding;
use crate::service::Caller;
use crate::service::signatories::{Affiliated, Affiliation, Check, Checked, Erasure, Withdrawal, Withdrawn};

impl Responder {
    /// Answers `/signatory withdraw`.
    pub async fn withdraw_signatory(&self, caller: &Caller, wish: Withdrawal) -> Answer {
        let result = self.service.withdraw_signatory(caller, &wish).await;
        self.settle(result, |done| Answer::Reply(withdrawn(&done)))
    }

    /// Answers `/signatory verify`.
    pub async fn verify_signatory(&self, caller: &Caller, check: Check) -> Answer {
        let result = self.service.verify_signatory(caller, &check).await;
        self.settle(result, |done| Answer::Reply(checked(&done)))
    }

    /// Answers `/signatory affiliate`.
    pub async fn affiliate_signatory(&self, caller: &Caller, typed: Affiliation) -> Answer {
        let result = self.service.affiliate_signatory(caller, &typed).await;
        self.settle(result, |done| Answer::Reply(affiliated(&done)))
    }

    /// Answers that names which are like each other are different people's.
    pub(super) async fn keep_apart(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.keep_apart(caller, number).await;
        self.settle(result, |one| Answer::Reply(submission(&one, Audience::Private)))
    }
}

/// Says what was noted of a check.
pub(super) fn checked(done: &Checked) -> Reply {
    let [now, before] = [done.now, done.before].map(names::verification);
    let line = say("{} is {} now; it was {}.", [strong(done.number), strong(now), plain(before)]);
    let whether = if done.shown {
        "The list says of whom somebody has checked that they are who it says."
    } else {
        "The name is not kept, so that only the ledger shows it."
    };
    let petition = PetitionRef::Number(done.petition);
    Reply::private(line)
        .small(Text::own(whether))
        .offering("Show the list", View::Signatories { petition, by: None, page: 1 })
}

/// Says where somebody belongs now.
pub(super) fn affiliated(done: &Affiliated) -> Reply {
    let word = |said: &Option<String>| match said {
        Some(said) => Text(vec![plain("“"), stored(said.as_str()), plain("”")]),
        None => Text::own("not stated"),
    };
    let line = if done.before == done.now {
        Text(vec![strong(done.number)]).then(Text::own("said so already:")).then(word(&done.now))
    } else {
        Text(vec![strong(done.number)])
            .join(Text::own(": the affiliation is "))
            .join(word(&done.now))
            .join(Text::own(" now; it was "))
            .join(word(&done.before))
    };
    let petition = PetitionRef::Number(done.petition);
    Reply::private(line.join(Text::own(".")))
        .offering("Show the list", View::Signatories { petition, by: None, page: 1 })
}

/// Says what became of a signatory who no longer wants to stand on a list.
pub(super) fn withdrawn(done: &Withdrawn) -> Reply {
    let number = || strong(done.number);
    let text = match (done.erasure, done.standing) {
        (Erasure::WaitsForAnother(waits), _) => say(
            "{} is hidden and no longer counted. Its erasure waits as {} until another moderator confirms it.",
            [number(), strong(waits)],
        ),
        (Erasure::WaitsUntil(waits, from), _) => say(
            "{} is hidden and no longer counted. Its erasure waits as {}: confirm it {} or later; there is no way back \
             from it.",
            [number(), strong(waits), Span::Instant(from, InstantStyle::Relative)],
        ),
        (Erasure::Done | Erasure::DoneAlone, _) => erased(done.number),
        (Erasure::NotAsked, SignatoryStanding::RetractedShown) => {
            say("{} is shown as withdrawn where names are shown, and no longer counted.", [number()])
        }
        (Erasure::NotAsked, _) => say("{} is neither shown nor counted any more.", [number()]),
    };
    let text = match done.erasure {
        Erasure::DoneAlone => text.then(Text::own("The ledger says that one decided alone.")),
        Erasure::NotAsked | Erasure::WaitsForAnother(_) | Erasure::WaitsUntil(..) | Erasure::Done => text,
    };
    let mut reply = Reply::private(text);
    if done.stopped {
        reply = reply.line(stopped());
    }
    let reply = reply.small(say("{}: counts that somebody reported stay as they are.", [stored(&done.petition)]));
    match done.erasure {
        Erasure::WaitsForAnother(number) | Erasure::WaitsUntil(number, _) => {
            reply.offering("Show what waits", View::Submission { number })
        }
        Erasure::NotAsked | Erasure::Done | Erasure::DoneAlone => reply,
    }
}
