//! What the program does unasked. Each worker asks the service what is due, does it, and says so; nothing due is kept
//! in memory, so that a restart loses nothing.
//!
//! To add a worker: a file with an `async fn` that returns when `stop` is cancelled, and its line in [`Workers::start`].

mod announce;
pub mod card;
mod checkpoint;
pub mod digest;
mod housekeeping;
pub mod lost;
mod remind;
pub mod resting;
mod warn;
pub mod watch;
mod wipe;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::answers::post::Post;
use crate::fetch::Fetch;
use crate::service::Service;

/// How long a worker that panicked is left alone before it begins anew.
const AFTER_A_PANIC: Duration = Duration::from_secs(5);
/// Within what time the workers end when told to.
const END: Duration = Duration::from_secs(7);

/// The running workers. Dropping this ends them.
#[derive(Debug)]
pub struct Workers {
    running: JoinSet<()>,
}

impl Workers {
    /// Starts every worker; they end when `stop` is cancelled. Pages are watched where there is something to fetch them with.
    #[must_use]
    pub fn start(
        service: &Arc<Service>,
        post: &Arc<dyn Post>,
        fetch: Option<&Arc<dyn Fetch>>,
        stop: &CancellationToken,
    ) -> Self {
        let mut running = JoinSet::new();
        if let Some(fetch) = fetch {
            let (its, its_fetch) = (Arc::clone(service), Arc::clone(fetch));
            running.spawn(keep(stop.clone(), "watch", move |stop| {
                watch::run(Arc::clone(&its), Arc::clone(&its_fetch), stop)
            }));
        }
        let (its, its_post) = (Arc::clone(service), Arc::clone(post));
        running.spawn(keep(stop.clone(), "announce", move |stop| {
            announce::run(Arc::clone(&its), Arc::clone(&its_post), stop)
        }));
        let (its, its_post) = (Arc::clone(service), Arc::clone(post));
        running.spawn(keep(stop.clone(), "remind", move |stop| {
            remind::run(Arc::clone(&its), Arc::clone(&its_post), stop)
        }));
        let (its, its_post) = (Arc::clone(service), Arc::clone(post));
        running.spawn(keep(stop.clone(), "checkpoint", move |stop| {
            checkpoint::run(Arc::clone(&its), Arc::clone(&its_post), stop)
        }));
        let (its, its_post) = (Arc::clone(service), Arc::clone(post));
        running.spawn(keep(stop.clone(), "digest", move |stop| {
            digest::run(Arc::clone(&its), Arc::clone(&its_post), stop)
        }));
        let (its, its_post) = (Arc::clone(service), Arc::clone(post));
        running.spawn(keep(stop.clone(), "card", move |stop| card::run(Arc::clone(&its), Arc::clone(&its_post), stop)));
        let (its, its_post) = (Arc::clone(service), Arc::clone(post));
        running.spawn(keep(stop.clone(), "lost", move |stop| lost::run(Arc::clone(&its), Arc::clone(&its_post), stop)));
        let its = Arc::clone(service);
        running.spawn(keep(stop.clone(), "wipe", move |stop| wipe::run(Arc::clone(&its), stop)));
        let its = Arc::clone(service);
        running.spawn(keep(stop.clone(), "housekeeping", move |stop| housekeeping::run(Arc::clone(&its), stop)));
        Self { running }
    }

    /// Waits for the workers' end, for a bounded time.
    pub async fn end(mut self) {
        let all = async { while self.running.join_next().await.is_some() {} };
        if timeout(END, all).await.is_err() {
            tracing::warn!("a worker was still running at the stop");
        }
    }
}

/// Runs a worker, again after a panic, until it is told to stop.
async fn keep<F, W>(stop: CancellationToken, name: &'static str, worker: F)
where
    F: Fn(CancellationToken) -> W + Send,
    W: Future<Output = ()> + Send + 'static,
{
    while !stop.is_cancelled() {
        let mut one = JoinSet::new();
        one.spawn(worker(stop.clone()));
        if let Some(Err(error)) = one.join_next().await {
            tracing::error!(worker = name, panicked = error.is_panic(), "a worker ended and begins anew");
            pause(AFTER_A_PANIC, &stop).await;
        }
    }
}

/// Waits, or less when told to stop.
async fn pause(time: Duration, stop: &CancellationToken) {
    // Cancelled is seen by the caller's loop.
    let _ = timeout(time, stop.cancelled()).await;
}
