//! The answers as Discord is sent them.

use std::fmt::Write as _;
use std::sync::Arc;

use undersigned::answers::Responder;
use undersigned::answers::press::Press;
use undersigned::answers::reply::Answer;
use undersigned::answers::view::{History, PetitionRef, View};
use undersigned::clock::{FakeClock, FakeEntropy};
use undersigned::discord::render::{render, render_form};
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::ids::{ChannelId, GuildId, UserId};
use undersigned::service::caller::Permissions;
use undersigned::service::log::{MessageMenu, NewCount, NewStatement, Typed};
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Field, Limits, Service};

use crate::harness::{Kind, run};
use crate::world::name_list;

const GUILD: GuildId = GuildId::new(1);

fn caller(is_admin: bool) -> Caller {
    Caller {
        guild: GUILD,
        channel: ChannelId::new(2),
        user: UserId::new(3),
        roles: Vec::new(),
        permissions: Permissions { manage_guild: is_admin, manage_messages: is_admin },
        highest_role: Some(0),
    }
}

/// The questions, each about the first petition of the demo's record.
fn views() -> Vec<(&'static str, View)> {
    let petition = || PetitionRef::Typed("microsoft-ice-2018".to_owned());
    let page = 1;
    vec![
        ("petition", View::Petition { petition: petition() }),
        ("petitions", View::Petitions { organisation: None, state: None, tag: None, page }),
        ("timeline", View::Timeline { petition: petition(), page }),
        ("counts", View::Counts { petition: petition(), population: None, history: History::Everything, page }),
        ("responses", View::Responses { petition: petition(), organisation: None, page }),
        ("statements", View::Statements { petition: petition(), speaker: None, page }),
        ("facts", View::Facts { petition: petition(), property: None, page }),
        ("commitments", View::Commitments { petition: petition(), page }),
        ("sources", View::Sources { petition: petition(), page }),
        ("organisation", View::Organisation { organisation: "MSFT".to_owned() }),
        ("no_such_petition", View::Petition { petition: PetitionRef::Typed("nothing".to_owned()) }),
        ("search", View::Search { text: "microsoft".to_owned(), kind: None, page }),
        ("source", View::Source { source: "4".to_owned(), page }),
        ("queue", View::Queue { kind: None, petition: PetitionRef::Unsaid, age: None, page }),
    ]
}

/// Writes what is sent: who sees it, the embeds' texts, and each row of what can be pressed.
fn sent(answer: &Answer) -> String {
    let reply = match answer {
        Answer::Reply(reply) | Answer::Beside(reply) => reply,
        Answer::Form(form) => return format!("{}\n", serde_json::to_string_pretty(&render_form(form)).unwrap()),
    };
    let rendered = render(reply, None);
    let mut text = format!("({:?})\n{}\n", rendered.audience, rendered.descriptions.join("\n----\n"));
    for row in &rendered.rows {
        writeln!(text, "{}", serde_json::to_string(row).unwrap()).unwrap();
    }
    text
}

#[test]
fn the_answers_are_sent_as_they_were() {
    run(Kind::Sqlite, |db| async move {
        let clock = Arc::new(FakeClock::new("2026-11-22T12:00:00Z".parse().unwrap()));
        let service = Arc::new(Service::new(db.open().await, clock, Arc::new(FakeEntropy::new(1)), Limits::default()));
        let entries = undersigned::cli::demo::record::entries().unwrap();
        service.publish_batch(GUILD, &entries).await.unwrap();
        let responder = Responder::new(Arc::clone(&service));
        let named = name_list("microsoft-ice-2018", &["Ada *Lovelace*", "Charles Babbage"]);
        for (name, view) in views() {
            insta::assert_snapshot!(name, sent(&responder.show(&caller(true), view, None).await));
        }
        for (name, is_admin) in [("setup", true), ("not_allowed", false)] {
            insta::assert_snapshot!(name, sent(&responder.setup(&caller(is_admin), SetupChange::default()).await));
        }
        let on = SetupChange { names: Some(undersigned::domain::guild::Names::On), ..SetupChange::default() };
        insta::assert_snapshot!("setup_names_on", sent(&responder.setup(&caller(true), on).await));
        service.import_names(GUILD, &named).await.unwrap();
        let listed =
            View::Signatories { petition: PetitionRef::Typed("microsoft-ice-2018".to_owned()), by: None, page: 1 };
        insta::assert_snapshot!("signatories", sent(&responder.show(&caller(false), listed, None).await));
        service.store().close().await;
    });
}

fn count(wording: &str) -> Typed {
    Typed::Count(NewCount {
        petition: "microsoft-ice-2018".to_owned(),
        url: "https://www.example.org/2018/06/22/letter".to_owned(),
        wording: Some(wording.to_owned()),
        as_of: "2018-06-22".to_owned(),
        population: None,
        of: None,
        measure: None,
        originator: None,
        note: None,
        counter: None,
    })
}

