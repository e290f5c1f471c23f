//! Reminds moderators in the review channel of what has waited too long, once a day at most.
//!
//! What is due stands in the database; a reminder is planned there before it is sent, and has the same nonce whichever
//! process sends it.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::pause;
use crate::answers::Responder;
use crate::answers::post::{Address, Closed, Post, PostError, Topic};
use crate::domain::nonce::nonce;
use crate::service::{Service, ServiceError};

/// How often it is asked what is due: days do not count in seconds, and what is planned is sent within two minutes.
const EVERY: Duration = Duration::from_secs(20);

/// Reminds, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = round(&service, post.as_ref(), &stop).await {
            tracing::error!(%error, "failed to remind of what has waited too long");
        }
        pause(EVERY, &stop).await;
    }
}

async fn round(service: &Service, post: &dyn Post, stop: &CancellationToken) -> Result<(), ServiceError> {
    for due in service.reminders().await? {
        if stop.is_cancelled() {
            return Ok(());
        }
        let to = Address { guild: due.guild, channel: due.channel, about: Topic::Overdue };
        let reply = Responder::reminder(&due, service.overdue_after());
        let nonce = nonce("reminder", [due.channel.as_i64(), due.planned_at.as_millisecond()]);
        match post.send(to, &reply, &nonce).await {
            Ok(_) => service.reminded(due.guild, due.planned_at).await?,
            // Asked again at the next round, while the nonce holds.
            Err(PostError::Stopping | PostError::Held(_) | PostError::Unreachable) => {}
            Err(PostError::Closed(Closed::UnknownChannel)) => service.forget_channel(due.guild, due.channel).await?,
            Err(error @ (PostError::Closed(_) | PostError::MessageGone | PostError::Refused(_))) => {
                tracing::warn!(%error, "a reminder was not sent, and is left out today");
                service.reminded(due.guild, due.planned_at).await?;
            }
        }
    }
    Ok(())
}
