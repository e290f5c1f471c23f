//! Tests the rules of the settings as an operator meets them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::service::limits::Archives;

const TOKEN: &str = "MTIzNDU2Nzg5.Gsecret.verysecret-token";
const KEY_HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
const SHIPPED: &str = include_str!("../../config/undersigned.toml");

/// Writes a settings file and names it in the environment.
fn sources_with_file(text: &str, pairs: &[(&str, &str)]) -> (TempDir, Sources) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, text).unwrap();
    let mut pairs = pairs.to_vec();
    pairs.push(("UNDERSIGNED_CONFIG", path.to_str().unwrap()));
    let sources = Sources::from_pairs(pairs);
    (folder, sources)
}

fn problem_names(sources: &Sources) -> Vec<String> {
    let problems = Settings::read(sources).unwrap_err();
    problems.iter().map(|problem| problem.name.clone()).collect()
}

#[test]
fn nothing_but_the_token_is_needed() {
    let (settings, token) = Settings::read_with_token(&Sources::from_pairs([("DISCORD_TOKEN", TOKEN)])).unwrap();
    assert_eq!(token.expose(), TOKEN);
    assert_eq!(settings.database.to_string(), "data/undersigned.db");
    assert!(settings.key.is_none());
    assert_eq!((settings.listen, settings.log.format), (None, LogFormat::Text));
    assert_eq!(settings.limits.drafts_kept, jiff::SignedDuration::from_hours(24));
    let timegate = "https://web.archive.org/web/".to_owned();
    let archives = Some(Archives { timegate, save: None });
    assert_eq!(settings.limits, crate::service::Limits { archives, ..crate::service::Limits::default() });
}

#[test]
fn an_archive_is_asked_or_none_is_and_one_that_saves_needs_one_to_look_in() {
    let read = |pairs: &[(&str, &str)]| Settings::read(&Sources::from_pairs(pairs.iter().copied()));
    assert_eq!(read(&[("UNDERSIGNED_SOURCES_ARCHIVE", "off")]).unwrap().limits.archives, None);
    let save = ("UNDERSIGNED_SOURCES_ARCHIVE_SAVE", "https://web.archive.org/save/");
    assert_eq!(read(&[save]).unwrap().limits.archives.unwrap().save.as_deref(), Some(save.1));
    for wrong in
        [&[("UNDERSIGNED_SOURCES_ARCHIVE", "off"), save][..], &[("UNDERSIGNED_SOURCES_ARCHIVE", "archive.org")]]
    {
        let problems = read(wrong).unwrap_err().to_string();
        assert!(problems.contains("UNDERSIGNED_SOURCES_ARCHIVE"), "{problems}");
    }
}

#[test]
fn the_token_is_missed_only_by_who_needs_it() {
    let sources = Sources::from_pairs([]);
    assert!(Settings::read(&sources).is_ok());
    let problems = Settings::read_with_token(&sources).unwrap_err();
    let text = problems.to_string();
    assert!(text.contains("DISCORD_TOKEN") && text.contains("discord.com/developers/applications"), "{text}");
}

#[test]
fn the_shipped_file_is_the_defaults() {
    let (_folder, sources) = sources_with_file(SHIPPED, &[]);
    let unset = Settings::read(&Sources::from_pairs([])).unwrap();
    assert_eq!(format!("{:?}", Settings::read(&sources).unwrap()), format!("{unset:?}"));
}

#[test]
fn the_shipped_file_names_every_setting_with_its_default_and_its_variable() {
    let shipped = read_reference(SHIPPED);
    let expected: BTreeMap<String, (String, Option<String>)> = SETTINGS
        .iter()
        .filter(|setting| setting.place == Place::Anywhere)
        .map(|setting| (setting.name.to_owned(), (setting.variable.to_owned(), setting.default.map(str::to_owned))))
        .collect();
    assert_eq!(shipped, expected);
}

