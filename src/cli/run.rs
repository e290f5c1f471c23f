//! `undersigned run`: the bot on Discord, until a signal ends it.

use std::io::Write;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::opening::open_named;
use super::{Outcome, bot};
use crate::config::{Settings, Sources};
use crate::ops::clock::{SystemClock, SystemEntropy};
use crate::ops::log;
use crate::service::Service;

/// Runs the bot until it is told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct Run {}

impl Run {
    /// Opens the store, connects, says where the bot is invited from, and works until SIGTERM or Ctrl-C; what runs then
    /// is finished within 10 seconds.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let (settings, token) = Settings::read_with_token(sources)?;
        log::install(&settings.log)?;
        let store = open_named(&settings).await?;
        let service =
            Arc::new(Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits.clone()));
        let stop = CancellationToken::new();
        let invite = |link: &str| {
            // The bot works without anybody reading what it prints.
            let _ = writeln!(out, "Invite the bot with the least it needs:\n{link}").and_then(|()| out.flush());
        };
        let work = async {
            let ended = bot::work(&settings.discord, token, Arc::clone(&service), stop.clone(), invite).await;
            service.store().close().await;
            ended
        };
        tokio::pin!(work);
        let ended = tokio::select! {
            ended = &mut work => ended,
            () = wait_for_signal() => {
                stop.cancel();
                timeout(bot::END, work).await.unwrap_or_else(|_| {
                    tracing::warn!("something was still running at the end of the time for a stop");
                    Ok(())
                })
            }
        };
        ended.context("running the bot")?;
        Ok(Outcome::Fine)
    }
}

/// Waits for the first signal that ends the work.
async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard; Ctrl-C still ends the bot");
                let _ = tokio::signal::ctrl_c().await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = tokio::signal::ctrl_c().await;
    }
}
