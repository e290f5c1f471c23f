//! Everything Discord knows, behind one lock.
//!
//! Invariant: whatever changes [`World`] goes through [`Shared::change`], so that everyone who waits looks again.
//! The lock is a `std` mutex, because nothing is awaited while it is held.

mod commands;
mod guild;
mod interaction;
mod messages;
mod pings;
pub(crate) mod render;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    net::SocketAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::guild::ChannelKind;
pub(crate) use self::{
    commands::Commands,
    guild::{ChannelState, GuildState, MemberState, RoleState, UserState},
    interaction::{First, Interaction, InteractionKind, Press},
    messages::{Draft, EPHEMERAL, NewFile, Post},
    pings::{Allowed, Speaker},
};
use crate::{
    ChannelId, Config, GuildId, InteractionId, MessageId, UserId, clock,
    faults::Rules,
    gateway::Hub,
    ids::Mint,
    rest::Buckets,
    seen::{Message, Request},
};

/// What every part of the stand-in shares.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) token: String,
    pub(crate) bot: UserId,
    pub(crate) rest_addr: SocketAddr,
    pub(crate) gateway_addr: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
}

/// The state of Discord.
pub(crate) struct World {
    pub(crate) mint: Mint,
    pub(crate) bot: UserId,
    pub(crate) guilds: BTreeMap<GuildId, GuildState>,
    pub(crate) channels: BTreeMap<ChannelId, ChannelState>,
    pub(crate) users: BTreeMap<UserId, UserState>,
    pub(crate) messages: BTreeMap<MessageId, Message>,
    pub(crate) nonces: HashMap<(ChannelId, String), (MessageId, Instant)>,
    pub(crate) interactions: BTreeMap<InteractionId, Interaction>,
    pub(crate) commands: Commands,
    pub(crate) hub: Hub,
    pub(crate) buckets: Buckets,
    pub(crate) requests: VecDeque<Request>,
    /// When requests came that were answered with 401, 403 or a 429 of the bot's own making.
    pub(crate) invalid_requests: Vec<Instant>,
    pub(crate) faults: Rules,
}

impl World {
    /// Makes a world that holds the bot and nothing else.
    pub(crate) fn new(bot_name: &str) -> Self {
        let mut mint = Mint::default();
        let bot = UserId::new(mint.next(clock::now_ms()));
        let user = UserState { id: bot, name: bot_name.to_owned(), bot: true };
        Self {
            mint,
            bot,
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            users: BTreeMap::from([(bot, user)]),
            messages: BTreeMap::new(),
            nonces: HashMap::new(),
            interactions: BTreeMap::new(),
            commands: Commands::default(),
            hub: Hub::default(),
            buckets: Buckets::default(),
            requests: VecDeque::new(),
            invalid_requests: Vec::new(),
            faults: Rules::default(),
        }
    }

    /// Makes a fresh id.
    pub(crate) fn id(&mut self) -> u64 {
        self.mint.next(clock::now_ms())
    }
}

impl Shared {
    pub(crate) fn new(
        config: Config,
        token: String,
        world: World,
        rest_addr: SocketAddr,
        gateway_addr: SocketAddr,
    ) -> Self {
        Self {
            config,
            token,
            bot: world.bot,
            rest_addr,
            gateway_addr,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            world: Mutex::new(world),
            changed: watch::Sender::new(0),
        }
    }

    /// Looks at the world.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world and wakes those who wait.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.send_modify(|version| *version = version.wrapping_add(1));
        result
    }

    /// Hears of every change.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Looks again after every change until there is something, or the time is up.
    pub(crate) async fn until<T>(&self, within: Duration, mut look: impl FnMut(&World) -> Option<T>) -> Option<T> {
        let mut changes = self.changed.subscribe();
        let search = async {
            loop {
                changes.mark_unchanged();
                if let Some(found) = self.look(&mut look) {
                    return Some(found);
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(within, search).await.ok().flatten()
    }

    // A panic under the lock leaves plain data behind, nothing half-freed: going on is better than a second panic.
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
