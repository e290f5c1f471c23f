//! Keeps cards current: sends those that are new, edits those that say something else, empties those that were taken off.
//!
//! As with digests, a sending that was begun before is looked for in the channel before it is sent again, under a nonce that
//! any process makes alike. An edit may be made twice: it says the same.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::pause;
use super::resting::Resting;
use super::warn::tell_once;
use crate::answers::Responder;
use crate::answers::post::{Address, Closed, MessageId, Post, PostError, Topic};
use crate::domain::digest::Paused;
use crate::domain::nonce::nonce;
use crate::service::cards::{CardState, CardWarning, Kept};
use crate::service::{Service, ServiceError};

/// How often it is asked what is due.
const EVERY: Duration = Duration::from_secs(2);
/// How long to wait after the store failed.
const AFTER_A_FAULT: Duration = Duration::from_secs(10);

/// Keeps cards current, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    let mut resting = Resting::default();
    while !stop.is_cancelled() {
        match round(&service, post.as_ref(), &mut resting, &stop).await {
            Ok(()) => pause(EVERY, &stop).await,
            Err(error) => {
                tracing::error!(%error, "failed to keep cards current");
                pause(AFTER_A_FAULT, &stop).await;
            }
        }
    }
}

/// Does all that is due at this moment.
pub async fn round(
    service: &Service,
    post: &dyn Post,
    resting: &mut Resting,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    for (guild, number) in service.due_cards().await? {
        if stop.is_cancelled() {
            return Ok(());
        }
        if let Some(kept) = service.claim_card(guild, number).await? {
            keep(service, post, &kept).await?;
        }
    }
    for warning in service.card_warnings().await? {
        warn(service, post, &warning, resting).await?;
    }
    Ok(())
}

/// Lets a card's message say what it should.
async fn keep(service: &Service, post: &dyn Post, kept: &Kept) -> Result<(), ServiceError> {
    let words = Responder::card(&kept.content);
    let shown = Responder::card_hash(&words);
    let card = &kept.card;
    if let (Some(message), true) = (card.message, card.shown.as_ref() == Some(&shown)) {
        return service.card_shown(kept, message, &shown).await;
    }
    let reply = Responder::dated_card(words, &kept.content, service.now());
    let to = Address { guild: kept.guild, channel: card.channel, about: Topic::Card(card.number, card.posting) };
    let ended = match card.message {
        Some(message) => post.edit(to, MessageId(message), &reply).await.map(|()| Some(MessageId(message))),
        None => match find(post, to, kept).await {
            Ok(Some(message)) => post.edit(to, message, &reply).await.map(|()| Some(message)),
            // What leaves and never arrived needs no message.
            Ok(None) if card.state == CardState::Leaving => Ok(None),
            Ok(None) => {
                if !service.begin_card(kept).await? {
                    return Ok(());
                }
                let nonce = nonce("card", [kept.guild.as_i64(), card.number.get(), card.posting]);
                post.send(to, &reply, &nonce).await.map(Some)
            }
            Err(error) => Err(error),
        },
    };
    match ended {
        Ok(_) if card.state == CardState::Leaving => service.card_left(kept).await,
        Ok(Some(message)) => service.card_shown(kept, message.0, &shown).await,
        Ok(None) => service.let_card_go(kept).await,
        Err(error) => settle(service, kept, error).await,
    }
}

/// Looks for a message whose sending was begun before.
async fn find(post: &dyn Post, to: Address, kept: &Kept) -> Result<Option<MessageId>, PostError> {
    match kept.card.tried_at {
        Some(_) => post.find(to).await,
        None => Ok(None),
    }
}

/// Does what a failed sending or edit asks for, and logs it once.
async fn settle(service: &Service, kept: &Kept, error: PostError) -> Result<(), ServiceError> {
    let leaving = kept.card.state == CardState::Leaving;
    let why = match error {
        PostError::Stopping => return service.let_card_go(kept).await,
        PostError::Held(wait) => {
            tracing::info!(seconds = wait.as_secs(), "discord takes no more in a card's channel for now");
            return service.put_card_off(kept, wait).await;
        }
        PostError::Unreachable => {
            tracing::warn!("a card's channel was not reached");
            return service.put_card_off(kept, Duration::ZERO).await;
        }
        PostError::MessageGone if leaving => return service.card_left(kept).await,
        PostError::MessageGone => return service.card_gone(kept).await,
        PostError::Closed(Closed::NoAccess) => Paused::NoAccess,
        PostError::Closed(Closed::MissingPermissions) => Paused::MissingPermissions,
        PostError::Closed(Closed::UnknownChannel) => Paused::UnknownChannel,
        PostError::Refused(code) => {
            tracing::error!(code, "discord refused a card");
            Paused::Refused
        }
    };
    if leaving {
        tracing::warn!(why = why.as_str(), "a card that was taken off could not be emptied");
        return service.card_left(kept).await;
    }
    tracing::warn!(why = why.as_str(), "a card is paused");
    service.pause_card(kept, why).await
}

/// Tells moderators once that a card was paused.
async fn warn(
    service: &Service,
    post: &dyn Post,
    warning: &CardWarning,
    resting: &mut Resting,
) -> Result<(), ServiceError> {
    let CardWarning { guild, review_channel, card, .. } = warning;
    let about = Topic::CardPaused(card.number, card.revision);
    let to = Address { guild: *guild, channel: *review_channel, about };
    let nonce = nonce("card paused", [guild.as_i64(), card.number.get(), card.revision]);
    if tell_once(post, to, (&Responder::card_warning(warning), &nonce), resting).await {
        service.card_warned(warning).await?;
    }
    Ok(())
}
