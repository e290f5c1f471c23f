//! One socket: HELLO, then IDENTIFY or RESUME, then heartbeats up and events down.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{
        Query, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    response::Response,
    routing::any,
};
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::{
    hub::{Link, Order},
    identify::{self, Goodbye},
};
use crate::{
    rest::Refusal,
    state::{Shared, render},
};

/// Payloads a connection may send a minute.
const SENDS_A_MINUTE: usize = 120;

/// What the address asks for.
#[derive(serde::Deserialize)]
struct Wish {
    v: Option<u8>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// Makes the gateway's one route.
pub(super) fn routes(shared: Arc<Shared>) -> Router {
    Router::new().route("/", any(open)).with_state(shared)
}

async fn open(
    State(shared): State<Arc<Shared>>,
    Query(wish): Query<Wish>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let tasks = shared.tasks.clone();
    if wish.compress.is_some() {
        return Err(Refusal::new(400, 0, "transport compression is not spoken here"));
    }
    let bad = if wish.v != Some(10) {
        Some((4012, "Invalid API version."))
    } else if wish.encoding.is_some_and(|encoding| encoding != "json") {
        Some((4002, "Error while decoding payload."))
    } else {
        None
    };
    Ok(upgrade.on_upgrade(move |socket| tasks.track_future(run(shared, socket, bad))))
}

async fn run(shared: Arc<Shared>, mut socket: WebSocket, bad: Option<Goodbye>) {
    if let Some(goodbye) = bad {
        close(&mut socket, goodbye).await;
        return;
    }
    let (orders, inbox) = mpsc::unbounded_channel();
    let number = shared.change(|world| {
        world.hub.opened += 1;
        world.hub.open += 1;
        world.hub.opened
    });
    let mut connection =
        Connection { shared: shared.clone(), number, orders, session: None, sent: Vec::new(), silent: false };
    let end = connection.talk(&mut socket, inbox).await;
    shared.change(|world| world.hub.closed(number, matches!(end, End::Goodbye)));
    match end {
        End::Close(goodbye) => close(&mut socket, goodbye).await,
        End::Goodbye | End::Gone => {}
    }
}

/// How a connection ends.
enum End {
    /// We close it with a code.
    Close(Goodbye),
    /// The bot closed it with 1000 or 1001, which ends the session.
    Goodbye,
    /// It broke off.
    Gone,
}

struct Connection {
    shared: Arc<Shared>,
    number: usize,
    orders: UnboundedSender<Order>,
    session: Option<String>,
    /// When the bot's payloads of the last minute came.
    sent: Vec<Instant>,
    silent: bool,
}

impl Connection {
    async fn talk(&mut self, socket: &mut WebSocket, mut inbox: UnboundedReceiver<Order>) -> End {
        let beat = self.shared.config.heartbeat;
        let hello =
            json!({ "op": 10, "d": { "heartbeat_interval": beat.as_millis(), "_trace": [] }, "s": null, "t": null });
        if socket.send(Message::text(hello.to_string())).await.is_err() {
            return End::Gone;
        }
        // Discord waits somewhat longer than the interval it asks for.
        let patience = beat + beat / 2 + Duration::from_secs(1);
        let mut last_heard = Instant::now();
        loop {
            let stop = self.shared.stop.clone();
            tokio::select! {
                () = stop.cancelled() => return End::Close((1001, "Going away.")),
                () = tokio::time::sleep(patience.saturating_sub(last_heard.elapsed())), if !self.silent => {
                    return End::Close((4000, "No heartbeat."));
                }
                order = inbox.recv() => if let Some(end) = self.obey(socket, order).await { return end },
                heard = socket.recv() => {
                    last_heard = Instant::now();
                    if let Some(end) = self.hear(socket, heard).await { return end }
                }
            }
        }
    }

    async fn obey(&mut self, socket: &mut WebSocket, order: Option<Order>) -> Option<End> {
        match order {
            Some(Order::Send(_)) if self.silent => None,
            Some(Order::Send(text)) => socket.send(Message::text(text)).await.err().map(|_| End::Gone),
            Some(Order::Close(code, why)) => Some(End::Close((code, why))),
            Some(Order::Cut) | None => Some(End::Gone),
            Some(Order::FallSilent) => {
                self.silent = true;
                None
            }
            Some(Order::Forget) => {
                self.session = None;
                None
            }
        }
    }

