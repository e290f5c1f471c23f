use super::dump;
use super::fixtures::{at, count, decision, like_it, more_than_300, number, petition, request, statement, submission};
use crate::answers::Responder;
use crate::answers::own::own;
use crate::answers::queueing::queue;
use crate::answers::reply::{Action, Audience};
use crate::answers::reviewing::{channel_set, decided, reject_reasons, submission as shown};
use crate::domain::Population;
use crate::domain::review::{RejectReason, Standing, SubmissionKind, SubmissionState, Waited};
use crate::service::remind::Reminder;
use crate::service::review::{Asked, Decided, Decision, Queue, QueueOf, SubmissionView};
use crate::service::submissions::{OwnSubmission, OwnSubmissions};

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
    let page = Queue { items, waiting: 13, flagged: 1, overdue_since: at("2026-11-20T12:00:00Z"), page: 2, pages: 3 };
    let asked = QueueOf { kind: Some(SubmissionKind::Count), ..QueueOf::default() };
    insta::assert_snapshot!(dump::reply(&queue(&page, asked)));
}

#[test]
fn an_empty_queue_says_so() {
    let nothing = Queue { items: vec![], waiting: 0, ..waits_overdue() };
    insta::assert_snapshot!(dump::reply(&queue(&nothing, QueueOf::default())));
    let old = QueueOf { age: Some(Waited::Week), ..QueueOf::default() };
    assert!(dump::reply(&queue(&nothing, old)).contains("Nothing has waited for more than a week."));
}

fn waits_overdue() -> Queue {
    let overdue_since = at("2026-11-22T12:00:00Z");
    Queue { items: vec![a_count()], waiting: 1, flagged: 0, overdue_since, page: 1, pages: 1 }
}

#[test]
fn what_is_overdue_is_marked_in_the_queue() {
    let old = QueueOf { age: Some(Waited::ThreeDays), ..QueueOf::default() };
    insta::assert_snapshot!(dump::reply(&queue(&waits_overdue(), old)));
}

#[test]
fn moderators_are_reminded_of_what_is_overdue() {
    let (guild, channel) = (crate::domain::ids::GuildId::new(1), crate::domain::ids::ChannelId::new(2));
    let (planned_at, oldest) = (at("2026-11-25T12:00:00Z"), (number(142), at("2026-11-21T12:00:00Z")));
    let due = Reminder { guild, channel, planned_at, overdue: 3, oldest };
    insta::assert_snapshot!(dump::reply(&Responder::reminder(&due, jiff::SignedDuration::from_hours(72))));
}

fn asked(answer: Option<&str>) -> Vec<Asked> {
    vec![Asked { question: "Where does *it* say so?".into(), answer: answer.map(str::to_owned) }]
}

#[test]
fn a_question_and_its_answer_stand_in_the_whole_record_and_in_no_channel() {
    let answered = SubmissionView { questions: asked(Some("In the **last** paragraph")), ..a_count() };
    for word in ["say so", "paragraph"] {
        assert!(!dump::reply(&Responder::announcement(&answered)).contains(word));
    }
    assert!(dump::reply(&Responder::announcement(&answered)).contains("has answered; the whole record shows both."));
    let open = SubmissionView { questions: asked(None), ..a_count() };
    assert!(dump::reply(&Responder::announcement(&open)).contains("There is no answer yet."));
    insta::assert_snapshot!(dump::reply(&shown(&answered, Audience::Private)));
}

#[test]
fn the_whole_record_shows_what_was_filed_before_it_was_edited() {
    let original = count("over 30 employees", Population::Employees, None);
    let edited = SubmissionView { edited: true, originals: vec![original], ..a_count() };
    insta::assert_snapshot!(dump::reply(&shown(&edited, Audience::Private)));
    assert!(!dump::reply(&Responder::announcement(&edited)).contains("over 30"));
}

#[test]
fn who_is_blocked_is_unblocked_where_it_was_filed_decided_or_not() {
    for decision in [None, Some(decision(SubmissionState::Rejected))] {
        let blocked = SubmissionView { blocked: true, decision, ..a_count() };
        let told = dump::reply(&shown(&blocked, Audience::Private));
        assert!(told.contains("[Unblock |") && told.contains("is blocked") && !told.contains("[Block the"), "{told}");
    }
    let moderators = SubmissionView { standing: Standing::Moderator, ..a_count() };
    assert!(!dump::reply(&shown(&moderators, Audience::Private)).contains("[Block the"));
}

#[test]
fn a_contributor_is_told_what_became_of_what_they_filed() {
    let one = |place: i64, state: Option<SubmissionState>| OwnSubmission {
        number: number(place),
        kind: SubmissionKind::Count,
        proposal: a_count().proposal,
        petition: Some(("A *letter*".into(), false)),
        submitted_at: at("2026-11-21T12:00:00Z"),
        edited: false,
        decision: state.map(decision),
        note: None,
        question: None,
    };
    let rejected = Decision { reason: Some(RejectReason::Duplicate), ..decision(SubmissionState::Rejected) };
    let items = vec![
        OwnSubmission { question: asked(None).pop(), ..one(146, None) },
        OwnSubmission { question: asked(Some("There")).pop(), edited: true, ..one(145, None) },
        OwnSubmission { proposal: None, ..one(144, Some(SubmissionState::Approved)) },
        OwnSubmission { decision: Some(rejected), note: Some("See #12".into()), ..one(143, None) },
        one(142, Some(SubmissionState::Withdrawn)),
    ];
    insta::assert_snapshot!(dump::reply(&own(&OwnSubmissions { items, of: 6, page: 1, pages: 2 })));
    let none = OwnSubmissions { items: vec![], of: 0, page: 1, pages: 1 };
    assert!(dump::reply(&own(&none)).contains("Nothing that is held under you."));
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
    assert!(told.contains("What it said is no longer held, or was removed from the record."), "{told}");
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
