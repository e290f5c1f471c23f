//! What the review channel has still to be told, for the worker that keeps its messages current.
//!
//! The worker acts for the program and for no caller: there is no right to check. It asks what is not yet shown,
//! sends it, and says so here; whatever happens in between, asking again gives what is still to be done.

use jiff::Timestamp;

use super::review::SubmissionView;
use super::{Service, ServiceError};
use crate::domain::ids::{ChannelId, GuildId, Number};

/// A submission whose message in the review channel is missing or shows what was before.
#[derive(Clone, Debug, PartialEq)]
pub struct Announcement {
    /// Whose review channel.
    pub guild: GuildId,
    /// The channel: the review channel for a new message, the message's own for an old one.
    pub channel: ChannelId,
    /// What to show.
    pub submission: SubmissionView,
    /// The message to bring up to date; `None` where none was sent yet.
    pub message: Option<u64>,
    /// What [`Service::announced`] takes back once the message shows it: the state and revision, such as `pending 1`.
    pub shown: String,
}

impl Service {
    /// Gives up to `limit` submissions whose message is missing or out of date, oldest first, over all guilds.
    pub async fn unannounced(&self, _limit: u32) -> Result<Vec<Announcement>, ServiceError> {
        todo!()
    }

    /// Notes that a message shows a submission as `shown`.
    pub async fn announced(
        &self,
        _guild: GuildId,
        _submission: Number,
        _channel: ChannelId,
        _message: u64,
        _shown: &str,
    ) -> Result<(), ServiceError> {
        todo!()
    }

    /// Forgets the messages that showed a submission, since they are gone; one that waits is announced anew.
    pub async fn forget_announcement(&self, _guild: GuildId, _submission: Number) -> Result<(), ServiceError> {
        todo!()
    }

    /// Forgets a review channel that is gone, and its messages: submissions are then announced nowhere until an admin
    /// chooses another one.
    pub async fn forget_channel(&self, _guild: GuildId, _channel: ChannelId) -> Result<(), ServiceError> {
        todo!()
    }

    /// Makes sure the record knows the guild.
    pub async fn joined(&self, _guild: GuildId) -> Result<(), ServiceError> {
        todo!()
    }

    /// Clears away what has had its time at `now`: drafts of a day ago, and of what was decided 30 days ago the sealed
    /// bodies that were not published and every contributor's key.
    pub async fn housekeeping(&self, _now: Timestamp) -> Result<(), ServiceError> {
        todo!()
    }
}
