//! Sets up the log, so that no token, key, name or Discord id reaches it.
//!
//! Our own lines hold what we put into them. Libraries' lines hold what they like: serenity warns with the whole text
//! of an event it cannot read and traces addresses with interaction tokens in them, and the text of an HTTP error
//! names the address, token included. So a library is silent unless it stands in `CEILINGS` with the level up to
//! which its lines were read and found clean, and the operator's filter can lower a ceiling but never raise it. After
//! an update of a library in the table its lines are to be read again.
//!
//! A panic is logged with its place; its message only where that is a literal, since a formatted one may hold data.

use std::any::Any;
use std::panic::PanicHookInfo;

use tracing::Subscriber;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::config::{Log, LogFormat};

/// Gives the most that each module path may log; what is not below any of them is silent.
const CEILINGS: &[(&str, LevelFilter)] = &[
    ("undersigned", LevelFilter::TRACE),
    ("wording", LevelFilter::TRACE),
    // The stand-in of the demo; below `warn` it shows requests.
    ("localcord", LevelFilter::WARN),
    // Refused tokens, failed resumes: the shard's number and Discord's close code. At `warn` it shows whole events.
    ("serenity::gateway", LevelFilter::ERROR),
    // A failed look-up of the gateway's address, which holds no secret.
    ("serenity::client", LevelFilter::WARN),
    // Slow statements: their text, never the values bound to them. At `debug` every statement.
    ("sqlx::query", LevelFilter::WARN),
    // Failed hooks of the pool. At `warn` it quotes parameters of the database's address.
    ("sqlx_core::pool", LevelFilter::ERROR),
];

/// Stands in the log for a panic's message that was made from data.
const WITHHELD: &str = "(message withheld: it may hold data)";

/// Says that the process has a log already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the log is set up already")]
pub struct AlreadyInstalled;

/// Sends the process's log and its panics to standard error; fails if that was done before.
pub fn install(log: &Log) -> Result<(), AlreadyInstalled> {
    let subscriber = subscriber(log, std::io::stderr);
    tracing::subscriber::set_global_default(subscriber).map_err(|_| AlreadyInstalled)?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// Makes the subscriber that writes what both the filter and the ceilings let through.
fn subscriber<W>(log: &Log, writer: W) -> impl Subscriber + Send + Sync + 'static
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let ceilings = Targets::new().with_targets(CEILINGS.iter().copied());
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines = match log.format {
        LogFormat::Text => lines.boxed(),
        // Fields stand beside the message, so that a query needs no path.
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(ceilings).with(log.filter.targets()).with(lines)
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, message = literal_message(panic.payload()), "panicked");
}

/// Takes a panic's message if it is a literal; a formatted one is a `String` and may hold anything.
fn literal_message(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or(WITHHELD)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex, PoisonError};

    use tracing::{debug, error, info, trace, warn};

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Paper {
        fn text(&self) -> String {
            let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(filter: &str, act: impl FnOnce()) -> String {
        logged_as(LogFormat::Text, filter, act)
    }

    fn logged_as(format: LogFormat, filter: &str, act: impl FnOnce()) -> String {
        let paper = Paper::default();
        let writer = paper.clone();
        let subscriber = subscriber(&Log { filter: filter.parse().unwrap(), format }, move || writer.clone());
        tracing::subscriber::with_default(subscriber, act);
        paper.text()
    }

    #[test]
    fn our_lines_follow_the_filter() {
        let act = || {
            info!(target: "undersigned::store", "opened");
            debug!(target: "undersigned::store", "looked up");
            debug!(target: "undersigned::service", "weighed");
        };
        let text = logged("info,undersigned::store=debug", act);
        assert!(text.contains("opened") && text.contains("looked up") && !text.contains("weighed"), "{text}");
    }

    #[test]
    fn as_json_each_line_is_an_object_with_time_level_target_message_and_fields() {
        let act = || {
            warn!(target: "undersigned::store", left = 3, what = "a \"quoted\"\nline", "still open");
            debug!(target: "undersigned::store", "looked up");
        };
        let text = logged_as(LogFormat::Json, "info", act);
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(line["timestamp"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{line}");
        assert_eq!((&line["level"], &line["target"]), (&"WARN".into(), &"undersigned::store".into()));
        assert_eq!((&line["message"], &line["left"]), (&"still open".into(), &3.into()));
        assert_eq!(line["what"], "a \"quoted\"\nline");
    }

    #[test]
    fn no_filter_opens_what_libraries_say_of_tokens() {
        let act = || {
            warn!(target: "serenity::gateway::ws", "text: {{\"token\":\"secret\"}}");
            trace!(target: "serenity::http::client", "interactions/1/secret/callback");
            error!(target: "serenity::model::guild", "secret");
            error!(target: "poise::structs::framework_options", "secret");
            debug!(target: "hyper_util::client", "secret");
            debug!(target: "reqwest::connect", "secret");
            debug!(target: "sqlx::query", "secret");
            warn!(target: "sqlx_postgres::options::parse", "secret");
            error!(target: "a_library_nobody_has_read", "secret");
        };
        let filter = "trace,serenity=trace,poise=trace,hyper_util=trace,reqwest=trace,sqlx=trace";
        assert_eq!(logged(filter, act), "");
        assert_eq!(logged_as(LogFormat::Json, filter, act), "");
    }

    #[test]
    fn the_gateway_may_say_that_the_token_is_refused() {
        let text = logged("info", || error!(target: "serenity::gateway::shard", "sent invalid authentication"));
        assert!(text.contains("invalid authentication"), "{text}");
    }

    #[test]
    fn a_panic_shows_a_literal_and_nothing_made_from_data() {
        assert_eq!(literal_message(&"the list is empty"), "the list is empty");
        assert_eq!(literal_message(&String::from("no such user: 80351110224678912")), WITHHELD);
    }
}
