//! Who may ask: this page, opened on this machine, and nothing else.
//!
//! A page from elsewhere can make a browser send requests here. Its `Origin` tells on it; and where it made its own name
//! lead to this machine, its `Host` does.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::server::Shared;

/// What every answer says: the page may load its own files, ask its own server, and nothing else.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Refuses what does not come from this page, and gives every answer its headers.
pub(crate) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = if is_ours(shared.port, request.method(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "This page answers itself alone, opened on this machine.").into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Browsers name the origin with every request that changes something: where it is missing, no browser asks.
fn is_ours(port: u16, method: &Method, headers: &HeaderMap) -> bool {
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let one = |name: &HeaderName| {
        let mut all = headers.get_all(name).iter();
        // Two of them say two things: neither is believed.
        all.next().filter(|_| all.next().is_none()).and_then(|value| value.to_str().ok())
    };
    let host = one(&header::HOST).filter(|host| names.iter().any(|name| name == host));
    let Some(host) = host else { return false };
    match (headers.contains_key(header::ORIGIN), one(&header::ORIGIN)) {
        (true, origin) => origin.and_then(|origin| origin.strip_prefix("http://")) == Some(host),
        (false, _) => *method == Method::GET || *method == Method::HEAD,
    }
}
