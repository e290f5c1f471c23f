//! Gives an interaction its answer within Discord's three seconds.
//!
//! The work runs in a task of its own, so that a panic ends as a fault with a reference, and a stop waits for it.
//! When it takes long the interaction is acknowledged first and filled in later. Who sees a deferred answer is fixed
//! when deferring, before anybody knows what it will be; so **a slow answer is for the asker alone**: shown to too few
//! it can be asked again, shown to too many it cannot be taken back.

use std::time::Duration;

use serenity::all::{CreateAttachment, CreateInteractionResponse, CreateInteractionResponseMessage, InteractionId};
use tokio::time::{Instant, timeout};

use super::bot::Bot;
use super::drawing::painted;
use super::http::{self, Trouble};
use super::render::{Rendered, render, render_form};
use crate::answers::announcing::Effect;
use crate::answers::edges;
use crate::answers::reply::{Answer, Audience, End, Reply};
use crate::ops::metrics::{Kind, Outcome};

/// How long the work may take before the interaction is acknowledged without it: half of Discord's three seconds.
const DEFER_AFTER: Duration = Duration::from_millis(1_500);

/// A first answer, and the files that go with it.
type First = (CreateInteractionResponse, Vec<CreateAttachment>);

/// What an interaction came from, which decides where its answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    /// A command, or a form that a command opened.
    Command,
    /// A button or select of a message, or a form that one opened.
    Message(Audience),
    /// The same, of an answer in a channel that somebody else asked for: it stays as it is.
    Another,
}

/// An interaction that waits for its answer.
#[derive(Clone, Copy)]
pub(super) struct Waiting<'a> {
    pub(super) id: InteractionId,
    pub(super) token: &'a str,
    pub(super) surface: Surface,
    /// How old it was on arrival.
    pub(super) age: Duration,
    /// Whether what is asked for changes something, should its answer fail.
    pub(super) effect: Effect,
    /// What it counts as, and when that began.
    pub(super) counted: Counted<'a>,
}

/// What an interaction counts as.
#[derive(Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) kind: Kind,
    /// The name of a command or act of ours.
    pub(super) name: &'a str,
    pub(super) begun: Instant,
}

impl<'a> Counted<'a> {
    /// Begins to measure.
    pub(super) fn now(kind: Kind, name: &'a str) -> Self {
        Self { kind, name, begun: Instant::now() }
    }
}

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// As a message of its own, seen as the reply says.
    New,
    /// In the place of the message that was pressed.
    Replace,
    /// As a message of its own for the person alone.
    Beside,
}

/// Runs the work and answers with what it gives.
pub(super) async fn answer(bot: &Bot, to: Waiting<'_>, work: impl Future<Output = Answer> + Send + 'static) {
    let mut task = bot.tasks().spawn(async { painted(work.await).await });
    if let Ok(done) = timeout(DEFER_AFTER.saturating_sub(to.age), &mut task).await {
        let answer = done.unwrap_or_else(|error| Answer::Beside(bot.fault(&error, to.effect)));
        let outcome = to.respond(bot, &answer).await;
        return to.count(bot, outcome);
    }
    let deferred = to.defer(bot).await;
    let answer = task.await.unwrap_or_else(|error| Answer::Beside(bot.fault(&error, to.effect)));
    let outcome = if deferred {
        to.fill(bot, &answer).await
    } else {
        // Discord did not take the acknowledgement, so this is still the first answer, should it come in time.
        to.respond(bot, &answer).await
    };
    to.count(bot, outcome);
}

/// Answers at once with a reply that needed no work.
pub(super) async fn answer_with(bot: &Bot, to: Waiting<'_>, reply: Reply) {
    let outcome = to.respond(bot, &Answer::Beside(reply)).await;
    to.count(bot, outcome);
}

fn outcome_of(answer: &Answer) -> Outcome {
    match answer.end() {
        End::Answered => Outcome::Answered,
        End::Refused => Outcome::Refused,
        End::Fault => Outcome::Fault,
    }
}

/// Says what came of sending, and logs where nothing did.
fn delivered(sent: Result<(), Trouble>, outcome: Outcome, act: &'static str) -> Outcome {
    match sent {
        Ok(()) => outcome,
        Err(trouble) => {
            trouble.log(act);
            Outcome::Undelivered
        }
    }
}

