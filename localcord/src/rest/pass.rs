//! What every request passes: body, token, limits, log.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use serde_json::Value;

use super::{
    Payload, Refusal,
    limits::{self, Bucket},
};
use crate::{seen, state::Shared};

/// How long a client is told to wait that is refused on request.
const REFUSED_FOR: Duration = Duration::from_secs(1);

/// The largest request, in bytes.
const BODY_LIMIT: usize = 25 * 1024 * 1024;

/// When a request was here, all of it: what is done with it then is not the bot's time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrived(pub(super) Instant);

pub(super) async fn pass(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let mut entry = seen::Request {
        method: parts.method.to_string(),
        path: without_token(&path),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        status: 0,
        body: Value::Null,
        files: 0,
        answer: Value::Null,
        at,
    };
    let body = to_bytes(body, BODY_LIMIT).await;
    let arrived = Arrived(Instant::now());
    let payload = match body {
        Ok(bytes) => Payload::read(&parts, bytes).await,
        Err(_) => Err(Refusal::too_large()),
    };
    if let Ok(payload) = &payload {
        entry.body = payload.json.clone();
        entry.files = payload.files.len();
    }
    let response = match payload {
        _ if needs_token(&path) && !has_token(&shared, &parts.headers) => Refusal::unauthorized().into_response(),
        Err(refusal) => refusal.into_response(),
        Ok(payload) => {
            let mut request = Request::from_parts(parts, Body::empty());
            request.extensions_mut().insert(Arc::new(payload));
            request.extensions_mut().insert(arrived);
            limited(&shared, &path, request, next).await
        }
    };
    log(&shared, entry, response).await
}

async fn limited(shared: &Shared, path: &str, request: Request, next: Next) -> Response {
    if shared.change(|world| world.refuses(path)) {
        return limits::shared(REFUSED_FOR);
    }
    let Some(bucket) = Bucket::of(request.method(), path, &shared.config.limits) else {
        return next.run(request).await;
    };
    match shared.change(|world| world.buckets.take(&bucket, shared.config.limits.global)) {
        Err(refusal) => *refusal,
        Ok(left) => {
            let mut response = next.run(request).await;
            limits::tell(response.headers_mut(), &bucket, left);
            response
        }
    }
}

/// Writes the log, and puts the answer of an unreadable path into Discord's shape.
async fn log(shared: &Shared, mut entry: seen::Request, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let json = serde_json::from_slice(&bytes);
    if parts.status == StatusCode::BAD_REQUEST && json.is_err() {
        let refusal = Refusal::field("id", "NUMBER_TYPE_COERCE", "Value is not snowflake.").into_response();
        return Box::pin(log(shared, entry, refusal)).await;
    }
    entry.status = parts.status.as_u16();
    entry.answer = json.unwrap_or_default();
    // Answers for a shared resource do not count; this stand-in has none.
    let invalid = matches!(entry.status, 401 | 403 | 429);
    shared.change(|world| {
        world.invalid_requests += usize::from(invalid);
        world.requests.push_back(entry);
        if world.requests.len() > shared.config.keep_requests {
            world.requests.pop_front();
        }
    });
    parts.headers.remove("content-length");
    Response::from_parts(parts, Body::from(bytes))
}

/// Tells whether a path needs the bot's token: those with an interaction's token do not, nor does the gateway's address.
fn needs_token(path: &str) -> bool {
    let path = path.trim_start_matches("/api/v10");
    path != "/gateway" && !path.starts_with("/interactions/") && !path.starts_with("/webhooks/")
}

fn has_token(shared: &Shared, headers: &HeaderMap) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    given.and_then(|given| given.strip_prefix("Bot ")) == Some(shared.token.as_str())
}

/// Drops the version and masks the interaction's token.
fn without_token(path: &str) -> String {
    let mut steps: Vec<_> = path.trim_start_matches("/api/v10").split('/').collect();
    if matches!(steps.get(1), Some(&("interactions" | "webhooks")))
        && let Some(token) = steps.get_mut(3)
    {
        *token = "TOKEN";
    }
    steps.join("/")
}
