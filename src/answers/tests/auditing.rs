use super::dump;
use super::fixtures::{at, number};
use crate::answers::Responder;
use crate::answers::auditing::{audit, who};
use crate::domain::ids::GuildId;
use crate::domain::ledger::{Act, Anchor, LedgerHash, ObjectKind};
use crate::domain::review::{RejectReason, Standing};
use crate::service::audit::{Audit, AuditOf, By, Line};

fn line(seq: i64, act: Act, kind: ObjectKind, object: Option<i64>) -> Line {
    Line {
        seq,
        at: at("2026-11-21T12:00:00Z"),
        act: act.as_str().to_owned(),
        kind: kind.as_str().to_owned(),
        object: object.map(number),
        by: By::Role(Standing::Moderator),
        alone: false,
        reason: None,
        changed: Vec::new(),
    }
}

fn anchor() -> Anchor {
    Anchor { guild: GuildId::new(77), seq: 57, hash: LedgerHash::ZERO }
}

fn page() -> Audit {
    let of = |seq, act, kind| line(seq, act, kind, Some(142));
    let lines = vec![
        Line { by: By::Role(Standing::Admin), ..line(57, Act::Who, ObjectKind::Guild, None) },
        Line { reason: Some(RejectReason::Duplicate), ..of(56, Act::Reject, ObjectKind::Submission) },
        Line { alone: true, ..of(55, Act::Approve, ObjectKind::Record) },
        Line { changed: vec!["names".into(), "zone".into()], ..line(54, Act::Configure, ObjectKind::Guild, None) },
        Line { by: By::Role(Standing::Everyone), ..of(53, Act::File, ObjectKind::Submission) },
        Line { by: By::Host, ..line(52, Act::Import, ObjectKind::Record, Some(99)) },
        Line { act: "reign".into(), ..of(51, Act::Approve, ObjectKind::Petition) },
        Line { by: By::Unsaid, ..line(1, Act::Join, ObjectKind::Guild, None) },
    ];
    Audit { lines, total: 57, page: 2, pages: 8, told: Some((anchor(), at("2026-11-21T11:00:00Z"))) }
}

#[test]
fn the_ledger_says_what_was_done_as_which_role() {
    insta::assert_snapshot!(dump::reply(&audit(&page(), AuditOf::default())));
}

#[test]
fn what_a_member_did_as_a_moderator_is_told_with_the_note_of_the_asking() {
    let none = Audit { lines: vec![], total: 0, page: 1, pages: 1, told: None };
    let of_one = AuditOf { object: Some(number(9)), ..AuditOf::default() };
    let shown = [who(&page(), 58), who(&none, 58), audit(&none, of_one)];
    insta::assert_snapshot!(shown.map(|reply| dump::reply(&reply)).join("\n"));
}

#[test]
fn a_checkpoint_says_what_it_is_good_for() {
    insta::assert_snapshot!(dump::reply(&Responder::checkpoint(&anchor())));
}
