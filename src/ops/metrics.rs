//! What is counted while the bot runs, and how it is written for Prometheus.
//!
//! **Invariant.** No label holds anything of a guild or a person: a command's name is one of ours, never what somebody
//! sent.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use tokio::time::Instant;

use crate::store::vitals::Vitals;

/// Where the bounds of the latencies lie, seconds: close where answers are expected, and at Discord's three.
const BUCKETS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0];

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ran a command.
    Command,
    /// Pressed a button or chose from a list.
    Press,
    /// Sent a form.
    Form,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It was answered with what is in the way.
    Refused,
    /// It was answered with a reference to a fault.
    Fault,
    /// It came too late to be answered, and nothing was done.
    Dropped,
    /// It was worked on, and the answer did not reach Discord.
    Undelivered,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Interaction {
    kind: &'static str,
    command: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    kind: &'static str,
    command: String,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Press => "press",
            Self::Form => "form",
        }
    }
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Fault => "fault",
            Self::Dropped => "dropped",
            Self::Undelivered => "undelivered",
        }
    }
}

/// What is known of the gateway.
#[derive(Debug, Clone, Copy)]
struct Seen {
    shards: u32,
    connected: u32,
    /// When the shard that is silent for longest last showed a sign of life.
    alive: Instant,
}

/// What is counted while the bot runs.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    interactions: Family<Interaction, Counter>,
    latency: Family<Asked, Histogram, fn() -> Histogram>,
    gateway: Mutex<Seen>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Begins to count; until the gateway is told of, it counts as alive at this moment.
    #[must_use]
    pub fn new() -> Self {
        let interactions = Family::default();
        let latency = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        let mut registry = Registry::with_prefix("undersigned");
        registry.register(
            "interactions",
            "Commands, presses and forms, by what came of them",
            Family::clone(&interactions),
        );
        registry.register(
            "answer_seconds",
            "From an interaction's arrival until its answer was taken",
            Family::clone(&latency),
        );
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program that runs", version);
        let gateway = Mutex::new(Seen { shards: 0, connected: 0, alive: Instant::now() });
        Self { registry, interactions, latency, gateway }
    }

    /// Counts an interaction, and how long its answer took where one was taken. `command` is one of ours.
    pub fn interaction(&self, kind: Kind, command: &str, outcome: Outcome, took: Option<Duration>) {
        let (kind, command, outcome) = (kind.as_str(), command.to_owned(), outcome.as_str());
        if let Some(took) = took {
            let asked = Asked { kind, command: command.clone() };
            self.latency.get_or_create(&asked).observe(took.as_secs_f64());
        }
        self.interactions.get_or_create(&Interaction { kind, command, outcome }).inc();
    }

    /// Notes how many shards there are, how many are connected, and when the quietest last showed a sign of life.
    pub fn gateway(&self, shards: u32, connected: u32, alive: Instant) {
        *self.gateway.lock().unwrap_or_else(PoisonError::into_inner) = Seen { shards, connected, alive };
    }

    /// Says for how long the gateway has shown no sign of life.
    #[must_use]
    pub fn silence(&self) -> Duration {
        self.seen().alive.elapsed()
    }

    fn seen(&self) -> Seen {
        *self.gateway.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes everything as text for Prometheus, with what the database answered; nothing of it where it did not.
    #[must_use]
    pub fn text(&self, vitals: Option<&Vitals>) -> String {
        let mut now = Registry::with_prefix("undersigned");
        self.register_gateway(&mut now);
        register_database(&mut now, vitals);
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = encode_registry(&mut text, &self.registry)
            .and_then(|()| encode_registry(&mut text, &now))
            .and_then(|()| encode_eof(&mut text));
        text
    }

    fn register_gateway(&self, registry: &mut Registry) {
        let seen = self.seen();
        let gauge = |number: u32| ConstGauge::new(i64::from(number));
        registry.register("gateway_shards", "Connections to Discord there should be", gauge(seen.shards));
        registry.register("gateway_shards_connected", "Connections to Discord there are", gauge(seen.connected));
        registry.register(
            "gateway_silence_seconds",
            "Since the quietest connection's last heartbeat was acknowledged",
            ConstGauge::new(seen.alive.elapsed().as_secs_f64()),
        );
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Database {
    kind: &'static str,
}

fn register_database(registry: &mut Registry, vitals: Option<&Vitals>) {
    let up = ConstGauge::new(i64::from(vitals.is_some()));
    registry.register("database_up", "Whether the database answers in time", up);
    let Some(vitals) = vitals else { return };
    let bytes = Family::<Database, Gauge>::default();
    bytes.get_or_create(&Database { kind: vitals.database }).set(vitals.bytes);
    registry.register("database_bytes", "What the database takes up", bytes);
    registry.register("guilds", "Servers with a record", ConstGauge::new(vitals.guilds));
    registry.register("submissions_waiting", "Submissions that wait for a decision", ConstGauge::new(vitals.waiting));
    registry.register("ledger_entries", "Entries of all ledgers together", ConstGauge::new(vitals.entries));
    registry.register("digests_paused", "Digests that are paused", ConstGauge::new(vitals.digests_paused));
    registry.register("digests_waiting", "Digests planned and not sent", ConstGauge::new(vitals.digests_waiting));
    let Some(check) = vitals.tally else { return };
    registry.register(
        "tally_differences",
        "Tallies of signatories that were not what counting gives, at the last check",
        ConstGauge::new(check.differences),
    );
    registry.register(
        "tally_checked_timestamp_seconds",
        "When the tallies were last compared with the signatories",
        ConstGauge::new(check.at.div_euclid(1000)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::vitals::TallyCheck;

    const VITALS: Vitals = Vitals {
        database: "sqlite",
        bytes: 4096,
        guilds: 2,
        waiting: 3,
        entries: 40,
        digests_paused: 5,
        digests_waiting: 6,
        tally: Some(TallyCheck { at: 1_795_000_000_500, differences: 1 }),
    };

    fn line<'a>(text: &'a str, begin: &str) -> &'a str {
        text.lines().find(|line| line.starts_with(begin)).unwrap_or_else(|| panic!("no {begin} in\n{text}"))
    }

    #[test]
    fn the_text_has_each_number_once_under_its_name() {
        let metrics = Metrics::new();
        let count = |outcome, took| metrics.interaction(Kind::Command, "count show", outcome, took);
        count(Outcome::Answered, Some(Duration::from_millis(20)));
        count(Outcome::Answered, Some(Duration::from_millis(30)));
        count(Outcome::Dropped, None);
        metrics.gateway(2, 1, Instant::now().checked_sub(Duration::from_secs(7)).unwrap());
        let text = metrics.text(Some(&VITALS));
        let answered = r#"undersigned_interactions_total{kind="command",command="count show",outcome="answered"}"#;
        assert_eq!(line(&text, answered), format!("{answered} 2"));
        let within = r#"undersigned_answer_seconds_bucket{le="0.025",kind="command",command="count show"}"#;
        assert_eq!(line(&text, within), format!("{within} 1"));
        for (name, value) in [
            ("undersigned_gateway_shards", "2"),
            ("undersigned_gateway_shards_connected", "1"),
            ("undersigned_database_up", "1"),
            ("undersigned_database_bytes{kind=\"sqlite\"}", "4096"),
            ("undersigned_guilds", "2"),
            ("undersigned_submissions_waiting", "3"),
            ("undersigned_ledger_entries", "40"),
            ("undersigned_digests_paused", "5"),
            ("undersigned_digests_waiting", "6"),
            ("undersigned_tally_differences", "1"),
            ("undersigned_tally_checked_timestamp_seconds", "1795000000"),
        ] {
            assert_eq!(line(&text, &format!("{name} ")), format!("{name} {value}"));
        }
        assert!(line(&text, "undersigned_gateway_silence_seconds ").contains(" 7."), "{text}");
        assert!(text.contains("undersigned_build_info{version="), "{text}");
        assert_eq!(text.matches("# EOF").count(), 1);
        assert!(text.ends_with("# EOF\n"));
    }

    #[test]
    fn tallies_that_were_never_checked_are_not_told_to_be_right() {
        let text = Metrics::new().text(Some(&Vitals { tally: None, ..VITALS }));
        assert!(text.contains("undersigned_ledger_entries") && !text.contains("tally"), "{text}");
    }

    #[test]
    fn a_database_that_does_not_answer_is_told_and_its_numbers_are_left_out() {
        let text = Metrics::new().text(None);
        assert_eq!(line(&text, "undersigned_database_up "), "undersigned_database_up 0");
        assert!(!text.contains("undersigned_ledger_entries"), "{text}");
    }
}
