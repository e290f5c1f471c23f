//! Tests what `check` tells an operator.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

const TOKEN: (&str, &str) = ("DISCORD_TOKEN", "aaa.bbb.ccc");
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";

fn check(pairs: &[(&str, &str)]) -> (Outcome, String) {
    let mut out = Vec::new();
    let sources = Sources::from_pairs(pairs.iter().copied());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let outcome = runtime.block_on(Check {}.run(&sources, &mut out)).unwrap();
    (outcome, String::from_utf8(out).unwrap())
}

/// Makes a folder and the variable that puts the database into it.
fn folder() -> (TempDir, PathBuf, String) {
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("record.db");
    let url = format!("sqlite:{}", database.display());
    (folder, database, url)
}

#[test]
fn a_new_place_is_fine_and_stays_untouched() {
    let (folder, _, url) = folder();
    let (outcome, text) = check(&[TOKEN, ("UNDERSIGNED_DATABASE_URL", &url)]);
    assert_eq!(outcome, Outcome::Fine, "{text}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_missing_token_does_not_hide_a_damaged_database() {
    let (_folder, database, url) = folder();
    fs::write(&database, "not a database").unwrap();
    let (outcome, text) = check(&[("UNDERSIGNED_DATABASE_URL", &url)]);
    assert_eq!(outcome, Outcome::Wrong);
    assert!(text.contains("DISCORD_TOKEN") && text.contains("record.db"), "{text}");
}

#[test]
fn a_key_file_that_is_no_key_is_told_without_showing_it() {
    let (folder, _, url) = folder();
    fs::write(folder.path().join("undersigned.key"), "Swordfish").unwrap();
    let (outcome, text) = check(&[TOKEN, ("UNDERSIGNED_DATABASE_URL", &url)]);
    assert_eq!(outcome, Outcome::Wrong);
    assert!(text.contains("undersigned.key") && !text.contains("Swordfish"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _, url) = folder();
    let key = folder.path().join("undersigned.key");
    let entropy = std::sync::Arc::new(crate::clock::SystemEntropy);
    let address = url.parse::<DatabaseUrl>().unwrap();
    let made = async { Store::open(&address, None, entropy).await.unwrap().close().await };
    tokio::runtime::Runtime::new().unwrap().block_on(made);
    let pairs = [TOKEN, ("UNDERSIGNED_DATABASE_URL", url.as_str())];
    for (mode, expected) in [(0o600, Outcome::Fine), (0o640, Outcome::Wrong), (0o604, Outcome::Wrong)] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        let (outcome, text) = check(&pairs);
        assert_eq!(outcome, expected, "{mode:o}: {text}");
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let (folder, _, _) = folder();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let url = format!("sqlite:{}/record.db", file.display());
    let (outcome, text) = check(&[TOKEN, ("UNDERSIGNED_DATABASE_URL", &url)]);
    assert_eq!(outcome, Outcome::Wrong);
    assert!(text.contains("file does not exist") || text.contains("no folder"), "{text}");
}

#[tokio::test]
async fn a_database_whose_key_is_gone_or_another_is_told_and_stays_as_it_is() {
    let (folder, database, url) = folder();
    let entropy = std::sync::Arc::new(crate::clock::SystemEntropy);
    let address = url.parse::<DatabaseUrl>().unwrap();
    Store::open(&address, None, entropy).await.unwrap().close().await;
    let before = fs::read(&database).unwrap();
    let seen = async |pairs: &[(&str, &str)]| {
        let sources = Sources::from_pairs(pairs.iter().copied());
        check_database(&Settings::read(&sources).unwrap()).await
    };
    let pair = ("UNDERSIGNED_DATABASE_URL", url.as_str());
    assert!(seen(&[pair]).await.is_ok());
    assert!(seen(&[pair, ("UNDERSIGNED_KEY", KEY)]).await.is_err());
    fs::remove_file(folder.path().join("undersigned.key")).unwrap();
    assert!(seen(&[pair]).await.is_err());
    assert_eq!(fs::read(&database).unwrap(), before);
}
