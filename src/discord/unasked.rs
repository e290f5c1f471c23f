//! The client for what we do unasked: our own messages, and what is looked up.
//!
//! serenity's limiter waits out every 429 inside the call, however long and however often, and without it an error comes
//! without its headers. So requests are built by serenity and sent here, where the whole answer is seen: what Discord
//! says of its limits is kept in [`Quota`], short waits are waited, long ones are told.

use std::time::Duration;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serenity::all::{
    ApplicationId, BotGateway, Channel, ChannelId, Command, CommandPermissions, CreateAttachment, CreateCommand,
    CreateMessage, CurrentApplicationInfo, EditMessage, Gateway, GuildId, LightMethod, Member, MessageId, Multipart,
    MultipartUpload, PartialGuild, RatelimitingBucket, Request, Route, UserId,
};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::http::Trouble;
use super::quota::{Quota, Said};
use crate::config::Token;

/// The longest wait for Discord to take more that a request sits out; Discord's usual windows are no longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a request is made that Discord takes no more of just now.
const TRIES: u32 = 3;

/// What limits are counted by: the method, the route, and the channel or guild it is about.
type Limited = (LightMethod, RatelimitingBucket);

/// The client for what we do unasked.
pub(super) struct Unasked {
    client: reqwest::Client,
    /// With the word before it that Discord wants.
    token: String,
    quota: Quota<Limited>,
    stop: CancellationToken,
}

/// A message as it is looked at: whatever else Discord may add to one does not keep us from finding ours.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    pub(super) id: MessageId,
    pub(super) author: SeenAuthor,
    #[serde(default)]
    embeds: Vec<SeenEmbed>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SeenAuthor {
    pub(super) id: UserId,
}

#[derive(Debug, Deserialize)]
struct SeenEmbed {
    footer: Option<SeenFooter>,
}

#[derive(Debug, Deserialize)]
struct SeenFooter {
    text: String,
}

impl Seen {
    /// Tells whether a footer of the message says this and nothing else.
    pub(super) fn marked(&self, marker: &str) -> bool {
        self.embeds.iter().filter_map(|embed| embed.footer.as_ref()).any(|footer| footer.text == marker)
    }
}

#[derive(Deserialize)]
struct Sent {
    id: MessageId,
}

/// What an error's body says.
#[derive(Default, Deserialize)]
struct Refused {
    code: Option<i64>,
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

impl Unasked {
    pub(super) fn new(client: reqwest::Client, token: &Token, stop: CancellationToken) -> Self {
        Self { client, token: format!("Bot {}", token.expose()), quota: Quota::new(), stop }
    }

    pub(super) async fn send_message(
        &self,
        channel: ChannelId,
        message: &CreateMessage,
        files: Vec<CreateAttachment>,
    ) -> Result<MessageId, Trouble> {
        let route = Route::ChannelMessages { channel_id: channel };
        Ok(self.write_with::<Sent>(LightMethod::Post, route, message, files).await?.id)
    }

    pub(super) async fn edit_message(
        &self,
        channel: ChannelId,
        message: MessageId,
        edit: &EditMessage,
        files: Vec<CreateAttachment>,
    ) -> Result<(), Trouble> {
        let route = Route::ChannelMessage { channel_id: channel, message_id: message };
        self.write_with::<IgnoredAny>(LightMethod::Patch, route, edit, files).await.map(drop)
    }

    /// Looks at a channel's messages, those before one or the latest, the newest first.
    pub(super) async fn messages(
        &self,
        channel: ChannelId,
        before: Option<MessageId>,
        limit: u8,
    ) -> Result<Vec<Seen>, Trouble> {
        let route = Route::ChannelMessages { channel_id: channel };
        let mut params = vec![("limit", limit.to_string())];
        params.extend(before.map(|id| ("before", id.to_string())));
        self.fire(LightMethod::Get, route, |request| request.params(Some(params.clone()))).await
    }

    pub(super) async fn application(&self) -> Result<CurrentApplicationInfo, Trouble> {
        self.read(Route::Oauth2ApplicationCurrent).await
    }

    pub(super) async fn gateway(&self) -> Result<Gateway, Trouble> {
        self.read(Route::Gateway).await
    }

    pub(super) async fn bot_gateway(&self) -> Result<BotGateway, Trouble> {
        self.read(Route::GatewayBot).await
    }

    pub(super) async fn commands(&self, application: ApplicationId) -> Result<Vec<Command>, Trouble> {
        self.read(Route::Commands { application_id: application }).await
    }

    /// Puts these commands in the place of those there are.
    pub(super) async fn register(&self, application: ApplicationId, tree: &[CreateCommand]) -> Result<(), Trouble> {
        let route = Route::Commands { application_id: application };
        self.write::<IgnoredAny>(LightMethod::Put, route, &tree).await.map(drop)
    }

    pub(super) async fn commands_permissions(
        &self,
        application: ApplicationId,
        guild: GuildId,
    ) -> Result<Vec<CommandPermissions>, Trouble> {
        self.read(Route::GuildCommandsPermissions { application_id: application, guild_id: guild }).await
    }

