//! Channels that remember what was sent to them, and fail as they are told to.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use undersigned::answers::post::{Address, Closed, MessageId, Post, PostError, Sending};
use undersigned::answers::reply::Reply;
use undersigned::domain::ids::ChannelId;

/// A channel that is told news.
pub(crate) const NEWS: ChannelId = ChannelId::new(1_015_034_326_372_454_611);
/// The moderators' channel.
pub(crate) const REVIEW: ChannelId = ChannelId::new(1_015_034_326_372_454_700);

/// What stands in the channels: where, under which mark and nonce, and as what message.
#[derive(Default)]
pub(crate) struct Channels {
    pub(crate) sent: Mutex<Vec<(Address, String, u64)>>,
    pub(crate) edits: Mutex<Vec<u64>>,
    /// What the next sendings end with.
    pub(crate) faults: Mutex<Vec<Fault>>,
    /// Whether the news channel is closed to the bot.
    pub(crate) closed: AtomicBool,
    /// Messages that somebody deleted.
    pub(crate) deleted: Mutex<Vec<u64>>,
    /// What each sending and edit said.
    pub(crate) texts: Mutex<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is done.
    Before,
    /// It is done, and nobody hears of it.
    After,
}

impl Channels {
    pub(crate) fn said(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|(to, ..)| to.about.to_string()).collect()
    }

    /// Gives the last words that were sent or edited in.
    pub(crate) fn last(&self) -> String {
        self.texts.lock().unwrap().last().cloned().unwrap_or_default()
    }

    pub(crate) fn close(&self, closed: bool) {
        self.closed.store(closed, Ordering::Relaxed);
    }

    fn refuses(&self, to: Address) -> bool {
        self.closed.load(Ordering::Relaxed) && to.channel == NEWS
    }

    fn note(&self, reply: &Reply) {
        self.texts.lock().unwrap().push(format!("{:?} {:?} {:?}", reply.title, reply.blocks, reply.footnotes));
    }
}

impl Post for Channels {
    fn send<'a>(&'a self, to: Address, reply: &'a Reply, nonce: &'a str) -> Sending<'a, MessageId> {
        Box::pin(async move {
            if self.refuses(to) {
                return Err(PostError::Closed(Closed::MissingPermissions));
            }
            let fault = self.faults.lock().unwrap().pop();
            if fault == Some(Fault::Before) {
                return Err(PostError::Unreachable);
            }
            self.note(reply);
            let mut sent = self.sent.lock().unwrap();
            let id = sent.len() as u64 + 1;
            sent.push((to, nonce.to_owned(), id));
            if fault == Some(Fault::After) { Err(PostError::Unreachable) } else { Ok(MessageId(id)) }
        })
    }

    fn edit<'a>(&'a self, to: Address, message: MessageId, reply: &'a Reply) -> Sending<'a, ()> {
        Box::pin(async move {
            if self.refuses(to) {
                return Err(PostError::Closed(Closed::MissingPermissions));
            }
            if self.deleted.lock().unwrap().contains(&message.0) {
                return Err(PostError::MessageGone);
            }
            self.note(reply);
            self.edits.lock().unwrap().push(message.0);
            Ok(())
        })
    }

    fn find(&self, to: Address) -> Sending<'_, Option<MessageId>> {
        let sent = self.sent.lock().unwrap();
        let found = sent.iter().find(|(at, ..)| at.channel == to.channel && at.about == to.about);
        let found = found.map(|(.., id)| MessageId(*id));
        Box::pin(async move { Ok(found) })
    }
}