/// Reads the reference as people do: the table, the variable in a comment, then the entry, commented out if unset.
fn read_reference(text: &str) -> BTreeMap<String, (String, Option<String>)> {
    let mut table = "";
    let mut variable = "";
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let commented = line.strip_prefix("# ");
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            table = name;
        } else if let Some(name) = commented.filter(|name| name.starts_with("UNDERSIGNED_") && !name.contains(' ')) {
            variable = name;
        } else if let Some((key, value)) = commented.unwrap_or(line).split_once(" = ") {
            let default = commented.is_none().then(|| value.trim_matches('"').to_owned());
            found.insert(format!("{table}.{key}"), (variable.to_owned(), default));
        }
    }
    found
}

#[test]
fn names_and_variables_are_unique_and_follow_one_rule() {
    let names: BTreeSet<_> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(names.len(), SETTINGS.len());
    for setting in SETTINGS.iter().filter(|setting| setting.name != "discord.token") {
        let expected = format!("UNDERSIGNED_{}", setting.name.to_uppercase().replace('.', "_"));
        assert_eq!(setting.variable, expected);
    }
}

#[test]
fn the_environment_is_stronger_than_the_file() {
    let file = "[database]\nurl = \"sqlite:file.db\"\n[limits]\ncontributor_per_hour = 30";
    let (_folder, sources) = sources_with_file(file, &[("UNDERSIGNED_DATABASE_URL", "sqlite:environment.db")]);
    let settings = Settings::read(&sources).unwrap();
    assert_eq!(settings.database.to_string(), "environment.db");
    assert_eq!(settings.limits.contributors[1].count, 30);
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let settings = Settings::read(&Sources::from_pairs([("UNDERSIGNED_DISCORD_CONNECT_TO", "")])).unwrap();
    assert_eq!(settings.discord.connect_to, None);
}

#[test]
fn every_problem_is_told_at_once() {
    let file = "colour = \"red\"\n[limits]\ncontributor_per_minute = 0\n[drafts]\nlifetime = true\n[log]\nfilter = \"loud\"\nformat = \"xml\"";
    let environment = [
        ("UNDERSIGNED_DISCORD_CONNECT_TO", "localhost:1"),
        ("UNDERSIGNED_DISCORD_CA_FILE", "/nowhere/root.pem"),
        ("UNDERSIGNED_DISCORD_WATCHDOG", "1s"),
        ("UNDERSIGNED_HTTP_LISTEN", "9464"),
        ("UNDERSIGNED_DATABASE_URL", "mysql://host/db"),
        ("UNDERSIGNED_KEY", "short"),
        ("UNDERSIGNED_DATABSE_URL", "sqlite:x.db"),
    ];
    let (_folder, sources) = sources_with_file(file, &environment);
    let names: BTreeSet<String> = problem_names(&sources).into_iter().collect();
    let expected = [
        "colour",
        "limits.contributor_per_minute",
        "drafts.lifetime",
        "log.filter",
        "log.format",
        "http.listen",
        "discord.connect_to",
        "discord.ca_file",
        "discord.watchdog",
        "database.url",
        "key",
        "UNDERSIGNED_DATABSE_URL",
    ];
    assert_eq!(names, expected.map(str::to_owned).into());
}

#[test]
fn a_problem_tells_name_variable_value_place_and_what_to_do() {
    let sources = Sources::from_pairs([("UNDERSIGNED_DISCORD_CONNECT_TO", "localhost")]);
    let problems = Settings::read(&sources).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "1 setting is wrong\n\n\
         discord.connect_to (UNDERSIGNED_DISCORD_CONNECT_TO): is not an address with a port (names are not looked up)\n  \
         value: \"localhost\"\n  \
         found in: the environment\n  \
         to mend it: write an address and a port, such as 127.0.0.1:8443 or [::1]:8443, or leave it out to reach Discord itself"
    );
}

