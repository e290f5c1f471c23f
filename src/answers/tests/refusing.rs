use super::dump;
use super::fixtures::{at, decision, number};
use crate::answers::announcing::{Effect, fault};
use crate::answers::refusals::refused;
use crate::domain::acting::{Ground, Removal, WaitState};
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::petition::PetitionState;
use crate::domain::record::RecordState;
use crate::domain::review::{RejectReason, Standing, SubmissionState};
use crate::domain::signatory::SignatoryStanding;
use crate::domain::source::SourceUrlError;
use crate::domain::text::TextError;
use crate::domain::watching::counter::Missed;
use crate::service::log::{Uncounted, Unread};
use crate::service::refusal::{BadCounter, Whereabouts};
use crate::service::review::Decision;
use crate::service::rights::Act;
use crate::service::{Field, Refusal};

fn removal(why: Option<Ground>) -> Removal {
    Removal { at: at("2018-06-22T12:00:00Z"), why }
}

/// Refusals of acts on what is published.
fn of_acts() -> Vec<Refusal> {
    let denied = |act, needed| Refusal::NotAllowed { act, needed };
    vec![
        denied(Act::Amend, Standing::Moderator),
        denied(Act::ConfirmAct, Standing::Moderator),
        Refusal::NoSuchObject("#99".into()),
        Refusal::StandsSo { number: number(12), now: Whereabouts::Record(RecordState::Superseded) },
        Refusal::StandsSo { number: number(3), now: Whereabouts::Petition(PetitionState::Hidden) },
        Refusal::StandsSo { number: number(4), now: Whereabouts::MergedOrganisation },
        Refusal::ObjectChanged(number(12)),
        Refusal::NotUndoable("17".into()),
        Refusal::AskedAlready(number(150)),
        Refusal::OwnAct,
        Refusal::TooSoonToConfirm { number: number(150), from: at("2018-06-22T12:10:00Z") },
        Refusal::ActDecided { number: number(150), state: WaitState::Done },
        Refusal::ActDecided { number: number(150), state: WaitState::Expired },
        Refusal::Stopped,
        Refusal::WordingStays,
        Refusal::NothingToRedact,
        Refusal::BadCounter(BadCounter::NotItsPage("uk-parliament".to_owned())),
        Refusal::BadCounter(BadCounter::Rule { given: "xml:/a".to_owned(), why: "no such kind of rule".to_owned() }),
        Refusal::BadCounter(BadCounter::Wording),
        Refusal::BadCounter(BadCounter::AsOf),
        Refusal::BadCounter(BadCounter::Url),
        Refusal::Uncounted(Uncounted::Unread(Unread::Off)),
        Refusal::Uncounted(Uncounted::Missed(Missed::Several)),
        Refusal::CounterKnown(number(12)),
        Refusal::NoCounter(number(12)),
        Refusal::WordsInNote,
        Refusal::NotAlike(number(12)),
        Refusal::WentWith { number: number(12), petition: number(3) },
        Refusal::NotHeld(number(12)),
        Refusal::InUse(number(12)),
    ]
}

/// Why an act stays, of each act and of what came along with another.
fn of_undoing() -> Vec<Refusal> {
    let stays = |act, kind| {
        let object = (kind != ObjectKind::Guild).then(|| number(12));
        Refusal::Stays { act, kind, object }
    };
    let mut all: Vec<_> = LedgerAct::ALL
        .iter()
        .map(|act| match act {
            LedgerAct::Join | LedgerAct::Configure | LedgerAct::Stop | LedgerAct::Who | LedgerAct::Forget => {
                stays(*act, ObjectKind::Guild)
            }
            LedgerAct::Schedule | LedgerAct::Pause | LedgerAct::Resume | LedgerAct::Send | LedgerAct::Delete => {
                stays(*act, ObjectKind::Digest)
            }
            act => stays(*act, ObjectKind::Submission),
        })
        .collect();
    all.extend([stays(LedgerAct::Approve, ObjectKind::Source), stays(LedgerAct::Edit, ObjectKind::Record)]);
    all
}

