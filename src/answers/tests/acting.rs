use super::dump;
use super::fixtures::{at, number};
use crate::answers::acts::{acted, done, preview, waiting};
use crate::domain::acting::{
    Asked, Called, Deed, Difference, Effect, Ground, Needs, Redactable, Request, Stand, WaitState, inverse, needs,
};
use crate::domain::date::PartialDate;
use crate::domain::ledger::{Act, ObjectKind};
use crate::domain::organisation::{Belonging, OrganisationKind};
use crate::domain::petition::PetitionState;
use crate::domain::petition_edit::Change;
use crate::domain::record::{RecordKind, RecordState};
use crate::domain::review::{Decided, RejectReason, Standing};
use crate::domain::signatory::SignatoryStanding;
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::service::act::{ActPreview, Acted, Ended, Plan, Subject, WaitingAct};
use crate::service::log::DraftId;

fn count() -> Subject {
    let (record, title) = (Some(RecordKind::Count), "more than 300 employees".to_owned());
    Subject { kind: ObjectKind::Record, record, number: number(12), title }
}

fn petition(of: i64, title: &str) -> Subject {
    Subject { kind: ObjectKind::Petition, record: None, number: number(of), title: title.to_owned() }
}

fn plan(subject: Subject, asked: Asked, ground: Ground, effects: Vec<Effect>) -> Plan {
    let request = Request { object: Some(subject.number), asked, ground, note: None };
    let needs = needs(&effects);
    Plan { request, subject: Some(subject), other: None, undoes: None, effects, differences: Vec::new(), needs }
}

fn restated(from: RecordState, to: RecordState) -> Effect {
    Effect::Record(number(12), Change { from: Stand::of(from), to: Stand::of(to) })
}

