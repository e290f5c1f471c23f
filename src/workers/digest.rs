//! Sends digests: plans the runs that are due, sends what is planned, edits what has changed since.
//!
//! A message is sent before anybody can note that it was. So a sending that was begun before is looked for in the channel
//! by its mark before it is sent again, under a nonce that any process makes alike; see [`crate::service::digests`].

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::pause;
use super::resting::Resting;
use super::warn::tell_once;
use crate::answers::Responder;
use crate::answers::post::{Address, Closed, MessageId, Post, PostError, Topic};
use crate::answers::reply::Reply;
use crate::domain::digest::{Cause, Item, Paused};
use crate::domain::nonce::nonce;
use crate::service::ask::news::Bulletin;
use crate::service::digests::{Claimed, Part, Planned, Sending, Warning};
use crate::service::{Service, ServiceError};

/// How often it is asked what is due.
const EVERY: Duration = Duration::from_millis(500);
/// How long to wait after the store failed.
const AFTER_A_FAULT: Duration = Duration::from_secs(10);
/// How often it is worked out anew when each digest is due: zones and clocks change rarely.
const RESCHEDULE: Duration = Duration::from_mins(10);

/// Sends, until told to stop.
pub(super) async fn run(service: Arc<Service>, post: Arc<dyn Post>, stop: CancellationToken) {
    let (mut rescheduled, mut resting): (Option<Instant>, _) = (None, Resting::default());
    while !stop.is_cancelled() {
        if rescheduled.is_none_or(|at| at.elapsed() >= RESCHEDULE) {
            match service.reschedule_digests().await {
                Ok(()) => rescheduled = Some(Instant::now()),
                Err(error) => tracing::error!(%error, "failed to work out when digests are due"),
            }
        }
        match round(&service, post.as_ref(), &mut resting, &stop).await {
            Ok(()) => pause(EVERY, &stop).await,
            Err(error) => {
                tracing::error!(%error, "failed to send a digest");
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
    plan(service).await?;
    while let Some(sending) = service.claim_run().await? {
        send(service, post, &sending).await?;
        if stop.is_cancelled() {
            return Ok(());
        }
    }
    for sending in service.stale_runs().await? {
        edit(service, post, &sending, resting).await?;
    }
    for warning in service.digest_warnings().await? {
        warn(service, post, &warning, resting).await?;
    }
    Ok(())
}

async fn plan(service: &Service) -> Result<(), ServiceError> {
    service.note_milestones().await?;
    for outlook in service.due_digests().await? {
        let items: Vec<Item> = outlook.told().collect();
        let messages = Responder::digest_messages(&outlook.bulletin, &items, service.now());
        match service.plan_run(&outlook, &messages).await? {
            Planned::Yes | Planned::Nothing => {}
            Planned::Overtaken => tracing::debug!("a digest changed while it was planned, and is looked at anew"),
        }
    }
    Ok(())
}

/// Sends what of a run was not sent yet.
async fn send(service: &Service, post: &dyn Post, sending: &Sending) -> Result<(), ServiceError> {
    let claimed = &sending.claimed;
    for (part, items) in sending.parts.iter().filter(|(part, _)| part.message.is_none()) {
        if service.begin_part(claimed, part.part).await?.is_err() {
            return Ok(());
        }
        match send_part(service, post, sending, (part, items)).await? {
            Ok(Some(message)) => service.part_sent(claimed.id, part.part, message.0).await?,
            Ok(None) => service.leave_part_out(claimed.id, part.part).await?,
            Err(error) => return settle(service, claimed, error).await,
        }
    }
    Ok(())
}

/// Sends one message and gives it; nothing where it would tell of milestones that do not stand any more.
async fn send_part(
    service: &Service,
    post: &dyn Post,
    sending: &Sending,
    (part, items): (&Part, &[Item]),
) -> Result<Result<Option<MessageId>, PostError>, ServiceError> {
    let to = address(&sending.claimed, part);
    if part.tried_at.is_some() {
        match post.find(to).await {
            Ok(None) => {}
            found => return Ok(found),
        }
    }
    let bulletin = service.run_bulletin(sending.claimed.id, items).await?;
    let milestones = sending.claimed.doc.cause == Cause::Milestone;
    if milestones && items.iter().all(|item| bulletin.of(item).is_none()) {
        return Ok(Ok(None));
    }
    let reply = words(service, sending, (part, items), &bulletin).await?;
    Ok(post.send(to, &reply, &part.nonce).await.map(Some))
}

/// Words a message; the first of a run has a picture of the counts that changed most.
async fn words(
    service: &Service,
    sending: &Sending,
    (part, items): (&Part, &[Item]),
    bulletin: &Bulletin,
) -> Result<Reply, ServiceError> {
    let drawn = match bulletin.drawn(items).filter(|_| part.part == 1) {
        Some(petition) => service.chart_to_tell(sending.claimed.id.guild, petition).await?,
        None => None,
    };
    Ok(Responder::digest_message(sending, part, items, (bulletin, drawn.as_ref()), service.now()))
}

fn address(claimed: &Claimed, part: &Part) -> Address {
    let about = Topic::Digest(claimed.id.digest, claimed.id.run, part.part);
    Address { guild: claimed.id.guild, channel: claimed.channel, about }
}

/// Does what a failed sending asks for, and logs it once.
async fn settle(service: &Service, claimed: &Claimed, error: PostError) -> Result<(), ServiceError> {
    let why = match error {
        PostError::Stopping => return service.let_run_go(claimed).await,
        PostError::Held(wait) => {
            tracing::info!(seconds = wait.as_secs(), "discord takes no more in a digest's channel for now");
            return service.put_run_off(claimed, wait).await;
        }
        PostError::Unreachable | PostError::MessageGone => {
            tracing::warn!(attempt = claimed.attempt, "a digest's channel was not reached");
            return service.put_run_off(claimed, Duration::ZERO).await;
        }
        PostError::Closed(Closed::NoAccess) => Paused::NoAccess,
        PostError::Closed(Closed::MissingPermissions) => Paused::MissingPermissions,
        PostError::Closed(Closed::UnknownChannel) => Paused::UnknownChannel,
        PostError::Refused(code) => {
            tracing::error!(code, "discord refused a digest");
            Paused::Refused
        }
    };
    tracing::warn!(why = why.as_str(), "a digest is paused");
    service.pause_for(claimed, why).await
}

/// Edits the messages of a run in which something has changed since they were sent.
async fn edit(
    service: &Service,
    post: &dyn Post,
    sending: &Sending,
    resting: &mut Resting,
) -> Result<(), ServiceError> {
    let channel = sending.claimed.channel;
    for (part, items) in sending.parts.iter().filter(|(part, _)| part.stale > 0) {
        let Some(message) = part.message.filter(|_| !resting.holds(channel)) else { continue };
        let bulletin = service.run_bulletin(sending.claimed.id, items).await?;
        let reply = words(service, sending, (part, items), &bulletin).await?;
        match post.edit(address(&sending.claimed, part), MessageId(message), &reply).await {
            Ok(()) | Err(PostError::MessageGone | PostError::Closed(Closed::UnknownChannel)) => {
                service.part_shown(sending.claimed.id, part.part, part.stale).await?;
            }
            Err(PostError::Stopping) => {}
            // Asked again later.
            Err(error @ (PostError::Held(_) | PostError::Unreachable)) => resting.after(channel, error),
            Err(error @ (PostError::Closed(_) | PostError::Refused(_))) => {
                tracing::warn!(%error, "a digest's message could not be edited, and stays as it is");
                service.part_shown(sending.claimed.id, part.part, part.stale).await?;
            }
        }
    }
    Ok(())
}

/// Tells moderators once that a digest was paused.
async fn warn(
    service: &Service,
    post: &dyn Post,
    warning: &Warning,
    resting: &mut Resting,
) -> Result<(), ServiceError> {
    let Warning { guild, review_channel, digest, since } = warning;
    let about = Topic::Paused(digest.number, digest.revision);
    let to = Address { guild: *guild, channel: *review_channel, about };
    let nonce = nonce("digest paused", [guild.as_i64(), digest.number.get(), since.as_millisecond()]);
    if tell_once(post, to, (&Responder::digest_warning(warning), &nonce), resting).await {
        service.digest_warned(*guild, digest.number, *since).await?;
    }
    Ok(())
}
