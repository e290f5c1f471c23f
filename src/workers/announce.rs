//! Keeps the messages in review channels current: one for each submission, changed when it is edited or decided.
//!
//! A message is sent before anybody can note that it was, so its end can be uncertain. Within minutes the nonce makes
//! a second sending give the first message; later it is looked for in the channel by the mark in its footer.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::pause;
use super::resting::Resting;
use crate::answers::Responder;
use crate::answers::post::{Address, Closed, MessageId, Post, PostError, Topic};
use crate::domain::ids::{GuildId, Number};
use crate::domain::nonce::nonce;
use crate::service::announce::Announcement;
use crate::service::{Service, ServiceError};

/// How often it is asked what is due; a moderator waits no longer than this for a new submission to show.
const EVERY: Duration = Duration::from_millis(500);
/// How long to wait after the store failed.
const AFTER_A_FAULT: Duration = Duration::from_secs(10);
/// How many are taken at once.
const AT_ONCE: u32 = 200;
/// A submission that has waited for longer than a nonce surely holds may have been sent before.
const NONCE_HOLDS: SignedDuration = SignedDuration::from_mins(2);
/// How long a channel that is closed to the bot is left alone.
const CLOSED_FOR: Duration = Duration::from_mins(10);

/// Submissions that cannot be read, of which each was logged once.
type Unreadable = HashSet<(GuildId, Number)>;

/// Shows what is due, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    let (mut resting, mut unreadable) = (Resting::default(), Unreadable::new());
    while !stop.is_cancelled() {
        match round(&service, post.as_ref(), &mut resting, &mut unreadable, &stop).await {
            Ok(()) => pause(EVERY, &stop).await,
            Err(error) => {
                tracing::error!(%error, "failed to keep the review channels current");
                pause(AFTER_A_FAULT, &stop).await;
            }
        }
    }
}

async fn round(
    service: &Service,
    post: &dyn Post,
    resting: &mut Resting,
    unreadable: &mut Unreadable,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    let unannounced = service.unannounced(AT_ONCE, &resting.channels()).await?;
    for (guild, number) in unannounced.unreadable {
        if unreadable.insert((guild, number)) {
            tracing::error!(submission = number.get(), "a submission cannot be read, and is not announced");
        }
    }
    for due in unannounced.due {
        if stop.is_cancelled() {
            return Ok(());
        }
        if resting.holds(due.channel) {
            continue;
        }
        match show(service, post, &due).await {
            Ok(message) => note(service, &due, message).await?,
            Err(error) => settle(service, &due, error, resting).await?,
        }
    }
    Ok(())
}

/// Shows one submission as it stands, and gives the message that shows it.
async fn show(service: &Service, post: &dyn Post, due: &Announcement) -> Result<MessageId, PostError> {
    let to = Address { guild: due.guild, channel: due.channel, about: Topic::Object(due.shows.number()) };
    let reply = Responder::announced(&due.shows);
    let shown = match due.message {
        Some(message) => Some(MessageId(message)),
        None if service.now().duration_since(due.shows.since()) > NONCE_HOLDS => post.find(to).await?,
        None => None,
    };
    match shown {
        Some(message) => post.edit(to, message, &reply).await.map(|()| message),
        None => {
            let which = [due.channel.as_i64(), due.shows.number().get()];
            post.send(to, &reply, &nonce("review", which)).await
        }
    }
}

async fn note(service: &Service, due: &Announcement, message: MessageId) -> Result<(), ServiceError> {
    let shown = (due.was.as_deref(), due.shown.as_str());
    service.announced(due.guild, due.shows.number(), due.channel, message.0, shown).await
}

/// Does what a failed sending asks for, and logs it once.
async fn settle(
    service: &Service,
    due: &Announcement,
    error: PostError,
    resting: &mut Resting,
) -> Result<(), ServiceError> {
    let number = due.shows.number();
    match error {
        PostError::Stopping => {}
        PostError::MessageGone => service.forget_announcement(due.guild, number).await?,
        PostError::Closed(Closed::UnknownChannel) => {
            tracing::warn!("a review channel is gone; submissions wait unannounced until another is chosen");
            service.forget_channel(due.guild, due.channel).await?;
        }
        PostError::Closed(why) => {
            tracing::warn!(%why, "a review channel is closed to the bot");
            resting.rest(due.channel, CLOSED_FOR);
        }
        PostError::Held(wait) => {
            tracing::info!(seconds = wait.as_secs(), "discord takes no more in a review channel for now");
            resting.after(due.channel, error);
        }
        PostError::Unreachable => {
            tracing::warn!("a review channel was not reached");
            resting.after(due.channel, error);
        }
        PostError::Refused(code) => {
            tracing::error!(code, submission = number.get(), "discord refused a message of ours");
            resting.rest(due.channel, CLOSED_FOR);
        }
    }
    Ok(())
}
