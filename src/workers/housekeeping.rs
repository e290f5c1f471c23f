//! Clears away what has had its time, checks what is kept beside the record, and breaks lists down in batches.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::pause;
use crate::service::Service;

/// Drafts live a day: an hour late is early enough.
const EVERY: Duration = Duration::from_hours(1);

/// Does all of it once an hour, from the start on.
pub(super) async fn run(service: Arc<Service>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = service.housekeeping(service.now()).await {
            tracing::error!(%error, "failed to clear away what has had its time");
        }
        if let Err(error) = service.expire_names(service.now()).await {
            tracing::error!(%error, "failed to clear away names whose petition is over");
        }
        if let Err(error) = service.check_tallies(service.now()).await {
            tracing::error!(%error, "failed to compare the tallies with the signatories");
        }
        if let Err(error) = service.refresh_breakdowns(service.now()).await {
            tracing::error!(%error, "failed to break lists down");
        }
        if let Err(error) = service.drop_texts().await {
            tracing::error!(%error, "failed to drop texts of pages that nobody needs");
        }
        pause(EVERY, &stop).await;
    }
}
