use super::dump;
use super::fixtures::{at, decision, number, preview, signatory, submission};
use crate::answers::previews::drafted;
use crate::answers::reply::Audience;
use crate::answers::reviewing;
use crate::answers::signing::{affiliated, checked, withdrawn};
use crate::domain::guild::Names;
use crate::domain::review::SubmissionState;
use crate::domain::signatory::{SignatoryStanding, Verification};
use crate::service::log::{Drafted, Likeness, Preview, Similar};
use crate::service::review::SubmissionView;
use crate::service::signatories::{Affiliated, Checked, Erasure, Withdrawn};

fn like(on_record: i64, words: &str, likeness: Likeness, pending: bool) -> Similar {
    let (words, publisher) = (words.to_owned(), String::new());
    Similar { number: number(on_record), words, publisher, url: None, same_page: false, pending, likeness }
}

fn namesakes() -> Vec<Similar> {
    vec![
        like(87, "", Likeness::SameName, false),
        like(88, "A. Lovelace", Likeness::NearName, false),
        like(89, "Ada K. Lovelace", Likeness::NearName, true),
    ]
}

#[test]
fn a_preview_says_what_becomes_of_the_name() {
    let told = [(Names::Off, namesakes()), (Names::On, Vec::new())].map(|(names, similar)| {
        let shown = Preview { similar, organisation: None, ..preview(vec![signatory(names)]) };
        dump::answer(&drafted(&Drafted::Preview(Box::new(shown))))
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_name_stands_in_no_channel() {
    let waiting = SubmissionView { similar: namesakes(), organisation: None, ..submission(signatory(Names::On)) };
    let approved = SubmissionView { decision: Some(decision(SubmissionState::Approved)), ..waiting.clone() };
    let told = [
        reviewing::submission(&waiting, Audience::Channel),
        reviewing::submission(&approved, Audience::Channel),
        reviewing::submission(&waiting, Audience::Private),
    ]
    .map(|reply| dump::reply(&reply));
    for shown in &told[..2] {
        assert!(!shown.contains("Lovelace") && !shown.contains("Analytical"), "{shown}");
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn each_wish_is_answered_with_what_became_of_it() {
    let done = |standing, erasure| {
        dump::reply(&withdrawn(&Withdrawn {
            number: number(87),
            petition: "The letter".into(),
            standing,
            erasure,
            stopped: false,
        }))
    };
    let told = [
        done(SignatoryStanding::Withdrawn, Erasure::NotAsked),
        done(SignatoryStanding::RetractedShown, Erasure::NotAsked),
        done(SignatoryStanding::Withdrawn, Erasure::WaitsForAnother(number(91))),
        done(SignatoryStanding::Withdrawn, Erasure::WaitsUntil(number(91), at("2026-11-21T12:10:00Z"))),
        done(SignatoryStanding::Erased, Erasure::Done),
        done(SignatoryStanding::Erased, Erasure::DoneAlone),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn an_affiliation_is_answered_with_what_is_said_and_what_was() {
    let said = |text: &str| Some(text.to_owned());
    let told = [(None, said("Cloud @everyone")), (said("Cloud"), None), (None, None)].map(|(before, now)| {
        dump::reply(&affiliated(&Affiliated { number: number(87), petition: number(12), before, now }))
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_check_is_answered_with_what_stands_and_what_stood() {
    let (unverified, verified) = (Verification::Unverified, Verification::Verified);
    let told = [(unverified, verified, true), (verified, unverified, false)].map(|(before, now, shown)| {
        dump::reply(&checked(&Checked { number: number(87), petition: number(12), before, now, shown }))
    });
    insta::assert_snapshot!(told.join("\n"));
}
