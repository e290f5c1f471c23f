//! What can be set before the start. The defaults are Discord's own figures.

use std::time::Duration;

use twilight_model::gateway::Intents;

/// Settings of a [`Localcord`](crate::Localcord).
///
/// ```
/// let config = localcord::Config {
///     answer_within: std::time::Duration::from_millis(300),
///     ..localcord::Config::default()
/// };
/// # let _ = config;
/// ```
#[derive(Clone)]
pub struct Config {
    /// The bot's token; made up at the start when absent.
    pub token: Option<String>,
    /// The bot's name.
    pub bot_name: String,
    /// How long an interaction waits for its first answer: 3 s.
    pub answer_within: Duration,
    /// How long an interaction's token stays valid: 15 min.
    pub token_lives: Duration,
    /// How long an action waits for a deferred answer to be filled in before it returns what there is: 10 s.
    pub fill_within: Duration,
    /// How long an action waits for an edit after a silent acknowledgement (type 6), which may never come: 1 s.
    pub update_within: Duration,
    /// How often the bot must send a heartbeat: 41.25 s.
    pub heartbeat: Duration,
    /// How long a lost session can be resumed: 3 min.
    pub session_lives: Duration,
    /// How long a nonce is remembered: 5 min.
    pub nonce_lives: Duration,
    /// Privileged intents granted to the application: none.
    pub privileged_intents: Intents,
    /// Shards recommended by `GET /gateway/bot`: 1.
    pub shards: u32,
    /// The bot's own permissions in guilds it joins: those of its invite link.
    pub bot_permissions: crate::Permissions,
    /// Rate limits.
    pub limits: Limits,
    /// How many REST requests the log keeps, the latest: 100,000.
    pub keep_requests: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            token: None,
            bot_name: "localbot".to_owned(),
            answer_within: Duration::from_secs(3),
            token_lives: Duration::from_mins(15),
            fill_within: Duration::from_secs(10),
            update_within: Duration::from_secs(1),
            heartbeat: Duration::from_millis(41_250),
            session_lives: Duration::from_mins(3),
            nonce_lives: Duration::from_mins(5),
            privileged_intents: Intents::empty(),
            shards: 1,
            bot_permissions: crate::permissions::INVITE,
            limits: Limits::default(),
            keep_requests: 100_000,
        }
    }
}

impl std::fmt::Debug for Config {
    /// Leaves the token out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("bot_name", &self.bot_name)
            .field("answer_within", &self.answer_within)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// How many requests each kind of route takes before it answers 429.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// All routes together, those of interactions excepted: 50 a second.
    pub global: Limit,
    /// Creating messages, per channel: 5 in 5 s.
    pub create_message: Limit,
    /// Editing messages, per channel: 5 in 5 s.
    pub edit_message: Limit,
    /// Deleting messages, per channel: 5 in 1 s.
    pub delete_message: Limit,
    /// Follow-ups and edits of answers, per interaction token: 5 in 2 s.
    pub webhook: Limit,
    /// Registering commands, per application and guild: 5 in 20 s.
    pub commands: Limit,
    /// Every other route, per path: 50 in 1 s.
    pub other: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            global: Limit::new(50, Duration::from_secs(1)),
            create_message: Limit::new(5, Duration::from_secs(5)),
            edit_message: Limit::new(5, Duration::from_secs(5)),
            delete_message: Limit::new(5, Duration::from_secs(1)),
            webhook: Limit::new(5, Duration::from_secs(2)),
            commands: Limit::new(5, Duration::from_secs(20)),
            other: Limit::new(50, Duration::from_secs(1)),
        }
    }
}

impl Limits {
    /// Returns limits that no test reaches.
    #[must_use]
    pub const fn none() -> Self {
        let free = Limit::new(u32::MAX, Duration::from_secs(1));
        Self {
            global: free,
            create_message: free,
            edit_message: free,
            delete_message: free,
            webhook: free,
            commands: free,
            other: free,
        }
    }
}

/// So many requests in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Requests let through in one window.
    pub requests: u32,
    /// The window's length, counted from its first request.
    pub per: Duration,
}

impl Limit {
    /// Makes a limit.
    #[must_use]
    pub const fn new(requests: u32, per: Duration) -> Self {
        Self { requests, per }
    }
}
