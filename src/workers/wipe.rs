//! Wipes the traces that erasures leave in the database's files, until they are gone.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::pause;
use crate::service::Service;

/// An erased name is gone within a minute, also where readers were in the way a few times.
const EVERY: Duration = Duration::from_secs(5);

/// Wipes what is due, until told to stop.
pub(super) async fn run(service: Arc<Service>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = service.wipe().await {
            tracing::error!(%error, "failed to wipe what erasures left in the database's files");
        }
        pause(EVERY, &stop).await;
    }
}
