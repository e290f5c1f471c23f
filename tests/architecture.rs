//! Fails when a layer names what it must not: the walls that a lint cannot hold.
//!
//! The source is read as tokens, comments left out and strings told apart, so that a word in a sentence is no
//! violation. Each rule is a pure function from a path and a text to what is wrong, and has a test here that plants a
//! violation and sees it found. What the walls are, and why, stands in `ARCHITECTURE.md`; the tables are in `rules`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a source that cannot be read fails the test")]

#[path = "architecture/files.rs"]
mod files;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/planted.rs"]
mod planted;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/text_rules.rs"]
mod text_rules;
#[path = "architecture/tokens.rs"]
mod tokens;

use files::SourceFile;

/// The source of the bot: its own crate, and that of the layers that are built without Discord's.
const BOT: &[&str] = &["record/src", "src"];

/// Says where a rule is broken, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Violation {
    file: String,
    line: usize,
    what: String,
}

/// Fails with every violation on a line of its own.
fn assert_none(violations: &[Violation]) {
    let lines: Vec<String> = violations.iter().map(|v| format!("{}:{}: {}", v.file, v.line, v.what)).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

fn check_all(folders: &[&str], rule: impl Fn(&SourceFile) -> Vec<Violation>) {
    let sources = files::list_sources(folders);
    assert!(!sources.is_empty(), "no source was found to check");
    let violations: Vec<Violation> = sources.iter().flat_map(rule).collect();
    assert_none(&violations);
}

#[test]
fn no_layer_names_another_that_it_must_not_know() {
    check_all(BOT, rules::check_layers);
}

#[test]
fn every_crate_is_named_only_where_it_belongs() {
    check_all(BOT, rules::check_crates);
}

#[test]
fn inner_layers_do_no_input_or_output_and_take_no_time() {
    check_all(BOT, rules::check_effects);
}

#[test]
fn only_workers_sleep() {
    check_all(BOT, rules::check_sleep);
    for (place, reason) in rules::SLEEPERS {
        assert!(files::exists(place), "{place} is gone, and with it its exception ({reason})");
    }
}

#[test]
fn only_the_store_holds_sql() {
    check_all(BOT, text_rules::check_sql);
}

#[test]
fn discord_renders_words_and_holds_none() {
    check_all(BOT, text_rules::check_wording);
}

#[test]
fn every_exception_from_a_lint_gives_its_reason() {
    check_all(
        &[
            "src",
            "tests",
            "wording",
            "chatpage",
            "localcord",
            "pageguard",
            "pageproof",
            "record",
            "slashline",
            "stepchart",
            "xtask",
        ],
        text_rules::check_reasons,
    );
}

#[test]
fn the_crates_of_their_own_never_name_the_bot() {
    check_all(
        &["wording", "chatpage", "localcord", "pageguard", "pageproof", "slashline", "stepchart"],
        rules::check_own_crates,
    );
    for member in ["wording", "chatpage", "localcord", "pageguard", "pageproof", "slashline", "stepchart"] {
        let manifest = files::read(&format!("{member}/Cargo.toml"));
        assert_none(&files::check_manifest(member, &manifest));
    }
}

#[test]
fn migrations_stand_in_pairs() {
    let sqlite = files::list_migrations("sqlite");
    let postgres = files::list_migrations("postgres");
    assert_none(&files::check_migrations(&sqlite, &postgres));
}

#[test]
fn files_stay_short() {
    let lengths = files::list_sources(BOT)
        .into_iter()
        .filter(|source| !source.is_test())
        .map(|source| (source.text.lines().count(), source.path))
        .collect();
    assert_none(&files::check_lengths(lengths));
}
