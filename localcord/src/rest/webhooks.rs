//! Later answers to an interaction: follow-ups, and what becomes of the first answer.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Path, State},
};

use super::{Answer, Payload, Refusal, Reply, interactions, messages};
use crate::{
    clock,
    ids::{InteractionId, MessageId},
    state::{EPHEMERAL, Interaction, Shared, Speaker, World, render},
    validate,
};

pub(super) async fn follow_up(
    State(shared): State<Arc<Shared>>,
    Path((app, token)): Path<(u64, String)>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    shared.look(|world| alive(&shared, world, app, &token).map(drop))?;
    let draft = validate::draft(&payload, "")?;
    messages::not_empty(&draft)?;
    shared.change(|world| {
        let interaction = alive(&shared, world, app, &token)?.clone();
        // The first follow-up fills in a deferral that still waits, and takes over its audience.
        let waiting = interaction.original.filter(|id| world.messages.get(id).is_some_and(|message| message.loading));
        if let Some(waiting) = waiting {
            return edit_known(world, interaction.id, waiting, draft);
        }
        let ephemeral = draft.flags.is_some_and(|flags| flags & EPHEMERAL != 0);
        let mut post = interactions::post(world, &interaction, ephemeral);
        post.kind = if interaction.original.is_some() { 19 } else { 0 };
        let mut draft = draft;
        draft.reply_to = interaction.original;
        let message = world.create_message(post, draft).ok_or_else(Refusal::unknown_channel)?;
        if let Some(place) = world.interactions.get_mut(&interaction.id) {
            place.followups.push(message.id);
        }
        Ok(Reply::Json(render::message(world, &message)))
    })
}

pub(super) async fn show(
    State(shared): State<Arc<Shared>>,
    Path((app, token, message)): Path<(u64, String, String)>,
) -> Answer {
    shared.look(|world| {
        let interaction = alive(&shared, world, app, &token)?;
        let id = named(interaction, &message)?;
        let found = world.messages.get(&id).ok_or_else(Refusal::unknown_message)?;
        Ok(Reply::Json(render::message(world, found)))
    })
}

pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    Path((app, token, message)): Path<(u64, String, String)>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    shared.look(|world| named(alive(&shared, world, app, &token)?, &message).map(drop))?;
    let draft = validate::draft(&payload, "")?;
    shared.change(|world| {
        let interaction = alive(&shared, world, app, &token)?;
        let (id, interaction) = (named(interaction, &message)?, interaction.id);
        edit_known(world, interaction, id, draft)
    })
}

fn edit_known(world: &mut World, interaction: InteractionId, id: MessageId, draft: crate::state::Draft) -> Answer {
    let old = world.messages.get(&id).ok_or_else(Refusal::unknown_message)?;
    messages::not_emptied(old, &draft)?;
    let edited = world.edit_message(id, draft, Speaker::Answer).ok_or_else(Refusal::unknown_message)?;
    if let Some(place) = world.interactions.get_mut(&interaction) {
        place.edits += 1;
    }
    Ok(Reply::Json(render::message(world, &edited)))
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path((app, token, message)): Path<(u64, String, String)>,
) -> Answer {
    shared.change(|world| {
        let id = named(alive(&shared, world, app, &token)?, &message)?;
        if world.delete_message(id) { Ok(Reply::Nothing) } else { Err(Refusal::unknown_message()) }
    })
}

/// Finds the interaction of a token that was answered and has not run out.
fn alive<'a>(shared: &Shared, world: &'a World, app: u64, token: &str) -> Result<&'a Interaction, Refusal> {
    if app != world.bot.get() {
        return Err(Refusal::unknown_webhook());
    }
    let known = world.interactions.values().rev().find(|interaction| interaction.token == token);
    let interaction = known.ok_or_else(Refusal::dead_token)?;
    let age = Duration::from_millis(clock::now_ms().saturating_sub(interaction.id.created_ms()));
    if age > shared.config.token_lives {
        return Err(Refusal::dead_token());
    }
    // Before the first answer there is nothing to follow.
    if interaction.first.is_some() { Ok(interaction) } else { Err(Refusal::unknown_webhook()) }
}

/// Finds which message of an interaction a path names.
fn named(interaction: &Interaction, name: &str) -> Result<MessageId, Refusal> {
    if name == "@original" {
        return interaction.original.ok_or_else(Refusal::unknown_message);
    }
    let id: MessageId = name.parse().map_err(|_| Refusal::unknown_message())?;
    let ours = interaction.original == Some(id) || interaction.followups.contains(&id);
    if ours { Ok(id) } else { Err(Refusal::unknown_message()) }
}
