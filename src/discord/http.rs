//! The two clients: one answers interactions, the other speaks unasked.
//!
//! serenity's limiter counts all follow-ups of the application as one bucket, frees none of its buckets for
//! interactions and lets one wait for another, so answers go without it: Discord does not limit them globally. Our own
//! messages go through a client with the limiter, paced by `outgoing`. Neither follows the environment's
//! proxies, and both have time-outs, of which serenity and reqwest set none.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{Http, HttpBuilder, HttpError};

use super::render;
use crate::config::{Discord, Token};

/// The name Discord's API goes by, which a stand-in takes over.
const HOST: &str = "discord.com";

/// What keeps the clients from being built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The extra root certificate cannot be read.
    #[error("failed to read the certificate in {path}")]
    Certificate {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The client's TLS cannot be set up.
    #[error("failed to set up TLS")]
    Tls(#[source] reqwest::Error),
}

/// The two clients.
#[derive(Clone)]
pub(super) struct Clients {
    /// Answers interactions: no limiter.
    pub(super) answers: Arc<Http>,
    /// Speaks unasked: with the limiter.
    pub(super) messages: Arc<Http>,
}

impl Clients {
    /// Builds both.
    pub(super) fn build(settings: &Discord, token: &Token) -> Result<Self, BuildError> {
        let answers = http(client(settings, settings.answer_timeout)?, token).ratelimiter_disabled(true).build();
        let messages = http(client(settings, settings.message_timeout)?, token).build();
        Ok(Self { answers: Arc::new(answers), messages: Arc::new(messages) })
    }
}

/// Builds the client that the gateway's side of serenity uses; it owns the one it is given.
pub(super) fn gateway_http(settings: &Discord, token: &Token) -> Result<Http, BuildError> {
    Ok(http(client(settings, settings.message_timeout)?, token).ratelimiter_disabled(true).build())
}

fn http(client: reqwest::Client, token: &Token) -> HttpBuilder {
    HttpBuilder::new(token.expose()).client(client).default_allowed_mentions(render::nobody())
}

fn client(settings: &Discord, total: Duration) -> Result<reqwest::Client, BuildError> {
    let mut builder = reqwest::Client::builder()
        .connect_timeout(settings.connect_timeout)
        .timeout(total)
        .no_proxy()
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none());
    if let Some(address) = settings.connect_to {
        builder = builder.resolve(HOST, address);
    }
    if let Some(ca) = &settings.ca {
        let certificate = reqwest::Certificate::from_pem(ca.pem.as_bytes())
            .map_err(|source| BuildError::Certificate { path: ca.path.display().to_string(), source })?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(BuildError::Tls)
}

/// What became of a request that failed, without anything that must not be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Discord was not reached, or answered with a fault of its own.
    Unreachable,
    /// Discord takes no more just now (429); to ask again at once makes it worse.
    Limited,
    /// The interaction has its answer already (40060).
    AlreadyAnswered,
    /// The interaction is over (10062) or its token is (50027).
    TooLate,
    /// The token is not the bot's (401).
    Unauthorised,
    /// Discord refused, with its code.
    Refused(i64),
    /// serenity could not make or read the request.
    Other,
}

impl Trouble {
    /// Logs a failed act, once.
    pub(super) fn log(self, act: &'static str) {
        match self {
            Self::TooLate | Self::AlreadyAnswered => tracing::info!(trouble = ?self, "failed to {act}"),
            Self::Unreachable | Self::Limited | Self::Unauthorised | Self::Refused(_) | Self::Other => {
                tracing::warn!(trouble = ?self, "failed to {act}");
            }
        }
    }
}

/// Reads what went wrong out of serenity's error, whose own text may name addresses with tokens in them.
pub(super) fn trouble(error: &serenity::Error) -> Trouble {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            match (response.status_code.as_u16(), response.error.code) {
                (401, _) => Trouble::Unauthorised,
                (_, 40_060) => Trouble::AlreadyAnswered,
                (_, 10_062 | 10_015 | 50_027) => Trouble::TooLate,
                (429, _) => Trouble::Limited,
                (500..=599, _) => Trouble::Unreachable,
                (status, -1 | 0) => Trouble::Refused(i64::from(status)),
                (_, code) => Trouble::Refused(i64::try_from(code).unwrap_or(-1)),
            }
        }
        serenity::Error::Http(HttpError::Request(_)) => Trouble::Unreachable,
        _ => Trouble::Other,
    }
}
