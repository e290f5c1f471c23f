//! Every actor by every act.

use undersigned::domain::commitment::Judged;
use undersigned::domain::guild::{GuildSettings, Moderation, SubmitPolicy};
use undersigned::domain::ids::{Number, UserId};
use undersigned::domain::petition::DemandOutcome;
use undersigned::domain::review::{RejectReason, Standing};
use undersigned::domain::signatory::{Verification, Wish};
use undersigned::service::act::{Ended, Wanted};
use undersigned::service::ask::{PetitionAsked, Suggested};
use undersigned::service::audit::{AuditOf, TypedAudit};
use undersigned::service::digests::{ChannelChoice, DigestChange, Writes};
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::Typed;
use undersigned::service::privacy::Where;
use undersigned::service::review::QueueOf;
use undersigned::service::rights::{Act, Blocked, permit};
use undersigned::service::setup::{BotPlace, SetupChange};
use undersigned::service::signatories::{Affiliation, Check, Withdrawal};
use undersigned::service::{Caller, Field, Refusal, ServiceError};

use crate::acting::act;
use crate::channels::NEWS;
use crate::harness::on_both_databases;
use crate::support::*;

/// What an act came to: done, or the name of its refusal.
fn outcome<T>(result: Result<T, ServiceError>) -> &'static str {
    match result {
        Ok(_) => "yes",
        Err(ServiceError::Refused(Refusal::NotAllowed { .. })) => "no",
        Err(ServiceError::Refused(Refusal::OwnSubmission | Refusal::OwnErasure | Refusal::OwnAct)) => "own",
        Err(ServiceError::Refused(Refusal::Blocked)) => "blocked",
        Err(ServiceError::Refused(Refusal::NotYours(_))) => "none of theirs",
        Err(other) => panic!("{other:?}"),
    }
}

fn judged(demand: i64) -> NewJudgement {
    let judged = Judged::Demand(DemandOutcome::Refused);
    NewJudgement {
        object: demand.to_string(),
        judged,
        url: VERGE.to_owned(),
        reason: "It says so".to_owned(),
        due: None,
    }
}

/// Publishes a count for acts to be done to, and gives its number.
async fn act_on(town: &Town, filer: &Caller, letter: &str) -> Number {
    let number = town.file(filer, Typed::Count(count(letter, "21 employees")), &[]).await;
    town.service.approve(&third(), number).await.unwrap();
    number
}

/// A moderator of whom no row of the table speaks.
fn third() -> Caller {
    Caller { user: UserId::new(900_000_000_000_000_077), ..moderator() }
}

/// Asks for a removal and gives the number under which it waits.
async fn removal_asked(town: &Town, who: &Caller, object: Number) -> Number {
    match crate::acting::done(town, who, act(object, Wanted::Remove)).await {
        Ended::Waits(number, _) | Ended::WaitsForOneself(number, ..) => number,
        other => panic!("it waits for nobody: {other:?}"),
    }
}

async fn submit(town: &Town, who: &Caller) -> Result<(), ServiceError> {
    town.service.draft(who, Typed::Source(source("https://news.example.org/never-filed"))).await.map(|_| ())
}

/// What is held about somebody is theirs to see, to take along and to have erased, whatever they are.
async fn everybody_rules_over_their_own(town: &Town, who: &Caller) {
    assert_eq!(outcome(town.service.held(who, Where::Here).await), "yes");
    assert_eq!(outcome(town.service.export_held(who, Where::Everywhere).await), "yes");
    assert_eq!(outcome(town.service.forget(who, Where::Everywhere).await), "yes");
}

async fn who_filed_answers_and_withdraws(town: &Town, waits: Number) {
    assert_eq!(outcome(town.service.own_submissions(&contributor(), 1).await), "yes");
    assert_eq!(outcome(town.service.answer_form(&contributor(), waits).await), "yes");
    assert_eq!(outcome(town.service.answer_question(&contributor(), waits, "There").await), "yes");
    assert_eq!(outcome(town.service.may_withdraw(&contributor(), waits).await), "yes");
    assert_eq!(outcome(town.service.withdraw(&contributor(), waits).await), "yes");
}

