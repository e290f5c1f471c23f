//! Tells the review channel where the ledger's chain ends, once a day where it grew.
//!
//! What is due stands in the database; see [`crate::service::checkpoint`] for why none is doubled or lost.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::pause;
use crate::answers::Responder;
use crate::answers::post::{Address, Closed, MessageId, Post, PostError, Topic};
use crate::domain::nonce::nonce;
use crate::service::checkpoint::Checkpoint;
use crate::service::{Service, ServiceError};

/// How often it is asked what is due.
const EVERY: Duration = Duration::from_secs(20);
/// What was planned longer ago than a nonce surely holds may have been sent before.
const NONCE_HOLDS: SignedDuration = SignedDuration::from_mins(2);

/// Tells, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = round(&service, post.as_ref(), &stop).await {
            tracing::error!(%error, "failed to tell a checkpoint of the ledger");
        }
        pause(EVERY, &stop).await;
    }
}

async fn round(service: &Service, post: &dyn Post, stop: &CancellationToken) -> Result<(), ServiceError> {
    for due in service.checkpoints().await? {
        if stop.is_cancelled() {
            return Ok(());
        }
        let guild = due.anchor.guild;
        match tell(service, post, &due).await {
            Ok(_) => service.checkpoint_told(guild, due.planned_at).await?,
            // Asked again at the next round.
            Err(PostError::Stopping | PostError::Held(_) | PostError::Unreachable) => {}
            Err(PostError::Closed(Closed::UnknownChannel)) => service.forget_channel(guild, due.channel).await?,
            Err(error @ (PostError::Closed(_) | PostError::MessageGone | PostError::Refused(_))) => {
                tracing::warn!(%error, "a checkpoint of the ledger was not told, and is left out today");
                service.checkpoint_given_up(guild, due.planned_at).await?;
            }
        }
    }
    Ok(())
}

async fn tell(service: &Service, post: &dyn Post, due: &Checkpoint) -> Result<MessageId, PostError> {
    let to = Address { guild: due.anchor.guild, channel: due.channel, about: Topic::Checkpoint(due.anchor.seq) };
    let uncertain = service.now().duration_since(due.planned_at) > NONCE_HOLDS;
    let sent = if uncertain { post.find(to).await? } else { None };
    match sent {
        Some(message) => Ok(message),
        None => {
            let nonce = nonce("checkpoint", [due.channel.as_i64(), due.planned_at.as_millisecond()]);
            post.send(to, &Responder::checkpoint(&due.anchor), &nonce).await
        }
    }
}
