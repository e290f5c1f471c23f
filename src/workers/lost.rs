//! Tells moderators once of a live counter whose page has had no number for long.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::pause;
use super::resting::Resting;
use super::warn::tell_once;
use crate::answers::Responder;
use crate::answers::post::{Address, Post, Topic};
use crate::domain::nonce::nonce;
use crate::service::{Service, ServiceError};

/// How often it is asked what is due: days do not count in minutes.
const EVERY: Duration = Duration::from_mins(1);

/// Tells, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    let mut resting = Resting::default();
    while !stop.is_cancelled() {
        if let Err(error) = round(&service, post.as_ref(), &mut resting, &stop).await {
            tracing::error!(%error, "failed to tell of live counters that read nothing any more");
        }
        pause(EVERY, &stop).await;
    }
}

/// Tells all that is due at this moment.
pub async fn round(
    service: &Service,
    post: &dyn Post,
    resting: &mut Resting,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    for lost in service.lost_counters().await? {
        if stop.is_cancelled() {
            return Ok(());
        }
        let (counter, since) = (lost.counter.number, lost.since.as_millisecond());
        let to = Address { guild: lost.guild, channel: lost.review_channel, about: Topic::Lost(counter, since) };
        let nonce = nonce("counter lost", [lost.guild.as_i64(), counter.get(), since]);
        if tell_once(post, to, (&Responder::lost_counter(&lost), &nonce), resting).await {
            service.lost_told(&lost).await?;
        }
    }
    Ok(())
}
