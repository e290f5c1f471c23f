//! What every handler needs, and the way of an event from the gateway to its handler.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use serenity::all::{
    CommandInteraction, Context, Framework, FullEvent, Http, Interaction, ShardManager, UserId, async_trait,
};
use tokio::task::JoinError;
use tokio_util::task::TaskTracker;

use super::fresh::{self, Freshness};
use super::http::Clients;
use super::run::Brain;
use super::unasked::Unasked;
use super::{commands, errors, pressing};
use crate::answers::Responder;
use crate::answers::announcing::Effect;
use crate::answers::reply::Reply;
use crate::ops::metrics::{self, Metrics};
use crate::service::Service;

/// What every handler needs. Cheap to clone; all clones are the same bot.
#[derive(Clone)]
pub struct Bot(Arc<Parts>);

struct Parts {
    responder: Responder,
    service: Arc<Service>,
    metrics: Arc<Metrics>,
    clients: Clients,
    tasks: TaskTracker,
    fresh: Freshness,
    /// The bot's own user, known once the application is.
    user: UserId,
}

/// poise's options with our commands. Handlers answer for themselves and have no error to return.
pub(super) type Options = poise::FrameworkOptions<Bot, Infallible>;

impl Bot {
    pub(super) fn new(brain: Brain, clients: Clients, user: UserId) -> Self {
        let Brain { responder, service, metrics } = brain;
        let (tasks, fresh) = (TaskTracker::new(), Freshness::new());
        Self(Arc::new(Parts { responder, service, metrics, clients, tasks, fresh, user }))
    }

    pub(super) fn service(&self) -> &Service {
        &self.0.service
    }

    pub(super) fn responder(&self) -> &Responder {
        &self.0.responder
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Gives the client that answers interactions.
    pub(super) fn http(&self) -> &Http {
        &self.0.clients.answers
    }

    /// Gives the client for what we do unasked.
    pub(super) fn unasked(&self) -> &Unasked {
        &self.0.clients.unasked
    }

    /// Gives the tasks a stop waits for.
    pub(super) fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    pub(super) fn fresh(&self) -> &Freshness {
        &self.0.fresh
    }

    pub(super) fn user(&self) -> UserId {
        self.0.user
    }

    /// Answers for a handler that panicked; the panic itself is in the log already.
    pub(super) fn fault(&self, error: &JoinError, effect: Effect) -> Reply {
        let panicked = error.is_panic();
        self.responder().fault(effect, |reference| tracing::error!(reference, panicked, "a handler did not end"))
    }

    /// Answers for an answer that Discord refused.
    pub(super) fn refused(&self, code: i64, effect: Effect) -> Reply {
        self.responder().fault(effect, |reference| tracing::error!(reference, code, "discord refused an answer"))
    }

    /// Answers for the framework, which could not hand a command over.
    pub(super) fn misunderstood(&self, what: &'static str) -> Reply {
        let log = |reference: &str| tracing::error!(reference, what, "a command could not be handed over");
        self.responder().fault(Effect::None, log)
    }
}

/// Hands events to their handlers. Unlike poise's own it needs no `Ready` first and sets nothing up while connected.
pub(super) struct Dispatcher {
    bot: Bot,
    options: Options,
    shards: OnceLock<Arc<ShardManager>>,
}

impl Dispatcher {
    pub(super) fn new(bot: Bot) -> Self {
        Self { bot, options: options(), shards: OnceLock::new() }
    }

    async fn handle(&self, ctx: &Context, interaction: Interaction) {
        let id = interaction.id().get();
        let age = self.bot.fresh().age(id);
        if age > fresh::LIMIT {
            tracing::info!(age_ms = age.as_millis(), "dropped an interaction that is too old to be answered");
            if let Some(kind) = counted_as(&interaction) {
                self.bot.metrics().interaction(kind, "any", metrics::Outcome::Dropped, None);
            }
            return;
        }
        match &interaction {
            Interaction::Command(command) => self.run(ctx, command, Kind::Command).await,
            Interaction::Autocomplete(command) => self.run(ctx, command, Kind::Autocomplete).await,
            Interaction::Component(press) => pressing::press(&self.bot, press, age).await,
            Interaction::Modal(form) => pressing::submit(&self.bot, form, age).await,
            _ => {}
        }
    }

    async fn run(&self, ctx: &Context, command: &CommandInteraction, kind: Kind) {
        let Some(shards) = self.shards.get() else { return };
        let framework = poise::FrameworkContext {
            serenity_context: ctx,
            bot_id: self.bot.user(),
            options: &self.options,
            user_data: &self.bot,
            shard_manager: shards,
        };
        let sent = std::sync::atomic::AtomicBool::new(false);
        let data = tokio::sync::Mutex::new(Box::new(()) as _);
        let options = command.data.options();
        let mut tree = Vec::new();
        let done = match kind {
            Kind::Command => poise::dispatch_interaction(framework, command, &sent, &data, &options, &mut tree).await,
            Kind::Autocomplete => {
                poise::dispatch_autocomplete(framework, command, &sent, &data, &options, &mut tree).await
            }
        };
        if let Err(error) = done {
            errors::answer(&self.bot, error, kind).await;
        }
    }
}

/// Says what an interaction counts as; suggestions are not counted.
fn counted_as(interaction: &Interaction) -> Option<metrics::Kind> {
    match interaction {
        Interaction::Command(_) => Some(metrics::Kind::Command),
        Interaction::Component(_) => Some(metrics::Kind::Press),
        Interaction::Modal(_) => Some(metrics::Kind::Form),
        _ => None,
    }
}

/// What a command's interaction asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Command,
    Autocomplete,
}

#[async_trait]
impl Framework for Dispatcher {
    async fn init(&mut self, client: &serenity::Client) {
        poise::set_qualified_names(&mut self.options.commands);
        // A client has one shard manager, and this runs once per client.
        let _ = self.shards.set(client.shard_manager.clone());
    }

    async fn dispatch(&self, ctx: Context, event: FullEvent) {
        if let FullEvent::InteractionCreate { interaction } = event {
            // serenity owns the task this runs in; the token makes a stop wait for it all the same.
            let _running = self.bot.tasks().token();
            Box::pin(self.handle(&ctx, interaction)).await;
        }
    }
}

fn options() -> Options {
    poise::FrameworkOptions {
        commands: commands::all(),
        allowed_mentions: Some(super::render::nobody()),
        // Limits are the service's: they count filings, survive a restart and are the same for every process.
        manual_cooldowns: true,
        initialize_owners: false,
        ..Default::default()
    }
}
