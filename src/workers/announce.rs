//! Keeps the messages in review channels current: one for each submission, changed when it is edited or decided.
//!
//! A message is sent before anybody can note that it was, so its end can be uncertain. Within minutes the nonce makes
//! a second sending give the first message; later it is looked for in the channel by the mark in its footer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::pause;
use crate::answers::Responder;
use crate::answers::post::{Address, Closed, MessageId, Post, PostError, Topic};
use crate::domain::ids::{ChannelId, GuildId, Number};
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
/// How long a channel that is closed to the bot is left alone, and one that was not reached.
const CLOSED_FOR: Duration = Duration::from_mins(10);
const UNREACHED_FOR: Duration = Duration::from_secs(30);

/// Channels that are left alone for a while, and why.
type Paused = HashMap<ChannelId, Instant>;

/// Submissions that cannot be read, of which each was logged once.
type Unreadable = HashSet<(GuildId, Number)>;

/// Shows what is due, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    let (mut paused, mut unreadable) = (Paused::new(), Unreadable::new());
    while !stop.is_cancelled() {
        match round(&service, post.as_ref(), &mut paused, &mut unreadable, &stop).await {
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
    paused: &mut Paused,
    unreadable: &mut Unreadable,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    let now = Instant::now();
    paused.retain(|_, until| *until > now);
    let passed_over: Vec<ChannelId> = paused.keys().copied().collect();
    let unannounced = service.unannounced(AT_ONCE, &passed_over).await?;
    for (guild, number) in unannounced.unreadable {
        if unreadable.insert((guild, number)) {
            tracing::error!(submission = number.get(), "a submission cannot be read, and is not announced");
        }
    }
    for due in unannounced.due {
        if stop.is_cancelled() {
            return Ok(());
        }
        if paused.contains_key(&due.channel) {
            continue;
        }
        match show(service, post, &due).await {
            Ok(message) => note(service, &due, message).await?,
            Err(error) => settle(service, &due, error, paused).await?,
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
        None => post.send(to, &reply, &nonce(due)).await,
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
    paused: &mut Paused,
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
            paused.insert(due.channel, Instant::now() + CLOSED_FOR);
        }
        PostError::Held(wait) => {
            tracing::info!(seconds = wait.as_secs(), "discord takes no more in a review channel for now");
            paused.insert(due.channel, Instant::now() + wait.max(EVERY));
        }
        PostError::Unreachable => {
            tracing::warn!("a review channel was not reached");
            paused.insert(due.channel, Instant::now() + UNREACHED_FOR);
        }
        PostError::Refused(code) => {
            tracing::error!(code, submission = number.get(), "discord refused a message of ours");
            paused.insert(due.channel, Instant::now() + CLOSED_FOR);
        }
    }
    Ok(())
}

/// Makes the same nonce for the same submission in the same channel, whichever process sends it.
fn nonce(due: &Announcement) -> String {
    let digest = Sha256::new()
        .chain_update(due.channel.get().to_be_bytes())
        .chain_update(due.shows.number().get().to_be_bytes())
        .finalize();
    digest.iter().take(12).fold(String::new(), |nonce, byte| format!("{nonce}{byte:02x}"))
}
