//! Sessions: what was sent to each, so that it can be sent again.
//!
//! Invariant: an event gets its sequence number and its place in the log in one step, whether or not a socket is there.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use twilight_model::gateway::Intents;

use crate::GuildId;

/// Events kept per session for a resume. A session further behind is invalid.
const KEPT: usize = 5_000;

/// What a connection is told to do.
#[derive(Debug)]
pub(crate) enum Order {
    /// Send this text.
    Send(String),
    /// Close with this code.
    Close(u16, &'static str),
    /// Break off without a word.
    Cut,
    /// Keep the socket open and say nothing more.
    FallSilent,
    /// Forget the session: the bot may identify again on this socket.
    Forget,
}

/// The sessions and the counts tests read.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    pub(crate) sessions: BTreeMap<String, Session>,
    /// Sockets opened so far.
    pub(crate) opened: usize,
    /// Sockets open now.
    pub(crate) open: usize,
    pub(crate) identifies: usize,
    pub(crate) resumes: usize,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) shard: (u64, u64),
    pub(crate) intents: Intents,
    sequence: u64,
    log: VecDeque<(u64, String)>,
    /// The socket it is on.
    link: Option<Link>,
    lost: Option<Instant>,
}

/// A socket's inbox.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) number: usize,
    pub(crate) orders: UnboundedSender<Order>,
}

impl Link {
    /// Tells the socket; one that is gone hears nothing, and its session keeps the events.
    pub(crate) fn tell(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}

impl Session {
    /// Tells whether the bot's socket for it is open and being spoken to.
    pub(crate) const fn linked(&self) -> bool {
        self.link.is_some()
    }

    fn serves(&self, guild: GuildId) -> bool {
        (guild.get() >> 22) % self.shard.1.max(1) == self.shard.0
    }

    fn send(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let text = json!({ "op": 0, "t": name, "s": self.sequence, "d": data }).to_string();
        if self.log.len() == KEPT {
            self.log.pop_front();
        }
        self.log.push_back((self.sequence, text.clone()));
        if let Some(link) = &self.link {
            link.tell(Order::Send(text));
        }
    }
}

impl Hub {
    /// Starts a session on a socket.
    pub(crate) fn identify(&mut self, id: &str, shard: (u64, u64), intents: Intents, link: Link) {
        self.identifies += 1;
        let session = Session { shard, intents, sequence: 0, log: VecDeque::new(), link: Some(link), lost: None };
        self.sessions.insert(id.to_owned(), session);
    }

    /// Goes on with a session on a new socket: sends again what came after `seen`. Tells whether that could be done.
    pub(crate) fn resume(&mut self, id: &str, seen: u64, lives: Duration, link: &Link) -> bool {
        self.sessions.retain(|_, session| session.lost.is_none_or(|lost| lost.elapsed() < lives));
        let Some(session) = self.sessions.get_mut(id) else {
            return false;
        };
        let oldest = session.log.front().map_or(session.sequence, |(sequence, _)| sequence - 1);
        if seen > session.sequence || seen < oldest {
            return false;
        }
        if let Some(old) = session.link.replace(link.clone()) {
            old.tell(Order::Close(4000, "Session resumed elsewhere."));
        }
        session.lost = None;
        for (_, text) in session.log.iter().filter(|(sequence, _)| *sequence > seen) {
            link.tell(Order::Send(text.clone()));
        }
        session.send("RESUMED", &json!({ "_trace": [] }));
        self.resumes += 1;
        true
    }

    /// Sends an event to one session, whatever it asked for.
    pub(crate) fn send_to(&mut self, id: &str, name: &str, data: &Value) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.send(name, data);
        }
    }

    /// Sends a guild's event to the sessions that serve the guild and asked for one of `intents`; empty means all.
    pub(crate) fn dispatch(&mut self, guild: GuildId, name: &str, intents: Intents, data: &Value) {
        let wanted = |session: &&mut Session| intents.is_empty() || session.intents.intersects(intents);
        for session in self.sessions.values_mut().filter(|session| session.serves(guild)).filter(wanted) {
            session.send(name, data);
        }
    }

    /// Sends a message's event, whole to those who may read content and bare to the others.
    pub(crate) fn dispatch_message(&mut self, guild: GuildId, name: &str, whole: &Value, bare: &Value) {
        for session in self.sessions.values_mut().filter(|session| session.serves(guild)) {
            if session.intents.contains(Intents::GUILD_MESSAGES) {
                let reads = session.intents.contains(Intents::MESSAGE_CONTENT);
                session.send(name, if reads { whole } else { bare });
            }
        }
    }

    /// Sends an event to every session.
    pub(crate) fn broadcast(&mut self, name: &str, data: &Value) {
        self.sessions.values_mut().for_each(|session| session.send(name, data));
    }

    /// Notes that a socket is gone. The session stays for a while, unless the bot said goodbye.
    pub(crate) fn closed(&mut self, number: usize, goodbye: bool) {
        self.open = self.open.saturating_sub(1);
        let on_it = |session: &Session| session.link.as_ref().is_some_and(|link| link.number == number);
        if goodbye {
            self.sessions.retain(|_, session| !on_it(session));
        }
        for session in self.sessions.values_mut().filter(|session| on_it(session)) {
            session.link = None;
            session.lost = Some(Instant::now());
        }
    }

    /// Takes the sockets off all sessions, which go on collecting events.
    pub(crate) fn unlink(&mut self) -> Vec<Link> {
        let take = |session: &mut Session| {
            session.lost = Some(Instant::now());
            session.link.take()
        };
        self.sessions.values_mut().filter_map(take).collect()
    }

    /// Names the sockets in use.
    pub(crate) fn links(&self) -> Vec<Link> {
        self.sessions.values().filter_map(|session| session.link.clone()).collect()
    }
}
