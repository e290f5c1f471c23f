//! What every request passes: body, token, limits, log.

use std::{sync::Arc, time::Instant};

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use serde_json::Value;

use super::{
    Payload, Refusal, faulty,
    limits::{self, Bucket},
    line::Scissors,
};
use crate::{
    faults::{Fault, Scope},
    seen,
    state::Shared,
};

/// The largest request, in bytes.
const BODY_LIMIT: usize = 25 * 1024 * 1024;

/// When a request was here, all of it: what is done with it then is not the bot's time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrived(pub(super) Instant);

pub(super) async fn pass(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
    next: Next,
) -> Response {
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
        fault: None,
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
    entry.fault = shared.change(|world| world.faults.strike(parts.method.as_str(), unversioned(&path)));
    let bucket = Bucket::of(&parts.method, &path, &shared.config.limits);
    let struck = match entry.fault {
        Some(fault) => faulty::before(fault, &scissors, bucket.as_ref()).await,
        None => None,
    };
    let response = match (struck, payload) {
        (Some(answer), _) => answer,
        (None, _) if needs_token(&path) && !has_token(&shared, &parts.headers) => {
            Refusal::unauthorized().into_response()
        }
        (None, Err(refusal)) => refusal.into_response(),
        (None, Ok(payload)) => {
            let mut request = Request::from_parts(parts, Body::empty());
            request.extensions_mut().insert(Arc::new(payload));
            request.extensions_mut().insert(arrived);
            limited(&shared, bucket.as_ref(), request, next).await
        }
    };
    let fault = entry.fault;
    let (response, length) = log(&shared, entry, response).await;
    if let Some(fault) = fault {
        faulty::after(fault, &scissors, length).await;
    }
    response
}

async fn limited(shared: &Shared, bucket: Option<&Bucket>, request: Request, next: Next) -> Response {
    let Some(bucket) = bucket else {
        return next.run(request).await;
    };
    match shared.change(|world| world.buckets.take(bucket, shared.config.limits.global)) {
        Err(refusal) => *refusal,
        Ok(left) => {
            let mut response = next.run(request).await;
            limits::tell(response.headers_mut(), bucket, left);
            response
        }
    }
}

/// Writes the log, puts the answer of an unreadable path into Discord's shape, and says how long its body is.
async fn log(shared: &Shared, mut entry: seen::Request, response: Response) -> (Response, usize) {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let json = serde_json::from_slice(&bytes);
    if parts.status == StatusCode::BAD_REQUEST && json.is_err() && entry.fault.is_none() {
        let refusal = Refusal::field("id", "NUMBER_TYPE_COERCE", "Value is not snowflake.").into_response();
        return Box::pin(log(shared, entry, refusal)).await;
    }
    if entry.fault != Some(Fault::CutBefore) {
        entry.status = parts.status.as_u16();
    }
    entry.answer = json.unwrap_or_default();
    // A limit that others have used up is not the bot's doing.
    let shared_limit = parts.headers.get("x-ratelimit-scope").is_some_and(|scope| scope == Scope::Shared.name());
    let invalid = matches!(entry.status, 401 | 403) || (entry.status == 429 && !shared_limit);
    shared.change(|world| {
        if invalid {
            world.invalid_requests.push(entry.at);
        }
        world.requests.push_back(entry);
        if world.requests.len() > shared.config.keep_requests {
            world.requests.pop_front();
        }
    });
    parts.headers.remove("content-length");
    let length = bytes.len();
    (Response::from_parts(parts, Body::from(bytes)), length)
}

fn unversioned(path: &str) -> &str {
    path.strip_prefix("/api/v10").unwrap_or(path)
}

/// Tells whether a path needs the bot's token: those with an interaction's token do not, nor does the gateway's address.
fn needs_token(path: &str) -> bool {
    let path = unversioned(path);
    path != "/gateway" && !path.starts_with("/interactions/") && !path.starts_with("/webhooks/")
}

fn has_token(shared: &Shared, headers: &HeaderMap) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    given.and_then(|given| given.strip_prefix("Bot ")) == Some(shared.token.as_str())
}

/// Drops the version and masks the interaction's token.
fn without_token(path: &str) -> String {
    let mut steps: Vec<_> = unversioned(path).split('/').collect();
    if matches!(steps.get(1), Some(&("interactions" | "webhooks")))
        && let Some(token) = steps.get_mut(3)
    {
        *token = "TOKEN";
    }
    steps.join("/")
}
