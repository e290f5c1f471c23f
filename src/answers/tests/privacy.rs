use super::dump;
use super::fixtures::{at, number};
use crate::answers::privacy::{forgotten, held, may_forget};
use crate::domain::ids::{GuildId, Purpose};
use crate::domain::review::SubmissionKind;
use crate::service::privacy::{Forgotten, Held, HeldDraft, Where};
use crate::service::review::Decision;
use crate::service::submissions::OwnSubmission;
use crate::store::held::Acted;

fn moment() -> jiff::Timestamp {
    at("2018-06-22T12:00:00Z")
}

fn filed(of: i64, decision: Option<Decision>) -> OwnSubmission {
    OwnSubmission {
        number: number(of),
        kind: SubmissionKind::Count,
        proposal: None,
        petition: None,
        submitted_at: moment(),
        edited: false,
        decision,
        note: None,
        question: None,
    }
}

fn all() -> Held {
    use crate::domain::review::SubmissionState;
    let decided = super::fixtures::decision(SubmissionState::Approved);
    let acted = |seq, act: &str, by| Acted {
        seq,
        at: moment(),
        act: act.to_owned(),
        object_kind: "submission".to_owned(),
        object: Some(number(seq)),
        by,
        goes_at: None,
    };
    Held {
        guild: GuildId::new(1),
        drafts: vec![HeldDraft { body: None, ends_at: moment() }],
        submissions: vec![filed(143, None), filed(142, Some(decided))],
        questions: (2, 1),
        block: Some((moment(), Some(number(142)))),
        notes: 1,
        acts: vec![
            acted(5, "file", Purpose::Contribute),
            acted(6, "file", Purpose::Contribute),
            acted(9, "approve", Purpose::Moderate),
        ],
        kept: (1, Some(at("2018-07-22T12:00:00Z"))),
    }
}

#[test]
fn what_is_held_is_told_with_its_purpose_and_its_end() {
    let none = [Where::Here, Where::Everywhere].map(|at| dump::reply(&held(&[], at)));
    let told = [held(&[all()], Where::Here), held(&[all(), all()], Where::Everywhere)].map(|one| dump::reply(&one));
    insta::assert_snapshot!(none.into_iter().chain(told).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_erasure_is_told_before_and_after() {
    let blocked =
        Held { drafts: Vec::new(), submissions: Vec::new(), acts: Vec::new(), notes: 0, kept: (0, None), ..all() };
    let until = Some(at("2018-07-22T12:00:00Z"));
    let done = Forgotten {
        guilds: 1,
        drafts: 1,
        withdrawn: 1,
        untied: 2,
        entries: 2,
        blocks: 1,
        kept: 1,
        until,
        failed: 0,
        notes: 0,
    };
    let told = [
        may_forget(&[all()], Where::Here),
        may_forget(&[all(), all()], Where::Everywhere),
        may_forget(&[blocked], Where::Here),
        forgotten(&done, Where::Here),
        forgotten(&Forgotten { failed: 1, ..done }, Where::Everywhere),
        forgotten(&Forgotten::default(), Where::Here),
    ]
    .map(|reply| dump::reply(&reply));
    insta::assert_snapshot!(told.join("\n"));
}
