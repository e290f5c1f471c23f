//! Logging from a message's menu: its link and its quotation, and nothing of who wrote it.

use localcord::{Message, Modal, UserError};

use crate::harness::{Kind, on_both_databases, run};
use crate::world::{PETITION, World};

const MENU: &str = "Log as statement";
const FORM: &[(&str, &str)] = &[("speaker", "Satya Nadella"), ("capacity", "executive"), ("said_on", "2018-06-19")];

impl World {
    /// Posts a message as somebody who has nothing to do with the record.
    fn posted(&self, text: &str) -> Message {
        self.at(&self.guild.join("penelope", &[])).post(text).unwrap()
    }
}

on_both_databases! {
    async fn the_words_in_a_message_become_a_statement_on_record(db) {
        let world = World::with_petition(&db).await;
        let message = world.posted("Look at this:\n> We are dismayed by this policy.\n<https://example.org/nadella>");
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let at = world.at(&cleo);
        let asked = at.message_menu(MENU, &message).await.unwrap();
        assert!(asked.ephemeral && asked.text().contains("Which petition"), "{}", asked.text());
        let asked = asked.message.unwrap();
        let (id, petition) = select(&asked);
        let form = at.select(&asked, &id, &[&petition]).await.unwrap().modal.unwrap();
        assert_eq!(held(&form, "quote"), "We are dismayed by this policy.");
        let preview = at.submit(&form, FORM).await.unwrap();
        assert!(preview.text().contains("Satya Nadella") && preview.text().contains("dismayed"), "{}", preview.text());
        let filed = at.click(&preview.message.unwrap(), "File").await.unwrap();
        assert!(filed.text().contains("Filed as"), "{}", filed.text());
        let waiting = world.waits_for_review().await;
        mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        let shown = world.at(&cleo).slash("/search text:dismayed").await.unwrap();
        assert!(shown.text().contains("Satya Nadella") && shown.text().contains("example.org"), "{}", shown.text());
        for text in [waiting.text(), shown.text(), preview_of(&world)] {
            assert!(!text.contains("penelope"), "{text}");
        }
        assert_eq!(db.ask("SELECT count(*) FROM draft").await, "0");
        world.end().await;
    }

    async fn a_slip_in_the_form_costs_nobody_their_words(db) {
        let world = World::with_petition(&db).await;
        let message = world.posted("“We go on with it” https://example.org/nadella");
        let at = world.at(&world.admin);
        let asked = at.message_menu(MENU, &message).await.unwrap().message.unwrap();
        let (id, petition) = select(&asked);
        let form = at.select(&asked, &id, &[&petition]).await.unwrap().modal.unwrap();
        let slip = [("speaker", "Satya Nadella"), ("capacity", "boss"), ("said_on", "2018-06-19"), ("paraphrase", "They go on")];
        let refused = at.submit(&form, &slip).await.unwrap();
        assert!(refused.text().contains("“boss”") && refused.text().contains("executive"), "{}", refused.text());
        let form = at.click(&refused.message.unwrap(), "Open the form again").await.unwrap().modal.unwrap();
        assert_eq!(held(&form, "speaker"), "Satya Nadella");
        assert_eq!(held(&form, "quote"), "We go on with it");
        assert_eq!(held(&form, "paraphrase"), "They go on");
        let preview = at.submit(&form, &[("capacity", "executive")]).await.unwrap();
        assert!(preview.text().contains("We go on with it"), "{}", preview.text());
        let preview = preview.message.unwrap();
        let change = at.click(&preview, "Change").await.unwrap().modal.unwrap();
        let changed = at.submit(&change, &[("speaker", "Brad Smith")]).await.unwrap();
        assert!(changed.text().contains("Brad Smith") && changed.text().contains("an executive"), "{}", changed.text());
        world.end().await;
    }

    async fn a_link_in_a_message_becomes_a_source(db) {
        let world = World::with_petition(&db).await;
        let message = world.posted("[here](https://example.org/page_(1)), and https://example.org/other");
        let at = world.at(&world.admin);
        let preview = at.message_menu("Log as source", &message).await.unwrap();
        assert!(preview.ephemeral && preview.text().contains("example.org"), "{}", preview.text());
        assert!(preview.text().contains("holds 2 links; this is the first"), "{}", preview.text());
        let described = at.click(&preview.message.unwrap(), "Describe source").await.unwrap().modal.unwrap();
        let preview = at.submit(&described, &[("publisher", "The Example")]).await.unwrap();
        at.click(&preview.message.unwrap(), "File and approve").await.unwrap();
        let shown = at.slash_with("source show", &[("source", "https://example.org/page_(1)")]).await.unwrap();
        assert!(shown.text().contains("The Example"), "{}", shown.text());
        let again = at.message_menu("Log as source", &message).await.unwrap();
        assert!(again.text().contains("on record already"), "{}", again.text());
        world.end().await;
    }

    async fn a_message_without_a_link_and_a_server_without_a_petition_are_refused(db) {
        let world = World::new(&db).await;
        world.set_up().await;
        let at = world.at(&world.admin);
        let without = world.posted("> We are dismayed");
        for menu in [MENU, "Log as source"] {
            let refused = at.message_menu(menu, &without).await.unwrap();
            assert!(refused.ephemeral && refused.text().contains("holds no link"), "{}", refused.text());
        }
        let message = world.at(&world.admin).post("> We are dismayed\nhttps://example.org/a").unwrap();
        let refused = at.message_menu(MENU, &message).await.unwrap();
        assert!(refused.text().contains("/petition log"), "{}", refused.text());
        assert_eq!(db.ask("SELECT count(*) FROM draft").await, "0");
        // One's own petition that waits is offered, and marked.
        let cleo = world.guild.join("cleo", &[]);
        let form = world.at(&cleo).slash(PETITION).await.unwrap().modal.unwrap();
        let preview = world.at(&cleo).submit(&form, &[("demands", "Cancel it")]).await.unwrap();
        world.at(&cleo).click(&preview.message.unwrap(), "File").await.unwrap();
        let asked = world.at(&cleo).message_menu(MENU, &message).await.unwrap().message.unwrap();
        let offered: Vec<_> = asked.components.iter().flat_map(|one| &one.options).collect();
        assert!(offered.len() == 1 && offered[0].label.ends_with("(yours, waiting)"), "{offered:?}");
        world.end().await;
    }
}

