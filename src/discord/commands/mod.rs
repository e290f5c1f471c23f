//! The commands, one file each. A command reads its options and hands them over; its doc comment is its help.

#![allow(clippy::unused_async, reason = "poise calls every command as a future, those with subcommands only as well")]

mod channel;
mod choice;
mod commitment;
mod complete;
mod count;
mod demand;
mod digest;
mod export;
mod fact;
mod menus;
mod organisation;
mod petition;
mod privacy;
mod response;
mod review;
mod search;
pub(super) mod setup;
mod signatory;
mod source;
mod statement;
mod submissions;
mod undersigned;

use std::convert::Infallible;

use serenity::all::{CreateCommand, InstallationContext, InteractionContext};

use super::answering::{self, Counted, Surface, Waiting};
use super::bot::Bot;
use super::caller;
use crate::answers::announcing::Effect;
use crate::answers::reply::{Answer, Audience, Reply};
use crate::answers::view::{PetitionRef, View};
use crate::answers::{Responder, edges};
use crate::ops::metrics::Kind;
use crate::service::Caller;
use crate::service::judge::NewJudgement;
use crate::service::log::Typed;

/// What a command is called with.
type Context<'a> = poise::ApplicationContext<'a, Bot, Infallible>;
/// Commands answer for themselves; nothing is left to go wrong.
type Done = Result<(), Infallible>;

/// Lists every command. All work in servers only, and are installed to servers only.
#[must_use]
pub fn all() -> Vec<poise::Command<Bot, Infallible>> {
    let mut commands = vec![
        petition::petition(),
        count::count(),
        response::response(),
        statement::statement(),
        fact::fact(),
        source::source(),
        signatory::signatory(),
        demand::demand(),
        commitment::commitment(),
        organisation::organisation(),
        search::search(),
        export::export(),
        submissions::submissions(),
        privacy::privacy(),
        review::review(),
        digest::digest(),
        setup::setup(),
        undersigned::undersigned(),
        menus::log_as_statement(),
        menus::log_as_source(),
    ];
    for command in &mut commands {
        command.guild_only = true;
        command.interaction_context = Some(vec![InteractionContext::Guild]);
        command.install_context = Some(vec![InstallationContext::Guild]);
    }
    commands
}

/// Gives the commands as they are registered with Discord.
#[must_use]
pub fn tree() -> Vec<CreateCommand> {
    poise::builtins::create_application_commands(&all())
}

/// Answers with what the use case says of the caller; `effect` is whether it may change something.
async fn respond<F, W>(ctx: Context<'_>, effect: Effect, ask: F) -> Done
where
    F: FnOnce(Responder, Caller) -> W,
    W: Future<Output = Answer> + Send + 'static,
{
    let (bot, to) = (ctx.framework.user_data, Waiting { effect, ..waiting(ctx) });
    match caller_of(ctx) {
        Some(caller) => answering::answer(bot, to, ask(bot.responder().clone(), caller)).await,
        None => answering::answer_with(bot, to, edges::outside_a_guild()).await,
    }
    Ok(())
}

/// Answers with a reply that needs no use case.
async fn say(ctx: Context<'_>, reply: Reply) -> Done {
    answering::answer_with(ctx.framework.user_data, waiting(ctx), reply).await;
    Ok(())
}

/// Answers a question.
async fn show(ctx: Context<'_>, view: View, private: Option<bool>) -> Done {
    let audience = private.map(|private| if private { Audience::Private } else { Audience::Channel });
    respond(ctx, Effect::None, |responder, caller| async move { responder.show(&caller, view, audience).await }).await
}

/// Answers a filled-in log command.
async fn log(ctx: Context<'_>, typed: Typed) -> Done {
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.log(&caller, typed).await }).await
}

/// Answers a judgement of a demand or a commitment.
async fn judge(ctx: Context<'_>, typed: NewJudgement) -> Done {
    respond(ctx, Effect::Possible, |responder, caller| async move { responder.judge(&caller, typed).await }).await
}

fn caller_of(ctx: Context<'_>) -> Option<Caller> {
    let asked = ctx.interaction;
    caller::read(asked.guild_id, asked.channel_id, &asked.user, asked.member.as_deref())
}

fn waiting(ctx: Context<'_>) -> Waiting<'_> {
    let (id, token) = (ctx.interaction.id, ctx.interaction.token.as_str());
    let age = ctx.framework.user_data.fresh().age(id.get());
    let counted = Counted::now(Kind::Command, &ctx.command().qualified_name);
    Waiting { id, token, surface: Surface::Command, age, effect: Effect::None, counted }
}

fn petition_ref(typed: Option<String>) -> PetitionRef {
    typed.map_or(PetitionRef::Unsaid, PetitionRef::Typed)
}
