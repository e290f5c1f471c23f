//! What a person's client shows: channels, messages, commands, and what became of what they did.
//!
//! Invariant: nothing comes out of here that the person does not see. Members see a channel as their roles allow, an
//! ephemeral message only who it is for, and an interaction only who made it.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

use super::Place;
use crate::{
    ChannelId, GuildId, InteractionId, Message, MessageId, Modal, Registered, RoleId, UserId,
    state::{InteractionKind, Shared, World},
};

/// What a person sees of a guild. Cloning it makes another handle on the same one.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    guild: GuildId,
    user: UserId,
}

/// Names what mentions stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The guild.
    pub guild: String,
    /// The channels the person sees, in their order.
    pub channels: Vec<(ChannelId, String)>,
    /// The roles, but for everyone's and the bot's.
    pub roles: Vec<(RoleId, String)>,
    /// The members, bots included.
    pub people: Vec<(UserId, String)>,
}

/// What somebody did that a message answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Who did it.
    pub user: UserId,
    /// The command, such as `/count show`, or the name of a menu; none for a button, a select or a form.
    pub command: Option<String>,
}

impl Client {
    pub(super) const fn new(shared: Arc<Shared>, guild: GuildId, user: UserId) -> Self {
        Self { shared, guild, user }
    }

    /// Returns the person's user id.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// Hears of every change: what it holds says nothing, only that it is another.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes()
    }

    /// Goes to a channel, to do something there.
    #[must_use]
    pub fn in_channel(&self, channel: ChannelId) -> Place {
        Place::new(self.shared.clone(), self.guild, self.user, channel)
    }

    /// Names the guild, and what is in it, as the person sees it.
    #[must_use]
    pub fn names(&self) -> Names {
        self.shared.look(|world| self.names_in(world))
    }

    fn names_in(&self, world: &World) -> Names {
        let mut channels: Vec<_> = world.channels.values().filter(|one| self.sees(world, one.id)).collect();
        channels.sort_by_key(|one| (one.position, one.id));
        let guild = world.guilds.get(&self.guild);
        let everyone = RoleId::new(self.guild.get());
        let roles = guild.into_iter().flat_map(|guild| guild.roles.values());
        let members = guild.into_iter().flat_map(|guild| guild.members.keys());
        Names {
            guild: guild.map(|guild| guild.name.clone()).unwrap_or_default(),
            channels: channels.into_iter().map(|one| (one.id, one.name.clone())).collect(),
            roles: roles
                .filter(|role| role.id != everyone && !role.managed)
                .map(|role| (role.id, role.name.clone()))
                .collect(),
            people: members.filter_map(|id| world.users.get(id)).map(|user| (user.id, user.name.clone())).collect(),
        }
    }

    fn sees(&self, world: &World, channel: ChannelId) -> bool {
        let here = world.channels.get(&channel).is_some_and(|one| one.guild == self.guild);
        here && world.available(self.guild) && world.can_see(channel, self.user)
    }

    /// Lists every message the person sees, those for them alone included, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.shared.look(|world| {
            let seen = world.messages.values().filter(|message| self.reads(world, message));
            seen.cloned().collect()
        })
    }

    /// Finds a message that the person sees.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<Message> {
        self.shared.look(|world| world.messages.get(&id).filter(|message| self.reads(world, message)).cloned())
    }

    fn reads(&self, world: &World, message: &Message) -> bool {
        self.sees(world, message.channel) && message.only_for.is_none_or(|reader| reader == self.user)
    }

    /// Says what a message answers, where it answers anything.
    #[must_use]
    pub fn cause(&self, message: &Message) -> Option<Cause> {
        self.shared.look(|world| {
            let made = world.interactions.get(&message.interaction?)?;
            let data = &made.event["data"];
            let command = match made.kind {
                InteractionKind::Slash => Some(path(data)),
                InteractionKind::Menu => data["name"].as_str().map(str::to_owned),
                InteractionKind::Component | InteractionKind::Autocomplete | InteractionKind::Modal => None,
            };
            Some(Cause { user: made.user, command })
        })
    }

    /// Lists the commands and menus the person is offered in a channel.
    #[must_use]
    pub fn commands(&self, channel: ChannelId) -> Vec<Registered> {
        let place = self.in_channel(channel);
        self.shared.look(|world| place.offers(world).cloned().collect())
    }

    /// Finds the form that an interaction of the person's opened, while it can still be sent.
    #[must_use]
    pub fn form(&self, interaction: InteractionId) -> Option<Modal> {
        self.shared.look(|world| {
            let made = world.interactions.get(&interaction).filter(|made| made.user == self.user && made.modal_open);
            made.and_then(|made| made.modal.clone())
        })
    }

    /// Returns an interaction of the person's as it was sent to the bot, its token taken out.
    #[must_use]
    pub fn sent(&self, interaction: InteractionId) -> Option<Value> {
        self.shared.look(|world| {
            let made = world.interactions.get(&interaction).filter(|made| made.user == self.user)?;
            let mut event = made.event.clone();
            event["token"] = "TOKEN".into();
            Some(event)
        })
    }

    /// Returns the body of the first answer to an interaction of the person's, as the bot sent it.
    #[must_use]
    pub fn answered(&self, interaction: InteractionId) -> Option<Value> {
        let path = format!("/interactions/{interaction}/TOKEN/callback");
        self.shared.look(|world| {
            world.interactions.get(&interaction).filter(|made| made.user == self.user)?;
            world.requests.iter().rev().find(|request| request.path == path).map(|request| request.body.clone())
        })
    }
}

/// Writes a command's path from the names in an interaction's data.
fn path(data: &Value) -> String {
    let mut path = format!("/{}", data["name"].as_str().unwrap_or_default());
    let mut inner = &data["options"][0];
    while matches!(inner["type"].as_u64(), Some(1 | 2)) {
        path.push(' ');
        path.push_str(inner["name"].as_str().unwrap_or_default());
        inner = &inner["options"][0];
    }
    path
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("user", &self.user).field("guild", &self.guild).finish_non_exhaustive()
    }
}
