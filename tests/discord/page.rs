//! `docs/COMMANDS.md`: every command, its options, and what the bot really answers. Written anew by
//! `UPDATE_DOCS=1 cargo test --test discord the_page_of_commands`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use localcord::Outcome;
use serde_json::Value;
use undersigned::clock::FakeClock;
use undersigned::discord::commands::tree;

use crate::harness::{Kind, run};
use crate::world::World;

/// A page that says so.
const PAGE: &str = "url:\"https://example.org/page\"";

/// What is typed, in an order in which each has something to answer; `{P}` is the page, `{L}` the letter, `{D}` a demand,
/// `{C}` the commitment that was approved, `{W}` what waits, `{G}` the digest.
const TYPED: &[&str] = &[
    "/setup review_channel:review submit:everyone",
    "/petition show petition:{L}",
    "/petition list",
    "/petition timeline petition:{L}",
    "/petition chart petition:{L}",
    "/petition history petition:{L}",
    "/petition here petition:{L}",
    "/petition pin petition:{L}",
    "/petition unpin petition:{L}",
    "/count show petition:{L}",
    "/response show petition:{L}",
    "/statement list petition:{L} speaker:osterman",
    "/fact show petition:{L} property:value",
    "/source show source:\"The Verge\"",
    "/signatory list petition:{L}",
    "/organisation show organisation:Microsoft",
    "/search text:\"blog post\"",
    "/export petition:{L} format:csv",
    "/petition log title:\"Googlers against Maven\" {P} organisation:Google issued_on:2018-04-04",
    "/petition edit petition:{L} state:concluded",
    "/count log petition:{L} {P} wording:\"nearly 500 employees\" as_of:2018-07-01",
    "/response log petition:{L} {P} kind:acknowledged said_on:2018-07-02 organisation:Microsoft",
    "/response request petition:{L} asked_on:2018-06-19 deadline:2018-06-20 asker:\"The Seattle Times\" {P}",
    "/statement log petition:{L} {P} speaker:\"Brad Smith\" capacity:executive said_on:2018-07-02",
    "/fact log petition:{L} {P} subject:\"The contract\" property:offices wording:\"over 400 offices\"",
    "/source log {P} publisher:\"A paper\"",
    "/source capture source:https://www.theverge.com/2018/6/21/17488328/microsoft-ice-employees-signatures-protest archive_url:https://web.archive.org/web/20180622101500/https://www.theverge.com/2018/6/21/17488328/microsoft-ice-employees-signatures-protest",
    "/signatory log petition:{L} {P} name:\"A. Name\" basis:signs_in_source",
    "/organisation log name:GitHub aliases:\"Logical Awesome\" parent:Microsoft since:2018-10-26",
    "/commitment log petition:{L} {P} text:\"A review by an outside auditor\" due:2018-12 organisation:Microsoft",
    "/commitment list petition:{L}",
    "/commitment rate commitment:{C} rating:in_the_works {P} reason:\"the auditor was named\"",
    "/demand rate demand:{D} outcome:refused {P} reason:\"it says so\"",
    "/digest create every:week on:Monday at:9:00 zone:Europe/Berlin",
    "/digest list",
    "/digest show digest:{G}",
    "/digest edit digest:{G} every:month on:\"last day\" sound:silent",
    "/digest preview digest:{G}",
    "/digest send digest:{G}",
    "/digest pause digest:{G}",
    "/digest resume digest:{G}",
    "/digest delete digest:{G}",
    "/digest milestones",
    "/submissions",
    "/privacy show",
    "/privacy export where:everywhere",
    "/privacy erase",
    "/review edit record:{C} reason:wrong",
    "/review correct record:{C} reason:wrong",
    "/review deprecate record:{C} reason:wrong",
    "/review retract record:{C} reason:taken_back",
    "/review redact object:{L} field:summary reason:personal_data",
    "/review merge object:Microsoft into:Google reason:duplicate",
    "/review hide petition:{L} reason:abusive",
    "/review unhide petition:{L} reason:mistake",
    "/review remove object:{L} reason:abusive",
    "/review stop record:{C} reason:other",
    "/review undo what:{L} reason:mistake",
    "/review queue",
    "/review show submission:{W}",
    "/review approve submission:{W}",
    "/review reject submission:{W} reason:duplicate",
    "/signatory verify signatory:99 verification:verified",
    "/signatory affiliate signatory:99 affiliation:Cloud",
    "/review block submission:{W}",
    "/review unblock submission:{W}",
    "/review audit act:approve",
    "/review who member:mo",
    "/signatory withdraw signatory:99 shown:not_shown",
    "/undersigned about",
    "/undersigned diagnose",
];