#[test]
fn why_an_act_stays_is_said_of_each() {
    let told: Vec<String> = of_undoing().iter().map(|refusal| dump::reply(&refused(refusal))).collect();
    insta::assert_snapshot!(told.concat().replace("(Private)\n", ""));
}

fn all() -> Vec<Refusal> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let denied = |act, needed| Refusal::NotAllowed { act, needed };
    vec![
        Refusal::BadDate { field: Field::AsOf, value: "19/6".into() },
        Refusal::BadText { field: Field::Title, error: TextError::Empty },
        Refusal::BadText { field: Field::Wording, error: TextError::TooLong { length: 1_204, limit: 300 } },
        Refusal::BadUrl(SourceUrlError::NotAnAddress("theverge.com".into())),
        Refusal::BadUrl(SourceUrlError::Credentials),
        Refusal::BadUrl(SourceUrlError::NoCopy),
        Refusal::FileTooLarge { bytes: 12_000_000, limit: 9_437_184 },
        Refusal::BadUrl(SourceUrlError::TooLong(1_204)),
        Refusal::BadChoice { field: Field::Zone, value: "Berlin".into() },
        Refusal::BadChoice { field: Field::Visibility, value: "secret".into() },
        Refusal::BadChoice { field: Field::Tag, value: "x".into() },
        Refusal::DueStands { number: number(12), due: "2018-12".into() },
        Refusal::WrongOrder { field: Field::Deadline, value: "2018-06-18".into(), after: "2018-06-19".into() },
        Refusal::InTheFuture { field: Field::AsOf, value: "2031-01-01".into() },
        Refusal::NoSuchPetition { given: "microsft".into(), close: names(&["microsoft-ice-2018"]) },
        Refusal::NoSuchPetition { given: "m".into(), close: names(&["a", "b", "c"]) },
        Refusal::NoSuchPetition { given: "nothing\nlike it".into(), close: vec![] },
        Refusal::PetitionRemoved("old-letter".into(), None),
        Refusal::PetitionRemoved("old-letter".into(), Some(removal(Some(Ground::Abusive)))),
        Refusal::RecordRemoved(number(12), removal(None)),
        Refusal::NoPetitions,
        Refusal::NoSuchOrganisation { given: "Microsft".into(), close: names(&["Microsoft"]) },
        Refusal::NoSuchOrganisation { given: "Acme".into(), close: vec![] },
        Refusal::WhichOrganisation(0),
        Refusal::WhichOrganisation(2),
        Refusal::NoSuchSource("#99".into()),
        Refusal::NoSuchSubmission("99".into()),
        denied(Act::Ask, Standing::Everyone),
        denied(Act::Submit, Standing::Contributor),
        denied(Act::SeeQueue, Standing::Moderator),
        denied(Act::ApproveAnothers, Standing::Moderator),
        denied(Act::ApproveOwn, Standing::Moderator),
        denied(Act::Reject, Standing::Moderator),
        denied(Act::Edit, Standing::Moderator),
        denied(Act::SetChannel, Standing::Moderator),
        denied(Act::Rate, Standing::Moderator),
        denied(Act::Diagnose, Standing::Moderator),
        denied(Act::Configure, Standing::Admin),
        denied(Act::ReadLedger, Standing::Moderator),
        denied(Act::AskWho, Standing::Admin),
        denied(Act::WithdrawSignatory, Standing::Moderator),
        denied(Act::DescribeSignatory, Standing::Moderator),
        denied(Act::EraseSignatory, Standing::Moderator),
        denied(Act::KeepApart, Standing::Moderator),
        Refusal::NotAName("1234".into()),
        Refusal::NeedsBasis,
        Refusal::BadChoice { field: Field::Basis, value: "leak".into() },
        Refusal::SameName { number: number(142), on_record: number(87) },
        Refusal::NameBarred(number(142)),
        Refusal::NameInNote,
        Refusal::NoSuchSignatory("Ada".into()),
        Refusal::WhichSignatory(vec![number(87), number(88)]),
        Refusal::NameNotKept(number(87)),
        Refusal::SignatoryIs { number: number(87), standing: SignatoryStanding::Erased },
        Refusal::OwnErasure,
        Refusal::TooSoon { number: number(87), from: at("2026-11-21T12:10:00Z") },
        Refusal::Blocked,
        Refusal::OwnSubmission,
        Refusal::TooFast { again_at: at("2026-11-21T12:01:00Z") },
        Refusal::DraftGone,
        Refusal::AlreadyDecided(decision(SubmissionState::Approved)),
        Refusal::AlreadyDecided(Decision {
            by: Standing::Admin,
            reason: Some(RejectReason::Duplicate),
            ..decision(SubmissionState::Rejected)
        }),
        Refusal::AlreadyDecided(Decision { alone: true, ..decision(SubmissionState::Approved) }),
        Refusal::AlreadyDecided(Decision { by: Standing::Everyone, ..decision(SubmissionState::Withdrawn) }),
        Refusal::NeedsSource(number(142)),
        Refusal::PetitionWaits(number(140)),
        Refusal::NoWords,
        Refusal::BeforeThePetition { said_on: "2018-06-18".into(), issued_on: "2018-06-19".into() },
        Refusal::NotTheOrganisation,
        Refusal::Kinds(4),
        Refusal::ChooseReading,
        Refusal::RoleTooHigh,
        Refusal::EveryoneRole(Field::Moderators),
        Refusal::EveryoneRole(Field::Contributors),
        Refusal::TooManyDemands { given: 26, limit: 25 },
        Refusal::NoSuchPage,
        Refusal::NameTaken { name: "MSFT".into(), of: "Microsoft".into() },
        Refusal::NothingToChange,
        Refusal::NotThere { field: Field::RemoveTags, value: "hours".into() },
        Refusal::Itself(Field::Other),
        Refusal::TooMany { field: Field::Aliases, given: 21, limit: 20 },
        Refusal::ChangedMeanwhile { field: Field::Title, present: "The letter".into() },
        Refusal::ResponseBefore { response: number(31), said_on: "2018-06-19".into() },
        Refusal::NoSuchDemand("the first".into()),
        Refusal::NoSuchCommitment("#99".into()),
        Refusal::SourceKnown(number(12)),
        Refusal::CopyKnown(number(12)),
    ]
}

#[test]
fn each_refusal_says_what_was_wrong_and_what_to_do_next() {
    let told: Vec<String> = all().iter().chain(&of_acts()).map(|refusal| dump::reply(&refused(refusal))).collect();
    insta::assert_snapshot!(told.concat().replace("(Private)\n", ""));
}

#[test]
fn each_refusal_is_private_and_ends_as_a_sentence() {
    for refusal in all().into_iter().chain(of_acts()).chain(of_undoing()) {
        let told = dump::reply(&refused(&refusal));
        assert!(told.starts_with("(Private)\n"), "{told}");
        let first = told.lines().nth(1).unwrap();
        assert!(first.ends_with(['.', '?']), "{first}");
        assert!(!told.contains('!'), "{told}");
    }
}

#[test]
fn a_fault_gives_its_reference() {
    insta::assert_snapshot!(dump::reply(&fault("K7Q2", Effect::None)));
}

#[test]
fn a_fault_after_a_possible_effect_does_not_say_that_nothing_was_changed() {
    let told = dump::reply(&fault("K7Q2", Effect::Possible));
    assert!(told.contains("may have been recorded") && told.contains("K7Q2"), "{told}");
    assert!(!told.contains("Nothing was changed"), "{told}");
}