fn statement() -> Typed {
    Typed::Statement(NewStatement {
        petition: "microsoft-ice-2018".to_owned(),
        url: "https://www.example.org/2018/06/22/said".to_owned(),
        speaker: "Brad Smith".to_owned(),
        capacity: undersigned::domain::record::Capacity::Executive,
        said_on: "2018-06-22".to_owned(),
        channel: None,
        directed_to: None,
        paraphrase: None,
    })
}

/// Finds what a button or select of an answer does.
fn press(answer: &Answer, label: &str) -> Press {
    let (Answer::Reply(reply) | Answer::Beside(reply)) = answer else { panic!("not a reply: {answer:?}") };
    let rows = serde_json::to_value(&render(reply, None).rows).unwrap();
    let parts = rows.as_array().unwrap().iter().flat_map(|row| row["components"].as_array().unwrap());
    let found = parts.into_iter().find(|part| part["label"] == label || part["placeholder"] == label);
    Press::parse(found.unwrap()["custom_id"].as_str().unwrap()).unwrap()
}

#[test]
fn what_is_filed_and_decided_is_sent_as_it_was() {
    run(Kind::Sqlite, |db| async move {
        let clock = Arc::new(FakeClock::new("2026-11-22T12:00:00Z".parse().unwrap()));
        let entropy = Arc::new(FakeEntropy::new(1));
        let service = Arc::new(Service::new(db.open().await, clock, entropy, Limits::default()));
        service.publish_batch(GUILD, &undersigned::cli::demo::record::entries().unwrap()).await.unwrap();
        let responder = Responder::new(Arc::clone(&service));
        let (admin, mut member) = (caller(true), caller(false));
        member.user = UserId::new(4);
        let everyone = Some(undersigned::domain::guild::SubmitPolicy::Everyone);
        let _ = responder.setup(&admin, SetupChange { submit: everyone, ..SetupChange::default() }).await;
        let shows = |name: &str, answer: &Answer| insta::assert_snapshot!(name, sent(answer));

        let preview = responder.log(&member, count("over 400 employees")).await;
        shows("filing_preview", &preview);
        shows("filing_change", &responder.press(&member, press(&preview, "Change"), &[]).await);
        shows("filing_describe", &responder.press(&member, press(&preview, "Describe source"), &[]).await);
        let ambiguous = responder.log(&member, count("1.000 employees")).await;
        shows("filing_which_reading", &ambiguous);
        shows("filing_cancelled", &responder.press(&member, press(&ambiguous, "Cancel"), &[]).await);
        let form = responder.log(&member, statement()).await;
        shows("filing_words", &form);
        let Answer::Form(form) = form else { panic!("{form:?}") };
        let words = [(Field::Quote, "We go on".to_owned())];
        shows("filing_statement", &responder.submit(&member, form.press, &words).await);
        let message = "> We go on\nhttps://www.example.org/2018/06/22/post and https://www.example.org/other";
        let which = responder.log_message(&member, message, MessageMenu::Statement).await;
        shows("filing_which_petition", &which);
        let form = responder.press(&member, press(&which, "Choose a petition"), &["3".to_owned()]).await;
        shows("filing_message_form", &form);
        let refused = responder.log_message(&member, "no link", MessageMenu::Source).await;
        shows("filing_no_link", &refused);

        let filed = responder.press(&member, press(&preview, "File"), &[]).await;
        shows("filing_filed", &filed);
        let number: Number = db.ask("SELECT max(number) FROM submission").await.parse().unwrap();
        let view = service.submission(&admin, number).await.unwrap();
        let announced = Answer::Reply(Responder::announcement(&view));
        shows("review_message", &announced);
        shows("review_edit", &responder.press(&admin, press(&announced, "Edit"), &[]).await);
        let reasons = responder.press(&admin, press(&announced, "Reject"), &[]).await;
        shows("review_reasons", &reasons);
        let choose = press(&reasons, "Choose the reason");
        shows("review_note", &responder.press(&admin, choose.clone(), &["other".to_owned()]).await);
        shows("review_own", &responder.press(&member, press(&announced, "Approve"), &[]).await);
        shows("review_rejected", &responder.press(&admin, choose, &["duplicate".to_owned()]).await);
        shows("review_decided_already", &responder.press(&admin, press(&announced, "Approve"), &[]).await);

        let alone = SetupChange { moderation: Some(Moderation::Single), ..SetupChange::default() };
        let _ = responder.setup(&admin, alone).await;
        let preview = responder.log(&admin, count("over 500 employees")).await;
        shows("filing_preview_alone", &preview);
        shows("filing_approved", &responder.press(&admin, press(&preview, "File and approve"), &[]).await);
        service.store().close().await;
    });
}
