//! Tells moderators in their review channel what one of them should know, once.

use super::resting::Resting;
use crate::answers::post::{Address, Post, PostError};
use crate::answers::reply::Reply;

/// Tells it where it does not stand there already, and says whether that is over: it is told, or cannot be.
pub(super) async fn tell_once(
    post: &dyn Post,
    to: Address,
    (reply, nonce): (&Reply, &str),
    resting: &mut Resting,
) -> bool {
    if resting.holds(to.channel) {
        return false;
    }
    let sent = match post.find(to).await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => post.send(to, reply, nonce).await.map(drop),
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => true,
        Err(PostError::Stopping) => false,
        // Asked again later.
        Err(error @ (PostError::Held(_) | PostError::Unreachable)) => {
            resting.after(to.channel, error);
            false
        }
        Err(error @ (PostError::Closed(_) | PostError::MessageGone | PostError::Refused(_))) => {
            tracing::warn!(%error, about = %to.about, "moderators were not told");
            true
        }
    }
}