/// Tries what is done to what is published, where it is `expected` of `who`, and `confirms` of what they asked for.
async fn acts_on_the_published(town: &Town, who: &Caller, letter: &str, (expected, confirms): (&str, &str)) {
    let theirs = act_on(town, &contributor(), letter).await;
    assert_eq!(outcome(town.service.act(who, &act(theirs, Wanted::Deprecate)).await), expected);
    assert_eq!(outcome(town.service.begin_amendment(who, &act(theirs, Wanted::Edit)).await), expected);
    let asked = removal_asked(town, &third(), theirs).await;
    assert_eq!(outcome(town.service.waiting_acts(who).await), expected);
    assert_eq!(outcome(town.service.waiting_act(who, asked).await), expected);
    assert_eq!(outcome(town.service.confirm(who, asked).await), expected);
    let back = removal_asked(town, &third(), act_on(town, &contributor(), letter).await).await;
    assert_eq!(outcome(town.service.decline(who, back).await), expected);
    if expected == "yes" {
        let own = removal_asked(town, who, act_on(town, &contributor(), letter).await).await;
        town.clock.advance(jiff::SignedDuration::from_mins(10));
        assert_eq!(outcome(town.service.confirm(who, own).await), confirms);
    }
}

/// Tries everything about digests, milestones and cards, which is `expected` of `who`.
async fn digests_are_moderators(town: &Town, who: &Caller, letter: &str, expected: &str) {
    let change = DigestChange::default();
    let made = town.service.create_digest(&third(), &change, None).await.unwrap().digest.number.to_string();
    assert_eq!(outcome(town.service.digests(who).await), expected);
    assert_eq!(outcome(town.service.digest(who, &made).await), expected);
    assert_eq!(outcome(town.service.preview_digest(who, &made).await), expected);
    assert_eq!(outcome(town.service.edit_digest(who, &made, &change).await), expected);
    assert_eq!(outcome(town.service.pause_digest(who, &made).await), expected);
    assert_eq!(outcome(town.service.resume_digest(who, &made).await), expected);
    assert_eq!(outcome(town.service.send_digest(who, &made).await), expected);
    assert_eq!(outcome(town.service.delete_digest(who, &made).await), expected);
    assert_eq!(outcome(town.service.create_digest(who, &change, None).await), expected);
    assert_eq!(outcome(town.service.milestones(who, Some(letter)).await), expected);
    assert_eq!(outcome(town.service.choose_milestones(who, Some(letter), "off").await), expected);
    let news = ChannelChoice { channel: NEWS, writes: Writes::Yes, missing: Vec::new() };
    town.service.pin_card(&third(), letter, &news).await.unwrap();
    assert_eq!(outcome(town.service.cards(who).await), expected);
    assert_eq!(outcome(town.service.unpin_card(who, letter, &news).await), expected);
    assert_eq!(outcome(town.service.pin_card(who, letter, &news).await), expected);
}

