//! The page's own files, and the files of messages.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use localcord::MessageId;
use serde::Deserialize;

use crate::server::Shared;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! parts {
    ($($name:literal: $kind:expr),* $(,)?) => {
        /// The page's parts: name, kind and text.
        const PARTS: &[(&str, &str, &str)] = &[$(($name, $kind, include_str!(concat!("../page/", $name)))),*];
    };
}

parts! {
    "index.html": HTML,
    "icon.svg": SVG,
    "base.css": CSS,
    "layout.css": CSS,
    "message.css": CSS,
    "composer.css": CSS,
    "side.css": CSS,
    "main.js": JS,
    "api.js": JS,
    "store.js": JS,
    "make.js": JS,
    "text.js": JS,
    "message.js": JS,
    "controls.js": JS,
    "form.js": JS,
    "commands.js": JS,
    "listbox.js": JS,
    "composer.js": JS,
    "fields.js": JS,
    "side.js": JS,
    "tour.js": JS,
    "steps.js": JS,
    "looks.js": JS,
}

/// Serves the page.
pub(crate) async fn index() -> Response {
    find("index.html")
}

/// Serves a part of the page.
pub(crate) async fn part(Path(name): Path<String>) -> Response {
    find(&name)
}

fn find(name: &str) -> Response {
    let found = PARTS.iter().find(|(part, _, _)| *part == name);
    found.map_or_else(missing, |(_, kind, text)| ([(header::CONTENT_TYPE, *kind)], *text).into_response())
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing here.").into_response()
}

#[derive(Deserialize)]
pub(crate) struct Reader {
    person: String,
}

/// Serves a file of a message to who sees the message: pictures to be shown, anything else to be kept.
pub(crate) async fn attached(
    State(shared): State<Arc<Shared>>,
    Path((message, file)): Path<(u64, u64)>,
    Query(reader): Query<Reader>,
) -> Response {
    let seen = shared.someone(&reader.person).and_then(|one| one.client.message(MessageId::new(message)));
    let found = seen.and_then(|message| message.attachments.into_iter().find(|one| one.id == file));
    let Some(found) = found else { return missing() };
    let picture = png_size(&found.bytes).is_some();
    let (kind, disposition) =
        if picture { ("image/png", "inline") } else { ("application/octet-stream", "attachment") };
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
    (headers, found.bytes.to_vec()).into_response()
}

/// Reads a picture's width and height from its first bytes; what has none is no picture, whatever type a bot gives it.
pub(crate) fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let number = |from: usize| Some(u32::from_be_bytes(header.get(from..from + 4)?.try_into().ok()?));
    Some((number(0)?, number(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_first_bytes() {
        let picture = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x58\0\0\x01\x90\x08\x02";
        assert_eq!(png_size(picture), Some((600, 400)));
        assert_eq!(png_size(&picture[..20]), None);
        assert_eq!(png_size(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), None);
    }
}
