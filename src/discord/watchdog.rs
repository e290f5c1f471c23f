//! Notices a gateway that went silent.
//!
//! A quiet server sends nothing for hours, so events alone prove nothing; acknowledged heartbeats do. serenity tells
//! of one only by the latency it measures, which is another number each time. What is seen is noted for the operator.

use std::collections::HashMap;
use std::time::Duration;

use serenity::all::{ConnectionStage, ShardId, ShardManager};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::ops::metrics::Metrics;

/// The most time between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// What is known of one shard.
#[derive(Clone, Copy, Debug)]
struct Life {
    latency: Option<Duration>,
    seen: Instant,
}

/// Returns when some shard has shown no sign of life for `silence`, or when `stop` is cancelled.
pub(super) async fn watch(
    shards: &ShardManager,
    total: u32,
    silence: Duration,
    metrics: &Metrics,
    stop: &CancellationToken,
) {
    let begun = Instant::now();
    let mut lives: HashMap<ShardId, Life> =
        (0..total).map(|id| (ShardId(id), Life { latency: None, seen: begun })).collect();
    let pause = LOOK_EVERY.min(silence / 4).max(Duration::from_millis(10));
    while timeout(pause, stop.cancelled()).await.is_err() {
        let connected = look(shards, &mut lives).await;
        let quietest = lives.values().map(|life| life.seen).min().unwrap_or(begun);
        metrics.gateway(total, connected, quietest);
        if quietest.elapsed() > silence {
            return;
        }
    }
}

/// Notes each shard's sign of life and gives how many are connected.
async fn look(shards: &ShardManager, lives: &mut HashMap<ShardId, Life>) -> u32 {
    let now = Instant::now();
    let runners = shards.runners.lock().await;
    let mut connected = 0;
    for (id, runner) in runners.iter() {
        connected += u32::from(runner.stage == ConnectionStage::Connected);
        let life = lives.entry(*id).or_insert(Life { latency: None, seen: now });
        if runner.latency.is_some() && runner.latency != life.latency {
            *life = Life { latency: runner.latency, seen: now };
        }
    }
    connected
}
