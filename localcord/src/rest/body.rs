//! Request bodies: JSON, or a form with `payload_json` and files.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest as _, Multipart},
    http::{Request, header::CONTENT_TYPE, request::Parts},
};
use serde_json::Value;

use super::Refusal;

/// The largest file of a message, in bytes: what bots may upload without boosts.
pub(crate) const FILE_LIMIT: usize = 10 * 1024 * 1024;

/// A request's body, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payload {
    /// The JSON; `Null` when there is none.
    pub(crate) json: Value,
    /// The files.
    pub(crate) files: Vec<Upload>,
}

/// A file in a request.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The number in its field's name, `files[0]`.
    pub(crate) number: Option<usize>,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Arc<[u8]>,
}

impl Payload {
    /// Reads a body by its content type.
    pub(super) async fn read(parts: &Parts, bytes: Bytes) -> Result<Self, Refusal> {
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return Self::form(parts, bytes).await;
        }
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let json = serde_json::from_slice(&bytes).map_err(|_| Refusal::json())?;
        Ok(Self { json, files: Vec::new() })
    }

    async fn form(parts: &Parts, bytes: Bytes) -> Result<Self, Refusal> {
        let mut request = Request::new(Body::from(bytes));
        request.headers_mut().clone_from(&parts.headers);
        // The whole body was read and measured already.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::json())?;
        let mut payload = Self::default();
        while let Some(field) = form.next_field().await.map_err(|_| Refusal::json())? {
            let name = field.name().unwrap_or_default().to_owned();
            let filename = field.file_name().map(str::to_owned);
            let content_type = field.content_type().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|_| Refusal::json())?;
            if name == "payload_json" {
                payload.json = serde_json::from_slice(&bytes).map_err(|_| Refusal::json())?;
            } else if let Some(filename) = filename {
                if bytes.len() > FILE_LIMIT {
                    return Err(Refusal::too_large());
                }
                let number = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
                payload.files.push(Upload { number, filename, content_type, bytes: bytes.as_ref().into() });
            }
        }
        Ok(payload)
    }
}
