//! What a window hears: first all that its person sees, then every change of it.
//!
//! An event's id names the state it leads to. A window that comes back with the id of the state as it is hears only what
//! changes from then on; with any other it gets all of it again, and puts it in place of what it has.

use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use localcord::{Message, MessageId};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{Someone, server::Shared, view};

#[derive(Deserialize)]
pub(crate) struct Window {
    person: String,
}

/// Serves a window's events until it goes away or the page is closed.
pub(crate) async fn events(
    State(shared): State<Arc<Shared>>,
    Query(window): Query<Window>,
    headers: HeaderMap,
) -> Response {
    let Some(someone) = shared.someone(&window.person) else {
        return (StatusCode::NOT_FOUND, "There is nobody of this name.").into_response();
    };
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let feed = Feed {
        changes: someone.client.changes(),
        someone: someone.clone(),
        run: shared.scene.people.iter().map(|one| one.client.user().to_string()).collect(),
        heard,
        scene: Value::Null,
        messages: BTreeMap::new(),
        begun: false,
        shared,
    };
    let events = stream::unfold(feed, |mut feed| async move { Some((Ok::<_, Infallible>(feed.next().await?), feed)) });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

struct Feed {
    shared: Arc<Shared>,
    someone: Someone,
    changes: watch::Receiver<u64>,
    /// Different at every start of the stand-in: ids are made from the time.
    run: String,
    /// The last event the window says it heard.
    heard: Option<String>,
    scene: Value,
    messages: BTreeMap<MessageId, Message>,
    begun: bool,
}

impl Feed {
    /// Waits for the next event; none when the page is closed.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.look() {
                return Some(event);
            }
            tokio::select! {
                () = self.shared.stop.cancelled() => return None,
                changed = self.changes.changed() => changed.ok()?,
            }
        }
    }

    /// Compares what there is with what the window has; nothing when that is the same.
    fn look(&mut self) -> Option<Event> {
        // Read before the look: what changes in between is looked at again.
        let version = *self.changes.borrow_and_update();
        let id = format!("{}-{version}", self.run);
        let scene = view::scene(&self.shared.scene, &self.someone);
        let all: BTreeMap<_, _> = self.someone.client.messages().into_iter().map(|one| (one.id, one)).collect();
        let known = !self.begun && self.heard.as_ref() == Some(&id);
        let whole = !self.begun && !known;
        let changed = |one: &&Message| self.messages.get(&one.id) != Some(*one);
        let put: Vec<Value> =
            all.values().filter(changed).map(|one| view::message(&self.someone.client, one)).collect();
        let gone: Vec<MessageId> = self.messages.keys().filter(|id| !all.contains_key(id)).copied().collect();
        let other_scene = scene != self.scene;
        let silent = known || (!whole && put.is_empty() && gone.is_empty() && !other_scene);
        self.begun = true;
        self.messages = all;
        self.scene = scene;
        if silent {
            return None;
        }
        let mut data = json!({ "whole": whole, "put": put, "gone": gone });
        if other_scene {
            data["scene"] = self.scene.clone();
        }
        Some(Event::default().id(id).retry(std::time::Duration::from_millis(800)).data(data.to_string()))
    }
}
