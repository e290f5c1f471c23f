//! The bot's life: built, connected, watched, stopped.
//!
//! Everything that can fail is built before connecting, so that a bot that shows as online also answers. Nothing is
//! started on `Ready`, which comes again with every new session.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ApplicationId, Client, ClientBuilder, GatewayError, GatewayIntents, Permissions, UserId};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::bot::{Bot, Dispatcher};
use super::http::{self, BuildError, Clients, Trouble};
use super::outgoing::Outgoing;
use super::{place, registration, watchdog};
use crate::answers::Responder;
use crate::answers::post::Post;
use crate::config::{Discord, Token};
use crate::ops::metrics::Metrics;
use crate::service::{Service, ServiceError};

/// Within what time of a stop everything here has ended, and the shards' share of it.
const END: Duration = Duration::from_secs(7);
const SHARDS_END: Duration = Duration::from_secs(2);
/// Interactions come without any intent, and nothing else is needed.
const INTENTS: GatewayIntents = GatewayIntents::empty();

/// Why the bot does not run any more, or never did.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A client could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// Discord does not know the token.
    #[error("discord refuses the token: make a new one on the application's page \"Bot\" and set DISCORD_TOKEN")]
    Token,
    /// Discord was not reached.
    #[error("failed to {0}: discord was not reached")]
    Unreachable(&'static str),
    /// Discord refused.
    #[error("failed to {act}: discord refused with code {code}")]
    Refused {
        /// What was tried.
        act: &'static str,
        /// Discord's code, or the status.
        code: i64,
    },
    /// No more sessions may be started today; more tries would cost the token.
    #[error("discord allows no more starts until {} minutes from now", .0.as_secs() / 60 + 1)]
    NoStartsLeft(Duration),
    /// The store failed.
    #[error("failed to look up the registered commands")]
    Store(#[from] ServiceError),
    /// The gateway ended the connection for good.
    #[error("the gateway closed the connection: {0}")]
    Gateway(String),
    /// The gateway has been silent for too long.
    #[error("the gateway has shown no sign of life for {} seconds", .0.as_secs())]
    Silent(Duration),
}

impl RunError {
    /// Tells what became of a request at the start.
    pub(super) fn from_trouble(act: &'static str, trouble: Trouble) -> Self {
        match trouble {
            Trouble::Unauthorised => Self::Token,
            Trouble::Unreachable => Self::Unreachable(act),
            Trouble::Refused(code) => Self::Refused { act, code },
            Trouble::Limited(_) => Self::Refused { act, code: 429 },
            Trouble::AlreadyAnswered | Trouble::TooLate | Trouble::Other => Self::Refused { act, code: 0 },
        }
    }
}

/// A bot that is built and not yet connected.
pub struct Connection {
    settings: Discord,
    token: Token,
    clients: Clients,
    outgoing: Arc<Outgoing>,
    stop: CancellationToken,
}

/// What the bot answers with.
pub struct Brain {
    /// Answers people.
    pub responder: Responder,
    /// Remembers which commands are registered.
    pub service: Arc<Service>,
    /// Counts what is asked and what became of it.
    pub metrics: Arc<Metrics>,
}

impl Connection {
    /// Builds the clients; nothing is sent yet. The bot stops when `stop` is cancelled.
    pub fn build(settings: &Discord, token: Token, stop: CancellationToken) -> Result<Self, RunError> {
        let clients = Clients::build(settings, &token, &stop)?;
        let outgoing = Arc::new(Outgoing::new(Arc::clone(&clients.unasked), stop.clone()));
        Ok(Self { settings: settings.clone(), token, clients, outgoing, stop })
    }

    /// Gives the port for messages that nobody asked for.
    #[must_use]
    pub fn post(&self) -> Arc<dyn Post> {
        Arc::clone(&self.outgoing) as Arc<dyn Post>
    }

    /// Registers the commands if they changed, connects, and works until stopped. `tell` is given the invite link
    /// before the bot connects.
    pub async fn run(self, brain: Brain, tell: impl FnOnce(&str)) -> Result<(), RunError> {
        let started = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Ok(()),
            started = self.start(brain, tell) => started,
        };
        let (client, shards, bot) = started?;
        self.work(client, shards, &bot).await
    }

    /// Does all that comes before the connection.
    async fn start(&self, brain: Brain, tell: impl FnOnce(&str)) -> Result<(Client, u32, Bot), RunError> {
        let application = self.application().await?;
        let shards = self.shards().await?;
        registration::register(&self.clients.unasked, application, &brain.service).await?;
        tell(&invite_link(application));
        // The bot's user and its application have one id.
        let user = UserId::new(application.get());
        self.outgoing.know(user);
        let bot = Bot::new(brain, self.clients.clone(), user);
        let client = self.client(&bot, application).await?;
        Ok((client, shards, bot))
    }

    /// Learns who the bot is, which also shows whether the token is good.
    async fn application(&self) -> Result<ApplicationId, RunError> {
        let found = self.clients.unasked.application().await;
        let id = found.map_err(|trouble| RunError::from_trouble("look up the application", trouble))?.id;
        self.clients.answers.set_application_id(id);
        Ok(id)
    }

    /// Learns how many shards to start, and whether any may be.
    async fn shards(&self) -> Result<u32, RunError> {
        let found = self.clients.unasked.bot_gateway().await;
        let gateway = found.map_err(|trouble| RunError::from_trouble("look up the gateway", trouble))?;
        let limit = gateway.session_start_limit;
        if limit.remaining < u64::from(gateway.shards) {
            return Err(RunError::NoStartsLeft(Duration::from_millis(limit.reset_after)));
        }
        Ok(gateway.shards)
    }

    async fn client(&self, bot: &Bot, application: ApplicationId) -> Result<Client, RunError> {
        let trouble = |act| move |error: serenity::Error| RunError::from_trouble(act, http::trouble(&error));
        let found = self.clients.unasked.gateway().await;
        let gateway = found.map_err(|trouble| RunError::from_trouble("look up the gateway", trouble))?.url;
        let http = http::gateway_http(&self.settings, &self.token)?;
        let builder = ClientBuilder::new_with_http(http, INTENTS).application_id(application);
        let client = builder.framework(Dispatcher::new(bot.clone())).await.map_err(trouble("set up the client"))?;
        // serenity asks again by itself and turns to the real Discord when that fails once; ours was answered.
        *client.ws_url.lock().await = gateway;
        Ok(client)
    }

    async fn work(&self, mut client: Client, shards: u32, bot: &Bot) -> Result<(), RunError> {
        let manager = Arc::clone(&client.shard_manager);
        let ended = tokio::select! {
            ended = client.start_shards(shards) => ended.map_err(gateway_error),
            () = watchdog::watch(&manager, shards, self.settings.watchdog, bot.metrics(), &self.stop) => {
                if self.stop.is_cancelled() { Ok(()) } else { Err(RunError::Silent(self.settings.watchdog)) }
            }
        };
        // No new events first, then the end of what runs: a handler may still answer while the shards say goodbye.
        let by = Instant::now() + END;
        if timeout(SHARDS_END, manager.shutdown_all()).await.is_err() {
            tracing::info!("the gateway did not confirm the end of the connection");
        }
        bot.tasks().close();
        if timeout_at(by, bot.tasks().wait()).await.is_err() {
            tracing::warn!(left = bot.tasks().len(), "handlers were still running at the stop");
        }
        ended
    }
}

fn gateway_error(error: serenity::Error) -> RunError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication) => {
            RunError::Token
        }
        serenity::Error::Gateway(error) => RunError::Gateway(error.to_string()),
        other => RunError::from_trouble("stay connected", http::trouble(&other)),
    }
}

/// Writes the link that invites the bot with the least it needs.
fn invite_link(application: ApplicationId) -> String {
    let needed = place::NEEDED.iter().fold(Permissions::empty(), |all, (one, _)| all | *one);
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&permissions={}&integration_type=0&scope=bot+applications.commands",
        needed.bits()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invite_link_asks_for_the_least() {
        let link = invite_link(ApplicationId::new(42));
        assert!(link.contains("client_id=42&permissions=274878024704&"), "{link}");
        assert!(link.ends_with("scope=bot+applications.commands"), "{link}");
    }
}
