//! The ledger as moderators read it: what was done as which role, and never by whom.

use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::ledger::Act;
use undersigned::domain::review::{RejectReason, Standing};
use undersigned::service::audit::{Audit, AuditOf, By, TypedAudit};
use undersigned::service::log::Typed;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Field, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

fn acts(found: &Audit) -> Vec<&str> {
    found.lines.iter().map(|line| line.act.as_str()).collect()
}

async fn asked(town: &Town, of: AuditOf) -> Audit {
    town.service.audit(&moderator(), of, 1).await.unwrap()
}

on_both_databases! {
    async fn the_ledger_is_read_newest_first_with_roles_and_reasons(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let filed = town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        town.service.reject(&moderator(), filed, RejectReason::Duplicate, Some("As Ada Example says".to_owned())).await.unwrap();
        let found = asked(&town, AuditOf::default()).await;
        assert_eq!(acts(&found), ["reject", "file", "configure", "join"]);
        let [rejected, own, configured, joined] = found.lines.as_slice() else { panic!("{found:?}") };
        assert_eq!((rejected.by, rejected.reason), (By::Role(Standing::Moderator), Some(RejectReason::Duplicate)));
        assert_eq!((own.by, own.object), (By::Role(Standing::Everyone), Some(filed)));
        assert_eq!((configured.by, configured.object), (By::Role(Standing::Admin), None));
        assert_eq!(joined.by, By::Unsaid);
        assert!(!format!("{found:?}").contains("Ada"), "{found:?}");
        assert_eq!((found.total, found.page, found.pages, found.told), (4, 1, 1, None));
    }

    async fn what_was_decided_alone_is_marked(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Single).await;
        let filed = town.file(&moderator(), Typed::Source(source(VERGE)), &[]).await;
        town.service.approve(&moderator(), filed).await.unwrap();
        let found = asked(&town, AuditOf { act: Some(Act::Approve), ..AuditOf::default() }).await;
        assert!(!found.lines.is_empty() && found.lines.iter().all(|line| line.alone), "{found:?}");
        let filed = asked(&town, AuditOf { act: Some(Act::File), ..AuditOf::default() }).await;
        assert!(filed.lines.iter().all(|line| !line.alone), "{filed:?}");
    }

    async fn entries_are_found_by_object_act_and_time_and_paged(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await;
        let before = town.service.now();
        town.clock.advance(jiff::SignedDuration::from_hours(24));
        let mut filed = Vec::new();
        for words in ["11", "12", "13", "14", "15", "16", "17", "18", "19", "20"] {
            filed.push(town.file(&contributor(), Typed::Count(count(&letter.to_string(), words)), &[]).await);
        }
        let of_one = asked(&town, AuditOf { object: Some(filed[3]), ..AuditOf::default() }).await;
        assert_eq!((acts(&of_one), of_one.lines[0].object), (vec!["file"], Some(filed[3])));
        let typed = TypedAudit { act: Some("File".to_owned()), since: Some("today".to_owned()), record: None };
        let of = town.service.audit_of(&moderator(), &typed).await.unwrap();
        assert!(of.since.unwrap() > before);
        let first = asked(&town, of).await;
        assert_eq!((first.total, first.pages, first.lines.len()), (10, 2, 8));
        assert_eq!(first.lines[0].object, filed.last().copied());
        let second = town.service.audit(&moderator(), of, 2).await.unwrap();
        assert_eq!(second.lines.iter().map(|line| line.object).collect::<Vec<_>>(), [Some(filed[1]), Some(filed[0])]);
        assert!(matches!(refusal(town.service.audit(&moderator(), of, 3).await), Refusal::NoSuchPage));
        let none = asked(&town, AuditOf { object: Number::new(99_999), ..AuditOf::default() }).await;
        assert_eq!((none.total, none.lines.len()), (0, 0));
        let wrong = TypedAudit { act: Some("reign".to_owned()), ..TypedAudit::default() };
        let refused = refusal(town.service.audit_of(&moderator(), &wrong).await);
        assert!(matches!(refused, Refusal::BadChoice { field: Field::Act, .. }), "{refused:?}");
    }

    async fn another_guilds_entries_are_not_read(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let there = elsewhere(moderator());
        assert_eq!(town.service.audit(&there, AuditOf::default(), 1).await.unwrap().total, 0);
        town.service.take_defaults(&elsewhere(admin()), Moderation::Several).await.unwrap();
        let (asked, _) = town.service.who(&admin(), moderator().user).await.unwrap();
        assert!(matches!(refusal(town.service.who_page(&elsewhere(admin()), asked, 1).await), Refusal::NoSuchPage));
    }

    async fn a_change_of_the_set_up_names_the_fields_that_changed(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let change = SetupChange { zone: Some("Europe/Berlin".to_owned()), private_by_default: Some(true), ..SetupChange::default() };
        town.service.configure(&admin(), change).await.unwrap();
        let found = asked(&town, AuditOf { act: Some(Act::Configure), ..AuditOf::default() }).await;
        assert_eq!(found.lines[0].changed, ["private_by_default", "zone"]);
        assert_eq!(found.lines[1].changed, Vec::<String>::new(), "nothing stands before it");
    }

    async fn an_admin_learns_what_a_member_did_as_a_moderator_and_nothing_they_contributed(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let own = town.file(&moderator(), Typed::Source(source(TIMES)), &[]).await;
        let theirs = town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        town.service.reject(&moderator(), theirs, RejectReason::Duplicate, None).await.unwrap();
        town.service.reject(&admin(), own, RejectReason::Duplicate, None).await.unwrap();
        let (asked, found) = town.service.who(&admin(), moderator().user).await.unwrap();
        assert_eq!((acts(&found), found.lines[0].object), (vec!["reject"], Some(theirs)));
        assert_eq!(town.service.who_page(&admin(), asked, 1).await.unwrap(), found);
        let (_, none) = town.service.who(&admin(), contributor().user).await.unwrap();
        assert_eq!(none.total, 0, "what somebody filed is never resolved");
        // The ledger notes both questions, without naming whom.
        let noted = self::asked(&town, AuditOf { act: Some(Act::Who), ..AuditOf::default() }).await;
        assert_eq!((acts(&noted), noted.lines[0].by), (vec!["who", "who"], By::Role(Standing::Admin)));
        let all = db.ask("SELECT COUNT(*) FROM opening WHERE field = 'asked'").await;
        assert_eq!(all, "2");
        town.verify().await;
        // An admin's question is an act of theirs too, once the next one is asked.
        let (_, of_admin) = town.service.who(&admin(), admin().user).await.unwrap();
        assert_eq!(acts(&of_admin), ["who", "who", "reject", "configure"]);
        // No other entry serves as such a question.
        assert!(matches!(refusal(town.service.who_page(&admin(), asked - 1, 1).await), Refusal::NoSuchPage));
    }

    async fn a_question_that_is_refused_is_not_noted(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let before = town.entries().await;
        assert!(matches!(refusal(town.service.who(&moderator(), contributor().user).await), Refusal::NotAllowed { .. }));
        assert_eq!(town.entries().await, before);
    }

    async fn the_ledger_is_handed_out_without_what_its_commitments_stand_for(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let file = town.service.ledger_file(&moderator(), 1_000_000).await.unwrap();
        let text = file.text.unwrap();
        assert_eq!(file.length, text.len());
        assert!(text.contains("configure") && !text.contains("admin") && !text.contains("Berlin"), "{text}");
        let short = town.service.ledger_file(&moderator(), 10).await.unwrap();
        assert!(short.text.is_none() && short.length == text.len());
    }
}
