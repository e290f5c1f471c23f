//! The two clients: one answers interactions, the other speaks unasked.
//!
//! serenity's limiter counts all follow-ups of the application as one bucket, frees none of its buckets for
//! interactions and lets one wait for another, so answers go without it: Discord does not limit them globally. What we
//! do unasked goes through `Unasked`, which keeps Discord's limits itself, and our own messages are paced by
//! `outgoing` besides. Neither follows the environment's proxies, and both have time-outs, of which serenity and
//! reqwest set none.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{Http, HttpBuilder, HttpError};
use tokio_util::sync::CancellationToken;

use super::render;
use super::unasked::Unasked;
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
    /// Speaks and looks things up unasked.
    pub(super) unasked: Arc<Unasked>,
}

impl Clients {
    /// Builds both; waits for Discord to take more end when `stop` is cancelled.
    pub(super) fn build(settings: &Discord, token: &Token, stop: &CancellationToken) -> Result<Self, BuildError> {
        let answers = http(client(settings, settings.answer_timeout)?, token).ratelimiter_disabled(true).build();
        let unasked = Unasked::new(client(settings, settings.message_timeout)?, token, stop.clone());
        Ok(Self { answers: Arc::new(answers), unasked: Arc::new(unasked) })
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
    /// Discord takes no more just now (429), for so long where that is known; to ask again before makes it worse.
    Limited(Option<Duration>),
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
    /// Reads what an answer says by its status and Discord's code; one without a code was not written by Discord, unless
    /// it is a 429.
    pub(super) const fn of(status: u16, code: Option<i64>) -> Self {
        match (status, code) {
            (429, _) => Self::Limited(None),
            (500..=599, _) | (_, None) => Self::Unreachable,
            (401, _) => Self::Unauthorised,
            (_, Some(40_060)) => Self::AlreadyAnswered,
            (_, Some(10_062 | 10_015 | 50_027)) => Self::TooLate,
            (status, Some(0)) => Self::Refused(status as i64),
            (_, Some(code)) => Self::Refused(code),
        }
    }

    /// Logs a failed act, once.
    pub(super) fn log(self, act: &'static str) {
        match self {
            Self::TooLate | Self::AlreadyAnswered => tracing::info!(trouble = ?self, "failed to {act}"),
            Self::Unreachable | Self::Limited(_) | Self::Unauthorised | Self::Refused(_) | Self::Other => {
                tracing::warn!(trouble = ?self, "failed to {act}");
            }
        }
    }
}

/// Reads what went wrong out of serenity's error, whose own text may name addresses with tokens in them.
pub(super) fn trouble(error: &serenity::Error) -> Trouble {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            // serenity says -1 of a body that is not Discord's.
            let code = i64::try_from(response.error.code).ok().filter(|code| *code != -1);
            Trouble::of(response.status_code.as_u16(), code)
        }
        serenity::Error::Http(HttpError::Request(_)) => Trouble::Unreachable,
        _ => Trouble::Other,
    }
}