/// What somebody wrote in the channel.
const MESSAGE: &str = "> We are dismayed by the separation of children\nhttps://example.org/mail-to-employees";

fn list(of: &Value) -> &[Value] {
    of.as_array().map_or(&[], Vec::as_slice)
}

/// Lists every command that is typed, with what is registered of it.
fn leaves() -> Vec<(String, Value)> {
    let tree = serde_json::to_value(tree()).unwrap();
    let mut found = Vec::new();
    for command in list(&tree).iter().filter(|command| !matches!(command["type"].as_u64(), Some(2 | 3))) {
        let name = command["name"].as_str().unwrap();
        let subs: Vec<&Value> = list(&command["options"]).iter().filter(|option| option["type"] == 1).collect();
        if subs.is_empty() {
            found.push((name.to_owned(), command.clone()));
        }
        found.extend(subs.into_iter().map(|sub| (format!("{name} {}", sub["name"].as_str().unwrap()), sub.clone())));
    }
    found
}

/// Writes what somebody sees, with names for the numbers of channels.
fn seen(world: &World, outcome: &Outcome) -> String {
    let mut lines = Vec::new();
    if let Some(modal) = &outcome.modal {
        lines.push(format!("A form opens: {}", modal.title));
        lines.extend(modal.inputs.iter().map(|input| format!("  {}", input.label)));
    }
    for message in outcome.message.iter().chain(&outcome.followups) {
        lines.push(message.text());
        lines.extend(message.attachments.iter().map(|file| match &file.description {
            Some(described) => format!("[{}: {described}]", file.filename),
            None => format!("[{}]", file.filename),
        }));
    }
    let text = lines.join("\n");
    let text = text.replace(&format!("<#{}>", world.review), "#review");
    let text = text.replace(&format!("<#{}>", world.petitions), "#petitions");
    // The page is written at a moment of its own, far from the stand-in's.
    let kept: Vec<&str> = text.lines().filter(|line| !line.contains("clock of the bot's host")).collect();
    without_chance(&kept.join("\n"))
}

/// Puts the same hash and the same handle in the place of those that differ from run to run.
fn without_chance(text: &str) -> String {
    let is_hex = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit());
    let hashes = text.split('`').map(|part| if is_hex(part, 64) { "3f9a…" } else { part });
    let text = hashes.collect::<Vec<_>>().join("`");
    let mut parts = text.split("contributor ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let handle = part.get(..4).filter(|handle| is_hex(handle, 4));
        out.push_str("contributor ");
        out.push_str(handle.map_or(part, |_| "7f3a"));
        out.push_str(handle.map_or("", |_| &part[4..]));
    }
    out
}

/// Files a draft alone and gives the number it got.
async fn filed(world: &World, outcome: &Outcome, button: &str) -> String {
    let done = world.at(&world.admin).click(outcome.message.as_ref().unwrap(), button).await.unwrap();
    let text = done.text();
    text.split('#').nth(1).unwrap_or_else(|| panic!("{text}")).chars().take_while(char::is_ascii_digit).collect()
}

