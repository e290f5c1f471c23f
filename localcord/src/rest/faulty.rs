//! What a request meets that is to fail.

use axum::{
    Json,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    limits::{self, Bucket},
    line::Scissors,
};
use crate::faults::{Fault, Page};

/// Lets a fault happen before anything is done. Gives the answer when nothing is to be done at all.
pub(super) async fn before(fault: Fault, scissors: &Scissors, bucket: Option<&Bucket>) -> Option<Response> {
    match fault {
        Fault::Status(status, page) => Some(error(status, page)),
        Fault::TooMany(scope, wait) => Some(limits::too_many(scope, wait, bucket)),
        Fault::CutBefore => {
            scissors.cut();
            // Nobody reads it.
            Some(StatusCode::NO_CONTENT.into_response())
        }
        Fault::SlowBefore(delay) => {
            tokio::time::sleep(delay).await;
            None
        }
        Fault::CutAfter | Fault::HalfAnswer | Fault::SlowAfter(_) => None,
    }
}

/// Lets a fault happen between what was done and its answer, whose body is so long.
pub(super) async fn after(fault: Fault, scissors: &Scissors, body: usize) {
    match fault {
        Fault::CutAfter => scissors.cut(),
        Fault::HalfAnswer => scissors.cut_after(body / 2),
        Fault::SlowAfter(delay) => tokio::time::sleep(delay).await,
        Fault::Status(..) | Fault::TooMany(..) | Fault::CutBefore | Fault::SlowBefore(_) => {}
    }
}

fn error(status: u16, page: Page) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reason = status.canonical_reason().unwrap_or_default();
    let title = format!("{}: {reason}", status.as_u16());
    match page {
        Page::Json => (status, Json(json!({ "message": title, "code": 0 }))).into_response(),
        Page::Code(code) => (status, Json(json!({ "message": reason, "code": code }))).into_response(),
        Page::Html => {
            let body = format!(
                "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
                 <hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
            );
            (status, [(CONTENT_TYPE, "text/html")], body).into_response()
        }
        Page::Empty => status.into_response(),
    }
}
