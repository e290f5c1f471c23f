//! Plants violations and sees that each is found, and that what only looks like one is not.

use crate::files::{self, SourceFile};
use crate::{Violation, rules, text_rules};

fn source(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

fn lines(rule: impl Fn(&SourceFile) -> Vec<Violation>, path: &str, text: &str) -> Vec<usize> {
    rule(&source(path, text)).into_iter().map(|violation| violation.line).collect()
}

#[test]
fn a_layer_above_is_found_however_it_is_named() {
    let found = |text| lines(rules::check_layers, "record/src/domain/count.rs", text);
    assert_eq!(found("use crate::store::Store;"), [1]);
    assert_eq!(found("\nuse crate::{\n    domain::Count,\n    service::{self, Log},\n};"), [4, 4]);
    assert_eq!(found("use super::super::store as s;"), [1]);
    assert_eq!(found("fn f(s: &crate::store::Store) {}"), [1]);
    assert_eq!(found("pub use undersigned::answers::Reply;"), [1]);
    assert_eq!(found("use crate::*;"), [1]);
    assert_eq!(found("use crate::{domain::{Count}, *};"), [1]);
}

#[test]
fn a_layer_may_name_itself_and_what_lies_below() {
    let found = |path, text| lines(rules::check_layers, path, text);
    assert_eq!(
        found("record/src/store/mod.rs", "use crate::domain::Count; use super::domain::Count; use self::rows::Row;"),
        []
    );
    assert_eq!(found("src/answers/count.rs", "use crate::service::Counts; use super::reply::Reply;"), []);
    assert_eq!(found("src/answers/count.rs", "use crate::store::Store;"), [1]);
    assert_eq!(found("src/service/log.rs", "use crate::answers::Reply;\nuse crate::discord::Bot;"), [1, 2]);
    assert_eq!(found("src/service.rs", "use super::answers::Reply;"), [1]);
}

#[test]
fn a_layer_that_is_in_no_table_is_found() {
    assert_eq!(lines(rules::check_layers, "src/helpers/mod.rs", ""), [1]);
}

#[test]
fn words_in_comments_texts_and_tests_are_no_names() {
    let text = r##"
//! Nothing like crate::store::Store or sqlx::query.
/* crate::store::Store /* nested */ sqlx::query */
const A: &str = "crate::store::Store \" sqlx::query";
const B: &str = r#"sqlx::query " crate::store"#;
const C: char = '"';
const D: &str = "sqlx::query";
fn f<'a>(x: &'a str) -> char { '\'' }
#[cfg(test)]
mod tests {
    use crate::store::Store;
    fn t() { if true { sqlx::query("SELECT 1"); } }
}
"##;
    assert_eq!(lines(rules::check_layers, "record/src/domain/count.rs", text), []);
    assert_eq!(lines(rules::check_crates, "record/src/domain/count.rs", text), []);
    let after = format!("{text}use sqlx::Row;");
    assert_eq!(lines(rules::check_crates, "record/src/domain/count.rs", &after), [14]);
}

#[test]
fn a_crate_outside_its_place_is_found() {
    let found = |path, text| lines(rules::check_crates, path, text);
    assert_eq!(found("src/service/ask.rs", "use sqlx::Row;"), [1]);
    assert_eq!(found("src/service/ask.rs", "#[derive(sqlx::FromRow)]\nstruct Row;"), [1]);
    assert_eq!(found("src/service/ask.rs", "use ::serenity::all as discord;"), [1]);
    assert_eq!(found("src/cli/run.rs", "use localcord::World;"), [1]);
    assert_eq!(found("src/cli/run.rs", "extern crate localcord;"), [1]);
    assert_eq!(found("src/cli/demo.rs", "use localcord::World;"), []);
    assert_eq!(found("src/cli/demo/tour.rs", "use localcord::World;"), []);
    assert_eq!(found("record/src/store/rows.rs", "use sqlx::Row;"), []);
    assert_eq!(found("src/workers/watch.rs", "use reqwest::Client;"), [1]);
    assert_eq!(found("src/answers/count.rs", "use serenity;"), [1]);
    assert_eq!(found("record/src/domain/count.rs", "async fn f() { tokio::join!(a, b); }"), [1]);
}

#[test]
fn a_clock_or_a_file_in_an_inner_layer_is_found() {
    let found = |path, text| lines(rules::check_effects, path, text);
    assert_eq!(found("record/src/domain/count.rs", "use std::time::{Duration, Instant};"), [1]);
    assert_eq!(found("src/service/ask.rs", "let x = std::fs::read(path);"), [1]);
    assert_eq!(found("src/answers/count.rs", "use std::time::Duration; use std::fmt::Write;"), []);
    assert_eq!(found("src/cli/import.rs", "use std::fs::File;"), []);
}

