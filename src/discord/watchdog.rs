//! Notices a gateway that went silent.
//!
//! A quiet server sends nothing for hours, so events alone prove nothing; acknowledged heartbeats do. serenity tells
//! of one only by the latency it measures, which is another number each time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ShardId, ShardManager};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// The most time between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// What is known of one shard.
#[derive(Clone, Copy, Debug)]
struct Life {
    latency: Option<Duration>,
    seen: Instant,
}

/// Returns when some shard has shown no sign of life for `silence`, or when `stop` is cancelled.
pub(super) async fn watch(shards: Arc<ShardManager>, total: u32, silence: Duration, stop: &CancellationToken) {
    let begun = Instant::now();
    let mut lives: HashMap<ShardId, Life> =
        (0..total).map(|id| (ShardId(id), Life { latency: None, seen: begun })).collect();
    let pause = LOOK_EVERY.min(silence / 4).max(Duration::from_millis(10));
    while timeout(pause, stop.cancelled()).await.is_err() {
        look(&shards, &mut lives).await;
        let now = Instant::now();
        if lives.values().any(|life| now.duration_since(life.seen) > silence) {
            return;
        }
    }
}

async fn look(shards: &ShardManager, lives: &mut HashMap<ShardId, Life>) {
    let now = Instant::now();
    let runners = shards.runners.lock().await;
    for (id, runner) in runners.iter() {
        let life = lives.entry(*id).or_insert(Life { latency: None, seen: now });
        if runner.latency.is_some() && runner.latency != life.latency {
            *life = Life { latency: runner.latency, seen: now };
        }
    }
}