    async fn hear(&mut self, socket: &mut WebSocket, heard: Option<Result<Message, axum::Error>>) -> Option<End> {
        let text = match heard {
            None | Some(Err(_)) => return Some(End::Gone),
            Some(Ok(Message::Close(frame))) => {
                let code = frame.map_or(1005, |frame| frame.code);
                return Some(if matches!(code, 1000 | 1001) { End::Goodbye } else { End::Gone });
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return None,
            Some(Ok(Message::Binary(_))) => {
                return Some(End::Close((4002, "Error while decoding payload.")));
            }
            Some(Ok(Message::Text(text))) => text,
        };
        if self.silent {
            return None;
        }
        self.sent.retain(|at| at.elapsed() < Duration::from_mins(1));
        self.sent.push(Instant::now());
        if self.sent.len() > SENDS_A_MINUTE {
            return Some(End::Close((4008, "Rate limited.")));
        }
        let Ok(payload) = serde_json::from_str::<Value>(&text) else {
            return Some(End::Close((4002, "Error while decoding payload.")));
        };
        match self.understand(&payload) {
            Ok(Some(answer)) => socket.send(Message::text(answer.to_string())).await.err().map(|_| End::Gone),
            Ok(None) => None,
            Err(goodbye) => Some(End::Close(goodbye)),
        }
    }

    /// Acts on a payload; returns what to say at once.
    fn understand(&mut self, payload: &Value) -> Result<Option<Value>, Goodbye> {
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => Ok(Some(json!({ "op": 11, "d": null, "s": null, "t": null }))),
            Some(2 | 6) if self.session.is_some() => Err((4005, "Already authenticated.")),
            Some(2) => self.identify(data).map(|()| None),
            Some(6) => self.resume(data),
            Some(3 | 4 | 8) if self.session.is_none() => Err((4003, "Not authenticated.")),
            Some(3 | 4 | 8) => Ok(None),
            _ => Err((4001, "Unknown opcode.")),
        }
    }

    fn identify(&mut self, data: &Value) -> Result<(), Goodbye> {
        let identity = identify::read(&self.shared, data)?;
        let link = self.link();
        let session = self.shared.change(|world| {
            let session = format!("{:032x}", u128::from(world.id()) << 32 | u128::from(identity.shard.0));
            world.hub.identify(&session, identity.shard, identity.intents, link);
            let ready = identify::ready(&self.shared, world, &session, &identity);
            world.hub.send_to(&session, "READY", &ready);
            if identity.intents.contains(twilight_model::gateway::Intents::GUILDS) {
                let (number, count) = identity.shard;
                let guilds: Vec<_> = world
                    .guilds
                    .keys()
                    .copied()
                    .filter(|id| (id.get() >> 22) % count == number && world.available(*id))
                    .collect();
                for id in guilds {
                    if let Some(guild) = render::guild_create(world, id) {
                        world.hub.send_to(&session, "GUILD_CREATE", &guild);
                    }
                }
            }
            session
        });
        self.session = Some(session);
        Ok(())
    }

    fn resume(&mut self, data: &Value) -> Result<Option<Value>, Goodbye> {
        let (Some(token), Some(session)) = (data["token"].as_str(), data["session_id"].as_str()) else {
            return Err((4002, "Error while decoding payload."));
        };
        if !identify::same_token(&self.shared, token) {
            return Err((4004, "Authentication failed."));
        }
        let seen = data["seq"].as_u64().unwrap_or(0);
        let lives = self.shared.config.session_lives;
        let link = self.link();
        if self.shared.change(|world| world.hub.resume(session, seen, lives, &link)) {
            self.session = Some(session.to_owned());
            return Ok(None);
        }
        Ok(Some(json!({ "op": 9, "d": false, "s": null, "t": null })))
    }

    fn link(&self) -> Link {
        Link { number: self.number, orders: self.orders.clone() }
    }
}

async fn close(socket: &mut WebSocket, (code, reason): Goodbye) {
    let frame = CloseFrame { code, reason: reason.into() };
    let wait = Duration::from_secs(2);
    if socket.send(Message::Close(Some(frame))).await.is_ok() {
        // The bot's own close frame ends the handshake; without it the bot would see a broken connection.
        let answered = async { while let Some(Ok(_)) = socket.recv().await {} };
        let _ = tokio::time::timeout(wait, answered).await;
    }
}
