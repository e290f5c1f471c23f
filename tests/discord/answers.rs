//! The answers as Discord is sent them.

use std::fmt::Write as _;
use std::sync::Arc;

use undersigned::answers::Responder;
use undersigned::answers::reply::Answer;
use undersigned::answers::view::{History, PetitionRef, View};
use undersigned::discord::render::render;
use undersigned::domain::ids::{ChannelId, GuildId, UserId};
use undersigned::ops::clock::{FakeClock, SystemEntropy};
use undersigned::service::caller::Permissions;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Caller, Limits, Service};

use crate::harness::{Kind, run};

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
        ("queue", View::Queue { kind: None, petition: PetitionRef::Unsaid, page }),
    ]
}

/// Writes what is sent: who sees it, the embeds' texts, and each row of what can be pressed.
fn sent(answer: &Answer) -> String {
    let (Answer::Reply(reply) | Answer::Beside(reply)) = answer else { panic!("not a reply: {answer:?}") };
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
        let service = Arc::new(Service::new(db.open().await, clock, Arc::new(SystemEntropy), Limits::default()));
        let entries = undersigned::cli::demo::record::entries().unwrap();
        service.publish_batch(GUILD, &entries).await.unwrap();
        let responder = Responder::new(Arc::clone(&service));
        for (name, view) in views() {
            insta::assert_snapshot!(name, sent(&responder.show(&caller(true), view, None).await));
        }
        for (name, is_admin) in [("setup", true), ("not_allowed", false)] {
            insta::assert_snapshot!(name, sent(&responder.setup(&caller(is_admin), SetupChange::default()).await));
        }
        service.store().close().await;
    });
}