on_both_databases! {
    async fn the_matrix_holds_for_every_actor_and_act(db) {
        let town = Town::new(&db).await;
        town.service.configure(&admin(), with_contributors()).await.unwrap();
        let letter = town.letter().await.to_string();
        let demand = db.ask("SELECT min(number) FROM demand").await.parse().unwrap();
        for (policy, moderation) in [
            (SubmitPolicy::Everyone, Moderation::Several),
            (SubmitPolicy::Contributors, Moderation::Several),
            (SubmitPolicy::Contributors, Moderation::Single),
        ] {
            let change = SetupChange { submit: Some(policy), moderation: Some(moderation), ..SetupChange::default() };
            town.service.configure(&admin(), change).await.unwrap();
            let open = if policy == SubmitPolicy::Everyone { "yes" } else { "no" };
            let own = if moderation == Moderation::Single { "yes" } else { "own" };
            let table = [
                (member(), [open, "no", "no", "no", "no", "no", "no", "no", "no"]),
                (contributor(), ["yes", "no", "no", "no", "no", "no", "no", "no", "no"]),
                (moderator(), ["yes", "yes", "yes", "yes", "yes", own, "yes", "yes", "no"]),
                (admin(), ["yes", "yes", "yes", "yes", "yes", own, "yes", "yes", "yes"]),
            ];
            for (who, expected) in table {
                let theirs = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
                let rejected = town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
                let as_filer = if expected[0] == "yes" { who.clone() } else { contributor() };
                let own = town.file(&as_filer, Typed::Count(count(&letter, "14")), &[]).await;
                let edit = owned(&[(Field::Wording, "about 15")]);
                let found = [
                    outcome(submit(&town, &who).await),
                    outcome(town.service.queue(&who, QueueOf::default(), 1).await),
                    outcome(town.service.submission(&who, theirs).await),
                    outcome(town.service.edit(&who, theirs, &edit).await),
                    outcome(town.service.approve(&who, theirs).await),
                    outcome(town.service.approve(&who, own).await),
                    outcome(town.service.reject(&who, rejected, RejectReason::Unreadable, None).await),
                    outcome(town.service.set_channel(&who, &letter).await),
                    outcome(town.service.configure(&who, SetupChange::default()).await),
                ];
                assert_eq!(found, expected, "{:?} {policy:?} {moderation:?}", who.permissions);
                let letters = rejected.get().to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect::<String>();
                let name = format!("Person {letters}");
                let on_list = town.publish(Typed::Signatory(signatory(&letter, &name)), &[]).await;
                let waits = town.file(&contributor(), Typed::Signatory(signatory(&letter, &name)), &[]).await;
                assert_eq!(outcome(town.service.keep_apart(&who, waits).await), expected[1]);
                let check = Check { signatory: on_list.to_string(), verification: Verification::Verified, url: None };
                assert_eq!(outcome(town.service.verify_signatory(&who, &check).await), expected[1]);
                let belongs = Affiliation { signatory: on_list.to_string(), affiliation: None };
                let affiliated = town.service.affiliate_signatory(&who, &belongs).await;
                // Names are off: who may, learns that there is nothing to say.
                match expected[1] {
                    "yes" => assert_eq!(refusal(affiliated), Refusal::NameNotKept(on_list)),
                    denied => assert_eq!(outcome(affiliated), denied),
                }
                assert_eq!(outcome(town.service.earlier(&who, waits, 1).await), expected[2]);
                assert_eq!(outcome(town.service.audit(&who, AuditOf::default(), 1).await), expected[2]);
                assert_eq!(outcome(town.service.audit_of(&who, &TypedAudit::default()).await), expected[2]);
                assert_eq!(outcome(town.service.ledger_file(&who, 1).await), expected[2]);
                assert_eq!(outcome(town.service.who(&who, moderator().user).await), expected[8]);
                let asked = town.service.who(&admin(), moderator().user).await.unwrap().0;
                assert_eq!(outcome(town.service.who_page(&who, asked, 1).await), expected[8]);
                assert_eq!(outcome(town.service.question_form(&who, waits).await), expected[1]);
                assert_eq!(outcome(town.service.ask_contributor(&who, waits, "Where?").await), expected[1]);
                assert_eq!(outcome(town.service.may_block(&who, waits).await), expected[1]);
                assert_eq!(outcome(town.service.block(&who, waits).await), expected[1]);
                if expected[1] == "yes" {
                    assert_eq!(outcome(submit(&town, &contributor()).await), "blocked");
                }
                // Whoever filed it, blocked or not, sees it, answers and withdraws; nobody else does.
                if expected[1] != "yes" {
                    town.service.ask_contributor(&moderator(), waits, "Where?").await.unwrap();
                }
                assert_eq!(outcome(town.service.own_submissions(&who, 1).await), "yes");
                who_filed_answers_and_withdraws(&town, waits).await;
                if who.user != contributor().user {
                    assert_eq!(outcome(town.service.withdraw(&who, waits).await), "none of theirs");
                    assert_eq!(outcome(town.service.answer_question(&who, waits, "There").await), "none of theirs");
                }
                assert_eq!(outcome(town.service.unblock(&who, waits).await), expected[1]);
                digests_are_moderators(&town, &who, &letter, expected[7]).await;
                assert_eq!(outcome(submit(&town, &contributor()).await), "yes");
                let wish = |shown| Withdrawal { signatory: on_list.to_string(), shown, url: None, on: None };
                assert_eq!(outcome(town.service.withdraw_signatory(&who, &wish(Wish::NotShown)).await), expected[1]);
                assert_eq!(outcome(town.service.withdraw_signatory(&who, &wish(Wish::Erased)).await), expected[1]);
                let confirms = if expected[1] == "yes" { expected[5] } else { "no" };
                town.clock.advance(jiff::SignedDuration::from_mins(10));
                assert_eq!(outcome(town.service.withdraw_signatory(&who, &wish(Wish::Erased)).await), confirms);
                acts_on_the_published(&town, &who, &letter, (expected[1], confirms)).await;
                let listed = town.service.signatories(&who, PetitionAsked::Typed(&letter), 1).await;
                assert_eq!(outcome(listed), "yes");
                assert_eq!(outcome(town.service.judge(&who, &judged(demand)).await), expected[7]);
                everybody_rules_over_their_own(&town, &who).await;
                assert_eq!(outcome(town.service.diagnose(&who, BotPlace::default()).await), expected[1]);
                assert_eq!(outcome(town.service.edit_form(&who, rejected).await.or_else(decided_is_fine)), expected[1]);
            }
        }
        town.verify().await;
    }

    async fn a_right_that_is_lost_between_looking_and_doing_gives_nothing(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let record = town.publish(Typed::Count(count(&letter, "12 employees")), &[]).await;
        let lost = Caller { user: moderator().user, ..member() };
        let looked = town.service.act(&moderator(), &act(record, Wanted::Deprecate)).await.unwrap().draft;
        let (begun, _) = town.service.begin_amendment(&moderator(), &act(record, Wanted::Edit)).await.unwrap();
        let words = owned(&[(Field::Wording, "13 employees")]);
        assert_eq!(outcome(town.service.perform(&lost, &looked).await), "no");
        assert_eq!(outcome(town.service.amendment_form(&lost, &begun).await), "no");
        assert_eq!(outcome(town.service.amend(&lost, &begun, &words).await), "no");
        assert_eq!(outcome(town.service.petition_in_queue(&lost, &letter).await), "no");
        for what in [Suggested::Undoable, Suggested::HiddenPetition, Suggested::Object, Suggested::Record] {
            assert_eq!(outcome(town.service.suggest(&lost, what, "").await), "no", "{what:?}");
            assert_eq!(outcome(town.service.suggest(&moderator(), what, "").await), "yes", "{what:?}");
        }
        // Nothing was used up: whoever has the right again goes on.
        assert_eq!(outcome(town.service.amend(&moderator(), &begun, &words).await), "yes");
        assert_eq!(outcome(town.service.perform(&moderator(), &looked).await), "yes");
    }

    async fn a_name_one_filed_oneself_is_kept_apart_by_another(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        town.publish(Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
        let own = town.file(&moderator(), Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
        assert_eq!(outcome(town.service.keep_apart(&moderator(), own).await), "own");
        assert_eq!(outcome(town.service.keep_apart(&admin(), own).await), "yes");
    }

    async fn who_may_not_see_learns_nothing_from_a_number(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let waiting = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        for number in [waiting, undersigned::domain::ids::Number::new(99_999).unwrap()] {
            let refused = refusal(town.service.approve(&member(), number).await);
            assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
        }
    }
}

#[test]
fn each_act_needs_its_standing_and_ones_own_a_single_moderator() {
    let free = [Act::Ask, Act::SeeOwn, Act::WithdrawOwn, Act::AnswerOwn, Act::SeeHeld, Act::ForgetOwn];
    let own = [Act::ApproveOwn, Act::EditOwn, Act::ConfirmOwnErasure, Act::ConfirmOwnAct];
    for moderation in [Moderation::Several, Moderation::Single] {
        let settings = GuildSettings { moderation, submit: SubmitPolicy::Contributors, ..GuildSettings::default() };
        for act in Act::ALL {
            for standing in [Standing::Everyone, Standing::Contributor, Standing::Moderator, Standing::Admin] {
                let needed = match act {
                    Act::Configure | Act::AskWho => Standing::Admin,
                    Act::Submit => Standing::Contributor,
                    act if free.contains(act) => Standing::Everyone,
                    _ => Standing::Moderator,
                };
                let permitted = permit(*act, standing, Blocked::No, &settings).is_ok();
                let alone = moderation == Moderation::Single || !own.contains(act);
                assert_eq!(permitted, standing >= needed && alone, "{act:?} {standing:?} {moderation:?}");
            }
        }
    }
}

/// A submission that was decided has no form any more, which is no matter of rights.
fn decided_is_fine(error: ServiceError) -> Result<undersigned::service::log::Form, ServiceError> {
    match error {
        ServiceError::Refused(Refusal::AlreadyDecided(_)) => Ok(undersigned::service::log::Form {
            purpose: undersigned::service::log::FormPurpose::Edit,
            fields: Vec::new(),
        }),
        other => Err(other),
    }
}
