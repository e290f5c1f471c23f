//! The handle on the whole stand-in.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use serde_json::Value;
use tokio::net::TcpListener;

use crate::{
    ChannelId, Config, Faults, Gateway, Guild, GuildId, InteractionId, Member, Message, MessageId, Outcome, Overdue,
    Registered, Request, StartError, UserError, UserId, gateway, rest,
    state::{Shared, World},
    tls,
};

/// How long [`Localcord::stop`] waits for its tasks.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// A running stand-in. It stops when it is dropped; [`Localcord::stop`] also waits for its tasks.
pub struct Localcord {
    shared: Arc<Shared>,
    ca_pem: String,
}

impl Localcord {
    /// Binds two free ports of 127.0.0.1 and begins to serve. Fails when a socket or a certificate cannot be had.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let identity = tls::identity()?;
        let rest = TcpListener::bind("127.0.0.1:0").await.map_err(StartError::Bind)?;
        let socket = TcpListener::bind("127.0.0.1:0").await.map_err(StartError::Bind)?;
        let rest_addr = rest.local_addr().map_err(StartError::Bind)?;
        let gateway_addr = socket.local_addr().map_err(StartError::Bind)?;

        let world = World::new(&config.bot_name);
        let token = config.token.clone().unwrap_or_else(|| made_up_token(world.bot));
        let shared = Arc::new(Shared::new(config, token, world, rest_addr, gateway_addr));
        shared.tasks.spawn(rest::serve(shared.clone(), rest, identity.acceptor, rest::routes(shared.clone())));
        shared.tasks.spawn(gateway::listen(shared.clone(), socket));
        Ok(Self { shared, ca_pem: identity.ca_pem })
    }

    /// Stops serving, and waits a few seconds for what is running.
    pub async fn stop(self) {
        self.shared.stop.cancel();
        self.shared.tasks.close();
        if tokio::time::timeout(STOP_WITHIN, self.shared.tasks.wait()).await.is_err() {
            tracing::warn!(left = self.shared.tasks.len(), "tasks were still running at the stop");
        }
    }

    /// Returns where REST is served, for `ClientBuilder::resolve("discord.com", …)`.
    #[must_use]
    pub fn rest_addr(&self) -> SocketAddr {
        self.shared.rest_addr
    }

    /// Returns where the gateway is served; bots learn it from `GET /gateway`.
    #[must_use]
    pub fn gateway_addr(&self) -> SocketAddr {
        self.shared.gateway_addr
    }

    /// Returns the root certificate in PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// Returns the bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Returns the application's id, which is the bot user's too.
    #[must_use]
    pub fn application_id(&self) -> u64 {
        self.shared.bot.get()
    }

    /// Returns the bot user's id.
    #[must_use]
    pub fn bot_user_id(&self) -> UserId {
        self.shared.bot
    }

    /// Makes a guild with the bot in it, and tells the bot.
    #[must_use]
    pub fn create_guild(&self, name: &str) -> Guild {
        let id = GuildId::new(self.shared.change(super::state::World::id));
        self.create_guild_with_id(id, name)
    }

    /// Makes a guild with an id of the caller's choice, so that what a bot kept of it in an earlier run is found again.
    #[must_use]
    pub fn create_guild_with_id(&self, id: GuildId, name: &str) -> Guild {
        let permissions = self.shared.config.bot_permissions;
        self.shared.change(|world| world.create_guild(id, name, permissions));
        Guild::new(self.shared.clone(), id)
    }

    /// Removes the bot from a guild, and tells it.
    pub fn remove_bot(&self, guild: &Guild) {
        self.shared.change(|world| world.remove_bot(guild.id()));
    }

    /// Invites the bot to a guild again, and tells it.
    pub fn invite_bot(&self, guild: &Guild) {
        let permissions = self.shared.config.bot_permissions;
        self.shared.change(|world| world.invite_bot(guild.id(), permissions));
    }

    /// Takes a guild away for a while, as an outage does, and tells the bot: it hears nothing more from there, people
    /// see none of its channels, and REST answers 503 for all that is in it. Discord documents the event alone.
    pub fn make_unavailable(&self, guild: &Guild) {
        self.shared.change(|world| world.make_unavailable(guild.id()));
    }

    /// Brings a guild back after an outage, and tells the bot.
    pub fn make_available(&self, guild: &Guild) {
        self.shared.change(|world| world.make_available(guild.id()));
    }

    /// Returns a handle on the gateway.
    #[must_use]
    pub fn gateway(&self) -> Gateway {
        Gateway { shared: self.shared.clone() }
    }

    /// Lists a channel's messages that everyone there sees, oldest first.
    #[must_use]
    pub fn messages(&self, channel: ChannelId) -> Vec<Message> {
        self.pick(|message| message.channel == channel && !message.ephemeral())
    }

    /// Lists a channel's messages that a member sees, those for them alone included, oldest first.
    #[must_use]
    pub fn visible_to(&self, member: &Member, channel: ChannelId) -> Vec<Message> {
        let user = member.id();
        if !self.shared.look(|world| world.can_see(channel, user)) {
            return Vec::new();
        }
        self.pick(|message| message.channel == channel && message.only_for.is_none_or(|reader| reader == user))
    }

    fn pick(&self, wanted: impl Fn(&Message) -> bool) -> Vec<Message> {
        self.shared.look(|world| world.messages.values().filter(|message| wanted(message)).cloned().collect())
    }

    /// Finds a message by its id, whoever sees it.
    #[must_use]
    pub fn message(&self, channel: ChannelId, id: MessageId) -> Option<Message> {
        self.shared.look(|world| world.messages.get(&id).filter(|message| message.channel == channel).cloned())
    }

    /// Waits until a channel holds a message such as this, ephemeral ones included. Fails when there is none in time.
    pub async fn wait_for_message(
        &self,
        channel: ChannelId,
        wanted: impl Fn(&Message) -> bool,
        within: Duration,
    ) -> Result<Message, Overdue> {
        let find = |world: &World| {
            let mut here = world.messages.values().filter(|message| message.channel == channel);
            here.find(|message| wanted(message)).cloned()
        };
        self.shared.until(within, find).await.ok_or(Overdue { what: "a message appears", within })
    }

    /// Lists the registered commands.
    #[must_use]
    pub fn commands(&self) -> Vec<Registered> {
        self.shared.look(|world| world.commands.all.clone())
    }

    /// Counts the requests that wrote to the registered commands.
    #[must_use]
    pub fn registrations(&self) -> usize {
        self.shared.look(|world| world.commands.registrations)
    }

    /// Waits until a command of this name is registered. Fails when there is none in time.
    pub async fn wait_for_command(&self, name: &str, within: Duration) -> Result<Registered, Overdue> {
        let find = |world: &World| world.commands.all.iter().find(|command| command.name == name).cloned();
        self.shared.until(within, find).await.ok_or(Overdue { what: "a command is registered", within })
    }

    /// Lists every REST request so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.look(|world| world.requests.iter().cloned().collect())
    }

    /// Waits for a REST request such as this. Fails when there is none in time.
    pub async fn wait_for_request(
        &self,
        wanted: impl Fn(&Request) -> bool,
        within: Duration,
    ) -> Result<Request, Overdue> {
        let find = |world: &World| world.requests.iter().find(|request| wanted(request)).cloned();
        self.shared.until(within, find).await.ok_or(Overdue { what: "a request arrives", within })
    }

    /// Counts the requests answered with 401, 403 or 429, but for a 429 of [`Scope::Shared`](crate::Scope): 10,000 of
    /// them in ten minutes shut a bot out of Discord.
    #[must_use]
    pub fn invalid_requests(&self) -> usize {
        self.shared.look(|world| world.invalid_requests.len())
    }

    /// Counts the same for the stretch of this length, anywhere since the start, in which there were the most.
    #[must_use]
    pub fn invalid_requests_within(&self, window: Duration) -> usize {
        let mut times = self.shared.look(|world| world.invalid_requests.clone());
        // They were noted as they were answered, and a slow one came earlier than it was answered.
        times.sort_unstable();
        let most = times
            .iter()
            .enumerate()
            .map(|(first, from)| times[first..].partition_point(|time| time.duration_since(*from) < window));
        most.max().unwrap_or(0)
    }

    /// Returns a handle on what fails on request.
    #[must_use]
    pub fn faults(&self) -> Faults {
        Faults { shared: self.shared.clone() }
    }

    /// Forgets every nonce, as if [`Config::nonce_lives`] had passed: a message sent again then stands there twice.
    pub fn forget_nonces(&self) {
        self.shared.change(|world| world.nonces.clear());
    }

    /// Looks at an interaction again: later follow-ups and edits.
    #[must_use]
    pub fn outcome(&self, interaction: InteractionId) -> Option<Outcome> {
        self.shared.look(|world| world.outcome(interaction))
    }

    /// Hands an interaction to the bot once more, as a resume may. Fails when there is no such interaction.
    pub fn deliver_again(&self, interaction: InteractionId) -> Result<(), UserError> {
        self.shared.change(|world| {
            let found = world.interactions.get(&interaction).map(|one| (one.guild, one.event.clone()));
            let (guild, event) = found.ok_or(UserError::UnknownInteraction(interaction))?;
            world.emit_interaction(guild, &event);
            Ok(())
        })
    }

    /// Hands a copy of an interaction to the bot as if it had been made `age` ago, and returns the copy's id.
    ///
    /// Fails when there is no such interaction.
    pub fn deliver_stale(&self, interaction: InteractionId, age: Duration) -> Result<InteractionId, UserError> {
        let age = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
        self.shared.change(|world| world.copy_stale(interaction, age)).ok_or(UserError::UnknownInteraction(interaction))
    }

    /// Sends any event to every session.
    pub fn dispatch(&self, event: &str, data: &Value) {
        self.shared.change(|world| world.hub.broadcast(event, data));
    }

    /// Finds a guild by its id.
    #[must_use]
    pub fn guild(&self, id: GuildId) -> Option<Guild> {
        let known = self.shared.look(|world| world.guilds.contains_key(&id));
        known.then(|| Guild::new(self.shared.clone(), id))
    }
}

impl Drop for Localcord {
    fn drop(&mut self) {
        self.shared.stop.cancel();
    }
}

impl std::fmt::Debug for Localcord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Localcord").field("rest_addr", &self.shared.rest_addr).finish_non_exhaustive()
    }
}

/// Makes a token of the right shape: the user's id in base64, then two parts that say nothing.
fn made_up_token(bot: UserId) -> String {
    use base64::Engine as _;
    let first = base64::engine::general_purpose::STANDARD_NO_PAD.encode(bot.to_string());
    format!("{first}.Glocal.{}", "x".repeat(38))
}
