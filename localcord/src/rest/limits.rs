//! Rate limits: a window per bucket, opened by its first request, and one over all.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    clock,
    config::{Limit, Limits},
    faults::Scope,
};

/// Windows beyond which old ones are swept out.
const CROWDED: usize = 10_000;

/// No window is longer.
const LONGEST: Duration = Duration::from_mins(1);

/// The windows that are open.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    windows: HashMap<String, Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    opened: Instant,
    used: u32,
}

/// The bucket a request falls into.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    class: &'static str,
    key: String,
    limit: Limit,
    /// Whether the limit over all counts it: answers to interactions are free of it.
    counted: bool,
}

/// What is left of a bucket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    limit: u32,
    remaining: u32,
    reset_after: Duration,
}

impl Bucket {
    /// Finds the bucket of a request; answers to interactions have none.
    pub(super) fn of(method: &Method, path: &str, limits: &Limits) -> Option<Self> {
        let steps: Vec<_> = path.trim_start_matches("/api/v10/").split('/').collect();
        let (class, limit, key, counted) = match (method.as_str(), steps.as_slice()) {
            (_, ["interactions", ..]) => return None,
            (_, ["webhooks", app, token, ..]) => ("webhook", limits.webhook, format!("{app}/{token}"), false),
            ("POST", ["channels", channel, "messages"]) => {
                ("create", limits.create_message, (*channel).to_owned(), true)
            }
            ("PATCH", ["channels", channel, "messages", _]) => {
                ("edit", limits.edit_message, (*channel).to_owned(), true)
            }
            ("DELETE", ["channels", channel, "messages", _]) => {
                ("delete", limits.delete_message, (*channel).to_owned(), true)
            }
            ("GET", ["applications", ..]) | (_, ["applications", _]) => {
                ("other", limits.other, format!("{method} {path}"), true)
            }
            (_, ["applications", app, "guilds", guild, "commands", ..]) => {
                ("commands", limits.commands, format!("{app}/{guild}"), true)
            }
            (_, ["applications", app, "commands", ..]) => ("commands", limits.commands, (*app).to_owned(), true),
            _ => ("other", limits.other, format!("{method} {path}"), true),
        };
        Some(Self { class, key, limit, counted })
    }
}

impl Buckets {
    /// Counts a request. When it is one too many, gives the refusal.
    pub(super) fn take(&mut self, bucket: &Bucket, global: Limit) -> Result<Left, Box<Response>> {
        if bucket.counted {
            let all = self.count("global", global);
            if let Err(wait) = all {
                return Err(Box::new(too_many(Scope::Global, wait, None)));
            }
        }
        match self.count(&format!("{} {}", bucket.class, bucket.key), bucket.limit) {
            Ok(left) => Ok(left),
            Err(wait) => Err(Box::new(too_many(Scope::User, wait, Some(bucket)))),
        }
    }

    fn count(&mut self, key: &str, limit: Limit) -> Result<Left, Duration> {
        let now = Instant::now();
        if self.windows.len() > CROWDED {
            self.windows.retain(|_, window| window.opened.elapsed() < LONGEST);
        }
        let window = self.windows.entry(key.to_owned()).or_insert(Window { opened: now, used: 0 });
        if window.opened.elapsed() >= limit.per {
            *window = Window { opened: now, used: 0 };
        }
        let reset_after = limit.per.saturating_sub(window.opened.elapsed());
        if window.used >= limit.requests {
            return Err(reset_after);
        }
        window.used += 1;
        Ok(Left { limit: limit.requests, remaining: limit.requests - window.used, reset_after })
    }
}

impl Left {
    /// Says what is left of a bucket of which so much is used.
    const fn of(bucket: &Bucket, used: u32, reset_after: Duration) -> Self {
        let limit = bucket.limit.requests;
        Self { limit, remaining: limit.saturating_sub(used), reset_after }
    }
}

/// Tells a client what is left.
pub(super) fn tell(headers: &mut HeaderMap, bucket: &Bucket, left: Left) {
    let reset = Duration::from_millis(clock::now_ms()) + left.reset_after;
    let lines = [
        ("x-ratelimit-limit", left.limit.to_string()),
        ("x-ratelimit-remaining", left.remaining.to_string()),
        ("x-ratelimit-reset", format!("{:.3}", reset.as_secs_f64())),
        ("x-ratelimit-reset-after", format!("{:.3}", left.reset_after.as_secs_f64())),
        ("x-ratelimit-bucket", format!("localcord-{}", bucket.class)),
    ];
    for (name, value) in lines {
        put(headers, name, &value);
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// Refuses a request with 429.
///
/// A route's limit is told with its bucket. One over all has none, and a shared one leaves the bot's own bucket as it was.
pub(super) fn too_many(scope: Scope, wait: Duration, bucket: Option<&Bucket>) -> Response {
    let message = match scope {
        Scope::User | Scope::Global => "You are being rate limited.",
        Scope::Shared => "The resource is being rate limited.",
    };
    let body = json!({
        "message": message,
        "retry_after": (wait.as_secs_f64() * 1000.0).ceil() / 1000.0,
        "global": scope == Scope::Global,
    });
    let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
    let headers = response.headers_mut();
    put(headers, "retry-after", &wait.as_secs_f64().ceil().max(1.0).to_string());
    put(headers, "x-ratelimit-scope", scope.name());
    match (scope, bucket) {
        (Scope::Global, _) => put(headers, "x-ratelimit-global", "true"),
        (Scope::User, Some(bucket)) => tell(headers, bucket, Left::of(bucket, bucket.limit.requests, wait)),
        (Scope::Shared, Some(bucket)) => tell(headers, bucket, Left::of(bucket, 1, bucket.limit.per)),
        (Scope::User | Scope::Shared, None) => {}
    }
    response
}
