//! Messages in channels, written and read as the bot.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, Query, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use super::{Answer, Payload, Refusal, Reply, access};
use crate::{
    Permissions,
    ids::{ChannelId, MessageId},
    seen::Message,
    state::{Draft, Post, Shared, Speaker, World, render},
    validate,
};

/// Which messages of a channel are asked for.
#[derive(Deserialize)]
pub(super) struct Range {
    limit: Option<usize>,
    before: Option<u64>,
    after: Option<u64>,
    around: Option<u64>,
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Path(channel): Path<u64>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    let channel = ChannelId::new(channel);
    // Access comes before the form: a hidden channel tells nothing, not even what is wrong with a message.
    shared.look(|world| access::visible(world, channel).map(drop))?;
    let draft = validate::draft(&payload, "")?;
    let nonce_lives = shared.config.nonce_lives;
    shared.change(|world| {
        access::may_send(world, channel, &draft)?;
        not_empty(&draft)?;
        answers_to(world, channel, &draft, &payload.json)?;
        let nonce = draft.nonce.clone().filter(|_| draft.enforce_nonce);
        if let Some(known) = nonce.and_then(|nonce| world.by_nonce(channel, &nonce, nonce_lives)) {
            return Ok(Reply::Json(with_nonce(world, &known)));
        }
        let kind = if draft.reply_to.is_some() { 19 } else { 0 };
        let post =
            Post { channel, author: world.bot, speaker: Speaker::Plain, only_for: None, interaction: None, kind };
        let message = world.create_message(post, draft).ok_or_else(Refusal::unknown_channel)?;
        world.remember_nonce(&message);
        Ok(Reply::Json(with_nonce(world, &message)))
    })
}

/// Refuses a message without text, embed and file.
pub(super) fn not_empty(draft: &Draft) -> Result<(), Refusal> {
    let text = draft.content.as_ref().is_some_and(|text| !text.trim().is_empty());
    let embeds = draft.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty());
    let layout = draft.flags.is_some_and(|flags| flags & (1 << 15) != 0) && draft.components.is_some();
    if text || embeds || layout || !draft.files.is_empty() { Ok(()) } else { Err(Refusal::empty_message()) }
}

/// Refuses a reply to a message that is not there, unless the bot does not mind.
fn answers_to(world: &World, channel: ChannelId, draft: &Draft, body: &Value) -> Result<(), Refusal> {
    let Some(target) = draft.reply_to else {
        return Ok(());
    };
    let there = world.messages.get(&target).is_some_and(|message| message.channel == channel && !message.ephemeral());
    if there || body["message_reference"]["fail_if_not_exists"] == false {
        return Ok(());
    }
    Err(Refusal::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"))
}

/// The answer to the creation carries the nonce; later reads do not.
fn with_nonce(world: &World, message: &Message) -> Value {
    let mut out = render::message(world, message);
    if let Some(nonce) = &message.nonce {
        out["nonce"] = json!(nonce);
    }
    out
}

pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    Path((channel, message)): Path<(u64, u64)>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
    shared.look(|world| find(world, channel, message).map(drop))?;
    let draft = validate::draft(&payload, "")?;
    shared.change(|world| {
        let old = find(world, channel, message)?;
        if old.author != world.bot {
            return Err(Refusal::not_the_author());
        }
        not_emptied(old, &draft)?;
        let edited = world.edit_message(message, draft, Speaker::Plain).ok_or_else(Refusal::unknown_message)?;
        Ok(Reply::Json(render::message(world, &edited)))
    })
}

/// Refuses an edit that leaves a message without text, embed and file.
pub(super) fn not_emptied(old: &Message, draft: &Draft) -> Result<(), Refusal> {
    let text = draft.content.as_ref().unwrap_or(&old.content).trim().is_empty();
    let embeds = draft.embeds.as_ref().unwrap_or(&old.raw_embeds).is_empty();
    let files = draft
        .keep
        .as_ref()
        .map_or(old.attachments.is_empty(), |keep| !old.attachments.iter().any(|file| keep.contains(&file.id)));
    let layout = old.flags & (1 << 15) != 0;
    if text && embeds && files && draft.files.is_empty() && !layout { Err(Refusal::empty_message()) } else { Ok(()) }
}

pub(super) async fn delete(State(shared): State<Arc<Shared>>, Path((channel, message)): Path<(u64, u64)>) -> Answer {
    let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
    shared.change(|world| {
        let ours = find(world, channel, message)?.author == world.bot;
        if !ours && !access::held(world, channel).contains(Permissions::MANAGE_MESSAGES) {
            return Err(Refusal::missing_permissions());
        }
        world.delete_message(message);
        Ok(Reply::Nothing)
    })
}

pub(super) async fn show(State(shared): State<Arc<Shared>>, Path((channel, message)): Path<(u64, u64)>) -> Answer {
    let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
    shared.look(|world| {
        if !access::may_read(world, channel)? {
            return Err(Refusal::missing_access());
        }
        let found = find(world, channel, message)?;
        Ok(Reply::Json(readable(&shared, world, found)))
    })
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Path(channel): Path<u64>,
    Query(range): Query<Range>,
) -> Answer {
    let channel = ChannelId::new(channel);
    let limit = range.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let message = "int value should be between 1 and 100.";
        return Err(Refusal::field("limit", "NUMBER_TYPE_BOUNDS", message));
    }
    shared.look(|world| {
        if !access::may_read(world, channel)? {
            return Ok(Reply::Json(json!([])));
        }
        let all: Vec<_> = world.messages.values().filter(|one| one.channel == channel && !one.ephemeral()).collect();
        let messages = pick(&all, &range, limit);
        Ok(Reply::Json(messages.into_iter().rev().map(|one| readable(&shared, world, one)).collect()))
    })
}

/// Picks a range out of messages in order of time.
fn pick<'a>(all: &[&'a Message], range: &Range, limit: usize) -> Vec<&'a Message> {
    let upto = |id: u64| all.partition_point(|message| message.id.get() < id);
    let (from, to) = match (range.around, range.before, range.after) {
        (Some(around), _, _) => {
            let from = upto(around).saturating_sub(limit / 2);
            (from, (from + limit).min(all.len()))
        }
        (None, Some(before), _) => (upto(before).saturating_sub(limit), upto(before)),
        (None, None, Some(after)) => {
            let from = upto(after.saturating_add(1));
            (from, (from + limit).min(all.len()))
        }
        (None, None, None) => (all.len().saturating_sub(limit), all.len()),
    };
    all[from..to].to_vec()
}

fn readable(shared: &Shared, world: &World, message: &Message) -> Value {
    let rendered = render::message(world, message);
    if shared.config.privileged_intents.contains(Intents::MESSAGE_CONTENT) {
        rendered
    } else {
        render::without_content(world, message, rendered)
    }
}

/// Finds a message the bot can see; ephemeral ones are not found this way.
fn find(world: &World, channel: ChannelId, message: MessageId) -> Result<&Message, Refusal> {
    access::visible(world, channel)?;
    let found = world.messages.get(&message).filter(|found| found.channel == channel && !found.ephemeral());
    found.ok_or_else(Refusal::unknown_message)
}
