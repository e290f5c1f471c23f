//! What a running bot leaves behind, in its files and its log, names nobody and gives away nothing that waits.

use std::path::Path;

use localcord::{Config, Limits, Localcord, Permissions};
use undersigned::domain::ids::GuildId;

use crate::kill::open;
use crate::running::{Installation, one_petition, wait_until_ready};

const WORDING: &str = "88888 users of Zanzibar";
const NOTE: &str = "heliotrope";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_and_log_hold_no_user_id_no_token_and_no_word_that_waits() {
    nothing_is_given_away("text").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_as_json_holds_no_more_than_one_as_text() {
    nothing_is_given_away("json").await;
}

async fn nothing_is_given_away(format: &str) {
    let cord = Localcord::start(Config { limits: Limits::none(), ..Config::default() }).await.unwrap();
    let guild = cord.create_guild("Workers");
    let channel = guild.create_channel("petitions");
    let moderators = guild.create_role("Moderators", Permissions::MANAGE_MESSAGES | Permissions::MANAGE_GUILD);
    let contributor = guild.join("cleo", &[]);
    let moderator = guild.join("mo", &[moderators]);
    let installation = Installation::new(&cord);
    let service = open(&installation).await;
    service.publish_batch(GuildId::new(guild.id().get()), &one_petition()).await.unwrap();
    service.store().close().await;
    let mut bot = installation.start_with("trace", format);
    wait_until_ready(&cord, &installation).await;

    // Everybody does something, right and wrong; what is filed is left waiting, what is rejected is over.
    let (filing, deciding) = (contributor.in_channel(channel), moderator.in_channel(channel));
    deciding.slash("/setup submit:everyone").await.unwrap();
    let log = format!(
        "/fact log petition:letter url:https://example.org/secret-page subject:Contract property:users wording:\"{WORDING}\""
    );
    let preview = filing.slash(&log).await.unwrap();
    let filed = filing.click(preview.message.as_ref().unwrap(), "File").await.unwrap();
    assert!(filed.text().contains("Filed as"), "{}", filed.text());
    filing.slash("/count log petition:letter url:nonsense wording:many as_of:19/6").await.unwrap();
    filing.slash("/count show petition:letter").await.unwrap();
    filing.slash("/count show petition:no-such-letter").await.unwrap();
    filing.forge_component(preview.message.as_ref().unwrap(), "v1:file:0000000000000000").await.unwrap();
    let number = filed.text().split('#').nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect::<String>();
    let edit = deciding.slash(&format!("/review show submission:{number}")).await.unwrap();
    assert!(edit.text().contains("Zanzibar"), "{}", edit.text());
    filing.slash(&log.replace("Zanzibar", "Zanzibar, twice")).await.unwrap();
    let second = deciding.slash(&format!("/review reject submission:{number} reason:other note:{NOTE}")).await.unwrap();
    assert!(second.text().contains("Rejected"), "{}", second.text());

    let people = [contributor.id().get(), moderator.id().get()];
    let secrets = [cord.token().to_owned(), "Zanzibar".to_owned(), NOTE.to_owned(), "secret-page".to_owned()];
    look(&installation, &people, &secrets);
    bot.kill();
    look(&installation, &people, &secrets);
    cord.stop().await;
    let verified = installation.command("verify").output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

/// Looks through every file of the installation but the one that holds what the operator gave it.
fn look(installation: &Installation, people: &[u64], secrets: &[String]) {
    let mut looked_at = 0;
    for entry in std::fs::read_dir(installation.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        looked_at += 1;
        for id in people {
            let forms = [id.to_string().into_bytes(), id.to_be_bytes().to_vec(), id.to_le_bytes().to_vec()];
            for form in forms {
                assert!(!holds(&bytes, &form), "{} holds a user id", shown(&path));
            }
        }
        for secret in secrets {
            assert!(!holds(&bytes, secret.as_bytes()), "{} holds {secret}", shown(&path));
        }
    }
    assert!(looked_at >= 4, "database, key, certificate and log are there");
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted))
}

fn shown(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}
