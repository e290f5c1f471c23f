//! What a bot says of itself when it identifies, and what Discord refuses.

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::state::{Shared, World, render};

/// A close code and its reason.
pub(crate) type Goodbye = (u16, &'static str);

/// An accepted IDENTIFY.
pub(crate) struct Identity {
    pub(crate) shard: (u64, u64),
    pub(crate) intents: Intents,
}

/// The intents that an application must be granted.
const PRIVILEGED: Intents = Intents::GUILD_MEMBERS.union(Intents::GUILD_PRESENCES).union(Intents::MESSAGE_CONTENT);

/// Reads an IDENTIFY.
pub(crate) fn read(shared: &Shared, data: &Value) -> Result<Identity, Goodbye> {
    let Some(token) = data["token"].as_str() else {
        return Err((4002, "Error while decoding payload."));
    };
    if !same_token(shared, token) {
        return Err((4004, "Authentication failed."));
    }
    if !data["properties"].is_object() {
        return Err((4002, "Error while decoding payload."));
    }
    let intents = data["intents"].as_u64().and_then(Intents::from_bits).ok_or((4013, "Invalid intent(s)."))?;
    if !shared.config.privileged_intents.contains(intents & PRIVILEGED) {
        return Err((4014, "Disallowed intent(s)."));
    }
    let given = &data["shard"];
    let part = if given.is_null() {
        (0, 1)
    } else {
        match (given[0].as_u64(), given[1].as_u64()) {
            (Some(number), Some(count)) if number < count => (number, count),
            _ => return Err((4010, "Invalid shard.")),
        }
    };
    Ok(Identity { shard: part, intents })
}

/// Compares a token, with or without the word `Bot` before it.
pub(crate) fn same_token(shared: &Shared, token: &str) -> bool {
    token.strip_prefix("Bot ").unwrap_or(token) == shared.token
}

/// Writes READY for a session.
pub(crate) fn ready(shared: &Shared, world: &World, session: &str, identity: &Identity) -> Value {
    let (number, count) = identity.shard;
    let guilds = world.guilds.keys().filter(|guild| world.bot_is_in(**guild) && (guild.get() >> 22) % count == number);
    json!({
        "v": 10, "user": render::current_user(world), "session_id": session, "session_type": "normal",
        "guilds": guilds.map(|guild| json!({ "id": guild, "unavailable": true })).collect::<Vec<_>>(),
        "resume_gateway_url": format!("ws://{}", shared.gateway_addr), "shard": [number, count],
        "application": { "id": world.bot, "flags": 0 }, "private_channels": [], "relationships": [], "presences": [],
        "user_settings": {}, "geo_ordered_rtc_regions": [], "guild_join_requests": [], "_trace": [],
    })
}
