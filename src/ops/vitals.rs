//! What is well and what is not, as `/healthz` tells it.
//!
//! **What it means.** 200: the database answered within [`PATIENCE`] and the gateway showed a sign of life within
//! [`SILENCE`]. 503: one of the two did not; the body says which. It is for whoever watches the bot, not for whoever
//! would kill it: a stop of Discord's is not mended by a new start, which uses up the starts Discord allows. The process
//! ends by itself, to be started anew, when the gateway is silent for `discord.watchdog`.

use std::time::Duration;

use serde::Serialize;

/// Within what time the database must answer.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// After how long without a sign of life the gateway is called silent: two heartbeats and the time to notice.
pub const SILENCE: Duration = Duration::from_mins(2);

/// The body of `/healthz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// `ok`, or `wrong` where anything below is.
    pub status: &'static str,
    /// `ok`, or what is wrong with the database.
    pub database: String,
    /// `ok`, or what is wrong with the gateway.
    pub gateway: String,
}

impl Health {
    /// Judges what was found: whether the database answered, and how long the gateway has been silent.
    #[must_use]
    pub fn of(database_answers: bool, silent: Duration) -> Self {
        let gateway_lives = silent <= SILENCE;
        let database =
            if database_answers { "ok".to_owned() } else { format!("does not answer within {} s", PATIENCE.as_secs()) };
        let gateway = if gateway_lives {
            "ok".to_owned()
        } else {
            format!("has shown no sign of life for {} s", silent.as_secs())
        };
        let status = if database_answers && gateway_lives { "ok" } else { "wrong" };
        Self { status, database, gateway }
    }

    /// Says whether all is well.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.status == "ok"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_says_what_is_wrong_and_only_that() {
        let well = Health::of(true, SILENCE);
        assert!(well.is_ok() && well.database == "ok" && well.gateway == "ok");
        let silent = Health::of(true, SILENCE + Duration::from_secs(1));
        assert!(!silent.is_ok() && silent.database == "ok" && silent.gateway.contains("121 s"), "{silent:?}");
        let stuck = Health::of(false, Duration::ZERO);
        assert!(!stuck.is_ok() && stuck.database.contains("2 s") && stuck.gateway == "ok", "{stuck:?}");
    }
}
