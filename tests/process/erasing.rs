//! Erasing and redacting beside a bot that runs and logs everything: files, log and messages hold the words no more.

use std::time::Duration;

use localcord::{Config, Limits, Message};

use crate::kill::{Stage, stage};
use crate::running::Installation;

/// Half of what is promised.
const SOON: Duration = Duration::from_secs(30);

/// Says whether a file of the installation holds these words, log and output included.
fn stands_in_a_file(installation: &Installation, words: &str) -> Option<String> {
    for entry in std::fs::read_dir(installation.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let held = std::fs::read(&path).unwrap().to_ascii_lowercase();
        if held.windows(words.len()).any(|part| part == words.as_bytes()) {
            return Some(path.display().to_string());
        }
    }
    None
}

fn erase(installation: &Installation, guild: &str, more: &[&str]) -> (Option<i32>, String) {
    let mut command = installation.command("erase");
    command.args(["--guild", guild]).args(more).env("UNDERSIGNED_LOG_FILTER", "trace");
    let log = std::fs::File::options().create(true).append(true).open(installation.folder.path().join("erase.txt"));
    let output = command.stderr(log.unwrap()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_name_and_redacted_words_leave_files_log_and_messages() {
    let config = Config { limits: Limits::none(), ..Config::default() };
    let Stage { cord, guild, channel, review, cleo, mo, installation, mut bot } =
        stage(config, ("trace", "json")).await;
    let file = async |speaker: &str, quote: &str| {
        let at = cleo.in_channel(channel);
        let typed = format!(
            "/statement log petition:letter url:https://example.org/said speaker:\"{speaker}\" capacity:official said_on:2018-06-19"
        );
        let form = at.slash(&typed).await.unwrap().modal.unwrap();
        let preview = at.submit(&form, &[("quote", quote)]).await.unwrap();
        let filed = at.click(&preview.message.unwrap(), "File").await.unwrap();
        assert!(filed.text().contains("Filed as"), "{}", filed.text());
        let says = |one: &Message| one.text().contains(quote);
        let posted = cord.wait_for_message(review, says, SOON).await;
        posted.unwrap_or_else(|error| {
            panic!("{error}\n{}", installation.said().lines().rev().take(8).collect::<String>())
        })
    };
    let waits = file("Ada Lovelace", "We, and Ada Lovelace, will see").await;
    let decided = file("Quokka Wombat", "It was agreed").await;
    let approved = mo.in_channel(review).click(&decided, "Approve").await.unwrap();
    assert!(approved.text().contains("Approved"), "{}", approved.text());
    let says = |id, words: &'static str| move |one: &Message| one.id == id && one.text().contains(words);
    let decided = cord.wait_for_message(review, says(decided.id, "Approved"), SOON).await.unwrap();
    assert!(decided.text().contains("Quokka") && waits.text().contains("Lovelace"));

    // The operator, on the host, while the bot runs.
    let id = guild.id().to_string();
    let (code, text) = erase(&installation, &id, &["--name", "ada lovelace", "--dry-run"]);
    assert!(code == Some(0) && text.contains("submission.sealed: #") && text.contains("Nothing was changed"), "{text}");
    let (code, text) = erase(&installation, &id, &["--name", "ada lovelace"]);
    assert!(code == Some(0) && text.contains("Erased. The ledger says that something was"), "{text}");
    assert!(!text.to_lowercase().contains("lovelace"), "{text}");
    let (code, text) = erase(&installation, &id, &["--name", "ada lovelace"]);
    assert!(code == Some(1) && text.contains("There is nothing to erase."), "{text}");
    assert_eq!(erase(&installation, "77", &["--name", "ada lovelace"]).0, Some(1), "another server has none");
    let edited = cord.wait_for_message(review, says(waits.id, "erased"), SOON).await.unwrap();
    assert!(!edited.text().contains("Lovelace"), "{}", edited.text());

    // A moderator, in chat.
    let at = mo.in_channel(channel);
    let text = decided.text();
    let numbers = text.split('#').map(|after| after.chars().take_while(char::is_ascii_digit).collect::<String>());
    let number = numbers.skip(1).find(|number| !number.is_empty()).unwrap();
    let redact = format!("/review redact object:#{number} field:speaker reason:personal_data");
    let looked = at.slash(&redact).await.unwrap();
    at.click(&looked.message.unwrap(), "Do it").await.unwrap();
    let edited = cord.wait_for_message(review, says(decided.id, "redacted"), SOON).await.unwrap();
    assert!(!edited.text().contains("Quokka"), "{}", edited.text());

    // The log beside the database is cut within seconds.
    let deadline = tokio::time::Instant::now() + SOON;
    for words in ["lovelace", "quokka"] {
        while let Some(file) = stands_in_a_file(&installation, words) {
            assert!(tokio::time::Instant::now() < deadline, "{file} holds {words}");
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
    bot.kill();
    assert!(installation.said().contains("\"level\":"), "there is a log to look through");
    let verified = installation.command("verify").output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    cord.stop().await;
}
