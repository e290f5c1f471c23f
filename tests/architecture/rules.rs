//! The walls between the layers, as tables.

use crate::Violation;
use crate::files::SourceFile;
use crate::paths::Named;

/// Lists for each layer the other layers of ours that it may name. What is missing here is refused, so that a new
/// layer has to say what it stands on.
///
/// `domain ← store ← service ← answers ← { discord, cli, workers }`. `config` parses into the types of who uses a setting,
/// so that none of them knows where settings come from.
const LAYERS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("domain", &[]),
    ("config", &["store", "service"]),
    ("ops", &["config", "store"]),
    ("store", &["domain", "clock"]),
    ("service", &["domain", "store", "clock"]),
    // `clock` for the reference of a fault that was logged.
    ("answers", &["domain", "service", "clock"]),
    ("fetch", &["domain", "config", "clock", "ops"]),
    ("discord", &["domain", "service", "answers", "config", "clock", "ops"]),
    ("workers", &["domain", "service", "answers", "config", "clock", "ops", "fetch"]),
    ("cli", &["domain", "store", "service", "answers", "discord", "fetch", "workers", "config", "clock", "ops"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Lists for each crate the only places that may name it: a layer, or one file.
const CRATES: &[(&str, &[&str])] = &[
    // Everybody else names its layers as the bot's own.
    ("record", &["lib"]),
    ("sqlx", &["store"]),
    ("serenity", &["discord"]),
    ("poise", &["discord"]),
    ("localcord", &["src/cli/demo.rs", "src/cli/demo/"]),
    ("chatpage", &["src/cli/demo.rs", "src/cli/demo/"]),
    ("slashline", &["cli"]),
    // `answers` says what is drawn; who renders draws it.
    ("stepchart", &["answers"]),
    // Pages go through `pageguard`, which has a client of its own.
    ("pageguard", &["fetch"]),
    ("pageproof", &["domain", "fetch"]),
    ("flate2", &["store"]),
    ("reqwest", &["discord"]),
    ("hyper", &[]),
    ("hyper_util", &[]),
    ("axum", &["ops"]),
    ("prometheus_client", &["ops"]),
    // The one place that listens; the first line that fits a path decides.
    ("tokio::net", &["ops"]),
    ("tokio", &["store", "discord", "fetch", "workers", "ops", "cli"]),
    ("tokio_util", &["discord", "fetch", "workers", "ops", "cli"]),
    ("tracing", &["store", "service", "answers", "discord", "fetch", "workers", "ops", "cli"]),
    ("tracing_subscriber", &["config", "ops"]),
    ("chacha20poly1305", &["store"]),
    ("getrandom", &["clock"]),
    ("clap", &["cli", "main"]),
    ("anyhow", &["cli", "main"]),
    ("toml", &["config", "src/cli/demo/"]),
];

/// Lists what reaches out of the process or reads its clock, and the layers that must not: they compute.
const EFFECTS: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
];
const PURE_LAYERS: &[&str] = &["domain", "service", "answers"];

/// Lists who else may wait besides `workers`, each a file or a folder with its reason.
pub(crate) const SLEEPERS: &[(&str, &str)] =
    &[("record/src/store/unit.rs", "a write that lost against another pauses for milliseconds before it runs again")];

/// Finds names of layers that a layer must not know.
pub(crate) fn check_layers(source: &SourceFile) -> Vec<Violation> {
    if source.is_test() {
        return Vec::new();
    }
    let layer = source.layer();
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![
            source.violation(1, format!("`{layer}` is no known layer: give it a place in the table of layers")),
        ];
    };
    let all: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let mut violations = Vec::new();
    for named in source.list_paths() {
        match named.layer() {
            // A glob or an alias of the root would hide which layer is meant.
            Some("*") => {
                violations.push(source.violation(named.line, "names everything at the crate's root".to_owned()));
            }
            Some(other) if other != layer && all.contains(&other) && !allowed.contains(&other) => {
                let path = named.path.join("::");
                violations.push(source.violation(named.line, format!("`{layer}` must not know `{other}` ({path})")));
            }
            Some(_) | None => {}
        }
    }
    violations
}

/// Finds crates that are named outside their place.
pub(crate) fn check_crates(source: &SourceFile) -> Vec<Violation> {
    if source.is_test() {
        return Vec::new();
    }
    find(source, |named| {
        let (name, places) = CRATES.iter().find(|(name, _)| named.begins_with(name))?;
        let here = places.iter().any(|place| *place == source.layer() || is_within(&source.path, place));
        (!here).then(|| format!("`{name}` is named only in {places:?}"))
    })
}

/// Finds input, output and clocks in the layers that only compute.
pub(crate) fn check_effects(source: &SourceFile) -> Vec<Violation> {
    if source.is_test() || !PURE_LAYERS.contains(&source.layer()) {
        return Vec::new();
    }
    find(source, |named| {
        let effect = EFFECTS.iter().find(|effect| named.begins_with(effect))?;
        Some(format!("`{}` takes values and reaches for nothing ({effect})", source.layer()))
    })
}

/// Finds waiting outside the workers.
pub(crate) fn check_sleep(source: &SourceFile) -> Vec<Violation> {
    let excepted = SLEEPERS.iter().any(|(place, _)| is_within(&source.path, place));
    if source.is_test() || source.layer() == "workers" || excepted {
        return Vec::new();
    }
    find(source, |named| {
        let [.., module, last] = named.path.as_slice() else {
            return None;
        };
        let waits = match last.as_str() {
            "sleep" => module == "time" || module == "thread",
            "sleep_until" | "interval" | "interval_at" => module == "time",
            _ => false,
        };
        waits.then(|| format!("only workers wait ({module}::{last})"))
    })
}

/// Finds the bot's name in a crate that must stand without it.
pub(crate) fn check_own_crates(source: &SourceFile) -> Vec<Violation> {
    find(source, |named| {
        let bot = named.begins_with("undersigned");
        // The chat page is the stand-in's, and knows it.
        let at_home = source.path.starts_with("localcord/") || source.path.starts_with("chatpage/");
        let stand_in = named.begins_with("localcord") && !at_home;
        (bot || stand_in).then(|| format!("must stand alone ({})", named.path.join("::")))
    })
}

fn find(source: &SourceFile, judge: impl Fn(&Named) -> Option<String>) -> Vec<Violation> {
    let judged = source.list_paths().into_iter().filter_map(|named| Some((named.line, judge(&named)?)));
    judged.map(|(line, what)| source.violation(line, what)).collect()
}

/// Says whether a file is this one, or lies in this folder (which ends in `/`).
fn is_within(path: &str, place: &str) -> bool {
    path == place || (place.ends_with('/') && path.starts_with(place))
}
