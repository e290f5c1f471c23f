//! A bot of raw HTTP and WebSocket.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use localcord::{ChannelId, Config, Guild, Limits, Localcord, Place};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        Message as Frame,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

/// How long any wait in a test may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// `GUILDS` and `GUILD_MESSAGES`.
pub(crate) const INTENTS: u64 = 1 | 1 << 9;

pub(crate) struct Rest {
    http: reqwest::Client,
    token: String,
    pub(crate) app: u64,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) headers: reqwest::header::HeaderMap,
}

impl Reply {
    pub(crate) fn code(&self) -> (u16, u64) {
        (self.status, self.body["code"].as_u64().unwrap_or(0))
    }

    /// The code of the first mistake at a path such as `embeds/0/title`.
    pub(crate) fn mistake(&self, path: &str) -> &str {
        assert_eq!(self.code(), (400, 50035), "{}", self.body);
        self.body
            .pointer(&format!("/errors/{path}/_errors/0/code"))
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("{}", self.body))
    }
}

impl Rest {
    pub(crate) fn new(cord: &Localcord) -> Self {
        Self::with_token(cord, cord.token())
    }

    pub(crate) fn with_token(cord: &Localcord, token: &str) -> Self {
        let root = reqwest::Certificate::from_pem(cord.ca_pem().as_bytes()).expect("the root is PEM");
        let builder = reqwest::Client::builder().resolve("discord.com", cord.rest_addr()).add_root_certificate(root);
        let http = builder.timeout(PATIENCE).build().expect("the client is complete");
        Self { http, token: token.to_owned(), app: cord.application_id() }
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Reply {
        let request = self.request(method, path);
        let request = if body.is_null() { request } else { request.json(&body) };
        Self::send(request).await
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        let request = self.http.request(method, format!("https://discord.com/api/v10{path}"));
        request.header("authorization", format!("Bot {}", self.token))
    }

    pub(crate) async fn send(request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = serde_json::from_slice(&response.bytes().await.expect("a whole body")).unwrap_or_default();
        Reply { status, body, headers }
    }

    pub(crate) async fn register(&self, commands: Value) {
        let reply = self.call("PUT", &format!("/applications/{}/commands", self.app), commands).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    pub(crate) async fn answer(&self, interaction: &Value, body: Value) -> Reply {
        self.call("POST", &callback(interaction), body).await
    }

    pub(crate) async fn say(&self, channel: ChannelId, body: Value) -> Reply {
        self.call("POST", &format!("/channels/{channel}/messages"), body).await
    }

    /// The path of an interaction's later answers.
    pub(crate) fn hook(&self, interaction: &Value, rest: &str) -> String {
        format!("/webhooks/{}/{}{rest}", self.app, text(&interaction["token"]))
    }
}

pub(crate) fn callback(interaction: &Value) -> String {
    format!("/interactions/{}/{}/callback", text(&interaction["id"]), text(&interaction["token"]))
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) session: String,
    pub(crate) sequence: u64,
}

impl Socket {
    pub(crate) async fn open(cord: &Localcord) -> Self {
        Self::open_at(&format!("ws://{}/?v=10&encoding=json", cord.gateway_addr())).await
    }

    pub(crate) async fn open_at(address: &str) -> Self {
        let (stream, _) = connect_async(address).await.expect("the gateway is there");
        Self { stream, session: String::new(), sequence: 0 }
    }

    pub(crate) async fn identified(cord: &Localcord) -> Self {
        let mut socket = Self::open(cord).await;
        assert_eq!(socket.frame().await["op"], 10);
        socket.send(identify(cord.token(), INTENTS)).await;
        let ready = socket.event("READY").await;
        text(&ready["session_id"]).clone_into(&mut socket.session);
        socket
    }

    pub(crate) async fn send(&mut self, payload: Value) {
        self.stream.send(Frame::text(payload.to_string())).await.expect("the socket is open");
    }

    /// The next payload.
    pub(crate) async fn frame(&mut self) -> Value {
        match self.raw().await {
            Some(Frame::Text(text)) => {
                let frame: Value = serde_json::from_str(&text).expect("JSON");
                self.sequence = frame["s"].as_u64().unwrap_or(self.sequence);
                frame
            }
            other => panic!("no payload but {other:?}"),
        }
    }

    pub(crate) async fn raw(&mut self) -> Option<Frame> {
        timeout(PATIENCE, self.stream.next()).await.expect("something comes in time").and_then(Result::ok)
    }