async fn page(world: &World) -> String {
    world.publish_demo().await;
    world.moderator("mo");
    let at = world.at(&world.admin);
    let panel = at.slash("/setup").await.unwrap();
    at.click(&panel.message.unwrap(), "Use these defaults, I moderate alone").await.unwrap();
    let demand = at.autocomplete("/demand rate", "demand").await.unwrap_or_default();
    let demand = demand.first().and_then(|choice| choice.value.as_str().map(str::to_owned)).unwrap_or_default();
    let mut names = BTreeMap::from([
        ("{P}", PAGE.to_owned()),
        ("{L}", "microsoft-ice-2018".to_owned()),
        ("{D}", demand),
        ("{C}", String::new()),
        ("{W}", String::new()),
    ]);
    let mut answers: BTreeMap<String, String> = BTreeMap::new();
    for typed in TYPED {
        let line = names.iter().fold((*typed).to_owned(), |line, (mark, name)| line.replace(mark, name));
        let outcome = at.slash(&line).await.unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(!outcome.did_not_respond(), "{line}");
        let command = leaves().into_iter().map(|(path, _)| path).find(|path| {
            let rest = line.strip_prefix('/').and_then(|rest| rest.strip_prefix(path.as_str()));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        answers.insert(command.unwrap(), format!("```text\n{line}\n\n{}\n```\n", seen(world, &outcome).trim_end()));
        // What the next lines speak of.
        match *typed {
            one if one.starts_with("/commitment log") => {
                names.insert("{C}", filed(world, &outcome, "File and approve").await);
            }
            one if one.starts_with("/digest create") => {
                let made = outcome.text();
                let number = made.split('#').nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
                names.insert("{G}", number);
            }
            one if one.starts_with("/demand rate") || one.starts_with("/review approve") => {
                let log = "/count log petition:microsoft-ice-2018 url:\"https://example.org/more\" \
                           wording:\"over 400 employees\" as_of:2018-07-03";
                let draft = at.slash(log).await.unwrap();
                names.insert("{W}", filed(world, &draft, "File").await);
            }
            _ => {}
        }
    }
    let menus = [
        ("Log as statement", MESSAGE, menu(world, "Log as statement").await),
        ("Log as source", MESSAGE, menu(world, "Log as source").await),
    ];
    let mut page =
        "# Commands\n\nEvery command, and what the bot answers from the demo's record. This page is written by a \
                    test from what is\nregistered with Discord and what the bot says; `*` marks what must be given.\n"
            .to_owned();
    for (path, command) in leaves() {
        let answer = answers.get(&path).unwrap_or_else(|| panic!("/{path} is typed nowhere in TYPED"));
        write!(page, "\n## `/{path}`\n\n{}\n\n", command["description"].as_str().unwrap()).unwrap();
        for option in list(&command["options"]) {
            let needed = if option["required"] == true { "\\*" } else { "" };
            let (name, says) = (option["name"].as_str().unwrap(), option["description"].as_str().unwrap());
            writeln!(page, "- `{name}`{needed} {says}").unwrap();
        }
        let gap = if list(&command["options"]).is_empty() { "" } else { "\n" };
        write!(page, "{gap}{answer}").unwrap();
    }
    for (name, message, answer) in menus {
        write!(
            page,
            "\n## {name} (a message's menu)\n\nIn the menu of a message, under *Apps*. It takes the link and the quotation \
             in the message, and nothing of who wrote it.\n\n```text\n{message}\n\n{answer}\n```\n"
        )
        .unwrap();
    }
    let registered = serde_json::to_value(tree()).unwrap();
    for command in list(&registered).iter().filter(|command| command["type"] == 3) {
        assert!(page.contains(&format!("## {} (", command["name"].as_str().unwrap())), "{command}");
    }
    page
}

/// Opens a message's menu as far as the preview, and gives what is seen on the way.
async fn menu(world: &World, name: &str) -> String {
    let at = world.at(&world.admin);
    let message = at.post(MESSAGE).unwrap();
    let first = at.message_menu(name, &message).await.unwrap();
    let mut told = seen(world, &first).trim_end().to_owned();
    let offer = first.message.unwrap();
    if let Some(list) = offer.components.iter().find(|component| !component.options.is_empty()) {
        let letter = list.options.iter().find(|option| option.label.contains("ICE")).unwrap_or(&list.options[0]);
        let form = at.select(&offer, list.custom_id.as_deref().unwrap(), &[&letter.value]).await.unwrap();
        write!(told, "\n\n> {} is chosen\n\n{}", letter.label, seen(world, &form).trim_end()).unwrap();
        let said = [("speaker", "Satya Nadella"), ("capacity", "executive"), ("said_on", "2018-06-19")];
        let preview = at.submit(form.modal.as_ref().unwrap(), &said).await.unwrap();
        write!(told, "\n\n> the form is sent\n\n{}", seen(world, &preview).trim_end()).unwrap();
    }
    told
}

#[test]
fn the_page_of_commands_is_what_the_bot_says() {
    run(Kind::Sqlite, |db| async move {
        let clock = Arc::new(FakeClock::new("2018-08-01T12:00:00Z".parse().unwrap()));
        let world = World::new_at(&db, clock).await;
        let page = page(&world).await;
        world.end().await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/COMMANDS.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&file, &page).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == page,
            "docs/COMMANDS.md is out of date: UPDATE_DOCS=1 cargo test --test discord the_page_of_commands"
        );
    });
}
