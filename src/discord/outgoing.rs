//! Messages of our own: paced, fair between guilds, sent once.
//!
//! A repeated sending within minutes gives the first message again, by its nonce. After an uncertain end that lies
//! longer back, the message is looked for by the marker in its footer before it is sent anew: `#142`.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ChannelId, MessageId as DiscordsId, Nonce, UserId};
use tokio::sync::SetOnce;
use tokio_util::sync::CancellationToken;

use super::drawing::painted_reply;
use super::http::Trouble;
use super::pace::Pace;
use super::place;
use super::render::render;
use super::unasked::Unasked;
use crate::answers::post::{Address, Closed, MessageId, Post, PostError, Sending};
use crate::answers::reply::Reply;

/// How far back a message of ours is looked for: so many pages of so many messages.
const PAGES: usize = 10;
const PAGE: u8 = 100;
/// How often a request that did not arrive is tried, and how long is waited in between; longer outages are the
/// worker's, who asks again at its next round.
const PAUSES: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

/// The way out for messages that nobody asked for.
pub(super) struct Outgoing {
    unasked: Arc<Unasked>,
    pace: Pace,
    stop: CancellationToken,
    /// The bot's own user, known once the application is.
    user: SetOnce<UserId>,
}

impl Outgoing {
    pub(super) fn new(unasked: Arc<Unasked>, stop: CancellationToken) -> Self {
        Self { unasked, pace: Pace::new(), stop, user: SetOnce::new() }
    }

    /// Takes note of who the bot is.
    pub(super) fn know(&self, user: UserId) {
        // There is one application per connection; a second time says the same.
        let _ = self.user.set(user);
    }

    /// Sends one request when its guild's turn has come, again after a cut.
    async fn deliver<T, F>(&self, to: Address, request: impl Fn() -> F) -> Result<T, PostError>
    where
        F: Future<Output = Result<T, Trouble>>,
    {
        // Whether an earlier try may have done it, unheard.
        let mut uncertain = false;
        for pause in PAUSES.into_iter().map(Some).chain([None]) {
            let turn = self.pace.turn(to.guild, &self.stop).await?;
            // What a stop cuts off is found again by its nonce or its marker.
            let answered = tokio::select! {
                biased;
                answered = request() => answered,
                () = self.stop.cancelled() => return Err(PostError::Stopping),
            };
            let error = match answered {
                Ok(done) => return Ok(done),
                Err(trouble) => trouble,
            };
            drop(turn);
            match (post_error(error), pause) {
                (PostError::Unreachable, Some(pause)) => {
                    uncertain = true;
                    self.wait(pause).await?;
                }
                (PostError::Held(_), _) if uncertain => return Err(PostError::Unreachable),
                (error, _) => return Err(error),
            }
        }
        Err(PostError::Unreachable)
    }

    /// Waits, unless the program stops.
    async fn wait(&self, pause: Duration) -> Result<(), PostError> {
        match tokio::time::timeout(pause, self.stop.cancelled()).await {
            Ok(()) => Err(PostError::Stopping),
            Err(_) => Ok(()),
        }
    }

    async fn send(&self, to: Address, reply: &Reply, nonce: &str) -> Result<MessageId, PostError> {
        let rendered = render(&painted_reply(reply.clone()).await, Some(to.about.to_string()));
        let message = rendered.message();
        let message = message.nonce(Nonce::String(nonce.to_owned())).enforce_nonce(true);
        let channel = ChannelId::new(to.channel.get());
        let sent = self.deliver(to, || self.unasked.send_message(channel, &message, rendered.files())).await?;
        Ok(MessageId(sent.get()))
    }

    async fn edit(&self, to: Address, message: MessageId, reply: &Reply) -> Result<(), PostError> {
        let rendered = render(&painted_reply(reply.clone()).await, Some(to.about.to_string()));
        let edit = rendered.edit();
        let (channel, message) = (ChannelId::new(to.channel.get()), DiscordsId::new(message.0));
        self.deliver(to, || self.unasked.edit_message(channel, message, &edit, rendered.files())).await
    }

    async fn find(&self, to: Address) -> Result<Option<MessageId>, PostError> {
        let channel = ChannelId::new(to.channel.get());
        // Workers begin before the bot knows who it is; without that nothing would be ours, and all be sent again.
        let user = tokio::select! {
            biased;
            user = self.user.wait() => *user,
            () = self.stop.cancelled() => return Err(PostError::Stopping),
        };
        let wanted = to.about.to_string();
        let mut before = None;
        for _ in 0..PAGES {
            let page = self.deliver(to, || self.unasked.messages(channel, before, PAGE)).await?;
            if let Some(ours) = page.iter().find(|one| one.author.id == user && one.marked(&wanted)) {
                return Ok(Some(MessageId(ours.id.get())));
            }
            let Some(last) = page.last().filter(|_| page.len() == usize::from(PAGE)) else {
                return self.looked_in_vain(to, user, before.is_none() && page.is_empty()).await;
            };
            before = Some(last.id);
        }
        Ok(None)
    }

    /// Where nothing at all was to be seen, says whether that is for want of a permission: Discord then shows no message
    /// and calls that no error, and what is there would be sent again.
    async fn looked_in_vain(&self, to: Address, user: UserId, blank: bool) -> Result<Option<MessageId>, PostError> {
        if !blank {
            return Ok(None);
        }
        match place::reads_back(&self.unasked, user, to).await {
            Some(true) => Ok(None),
            Some(false) => Err(PostError::Closed(Closed::MissingPermissions)),
            None => Err(PostError::Unreachable),
        }
    }
}

impl Post for Outgoing {
    fn send<'a>(&'a self, to: Address, reply: &'a Reply, nonce: &'a str) -> Sending<'a, MessageId> {
        Box::pin(self.send(to, reply, nonce))
    }

    fn edit<'a>(&'a self, to: Address, message: MessageId, reply: &'a Reply) -> Sending<'a, ()> {
        Box::pin(self.edit(to, message, reply))
    }

    fn find(&self, to: Address) -> Sending<'_, Option<MessageId>> {
        Box::pin(self.find(to))
    }
}

fn post_error(trouble: Trouble) -> PostError {
    match trouble {
        Trouble::Unreachable => PostError::Unreachable,
        Trouble::Limited(wait) => PostError::Held(wait.unwrap_or_default()),
        // Never tried again: Discord shuts out who hammers it with a bad token.
        Trouble::Unauthorised => PostError::Refused(401),
        Trouble::Refused(50_001) => PostError::Closed(Closed::NoAccess),
        Trouble::Refused(50_013) => PostError::Closed(Closed::MissingPermissions),
        Trouble::Refused(10_003) => PostError::Closed(Closed::UnknownChannel),
        Trouble::Refused(10_008) => PostError::MessageGone,
        Trouble::Refused(code) => PostError::Refused(code),
        Trouble::AlreadyAnswered | Trouble::TooLate | Trouble::Other => PostError::Refused(0),
    }
}
