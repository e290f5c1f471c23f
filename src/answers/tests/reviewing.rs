use super::dump;
use super::fixtures::{count, decision, like_it, more_than_300, number, petition, request, statement, submission};
use crate::answers::Responder;
use crate::answers::reply::{Action, Audience};
use crate::answers::reviewing::{channel_set, decided, queue, reject_reasons, submission as shown};
use crate::domain::Population;
use crate::domain::review::{RejectReason, Standing, SubmissionKind, SubmissionState};
use crate::service::review::{Decided, Decision, Queue, SubmissionView};

fn a_count() -> SubmissionView {
    submission(count("more than 300 employees", Population::Employees, Some(more_than_300())))
}

#[test]
fn the_queue_says_what_waits_and_opens_each() {
    let items = vec![
        a_count(),
        SubmissionView {
            number: number(143),
            petition: Some(("A letter that waits".into(), true)),
            ..submission(statement())
        },
        SubmissionView { number: number(150), petition: None, ..submission(petition()) },
        SubmissionView { flag: Some("several numbers in its text".into()), handle: String::new(), ..a_count() },
    ];
    let page = Queue { items, waiting: 13, flagged: 1, page: 2, pages: 3 };
    insta::assert_snapshot!(dump::reply(&queue(&page, Some(SubmissionKind::Count), None)));
}

#[test]
fn an_empty_queue_says_so() {
    let nothing = Queue { items: vec![], waiting: 0, flagged: 0, page: 1, pages: 1 };
    insta::assert_snapshot!(dump::reply(&queue(&nothing, None, None)));
}

#[test]
fn a_submission_is_announced_without_who_filed_it() {
    let one = SubmissionView { similar: vec![like_it()], edited: true, ..a_count() };
    insta::assert_snapshot!(dump::reply(&Responder::announcement(&one)));
}

#[test]
fn a_submission_of_a_petition_that_waits_says_so() {
    let one = SubmissionView { petition: Some(("A letter".into(), true)), ..submission(request()) };
    insta::assert_snapshot!(dump::reply(&shown(&one, Audience::Private)));
}

#[test]
fn a_flagged_figure_is_confirmed_or_set_aside() {
    let one = SubmissionView { flag: Some("several numbers in its text".into()), handle: String::new(), ..a_count() };
    insta::assert_snapshot!(dump::reply(&Responder::announcement(&one)));
}

#[test]
fn what_is_decided_says_by_which_role_and_loses_its_buttons() {
    let decisions = [
        decision(SubmissionState::Approved),
        Decision { alone: true, ..decision(SubmissionState::Approved) },
        Decision {
            by: Standing::Admin,
            reason: Some(RejectReason::SourceDoesNotSayIt),
            ..decision(SubmissionState::Rejected)
        },
        Decision { by: Standing::Contributor, ..decision(SubmissionState::Withdrawn) },
    ];
    let told = decisions.map(|made| {
        let reply = Responder::announcement(&SubmissionView { decision: Some(made), ..a_count() });
        assert!(reply.actions.is_empty());
        dump::reply(&reply)
            .lines()
            .filter(|line| line.contains("filed,") || line.contains("after it"))
            .collect::<String>()
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn an_approved_petition_offers_what_waited_for_it() {
    let view = SubmissionView {
        decision: Some(decision(SubmissionState::Approved)),
        petition: None,
        ..submission(petition())
    };
    let made = Decided { submission: view, waiting: vec![number(143), number(144)], rejected: vec![] };
    insta::assert_snapshot!(dump::reply(&decided(&made)));
}

#[test]
fn a_rejected_petition_says_what_was_rejected_with_it() {
    let view = SubmissionView {
        decision: Some(decision(SubmissionState::Rejected)),
        petition: None,
        ..submission(petition())
    };
    let told = |rejected| dump::reply(&decided(&Decided { submission: view.clone(), waiting: vec![], rejected }));
    let two = told(vec![number(143), number(144)]);
    assert!(two.contains("These waited for the petition and were rejected with it: **#143** and **#144**."), "{two}");
    let one = told(vec![number(143)]);
    assert!(one.contains("This waited for the petition and was rejected with it: **#143**."), "{one}");
}

#[test]
fn what_waits_for_its_petition_has_no_button_to_approve() {
    let one = SubmissionView { petition: Some(("A letter".into(), true)), ..a_count() };
    assert!(!dump::reply(&shown(&one, Audience::Private)).contains("Approve"));
    assert!(dump::reply(&shown(&a_count(), Audience::Private)).contains("Approve"));
}

#[test]
fn what_is_no_longer_held_is_not_shown() {
    let one = SubmissionView {
        proposal: None,
        handle: String::new(),
        decision: Some(decision(SubmissionState::Rejected)),
        ..a_count()
    };
    let told = dump::reply(&Responder::announcement(&one));
    assert!(told.contains("What it said is no longer held."), "{told}");
    assert!(!told.contains("contributor"), "{told}");
}

#[test]
fn only_what_is_published_has_its_link_outside_an_embed() {
    let waiting = Responder::announcement(&a_count());
    assert!(waiting.footnotes.iter().all(|note| note.pending));
    let approved = SubmissionView { decision: Some(decision(SubmissionState::Approved)), ..a_count() };
    assert!(Responder::announcement(&approved).footnotes.iter().all(|note| !note.pending));
    let rejected = SubmissionView { decision: Some(decision(SubmissionState::Rejected)), ..a_count() };
    assert!(Responder::announcement(&rejected).footnotes.iter().all(|note| note.pending));
}

#[test]
fn a_rejection_has_a_reason() {
    let asked = reject_reasons(number(142));
    let Some(Action::Select { options, .. }) = asked.actions.first().and_then(|row| row.first()) else {
        panic!("a select is offered")
    };
    assert!(options.iter().all(|option| RejectReason::parse(&option.value).is_some()));
    insta::assert_snapshot!(dump::reply(&asked));
}

#[test]
fn a_channel_says_what_it_is_about() {
    insta::assert_snapshot!(dump::reply(&channel_set("Microsoft employees' open letter")));
}

#[test]
fn an_imported_figure_that_was_looked_at_has_no_buttons() {
    let one =
        SubmissionView { handle: String::new(), decision: Some(decision(SubmissionState::Approved)), ..a_count() };
    let reply = Responder::announcement(&one);
    assert!(reply.actions.is_empty());
    let told = dump::reply(&reply);
    assert!(told.contains("**Approved** by a moderator.\n"), "{told}");
    assert!(!told.contains("filed"), "{told}");
}