    /// The code the gateway closes with; nothing when it breaks off.
    pub(crate) async fn closed_with(&mut self) -> Option<u16> {
        loop {
            match self.raw().await {
                Some(Frame::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Some(_) => {}
                None => return None,
            }
        }
    }

    /// The data of the next event of a name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.frame().await;
            if frame["t"] == name {
                return frame["d"].clone();
            }
        }
    }

    pub(crate) async fn interaction(&mut self) -> Value {
        self.event("INTERACTION_CREATE").await
    }

    /// Closes with 4000, which leaves the session to be resumed.
    pub(crate) async fn hang_up(self) {
        self.close(CloseCode::Library(4000)).await;
    }

    /// Closes with 1000, which ends the session.
    pub(crate) async fn say_goodbye(self) {
        self.close(CloseCode::Normal).await;
    }

    async fn close(mut self, code: CloseCode) {
        self.stream.close(Some(CloseFrame { code, reason: "".into() })).await.expect("the socket is open");
        // The gateway answers the close once it has taken note of it.
        while self.raw().await.is_some() {}
    }
}

pub(crate) fn identify(token: &str, intents: u64) -> Value {
    json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": { "os": "linux", "browser": "x", "device": "x" } } })
}

/// A stand-in with a guild, a channel, a member and a connected bot that has registered a few commands.
pub(crate) struct Scene {
    pub(crate) cord: Localcord,
    pub(crate) guild: Guild,
    pub(crate) channel: ChannelId,
    pub(crate) ada: Place,
    pub(crate) rest: Rest,
    pub(crate) socket: Socket,
}

/// Settings under which nothing takes long.
pub(crate) fn quick() -> Config {
    Config {
        answer_within: Duration::from_secs(1),
        fill_within: Duration::from_millis(400),
        update_within: Duration::from_millis(100),
        limits: Limits::none(),
        ..Config::default()
    }
}

impl Scene {
    pub(crate) async fn set() -> Self {
        Self::set_with(quick()).await
    }

    pub(crate) async fn set_with(config: Config) -> Self {
        let cord = Localcord::start(config).await.expect("two sockets are free");
        let guild = cord.create_guild("Workers");
        let channel = guild.create_channel("petitions");
        let ada = guild.join("ada", &[]).in_channel(channel);
        let rest = Rest::new(&cord);
        rest.register(tree()).await;
        let socket = Socket::identified(&cord).await;
        Self { cord, guild, channel, ada, rest, socket }
    }

    /// What a message must contain to mention ada.
    pub(crate) fn ada_mention(&self) -> String {
        self.guild.join("ada", &[]).mention()
    }

    /// Types `/ask` and returns the interaction the bot gets.
    pub(crate) async fn ask(&mut self) -> Value {
        let ada = self.ada.clone();
        tokio::spawn(async move { ada.slash("/ask").await });
        self.socket.interaction().await
    }
}

/// What the bot registers.
fn tree() -> Value {
    json!([
        { "name": "ask", "description": "Asks" },
        { "name": "say", "description": "Says", "options": [
            { "type": 3, "name": "text", "description": "Text", "required": true, "min_length": 2, "max_length": 10 },
            { "type": 4, "name": "times", "description": "Times", "min_value": 1, "max_value": 3 },
            { "type": 5, "name": "private", "description": "Private" },
            { "type": 6, "name": "who", "description": "Who" },
            { "type": 7, "name": "where", "description": "Where", "channel_types": [0] },
            { "type": 8, "name": "role", "description": "Role" },
            { "type": 10, "name": "share", "description": "Share" },
            { "type": 3, "name": "kind", "description": "Kind", "choices": [{ "name": "A letter", "value": "letter" }] },
            { "type": 3, "name": "near", "description": "Near", "autocomplete": true },
        ] },
        { "name": "count", "description": "Counts", "options": [
            { "type": 1, "name": "show", "description": "Show", "options": [
                { "type": 3, "name": "petition", "description": "Which", "required": true, "autocomplete": true },
                { "type": 5, "name": "private", "description": "Private" },
            ] },
            { "type": 2, "name": "old", "description": "Old", "options": [
                { "type": 1, "name": "list", "description": "List" },
            ] },
        ] },
        { "name": "review", "description": "Reviews", "default_member_permissions": "8192" },
        { "name": "elsewhere", "description": "In DMs", "contexts": [1] },
        { "name": "Log as source", "type": 3 },
        { "name": "Who is this", "type": 2 },
    ])
}
