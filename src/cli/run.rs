//! `undersigned run`: the bot on Discord, until a signal ends it.

use std::io::Write;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::opening::open_named;
use super::{Outcome, bot};
use crate::clock::{SystemClock, SystemEntropy};
use crate::config::{Settings, Sources};
use crate::fetch::{Briefly, Fetch, PageReader};
use crate::ops::http::{Listener, Probe};
use crate::ops::log;
use crate::ops::metrics::Metrics;
use crate::service::Service;
use crate::store::vitals::Vitals;

/// Runs the bot until it is told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct Run {}

impl Run {
    /// Opens the store, connects, says where the bot is invited from, and works until SIGTERM or Ctrl-C; what runs then
    /// is finished within 10 seconds.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let (settings, token) = Settings::read_with_token(sources)?;
        log::install(&settings.log)?;
        // A port that somebody else has is told before anything is made.
        let listener = match settings.listen {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let store = open_named(&settings).await?;
        let fetch = settings.fetching.as_ref().map(|fetching| PageReader::build(fetching, Arc::new(SystemClock)));
        let fetch = fetch.transpose().context("setting up how pages are fetched")?;
        let fetch = fetch.map(|reader| Arc::new(reader) as Arc<dyn Fetch>);
        let service = Service::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.limits.clone());
        let service = Arc::new(match &fetch {
            Some(pages) => service.reading(Arc::new(Briefly::over(Arc::clone(pages)))),
            None => service,
        });
        let (stop, metrics) = (CancellationToken::new(), Arc::new(Metrics::new()));
        let invite = |link: &str| {
            // The bot works without anybody reading what it prints.
            let _ = writeln!(out, "Invite the bot with the least it needs:\n{link}").and_then(|()| out.flush());
        };
        let served = serve(listener, &service, &metrics, &stop);
        let work = async {
            let (its, metrics, stop) = (Arc::clone(&service), Arc::clone(&metrics), stop.clone());
            let worked = bot::work(&settings.discord, token, its, metrics, fetch, stop, invite);
            let (ended, ()) = tokio::join!(worked, served);
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

async fn listen(address: SocketAddr) -> anyhow::Result<Listener> {
    Listener::bind(address).await.with_context(|| {
        format!(
            "listening on {address}: name another address in http.listen (UNDERSIGNED_HTTP_LISTEN), or leave it out"
        )
    })
}

/// Serves health and metrics until the stop, where they are wanted.
async fn serve(listener: Option<Listener>, service: &Arc<Service>, metrics: &Arc<Metrics>, stop: &CancellationToken) {
    if let Some(listener) = listener {
        listener.serve(Arc::clone(metrics), Arc::new(Look(Arc::clone(service))), stop.clone()).await;
    }
}

/// Asks the service's database how it is.
struct Look(Arc<Service>);

impl Probe for Look {
    fn look(&self) -> Pin<Box<dyn Future<Output = Option<Vitals>> + Send + '_>> {
        Box::pin(async {
            let looked = self.0.store().vitals().await;
            looked
                .inspect_err(|error| tracing::warn!(error = error as &dyn std::error::Error, "the database fails"))
                .ok()
        })
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
