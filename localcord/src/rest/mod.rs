//! The REST interface, version 10: one file per resource.
//!
//! Every request passes `pass`, which reads the body, checks the token, lets faults happen that were asked for,
//! counts against the rate limits and writes the log.

mod access;
mod application;
mod body;
mod channels;
mod commands;
mod faulty;
mod guilds;
mod interactions;
mod limits;
mod line;
mod messages;
mod pass;
mod refusal;
mod server;
mod webhooks;

use std::sync::Arc;

use axum::{
    Json, Router,
    http::StatusCode,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::Value;

pub(crate) use self::{
    body::{FILE_LIMIT, Payload},
    limits::Buckets,
    refusal::Refusal,
    server::serve,
};
use crate::state::Shared;

/// What a handler answers.
pub(crate) enum Reply {
    /// 200 with JSON.
    Json(Value),
    /// 201 with JSON.
    Created(Value),
    /// 204.
    Nothing,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Json(value) => Json(value).into_response(),
            Self::Created(value) => (StatusCode::CREATED, Json(value)).into_response(),
            Self::Nothing => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

type Answer = Result<Reply, Refusal>;

/// Makes the routes.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    let app = "/applications/{app}/commands";
    let guild = "/applications/{app}/guilds/{guild}/commands";
    let hook = "/webhooks/{app}/{token}";
    let api = Router::new()
        .route("/gateway", get(application::gateway))
        .route("/gateway/bot", get(application::gateway_bot))
        .route("/oauth2/applications/@me", get(application::application))
        .route("/applications/@me", get(application::application))
        .route("/applications/{app}", get(application::application_by_id))
        .route("/users/@me", get(application::me))
        .route("/users/@me/guilds", get(guilds::mine))
        .route("/users/{user}", get(application::user))
        .route(app, get(commands::list).post(commands::create).put(commands::replace))
        .route(&format!("{app}/{{command}}"), get(commands::show).patch(commands::edit).delete(commands::delete))
        .route(guild, get(commands::list).post(commands::create).put(commands::replace))
        .route(&format!("{guild}/permissions"), get(commands::permissions))
        .route(&format!("{guild}/{{command}}"), get(commands::show).patch(commands::edit).delete(commands::delete))
        .route("/interactions/{id}/{token}/callback", post(interactions::answer))
        .route(hook, post(webhooks::follow_up))
        .route(
            &format!("{hook}/messages/{{message}}"),
            get(webhooks::show).patch(webhooks::edit).delete(webhooks::delete),
        )
        .route("/channels/{channel}", get(channels::show))
        .route("/channels/{channel}/messages", get(messages::list).post(messages::create))
        .route(
            "/channels/{channel}/messages/{message}",
            get(messages::show).patch(messages::edit).delete(messages::delete),
        )
        .route("/guilds/{guild}", get(guilds::show))
        .route("/guilds/{guild}/channels", get(guilds::channels))
        .route("/guilds/{guild}/roles", get(guilds::roles))
        .route("/guilds/{guild}/members/{member}", get(guilds::member))
        .fallback(|| async { Refusal::not_found() })
        .method_not_allowed_fallback(|| async { Refusal::method() })
        .with_state(shared.clone());
    Router::new()
        .nest("/api/v10", api)
        .fallback(|| async { Refusal::not_found() })
        .layer(from_fn_with_state(shared, pass::pass))
}
