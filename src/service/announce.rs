//! What the review channel has still to be told, for the worker that keeps its messages current.
//!
//! The worker acts for the program and for no caller: there is no right to check. It asks what is not yet shown,
//! sends it, and says so here; whatever happens in between, asking again gives what is still to be done.

use super::act::WaitingAct;
use super::review::{SubmissionView, view};
use super::setup::configure;
use super::trace::Actor;
use super::{Service, ServiceError};
use jiff::Timestamp;

use crate::domain::ids::{ChannelId, GuildId, Number};
use crate::domain::source::SourceDoc;
use crate::domain::watching::story::Claim;
use crate::service::refusal::Refusal;
use crate::store::Conn;
use crate::store::changes::{self, Change};
use crate::store::posted::{self, Due};
use crate::store::watched;
use crate::store::{settings, sources};

/// What a message in the review channel shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Announced {
    /// A submission, waiting or decided.
    Submission(Box<SubmissionView>),
    /// An act that waits for a second moderator, or did.
    Act(Box<WaitingAct>),
    /// What changed on a source.
    Change(Box<ChangeView>),
}

/// What changed on a source, with what the record says of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeView {
    /// The change.
    pub change: Change,
    /// The source.
    pub source: SourceDoc,
    /// What the change concerns: records, and their words on the page.
    pub claims: Vec<Claim>,
}

impl Announced {
    /// Gives its number.
    #[must_use]
    pub fn number(&self) -> Number {
        match self {
            Self::Submission(one) => one.number,
            Self::Act(one) => one.number,
            Self::Change(one) => one.change.number,
        }
    }

    /// Says since when it waits.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Submission(one) => one.submitted_at,
            Self::Act(one) => one.asked_at,
            Self::Change(one) => one.change.found_at,
        }
    }
}

/// Something whose message in the review channel is missing or shows what was before.
#[derive(Clone, Debug, PartialEq)]
pub struct Announcement {
    /// Whose review channel.
    pub guild: GuildId,
    /// The channel: the review channel for a new message, the message's own for an old one.
    pub channel: ChannelId,
    /// What to show.
    pub shows: Announced,
    /// The message to bring up to date; `None` where none was sent yet.
    pub message: Option<u64>,
    /// What it was noted to show when this was asked, where there is a message.
    pub was: Option<String>,
    /// What [`Service::announced`] takes back once the message shows it: the state and revision, such as `pending 1`.
    pub shown: String,
}

/// What is to be announced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unannounced {
    /// What can be shown.
    pub due: Vec<Announcement>,
    /// Submissions that should be shown and cannot be read.
    pub unreadable: Vec<(GuildId, Number)>,
}

impl Service {
    /// Gives submissions whose message is out of date, then those that have none, over all guilds but what belongs in
    /// the channels `passed_over`: up to `limit` of each, oldest first, so that neither keeps the other waiting.
    pub async fn unannounced(&self, limit: u32, passed_over: &[ChannelId]) -> Result<Unannounced, ServiceError> {
        let mut conn = self.store.read().await?;
        let mut found = posted::list_outdated(&mut conn, passed_over, i64::from(limit)).await?;
        found.extend(posted::list_unposted(&mut conn, passed_over, i64::from(limit)).await?);
        let mut unannounced = Unannounced::default();
        for Due { guild, number, channel, message, shows: was, shown } in found {
            match self.announced_one(&mut conn, guild, number).await {
                Ok(shows) => {
                    unannounced.due.push(Announcement { guild, channel, shows, message, was, shown });
                }
                Err(ServiceError::Fault(error)) if error.is_of_one_row() => {
                    unannounced.unreadable.push((guild, number));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(unannounced)
    }

    async fn announced_one(&self, conn: &mut Conn, guild: GuildId, number: Number) -> Result<Announced, ServiceError> {
        match view::find(&self.store, conn, guild, number).await {
            Ok(one) => Ok(Announced::Submission(Box::new(one))),
            Err(ServiceError::Refused(_)) if changes::find(conn, guild, number).await?.is_some() => {
                Ok(Announced::Change(Box::new(change(conn, guild, number).await?)))
            }
            Err(ServiceError::Refused(_)) => Ok(Announced::Act(Box::new(self.find_act(conn, guild, number).await?))),
            Err(fault) => Err(fault),
        }
    }

    /// Notes that a message shows a submission as `shown`, where it is not said to show something else by now than it
    /// `was` when it was looked at: what was redacted since is shown anew.
    pub async fn announced(
        &self,
        guild: GuildId,
        submission: Number,
        channel: ChannelId,
        message: u64,
        (was, shown): (Option<&str>, &str),
    ) -> Result<(), ServiceError> {
        let now = self.now();
        self.store
            .write(guild, now, |uow| {
                Box::pin(async move {
                    match was {
                        Some(was) => posted::update(uow.conn(), guild, submission, message, (was, shown)).await?,
                        None => posted::put(uow.conn(), guild, submission, channel, message, shown, now).await?,
                    }
                    changes::told(uow.conn(), guild, submission).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Forgets the messages that showed a submission, since they are gone; one that waits is announced anew.
    pub async fn forget_announcement(&self, guild: GuildId, submission: Number) -> Result<(), ServiceError> {
        self.store
            .write(guild, self.now(), |uow| {
                Box::pin(async move {
                    posted::forget(uow.conn(), guild, submission).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Forgets a review channel that is gone, and its messages: submissions are then announced nowhere until an admin
    /// chooses another one.
    pub async fn forget_channel(&self, guild: GuildId, channel: ChannelId) -> Result<(), ServiceError> {
        self.store
            .write(guild, self.now(), |uow| {
                Box::pin(async move {
                    posted::forget_channel(uow.conn(), guild, channel).await?;
                    let mut settings = settings::get(uow.conn(), guild).await?;
                    if settings.review_channel != Some(channel) {
                        return Ok(());
                    }
                    settings.review_channel = None;
                    configure::write(uow, &settings, Actor::Operator).await
                })
            })
            .await
    }

    /// Makes sure the record knows the guild.
    pub async fn joined(&self, guild: GuildId) -> Result<(), ServiceError> {
        Ok(self.store.create_guild(guild, self.now()).await?)
    }
}

/// Reads what changed on a source, and which words that are cited it concerns.
async fn change(conn: &mut Conn, guild: GuildId, number: Number) -> Result<ChangeView, ServiceError> {
    let gone = || Refusal::NoSuchSubmission(number.to_string());
    let change = changes::find(conn, guild, number).await?.ok_or_else(gone)?;
    let source = sources::find(conn, guild, change.source).await?.ok_or_else(gone)?;
    let mut claims = watched::list_claims(conn, guild, change.source).await?;
    let of_text = change.to.is_some();
    claims.retain(|one| !of_text || change.doc.gone.contains(&one.record) || change.doc.back.contains(&one.record));
    Ok(ChangeView { change, source, claims })
}