#[test]
fn waiting_outside_the_workers_is_found() {
    let found = |path, text| lines(rules::check_sleep, path, text);
    assert_eq!(found("src/service/ask.rs", "tokio::time::sleep(x).await;"), [1]);
    assert_eq!(found("record/src/store/retry.rs", "use tokio::time;\nfn f() { time::sleep(x) }"), [2]);
    assert_eq!(found("record/src/store/retry.rs", "use tokio::time::{interval, timeout};"), [1]);
    assert_eq!(found("record/src/store/retry.rs", "use std::thread::sleep;"), [1]);
    assert_eq!(found("src/workers/deliver.rs", "tokio::time::sleep(x).await;"), []);
    assert_eq!(found("src/discord/http.rs", "tokio::time::timeout(x, y).await;"), []);
}

#[test]
fn sql_outside_the_store_is_found() {
    let found = |path, text| lines(text_rules::check_sql, path, text);
    assert_eq!(found("src/service/ask.rs", "f(\"SELECT number FROM petition\");"), [1]);
    assert_eq!(found("src/service/ask.rs", "f(r#\"\n    UPDATE guild SET zone = $1\"#);"), [1]);
    assert_eq!(found("src/answers/count.rs", "f(\"Select a petition\"); f(\"UPDATE: nothing\");"), []);
    assert_eq!(found("record/src/store/ask.rs", "f(\"SELECT number FROM petition\");"), []);
}

#[test]
fn words_in_discord_are_found() {
    let found = |text| lines(text_rules::check_wording, "src/discord/render.rs", text);
    assert_eq!(found("embed.description(\"No count is recorded\")"), [1]);
    assert_eq!(found("embed.title(format!(\"{n} signed\"))"), [1]);
    assert_eq!(found("CreateEmbedFooter::new(\"Not a count\")"), [1]);
    assert_eq!(found("embed.title(reply.title).description(format!(\"{a}\\u{200b}{b}\"))"), []);
    assert_eq!(found("log.info(\"registered\")"), []);
    assert_eq!(lines(text_rules::check_wording, "src/answers/count.rs", "x.title(\"How many signed?\")"), []);
}

#[test]
fn an_exception_without_a_reason_is_found() {
    let found = |text| lines(text_rules::check_reasons, "record/src/domain/count.rs", text);
    assert_eq!(found("#[allow(dead_code)]\nfn f() {}"), [1]);
    assert_eq!(found("#![expect(clippy::unwrap_used)]"), [1]);
    assert_eq!(found("#[cfg_attr(test, allow(dead_code))]"), [1]);
    assert_eq!(found("#[cfg_attr(unix, expect(dead_code))]"), [1]);
    assert_eq!(found("#[expect(dead_code, reason = \"read by the parity test\")]\nfn f() {}"), []);
    assert_eq!(found("// #[allow(dead_code)]\n#[derive(Debug)]\nstruct Allow;"), []);
    assert_eq!(found("#[cfg(test)]\nmod tests {\n    #[allow(dead_code)]\n    fn f() {}\n}"), [3]);
}

#[test]
fn the_bot_in_a_crate_that_stands_alone_is_found() {
    let found = |path, text| lines(rules::check_own_crates, path, text);
    assert_eq!(found("localcord/src/lib.rs", "use undersigned::config::Token;"), [1]);
    assert_eq!(found("wording/src/lib.rs", "use localcord::World;"), [1]);
    assert_eq!(found("localcord/src/lib.rs", "use localcord::World; // undersigned::x"), []);
    let manifest = "[package]\nname = \"localcord\"\n[dependencies]\nundersigned = { path = \"..\" }\n";
    assert_eq!(files::check_manifest("localcord", manifest).len(), 1);
    assert_eq!(files::check_manifest("localcord", "[dependencies]\nserde = \"1\" # not undersigned\n"), []);
}

#[test]
fn a_migration_without_its_pair_is_found() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let both = names(&["20261121120000_create_guild.sql"]);
    assert_eq!(files::check_migrations(&both, &both), []);
    assert_eq!(files::check_migrations(&both, &[]).len(), 1);
    let misnamed = names(&["1_create_guild.sql"]);
    assert_eq!(files::check_migrations(&misnamed, &misnamed).len(), 2);
}

#[test]
fn files_that_grow_are_found() {
    let files = |lengths: &[usize]| lengths.iter().map(|length| (*length, format!("{length}.rs"))).collect::<Vec<_>>();
    assert_eq!(files::check_lengths(files(&[100, 100, 100, 100, 100, 100, 100, 100, 100, 400])), []);
    assert_eq!(files::check_lengths(files(&[10, 10, 10, 151, 151, 151])).len(), 1);
    assert_eq!(files::check_lengths(files(&[10, 10, 10, 10, 401])).len(), 1);
    assert_eq!(files::check_lengths(Vec::new()), []);
}