#[test]
fn no_secret_is_shown_wherever_it_stands() {
    let secret = "Swordfish";
    let files = [
        format!("[discord]\ntoken = \"{secret}\""),
        format!("key = \"{secret}\""),
        format!("[discord]\ntoken = {secret}"),
        secret.to_owned(),
    ];
    for file in files {
        let environment = [
            ("DISCORD_TOKEN", secret),
            ("UNDERSIGNED_KEY", secret),
            ("UNDERSIGNED_DATABASE_URL", "postgres://user:Swordfish@host:port/db"),
        ];
        let (_folder, sources) = sources_with_file(&file, &environment);
        let problems = Settings::read_with_token(&sources).unwrap_err();
        assert!(problems.iter().count() >= 4, "{problems}");
        for shown in [problems.to_string(), format!("{problems:?}"), format!("{sources:?}")] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn settings_do_not_show_the_key() {
    let sources = Sources::from_pairs([("UNDERSIGNED_KEY", KEY_HEX), ("DISCORD_TOKEN", TOKEN)]);
    let shown = format!("{:?}", Settings::read_with_token(&sources).unwrap());
    assert!(!shown.contains(KEY_HEX) && !shown.contains("30, 255") && !shown.contains("verysecret"), "{shown}");
}

#[test]
fn a_token_file_is_read_and_the_variable_is_stronger() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("token");
    fs::write(&path, format!("{TOKEN}\n")).unwrap();
    let named = ("UNDERSIGNED_DISCORD_TOKEN_FILE", path.to_str().unwrap());
    let (_, token) = Settings::read_with_token(&Sources::from_pairs([named])).unwrap();
    assert_eq!(token.expose(), TOKEN);
    let (_, token) = Settings::read_with_token(&Sources::from_pairs([named, ("DISCORD_TOKEN", "a.b.c")])).unwrap();
    assert_eq!(token.expose(), "a.b.c");
}

#[test]
fn with_postgresql_the_key_comes_from_the_environment() {
    let url = ("UNDERSIGNED_DATABASE_URL", "postgres://localhost/undersigned");
    assert_eq!(problem_names(&Sources::from_pairs([url])), ["key"]);
    let settings = Settings::read(&Sources::from_pairs([url, ("UNDERSIGNED_KEY", KEY_HEX)])).unwrap();
    assert!(settings.key.is_some());
}

#[test]
fn a_settings_file_that_is_named_must_exist() {
    assert_eq!(problem_names(&Sources::from_pairs([("UNDERSIGNED_CONFIG", "/nowhere.toml")])), ["config"]);
}

#[test]
fn the_usual_file_is_read_when_it_exists() {
    let (folder, _) = sources_with_file("[drafts]\nlifetime = \"1h\"", &[]);
    let sources = |name: &str| Sources { environment: Environment::default(), default_file: folder.path().join(name) };
    assert_eq!(
        Settings::read(&sources("settings.toml")).unwrap().limits.drafts_kept,
        jiff::SignedDuration::from_hours(1)
    );
    assert_eq!(
        Settings::read(&sources("other.toml")).unwrap().limits.drafts_kept,
        jiff::SignedDuration::from_hours(24)
    );
}

#[test]
fn a_longer_limit_cannot_allow_less_than_a_shorter_one() {
    let sources = Sources::from_pairs([("UNDERSIGNED_LIMITS_CONTRIBUTOR_PER_HOUR", "5")]);
    assert_eq!(problem_names(&sources), ["limits.contributor_per_hour"]);
}

#[test]
fn variables_that_kubernetes_makes_for_services_are_not_ours() {
    let sources = Sources::from_pairs([
        ("UNDERSIGNED_DB_SERVICE_HOST", "10.0.0.1"),
        ("UNDERSIGNED_DB_PORT", "tcp://10.0.0.1:5432"),
        ("UNDERSIGNED_DB_PORT_5432_TCP", "tcp://10.0.0.1:5432"),
    ]);
    assert!(Settings::read(&sources).is_ok());
}

#[test]
fn a_certificate_file_without_a_certificate_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("root.pem");
    let read =
        |path: &Path| Settings::read(&Sources::from_pairs([("UNDERSIGNED_DISCORD_CA_FILE", path.to_str().unwrap())]));
    fs::write(&path, "nothing").unwrap();
    assert!(read(&path).is_err());
    fs::write(&path, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n").unwrap();
    assert_eq!(read(&path).unwrap().discord.ca.unwrap().path, path);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStringExt as _;
    let environment =
        Environment::from_os_pairs([("UNDERSIGNED_LOG_FILTER", std::ffi::OsString::from_vec(vec![0xff]))]);
    let sources = Sources { environment, default_file: PathBuf::new() };
    assert_eq!(problem_names(&sources), ["log.filter"]);
}
