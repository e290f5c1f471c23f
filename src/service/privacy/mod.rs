//! What is held about the person who asks: to see, to take along, to have erased. For everybody, blocked or unknown;
//! nobody asks for another.

mod file;
mod forget;

use jiff::Timestamp;

pub use forget::Forgotten;

use super::rights::Act;
use super::submissions::OwnSubmission;
use super::{Caller, Service, ServiceError};
use crate::domain::ids::{ActorKey, GuildId, Number, Purpose};
use crate::store::held::{self, Acted};
use crate::store::{blocks, drafts, own, questions};

/// In which servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the one where it is asked.
    Here,
    /// In every one whose record this program keeps.
    Everywhere,
}

impl Where {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Here, Self::Everywhere];

    /// Names it as it is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Everywhere => "everywhere",
        }
    }

    /// Reads the name that [`Where::as_str`] gives.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|at| at.as_str() == text)
    }
}

/// A draft of the caller's.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldDraft {
    /// What was typed so far; `None` where it cannot be read.
    pub body: Option<serde_json::Value>,
    /// When it goes.
    pub ends_at: Timestamp,
}

/// All that is held about the caller in one guild.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The guild.
    pub guild: GuildId,
    /// What they are about to file.
    pub drafts: Vec<HeldDraft>,
    /// What they filed, newest first: all that is still tied to them.
    pub submissions: Vec<OwnSubmission>,
    /// How many questions moderators asked them, and how many they answered.
    pub questions: (u64, u64),
    /// Since when they may not file, and the submission they were blocked from.
    pub block: Option<(Timestamp, Option<Number>)>,
    /// How many notes hold their key as a moderator: requests that wait for another, and what they took out of sight lately.
    pub notes: u64,
    /// What the ledger says that they did.
    pub acts: Vec<Acted>,
    /// At how many of these, done as a moderator, erasing leaves their key, and when the last one goes.
    pub kept: (u64, Option<Timestamp>),
}

impl Held {
    /// Says whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.block.is_none() && self.notes == 0 && self.acts.is_empty() && !self.is_erasable()
    }

    /// Says whether there is anything that erasing takes away.
    #[must_use]
    pub fn is_erasable(&self) -> bool {
        let destroyed = |act: &Acted| act.by == Purpose::Contribute || act.goes_at.is_none();
        !(self.drafts.is_empty() && self.submissions.is_empty()) || self.acts.iter().any(destroyed)
    }
}

/// The keys that one person is known by in one guild.
#[derive(Clone, Copy)]
struct Keys {
    contributor: ActorKey,
    moderator: ActorKey,
}

impl Keys {
    fn both(self) -> [(Purpose, ActorKey); 2] {
        [(Purpose::Contribute, self.contributor), (Purpose::Moderate, self.moderator)]
    }
}

impl Service {
    /// Says what is held about the caller, a guild each; those with nothing are left out.
    pub async fn held(&self, caller: &Caller, at: Where) -> Result<Vec<Held>, ServiceError> {
        self.access(&mut self.store.read().await?, caller, Act::SeeHeld).await?;
        let mut all = Vec::new();
        for guild in self.guilds_of(caller, at).await? {
            let held = self.held_in(caller, guild).await?;
            if !held.is_empty() {
                all.push(held);
            }
        }
        Ok(all)
    }

    /// Gives what is held about the caller as a file: JSON.
    pub async fn export_held(&self, caller: &Caller, at: Where) -> Result<Vec<u8>, ServiceError> {
        file::write(&self.held(caller, at).await?, self.now())
    }

    /// Lists the guilds that are meant.
    async fn guilds_of(&self, caller: &Caller, at: Where) -> Result<Vec<GuildId>, ServiceError> {
        Ok(match at {
            Where::Here => vec![caller.guild],
            Where::Everywhere => self.store.guilds().await?,
        })
    }

    /// Computes the caller's keys, which are others in every guild.
    fn keys_of(&self, caller: &Caller, guild: GuildId) -> Keys {
        let key = |purpose| self.store.keys().actor(purpose, guild, caller.user);
        Keys { contributor: key(Purpose::Contribute), moderator: key(Purpose::Moderate) }
    }

    async fn held_in(&self, caller: &Caller, guild: GuildId) -> Result<Held, ServiceError> {
        let keys @ Keys { contributor, moderator } = self.keys_of(caller, guild);
        let mut conn = self.store.read_snapshot().await?;
        let drafts = drafts::list_own(&mut conn, guild, contributor).await?.into_iter().map(|(id, sealed, ends_at)| {
            let plain = self.store.open_draft(guild, &id, &sealed).ok();
            HeldDraft { body: plain.and_then(|plain| serde_json::from_slice(&plain).ok()), ends_at }
        });
        let drafts = drafts.collect();
        let filed = own::list(&mut conn, guild, contributor, i64::MAX, 0).await?;
        let asked = questions::count_own(&mut conn, guild, contributor).await?;
        let submissions = filed.into_iter().map(|one| self.own_view(guild, one)).collect::<Result<_, _>>()?;
        let block = blocks::find(&mut conn, guild, contributor).await?;
        let notes = held::count_notes(&mut conn, guild, moderator).await?;
        let (acts, _) = self.store.entries_by(&mut conn, guild, &keys.both(), 0).await?;
        let kept = forget::kept(&acts, self.now());
        Ok(Held { guild, drafts, submissions, questions: asked, block, notes, acts, kept })
    }
}