impl Waiting<'_> {
    fn count(self, bot: &Bot, outcome: Outcome) {
        let Counted { kind, name, begun } = self.counted;
        let took = (outcome != Outcome::Undelivered).then(|| begun.elapsed());
        bot.metrics().interaction(kind, name, outcome, took);
    }

    /// Decides where a reply goes. A private one never takes the place of a message that others see.
    fn route(self, answer: &Answer) -> Route {
        match (answer, self.surface) {
            (Answer::Reply(reply), Surface::Message(seen_by))
                if reply.audience == Audience::Channel || seen_by == Audience::Private =>
            {
                Route::Replace
            }
            (Answer::Reply(_) | Answer::Beside(_), Surface::Message(_) | Surface::Another) => Route::Beside,
            (_, Surface::Command) | (Answer::Form(_), Surface::Message(_) | Surface::Another) => Route::New,
        }
    }

    fn first(self, answer: &Answer) -> First {
        let reply = match answer {
            Answer::Form(form) => return (CreateInteractionResponse::Modal(render_form(form)), Vec::new()),
            Answer::Reply(reply) | Answer::Beside(reply) => render(reply, None),
        };
        let response = match self.route(answer) {
            Route::New => CreateInteractionResponse::Message(reply.response()),
            Route::Replace => CreateInteractionResponse::UpdateMessage(reply.replacement()),
            Route::Beside => CreateInteractionResponse::Message(reply.response().ephemeral(true)),
        };
        (response, reply.files())
    }

    async fn respond(self, bot: &Bot, answer: &Answer) -> Outcome {
        match self.send_first(bot, self.first(answer)).await {
            Ok(()) => outcome_of(answer),
            // Discord refused what we made: say that something is wrong rather than nothing.
            Err(Trouble::Refused(code)) => {
                let fault = Answer::Beside(bot.refused(code, self.effect));
                delivered(self.send_first(bot, self.first(&fault)).await, Outcome::Fault, "answer an interaction")
            }
            Err(trouble) => delivered(Err(trouble), Outcome::Fault, "answer an interaction"),
        }
    }

    /// Sends the first answer, once more after a cut or a fault of Discord's: a doubled one is refused, not shown twice.
    async fn send_first(self, bot: &Bot, (response, files): First) -> Result<(), Trouble> {
        let send = || bot.http().create_interaction_response(self.id, self.token, &response, files.clone());
        match send().await.map_err(|error| http::trouble(&error)) {
            Err(Trouble::Unreachable) => match send().await.map_err(|error| http::trouble(&error)) {
                Err(Trouble::AlreadyAnswered) => Ok(()),
                other => other,
            },
            other => other,
        }
    }

    /// Acknowledges without an answer; says whether that arrived.
    async fn defer(self, bot: &Bot) -> bool {
        let response = match self.surface {
            Surface::Command => {
                CreateInteractionResponse::Defer(CreateInteractionResponseMessage::new().ephemeral(true))
            }
            Surface::Message(_) | Surface::Another => CreateInteractionResponse::Acknowledge,
        };
        let sent = self.send_first(bot, (response, Vec::new())).await;
        if let Err(trouble) = &sent {
            trouble.log("defer an answer");
        }
        sent.is_ok()
    }

    /// Puts the answer where the acknowledgement was.
    async fn fill(self, bot: &Bot, answer: &Answer) -> Outcome {
        // A form cannot follow an acknowledgement, so a button opens it.
        let answer = match answer {
            Answer::Form(form) => &Answer::Beside(edges::form_waits(form)),
            Answer::Reply(_) | Answer::Beside(_) => answer,
        };
        let (Answer::Reply(reply) | Answer::Beside(reply)) = answer else { return Outcome::Undelivered };
        match self.fill_with(bot, self.route(answer), &render(reply, None)).await {
            // Discord refused what we made: say that something is wrong rather than nothing.
            Err(Trouble::Refused(code)) => {
                let fault = bot.refused(code, self.effect);
                let route = self.route(&Answer::Beside(fault.clone()));
                let filled = self.fill_with(bot, route, &render(&fault, None)).await;
                delivered(filled, Outcome::Fault, "fill in an answer")
            }
            filled => delivered(filled, outcome_of(answer), "fill in an answer"),
        }
    }

    async fn fill_with(self, bot: &Bot, route: Route, reply: &Rendered) -> Result<(), Trouble> {
        let http = bot.http();
        let done = match route {
            Route::New | Route::Replace => {
                http.edit_original_interaction_response(self.token, &reply.filling(), reply.files()).await
            }
            Route::Beside => http.create_followup_message(self.token, &reply.beside(), reply.files()).await,
        };
        done.map(|_| ()).map_err(|error| http::trouble(&error))
    }
}
