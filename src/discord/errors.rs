//! Answers for the framework: always to the asker alone, in plain words, and never with the text of an error.

use std::convert::Infallible;
use std::time::Duration;

use poise::FrameworkError;
use serenity::all::{CommandInteraction, CreateAutocompleteResponse, CreateInteractionResponse};

use super::answering::{Counted, Surface, Waiting, answer_with};
use super::bot::{Bot, Kind};
use super::http;
use crate::answers::announcing::Effect;
use crate::answers::edges;
use crate::answers::reply::Reply;
use crate::ops::metrics::Kind as Counts;

/// Answers an interaction that the framework could not hand to its command.
pub(super) async fn answer(bot: &Bot, error: FrameworkError<'_, Bot, Infallible>, kind: Kind) {
    let Some(interaction) = interaction(&error) else { return };
    match kind {
        Kind::Autocomplete => suggest_nothing(bot, interaction).await,
        Kind::Command => {
            let to = Waiting {
                id: interaction.id,
                token: &interaction.token,
                surface: Surface::Command,
                age: Duration::ZERO,
                effect: Effect::None,
                counted: Counted::now(Counts::Command, command_name(&error)),
            };
            answer_with(bot, to, reply(bot, &error)).await;
        }
    }
}

fn interaction<'a>(error: &FrameworkError<'a, Bot, Infallible>) -> Option<&'a CommandInteraction> {
    match error {
        FrameworkError::UnknownInteraction { interaction, .. } => Some(interaction),
        other => match other.ctx()? {
            poise::Context::Application(ctx) => Some(ctx.interaction),
            poise::Context::Prefix(_) => None,
        },
    }
}

/// Names the command where it is one of ours: what else somebody sends is no name of a metric.
fn command_name<'a>(error: &FrameworkError<'a, Bot, Infallible>) -> &'a str {
    match error.ctx() {
        Some(poise::Context::Application(ctx)) => &ctx.command().qualified_name,
        Some(poise::Context::Prefix(_)) | None => "unknown",
    }
}

fn reply(bot: &Bot, error: &FrameworkError<'_, Bot, Infallible>) -> Reply {
    match error {
        FrameworkError::GuildOnly { .. } => edges::outside_a_guild(),
        // Discord still shows an earlier form of the command, or somebody made one up.
        FrameworkError::UnknownInteraction { .. }
        | FrameworkError::CommandStructureMismatch { .. }
        | FrameworkError::ArgumentParse { .. }
        | FrameworkError::SubcommandRequired { .. } => edges::command_changed(),
        FrameworkError::CommandPanic { .. } => faulty(bot, "a command panicked"),
        _ => faulty(bot, "a check of the framework failed"),
    }
}

fn faulty(bot: &Bot, what: &'static str) -> Reply {
    bot.misunderstood(what)
}

async fn suggest_nothing(bot: &Bot, interaction: &CommandInteraction) {
    let nothing = CreateInteractionResponse::Autocomplete(CreateAutocompleteResponse::new());
    let sent = bot.http().create_interaction_response(interaction.id, &interaction.token, &nothing, Vec::new()).await;
    if let Err(error) = sent {
        http::trouble(&error).log("suggest nothing");
    }
}