/// Finds the select of a message: its id, and the value of its first choice.
fn select(message: &Message) -> (String, String) {
    let select = message.components.iter().find(|one| !one.options.is_empty()).unwrap();
    (select.custom_id.clone().unwrap(), select.options[0].value.clone())
}

fn held<'a>(form: &'a Modal, name: &str) -> &'a str {
    &form.inputs.iter().find(|input| input.custom_id == name).unwrap().value
}

/// Gives everything the bot's last answers said, ephemeral ones included.
fn preview_of(world: &World) -> String {
    world.cord.requests().iter().map(|request| request.body.to_string()).collect()
}

#[test]
fn nothing_of_a_message_stands_in_the_open_while_it_is_a_draft() {
    run(Kind::Sqlite, |db| async move {
        let world = World::with_petition(&db).await;
        let message = world.posted("“A peculiarly worded remark” <@80351110224678912> https://example.org/peculiar");
        let asked = world.at(&world.admin).message_menu(MENU, &message).await.unwrap();
        assert!(asked.text().contains("peculiarly") && !asked.text().contains("80351110224678912"), "{}", asked.text());
        let file = std::fs::read(db.folder.path().join("undersigned.db")).unwrap();
        let log = std::fs::read(db.folder.path().join("undersigned.db-wal")).unwrap_or_default();
        for word in ["peculiar", "penelope", "80351110224678912"] {
            let stands = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!stands(&file) && !stands(&log), "{word}");
        }
        world.end().await;
    });
}

#[test]
fn menus_are_offered_in_servers_and_nowhere_else() {
    run(Kind::Sqlite, |db| async move {
        let world = World::new(&db).await;
        let cleo = world.guild.join("cleo", &[]);
        assert!(world.at(&cleo).offered().contains(&MENU.to_owned()));
        let message = world.posted("https://example.org");
        let unknown = world.at(&cleo).message_menu("Log as count", &message).await;
        assert!(matches!(unknown, Err(UserError::UnknownCommand(_))));
        let answered = world.at(&cleo).message_menu("Log as source", &message).await.unwrap();
        assert!(answered.ephemeral, "{}", answered.text());
        world.end().await;
    });
}