    pub(super) async fn guild(&self, guild: GuildId) -> Result<PartialGuild, Trouble> {
        self.read(Route::Guild { guild_id: guild }).await
    }

    pub(super) async fn member(&self, guild: GuildId, user: UserId) -> Result<Member, Trouble> {
        let mut found: serde_json::Value = self.read(Route::GuildMember { guild_id: guild, user_id: user }).await?;
        // serenity's type wants the guild, which Discord leaves out.
        found["guild_id"] = guild.to_string().into();
        serde_json::from_value(found).map_err(|_| Trouble::Other)
    }

    pub(super) async fn channel(&self, channel: ChannelId) -> Result<Channel, Trouble> {
        self.read(Route::Channel { channel_id: channel }).await
    }

    async fn read<T: DeserializeOwned>(&self, route: Route<'_>) -> Result<T, Trouble> {
        self.fire(LightMethod::Get, route, |request| request).await
    }

    async fn write<T: DeserializeOwned>(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: &impl serde::Serialize,
    ) -> Result<T, Trouble> {
        let body = serde_json::to_vec(body).map_err(|_| Trouble::Other)?;
        self.fire(method, route, |request| request.body(Some(body.clone()))).await
    }

    /// Writes with files, which go beside the body.
    async fn write_with<T: DeserializeOwned>(
        &self,
        method: LightMethod,
        route: Route<'_>,
        body: &impl serde::Serialize,
        files: Vec<CreateAttachment>,
    ) -> Result<T, Trouble> {
        if files.is_empty() {
            return self.write(method, route, body).await;
        }
        let body = serde_json::to_string(body).map_err(|_| Trouble::Other)?;
        self.fire(method, route, |request| {
            let upload = MultipartUpload::Attachments(files.clone());
            request.multipart(Some(Multipart { upload, payload_json: Some(body.clone()), fields: Vec::new() }))
        })
        .await
    }

    /// Makes a request, again when Discord takes more before long.
    async fn fire<'a, T: DeserializeOwned>(
        &self,
        method: LightMethod,
        route: Route<'a>,
        with: impl Fn(Request<'a>) -> Request<'a>,
    ) -> Result<T, Trouble> {
        let key = (method, route.ratelimiting_bucket());
        let mut left = TRIES;
        loop {
            left -= 1;
            let under_way = loop {
                match self.quota.begin(key, Instant::now()) {
                    Ok(under_way) => break under_way,
                    Err(wait) if wait <= PATIENCE && timeout(wait, self.stop.cancelled()).await.is_err() => {}
                    Err(wait) => return Err(Trouble::Limited(Some(wait))),
                }
            };
            match self.once(key, with(Request::new(route, method))).await {
                Err(Trouble::Limited(Some(wait))) if left > 0 && wait <= PATIENCE => drop(under_way),
                done => return done,
            }
        }
    }

    async fn once<T: DeserializeOwned>(&self, key: Limited, request: Request<'_>) -> Result<T, Trouble> {
        let request = request.build(&self.client, &self.token, None).map_err(|_| Trouble::Other)?;
        let answer = request.send().await.map_err(|_| Trouble::Unreachable)?;
        let (status, mut said) = (answer.status(), said(&answer));
        // An answer that breaks off is none, but what its head says counts.
        let body = answer.bytes().await.ok();
        if status.is_success() {
            self.quota.heard(key, said, Instant::now());
            return parse(&body.ok_or(Trouble::Unreachable)?);
        }
        let refused = body.and_then(|body| serde_json::from_slice::<Refused>(&body).ok());
        let Refused { code, retry_after, global } = refused.unwrap_or_default();
        said.global |= global;
        said.retry_after = seconds(retry_after).or(said.retry_after);
        // A 429 of Discord's has no code, but says how long.
        said.discords = code.is_some() || retry_after.is_some();
        let held = self.quota.heard(key, said, Instant::now());
        Err(match Trouble::of(status.as_u16(), code) {
            Trouble::Limited(_) => Trouble::Limited(held),
            other => other,
        })
    }
}

/// Reads what an answer's head says of limits.
fn said(answer: &reqwest::Response) -> Said {
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let number = |name| header(name).and_then(|value| value.parse::<f64>().ok());
    let nothing_left = header("x-ratelimit-remaining") == Some("0");
    Said {
        status: answer.status().as_u16(),
        discords: true,
        global: header("x-ratelimit-global").is_some() || header("x-ratelimit-scope") == Some("global"),
        shared: header("x-ratelimit-scope") == Some("shared"),
        retry_after: seconds(number("retry-after")),
        used_up: seconds(number("x-ratelimit-reset-after")).filter(|_| nothing_left),
    }
}

fn seconds(count: Option<f64>) -> Option<Duration> {
    Duration::try_from_secs_f64(count?).ok()
}

/// Reads a body. What is no JSON was not written by Discord.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Trouble> {
    serde_json::from_slice(body).map_err(|error| if error.is_data() { Trouble::Other } else { Trouble::Unreachable })
}