fn difference(field: &str, before: Option<&str>, after: Option<&str>) -> Difference {
    Difference { field: field.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
}

fn removal() -> Plan {
    let gone = Change { from: Stand::of(PetitionState::Published), to: Stand::of(PetitionState::Removed) };
    plan(petition(3, "A *letter*"), Asked::Remove, Ground::Abusive, vec![Effect::Petition(number(3), gone)])
}

fn erasure() -> Plan {
    let gone = Change { from: Stand::of(SignatoryStanding::Withdrawn), to: Stand::of(SignatoryStanding::Erased) };
    let subject = Subject { kind: ObjectKind::Signatory, record: None, number: number(8), title: String::new() };
    plan(subject, Asked::Erase, Ground::PersonalData, vec![Effect::Signatory(number(8), gone)])
}

fn merger() -> Plan {
    let moves = || Change { from: number(3), to: number(4) };
    let merged = Change {
        from: Stand::of(SignatoryStanding::Standing),
        to: Stand { state: SignatoryStanding::Merged, by: Some(number(9)) },
    };
    let one = Change {
        from: Stand::of(PetitionState::Published),
        to: Stand { state: PetitionState::Merged, by: Some(number(4)) },
    };
    let effects = vec![
        Effect::RecordsMoved(vec![number(12), number(13)], moves()),
        Effect::Demand(number(6), Change { from: (number(3), 1), to: (number(4), 3) }),
        Effect::SignatoriesMoved(vec![number(8)], moves()),
        Effect::Signatory(number(8), merged),
        Effect::Addressee((number(4), number(20)), Change { from: None, to: Some(2) }),
        Effect::Petition(number(3), one),
    ];
    let other = Some(petition(4, "The same letter"));
    Plan { other, ..plan(petition(3, "A letter"), Asked::Merge(number(4)), Ground::Duplicate, effects) }
}

#[test]
fn an_act_is_shown_before_it_is_done() {
    let deprecated = restated(RecordState::Accepted, RecordState::Deprecated);
    let mut noted = plan(count(), Asked::Deprecate, Ground::SourceDoesNotSayIt, vec![deprecated]);
    noted.request.note = Some("@everyone see the page".to_owned());
    let words = difference("originator", Some("A. Name"), Some("[redacted]"));
    let redacted = plan(count(), Asked::Redact(Redactable::Originator), Ground::PersonalData, Vec::new());
    let back = restated(RecordState::Deprecated, RecordState::Accepted);
    let undone = plan(count(), Asked::Undo(17), Ground::Mistake, vec![back]);
    let plans = [
        noted,
        Plan { differences: vec![words], ..redacted },
        Plan { undoes: Some("deprecate".to_owned()), ..undone },
        removal(),
        merger(),
    ];
    let shown = plans.map(shown);
    insta::assert_snapshot!(shown.join("\n----\n"));
}

fn shown(plan: Plan) -> String {
    dump::reply(&preview(&ActPreview { draft: DraftId("0".repeat(16)), plan }))
}

#[test]
fn an_undo_is_shown_by_what_it_puts_back() {
    let (here, filed) = (number(12), |kind| Subject { kind, record: None, number: number(12), title: String::new() });
    let rejected = Decided {
        by: Standing::Moderator,
        alone: false,
        at: at("2018-06-22T12:00:00Z"),
        reason: Some(RejectReason::Duplicate),
    };
    let called = Called { name: "Google".to_owned(), kind: OrganisationKind::Employer };
    let doc = SourceDoc::bare(
        SourceUrl::parse("https://news.example.org/page").unwrap(),
        PartialDate::Day(jiff::civil::date(2018, 6, 22)),
    );
    let undone = |act: &str, kind, effects: Vec<Effect>| {
        ["undo", act].map(|undoes| {
            let effects = if undoes == act { inverse(effects.clone()) } else { effects.clone() };
            let undoes = Some(undoes.to_owned());
            shown(Plan { undoes, ..plan(filed(kind), Asked::Undo(17), Ground::Mistake, effects) })
        })
    };
    let all = [
        undone(
            "reject",
            ObjectKind::Submission,
            vec![Effect::Rejected(here, Change { from: None, to: Some(rejected) })],
        ),
        undone(
            "confirm",
            ObjectKind::Record,
            vec![Effect::Flag(here, Change { from: Some("x".to_owned()), to: None })],
        ),
        undone("block", ObjectKind::Submission, vec![Effect::Blocked(here, Change { from: false, to: true })]),
        undone(
            "approve",
            ObjectKind::Source,
            vec![Effect::Source(here, Box::new(Change { from: None, to: Some(doc) }))],
        ),
        undone(
            "approve",
            ObjectKind::Organisation,
            vec![
                Effect::Applied(here, Change { from: false, to: true }),
                Effect::Known(here, Box::new(Change { from: None, to: Some(called) })),
                Effect::Name("Googlers' employer".to_owned(), Change { from: None, to: Some(here) }),
                Effect::Kind(here, Change { from: OrganisationKind::Employer, to: OrganisationKind::Agency }),
                Effect::Belongs((here, number(4)), Change { from: None, to: Some(Belonging::default()) }),
            ],
        ),
    ];
    insta::assert_snapshot!(all.concat().join("\n----\n"));
}
#[test]
fn what_was_done_and_what_waits_is_said() {
    let (now, later) = (at("2018-06-22T12:00:00Z"), at("2018-06-29T12:00:00Z"));
    let ends = [
        Ended::Done,
        Ended::DoneAlone,
        Ended::Waits(number(150), later),
        Ended::WaitsForOneself(number(150), now, later),
    ];
    let shown = ends.map(|ended| {
        let stopped = ended == Ended::Done;
        dump::reply(&done(&Acted { plan: removal(), ended, stopped }))
    });
    insta::assert_snapshot!(shown.join("\n----\n"));
}

#[test]
fn what_waits_for_a_second_moderator_names_nobody() {
    let one = |deed, state, plan: Option<Plan>| WaitingAct {
        number: number(150),
        deed,
        subject: (deed != Deed::UndoBurst).then(|| petition(3, "A *letter*")),
        plan,
        state,
        asked_at: at("2018-06-22T12:00:00Z"),
        expires_at: at("2018-06-29T12:00:00Z"),
        decided: matches!(state, WaitState::Done | WaitState::Declined)
            .then(|| (at("2018-06-22T13:00:00Z"), Standing::Moderator, state == WaitState::Done)),
    };
    let mut burst = removal();
    burst.request.asked = Asked::UndoBurst(vec![3, 2, 1]);
    burst.request.ground = Ground::Mistake;
    (burst.subject, burst.needs) = (None, Needs::ASecond);
    let shown = [
        one(Deed::Remove, WaitState::Pending, Some(removal())),
        one(Deed::Remove, WaitState::Pending, None),
        one(Deed::UndoBurst, WaitState::Pending, Some(burst)),
        one(Deed::Remove, WaitState::Done, None),
        one(Deed::Remove, WaitState::Declined, None),
        one(Deed::Merge, WaitState::Expired, None),
    ]
    .map(|one| dump::reply(&waiting(&one)));
    insta::assert_snapshot!(shown.join("\n----\n"));
}

#[test]
fn an_erasure_is_told_by_number() {
    let waits = |state, plan| WaitingAct {
        number: number(150),
        deed: Deed::Erase,
        subject: erasure().subject,
        plan,
        state,
        asked_at: at("2018-06-22T12:00:00Z"),
        expires_at: at("2018-06-29T12:00:00Z"),
        decided: (state != WaitState::Pending).then(|| (at("2018-06-22T13:00:00Z"), Standing::Moderator, false)),
    };
    let shown = [
        dump::reply(&waiting(&waits(WaitState::Pending, Some(erasure())))),
        dump::reply(&waiting(&waits(WaitState::Done, None))),
        dump::reply(&waiting(&waits(WaitState::Declined, None))),
        dump::reply(&done(&Acted { plan: erasure(), ended: Ended::Done, stopped: false })),
        dump::reply(&done(&Acted { plan: erasure(), ended: Ended::DoneAlone, stopped: false })),
    ];
    insta::assert_snapshot!(shown.join("\n----\n"));
}

#[test]
fn every_act_of_the_ledger_has_its_own_words() {
    let words: std::collections::BTreeSet<_> = Act::ALL.iter().map(|act| acted(*act)).collect();
    assert_eq!(words.len(), Act::ALL.len());
}
