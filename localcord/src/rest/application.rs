//! The application, its bot user and the gateway's address.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::{Answer, Refusal, Reply};
use crate::{
    ids::UserId,
    state::{Shared, World, render},
};

pub(super) async fn gateway(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Reply::Json(json!({ "url": address(&shared) })))
}

pub(super) async fn gateway_bot(State(shared): State<Arc<Shared>>) -> Answer {
    let used = shared.look(|world| world.hub.identifies);
    Ok(Reply::Json(json!({
        "url": address(&shared), "shards": shared.config.shards,
        "session_start_limit": {
            "total": 1000, "remaining": 1000_usize.saturating_sub(used), "reset_after": 86_400_000, "max_concurrency": 1,
        },
    })))
}

fn address(shared: &Shared) -> String {
    format!("ws://{}", shared.gateway_addr)
}

pub(super) async fn application(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Reply::Json(shared.look(write)))
}

pub(super) async fn application_by_id(State(shared): State<Arc<Shared>>, Path(app): Path<u64>) -> Answer {
    known(&shared, app)?;
    Ok(Reply::Json(shared.look(write)))
}

/// Refuses any application but the bot's.
pub(super) fn known(shared: &Shared, app: u64) -> Result<(), Refusal> {
    if app == shared.bot.get() { Ok(()) } else { Err(Refusal::new(404, 10002, "Unknown Application")) }
}

fn write(world: &World) -> Value {
    let me = render::user_by_id(world, world.bot);
    json!({
        "id": world.bot, "name": me["username"], "icon": null, "description": "", "summary": "", "type": null,
        "bot": me, "bot_public": true, "bot_require_code_grant": false, "verify_key": "0".repeat(64), "flags": 0,
        "hook": true, "is_monetized": false, "team": null, "owner": me, "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "approximate_guild_count": world.guilds.keys().filter(|guild| world.bot_is_in(**guild)).count(),
        "approximate_user_install_count": 0, "integration_types_config": { "0": {} },
    })
}

pub(super) async fn me(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Reply::Json(shared.look(render::current_user)))
}

pub(super) async fn user(State(shared): State<Arc<Shared>>, Path(user): Path<u64>) -> Answer {
    let found = shared.look(|world| world.users.get(&UserId::new(user)).map(render::user));
    found.map(Reply::Json).ok_or_else(Refusal::unknown_user)
}
